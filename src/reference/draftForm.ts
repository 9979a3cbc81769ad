/** What is asked of a draft: which entry, from which day, why, and its body by the form of its kind. */
import type { ZodObject } from 'zod'
import * as ask from '../forms/engine/field.js'

/** Characters of a reason, for a draft or for its return. */
export const LONGEST_NOTE = 2000

const KEY = ask.text('代码', 'Code', {
  max: 60,
  width: 20,
  hint: {
    zh: '字母、数字、点、连字符，确定后不能改。',
    en: 'Letters, digits, dots and hyphens. It cannot be changed later.',
  },
})

/** Of what has a name in English: left empty, the code is made of that. */
const KEY_FROM_NAME = ask
  .text('代码', 'Code', {
    max: 60,
    width: 20,
    hint: {
      zh: '可以不填，系统按英文名称生成；确定后不能改。',
      en: 'Optional. If empty, it is made from the English name. It cannot be changed later.',
    },
  })
  .optional()

export const DRAFT = ask.form({
  key: KEY.optional(),
  effectiveFrom: ask.date('生效日期', 'Effective date'),
  note: ask.longText('修改原因', 'Reason for the change', {
    max: LONGEST_NOTE,
    hint: {
      zh: '写明所依据的文件、通知或要求。批准人可见，并留存。',
      en: 'The notice or document it is based on, or who asked for it. Visible to the approver and kept.',
    },
  }),
})

/** Where the body stands in the form of a draft. */
export const BODY = 'body'

/** The whole form of a draft whose bodies have this form; `asksKey` when its key is known from nowhere else. */
export const draftForm = (schema: ZodObject, asksKey = false) =>
  ask.form({
    ...DRAFT.shape,
    key: !asksKey ? KEY.optional() : 'label' in schema.shape ? KEY_FROM_NAME : KEY,
    [BODY]: schema,
  })

export const SEND_BACK = ask.form({
  why: ask.longText('退回的原因', 'Reason for sending it back', { max: LONGEST_NOTE }),
})
