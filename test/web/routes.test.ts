/** Every route of the running router: each declares who may use it, stands in the committed table, lets in those and no others, and asks for the token of the session. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { apiPath, path } from '../../src/base/path.js'
import { has } from '../../src/people/actor.js'
import { Keys } from '../../src/people/key.service.js'
import { projectFolder } from '../../src/settings.js'
import { OPERATIONS, openApi } from '../../src/web/api/openapi.js'
import { PROBLEM_JSON } from '../../src/web/http/problemJson.js'
import type { Name } from '../cases/population.js'
import { long } from '../long.js'
import { type Declared, listDeclared } from './declared.js'
import { kindOf } from './matrix.js'
import { faultsOf, strangeIn, surplusIn } from './openapiCheck.js'
import { type Answer, multipart, Site } from './site.js'

let site: Site

beforeAll(async () => {
  site = await Site.open()
})
afterAll(() => site.close())

/** Method and path → `open`, `signedIn`, or the roles; a route that takes files says so, and one that asks for a renewed proof. */
const TABLE: Record<string, string> = JSON.parse(readFileSync(join(projectFolder, 'test/web/routes.json'), 'utf8'))
const declared = listDeclared()
const FILES = { single: ', one file', export: ', export' }
const wordOf = ({ rule, upload, proof, file }: Declared): string =>
  `${typeof rule === 'string' ? rule : (rule ?? []).join(' ')}${upload ? ', files' : ''}${proof ? ', proof' : ''}${file ? FILES[file] : ''}`
const ruleOf = (route: string) => declared.find((one) => one.route === route)

describe('the table', () => {
  test('has every route of the router, and the router every route of the table', () => {
    // HEAD goes with each GET and is under the same rule; /assets are the style sheet, the script and the icon
    const running = site.routes.filter((route) => !/^HEAD |^GET \/assets\/\*$/.test(route))
    expect([...running].sort()).toEqual(Object.keys(TABLE).sort())
    expect(new Set(running).size).toBe(running.length)
  })

  test('says what each route declares; none declares nothing', () => {
    expect(declared.filter(({ rule }) => rule === undefined || rule.length === 0)).toEqual([])
    expect(Object.fromEntries(declared.map((one) => [one.route, wordOf(one)]))).toEqual(TABLE)
  })

  test('whatever is taken out as a file asks for a renewed proof, but for one paper or letter that its reader may open anyway', () => {
    expect(declared.filter(({ file, proof }) => file === 'export' && !proof)).toEqual([])
    expect(
      declared
        .filter(({ file }) => file === 'single')
        .map(({ route }) => route)
        .sort(),
    ).toEqual([
      'GET /api/batches/workbook',
      'GET /api/cases/:id/documents/:document',
      'GET /api/letters/:id/file',
      'GET /batches/workbook',
      'GET /cases/:id/files/:file',
      'GET /cases/:id/talent/signatures/:signature',
      'GET /certificate.pem',
      'GET /firm/papers/:paper',
      'GET /firms/:id/papers/:paper',
      'GET /letters/:id/file',
      'GET /policy/templates/:id/case',
      'GET /policy/templates/:id/sample',
      'GET /service-figures/csv',
      'GET /talent/letters/:id',
      'GET /talent/papers/:id',
      'GET /talent/signatures/:id',
      'POST /talent/copy',
    ])
  })

  test('each route says by its address what it is about, so that a new one is in the matrix of everybody on every case (matrix.rest.ts)', () => {
    const paths = declared.map(({ route }) => route.split(' ')[1] ?? '')
    expect(paths.filter((path) => kindOf(path) === undefined)).toEqual([])
    expect(paths.filter((path) => kindOf(path) === 'case').length).toBeGreaterThan(25)
  })

  test('what is open to all is no more than this', () => {
    expect(Object.keys(TABLE).filter((route) => TABLE[route]?.startsWith('open'))).toEqual([
      'GET /health/live',
      'GET /health/ready',
      'GET /',
      'GET /how-it-works',
      'GET /criteria',
      'GET /robots.txt',
      'GET /sitemap.xml',
      'GET /complaints',
      'GET /privacy',
      'GET /accessibility',
      'GET /self-check',
      'POST /self-check',
      'GET /verify',
      'GET /verify/:code',
      'POST /verify/file',
      'GET /status',
      'POST /status',
      'GET /certificate.pem',
      'GET /sign-in',
      'POST /sign-in',
      'POST /sign-in/passkey',
      'GET /sign-in/provider',
      'GET /sign-in/provider/back',
      'GET /reset',
      'POST /reset',
      'GET /reset/:token',
      'GET /reset/link',
      'POST /reset/link',
      'GET /register',
      'POST /register',
      'GET /register/done',
      'GET /register/link',
      'POST /register/link',
      'POST /register/form',
      'GET /join/done',
      'GET /join/:token',
      'GET /join',
      'POST /join',
      'GET /talent',
      'POST /talent/consent',
      'POST /talent/requests',
      'POST /talent/copy',
      'GET /talent/copy',
      'GET /talent/papers/:id',
      'GET /talent/letters/:id',
      'POST /talent/leave',
      'GET /talent/:token',
      'GET /talent/pin',
      'POST /talent/pin',
      'GET /talent/link',
      'POST /talent/link',
      'GET /host',
      'GET /host/:code',
      'POST /host/:code/mail',
      'GET /host/:code/code',
      'POST /host/:code/code',
      'POST /host/:code/pin',
      'GET /talent/sign/:paper',
      'POST /talent/sign/:paper',
      'GET /talent/signatures/:id',
      'GET /email/:token',
      'GET /email',
      'POST /email',
      'GET /demo/mailbox',
      'GET /demo/mailbox/:id',
      'POST /announcements/:id/dismiss',
      'GET /service-figures',
      'GET /service-figures/csv',
      'GET /api/package-schema',
      'GET /api/verify/:code',
      'POST /api/verify',
      'POST /api/self-check',
      'POST /api/session',
      'POST /api/token',
      'GET /api/openapi.json',
      'GET /api/codes',
      'GET /api',
      'GET /audit-keys.pem',
    ])
  })
})

