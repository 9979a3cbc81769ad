/** Bad requests of every kind: each gets a clear answer, none an error of ours, nothing of the inside is told, and every answer carries the headers that keep it safe. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { actionAddress, sectionAddress } from '../../src/web/case/addresses.js'
import { ACTIONS, ENTRIES } from '../../src/workflow/step.js'
import { changedTables, eventsOf, historyFaults } from '../cases/looking.js'
import { type Name, PASSWORD } from '../cases/population.js'
import type { Case } from '../cases/world.js'
import { long } from '../long.js'
import { listDeclared } from './declared.js'
import { BODIES, FORMS, IDS, INSIDE, QUERIES } from './nasty.js'
import { type Answer, type Asked, multipart, type Session, Site } from './site.js'

jest.setTimeout(600_000) // the long run

let site: Site
let one: Case

beforeAll(async () => {
  site = await Site.open({ settings: { SIGN_IN_TRIES: '4' } })
  one = await site.world.draft()
})
afterAll(async () => {
  expect(await historyFaults(site.world.admin)).toEqual([])
  await site.close()
})
beforeEach(() => site.world.at('2026-11-24'))
afterEach(() => expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false))

/** On a machine that is too busy a server says when to come again, and one does. */
async function askPatiently(asked: Asked, tries = 3): Promise<Answer> {
  const answer = await site.ask(asked)
  return answer.statusCode === 503 && tries > 0 ? askPatiently(asked, tries - 1) : answer
}

/** The answer to a request, which must be whole: no fault of ours, nothing of the inside, and the headers. */
async function ask(asked: Asked): Promise<Answer> {
  const answer = await askPatiently(asked)
  const what = {
    method: asked.method ?? 'GET',
    url: asked.url.slice(0, 200),
    body: String(asked.body ?? '').slice(0, 100),
  }
  const { statusCode: status } = answer
  expect({ ...what, status, fine: status < 500 }).toEqual({ ...what, status, fine: true })
  const { headers } = answer
  expect({ ...what, type: headers['x-content-type-options'], store: headers['cache-control'] }).toEqual({
    ...what,
    type: 'nosniff',
    store: 'no-store',
  })
  expect(String(headers['content-security-policy'])).toMatch(/^default-src '(self|none)'/)
  expect(headers['x-powered-by']).toBeUndefined()
  if (answer.statusCode >= 400)
    expect({ ...what, inside: INSIDE.exec(answer.body)?.[0] }).toEqual({ ...what, inside: undefined })
  return answer
}

const asJson = { 'content-type': 'application/json' }
const asForm = { 'content-type': 'application/x-www-form-urlencoded' }
const errorOf = (answer: Answer) => answer.json<{ error: string; problems?: { code: string; path: string }[] }>()
const codesOf = (answer: Answer): string[] => errorOf(answer).problems?.map(({ code, path }) => `${path} ${code}`) ?? []

const declared = listDeclared()
const writing = declared.filter(
  ({ route }) => !route.startsWith('GET') && !/ \/sign-out$|DELETE \/api\/session$/.test(route),
)
/** In the long run all of them for each route or action, else a tenth, another one from the one to the next. */
const some = (list: readonly string[], at: number): readonly string[] =>
  long ? list : list.filter((_, index) => index % 10 === at % 10)
const numberOf = (route: string) => declared.findIndex((one) => one.route === route)
const splitRoute = (route: string) => route.split(' ') as [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string] // as listDeclared writes them

/** A route's address, with a real case where it names one. */
const addressOf = (path: string, id: string | number = one.id): string =>
  path
    .replace(':section', 'talent')
    .replace(':action', 'message')
    .replace(/:(id|document|file|paper)/g, String(id))
    .replace(/:\w+/g, String(id))

