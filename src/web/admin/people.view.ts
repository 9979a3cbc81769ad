/**
 * What the administrators' pages of people show: who there is and how they come in, what waits for
 * a second administrator, and what was done.
 */
import type { NotNow } from '../../base/errors.js'
import { type Decision, path } from '../../base/path.js'
import { type Bilingual, COMMA, fill, joined, type Language, say } from '../../base/text.js'
import type { FormView } from '../../forms/engine/parts.js'
import { withOptions } from '../../forms/engine/known.js'
import { type Actor, has, type Role } from '../../people/actor.js'
import type { PeopleLine } from '../../people/peopleHistory.js'
import type { Member, Proposal, StaffInvitation, WayBack } from '../../people/staff.service.js'
import { ACTS, detailOf, rolesText } from '../../people/words.js'
import type { Authority } from '../../reference/authorities.js'
import { changedRow, changedTable } from '../case/conflict.view.js'
import { day, time } from '../kit/page.js'
import type { Notice, Summary, Table, Tag, Text, TimelineItem } from '../kit/parts.js'
import { below, code, link, success, tag } from '../kit/pieces.js'
import { column, fact, facts, tableOf } from '../kit/table.js'

type Authorities = ReadonlyMap<number, Authority>

const placeOf = ({ firm, authorityId }: Member, authorities: Authorities): Text =>
  firm ?? (authorityId === null ? '–' : (authorities.get(authorityId)?.name ?? '–'))

function factorTag({ endedAt, authenticator, passkeys, firm }: Member): Tag {
  if (endedAt !== null) return tag('已停用', 'Ended', 'grey')
  if (authenticator || passkeys > 0) return tag('双因素', 'Second factor', 'green')
  return firm === null ? tag('尚未登录', 'Not signed in yet', 'yellow') : tag('只有密码', 'Password only', 'grey')
}

/** Everybody that was found. */
export const membersTable = (members: readonly Member[], authorities: Authorities): Table =>
  tableOf({ zh: '人员', en: 'People' }, members, [
    column('姓名', 'Name', ({ id, name, account }) => [link(name, path.person(id)), below(code(account))], 'heads'),
    column('所在单位', 'Organisation', (member) => placeOf(member, authorities)),
    column('角色', 'Roles', ({ roles }) => rolesText(roles)),
    column('登录', 'Sign-in', (member) => ({ tag: factorTag(member) })),
  ])

/** Who is to come in again, who asked and why, until when it can be objected to. */
export const wayBackRow = ({ personId, name, account, operator, why, askedAt, opensAt }: WayBack) => ({
  ...{ name, account, why },
  by: fill(
    { zh: '{operator}于{at}请求', en: 'requested by {operator}, {at}' },
    { operator, at: time(askedAt, 'short') },
  ),
  opens: fill({ zh: '{at}起可以打开', en: 'can be opened from {at}' }, { at: time(opensAt, 'short') }),
  action: path.objectToWayBack(personId),
})

const ended = (at: Date): Bilingual => fill({ zh: '{at}起已停用', en: 'closed since {at}' }, { at: time(at, 'short') })

/** One person. */
export const memberSummary = (member: Member, authorities: Authorities): Summary =>
  facts(
    fact('账号', 'Account', code(member.account)),
    member.endedAt && fact('账号状态', 'Account status', ended(member.endedAt)),
    fact('所在单位', 'Organisation', placeOf(member, authorities)),
    fact('角色', 'Roles', rolesText(member.roles)),
    fact('登录验证', 'Sign-in factors', {
      zh: `${member.authenticator ? '验证器' : '无验证器'}，通行密钥 ${member.passkeys} 个，恢复码 ${member.codes} 个`,
      en:
        `${member.authenticator ? 'authenticator' : 'no authenticator'}, passkeys: ${member.passkeys}, ` +
        `recovery codes: ${member.codes}`,
    }),
    fact('登录和密钥', 'Sessions and keys', {
      zh: `登录 ${member.sessions} 个，接口密钥 ${member.keys} 个`,
      en: `sessions: ${member.sessions}, API keys: ${member.keys}`,
    }),
  )