/** A route with something in place of its parameters that exists nowhere. */
const addressOf = (path: string): string =>
  path
    .replace(':section', 'talent')
    .replace(':action', 'message')
    .replace(':token', 'nobody')
    .replace(':code', '7K3M9QXT2BVH8RW44')
    .replace(/:\w+/g, '999999')

const splitRoute = (route: string) => route.split(' ') as [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string] // as listDeclared writes them

/** In the long run all of these for each route, else one, another one from the one to the next. */
const inTurn = <T>(list: readonly T[], at: number): readonly T[] =>
  long ? list : list.filter((_, index) => index === at % list.length)

describe('nobody', () => {
  test.each(Object.keys(TABLE))('%s', async (route) => {
    const [method, path] = splitRoute(route)
    const answer = await site.ask({ method, url: addressOf(path), ...(method !== 'GET' && { body: {} }) })
    const turnedAway =
      answer.statusCode === 401 || (answer.statusCode === 303 && String(answer.headers.location).startsWith('/sign-in'))
    expect({ status: answer.statusCode, turnedAway }).toEqual({
      status: answer.statusCode,
      turnedAway: !TABLE[route]?.startsWith('open'),
    })
    expect(answer.statusCode).toBeLessThan(500)
  })
})

const people: Name[] = [
  'applicant',
  'firmAdmin',
  'intake',
  'assessor',
  'approver',
  'supervisor',
  'panel',
  'permitOfficer',
  'policyEditor',
  'systemAdmin',
  'securityAdmin',
  'auditor',
]

/** What ends the session is tried with one that nobody else uses. */
const ends = (route: string) => route === 'POST /sign-out' || route === 'DELETE /api/session'

