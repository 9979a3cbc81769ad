/** The first day of an empty installation: nobody is there, an operator asks three people in, and from then on everybody comes in by two of them. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import pg from 'pg'
import { webModule } from '../../src/web.module.js'
import { StandingClock } from '../../src/base/clock.js'
import { path } from '../../src/base/path.js'
import { projectFolder } from '../../src/settings.js'
import { createApplication } from '../../src/web/http/application.js'
import { compileAssets } from '../../src/web/kit/assets.js'
import { askWayBack, type FirstLink, inviteFirst, readFirst, readReset } from '../../tools/administrators.js'
import { OPEN_DOOR } from '../cases/world.js'
import { freshDatabase, type TestDatabase } from '../database.js'
import { Visitor } from '../web/served.js'

const NOW = new Date('2026-11-24T09:00:00+08:00')
const PASSWORD = 'twelve letters of a kind'
const ASKED = [
  ...['--operator', '陈一帆', '--why', '上线', '--system', '李明 <li.ming@city.example>'],
  ...['--security', '周宁 <zhou.ning@city.example>', '--auditor', 'wu.jing@city.example'],
]

let db: TestDatabase
let app: NestFastifyApplication
let origin: string
let admin: pg.Client
/** The auditor, once they are in. */
let watcher: Visitor
const clock = new StandingClock(NOW)

beforeAll(async () => {
  db = await freshDatabase({ LOG_LEVEL: 'error', ...OPEN_DOOR })
  const assets = await compileAssets(join(projectFolder, 'build/assets'), projectFolder)
  const { config, appUrl } = db
  app = await createApplication(webModule({ config, databaseUrl: appUrl, clock }, assets), config, assets.folder)
  await app.listen(0, '127.0.0.1')
  origin = await app.getUrl()
  admin = new pg.Client({ connectionString: db.adminUrl })
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await app.close()
  await db.drop()
})

const first = (args = ASKED) => inviteFirst(db.config, readFirst(args), clock.now())
const visitor = () => new Visitor(origin, () => Promise.resolve(undefined))

/** Comes in by a link, chooses a password, adds an authenticator. */
async function comeBy({ link, account }: FirstLink): Promise<Visitor> {
  const guest = visitor()
  expect((await guest.follow(link ?? '')).status).toBe(200)
  expect((await guest.send(path.join, { password: PASSWORD })).headers.get('location')).toBe(path.joinDone)
  await guest.open(path.signIn)
  await guest.comeFirst(account, PASSWORD, clock.now())
  return guest
}

test('what was asked for is read, or said how it is asked for', () => {
  expect(readFirst(ASKED).guests.systemAdmin).toEqual({ account: 'li.ming@city.example', name: '李明' })
  expect(readFirst(ASKED).guests.auditor).toEqual({ account: 'wu.jing@city.example', name: 'wu.jing@city.example' })
  expect(() => readFirst(ASKED.slice(2))).toThrow('Usage: npm run administrators')
  expect(() => readFirst([...ASKED, '--strange'])).toThrow('Usage: npm run administrators')
  expect(() => readFirst([...ASKED.slice(0, -1), '吴静'])).toThrow('“吴静” has no e-mail address')
})

test('nobody is two of the three', async () => {
  await expect(first([...ASKED.slice(0, -1), 'LI.MING@city.example'])).rejects.toThrow('must be three accounts')
})

