/**
 * A part of an S3 bucket as a place of files: objects files/ab/cdef…, aside/DAY/KEY and
 * quarantine/KEY under one prefix, as in a folder. An object is there, whole, once the service has
 * said so. What lies elsewhere within the bucket is copied by the service and then removed where it
 * was: a crash in between leaves it in both, which the next look puts right. Where the bucket keeps
 * versions, a file that was removed comes back from its last one for as long as they are kept.
 * Over 250 lines because it is a place of files as storeFolder.ts is one, and S3 has no renaming.
 */
import { randomUUID } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { NotFound } from '../../base/errors.js'
import { IDENTITY_FILE, type Identifiable } from '../../base/storeIdentity.js'
import { type S3Client, S3Refused, StoreAway, tagIn } from './s3Client.js'
import { StoreFolder } from './storeFolder.js'
import { isDay, isKey, type OpenContent, type PlaceLease, type StorePlace } from './storePlace.js'

/** What is larger goes in parts of so many bytes, which are tried again one by one. */
const PART = 8 * 1024 * 1024
/** After so long without a sign of its owner a lease is over. */
const TERM = 10 * 60_000 // ms
/** How long another one may take to write what it had decided to before it saw ours. */
const SETTLES = 2_000 // ms
const LEASE = 'clearing/lease.json'
const PARTS = Array.from({ length: 256 }, (_, part) => part.toString(16).padStart(2, '0'))

const leaseSchema = z.object({ owner: z.string(), mark: z.string(), returned: z.boolean() })

type LeaseRecord = z.output<typeof leaseSchema>

/** Some services mix what two wrote at once: then it is neither's, until its time is over. */
function readRecord(said: string): LeaseRecord {
  try {
    return leaseSchema.parse(JSON.parse(said))
  } catch {
    return { owner: '?', mark: '', returned: false }
  }
}

interface Version {
  readonly name: string
  readonly id: string
  readonly latest: boolean
  /** It says that the object was removed. */
  readonly marker: boolean
  readonly at: number
}

/** The service's clock may have seconds only. */
const newestFirst = (a: Version, b: Version): number => Number(b.latest) - Number(a.latest) || b.at - a.at

const allIn = (xml: string, tag: string): string[] =>
  [...xml.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))].map(([, inner = '']) => inner)
const lastOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1)
const dateOf = (value: string | undefined): number => Date.parse(value ?? '')

export class StoreBucket implements StorePlace {
  readonly setting = 'FILES_S3'
  readonly root: string
  readonly identity: Identifiable
  private versioned: Promise<boolean> | undefined

  /** @param settles for a test */
  constructor(
    readonly client: S3Client,
    private readonly settles = SETTLES,
  ) {
    const { endpoint, bucket, prefix } = client.address
    this.root = `${endpoint}/${bucket}/${prefix}`.replace(/\/$/, '')
    this.identity = {
      name: `FILES_S3 (${this.root})`,
      remedy: {
        zh: '确要把它归入本安装，请运行 npm run installation -- take FILES_S3。',
        en: 'To assign it to this installation anyway, run npm run installation -- take FILES_S3.',
      },
      readIdentity: () => client.read('GET', IDENTITY_FILE),
      addIdentity: (said) => this.addOnce(IDENTITY_FILE, said),
    }
  }

  has(key: string): Promise<boolean> {
    return this.isThere(this.nameOf(key))
  }

  openContent(key: string): Promise<OpenContent | undefined> {
    return this.client.open(this.nameOf(key))
  }

  async moveIn(key: string, from: string): Promise<void> {
    await this.copyIn(key, from)
    await rm(from, { force: true })
  }

  async copyIn(key: string, from: string): Promise<void> {
    const name = this.nameOf(key)
    const { size } = await stat(from)
    if (size > PART) await this.sendInParts(name, from, size)
    else await this.client.tell('PUT', name, { content: { path: from, start: 0, bytes: size } })
  }

  async copyFrom(key: string, other: StorePlace): Promise<boolean> {
    if (!(other instanceof StoreFolder)) throw new Error('files come to a bucket from a folder')
    if (!(await other.has(key))) return false
    await this.copyIn(key, other.pathOf(key))
    return true
  }

