/** Signing in and out: tokens, their ends by the clock, and guessing, which is throttled in the database. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Invalid, NotFound } from '../../src/base/errors.js'
import { Colleagues } from '../../src/people/colleague.service.js'
import { secretHash } from '../../src/people/secrets.js'
import { Sessions } from '../../src/people/session.service.js'
import { type SignedIn, type SignInAttempt, SignIns } from '../../src/people/signIn.service.js'
import { deviceName } from '../../src/web/account/own.view.js'
import { type Name, PASSWORD } from '../cases/population.js'
import { World } from '../cases/world.js'

let world: World
let sessions: Sessions

beforeAll(async () => {
  world = await World.open({ settings: { SIGN_IN_TRIES: '3', SIGN_IN_MINUTES: '15' } })
  sessions = world.app.get(Sessions)
})
afterAll(() => world.close())
beforeEach(async () => {
  world.at('2026-11-24')
  await world.admin.query('delete from attempts')
})

/** By a password, and by a code where there is one. */
const signIn = async (asked: Partial<SignInAttempt> = {}) => {
  const account = asked.account ?? 'intake'
  const names = Object.keys(world.population.people) as Name[] // by which they are kept there
  const name = names.find((known) => known.toLowerCase() === account.toLowerCase())
  const code = name && (await world.code(name))
  return (await world.app
    .get(SignIns)
    .come({ account, password: PASSWORD, address: '10.0.0.1', code, ...asked })) as SignedIn // a code was given wherever one is needed
}

/** What comes of signing in: who, or the codes of the refusal. */
const result = (asked: Partial<SignInAttempt> = {}): Promise<string> =>
  signIn(asked).then(
    ({ person }) => person.name,
    (error: unknown) => {
      if (error instanceof Invalid) return error.problems.map(({ code }) => code).join(' ')
      throw error
    },
  )

describe('signing in', () => {
  test('gives a token of 256 bits that stands for the person, and keeps only its hash', async () => {
    const { token, person } = await signIn({ device: 'a browser'.repeat(100) })
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(person).toEqual({ ...world.person('intake'), language: 'zh', proved: false, speaker: undefined })
    const { id: personId } = person
    const speaker = { how: 'session', hash: secretHash(token), personId, at: world.clock.now() }
    expect((await sessions.find(token))?.person).toEqual({ ...person, proved: true, speaker })
    const { rows } = await world.admin.query<{ token_hash: Buffer; device: string; ways: string[]; text: string }>(
      `select token_hash, device, ways, s::text as text from sessions s where ways <> '{}'`,
    )
    expect(rows.length).toBe(1)
    expect(rows[0]?.token_hash.length).toBe(32)
    expect(rows[0]?.device.length).toBe(200)
    expect(rows[0]?.text).not.toContain(token)
    const log = await world.admin.query('select person_id, address, what from access_log where kind = $1', ['signedIn'])
    expect(rows[0]?.ways).toEqual(['password', expect.stringMatching(/^(totp|recovery)$/)])
    expect(log.rows).toEqual([{ person_id: personId, address: '10.0.0.1', what: rows[0]?.ways.join(' ') }])
  })

  test('takes an account in any case, and a password only as it is', async () => {
    expect(await result({ account: 'INTAKE' })).toBe('intake')
    expect(await result({ password: PASSWORD.toUpperCase() })).toBe('signInWrong')
    expect(await result({ password: `${PASSWORD} ` })).toBe('signInWrong')
    expect(await result({ password: '' })).toBe('signInWrong')
  })

  test('says the same of an account that does not exist, of a wrong password, and of somebody who has left', async () => {
    const { id } = world.person('otherEditor')
    await world.admin.query('update people set ended_at = now() where id = $1', [id])
    expect(await result({ account: 'nobody' })).toBe('signInWrong')
    expect(await result({ account: 'otherEditor' })).toBe('signInWrong')
    expect(await result({ account: 'assessor', password: 'wrong' })).toBe('signInWrong')
  })

  test('the password is kept by argon2id, at the cost that OWASP advises', async () => {
    const { rows } = await world.admin.query<{ password_hash: string }>('select password_hash from people')
    for (const { password_hash } of rows) expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })
})