describe('whatever is sent as JSON', () => {
  test.each(writing.map(({ route }) => route))('%s answers', async (route) => {
    const [method, path] = splitRoute(route)
    for (const who of ['applicant', 'intake'] as const)
      for (const body of some(BODIES, numberOf(route)))
        await ask({ method, url: addressOf(path), as: await site.session(who), headers: asJson, body })
  })

  test('without anybody signed in, too', async () => {
    for (const { route, rule } of writing.filter(({ rule }) => rule === 'open')) {
      const [method, path] = splitRoute(route)
      for (const body of BODIES) {
        const { statusCode } = await ask({ method, url: addressOf(path), headers: asJson, body })
        expect({ route, rule, statusCode, let: statusCode === 201 }).toMatchObject({ let: false })
      }
    }
  })

  test('is for every action and entry', async () => {
    const mine = await site.world.caseIn('submitted')
    const names = [...ACTIONS, ...ENTRIES, 'start', 'readCase', 'constructor', '__proto__', 'toString']
    for (const [at, action] of names.entries())
      for (const who of ['applicant', 'intake', 'permitOfficer'] as const)
        for (const body of some(BODIES.slice(8, 20), at)) {
          const before = await mine.row()
          const { statusCode } = await ask({
            method: 'POST',
            url: apiPath.action(mine.id, action),
            as: await site.session(who),
            headers: asJson,
            body,
          })
          if (who === 'permitOfficer') expect([403, 404, 422]).toContain(statusCode)
          if (statusCode >= 400) expect(await mine.row()).toEqual(before)
        }
  })
})

describe('whatever is sent as a form', () => {
  test.each(writing.map(({ route }) => route))('%s answers', async (route) => {
    const [method, path] = splitRoute(route)
    for (const who of ['applicant', 'intake'] as const)
      for (const body of some(FORMS, numberOf(route)))
        await ask({ method, url: addressOf(path), as: await site.session(who), headers: asForm, body })
  })

  test.each(declared.filter(({ upload }) => upload).map(({ route }) => route))(
    '%s takes files, and answers whatever comes',
    async (route) => {
      const [method, path] = splitRoute(route)
      const as = await site.session('applicant')
      const bodies = [
        multipart([]),
        multipart([['file', 'x', 'x.pdf']]),
        multipart([
          ['kind', 'contract'],
          ['file', '', ''],
        ]),
        multipart([
          ['kind', 'contract'],
          ['file', '', 'empty.pdf'],
        ]),
        multipart([
          ['kind', '\0'],
          ['file', '%PDF-1.7', 'x\0.pdf'],
        ]),
        multipart([
          ['kind', 'x'.repeat(3000)],
          ['file', '%PDF-1.7', `${'../'.repeat(50)}etc/passwd`],
        ]),
        multipart([
          ['__proto__', 'x'],
          ['constructor', 'y'],
          ['kind', 'contract'],
          ['file', 'x', '__proto__'],
        ]),
        multipart([
          ['kind', 'contract'],
          ['issuedOn', '2026-02-31'],
          ['details', '{'],
          ['beside', 'maybe'],
          ['file', '%PDF-1.7', 'x.pdf'],
        ]),
        multipart([
          ['kind', 'contract'],
          ...Array.from({ length: 5 }, (_, index): [string, string, string] => [`file${index}`, 'x', 'x.pdf']),
        ]),
        multipart(Array.from({ length: 60 }, (_, index): [string, string] => [`f${index}`, 'x'])),
        multipart([['kind', 'y'.repeat(200_000)]]),
        {
          ...multipart([
            ['kind', 'contract'],
            ['file', 'x', 'x.pdf'],
          ]),
          body: multipart([
            ['kind', 'contract'],
            ['file', 'x', 'x.pdf'],
          ]).body.subarray(0, 150),
        },
        { body: Buffer.from('no boundary at all'), headers: { 'content-type': 'multipart/form-data' } },
        { body: Buffer.from('--x--'), headers: { 'content-type': 'multipart/form-data; boundary=x' } },
        { body: Buffer.alloc(0), headers: { 'content-type': 'multipart/form-data; boundary=x' } },
      ]
      for (const asked of bodies) {
        const { statusCode } = await ask({ method, url: addressOf(path), as, ...asked })
        expect(statusCode === 201 || statusCode === 303).toBe(false)
      }
    },
  )
})

