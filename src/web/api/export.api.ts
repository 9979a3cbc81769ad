/**
 * The tables that platforms export, as JSON: what was read of them, and taking it over into a channel
 * once a person has compared it.
 */
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common'
import { z } from 'zod'
import { Database } from '../../base/database.js'
import { asProblem, Invalid, NotFound } from '../../base/errors.js'
import { CaseService } from '../../cases/case.service.js'
import { channelsIn, offersOf, type ReadExport, whyNothing, withExport } from '../../cases/exportOffers.js'
import { PaperReadings } from '../../cases/paperReadings.js'
import { ReadingService } from '../../cases/reading.service.js'
import { MEASURES } from '../../criteria/platformExports.js'
import { memberOf } from '../../forms/engine/node.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { For } from '../http/access.js'
import { isId } from '../http/input.js'
import { type Caller, Calls, Id, Me } from '../http/params.js'
import { bilingual } from './answer.js'
import { presentOutcome, SAVED } from './case.js'
import { Operation } from './operation.js'

const FIGURE = z.number().nullable()
const OFFER = z.object({
  channel: z.int().describe('Its position in `channels` of the answers, from 0'),
  name: bilingual,
  months: z.array(
    z.object({ month: z.string(), rows: bilingual, followers: FIGURE, averageViewers: FIGURE, sales: FIGURE }),
  ),
  indicators: z.array(bilingual),
  left: z.array(bilingual).describe('What is left out, and why'),
})
const EXPORTS = z
  .object({
    exports: z.array(
      z.object({
        document: z.int(),
        name: z.string(),
        state: z.enum(['waiting', 'read']),
        why: bilingual.nullable().describe('Why it offers nothing'),
        offers: z.array(OFFER).describe('One for each channel of the file’s platform'),
      }),
    ),
  })
  .meta({ id: 'Exports' })

@Controller('api/cases')
@For('signedIn')
export class ExportApi {
  constructor(
    private readonly db: Database,
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly readings: PaperReadings,
  ) {}

  @Get(':id/exports')
  @Operation('listExports', {
    summary: 'Get the figures read from platform exports (documents of kind platformExport), by channel',
    says: 'What was read',
    answer: EXPORTS,
  })
  async list(@Me() me: Person, @Id() id: number) {
    const { answers, exports } = await this.read(me, id)
    return { exports: exports.map((one) => presentExport(one, answers)) }
  }

  @Post(':id/exports')
  @HttpCode(200)
  @Operation('takeExport', {
    summary:
      'Copy the figures read from a table to a channel: months, indicators and the period. A person must ' +
      'have checked them with `listExports` first',
    repeatable: true,
    body: z.object({ document: z.int(), channel: z.int() }),
    says: 'Saved',
    answer: SAVED,
  })
  async take(@Calls() caller: Caller, @Id() id: number, @Body() body: unknown) {
    const { answers, exports, version } = await this.read(caller.actor, id)
    const [document, channel] = [memberOf(body, 'document'), memberOf(body, 'channel')]
    if (!isId(document) || typeof channel !== 'number' || !Number.isInteger(channel)) throw new Invalid([badExport])
    const taken = withExport(answers, exports, document, channel)
    if (!taken) throw new NotFound()
    const input = { answers: { channels: taken.tree.channels }, answersVersion: version }
    const outcome = await this.cases.act(id, 'saveAnswers', { ...caller, input })
    const { answersVersion } = (await this.reading.get(caller.actor, id)).case
    return { ...presentOutcome(outcome), answersVersion }
  }

  /** Throws NotFound outside the scope. */
  private read(me: Person, id: number) {
    return this.db.transaction(settingsOf(me), async (tx) => {
      const opened = await this.reading.openIn(tx, me, id)
      const { answers, case: of } = opened.file
      return { answers, version: of.answersVersion, exports: await this.readings.exportsIn(tx, opened) }
    })
  }
}

function presentExport(one: ReadExport, answers: unknown) {
  const channels = channelsIn(answers)
  return {
    document: one.paper.id,
    name: one.paper.name,
    state: one.state,
    why: whyNothing(one, channels) ?? null,
    offers: offersOf(one, channels).map(({ months, ...offer }) => ({
      ...offer,
      months: months.map(({ month, rows, figures }) => {
        const value = (key: (typeof MEASURES)[number]) => figures[MEASURES.indexOf(key)]?.value ?? null
        const [followers, averageViewers, sales] = [value('followers'), value('averageViewers'), value('sales')]
        return { month, rows, followers, averageViewers, sales }
      }),
    })),
  }
}

const badExport = asProblem(
  'badExport',
  '',
  '请给出文件编号（document）和频道序号（channel，从0起），都是整数。',
  'Give the document (document) and the place of the channel (channel, from 0), both integers.',
)
