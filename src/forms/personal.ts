/** What is asked where personal data are shown, given out or erased. */
import * as ask from './engine/field.js'

/** Why an officer needs the whole passport number. */
export const REVEAL = ask.form({
  reason: ask.longText('查看理由', 'Reason for viewing', {
    max: 500,
    hint: {
      zh: '例如：与护照照片页核对。将记入办理记录。',
      en: 'For example, to compare it with the passport page. Recorded in the history of the case.',
    },
  }),
})

const KINDS = [
  { value: 'correction', label: { zh: '更正', en: 'Correct something' } },
  { value: 'erasure', label: { zh: '删除我的个人信息', en: 'Erase my personal data' } },
] as const

/** What the candidate asks for. */
export const TALENT_REQUEST = ask.form({
  kind: ask.choice('请求', 'Request', KINDS),
  wording: ask.longText('说明', 'Explanation', {
    hint: {
      zh: '写明有误之处和正确内容，或者删除的理由。',
      en: 'What is wrong and what is correct, or why your data should be erased.',
    },
  }),
})

const OUTCOMES = [
  { value: 'granted', label: { zh: '同意', en: 'Grant it' } },
  { value: 'refused', label: { zh: '不同意', en: 'Refuse it' } },
] as const

/** What the department answers. */
export const TALENT_ANSWER = ask.form({
  outcome: ask.choice('答复', 'Answer', OUTCOMES),
  answer: ask.longText('理由', 'Reason', {
    hint: { zh: '人选可见。', en: 'Visible to the candidate.' },
  }),
})

/** What opens a candidate's own page the first time, and whenever the PIN is forgotten. */
export const TALENT_ASK = ask.form({
  email: ask.email('您本人的电子邮箱', 'Your own e-mail address', {
    autocomplete: 'email',
    hint: {
      zh: '验证码将发送到该邮箱。须为您本人的邮箱，不能是企业或代理的。首次打开后不能更换。',
      en:
        'The code is sent there. It must be yours, not the firm’s or an agent’s. Once you have opened the page it ' +
        'cannot be changed.',
    },
  }),
  passport: ask.code('您的护照号码', 'Your passport number', {
    max: 20,
    width: 10,
    hint: { zh: '与申请中填写的护照号码一致。', en: 'As in the application.' },
  }),
})

/** The code that was mailed, and where it went. */
export const TALENT_CODE = ask.form({
  email: ask.email('您本人的电子邮箱', 'Your own e-mail address', { autocomplete: 'email' }),
  code: ask.code('邮件中的八位验证码', 'The eight digits in the mail', {
    max: 20,
    width: 10,
    autocomplete: 'one-time-code',
  }),
})

export const TALENT_PIN = ask.form({ pin: ask.password('PIN码', 'PIN', { autocomplete: 'current-password' }) })

/** A new PIN, twice. */
export const NEW_TALENT_PIN = ask.form({
  pin: ask.password('新的PIN码', 'New PIN', {
    autocomplete: 'new-password',
    hint: {
      zh: '6到12位数字，只有您本人知道。请勿使用生日、护照号码或电话号码。',
      en: '6 to 12 digits that only you know. Do not use a birthday, passport or phone number.',
    },
  }),
  again: ask.password('新的PIN码（再次输入）', 'New PIN again', { autocomplete: 'new-password' }),
})

/** Where the link of a candidate's page goes, when the application has no address. */
export const TALENT_LINK = ask.form({
  email: ask.email('人选的电子邮箱', 'The candidate’s e-mail', {
    hint: {
      zh: '申请中未填写。须为人选本人的邮箱，不能是贵单位的。',
      en: 'The application has none. Enter the candidate’s own address, not one of your firm.',
    },
  }),
})

/** Why an officer empties a candidate's page. */
export const RESET_PAGE = ask.form({
  reason: ask.longText('重置的理由', 'Reason for the reset', {
    max: 500,
    hint: {
      zh: '例如：人选本人来电，称打开页面的邮箱不是自己的。记入办理记录，企业可见。',
      en:
        'For example, the candidate telephoned and said that the address is not theirs. Recorded in the ' +
        'history of the case and visible to the firm.',
    },
  }),
})
