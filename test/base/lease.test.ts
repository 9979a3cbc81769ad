/** One owner at a time, whoever asks at once, whoever has died over it, and on a file system whose clock is its own. */
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { Lease } from '../../src/base/lease.js'

const place = mkdtempSync(join(tmpdir(), 'lease-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

let made = 0
const newFolder = () => join(place, String(made++))
const leasesIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.json'))
const age = (folder: string) => {
  const longAgo = new Date('2020-01-01')
  for (const name of leasesIn(folder)) utimesSync(join(folder, name), longAgo, longAgo)
}
async function taken(folder: string, owner: string): Promise<Lease> {
  const lease = await Lease.take(folder, owner)
  if (!(lease instanceof Lease)) throw new Error(`held by ${lease.heldBy}`)
  return lease
}
const winners = (all: readonly unknown[]) => all.filter((one) => one instanceof Lease)

test('of many who ask at once one has it, and the others hear who', async () => {
  const folder = newFolder()
  const asked = await Promise.all(Array.from({ length: 20 }, (_, n) => Lease.take(folder, `worker ${n}`)))
  expect(winners(asked)).toHaveLength(1)
  expect(await Lease.take(folder, 'later')).toEqual({ heldBy: expect.stringMatching(/^worker \d+$/) })
})

test('given back it is free; its number is not used again', async () => {
  const folder = newFolder()
  for (const no of [1, 2, 3]) {
    const lease = await taken(folder, 'a')
    expect(await lease.renew()).toBe(true)
    expect(leasesIn(folder)).toEqual([`00000000${no}.json`])
    await lease.release()
  }
})

test('a dead owner’s is taken over by one of those who find it, and the dead one, should it live, may do nothing more', async () => {
  const folder = newFolder()
  const dead = await taken(folder, 'dead')
  expect(await Lease.take(folder, 'too early')).toEqual({ heldBy: 'dead' })
  age(folder)
  const asked = await Promise.all(Array.from({ length: 20 }, (_, n) => Lease.take(folder, `heir ${n}`)))
  expect(winners(asked)).toHaveLength(1)
  expect(await dead.renew()).toBe(false)
  await dead.release() // takes nothing from the heir
  expect(await Lease.take(folder, 'later')).toEqual({ heldBy: expect.stringMatching(/^heir \d+$/) })
})

test('who renews it in time keeps it', async () => {
  const folder = newFolder()
  const lease = await taken(folder, 'slow')
  age(folder)
  expect(await lease.renew()).toBe(true)
  expect(await Lease.take(folder, 'other')).toEqual({ heldBy: 'slow' })
})

test('one whose owner died while writing it counts until its time is over', async () => {
  const folder = newFolder()
  await (await taken(folder, 'a')).release()
  writeFileSync(join(folder, '000000001.json'), '{"owner":')
  expect(await Lease.take(folder, 'b')).toEqual({ heldBy: '?' })
  age(folder)
  expect(await Lease.take(folder, 'c')).toBeInstanceOf(Lease)
})
