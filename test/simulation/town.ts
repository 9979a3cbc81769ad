/**
 * The town of a simulation: a small Shanghai (test/cases/world.ts) with processes of its own before it, a mail server, a receiver of webhooks, and a disk that can be full. Every
 * process has a clock and a way to the database of its own, so that each can be disturbed by itself.
 */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { READER } from '../../src/cases/files/pages.js'
import { Webhooks } from '../../src/exchange/webhook.service.js'
import { newMasterKey, readMasterKeys } from '../../src/masterKeys.js'
import type { Person } from '../../src/people/session.service.js'
import { Reference } from '../../src/reference/reference.service.js'
import { rotate } from '../../tools/keys.js'
import { connect } from '../../tools/roles.js'
import { World } from '../cases/world.js'
import { Receiver } from '../exchange/receiver.js'
import { Disk } from '../reliability/disk.js'
import { type MailServer, type Received, startMailServer } from '../worker/mailServer.js'
import { OwnClock, WebProcess, WorkerProcess } from './processes.js'
import { Wire } from './wire.js'

/** Megabytes of the disk that documents lie on. */
const DISK = 200
/** How long the application waits for a lock, in milliseconds; in earnest it is seconds (src/base/limits.ts). */
const LOCK_TIMEOUT = 400
const WEBHOOK = '/events'

export interface TownOptions {
  /** The first morning. */
  readonly at: string
}

export class Town {
  readonly web: WebProcess[] = []
  worker: WorkerProcess | undefined
  /** What arrived at the mail server, however often it was away. */
  readonly post: Received[] = []
  private mail: MailServer | undefined
  private keys = 0

  private constructor(
    readonly world: World,
    private readonly disk: Disk | undefined,
    private readonly folder: string,
    readonly wire: Wire,
    private readonly mailPort: number,
    readonly receiver: Receiver,
    private config: World['db']['config'],
  ) {}

  static async open({ at }: TownOptions): Promise<Town> {
    const disk = Disk.mount(DISK)
    const folder = disk?.make('town') ?? mkdtempSync(join(tmpdir(), 'haijian-town-'))
    const mail = await startMailServer()
    const settings = {
      SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      MAIL_FROM: 'noreply@haijian.example',
      PROOF_MINUTES: '1440',
      LOG_LEVEL: 'fatal',
    }
    const world = await World.open({ at, settings, within: folder })
    await world.admin.query(`update people set email = account || '@people.example'`)
    await world.admin.query(`alter role haijian_app in database ${world.db.name} set lock_timeout = ${LOCK_TIMEOUT}`)
    const wire = await Wire.open(world.db.appUrl)
    const town = new Town(world, disk, folder, wire, mail.port, await Receiver.start(), world.db.config)
    town.mail = mail
    mkdirSync(town.files, { recursive: true, mode: 0o700 })
    await town.startProcesses()
    await town.subscribe()
    return town
  }

  get admin(): World['admin'] {
    return this.world.admin
  }

  get people(): readonly Person[] {
    return Object.values(this.world.population.people)
  }

  /** Where the first subscription's events arrive. */
  get events(): string {
    return WEBHOOK
  }

  /** Where the contents of documents lie. */
  get files(): string {
    return join(this.folder, 'files')
  }

  /** One web server reaches its database by the wire, the other one beside it. */
  private async startProcesses(): Promise<void> {
    const { config, wire } = this
    const { appUrl } = this.world.db
    for (const databaseUrl of [wire.addressOf(appUrl), appUrl])
      this.web.push(await WebProcess.start({ config, databaseUrl, clock: new OwnClock(this.world.clock) }))
    await this.startWorker()
  }

  async startWorker(): Promise<void> {
    const clock = new OwnClock(this.world.clock)
    this.worker ??= await WorkerProcess.start({ config: this.config, databaseUrl: this.world.db.workerUrl, clock })
  }

  async stopWorker(): Promise<void> {
    const { worker } = this
    this.worker = undefined
    await worker?.stop()
  }

  private async stopProcesses(): Promise<void> {
    await this.stopWorker()
    for (const process of this.web.splice(0)) await process.stop()
  }

