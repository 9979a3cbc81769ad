/** What the permit authority decided, from a system of theirs: by the same service as the page and the file. */
import { randomUUID } from 'node:crypto'
import { Body, Controller, HttpCode, Post } from '@nestjs/common'
import { z } from 'zod'
import { asProblem, Invalid } from '../../base/errors.js'
import { memberOf } from '../../forms/engine/node.js'
import { unknownNames } from '../../forms/engine/unknown.js'
import { MOST_OUTCOMES, OUTCOME } from '../../forms/outcomes.js'
import { Outcomes, SAID } from '../../letters/outcomes.service.js'
import { For } from '../http/access.js'
import { type Caller, Calls } from '../http/params.js'
import { bilingual, component, problem } from './answer.js'
import { Operation } from './operation.js'

const RESULT = z
  .object({
    code: z
      .enum(SAID)
      .describe(
        'recorded: done, also if the same request did it before; already: the same outcome was recorded ' +
          'before; otherwise: the other outcome was recorded before; unknown: no letter with this number is ' +
          'addressed to your authority; notNow: as `said` explains, for example because the letter was not ' +
          'received; ready: can be recorded (`check`)',
      ),
    said: bilingual,
    caseId: z.int().nullable(),
    caseNumber: z.string().nullable(),
    problems: z.array(problem).describe('Problems in the line; paths are the names of its members'),
  })
  .meta({ id: 'OutcomeResult' })

@Controller('api/outcomes')
@For('permitOfficer')
export class OutcomeApi {
  constructor(private readonly outcomes: Outcomes) {}

  @Post()
  @HttpCode(200)
  @Operation('recordOutcomes', {
    summary:
      'For permit officers: record the outcomes of one or more cases. Each line has its own result; a line ' +
      'with errors is not recorded and does not affect others. With `check`, nothing is recorded',
    repeatable: true,
    body: z.object({
      outcomes: z.array(component('outcome')).min(1).max(MOST_OUTCOMES),
      check: z.boolean().optional(),
    }),
    says: 'The result of each line, in the order of the lines',
    answer: z.object({ results: z.array(RESULT) }),
  })
  async record(@Calls() { actor, requestId }: Caller, @Body() body: unknown) {
    const lines = readLines(memberOf(body, 'outcomes'))
    const results =
      memberOf(body, 'check') === true
        ? await this.outcomes.check(actor, lines)
        : await this.outcomes.record(actor, lines, requestId ?? randomUUID())
    return {
      results: results.map(({ code, said, of, problems }) => ({
        ...{ code, said, problems },
        caseId: of?.id ?? null,
        caseNumber: of?.number ?? null,
      })),
    }
  }
}

/** Throws Invalid for what is no list of lines, and for names that a line does not have. */
function readLines(given: unknown): readonly unknown[] {
  if (!Array.isArray(given) || given.length === 0 || given.length > MOST_OUTCOMES) throw new Invalid([noLines])
  const strange = given.flatMap((line, place) => unknownNames(OUTCOME, line, `outcomes.${place}`))
  if (strange.length > 0) throw new Invalid(strange)
  return given
}

const noLines = asProblem(
  'outcomeLines',
  'outcomes',
  `outcomes 应为1至${MOST_OUTCOMES}件结果的数组。`,
  `outcomes must be an array of 1 to ${MOST_OUTCOMES} outcomes.`,
)
