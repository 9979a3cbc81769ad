/** The people of a firm made ready for its page, and what somebody who may not do everything should know. */
import { path } from '../../base/path.js'
import { fill } from '../../base/text.js'
import { FIRM_ROLE_CHOICES } from '../../forms/choices.js'
import { mayFillIn, maySubmit, type Role } from '../../people/actor.js'
import type { Invitation } from '../../people/colleague.service.js'
import type { Colleague } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { rolesText } from '../../people/words.js'
import { undelivered } from '../case/undelivered.js'
import { time } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { success } from '../kit/pieces.js'

/** What somebody who may not do everything for the firm should know. */
export function roleNotices(reader: Person): Notice[] {
  if (maySubmit(reader)) return []
  return [{ kind: 'info', title: mayFillIn(reader) ? PREPARES : VIEWS }]
}
const PREPARES = {
  zh: '您的权限是填报：可以填写和上传材料；提交、回复部门由申请人或企业管理员办理。',
  en: 'You can fill in and upload documents. An applicant or administrator submits and answers the department.',
}
const VIEWS = {
  zh: '您的权限是查阅：可以查看，不能填写或提交。',
  en: 'You can view applications but not change or submit them.',
}

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
  invitations.map((one) => ({
    failed: undelivered(one),
    ...invitationFacts(one),
  }))

const invitationFacts = ({ id, name, account, roles, expiresAt }: Invitation) => ({
  name,
  account,
  roles: rolesText(roles),
  until: fill({ zh: '{time}', en: 'until {time}' }, { time: time(expiresAt, 'short') }),
  end: path.endFirmInvitation(id),
  again: path.inviteAgain(id),
})

/** What is said after something was done on the firm's page, to its people or its data. */
export const DONE = {
  answered: success('意见已提交', 'Response sent', {
    zh: '主管部门会在决定中答复。',
    en: 'The lead department will reply in its decision.',
  }),
  changeAsked: success('变更申请已提交', 'Change requested', {
    zh: '主管部门核对后将通知您；接受之前，原登记内容不变。',
    en: 'We will inform you when the lead department has checked it. Nothing changes until then.',
  }),
  changeWithdrawn: success('变更申请已撤回', 'Change request withdrawn', {
    zh: '登记内容不变。',
    en: 'Your firm’s details have not changed.',
  }),
  corrected: success('更正已保存', 'Correction saved', {
    zh: '主管部门核对的是更正后的内容。',
    en: 'The lead department will check the corrected version.',
  }),
  sentAgain: success('已再次提交', 'Sent again', {
    zh: '主管部门核对后将通知您，届时即可提交草稿。',
    en: 'We will inform you when the lead department has checked it. You can then submit your drafts.',
  }),
  secondPersonOn: success('已要求提交前由另一位同事核对', 'A second person must now check before submitting'),
  secondPersonOff: success('不再要求另一位同事核对', 'A second person no longer has to check'),
  invitation: success('邀请已收回', 'Invitation withdrawn'),
  role: success('权限已变更', 'Role changed', {
    zh: '同事打开下一个页面时生效。',
    en: 'It takes effect when your colleague opens their next page.',
  }),
  access: success('账号已停用', 'Access ended'),
}
