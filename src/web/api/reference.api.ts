/** Reference data for machines: what is in force of one kind on a day. */
import { Controller, Get, Param } from '@nestjs/common'
import { z } from 'zod'
import { Clock } from '../../base/clock.js'
import { isDate } from '../../base/dates.js'
import { Invalid } from '../../base/errors.js'
import { PolicyDrafts } from '../../reference/draft.service.js'
import { Kinds } from '../../reference/registry.js'
import { For, ForServices } from '../http/access.js'
import { Asked } from '../http/params.js'
import { bilingual, day } from './answer.js'
import { Operation } from './operation.js'

const IN_FORCE = z.object({
  kind: z.string(),
  label: bilingual,
  on: day,
  entries: z.array(
    z.object({ id: z.int(), key: z.string(), effectiveFrom: day, body: z.unknown().meta({ type: 'object' }) }),
  ),
})

@Controller('api/reference')
@For('signedIn')
export class ReferenceApi {
  constructor(
    private readonly drafts: PolicyDrafts,
    private readonly kinds: Kinds,
    private readonly clock: Clock,
  ) {}

  /** The entries of a kind in force on a day, today when none is named. Throws NotFound, Invalid. */
  @Get(':kind')
  @ForServices()
  @Operation('listReference', {
    summary: 'List the reference data of one kind in force on a day: criteria, figures, time limits, calendar',
    path: { kind: z.string() },
    query: { on: day.describe('The day; if omitted, today') },
    says: 'The entries, by key',
    answer: IN_FORCE,
  })
  async list(@Param('kind') name: string, @Asked('on') asked: string | undefined) {
    const kind = this.kinds.get(name)
    const on = asked ?? this.clock.today()
    if (!isDate(on)) throw new Invalid([{ code: 'notDate', path: 'on', message: NOT_DATE }])
    const entries = await this.drafts.inForce(on, kind.name)
    return { kind: kind.name, label: kind.label, on, entries }
  }
}

const NOT_DATE = { zh: '日期须写成 YYYY-MM-DD。', en: 'A date is written YYYY-MM-DD.' }
