/**
 * What officers see of a passport number: its last characters, until they ask for the whole one
 * with a reason, which is an event of the case. The machine-readable zone, which says it again, is
 * left out with it: its check is said in words. The firm sees what it has written itself.
 */
import { row, type Tx } from '../base/database.js'
import { isBranch, memberOf } from '../forms/engine/node.js'
import type { Actor } from '../people/actor.js'

/** How long the whole number is shown after it was asked for, in minutes. */
export const SHOWN_FOR = 15

const SHOWN = `
  select 1 from events where case_id = $1 and actor_id = $2 and action = 'revealNumber'
    and at > $3::timestamptz - make_interval(mins => ${SHOWN_FOR}) limit 1`

/** Whether this person sees the number in part only. */
export async function isMasked(tx: Tx, actor: Actor, caseId: number, now: Date): Promise<boolean> {
  if (actor.kind !== 'person' || actor.firmId !== null) return false
  return !(await row(tx, SHOWN, [caseId, actor.id, now]))
}

const LAST = 4

/** As many dots as there are characters before the last four. */
export const maskNumber = (number: string): string =>
  number.length <= LAST ? '•'.repeat(number.length) : '•'.repeat(number.length - LAST) + number.slice(-LAST)

/** The answers without the whole number; `note` stands behind it. */
export function maskAnswers(answers: unknown, note = ''): unknown {
  const talent = memberOf(answers, 'talent')
  const passport = memberOf(talent, 'passport')
  if (!isBranch(answers) || !isBranch(talent) || passport === undefined) return answers
  const { number, mrz: _, ...rest } = isBranch(passport) ? passport : {}
  const masked = { ...rest, ...(typeof number === 'string' && { number: maskNumber(number) + note }) }
  return { ...answers, talent: { ...talent, passport: masked } }
}

/** The number in some answers, to tell one from another. */
export const numberIn = (answers: unknown): unknown =>
  memberOf(memberOf(memberOf(answers, 'talent'), 'passport'), 'number')
