/** What the clock does each minute, one after the other. */
import { expect, test } from '@jest/globals'
import { inTurn } from '../../src/worker/inTurn.js'

test('one that fails stops none of the others, and is what the job fails of', async () => {
  const done: number[] = []
  const good = (one: number) => async () => done.push(one)
  const bad = (why: string) => () => Promise.reject(new Error(why))
  await expect(inTurn([good(1), bad('first'), good(2), bad('second'), good(3)])).rejects.toThrow('first')
  await inTurn([good(4)])
  expect(done).toEqual([1, 2, 3, 4])
})
