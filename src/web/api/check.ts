/** What the API says of a judgement: of a case's, and of the self-check's. */
import { z } from 'zod'
import type { Check } from '../../cases/preflight.js'
import type { Judgement } from '../../criteria/judge.js'
import { bilingual, finding, list, object, only, problem } from './answer.js'

export const CHECK = z
  .object({
    judgedOn: z.string(),
    form: list(problem),
    points: object<Judgement['points']>(),
    routes: object<Judgement['routes']>(),
    ways: list(object<Judgement['ways'][number]>()),
    category: z.string(),
    age: z.int().nullable(),
    blocks: list(finding),
    warns: list(finding),
    expectedDecisionOn: z.string(),
    provisional: z.boolean(),
    declared: list(object<Judgement['declared'][number]>()),
    promised: list(object<Judgement['promised'][number]>()),
    advice: list(z.object({ ...finding.shape, document: z.string() })),
    streaming: list(
      z.object({
        ...finding.shape,
        channel: z.int(),
        channelName: bilingual,
        months: list(z.string()),
        arithmetic: bilingual,
        evidence: object<NonNullable<Judgement['streaming'][number]['evidence']>>().nullable(),
      }),
    ),
  })
  .meta({ id: 'Check' })

export const presentCheck = (check: Check) => only(CHECK, { ...check, ...check.judgement })
