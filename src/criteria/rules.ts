/** The rules by which one application is judged: the bodies in force on its filing day, by kind and key. */
import { z } from 'zod'
import { openQuestionSchema } from '../reference/openQuestions.js'
import { timeLimitSchema } from '../reference/workingDays.js'
import { categorySchema } from './categories.js'
import { actGroupSchema } from './compliance.js'
import { documentSchema } from './documents.js'
import { fastLaneSchema } from './fastLanes.js'
import { permitFilesSchema } from './permitFiles.js'
import { eligibilitySchema } from './person.js'
import { pointsSchema } from './points.js'
import { routeSchema, salarySchema } from './routes.js'
import { scorecardSchema } from './scorecard.js'
import { streamingChecksSchema } from './streamingChecks.js'

export const rulesSchema = z.object({
  points: z.object({ national: pointsSchema }),
  /** There is none for days before the first figures that are known. */
  salary: z.object({ shanghai: salarySchema.optional() }).default({}),
  routes: z.object({ A: routeSchema, B: routeSchema }),
  documents: z.record(z.string(), documentSchema),
  permitSystem: z.object({ files: permitFilesSchema.optional() }).default({}),
  eligibility: z.object({ national: eligibilitySchema }),
  /** Of these there are none before they were first published. */
  streamingChecks: z.object({ streaming: streamingChecksSchema.optional() }).default({}),
  scorecard: z.object({ streaming: scorecardSchema.optional() }).default({}),
  forbiddenActs: z.record(z.string(), actGroupSchema).default({}),
  productCategories: z.record(z.string(), categorySchema).default({}),
  /** None where the city has no fast lane. */
  fastLanes: z.record(z.string(), fastLaneSchema).default({}),
  /** What the city has still to confirm of the rules. */
  openQuestions: z.record(z.string(), openQuestionSchema).default({}),
  timeLimits: z.object({ acceptance: timeLimitSchema, assessment: timeLimitSchema, decision: timeLimitSchema }),
})
export type Rules = z.infer<typeof rulesSchema>

/**
 * The rules out of everything in force on a date, by kind and key. Other kinds are left out; a
 * ZodError names what is lacking.
 */
export const parseRules = (inForce: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Rules =>
  rulesSchema.parse(inForce)

const criteriaSchema = rulesSchema.pick({
  points: true,
  salary: true,
  routes: true,
  scorecard: true,
  streamingChecks: true,
})

/**
 * What is published as the criteria: in force before there were promises of time, too. A ZodError
 * names what is lacking.
 */
export const parseCriteria = (inForce: Parameters<typeof parseRules>[0]): z.infer<typeof criteriaSchema> =>
  criteriaSchema.parse(inForce)
