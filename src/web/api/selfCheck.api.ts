/**
 * The self-check as JSON, without an account: answers in the application's shape in, the judgement
 * out. Nothing is stored.
 */
import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Clock } from '../../base/clock.js'
import { isDate } from '../../base/dates.js'
import { Invalid, type Problem } from '../../base/errors.js'
import type { DocumentFacts } from '../../criteria/subject.js'
import { isBranch, memberOf } from '../../forms/engine/node.js'
import { For } from '../http/access.js'
import { Throttle } from '../http/throttle.js'
import { type DayOff, type Judged, SelfCheck } from '../../cases/selfCheck.service.js'
import { dayProblem } from '../../forms/selfCheck.js'
import { component, day, list, object, only } from './answer.js'
import { CHECK, presentCheck } from './check.js'
import { Does } from './operation.js'

const MOST_DOCUMENTS = 100

const PAPER = z.object({
  kind: z.string(),
  issuedOn: day,
  format: z.string(),
  bytes: z.int(),
  width: z.int(),
  height: z.int(),
})
const ASKED = z
  .object({
    answers: component('Application'),
    filedOn: day.describe('Today or later; today when it is left out'),
    creditCode: z.string().describe('The firm’s unified social credit code'),
    documents: z.array(PAPER.partial()),
  })
  .partial()

const SELF_CHECK = z
  .object({
    ...CHECK.shape,
    daysOff: list(object<DayOff>()),
    rules: list(z.object({ kind: z.string(), key: z.string(), effectiveFrom: day })),
  })
  .meta({ id: 'SelfCheck' })

/** The judgement, and since when the rules are in force that gave it. */
const presentJudged = ({ check, since, daysOff }: Judged) =>
  only(SELF_CHECK, {
    ...presentCheck(check),
    daysOff,
    rules: [...since].flatMap(([name, effectiveFrom]) => {
      const [kind = '', key = ''] = name.split(' ')
      return JUDGED_BY.has(kind) ? [{ kind, key, effectiveFrom }] : []
    }),
  })

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
    private readonly throttle: Throttle,
  ) {}

  @Post()
  @HttpCode(200)
  @Does('checkYourself', {
    summary:
      'Judge answers that belong to no case, by the rules of a filing day; nothing is stored, and nothing is decided',
    body: ASKED,
    says: 'The judgement',
    answer: SELF_CHECK,
  })
  async judge(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply, // says when to come again
    @Body() body: unknown,
  ) {
    await this.throttle.count(request, reply)
    const creditCode = memberOf(body, 'creditCode')
    return presentJudged(
      await this.selfCheck.judge({
        answers: memberOf(body, 'answers') ?? {},
        creditCode: typeof creditCode === 'string' ? creditCode.slice(0, 100) : '',
        documents: documentsIn(memberOf(body, 'documents')),
        filedOn: dayIn(memberOf(body, 'filedOn'), this.clock.today()),
      }),
    )
  }
}

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

const noDocuments: Problem = {
  code: 'documentsForm',
  path: 'documents',
  message: {
    zh: `documents 应为对象的数组，最多 ${MOST_DOCUMENTS} 项。`,
    en: `documents must be an array of objects, ${MOST_DOCUMENTS} at most.`,
  },
}
const noDay: Problem = {
  code: 'notDate',
  path: 'filedOn',
  message: { zh: 'filedOn 应为日期 YYYY-MM-DD。', en: 'filedOn must be a date YYYY-MM-DD.' },
}
