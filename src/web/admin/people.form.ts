/** What administrators are asked when they propose something about a person, or reset factors. */
import { STAFF_ROLE_CHOICES } from '../../forms/choices.js'
import * as ask from '../../forms/engine/field.js'

const reason = {
  max: 500,
  hint: {
    zh: '另一位管理员据此决定；不要写案件内容。',
    en: 'The other administrator decides by it. Nothing of any case.',
  },
}

export const NEW_ROLES = ask.form({
  roles: ask.choices('角色', 'Roles', STAFF_ROLE_CHOICES),
  why: ask.longText('变更理由', 'Reason for the change', reason),
})
export const END_ACCESS = ask.form({ reason: ask.longText('停用理由', 'Reason for ending it', reason) })
export const RESET_FACTORS = ask.form({
  how: ask.longText('如何确认是其本人', 'How it was made sure that it is this person', {
    max: 500,
    hint: {
      zh: '例如当面核对了工作证，或主管到场证明。',
      en: 'For instance the staff card was seen in person, or a supervisor vouched for them.',
    },
  }),
})
