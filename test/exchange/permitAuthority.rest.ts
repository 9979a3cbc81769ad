/**
 * The permit authority’s own system (tools/permit), over real HTTP from end to end: a letter, its replacement, its revocation and its end reach it; it fetches the package, checks the letter as a
 * stranger would, takes it over and sends what was decided. And what somebody else, or a system out of order, sends instead.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Clock } from '../../src/base/clock.js'
import { Database } from '../../src/base/database.js'
import { apiPath } from '../../src/base/path.js'
import { ExchangeSettings } from '../../src/exchange/feed.service.js'
import { LETTER_KINDS } from '../../src/exchange/kinds.js'
import { WebhookGuards, WebhookPost } from '../../src/exchange/post.js'
import { newWebhookSecret, signatures, WebhookKeys } from '../../src/exchange/signing.js'
import { Webhooks } from '../../src/exchange/webhook.service.js'
import type { KeyScope } from '../../src/people/actor.js'
import { Keys } from '../../src/people/key.service.js'
import { WebhookDispatcher } from '../../src/worker/webhookDispatcher.js'
import { WebhookSender } from '../../src/worker/webhookSender.js'
import { PermitSystem } from '../../tools/permit/system.js'
import type { Name } from '../cases/population.js'
import type { Case } from '../cases/world.js'
import { beMorning } from '../clock.js'
import { Served } from '../web/served.js'

const now = () => Date.now() // that of the morning, once the library has it
const moment = () => new Date(now()).toISOString()

const ALL: KeyScope[] = ['read', 'write', 'export']

let site: Served
let folder: string
let dispatcher: WebhookDispatcher
let sender: WebhookSender
let keys: Record<string, string>
let system: PermitSystem
let webhook: { id: number; secret: string }

beforeAll(async () => {
  beMorning() // what checks signatures goes by the time of day
  site = await Served.open({ at: moment() })
  folder = mkdtempSync(join(tmpdir(), 'permit-'))
  await site.world.letAllSpeak()
  const key = async (name: Name, scopes = ALL) =>
    (await site.world.app.get(Keys).create(site.world.person(name), { name: 'system', scopes, days: 30 })).secret
  keys = {
    permit: await key('permitOfficer'),
    firm: await key('applicant'),
    weak: await key('permitOfficer', ['read']),
  }
  const worker = await site.world.worker()
  dispatcher = worker.get(WebhookDispatcher)
  sender = new WebhookSender(
    worker.get(Database),
    worker.get(Clock),
    worker.get(WebhookKeys),
    new WebhookPost(new WebhookGuards(site.world.db.config), 2_000),
    worker.get(ExchangeSettings),
  )
})
afterAll(async () => {
  await sender.close()
  await site.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A system that decides at once, with a subscription of its own. */
async function connected(): Promise<void> {
  await dispatchAll() // what happened before is nothing to it
  const port = await freePort()
  const wish = { address: `http://127.0.0.1:${port}/`, kinds: [], authorityId: authority() }
  webhook = await site.world.app.get(Webhooks).create(site.world.person('systemAdmin'), wish)
  system = newSystem(port)
  await system.start()
  await sendAll()
}
const newSystem = (port: number, file = join(folder, randomUUID())) =>
  new PermitSystem(
    { site: site.origin, key: keys.permit ?? '', secret: webhook.secret, port, takes: { from: '2000' }, decides: 1 },
    file,
  )
const authority = (name = 'sh-permit') => site.world.population.authorities[name] ?? 0
async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return typeof address === 'object' && address ? address.port : 0
}

beforeEach(async () => {
  site.world.at(moment())
  await site.world.letAllSpeak()
  await connected()
})
afterEach(async () => {
  await system.close()
  await site.world.admin.query(`update webhooks set state = 'removed'`)
})

