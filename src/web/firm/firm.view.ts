/** The firm's record and its people made ready for its page. */

import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { listAnswers } from '../../forms/engine/check.js'
import { FIRM_REGISTRATION } from '../../forms/firm.js'
import type { Role } from '../../people/actor.js'
import type { Invitation } from '../../people/colleague.service.js'
import type { Firm, Paper } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { both, dateText, timeText } from '../kit/page.js'
import { ROLE_WORDS } from '../http/pages.js'
import type { Summary, Tag, Text } from '../kit/parts.js'

export interface Standing {
  readonly tag: Tag
  readonly text: Text
  readonly reason?: Text
  readonly way?: Text
}

/** How the registration stands: waiting, confirmed, declined with the reason. */
export function standingOf({ confirmedAt, declinedAt, declineReason, registeredAt }: Firm): Standing {
  if (confirmedAt)
    return {
      tag: { label: { zh: '已确认', en: 'Confirmed' }, colour: 'green', glyph: 'end' },
      text: both((language) =>
        language === 'zh'
          ? `${dateText(confirmedAt, 'zh')}确认，可以提交申请。`
          : `Confirmed on ${dateText(confirmedAt, 'en')}; you may submit applications.`,
      ),
    }
  if (declinedAt)
    return {
      tag: { label: { zh: '未予确认', en: 'Not confirmed' }, colour: 'red', glyph: 'end' },
      text: both((language) =>
        language === 'zh'
          ? `${dateText(declinedAt, 'zh')}退回，原因如下。`
          : `Declined on ${dateText(declinedAt, 'en')}, for this reason.`,
      ),
      reason: declineReason || undefined,
      way: {
        zh: '改好后请用另一个登录邮箱重新登记；原来的草稿还看得到，不能提交。',
        en:
          'Put it right and register again with another e-mail to sign in with. The ' +
          'drafts here can still be read, but not submitted.',
      },
    }
  return {
    tag: { label: { zh: '待确认', en: 'Waiting' }, colour: 'blue', glyph: 'ring' },
    text: both((language) =>
      language === 'zh'
        ? `${dateText(registeredAt, 'zh')}登记，主管部门正在核对。可以填草稿，确认后才能提交。`
        : `Registered on ${dateText(registeredAt, 'en')}; the lead department is ` +
          'checking. You may draft now and submit once it is confirmed.',
    ),
  }
}

const PAPER_NAMES: Readonly<Record<Paper['kind'], Bilingual>> = {
  licence: { zh: '营业执照', en: 'Business licence' },
  authorisation: { zh: '授权委托书', en: 'Letter of authorisation' },
}

/** Everything that was registered, question by question. */
export function firmRecord(firm: Firm, papers: readonly Paper[]): Summary {
  const { nameZh, nameEn, creditCode, district, zone, kind, crossBorderFiling, handler } = firm
  const answers = { nameZh, nameEn, creditCode, district, zone, kind, crossBorderFiling, handler }
  return {
    rows: [
      ...listAnswers(FIRM_REGISTRATION, answers, Object.keys(answers)).flatMap(({ label, answer }) =>
        answer ? [{ key: label, line: [answer] }] : [],
      ),
      ...papers.map(({ kind: paper, name }) => ({ key: PAPER_NAMES[paper], line: [name] })),
    ],
  }
}

const rolesText = (roles: readonly Role[]): Bilingual => ({
  zh: roles.map((role) => ROLE_WORDS[role].zh).join('、'),
  en: roles.map((role) => ROLE_WORDS[role].en).join(', '),
})

export interface PersonRow {
  readonly name: string
  readonly account: string
  readonly roles: Text
  readonly me?: boolean
  readonly end?: string
}

export const peopleRows = (
  people: readonly { id: number; name: string; account: string; roles: Role[] }[],
  reader: Person,
): PersonRow[] =>
  people.map(({ id, name, account, roles }) => ({
    name,
    account,
    roles: rolesText(roles),
    me: id === reader.id,
    end: id === reader.id ? undefined : path.endFirmPerson(id),
  }))

export interface InvitationRow {
  readonly name: string
  readonly account: string
  readonly roles: Text
  readonly until: Text
  readonly end: string
}

export const invitationRows = (invitations: readonly Invitation[]): InvitationRow[] =>
  invitations.map(({ id, name, account, roles, expiresAt }) => ({
    name,
    account,
    roles: rolesText(roles),
    until: both((language) =>
      language === 'zh' ? timeText(expiresAt, 'zh', 'short') : `until ${timeText(expiresAt, 'en', 'short')}`,
    ),
    end: path.endFirmInvitation(id),
  }))
