/**
 * The paper that an officer's action would cause, before it is done: composed by the same words, set as PDF and drawn
 * from that PDF, so that what is signed is what was shown. Nothing is taken, written or kept.
 */
import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Database } from '../base/database.js'
import { Busy } from '../base/errors.js'
import { type Bilingual, fill, joined } from '../base/text.js'
import type { CaseFile } from '../cases/caseFile.js'
import { PageDrawer, type PagePicture } from '../cases/files/pages.js'
import type { JudgedCase } from '../cases/reading.service.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { Reference } from '../reference/reference.service.js'
import type { Act } from '../workflow/machine.js'
import { edgesFrom, isAction } from '../workflow/step.js'
import { paperKindSchema } from './catalogue.js'
import { LetterEffects } from './effects.js'
import type { LetterData } from './letterData.js'
import { Matters } from './matters.js'
import { Previewer } from './previewer.js'

/** The kind of paper that an action would cause. */
export interface PaperToCome {
  readonly kind: string
  readonly label: Bilingual
}

export interface ActionPaper {
  readonly data: LetterData
  /** A fingerprint of all that it says but its check code, which each paper gets when it is issued. */
  readonly shown: string
}

/** Entries that are put on paper too (letters.module.ts). */
const ANNOUNCEMENTS: readonly Act[] = ['announceRefusal', 'proposeRevocation']

const WITH_OTHERS: Bilingual = { zh: '{first}（同时制作{besides}）', en: '{first} (also made: {besides})' }

/** Nothing of the officer's own words stands in it. */
const AS_EVERY_ONE: readonly Act[] = ['accept']

/** How many may wait until theirs is drawn; each takes about a second. */
const MOST_WAITING = 12

@Injectable()
export class ActionPreview {
  private last: Promise<unknown> = Promise.resolve()
  private waiting = 0

  constructor(
    private readonly db: Database,
    private readonly reference: Reference,
    private readonly matters: Matters,
    private readonly letters: LetterEffects,
    private readonly previewer: Previewer,
    private readonly drawer: PageDrawer,
  ) {}

  /**
   * The kind of paper that the action would cause in the case's state today, the first of several; its name says
   * which others are made. Undefined when it causes none.
   */
  async kindOf(action: Act, { case: { state } }: CaseFile, today: string): Promise<PaperToCome | undefined> {
    if (AS_EVERY_ONE.includes(action)) return undefined
    const effects =
      (isAction(action) &&
        edgesFrom(state)
          .get(action)
          ?.flatMap((edge) => edge.effects)) ||
      []
    const causes = effects.includes('orderPaper') || ANNOUNCEMENTS.includes(action)
    const noticed = causes ? await this.matters.kindsFor(action, today) : []
    const [kind = '', ...others] = effects.includes('orderLetter') ? ['recommendation'] : noticed
    const known = await this.reference.all('paperKinds', today, paperKindSchema)
    const found = known.get(kind)
    if (!found) return undefined
    const besides = joined(others.flatMap((other) => known.get(other)?.label ?? []))
    return { kind, label: others.length > 0 ? fill(WITH_OTHERS, { first: found.label, besides }) : found.label }
  }

  /**
   * The paper of the form as it is filled in so far. Throws Invalid with all that is wrong in the form, and when the
   * paper cannot be composed.
   */
  compose(
    actor: Actor,
    { file, check }: JudgedCase,
    action: Act,
    tree: unknown,
    { kind }: PaperToCome,
    today: string,
  ): Promise<ActionPaper> {
    const ofPart = (part: string) =>
      file.parties.filter((party) => party.part === part).map(({ authorityId }) => authorityId)
    const about = {
      kind,
      caseId: file.case.id,
      today,
      judgedOn: file.case.filedOn ?? today,
      leadId: ofPart('lead')[0] ?? null,
      departments: ofPart('named'),
    }
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const data = await this.letters.preview(tx, about, { answers: file.answers, check }, action, tree)
      const { check: _code, ...said } = data
      return { data, shown: createHash('sha256').update(JSON.stringify(said)).digest('hex') }
    })
  }

  /** The pages of its PDF as pictures. Throws CannotBeSet, DoesNotFit, TookTooLong; Busy when too many wait. */
  async draw(data: LetterData): Promise<PagePicture[]> {
    if (this.waiting >= MOST_WAITING) throw new Busy()
    this.waiting++
    const drawn = this.last.then(() => this.drawNow(data)).finally(() => this.waiting--)
    this.last = drawn.catch(() => undefined)
    return drawn
  }

  private async drawNow(data: LetterData): Promise<PagePicture[]> {
    const pdf = await this.previewer.print(data)
    const pages: PagePicture[] = []
    for await (const page of this.drawer.draw(pdf, 'application/pdf')) pages.push(page)
    return pages
  }
}
