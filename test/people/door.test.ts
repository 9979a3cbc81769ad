/** The hash of passwords: how many wait for it, together and from one network, whose turn it is, and what becomes of a hash that finds no place. */
import { expect, test } from '@jest/globals'
import { Busy } from '../../src/base/errors.js'
import { Places } from '../../src/base/places.js'
import { Attempts, SessionRules } from '../../src/people/attempts.js'
import { openNobodysHash, passwordFits, passwordHash } from '../../src/people/secrets.js'

test('one has as many places as one may have, all together no more than there are, and a place is given back once', () => {
  const places = new Places(2, 3)
  const [first, second] = [places.take('a'), places.take('a')]
  expect(() => places.take('a')).toThrow(Busy)
  const third = places.take('b')
  expect(() => places.take('c')).toThrow(Busy)
  first()
  first()
  const fourth = places.take('c')
  expect(() => places.take('b')).toThrow(Busy)
  for (const leave of [second, third, fourth]) leave()
  expect([places.take('a'), places.take('a'), places.take('b')]).toHaveLength(3)
})

test('one network has half of the places at the hash, and another one is served by turns with it', async () => {
  const order: string[] = []
  const ask = (from: string) =>
    passwordHash('somebody’s', from).then(
      () => void order.push(from),
      (error: unknown) => void order.push(error instanceof Busy ? `${from} busy` : 'failed'),
    )
  const flood = Array.from({ length: 40 }, () => ask('198.51.100.1'))
  const other = ask('192.0.2.1')
  await other
  // two were under way, and of those who waited the other's turn was the second; some may be done before that is told
  expect(order.slice(14).length).toBeLessThan(13)
  await Promise.all(flood)
  expect(order.filter((from) => from === '198.51.100.1')).toHaveLength(26)
  expect(order.filter((from) => from === '198.51.100.1 busy')).toHaveLength(14)
})

test('the hash for unknown accounts, which found no place, is made the next time', async () => {
  const queue = Array.from({ length: 52 }, (_, index) => passwordHash('somebody’s', `${index % 2}`))
  const nobodysHash = openNobodysHash()
  await expect(nobodysHash()).rejects.toThrow(Busy)
  await Promise.all(queue)
  await expect(passwordFits('somebody’s', '', '0')).rejects.not.toBeInstanceOf(Busy)
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
