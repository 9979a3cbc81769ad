/**
 * How the employer was heard before a decision that was announced: the decision says so itself
 * (行政许可法 Art. 36: what the applicant states is heard).
 */
import { row, type Tx } from '../base/database.js'
import { sayDate } from '../base/dates.js'
import { type Bilingual, fill } from '../base/text.js'
import { ANNOUNCED_BY, HEARINGS } from '../workflow/hearings.js'
import type { EventName } from '../workflow/words.js'

/** The last announcement before the decision ($2) on which none has followed, and the answer to it. */
const HEARD = `
  select (a.at at time zone 'Asia/Shanghai')::date::text as "announcedOn",
    (w.at at time zone 'Asia/Shanghai')::date::text as "answeredOn",
    coalesce(t.content ? 'noStatement', false) as waived
  from events a
  left join lateral (
    select e.seq, e.at from events e where e.case_id = a.case_id and e.seq > a.seq and e.seq < $2 and e.action = $4
    order by e.seq desc limit 1) w on true
  left join event_contents t on t.case_id = a.case_id and t.seq = w.seq
  where a.case_id = $1 and a.seq < $2 and a.action = $3 and not exists (
    select from events d where d.case_id = a.case_id and d.seq > a.seq and d.seq < $2 and d.action = any ($5))
  order by a.seq desc limit 1`

interface Heard {
  readonly announcedOn: string
  readonly answeredOn: string | null
  readonly waived: boolean
}

/** A sentence of the decision that an event is; null where it was not announced. */
export async function sayHeard(
  tx: Tx,
  caseId: number,
  { action, seq }: { readonly action: EventName; readonly seq: number },
): Promise<Bilingual | null> {
  const announced = ANNOUNCED_BY[action]
  if (!announced) return null
  const { answer, decided } = HEARINGS[announced]
  const heard = await row<Heard>(tx, HEARD, [caseId, seq, announced, answer, decided])
  if (!heard) return null
  const { announcedOn, answeredOn, waived } = heard
  const words = answeredOn === null ? SILENT : waived ? WAIVED : STATED
  return fill(words, { announced: sayDate(announcedOn), answered: sayDate(answeredOn ?? announcedOn) })
}

const STATED: Bilingual = {
  zh: '作出本决定前，已于{announced}将拟作决定的理由告知用人单位；用人单位于{answered}陈述了意见，已予审核。',
  en:
    'Before this decision its intended reasons were announced to the employer on {announced}. The employer stated ' +
    'its case on {answered}, which was considered.',
}
const WAIVED: Bilingual = {
  zh: '作出本决定前，已于{announced}将拟作决定的理由告知用人单位；用人单位于{answered}表示不陈述意见。',
  en:
    'Before this decision its intended reasons were announced to the employer on {announced}, which said on ' +
    '{answered} that it makes no statement.',
}
const SILENT: Bilingual = {
  zh: '作出本决定前，已于{announced}将拟作决定的理由告知用人单位；用人单位没有在期限内陈述意见。',
  en:
    'Before this decision its intended reasons were announced to the employer on {announced}, which made no ' +
    'statement in time.',
}