describe('by role', () => {
  test.each(people)('%s comes in where the rule says, and nowhere else', async (who) => {
    for (const { route, rule } of declared) {
      const [method, path] = splitRoute(route)
      const as = ends(route) ? await site.signIn(who) : await site.session(who)
      const answer = await site.ask({ method, url: addressOf(path), as, ...(method !== 'GET' && { body: {} }) })
      const mayEnter = typeof rule === 'string' || has(site.world.person(who), ...(rule ?? []))
      expect({ route, forbidden: answer.statusCode === 403 }).toEqual({ route, forbidden: !mayEnter })
      expect([401, 500]).not.toContain(answer.statusCode)
    }
  })

  test('HEAD is under the rule of GET', async () => {
    for (const { route, rule } of declared.filter(({ route }) => route.startsWith('GET'))) {
      const url = addressOf(route.slice(4))
      const [nobody, auditor] = [
        await site.ask({ method: 'HEAD', url }),
        await site.ask({ method: 'HEAD', url, as: await site.session('auditor') }),
      ]
      expect(nobody.body + auditor.body).toBe('')
      if (rule !== 'open') expect([401, 303]).toContain(nobody.statusCode)
      if (rule && typeof rule !== 'string' && !rule?.includes('auditor')) expect(auditor.statusCode).toBe(403)
    }
  })
})

