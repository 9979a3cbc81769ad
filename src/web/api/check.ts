/** What the API says of a judgement: of a case's, and of the self-check's. */
import { z } from 'zod'
import type { Problem } from '../../base/errors.js'
import type { Check } from '../../cases/preflight.js'
import type { Judgement } from '../../criteria/judge.js'
import { isMissing } from '../../forms/sections.js'
import { bilingual, finding, object, problem } from './answer.js'

export const CHECK = z
  .object({
    judgedOn: z.string(),
    form: z.array(problem),
    points: object<Judgement['points']>(),
    routes: object<Judgement['routes']>(),
    ways: z.array(object<Judgement['ways'][number]>()),
    category: z.string(),
    age: z.int().nullable(),
    blocks: z.array(finding),
    warns: z.array(finding),
    expectedDecisionOn: z.string(),
    provisional: z.boolean(),
    declared: z.array(object<Judgement['declared'][number]>()),
    promised: z.array(object<Judgement['promised'][number]>()),
    advice: z.array(z.object({ ...finding.shape, document: z.string() })),
    crossChecks: z.array(finding),
    streaming: z.array(
      z.object({
        ...finding.shape,
        channel: z.int(),
        channelName: bilingual,
        months: z.array(z.string()),
        arithmetic: bilingual,
        evidence: object<NonNullable<Judgement['streaming'][number]['evidence']>>().nullable(),
      }),
    ),
  })
  .meta({ id: 'Check' })

export const presentCheck = ({ judgement, ...check }: Check) => ({ ...check, ...judgement })

/** What is wrong in a draft, besides what is still missing. */
export const wrongIn = (form: readonly Problem[]): Problem[] => form.filter((one) => !isMissing(one))
