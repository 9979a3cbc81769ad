/** Signing in, invitations, passwords and keys for programs. */
import type { z } from 'zod'
import * as choose from './choices.js'
import * as ask from './engine/field.js'

/**
 * A new password: eight characters or more, of any kind; fifteen are advised. What it may not be
 * besides: people/passwordRules.ts.
 */
export const NEW_PASSWORD = ask.password('设置密码', 'New password', {
  min: 8,
  autocomplete: 'new-password',
  hint: {
    zh: '至少8个字符，建议15个以上；可使用任何字符，可以粘贴。例如几个不相关的词。',
    en: 'Use at least 8 characters; 15 or more is safer. A few unrelated words work well. You can paste it.',
  },
})

const account = ask.text('账号', 'Account', {
  max: 200,
  width: 30,
  autocomplete: 'username',
  hint: { zh: '登记时的电子邮箱或工号。', en: 'The registered e-mail address or staff number.' },
})

export const SIGN_IN = ask.form({
  account,
  password: ask.password('密码', 'Password', { autocomplete: 'current-password' }),
})

const code = ask.text('验证码', 'Code', { max: 100 })

/** By a program: the second factor comes along, and the offer when the first code of an authenticator is sent. */
export const API_SIGN_IN = ask.form({
  account,
  password: ask.password('密码', 'Password'),
  code: code.optional(),
  enrolment: ask.hidden('验证器', 'Authenticator', { max: 4000 }).optional(),
})

/** Shown once more by a program: a code, or the password of somebody without a second factor. */
export const PROOF = ask.form({ code: code.optional(), password: ask.password('密码', 'Password').optional() })

/** By mail: a new password for an account. */
export const ASK_RESET = ask.form({ account })

/** The name by which somebody knows a passkey again. */
export const PASSKEY_NAME = ask.form({
  name: ask.text('名称', 'Name', {
    max: 60,
    width: 20,
    hint: {
      zh: '例如“办公电脑”，便于今后识别该通行密钥。',
      en: 'For example “office computer”, so that you recognise the passkey later.',
    },
  }),
})

export type SignInInput = z.output<typeof SIGN_IN>

const guest = {
  name: ask.text('姓名', 'Name', { max: 60, width: 20 }),
  account: ask.text('账号', 'Account', {
    max: 200,
    width: 30,
    hint: { zh: '一般为电子邮箱。', en: 'Usually an e-mail address.' },
  }),
}

const firmRole = ask.choice('权限', 'Role', choose.FIRM_ROLE_CHOICES)

/** A firm's administrator invites a colleague. */
export const FIRM_INVITATION = ask.form({ ...guest, role: firmRole })

/** A firm's administrator sets what a colleague may do. */
export const FIRM_ROLE = ask.form({ role: firmRole })

/** An administrator invites a member of an authority. */
export const STAFF_INVITATION = ask.form({
  ...guest,
  authority: ask
    .text('所在机关', 'Authority', {
      max: 60,
      width: 20,
      hint: { zh: '管理员、审计员和政策编辑可以不选。', en: 'Administrators, auditors and policy editors need none.' },
    })
    .optional(),
  roles: ask.choices('角色', 'Roles', choose.STAFF_ROLE_CHOICES),
})

/** Who was invited sets the first password. */
export const ACCEPT_INVITATION = ask.form({ password: NEW_PASSWORD })

export const CHANGE_PASSWORD = ask.form({
  current: ask.password('现在的密码', 'Current password', { autocomplete: 'current-password' }),
  password: NEW_PASSWORD,
})

/** A key for programs: what it may do and for how many days. */
export const API_KEY = ask.form({
  name: ask.text('用途', 'Purpose', {
    max: 60,
    width: 20,
    hint: {
      zh: '例如“人事系统”，便于今后识别该密钥。',
      en: 'For example “HR system”, so that you recognise the key later.',
    },
  }),
  scopes: ask.choices('可以办理', 'Permissions', choose.KEY_SCOPES),
  days: ask.whole('有效天数', 'Valid for', { min: 1, max: 366, width: 3, unit: { zh: '天', en: 'days' } }),
})
