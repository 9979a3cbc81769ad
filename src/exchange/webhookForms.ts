/** What an administrator says of a subscription. */
import type { z } from 'zod'
import * as ask from '../forms/engine/field.js'
import type { Option } from '../forms/engine/ui.js'
import { WORDS } from '../workflow/words.js'
import { EVENT_KINDS } from './kinds.js'

const KINDS = EVENT_KINDS.map((value) => {
  const { zh, en } = WORDS[value].done
  return { value, label: { zh: `${zh}（${value}）`, en: `${en} (${value})` } }
})

const members = {
  address: ask.text('接收地址', 'Address of the receiver', {
    max: 500,
    hint: {
      zh: '以https://开头。系统先发送核对消息，接收方在响应中返回其中的challenge后开始推送。',
      en:
        'Begins with https://. A message with a challenge is sent there first; events follow once the ' +
        'response contains the challenge.',
    },
  }),
  kinds: ask
    .choices('推送的事件', 'Kinds of events', KINDS, {
      min: 0,
      hint: { zh: '均不选择的，推送全部。', en: 'Select none to receive all of them.' },
    })
    .optional(),
}

/** Of a firm's administrator, for the firm. */
export const WEBHOOK = ask.form(members)

/** Of a system administrator, for one of the authorities. */
export const webhookOf = (authorities: readonly Option[]) =>
  ask.form({
    authority: ask.choice('机关', 'Authority', authorities, {
      control: 'select',
      hint: {
        zh: '许可机关只收到发给它的推荐函的出具、重新出具、撤销、到期和办理结果。',
        en:
          'A permit authority is sent only what happens to letters addressed to it: issued, issued anew, revoked, ' +
          'expired, and their outcome.',
      },
    }),
    ...members,
  })

export type WebhookWish = z.output<typeof WEBHOOK> & { readonly authority?: string }

export const REPLAY = ask.form({
  from: ask.date('起始日期', 'Start date', {
    hint: {
      zh: '当日零时起的事件全部再推送一次，编号不变；最早30天前。',
      en: 'All events since the start of that day are sent again with the same ids; at most 30 days back.',
    },
  }),
})
