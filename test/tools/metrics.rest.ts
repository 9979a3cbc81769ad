/**
 * What is seen of running processes from outside: a web server and a worker, scraped as Prometheus does, and
 * a receiver of OTLP; the dashboard and the alerts name only what is really exported.
 */
import { createServer, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { COUNTERS, HISTOGRAMS } from '../../src/base/metrics.js'
import { apiPath, path } from '../../src/base/path.js'
import { METRICS_PATH, OWN_GAUGES } from '../../src/base/telemetry.js'
import { FIGURES } from '../../src/exchange/operation/figures.js'
import { SETTINGS } from '../../src/settings.js'
import { addressSettings } from '../../tools/roles.js'
import { OPEN_DOOR } from '../cases/world.js'
import { freePort } from '../ports.js'
import { Process } from '../reliability/ownProcesses.js'
import { Site } from '../web/site.js'

interface SpanSent {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
}

interface Received {
  readonly resourceSpans: readonly { scopeSpans: readonly { spans: readonly SpanSent[] }[] }[]
  readonly resourceMetrics: readonly { scopeMetrics: readonly { metrics: readonly { name: string }[] }[] }[]
}

let site: Site
let web: Process
let worker: Process
let collector: Server
const ports = { web: 0, metrics: 0, worker: 0 }
const received: { url: string | undefined; body: Received }[] = []

const scrape = async (port: number): Promise<string> => (await fetch(`http://127.0.0.1:${port}${METRICS_PATH}`)).text()
const open = (address: string) => fetch(`http://127.0.0.1:${ports.web}${address}`, { redirect: 'manual' })

/** A line of a scrape: name, labels and value. */
const seriesOf = (text: string) =>
  text.split('\n').flatMap((line) => {
    const [, name = '', labels = '', value = ''] = /^([a-z_]+)(\{.*\})? (\S+)/.exec(line) ?? []
    return name === '' ? [] : [{ name, labels, value: Number(value) }]
  })

async function until(port: number, isThere: (text: string) => boolean): Promise<string> {
  let text = ''
  for (let attempt = 0; attempt < 300; attempt++) {
    text = await scrape(port).catch(() => '')
    if (isThere(text)) return text
    await sleep(100)
  }
  throw new Error(`not there: ${text}${web.words}${worker.words}`)
}

beforeAll(async () => {
  site = await Site.open({ drafts: false })
  collector = createServer((request, response) => {
    let body = ''
    request.on('data', (piece) => {
      body += piece
    })
    request.on('end', () => {
      received.push({ url: request.url, body: JSON.parse(body) as Received }) // what OTLP sends by JSON
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  const otlp = await freePort()
  collector.listen(otlp, '127.0.0.1')
  ports.web = await freePort()
  ports.metrics = await freePort()
  ports.worker = await freePort()
  const { config, workerUrl } = site.world.db
  const shared = {
    DATA_DIR: config.dataDir,
    CLOCK_AT: site.world.clock.now().toISOString(),
    OTLP_URL: `http://127.0.0.1:${otlp}`,
    OTLP_SECONDS: '1',
    OTLP_TRACES: '100',
    [SETTINGS.proxies.name]: '1',
  }
  web = new Process('main.js', {
    ...addressSettings(config),
    ...shared,
    ...OPEN_DOOR,
    PORT: String(ports.web),
    DEMO: 'no',
    METRICS_PORT: String(ports.metrics),
  })
  worker = new Process('worker.js', {
    ...shared,
    WORKER_DATABASE_URL: workerUrl,
    METRICS_PORT: String(ports.worker),
    // nobody listens there
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'noreply@haijian.example',
  })
  await until(ports.metrics, (text) => text.includes('haijian_ready 1'))
  await until(ports.worker, (text) => text.includes('haijian_ready 1') && text.includes('haijian_mails_waiting'))
})
afterAll(async () => {
  for (const process of [web, worker]) process.kill()
  collector.close()
  collector.closeAllConnections()
  await site.close()
})

describe('the web server', () => {
  test('counts requests by the patterns of routes, whatever is asked', async () => {
    for (let n = 0; n < 50; n++) {
      await open(path.case(9_000 + n))
      await open(`/CanaryPath${n}/x`)
      await open(`${apiPath.case(9_000 + n)}?CanaryQuery=${n}`)
    }
    const text = await until(ports.metrics, (all) => all.includes('route="/cases/:id"'))
    expect(text).not.toMatch(/canary|="[^"]*90\d\d/i)
    const requests = seriesOf(text).filter(({ name }) => name === 'haijian_requests_total')
    expect(requests.find(({ labels }) => labels.includes('"/cases/:id"'))?.value).toBe(50)
    expect(requests.length).toBeLessThan(20)
    expect(seriesOf(text).length).toBeLessThan(600)
  })

  test('gives its metrics at a port of its own, and nothing else there', async () => {
    expect((await open(METRICS_PATH)).status).toBe(404)
    expect((await fetch(`http://127.0.0.1:${ports.metrics}${path.cases}`)).status).toBe(404)
    expect(await scrape(ports.metrics)).toContain('haijian_process_info{process="web"')
  })
})

test('every series has the labels that are declared, and only those', async () => {
  const declared = [...Object.values(COUNTERS), ...Object.values(HISTOGRAMS), ...OWN_GAUGES, ...Object.values(FIGURES)]
  for (const text of [await scrape(ports.metrics), await scrape(ports.worker)])
    for (const { name, labels } of seriesOf(text)) {
      const one = declared.find((known) => name.replace(/_(total|bucket|sum|count)$/, '') === known.name)
      const known = declared.find((exact) => exact.name === name) ?? one
      expect([name, known !== undefined]).toEqual([name, true])
      const given = [...labels.matchAll(/(\w+)="/g)].map(([, label]) => label).filter((label) => label !== 'le')
      expect([name, given.sort()]).toEqual([name, [...(known?.labels ?? [])].sort()])
    }
})

test('the worker counts its jobs, its mails and what it reads of the installation', async () => {
  const order = `insert into mails (kind, person_id, address, language, path, secret, ordered_at, next_try_at)
    values ('passwordReset', null, 'canary@firm.example', 'zh', '/reset', true, $1, $1)`
  await site.world.admin.query(order, [site.world.clock.now()])
  await site.world.admin.query(`select graphile_worker.add_job('makeLetter', '{"letterId": "canary"}')`)
  const text = await until(
    ports.worker,
    (all) =>
      all.includes('haijian_mails_total{way="mail",outcome="failed"}') &&
      all.includes('haijian_jobs_total{task="makeLetter",outcome="failed"}') &&
      all.includes('haijian_jobs_failing{task="makeLetter"} 1') &&
      all.includes('haijian_mails_waiting{way="mail"} 1'),
  )
  expect(text).not.toMatch(/canary/i)
  expect(text).toMatch(/^haijian_workers 1$/m)
  expect(text).toMatch(/^haijian_certificate_days\{certificate="signing"\} \d+$/m)
  expect(text).toMatch(/^haijian_disk_free_bytes\{folder="DATA_DIR"\} \d+$/m)
  expect(text).toMatch(/^haijian_documents_missing 0$/m)
})

test('both send the same to a collector', async () => {
  for (let attempt = 0; attempt < 100 && received.length < 4; attempt++) await sleep(100)
  const sent = received.filter(({ url }) => url === '/v1/metrics')
  const names = new Set(
    sent.flatMap(({ body }) =>
      body.resourceMetrics.flatMap(({ scopeMetrics }) =>
        scopeMetrics.flatMap(({ metrics }) => metrics.map(({ name }) => name)),
      ),
    ),
  )
  for (const name of ['haijian_requests', 'haijian_statement_seconds', 'haijian_jobs_waiting', 'haijian_ready'])
    expect(names).toContain(name)
  expect(JSON.stringify(received)).not.toMatch(/canary/i)
})

test('a trace goes on from its caller through a request and its statements, and through a job', async () => {
  const [trace, caller] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7']
  const headers = { traceparent: `00-${trace}-${caller}-01` }
  await fetch(`http://127.0.0.1:${ports.web}${path.criteria}`, { headers })
  const payload = JSON.stringify({ letterId: 4711, traceparent: headers.traceparent })
  await site.world.admin.query(`select graphile_worker.add_job('makeLetter', $1::json)`, [payload])
  const spans = () =>
    received
      .filter(({ url }) => url === '/v1/traces')
      .flatMap(({ body }) => body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)))
      .filter(({ traceId }) => traceId === trace)
  const named = (name: string) => spans().find((span) => span.name === name)
  const isThere = () => named('job makeLetter') !== undefined && named('GET /criteria') !== undefined
  for (let attempt = 0; attempt < 200 && !isThere(); attempt++) await sleep(100)
  const request = named('GET /criteria')
  expect([request?.parentSpanId, named('job makeLetter')?.parentSpanId]).toEqual([caller, caller])
  const statements = spans().filter(({ parentSpanId }) => parentSpanId === request?.spanId)
  expect(statements.map(({ name }) => name)).toContain('select')
  // instants of nineteen digits and ids drawn at random may hold any four
  const said = JSON.stringify(spans()).replace(/"(?:\w*[sS]panId|traceId|\w+UnixNano)":"\w+"/g, '""')
  expect(said).not.toMatch(/UnixNano|4711|from letters/)
})
