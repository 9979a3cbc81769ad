/** What is sealed, opened for looking: by the keys of the application under test. */
import type { INestApplicationContext } from '@nestjs/common'
import type pg from 'pg'
import { CaseKeys } from '../../src/cases/sealing/caseKeys.js'
import type { PublicFacts } from '../../src/letters/catalogue.js'
import type { LetterData } from '../../src/letters/letterData.js'
import { openFacts, openFile, openLetter } from '../../src/letters/sealedLetter.js'

interface Sealed {
  readonly id: number
  readonly case_id: number
  readonly number: string
  readonly data: unknown
  readonly public_facts: PublicFacts
  readonly pdf: Buffer | null
  readonly data_key: Buffer | null
}

const OF_CASE = `
  select l.*, l.valid_until::text, f.pdf, c.data_key from letters l join cases c on c.id = l.case_id left join letter_files f on f.letter_id = l.id
  where l.case_id = $1 order by l.id`

/** The letters of a case as their rows have them, the oldest first, with what they say and their files opened. */
export async function lettersIn<Row>(app: INestApplicationContext, admin: pg.Client, caseId: number): Promise<Row[]> {
  const keys = app.get(CaseKeys)
  const { rows } = await admin.query<Sealed & Row>(OF_CASE, [caseId])
  return rows.map((row) => {
    const key = keys.of(caseId, row.data_key)
    const data = openLetter(key, caseId, row.number, row.data) as LetterData // what sealLetter was given
    const facts = openFacts(key, caseId, row.number, row.public_facts)
    return { ...row, data, public_facts: facts, pdf: row.pdf && openFile(key, row.id, row.pdf) }
  })
}
