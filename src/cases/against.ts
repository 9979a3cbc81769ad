/**
 * What speaks against a recommendation when it is decided: opinions, an intention to refuse that the firm may still
 * answer, departments that were asked and have not reported, corrections that were proposed and never asked for. It
 * stops nobody, but has to be acknowledged, so that the history says that it was known.
 */
import { row, type Tx } from '../base/database.js'
import { sayDate } from '../base/dates.js'
import { Invalid, type Problem } from '../base/errors.js'
import { type Bilingual, fill, joined, SEMICOLON } from '../base/text.js'
import type { AGAINST } from '../forms/choices.js'
import { textAt } from '../forms/engine/node.js'
import type { CaseFile } from './caseFile.js'
import type { Cause } from './causes.js'
import { listProposals } from './proposals.js'

type Code = (typeof AGAINST)[number]['value']
/** Authorities by their ids; a day. */
interface Standing {
  readonly opposed: readonly number[]
  readonly missing: readonly number[]
  readonly refusalUntil: string | null
  readonly proposed: readonly number[]
}
export interface Against {
  readonly code: Code
  readonly says: Bilingual
}
type Names = (authorityId: number) => Bilingual | undefined

function listed({ opposed, missing, refusalUntil, proposed }: Standing, nameOf: Names): Against[] {
  const named = (ids: readonly number[]) =>
    joined(
      ids.map((id) => nameOf(id) ?? SOMEBODY),
      AND,
    )
  return [
    ...(opposed.length > 0 ? [{ code: 'opinionAgainst', says: fill(OPPOSED, { who: named(opposed) }) } as const] : []),
    ...(refusalUntil
      ? [{ code: 'refusalAnnounced', says: fill(ANNOUNCED, { day: sayDate(refusalUntil) }) } as const]
      : []),
    ...(missing.length > 0 ? [{ code: 'opinionMissing', says: fill(MISSING, { who: named(missing) }) } as const] : []),
    ...(proposed.length > 0
      ? [{ code: 'correctionProposed', says: fill(PROPOSED, { who: named(proposed) }) } as const]
      : []),
  ]
}

/** The same of a case whose decision is being written. */
export function listAgainst(file: CaseFile, today: string, nameOf: Names): Against[] {
  const { round } = file.case
  const reports = file.assessments.filter((one) => one.round === round)
  const reported = new Set(reports.map(({ authorityId }) => authorityId))
  const announced = file.events.findLast(({ action }) => action === 'announceRefusal')
  const answered = file.events.some(({ action, seq }) => action === 'answerIntention' && seq > (announced?.seq ?? 0))
  const until = file.stops.find(({ seq }) => seq === announced?.seq)?.untilOn ?? textAt(announced?.content, 'until')
  const standing = {
    opposed: [...new Set(reports.flatMap(({ opinion, authorityId }) => (opinion === 'against' ? authorityId : [])))],
    missing: file.parties.flatMap(({ part, authorityId: id }) => (part === 'named' && !reported.has(id) ? id : [])),
    refusalUntil: announced && !answered && until && today <= until ? until : null,
    proposed: proposersOf(file),
  }
  return listed(standing, nameOf)
}

/** The departments that have proposed a correction since the firm was last asked for one. */
function proposersOf(file: CaseFile): number[] {
  const events = [...listProposals(file).values()].flatMap(({ reasons }) => reasons.map(({ event }) => event))
  return [...new Set(events.flatMap(({ authorityId }) => authorityId ?? []))].sort((a, b) => a - b)
}

const PROPOSED_IN = `
  select array_agg(distinct authority_id order by authority_id) as proposed from events
  where case_id = $1 and action = 'proposeCorrection' and seq > coalesce(
    (select max(seq) from events where case_id = $1 and action = 'requestCorrection'), 0)`

const OPPOSED_IN = `
  select array_agg(distinct a.authority_id) as opposed from assessments a join cases c on c.id = a.case_id
  where c.id = $1 and a.round = c.round and a.opinion = 'against'`

/** Keeps with a recommendation what it was given against. Throws Invalid where that is not acknowledged. */
export async function requireKnown(
  tx: Tx,
  { case: found, facts, input, content }: Cause,
  nameOf: Names,
): Promise<void> {
  const opposed = (await row<{ opposed: number[] | null }>(tx, OPPOSED_IN, [found.id]))?.opposed ?? []
  const missing = facts.departments.filter((id) => !facts.reported.includes(id))
  const refusalUntil = facts.intention === 'open' ? facts.intentionUntil : null
  const proposed = (await row<{ proposed: number[] | null }>(tx, PROPOSED_IN, [found.id]))?.proposed ?? []
  const against = listed({ opposed, missing, refusalUntil, proposed }, nameOf)
  const known = Array.isArray(input.despite) ? input.despite : []
  const unknown = against.filter(({ code }) => !known.includes(code))
  if (unknown.length > 0) throw new Invalid([unacknowledged(unknown)])
  delete content.despite
  if (against.length > 0) content.despite = against.map(({ code }) => code)
}

function unacknowledged(against: readonly Against[]): Problem {
  const says = joined(
    against.map((one) => one.says),
    SEMICOLON,
  )
  return { code: 'unacknowledged', path: 'despite', message: fill(TO_TICK, { says }) }
}
const TO_TICK: Bilingual = {
  zh: '{says}。仍决定推荐的，请逐项勾选，表示已知悉。',
  en: '{says}. To recommend anyway, tick each one to confirm that you are aware of it.',
}
const OPPOSED: Bilingual = { zh: '{who}不建议推荐', en: '{who} does not recommend' }
const ANNOUNCED: Bilingual = {
  zh: '已告知企业拟不予推荐，企业可以陈述意见至{day}',
  en: 'The firm was informed of an intended refusal and can respond until {day}',
}
const MISSING: Bilingual = { zh: '{who}尚未提交意见', en: '{who} has not given an opinion yet' }
const PROPOSED: Bilingual = {
  zh: '{who}提议补正，尚未要求企业补正',
  en: '{who} proposed a correction that the firm has not been asked for',
}
const SOMEBODY: Bilingual = { zh: '参评部门', en: 'a department' }
const AND: Bilingual = { zh: '、', en: ' and ' }
