/** Of firms: intake is told of what waits for it, a firm of what was decided of it; each once, by mail as each wants it. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { path } from '../../src/base/path.js'
import { Inbox } from '../../src/cases/inbox.js'
import { notificationOf } from '../../src/cases/notifications.js'
import { FIRM_ACTS, type FirmAct, firmNews, kindOf, toldOf } from '../../src/people/firmWords.js'
import type { Actor } from '../../src/people/actor.js'
import { Firms } from '../../src/people/firm.service.js'
import { FirmIntake } from '../../src/people/firmIntake.service.js'
import { Mandates } from '../../src/people/mandate.service.js'
import { FirmNotifier } from '../../src/worker/firmNotifier.js'
import { Notifier } from '../../src/worker/notifier.js'
import { World } from '../cases/world.js'

let world: World
let notifier: FirmNotifier

beforeAll(async () => {
  world = await World.open()
  notifier = (await world.worker()).get(FirmNotifier)
})
afterAll(() => world.close())
beforeEach(async () => {
  world.at('2026-11-24')
  await world.admin.query(`update people set mail_choices = '{}', email = null`)
  await tellAll()
  await world.admin.query('delete from notifications')
  await world.admin.query('delete from mails')
})

async function tellAll(): Promise<void> {
  const safe = async (name: string) =>
    (await world.admin.query(`select pg_snapshot_${name}(pg_current_snapshot())::text::bigint as n`)).rows[0]?.n
  const until = BigInt(await safe('xmax'))
  while (BigInt(await safe('xmin')) < until) await pause(5)
  await notifier.notify()
  while (await notifier.notify());
}

async function told(): Promise<string[]> {
  await tellAll()
  const { rows } = await world.admin.query<{ told: string }>(
    `select p.account || ' ' || n.kind as told from notifications n join people p on p.id = n.person_id order by n.id, 1`,
  )
  return rows.map(({ told }) => told)
}

test('intake is told that a firm waits, and the firm what became of it, by mail to an address that was confirmed', async () => {
  const [firms, intake] = [world.app.get(Firms), world.app.get(FirmIntake)]
  const { third } = world.population.firms
  const [officer, newcomer] = [world.person('intake'), world.person('newcomer')]
  await world.admin.query(`update people set email = account || '@example.com' where account in ('newcomer', 'intake')`)
  await intake.sendBack(officer, third, 'The licence cannot be read.')
  expect(await told()).toEqual(['newcomer firm:sentBack'])
  const firm = await firms.get(newcomer, third)
  await firms.mend(newcomer, { facts: { ...firm, zone: '外高桥' } })
  await intake.confirm(officer, third)
  expect(await told()).toEqual(['newcomer firm:sentBack', 'intake firm:sentAgain', 'newcomer firm:confirmed'])
  const mails = await world.admin.query(
    'select m.kind, p.account, m.path from mails m join people p on p.id = m.person_id order by m.id',
  )
  expect(mails.rows).toEqual([
    { kind: 'firm:sentBack', account: 'newcomer', path: path.firm },
    { kind: 'firm:confirmed', account: 'newcomer', path: path.firm },
  ])
  const inbox = world.app.get(Inbox)
  const mine = { unread: true, limit: 10 }
  const linesOf = async (who: Actor) => (await inbox.list(who, mine)).flatMap(({ lines }) => lines)
  expect((await linesOf(newcomer)).map(({ kind, caseId, firmId }) => [kind, caseId, firmId])).toEqual([
    ['firm:confirmed', null, third],
    ['firm:sentBack', null, third],
  ])
  await inbox.openFirm(newcomer, third)
  expect(await inbox.list(newcomer, mine)).toEqual([])
  expect((await linesOf(officer)).map(({ kind }) => kind)).toEqual(['firm:sentAgain'])
  // once for good: the digest of the officer's, who wants one a day, has it too
  await world.admin.query(`update event_cursors set position = 1 where name = 'firmActs'`)
  expect((await told()).filter((one) => one.startsWith('newcomer'))).toEqual([
    'newcomer firm:sentBack',
    'newcomer firm:confirmed',
  ])
  world.at('2026-11-25T08:30:00+08:00')
  await (await world.worker()).get(Notifier).orderDigests()
  const digest = await world.admin.query(`select count(*)::int as n from mails where kind = 'digest'`)
  expect(digest.rows).toEqual([{ n: 1 }])
})

test('of a registration its intake, and nobody else’s', async () => {
  const facts = {
    nameZh: '上海新来有限公司',
    creditCode: '91310000MA1FL00107',
    district: '310105',
    kind: 'mcn' as const,
  }
  const first = { account: 'fresh', name: '新来', password: 'a password of the tests', address: '192.0.2.1' }
  await world.app.get(Firms).register(facts, [], first)
  expect(await told()).toEqual(['intake firm:registered'])
})

describe('every act', () => {
  test.each(Object.keys(FIRM_ACTS) as FirmAct[])('%s has its words, and is no kind of a case', (act) => {
    expect(FIRM_ACTS[act].words.zh).not.toBe('')
    expect(firmNews(kindOf(act)) === undefined).toBe(toldOf(act) === undefined)
    expect([notificationOf(kindOf(act), 1), notificationOf(kindOf(act), null)]).toEqual([undefined, undefined])
  })
})

test('both firms are told of each step of a mandate, but for whoever takes it', async () => {
  const mandates = world.app.get(Mandates)
  const { second } = world.population.firms
  const now = (name: 'firmAdmin' | 'rivalAdmin') => {
    const person = world.person(name)
    return { ...person, speaker: person.speaker && { ...person.speaker, at: world.clock.now() } }
  }
  const { creditCode } = await world.app.get(Firms).get(now('rivalAdmin'), second)
  const give = () =>
    mandates.ask(now('firmAdmin'), { creditCode, asEmployer: true, acts: ['submit'], untilOn: '2026-11-30' })
  await give()
  const people = ['applicant', 'rival', 'rivalAdmin']
  expect((await told()).sort()).toEqual(people.map((name) => `${name} firm:mandateGiven`))
  const [one] = await mandates.listInForce(now('rivalAdmin'))
  await mandates.end(now('rivalAdmin'), one?.id ?? 0, 'Too much to do.')
  expect((await told()).filter((line) => line.includes('Ended')).sort()).toEqual([
    ...['applicant', 'firmAdmin', 'rival'].map((name) => `${name} firm:mandateEnded`),
  ])
  await give()
  world.at('2026-12-01')
  await (await world.tasks()).runMinute()
  expect((await told()).filter((line) => line.includes('Lapsed')).sort()).toEqual([
    ...['applicant', 'firmAdmin', 'rival', 'rivalAdmin'].map((name) => `${name} firm:mandateLapsed`),
  ])
})
