/** What an outage asks: its days, and what to tell everybody in both languages. */
import * as ask from '../../forms/engine/field.js'

export const OUTAGE = ask.form({
  from: ask.date('第一天', 'First day'),
  to: ask.date('最后一天', 'Last day', {
    hint: {
      zh: '两天都算在内；可以是将来的，如计划内的维护。',
      en: 'Both days count; they may lie ahead, as for planned maintenance.',
    },
  }),
  zh: ask.text('发生了什么（中文）', 'What it is, in Chinese', {
    max: 200,
    width: 30,
    hint: {
      zh: '在每一页顶上告诉所有人，不要写个人信息。',
      en: 'Told to everybody at the top of every page. No personal data.',
    },
  }),
  en: ask.text('发生了什么（英文）', 'What it is, in English', { max: 200, width: 30 }),
})