  async parts(): Promise<string[]> {
    return (await this.foldersIn('files/')).filter((name) => /^[0-9a-f]{2}$/.test(name))
  }

  async keysIn(part: string): Promise<string[]> {
    return (await this.namesIn(`files/${part}/`)).map((rest) => part + rest).filter(isKey)
  }

  async keysInQuarantine(): Promise<string[]> {
    return (await this.namesIn('quarantine/')).filter(isKey)
  }

  isInQuarantine(key: string): Promise<boolean> {
    return this.isThere(this.quarantineOf(key))
  }

  async storedAt(key: string): Promise<number | undefined> {
    for (const name of [this.nameOf(key), this.quarantineOf(key)]) {
      const found = await this.client.tell('HEAD', name, { expected: [404] })
      if (found.statusCode !== 404) return dateOf(found.headers['last-modified'])
    }
    return undefined
  }

  async moveToQuarantine(key: string): Promise<void> {
    await this.move(this.nameOf(key), this.quarantineOf(key))
  }

  async setAside(key: string, day: string): Promise<boolean> {
    const target = `aside/${day}/${key}`
    return (await this.move(this.nameOf(key), target)) || (await this.move(this.quarantineOf(key), target))
  }

  async bringBack(key: string): Promise<boolean> {
    const name = this.nameOf(key)
    for (const day of await this.daysAside()) if (await this.move(`aside/${day}/${key}`, name)) return true
    const last = (await this.versionsOf(name)).filter(({ marker }) => !marker).sort(newestFirst)[0]
    return last !== undefined && (await this.copy(name, name, last.id))
  }

  async daysAside(): Promise<string[]> {
    return (await this.foldersIn('aside/')).filter(isDay).sort()
  }

  async keysAside(day: string): Promise<string[]> {
    return (await this.namesIn(`aside/${day}/`)).filter(isKey)
  }

  async removeAside(day: string, key: string): Promise<void> {
    await this.delete(`aside/${day}/${key}`)
  }

  /** There are no folders here. */
  async closeDay(): Promise<void> {}

  async remove(key: string): Promise<void> {
    for (const name of await this.everyNameOf(key)) await this.delete(name)
  }

  async discard(key: string): Promise<void> {
    await this.remove(key)
    for (const name of [this.nameOf(key), this.quarantineOf(key)])
      for (const { id } of await this.versionsOf(name)) await this.delete(name, id)
  }

  async tidy(hours: number, days: number): Promise<void> {
    const now = await this.now()
    for (const upload of allIn((await this.ifKnown('GET', { uploads: '', prefix: this.prefix })) ?? '', 'Upload')) {
      const [name, id] = [tagIn(upload, 'Key') ?? '', tagIn(upload, 'UploadId') ?? '']
      if (now - dateOf(tagIn(upload, 'Initiated')) < hours * 3_600_000 || !name.startsWith(this.prefix)) continue
      await this.client.tell('DELETE', name.slice(this.prefix.length), { query: { uploadId: id }, expected: [404] })
    }
    for (const key of await this.keysInQuarantine()) if (await this.has(key)) await this.delete(this.nameOf(key))
    if (await this.keepsVersions()) await this.tidyVersions(now - days * 86_400_000)
  }

  /**
   * A version counts from when another one took its place; what the service keeps under lock stays
   * until it is free.
   */
  private async tidyVersions(before: number): Promise<void> {
    for (const prefix of [...PARTS.map((part) => `files/${part}/`), 'aside/', 'quarantine/', 'clearing/']) {
      const byName = new Map<string, Version[]>()
      for (const version of await this.versions(prefix))
        byName.set(version.name, [...(byName.get(version.name) ?? []), version])
      for (const versions of byName.values())
        for (const [at, version] of versions.sort(newestFirst).entries()) {
          const over = at === 0 ? version.marker && version.at : versions[at - 1]?.at
          if (over && over < before) await this.delete(version.name, version.id)
        }
    }
  }