async function dispatchAll(): Promise<void> {
  const safe = async (name: string) =>
    BigInt((await site.world.admin.query(`select pg_snapshot_${name}(pg_current_snapshot())::text as n`)).rows[0]?.n)
  const until = await safe('xmax')
  while ((await safe('xmin')) < until) await pause(5)
  while (await dispatcher.dispatch());
}
async function sendAll(): Promise<void> {
  while ((await sender.sendDue()) > 0) await sender.settled()
}
/** Until nothing is left to send on either side. */
async function deliver(): Promise<void> {
  await dispatchAll()
  await sendAll()
  await system.settled()
}
/** Until the case has come to a state, by what the system does. */
async function until(one: Case, state: string): Promise<void> {
  for (const end = performance.now() + 20_000; performance.now() < end && (await one.state()) !== state; ) {
    await deliver()
    await pause(20)
  }
  expect(await one.state()).toBe(state)
  await deliver()
}
/** A case with its letter, whose documents are really there. */
async function issued(): Promise<Case> {
  const one = await site.world.caseIn('letterIssued')
  const { rows } = await site.world.admin.query<{ key: string }>(
    'select storage_key as key from attachments where case_id = $1',
    [one.id],
  )
  for (const { key } of rows) {
    const at = join(site.world.db.config.dataDir, 'files', key.slice(0, 2))
    mkdirSync(at, { recursive: true })
    writeFileSync(join(at, key.slice(2)), '%PDF-1.7')
  }
  return one
}
const told = (one: Case) =>
  system.journal.entries.flatMap(({ taken }) => (taken?.caseId === one.id ? [taken.kind] : []))
const said = () => system.journal.entries.map(({ said: { en } }) => en).join('\n')
const numberOf = async (one: Case): Promise<string> =>
  (await site.world.admin.query('select number from cases where id = $1', [one.id])).rows[0].number

interface Answer {
  readonly status: number
  readonly json: Record<string, unknown> & { results?: { code: string; said: { en: string }; caseId: number | null }[] }
}
async function api(
  where: string,
  { as = 'permit', body, repeat }: { as?: string; body?: object; repeat?: string } = {},
) {
  const headers: Record<string, string> = { authorization: `Bearer ${keys[as]}`, 'content-type': 'application/json' }
  if (repeat) headers['idempotency-key'] = repeat
  const method = body ? 'POST' : 'GET'
  const answer = await fetch(site.origin + where, { method, headers, body: body ? JSON.stringify(body) : null })
  const text = await answer.text()
  return { status: answer.status, json: text.startsWith('{') ? JSON.parse(text) : {} } as Answer
}
const codes = ({ json }: Answer) => json.results?.map(({ code }) => code)
const record = (lines: (object | string)[], more: { as?: string; repeat?: string } = {}) =>
  api(apiPath.outcomes, { body: { outcomes: lines }, ...more })

