/**
 * The auditor's searches: the history of all cases, what was done to people, and who came in, tried
 * to, or was refused. No content of any case.
 */
import { Controller, Get, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { ExportKeys } from '../../cases/audit/exportKeys.js'
import { SealingStates } from '../../cases/audit/sealing.service.js'
import { AuditTrail, type TrailEvent } from '../../cases/audit/trail.service.js'
import { type AccessEntry, AccessSearch } from '../../people/accessSearch.js'
import { PeopleHistory, type PeopleLine } from '../../people/peopleHistory.js'
import type { Person } from '../../people/session.service.js'
import { Authorities } from '../../reference/authorities.js'
import { LOOKS, WORDS } from '../../workflow/words.js'
import { Exports, For } from '../http/access.js'
import { readId } from '../http/input.js'
import { Me } from '../http/params.js'
import type { Empty, Notice } from '../kit/parts.js'
import { link } from '../kit/pieces.js'
import { ACTS } from '../../people/words.js'
import { ACCESS_COLUMNS, ACCESS_WORDS, accessTable } from './access.view.js'
import { ACTOR_KINDS, ALL_LOOKS, EVENT_COLUMNS, EVENT_CURSOR, eventAt, eventTable } from './events.view.js'
import { PEOPLE_COLUMNS, peopleTable } from './people.view.js'
import {
  choiceField,
  type Cursor,
  ENTRIES,
  type History,
  instantsOf,
  PERIOD,
  PERSON,
  type Search,
  searchFile,
  searchPage,
  textField,
} from './search.js'

@Controller('audit')
@For('auditor')
export class AuditController {
  constructor(
    private readonly trail: AuditTrail,
    private readonly people: PeopleHistory,
    private readonly access: AccessSearch,
    private readonly sealing: SealingStates,
    private readonly authorities: Authorities,
    private readonly clock: Clock,
    private readonly keys: ExportKeys,
  ) {}

  @Get()
  async events(@Me() me: Person, @Req() request: FastifyRequest) {
    const { behind } = await this.sealing.state(me)
    return searchPage(await this.eventsFor(me), request, behind ? [BEHIND] : [])
  }

  @Get('export')
  @Exports()
  async eventsFile(@Me() me: Person, @Req() request: FastifyRequest) {
    return this.file(await this.eventsFor(me), me, request)
  }

  @Get('people')
  peoplePage(@Me() me: Person, @Req() request: FastifyRequest) {
    return searchPage(this.peopleFor(me), request)
  }

  @Get('people/export')
  @Exports()
  peopleFile(@Me() me: Person, @Req() request: FastifyRequest) {
    return this.file(this.peopleFor(me), me, request)
  }

  @Get('access')
  accessPage(@Me() me: Person, @Req() request: FastifyRequest) {
    return searchPage(this.accessFor(me), request)
  }

  @Get('access/export')
  @Exports()
  accessFile(@Me() me: Person, @Req() request: FastifyRequest) {
    return this.file(this.accessFor(me), me, request)
  }

  private file<Line extends object>(history: History<Line>, { account }: Person, { query, language }: FastifyRequest) {
    return searchFile(history, query, { by: account, at: this.clock.now(), language, key: this.keys.signer })
  }

  private async eventsFor(me: Person): Promise<History<TrailEvent>> {
    const authorities = await this.authorities.list(this.clock.today())
    const actions = Object.entries(WORDS).map(([action, { done }]) => [action, done] as const)
    const events = [[ALL_LOOKS, LOOKED] as const, ...actions]
    const departments = [...authorities].map(([id, { short }]) => [String(id), short] as const)
    return {
      name: 'audit',
      address: path.audit,
      exports: path.auditExport,
      title: { zh: '历史', en: 'History' },
      lead: {
        zh: '列出各案件的操作人员、时间和事项，不含案件内容；查看内容须经第二人同意。',
        en: 'Who did what in which case, and when. Viewing the content of a case needs a second person’s consent.',
      },
      unit: ['event', 'events'],
      none: { zh: '没有这样的事件', en: 'No such event' },
      fields: [
        textField('number', '案件编号', 'Case number'),
        PERSON,
        choiceField('action', '事件', 'Event', events),
        choiceField('kind', '人员', 'Person', Object.entries(ACTOR_KINDS)),
        choiceField('authority', '机关', 'Authority', departments),
        ...PERIOD,
      ],
      cursor: EVENT_CURSOR,
      table: (events) => eventTable(events, authorities, true),
      columns: EVENT_COLUMNS,
      find: (search, ...rest) => this.findEvents(me, search, ...rest),
    }
  }

  private async findEvents(me: Person, search: Search, after: string | undefined, most: number, counted: number) {
    const { number, person, action, kind, authority } = search
    const caseId = number === undefined ? undefined : await this.trail.caseOf(me, number)
    if (number !== undefined && caseId === undefined) return { lines: [], count: 0, none: noCase(number) }
    const question = {
      caseId,
      person,
      actions: action === ALL_LOOKS ? LOOKS : action === undefined ? undefined : [action],
      kind,
      authorityId: authority === undefined ? undefined : Number(authority),
      ...instantsOf(search),
      after: eventAt(after),
    }
    return this.trail.find(me, question, most, counted)
  }

  private peopleFor(me: Person): History<PeopleLine> {
    return {
      ...ENTRIES,
      name: 'people',
      address: path.auditPeople,
      exports: path.auditPeopleExport,
      title: { zh: '人员变动', en: 'History of people' },
      lead: {
        zh: '账号、角色、邀请、登录要素：列出操作人员、时间、对象和事项。每条记录均封存在检查点中。',
        en:
          'Accounts, roles, invitations, factors: who did what to whom, and when. Every entry is sealed in a ' +
          'checkpoint.',
      },
      fields: [PERSON, choiceField('kind', '事项', 'Event', Object.entries(ACTS)), ...PERIOD],
      cursor: ENTRY_CURSOR,
      table: peopleTable,
      columns: PEOPLE_COLUMNS,
      find: (search, after, ...rest) => this.people.find(me, entryQuestion(search, after), ...rest),
    }
  }

  private accessFor(me: Person): History<AccessEntry> {
    return {
      ...ENTRIES,
      name: 'access',
      address: path.auditAccess,
      exports: path.auditAccessExport,
      title: { zh: '登录与访问', en: 'Sign-ins and access' },
      lead: {
        zh: '登录、失败、拒绝、查看护照号和导出。同一分钟内的重复合为一条并注明次数。不记密码，也不记案件内容。',
        en:
          'Sign-ins, failures, refusals, passport numbers shown, exports. Repeats within a minute are shown as ' +
          'one entry with a count. Passwords and the content of cases are not recorded.',
      },
      fields: [
        PERSON,
        choiceField('kind', '事项', 'Event', Object.entries(ACCESS_WORDS)),
        textField('address', '网络地址', 'Address'),
        ...PERIOD,
      ],
      cursor: ENTRY_CURSOR,
      table: accessTable,
      columns: ACCESS_COLUMNS,
      find: (search, after, ...rest) => this.access.find(me, entryQuestion(search, after), ...rest),
    }
  }
}

const LOOKED = { zh: '所有查看和下载', en: 'Everything that was viewed or downloaded' }

const ENTRY_CURSOR: Cursor<{ readonly id: number }> = { name: 'before', placeOf: ({ id }) => String(id) }

const entryQuestion = (search: Search, before: string | undefined) => ({
  ...search,
  ...instantsOf(search),
  before: before === undefined ? undefined : readId(before),
})

const BEHIND: Notice = {
  kind: 'bad',
  title: { zh: '封存滞后', en: 'Sealing is delayed' },
  text: {
    zh: '有事件超过规定时间仍未封存到数据库以外。',
    en: 'Some events have waited too long to be sealed outside the database.',
  },
  links: [link({ zh: '查看封存情况', en: 'View sealing' }, path.sealing)],
}

const noCase = (number: string): Empty => ({
  title: { zh: `没有编号为 ${number} 的案件`, en: `There is no case ${number}` },
  text: { zh: '请核对编号，如 2026-000123。', en: 'Check the number, for example 2026-000123.' },
})
