/**
 * Opens a case for an officer with all that its page is made of, in one transaction: the case, its
 * judgement, the firm, letters, what was read on documents, other cases like it, what the firm was told.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { Database } from '../../base/database.js'
import { type AssessmentRules, Assessing } from '../../cases/assessing.js'
import { listDuplicates, listOfFirm, listOtherLetters } from '../../cases/duplicates.js'
import { Inbox } from '../../cases/inbox.js'
import { PaperReadings } from '../../cases/paperReadings.js'
import { type JudgedCase, ReadingService } from '../../cases/reading.service.js'
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
export type OfficerCase = Awaited<ReturnType<OfficerCases['open']>>

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
  async open(person: Person, caseId: number) {
    const today = this.clock.today()
    const opened = await this.db.transaction(settingsForReading(person, this.clock.now()), async (tx) => {
      const { file, opened } = await this.reading.openIn(tx, person, caseId)
      const check = await opened.check()
      const { firmId } = file.case
      const firm = await this.firms.getIn(tx, firmId)
      const [compared, exports, letters, samePerson, otherLetters, sameFirm, similar, told, filings, unreached] =
        await Promise.all([
          this.readings.compareIn(tx, { file, opened }, firm),
          this.readings.exportsIn(tx, { file, opened }),
          this.letters.listOf(tx, person, caseId),
          listDuplicates(tx, person, caseId),
          listOtherLetters(tx, person, [caseId], today),
          listOfFirm(tx, person, firmId, caseId),
          this.similar.list(tx, person, caseId, check),
          this.inbox.firmTold(tx, caseId),
          this.reading.filings(tx, person, caseId),
          unreachedIn(tx, person, caseId),
        ])
      const others = { samePerson, otherLetters, sameFirm, similar }
      return { file, check, firm, compared, exports, letters, ...others, told, filings, unreached }
    })
    const letterKinds = await this.reference.all('paperKinds', today, paperKindSchema)
    return { ...opened, letterKinds, judgedBy: await this.judgedBy(opened) }
  }

  /** By what the case is assessed, which is what was in force on its filing day, and its judgement. */
  async judgedBy({ file, check }: JudgedCase): Promise<AssessmentRules & { readonly judgement: Judgement }> {
    const rules = await this.assessing.rules(file.case.filedOn ?? this.clock.today())
    return { ...rules, judgement: check.judgement }
  }
}
