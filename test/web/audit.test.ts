/** The auditor over HTTP: searching, proving, taking away, sealing as administrators see it, and reading content by a second person's consent, with row-level security asked by itself. */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type pg from 'pg'
import { path, withQuery } from '../../src/base/path.js'
import { readPublicKeys } from '../../src/cases/audit/keys.js'
import { MarkedRows } from '../../src/cases/audit/marked.js'
import { AccessLog, MOST_LINES } from '../../src/people/accessLog.js'
import { Prover } from '../../src/worker/prover.js'
import { Sealer } from '../../src/worker/sealer.js'
import { LOOKS } from '../../src/workflow/words.js'
import { connect } from '../../tools/roles.js'
import { speak } from '../../tools/speaking.js'
import type { Name } from '../cases/population.js'
import type { Case } from '../cases/world.js'
import { plain, Served, type Visitor } from './served.js'

let site: Served
let one: Case
let other: Case
let auditor: Visitor
let security: Visitor

beforeAll(async () => {
  site = await Served.open({ drafts: false })
  one = await site.world.caseIn('awaitingDecision')
  other = await site.world.draft('rival')
  ;[auditor, security] = [await site.visitor('auditor'), await site.visitor('securityAdmin')]
})
afterAll(() => site.close())

const worker = (() => {
  let opened: ReturnType<typeof site.world.openWorker> | undefined
  return () => (opened ??= site.world.openWorker())
})()
const numberOf = async ({ id }: Case): Promise<string> =>
  (await site.world.admin.query<{ number: string }>('select number from cases where id = $1', [id])).rows[0]?.number ??
  ''
const actionsOf = async ({ id }: Case): Promise<string[]> =>
  (
    await site.world.admin.query<{ action: string }>('select action from events where case_id = $1 order by seq', [id])
  ).rows.map(({ action }) => action)

describe('searching', () => {
  test('is where an auditor comes in, and finds by number, person, action, period, kind and authority', async () => {
    const visitor = await site.visitor('auditor')
    expect((await visitor.signIn('auditor')).headers.get('location')).toBe(path.audit)
    const number = await numberOf(one)
    const found = async (query: string) => (await auditor.open(withQuery(path.audit, query))).text
    expect(await found('')).toContain(number)
    const own = await found(`number=${number}`)
    expect(own).toMatch(/\b15 events\b/)
    expect(own).not.toContain(await numberOf(other))
    expect(await found(`number=${number}&person=approver`)).toContain('No such event')
    expect(await found(`number=${number}&person=assessor`)).toMatch(/\b1 event\b.*Submitted the assessment/)
    expect(await found(`number=${number}&action=accept`)).toMatch(/\b1 event\b.*intake \(intake\)/)
    expect(await found(`number=${number}&from=2026-11-24&to=2026-11-24`)).toMatch(/\b15 events\b/)
    expect(await found(`number=${number}&from=2026-11-25`)).toContain('No such event')
    expect(await found('from=2026-12-31&to=2026-01-01')).toContain('The first date is after the last one')
    expect(await found(`number=${number}&kind=worker`)).toContain('No such event')
    const { authorityId } = site.world.person('intake')
    expect(await found(`number=${number}&authority=${authorityId}`)).toMatch(/\b2 events\b/)
    expect(await found('number=2026-999999')).toContain('There is no case 2026-999999')
  })

  test('goes page by page without losing or repeating an event', async () => {
    const more = [await site.world.draft(), await site.world.draft(), await site.world.draft()]
    expect(more).toHaveLength(3)
    const seen: string[] = []
    let pages = 0
    for (let address: string | undefined = path.audit; address; pages++) {
      const { html } = await auditor.open(address)
      for (const row of html.split('<tr ').slice(2)) {
        const seq = plain(
          row
            .split('--numeric')[1]
            ?.replace(/^[^>]*>/, '')
            .replace(/<[\s\S]*/, '') ?? '',
        ).trim()
        seen.push(`${/cases\/(\d+)/.exec(row)?.[1]}:${seq}`)
      }
      address = plain(/href="([^"]+)" rel="next"/.exec(html)?.[1] ?? '')
    }
    const { rows } = await site.world.admin.query<{ event: string }>(
      `select case_id || ':' || seq as event from events`,
    )
    expect(pages).toBeGreaterThan(1)
    expect(seen.sort()).toEqual(rows.map(({ event }) => event).sort())
  })

  test('shows nothing of what was said', async () => {
    const { html } = await auditor.open(path.auditCase(one.id))
    for (const secret of ['YB1234567', '1993-04-18', 'MÜLLER', 'Müller']) expect(html).not.toContain(secret)
  })
})

