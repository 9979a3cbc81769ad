/** What roles are called, and what was done to people's accounts. */
import { type Bilingual, joined } from '../base/text.js'
import type { Role } from './actor.js'

/** What a role is called beside a person's name. */
export const ROLE_WORDS: Readonly<Record<Role, Bilingual>> = {
  applicant: { zh: '申请人', en: 'applicant' },
  firmAdmin: { zh: '企业管理员', en: 'firm administrator' },
  preparer: { zh: '填报人', en: 'preparer' },
  viewer: { zh: '查阅人', en: 'viewer' },
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

export const rolesText = (roles: readonly Role[]): Bilingual => joined(roles.map((role) => ROLE_WORDS[role]))

/** What is written into the history of people (peopleHistory.ts). */
export const ACTS = {
  firstInvited: { zh: '运维人员邀请首批管理员', en: 'First administrator invited by the operator' },
  invited: { zh: '邀请', en: 'Invited' },
  invitationApproved: { zh: '批准邀请', en: 'Invitation approved' },
  invitationDeclined: { zh: '不批准邀请', en: 'Invitation declined' },
  joined: { zh: '加入', en: 'Joined' },
  rolesProposed: { zh: '提议变更角色', en: 'Change of roles proposed' },
  rolesApproved: { zh: '同意变更角色', en: 'Change of roles agreed' },
  rolesDeclined: { zh: '不同意变更角色', en: 'Change of roles declined' },
  endProposed: { zh: '提议停用', en: 'Closing of account proposed' },
  endApproved: { zh: '同意停用', en: 'Closing of account agreed' },
  endDeclined: { zh: '不同意停用', en: 'Closing of account declined' },
  rolesSet: { zh: '企业管理员设定权限', en: 'Role set by the firm' },
  accessEnded: { zh: '企业管理员停用', en: 'Account closed by the firm' },
  sessionsEnded: { zh: '结束全部登录', en: 'All sessions ended' },
  keysEnded: { zh: '作废全部接口密钥', en: 'All API keys revoked' },
  wayBackAsked: { zh: '运维人员请求恢复登录', en: 'Restoring sign-in requested by the operator' },
  wayBackRefused: { zh: '反对恢复登录', en: 'Objected to restoring sign-in' },
  factorsReset: { zh: '重置登录验证方式', en: 'Second factors reset' },
  passwordChanged: { zh: '更改密码', en: 'Password changed' },
  passwordReset: { zh: '用链接重设密码', en: 'Password reset by link' },
  authenticatorAdded: { zh: '添加验证器', en: 'Authenticator added' },
  authenticatorRemoved: { zh: '移除验证器', en: 'Authenticator removed' },
  codesRenewed: { zh: '更换恢复码', en: 'Recovery codes renewed' },
  passkeyAdded: { zh: '添加通行密钥', en: 'Passkey added' },
  passkeyRemoved: { zh: '移除通行密钥', en: 'Passkey removed' },
  providerLinked: { zh: '关联身份平台用户', en: 'Linked at the identity provider' },
  providerUnlinked: { zh: '取消关联', en: 'Unlinked' },
} as const satisfies Readonly<Record<string, Bilingual>>

export type PeopleAct = keyof typeof ACTS

/** What is told beside an act: reason, how, account, roles. */
export function detailOf(detail: Readonly<Record<string, unknown>>): Bilingual | undefined {
  const told = [detail.operator, detail.why, detail.how, detail.account, detail.name].filter(
    (one) => typeof one === 'string',
  )
  const roles = Array.isArray(detail.roles) ? detail.roles.filter(isRole) : []
  const parts = [...told, ...(roles.length > 0 ? [rolesText(roles)] : [])]
  return parts.length > 0 ? joined(parts, ' · ') : undefined
}

const isRole = (one: unknown): one is Role => typeof one === 'string' && Object.hasOwn(ROLE_WORDS, one)
