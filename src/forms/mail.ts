/**
 * How one wants to be told: a choice for each group, the language of mails; and the address they go
 * to.
 */
import { z } from 'zod'
import type { Bilingual } from '../base/text.js'
import * as ask from './engine/field.js'
import { CHANNEL_WORDS, CHANNELS, GROUP_WORDS, type Group, groupsFor } from '../people/mailChoices.js'

const channels = (texts: boolean) =>
  CHANNELS.filter((value) => texts || value !== 'sms').map((value) => ({ value, label: CHANNEL_WORDS[value] }))

const HINTS: Readonly<Record<Group, Bilingual>> = {
  work: {
    zh: '有案件等您办理、指派或移交给您、企业交来补正或意见。',
    en: 'A case waits for you, is assigned or handed over to you; a firm has sent a correction or an answer.',
  },
  deadlines: {
    zh: '期限将到、超期、顺延、附带条件到期。',
    en: 'Limits that are near, past or moved; conditions that are due.',
  },
  progress: { zh: '受理、补正、决定、推荐函等。', en: 'Acceptance, corrections, decisions, letters.' },
  messages: { zh: '企业与部门之间发来的消息。', en: 'What firm and department write to each other.' },
}

const LANGUAGES = [
  { value: 'zh', label: { zh: '中文', en: 'Chinese' } },
  { value: 'en', label: { zh: '英文', en: 'English' } },
] as const

/** The form for somebody of a firm or of an authority. @param texts whether text messages reach them */
export const choicesForm = (firmId: number | null, texts: boolean) =>
  ask.form({
    ...Object.fromEntries(
      groupsFor(firmId).map((group) => [
        group,
        ask.choice(GROUP_WORDS[group].zh, GROUP_WORDS[group].en, channels(texts), { hint: HINTS[group] }),
      ]),
    ),
    language: ask.choice('通知用的语言', 'Language of mails', LANGUAGES),
  })

/** What the form above has made sure of. */
export const choicesSchema = z.object({ language: z.enum(['zh', 'en']) }).catchall(z.enum(CHANNELS))

export const PHONE = ask.form({
  phone: ask.phone('手机号码', 'Mobile number', { autocomplete: 'tel' }),
})

export const PHONE_CODE = ask.form({
  code: ask.code('短信中的验证码', 'Code from the text message', { max: 12, width: 10, autocomplete: 'one-time-code' }),
})

export const ADDRESS = ask.form({
  email: ask.email('电子邮箱', 'E-mail address', { autocomplete: 'email' }),
})