describe('taking it away', () => {
  test('signs the lines, so that a changed one is found; the table opens in a spreadsheet', async () => {
    const number = await numberOf(one)
    const { bytes, headers } = await auditor.open(withQuery(path.auditExport, { number }))
    expect(headers.get('content-disposition')).toContain(`haijian-audit-${number}.jsonl`)
    const lines = bytes.toString().trimEnd().split('\n')
    const last = JSON.parse(lines.at(-1) ?? '')
    const before = `${lines.slice(0, -1).join('\n')}\n`
    expect(last.events).toBe(lines.length - 2)
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ number, seq: 15, action: 'report', toState: 'awaitingDecision' })
    const digest = (text: string) => createHash('sha256').update(text).digest('hex')
    expect(last.sha256).toBe(digest(before))
    const key = readPublicKeys((await auditor.open(path.auditKeys)).bytes.toString(), 'exports').get(last.key)
    const holds = (text: string) =>
      key &&
      verify(
        null,
        Buffer.from(`haijian export\n${digest(text)}`),
        createPublicKey(key.export({ type: 'spki', format: 'pem' })),
        Buffer.from(last.signature, 'base64'),
      )
    expect(holds(before)).toBe(true)
    expect(holds(before.replace('report', 'refuse'))).toBe(false)

    const table = (await auditor.open(withQuery(path.auditExport, { number, format: 'csv' }))).bytes.toString()
    expect(table.split('\r\n')).toHaveLength(1 + 15 + 1)
    expect(table.charCodeAt(0)).toBe(0xfeff)
    expect(table).toMatch(/^2026-11-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00,/m)
    expect(table).not.toMatch(/T[\d:.]+Z/)
    expect(table.lastIndexOf('\uFEFF')).toBe(0)
  })

  test.each([path.audit, path.auditPeople, path.auditAccess, withQuery(path.audit, { kind: 'person' })])(
    'both links of %s lead to a file, whether or not anything was asked for',
    async (path) => {
      const { html } = await auditor.open(path)
      // no `download`: where a proof is asked for first, a browser would save that page in place of the file
      expect(html).not.toMatch(/ download[ >]/)
      const links = [...html.matchAll(/href="([^"]+)">Export \(/g)]
      const files = await Promise.all(links.map(([, href = '']) => auditor.open(plain(href))))
      const types = files.map(({ status, headers }) => [status, headers.get('content-type')])
      expect(types).toEqual([
        [200, 'application/x-ndjson'],
        [200, 'text/csv; charset=utf-8'],
      ])
    },
  )
})