describe('addresses', () => {
  test.each(declared.filter(({ route }) => route.includes('/:')).map(({ route }) => route))(
    '%s with strange parameters',
    async (route) => {
      const [method, path] = splitRoute(route)
      for (const who of ['applicant', 'intake', 'permitOfficer'] as const)
        for (const id of some(IDS, numberOf(route))) {
          const answer = await ask({
            method,
            url: addressOf(path, id),
            as: await site.session(who),
            ...(method !== 'GET' && { headers: asJson, body: '{"version":1,"input":{}}' }),
          })
          if (/:(id|file|paper|document)/.test(path)) expect([403, 404, 422]).toContain(answer.statusCode)
        }
    },
  )

  test('with strange queries', async () => {
    for (const { route, rule } of declared.filter(({ route }) => route.startsWith('GET')))
      for (const query of some(QUERIES, numberOf(route))) {
        const who = rule === 'signedIn' || rule?.includes('intake') ? 'intake' : 'applicant'
        await ask({ url: `${addressOf(route.slice(4))}?${query}`, as: await site.session(who) })
      }
  })

  test.each([
    '/%',
    '/%zz',
    '/api/%',
    `/${'a/'.repeat(5000)}`,
    path.case(1).replace('1', '9'.repeat(500)),
    apiPath.case(1).replace('1', '9'.repeat(500)),
    '//evil.example',
    '/.git/config',
    '/.env',
    '/assets/../package.json',
    '/assets/%2e%2e/package.json',
    '/assets/%252e%252e/package.json',
    '/assets',
    '/assets/',
    '/.//evil.example',
    '/API/me',
    '/cases/1/',
    '/index.php',
  ])('that lead nowhere: %s', async (url) => {
    const answer = await ask({ url })
    expect([303, 404]).toContain(answer.statusCode)
    if (url.startsWith('/api/')) expect(errorOf(answer).error).toBe('notFound')
  })

  test.each(['PATCH', 'OPTIONS', 'TRACE', 'SEARCH'] as const)('by %s', async (method) => {
    for (const url of ['/', path.cases, apiPath.case(one.id)])
      expect((await ask({ method, url, as: await site.session('applicant') })).statusCode).toBe(404)
  })

  test('that are encoded twice are decoded once', async () => {
    const as = await site.session('applicant')
    const digits = [...String(one.id)].map((digit) => `%3${digit}`).join('')
    expect((await ask({ url: path.case(one.id).replace(String(one.id), digits), as })).statusCode).toBe(200)
    expect(
      (await ask({ url: path.case(one.id).replace(String(one.id), digits.replaceAll('%', '%25')), as })).statusCode,
    ).toBe(404)
    const form = await ask({ url: withQuery(path.signIn, { to: '/%2Fevil.example' }) })
    expect(form.body).toContain('<input type="hidden" name="to" value="/%2Fevil.example">')
  })

  test('a link goes nowhere but to this site', async () => {
    for (const to of [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      '/ \t//evil',
      'javascript:alert(1)',
      path.signOut,
    ]) {
      const form = await ask({ url: withQuery(path.signIn, { to }) })
      expect(form.body).toContain('<input type="hidden" name="to" value="/">')
      expect(form.body).not.toMatch(/(href|action)="(\/?\/evil|https:|javascript:)/)
      const visitor = Object.fromEntries(form.cookies.map(({ name, value }) => [name, value]))
      const csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? ''
      const send = (fields: Record<string, string>) =>
        ask({
          method: 'POST',
          url: path.signIn,
          as: { cookies: visitor, csrf },
          headers: asForm,
          body: new URLSearchParams({ ...fields, to, _csrf: csrf }).toString(),
        })
      const { body: second } = await send({ account: 'applicant', password: PASSWORD })
      expect(second).not.toMatch(/(href|action)="(\/?\/evil|https:|javascript:)/)
      const ticket = /name="ticket" value="([^"]+)"/.exec(second)?.[1] ?? ''
      const answer = await send({ ticket, code: (await site.world.code('applicant')) ?? '' })
      expect([answer.statusCode, answer.headers.location]).toEqual([303, path.cases])
    }
  })
})