  /**
   * One object says who has it, and the service's clock says since when. It is read once more after
   * a moment: of two that wrote at once the later has it.
   */
  async lease(owner: string): Promise<PlaceLease | { readonly heldBy: string }> {
    const found = await this.readLease()
    if (found && !found.returned && (await this.now()) - found.at < TERM) return { heldBy: found.owner }
    const mark = randomUUID()
    const write = (returned: boolean) =>
      this.client.tell('PUT', LEASE, { content: JSON.stringify({ owner, mark, returned }) })
    await write(false)
    await sleep(this.settles)
    const isOurs = async () => (await this.readLease())?.mark === mark
    if (!(await isOurs())) return { heldBy: (await this.readLease())?.owner ?? '?' }
    return {
      renew: async () => {
        if (!(await isOurs())) return false
        await write(false)
        return true
      },
      release: async () => {
        if (await isOurs()) await write(true)
      },
    }
  }

  /** Also where the object that is asked for is not there. */
  async now(): Promise<number> {
    const answer = await this.client.tell('HEAD', IDENTITY_FILE, { expected: [404] })
    return dateOf(answer.headers.date)
  }

  async today(): Promise<string> {
    return new Date(await this.now()).toISOString().slice(0, 10)
  }

  /** Answers false when there is something of this name, which then stays. */
  async addOnce(name: string, content: string): Promise<boolean> {
    if (await this.isThere(name)) return false // for services that do not know the condition
    const question = { content, headers: { 'if-none-match': '*' }, expected: [409, 412] }
    return (await this.client.tell('PUT', name, question)).statusCode === 200
  }

  /** Writes over what is there. */
  async write(name: string, content: string): Promise<void> {
    await this.client.tell('PUT', name, { content })
  }

  /** A version that the service keeps under lock stays. */
  async delete(name: string, versionId?: string): Promise<void> {
    const question = versionId ? { query: { versionId }, expected: [403, 404] } : { expected: [404] }
    await this.client.tell('DELETE', name, question)
  }

  /** Whether the bucket keeps versions of what is removed. */
  keepsVersions(): Promise<boolean> {
    this.versioned ??= this.ifKnown('GET', { versioning: '' }).then((said) => tagIn(said ?? '', 'Status') === 'Enabled')
    return this.versioned.catch((error: unknown) => {
      this.versioned = undefined
      throw error
    })
  }

  private get prefix(): string {
    return this.client.address.prefix
  }

  private nameOf(key: string): string {
    if (!isKey(key)) throw new NotFound()
    return `files/${key.slice(0, 2)}/${key.slice(2)}`
  }

  private quarantineOf(key: string): string {
    if (!isKey(key)) throw new NotFound()
    return `quarantine/${key}`
  }

  private async everyNameOf(key: string): Promise<string[]> {
    const days = await this.daysAside()
    return [this.nameOf(key), this.quarantineOf(key), ...days.map((day) => `aside/${day}/${key}`)]
  }

  private async readLease(): Promise<(LeaseRecord & { readonly at: number }) | undefined> {
    const answer = await this.client.ask('GET', LEASE, { expected: [404] })
    const said = await text(answer)
    if (answer.statusCode === 404) return undefined
    return { ...readRecord(said), at: dateOf(answer.headers['last-modified']) }
  }

  private async isThere(name: string): Promise<boolean> {
    return (await this.client.tell('HEAD', name, { expected: [404] })).statusCode !== 404
  }

  /** Within the bucket. Answers false when there is nothing to move. */
  private async move(from: string, to: string): Promise<boolean> {
    if (!(await this.copy(from, to))) return false
    await this.delete(from)
    return true
  }

  /** By the service itself, which may say only in the body that it could not. */
  private async copy(from: string, to: string, version?: string): Promise<boolean> {
    const source = `/${this.client.address.bucket}/${this.prefix}${from}${version ? `?versionId=${version}` : ''}`
    const said = await this.client.read('PUT', to, { headers: { 'x-amz-copy-source': source } })
    if (said === undefined) return false
    if (tagIn(said, 'ETag') === undefined) throw new StoreAway(new S3Refused(200, tagIn(said, 'Code') ?? ''))
    return true
  }

