/** A store of files in a bucket does what one on a disk does: at servers of two makers, through cuts and silences, in pieces. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { ContentMissing, NotFound } from '../../src/base/errors.js'
import type { FilesIn } from '../../src/base/filesIn.js'
import { claimStore, identityOf } from '../../src/base/storeIdentity.js'
import { StoreAway } from '../../src/cases/files/s3Client.js'
import { PlacedStore } from '../../src/cases/files/store.js'
import { StoreBucket } from '../../src/cases/files/storeBucket.js'
import { StoreFolder } from '../../src/cases/files/storeFolder.js'
import type { StorePlace } from '../../src/cases/files/storePlace.js'
import { type Environment, readConfig } from '../../src/config.js'
import { examineBucket } from '../../tools/doctor/bucket.js'
import { bucketAt, MAKERS, MOTO_IS_AWAY, type S3Server, startS3, Way } from '../buckets.js'

jest.setTimeout(120_000)

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bucket-'))
  if (MOTO_IS_AWAY) process.stdout.write(`${MOTO_IS_AWAY}\n`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileOf(content: Buffer | string): string {
  const path = join(folder, randomBytes(8).toString('hex'))
  writeFileSync(path, content)
  return path
}
const textOf = async (place: StorePlace, key: string) => {
  const found = await place.openContent(key)
  return found && (await buffer(found.stream)).toString()
}
const newKey = () => randomBytes(16).toString('hex')
/** Soon, for a test. */
const PATIENCE = { silence: 300, pauses: [20, 50, 100] }

describe.each(['disk', ...MAKERS] as const)('a place of files: %s', (kind) => {
  let server: S3Server | undefined
  let place: StorePlace
  beforeAll(async () => {
    if (kind === 'disk') place = new StoreFolder('DATA_DIR', mkdtempSync(join(folder, 'disk-')))
    else {
      server = await startS3(kind)
      place = new StoreBucket(bucketAt(server.settings({ FILES_S3_PREFIX: 'shared/haijian' })).client, 300)
    }
    await claimStore(place.identity, 'aaaaaaaa-0000-4000-8000-000000000000', async () => undefined)
  })
  afterAll(() => server?.stop())

  async function put(content = 'one'): Promise<string> {
    const key = newKey()
    await place.moveIn(key, fileOf(content))
    return key
  }

  test('takes over a file, which is then gone where it was, and gives it back', async () => {
    const [key, path] = [newKey(), fileOf('one')]
    await place.moveIn(key, path)
    expect([existsSync(path), await place.has(key), await textOf(place, key)]).toEqual([false, true, 'one'])
    const kept = fileOf('')
    await place.copyIn(newKey(), kept)
    expect(existsSync(kept)).toBe(true)
    expect(await textOf(place, newKey())).toBeUndefined()
    expect(await place.parts()).toContain(key.slice(0, 2))
    expect(await place.keysIn(key.slice(0, 2))).toContain(key)
    expect(Math.abs(((await place.storedAt(key)) ?? 0) - (await place.now()))).toBeLessThan(60_000)
    for (const wrong of ['', '../installation.json', 'A'.repeat(32)])
      await expect((async () => place.has(wrong))()).rejects.toThrow(NotFound)
  })

  test('sets aside by the day, and brings back; what lies there for long is removed', async () => {
    const [back, gone] = [await put('back'), await put('gone')]
    expect(await place.setAside(back, '2026-01-02')).toBe(true)
    expect(await place.setAside(gone, '2026-01-01')).toBe(true)
    expect(await place.setAside(gone, '2026-01-02')).toBe(false)
    expect(await place.daysAside()).toEqual(['2026-01-01', '2026-01-02'])
    expect(await place.keysAside('2026-01-02')).toEqual([back])
    expect(await place.bringBack(back)).toBe(true)
    expect(await textOf(place, back)).toBe('back')
    await place.removeAside('2026-01-01', gone)
    await place.closeDay('2026-01-01')
    expect([await place.bringBack(gone), await place.has(gone)]).toEqual([false, false])
  })

  test('keeps what is infected where nothing reads it, and removes a file wherever it lies', async () => {
    const infected = await put('bad')
    await place.moveToQuarantine(infected)
    await place.moveToQuarantine(infected)
    expect([await place.has(infected), await place.isInQuarantine(infected)]).toEqual([false, true])
    expect(await place.keysInQuarantine()).toEqual([infected])
    await place.tidy(24, 30)
    const aside = await put()
    await place.setAside(aside, '2026-01-03')
    for (const key of [infected, aside, await put()]) {
      await place.remove(key)
      await place.remove(key)
      await place.discard(key)
      expect([await place.has(key), await place.isInQuarantine(key), await place.bringBack(key)]).toEqual([
        ...[false, false, false],
      ])
    }
  })

  test('is one worker’s to clear at a time', async () => {
    const first = await place.lease('one')
    if ('heldBy' in first) throw new Error('it was free')
    expect(await place.lease('two')).toEqual({ heldBy: 'one' })
    expect(await first.renew()).toBe(true)
    await first.release()
    const second = await place.lease('two')
    expect('heldBy' in second).toBe(false)
    expect(await first.renew()).toBe(false)
    if (!('heldBy' in second)) await second.release()
    const [one, other] = await Promise.all([place.lease('three'), place.lease('four')])
    expect([one, other].filter((each) => !('heldBy' in each)).length).toBeLessThan(2)
  })

  test('says whose it is, and keeps saying it', async () => {
    const before = await identityOf(place.identity)
    expect(before?.installation).toBe('aaaaaaaa-0000-4000-8000-000000000000')
    const other = () => claimStore(place.identity, 'bbbbbbbb-0000-4000-8000-000000000000', async () => undefined)
    await expect(other()).rejects.toThrow('belongs to installation aaaaaaaa')
    expect(await place.identity.addIdentity('another')).toBe(false)
    expect(await identityOf(place.identity)).toEqual(before)
  })
})

