/**
 * What the administrators' pages of people show: who there is and how they come in, what waits for
 * a second administrator, and what was done.
 */
import type { NotNow } from '../../base/errors.js'
import { type Decision, path } from '../../base/path.js'
import { type Bilingual, type Language, say } from '../../base/text.js'
import type { FormView } from '../../forms/engine/parts.js'
import { withOptions } from '../../forms/engine/known.js'
import type { Role } from '../../people/actor.js'
import type { PeopleLine } from '../../people/peopleHistory.js'
import type { Member, Proposal, StaffInvitation } from '../../people/staff.service.js'
import type { Authority } from '../../reference/authorities.js'
import { changedRow, changedTable } from '../case/conflict.view.js'
import { both, dateText, timeText } from '../kit/page.js'
import { ACTS, detailOf } from '../kit/peopleActs.js'
import { ROLE_WORDS } from '../http/pages.js'
import { cardTable } from '../kit/cardTable.js'
import type { Notice, Summary, Table, Tag, Text, TimelineItem } from '../kit/parts.js'

type Authorities = ReadonlyMap<number, Authority>

export const rolesText = (roles: readonly Role[]): Bilingual => ({
  zh: roles.map((role) => ROLE_WORDS[role].zh).join('、'),
  en: roles.map((role) => ROLE_WORDS[role].en).join(', '),
})

const placeOf = ({ firm, authorityId }: Member, authorities: Authorities): Text =>
  firm ?? (authorityId === null ? '–' : (authorities.get(authorityId)?.name ?? '–'))

function factorTag({ endedAt, authenticator, passkeys, firm }: Member): Tag {
  if (endedAt !== null) return { label: { zh: '已停用', en: 'Ended' }, colour: 'grey' }
  if (authenticator || passkeys > 0) return { label: { zh: '两个要素', en: 'Two factors' }, colour: 'green' }
  return firm === null
    ? { label: { zh: '尚未登录', en: 'Not signed in yet' }, colour: 'yellow' }
    : { label: { zh: '只有密码', en: 'Password only' }, colour: 'grey' }
}

const MEMBER_HEADS = {
  name: { zh: '姓名', en: 'Name' },
  where: { zh: '在哪里', en: 'Where' },
  roles: { zh: '角色', en: 'Roles' },
  factors: { zh: '登录', en: 'Signs in with' },
}

/** Everybody that was found. */
export const membersTable = (members: readonly Member[], authorities: Authorities): Table =>
  cardTable(
    { zh: '人员', en: 'People' },
    MEMBER_HEADS,
    members.map((member) => ({
      name: {
        heads: true,
        line: [
          { text: member.name, href: path.person(member.id) },
          { text: member.account, look: 'code', below: true },
        ],
      },
      where: { line: [placeOf(member, authorities)] },
      roles: { line: [rolesText(member.roles)] },
      factors: { tag: factorTag(member) },
    })),
  )

/** One person. */
export const memberSummary = (member: Member, authorities: Authorities): Summary => ({
  rows: [
    { key: { zh: '账号', en: 'Account' }, line: [{ text: member.account, look: 'code' }] },
    { key: { zh: '在哪里', en: 'Where' }, line: [placeOf(member, authorities)] },
    { key: { zh: '角色', en: 'Roles' }, line: [rolesText(member.roles)] },
    {
      key: { zh: '要素', en: 'Factors' },
      line: [
        both((language) =>
          language === 'zh'
            ? `${member.authenticator ? '验证器' : '无验证器'}，通行密钥 ` +
              `${member.passkeys} 个，恢复码 ${member.codes} 个`
            : `${member.authenticator ? 'authenticator' : 'no authenticator'}, passkeys: ` +
              `${member.passkeys}, recovery codes: ${member.codes}`,
        ),
      ],
    },
    {
      key: { zh: '登录和密钥', en: 'Sessions and keys' },
      line: [
        both((language) =>
          language === 'zh'
            ? `登录 ${member.sessions} 个，接口密钥 ${member.keys} 个`
            : `sessions: ${member.sessions}, API keys: ${member.keys}`,
        ),
      ],
    },
  ],
})

/**
 * Why something was not done: another administrator was faster. Roles that changed meanwhile are
 * shown as they were and as they are.
 */
export function refusedNotice({ because }: NotNow, seen: readonly Role[] = [], now: readonly Role[] = []): Notice {
  const caption = { zh: '角色', en: 'Roles' }
  const row = changedRow(caption, rolesText(seen), rolesText(now))
  return {
    kind: 'near',
    title: { zh: '这一步没有执行', en: 'This was not done' },
    items: because,
    changes: because.some(({ code }) => code === 'otherRoles')
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
  { id, account, name, roles, invitedBy, expiresAt, approved }: StaffInvitation,
  decides: boolean,
) => ({
  name,
  account,
  roles: rolesText(roles),
  by: both((language) =>
    language === 'zh'
      ? `${invitedBy}邀请，${dateText(expiresAt, 'zh')}到期`
      : `by ${invitedBy}, until ${dateText(expiresAt, 'en')}`,
  ),
  tag: approved
    ? { label: { zh: '已批准，等其加入', en: 'Approved, not joined yet' }, colour: 'green' }
    : { label: { zh: '待安全管理员批准', en: 'Waits for the security administrator' }, colour: 'yellow' },
  decide: decides && !approved ? answers((answer) => path.decideInvitation(id, answer)) : undefined,
})

/** A proposal that waits. */
export const proposalRow = (one: Proposal, decides: boolean) => ({
  name: one.personName,
  href: path.person(one.personId),
  what:
    one.act === 'end'
      ? { zh: '停用', en: 'End the access' }
      : both((language) => `${language === 'zh' ? '角色改为：' : 'New roles: '}${rolesText(one.roles)[language]}`),
  why: one.why,
  by: both((language) =>
    language === 'zh'
      ? `${one.proposedBy}，${timeText(one.proposedAt, 'zh', 'short')}`
      : `${one.proposedBy}, ${timeText(one.proposedAt, 'en', 'short')}`,
  ),
  decide: decides ? answers((answer) => path.decideProposal(one.id, answer)) : undefined,
})

/** The history, the newest first. */
export const historyItems = (lines: readonly PeopleLine[]): TimelineItem[] =>
  lines.map(({ act, at, personName, actorName, detail }) => {
    const told = detailOf(detail)
    return {
      title: both(
        (language) => `${ACTS[act][language]}${personName ? `${language === 'zh' ? '：' : ': '}${personName}` : ''}`,
      ),
      by: actorName ?? '–',
      at: both((language) => timeText(at, language)),
      datetime: at.toISOString(),
      line: told ? [told] : undefined,
    }
  })

export const DONE: Readonly<Record<string, Notice>> = Object.fromEntries(
  ['decide', 'propose', 'sessions', 'keys', 'factors'].map((act) => [
    act,
    { kind: 'ok', title: { zh: '已办理，记入人员变动记录', en: 'Done, and written into the history' } },
  ]),
)

/** The invitation's form with the authorities to choose from. */
export const withAuthorities =
  (authorities: Authorities) =>
  (form: FormView, language: Language): FormView =>
    withOptions(
      form,
      'authority',
      [...authorities.values()].map(({ code, name }) => ({ value: code, label: say(name, language) })),
    )