describe('headers', () => {
  test('bodies of no known kind are refused', async () => {
    const as = await site.session('applicant')
    const mine = await site.world.caseIn('submitted')
    for (const type of [
      undefined,
      'text/plain',
      'application/xml',
      'application/octet-stream',
      'x',
      'application/json-patch+json',
      'text/html; charset="',
    ]) {
      const answer = await ask({
        method: 'POST',
        url: apiPath.action(mine.id, 'message'),
        as,
        body: Buffer.from('{"input":{"text":"x"}}'),
        headers: type ? { 'content-type': type } : {},
      })
      expect({ type, status: answer.statusCode }).toEqual({ type, status: 422 })
    }
    expect((await eventsOf(site.world.admin, mine.id)).filter(({ action }) => action === 'message')).toEqual([])
  })

  test('say whose address it is only as far as the proxies stand that we trust', async () => {
    const near = await Site.open({ settings: { TRUSTED_PROXIES: '1' } })
    const headers = { 'x-forwarded-for': '198.51.100.1, 203.0.113.9', 'x-real-ip': '198.51.100.2' }
    const kept: string[] = []
    for (const { world, ask: askThere } of [site, near].map((one) => ({ world: one.world, ask: one.ask.bind(one) }))) {
      const code = await world.code('panel')
      const answer = await askThere({
        method: 'POST',
        url: apiPath.session,
        headers: { ...headers, forwarded: 'for=198.51.100.3' },
        body: { account: 'panel', password: PASSWORD, code },
      })
      expect(answer.statusCode).toBe(201)
      const { rows } = await world.admin.query<{ address: string }>(
        `select address from sessions where person_id = $1 and ways <> '{}' order by created_at desc limit 1`,
        [world.person('panel').id],
      )
      kept.push(rows[0]?.address ?? '')
    }
    expect(kept).toEqual(['127.0.0.1', '203.0.113.9'])
    await near.close()
  })

  test('strange cookies, languages and keys are as if they were not there', async () => {
    for (const cookie of [
      'session=%',
      'session=',
      `session=${'x'.repeat(3000)}`,
      'session=a; session=b',
      '=',
      ';;;',
      '__proto__=x; language=%00',
      'session=\u00e9',
    ])
      expect((await ask({ url: apiPath.me, headers: { cookie } })).statusCode).toBe(401)
    for (const language of ['', '*', 'en;q=x', `${'en,'.repeat(1000)}`, '\u00e9'])
      await ask({ url: '/', headers: { 'accept-language': language } })
    for (const authorization of [
      'Bearer',
      'Bearer ',
      'Basic eDp5',
      'bearer x',
      `Bearer ${'x'.repeat(3000)}`,
      'Bearer a b',
    ])
      expect((await ask({ url: apiPath.me, headers: { authorization } })).statusCode).toBe(401)
  })

  test.each(['', ' ', 'x'.repeat(201), 'a b', '\u00e9', '\u007f'])(
    'a name for a request that is none: %j',
    async (name) => {
      const answer = await ask({
        method: 'POST',
        url: apiPath.cases,
        as: await site.session('applicant'),
        headers: { 'idempotency-key': name, ...asJson },
        body: '{}',
      })
      if (name.trim() !== '')
        expect([answer.statusCode, ...codesOf(answer)]).toEqual([422, 'Idempotency-Key requestIdForm'])
    },
  )
})

describe('too much', () => {
  const tooMuch = 'x'.repeat(1_048_577)

  test.each([
    ['JSON', asJson, `{"answers":{"talent":{"visualName":"${tooMuch}"}}}`],
    ['a form', asForm, `text=${tooMuch}`],
  ] as const)('more than a megabyte of %s is refused in words', async (_what, headers, body) => {
    const as = await site.session('applicant')
    const answer = await ask({ method: 'PUT', url: apiPath.answers(one.id), as, headers, body })
    expect(answer.statusCode).toBe(413)
    expect(answer.json()).toMatchObject({
      error: 'tooLarge',
      title: '文件太大',
      heading: { en: 'The file is too large' },
      message: { zh: '超过单次上传的大小限制，文件未保存。' },
    })
    const page = await ask({ method: 'POST', url: sectionAddress(one.id, 'talent'), as, headers, body })
    expect([page.statusCode, page.headers['content-type']]).toEqual([413, 'text/html; charset=utf-8'])
  })
})

