/**
 * How somebody wants to be told: by mail, text message or chat at once, by a mail a day, or in the application only,
 * for each group of what there is to be told.
 */
import type { Bilingual } from '../base/text.js'

export const CHANNELS = ['once', 'sms', 'chat', 'digest', 'app'] as const
export type Channel = (typeof CHANNELS)[number]

/**
 * work: something waits for the person; deadlines: near or past; progress: what happened in the
 * firm's cases; messages: between firm and department.
 */
export const GROUPS = ['work', 'deadlines', 'progress', 'messages'] as const
export type Group = (typeof GROUPS)[number]

export type MailChoices = Readonly<Partial<Record<Group, Channel>>>

export const GROUP_WORDS: Readonly<Record<Group, Bilingual>> = {
  work: { zh: '待办', en: 'Your tasks' },
  deadlines: { zh: '期限', en: 'Time limits' },
  progress: { zh: '办理进展', en: 'Progress of applications' },
  messages: { zh: '消息往来', en: 'Messages' },
}

export const CHANNEL_WORDS: Readonly<Record<Channel, Bilingual>> = {
  once: { zh: '立即发邮件', en: 'Mail at once' },
  sms: { zh: '立即发短信', en: 'Text message at once' },
  chat: { zh: '立即发企业微信', en: 'WeCom message at once' },
  digest: { zh: '每个工作日 8:30 发送汇总邮件', en: 'One mail each working day at 8:30' },
  app: { zh: '只在系统内', en: 'Messages here only' },
}

const USUAL: Readonly<Record<'firm' | 'staff', Readonly<Record<Group, Channel>>>> = {
  firm: { work: 'once', deadlines: 'once', progress: 'once', messages: 'once' },
  staff: { work: 'digest', deadlines: 'once', progress: 'app', messages: 'once' },
}

/** The groups of which somebody is told at all. */
export const groupsFor = (firmId: number | null): readonly Group[] =>
  firmId === null ? ['work', 'deadlines', 'messages'] : ['progress', 'deadlines', 'messages']

/** What the person chose, or what is usual. */
export const channelOf = (group: Group, firmId: number | null, choices: MailChoices): Channel =>
  choices[group] ?? USUAL[firmId === null ? 'staff' : 'firm'][group]

/** How a message leaves: an adapter of worker/mailQueue.ts each. */
export const SOON = ['sms', 'chat'] as const
export type SoonWay = (typeof SOON)[number]
export type Way = 'mail' | SoonWay
export const isSoon = (name: string): name is SoonWay => SOON.some((way) => way === name)

/** By which way somebody is told at once; undefined for who is not. */
export const wayOf = (channel: Channel): Way | undefined =>
  isSoon(channel) ? channel : channel === 'once' ? 'mail' : undefined
