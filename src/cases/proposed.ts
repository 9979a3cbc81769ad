/**
 * What a recommendation proposed and what came of it, as the events keep them: codes for machines, and the words of the
 * letter for people.
 */
import { z } from 'zod'
import { addDays, addMonths } from '../base/dates.js'
import { type Bilingual, COMMA, fill, joined } from '../base/text.js'
import { CLASS_NAMES, type RecommendedClass } from '../criteria/recommendedRoutes.js'
import { listAnswers } from '../forms/engine/check.js'
import { FORMS } from '../workflow/forms.js'
import type { TimelineEvent } from './caseFile.js'

const bilingual = z.object({ zh: z.string(), en: z.string() })
export const proposedSchema = z.object({
  asked: z.object({
    route: z.string(),
    class: z.enum(['A', 'B']),
    months: z.int(),
    treatment: z.string().optional(),
  }),
  /** Frozen with the decision. */
  says: z.object({ reached: bilingual, proposed: bilingual, ground: bilingual }),
})
export type Proposed = z.infer<typeof proposedSchema>

export const grantedSchema = z.object({
  permitClass: z.enum(['A', 'B', 'C']).optional(),
  validFrom: z.string().optional(),
  validUntil: z.string().optional(),
})

export type Granted = z.infer<typeof grantedSchema>

/** Undefined of an event that proposed nothing: recommendations of before there were routes. */
export const proposedIn = ({ content }: Pick<TimelineEvent, 'content'>): Proposed | undefined =>
  proposedSchema.safeParse(content).data

/** What the last recommendation of a case proposed. */
export function lastProposed(events: readonly TimelineEvent[]): Proposed | undefined {
  const event = events.findLast(({ action }) => action === 'recommend')
  return event && proposedIn(event)
}

const CLASSES: Readonly<Record<RecommendedClass | 'C', Bilingual>> = {
  ...CLASS_NAMES,
  C: { zh: '其他外国人员（C类）', en: 'other foreigner (class C)' },
}
const MONTHS: Bilingual = { zh: '{months}个月', en: '{months} months' }
const AS_PROPOSED: Bilingual = { zh: '与建议一致', en: 'as proposed' }
const OTHERWISE: Bilingual = { zh: '与建议不同', en: 'not as proposed' }

/** What is recorded of the permit that was granted, with what was added or corrected later. */
export function permitIn(events: readonly TimelineEvent[]): Record<string, unknown> {
  const from = events.findLastIndex(({ action }) => action === 'recordGranted')
  const recorded = from < 0 ? [] : events.slice(from).filter(({ action }) => RECORD.includes(action))
  return Object.assign({}, ...recorded.map(({ content }) => content ?? {}))
}
const RECORD: readonly string[] = ['recordGranted', 'completePermit']

/** The same, each answer with its name; empty where no permit was granted. */
export const sayPermit = (events: readonly TimelineEvent[]): { label: Bilingual; answer: Bilingual }[] =>
  listAnswers(FORMS.completePermit, permitIn(events)).flatMap(({ label, answer }) =>
    answer ? [{ label, answer }] : [],
  )

/** The permit that was granted beside what was proposed; undefined where either is not known. */
export function sayGranted(events: readonly TimelineEvent[]): Bilingual | undefined {
  const { permitClass, validFrom, validUntil } = grantedSchema.safeParse(permitIn(events)).data ?? {}
  const asked = lastProposed(events)?.asked
  if (!asked || permitClass === undefined) return undefined
  const months = validFrom && validUntil ? wholeMonths(validFrom, validUntil) : undefined
  const agrees = permitClass === asked.class && (months === undefined || months === asked.months)
  const length = months !== undefined && fill(MONTHS, { months })
  return joined([CLASSES[permitClass], length, agrees ? AS_PROPOSED : OTHERWISE], COMMA)
}

/** The whole months of a permit; both days count. */
export function wholeMonths(from: string, until: string): number {
  let months = 0
  while (addMonths(from, months + 1) <= addDays(until, 1)) months += 1
  return months
}
