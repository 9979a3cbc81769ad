/** Sends pages: the frame for this reader around a page's view. */
import { Injectable } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { Outages } from '../../cases/outage.service.js'
import { type Actor, ADMINISTRATORS, FIRM_ROLES, has, type Role } from '../../people/actor.js'
import { Announcements } from '../../people/announcement.service.js'
import { Mailbox } from '../../people/mailbox.js'
import type { Person } from '../../people/session.service.js'
import { ROLE_WORDS } from '../../people/words.js'
import { READERS } from '../../reference/draft.service.js'
import { countOpen } from '../../reference/openQuestions.js'
import { Reference } from '../../reference/reference.service.js'
import { Access, WebSettings } from './access.js'
import { Cookies } from './cookies.js'
import { describe } from './described.js'
import { dismissedIn } from './dismissed.js'
import type { Filled, Kept } from './filled.js'
import { readSealed, Searches } from './searches.js'
import type { FormView } from '../../forms/engine/parts.js'
import type { KeepView, Link, Views } from '../kit/parts.js'
import type { Render } from '../kit/render.js'
import { type Audience, makeShell, type Page, type Shell } from '../kit/shell.js'

/** What a controller gives: the frame's words and the page's own view in one object. */
export type PageView = Omit<Page, 'shell'>

/** A page's template: its place below templates/pages, without the ending. */
export type Template = keyof Views
/** What the template of a page reads, with the frame's words. A form may stand in it as it was filled in. */
export type ViewOf<Name extends Template> = PageView & WithForms<Views[Name]>
type WithForms<View> = {
  readonly [Name in keyof View]: View[Name] | FilledFor<NonNullable<View[Name]>>
}
type FilledFor<Controls> =
  | (FormView extends Controls ? Filled : never)
  | (FormView & { readonly keep: KeepView } extends Controls ? Filled & Kept : never)

export class Renderer {
  constructor(readonly render: Render) {}
}

