/**
 * Where metrics go: as Prometheus text at METRICS_PORT, which is a door of its own, on loopback unless
 * METRICS_HOST says otherwise; and by OTLP to OTLP_URL. Without either nothing is counted. Nothing of
 * Node or of a library is patched: what is counted is counted where it happens.
 */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { metrics, trace } from '@opentelemetry/api'
import type { PrometheusExporter } from '@opentelemetry/exporter-prometheus'
import type { MeterProvider } from '@opentelemetry/sdk-metrics'
import type { TracerProvider } from '@opentelemetry/sdk-trace'
import type { Database } from './database.js'
import type { TelemetrySettings } from './exporters.js'
import { beginCounting, measure, type Measure, observe, stopCounting } from './metrics.js'
import { PortTaken } from './readiness.js'
import { beginTracing, stopTracing } from './tracing.js'

/** Where Prometheus asks. */
export const METRICS_PATH = '/metrics'

/** What every process says of itself. */
// biome-ignore format: one measure a paragraph, so that the list reads as a list
export const PROCESS_GAUGES = {
  info: measure('haijian_process_info', 'count', ['process', 'release', 'mode'],
    '始终为 1；标签说明这是哪个进程、哪个版本', 'always 1; its labels say which process and release this is'),
  ready: measure('haijian_ready', 'count', [],
    '能正常工作为 1，否则为 0（同 /health/ready）', '1 while the process can work, else 0 (as /health/ready)'),
  started: measure('haijian_process_started', 'instant', [],
    '进程启动的时刻', 'when the process started'),
  memory: measure('haijian_process_memory', 'bytes', [],
    '进程占用的内存', 'resident memory of the process'),
  loop: measure('haijian_loop_delay_seconds', 's', [],
    '自上次查询以来事件循环的最长延迟', 'longest delay of the event loop since it was last asked'),
  connections: measure('haijian_pool_connections', 'count', ['pool', 'state'],
    '数据库连接数（busy、idle）', 'connections of a pool to the database (busy, idle)'),
  waiting: measure('haijian_pool_waiting', 'count', ['pool'],
    '等待数据库连接的请求数', 'requests that wait for a connection to the database'),
} as const

export class Telemetry {
  private constructor(
    private readonly provider: MeterProvider | undefined,
    private readonly server: Server | undefined,
    private readonly tracers?: TracerProvider | undefined,
  ) {}

  /** Opens what the settings name. Throws PortTaken when the port is not to be had. */
  static async open(process: 'web' | 'worker', release: string, settings: TelemetrySettings): Promise<Telemetry> {
    const { metricsPort, metricsHost, otlpUrl, mode } = settings
    if (metricsPort === null && otlpUrl === null) return new Telemetry(undefined, undefined)
    // a hundred modules, which a process that tells nobody anything need not have
    const { openMeters, openTracers } = await import('./exporters.js')
    const { provider, scraped } = openMeters(settings)
    metrics.setGlobalMeterProvider(provider)
    beginCounting()
    observeProcess({ process, release, mode })
    const server = scraped && (await listen(scraped, metricsPort ?? 0, metricsHost))
    const tracers = otlpUrl === null ? undefined : openTracers(otlpUrl, process, settings)
    if (tracers) {
      trace.setGlobalTracerProvider(tracers)
      beginTracing()
    }
    return new Telemetry(provider, server, tracers)
  }

  get isOpen(): boolean {
    return this.provider !== undefined
  }

  /** Pools by their names; `isReady` is asked at each reading. */
  watch(pools: Readonly<Record<string, Database>>, isReady: () => Promise<boolean>): void {
    if (!this.isOpen) return
    for (const [pool, db] of Object.entries(pools)) {
      observe(PROCESS_GAUGES.connections, (result) => {
        const { busy, idle } = db.connections
        result.observe(busy, { pool, state: 'busy' })
        result.observe(idle, { pool, state: 'idle' })
      })
      observe(PROCESS_GAUGES.waiting, (result) => result.observe(db.connections.waiting, { pool }))
    }
    // after the pools: it takes a connection itself
    observe(PROCESS_GAUGES.ready, async (result) => result.observe((await isReady()) ? 1 : 0))
  }

  /** Sends what is left, and closes the door. A collector that does not answer holds nobody up. */
  async close(): Promise<void> {
    stopCounting()
    stopTracing()
    this.server?.close()
    this.server?.closeAllConnections()
    await this.provider?.shutdown({ timeoutMillis: 2_000 }).catch(() => undefined)
    await Promise.race([this.tracers?.shutdown().catch(() => undefined), sleep(2_000, undefined, { ref: false })])
    metrics.disable()
    trace.disable()
  }
}

function observeProcess(labels: { process: string; release: string; mode: string }): void {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  observe(PROCESS_GAUGES.info, (result) => result.observe(1, labels))
  observe(PROCESS_GAUGES.started, (result) => result.observe(Math.round(performance.timeOrigin / 1000)))
  observe(PROCESS_GAUGES.memory, (result) => result.observe(process.memoryUsage.rss()))
  observe(PROCESS_GAUGES.loop, (result) => {
    result.observe(delay.max / 1e9)
    delay.reset()
  })
}

async function listen(exporter: PrometheusExporter, port: number, host: string): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.method === 'GET' && request.url === METRICS_PATH) exporter.getMetricsRequestHandler(request, response)
    else response.writeHead(404).end()
  })
  server.listen(port, host).unref()
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    const where = { host: `${host}:${port}`, code: error.code ?? '' }
    throw new PortTaken({
      zh: `METRICS_PORT：无法在 ${where.host} 监听（${where.code}）。请换一个端口或地址。`,
      en: `METRICS_PORT: cannot listen on ${where.host} (${where.code}). Choose another port or address.`,
    })
  })
  return server
}

/** All of what a process exports by itself. */
export const OWN_GAUGES: readonly Measure[] = Object.values(PROCESS_GAUGES)
