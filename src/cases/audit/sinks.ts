/**
 * Where checkpoints lie outside the database: a folder to which files are only added, an S3 bucket,
 * or both. What is there is never written over.
 */
import { mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AwsClient } from 'aws4fetch'
import { sqlState } from '../../base/database.js'
import { Outgoing, type OutgoingSettings } from '../../base/outgoing.js'
import { IDENTITY_FILE, type Identifiable, identifiableFolder } from '../../base/storeIdentity.js'
import { writeOnce } from '../../base/writeOnce.js'

export interface Sink {
  /** For people: which one it is. */
  readonly name: string
  /** By which it says whose it is. */
  readonly identity: Identifiable
  /** The numbers of all checkpoints that it has, in order. */
  list(): Promise<number[]>
  /** The document of one; undefined when it has none of this number. */
  get(no: number): Promise<string | undefined>
  /** Adds one. Throws SinkDiffers when another one of its number is there, and whatever goes wrong. */
  put(no: number, document: string): Promise<void>
  /** Moves one to another folder of the place, after a restore to an earlier moment (tools/sealing.ts). */
  setAside(no: number, folder: string): Promise<void>
}

/** There is a checkpoint of this number already, and it is another one. */
export class SinkDiffers extends Error {
  constructor() {
    super('another checkpoint of this number is there')
  }
}

const pad = (no: number, digits: number): string => String(no).padStart(digits, '0')

/** A thousand to a folder: 000001/000001234.json. */
const nameOf = (no: number): string => `${pad(Math.floor(no / 1000), 6)}/${pad(no, 9)}.json`
const numberOf = (name: string): number | undefined => {
  const found = /(?:^|\/)(\d{9})\.json$/.exec(name)?.[1]
  return found === undefined ? undefined : Number(found)
}
const inOrder = (names: readonly string[]): number[] =>
  names
    .map(numberOf)
    .filter((no) => no !== undefined)
    .sort((a, b) => a - b)

const isAbsent = (error: unknown): boolean => sqlState(error) === 'ENOENT'

/** A folder: each checkpoint a file that is made whole, read-only, and brought to the disk. */
export class FolderSink implements Sink {
  readonly identity: Identifiable

  constructor(readonly name: string) {
    this.identity = identifiableFolder('AUDIT_DIR', name)
  }

  async list(): Promise<number[]> {
    try {
      return inOrder(await readdir(join(this.name, 'checkpoints'), { recursive: true }))
    } catch (error) {
      if (isAbsent(error)) return []
      throw error
    }
  }

  async get(no: number): Promise<string | undefined> {
    try {
      return await readFile(this.fileOf(no), 'utf8')
    } catch (error) {
      if (isAbsent(error)) return undefined
      throw error
    }
  }

  async put(no: number, document: string): Promise<void> {
    const bytes = Buffer.from(document)
    const added = await writeOnce({ file: this.fileOf(no), bytes, mode: 0o440, making: join(this.name, 'incoming') })
    if (!added && (await this.get(no)) !== document) throw new SinkDiffers()
  }

  async setAside(no: number, folder: string): Promise<void> {
    const to = join(this.name, folder, nameOf(no))
    await mkdir(dirname(to), { recursive: true })
    await rename(this.fileOf(no), to)
  }

  private fileOf(no: number): string {
    return join(this.name, 'checkpoints', nameOf(no))
  }
}

export interface S3Settings {
  readonly endpoint: string
  readonly bucket: string
  readonly key: string
  readonly secret: string
  readonly region: string
}

type Fetch = (request: Request) => Promise<Response>

const PATIENCE = 10_000 // ms

/**
 * A bucket of its own. The condition `If-None-Match: *` keeps a server that knows it from writing
 * over; on others the look before and after it tells.
 */
export class S3Sink implements Sink {
  readonly name: string
  readonly identity: Identifiable
  private readonly client: AwsClient

