/** What every answer carries, and what no request may do: headers, cookies, safe methods, and uploaded files. On a site that says https. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { Tickets } from '../../src/people/tickets.js'
import { projectFolder } from '../../src/settings.js'
import { listFiles } from '../../tools/sources.js'
import { changedTables } from '../cases/looking.js'
import { PASSWORD } from '../cases/population.js'
import type { Case } from '../cases/world.js'
import { listDeclared } from './declared.js'
import { type Answer, Site } from './site.js'

let site: Site
let one: Case
const addresses: string[] = []

beforeAll(async () => {
  site = await Site.open({ settings: { PUBLIC_URL: 'https://haijian.example' } })
  one = await site.world.caseIn('submitted')
  const { rows } = await site.world.admin.query<{ key: string }>('select storage_key as key from attachments')
  for (const { key } of rows) putContent(key)
  for (const { route } of listDeclared().filter(({ route }) => route.startsWith('GET ')))
    addresses.push(
      route
        .slice(4)
        .replace(':id', String(one.id))
        .replace(':section', 'talent')
        .replace(':action', 'message')
        .replace(/:\w+/g, '1'),
    )
})
afterAll(() => site.close())

/** A document's content in the store; a row without one is a fault. */
function putContent(key: string): void {
  const path = join(site.world.db.config.dataDir, 'files', key.slice(0, 2), key.slice(2))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, '%PDF-1.7')
}

const sessions = async () =>
  (await site.world.admin.query<{ n: number }>('select count(*)::int as n from sessions')).rows[0]?.n

describe('headers', () => {
  /** Of every GET, by nobody, by the firm and by an officer. */
  const answers: { url: string; answer: Answer }[] = []
  let sessionsOfNobody: (number | undefined)[]

  beforeAll(async () => {
    const before = await sessions()
    for (const url of [...addresses, '/%', '/api/%', '/no-such-page'])
      answers.push({ url, answer: await site.ask({ url }) })
    sessionsOfNobody = [before, await sessions()]
    for (const who of ['applicant', 'intake'] as const)
      for (const url of addresses) answers.push({ url, answer: await site.ask({ url, as: await site.session(who) }) })
  })

  test('every answer carries what keeps a browser safe', async () => {
    for (const {
      url,
      answer: { headers, statusCode },
    } of answers) {
      const policy = String(headers['content-security-policy'])
      const found = {
        url,
        nosniff: headers['x-content-type-options'],
        hsts: headers['strict-transport-security'],
        referrer: headers['referrer-policy'],
        // base-uri and frame-ancestors are not among what default-src stands for
        open: ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"].filter(
          (one) => !policy.includes(one) && !(one.startsWith('object') && policy.startsWith("default-src 'none'")),
        ),
        fine: statusCode < 500,
      }
      expect(found).toEqual({
        url,
        nosniff: 'nosniff',
        hsts: 'max-age=31536000; includeSubDomains',
        referrer: 'same-origin',
        open: [],
        fine: true,
      })
    }
    for (const as of [await site.session('applicant'), await site.session('intake')])
      for (const url of [path.case(one.id), apiPath.case(one.id), path.cases, path.queue, apiPath.me, path.keys])
        expect((await site.ask({ url, as })).headers['cache-control']).toBe('no-store')
  })

  test('every body says what it is', () => {
    for (const {
      url,
      answer: { headers },
    } of answers.filter(({ answer }) => answer.body !== '')) {
      // JSON is UTF-8 by itself (RFC 8259)
      const says =
        /^(?:application\/(?:json|pdf|zip|x-pem-file|vnd\.openxmlformats[\w.-]+)|image\/\w+|(?:text|application)\/[\w.+-]+; charset=utf-8)$/i
      expect({ url, type: headers['content-type'] }).toEqual({ url, type: expect.stringMatching(says) })
    }
  })

  test('no other origin is let in', async () => {
    for (const url of ['/', apiPath.me, apiPath.description, apiPath.case(one.id)])
      for (const method of ['GET', 'OPTIONS'] as const) {
        const { headers } = await site.ask({
          method,
          url,
          as: await site.session('applicant'),
          headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
        })
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
      }
  })

  test('the API sends nobody elsewhere', async () => {
    for (const url of addresses.filter((address) => address.startsWith('/api')))
      expect([301, 302, 303, 307, 308]).not.toContain(
        (await site.ask({ url, headers: { host: 'haijian.example', 'x-forwarded-proto': 'http' } })).statusCode,
      )
  })

  test('pages carry no inline script', () => {
    const pages = answers.filter(({ answer }) => /text\/html/.test(String(answer.headers['content-type'])))
    for (const {
      url,
      answer: { body },
    } of pages) {
      const inline = [...body.matchAll(/<script(?![^>]*\bsrc=)[^>]*>|<[^>]+\son\w+=|javascript:|<style[ >]/gi)].map(
        ([found]) => found,
      )
      const foreign = [...body.matchAll(/(?:src|action)="(?:https?:)?\/\/[^"]*"/g)].map(([found]) => found)
      expect({ url, inline, foreign }).toEqual({ url, inline: [], foreign: [] })
    }
  })

  test('reading starts no session', () => expect(sessionsOfNobody[1]).toBe(sessionsOfNobody[0]))

  test('a page of ours takes nothing from elsewhere', async () => {
    expect((await site.ask({ url: path.signIn })).headers['content-security-policy']).toBe(
      "default-src 'self';img-src 'self' data:;object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
    )
  })
})

