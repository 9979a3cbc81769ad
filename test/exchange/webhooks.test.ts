/** Webhooks end to end, to a real receiver: confirmed, signed, in order, at least once, and by nobody's trouble but the receiver's own. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Webhook as Verifier } from 'standardwebhooks'
import { Clock } from '../../src/base/clock.js'
import { Database } from '../../src/base/database.js'
import { path } from '../../src/base/path.js'
import { ExchangeSettings } from '../../src/exchange/feed.service.js'
import { FIGURES, type FigureName } from '../../src/exchange/operation/figures.js'
import { readDatabase } from '../../src/exchange/operation/readFigures.js'
import { WebhookGuards, WebhookPost } from '../../src/exchange/post.js'
import { newWebhookSecret, signatures, WebhookKeys } from '../../src/exchange/signing.js'
import { Webhooks } from '../../src/exchange/webhook.service.js'
import { TASKS } from '../../src/jobs/queue.js'
import { WebhookDispatcher } from '../../src/worker/webhookDispatcher.js'
import { WebhookSender } from '../../src/worker/webhookSender.js'
import { connect } from '../../tools/roles.js'
import { resealWebhooks } from '../../tools/secrets.js'
import type { Name } from '../cases/population.js'
import { type Case, World } from '../cases/world.js'
import { beMorning } from '../clock.js'
import { Receiver, type Received } from './receiver.js'

let world: World
let receiver: Receiver
let webhooks: Webhooks
let dispatcher: WebhookDispatcher
let sender: WebhookSender

/** A sender as the worker has it, less patient. */
async function newSender(): Promise<WebhookSender> {
  const worker = await world.worker()
  const post = new WebhookPost(new WebhookGuards(world.db.config), 400)
  return new WebhookSender(
    worker.get(Database),
    worker.get(Clock),
    worker.get(WebhookKeys),
    post,
    worker.get(ExchangeSettings),
  )
}

beforeAll(async () => {
  beMorning() // what checks signatures goes by the time of day
  world = await World.open()
  receiver = await Receiver.start()
  webhooks = world.app.get(Webhooks)
  dispatcher = (await world.worker()).get(WebhookDispatcher)
})
afterAll(async () => {
  await receiver.close()
  await world.close()
})
beforeEach(async () => {
  world.at(new Date().toISOString()) // that of the morning, which the library has, too
  await world.letAllSpeak()
  sender = await newSender()
})
afterEach(async () => {
  await sender.close()
  await world.admin.query(`update webhooks set state = 'removed'`)
  receiver.received.length = 0
  receiver.well.clear()
  receiver.statuses.clear()
})

/** Makes deliveries of everything until now: other tests' transactions on the server hold the cursor back as ours do. */
async function dispatchAll(): Promise<void> {
  const safe = async (name: string) =>
    BigInt((await world.admin.query(`select pg_snapshot_${name}(pg_current_snapshot())::text as n`)).rows[0]?.n)
  const until = await safe('xmax')
  while ((await safe('xmin')) < until) await pause(5)
  while (await dispatcher.dispatch());
}
/** Sends all that is due now. */
async function sendAll(): Promise<void> {
  while ((await sender.sendDue()) > 0) await sender.settled()
}
const deliver = async () => {
  await dispatchAll()
  await sendAll()
}
const later = (minutes: number) => world.clock.moveTo(new Date(world.clock.now().getTime() + minutes * 60_000))

async function subscribe(at: string, who: Name = 'firmAdmin', kinds: string[] = [], authority?: string) {
  const authorityId = authority === undefined ? null : (world.population.authorities[authority] ?? null)
  await dispatchAll() // what happened before is nothing to it
  const made = await webhooks.create(world.person(who), { address: receiver.address(at), kinds, authorityId })
  await sendAll()
  return made
}
const verify = ({ body, headers }: Received, secret: string) =>
  new Verifier(secret).verify(body, headers as Record<string, string>)
const told = (at: string, one: Pick<Case, 'id'>) =>
  receiver.at(at).filter(({ message }) => message.data.caseId === one.id)