describe('proving', () => {
  async function prove(): Promise<string> {
    await auditor.open(path.auditCase(one.id))
    const asked = auditor.send(path.proveCase(one.id))
    for (;;) {
      const { rows } = await site.world.admin.query<{ id: number }>('select id from proofs where done_at is null')
      if (rows[0]) {
        await (await worker()).get(Prover).prove(rows[0].id)
        break
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect((await asked).headers.get('location')).toBe(`${path.auditCase(one.id)}#proof`)
    return (await auditor.open(path.auditCase(one.id))).text
  }

  test('says in words what was checked, and where it is sealed', async () => {
    expect(await prove()).toContain('15 events are not sealed yet')
    await (await worker()).get(Sealer).seal()
    const text = await prove()
    expect(text).toContain('The history is complete and unchanged')
    expect(text).toContain('15 events follow one another by their hashes; 15 contents fit their commitments.')
    expect(text).toContain('Sealed in checkpoint 1.')
    expect(text).toContain('match the copies outside the database')
  })

  test('and what is wrong', async () => {
    await site.world.admin.query('begin; set local session_replication_role = replica')
    await site.world.admin.query(`update events set key_id = null, internal = true where case_id = $1 and seq = 4`, [
      one.id,
    ])
    await site.world.admin.query('commit')
    const text = await prove()
    expect(text).toContain('There is a problem with the history')
    expect(text).toContain('Event 4 differs from what checkpoint 1 sealed')
    await site.world.admin.query('begin; set local session_replication_role = replica')
    await site.world.admin.query(`update events set internal = false where case_id = $1 and seq = 4`, [one.id])
    await site.world.admin.query('commit')
    expect(await prove()).toContain('The history is complete and unchanged')
  })
})

describe('sealing', () => {
  test('is shown to the three administrators: the last checkpoint, what waits, and that it is behind', async () => {
    for (const name of ['auditor', 'systemAdmin', 'securityAdmin'] as const) {
      const { text } = await (await site.visitor(name)).open(path.sealing)
      expect(text).toMatch(/number \d+, 24 November 2026/) // what came in while the first was sealed is in a second one
      expect(text).toMatch(/Gaps none/)
      expect(text).not.toContain('Sealing is delayed')
    }
    await site.world.admin.query(
      `insert into resumed_sealings (at, operator, why, first_no, last_no) values ('2026-11-24T08:00:00+08:00', 'Chen Yifan', 'disk lost', 41, 47)`,
    )
    expect((await auditor.open(path.sealing)).text).toContain('numbers 41 to 47 Chen Yifan disk lost')
    await site.world.draft()
    site.world.at('2026-11-24T09:06:00+08:00')
    expect((await auditor.open(path.sealing)).text).toContain('Sealing is delayed')
    expect((await auditor.open(path.audit)).text).toContain('Sealing is delayed')
    await (await worker()).get(Sealer).seal()
    expect((await auditor.open(path.audit)).text).not.toContain('Sealing is delayed')
  })
})

describe('reading content', () => {
  const content = (visitor: Visitor = auditor) => visitor.open(path.auditContent(one.id))

  test('is refused with a sentence until a second person has consented', async () => {
    const refused = await content()
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('needs a second person’s consent')
    await auditor.open(path.auditCase(one.id))
    expect((await auditor.send(path.askToRead(one.id), { reason: '' })).status).toBe(422)
    await auditor.send(path.askToRead(one.id), { reason: 'A complaint, 2026-118' })
    expect((await content()).status).toBe(409)
    // the page that is open now has no form for it; another tab still has
    await auditor.open(path.auditCase(other.id))
    expect((await auditor.send(path.askToRead(one.id), { reason: 'again' })).status).toBe(409)
    const list = await security.open(path.readings)
    expect(list.text).toContain('A complaint, 2026-118')
    // the auditor cannot consent, nor anybody else
    for (const name of ['auditor', 'systemAdmin', 'supervisor'] as const) {
      const visitor = await site.visitor(name)
      await visitor.open('/')
      expect((await visitor.send(path.consentReading(1))).status).toBe(403)
    }
    expect(await actionsOf(one)).not.toContain('auditCase')
  })

  test('then opens for a limited time; every opening is in the history, where the lead department sees it', async () => {
    await security.open(path.readings)
    site.world.at('2026-11-24T09:17:00+08:00') // the second person has not shown for long who they are
    const asked = await security.send(path.consentReading(1))
    expect([asked.status, asked.text]).toEqual([403, expect.stringContaining('Confirm that it is you')])
    site.world.at('2026-11-24T09:06:00+08:00')
    expect((await content()).status).toBe(409)
    await security.open(path.readings)
    expect((await security.send(path.consentReading(1))).status).toBe(303)
    expect((await security.send(path.consentReading(1))).status).toBe(409)
    const open = await content()
    expect(open.status).toBe(200)
    // the passport number in part, as officers see it
    expect(open.html).toContain('•••••4567')
    expect(open.html).not.toContain('YB1234567')
    const paper = /href="(\/cases\/\d+\/files\/\d+)"/.exec(open.html)?.[1] ?? ''
    // the papers of this world have no bytes; that somebody asked for one is on record all the same
    await auditor.open(paper)
    expect((await actionsOf(one)).slice(-2)).toEqual(['auditCase', 'auditFile'])
    expect((await (await site.visitor('supervisor')).open(path.case(one.id))).text).toContain(
      'The auditor viewed the case with consent',
    )
    // whoever has looked is found at once from the case, in whatever way they did
    const { html } = await auditor.open(path.auditCase(one.id))
    const looks = /href="([^"]*looks)"/.exec(html)?.[1] ?? ''
    const [, rows = ''] = /<tbody[^>]*>([\s\S]*?)<\/tbody>/.exec((await auditor.open(plain(looks))).html) ?? []
    const seen = (await actionsOf(one)).filter((action) => LOOKS.some((look) => look === action))
    expect(rows.match(/<tr/g)).toHaveLength(seen.length)
    expect(rows).toContain('The auditor viewed')
    expect(rows).not.toContain('Submitted')
    expect((await auditor.open(path.auditContent(other.id))).status).toBe(409)
    await site.world.admin.query(`update content_readings set open_until = '2026-11-24T09:05:00+08:00'`)
    expect((await content()).status).toBe(409)
    await site.world.admin.query(`update content_readings set open_until = '2026-11-25T09:06:00+08:00'`)
  })

  test('can be refused, with a reason that the auditor sees', async () => {
    await auditor.open(path.auditCase(other.id))
    await auditor.send(path.askToRead(other.id), { reason: 'curious' })
    await security.open(path.readings)
    expect((await security.send(path.refuseReading(3), { why: '' })).status).toBe(422)
    const { rows } = await site.world.admin.query<{ id: number }>(
      'select id from content_readings where case_id = $1',
      [other.id],
    )
    await security.send(path.refuseReading(Number(rows[0]?.id)), { why: 'not enough' })
    expect((await auditor.open(path.auditCase(other.id))).text).toContain('not enough')
    expect((await auditor.open(path.auditContent(other.id))).status).toBe(409)
  })

  test('row-level security asks the same, by itself', async () => {
    const app: pg.Client = await connect(site.world.db.appUrl)
    const seen = async (who: Name, at: string | null, table: string): Promise<number> => {
      await app.query('begin')
      try {
        const { speaker } = site.world.person(who)
        await speak(app, speaker && { ...speaker, at: new Date(at ?? 0) })
        const { rows } = await app.query<{ n: number }>(`select count(distinct case_id)::int as n from ${table}`)
        return rows[0]?.n ?? 0
      } finally {
        await app.query('rollback')
      }
    }
    const [during, after] = ['2026-11-24T12:00:00Z', '2026-11-25T12:00:00Z']
    for (const table of ['event_contents', 'attachments', 'submissions', 'assessments']) {
      expect([table, await seen('auditor', during, table)]).toEqual([table, 1])
      expect([table, await seen('auditor', null, table)]).toEqual([table, 0])
      expect([table, await seen('auditor', after, table)]).toEqual([table, 0])
      for (const name of ['securityAdmin', 'systemAdmin', 'policyEditor'] as const)
        expect([table, name, await seen(name, during, table)]).toEqual([table, name, 0])
    }
    await app.end()
  })
})

