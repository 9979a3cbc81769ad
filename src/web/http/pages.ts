/** Sends pages: the frame for this reader around a page's view. */
import { Injectable } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { path } from '../../base/path.js'
import { Outages } from '../../cases/outage.service.js'
import { type Actor, has, type Role } from '../../people/actor.js'
import { Announcements } from '../../people/announcement.service.js'
import { Access } from './access.js'
import { dismissedIn } from './dismissed.js'
import type { Filled, Kept } from './filled.js'
import { readText } from './input.js'
import { Mailbox } from './mailbox.js'
import type { FormView } from '../../forms/engine/parts.js'
import type { Views } from '../../../templates/views.js'
import type { KeepView, Link } from '../kit/parts.js'
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

const link = (href: string, zh: string, en: string): Link => ({ href, text: { zh, en } })

/** The navigation of each role; a person with several roles sees each entry once. */
const NAVIGATION: readonly { readonly for: readonly Role[]; readonly link: Link }[] = [
  { for: ['applicant', 'firmAdmin'], link: link(path.cases, '申请', 'Applications') },
  { for: ['applicant', 'firmAdmin'], link: link(path.firm, '企业', 'Firm') },
  {
    for: ['intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'permitOfficer'],
    link: link(path.queue, '队列', 'Queue'),
  },
  { for: ['supervisor'], link: link(path.load, '在办', 'Load') },
  {
    for: ['intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'permitOfficer'],
    link: link(path.absences, '缺勤', 'Absences'),
  },
  { for: ['auditor'], link: link(path.audit, '历史', 'History') },
  { for: ['auditor', 'systemAdmin', 'securityAdmin'], link: link(path.sealing, '封存', 'Sealing') },
  { for: ['auditor', 'securityAdmin'], link: link(path.readings, '查看申请', 'Readings') },
  { for: ['systemAdmin'], link: link(path.outages, '服务中断', 'Outages') },
  { for: ['systemAdmin'], link: link(path.announcements, '公告', 'Announcements') },
  { for: ['systemAdmin'], link: link(path.mails, '邮件', 'Mail') },
  { for: ['systemAdmin'], link: link(path.jobs, '后台任务', 'Jobs') },
  { for: ['systemAdmin'], link: link(path.files, '文件存储', 'Files') },
  { for: ['systemAdmin', 'securityAdmin', 'auditor'], link: link(path.people, '人员', 'People') },
  { for: ['intake'], link: link(path.firms, '企业登记', 'Firms') },
  {
    for: ['applicant', 'firmAdmin', 'intake', 'assessor', 'approver', 'supervisor', 'permitOfficer'],
    link: link(path.letters, '文书', 'Papers'),
  },
  { for: ['systemAdmin', 'securityAdmin', 'auditor'], link: link(path.signing, '签名证书', 'Signing certificates') },
  { for: ['supervisor', 'approver', 'policyEditor', 'auditor'], link: link(path.reports, '统计', 'Reports') },
  { for: ['policyEditor', 'supervisor'], link: link(path.whatIf, '政策试算', 'What if') },
  {
    for: ['policyEditor', 'supervisor', 'approver', 'assessor', 'auditor'],
    link: link(path.policy, '政策', 'Policy'),
  },
  {
    for: ['applicant', 'firmAdmin', 'permitOfficer', 'intake', 'assessor', 'approver'],
    link: link(path.keys, '接口密钥', 'API keys'),
  },
]

/** What a role is called beside a person's name. */
export const ROLE_WORDS: Readonly<Record<Role, { zh: string; en: string }>> = {
  applicant: { zh: '申请人', en: 'applicant' },
  firmAdmin: { zh: '企业管理员', en: 'firm administrator' },
  intake: { zh: '受理人员', en: 'intake' },
  assessor: { zh: '评估人', en: 'assessor' },
  approver: { zh: '审批人', en: 'approver' },
  supervisor: { zh: '主管', en: 'supervisor' },
  reviewPanel: { zh: '复核组', en: 'review panel' },
  permitOfficer: { zh: '许可经办人', en: 'permit officer' },
  policyEditor: { zh: '政策编辑', en: 'policy editor' },
  systemAdmin: { zh: '系统管理员', en: 'system administrator' },
  securityAdmin: { zh: '安全管理员', en: 'security administrator' },
  auditor: { zh: '审计员', en: 'auditor' },
}

@Injectable()
export class Pages {
  constructor(
    private readonly access: Access,
    private readonly renderer: Renderer,
    private readonly outages: Outages,
    private readonly announcements: Announcements,
    private readonly mailbox: Mailbox,
  ) {}

  /** The page as HTML, for the person who asks, in their language. Sets the headers and the status on the reply. */
  render<Name extends Template, View extends ViewOf<Name>>(
    request: FastifyRequest,
    reply: FastifyReply,
    template: Name,
    view: View,
    options: { status?: number; audience?: Audience } = {},
  ): string {
    return this.draw(request, reply, template, view, options)
  }

  /** The same for a view that was checked before, with its forms as controls. */
  draw(
    request: FastifyRequest,
    reply: FastifyReply,
    template: Template,
    view: PageView,
    { status = 200, audience }: { status?: number; audience?: Audience } = {},
  ): string {
    const { person } = request
    const stands = audience ?? audienceOf(request)
    const language = request.language ?? 'zh'
    const away = dismissedIn(request)
    const shell = makeShell({
      audience: stands,
      address: request.url,
      language,
      csrf: this.access.csrfToken(request, reply),
      outages: this.outages.announced(),
      announcements: this.announcements.running(person).filter(({ id }) => !away.includes(id)),
      mailbox: this.mailbox.there,
      nav: person ? NAVIGATION.filter((entry) => has(person, ...entry.for)).map((entry) => entry.link) : [],
      person: person && { id: person.id, name: person.name, role: ROLE_WORDS[person.roles[0] ?? 'applicant'] },
      unread: person ? (request.unread ?? 0) : undefined,
      ...(stands === 'desk' && person && deskOf(person, request)),
    })
    reply.status(status).header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-store')
    return this.renderer.render(template, { ...view, shell }, language)
  }
}

/** Whoever has no queue has nothing to search on the desk, and is at home at the first place of their navigation. */
function deskOf(person: Actor, { query }: FastifyRequest): { find: Shell['find'] } | { home: string } {
  if (hasQueue(person)) return { find: { action: path.queue, value: readText(query, 'find') ?? '' } }
  return { home: NAVIGATION.find((entry) => has(person, ...entry.for))?.link.href ?? path.home }
}

/** Whether cases may wait for this person. */
export const hasQueue = (person: Actor): boolean =>
  has(person, 'intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'permitOfficer')

function audienceOf({ person }: FastifyRequest): Audience {
  if (!person) return 'public'
  if (person.firmId !== null) return 'firm'
  return 'desk'
}
