/**
 * Opens a case of the reader's own firm with all that its pages are made of, in one transaction:
 * the case, the self-check, the firm.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { Database, type Tx } from '../../base/database.js'
import { Forbidden } from '../../base/errors.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { isUndecided } from '../../cases/decided.js'
import type { OwnDuplicate } from '../../cases/duplicates.js'
import type { ReadExport } from '../../cases/exportOffers.js'
import { type ComparedPaper, PaperReadings } from '../../cases/paperReadings.js'
import { renewalIn, type Successor } from '../../cases/firmTasks.js'
import { plainCheck } from '../../cases/plainCheck.js'
import type { Check } from '../../cases/preflight.js'
import { ReadingService } from '../../cases/reading.service.js'
import { settingsForReading } from '../../cases/scope.js'
import { type TalentRequest, Talents } from '../../cases/talents.js'
import { type LetterLine, Letters } from '../../letters/letter.service.js'
import { type PaperLine, Papers } from '../../letters/paper.service.js'
import { type Firm, Firms } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'

export interface OwnCase {
  readonly file: CaseFile
  /** As people are told it: see plainCheck. */
  readonly check: Check
  readonly letters: readonly LetterLine[]
  /** The firm's other filed cases about the same person. */
  readonly same: readonly OwnDuplicate[]
  /** All papers that the case has brought forth, the oldest first. */
  readonly papers: readonly PaperLine[]
  /** The case whose answers this one began with, as it stands. */
  readonly earlier?: CaseFile
  /** The application that goes on from the permit of this one. */
  readonly renewal?: Successor
  readonly firm: Firm
  /** What was read on the documents, beside the answers. */
  readonly compared: readonly ComparedPaper[]
  /** What was read of the platforms' tables. */
  readonly exports: readonly ReadExport[]
  /** What the candidate asks to have corrected. */
  readonly corrections: readonly TalentRequest[]
}

/** The states in which the firm fills in; everywhere else it follows. */
const FILLING: readonly string[] = ['saveAnswers', 'attachFile']

@Injectable()
export class OwnCases {
  constructor(
    private readonly db: Database,
    private readonly reading: ReadingService,
    private readonly letters: Letters,
    private readonly firms: Firms,
    private readonly papers: Papers,
    private readonly clock: Clock,
    private readonly readings: PaperReadings,
    private readonly talents: Talents,
  ) {}

  /** The case with its self-check. Throws NotFound when it is none of this firm's, Forbidden to somebody of no firm. */
  async open(person: Person, caseId: number): Promise<OwnCase> {
    return (await this.openWith(person, caseId, () => Promise.resolve())).own
  }

  /** The same, with what else a page asks in the transaction. */
  async openWith<Beside>(person: Person, caseId: number, ask: (tx: Tx) => Promise<Beside>) {
    if (person.firmId === null) throw new Forbidden()
    return this.db.transaction(settingsForReading(person, this.clock.now()), async (tx) => {
      const [own, papers, corrections, letters, beside] = await Promise.all([
        this.ownOf(tx, person, caseId),
        this.papers.list(tx, person, caseId, this.clock.today()),
        this.talents.listCorrections(tx, caseId),
        this.letters.listOf(tx, person, caseId),
        ask(tx),
      ])
      return { own: { ...own, papers, corrections, letters }, beside }
    })
  }

  /** The case itself, and what is asked by what it says. */
  private async ownOf(tx: Tx, person: Person, caseId: number) {
    const { file, opened } = await this.reading.openIn(tx, person, caseId)
    const from = copiedFrom(file)
    // of what an agent files, the employer
    const firm = this.firms.getIn(tx, file.case.firmId)
    const [earlier, renewal, check, read, same] = await Promise.all([
      from === undefined ? undefined : this.reading.getIn(tx, person, from),
      file.case.permitValidUntil === null ? undefined : renewalIn(tx, caseId, this.clock.today()),
      opened.check(),
      this.readings.bothIn(tx, { file, opened }, firm),
      this.reading.ownDuplicates(tx, person, file),
    ])
    // the case that it was copied from is no surprise once it is decided
    const others = same.filter(({ id, state }) => id !== from || isUndecided(state))
    return { file, earlier, renewal, check: plainCheck(check), ...read, same: others }
  }

  /** The reader's firm. Throws Forbidden to somebody of no firm. */
  firm(person: Person): Promise<Firm> {
    if (person.firmId === null) throw new Forbidden()
    return this.firms.get(person, person.firmId)
  }
}

/** The case that a draft was started from; looked at only while the firm fills it in. */
function copiedFrom({ case: { state }, events }: CaseFile): number | undefined {
  const from = events.find(({ action }) => action === 'start')?.content?.from
  return state === 'draft' && typeof from === 'number' ? from : undefined
}

/** Whether answers and papers may be written now: the chart names the entries of each state. */
export const mayWrite = ({ choices }: CaseFile): boolean =>
  choices.some(({ action, enabled }) => enabled && FILLING.includes(action))

/** The action by which the firm sends what it has filled in, when the case waits for that. */
export const sendingOf = ({ choices }: CaseFile) =>
  choices.find(({ action }) => action === 'submit' || action === 'resubmit')
