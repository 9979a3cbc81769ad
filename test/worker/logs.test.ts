/** What a worker writes to its log: its real process, with jobs that a request has ordered, and jobs that fail. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { apiPath } from '../../src/base/path.js'
import { inputOf } from '../cases/inputs.js'
import { Process } from '../reliability/ownProcesses.js'
import { Site } from '../web/site.js'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

interface Line {
  readonly msg: string
  readonly [field: string]: unknown
}

let site: Site
let worker: Process

const lines = (): Line[] =>
  worker.words
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))

/** Waits for the lines that `isMeant` picks. */
async function told(isMeant: (line: Line) => boolean): Promise<Line[]> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const found = lines().filter(isMeant)
    if (found.length > 0) return found
    await sleep(50)
  }
  throw new Error(`not told: ${worker.words}`)
}

async function add(task: string, payload: object, attempts = 25): Promise<string> {
  const { rows } = await site.world.admin.query(
    'select id from graphile_worker.add_job($1, $2::json, max_attempts => $3)',
    [task, JSON.stringify(payload), attempts],
  )
  return String(rows[0]?.id)
}

beforeAll(async () => {
  site = await Site.open({ settings: { TRUSTED_PROXIES: '1' } })
  const { config, workerUrl } = site.world.db
  worker = new Process('worker.js', {
    LOG_LEVEL: 'info',
    DATA_DIR: config.dataDir,
    WORKER_DATABASE_URL: workerUrl,
    CLOCK_AT: site.world.clock.now().toISOString(),
    // nobody listens there
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'noreply@haijian.example',
  })
  await told(({ msg }) => msg === 'started')
})
afterAll(async () => {
  worker.kill()
  await site.close()
})

test('says what it is', async () => {
  const [started] = await told(({ msg }) => msg === 'started')
  expect(started).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    level: 'info',
    process: 'worker',
    pid: expect.any(Number),
    host: expect.any(String),
    part: 'process',
    msg: 'started',
    release: expect.any(String),
    mode: 'test',
    pools: expect.objectContaining({ letters: 2, clock: 1 }),
  })
})

test('a job has the id and the trace of the request that ordered it', async () => {
  const proposed = await site.world.caseIn('awaitingDecision')
  const headers = { 'x-request-id': 'proxy-of-a-decision', traceparent: `00-${TRACE}-00f067aa0ba902b7-01` }
  const answer = await site.ask({
    method: 'POST',
    url: apiPath.action(proposed.id, 'recommend'),
    as: await site.session('approver'),
    body: { version: (await proposed.row()).version, input: inputOf('recommend', undefined) },
    headers,
  })
  expect(answer.json()).toMatchObject({ state: 'recommended' })
  const [done] = await told(({ msg, requestId }) => msg === 'job done' && requestId === headers['x-request-id'])
  expect(done).toMatchObject({
    level: 'info',
    part: 'jobs',
    task: 'makeLetter',
    traceId: TRACE,
    job: expect.stringMatching(/^\d+$/),
    attempt: 1,
    ms: expect.any(Number),
  })
})

test('a job that fails is told by its cause and whether it is tried again, and by nothing of what it holds', async () => {
  const bad = await add('makeLetter', { letterId: 'Canary Letter', requestId: 'proxy-of-a-bad-job' })
  const [failed] = await told(({ msg, job }) => msg === 'job failed' && job === bad)
  expect(failed).toMatchObject({
    level: 'error',
    task: 'makeLetter',
    requestId: 'proxy-of-a-bad-job',
    attempt: 1,
    again: true,
    error: 'ZodError',
    at: expect.arrayContaining([expect.stringMatching(/worker\.[jt]s:\d+:\d+/)]),
  })

  await site.world.admin.query('alter table proofs rename to "the canary table"')
  const last = await add('proveCase', { proofId: 1 }, 1)
  const [over] = await told(({ msg, job }) => msg === 'job failed' && job === last)
  await site.world.admin.query('alter table "the canary table" rename to proofs')
  expect(over).toMatchObject({ task: 'proveCase', attempt: 1, again: false, error: 'DatabaseError', code: '42P01' })
  expect(worker.words).not.toMatch(/canary|does not exist|received string/i)
})

test('a mail that does not go out is told by its fault and the system’s own word', async () => {
  const order = `insert into mails (kind, person_id, address, language, path, secret, ordered_at, next_try_at)
    values ('passwordReset', null, 'canary@firm.example', 'zh', '/reset', true, $1, $1)`
  await site.world.admin.query(order, [site.world.clock.now()])
  const [mail] = await told(({ msg }) => msg === 'mail not sent')
  expect(mail).toMatchObject({
    level: 'warn',
    kind: 'passwordReset',
    fault: 'noConnection',
    code: 'ECONNREFUSED',
    attempt: 1,
    again: true,
  })
  expect(worker.words).not.toMatch(/canary/i)
})

test('says that it leaves, and how it ended', async () => {
  worker.ask()
  expect(await worker.ended).toBe(0)
  expect(lines().slice(-2)).toMatchObject([
    { level: 'info', part: 'process', msg: 'leaving', signal: 'SIGTERM' },
    { level: 'info', part: 'process', msg: 'ended', status: 0 },
  ])
})
