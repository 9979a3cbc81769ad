/**
 * The auditor's pages beside the cases' history: what was done to people, and who came in, tried
 * to, or was refused.
 */
import { Controller, Get, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { AuditKeys } from '../../cases/audit/keys.js'
import { type AccessFound, AccessSearch } from '../../people/accessSearch.js'
import { PeopleHistory, type PeopleLine } from '../../people/peopleHistory.js'
import type { Person } from '../../people/session.service.js'
import { Exports, For } from '../http/access.js'
import { InLanguage, Me } from '../http/params.js'
import { ACTS } from '../kit/peopleActs.js'
import { ACCESS_HEAD, ACCESS_WORDS, accessCells, accessTable } from './access.view.js'
import { type Finding, type LinesKind, linesFile, linesPage } from './lines.js'
import { PEOPLE_HEAD, peopleCells, peopleTable } from './people.view.js'

@Controller('audit')
@For('auditor')
export class LinesController {
  constructor(
    private readonly history: PeopleHistory,
    private readonly access: AccessSearch,
    private readonly clock: Clock,
    private readonly keys: AuditKeys,
  ) {}

  @Get('people')
  people(@Me() me: Person, @Req() { url }: FastifyRequest, @Query() query: unknown) {
    return linesPage(PEOPLE, this.peopleOf(me), url, query)
  }

  @Get('people/export')
  @Exports()
  peopleFile(@Me() me: Person, @InLanguage() language: Language, @Query() query: unknown) {
    return linesFile(PEOPLE, this.peopleOf(me), { ...this.takenBy(me), language }, query)
  }

  @Get('access')
  accesses(@Me() me: Person, @Req() { url }: FastifyRequest, @Query() query: unknown) {
    return linesPage(ACCESS, this.accessOf(me), url, query)
  }

  @Get('access/export')
  @Exports()
  accessFile(@Me() me: Person, @InLanguage() language: Language, @Query() query: unknown) {
    return linesFile(ACCESS, this.accessOf(me), { ...this.takenBy(me), language }, query)
  }

  private peopleOf(me: Person): Finding<PeopleLine> {
    return (question, most, counted) => this.history.find(me, question, most, counted)
  }

  private accessOf(me: Person): Finding<AccessFound> {
    return (question, most, counted) => this.access.find(me, question, most, counted)
  }

  private takenBy({ account }: Person) {
    return { by: account, at: this.clock.now(), key: this.keys.exports }
  }
}

const PEOPLE: LinesKind<PeopleLine> = {
  name: 'people',
  at: { page: path.auditPeople, exports: path.auditPeopleExport },
  title: { zh: '人员变动', en: 'History of people' },
  lead: {
    zh: '账号、角色、邀请、登录要素：谁在何时对谁做了什么。每一条都封存在检查点里。',
    en: 'Accounts, roles, invitations, factors: who did what to whom, and when. Every entry is sealed in a checkpoint.',
  },
  kinds: ACTS,
  addresses: false,
  table: peopleTable,
  head: PEOPLE_HEAD,
  cells: peopleCells,
}

const ACCESS: LinesKind<AccessFound> = {
  name: 'access',
  at: { page: path.auditAccess, exports: path.auditAccessExport },
  title: { zh: '登录与访问', en: 'Sign-ins and access' },
  lead: {
    zh: '登录、失败、拒绝、查看护照号和导出。同一分钟内的重复合为一条并注明次数。不记密码，也不记案件内容。',
    en:
      'Sign-ins, failures, refusals, passport numbers shown, exports. Repeats within a minute are one entry with ' +
      'their number. No password is kept, and nothing of what is in a case.',
  },
  kinds: ACCESS_WORDS,
  addresses: true,
  table: accessTable,
  head: ACCESS_HEAD,
  cells: accessCells,
}
