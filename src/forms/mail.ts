/**
 * How one wants to be told: a choice for each group, the language of mails; and the address they go
 * to.
 */
import { z } from 'zod'
import type { Bilingual } from '../base/text.js'
import * as ask from './engine/field.js'
import {
  CHANNEL_WORDS,
  CHANNELS,
  GROUP_WORDS,
  type Group,
  groupsFor,
  isSoon,
  type SoonWay,
} from '../people/mailChoices.js'

const channels = (ways: readonly SoonWay[]) =>
  CHANNELS.filter((value) => !isSoon(value) || ways.includes(value)).map((value) => ({
    value,
    label: CHANNEL_WORDS[value],
  }))

const HINTS: Readonly<Record<Group, Bilingual>> = {
  work: {
    zh: '有案件待您办理、指派或移交给您，企业提交补正或意见。',
    en: 'A case is waiting for you or was assigned or handed over to you; a firm sent a correction or response.',
  },
  deadlines: {
    zh: '期限即将届满、超期、顺延，附带条件到期。',
    en: 'Time limits that end soon, have passed or changed; conditions that are due.',
  },
  progress: { zh: '受理、补正、决定、推荐函等。', en: 'Acceptance, corrections, decisions, letters.' },
  messages: { zh: '企业与部门之间发来的消息。', en: 'Messages between firm and department.' },
}

const LANGUAGES = [
  { value: 'zh', label: { zh: '中文', en: 'Chinese' } },
  { value: 'en', label: { zh: '英文', en: 'English' } },
] as const

/** The form for somebody of a firm or of an authority. @param ways by which messages reach them besides mail */
export const choicesForm = (firmId: number | null, ways: readonly SoonWay[]) =>
  ask.form({
    ...Object.fromEntries(
      groupsFor(firmId).map((group) => [
        group,
        ask.choice(GROUP_WORDS[group].zh, GROUP_WORDS[group].en, channels(ways), { hint: HINTS[group] }),
      ]),
    ),
    language: ask.choice('通知语言', 'Language of mails', LANGUAGES),
  })

/** What the form above has made sure of. */
export const choicesSchema = z.object({ language: z.enum(['zh', 'en']) }).catchall(z.enum(CHANNELS))

/** Where messages of each way are to go, and below the code that went there; all stand on one page. */
export const REACH: Readonly<Record<SoonWay, z.ZodObject>> = {
  sms: ask.form({ sms: ask.phone('手机号码', 'Mobile number', { autocomplete: 'tel' }) }),
  chat: ask.form({
    chat: ask.text('企业微信账号（UserID）', 'WeCom user id', {
      // as WeCom has them; @all would be everybody
      ...{ max: 64, width: 20, form: /^[A-Za-z0-9][A-Za-z0-9_.@-]*$/ },
      hint: { zh: '本机关企业微信通讯录里的账号。', en: 'Your account in the directory of your office’s WeCom.' },
      says: {
        form: {
          zh: '{name}由字母、数字和 _ - @ . 组成，以字母或数字开头，请核对。',
          en: '{name} consists of letters, digits and _ - @ . and starts with a letter or digit. Check it.',
        },
      },
    }),
  }),
}

const code = (zh: string, en: string) => ask.code(zh, en, { max: 12, width: 10, autocomplete: 'one-time-code' })
export const REACH_CODE: Readonly<Record<SoonWay, z.ZodObject>> = {
  sms: ask.form({ smsCode: code('短信中的验证码', 'Code from the text message') }),
  chat: ask.form({ chatCode: code('企业微信消息中的验证码', 'Code from the WeCom message') }),
}

export const ADDRESS = ask.form({
  email: ask.email('电子邮箱', 'E-mail address', { autocomplete: 'email' }),
})
