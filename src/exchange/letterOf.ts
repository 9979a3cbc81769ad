/**
 * The recommendation that an event `e` is about: the newest that was issued and had been ordered before it, so
 * that ordering another one is about the one whose place that takes.
 */
import { sql } from '../base/sql.js'

export const LETTER_OF = sql`left join lateral (
    select o.id, o.addressed_to from letters o
    where o.case_id = e.case_id and o.kind = 'recommendation' and o.issued_at is not null
      and coalesce(o.caused_by, 0) < e.seq
    order by o.id desc limit 1) l on true`