describe('a session ends', () => {
  test('when one signs out, at once, and no other one with it', async () => {
    const [one, other] = [await signIn(), await signIn()]
    await sessions.signOut(one.person, one.token)
    expect(await sessions.find(one.token)).toBeUndefined()
    expect(await sessions.find(other.token)).toBeDefined()
  })

  test('by nobody else’s hand', async () => {
    const { token } = await signIn()
    await sessions.signOut({ ...world.person('applicant') }, token)
    expect(await sessions.find(token)).toBeDefined()
  })

  test('half an hour after its last use', async () => {
    const { token } = await signIn()
    for (const [when, alive] of [
      ['2026-11-24T09:30:00+08:00', true],
      ['2026-11-24T10:00:00+08:00', true],
      ['2026-11-24T10:30:00.001+08:00', false],
      ['2026-11-24T10:00:00+08:00', false], // it is gone for good
    ] as const) {
      world.at(when)
      expect({ when, alive: (await sessions.find(token)) !== undefined }).toEqual({ when, alive })
    }
  })

  test('twelve hours after it began, however busy it was', async () => {
    const { token } = await signIn()
    const began = world.clock.now().getTime()
    for (let minutes = 20; minutes <= 720; minutes += 20) {
      world.clock.moveTo(new Date(began + minutes * 60_000))
      expect(await sessions.find(token)).toBeDefined()
    }
    world.clock.moveTo(new Date(began + 720 * 60_000 + 1))
    expect(await sessions.find(token)).toBeUndefined()
  })

  test('when the person’s access is ended; and what they may do follows their roles at once', async () => {
    const { token } = await signIn({ account: 'applicant' })
    await world.admin.query(`update people set roles = '{applicant,firmAdmin}' where account = 'applicant'`)
    expect((await sessions.find(token))?.person.roles).toEqual(['applicant', 'firmAdmin'])
    await world.app.get(Colleagues).endAccess(world.person('firmAdmin'), world.person('applicant').id)
    expect(await sessions.find(token)).toBeUndefined()
  })

  test.each(['', 'x', 'A'.repeat(43), '\0'])('there is none for %j', async (token) => {
    expect(await sessions.find(token)).toBeUndefined()
  })
})

describe('one’s own sessions', () => {
  test('are listed with where and how, and ended: one, or all others; nobody else’s are seen or ended', async () => {
    const opened = [await signIn({ device: 'a' }), await signIn({ device: 'b' }), await signIn({ device: 'c' })]
    const tokens = opened.map(({ token }) => token)
    const stranger = await signIn({ account: 'approver', device: 'd' })
    const me = world.person('intake')
    const mine = async () => (await sessions.list(me)).filter(({ device }) => /^[a-d]$/.test(device ?? ''))
    const [first] = await mine()
    expect((await mine()).map(({ device }) => device).sort()).toEqual(['a', 'b', 'c'])
    expect(first).toMatchObject({ address: '10.0.0.1', createdAt: world.clock.now(), seenAt: world.clock.now() })
    expect(first?.ways[0]).toBe('password')
    const idOf = async (token: string) => (await sessions.find(token))?.sessionId ?? ''
    await expect(sessions.end(me, await idOf(stranger.token))).rejects.toBeInstanceOf(NotFound)
    await sessions.end(me, await idOf(tokens[0] ?? ''))
    expect((await mine()).map(({ device }) => device).sort()).toEqual(['b', 'c'])
    const kept = await idOf(tokens[1] ?? '')
    await sessions.endOthers(me, kept)
    expect((await sessions.list(me)).map(({ id }) => id)).toEqual([kept])
    expect(await sessions.find(stranger.token)).toBeDefined()
  })
})

