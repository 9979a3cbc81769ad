/** The form of a correction: what it may ask for, by what is known of the case, and the phrases of the department. */
import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { type Correctable, listCorrectable, placeIn } from '../../cases/correctable.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { type KeptForm, KeptForms } from '../../cases/keptForms.js'
import { PaperReadings } from '../../cases/paperReadings.js'
import { listPhrases } from '../../cases/phrases.js'
import { itemsOfAssessment, proposedItems, withItems, withProposed } from '../../cases/proposals.js'
import { type Branch, rowsAt, valueAt } from '../../forms/engine/node.js'
import type { FormView } from '../../forms/engine/parts.js'
import { parseForm } from '../../forms/engine/parse.js'
import type { Person } from '../../people/session.service.js'
import { Authorities } from '../../reference/authorities.js'
import { Reference } from '../../reference/reference.service.js'
import { FORMS } from '../../workflow/forms.js'
import type { Act } from '../../workflow/machine.js'
import { firstInput } from '../case/action.view.js'
import { actionAddress } from '../case/addresses.js'
import type { AskedCase, FormRequest, LeftOut } from '../case/side.js'
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
    private readonly readings: PaperReadings,
  ) {}

  /** What is known of the case; of assessments the reader's own, too, which is not reported yet. */
  async listKnown(person: Person, { file, check }: AskedCase): Promise<Correctable[]> {
    const { id } = file.case
    const [compared, written] = await Promise.all([
      this.readings.compare(person, id),
      file.choices.some(({ action }) => action === 'report')
        ? this.kept.find(person, actionAddress(id, 'report'))
        : undefined,
    ])
    return listCorrectable(file, check, { written: written?.input, compared })
  }

  /** What the reader's own assessment, not reported yet, says is missing. */
  async missing(person: Person, file: CaseFile): Promise<Branch[]> {
    const written = await this.kept.find(person, actionAddress(file.case.id, 'report'))
    return written ? itemsOfAssessment(file, written.input) : []
  }

  /** The first content of a form: what was proposed, and what is missing. */
  begin(file: CaseFile, action: Act, missing: readonly Branch[]): Branch {
    return withItems(
      action === 'requestCorrection' ? { items: proposedItems(file) } : firstInput(action, file),
      missing,
    )
  }

  /** What was kept of it, with what has come since. */
  goOn(file: CaseFile, action: Act, kept: KeptForm, missing: readonly Branch[]): Branch {
    const since = file.events.filter(({ at }) => at > kept.savedAt)
    const asked = rowsAt(kept.input, 'items').map((item) => valueAt(item, 'what'))
    return withItems(
      this.withProposed(file, action, since, kept.input),
      missing.filter(({ what }) => !asked.includes(what)),
    )
  }

  /** A notice that is being written, with what was proposed meanwhile. */
  withProposed(file: CaseFile, action: Act, since: readonly { readonly seq: number }[], tree: Branch): Branch {
    return action === 'requestCorrection' ? withProposed(file, since, tree) : tree
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
  async show(person: Person, asking: FormRequest) {
    const [known, phrases] = await Promise.all([this.listKnown(person, asking), this.listPhrases(person)])
    return knownOf(asking, known, phrases)
  }

  /** What is known and not among the items: a notice says everything, once. */
  async leftOut(person: Person, opened: AskedCase, tree: unknown): Promise<LeftOut | undefined> {
    // what is wrong is said first
    if (parseForm(FORMS.requestCorrection, tree).problems.length > 0) return undefined
    const known = await this.listKnown(person, opened)
    const left = known.filter((one) => placeIn(tree, one, known) === undefined)
    const mark = createHash('sha256')
      .update(left.map(({ key }) => key).join(' '))
      .digest('hex')
    return left.length > 0 ? { says: left.map(({ says }) => says), mark } : undefined
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
