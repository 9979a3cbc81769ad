/** Mandates that the firm has given, and those under which it files for others: given, asked for, confirmed, ended. */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { MANDATE, MANDATE_END } from '../../forms/mandate.js'
import { FIRM_ROLES, has } from '../../people/actor.js'
import { Mandates } from '../../people/mandate.service.js'
import type { Person } from '../../people/session.service.js'
import { OwnCases } from '../case/own.js'
import { For, NeedsProof } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { Id, Me } from '../http/params.js'
import { submit } from '../http/submit.js'
import { success } from '../kit/pieces.js'
import { mandateLists } from './mandates.view.js'

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

  @Post(':id/confirm')
  @For('firmAdmin')
  @NeedsProof()
  async confirm(@Me() me: Person, @Id() id: number, @Body() _body: unknown) {
    await this.mandates.confirm(me, id)
    return done(path.mandates, 'given')
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

  private async page(me: Person, form = new Filled(MANDATE)) {
    const firm = await this.own.firm(me)
    const found = await this.mandates.list(me, firm.id)
    const view = {
      title: { zh: '代理委托', en: 'Mandates' },
      back: { text: { zh: '企业', en: 'Firm' }, href: path.firm },
      lists: mandateLists(found, { firm, today: this.clock.today(), mayDecide: has(me, 'firmAdmin') }),
      mayAsk: has(me, 'firmAdmin') && firm.confirmedAt !== null,
      form,
    }
    return page('firm/mandates', view, { done: DONE })
  }
}

const DONE = {
  given: success('委托已生效', 'The mandate is in force', {
    zh: '双方都会收到通知。代理只能看到并办理其依本委托新建的申请。',
    en: 'Both firms are told. The agent sees and files only applications that it begins under it.',
  }),
  asked: success('已请用人单位确认', 'The employer was asked to confirm it', {
    zh: '用人单位确认后生效，届时通知您。',
    en: 'It is in force once the employer confirms it; you will be told.',
  }),
  ended: success('委托已结束', 'The mandate has ended', {
    zh: '双方都会收到通知。依本委托新建的申请由用人单位办理。',
    en: 'Both firms are told. Applications begun under it are the employer’s.',
  }),
}
