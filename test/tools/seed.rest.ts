/** The demonstration as `npm start` makes it: by its own program on an empty database, and a second time for nothing. */
import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type pg from 'pg'
import { type ChainedEvent, firstBreak } from '../../src/cases/history.js'
import { environmentWith } from '../../src/config.js'
import { passwordFits } from '../../src/people/secrets.js'
import { DEMONSTRATION_HOSTS } from '../../src/web/account/demonstration.js'
import { projectFolder } from '../../src/settings.js'
import { addressSettings, connect } from '../../tools/roles.js'
import { freshDatabase, type TestDatabase } from '../database.js'

const PATIENCE = 600_000
const NOW = '2026-11-24T09:00:00+08:00'

let folder: string
let database: TestDatabase
/** The superuser, whom row-level security does not stop: for looking. */
let looking: pg.Client
let accounts: readonly { account: string; password: string }[]

/** Runs the program as tools/launch.ts does, and answers the accounts that it reports. */
async function seed({ config }: TestDatabase): Promise<typeof accounts> {
  const child = fork(join(projectFolder, 'dist/tools/demonstration.js'), {
    env: environmentWith({
      NODE_ENV: 'test',
      CLOCK_AT: NOW,
      DATA_DIR: folder,
      ...addressSettings(config),
    }),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const reported = once(child, 'message').then(([message]) => message)
  const ended = once(child, 'exit').then(([code]) => {
    if (code !== 0) throw new Error(`the demonstration ended with ${code}`)
  })
  const [answer] = await Promise.all([reported, ended])
  return answer
}

/** Everything that a second run could change. */
const count = async () =>
  (
    await looking.query(
      `select (select count(*)::int from people) as people, (select count(*)::int from firms) as firms, (select count(*)::int from cases) as cases,
         (select count(*)::int from events) as events, (select count(*)::int from attachments) as attachments, (select count(*)::int from letters) as letters`,
    )
  ).rows[0]

beforeAll(async () => {
  const { status } = spawnSync(process.execPath, [join(projectFolder, 'tools/build.mjs')], { stdio: 'inherit' })
  expect(status).toBe(0)
  folder = mkdtempSync(join(tmpdir(), 'haijian-seed-'))
  database = await freshDatabase()
  looking = await connect(database.adminUrl)
  accounts = await seed(database)
}, PATIENCE)

afterAll(async () => {
  await looking?.end()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})

describe('the demonstration', () => {
  test('has cases in every state that waits for somebody, and in every end', async () => {
    const { rows } = await looking.query<{ state: string; count: number }>(
      'select state, count(*)::int as count from cases group by state order by state',
    )
    expect(Object.fromEntries(rows.map(({ state, count: number }) => [state, number]))).toEqual({
      awaitingCorrection: 2,
      awaitingDecision: 2,
      discarded: 1,
      draft: 3,
      lapsed: 1,
      letterExpired: 1,
      letterIssued: 3,
      letterReceived: 1,
      letterRevoked: 1,
      notAccepted: 1,
      notRecommended: 2,
      permitGranted: 2,
      permitRefused: 1,
      submitted: 4,
      underAssessment: 4,
      underReview: 1,
      withdrawn: 1,
    })
  })

  test('has histories that are whole, in the order of time, and not later than now', async () => {
    const { rows } = await looking.query<ChainedEvent & { hash: Buffer }>(
      `select case_id as "caseId", seq, at, action, from_state as "fromState", to_state as "toState", version, actor_kind as "actorKind", actor_id as "actorId",
         authority_id as "authorityId", content_hash as "contentHash", prev_hash as "prevHash", hash from events order by case_id, seq`,
    )
    const ids = [...new Set(rows.map(({ caseId }) => caseId))]
    expect(ids).toHaveLength(31)
    for (const id of ids) {
      const events = rows.filter(({ caseId }) => caseId === id)
      expect(firstBreak(events)).toBeUndefined()
      const times = events.map(({ at }) => at.getTime())
      expect(times).toEqual(times.toSorted((one, other) => one - other))
      expect(times.at(-1)).toBeLessThanOrEqual(new Date(NOW).getTime())
    }
  })

  test('has deadlines near and far, counted from the days on which things happened', async () => {
    const { rows } = await looking.query<{ filed: string; due: string | null }>(
      `select filed_on::text as filed, due_on::text as due from cases where state = 'submitted' order by filed_on`,
    )
    expect(rows).toEqual([
      { filed: '2026-11-17', due: '2026-11-24' },
      { filed: '2026-11-18', due: '2026-11-25' },
      { filed: '2026-11-23', due: '2026-11-30' },
      { filed: '2026-11-24', due: '2026-12-01' },
    ])
  })

  test('has one case that two departments assess, of which one has reported', async () => {
    const { rows } = await looking.query<{ named: number; reported: number }>(
      `select (select count(*)::int from case_parties p where p.case_id = c.id and p.part = 'named') as named,
         (select count(*)::int from assessments a where a.case_id = c.id) as reported
       from cases c where state = 'underAssessment' order by named desc, reported desc`,
    )
    expect(rows[0]).toEqual({ named: 2, reported: 1 })
  })

  test('has two candidates whose own pages open by their PINs, and further languages that nobody has approved', async () => {
    const pages = await looking.query<{ code: string; pin: string }>(
      'select code, pin_hash as pin from talent_pages order by code',
    )
    expect(pages.rows.map(({ code }) => code)).toEqual(DEMONSTRATION_HOSTS.map(({ page }) => page).sort())
    for (const { code, pin } of pages.rows)
      expect(await passwordFits(DEMONSTRATION_HOSTS.find(({ page }) => page === code)?.pin ?? '', pin, 'test')).toBe(
        true,
      )
    const texts = await looking.query(
      `select count(*)::int as drafted, count(approved_at)::int as approved from reference where kind = 'hostTexts'`,
    )
    expect(texts.rows).toEqual([{ drafted: 10, approved: 0 }])
  })

  test('has letters that were really made, on their own days', async () => {
    const { rows } = await looking.query(
      `select l.serial, l.issued_at is not null as issued, l.failed_at is null as sound, l.ended_as as ended, f.sha256 = l.sha256 as whole,
         l.issued_at <= $1 as past, length(f.pdf) > 10000 as filed
       from letters l left join letter_files f on f.letter_id = l.id where l.kind = 'recommendation' order by l.year, l.serial`,
      [NOW],
    )
    const made = { issued: true, sound: true, whole: true, past: true, filed: true }
    expect(rows).toEqual(
      ['expired', null, null, null, 'revoked', 'void', 'superseded', null, null, null, null].map((ended, index) => ({
        ...made,
        ended,
        serial: index + 1,
      })),
    )
  })

  test('has five firms that are confirmed, one that waits, and one that claims another’s code', async () => {
    const { rows } = await looking.query<{ confirmed: boolean; rivals: number; papers: number }>(
      `select f.confirmed_at is not null as confirmed, (select count(*)::int from firms o where o.credit_code = f.credit_code) - 1 as rivals,
         (select count(*)::int from firm_papers p where p.firm_id = f.id) as papers
       from firms f order by f.id`,
    )
    expect(rows.map(({ confirmed, rivals }) => [confirmed, rivals])).toEqual([
      [true, 1],
      [true, 0],
      [true, 0],
      [true, 0],
      [true, 0],
      [false, 0],
      [false, 1],
    ])
    expect(rows.every(({ papers }) => papers === 2)).toBe(true)
  })

  test('reports accounts that exist, with the password that opens them', async () => {
    const { rows } = await looking.query<{ account: string; hash: string; roles: string[] }>(
      'select account, password_hash as hash, roles from people',
    )
    expect(accounts).toHaveLength(19)
    for (const { account, password } of accounts) {
      expect(password.length).toBeGreaterThanOrEqual(12)
      expect(await passwordFits(password, rows.find((one) => one.account === account)?.hash ?? '', 'test')).toBe(true)
    }
    expect([...new Set(rows.flatMap(({ roles }) => roles))].sort()).toEqual([
      'applicant',
      'approver',
      'assessor',
      'auditor',
      'firmAdmin',
      'intake',
      'permitOfficer',
      'policyEditor',
      'reviewPanel',
      'securityAdmin',
      'supervisor',
      'systemAdmin',
    ])
  })
})

describe('a second run', () => {
  test(
    'changes nothing and reports the same accounts',
    async () => {
      const before = await count()
      expect(await seed(database)).toEqual(accounts)
      expect(await count()).toEqual(before)
    },
    PATIENCE,
  )

  test(
    'leaves a database alone in which others are at work',
    async () => {
      const other = await freshDatabase()
      const client = await connect(other.adminUrl)
      try {
        await client.query(
          `insert into people (account, name, password_hash, roles, created_at) values ('someone', 'Someone', 'x', '{auditor}', now())`,
        )
        expect(await seed(other)).toEqual([])
        expect((await client.query('select account from people')).rows).toEqual([{ account: 'someone' }])
      } finally {
        await client.end()
        await other.drop()
      }
    },
    PATIENCE,
  )
})