describe('the session’s token', () => {
  const writing = declared.filter(({ route }) => !route.startsWith('GET'))
  let wrong: [string, string | null][]
  beforeAll(async () => {
    wrong = [
      ['none', null],
      ['another session’s', (await site.signIn('applicant')).csrf],
      ['a shorter one', 'x'],
      ['its last letter changed', `${(await site.session('firmAdmin')).csrf.slice(0, -1)}!`],
    ]
  })

  test.each(writing.map(({ route }, at) => [route, at] as const))('%s asks for it', async (route, at) => {
    const [method, path] = splitRoute(route)
    const as = await site.session('firmAdmin')
    const bodies: [string, object][] = [
      ['JSON', { body: {} }],
      ['a form', { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
      ['no body', {}],
      [
        'a form with files',
        multipart([
          ['kind', 'contract'],
          ['file', 'x', 'x.pdf'],
        ]),
      ],
    ]
    for (const [n, [what, csrf]] of wrong.entries())
      for (const [kind, asked] of inTurn(bodies, at + n)) {
        const answer = await site.ask({ method, url: addressOf(path), as, csrf, ...asked })
        // a form with files is read where a case or a form is known to be there; until then there is nothing to protect
        const expected = ruleOf(route)?.upload && kind === 'a form with files' ? [403, 404, 422, 200] : [403]
        expect({ what, kind, status: answer.statusCode, fine: expected.includes(answer.statusCode) }).toMatchObject({
          what,
          kind,
          fine: true,
        })
      }
  })

  test('a form with files is refused without it, and nothing is kept', async () => {
    const one = await site.world.draft()
    const as = await site.session('applicant')
    for (const url of [apiPath.documents(one.id), path.documents(one.id)]) {
      const answer = await site.ask({
        method: 'POST',
        url,
        as,
        csrf: null,
        ...multipart([
          ['kind', 'contract'],
          ['file', '%PDF-1.7', 'x.pdf'],
        ]),
      })
      expect(answer.statusCode).toBe(403)
    }
    const { rows } = await site.world.admin.query(
      `select id from attachments where case_id = $1 and kind = 'contract'`,
      [one.id],
    )
    expect(rows.length).toBe(1)
  })

  test('a form carries it as a field', async () => {
    const as = await site.session('applicant')
    const ask = (token: string) =>
      site.ask({
        method: 'POST',
        url: path.cases,
        as,
        csrf: null,
        body: `_csrf=${token}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
    expect((await ask(as.csrf)).statusCode).toBe(303)
    expect((await ask('wrong')).statusCode).toBe(403)
    expect((await ask(`${as.csrf}&_csrf=${as.csrf}`)).statusCode).toBe(403)
  })

  const STRANGERS: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'http://localhost:81' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
  ]

  test('and even with it, nothing is done for another site', async () => {
    const as = await site.session('applicant')
    for (const [at, { route }] of declared.filter(({ route }) => !/^(GET|DELETE) /.test(route)).entries())
      for (const headers of inTurn(STRANGERS, at)) {
        const [method, path] = splitRoute(route)
        const answer = await site.ask({ method, url: addressOf(path), as, headers, body: {} })
        expect({ route, headers, status: answer.statusCode }).toEqual({ route, headers, status: 403 })
      }
  })

  test('from its own site it is done', async () => {
    const as = await site.session('applicant')
    const headers = { host: 'localhost:8080', origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' }
    expect((await site.ask({ method: 'POST', url: apiPath.cases, as, headers, body: {} })).statusCode).toBe(201)
  })
})

describe('a key', () => {
  const secret = async (who: Name, ...scopes: ('read' | 'write')[]) => {
    await site.world.letAllSpeak()
    return (await site.world.app.get(Keys).create(site.world.person(who), { name: 'test', scopes, days: 1 })).secret
  }

  test('reads or writes as its scopes say, as its person and no further', async () => {
    const [read, write] = [await secret('applicant', 'read'), await secret('applicant', 'write')]
    for (const { route, rule, file } of declared.filter(({ route }) => route.includes(' /api/'))) {
      const [method, path] = splitRoute(route)
      const ask = (key: string): Promise<Answer> =>
        site.ask({ method, url: addressOf(path), key, ...(method !== 'GET' && { body: {} }) })
      const isReading = method === 'GET'
      const [reads, writes] = [await ask(read), await ask(write)]
      expect({ route, status: (isReading ? writes : reads).statusCode }).toEqual({ route, status: 403 })
      const done = isReading ? reads : writes
      const own = typeof rule === 'string' || has(site.world.person('applicant'), ...(rule ?? []))
      const byPersonOnly = ['POST /api/keys', 'DELETE /api/keys/:id', 'POST /api/session/proof'].includes(route)
      // what is taken out asks for a key that was made for it
      if (own && !byPersonOnly && file !== 'export') expect([401, 403]).not.toContain(done.statusCode)
    }
  })

  test('makes and ends no key', async () => {
    const key = await secret('applicant', 'read', 'write')
    const body = { name: 'for ever', scopes: ['read', 'write'], days: 366 }
    expect((await site.ask({ method: 'POST', url: apiPath.keys, key, body })).statusCode).toBe(403)
    expect((await site.ask({ method: 'DELETE', url: apiPath.key(1), key, body: {} })).statusCode).toBe(403)
  })

  test('opens no page, and a wrong one opens nothing', async () => {
    const key = await secret('intake', 'read', 'write')
    for (const url of [path.queue, path.case(1), path.keys, path.firms])
      expect((await site.ask({ url, key })).headers.location).toMatch(/^\/sign-in/)
    for (const wrong of ['hj_wrong', 'x', `${key}x`, '\u00e9']) {
      const answer = await site.ask({ url: apiPath.me, key: wrong })
      expect(answer.statusCode).toBe(401)
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    }
  })

  test('needs no token and no own site, since no browser sends it by itself', async () => {
    const key = await secret('applicant', 'read', 'write')
    const answer = await site.ask({
      method: 'POST',
      url: apiPath.cases,
      key,
      headers: { origin: 'https://hr.example' },
      body: {},
    })
    expect(answer.statusCode).toBe(201)
  })
})

describe('the description of the API', () => {
  const document = JSON.parse(JSON.stringify(openApi('http://localhost:8080', '2026-11-24')))

  test('names every route under /api, and no other', () => {
    const described = OPERATIONS.map(
      ({ method, route }) => `${method.toUpperCase()} ${route.replace(/\{(\w+)\}/g, ':$1')}`,
    )
    expect([...described].sort()).toEqual(
      Object.keys(TABLE)
        .filter((route) => route.includes(' /api/'))
        .sort(),
    )
    expect(
      OPERATIONS.filter(({ open }) => open)
        .map(({ method, route }) => `${method.toUpperCase()} ${route.replace(/\{(\w+)\}/g, ':$1')}`)
        .sort(),
    ).toEqual(
      Object.keys(TABLE)
        .filter((route) => route.includes(' /api/') && TABLE[route]?.startsWith('open'))
        .sort(),
    )
  })

  test('names every operation once: a verb first, for good, since programs are generated from the names', () => {
    const names = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    )
    expect(names.filter((name) => !/^[a-z]+([A-Z][a-z]+)*$/.test(name))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
    expect(names.sort().join(' ')).toBe(
      'askMandate attachDocument checkCase checkYourself confirmMandate createKey createPackage ' +
        'describeApi describePackages doAction downloadBatchReport downloadBatchWorkbook downloadDocument ' +
        'downloadLetter downloadLetterPackage downloadPackage endKey endMandate getBatch getCase ' +
        'getLetter getMe getPackage getToken listCases listCodes listEvents listExports listKeys ' +
        'listLetters listMandates listPapers listReference moveBatch orderBatch proveIdentity ' +
        'recordOutcomes removeDocument saveAnswers sendBatchDocuments signIn signOut startCase takeExport ' +
        'verifyCode verifyFile',
    )
  })

  test('is what the server tells, and holds together', async () => {
    const answer = await site.ask({ url: apiPath.description })
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect({ ...answer.json<object>(), servers: document.servers }).toEqual(document)
    expect(faultsOf(document)).toEqual([])
  })

  test('has an input for every action and entry that can be asked for', () => {
    const { schema } = document.paths['/api/cases/{id}/actions/{action}'].post.parameters[1]
    expect(schema.enum.length).toBeGreaterThan(30)
    for (const action of schema.enum) expect(document.components.schemas[`${action}Input`]).toBeDefined()
  })

  test('describes what is answered', async () => {
    const one = await site.world.caseIn('letterIssued')
    const key = await secret('approver')
    const { rows } = await site.world.admin.query<{ id: number; code: string }>(
      'select id, check_code as code from letters where case_id = $1',
      [one.id],
    )
    const { id = 0, code = '' } = rows[0] ?? {}
    const asked: [schema: string, url: string, pick?: (body: Record<string, unknown[]>) => unknown][] = [
      ['Session', apiPath.me],
      ['CaseLine', apiPath.cases, ({ cases }) => cases?.[0]],
      ['Case', apiPath.case(one.id)],
      ['Check', apiPath.check(one.id)],
      ['Letter', apiPath.letter(id)],
      ['Letter', apiPath.letters, ({ letters }) => letters?.[0]],
      ['Checked', apiPath.verifyCode(code)],
      ['Failure', apiPath.case(999999)],
    ]
    for (const [schema, url, pick = (body: unknown) => body] of asked) {
      const body = (await site.ask({ url, key })).json()
      const strange = strangeIn(document, document.components.schemas[schema], pick(body), schema)
      expect(strange.filter((fault) => !/^Case\.answers/.test(fault))).toEqual([]) // as far as it was typed
    }
    const noted = await site.ask({
      method: 'POST',
      url: apiPath.action(one.id, 'note'),
      key: await secret('approver', 'write'),
      body: { input: { text: 'Noted.' } },
    })
    expect(strangeIn(document, document.components.schemas.Outcome, noted.json())).toEqual([])
  })

  test('describes every failure as it is answered', async () => {
    const mine = await site.world.draft()
    const key = await secret('applicant', 'read', 'write')
    const save = (body: object | string, headers = {}) =>
      site.ask({
        method: 'PUT',
        url: apiPath.answers(mine.id),
        key,
        body,
        headers: { 'content-type': 'application/json', ...headers },
      })
    const failed = [
      [401, await site.ask({ url: apiPath.me })],
      [403, await site.ask({ method: 'POST', url: apiPath.packages, key, body: { letters: [1] } })],
      [404, await site.ask({ url: apiPath.case(999_999), key })],
      [404, await site.ask({ url: '/api/%' })],
      [409, await save({ answers: {}, answersVersion: 99 })],
      [412, await save({ answers: {} }, { 'if-match': '"1.99"' })],
      [413, await save({ answers: { talent: 'x'.repeat(1_048_577) } })],
      [422, await save({ answers: { talent: 'x'.repeat(30_000) } })],
      [422, await save('{"answers":')],
      [422, await save('answers', { 'content-type': 'text/plain' })],
    ] as const
    for (const [status, answer] of failed) {
      const body = answer.json()
      const { 'content-type': type, 'x-request-id': requestId } = answer.headers
      expect([status, answer.statusCode, type]).toEqual([status, status, `${PROBLEM_JSON}; charset=utf-8`])
      const [kind, one] = [`${apiPath.codes}#${body.error}`, `${path.api}#${requestId}`]
      expect(body).toMatchObject({ status, requestId, type: kind, instance: one })
      expect([body.title, body.detail]).toEqual([body.heading.zh, body.message.zh])
      expect(strangeIn(document, document.components.schemas.Failure, body, `${status}`)).toEqual([])
      expect(surplusIn(document, document.components.schemas.Failure, body, `${status}`)).toEqual([])
    }
  })

  test('what is wrong in a draft is kept as it was sent, and named until it is put right', async () => {
    const mine = await site.world.draft()
    const key = await secret('applicant', 'read', 'write')
    const save = async (answers: object) => {
      const answer = await site.ask({ method: 'PUT', url: apiPath.answers(mine.id), key, body: { answers } })
      const problems: { code: string; path: string }[] = answer.json().problems
      return [answer.statusCode, problems.map(({ code, path }) => `${code} ${path}`)]
    }
    const wrong = { talent: { birthDate: '31 June', email: 'nobody' }, engagement: { salaryPerYear: 'a lot' } }
    const named = [200, ['notDate talent.birthDate', 'notEmail talent.email', 'notNumber engagement.salaryPerYear']]
    expect(await save(wrong)).toEqual(named)
    expect((await site.ask({ url: apiPath.case(mine.id), key })).json().answers).toMatchObject(wrong)
    expect(await save({ talent: { birthDate: '1996-07-02', email: null } })).toEqual([
      200,
      ['notNumber engagement.salaryPerYear'],
    ])
    expect(await save({ engagement: { salaryPerYear: 600000 } })).toEqual([200, []])
    const begun = await site.ask({ method: 'POST', url: apiPath.cases, key, body: { answers: wrong } })
    const { answers, problems } = begun.json()
    expect([begun.statusCode, answers.engagement]).toEqual([201, wrong.engagement])
    expect(problems.map(({ code, path }: { code: string; path: string }) => `${code} ${path}`)).toEqual(named[1])
    expect((await site.ask({ url: apiPath.check(mine.id), key })).json().blocks).not.toEqual([])
  })

  test.each([
    ['en', 'en', undefined],
    ['de, en-GB;q=0.8, zh;q=0.7', 'en', 'en'],
    ['en;q=0.1, zh-CN;q=0.2', 'zh', 'zh-CN'],
    ['en;q=0, zh-TW', 'zh', undefined],
    ['*', 'zh', undefined],
    [';q=,,x;q=y', 'zh', undefined],
  ] as const)('says what is wrong in the language of Accept-Language: %s', async (header, language, tag) => {
    const answer = await site.ask({ url: apiPath.me, headers: { 'accept-language': header } })
    const { title, heading, detail, message } = answer.json()
    expect([title, detail]).toEqual([heading[language], message[language]])
    if (tag) expect(answer.headers['content-language']).toBe(tag)
  })

  const secret = async (who: Name, ...scopes: ('read' | 'write')[]) =>
    (
      await site.world.app
        .get(Keys)
        .create(site.world.person(who), { name: 'test', scopes: scopes.length > 0 ? scopes : ['read'], days: 1 })
    ).secret
})

describe('an address to which forms are only sent', () => {
  const paths = (method: string) =>
    new Set(declared.flatMap(({ route }) => (route.startsWith(`${method} /`) ? [route.slice(method.length + 1)] : [])))
  const pages = [...paths('GET')].map(addressOf)
  const sent = [...paths('POST')]
    .filter((place) => !place.startsWith('/api') && !paths('GET').has(place))
    .map(addressOf)

  test.each(sent)('%s opened by itself leads to the nearest page above', async (url) => {
    const answer = await site.ask({ method: 'GET', url: `${url}?language=en`, as: await site.session('firmAdmin') })
    const [to = '', query] = String(answer.headers.location).split('?')
    expect(answer.statusCode).toBe(303)
    expect(`${url}/`.startsWith(to === '/' ? to : `${to}/`)).toBe(true)
    expect(pages.filter((page) => page.length > to.length && url.startsWith(`${page}/`))).toEqual([])
    expect(query).toBe('language=en')
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'")
  })

  test('an address that is none stays one, and a program is told so', async () => {
    const as = await site.session('firmAdmin')
    for (const url of ['//nowhere', `${path.queue}/nowhere/end`, path.documents(999999), apiPath.outcomes])
      expect((await site.ask({ method: 'GET', url, as })).statusCode).toBe(404)
  })
})
