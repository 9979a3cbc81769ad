/**
 * Whoever has taken over the application's connection to the database, and no more: no session's token, no key, no other role's password. They read no case, no hash, give no role and open no session,
 * whatever they say in settings, and whatever they may call: every table and every function that the role may use is tried, as the catalogue has them, so that what is granted later is tried, too.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type pg from 'pg'
import type { Speaker } from '../../src/base/database.js'
import { partsOf } from '../../src/people/actor.js'
import { connect } from '../../tools/roles.js'
import { letSpeak, speak } from '../../tools/speaking.js'
import type { Name } from '../cases/population.js'
import { World } from '../cases/world.js'

let world: World
let app: pg.Client

beforeAll(async () => {
  world = await World.open()
  await world.caseIn('letterReceived')
  await world.caseIn('underAssessment', 'rival')
  app = await connect(world.db.appUrl)
})

afterAll(async () => {
  await app.end()
  await world.close()
})

const speakerOf = (who: Name): Speaker => {
  const { speaker } = world.person(who)
  if (!speaker) throw new Error(`${who} does not speak`)
  return speaker
}

/** What the release before said of somebody, and whatever else may be set. */
const FORGED = `
  select set_config('haijian.person', $1, false), set_config('haijian.firm', $2, false), set_config('haijian.authority', $3, false),
    set_config('haijian.roles', '{systemAdmin,securityAdmin,auditor,intake,assessor,approver,supervisor,policyEditor,permitOfficer,reviewPanel,firmAdmin}', false),
    set_config('haijian.parts', '{lead,named,review,permit}', false), set_config('haijian.talent', '1', false), set_config('haijian.glass', '2020-01-01', false),
    set_config('haijian.speaker', $4, false), set_config('haijian.seal', $5, false)`

/** Says in every way that it is somebody who may do much. */
async function forge(who: Name): Promise<void> {
  const { id, firmId, authorityId } = world.person(who)
  const said = `${id}|${firmId ?? ''}|${authorityId ?? ''}|{systemAdmin,securityAdmin,auditor,assessor}|{lead,named,review,permit}|1|0|yes`
  await app.query(FORGED, [String(id), String(firmId ?? ''), String(authorityId ?? ''), said, '0'.repeat(64)])
}

const PEOPLE: readonly Name[] = [
  'systemAdmin',
  'securityAdmin',
  'auditor',
  'approver',
  'firmAdmin',
  'permitOfficer',
  'supervisor',
  'policyEditor',
]

/** Tables that are open to everybody who asks, by their policies: public bodies, rules, announcements, whose part a case is. */
const OPEN = [
  'announcements',
  'attempts',
  'authorities',
  'case_parties',
  'export_keys',
  'installation',
  'outages',
  'reference',
  'system_keys',
]

const READABLE = `
  select c.relname as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
    and exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and has_column_privilege('haijian_app', c.oid, a.attnum, 'select'))
  order by 1`

const CALLABLE = `
  select p.oid::regprocedure::text as name, p.proname as short, p.provolatile = 'v' as writes,
    (select string_agg('null::' || format_type(t, null), ', ' order by place) from unnest(p.proargtypes) with ordinality as a (t, place)) as nothing
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname in ('public', 'jobs') and p.prosecdef and has_function_privilege('haijian_app', p.oid, 'execute') and has_schema_privilege('haijian_app', n.oid, 'usage')
  order by 1`

async function listReadable(): Promise<string[]> {
  const { rows } = await world.admin.query<{ name: string }>(READABLE)
  return rows.map(({ name }) => name)
}

async function seen(table: string): Promise<number> {
  const { rows } = await app.query<{ n: number }>(`select count(*)::int as n from ${table}`)
  return rows[0]?.n ?? 0
}

/** What must not change, as the superuser sees it. */
const STANDING = `
  select (select jsonb_agg(jsonb_build_array(id, roles, password_hash, ended_at) order by id) from people) as people,
    (select count(*) from sessions) as sessions, (select count(*) from api_keys) as keys, (select count(*) from authenticators) as factors,
    (select jsonb_agg(jsonb_build_array(id, state, version, answers) order by id) from cases) as cases, (select count(*) from events) as events`
const standing = async (): Promise<unknown> => (await world.admin.query(STANDING)).rows[0]

