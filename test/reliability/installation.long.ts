/** An installation knows itself: a database that is made anew under running processes, a queue with other numbers, copies, two databases on one folder. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { BROKEN } from '../../src/base/ending.js'
import { EXIT_SETTINGS } from '../../src/config.js'
import { makeOwn } from '../../tools/installation.js'
import { migrate } from '../../tools/migrate.js'
import { connect } from '../../tools/roles.js'
import { freshDatabase } from '../database.js'
import { closing, endAll, living, newDatabase, newFolder, query, running, web, worker } from './ownProcesses.js'

jest.setTimeout(300_000)

afterEach(endAll)

test('of two databases on one folder one has it', async () => {
  const [first, second] = [await newDatabase(), await newDatabase()]
  const folder = newFolder()
  const all = [first, second, first, second].map((database) => ({ database, process: worker(database, folder) }))
  const settled = await Promise.all(
    all.map(async ({ database, process: one }) => ({
      database,
      how: await one.works(async () => (await living(database)) > 0),
    })),
  )
  const works = new Set(settled.filter(({ how }) => how === 'works').map(({ database }) => database.name))
  const refused = new Set(settled.filter(({ how }) => how === EXIT_SETTINGS).map(({ database }) => database.name))
  expect([works.size, refused.size, settled.every(({ how }) => how === 'works' || how === EXIT_SETTINGS)]).toEqual([
    1,
    1,
    true,
  ])
})

describe('under running processes', () => {
  test('a database that is made anew ends them with 78, and no job of it is done by the wrong handler', async () => {
    const database = await newDatabase()
    const folder = newFolder()
    const app = await web(database, folder)
    let one = worker(database, folder)
    expect(await app.answers()).toBe('works')
    expect(await one.works(async () => (await living(database)) > 0)).toBe('works')

    const admin = await connect(Object.assign(new URL(database.adminUrl), { pathname: '/postgres' }).href)
    await admin.query(`drop database ${database.name} with (force)`)
    await admin.query(`create database ${database.name} owner haijian_owner`)
    await admin.end()
    await migrate(database.ownerUrl, database.config)
    await query(database, `select graphile_worker.add_job('makePages', '{"attachmentId": 1}')`)
    // as its supervisor does: the queue may give up first, for the connections that it has lost
    let status = await one.ended
    for (let starts = 0; status === BROKEN && starts < 3; starts++) {
      one = worker(database, folder)
      status = await one.ended
    }
    expect(status).toBe(EXIT_SETTINGS)
    expect(await app.works(() => app.asked().then(() => false))).toBe(EXIT_SETTINGS)
    expect(app.words).toMatch(/The database is no longer the one this process started with|belongs to installation/)
    expect(await query(database, 'select last_error as error from graphile_worker.jobs')).toEqual([{ error: null }])
  })

  test('a queue whose numbers are others ends the worker, which begins anew and does the job rightly', async () => {
    const database = await newDatabase()
    const folder = newFolder()
    const one = worker(database, folder)
    expect(await one.works(async () => (await living(database)) > 0)).toBe('works')
    await query(
      database,
      `
      with kinds as (select id, identifier from graphile_worker._private_tasks where identifier in ('makePages', 'makeLetter'))
      update graphile_worker._private_tasks t set identifier = identifier || ' ' where id in (select id from kinds)`,
    )
    await query(
      database,
      `
      update graphile_worker._private_tasks set identifier = case trim(identifier) when 'makePages' then 'makeLetter' else 'makePages' end
      where identifier in ('makePages ', 'makeLetter ')`,
    )
    await query(database, `select graphile_worker.add_job('makePages', '{"attachmentId": 1}')`)
    expect(await one.ended).toBe(BROKEN)
    expect(await query(database, 'select last_error as error from graphile_worker.jobs')).toEqual([{ error: null }])
    const next = worker(database, folder)
    expect(
      await next.works(
        async () =>
          (await query(database, `select 1 from graphile_worker.jobs where task_identifier = 'makePages'`)).length ===
          0,
      ),
    ).toBe('works')
  })
})

test('a copy that got an identity of its own is refused by the original’s stores, and works with a copy of them', async () => {
  const copied = await freshDatabase() // any database stands for a copy: all of a test run have one identity
  closing.push(() => copied.drop())
  const [folder, backup] = [newFolder(), newFolder()]
  expect(await (await web(copied, folder, { BACKUP_DIR: backup })).answers()).toBe('works')
  for (const one of running.splice(0)) one.kill()
  const moved = join(newFolder(), 'copy')
  cpSync(folder, moved, { recursive: true })
  const owner = await connect(copied.ownerUrl)
  await makeOwn(owner, moved)
  await owner.end()
  const wrong = await web(copied, moved, { BACKUP_DIR: backup })
  expect(await wrong.ended).toBe(EXIT_SETTINGS)
  expect(wrong.words).toMatch(/BACKUP_DIR .* belongs to installation/)
  expect(await (await web(copied, moved)).answers()).toBe('works')
})
