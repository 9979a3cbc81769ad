/**
 * What an operator wants to know of the whole installation, each declared once: the worker reads it
 * (readFigures.ts), its metrics, the administrator's page and `npm run doctor` show it, and the limits are
 * those of deploy/alerts.yaml, which a test compares. No name, no number of a case, no address.
 */
import { z } from 'zod'
import { measure, type Measure } from '../../base/metrics.js'
import { type Bilingual, fill } from '../../base/text.js'
import { NOTIFIED_WITHIN } from '../../people/notificationLag.js'

export interface Figure extends Measure {
  /** Beyond it somebody should look; seconds, bytes, days or a count, as its unit. */
  readonly limit?: { readonly above: number } | { readonly below: number } | undefined
}

const MINUTE = 60
const HOUR = 60 * MINUTE

const above = (figure: Measure, limit: number): Figure => ({ ...figure, limit: { above: limit } })
const below = (figure: Measure, limit: number): Figure => ({ ...figure, limit: { below: limit } })

/** Milliseconds after which a worker that has not been seen is thought to be gone. */
export const WORKER_SILENT = 90_000

// biome-ignore format: one figure a paragraph, so that the list reads as a list
export const FIGURES = {
  workers: below(measure('haijian_workers', 'count', [],
    '运行中的后台进程', 'Active workers'), 1),
  jobsWaiting: measure('haijian_jobs_waiting', 'count', ['task'],
    '到期而未开始的任务', 'Due jobs not started yet'),
  jobsOldest: above(measure('haijian_jobs_oldest_seconds', 's', ['task'],
    '最早的待办任务已等待的时间', 'Waiting time of the oldest due job'), 10 * MINUTE),
  jobsFailed: above(measure('haijian_jobs_failing', 'count', ['task'],
    '执行失败、等待再试或不再重试的任务', 'Failed jobs, to be retried or not'), 0),
  eventsBehind: above(measure('haijian_events_behind_seconds', 's', ['reader'],
    '案件事件尚未读取的最长时间（通知、推送）',
    'Age of the oldest event that has not been read, for notifications and for webhooks'),
    NOTIFIED_WITHIN),
  sealingBehind: above(measure('haijian_sealing_behind_seconds', 's', [],
    '案件历史尚未封存的最长时间', 'Age of the oldest event that is not sealed outside the database'), 15 * MINUTE),
  mailsWaiting: measure('haijian_mails_waiting', 'count', ['way'],
    '待发的邮件和短信', 'Mails and text messages not sent yet'),
  mailsOldest: above(measure('haijian_mails_oldest_seconds', 's', ['way'],
    '最早的待发邮件或短信已等待的时间', 'Waiting time of the oldest mail or text message'), 30 * MINUTE),
  deliveriesWaiting: measure('haijian_deliveries_waiting', 'count', [],
    '待推送的事件', 'Webhooks not delivered yet'),
  deliveriesOldest: above(measure('haijian_deliveries_oldest_seconds', 's', [],
    '最早的待推送事件已等待的时间', 'Waiting time of the oldest webhook'), HOUR),
  documentsMissing: above(measure('haijian_documents_missing', 'count', [],
    '内容缺失的材料', 'Documents whose content is missing'), 0),
  storeAnswers: below(measure('haijian_store_answers', 'count', [],
    '材料存储是否应答（1 为应答）', 'Document store responds (1) or not (0)'), 1),
  certificateDays: below(measure('haijian_certificate_days', 'days', ['certificate'],
    '证书剩余天数（签名、时间戳）', 'Days left on certificates, for signing and for time-stamps'), 60),
  lastBackup: above(measure('haijian_backup_age_seconds', 's', [],
    '距上次备份的时间', 'Time since the last backup'), 26 * HOUR),
  diskFree: below(measure('haijian_disk_free_bytes', 'bytes', ['folder'],
    '磁盘剩余空间，按设定的文件夹', 'Free disk space, by folder in the settings'), 5_000_000_000),
} as const satisfies Record<string, Figure>

export type FigureName = keyof typeof FIGURES

/** A figure as it was read. */
export interface Reading {
  readonly figure: FigureName
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const READING = z.object({
  figure: z.string(),
  labels: z.record(z.string(), z.string()),
  value: z.number(),
})

/** What a worker has kept, perhaps of another release; what this one does not know is left out. */
export function readReadings(kept: unknown): Reading[] {
  const found = z.array(READING).safeParse(kept)
  return (found.data ?? []).flatMap(({ figure, ...rest }) => (isFigure(figure) ? [{ figure, ...rest }] : []))
}

const isFigure = (name: string): name is FigureName => Object.hasOwn(FIGURES, name)

/** Whether somebody should look. */
export function isBeyond({ figure, value }: Reading): boolean {
  const { limit }: Figure = FIGURES[figure]
  if (!limit) return false
  return 'above' in limit ? value > limit.above : value < limit.below
}

const AMOUNTS: readonly (readonly [least: number, size: number, words: Bilingual])[] = [
  [2 * 86_400, 86_400, { zh: '{n} 天', en: '{n} days' }],
  [2 * HOUR, HOUR, { zh: '{n} 小时', en: '{n} hours' }],
  [2 * MINUTE, MINUTE, { zh: '{n} 分钟', en: '{n} minutes' }],
  [0, 1, { zh: '{n} 秒', en: '{n} s' }],
]

/** A value of a figure as people read it. */
export function amountText(figure: FigureName, value: number): Bilingual {
  const { unit }: Figure = FIGURES[figure]
  if (figure === 'storeAnswers') return value === 1 ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }
  if (unit === 'bytes') return fill({ zh: '{n} GB', en: '{n} GB' }, { n: (value / 1e9).toFixed(1) })
  if (unit === 'days') return fill({ zh: '{n} 天', en: '{n} days' }, { n: value })
  if (unit !== 's') return fill({ zh: '{n}', en: '{n}' }, { n: value })
  const [, size, words] = AMOUNTS.find(([least]) => value >= least) ?? [0, 1, { zh: '{n} 秒', en: '{n} s' }]
  return fill(words, { n: Math.floor(value / size) })
}
