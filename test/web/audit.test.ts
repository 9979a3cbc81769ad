/** The auditor over HTTP: searching, proving, taking away, sealing as administrators see it, and reading content by a second person's consent, with row-level security asked by itself. */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type pg from 'pg'
import { readPublicKeys } from '../../src/cases/audit/keys.js'
import { settingsOf } from '../../src/people/scope.js'
import { Prover } from '../../src/worker/prover.js'
import { Sealer } from '../../src/worker/sealer.js'
import { connect } from '../../tools/roles.js'
import type { Name } from '../cases/population.js'
import type { Case } from '../cases/world.js'
import { plain, Served, type Visitor } from './served.js'

let site: Served
let one: Case
let other: Case
let auditor: Visitor
let security: Visitor

beforeAll(async () => {
  site = await Served.open()
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
    expect((await visitor.signIn('auditor')).headers.get('location')).toBe('/audit')
    const number = await numberOf(one)
    const found = async (query: string) => (await auditor.open(`/audit?${query}`)).text
    expect(await found('')).toContain(number)
    const own = await found(`number=${number}`)
    expect(own).toMatch(/\b15 events\b/)
    expect(own).not.toContain(await numberOf(other))
    expect(await found(`number=${number}&person=approver`)).toContain('No such event')
    expect(await found(`number=${number}&person=assessor`)).toMatch(/\b1 event\b.*Reported the assessment/)
    expect(await found(`number=${number}&action=accept`)).toMatch(/\b1 event\b.*intake \(intake\)/)
    expect(await found(`number=${number}&from=2026-11-24&to=2026-11-24`)).toMatch(/\b15 events\b/)
    expect(await found(`number=${number}&from=2026-11-25`)).toContain('No such event')
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
    for (let path: string | undefined = '/audit'; path; pages++) {
      const { html } = await auditor.open(path)
      for (const row of html.split('<tr ').slice(2)) {
        const seq = plain(
          row
            .split('--numeric')[1]
            ?.replace(/^[^>]*>/, '')
            .replace(/<[\s\S]*/, '') ?? '',
        ).trim()
        seen.push(`${/cases\/(\d+)/.exec(row)?.[1]}:${seq}`)
      }
      path = plain(/href="([^"]+)" rel="next"/.exec(html)?.[1] ?? '')
    }
    const { rows } = await site.world.admin.query<{ event: string }>(
      `select case_id || ':' || seq as event from events`,
    )
    expect(pages).toBeGreaterThan(1)
    expect(seen.sort()).toEqual(rows.map(({ event }) => event).sort())
  })

  test('shows nothing of what was said', async () => {
    const { html } = await auditor.open(`/audit/cases/${one.id}`)
    for (const secret of ['YB1234567', '1993-04-18', 'MÜLLER', 'Müller']) expect(html).not.toContain(secret)
  })
})

describe('taking it away', () => {
  test('signs the lines, so that a changed one is found; the table opens in a spreadsheet', async () => {
    const number = await numberOf(one)
    const { bytes, headers } = await auditor.open(`/audit/export?number=${number}`)
    expect(headers.get('content-disposition')).toContain(`haijian-audit-${number}.jsonl`)
    const lines = bytes.toString().trimEnd().split('\n')
    const last = JSON.parse(lines.at(-1) ?? '')
    const before = `${lines.slice(0, -1).join('\n')}\n`
    expect(last.events).toBe(lines.length - 2)
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ number, seq: 15, action: 'report', toState: 'awaitingDecision' })
    const digest = (text: string) => createHash('sha256').update(text).digest('hex')
    expect(last.sha256).toBe(digest(before))
    const key = readPublicKeys((await auditor.open('/audit-keys.pem')).bytes.toString()).get(last.key)
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

    const table = (await auditor.open(`/audit/export?number=${number}&format=csv`)).bytes.toString()
    expect(table.split('\r\n')).toHaveLength(1 + 15 + 1)
    expect(table.charCodeAt(0)).toBe(0xfeff)
    expect(table.lastIndexOf('\uFEFF')).toBe(0)
  })
})

