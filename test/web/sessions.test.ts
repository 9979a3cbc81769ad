/** One browser, one session: a new sign-in ends the one before, and renewed proof goes on with another token, whoever asks and by whatever way; all pages of the browser stay good. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import type { Name } from '../cases/population.js'
import { PASSWORD } from '../cases/population.js'
import { type Answer, type Session, Site } from './site.js'

let site: Site

beforeAll(async () => {
  site = await Site.open({ settings: { PROOF_MINUTES: '10' } })
})
afterAll(() => site.close())

const later = (minutes: number) =>
  site.world.clock.moveTo(new Date(site.world.clock.now().getTime() + minutes * 60_000))
/** Every test has codes of its own, and is not held off for those of another one. */
beforeEach(async () => {
  later(60)
  await site.world.admin.query('delete from attempts')
})

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()
const cookieOf = (answer: Answer, name = 'session') => answer.cookies.find((cookie) => cookie.name === name)?.value
/** The session as its browser keeps it after an answer: with the new cookie, and forms of pages that were shown before. */
const after = (session: Session, answer: Answer): Session => ({
  ...session,
  cookies: { ...session.cookies, session: cookieOf(answer) ?? '' },
})
const isIn = async (as: Session) => (await site.ask({ url: apiPath.me, as })).statusCode === 200
const codeOf = async (name: Name) => (await site.world.code(name)) ?? ''

/** Signs in on the page, as far as its steps go, in a browser that has this session. */
async function onThePage(name: Name, as: Session): Promise<Answer> {
  const first = form({ account: name, password: PASSWORD, _csrf: as.csrf })
  const answer = await site.ask({ method: 'POST', url: path.signIn, as, headers: FORM, body: first })
  const ticket = /name="ticket" value="([^"]+)"/.exec(answer.body)?.[1]
  if (!ticket) return answer
  expect(await isIn(as)).toBe(true) // so far nobody has come in
  const second = form({ ticket, code: await codeOf(name), _csrf: as.csrf })
  return site.ask({ method: 'POST', url: path.signIn, as, headers: FORM, body: second })
}
const byProgram = async (name: Name, as: Session) =>
  site.ask({
    method: 'POST',
    url: apiPath.session,
    as,
    body: { account: name, password: PASSWORD, code: await codeOf(name) },
  })

test.each([
  ['the same person on the page', 'intake', onThePage],
  ['another person on the page', 'assessor', onThePage],
  ['the same person by a program', 'intake', byProgram],
  ['another person by a program', 'assessor', byProgram],
] as const)('%s signs in: the session that the browser had has ended, and no other one', async (_, name, come) => {
  const before = await site.signIn('intake')
  later(1)
  const elsewhere = await site.signIn('intake')
  later(1)
  const answer = await come(name, before)
  expect([answer.statusCode < 400, cookieOf(answer)]).toEqual([true, expect.stringMatching(/^[\w-]{43}$/)])
  expect(cookieOf(answer)).not.toBe(before.cookies.session)
  expect(await Promise.all([before, after(before, answer), elsewhere].map(isIn))).toEqual([false, true, true])
})

test('each step that asks who it is comes again in the other language, with what it goes on with', async () => {
  let as = await site.signIn('approver')
  const send = async (url: string, fields: Record<string, string>) => {
    const body = form({ ...fields, _csrf: as.csrf })
    const { statusCode, body: html } = await site.ask({ method: 'POST', url, as, headers: FORM, body })
    return {
      statusCode,
      html,
      of: (name: string) => new RegExp(`<input[^>]* name="${name}" value="([^"]*)"`).exec(html)?.[1],
    }
  }
  const [signIn, keys] = [path.signIn, path.keys].map((url) => (language: string) => withQuery(url, { language }))
  if (!signIn || !keys) throw new Error('no address')
  const first = await send(signIn('zh'), { account: 'intake', password: PASSWORD })
  const second = await send(signIn('en'), { ticket: first.of('ticket') ?? '', _lang: 'yes' })
  expect([second.statusCode, second.html.includes('Step 2: confirm that it is you')]).toEqual([200, true])
  expect(second.html).not.toContain('role="alert" id="problem"')
  const come = await send(path.signIn, { ticket: second.of('ticket') ?? '', code: await codeOf('intake') })
  expect(come.statusCode).toBe(303)

  as = await site.signIn('approver')
  later(11)
  const wish = { name: 'HR system', scopes: 'read', days: '30' }
  const asked = await send(keys('zh'), wish)
  expect([asked.statusCode, asked.html.includes('请再次验证身份')]).toEqual([403, true])
  const again = await send(keys('en'), { ...wish, _proof: 'yes', _lang: 'yes' })
  expect([again.statusCode, again.html.includes('Confirm that it is you')]).toEqual([403, true])
  expect([again.of('name'), again.of('days'), again.of('_lang')]).toEqual(['HR system', '30', undefined])
  expect(again.html).not.toContain('role="alert" id="problem"')
})

test('a try that fails ends nothing', async () => {
  const before = await site.signIn('intake')
  const body = { account: 'intake', password: 'not this one' }
  expect((await site.ask({ method: 'POST', url: apiPath.session, as: before, body })).statusCode).toBe(422)
  expect(await isIn(before)).toBe(true)
})

