/**
 * What a process counts and times while it works, by the OpenTelemetry API. Nothing is counted until
 * telemetry.ts has opened an exporter. Labels come from fixed lists (patterns of routes, tasks, outcomes):
 * never an identifier, a name or a number of a case, so that the number of series is bounded.
 */
import { type Attributes, type Counter, type Histogram, metrics, type ObservableResult } from '@opentelemetry/api'
import type { Bilingual } from './text.js'

export type Unit = 's' | 'bytes' | 'days' | 'count' | 'instant'

/** One thing that is measured, as the documentation and the exporters know it. */
export interface Measure {
  /** In Prometheus; a counter gets `_total` there, a histogram `_bucket`, `_sum` and `_count`. */
  readonly name: string
  readonly unit: Unit
  readonly labels: readonly string[]
  readonly meaning: Bilingual
}

export const measure = (name: string, unit: Unit, labels: readonly string[], zh: string, en: string): Measure => ({
  name,
  unit,
  labels,
  meaning: { zh, en },
})

// biome-ignore format: one measure a paragraph, so that the list reads as a list
export const COUNTERS = {
  requests: measure('haijian_requests', 'count', ['method', 'route', 'status'],
    '已答复的请求，按路由模式和状态类别（2xx 等）',
    'requests answered, by pattern of route and class of status (2xx …)'),
  jobs: measure('haijian_jobs', 'count', ['task', 'outcome'],
    '后台任务的执行次数（done、failed）', 'runs of jobs (done, failed)'),
  polls: measure('haijian_polls_failed', 'count', ['poller'],
    '后台轮询失败的次数', 'failures of the worker’s pollers'),
  letters: measure('haijian_letters', 'count', ['outcome'],
    '排印并签名的函件（made、failed）', 'letters set and signed (made, failed)'),
  mails: measure('haijian_mails', 'count', ['way', 'outcome'],
    '邮件和短信的发送结果（sent、failed、givenUp）', 'mails and text messages (sent, failed, givenUp)'),
  deliveries: measure('haijian_deliveries', 'count', ['outcome'],
    '向接收系统推送事件的结果（sent、failed、parked）', 'deliveries of webhooks (sent, failed, parked)'),
  storeRequests: measure('haijian_store_requests', 'count', ['method', 'outcome'],
    '向存储桶发出的请求（done、failed），重试分别计数', 'requests to the bucket (done, failed), each try counted'),
} as const

// biome-ignore format: one measure a paragraph, so that the list reads as a list
export const HISTOGRAMS = {
  requestSeconds: measure('haijian_request_seconds', 's', ['route'],
    '请求从收到到答复的时间', 'time from a request to its answer'),
  statementSeconds: measure('haijian_statement_seconds', 's', ['kind'],
    '数据库语句的时间，按首词', 'time of database statements, by their first word'),
  jobSeconds: measure('haijian_job_seconds', 's', ['task'],
    '后台任务的时间', 'time of jobs'),
  letterSeconds: measure('haijian_letter_seconds', 's', [],
    '排印并签名一份函件的时间', 'time to set and sign a letter'),
  storeSeconds: measure('haijian_store_seconds', 's', ['method'],
    '存储桶答复一次请求的时间', 'time until the bucket answers a request'),
} as const

export type CounterName = keyof typeof COUNTERS
export type HistogramName = keyof typeof HISTOGRAMS

/** Seconds; few, since each is a series of every route. */
const BOUNDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

interface Instruments {
  readonly counters: Readonly<Record<CounterName, Counter>>
  readonly histograms: Readonly<Record<HistogramName, Histogram>>
}
let instruments: Instruments | undefined

const meter = () => metrics.getMeter('haijian')

const each = <Name extends string, Made>(declared: Readonly<Record<Name, Measure>>, make: (one: Measure) => Made) =>
  // each name has its own, which fromEntries does not tell
  Object.fromEntries(Object.entries<Measure>(declared).map(([name, one]) => [name, make(one)])) as Record<Name, Made>

/** From now on this process counts; once the provider of the API is set (telemetry.ts). */
export function beginCounting(): void {
  instruments = {
    counters: each(COUNTERS, ({ name, meaning }) => meter().createCounter(name, { description: meaning.en })),
    histograms: each(HISTOGRAMS, ({ name, meaning }) =>
      meter().createHistogram(name, { description: meaning.en, advice: { explicitBucketBoundaries: BOUNDS } }),
    ),
  }
}

export function stopCounting(): void {
  instruments = undefined
}

export const isCounting = (): boolean => instruments !== undefined

export function count(name: CounterName, labels: Attributes): void {
  instruments?.counters[name].add(1, labels)
}

export function time(name: HistogramName, seconds: number, labels: Attributes = {}): void {
  instruments?.histograms[name].record(seconds, labels)
}

/** Does some work, and times it: also when it fails. */
export async function timed<T>(name: HistogramName, labels: Attributes, work: () => Promise<T>): Promise<T> {
  const begun = performance.now()
  try {
    return await work()
  } finally {
    time(name, (performance.now() - begun) / 1000, labels)
  }
}

/** A measure that is asked for whenever somebody reads. What throws is left out. */
export function observe({ name, meaning }: Measure, read: (result: ObservableResult) => Promise<void> | void): void {
  meter()
    .createObservableGauge(name, { description: meaning.en })
    .addCallback(async (result) => {
      await Promise.resolve(read(result)).catch(() => undefined)
    })
}

/** Labels of statements, made once: the first words that we use. */
const KINDS: ReadonlyMap<string, Attributes> = new Map(
  'select insert update delete with begin commit rollback'.split(' ').map((kind) => [kind, { kind }]),
)
const OTHER: Attributes = { kind: 'other' }
const known = new Map<string, Attributes>()

/** By which a statement is timed: its first word, never its text. */
export function kindOf(sql: string): Attributes {
  const found = known.get(sql)
  if (found) return found
  const kind = KINDS.get(/^\s*(\w+)/.exec(sql)?.[1]?.toLowerCase() ?? '') ?? OTHER
  if (known.size < 2_000) known.set(sql, kind)
  return kind
}
