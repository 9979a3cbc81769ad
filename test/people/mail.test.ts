/** Mail is ordered with what causes it, by anybody and for anybody, and read by the worker alone. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Invalid, NotFound } from '../../src/base/errors.js'
import { path, withQuery } from '../../src/base/path.js'
import { Emails } from '../../src/people/email.service.js'
import { type MailOrder, orderMail } from '../../src/people/mail.js'
import { settingsOf } from '../../src/people/scope.js'
import { readLinkCode } from '../../src/people/secrets.js'
import { World } from '../cases/world.js'

let world: World
beforeAll(async () => {
  world = await World.open()
})
afterAll(() => world.close())

const INVITATION: MailOrder = {
  kind: 'invitation',
  to: { address: 'someone@example.com' },
  language: 'en',
  path: withQuery(path.join, { token: 'a_secret' }),
  secret: true,
}
const order = (change: Partial<MailOrder> = {}) =>
  world.database.transaction({}, (tx) => orderMail(tx, { ...INVITATION, ...change }, world.clock.now()))

describe('a mail that is ordered', () => {
  test('waits for the worker', async () => {
    const id = await order()
    const { rows } = await world.admin.query('select * from mails where id = $1', [id])
    expect(rows).toEqual([
      {
        id,
        kind: 'invitation',
        channel: 'mail',
        person_id: null,
        address: 'someone@example.com',
        language: 'en',
        path: withQuery(path.join, { token: 'a_secret' }),
        secret: true,
        case_id: null,
        calendar: null,
        ordered_at: new Date('2026-11-24T01:00:00Z'),
        state: 'waiting',
        tries: 0,
        next_try_at: new Date('2026-11-24T01:00:00Z'),
        last_error: null,
        settled_at: null,
        request_id: null,
        mark: expect.stringMatching(/^[0-9a-f]{32}$/),
        sent_to: null,
        replied_at: null,
      },
    ])
  })

  test('vanishes with the transaction', async () => {
    const count = () => world.admin.query('select count(*)::int as n from mails').then(({ rows }) => rows[0]?.n)
    const before = await count()
    const undone = world.database.transaction({}, async (tx) => {
      await orderMail(tx, INVITATION, world.clock.now())
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await count()).toBe(before)
  })

  test('is not for the web server to read: what it leads to never, its address only where it did not arrive', async () => {
    await order({ to: { personId: world.person('applicant').id } })
    const read = (column: string) =>
      world.database.transaction(settingsOf(world.person('systemAdmin')), (tx) =>
        tx.query(`select ${column} from mails`),
      )
    for (const column of ['id', 'path']) await expect(read(column)).rejects.toThrow('permission denied for table mails')
    for (const column of ['address', 'last_error']) expect(await read(column)).toEqual([])
  })

  test.each(['https://elsewhere.example', '//elsewhere.example', 'cases/1', '/a b', '/a\r\nBcc: x@example.com', ''])(
    'leads nowhere but to this site: %j',
    async (path) => {
      await expect(order({ path })).rejects.toThrow('a mail leads to a path of this site')
    },
  )

  test.each([
    'nobody',
    'a@b',
    'a@example.com, b@example.com',
    'a@example.com\r\nBcc: b@example.com',
    '"a" <a@example.com>',
    `${'a'.repeat(250)}@example.com`,
  ])('goes to no address like %j', async (address) => {
    await expect(order({ to: { address } })).rejects.toThrow()
  })
})

describe('an address', () => {
  const emails = () => world.app.get(Emails)
  const codeSent = async () => {
    const { rows } = await world.admin.query<{ path: string }>(
      'select path from mails where address = $1 order by id',
      ['new@example.com'],
    )
    return readLinkCode(rows.at(-1)?.path ?? '')
  }

  test('counts once its link was opened, of which another one goes out after twenty minutes', async () => {
    const person = world.person('applicant')
    await emails().ask(person, 'new@example.com')
    const first = await codeSent()
    expect(await emails().get(person)).toMatchObject({ wanted: 'new@example.com' })
    world.at('2026-11-24T09:19:59+08:00')
    await expect(emails().askAgain(person)).rejects.toBeInstanceOf(Invalid)
    world.at('2026-11-24T09:20:00+08:00')
    await emails().askAgain(person)
    await expect(emails().verify(first)).rejects.toBeInstanceOf(NotFound)
    await emails().verify(await codeSent())
    expect(await emails().get(person)).toMatchObject({ email: 'new@example.com', wanted: null })
    await expect(emails().verify(await codeSent())).rejects.toBeInstanceOf(NotFound)
  })

  test('is nobody’s who is not there', async () => {
    await expect(emails().get({ ...world.person('applicant'), id: 0 })).rejects.toBeInstanceOf(NotFound)
  })
})
