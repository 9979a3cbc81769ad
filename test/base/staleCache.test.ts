/** What is kept for a while: nobody waits for it, and after a change of one's own it is what was read after that change. */
import { beforeEach, expect, jest, test } from '@jest/globals'
import { StaleCache } from '../../src/base/staleCache.js'

/** The database: what stands in it, and the reads that are under way. */
let stands: number
let reads: { readonly before: number | undefined; end(fault?: Error): void }[]
let cache: StaleCache<number>

/** All that can go on without the database goes on. */
const settled = () => new Promise(setImmediate)

beforeEach(() => {
  stands = 1
  reads = []
  cache = new StaleCache<number>((before) => {
    const read = stands
    return new Promise((resolve, reject) => {
      reads.push({ before, end: (fault) => (fault ? reject(fault) : resolve(read)) })
    })
  })
})

const later = async (milliseconds: number, look: () => Promise<void>) => {
  const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + milliseconds)
  await look().finally(() => clock.mockRestore())
}

const filled = async () => {
  const first = cache.refresh()
  await settled()
  reads.at(-1)?.end()
  await first
}

test('is unknown before the first read, which all who ask at once share', async () => {
  expect(cache.get()).toBeUndefined()
  const both = Promise.all([cache.refresh(), cache.refresh()])
  await settled()
  expect(reads).toHaveLength(1)
  reads[0]?.end()
  await both
  expect(cache.get()).toBe(1)
})

test('is read anew behind the reader once it is old, one read at a time, which learns what was known', async () => {
  await filled()
  stands = 2
  await later(5_001, async () => {
    for (const _ of [1, 2, 3]) {
      expect(cache.get()).toBe(1)
      await settled()
    }
    expect(reads.map(({ before }) => before)).toEqual([undefined, 1])
    reads[1]?.end()
    await settled()
    expect(cache.get()).toBe(2)
  })
  expect(reads).toHaveLength(2)
})

test('after a change is what was read after it, though a read was under way', async () => {
  await filled()
  await later(5_001, async () => {
    cache.get()
    await settled()
  })
  stands = 2 // what is under way has read 1
  const [mine, another] = [cache.refresh(), cache.refresh()]
  await settled()
  expect(reads).toHaveLength(2)
  reads[1]?.end()
  await settled()
  expect([reads.length, cache.get()]).toEqual([3, 1])
  stands = 3 // and so for a change while that one is read
  const last = cache.refresh()
  reads[2]?.end()
  await Promise.all([mine, another])
  expect(cache.get()).toBe(2)
  await settled()
  reads[3]?.end()
  await last
  expect([reads.length, cache.get()]).toEqual([4, 3])
})

test('keeps what it knows while the database is away, tells who waits, and tries again', async () => {
  await filled()
  await later(5_001, async () => {
    cache.get()
    await settled()
    stands = 2
    const mine = cache.refresh()
    reads[1]?.end(new Error('away'))
    await settled()
    reads[2]?.end(new Error('still away'))
    await expect(mine).rejects.toThrow('still away')
    expect(cache.get()).toBe(1)
    await settled()
    reads[3]?.end()
    await settled()
    expect(cache.get()).toBe(2)
  })
})