test('which sessions are still open is asked without using them', async () => {
  const { token } = await signIn()
  const found = await sessions.find(token)
  if (!found) throw new Error('no session')
  const alive = async (minutes: number) => {
    world.clock.moveTo(new Date(Date.parse('2026-11-24T01:00:00Z') + minutes * 60_000))
    return [...(await sessions.listAlive([found]))]
  }
  expect([await alive(29), await alive(30), await alive(31)]).toEqual([[found.sessionId], [found.sessionId], []])
})

test('accounts that a password opens are found: production does not start with those of a demonstration', async () => {
  expect(await sessions.listOpen(['intake', 'nobody', 'panel'], PASSWORD)).toEqual(['intake', 'panel'])
  expect(await sessions.listOpen(['intake'], `${PASSWORD}x`)).toEqual([])
})

describe('guessing', () => {
  const guess = (asked: Partial<SignInAttempt> = {}) => result({ password: 'a guess', ...asked })

  test('is stopped after three tries of one account from one address, even with the right password', async () => {
    for (let tried = 0; tried < 3; tried++) expect(await guess()).toBe('signInWrong')
    expect(await guess()).toBe('signInTooMany')
    expect(await result()).toBe('signInTooMany')
    expect(await result({ account: 'Intake' })).toBe('signInTooMany')
  })

  test('does not lock the person out elsewhere, nor others here', async () => {
    for (let tried = 0; tried < 4; tried++) await guess()
    expect(await result({ address: '10.0.0.2' })).toBe('intake')
    expect(await result({ account: 'assessor' })).toBe('assessor')
  })

  test('may go on after a quarter of an hour, counted from the first try', async () => {
    await guess()
    world.at('2026-11-24T09:10:00+08:00')
    for (let tried = 0; tried < 2; tried++) await guess()
    world.at('2026-11-24T09:14:59+08:00')
    expect(await result()).toBe('signInTooMany')
    world.at('2026-11-24T09:15:00+08:00')
    expect(await result()).toBe('intake')
  })

  test('is forgotten once the right password came', async () => {
    for (let round = 0; round < 3; round++) {
      for (let tried = 0; tried < 2; tried++) expect(await guess()).toBe('signInWrong')
      expect(await result()).toBe('intake')
    }
  })

  test('of many accounts from one address is stopped after thirty tries', async () => {
    for (let tried = 0; tried < 30; tried++) expect(await guess({ account: `nobody${tried}` })).toBe('signInWrong')
    expect(await guess({ account: 'nobody30' })).toBe('signInTooMany')
    expect(await result({ account: 'approver' })).toBe('signInTooMany')
    expect(await result({ account: 'approver', address: '10.0.0.3' })).toBe('approver')
  })

  test('is not helped by asking everything at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => guess()))
    expect(answers.filter((answer) => answer === 'signInWrong').length).toBe(3)
    expect(answers.filter((answer) => answer === 'signInTooMany').length).toBe(9)
  })

  test('many people of one office sign in at once', async () => {
    const accounts = ['intake', 'assessor', 'colleague', 'approver', 'otherApprover', 'bothHats', 'supervisor', 'panel']
    for (let round = 0; round < 5; round++)
      expect(await Promise.all(accounts.map((account) => result({ account })))).toEqual(accounts)
  })

  test('nothing that tells the account or the address is kept of it', async () => {
    await guess()
    const { rows } = await world.admin.query<{ key: string }>('select key from attempts')
    expect(rows.length).toBe(2)
    for (const { key } of rows) expect(key).toMatch(/^[0-9a-f]{64}$/)
  })
})

test.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/147.0.7727.0 Safari/537.36',
    'Chrome · Linux',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36 Edg/147.0',
    'Edge · Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
    'Safari · iOS',
  ],
  ['curl/8.14.1', 'curl/8.14.1'],
])('where one is signed in is said as people say it: %#', (sent, said) => {
  expect(deviceName(sent)).toBe(said)
})
