/** Why an administrator's wish about people is refused, in words. */
import type { Problem } from '../base/errors.js'

export const rolesApart: Problem = {
  code: 'rolesApart',
  path: 'roles',
  message: {
    zh: '系统管理员、安全管理员、审计员和许可经办人都不能兼任别的角色。请只选一个，或选其他角色。',
    en: 'Each of the three administrators and the permit officer has no other role. Choose that one alone, or others.',
  },
}
export const ofFirm: Problem = {
  code: 'rolesOfFirm',
  path: 'roles',
  message: {
    zh: '企业人员的角色由企业管理员管理。',
    en: 'The roles of a firm’s people are kept by the firm’s administrator.',
  },
}
export const aboutOneself = {
  code: 'aboutOneself',
  zh: '不能提议变更自己的权限，请另一位管理员来办。',
  en: 'You cannot propose a change of your own rights; ask another administrator.',
}
export const waitsAlready = {
  code: 'waitsAlready',
  zh: '对这个人已有一项提议在等另一位管理员决定。',
  en: 'A proposal about this person waits for the other administrator already.',
}

export const decidedBy = ({ name, yes }: { readonly name: string; readonly yes: boolean }) => ({
  code: 'decidedAlready',
  zh: `${name || '另一位管理员'}已经先决定了：${yes ? '同意' : '不同意'}。您的决定没有记下。`,
  en:
    `${name || 'Another administrator'} was faster and has ` +
    `${yes ? 'agreed' : 'declined'}; your decision was not recorded.`,
})
export const hasEnded = {
  code: 'accessEnded',
  zh: '这个人的账号已经停用，不能再提议。',
  en: 'The access of this person has ended; nothing more can be proposed.',
}
export const otherRoles = {
  code: 'otherRoles',
  zh: '您打开之后，这个人的角色已经变了。请按现在的角色再提一次。',
  en:
    'The roles of this person have changed since you opened the page. ' +
    'Look at them as they are now and propose again.',
}
