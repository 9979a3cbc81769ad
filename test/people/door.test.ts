/** The door before the hash: how many come in at once, together and from one address, and that every place is given back; and a hash that finds no place. */
import { expect, test } from '@jest/globals'
import { Busy } from '../../src/base/errors.js'
import { Attempts, SessionRules } from '../../src/people/attempts.js'
import { nobodysHash, passwordHash, throughTheDoor } from '../../src/people/secrets.js'

/** Comes in and stays until told to leave; `gone` settles as the door has it. */
function come(address: string) {
  let leave = (_error?: Error) => {}
  const work = () =>
    new Promise<void>((resolve, reject) => {
      leave = (error) => (error ? reject(error) : resolve())
    })
  const gone = throughTheDoor(address, work).then(
    () => 'left',
    (error: unknown) => (error instanceof Busy ? 'busy' : 'failed'),
  )
  return { gone, leave: (error?: Error) => leave(error) }
}

const many = (count: number, addressOf: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => come(addressOf(index)))

test('one address has half of the places, all together have no more than there are, and who leaves or fails makes room', async () => {
  const flood = many(40, () => '198.51.100.1')
  expect(await Promise.all(flood.slice(26).map(({ gone }) => gone))).toEqual(Array(14).fill('busy'))
  const others = many(26, (index) => `192.0.2.${index}`)
  expect(await come('192.0.2.99').gone).toBe('busy')
  flood[0]?.leave()
  flood[1]?.leave(new Error('of the database'))
  expect([await flood[0]?.gone, await flood[1]?.gone]).toEqual(['left', 'failed'])
  const later = many(3, () => '198.51.100.1')
  expect(await later[2]?.gone).toBe('busy')
  for (const one of [...flood, ...others, ...later]) one.leave()
  await Promise.all([...flood, ...others, ...later].map(({ gone }) => gone))
  const again = many(26, () => '198.51.100.1')
  for (const one of again) one.leave()
  expect(await Promise.all(again.map(({ gone }) => gone))).toEqual(Array(26).fill('left'))
})

test('the hash for unknown accounts, which found no place, is made the next time', async () => {
  const queue = Array.from({ length: 52 }, () => passwordHash('somebody’s'))
  await expect(nobodysHash()).rejects.toThrow(Busy)
  await Promise.all(queue)
  const hashed = await nobodysHash()
  expect(hashed).toMatch(/^\$argon2id\$/)
  expect(await nobodysHash()).toBe(hashed)
})

test('addresses of one IPv6 network count as one: its owner has 2 to the 64 of them', () => {
  const attempts = new Attempts({} as never, {} as never, new SessionRules(5, 15, 30, 12, 10)) // counts are made of names alone
  const keys = (address: string) => attempts.counts('li', address, undefined).map(({ key }) => key)
  expect(keys('2001:db8:1:2::9')).toEqual(keys('2001:db8:1:2:ffff::1'))
  expect(keys('2001:db8:1:3::9')).not.toEqual(keys('2001:db8:1:2::9'))
})