/**
 * Why something was not done: another administrator was faster. Roles that changed meanwhile are
 * shown as they were and as they are.
 */
export function refusedNotice({ because }: NotNow, seen: readonly Role[] = [], now: readonly Role[] = []): Notice {
  const caption = { zh: '角色', en: 'Roles' }
  const row = changedRow(caption, rolesText(seen), rolesText(now))
  return {
    kind: 'near',
    title: { zh: '操作未执行', en: 'Not carried out' },
    items: because,
    changes: because.some(({ code: reason }) => reason === 'otherRoles')
      ? [
          {
            title: { zh: '您打开之后', en: 'Since you opened the page' },
            tables: [{ table: changedTable(caption, [row]) }],
          },
        ]
      : undefined,
  }
}

/** Where each of the two answers of another administrator is sent. */
const answers = (at: (answer: Decision) => string) => ({ approve: at('approve'), decline: at('decline') })

/** An invitation that is open. */
export const invitationRow = (
  { id, account, name, roles, authorityId, invitedBy, byOperator, expiresAt, approved }: StaffInvitation,
  me: Actor,
  authorities: Authorities,
) => ({
  name,
  account,
  roles: joined(
    [rolesText(roles), ...(authorityId === null ? [] : [authorities.get(authorityId)?.name ?? '–'])],
    COMMA,
  ),
  by: fill({ zh: '{name}邀请，{on}到期', en: 'by {name}, until {on}' }, { name: invitedBy, on: day(expiresAt) }),
  tag: approved
    ? tag('已批准，待加入', 'Approved, not joined yet', 'green')
    : tag('待安全管理员批准', 'Waiting for the security administrator', 'yellow'),
  again: byOperator || !has(me, 'systemAdmin') ? undefined : path.inviteStaffAgain(id),
  decide: has(me, 'securityAdmin') && !approved ? answers((answer) => path.decideInvitation(id, answer)) : undefined,
})

/** A proposal that waits. */
export const proposalRow = (one: Proposal, decides: boolean) => ({
  name: one.personName,
  href: path.person(one.personId),
  what:
    one.act === 'end'
      ? { zh: '停用', en: 'Close the account' }
      : fill({ zh: '角色改为：{roles}', en: 'New roles: {roles}' }, { roles: rolesText(one.roles) }),
  why: one.why,
  by: joined([one.proposedBy, time(one.proposedAt, 'short')], COMMA),
  decide: decides ? answers((answer) => path.decideProposal(one.id, answer)) : undefined,
})

/** The history, the newest first. */
export const historyItems = (lines: readonly PeopleLine[]): TimelineItem[] =>
  lines.map(({ act, at, personName, actorName, detail }) => {
    const told = detailOf(detail)
    return {
      title: personName
        ? fill({ zh: '{act}：{name}', en: '{act}: {name}' }, { act: ACTS[act], name: personName })
        : ACTS[act],
      by: actorName ?? '–',
      at: time(at),
      datetime: at.toISOString(),
      line: told ? [told] : undefined,
    }
  })

const recorded = success('已办理，记入人员变动记录', 'Done and recorded in the history')
const objected = success('已反对，链接作废', 'Objected. The link is cancelled')
export const DONE = {
  ...{ decide: recorded, sessions: recorded, keys: recorded, factors: recorded },
  propose: success('已提议，待另一位管理员决定', 'Proposed. The other administrator decides'),
  object: objected,
}

/** The invitation's form with the authorities to choose from. */
export const withAuthorities =
  (authorities: Authorities) =>
  (form: FormView, language: Language): FormView =>
    withOptions(
      form,
      'authority',
      [...authorities.values()].map(({ code, name }) => ({ value: code, label: say(name, language) })),
    )
