/** API keys: shown once, kept as hashes, with an end; they act in a person's name and never widen themselves. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Speaker } from '../../src/base/database.js'
import { Forbidden, NotFound } from '../../src/base/errors.js'
import type { KeyScope, Role } from '../../src/people/actor.js'
import { Keys } from '../../src/people/key.service.js'
import { Passwords } from '../../src/people/password.service.js'
import { readLinkCode, secretHash } from '../../src/people/secrets.js'
import { Staff } from '../../src/people/staff.service.js'
import { type Name, PASSWORD } from '../cases/population.js'
import { World } from '../cases/world.js'

let world: World
let keys: Keys

beforeAll(async () => {
  world = await World.open()
  keys = world.app.get(Keys)
})
afterAll(() => world.close())
beforeEach(() => world.at('2026-11-24'))

const make = async (who: Name = 'applicant', scopes: KeyScope[] = ['read'], days = 30): Promise<string> =>
  (await keys.create(world.person(who), { name: 'HR system', scopes, days })).secret

const byKey = (secret: string): Speaker => ({
  how: 'key',
  hash: secretHash(secret),
  personId: null,
  at: world.clock.now(),
})

describe('a key', () => {
  test('is shown once: 256 bits, of which only the hash and the first letters are kept', async () => {
    const secret = await make()
    expect(secret).toMatch(/^hj_[\w-]{43}$/)
    const { rows } = await world.admin.query<{ prefix: string; key_hash: Buffer; text: string }>(
      'select prefix, key_hash, k::text as text from api_keys k',
    )
    expect(rows).toMatchObject([{ prefix: secret.slice(0, 8) }])
    expect(rows[0]?.key_hash.length).toBe(32)
    expect(rows[0]?.text).not.toContain(secret.slice(3))
  })

  test('stands for its person, and says what it may do', async () => {
    const secret = await make('intake', ['read', 'write'])
    const found = await keys.find(secret)
    const { rows } = await world.admin.query<{ id: number }>('select max(id) as id from api_keys')
    expect(found).toEqual({
      person: { ...world.person('intake'), keyId: rows[0]?.id, proved: false, speaker: byKey(secret) },
      scopes: ['read', 'write'],
      counted: { calls: 1, seconds: 60 },
    })
    for (const wrong of [secret.slice(0, -1), `${secret}x`, secret.slice(3), '', 'hj_'])
      expect(await keys.find(wrong)).toBeUndefined()
  })

  test('ends after its days', async () => {
    const secret = await make('applicant', ['read'], 1)
    world.at('2026-11-25T08:59:59+08:00')
    expect(await keys.find(secret)).toBeDefined()
    world.at('2026-11-25T09:00:00+08:00')
    expect(await keys.find(secret)).toBeUndefined()
  })

  test('ends when its person ends it, at once and for good, and by nobody else’s hand', async () => {
    const secret = await make()
    const [newest] = await keys.list(world.person('applicant'))
    const id = newest?.id ?? 0
    await expect(keys.end(world.person('firmAdmin'), id)).rejects.toBeInstanceOf(NotFound)
    await expect(keys.end(world.person('rival'), id)).rejects.toBeInstanceOf(NotFound)
    expect(await keys.find(secret)).toBeDefined()
    await keys.end(world.person('applicant'), id)
    expect(await keys.find(secret)).toBeUndefined()
    await expect(keys.end(world.person('applicant'), id)).rejects.toBeInstanceOf(NotFound)
  })

  test('ends with its person’s access', async () => {
    const secret = await make('marketAssessor')
    await world.admin.query(`update people set ended_at = now() where account = 'marketAssessor'`)
    expect(await keys.find(secret)).toBeUndefined()
  })

  test('is no more than its person was when it was made, nor than the person is now', async () => {
    const rolesOf = async (secret: string) => (await keys.find(secret))?.person.roles
    const secret = await make('bothHats', ['read', 'write'])
    const become = (...roles: Role[]) =>
      world.admin.query(`update people set roles = $1 where account = 'bothHats'`, [roles])
    expect(await rolesOf(secret)).toEqual(['assessor', 'approver'])
    await become('approver', 'intake', 'supervisor')
    expect(await rolesOf(secret)).toEqual(['approver'])
    expect(await rolesOf(await make('bothHats'))).toEqual(['approver', 'intake', 'supervisor'])
    await become('intake')
    expect(await rolesOf(secret)).toEqual([])
    await become('assessor', 'approver')
  })

  test('ends with its person’s password, changed or reset, and with a reset of their factors', async () => {
    const { app } = world
    const mine = async () => [await make('firmAdmin'), await make('firmAdmin')]
    const inForce = async (secrets: string[]) =>
      (await Promise.all(secrets.map((secret) => keys.find(secret)))).filter(Boolean).length
    const others = await make('rivalAdmin')
    const person = world.person('firmAdmin')

    const first = await mine()
    const wish = { current: PASSWORD, password: 'seven grey herons at noon' }
    await app.get(Passwords).change(person, undefined, wish)
    expect(await inForce(first)).toBe(0)

    await world.letAllSpeak()
    const second = await mine()
    await app.get(Passwords).askReset('firmAdmin', '10.0.0.1')
    const { rows } = await world.admin.query<{ path: string }>(`select path from mails where kind = 'passwordReset'`)
    await app.get(Passwords).reset(readLinkCode(rows.at(-1)?.path ?? ''), PASSWORD, '10.0.0.1')
    expect(await inForce(second)).toBe(0)

    await world.letAllSpeak()
    const third = await mine()
    await app.get(Staff).resetFactors(world.person('securityAdmin'), person.id, 'came in with their passport')
    expect(await inForce(third)).toBe(0)
    expect(await inForce([others])).toBe(1)
  })

  test('makes no other key and ends none, so that whoever finds it cannot keep or widen what it may do', async () => {
    const found = await keys.find(await make('approver', ['read', 'write']))
    if (!found) throw new Error('no key')
    const wider = { name: 'for ever', scopes: ['read', 'write'] as const, days: 366 }
    await expect(keys.create(found.person, wider)).rejects.toBeInstanceOf(Forbidden)
    await expect(keys.end(found.person, found.person.keyId ?? 0)).rejects.toBeInstanceOf(Forbidden)
  })
})

test('a person lists their own keys, the newest first, and when each was used', async () => {
  const first = await make('panel', ['read'])
  await make('panel', ['write'])
  world.at('2026-11-24T10:00:00+08:00')
  await keys.find(first)
  world.at('2026-11-24T10:00:30+08:00')
  await keys.find(first) // within a minute: not written again
  const list = await keys.list(world.person('panel'))
  expect(list.map(({ scopes, usedAt, endedAt }) => ({ scopes, usedAt, endedAt }))).toEqual([
    { scopes: ['write'], usedAt: null, endedAt: null },
    { scopes: ['read'], usedAt: new Date('2026-11-24T02:00:00Z'), endedAt: null },
  ])
  expect(await keys.list(world.person('newcomer'))).toEqual([])
})

test('what is done by a key says so in the history', async () => {
  const found = await keys.find(await make('applicant', ['write']))
  if (!found) throw new Error('no key')
  const { caseId } = await world.cases.start(found.person)
  const { rows } = await world.admin.query('select actor_id, key_id from events where case_id = $1', [caseId])
  expect(rows).toEqual([{ actor_id: world.person('applicant').id, key_id: found.person.keyId }])
})
