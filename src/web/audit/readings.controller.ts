/**
 * The second person's page: who asks to read which case's content, and why; consent or refusal. The
 * auditor sees the same list without the buttons.
 */
import { Body, Controller, Get, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { ContentReadings, ReadingHours } from '../../cases/audit/reading.service.js'
import { errorSummary } from '../../forms/engine/check.js'
import { has } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { For, NeedsProof } from '../http/access.js'
import { done, page } from '../http/answers.js'
import type { Filled } from '../http/filled.js'
import { FormKeeper, KeepsForm, type KeptBelow } from '../http/formKeeper.js'
import { Id, Me } from '../http/params.js'
import { submit } from '../http/submit.js'
import { REFUSE_READING } from './reading.form.js'
import { wishRow } from './readings.view.js'

/** A refusal that was just sent, and not done. */
interface SentRefusal {
  readonly id: number
  readonly form: Filled
}

@Controller('audit/readings')
@For('auditor', 'securityAdmin')
export class ReadingsController {
  constructor(
    private readonly readings: ContentReadings,
    private readonly hours: ReadingHours,
    private readonly clock: Clock,
    private readonly keeper: FormKeeper,
  ) {}

  @Get()
  show(@Me() me: Person, @Req() request: FastifyRequest) {
    return this.page(me, request)
  }

  @Post(':id/consent')
  @For('securityAdmin')
  @NeedsProof()
  async consent(@Me() me: Person, @Id() id: number) {
    await this.readings.decide(me, id, null)
    return done(path.readings, 'consent')
  }

  @KeepsForm(REFUSE_READING)
  @Post(':id/refuse')
  @For('securityAdmin')
  refuse(@Me() me: Person, @Id() id: number, @Req() request: FastifyRequest, @Body() body: unknown) {
    return submit(REFUSE_READING, body, {
      work: ({ why }) => this.readings.decide(me, id, why),
      then: done(path.readings, 'refuse'),
      again: (form) => this.page(me, request, { id, form }),
    })
  }

  private async page(me: Person, request: FastifyRequest, sent?: SentRefusal) {
    const now = this.clock.now()
    const wishes = (await this.readings.list(me)).map((wish) => wishRow(wish, now, me.id ?? undefined))
    const kept = await this.keeper.below(request, `${path.readings}/`, path.readings)
    const { hours } = this.hours
    const view = {
      title: { zh: '查看案件内容的申请', en: 'Requests to view content' },
      // several forms, none of which stands open
      problems: errorSummary(sent?.form.problems ?? [])?.lines.map(({ text }) => ({ text })),
      decides: has(me, 'securityAdmin'),
      lead: {
        zh:
          '审计员不能查看案件内容。确有需要的，请写明事由，由安全管理员决定；同意后 ' +
          `${hours} 小时内可以查看，每次查看均记入案件历史。`,
        en:
          'Auditors cannot view the content of a case. If you need to, give a reason and a security ' +
          `administrator will decide. Consent lasts for ${hours} hours; every viewing is recorded in the ` +
          'history of the case.',
      },
      waiting: wishes.filter(isWaiting).map((wish) => ({ ...wish, ...refusalOf(wish.id, kept, sent) })),
      decided: wishes.filter((wish) => !isWaiting(wish)),
    }
    return page('audit/readings', view, { status: view.problems ? 422 : 200, audience: 'desk', done: DECIDED })
  }
}

const isWaiting = ({ standing }: ReturnType<typeof wishRow>): boolean => standing === 'waits'

const DECIDED = {
  consent: { kind: 'ok', title: { zh: '已同意', en: 'Consented' } },
  refuse: { kind: 'ok', title: { zh: '已拒绝', en: 'Refused' } },
} as const

/** The refusal of one wish: what was just sent, or what its author has typed before. */
function refusalOf(id: number, kept: KeptBelow, sent: SentRefusal | undefined) {
  const keeping = kept.at(path.refuseReading(id))
  const tree = sent?.id === id ? sent.form.tree : keeping.kept?.input
  return { open: tree !== undefined, why: typeof tree?.why === 'string' ? tree.why : '', keep: keeping.view }
}