describe('proving', () => {
  async function prove(): Promise<string> {
    await auditor.open(`/audit/cases/${one.id}`)
    const asked = auditor.send(`/audit/cases/${one.id}/prove`)
    for (;;) {
      const { rows } = await site.world.admin.query<{ id: number }>('select id from proofs where done_at is null')
      if (rows[0]) {
        await (await worker()).get(Prover).prove(rows[0].id)
        break
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect((await asked).headers.get('location')).toBe(`/audit/cases/${one.id}#proof`)
    return (await auditor.open(`/audit/cases/${one.id}`)).text
  }

  test('says in words what was checked, and where it is sealed', async () => {
    expect(await prove()).toContain('15 events are not sealed yet')
    await (await worker()).get(Sealer).seal()
    const text = await prove()
    expect(text).toContain('The history is whole and unchanged')
    expect(text).toContain('15 events follow one another by their hashes; 15 contents fit their commitments.')
    expect(text).toContain('Sealed in checkpoint 1.')
    expect(text).toContain('the copies outside the database are the same')
  })

  test('and what is wrong', async () => {
    await site.world.admin.query('begin; set local session_replication_role = replica')
    await site.world.admin.query(`update events set key_id = null, internal = true where case_id = $1 and seq = 4`, [
      one.id,
    ])
    await site.world.admin.query('commit')
    const text = await prove()
    expect(text).toContain('Something is wrong with the history')
    expect(text).toContain('Event 4 is not what checkpoint 1 sealed')
    await site.world.admin.query('begin; set local session_replication_role = replica')
    await site.world.admin.query(`update events set internal = false where case_id = $1 and seq = 4`, [one.id])
    await site.world.admin.query('commit')
    expect(await prove()).toContain('The history is whole and unchanged')
  })
})

describe('sealing', () => {
  test('is shown to the three administrators: the last checkpoint, what waits, and that it is behind', async () => {
    for (const name of ['auditor', 'systemAdmin', 'securityAdmin'] as const) {
      const { text } = await (await site.visitor(name)).open('/audit/sealing')
      expect(text).toContain('number 1, 24 November 2026')
      expect(text).toMatch(/Gaps none/)
      expect(text).not.toContain('Sealing is behind')
    }
    await site.world.draft()
    site.world.at('2026-11-24T09:06:00+08:00')
    expect((await auditor.open('/audit/sealing')).text).toContain('Sealing is behind')
    expect((await auditor.open('/audit')).text).toContain('Sealing is behind')
    await (await worker()).get(Sealer).seal()
    expect((await auditor.open('/audit')).text).not.toContain('Sealing is behind')
  })
})

describe('reading content', () => {
  const content = (visitor: Visitor = auditor) => visitor.open(`/audit/cases/${one.id}/content`)

  test('is refused with a sentence until a second person has consented', async () => {
    const refused = await content()
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('open only with a second person’s consent')
    await auditor.open(`/audit/cases/${one.id}`)
    expect((await auditor.send(`/audit/cases/${one.id}/ask`, { reason: '' })).status).toBe(422)
    await auditor.send(`/audit/cases/${one.id}/ask`, { reason: 'A complaint, 2026-118' })
    expect((await content()).status).toBe(409)
    // the page that is open now has no form for it; another tab still has
    await auditor.open(`/audit/cases/${other.id}`)
    expect((await auditor.send(`/audit/cases/${one.id}/ask`, { reason: 'again' })).status).toBe(409)
    const list = await security.open('/audit/readings')
    expect(list.text).toContain('A complaint, 2026-118')
    // the auditor cannot consent, nor anybody else
    for (const name of ['auditor', 'systemAdmin', 'supervisor'] as const) {
      const visitor = await site.visitor(name)
      await visitor.open('/')
      expect((await visitor.send('/audit/readings/1/consent')).status).toBe(403)
    }
    expect(await actionsOf(one)).not.toContain('auditCase')
  })

  test('then opens for a limited time; every opening is in the history, where the lead department sees it', async () => {
    await security.open('/audit/readings')
    expect((await security.send('/audit/readings/1/consent')).status).toBe(303)
    expect((await security.send('/audit/readings/1/consent')).status).toBe(409)
    const open = await content()
    expect(open.status).toBe(200)
    // the passport number in part, as officers see it
    expect(open.html).toContain('•••••4567')
    expect(open.html).not.toContain('YB1234567')
    const paper = /href="(\/cases\/\d+\/files\/\d+)"/.exec(open.html)?.[1] ?? ''
    // the papers of this world have no bytes; that somebody asked for one is on record all the same
    await auditor.open(paper)
    expect((await actionsOf(one)).slice(-2)).toEqual(['auditCase', 'auditFile'])
    expect((await (await site.visitor('supervisor')).open(`/cases/${one.id}`)).text).toContain(
      'The auditor read the case, by consent',
    )
    expect((await auditor.open(`/audit/cases/${other.id}/content`)).status).toBe(409)
    await site.world.admin.query(`update content_readings set open_until = '2026-11-24T09:05:00+08:00'`)
    expect((await content()).status).toBe(409)
    await site.world.admin.query(`update content_readings set open_until = '2026-11-25T09:06:00+08:00'`)
  })

  test('can be refused, with a reason that the auditor sees', async () => {
    await auditor.open(`/audit/cases/${other.id}`)
    await auditor.send(`/audit/cases/${other.id}/ask`, { reason: 'curious' })
    await security.open('/audit/readings')
    expect((await security.send('/audit/readings/3/refuse', { why: '' })).status).toBe(422)
    const { rows } = await site.world.admin.query<{ id: number }>(
      'select id from content_readings where case_id = $1',
      [other.id],
    )
    await security.send(`/audit/readings/${rows[0]?.id}/refuse`, { why: 'not enough' })
    expect((await auditor.open(`/audit/cases/${other.id}`)).text).toContain('not enough')
    expect((await auditor.open(`/audit/cases/${other.id}/content`)).status).toBe(409)
  })

  test('row-level security asks the same, by itself', async () => {
    const app: pg.Client = await connect(site.world.db.appUrl)
    const seen = async (who: Name, at: string | null, table: string): Promise<number> => {
      await app.query('begin')
      try {
        const settings = { ...settingsOf(site.world.person(who)), ...(at && { 'haijian.glass': at }) }
        await app.query('select set_config(key, value, true) from json_each_text($1::json)', [JSON.stringify(settings)])
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