describe('with the application’s connection alone', () => {
  test.each(PEOPLE)('who says that they are %s sees nothing of anybody', async (who) => {
    await forge(who)
    const found: Record<string, number> = {}
    for (const table of (await listReadable()).filter((name) => !OPEN.includes(name))) {
      const n = await seen(table)
      if (n > 0) found[table] = n
    }
    expect(found).toEqual({})
  })

  test('of the tables that are open nothing but what is meant to be', async () => {
    expect(OPEN.filter((name) => !['attempts', 'announcements', 'outages'].includes(name)).length).toBeGreaterThan(4)
    const readable = await listReadable()
    expect(OPEN.filter((name) => !readable.includes(name))).toEqual([])
    await expect(app.query('select password_hash from people')).rejects.toThrow('permission denied')
    await expect(app.query('select key from speaker_keys')).rejects.toThrow('permission denied')
    await expect(app.query('select speaker_key()')).rejects.toThrow('permission denied')
  })

  test.each(PEOPLE)('who says that they are %s changes nothing by any function that the role may call', async (who) => {
    const before = await standing()
    const { rows } = await world.admin.query<{ name: string; short: string; nothing: string | null }>(CALLABLE)
    expect(rows.length).toBeGreaterThan(30)
    const ids = [1, 2, world.person('intake').id, world.person('applicant').id]
    for (const { name, short, nothing } of rows) {
      await forge(who)
      await app
        .query(`select ${short === 'enqueue' ? 'jobs.enqueue' : name.split('(')[0]}(${nothing ?? ''})`)
        .catch(() => undefined)
      for (const id of ids)
        await app
          .query(
            `select ${name.split('(')[0]}(${(nothing ?? '').replaceAll('null::integer', String(id)).replaceAll('null::boolean', 'true').replaceAll('null::timestamp with time zone', 'now()').replaceAll('null::text', `'x'`)})`,
          )
          .catch(() => undefined)
    }
    expect(await standing()).toEqual(before)
  })

  test.each([
    'create temp table "text" (a int)',
    'create domain pg_temp."text" as text',
    `create function pg_temp.speaker() returns text language sql as $$ select 'x' $$`,
    'create function public.mine() returns int language sql as $$ select 1 $$',
    'create schema mine',
    'set role haijian_worker',
    'set session authorization haijian_worker',
    `alter role haijian_app set haijian.speaker = '1'`,
  ])('puts nothing of its own before what the policies call, and is nobody else: %s', async (statement) => {
    await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' })
  })

  test('gives no role, by a proposal of one administrator and the consent of the other', async () => {
    const before = await standing()
    await forge('systemAdmin')
    const propose = `insert into people_proposals (person_id, act, roles, why, proposed_by, proposed_at)
      values (${world.person('intake').id}, 'roles', '{intake,assessor,approver,supervisor}', 'x', ${world.person('systemAdmin').id}, now())`
    await expect(app.query(propose)).rejects.toThrow('row-level security')
    await forge('securityAdmin')
    await app.query('select decide_proposal(id, true, now()) from generate_series(1, 10) id')
    await app.query(`select reset_factors(${world.person('intake').id}, 'x', now())`)
    await app.query(`select end_sessions(${world.person('intake').id})`)
    expect(await standing()).toEqual(before)
  })
})

describe('what is sealed', () => {
  const say = (client: pg.Client, said: string, seal: string) =>
    client.query(`select set_config('haijian.speaker', $1, false), set_config('haijian.seal', $2, false)`, [said, seal])
  const cases = async () => (await app.query<{ n: number }>('select count(*)::int as n from cases')).rows[0]?.n

  test('is good for its own transaction, and for no other, no other connection, and not when a letter of it is another one', async () => {
    await app.query('begin')
    await speak(app, speakerOf('assessor'))
    const all = await cases()
    const { rows } = await app.query<{ said: string; seal: string }>(
      `select current_setting('haijian.speaker') as said, current_setting('haijian.seal') as seal`,
    )
    const { said = '', seal = '' } = rows[0] ?? {}
    expect(all).toBeGreaterThan(0)
    const another = said.replace('{assessor}', '{approver}')
    expect(another).not.toBe(said)
    await say(app, another, seal)
    expect(await cases()).toBe(0)
    await say(app, said, seal)
    expect(await cases()).toBe(all)
    await app.query('commit')
    expect(await cases()).toBe(0)
    await app.query('begin')
    await say(app, said, seal)
    expect(await cases()).toBe(0)
    await app.query('rollback')
    const other = await connect(world.db.appUrl)
    try {
      await say(other, said, seal)
      expect((await other.query('select id from cases')).rows).toEqual([])
    } finally {
      await other.end()
    }
  })

  test('says what the tables say, whatever is asked for', async () => {
    for (const who of Object.keys(world.population.people) as Name[]) {
      await app.query('begin')
      await speak(app, speakerOf(who))
      const { rows } = await app.query(
        'select me_person() as id, me_firm() as "firmId", me_authority() as "authorityId", me_roles() as roles, me_parts() as parts',
      )
      const { id, firmId, authorityId, roles } = world.person(who)
      expect(rows).toEqual([{ id, firmId, authorityId, roles, parts: partsOf(world.person(who)) }])
      await app.query('rollback')
    }
  })

  test('a session that has ended, another person’s, and a hash that is nobody’s say nothing', async () => {
    const mine = speakerOf('assessor')
    const ended = await letSpeak(world.admin, mine.personId ?? 0, world.clock.now())
    await world.admin.query('delete from sessions where token_hash = $1', [ended.hash])
    for (const wrong of [
      ended,
      { ...mine, personId: world.person('approver').id },
      { ...mine, hash: Buffer.alloc(32) },
      { ...mine, how: 'key' as const },
      { ...mine, how: 'talent' as const },
    ]) {
      await app.query('begin')
      await expect(speak(app, wrong)).rejects.toMatchObject({ code: '28000' })
      await app.query('rollback')
    }
  })

  test('a decision on people asks for a proof in the decider’s own session', async () => {
    const [proposer, decider] = [speakerOf('systemAdmin'), speakerOf('securityAdmin')]
    await app.query('begin')
    await speak(app, proposer)
    await app.query(
      `insert into people_proposals (person_id, act, roles, why, proposed_by, proposed_at) values ($1, 'roles', '{intake,assessor}', 'x', $2, now())`,
      [world.person('intake').id, proposer.personId],
    )
    await app.query('commit')
    const { rows } = await world.admin.query<{ id: number }>('select max(id) as id from people_proposals')
    const decide = async () => {
      await app.query('begin')
      await speak(app, decider)
      const { rows: done } = await app.query<{ done: boolean }>('select decide_proposal($1, false, now()) as done', [
        rows[0]?.id,
      ])
      await app.query('commit')
      return done[0]?.done
    }
    await world.admin.query(`update sessions set shown_at = now() - interval '2 days' where token_hash = $1`, [
      decider.hash,
    ])
    expect(await decide()).toBe(false)
    await world.admin.query('update sessions set shown_at = now() where token_hash = $1', [decider.hash])
    expect(await decide()).toBe(true)
  })
})