  private async sendInParts(name: string, path: string, size: number): Promise<void> {
    const begun = (await this.client.read('POST', name, { query: { uploads: '' } })) ?? ''
    const uploadId = tagIn(begun, 'UploadId') ?? ''
    try {
      const tags: string[] = []
      for (let start = 0; start < size; start += PART) {
        const query = { partNumber: String(tags.length + 1), uploadId }
        const content = { path, start, bytes: Math.min(PART, size - start) }
        tags.push((await this.client.tell('PUT', name, { query, content })).headers.etag ?? '')
      }
      const listed = tags.map((tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`)
      const content = `<CompleteMultipartUpload>${listed.join('')}</CompleteMultipartUpload>`
      await this.complete(name, uploadId, content, size)
    } catch (error) {
      // what stays all the same is removed by tidy()
      await this.client.tell('DELETE', name, { query: { uploadId }, expected: [404] }).catch(() => undefined)
      throw error
    }
  }

  /** One that was done, and of which nothing was heard, cannot be done again: then the object tells. */
  private async complete(name: string, uploadId: string, content: string, size: number): Promise<void> {
    try {
      const said =
        (await this.client.read('POST', name, { query: { uploadId }, content, slow: true, expected: [] })) ?? ''
      if (tagIn(said, 'ETag') === undefined) throw new StoreAway(new S3Refused(200, tagIn(said, 'Code') ?? ''))
    } catch (error) {
      const found = await this.client.tell('HEAD', name, { expected: [404] })
      if (found.statusCode === 404 || Number(found.headers['content-length']) !== size) throw error
    }
  }

  /** The objects right under a prefix, without it. */
  private async namesIn(folder: string): Promise<string[]> {
    const names: string[] = []
    for (let after = ''; ; after = names.at(-1) ?? '') {
      // a continuation by name, for not every service gives a token that it takes again
      const prefix = `${this.prefix}${folder}`
      const query = { 'list-type': '2', prefix, 'start-after': after === '' ? '' : `${prefix}${after}` }
      const said = (await this.client.read('GET', undefined, { query, expected: [] })) ?? ''
      const found = allIn(said, 'Key').map((name) => name.slice(this.prefix.length + folder.length))
      names.push(...found)
      if (tagIn(said, 'IsTruncated') !== 'true' || found.length === 0) return names
    }
  }

  /** The folders right under one, of which there are few. */
  private async foldersIn(folder: string): Promise<string[]> {
    const query = { 'list-type': '2', prefix: `${this.prefix}${folder}`, delimiter: '/' }
    const said = (await this.client.read('GET', undefined, { query, expected: [] })) ?? ''
    return allIn(said, 'CommonPrefixes').map((one) => lastOf((tagIn(one, 'Prefix') ?? '').replace(/\/$/, '')))
  }

  private async versionsOf(name: string): Promise<Version[]> {
    return (await this.versions(name)).filter((version) => version.name === name)
  }

  /** Of everything whose name begins so; none where the bucket keeps none. */
  private async versions(prefix: string): Promise<Version[]> {
    if (!(await this.keepsVersions())) return []
    const found: Version[] = []
    for (let from: Record<string, string> | undefined = {}; from; ) {
      const query: Record<string, string> = { versions: '', prefix: `${this.prefix}${prefix}`, ...from }
      const said: string = (await this.client.read('GET', undefined, { query, expected: [] })) ?? ''
      for (const tag of ['Version', 'DeleteMarker'])
        for (const one of allIn(said, tag))
          found.push({
            name: (tagIn(one, 'Key') ?? '').slice(this.prefix.length),
            id: tagIn(one, 'VersionId') ?? '',
            latest: tagIn(one, 'IsLatest') === 'true',
            marker: tag === 'DeleteMarker',
            at: dateOf(tagIn(one, 'LastModified')),
          })
      const next = tagIn(said, 'NextKeyMarker')
      const truncated = tagIn(said, 'IsTruncated') === 'true' && next !== undefined
      from = truncated
        ? { 'key-marker': next, 'version-id-marker': tagIn(said, 'NextVersionIdMarker') ?? '' }
        : undefined
    }
    return found
  }

  /** Of the bucket; undefined where the service does not know the question. */
  private async ifKnown(method: string, query: Readonly<Record<string, string>>): Promise<string | undefined> {
    try {
      return await this.client.read(method, undefined, { query, expected: [] })
    } catch (error) {
      const cause = error instanceof StoreAway ? error.cause : error
      if (cause instanceof S3Refused && [403, 405, 501].includes(cause.status)) return undefined
      throw error
    }
  }
}
