/** The form of a correction: what it may ask for, by what is known of the case, and the phrases of the department. */
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { type Correctable, listCorrectable } from '../../cases/correctable.js'
import { KeptForms } from '../../cases/keptForms.js'
import { listPhrases } from '../../cases/phrases.js'
import type { Branch } from '../../forms/engine/node.js'
import type { FormView } from '../../forms/engine/parts.js'
import type { Person } from '../../people/session.service.js'
import { Authorities } from '../../reference/authorities.js'
import { Reference } from '../../reference/reference.service.js'
import type { Act } from '../../workflow/machine.js'
import { actionAddress } from '../case/addresses.js'
import type { AskedCase, FormRequest } from '../case/side.js'
import type { Notice } from '../kit/parts.js'
import { knownOf, phraseItems, withAsked } from './correction.view.js'
import { repeatNotice, withProposers } from './notice.view.js'

/** The two acts whose form has items of a correction. */
export const isCorrection = (action: Act): boolean => action === 'requestCorrection' || action === 'proposeCorrection'

@Injectable()
export class Corrections {
  constructor(
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly authorities: Authorities,
    private readonly kept: KeptForms,
  ) {}

  /** What is known of the case; of assessments the reader's own, too, which is not reported yet. */
  async listKnown(person: Person, { file, check }: AskedCase): Promise<Correctable[]> {
    const written = file.choices.some(({ action }) => action === 'report')
      ? await this.kept.find(person, actionAddress(file.case.id, 'report'))
      : undefined
    return listCorrectable(file, check, written?.input)
  }

  /** The form with its items named by place and proposer. */
  form({ form, tree, file, context, language }: FormRequest): FormView {
    return withProposers(form, tree, file, context, language)
  }

  /** What may not be asked again. */
  notices({ file, tree }: FormRequest): Notice[] {
    return repeatNotice(file, tree)
  }

  /** What stands above the form of a correction. */
  async show(person: Person, opened: AskedCase, tree: unknown) {
    const [known, phrases] = await Promise.all([this.listKnown(person, opened), this.listPhrases(person)])
    return knownOf(opened.file, tree, known, phrases)
  }

  /** The form with items for what is known by these keys. */
  async withAsked(person: Person, opened: AskedCase, tree: Branch, keys: readonly string[]): Promise<Branch> {
    if (keys.length === 0) return tree
    const [known, phrases] = await Promise.all([this.listKnown(person, opened), this.listPhrases(person)])
    return withAsked(opened.file, tree, [...known, ...phrases], keys)
  }

  private async listPhrases({ authorityId }: Person): Promise<Correctable[]> {
    const today = this.clock.today()
    const authority = authorityId === null ? undefined : (await this.authorities.list(today)).get(authorityId)
    return authority ? phraseItems(await listPhrases(this.reference, today, authority)) : []
  }
}
