/** What is asked where personal data are shown, given out or erased. */
import * as ask from './engine/field.js'

/** Why an officer needs the whole passport number. */
export const REVEAL = ask.form({
  reason: ask.longText('查看的理由', 'Why you need it', {
    max: 500,
    hint: {
      zh: '例如：与护照照片页核对。写进案件经过。',
      en: 'To compare it with the passport, say. It stands in the case’s history.',
    },
  }),
})

const KINDS = [
  { value: 'correction', label: { zh: '更正', en: 'Correct something' } },
  { value: 'erasure', label: { zh: '删除我的个人信息', en: 'Erase my personal data' } },
] as const

/** What the talent asks for. */
export const TALENT_REQUEST = ask.form({
  kind: ask.choice('请求', 'What you ask for', KINDS),
  wording: ask.longText('说明', 'In your words', {
    hint: {
      zh: '哪一项不对，应是什么；或者为什么要删除。',
      en: 'What is wrong and what it should be; or why it should be erased.',
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
    hint: { zh: '人选本人会看到。', en: 'The talent reads it.' },
  }),
})
