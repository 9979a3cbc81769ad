/**
 * How far what happened has been read by those who tell people of it: a cursor over the ids of the
 * transactions that wrote it (docs/architecture.md#jobs-and-clocks).
 */
import { row, rows, type Tx } from '../base/database.js'

/** Days after which nobody is notified of what happened any more. */
export const NEWS = 3
const AT_ONCE = 200

/** Which table each cursor reads. */
type Cursor = 'notifications' | 'firmActs' | 'webhooks'

export interface CursorWindow {
  readonly from: string
  readonly upto: string
  readonly safe: string
  /** The cursor stands where this database has not come yet: it was restored from a dump. */
  readonly ahead: boolean
}

/** The statement that says from where, and up to where: nothing below that is still to come. */
export const windowOf = (table: 'events' | 'firm_acts', cursor: Cursor): string => `
  select w."from"::text as "from", w.safe::text as safe, w."from" > w.latest as ahead,
    greatest(w."from", least(w.safe, greatest(w."from" + 1, coalesce(
      (select e.xid from ${table} e where e.xid >= w."from" and e.xid < w.safe order by e.xid offset ${AT_ONCE}
      limit 1), w.safe))))::text as upto
  from (
    select position as "from", pg_snapshot_xmin(pg_current_snapshot())::text::bigint as safe,
      pg_snapshot_xmax(pg_current_snapshot())::text::bigint as latest
    from event_cursors where name = '${cursor}') w`

export const moveCursor = (tx: Tx, cursor: Cursor, position: string): Promise<unknown> =>
  rows(tx, 'update event_cursors set position = $1 where name = $2', [position, cursor])

/** Whether this worker reads now; of several, one at a time does. */
export async function takeTurn(tx: Tx, cursor: Cursor): Promise<boolean> {
  const lock = await row<{ got: boolean }>(tx, 'select pg_try_advisory_xact_lock(hashtext($1)) as got', [cursor])
  return lock?.got ?? false
}