describe.each(MAKERS)('a bucket of %s', (maker) => {
  let server: S3Server
  let way: Way
  let bucket: StoreBucket
  beforeAll(async () => {
    server = await startS3(maker)
    way = await Way.to(server.port)
    bucket = bucketAt(server.settings({ FILES_S3_ENDPOINT: `http://127.0.0.1:${way.port}` }), PATIENCE)
  })
  afterAll(async () => {
    await way.stop()
    await server.stop()
  })

  test('takes what is large in parts, and gives it back in pieces', async () => {
    const [key, content] = [newKey(), randomBytes(20 * 1024 * 1024 + 1)]
    await bucket.copyIn(key, fileOf(content))
    const found = await bucket.openContent(key)
    expect(found?.bytes).toBe(content.length)
    let at = 0
    let largest = 0
    for await (const piece of found?.stream ?? []) {
      expect(content.subarray(at, at + piece.length).equals(piece)).toBe(true)
      at += piece.length
      largest = Math.max(largest, piece.length)
    }
    expect(at).toBe(content.length)
    expect(largest).toBeLessThan(1024 * 1024)
  })

  test('a content that breaks off goes on where it broke off', async () => {
    const [key, content] = [newKey(), randomBytes(3 * 1024 * 1024)]
    await bucket.copyIn(key, fileOf(content))
    const found = await bucket.openContent(key)
    const pieces: Buffer[] = []
    let cuts = 0
    for await (const piece of found?.stream ?? []) {
      pieces.push(piece)
      if (cuts < 2 && Buffer.concat(pieces).length > (cuts + 1) * 500_000) {
        cuts++
        way.cut()
      }
    }
    expect([cuts, Buffer.concat(pieces).equals(content)]).toEqual([2, true])
  })

  test('that is away for a moment is asked again; one that stays away ends what was asked, and nothing is there', async () => {
    const key = newKey()
    way.close()
    const path = fileOf('late')
    setTimeout(() => way.reopen(), 60)
    await bucket.moveIn(key, path)
    expect(await textOf(bucket, key)).toBe('late')
    way.close()
    const lost = newKey()
    const kept = fileOf('kept')
    await expect(bucket.moveIn(lost, kept)).rejects.toThrow(StoreAway)
    await expect(bucket.openContent(key)).rejects.toThrow(StoreAway)
    expect(existsSync(kept)).toBe(true)
    way.reopen()
    expect(await bucket.has(lost)).toBe(false)
    await bucket.moveIn(lost, kept)
    expect(await bucket.has(lost)).toBe(true)
  })

  test('that is silent is given up; a slow reader is not', async () => {
    const key = newKey()
    await bucket.copyIn(key, fileOf(randomBytes(2 * 1024 * 1024)))
    const found = await bucket.openContent(key)
    let bytes = 0
    for await (const piece of found?.stream ?? []) {
      if (bytes === 0) await new Promise((done) => setTimeout(done, 2 * PATIENCE.silence))
      bytes += piece.length
    }
    expect(bytes).toBe(2 * 1024 * 1024)
    way.delay = 5_000
    await expect(bucket.has(key)).rejects.toThrow(StoreAway)
    const store = new PlacedStore({ disk: new StoreFolder('DATA_DIR', folder), bucket }, async () => 'bucket', 'bucket')
    expect(store.answered()).toBe(true) // a probe is told what was seen last, and does not wait
    while (store.answered()) await new Promise((done) => setTimeout(done, 20))
    way.delay = 0
    way.cut()
  })
})