/** Those for whom cases may wait. */
const QUEUE_ROLES = ['intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'permitOfficer'] as const
const LETTER_ROLES = ['intake', 'assessor', 'approver', 'supervisor', 'permitOfficer'] as const

const entry = (href: string, zh: string, en: string, ...roles: readonly Role[]) => ({
  link: { href, text: { zh, en } },
  roles,
})

/** The navigation of each role; a person with several roles sees each entry once. */
const NAVIGATION = [
  entry(path.cases, '申请', 'Applications', ...FIRM_ROLES),
  entry(path.firm, '企业', 'Firm', ...FIRM_ROLES),
  entry(path.queue, '队列', 'Queue', ...QUEUE_ROLES),
  entry(path.load, '在办', 'Workload', 'supervisor'),
  entry(path.absences, '请假', 'Absences', ...QUEUE_ROLES),
  entry(path.audit, '历史', 'History', 'auditor'),
  entry(path.sealing, '封存', 'Sealing', ...ADMINISTRATORS),
  entry(path.readings, '查看申请', 'Readings', 'auditor', 'securityAdmin'),
  entry(path.outages, '服务中断', 'Outages', 'systemAdmin'),
  entry(path.announcements, '公告', 'Announcements', 'systemAdmin'),
  entry(path.mails, '邮件', 'Mail', 'systemAdmin'),
  entry(path.jobs, '后台任务', 'Jobs', 'systemAdmin'),
  entry(path.files, '文件存储', 'Files', 'systemAdmin'),
  entry(path.webhooks, '事件推送', 'Webhooks', 'systemAdmin'),
  entry(path.serviceAccounts, '服务账号', 'Service accounts', 'systemAdmin', 'securityAdmin'),
  entry(path.people, '人员', 'People', ...ADMINISTRATORS),
  entry(path.firms, '企业', 'Firms', 'intake', 'approver', 'supervisor'),
  entry(path.letters, '文书', 'Letters', ...FIRM_ROLES, ...LETTER_ROLES),
  entry(path.signing, '签名证书', 'Signing certificates', ...ADMINISTRATORS),
  entry(path.reports, '统计', 'Reports', 'supervisor', 'approver', 'policyEditor', 'auditor'),
  entry(path.whatIf, '政策试算', 'Policy what-if', 'policyEditor', 'supervisor'),
  entry(path.policy, '政策', 'Policy', 'policyEditor', 'supervisor', 'approver', 'assessor', 'auditor'),
  entry(path.keys, '接口密钥', 'API keys', ...FIRM_ROLES, 'permitOfficer', 'intake', 'assessor', 'approver'),
]
const navigationOf = (person: Actor): Link[] =>
  NAVIGATION.filter(({ roles }) => has(person, ...roles)).map(({ link }) => link)

@Injectable()
export class Pages {
  constructor(
    private readonly access: Access,
    private readonly renderer: Renderer,
    private readonly outages: Outages,
    private readonly announcements: Announcements,
    private readonly mailbox: Mailbox,
    private readonly cookies: Cookies,
    private readonly settings: WebSettings,
    private readonly searches: Searches,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {}

  /** The page as HTML, for the person who asks, in their language. */
  async draw(
    request: FastifyRequest,
    reply: FastifyReply,
    template: Template,
    view: PageView,
    audience = audienceOf(request),
  ): Promise<string> {
    const { person } = request
    const language = request.language ?? 'zh'
    const away = dismissedIn(this.cookies, request)
    const shell = makeShell({
      audience,
      address: request.url,
      language,
      csrf: this.access.csrfToken(request, reply),
      outages: this.outages.announced(),
      announcements: this.announcements.running(person).filter(({ id }) => !away.includes(id)),
      mailbox: this.mailbox.there,
      nav: person && navigationOf(person),
      person: person && { id: person.id, name: person.name, role: ROLE_WORDS[person.roles[0] ?? 'applicant'] },
      unread: person ? (request.unread ?? 0) : undefined,
      description: reply.statusCode === 200 ? describe(request, this.settings.publicUrl) : undefined,
      unconfirmed: person && (await this.unconfirmed(person)),
      ...(audience === 'desk' && person && this.deskOf(person, request)),
    })
    reply.header('content-type', 'text/html; charset=utf-8')
    return this.renderer.render(template, { ...view, shell }, language)
  }

  /** Whoever has no queue has nothing to search on the desk, and is at home where signing in leads. */
  private deskOf(person: Actor, { query }: FastifyRequest): { find: Shell['find'] } | { home: string } {
    if (!hasQueue(person)) return { home: homeOf(person) }
    return { find: { action: path.queueFind, value: this.searches.open(readSealed(query)).find ?? '' } }
  }

  /** Of rules that rest on what nobody has confirmed, those who work by them are told as long as it is so. */
  private async unconfirmed(person: Person): Promise<Shell['unconfirmed']> {
    if (!this.settings.production || !has(person, ...READERS)) return undefined
    const count = await countOpen(this.reference, this.clock.today())
    return count === 0 ? undefined : { text: unconfirmedText(count), href: path.toConfirm }
  }
}

/** What production says while the city has still to confirm facts. */
export const unconfirmedText = (count: number): Bilingual => ({
  zh: `有 ${count} 项事实待本市确认，确认前规则和文书按暂定内容办。`,
  en:
    `${count === 1 ? 'One fact is' : `${count} facts are`} for the city to confirm. Until then rules and letters ` +
    'rest on what is assumed.',
})

/** Where this person's work is. */
export function homeOf(person: Actor): string {
  if (person.firmId !== null) return path.cases
  if (hasQueue(person)) return path.queue
  if (has(person, 'policyEditor')) return path.policy
  if (has(person, 'systemAdmin', 'securityAdmin')) return path.people
  return has(person, 'auditor') ? path.audit : path.home
}

/** Whether cases may wait for this person. */
export const hasQueue = (person: Actor): boolean => has(person, ...QUEUE_ROLES)

function audienceOf({ person }: FastifyRequest): Audience {
  if (!person) return 'public'
  return person.firmId === null ? 'desk' : 'firm'
}
