/** Why an administrator's wish about people is refused, in words. */
import type { Problem } from '../base/errors.js'

export const rolesApart: Problem = {
  code: 'rolesApart',
  path: 'roles',
  message: {
    zh: '系统管理员、安全管理员、审计员和许可经办人都不能兼任别的角色。请只选一个，或选其他角色。',
    en:
      'System administrators, security administrators, auditors and permit officers cannot have another ' +
      'role. Select only that one, or select others.',
  },
}
export const noAuthority: Problem = {
  code: 'noAuthority',
  path: 'authority',
  message: {
    zh: '请选择所在机关。没有机关的人员看不到任何案件。',
    en: 'Select the authority. Without one, this person sees no cases.',
  },
}
export const ofFirm: Problem = {
  code: 'rolesOfFirm',
  path: 'roles',
  message: {
    zh: '企业人员的角色由企业管理员管理。',
    en: 'The roles of a firm’s people are managed by the firm’s administrator.',
  },
}
export const sameRoles: Problem = {
  code: 'sameRoles',
  path: 'roles',
  message: {
    zh: '角色与现有角色相同，请先改动。',
    en: 'These are the roles the person already has. Change them first.',
  },
}
export const invitedAlready: Problem = {
  code: 'invitedAlready',
  path: 'account',
  message: {
    zh: '已向该账号发出邀请，见下方“邀请”。',
    en: 'This account is already invited. See the invitations on this page.',
  },
}
export const aboutOneself = {
  code: 'aboutOneself',
  zh: '不能提议变更自己的权限，请另一位管理员办理。',
  en: 'You cannot propose a change to your own account. Ask another administrator.',
}
export const waitsAlready = {
  code: 'waitsAlready',
  zh: '对此人已有一项提议，待另一位管理员决定。',
  en: 'A proposal about this person is already waiting for the other administrator.',
}

export const decidedBy = ({ name, yes }: { readonly name: string; readonly yes: boolean }) => ({
  code: 'decidedAlready',
  zh: `${name || '另一位管理员'}已先作出决定：${yes ? '同意' : '不同意'}。您的决定未记录。`,
  en:
    `${name || 'Another administrator'} has already ` +
    `${yes ? 'agreed' : 'declined'}. Your decision was not recorded.`,
})
export const hasEnded = {
  code: 'accessEnded',
  zh: '此人的账号已停用，不能再提议。',
  en: 'This person’s account is closed. Nothing more can be proposed.',
}
export const otherRoles = {
  code: 'otherRoles',
  zh: '您打开本页后，此人的角色已有变化。请按现有角色重新提议。',
  en: 'This person’s roles have changed since you opened the page. Check them and propose again.',
}