const kindsAt = (at: string, one: Pick<Case, 'id'>) => told(at, one).map(({ message }) => message.type)
const stateOf = async (id: number, who: Name = 'firmAdmin') => (await webhooks.get(world.person(who), id)).state
const deliveriesOf = (id: number, who: Name = 'firmAdmin') => webhooks.deliveries(world.person(who), id, 50)

describe('a subscription', () => {
  test('is confirmed by the challenge, and is sent what its owner may see, signed, each event in order', async () => {
    const { id, secret } = await subscribe('/in')
    const [first] = receiver.received
    expect([first?.message.type, first?.headers['webhook-id']]).toEqual(['challenge', `challenge-${id}`])
    expect(first && verify(first, secret)).toEqual(first?.message)
    expect(await stateOf(id)).toBe('active')

    const one = await world.caseIn('submitted')
    await one.do('intake', 'accept')
    await one.do('assessor', 'report')
    const other = await world.caseIn('submitted', 'rival', 'streamer')
    await deliver()
    expect(kindsAt('/in', one).slice(-2)).toEqual(['submit', 'accept'])
    expect(kindsAt('/in', other)).toEqual([])
    for (const received of receiver.at('/in')) expect(verify(received, secret)).toEqual(received.message)
    const orders = told('/in', one).map(({ message }) => Number(message.data.order))
    expect(orders).toEqual([...orders].sort((a, b) => a - b))
    const last = told('/in', one).at(-1)
    expect(last?.headers['webhook-id']).toBe(`event-${one.id}-${orders.at(-1)}`)
    expect(last?.message.data).toMatchObject({ kind: 'accept', caseId: one.id })
    // nothing of anybody: of the candidate, the firm and those who acted
    expect(
      receiver
        .at('/in')
        .map(({ body }) => body)
        .join(),
    ).not.toMatch(/SMITH|云帆|陈静|ctor|actor|name/i)
    const count = receiver.received.length
    await deliver()
    expect(receiver.received.length).toBe(count)
  })

  test('of an authority is set by a system administrator, who reads no number of a case', async () => {
    const { id } = await subscribe('/permit', 'systemAdmin', ['recordLetter', 'revokeLetter'], 'sh-permit')
    const one = await world.caseIn('letterIssued')
    await deliver()
    expect(kindsAt('/permit', one)).toEqual(['recordLetter'])
    expect((await deliveriesOf(id, 'systemAdmin')).map(({ kind, caseNumber }) => [kind, caseNumber])).toEqual([
      ['recordLetter', null],
      ['challenge', null],
    ])
    await expect(webhooks.get(world.person('firmAdmin'), id)).rejects.toThrow('not found')
    await expect(webhooks.get(world.person('securityAdmin'), id)).rejects.toThrow('not found')
    await expect(subscribe('/in', 'applicant')).rejects.toThrow('forbidden')
    await expect(subscribe('/in', 'firmAdmin', [], 'sh-permit')).rejects.toThrow('forbidden')
  })

  test.each([
    ['http://10.0.0.1/', 'addressOutOfBounds'],
    ['https://10.0.0.1/', 'addressOutOfBounds'],
    ['https://[fd00::1]/', 'addressOutOfBounds'],
    ['http://hooks.example/', 'addressOutOfBounds'],
    ['https://user:secret@hooks.example/', 'badAddress'],
    ['ftp://hooks.example/', 'badAddress'],
    ['hooks.example', 'badAddress'],
  ])('is not made for %s', async (address, code) => {
    const wish = { address, kinds: [], authorityId: null }
    await expect(webhooks.create(world.person('firmAdmin'), wish)).rejects.toMatchObject({ problems: [{ code }] })
  })

  test('is sent nothing before its receiver has answered the challenge', async () => {
    const { id } = await subscribe('/unaware')
    const one = await world.caseIn('submitted')
    await deliver()
    expect([await stateOf(id), receiver.at('/unaware')]).toEqual(['unconfirmed', []])
    expect((await deliveriesOf(id))[0]).toMatchObject({ kind: 'challenge', fault: 'challenge', status: 200 })
    receiver.well.add('/unaware')
    const [challenge] = await deliveriesOf(id)
    await webhooks.sendAgain(world.person('firmAdmin'), id, challenge?.id ?? 0)
    await sendAll()
    expect(await stateOf(id)).toBe('active')
    await one.do('intake', 'accept')
    await deliver()
    expect(kindsAt('/unaware', one)).toEqual(['accept'])
  })

  test('keeps what happens while it is paused, and nothing once it is removed', async () => {
    const { id } = await subscribe('/in')
    await webhooks.pause(world.person('firmAdmin'), id)
    const one = await world.caseIn('submitted')
    await deliver()
    expect(receiver.at('/in')).toEqual([])
    await webhooks.resume(world.person('firmAdmin'), id)
    await sendAll()
    expect(kindsAt('/in', one).at(-1)).toBe('submit')
    await webhooks.remove(world.person('firmAdmin'), id)
    await one.do('intake', 'accept')
    await deliver()
    expect(kindsAt('/in', one).at(-1)).toBe('submit')
    const { rows } = await world.admin.query('select octet_length(secret) as n from webhooks where id = $1', [id])
    expect(rows).toEqual([{ n: 0 }])
  })
})

