/**
 * What an intended revocation does to what waits beside it: reports and conditions that it had dealt with stand again
 * once it is given up, and it ends with a letter that is returned. Not in one transaction: cases of before follow some
 * at a time while nothing is closed, and every statement may be run again.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What the function says of it, before and now. */
const BEFORE = `(l.action in ('proposeRevocation', 'reissueLetter', 'revokeLetter', 'expire', 'recordRefused') or `
const NOW = `(l.action in ('reissueLetter', 'revokeLetter', 'expire', 'recordRefused') or l.action = 'proposeRevocation'
          and not exists (select from said a where a.action = 'acknowledge' and a.about = l.seq)
        or m.action = 'proposeRevocation' and l.action = 'returnLetter' or `
const TOLD_BEFORE = `'expire', 'recordRefused')`
const TOLD_NOW = `'expire', 'recordRefused', 'returnLetter')`

const ON_EVENT = (told: string) => `
  create or replace trigger events_matters after insert on events for each row
    when (new.action in ('recommend', 'reportChange', 'reportEnd', 'meetCondition', 'proposeRevocation', 'acknowledge',
      'askBack', 'confirmCondition', 'answerRevocation', 'message', 'reissueLetter', 'revokeLetter', ${told})
    execute function keep_matters()`

const AT_A_TIME = 5000
/** The cases in which an intended revocation was given up, or whose letter was returned. */
const SOME = `
  select place_matters(c.id) from cases c
  where c.id > $1 and c.id <= $1 + $2 and exists (
    select from events e where e.case_id = c.id and e.action = 'proposeRevocation')`

/** The function with some of its text replaced; as it is where that was done. */
async function rewrite(db: QueryRunner, changes: readonly (readonly [from: string, to: string])[]): Promise<void> {
  const [{ made }] = await db.query(`select pg_get_functiondef('place_matters'::regproc) as made`)
  const text = made as string // pg's own column
  if (changes.some(([from]) => !text.includes(from))) return
  await db.query(changes.reduce((now, [from, to]) => now.replace(from, () => to), text))
}

export class MatterEnds1764000000257 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await rewrite(db, [
      [BEFORE, NOW],
      [TOLD_BEFORE, TOLD_NOW],
    ])
    await db.query(ON_EVENT(TOLD_NOW))
    const [{ last = 0 } = {}]: { last?: number | null }[] = await db.query('select max(id) as last from cases')
    for (let from = 0; from <= (last ?? 0); from += AT_A_TIME) await db.query(SOME, [from, AT_A_TIME])
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(ON_EVENT(TOLD_BEFORE))
    await rewrite(db, [
      [NOW, BEFORE],
      [TOLD_NOW, TOLD_BEFORE],
    ])
  }
}