describe('an action by the API', () => {
  const act = async (who: Name, action: string, body: object, headers: Record<string, string> = {}) =>
    ask({ method: 'POST', url: apiPath.action(one.id, action), as: await site.session(who), headers, body })

  test('asks for the version that was seen', async () => {
    for (const body of [{}, { input: {} }, { version: '1' }, { version: 1.5 }, { version: null }])
      expect(codesOf(await act('applicant', 'submit', body))).toEqual(['version noVersion'])
  })

  test('that there is not is not found', async () => {
    for (const action of ['noSuchAction', 'constructor', '__proto__', 'start', 'readCase', 'SUBMIT', 'submit%20'])
      expect((await act('applicant', action, { version: 1, input: {} })).statusCode).toBe(404)
  })

  test('of the clock or the worker is nobody’s', async () => {
    for (const action of ['lapse', 'expire', 'recordLetter'])
      for (const who of ['applicant', 'supervisor', 'systemAdmin'] as const)
        expect([403, 404]).toContain(
          (await act(who, action, { version: (await one.row()).version, input: {} })).statusCode,
        )
  })

  test('names that nothing has are told with their places, and nothing is done', async () => {
    const mine = await site.world.draft()
    const as = await site.session('applicant')
    const send = (body: object, method: 'POST' | 'PUT', url: string) => ask({ method, url, as, body })
    const submit = apiPath.action(mine.id, 'submit')
    const around = await send(
      { version: 1, state: 'permitGranted', round: 9, input: { declaration: true } },
      'POST',
      submit,
    )
    expect(codesOf(around)).toEqual(['state unknownName', 'round unknownName'])
    const input = { declaration: true, state: 'permitGranted', filedOn: '2020-01-01', internal: true }
    const inside = await send({ version: 1, input }, 'POST', submit)
    expect(codesOf(inside)).toEqual(['state unknownName', 'filedOn unknownName', 'internal unknownName'])
    const answers = { talent: { chineseNam: '安', resume: [{ from: '2019-07', employe: 'x' }] }, toString: 1 }
    const saved = await send({ answers }, 'PUT', apiPath.answers(mine.id))
    const wrong = ['answers.talent.chineseNam', 'answers.talent.resume.0.employe', 'answers.toString']
    expect(codesOf(saved)).toEqual(wrong.map((path) => `${path} unknownName`))
    const count = async () => (await ask({ url: apiPath.cases, as })).json().cases.length
    const before = await count()
    expect(codesOf(await send({ firmId: 2 }, 'POST', apiPath.cases))).toEqual(['firmId unknownName'])
    expect(codesOf(await send({ answers: { talents: {} } }, 'POST', apiPath.cases))).toEqual([
      'answers.talents unknownName',
    ])
    expect(await count()).toBe(before)
    expect(await mine.row()).toMatchObject({ state: 'draft', version: 1 })
    expect(codesOf(await ask({ url: withQuery(apiPath.cases, { stat: 'draft' }), as }))).toEqual(['stat unknownName'])
    // what the filing comes to is not asked for but judged
    expect((await send({ version: 1, input: { declaration: true } }, 'POST', submit)).statusCode).toBe(200)
    const gist = { class: 'A', points: 79, flags: [] }
    expect((await eventsOf(site.world.admin, mine.id)).at(-1)?.content).toEqual({ declaration: true, gist })
  })

  test('a repeated request is marked, a new draft says where it is', async () => {
    const as = await site.session('applicant')
    const start = () =>
      ask({ method: 'POST', url: apiPath.cases, as, headers: { 'idempotency-key': 'mark-1' }, body: {} })
    const [first, second] = [await start(), await start()]
    const { id } = first.json()
    for (const answer of [first, second])
      expect([answer.statusCode, answer.headers.location]).toEqual([201, apiPath.case(id)])
    expect([first.headers['idempotent-replayed'], second.headers['idempotent-replayed']]).toEqual([undefined, 'true'])
    const save = (answers: object) =>
      ask({ method: 'PUT', url: apiPath.answers(id), as, headers: { 'idempotency-key': 'mark-2' }, body: { answers } })
    const name = { talent: { chineseName: '安娜' } }
    expect((await save(name)).headers['idempotent-replayed']).toBeUndefined()
    expect((await save(name)).headers['idempotent-replayed']).toBe('true')
    expect(codesOf(await save({ talent: { chineseName: '别人' } }))).toEqual(['requestId requestIdUsed'])
  })

  test('If-Match stands for the version that was seen, of the answers too', async () => {
    const mine = await site.world.draft()
    const as = await site.session('applicant')
    const seen = async () => String((await ask({ url: apiPath.case(mine.id), as })).headers.etag)
    const save = (mark: string, chineseName: string) =>
      ask({
        method: 'PUT',
        url: apiPath.answers(mine.id),
        as,
        headers: { 'if-match': mark },
        body: { answers: { talent: { chineseName } } },
      })
    const before = await seen()
    expect((await save(before, '安娜')).statusCode).toBe(200)
    expect(await seen()).not.toBe(before)
    expect((await save(before, '别人')).statusCode).toBe(412)
    expect(codesOf(await save('"x"', '别人'))).toEqual(['If-Match noMark'])
    const submit = (mark: string) =>
      ask({
        method: 'POST',
        url: apiPath.action(mine.id, 'submit'),
        as,
        headers: { 'if-match': mark },
        body: { input: { declaration: true } },
      })
    expect((await submit('"99.1"')).statusCode).toBe(412)
    expect((await submit(await seen())).statusCode).toBe(200)
  })

  test('a list has the states and the length that are asked for, and goes on where it ended', async () => {
    const as = await site.session('applicant')
    const list = (query: Record<string, string>) => ask({ url: withQuery(apiPath.cases, query), as })
    for (let more = 0; more < 3; more++) await site.world.draft()
    const ids: number[] = []
    let next: string | null | undefined
    do {
      const page = (await list({ state: 'draft', limit: '2', ...(next && { after: next }) })).json()
      for (const one of page.cases) expect(one.state).toBe('draft')
      expect(page.cases.length).toBeLessThanOrEqual(2)
      ids.push(...page.cases.map(({ id }: { id: number }) => id))
      next = page.next
    } while (next)
    const whole = (await list({ state: 'draft', limit: '200' })).json().cases.map(({ id }: { id: number }) => id)
    expect(ids).toEqual(whole)
    expect(ids.length).toBeGreaterThanOrEqual(3)
    for (const [name, value] of Object.entries({ state: 'draft,gone', limit: '201', after: 'x', tab: 'x' }))
      expect((await list({ [name]: value })).statusCode).toBe(422)
    const officer = await site.session('intake')
    const theirs = await ask({ url: withQuery(apiPath.cases, { state: 'submitted,draft' }), as: officer })
    for (const one of theirs.json().cases) expect(one.state).toBe('submitted')
  })

  test('attaches no file that was not uploaded and inspected', async () => {
    const file = {
      storageKey: '0'.repeat(32),
      name: 'x.html',
      mime: 'text/html',
      bytes: 1,
      sha256: 'x',
      unfit: [],
      width: 413,
      height: 531,
    }
    expect((await act('applicant', 'attachFile', { input: { kind: 'photo', file } })).statusCode).toBe(404)
    const form = new URLSearchParams({
      kind: 'photo',
      'file.storageKey': '0'.repeat(32),
      'file.mime': 'text/html',
    }).toString()
    expect(
      (
        await ask({
          method: 'POST',
          url: actionAddress(one.id, 'attachFile'),
          as: await site.session('applicant'),
          headers: asForm,
          body: form,
        })
      ).statusCode,
    ).toBe(404)
    const { rows } = await site.world.admin.query(`select 1 from attachments where mime = 'text/html'`)
    expect(rows).toEqual([])
  })

  test('under one name is done once, a start with its answers and a file as well', async () => {
    const as = await site.session('applicant')
    const post = (url: string, asked: Pick<Asked, 'body' | 'headers'>) =>
      ask({ method: 'POST', url, as, ...asked, headers: { ...asked.headers, 'idempotency-key': 'only-once' } })
    const body = { answers: { engagement: { post: 'Host' } } }
    const [first, again] = [await post(apiPath.cases, { body }), await post(apiPath.cases, { body })]
    const { id } = first.json<{ id: number }>()
    expect(again.json()).toMatchObject({ id, answers: body.answers, answersVersion: 1 })
    expect(codesOf(await post(apiPath.cases, { body: { answers: { engagement: { post: 'Chef' } } } }))).toEqual([
      'requestId requestIdUsed',
    ])
    const paper = multipart([
      ['kind', 'photo'],
      ['file', PNG, 'photo.png'],
    ])
    const uploads = [await post(apiPath.documents(id), paper), await post(apiPath.documents(id), paper)]
    expect(uploads.map((answer) => [answer.statusCode, answer.json<{ repeated: boolean }>().repeated])).toEqual([
      [201, false],
      [201, true],
    ])
    const { rows } = await site.world.admin.query('select 1 from attachments where case_id = $1', [id])
    expect(rows.length).toBe(1)
    const other = multipart([
      ['kind', 'photo'],
      ['file', Buffer.concat([PNG, Buffer.from('x')]), 'photo.png'],
    ])
    expect(codesOf(await post(apiPath.documents(id), other))).toEqual(['requestId requestIdUsed'])

    // it names the document of this request, though another has taken its place
    const [, name] = uploads.map((answer) => answer.json<{ document: { id: number } }>().document.id)
    await ask({ method: 'POST', url: apiPath.documents(id), as, ...other })
    const late = await post(apiPath.documents(id), paper)
    expect(late.json()).toMatchObject({ repeated: true, document: { id: name, replacedAt: expect.any(String) } })
  })

  test('a start that was cut off before its answers were saved is finished by the next try', async () => {
    await site.world.letAllSpeak()
    const as = await site.session('applicant')
    const { caseId } = await site.world.cases.start(site.world.person('applicant'), 'cut-off')
    const answer = await ask({
      method: 'POST',
      url: apiPath.cases,
      as,
      headers: { 'idempotency-key': 'cut-off' },
      body: { answers: { engagement: { post: 'Host' } } },
    })
    expect(answer.json()).toMatchObject({ id: caseId, answers: { engagement: { post: 'Host' } } })
  })
})

