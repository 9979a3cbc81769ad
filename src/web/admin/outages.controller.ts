/** The system administrator records outages and sees what they did, in numbers: no case, no name, no content. */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { type OutageEffects, Outages } from '../../cases/outage.service.js'
import { OUTAGE } from '../../forms/administration.js'
import type { Person } from '../../people/session.service.js'
import { For } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { KeepsForm } from '../http/formKeeper.js'
import { Me } from '../http/params.js'
import { Filled } from '../http/filled.js'
import { submit } from '../http/submit.js'
import { span } from '../kit/page.js'
import type { Tag } from '../kit/parts.js'
import { success, tag } from '../kit/pieces.js'

const DONE = {
  record: success('已登记，并在每一页公告', 'Recorded and announced on every page', {
    zh: '受影响的期限由系统在几分钟内顺延，件数见下。',
    en: 'Affected time limits are extended within minutes. See the number below.',
  }),
}

@Controller('admin/outages')
@For('systemAdmin')
export class OutagesController {
  constructor(
    private readonly outages: Outages,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Me() me: Person) {
    return this.page(me, new Filled(OUTAGE))
  }

  @KeepsForm(OUTAGE)
  @Post()
  record(@Me() me: Person, @Body() body: unknown) {
    return submit(OUTAGE, body, {
      work: ({ from, to, zh, en }) => this.outages.record(me, { from, to, what: { zh, en } }),
      then: done(path.outages, 'record'),
      again: (form) => this.page(me, form),
    })
  }

  private async page(me: Person, form: Filled) {
    const [list, today] = [await this.outages.list(me), this.clock.today()]
    const view = {
      title: { zh: '服务中断', en: 'Outages' },
      rows: list.map((one) => outageRow(one, today)),
      form: form.keptAt(path.outages),
    }
    return page('admin/outages', view, { done: DONE })
  }
}

function outageTag({ from, to, settled }: OutageEffects, today: string): Tag {
  if (today < from) return tag('已预告', 'Announced', 'blue')
  if (today <= to) return tag('进行中', 'Running', 'yellow')
  return settled ? tag('已结束', 'Over', 'grey') : tag('正在顺延', 'Time limits being extended', 'yellow')
}

const outageRow = (one: OutageEffects, today: string) => ({
  what: one.what,
  tag: outageTag(one, today),
  days: span(one),
  figures: [
    { label: { zh: '顺延的期限', en: 'Time limits extended' }, count: one.extended },
    { label: { zh: '其间逾期终止', en: 'Lapsed during it' }, count: one.lapsed },
    { label: { zh: '其间推荐函到期', en: 'Letters expired during it' }, count: one.expired },
    { label: { zh: '其间转为超期', en: 'Became overdue during it' }, count: one.escalated },
  ],
})