test('three come in by their links, those of an earlier run open nothing, and then by two of them everybody else', async () => {
  const earlier = await first()
  const [system, security, auditor] = await first()
  if (!system || !security || !auditor) throw new Error('there are three')
  for (const { link } of earlier) expect((await visitor().follow(link ?? '')).status).toBe(404)
  const administrator = await comeBy(system)

  // from now on it is refused, and the other two links are good still
  await expect(first()).rejects.toThrow('There are people already')
  const other = await comeBy(security)
  watcher = await comeBy(auditor)
  expect((await visitor().follow(system.link ?? '')).status).toBe(404)

  await administrator.open(path.people)
  const asked = { name: '顾文静', account: 'gu@city.example', 'roles[]': 'policyEditor', authority: '' }
  const made = await administrator.send(path.invitations, asked)
  const invited = await administrator.open((made.headers.get('location') ?? '').split('#')[0] ?? '')
  const [, address = ''] = /<code id="link-value">https?:\/\/[^/]+(\/join#[^<]+)<\/code>/.exec(invited.html) ?? []
  // whoever opens it before it is approved reads that it may open later
  for (const [language, said] of [
    ['en', 'or has not been approved yet: try again later'],
    ['zh', '也可能尚待批准：请稍后再试'],
  ] as const) {
    const early = await visitor().follow(address.replace('#', `?language=${language}#`))
    expect([early.status, early.text]).toEqual([404, expect.stringContaining(said)])
  }
  const page = await other.open(path.people)
  const [, approve = ''] = /action="(\/admin\/people\/invitations\/\d+\/approve)"/.exec(page.html) ?? []
  await other.send(approve)
  expect((await visitor().follow(address)).text).toContain('顾文静')

  const told = (await watcher.open(path.auditPeople)).text
  expect(told).toContain('First administrator invited by the operator')
  expect(told).toContain('陈一帆 · 上线 · li.ming@city.example')
})

test('it stands in the history, with whoever did it and why, and as provable as every other row', async () => {
  const { rows } = await admin.query(
    `select h.detail ->> 'account' as account, h.detail ->> 'operator' as operator, h.detail ->> 'why' as why,
       exists (select 1 from row_marks m where m.relation = 'people_history' and m.row_id = h.id) as marked
     from people_history h where h.act = 'firstInvited' order by h.id`,
  )
  expect(rows).toHaveLength(6)
  expect(rows[0]).toEqual({ account: 'li.ming@city.example', operator: '陈一帆', why: '上线', marked: true })
})

describe('the way back in', () => {
  const LOST = ['--operator', '陈一帆', '--why', '手机和恢复码都丢了', '--account', 'LI.MING@city.example']
  const ask = () => askWayBack(db.config, readReset(LOST), clock.now())
  const later = (hours: number) => clock.moveTo(new Date(clock.now().getTime() + hours * 3_600_000))

  test('is for administrators and auditors alone, and tells all of them', async () => {
    await expect(
      askWayBack(db.config, readReset([...LOST.slice(0, -1), 'gu@city.example']), clock.now()),
    ).rejects.toThrow('is no account of an administrator or auditor')
    expect((await ask()).told).toBe(3)
    const { rows } = await admin.query(`select distinct p.account from mails m join people p on p.id = m.person_id
      where m.kind = 'wayBack' order by 1`)
    expect(rows.map(({ account }) => account)).toEqual([
      ...['li.ming@city.example', 'wu.jing@city.example', 'zhou.ning@city.example'],
    ])
  })

  test('does not open within a day, and never when an auditor objects', async () => {
    const { link } = await ask()
    expect((await visitor().follow(link)).status).toBe(404)
    const page = await watcher.open(path.people)
    expect(page.text).toContain('手机和恢复码都丢了 · requested by 陈一帆')
    const [, action = ''] = /action="(\/admin\/people\/ways-back\/\d+\/object)"/.exec(page.html) ?? []
    const { fields } = watcher
    expect((await watcher.send(action)).status).toBe(303)
    expect((await watcher.open(path.people)).text).not.toContain('手机和恢复码都丢了')
    expect((await watcher.send(action, fields)).status).toBe(404)
    later(25)
    expect((await visitor().follow(link)).status).toBe(404)
  })

  test('opens after a day when nobody objects, and takes password, authenticator and sessions away', async () => {
    const { link } = await ask()
    later(23)
    expect((await visitor().follow(link)).status).toBe(404)
    later(2)
    const guest = visitor()
    expect((await guest.follow(link)).status).toBe(200)
    expect((await guest.send(path.reset, { password: 'another twelve letters' })).status).toBe(200)
    await guest.open(path.signIn)
    await guest.comeFirst('li.ming@city.example', 'another twelve letters', clock.now())
    expect((await guest.open(path.people)).status).toBe(200)
    const history = (await guest.open(path.peopleHistory)).text
    for (const act of [
      'Restoring sign-in requested by the operator',
      'Objected to restoring sign-in',
      'Second factors reset',
    ])
      expect(history).toContain(act)
    expect((await visitor().follow(link)).status).toBe(404)
  })

  test('is too old two days after it has opened', async () => {
    const { link } = await ask()
    later(24 + 49)
    expect((await visitor().follow(link)).status).toBe(404)
  })
})

test('by mail nobody sees the link', async () => {
  const another = await freshDatabase()
  try {
    const links = await inviteFirst(another.config, readFirst([...ASKED, '--mail']), NOW)
    expect(links.map(({ link }) => link)).toEqual([null, null, null])
    const client = new pg.Client({ connectionString: another.adminUrl })
    await client.connect()
    const { rows } = await client.query('select address, kind, secret from mails order by id')
    await client.end()
    expect(rows).toEqual([
      { address: 'li.ming@city.example', kind: 'invitation', secret: true },
      { address: 'zhou.ning@city.example', kind: 'invitation', secret: true },
      { address: 'wu.jing@city.example', kind: 'invitation', secret: true },
    ])
  } finally {
    await another.drop()
  }
})