describe('the permit authority’s system', () => {
  test('gets a letter, checks it, takes it over and sends what was decided; nothing of before reaches it', async () => {
    const one = await issued()
    await until(one, 'permitGranted')
    expect(told(one)).toEqual(['recordLetter', 'receiveLetter', 'recordGranted'])
    expect(said()).toContain('the signature is valid and the letter is in force in the register')
    expect(said()).toContain('sent the outcome: granted')
    const { rows } = await site.world.admin.query(
      `select e.action, p.name, e.key_id is not null as "byKey" from events e join people p on p.id = e.actor_id
       where e.case_id = $1 and e.action in ('receiveLetter', 'recordGranted') order by e.seq`,
      [one.id],
    )
    expect(rows.map(({ action, byKey }) => [action, byKey])).toEqual([
      ['receiveLetter', true],
      ['recordGranted', true],
    ])
    const page = await (await fetch(system.address)).text()
    expect(page).toContain(await numberOf(one))
  })

  test('is told of a replacement and a revocation, and decides no letter that has ended', async () => {
    await system.close()
    const port = Number(new URL(`${(await addressOf()).address}`).port)
    system = new PermitSystem(
      { site: site.origin, key: keys.permit ?? '', secret: webhook.secret, port, takes: { from: '2100' }, decides: 1 },
      join(folder, randomUUID()),
    )
    await system.start()
    const one = await site.world.caseIn('letterIssued')
    await one.do('approver', 'reissueLetter')
    await one.makeLetter()
    await one.do('approver', 'revokeLetter')
    await deliver()
    expect(told(one)).toEqual(['recordLetter', 'reissueLetter', 'recordLetter', 'revokeLetter'])
    const letters = system.journal.entries.flatMap(({ taken }) => taken?.letterId ?? [])
    const [first, , second] = letters
    expect(letters).toEqual([first, first, second, second])
    expect(second).not.toBe(first)
    expect(await one.state()).toBe('letterRevoked')
    expect(
      (await site.world.app.get(Webhooks).deliveries(site.world.person('systemAdmin'), webhook.id, 50)).every(
        ({ state }) => state === 'sent',
      ),
    ).toBe(true)
  })

  test('goes on where it was after its end, and does nothing twice', async () => {
    const { address } = await addressOf()
    await system.close()
    const one = await issued()
    await dispatchAll()
    await sendAll() // nobody listens
    const file = join(folder, randomUUID())
    system = newSystem(Number(new URL(address).port), file)
    await system.start()
    site.world.clock.moveTo(new Date(site.world.clock.now().getTime() + 60_000))
    await until(one, 'permitGranted')
    await system.close()
    system = newSystem(Number(new URL(address).port), file)
    await system.start()
    await site.world.letAllSpeak()
    await site.world.app.get(Webhooks).replay(site.world.person('systemAdmin'), webhook.id, site.world.clock.today())
    expect(told(one)).toEqual(['recordLetter', 'receiveLetter', 'recordGranted'])
    await deliver()
    expect(told(one)).toEqual(['recordLetter', 'receiveLetter', 'recordGranted'])
  })

  test('the feed of a permit officer holds the same, and an authority that has no letter gets nothing', async () => {
    const one = await site.world.caseIn('permitGranted')
    await dispatchAll() // a feed holds back what another test's transaction on the server may still come before
    const { json } = await api(`${apiPath.events}?limit=500`)
    const events = (json as { events?: { kind: string; caseId: number; letter: { package: string } | null }[] }).events
    const own = events?.filter(({ caseId }) => caseId === one.id)
    expect(own?.map(({ kind }) => kind)).toEqual(['recordLetter', 'receiveLetter', 'recordGranted'])
    expect(own?.every(({ letter }) => letter !== null)).toBe(true)
    expect(LETTER_KINDS).not.toContain('submit')
  })
})

const addressOf = () => site.world.app.get(Webhooks).get(site.world.person('systemAdmin'), webhook.id)

describe('what comes from somebody else', () => {
  const post = async (body: string, headers: Record<string, string>) => {
    const answer = await fetch(system.address, { method: 'POST', body, headers })
    return [answer.status, await answer.text()] as const
  }
  const event = (id = 'event-1-1') =>
    JSON.stringify({
      type: 'expire',
      timestamp: moment(),
      data: { id, kind: 'expire', at: moment(), caseId: 1, caseNumber: null, letter: { id: 1 } },
    })
  const signed = (body: string, secret = webhook.secret, seconds = Math.floor(now() / 1000)) => ({
    'webhook-id': 'event-1-1',
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures([secret], { id: 'event-1-1', seconds, body }),
  })

  test('is refused when forged or old, known when repeated, and no message beyond all size is read', async () => {
    const body = event()
    expect((await post(body, {}))[0]).toBe(401)
    expect((await post(body, signed(body, newWebhookSecret())))[0]).toBe(401)
    expect((await post(body, signed(body, undefined, Math.floor(now() / 1000) - 3_600)))[0]).toBe(401)
    expect((await post(event('event-2-2'), signed(body)))[0]).toBe(401)
    expect(system.journal.entries).toEqual([])
    expect(await post(body, signed(body))).toEqual([202, 'taken'])
    expect(await post(body, signed(body))).toEqual([200, 'known'])
    expect(await post('{"type":1}', signed('{"type":1}'))).toEqual([422, 'not in the expected form'])
    const status = await new Promise((done) => {
      const sent = request(system.address, { method: 'POST' }, (answer) => done(answer.statusCode))
      sent.on('error', () => done('cut off'))
      for (let piece = 0; piece < 10; piece++) sent.write('x'.repeat(10_000))
      sent.end()
    })
    expect([413, 'cut off']).toContain(status)
  })

  test('the package of a letter that went to another authority is nobody’s', async () => {
    const one = await site.world.caseIn('letterIssued')
    const { rows } = await site.world.admin.query('select id from letters where case_id = $1', [one.id])
    const id = rows[0].id
    expect((await api(apiPath.letterPackage(id), { as: 'firm', body: {} })).status).toBe(403)
    expect((await api(apiPath.letterPackage(id), { as: 'weak', body: {} })).status).toBe(403)
    await site.world.admin.query(`update letters set addressed_to = $2 where id = $1`, [id, authority('sh-commerce')])
    expect((await api(apiPath.letterPackage(id), { body: {} })).status).toBe(404)
    expect((await api(apiPath.letterPackage(999_999), { body: {} })).status).toBe(404)
    await deliver()
    expect(told(one)).toEqual([])
  })
})

