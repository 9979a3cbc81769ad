/**
 * The self-check as JSON, without an account: answers in the application's shape in, the judgement
 * out. Nothing is stored.
 */
import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common'
import { z } from 'zod'
import { Clock } from '../../base/clock.js'
import { isDate } from '../../base/dates.js'
import { asProblem, Invalid, type Problem } from '../../base/errors.js'
import type { DocumentFacts } from '../../criteria/subject.js'
import { isBranch, memberOf } from '../../forms/engine/node.js'
import { type DayOff, SelfCheck } from '../../cases/selfCheck.service.js'
import { dayProblem } from '../../forms/selfCheck.js'
import { For } from '../http/access.js'
import { Throttled } from '../http/throttle.js'
import { component, day, object } from './answer.js'
import { CHECK, presentCheck } from './check.js'
import { Operation } from './operation.js'

const MOST_DOCUMENTS = 100

const DOCUMENT = z.object({
  kind: z.string(),
  issuedOn: day,
  format: z.string(),
  bytes: z.int(),
  width: z.int(),
  height: z.int(),
  language: z.string().describe('Language of the document (BCP 47)'),
  of: z.string().describe('For a translation: the kind of the document it translates'),
} satisfies Record<keyof DocumentFacts, z.ZodType>)

const SELF_CHECK = z
  .object({
    ...CHECK.shape,
    daysOff: z.array(object<DayOff>()),
    rules: z.array(z.object({ kind: z.string(), key: z.string(), effectiveFrom: day })),
  })
  .meta({ id: 'SelfCheck' })

const JUDGED_BY: ReadonlySet<string> = new Set([
  'points',
  'salary',
  'routes',
  'documents',
  'eligibility',
  'timeLimits',
  'calendar',
])

@Controller('api/self-check')
@For('open')
export class SelfCheckApi {
  constructor(
    private readonly selfCheck: SelfCheck,
    private readonly clock: Clock,
  ) {}

  @Post()
  @UseGuards(Throttled)
  @HttpCode(200)
  @Operation('checkYourself', {
    summary: 'Self-check: evaluate answers by the rules of a filing day, without a case; nothing is stored or decided',
    body: z
      .object({
        answers: component('Application'),
        filedOn: day.describe('Today or later; if omitted, today'),
        creditCode: z.string().describe('The firm’s unified social credit code'),
        documents: z.array(DOCUMENT.partial()).max(MOST_DOCUMENTS),
      })
      .partial(),
    says: 'The result of the self-check',
    answer: SELF_CHECK,
  })
  async judge(@Body() body: unknown) {
    const creditCode = memberOf(body, 'creditCode')
    const { check, since, daysOff } = await this.selfCheck.judge({
      answers: memberOf(body, 'answers') ?? {},
      creditCode: typeof creditCode === 'string' ? creditCode.slice(0, 100) : '',
      documents: documentsIn(memberOf(body, 'documents')),
      filedOn: dayIn(memberOf(body, 'filedOn'), this.clock.today()),
    })
    return { ...presentCheck(check), daysOff, rules: rulesOf(since) }
  }
}

/** Since when the rules are in force that the judgement rests on. */
const rulesOf = (since: ReadonlyMap<string, string>) =>
  [...since].flatMap(([name, effectiveFrom]) => {
    const [kind = '', key = ''] = name.split(' ')
    return JUDGED_BY.has(kind) ? [{ kind, key, effectiveFrom }] : []
  })

/** Throws Invalid when it is no list, or a long one; what a document says is read by the engine as it is. */
function documentsIn(given: unknown): DocumentFacts[] {
  if (given === undefined || given === null) return []
  if (!Array.isArray(given) || given.length > MOST_DOCUMENTS || !given.every(isBranch)) throw new Invalid([noDocuments])
  return given
}

/** Throws Invalid when it is no date, is over, or lies too far ahead. */
function dayIn(given: unknown, today: string): string | null {
  if (given === undefined || given === null) return null
  if (typeof given !== 'string' || !isDate(given)) throw new Invalid([noDay])
  const problem = dayProblem(given, today)
  if (problem) throw new Invalid([problem])
  return given
}

const noDocuments: Problem = asProblem(
  'documentsForm',
  'documents',
  `documents 应为对象的数组，最多 ${MOST_DOCUMENTS} 项。`,
  `documents must be an array of objects, ${MOST_DOCUMENTS} at most.`,
)
const noDay: Problem = asProblem(
  'notDate',
  'filedOn',
  'filedOn 应为日期 YYYY-MM-DD。',
  'filedOn must be a date YYYY-MM-DD.',
)
