/** The firm's record and its people made ready for its page, and what it should know of its registration. */
import { path } from '../../base/path.js'
import { fill } from '../../base/text.js'
import { listAnswers } from '../../forms/engine/check.js'
import { FIRM_REGISTRATION } from '../../forms/firm.js'
import type { Invitation } from '../../people/colleague.service.js'
import type { Firm, Firms, Paper } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { rolesText } from '../../people/words.js'
import { day, time } from '../kit/page.js'
import type { Notice, Summary } from '../kit/parts.js'
import { link, tag } from '../kit/pieces.js'
import { factOf, facts } from '../kit/table.js'

/** How the registration stands: waiting, confirmed, declined with the reason. */
export function standingOf({ confirmedAt, declinedAt, declineReason, registeredAt }: Firm) {
  if (confirmedAt) {
    const text = { zh: '{day}确认，可以提交申请。', en: 'Confirmed on {day}; you may submit applications.' }
    return { tag: tag('已确认', 'Confirmed', 'green', 'end'), text: fill(text, { day: day(confirmedAt) }) }
  }
  if (declinedAt)
    return {
      tag: tag('未予确认', 'Not confirmed', 'red', 'end'),
      text: fill({ zh: '{day}退回，原因如下。', en: 'Declined on {day}, for this reason.' }, { day: day(declinedAt) }),
      reason: declineReason || undefined,
      way: {
        zh: '改好后请用另一个登录邮箱重新登记；原来的草稿还看得到，不能提交。',
        en:
          'Put it right and register again with another e-mail to sign in with. The ' +
          'drafts here can still be read, but not submitted.',
      },
    }
  const text = {
    zh: '{day}登记，主管部门正在核对。可以填草稿，确认后才能提交。',
    en: 'Registered on {day}; the lead department is checking. You may draft now and submit once it is confirmed.',
  }
  return { tag: tag('待确认', 'Waiting', 'blue', 'ring'), text: fill(text, { day: day(registeredAt) }) }
}

/** What a firm should know before it begins: it is not confirmed yet, or why it was not. */
export function firmNotices({ confirmedAt, declinedAt, declineReason }: Firm): Notice[] {
  if (confirmedAt) return []
  const links = [link({ zh: '看登记', en: 'See the registration' }, path.firm)]
  if (declinedAt)
    return [
      {
        kind: 'bad',
        title: { zh: '主管部门没有确认贵单位的登记', en: 'The lead department did not confirm your firm' },
        text: declineReason || undefined,
        links,
      },
    ]
  return [
    {
      kind: 'near',
      title: { zh: '登记待确认：可以填草稿，还不能提交', en: 'Waiting to be confirmed: you may draft, not yet submit' },
      text: {
        zh: '主管部门正在核对营业执照和授权书。确认后，填好的草稿就能提交。',
        en:
          'The lead department is checking the licence and the authorisation. When it ' +
          'has confirmed the firm, your drafts can be submitted.',
      },
      links,
    },
  ]
}

/** Everything that was registered, question by question, and what its papers are called. */
export function firmRecord(firm: Firm, papers: readonly Paper[]): Summary {
  const { nameZh, nameEn, creditCode, district, zone, kind, crossBorderFiling, handler } = firm
  const answers = { nameZh, nameEn, creditCode, district, zone, kind, crossBorderFiling, handler }
  const labels = new Map(listAnswers(FIRM_REGISTRATION, {}).map(({ path, label }) => [path, label]))
  return facts(
    ...listAnswers(FIRM_REGISTRATION, answers, Object.keys(answers)).map(
      ({ label, answer }) => answer && factOf(label, answer),
    ),
    ...papers.map((paper) => factOf(labels.get(paper.kind) ?? paper.kind, paper.name)),
  )
}

export const peopleRows = (people: Awaited<ReturnType<Firms['listColleagues']>>, reader: Person) =>
  people.map(({ id, name, account, roles }) => ({
    name,
    account,
    roles: rolesText(roles),
    me: id === reader.id,
    end: id === reader.id ? undefined : path.endFirmPerson(id),
  }))

export const invitationRows = (invitations: readonly Invitation[]) =>
  invitations.map(({ id, name, account, roles, expiresAt }) => ({
    name,
    account,
    roles: rolesText(roles),
    until: fill({ zh: '{time}', en: 'until {time}' }, { time: time(expiresAt, 'short') }),
    end: path.endFirmInvitation(id),
  }))
