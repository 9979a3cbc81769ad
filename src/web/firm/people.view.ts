/** The people of a firm made ready for its page, and what somebody who may not do everything should know. */
import { path } from '../../base/path.js'
import { fill } from '../../base/text.js'
import { FIRM_ROLE_CHOICES } from '../../forms/choices.js'
import { mayFillIn, maySubmit, type Role } from '../../people/actor.js'
import type { Invitation } from '../../people/colleague.service.js'
import type { Colleague } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { rolesText } from '../../people/words.js'
import { time } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'

/** What somebody who may not do everything for the firm should know. */
export function roleNotices(reader: Person): Notice[] {
  if (maySubmit(reader)) return []
  return [{ kind: 'info', title: mayFillIn(reader) ? PREPARES : VIEWS }]
}
const PREPARES = {
  zh: '您的权限是填报：可以填写和上传材料；提交、回复部门由申请人或企业管理员办理。',
  en: 'You may fill in and upload documents. An applicant or administrator submits and answers the department.',
}
const VIEWS = { zh: '您的权限是查阅：可以查看，不能填写或提交。', en: 'You may read, but not fill in or submit.' }

/** The strongest role comes first: of several it is the one that counts. */
const STRONGEST = ['firmAdmin', 'applicant', 'preparer', 'viewer'] as const

export const peopleRows = (people: readonly Colleague[], reader: Person) =>
  people.map(({ id, name, account, roles }) => ({
    name,
    account,
    roles: rolesText(roles),
    me: id === reader.id,
    end: id === reader.id ? undefined : path.endFirmPerson(id),
    role: id === reader.id ? undefined : roleForm(id, roles),
  }))

/** The form in which an administrator sets what a colleague may do. */
function roleForm(id: number, roles: readonly Role[]) {
  const now = STRONGEST.find((role) => roles.includes(role))
  return {
    id: `role-${id}`,
    action: path.firmPersonRole(id),
    options: FIRM_ROLE_CHOICES.map(({ value, label }) => ({ value, label, chosen: value === now })),
  }
}

export const invitationRows = (invitations: readonly Invitation[]) =>
  invitations.map(({ id, name, account, roles, expiresAt }) => ({
    name,
    account,
    roles: rolesText(roles),
    until: fill({ zh: '{time}', en: 'until {time}' }, { time: time(expiresAt, 'short') }),
    end: path.endFirmInvitation(id),
    again: path.inviteAgain(id),
  }))