test('a host of the own network is reached for an authority alone, where a setting names it; a name that leads there, for nobody', async () => {
  const guards = new WebhookGuards({ production: true, webhookPrivate: ['127.0.0.1'] })
  const post = new WebhookPost(guards)
  const address = receiver.address('/in').replace('http:', 'https:')
  expect(await post.send({ address, authorityId: null }, {}, '{}')).toMatchObject({ fault: 'outOfBounds' })
  expect(await post.send({ address, authorityId: 3 }, {}, '{}')).toMatchObject({ fault: 'tls' })
  const strict = new WebhookPost(new WebhookGuards({ production: true, webhookPrivate: null }))
  const named = address.replace('127.0.0.1', 'localhost')
  expect(await strict.send({ address: named, authorityId: 3 }, {}, '{}')).toMatchObject({ fault: 'outOfBounds' })
  expect(receiver.received).toEqual([])
})

describe('signatures', () => {
  test('are refused when forged, replayed much later, or of another body', () => {
    const [secret, other] = [newWebhookSecret(), newWebhookSecret()]
    const body = '{"type":"accept"}'
    const now = Math.floor(Date.now() / 1000) // the verifier goes by the time of day
    const signed = (by: string, seconds = now, said = body) => ({
      'webhook-id': 'event-1-1',
      'webhook-timestamp': String(seconds),
      'webhook-signature': signatures([by], { id: 'event-1-1', seconds, body: said }),
    })
    const verifier = new Verifier(secret)
    expect(verifier.verify(body, signed(secret))).toEqual({ type: 'accept' })
    expect(() => verifier.verify(body, signed(other))).toThrow('No matching signature')
    expect(() => verifier.verify(body, signed(secret, undefined, '{"type":"refuse"}'))).toThrow('No matching signature')
    expect(() => verifier.verify(body, signed(secret, now - 600))).toThrow('too old')
    expect(() => verifier.verify(body, { ...signed(secret), 'webhook-id': 'event-1-2' })).toThrow('No matching')
  })

  test('are by both secrets for a day after one was changed, then by the new one', async () => {
    const { id, secret } = await subscribe('/in')
    const changed = await webhooks.rotate(world.person('firmAdmin'), id)
    const one = await world.caseIn('submitted')
    await deliver()
    const [first] = told('/in', one)
    expect(first && [verify(first, secret), verify(first, changed)]).toEqual([first?.message, first?.message])
    later(25 * 60)
    await world.letAllSpeak()
    await one.do('intake', 'accept')
    await deliver()
    const last = told('/in', one).at(-1)
    expect(last?.headers['webhook-signature']).toMatch(/^v1,[\w+/]{43}=$/)
    const sealed = await world.admin.query('select secret from webhooks where id = $1', [id])
    expect(sealed.rows[0].secret.includes(Buffer.from(changed.slice(6), 'base64'))).toBe(false)
  })
})