describe('people’s history, and who came in', () => {
  const log = () => site.app.get(AccessLog)
  const found = async (query: string) => {
    await log().turn()
    return (await auditor.open(withQuery(path.auditAccess, query))).text
  }

  test('what was done to people is found by who and to whom, kind and period, and taken away signed', async () => {
    const { admin } = site.world
    const { id } = site.world.person('intake')
    await admin.query(
      `insert into people_history (at, person_id, actor_id, act, detail) values ('2026-11-20T01:00:00Z', $1, $1, 'passkeyAdded', '{"name": "Office"}')`,
      [id],
    )
    const text = async (query: string) => (await auditor.open(withQuery(path.auditPeople, query))).text
    expect(await text('person=intake')).toMatch(
      /\b3 entries\b.*Passkey added intake \(intake\) intake \(intake\) Office/,
    )
    expect(await text('person=intake&kind=passkeyRemoved')).toContain('No such entry')
    expect(await text('kind=passkeyAdded&from=2026-11-20&to=2026-11-20')).toMatch(/\b1 entry\b/)
    expect(await text('kind=passkeyAdded&from=2026-11-21')).toContain('No such entry')
    const { bytes, headers } = await auditor.open(withQuery(path.auditPeopleExport, { kind: 'passkeyAdded' }))
    expect(headers.get('content-disposition')).toContain('haijian-people.jsonl')
    const lines = bytes.toString().trimEnd().split('\n')
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({
      act: 'passkeyAdded',
      personAccount: 'intake',
      detail: { name: 'Office' },
    })
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ events: 1, signature: expect.any(String) })
  })

  test('a sign-in, a failed one and its repeats are told, and nothing that was typed', async () => {
    const stranger = await site.visitor()
    const tries: [string, string][] = [
      ...Array.from({ length: 3 }, (): [string, string] => ['supervisor', 'CanaryPassword 1']),
      ['CanaryAccount', 'CanaryPassword 2'],
    ]
    for (const [account, password] of tries) {
      await stranger.open(path.signIn)
      await stranger.send(path.signIn, { account, password })
    }
    const failed = await found('kind=signInFailed')
    expect(failed).toMatch(/\b3 entries\b/)
    expect(failed).toMatch(/supervisor \(supervisor\).*wrong account or password.*not signed in/s)
    const { rows } = await site.world.admin.query(
      `select person_id is not null as known, times, what from access_log where kind = 'signInFailed' order by id`,
    )
    expect(rows).toEqual([
      { known: true, times: 1, what: 'signInWrong' },
      { known: false, times: 1, what: 'signInWrong' },
      { known: true, times: 2, what: 'signInWrong' },
    ])
    const { rows: all } = await site.world.admin.query('select a::text as line from access_log a')
    expect(JSON.stringify(all)).not.toMatch(/Canary/)
    expect(await found('kind=signedIn&person=auditor')).toMatch(/password, authenticator/)
    expect(await found('kind=signedIn&address=192.0.2.1')).toContain('No such entry')
    expect(await found('kind=signedIn&address=127.0.0.1&from=2026-11-24')).toContain('127.0.0.1')
    expect(await found('kind=signedIn&from=2027-01-01')).toContain('No such entry')
  })

  test('what the right or the scope refuses is told, many cases in one line, and no token of an address', async () => {
    const clerk = await site.visitor('rival')
    await clerk.open(path.audit)
    const { rows } = await site.world.admin.query<{ id: number }>('select id from cases where id <> $1 order by id', [
      other.id,
    ])
    for (const { id } of rows.slice(0, 3)) await clerk.open(path.case(id))
    await clerk.open(path.earlierJoin('CanaryToken'))
    await clerk.open(path.case(999999))
    const text = await found('person=rival')
    expect(text).toMatch(/Refused.*GET \/audit/)
    expect(text).toContain(`GET /cases/${rows[0]?.id}`)
    const { rows: all } = await site.world.admin.query('select a::text as line from access_log a')
    expect(JSON.stringify(all)).not.toMatch(/Canary/)
    const { rows: kept } = await site.world.admin.query(
      `select l.kind, l.what, l.times from access_log l join people p on p.id = l.person_id where p.account = 'rival' and l.kind <> 'signedIn' order by l.id`,
    )
    expect(kept).toEqual([
      { kind: 'refused', what: 'GET /audit', times: 1 },
      { kind: 'notFound', what: `GET /cases/${rows[0]?.id}`, times: 1 },
      { kind: 'notFound', what: `GET /cases/${rows[0]?.id}`, times: 3 },
    ])
  })

  test('signing out, ending sessions and taking something out are told', async () => {
    const visitor = await site.visitor('policyEditor')
    await visitor.open(path.account)
    await visitor.send(path.endSessions)
    await visitor.open(path.reportCsv('stages'))
    await visitor.open(path.account)
    await visitor.send(path.signOut)
    await log().turn()
    const { rows } = await site.world.admin.query(
      `select l.kind, l.what from access_log l join people p on p.id = l.person_id where p.account = 'policyEditor' and l.kind <> 'signedIn' order by l.id`,
    )
    expect(rows).toEqual([
      { kind: 'sessionsEnded', what: 'POST /account/sessions/end' },
      { kind: 'exported', what: 'GET /reports/csv/:table' },
      { kind: 'signedOut', what: 'POST /sign-out' },
    ])
  })

  test('a flood is a number of lines, no more; nobody else than the auditor looks', async () => {
    await log().turn()
    const count = async () =>
      (
        await site.world.admin.query<{ n: number; sum: number }>(
          'select count(*)::int as n, sum(times)::int as sum from access_log',
        )
      ).rows[0]
    const before = await count()
    for (let n = 0; n < 5_000; n++) log().note({ kind: 'refused', address: `10.0.${n >> 8}.${n & 255}`, what: 'GET /' })
    await log().turn()
    const after = await count()
    expect((after?.n ?? 0) - (before?.n ?? 0)).toBe(MOST_LINES + 2)
    expect((after?.sum ?? 0) - (before?.sum ?? 0)).toBe(5_000)
    for (const place of [path.auditAccess, path.auditPeople, path.auditAccessExport])
      expect((await security.open(place)).status).toBe(403)
  })

  test('it is kept for half a year at least, and what is over goes with its marks', async () => {
    const { admin } = site.world
    const now = site.world.clock.now()
    const end = (days: number) => admin.query('select end_access_log($1, $2) as n', [now, days])
    await expect(end(182)).rejects.toThrow('half a year')
    await admin.query(
      `insert into access_log (at, kind, times) values ($1::timestamptz - interval '200 days', 'refused', 1)`,
      [now],
    )
    const marks = async () =>
      (await admin.query(`select count(*)::int as n from row_marks where relation = 'access_log'`)).rows[0].n
    const before = await marks()
    expect((await end(400)).rows).toEqual([{ n: 0 }])
    expect((await end(183)).rows).toEqual([{ n: 1 }])
    expect(await marks()).toBe(before - 1)
    const seal = (relation: string, id: number) => ({
      ...{ relation, rowId: '1', id, mark: Buffer.alloc(32), checkpoint: 1, at: '2026-01-01T00:00:00.000Z' },
    })
    const missing = (lastAt: string) =>
      new MarkedRows(new Map([seal('access_log', 1), seal('people_history', 2)].map((one) => [one.id, one])), true)
        .finish(lastAt, [])
        .map(({ relation }) => relation)
    expect(missing('2026-07-02T00:00:00.000Z')).toEqual(['people_history', 'access_log'])
    expect(missing('2026-07-04T00:00:00.000Z')).toEqual(['people_history'])
  })
})
