/**
 * Opens a case for an officer with all that its page is made of, in one transaction: the case, its
 * judgement, the firm, letters, what was read on documents, other cases like it, what the firm was told.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { Database, type Tx } from '../../base/database.js'
import { type AssessmentRules, Assessing } from '../../cases/assessing.js'
import { listDuplicates, listOfFirm, listOtherLetters } from '../../cases/duplicates.js'
import { Inbox } from '../../cases/inbox.js'
import { PaperReadings } from '../../cases/paperReadings.js'
import { type JudgedCase, type Opened, ReadingService } from '../../cases/reading.service.js'
import { settingsForReading } from '../../cases/scope.js'
import { Similar } from '../../cases/similar.js'
import type { Judgement } from '../../criteria/judge.js'
import { paperKindSchema } from '../../letters/catalogue.js'
import { Letters } from '../../letters/letter.service.js'
import { Firms } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { Reference } from '../../reference/reference.service.js'
import { unreachedIn } from '../case/undelivered.js'

/** A case with all that an officer's page of it is made of. */
export type OfficerCase = Omit<Awaited<ReturnType<OfficerCases['openWith']>>, 'beside'>

@Injectable()
export class OfficerCases {
  constructor(
    private readonly db: Database,
    private readonly reading: ReadingService,
    private readonly letters: Letters,
    private readonly firms: Firms,
    private readonly similar: Similar,
    private readonly inbox: Inbox,
    private readonly assessing: Assessing,
    private readonly clock: Clock,
    private readonly readings: PaperReadings,
    private readonly reference: Reference,
  ) {}

  /** The case; opening it is recorded. Throws NotFound. */
  open(person: Person, caseId: number): Promise<OfficerCase> {
    return this.openWith(person, caseId, () => Promise.resolve())
  }

  /** The same, with what else a page asks in the transaction. */
  async openWith<Beside>(person: Person, caseId: number, ask: (tx: Tx) => Promise<Beside>) {
    const today = this.clock.today()
    const opened = await this.db.transaction(settingsForReading(person, this.clock.now()), async (tx) => {
      const opening = this.reading.openIn(tx, person, caseId)
      const check = async () => (await opening).opened.check()
      const masked = opening.then((one) => one.masked)
      // all at once, whatever needs the case itself when that is there
      const [own, letters, samePerson, otherLetters, similar, told, filings, unreached, beside] = await Promise.all([
        this.ownOf(tx, person, opening),
        this.letters.listOf(tx, person, caseId),
        listDuplicates(tx, person, caseId),
        listOtherLetters(tx, person, [caseId], today),
        this.similar.list(tx, person, caseId, check),
        this.inbox.firmTold(tx, caseId),
        this.reading.filings(tx, person, caseId, masked),
        unreachedIn(tx, person, caseId),
        ask(tx),
      ])
      return { ...own, letters, samePerson, otherLetters, similar, told, filings, unreached, beside }
    })
    const letterKinds = await this.reference.all('paperKinds', today, paperKindSchema)
    return { ...opened, letterKinds, judgedBy: await this.judgedBy(opened) }
  }

  /** What is known of the case itself, and what is asked by that. */
  private async ownOf(tx: Tx, person: Person, opening: Promise<Opened>) {
    const { file, opened } = await opening
    const { id, firmId } = file.case
    const firm = this.firms.getIn(tx, firmId)
    const [check, read, sameFirm] = await Promise.all([
      opened.check(),
      this.readings.bothIn(tx, { file, opened }, firm),
      listOfFirm(tx, person, firmId, id),
    ])
    return { file, check, ...read, sameFirm }
  }

  /** By what the case is assessed, which is what was in force on its filing day, and its judgement. */
  async judgedBy({ file, check }: JudgedCase): Promise<AssessmentRules & { readonly judgement: Judgement }> {
    const rules = await this.assessing.rules(file.case.filedOn ?? this.clock.today())
    return { ...rules, judgement: check.judgement }
  }
}