describe('a receiver in trouble', () => {
  test.each([
    ['/error', 'status', 500],
    ['/inside', 'redirect', 302],
    ['/mute', 'timeout', null],
    ['/trickle', 'timeout', null],
  ])('at %s is tried again later, and gets everything in the end', async (at, fault, status) => {
    receiver.well.add(at)
    const { id } = await subscribe(at)
    receiver.well.clear()
    const one = await world.caseIn('submitted')
    await deliver()
    const tried = (await deliveriesOf(id)).filter(({ triedAt, kind }) => triedAt !== null && kind !== 'challenge')
    // after the first that failed it is left alone for a while
    expect(tried).toMatchObject([{ state: 'failed', fault, status, tries: 1 }])
    receiver.well.add(at)
    receiver.received.length = 0
    later(1)
    await sendAll()
    expect(kindsAt(at, one).at(-1)).toBe('submit')
    expect((await deliveriesOf(id)).filter(({ state }) => state !== 'sent')).toEqual([])
  })

  test('that answers without end is cut off, and has received', async () => {
    const { id } = await subscribe('/endless')
    expect(await stateOf(id)).toBe('active')
    const one = await world.caseIn('submitted')
    await deliver()
    expect(kindsAt('/endless', one).at(-1)).toBe('submit')
    const [last] = await deliveriesOf(id)
    expect([last?.state, last?.answer?.length]).toEqual(['sent', 200])
  })

  test('holds nobody else up, also where there are more of them than places', async () => {
    receiver.well.add('/mute')
    for (let dead = 0; dead < 9; dead++) await subscribe('/mute', 'systemAdmin', ['submit'], 'sh-commerce')
    const live = await subscribe('/quick', 'firmAdmin', ['submit'])
    receiver.well.clear()
    const one = await world.caseIn('submitted')
    await dispatchAll()
    await sender.sendDue()
    for (
      const end = performance.now() + 20_000;
      performance.now() < end && kindsAt('/quick', one).length === 0;
      await pause(20)
    )
      await sender.sendDue()
    expect(kindsAt('/quick', one)).toEqual(['submit'])
    expect(await stateOf(live.id)).toBe('active')
    await sender.settled()
  })

  test('is given up after three days, its administrators are told once, and a replay brings all, under the same ids', async () => {
    receiver.well.add('/error')
    const { id } = await subscribe('/error', 'firmAdmin', ['submit', 'accept'])
    receiver.well.clear()
    const one = await world.caseIn('submitted')
    await one.do('intake', 'accept')
    await dispatchAll()
    for (let tries = 0; tries < 14; tries++, later(tries < 8 ? 600 : 1500)) await sendAll()
    const states = (await deliveriesOf(id)).map(({ kind, state }) => `${kind} ${state}`)
    expect(states).toEqual(['accept parked', 'submit parked', 'challenge sent'])
    const mails = await world.admin.query(
      `select m.path, p.account from mails m join people p on p.id = m.person_id where m.kind = 'webhookParked'`,
    )
    expect(mails.rows).toEqual([{ path: path.webhook(id), account: 'firmAdmin' }])

    const ids = told('/error', one).map(({ headers }) => headers['webhook-id'])
    receiver.well.add('/error')
    receiver.received.length = 0
    await world.letAllSpeak()
    const { rows } = await world.admin.query<{ day: string }>(
      `select (at at time zone 'Asia/Shanghai')::date::text as day from events where case_id = $1 order by seq desc limit 1`,
      [one.id],
    )
    await webhooks.replay(world.person('firmAdmin'), id, rows[0]?.day ?? '')
    await deliver()
    expect(kindsAt('/error', one)).toEqual(['submit', 'accept'])
    expect(new Set(ids)).toEqual(new Set([told('/error', one)[0]?.headers['webhook-id']]))
    expect((await webhooks.get(world.person('firmAdmin'), id)).replayFrom).toBeNull()
  })
})

