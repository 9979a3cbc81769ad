/** What services read for one page is one transaction of whoever speaks: nobody else reads in it, nothing is written in it, and it ends with the page. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Database, row } from '../../src/base/database.js'
import type { Actor } from '../../src/people/actor.js'
import { settingsOf } from '../../src/people/scope.js'
import { World } from './world.js'

let world: World
let db: Database
let me: Actor
let officer: Actor

beforeAll(async () => {
  world = await World.open()
  db = world.app.get(Database)
  await world.letAllSpeak()
  me = world.person('applicant')
  officer = world.person('intake')
})
afterAll(() => world.close())

/** Which transaction somebody reads in, and as whom the database takes them. */
const read = (actor: Actor) =>
  db.transaction(settingsOf(actor), (tx) =>
    row(tx, `select pg_current_xact_id_if_assigned() as id, pg_backend_pid() as pid, now() as at, me_person() as me`),
  )
const write = (actor: Actor) =>
  db.transaction(settingsOf(actor), (tx) =>
    row(tx, `insert into saved_views (person_id, place, name, address) values ($1, 1, '视图', '/queue') returning id`, [
      actor.id,
    ]),
  )

test('all that one person reads for a page is one transaction', async () => {
  const [one, other] = await db.readTogether(me.speaker, () => Promise.all([read(me), read(me)]))
  expect(one).toMatchObject({ me: me.id })
  expect(other).toEqual(one)
})

test('whoever else reads meanwhile does so by themselves, as themselves', async () => {
  const [mine, theirs] = await db.readTogether(me.speaker, () => Promise.all([read(me), read(officer)]))
  expect(theirs).toMatchObject({ me: officer.id })
  expect(theirs).not.toMatchObject({ pid: (mine as { pid: number }).pid })
})

test('pages that are read at the same time have nothing in common', async () => {
  const page = (actor: Actor) => db.readTogether(actor.speaker, async () => [await read(actor), await read(actor)])
  const [mine, theirs] = await Promise.all([page(me), page(officer)])
  expect(mine).toMatchObject([{ me: me.id }, { me: me.id }])
  expect(theirs).toMatchObject([{ me: officer.id }, { me: officer.id }])
})

test('the database refuses to write in it', async () => {
  await expect(db.readTogether(officer.speaker, () => write(officer))).rejects.toMatchObject({
    message: expect.stringContaining('read-only'),
  })
  expect(await write(officer)).toEqual({ id: expect.any(Number) })
})

test('what was begun by the page and reads after its end does so by itself', async () => {
  let goOn = () => {}
  const ended = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const page = await db.readTogether(me.speaker, async () => ({
    here: await read(me),
    late: ended.then(() => read(me)),
  }))
  goOn()
  expect(await page.late).toMatchObject({ me: me.id })
  expect(await page.late).not.toEqual(page.here)
})

test('the first error ends all of it', async () => {
  const broken = () => db.transaction(settingsOf(me), (tx) => row(tx, 'select 1 / 0 as nothing'))
  await expect(db.readTogether(me.speaker, () => Promise.all([read(me), broken()]))).rejects.toThrow('division by zero')
  expect(await read(me)).toMatchObject({ me: me.id })
})