  /** A firm subscribes to all events. */
  private async subscribe(): Promise<void> {
    await this.world.letAllSpeak()
    const wish = { address: this.receiver.address(WEBHOOK), kinds: [], authorityId: null }
    await this.anyWeb.app.get(Webhooks).create(this.world.person('firmAdmin'), wish)
    await this.worker?.poll()
  }

  get anyWeb(): WebProcess {
    const [, beside] = this.web
    if (!beside) throw new Error('no web server runs')
    return beside
  }

  /** Every process reads anew what is in force. */
  async refresh(): Promise<void> {
    for (const { app } of [...this.web, this.worker ?? []].flat()) await app.get(Reference).refresh()
  }

  /** A new master key, as docs/operations.md says: all processes start with both, every key is wrapped anew, they start without the old one. */
  async rotateKeys(): Promise<number> {
    this.keys += 1
    const earlier = readMasterKeys(this.config)
    const [file, old] = [join(this.folder, `master-${this.keys}`), join(this.folder, `earlier-${this.keys}`)]
    writeFileSync(file, newMasterKey(), { mode: 0o600 })
    writeFileSync(old, earlier.map(({ bytes }) => `${bytes.toString('base64')}\n`).join(''), { mode: 0o600 })
    const both = { ...this.config, masterKey: file, masterKeyEarlier: old }
    await this.restartAs(both)
    const owner = await connect(this.world.db.ownerUrl)
    const count = await rotate(owner, readMasterKeys(both)).finally(() => owner.end())
    await this.restartAs({ ...both, masterKeyEarlier: null })
    return count
  }

  private async restartAs(config: World['db']['config']): Promise<void> {
    await this.stopProcesses()
    this.config = config
    await this.startProcesses()
  }

  /** Ends every session of a role in the middle of whatever it does; answers how many. */
  async endSessions(role: 'haijian_app' | 'haijian_worker', application = '%'): Promise<number> {
    const { rowCount } = await this.admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and usename = $1 and application_name like $2`,
      [role, application],
    )
    return rowCount ?? 0
  }

  /**
   * Pictures are drawn of one document in ten, and the others count as not to be drawn: each takes half a second and
   * more, and nothing else hangs on them.
   */
  async leavePictures(): Promise<void> {
    await this.admin.query(
      `update previews set state = 'failed', reader = $1 where state = 'waiting' and attachment_id % 10 <> 0`,
      [READER],
    )
  }

  /** What the database's sessions are at, for whoever looks why something stands still. */
  async sessions(): Promise<string[]> {
    const { rows } = await this.admin.query<{ line: string }>(
      `select concat_ws(' ', usename, state, wait_event, pg_blocking_pids(pid)::text, left(regexp_replace(query, '\\s+', ' ', 'g'), 100)) as line
       from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    )
    return rows.map(({ line }) => line)
  }

  async mailAway(): Promise<void> {
    const { mail } = this
    this.mail = undefined
    if (!mail) return
    this.post.push(...mail.received)
    await mail.close()
  }

  async mailBack(): Promise<void> {
    this.mail ??= await startMailServer({}, '127.0.0.1', this.mailPort)
  }

  /** All mail that has arrived so far. */
  get arrived(): readonly Received[] {
    return [...this.post, ...(this.mail?.received ?? [])]
  }

  /** The disk of the documents has no room any more; where nothing may be mounted, their folder is no folder. */
  fillDisk(): void {
    if (this.disk) this.disk.fill()
    else this.loseFolder()
  }

  freeDisk(): void {
    if (this.disk) this.disk.free()
    else this.findFolder()
  }

  /** A file stands where the folder of documents was: nothing in it can be read or written. */
  loseFolder(): void {
    renameSync(this.files, `${this.files}.lost`)
    writeFileSync(this.files, '')
  }

  findFolder(): void {
    rmSync(this.files)
    renameSync(`${this.files}.lost`, this.files)
  }

  async close(): Promise<void> {
    await this.stopProcesses()
    await this.wire.close()
    await this.mail?.close()
    await this.receiver.close()
    await this.world.close()
    this.disk?.unmount()
    if (!this.disk) rmSync(this.folder, { recursive: true, force: true })
  }
}
