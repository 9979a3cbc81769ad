/** Mail is ordered with what causes it, by anybody and for anybody, and read by the worker alone. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { path, withQuery } from '../../src/base/path.js'
import { type MailOrder, orderMail } from '../../src/people/mail.js'
import { settingsOf } from '../../src/people/scope.js'
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