const PROOFS: Readonly<Record<string, (as: Session) => Promise<Answer>>> = {
  'a page that asks for it': async (as) =>
    site.ask({
      method: 'POST',
      url: path.proof,
      as,
      headers: FORM,
      body: form({ _proof: '1', _code: await codeOf('approver'), to: path.account, _csrf: as.csrf }),
    }),
  'a form that brings it along': async (as) =>
    site.ask({
      method: 'POST',
      url: path.recoveryCodes,
      as,
      headers: FORM,
      body: form({ _proof: '1', _code: await codeOf('approver'), _csrf: as.csrf }),
    }),
  'a program': async (as) =>
    site.ask({ method: 'POST', url: apiPath.sessionProof, as, body: { code: await codeOf('approver') } }),
}

test.each(Object.keys(PROOFS))(
  'renewed proof by %s goes on with a new token; the one before is worth nothing',
  async (way) => {
    const before = await site.signIn('approver')
    const draft = { csrf: before.csrf }
    later(11)
    expect((await site.ask({ method: 'POST', url: apiPath.keys, as: before, body: {} })).statusCode).toBe(403)
    const answer = await PROOFS[way]?.(before)
    if (!answer) throw new Error('no way')
    expect(answer.statusCode).toBeLessThan(400)
    expect(answer.cookies.find(({ name }) => name === 'session')).toMatchObject({
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
    })
    const now = after(before, answer)
    expect(now.cookies.session).not.toBe(before.cookies.session)
    expect([await isIn(before), await isIn(now)]).toEqual([false, true])
    // proved, and by the form of a page that was open all the time: what is missing is the name of a key
    expect((await site.ask({ method: 'POST', url: apiPath.keys, as: now, body: {} })).statusCode).toBe(422)
    expect((await site.ask({ method: 'POST', url: apiPath.keys, as: { ...now, csrf: '' }, body: {} })).statusCode).toBe(
      403,
    )
    // and by one of a page that is opened now, also after a further proof
    const { csrfToken } = (await site.ask({ url: apiPath.me, as: now })).json<{ csrfToken: string }>()
    later(11)
    const again = await PROOFS[way]?.({ ...now, csrf: csrfToken })
    if (!again) throw new Error('no way')
    for (const csrf of [draft.csrf, csrfToken])
      expect(
        (await site.ask({ method: 'POST', url: apiPath.keys, as: { ...after(now, again), csrf }, body: {} }))
          .statusCode,
      ).toBe(422)
  },
)

test('new recovery codes are shown again when the page is loaded again, and to nobody else', async () => {
  const as = await site.signIn('approver')
  const sent = await site.ask({
    method: 'POST',
    url: path.recoveryCodes,
    as,
    headers: FORM,
    body: form({ _csrf: as.csrf }),
  })
  const url = sent.headers.location ?? ''
  const codes = /id="codes">([^<]+)</
  const [first, second] = [(await site.ask({ url, as })).body, (await site.ask({ url, as })).body]
  expect(codes.exec(first)?.[1]?.trim().split('\n')).toHaveLength(10)
  expect(codes.exec(second)?.[1]).toBe(codes.exec(first)?.[1])
  for (const [address, who] of [
    [url, await site.signIn('intake')],
    [path.recoveryCodes, as],
  ] as const)
    expect((await site.ask({ url: address, as: who })).headers.location).toBe(path.account)
})

test('a session of one’s own is ended, alone or with all others, by whoever has shown who it is', async () => {
  const [here, there] = [await site.signIn('approver'), await site.signIn('approver')]
  later(11)
  const page = (await site.ask({ url: path.account, as: here })).body
  const [single = ''] = /\/account\/sessions\/[\w-]+\/end/.exec(page) ?? []
  const end = (address: string, fields: Record<string, string> = {}) =>
    site.ask({ method: 'POST', url: address, as: here, headers: FORM, body: form({ ...fields, _csrf: here.csrf }) })
  for (const address of [path.endSessions, single])
    expect([address !== '', (await end(address)).statusCode]).toEqual([true, 403])
  expect(await isIn(there)).toBe(true)
  expect((await end(path.endSessions, { _proof: '1', _code: await codeOf('approver') })).statusCode).toBe(303)
  expect(await isIn(there)).toBe(false)
})

test('a proof that does not hold leaves the token as it is', async () => {
  const session = await site.signIn('approver')
  const answer = await site.ask({ method: 'POST', url: apiPath.sessionProof, as: session, body: { code: '000000' } })
  expect([answer.statusCode, cookieOf(answer)]).toEqual([422, undefined])
  expect(await isIn(session)).toBe(true)
})

test('two pages that prove at once: the browser gets one token, and it is good', async () => {
  const session = await site.signIn('approver')
  later(11)
  const code = await codeOf('approver')
  const answers = await Promise.all(
    [1, 2].map(() => site.ask({ method: 'POST', url: apiPath.sessionProof, as: session, body: { code } })),
  )
  const cookies = answers.flatMap((answer) => cookieOf(answer) ?? [])
  expect(cookies).toHaveLength(1)
  expect(await isIn({ ...session, cookies: { ...session.cookies, session: cookies[0] ?? '' } })).toBe(true)
})

test('a passkey that no browser has made is refused, beside its name', async () => {
  const as = await site.signIn('approver')
  const body = form({ name: 'Telephone', _csrf: as.csrf })
  const answer = await site.ask({ method: 'POST', url: path.passkeys, as, headers: FORM, body })
  expect([answer.statusCode, answer.payload]).toEqual([422, expect.stringContaining('通行密钥验证未通过')])
})