test('secrets are sealed anew when SECRET changes', async () => {
  const { id, secret } = await subscribe('/in', 'firmAdmin', ['submit'])
  const owner = await connect(world.db.ownerUrl)
  const changed = { secret: 'x'.repeat(40), secretEarlier: [world.db.config.secret] }
  try {
    expect([await resealWebhooks(owner, changed), await resealWebhooks(owner, changed)]).toEqual([1, 0])
  } finally {
    await owner.end()
  }
  const { rows } = await world.admin.query('select code, secret from webhooks where id = $1', [id])
  const [{ code, secret: sealed }] = rows
  expect(WebhookKeys.of({ ...changed, secretEarlier: null }).open(code, sealed)).toBe(secret)
  // whoever has the old one alone is told to change it
  const one = await world.caseIn('submitted')
  await deliver()
  expect([kindsAt('/in', one), (await deliveriesOf(id))[0]?.fault]).toEqual([[], 'secret'])
})

test('two senders send nothing twice, and what one was killed over goes out under the same id', async () => {
  const other = await newSender()
  try {
    await subscribe('/in', 'firmAdmin', ['submit'])
    const one = await world.caseIn('submitted')
    await dispatchAll()
    await Promise.all([sender.sendDue(), other.sendDue()])
    await Promise.all([sender.settled(), other.settled()])
    await Promise.all([sender.sendDue(), other.sendDue()])
    await Promise.all([sender.settled(), other.settled()])
    expect(kindsAt('/in', one)).toEqual(['submit'])
    // sent, and not settled
    await world.admin.query(`update webhook_deliveries set state = 'waiting' where case_id = $1`, [one.id])
    await sender.close()
    await other.sendDue()
    await other.settled()
    const [first, second] = told('/in', one)
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  } finally {
    await other.close()
  }
})

test('deliveries go with the case’s data, and after 30 days', async () => {
  const { id } = await subscribe('/in', 'firmAdmin', ['submit'])
  const one = await world.caseIn('submitted')
  await deliver()
  await world.admin.query('update cases set erased_at = now() where id = $1', [one.id])
  expect((await deliveriesOf(id)).map(({ kind }) => kind)).toEqual(['challenge'])
  later(31 * 24 * 60)
  await dispatcher.forget()
  await world.letAllSpeak()
  expect(await deliveriesOf(id)).toEqual([])
})

test('what waits to be delivered is counted, and every figure has the labels that it declares', async () => {
  const { id } = await subscribe('/counted')
  await world.caseIn('submitted')
  await dispatchAll()
  const ask = async <Row>(sql: string, values: readonly unknown[]) =>
    (await world.admin.query(sql, [...values])).rows as Row[] // as it asks
  const read = await readDatabase(ask, new Date(world.clock.now().getTime() + 60_000))
  for (const { figure, labels } of read) expect([figure, Object.keys(labels)]).toEqual([figure, FIGURES[figure].labels])
  const valuesOf = (name: FigureName) => read.filter(({ figure }) => figure === name)
  const waiting = (await deliveriesOf(id)).filter(({ state }) => state === 'waiting').length
  expect(waiting).toBeGreaterThan(0)
  expect(valuesOf('deliveriesWaiting').map(({ value }) => value)).toEqual([waiting])
  expect(valuesOf('deliveriesOldest')[0]?.value).toBeGreaterThanOrEqual(60)
  expect(valuesOf('documentsMissing').map(({ value }) => value)).toEqual([0])
  for (const name of ['jobsWaiting', 'jobsOldest', 'jobsFailed'] as const)
    expect(
      valuesOf(name)
        .map(({ labels }) => labels.task)
        .sort(),
    ).toEqual([...TASKS].sort())
  const { rows } = await world.admin.query<{ task: string }>('select task_identifier as task from graphile_worker.jobs')
  for (const name of ['jobsWaiting', 'jobsOldest', 'jobsFailed'] as const) {
    const idle = valuesOf(name).filter(({ labels }) => !rows.some(({ task }) => task === labels.task))
    expect([idle.length > 0, idle.filter(({ value }) => value !== 0)]).toEqual([true, []])
  }
})
