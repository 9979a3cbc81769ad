/** What firm and officers read of a mail that did not arrive: a candidate's link, the invitation of a colleague. */
import { Injectable } from '@nestjs/common'
import { Database, type Tx } from '../../base/database.js'
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import { listUndelivered, type UndeliveredLink } from '../../cases/undelivered.js'
import { has, mayFillIn } from '../../people/actor.js'
import { Colleagues, type Invitation } from '../../people/colleague.service.js'
import { keptFailure, type MailFailure } from '../../people/mailFailure.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { time } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { link } from '../kit/pieces.js'

@Injectable()
export class UndeliveredMails {
  constructor(
    private readonly db: Database,
    private readonly colleagues: Colleagues,
  ) {}

  /** For the page of a case; the way to another link is left out where the reader stands on it. */
  ofCase(me: Person, caseId: number, here = false): Promise<Notice[]> {
    return this.db.transaction(settingsOf(me), (tx) => unreachedIn(tx, me, caseId, here))
  }

  /** For the home of a firm: of its cases, and of the colleagues whom an administrator has invited. */
  async ofFirm(me: Person): Promise<Notice[]> {
    const [links, invitations] = await Promise.all([
      this.db.transaction(settingsOf(me), (tx) => listUndelivered(tx, me)),
      has(me, 'firmAdmin') ? this.colleagues.listInvitations(me) : [],
    ])
    const failed = invitations.flatMap((one) => undelivered(one) ?? [])
    return [
      ...failed.map(({ title, text }) => ({
        ...{ kind: 'bad' as const, title, text },
        links: [link({ zh: '查看邀请', en: 'View invitations' }, `${path.firm}#open`)],
      })),
      ...links.map((one) => linkNotice(one, maySend(me))),
    ]
  }
}

/** For whoever opens the case in a transaction of theirs. */
export async function unreachedIn(tx: Tx, me: Person, caseId: number, here = false): Promise<Notice[]> {
  return (await listUndelivered(tx, me, caseId)).map((one) => linkNotice(one, !here && maySend(me), me.firmId === null))
}

/** Whoever may send another link. */
const maySend = (me: Person): boolean => (me.firmId === null ? has(me, 'intake') : mayFillIn(me))

/** What is wrong with an invitation's mail, or undefined. */
export function undelivered({ account, name, failedAt, failure }: Invitation) {
  if (failedAt === null) return undefined
  const values = { name, address: account, why: WHY[keptFailure(failure)], time: time(failedAt, 'short') }
  return { title: fill(INVITATION.title, values), text: fill(INVITATION.text, values) }
}

function linkNotice(
  { caseId, name, address, at, failure }: UndeliveredLink,
  another: boolean,
  officer = false,
): Notice {
  const who = name ?? { zh: '人选', en: 'the candidate' }
  const values = { who, address, why: WHY[keptFailure(failure)], time: time(at, 'short') }
  return {
    kind: 'bad',
    title: fill(LINK.title, values),
    text: fill(officer ? FOR_OFFICERS : LINK.text, values),
    links: another ? [link({ zh: '再发一次链接', en: 'Send another link' }, path.caseTalent(caseId))] : undefined,
  }
}

const WHY: Readonly<Record<MailFailure, Bilingual>> = {
  address: { zh: '没有这个邮箱', en: 'the address does not exist' },
  full: { zh: '邮箱已满', en: 'the mailbox is full' },
  refused: { zh: '对方邮件系统拒收', en: 'the recipient’s mail system rejected it' },
  away: { zh: '对方邮件系统没有应答', en: 'the recipient’s mail system did not respond' },
}
const INVITATION = {
  title: { zh: '给{name}的邀请没有送达 {address}', en: 'The invitation for {name} was not delivered to {address}' },
  text: {
    zh: '{time}退回：{why}。邮箱有误的，请收回后重新邀请；无误的，请重新生成链接，自行交给同事。',
    en:
      'Returned on {time}: {why}. If the address is wrong, withdraw the invitation and invite again. If it ' +
      'is right, create a new link and pass it on yourself.',
  },
}
const LINK = {
  title: { zh: '给{who}的链接没有送达 {address}', en: 'The link for {who} was not delivered to {address}' },
  text: {
    zh: '{time}退回：{why}。请与人选核对邮箱；有误的，在申请中更正后重新发送。',
    en:
      'Returned on {time}: {why}. Check the address with the candidate. If it is wrong, correct it in the ' +
      'application and send another link.',
  },
}
const FOR_OFFICERS = {
  zh: '{time}退回：{why}。企业也会看到此提示，由其与人选核对邮箱。',
  en: 'Returned on {time}: {why}. The firm sees this too and checks the address with the candidate.',
}
