/** The system administrator records outages and sees what they did, in numbers: no case, no name, no content. */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { type OutageEffects, Outages } from '../../cases/outage.service.js'
import type { Person } from '../../people/session.service.js'
import { For } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { KeepsForm } from '../http/formKeeper.js'
import { Me } from '../http/params.js'
import { Filled } from '../http/filled.js'
import { submit } from '../http/submit.js'
import { both, dateText } from '../kit/page.js'
import type { Notice, Tag } from '../kit/parts.js'
import { OUTAGE } from './outages.form.js'

const DONE: Readonly<Record<string, Notice>> = {
  record: {
    kind: 'ok',
    title: { zh: '已登记，每一页都会告知', en: 'Recorded; every page tells of it' },
    text: {
      zh: '受影响的期限由系统在几分钟内顺延，件数见下。',
      en: 'The deadlines that it covers are moved within minutes; see their number below.',
    },
  },
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
    const title = { zh: '服务中断', en: 'Outages' }
    return page(
      'admin/outages',
      { title, rows: list.map((one) => rowOf(one, today)), form: form.keptAt(path.outages) },
      { done: DONE },
    )
  }
}

function tagOf({ from, to, settled }: OutageEffects, today: string): Tag {
  if (today < from) return { label: { zh: '已预告', en: 'Announced' }, colour: 'blue' }
  if (today <= to) return { label: { zh: '进行中', en: 'Running' }, colour: 'yellow' }
  return settled
    ? { label: { zh: '已结束', en: 'Over' }, colour: 'grey' }
    : { label: { zh: '正在顺延', en: 'Deadlines being moved' }, colour: 'yellow' }
}

const rowOf = (one: OutageEffects, today: string) => ({
  what: one.what,
  tag: tagOf(one, today),
  days: both((language) =>
    language === 'zh'
      ? `${dateText(one.from, 'zh')}至${dateText(one.to, 'zh')}`
      : `${dateText(one.from, 'en')} to ${dateText(one.to, 'en')}`,
  ),
  figures: [
    { label: { zh: '顺延的期限', en: 'Deadlines moved' }, count: one.extended },
    { label: { zh: '其间逾期终止', en: 'Lapsed meanwhile' }, count: one.lapsed },
    { label: { zh: '其间推荐函到期', en: 'Letters expired meanwhile' }, count: one.expired },
    { label: { zh: '其间转为超期', en: 'Became overdue meanwhile' }, count: one.escalated },
  ],
})