describe('a store while its files are moved', () => {
  let server: S3Server
  let bucket: StoreBucket
  let disk: StoreFolder
  let filesIn: FilesIn
  let store: PlacedStore
  beforeAll(async () => {
    server = await startS3('s3rver')
    bucket = bucketAt(server.settings())
    disk = new StoreFolder('DATA_DIR', mkdtempSync(join(folder, 'disk-')))
    filesIn = 'disk'
    store = new PlacedStore({ disk, bucket }, async () => filesIn)
  })
  afterAll(() => server.stop())

  const read = async (key: string) => (await buffer((await store.open(key)).stream)).toString()

  test('writes where they go, reads both, and removes in both', async () => {
    const { key: before } = await store.put(fileOf('before'))
    expect([await disk.has(before), await bucket.has(before)]).toEqual([true, false])
    filesIn = 'toBucket'
    const { key: during } = await store.put(fileOf('during'))
    expect([await disk.has(during), await bucket.has(during)]).toEqual([false, true])
    expect([await read(before), await read(during)]).toEqual(['before', 'during'])
    expect([await store.places(), await store.recover(before)]).toEqual([undefined, true])
    expect(await bucket.has(before)).toBe(false)
    await bucket.copyFrom(before, disk)
    await store.remove(before)
    expect([await disk.has(before), await bucket.has(before)]).toEqual([false, false])
    await expect(store.open(before)).rejects.toThrow(ContentMissing)
    filesIn = 'bucket'
    expect([await store.places(), await read(during)]).toEqual([[bucket], 'during'])
  })

  test('one process hears of the move by a file that is not where it was', async () => {
    filesIn = 'disk'
    const other = new PlacedStore({ disk, bucket }, async () => filesIn)
    await other.put(fileOf('x'))
    filesIn = 'toBucket'
    const { key } = await store.put(fileOf('new'))
    expect((await buffer((await other.open(key)).stream)).toString()).toBe('new')
  })

  test('what came too late for the move comes after it', async () => {
    filesIn = 'bucket'
    const late = newKey()
    await disk.moveIn(late, fileOf('late'))
    expect([await read(late), await store.recover(late), await bucket.has(late)]).toEqual(['late', true, true])
  })
})

test('doctor tries the bucket, and says what is wrong with it', async () => {
  const server = await startS3('s3rver')
  const seen = async (more: Environment) => {
    const found = await examineBucket(readConfig({ NODE_ENV: 'test', ...server.settings(more) }), undefined)
    return found.map(({ grade, found: { en } }) => `${grade}: ${en}`)
  }
  const { FILES_S3_ENDPOINT = '' } = server.settings()
  expect(await seen({ FILES_S3_PREFIX: 'here' })).toEqual([
    `ok: ${FILES_S3_ENDPOINT}/haijian-papers/here can be written, read, listed and deleted from.`,
    'hint: the bucket keeps no versions.',
    'notAsked: its installation cannot be determined without the database.',
  ])
  expect(await bucketAt(server.settings()).parts()).toEqual([])
  expect(await seen({ FILES_S3_KEY: 'STRANGER' })).toEqual([
    expect.stringMatching(
      /^wrong: the service does not accept the access key, or the key lacks permission \(403 \w+\)\./,
    ),
  ])
  expect(await seen({ FILES_S3_BUCKET: 'not-there' })).toEqual(['wrong: there is no such bucket (404 NoSuchBucket).'])
  expect(await seen({ FILES_S3_ENDPOINT: 'http://127.0.0.1:1' })).toEqual([
    'wrong: nothing is listening there (ECONNREFUSED).',
  ])
  await server.stop()
})

const [, versioning] = MAKERS
const ifMoto = versioning ? test : test.skip

ifMoto(
  'a bucket that keeps versions gives back what was removed, until it is discarded, or its time is over',
  async () => {
    const server = await startS3('moto', true)
    try {
      const bucket = bucketAt(server.settings())
      expect(await bucket.keepsVersions()).toBe(true)
      const [back, discarded, old] = [newKey(), newKey(), newKey()]
      for (const key of [back, discarded, old]) await bucket.moveIn(key, fileOf('kept'))
      await bucket.remove(back)
      await bucket.remove(old)
      await bucket.discard(discarded)
      expect([await bucket.has(back), await bucket.bringBack(back), await textOf(bucket, back)]).toEqual([
        ...[false, true, 'kept'],
      ])
      expect(await bucket.bringBack(discarded)).toBe(false)
      await bucket.tidy(24, 30)
      expect(await bucket.bringBack(old)).toBe(true)
      await bucket.remove(old)
      await bucket.tidy(24, -1)
      expect([await bucket.bringBack(old), await textOf(bucket, back)]).toEqual([false, 'kept'])
    } finally {
      await server.stop()
    }
  },
)