  constructor(
    private readonly settings: S3Settings,
    private readonly send: Fetch,
  ) {
    const { endpoint, bucket, key, secret, region } = settings
    this.name = `${endpoint}/${bucket}`
    this.identity = {
      name: `AUDIT_S3 (${this.name})`,
      remedy: { zh: '请换一个存储桶。', en: 'Use another bucket.' },
      readIdentity: () => this.read(`/${IDENTITY_FILE}`),
      addIdentity: (text) => this.add(`/${IDENTITY_FILE}`, text),
    }
    this.client = new AwsClient({ accessKeyId: key, secretAccessKey: secret, region, service: 's3' })
  }

  async list(): Promise<number[]> {
    const names: string[] = []
    for (let token: string | undefined = ''; token !== undefined; ) {
      const query = new URLSearchParams({ 'list-type': '2', prefix: 'checkpoints/' })
      if (token) query.set('continuation-token', token)
      const xml = await (await this.ask(`?${query}`)).text()
      names.push(...[...xml.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, name = '']) => name))
      token = /<IsTruncated>true<\/IsTruncated>/.test(xml)
        ? /<NextContinuationToken>([^<]+)<\/NextContinuationToken>/.exec(xml)?.[1]
        : undefined
    }
    return inOrder(names)
  }

  get(no: number): Promise<string | undefined> {
    return this.read(this.pathOf(no))
  }

  async put(no: number, document: string): Promise<void> {
    const path = this.pathOf(no)
    const before = await this.read(path)
    if (before === undefined) await this.add(path, document)
    if ((before ?? (await this.read(path))) !== document) throw new SinkDiffers()
  }

  /** Where objects are kept for good, what is deleted stays as an earlier version. */
  async setAside(no: number, folder: string): Promise<void> {
    const document = (await this.get(no)) ?? ''
    const copy = `/${folder}/${nameOf(no)}`
    if (!(await this.add(copy, document)) && (await this.read(copy)) !== document) throw new SinkDiffers()
    const answer = await this.ask(this.pathOf(no), { method: 'DELETE' })
    await answer.body?.cancel()
  }

  private async read(path: string): Promise<string | undefined> {
    const answer = await this.ask(path, {}, [404])
    return answer.status === 404 ? undefined : answer.text()
  }

  /** Answers false when there is something of this name. */
  private async add(path: string, text: string): Promise<boolean> {
    const headers = { 'content-type': 'application/json', 'if-none-match': '*' }
    const answer = await this.ask(path, { method: 'PUT', body: text, headers }, [409, 412])
    await answer.body?.cancel()
    return answer.ok
  }

  private pathOf(no: number): string {
    return `/checkpoints/${nameOf(no)}`
  }

  private async ask(path: string, init: RequestInit = {}, expected: readonly number[] = []): Promise<Response> {
    const { endpoint, bucket } = this.settings
    const request = await this.client.sign(`${endpoint}/${bucket}${path}`, init)
    const answer = await this.send(new Request(request, { signal: AbortSignal.timeout(PATIENCE), redirect: 'error' }))
    if (!answer.ok && !expected.includes(answer.status)) {
      await answer.body?.cancel()
      throw new Error(`S3 ${answer.status}`)
    }
    return answer
  }
}

export interface SinkSettings extends OutgoingSettings {
  readonly auditDir: string | null
  readonly dataDir: string
  readonly auditS3Endpoint: string | null
  readonly auditS3Bucket: string | null
  readonly auditS3Key: string | null
  readonly auditS3Secret: string | null
  readonly auditS3Region: string
}

/** All places that the settings name: the folder always, the bucket when there is one. */
export function sinksOf(settings: SinkSettings): Sink[] {
  const { auditDir, dataDir, auditS3Endpoint, auditS3Bucket, auditS3Key, auditS3Secret, auditS3Region } = settings
  const sinks: Sink[] = [new FolderSink(auditDir ?? join(dataDir, 'audit'))]
  if (auditS3Endpoint && auditS3Bucket && auditS3Key && auditS3Secret) {
    const s3 = { endpoint: auditS3Endpoint, bucket: auditS3Bucket, key: auditS3Key, secret: auditS3Secret }
    sinks.push(new S3Sink({ ...s3, region: auditS3Region }, new Outgoing(settings).fetch))
  }
  return sinks
}
