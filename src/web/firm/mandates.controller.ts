/** Mandates that the firm has given, and those under which it files for others: given, asked for, confirmed, ended. */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { NotFound } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { MANDATE, MANDATE_END, MANDATE_LIMITS } from '../../forms/mandate.js'
import { FIRM_ROLES, has } from '../../people/actor.js'
import { firmNamed, Mandates, mandateState } from '../../people/mandate.service.js'
import type { Person } from '../../people/session.service.js'
import { OwnCases } from '../case/own.js'
import { For, NeedsProof } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { Id, Me } from '../http/params.js'
import { submit } from '../http/submit.js'
import { success } from '../kit/pieces.js'
import { askedFacts, mandateLists } from './mandates.view.js'

@Controller('firm/mandates')
@For(...FIRM_ROLES)
export class MandatesController {
  constructor(
    private readonly own: OwnCases,
    private readonly mandates: Mandates,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Me() me: Person) {
    return this.page(me)
  }

  @Post()
  @For('firmAdmin')
  @NeedsProof()
  ask(@Me() me: Person, @Body() body: unknown) {
    return submit(MANDATE, body, {
      work: async ({ side, acts = [], ...wish }) => {
        await this.mandates.ask(me, { ...wish, acts, asEmployer: side === 'employer' })
        return side
      },
      then: (side) => done(path.mandates, side === 'employer' ? 'given' : 'asked'),
      again: (form) => this.page(me, form),
    })
  }

  /** What an agent has asked for, which the employer may make narrower. */
  @Get(':id/confirm')
  @For('firmAdmin')
  review(@Me() me: Person, @Id() id: number) {
    return this.request(me, id)
  }

  @Post(':id/confirm')
  @For('firmAdmin')
  @NeedsProof()
  confirm(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(MANDATE_LIMITS, body, {
      work: ({ acts = [], ...limits }) => this.mandates.confirm(me, id, { ...limits, acts }),
      then: done(path.mandates, 'given'),
      again: (form) => this.request(me, id, form),
    })
  }

  @Post(':id/end')
  @For('firmAdmin')
  end(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(MANDATE_END, body, {
      work: ({ endReason }) => this.mandates.end(me, id, endReason),
      then: done(path.mandates, 'ended'),
      again: () => this.page(me),
    })
  }

  private async request(me: Person, id: number, form?: Filled) {
    const found = await this.mandates.get(me, id)
    if (found.employerId !== me.firmId || mandateState(found, this.clock.today()) !== 'waiting') throw new NotFound()
    const { acts, untilOn, mostCases } = found
    const asked = { acts: [...acts], untilOn, mostCases: mostCases ?? undefined }
    const view = {
      title: { zh: '同意委托，或缩小范围后同意', en: 'Agree to the mandate, in full or in part' },
      back: { text: { zh: '代理委托', en: 'Mandates' }, href: path.mandates },
      agent: firmNamed(found.agentName, found.agentNameEn),
      lines: askedFacts(found),
      action: path.confirmMandate(id),
      form: form ?? new Filled(MANDATE_LIMITS, asked),
    }
    return page('firm/mandate', view)
  }

  private async page(me: Person, form = new Filled(MANDATE)) {
    const firm = await this.own.firm(me)
    const found = await this.mandates.list(me, firm.id)
    const view = {
      title: { zh: '代理委托', en: 'Mandates' },
      back: { text: { zh: '企业', en: 'Firm' }, href: path.firm },
      lists: mandateLists(found, { firm, today: this.clock.today(), mayDecide: has(me, 'firmAdmin') }),
      onlyReads: !has(me, 'firmAdmin'),
      mayAsk: has(me, 'firmAdmin') && firm.confirmedAt !== null,
      form,
    }
    return page('firm/mandates', view, { done: DONE })
  }
}

const DONE = {
  given: success('委托已生效', 'Mandate in force', {
    zh: '双方都会收到通知。代理只能看到并办理其依本委托新建的申请。',
    en: 'Both firms are informed. The agent only sees and files applications it starts under this mandate.',
  }),
  asked: success('已请用人单位确认', 'Employer asked to confirm', {
    zh: '用人单位确认后生效，届时将通知您。',
    en: 'It takes effect once the employer confirms it. We will inform you.',
  }),
  ended: success('委托已结束', 'Mandate ended', {
    zh: '双方都会收到通知。依本委托新建的申请由用人单位办理。',
    en: 'Both firms are informed. The employer takes over applications started under it.',
  }),
}
