/**
 * The form of every action and entry. `forms` lies below the chart and cannot know it: here the
 * compiler says which form is missing in forms/actions.ts.
 */
import type { z } from 'zod'
import { ACTION_FORMS } from '../forms/actions.js'
import { ENCLOSURE, EVIDENCE } from '../forms/choices.js'
import type { Act } from './machine.js'

export const FORMS: Readonly<Record<Act, z.ZodObject>> = ACTION_FORMS

/** What files may come with an act: of which kind, and how many. */
interface Enclosing {
  readonly kind: string
  readonly most: number
}
const EVIDENCE_WITH: Enclosing = { kind: EVIDENCE, most: 10 }
const ENCLOSING: Readonly<Partial<Record<Act, Enclosing>>> = {
  message: { kind: ENCLOSURE, most: 1 },
  answerIntention: EVIDENCE_WITH,
  answerRevocation: EVIDENCE_WITH,
  requestReview: EVIDENCE_WITH,
  meetCondition: EVIDENCE_WITH,
  reportChange: EVIDENCE_WITH,
}

/** What files may come with an act; undefined when none may. */
export const enclosingOf = (act: Act): Enclosing | undefined => ENCLOSING[act]

/** The form of an event; undefined for a reading, and for a name of another release. */
export const findForm = (name: string): z.ZodObject | undefined =>
  Object.hasOwn(FORMS, name) ? FORMS[name as Act] : undefined // an own name of the table is one of its names