describe('cookies', () => {
  test('cookies are for this host, for TLS and for the server alone', async () => {
    const signedIn = await site.ask({
      method: 'POST',
      url: apiPath.session,
      body: { account: 'auditor', password: PASSWORD, code: await site.world.code('auditor') },
    })
    const cookies = [signedIn.headers['set-cookie']].flat()
    expect(cookies).toHaveLength(2)
    for (const cookie of cookies)
      expect(cookie).toMatch(
        /^__Host-(session=[\w-]{43}|known=[\w-]{100,400}; Max-Age=15552000); Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      )
    const form = await site.ask({ url: withQuery(path.signIn, { language: 'en' }) })
    const others = [form.headers['set-cookie']].flat()
    expect(others.map((cookie) => cookie?.split('=')[0]).sort()).toEqual(['__Host-language', '__Host-visitor'])
    for (const cookie of others) expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    const english = await site.ask({ url: path.signIn, as: { cookies: { '__Host-language': 'en' }, csrf: '' } })
    expect(english.body).toContain('<html lang="en-GB"')
  })

  test('signing out clears what the browser keeps', async () => {
    const as = await site.signIn('panel')
    const answer = await site.ask({
      method: 'POST',
      url: path.signOut,
      as,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `_csrf=${as.csrf}`,
    })
    expect([answer.statusCode, answer.headers['clear-site-data']]).toEqual([303, '"cache", "storage"'])
    expect((await site.ask({ url: apiPath.me, as })).statusCode).toBe(401)
  })

  test('a password is masked, may be pasted, and helpers are welcome', async () => {
    const inputs = (html: string) => [...html.matchAll(/<input[^>]*name="[^"]*password[^"]*"[^>]*>/g)].map(String)
    const as = await site.session('applicant')
    const byForm = inputs((await site.ask({ url: path.password, as })).body)
    const byHand = listFiles(projectFolder, 'templates', /\.hbs$/).flatMap((file) =>
      inputs(readFileSync(join(projectFolder, file), 'utf8')),
    )
    expect([byForm.length, byHand.length]).toEqual([1, 3]) // signing in, and a proof renewed on its own page or beside what is signed
    const body = { _link: site.world.app.get(Tickets).issue('registration', { email: 'a@example.com' }) }
    const strangers = await Promise.all([
      site.ask({ url: path.signIn }),
      site.ask({ method: 'POST', url: path.registration, body }),
    ])
    for (const field of [...byForm, ...byHand, ...strangers.flatMap(({ body }) => inputs(body))]) {
      expect(field).toMatch(/type="password"/)
      expect(field).toMatch(/autocomplete="(current|new)-password"/)
      expect(field).not.toMatch(/onpaste|readonly|maxlength="(1?\d|[2-5]\d|6[0-3])"/)
    }
  })
})

describe('safe methods', () => {
  const caseRow = async () =>
    // how far the history goes, and that the day was counted by all of it
    (
      await site.world.admin.query(
        `select to_jsonb(c) - 'last_seq' - 'last_hash' - 'counted_seq' as row from cases c where id = $1`,
        [one.id],
      )
    ).rows

  test('reading changes nothing but the record of reading', async () => {
    // a firm’s reading writes nothing at all: requests.rest.ts
    for (const who of ['intake', 'policyEditor', 'permitOfficer', 'systemAdmin'] as const) {
      const as = await site.session(who)
      const before = await caseRow()
      const changed = await changedTables(site.world.admin, async () => {
        for (const url of addresses) for (const method of ['GET', 'HEAD'] as const) await site.ask({ method, url, as })
      })
      // opening a case is an event; a session and a list remember when they were last used
      const records = ['cases', 'events', 'event_contents', 'sessions', 'queue_places'].map((name) => `public.${name}`)
      expect({ who, changed: changed.filter((table) => !records.includes(table)) }).toEqual({ who, changed: [] })
      // of the case only how far its history goes
      expect(await caseRow()).toEqual(before)
    }
  })
})

describe('uploaded files', () => {
  test('uploaded files leave as attachments, sandboxed and unsniffed', async () => {
    const { rows } = await site.world.admin.query<{ id: number; key: string }>(
      'select id, storage_key as key from attachments where case_id = $1 order by id limit 1',
      [one.id],
    )
    const { id = 0, key = '' } = rows[0] ?? {}
    putContent(key)
    const as = await site.session('applicant')
    for (const url of [path.file(one.id, id), apiPath.document(one.id, id)]) {
      const { headers, statusCode } = await site.ask({ url, as })
      expect({
        url,
        statusCode,
        disposition: String(headers['content-disposition']).split(';')[0],
        policy: headers['content-security-policy'],
        nosniff: headers['x-content-type-options'],
        cache: headers['cache-control'],
      }).toEqual({
        url,
        statusCode: 200,
        disposition: 'attachment',
        policy: "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
        nosniff: 'nosniff',
        cache: 'no-store',
      })
    }
  })
})
