/** What administrators are asked: about people, outages, announcements, failed jobs and clearings of stores. */
import { STAFF_ROLE_CHOICES } from './choices.js'
import * as ask from './engine/field.js'
import { option } from './engine/ui.js'

const reason = {
  max: 500,
  hint: {
    zh: '另一位管理员据此决定；不要写案件内容。',
    en: 'The other administrator decides on this basis. Do not write about cases.',
  },
}

/** What administrators are asked when they propose something about a person, or reset factors. */
export const NEW_ROLES = ask.form({
  roles: ask.choices('角色', 'Roles', STAFF_ROLE_CHOICES),
  why: ask.longText('变更理由', 'Reason for the change', reason),
})
export const END_ACCESS = ask.form({ reason: ask.longText('停用理由', 'Reason for closing the account', reason) })
export const RESET_FACTORS = ask.form({
  how: ask.longText('身份核实方式', 'How the person’s identity was confirmed', {
    max: 500,
    hint: {
      zh: '例如当面核对了工作证，或主管到场证明。',
      en: 'For example, you checked the staff card in person, or a supervisor confirmed.',
    },
  }),
})

/** An outage: its days, and what to tell everybody in both languages. */
export const OUTAGE = ask.form({
  from: ask.date('第一天', 'First day'),
  to: ask.date('最后一天', 'Last day', {
    hint: {
      zh: '首尾两天均计入；可以是将来的日期，如计划维护。',
      en: 'Both days count. They can be in the future, for example for planned maintenance.',
    },
  }),
  zh: ask.text('事由（中文）', 'What happened, in Chinese', {
    max: 200,
    width: 30,
    hint: {
      zh: '显示在每一页顶部，所有人可见，请勿填写个人信息。',
      en: 'Shown to everybody at the top of every page. No personal data.',
    },
  }),
  en: ask.text('事由（英文）', 'What happened, in English', { max: 200, width: 30 }),
})

const time = (zh: string, en: string) =>
  ask.code(zh, en, {
    max: 5,
    width: 5,
    form: /^([01]\d|2[0-3]):[0-5]\d$/,
    says: { form: { zh: `“${zh}”的格式如 08:30。`, en: `${en}: for example 08:30.` } },
  })

export const AUDIENCES = [
  option('all', '所有人，包括没有登录的', 'Everybody, signed in or not'),
  option('firms', '企业', 'Firms'),
  option('staff', '机关工作人员', 'Staff of authorities'),
] as const

export const LEVELS = [
  option('note', '通知', 'Notice'),
  option('maintenance', '计划维护', 'Planned maintenance'),
  option('urgent', '紧急', 'Urgent'),
] as const

/** An announcement: when, for whom, how it is meant, and the text in both languages. */
export const ANNOUNCEMENT = ask.form({
  zh: ask.text('内容（中文）', 'Text in Chinese', {
    max: 300,
    width: 30,
    hint: { zh: '一两句话，请勿填写个人信息。', en: 'One or two sentences. No personal data.' },
  }),
  en: ask.text('内容（英文）', 'Text in English', { max: 300, width: 30 }),
  level: ask.choice('性质', 'Kind', LEVELS),
  audience: ask.choice('显示对象', 'Shown to', AUDIENCES),
  from: ask.date('开始日期', 'First day'),
  fromAt: time('开始时间', 'From'),
  until: ask.date('结束日期', 'Last day'),
  untilAt: time('结束时间', 'Until'),
})

export const DISCARD_JOB = ask.form({
  reason: ask.text('放弃的理由', 'Reason for giving up', { max: 200, width: 20 }),
})
export const APPROVE_CLEARING = ask.form({
  reason: ask.text('准许的理由', 'Reason for the approval', { max: 200, width: 20 }),
})
