/** What an announcement asks: when, for whom, how it is meant, and the text in both languages. */
import * as ask from '../../forms/engine/field.js'

const time = (zh: string, en: string) =>
  ask.code(zh, en, {
    max: 5,
    width: 5,
    form: /^([01]\d|2[0-3]):[0-5]\d$/,
    says: { form: { zh: '写成 08:30 这样。', en: 'Write it like 08:30.' } },
  })

export const AUDIENCES = [
  { value: 'all', label: { zh: '所有人，包括没有登录的', en: 'Everybody, signed in or not' } },
  { value: 'firms', label: { zh: '企业', en: 'Firms' } },
  { value: 'staff', label: { zh: '机关工作人员', en: 'Staff of authorities' } },
] as const

export const LEVELS = [
  { value: 'note', label: { zh: '通知', en: 'Notice' } },
  { value: 'maintenance', label: { zh: '计划维护', en: 'Planned maintenance' } },
  { value: 'urgent', label: { zh: '紧急', en: 'Urgent' } },
] as const

export const ANNOUNCEMENT = ask.form({
  zh: ask.text('内容（中文）', 'Text in Chinese', {
    max: 300,
    width: 30,
    hint: { zh: '一两句话，不要写个人信息。', en: 'A sentence or two. No personal data.' },
  }),
  en: ask.text('内容（英文）', 'Text in English', { max: 300, width: 30 }),
  level: ask.choice('性质', 'What it is', LEVELS),
  audience: ask.choice('给谁看', 'For whom', AUDIENCES),
  from: ask.date('开始日期', 'First day'),
  fromAt: time('开始时间', 'From'),
  until: ask.date('结束日期', 'Last day'),
  untilAt: time('结束时间', 'Until'),
})