describe('outcomes by API', () => {
  const granted = (number: string) => ({ case: number, outcome: 'granted', permitClass: 'A', detailsLater: true })
  const refused = (number: string) => ({ case: number, outcome: 'refused', why: 'The post is not open.' })
  beforeEach(() => system.close())
  afterEach(() => system.start())

  test('are recorded, the same request again is answered the same, and nothing is recorded twice', async () => {
    const [one, other] = [await site.world.caseIn('letterReceived'), await site.world.caseIn('letterReceived', 'rival')]
    const lines = [granted(await numberOf(one)), refused(await numberOf(other))]
    expect(codes(await api(apiPath.outcomes, { body: { outcomes: lines, check: true } }))).toEqual(['ready', 'ready'])
    const repeat = randomUUID()
    const first = await record(lines, { repeat })
    expect([first.status, codes(first)]).toEqual([200, ['recorded', 'recorded']])
    expect((await record(lines, { repeat })).json).toEqual(first.json)
    expect(codes(await record(lines))).toEqual(['already', 'already'])
    expect(codes(await record([refused(await numberOf(one)), granted(await numberOf(other))]))).toEqual([
      'otherwise',
      'otherwise',
    ])
    expect([await one.state(), await other.state()]).toEqual(['permitGranted', 'permitRefused'])
    const { rows } = await site.world.admin.query(
      `select count(*)::int as n from events where case_id = any ($1) and action in ('recordGranted', 'recordRefused')`,
      [[one.id, other.id]],
    )
    expect(rows).toEqual([{ n: 2 }])
  })

  test('of a case without a letter, one not received, one twice, and one that contradicts itself are each answered', async () => {
    const [without, issued, good] = [
      await site.world.caseIn('underAssessment'),
      await site.world.caseIn('letterIssued'),
      await site.world.caseIn('letterReceived'),
    ]
    const answer = await record([
      granted(await numberOf(without)),
      granted(await numberOf(issued)),
      granted('2026-999999'),
      { ...refused(await numberOf(good)), permitClass: 'A' },
      granted(await numberOf(good)),
      { case: await numberOf(good), outcome: 'perhaps' },
      'not a line',
    ])
    expect(codes(answer)).toEqual(['unknown', 'notNow', 'unknown', 'wrong', 'twice', 'twice', 'wrong'])
    expect(await good.state()).toBe('letterReceived')
    expect(codes(await record([granted(await numberOf(good))]))).toEqual(['recorded'])
  })

  test.each<[object, string]>([
    [{ outcomes: [] }, 'outcomeLines'],
    [{ outcomes: 'all' }, 'outcomeLines'],
    [{ outcomes: Array.from({ length: 201 }, () => ({})) }, 'outcomeLines'],
    [{ outcomes: [{ case: '1', outcome: 'granted', permitclass: 'A' }] }, 'unknownName'],
    [{ lines: [] }, 'unknownName'],
  ])('are refused whole where they are no list of outcomes: %#', async (body, code) => {
    const { status, json } = await api(apiPath.outcomes, { body })
    expect([status, (json.problems as { code: string }[])[0]?.code]).toEqual([422, code])
  })

  test('are for permit officers, and for keys that may write', async () => {
    const one = await site.world.caseIn('letterReceived')
    const lines = [granted(await numberOf(one))]
    expect((await record(lines, { as: 'firm' })).status).toBe(403)
    expect((await record(lines, { as: 'weak' })).status).toBe(403)
    expect(await one.state()).toBe('letterReceived')
  })
})
