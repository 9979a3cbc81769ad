/** Letters and notices of a case for the candidate whose case it is; downloading one is an event of the case. */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import type { Language } from '../base/text.js'
import type { Visitor } from '../cases/talentDoor.js'
import { orderTalentReading } from '../jobs/talentAct.js'
import { type LetterLine, Letters } from './letter.service.js'
import { Papers } from './paper.service.js'

type OwnLetter = Pick<LetterLine, 'id' | 'caseId' | 'kind' | 'number' | 'issuedAt' | 'talentName'>

const LETTER = `
  select l.id, l.case_id as "caseId", l.kind, l.number, l.issued_at as "issuedAt", c.talent_name as "talentName"
  from letters l join cases c on c.id = l.case_id where l.case_id = $1 and l.id = $2 and l.issued_at is not null`

@Injectable()
export class OwnLetters {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly letters: Letters,
    private readonly papers: Papers,
  ) {}

  /** The signed file and its name. Throws NotFound: also for a letter of another case. */
  fetch({ caseId, speaker }: Visitor, id: number, language: Language): Promise<{ name: string; pdf: Buffer }> {
    return this.db.transaction({ speaker }, async (tx) => {
      const letter = await row<OwnLetter>(tx, LETTER, [caseId, id])
      if (!letter) throw new NotFound()
      const pdf = await this.letters.fileOf(tx, letter)
      await orderTalentReading(tx, caseId, this.clock.now(), { letterId: id, kind: letter.kind })
      return { name: await this.papers.fileName(letter, this.clock.today(), language), pdf }
    })
  }
}
