/**
 * What a recommendation proposed and what came of it, as the events keep them: codes for machines, and the words of the
 * letter for people.
 */
import { z } from 'zod'
import { addDays, addMonths } from '../base/dates.js'
import type { Bilingual } from '../base/text.js'
import { CLASS_NAMES, type RecommendedClass } from '../criteria/recommendedRoutes.js'
import type { TimelineEvent } from './caseFile.js'

const bilingual = z.object({ zh: z.string(), en: z.string() })
const proposedSchema = z.object({
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

const grantedSchema = z.object({
  permitClass: z.enum(['A', 'B', 'C']).optional(),
  validFrom: z.string().optional(),
  validUntil: z.string().optional(),
})

/** Undefined of an event that proposed nothing: recommendations of before there were routes. */
export const proposedIn = ({ content }: Pick<TimelineEvent, 'content'>): Proposed | undefined =>
  proposedSchema.safeParse(content).data

/** What the last recommendation of a case proposed. */
export function lastProposed(events: readonly TimelineEvent[]): Proposed | undefined {
  const event = events.findLast(({ action }) => action === 'recommend')
  return event && proposedIn(event)
}

/** Class and whole months of the permit that was granted, as far as they were recorded. */
export interface Granted {
  readonly class: RecommendedClass | 'C' | undefined
  readonly months: number | undefined
}

export function grantedIn(events: readonly TimelineEvent[]): Granted | undefined {
  const event = events.findLast(({ action }) => action === 'recordGranted')
  const said = event && grantedSchema.safeParse(event.content ?? {}).data
  if (!said) return undefined
  const { permitClass, validFrom, validUntil } = said
  return { class: permitClass, months: validFrom && validUntil ? wholeMonths(validFrom, validUntil) : undefined }
}

function wholeMonths(from: string, until: string): number {
  let months = 0
  while (addMonths(from, months + 1) <= addDays(until, 1)) months += 1
  return months
}

const CLASS_C: Bilingual = { zh: '其他外国人员（C类）', en: 'other foreigner (class C)' }
export const sayClass = (name: RecommendedClass | 'C'): Bilingual => (name === 'C' ? CLASS_C : CLASS_NAMES[name])