/** One grey pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
)

describe('a session', () => {
  const alive = async (as: Session) => (await site.ask({ url: apiPath.me, as })).statusCode === 200

  test('ends when one signs out, at once, by page and by API', async () => {
    const [page, api] = [await site.signIn('approver'), await site.signIn('approver')]
    const left = await ask({ method: 'POST', url: path.signOut, as: page, headers: asForm, body: '' })
    expect([left.statusCode, left.headers.location, left.headers['clear-site-data']]).toEqual([
      303,
      '/',
      '"cache", "storage"',
    ])
    expect(left.cookies.find(({ name }) => name === 'session')).toMatchObject({ value: '', expires: new Date(0) })
    expect([await alive(page), await alive(api)]).toEqual([false, true])
    expect((await ask({ method: 'DELETE', url: apiPath.session, as: api })).statusCode).toBe(204)
    expect(await alive(api)).toBe(false)
  })

  test('ends half an hour after its last use, and twelve hours after it began', async () => {
    const idle = await site.signIn('panel')
    site.world.at('2026-11-24T09:30:00+08:00')
    expect(await alive(idle)).toBe(true)
    site.world.at('2026-11-24T10:00:00.001+08:00')
    expect(await alive(idle)).toBe(false)
    site.world.at('2026-11-24')
    const busy = await site.signIn('panel')
    for (let hour = 9.5; hour <= 21; hour += 0.5) {
      site.world.clock.moveTo(new Date(Date.parse('2026-11-24T00:00:00+08:00') + hour * 3_600_000))
      expect(await alive(busy)).toBe(true)
    }
    site.world.at('2026-11-24T21:00:00.001+08:00')
    expect(await alive(busy)).toBe(false)
  })

  test('that has ended leads to signing in, and what was typed is kept', async () => {
    const as = await site.signIn('applicant')
    site.world.at('2026-11-24T09:30:00.001+08:00')
    const page = await ask({ url: withQuery(path.case(one.id), { tab: 'x' }), as })
    expect([page.statusCode, page.headers.location]).toEqual([
      303,
      withQuery(path.signIn, { to: withQuery(path.case(one.id), { tab: 'x' }) }),
    ])
    const api = await ask({ url: apiPath.case(one.id), as })
    expect([api.statusCode, api.headers['www-authenticate'], errorOf(api).error]).toEqual([
      401,
      'Bearer',
      'signInNeeded',
    ])
    const typed = '"><script>alert(1)</script> 字'
    const sent = await ask({
      method: 'POST',
      url: sectionAddress(one.id, 'talent'),
      as,
      headers: asForm,
      body: new URLSearchParams({ _csrf: as.csrf, visualName: typed }).toString(),
    })
    expect(sent.statusCode).toBe(401)
    expect(sent.body).not.toContain('<script>alert')
    expect(sent.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt; 字')
    expect(sent.body).not.toContain(as.csrf)
  })

  test('is new with each signing in, and a stranger’s cookie does not become one', async () => {
    const fixed = { cookies: { session: 'A'.repeat(43) }, csrf: 'x' }
    const answer = await site.ask({
      method: 'POST',
      url: apiPath.session,
      as: fixed,
      csrf: null,
      body: { account: 'panel', password: PASSWORD, code: await site.world.code('panel') },
    })
    expect(answer.cookies.map(({ value }) => value)).not.toContain('A'.repeat(43))
    expect(await alive(fixed)).toBe(false)
  })

  test('is not got by guessing: after four tries everybody is told to wait', async () => {
    const guess = (account: string, password = 'a guess', code?: string) =>
      ask({ method: 'POST', url: apiPath.session, body: { account, password, code } })
    for (const account of ['auditor', 'nobody at all'])
      for (let tried = 0; tried < 6; tried++) {
        const answer = await guess(account)
        expect([answer.statusCode, ...codesOf(answer)]).toEqual(
          tried < 4 ? [422, 'account signInWrong'] : [429, 'account signInTooMany'],
        )
      }
    expect((await guess('auditor', PASSWORD)).statusCode).toBe(429)
    site.world.at('2026-11-24T09:15:00+08:00')
    expect((await guess('auditor', PASSWORD, await site.world.code('auditor'))).statusCode).toBe(201)
  })
})

describe('reading', () => {
  test('changes nothing: no GET of a firm’s writes a row', async () => {
    const issued = await site.world.caseIn('letterIssued')
    const as = await site.session('applicant')
    const ids = await site.world.admin.query<{ paper: number; letter: number }>(
      'select (select min(id) from attachments where case_id = $1) as paper, (select max(id) from letters) as letter',
      [issued.id],
    )
    const { paper = 0, letter = 0 } = ids.rows[0] ?? {}
    const changed = await changedTables(site.world.admin, async () => {
      for (const { route } of declared.filter(
        ({ route }) => route.startsWith('GET') && !route.endsWith('letters/:id/file'),
      )) {
        const path = route.slice(4).replace(/:(file|document|paper)/, String(paper))
        await site.ask({
          url: addressOf(
            path.startsWith('/letters') || path.startsWith('/api/letters') ? path.replace(':id', String(letter)) : path,
            issued.id,
          ),
          as,
        })
      }
    })
    // the documents of these tests have rows without contents, and whoever opens one notes that
    expect(changed.filter((table) => table !== 'public.missing_files')).toEqual([])
  })
})

test('when the database is away nobody is let in, and the answer is 503 and when to come back; when it is there again, all is well', async () => {
  const lost = await Site.open()
  const as = await lost.session('intake')
  const { name } = lost.world.db
  await lost.world.admin.query(`alter database ${name} connection limit 0`)
  await lost.world.admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = 'haijian_app'`,
    [name],
  )
  for (const url of [
    path.queue,
    path.case(1),
    path.firms,
    apiPath.me,
    apiPath.cases,
    apiPath.verifyCode('7K3M9QXT2BVH8RW44'),
  ])
    for (const asked of [{ url, as }, { url }, { url, key: 'hj_x' }]) {
      const { statusCode, headers, body } = await lost.ask(asked)
      const isKnown = 'as' in asked || ('key' in asked && url.startsWith('/api/')) // no page takes a key
      const needsNoDatabase = !isKnown && !url.includes('verify')
      const expected = needsNoDatabase ? [303, 401] : [503]
      expect({ asked, statusCode, fine: expected.includes(statusCode) }).toEqual({ asked, statusCode, fine: true })
      if (statusCode === 503) expect(headers['retry-after']).toBe('5')
      expect(INSIDE.exec(body)?.[0]).toBeUndefined()
    }
  await lost.world.admin.query(`alter database ${name} connection limit -1`)
  expect((await lost.ask({ url: apiPath.cases, as })).statusCode).toBe(200)
  await lost.close()
})
