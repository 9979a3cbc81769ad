/**
 * Clears the stores of files, each night. What no row names is set aside for thirty days, and
 * removed then; never more than a twentieth of a store at once unless a system administrator has
 * approved it, since so much is rather a sign that database and store do not belong together. What
 * a row names and is not there is brought back, or noted. One worker at a time, by a lease in the
 * store.
 */
import { hostname } from 'node:os'
import { Injectable, Logger } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { Installation } from '../base/installation.js'
import { confirmStore } from '../base/storeIdentity.js'
import { MissingFiles } from '../cases/files/missing.js'
import { namedAmong, namedInPart } from '../cases/files/named.js'
import { FileStore } from '../cases/files/store.js'
import { sweepIncoming } from '../cases/files/storeFolder.js'
import { isKey, type PlaceLease, type StorePlace } from '../cases/files/storePlace.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { AdministratorMail } from './administratorMail.js'
import { IncomingFolder } from './incoming.js'
import { StoreRegister } from './storeRegister.js'

/** How old a file must be before it is set aside, in hours: no upload takes that long. */
const YOUNG = 24
/** For how many days it then lies aside. */
const KEPT_ASIDE = 30
/** At most this part of a store is set aside without an approval. */
const SHARE = 1 / 20
/** Files that are worked on between two looks at the lease. */
const BATCH = 200

const PARTS = Array.from({ length: 256 }, (_, part) => part.toString(16).padStart(2, '0'))
const OWNER = `${hostname()} ${process.pid}`

const APPROVED = 'select id, most from clearing_approvals where store_id = $1 and used_at is null'
const USE = 'update clearing_approvals set used_at = $2 where id = $1 and used_at is null returning id'
const WAITED = 'select waits from clearings where store_id = $1 order by id desc limit 1'
/** What is said of a clearing is kept for a year. */
const FORGET = 'delete from clearings where at < $1'
const KEPT_LINES = 366 // days
const ADD = `
  insert into clearings (store_id, at, files, unnamed, set_aside, removed, brought_back, missing, waits, approval_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

interface Survey {
  readonly files: number
  /** Old enough, and named by no row. */
  readonly unnamed: readonly string[]
  /** Named by a row, and not there. */
  readonly absent: readonly string[]
}

/** Another worker has taken over, because this one stood still for long. */
class LeaseLost extends Error {}

@Injectable()
export class Clearing {
  private readonly log = new Logger('store')

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly installation: Installation,
    private readonly store: FileStore,
    private readonly missing: MissingFiles,
    private readonly incoming: IncomingFolder,
    private readonly mail: AdministratorMail,
    private readonly stores: StoreRegister,
  ) {}

  /** Enters the places in the list of stores. */
  async register(): Promise<void> {
    const [main, ...copies] = (await this.store.places()) ?? []
    for (const place of main ? [main, ...copies] : []) await this.enter(place, place === main)
  }

  /** Whether the bucket answers, where files lie in one. */
  canReachStore(): Promise<boolean> {
    return this.store.answers()
  }

  /**
   * Clears every place of the store; none while files are being moved. Throws WrongInstallation
   * before anything is touched that is another's.
   */
  async clearAll(): Promise<void> {
    const places = await this.store.places()
    if (!places) this.log.warn('nothing is cleared while files are being moved: npm run store -- move')
    for (const folder of places ?? []) {
      const lease = await folder.lease(OWNER)
      if ('heldBy' in lease) {
        this.log.warn(`${folder.identity.name} is being cleared by ${lease.heldBy}`)
        continue
      }
      try {
        await this.clear(folder, lease, places?.[0] ?? folder)
      } catch (error) {
        if (!(error instanceof LeaseLost)) throw error
        this.log.warn(`${folder.identity.name} is being cleared by another worker, which took over`)
      } finally {
        await lease.release()
      }
    }
  }

  private async clear(folder: StorePlace, lease: PlaceLease, main: StorePlace): Promise<void> {
    await this.installation.confirm()
    const store = await this.enter(folder, folder === main)
    if (folder === main) await sweepIncoming(this.incoming.path, YOUNG)
    await folder.tidy(YOUNG, KEPT_ASIDE)
    const { files, unnamed, absent } = await this.survey(folder, lease)
    const tooMany = unnamed.length > files * SHARE
    const approval = tooMany ? await this.useApproval(store, unnamed.length) : undefined
    const waits = tooMany && approval === undefined
    const setAside = waits ? 0 : await this.setAside(folder, lease, unnamed)
    const { removed, named } = await this.removeOld(folder, lease)
    const { back, missing } = await this.bringBack(folder, lease, absent, main)
    const counts = [files, unnamed.length, setAside, removed, named + back, missing]
    await this.note(store, counts, waits, approval)
    const line =
      `${folder.identity.name}: ${files} files, ${unnamed.length} named by no row, ${setAside} set aside, ` +
      `${removed} removed after ${KEPT_ASIDE} days, ${named + back} brought back, ${missing} missing`
    if (waits) this.log.error(`${line}; more than a twentieth is set aside only with an administrator’s approval`)
    else if (setAside + removed + named + back + missing > 0) this.log.warn(line)
    else this.log.log(line)
  }

  /** The store's own name, once it is sure whose it is. */
  private async enter(folder: StorePlace, isMain: boolean): Promise<string> {
    const { store } = await confirmStore(folder.identity, this.installation)
    await this.stores.add(isMain ? 'data' : 'backup', store, folder.root)
    return store
  }

  /**
   * Names are read after the files: a file that comes in between is too young to be set aside, and
   * one that a row names was stored before.
   */
  private async survey(folder: StorePlace, lease: PlaceLease): Promise<Survey> {
    const now = await folder.now()
    const unnamed: string[] = []
    const absent: string[] = []
    let files = 0
    const isOld = async (key: string) => now - ((await folder.storedAt(key)) ?? now) > YOUNG * 3_600_000
    const infected = new Set(await folder.keysInQuarantine())
    for (const part of PARTS) {
      await this.goOn(lease)
      const there = new Set([...(await folder.keysIn(part)), ...[...infected].filter((key) => key.startsWith(part))])
      const named = await this.in((tx) => namedInPart(tx, part))
      files += there.size
      for (const key of there) if (!named.has(key) && (await isOld(key))) unnamed.push(key)
      for (const key of named) if (isKey(key) && !there.has(key)) absent.push(key)
    }
    return { files, unnamed, absent }
  }

  /** The approval for so many, which then is used up; undefined when there is none. */
  private useApproval(store: string, wanted: number): Promise<number | undefined> {
    return this.in(async (tx) => {
      const approval = await row<{ id: number; most: number }>(tx, APPROVED, [store])
      if (!approval || wanted > approval.most) return undefined
      return (await row<{ id: number }>(tx, USE, [approval.id, this.clock.now()]))?.id
    })
  }

  private async setAside(folder: StorePlace, lease: PlaceLease, keys: readonly string[]): Promise<number> {
    const today = await folder.today()
    let count = 0
    for (const batch of batchesOf(keys)) {
      await this.goOn(lease)
      const named = await this.in((tx) => namedAmong(tx, batch))
      for (const key of batch) if (!named.has(key) && (await folder.setAside(key, today))) count++
    }
    return count
  }

  /** What has lain aside for long enough; what a row names by now comes back instead. */
  private async removeOld(folder: StorePlace, lease: PlaceLease): Promise<{ removed: number; named: number }> {
    const over = Date.parse(await folder.today()) - KEPT_ASIDE * 86_400_000
    const counts = { removed: 0, named: 0 }
    for (const day of (await folder.daysAside()).filter((one) => Date.parse(one) < over)) {
      for (const batch of batchesOf(await folder.keysAside(day))) {
        await this.goOn(lease)
        const named = await this.in((tx) => namedAmong(tx, batch))
        for (const key of batch) {
          if (named.has(key)) await folder.bringBack(key)
          else await folder.removeAside(day, key)
          counts[named.has(key) ? 'named' : 'removed']++
        }
      }
      await folder.closeDay(day)
    }
    return counts
  }

  /** Files that are named and not there: from where they were set aside, from their copy, or to where copies lie. */
  private async bringBack(folder: StorePlace, lease: PlaceLease, keys: readonly string[], main: StorePlace) {
    const counts = { back: 0, missing: 0 }
    for (const batch of batchesOf(keys)) {
      await this.goOn(lease)
      const named = await this.in((tx) => namedAmong(tx, batch)) // erased meanwhile
      for (const key of batch.filter((one) => named.has(one))) {
        if (folder === main) {
          if (await this.store.recover(key)) counts.back++
          else {
            counts.missing++
            await this.missing.note(key)
          }
        } else if (await folder.bringBack(key)) counts.back++
        else if (await folder.copyFrom(key, main)) counts.back++
        else counts.missing++
      }
    }
    return counts
  }

  /** Throws when this worker has lost the lease, or the database is another one. */
  private async goOn(lease: PlaceLease): Promise<void> {
    if (!(await lease.renew())) throw new LeaseLost()
    await this.installation.confirm()
  }

  /** Keeps what was done; administrators are told when something begins to wait for them. */
  private async note(
    store: string,
    counts: readonly number[],
    waits: boolean,
    approval: number | undefined,
  ): Promise<void> {
    const at = this.clock.now()
    await this.in(async (tx) => {
      const before = await row<{ waits: boolean }>(tx, WAITED, [store])
      await rows(tx, ADD, [store, at, ...counts, waits, approval ?? null])
      await rows(tx, FORGET, [new Date(at.getTime() - KEPT_LINES * 86_400_000)])
      if (waits && !before?.waits) await this.mail.order(tx)
    })
  }

  private in<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.transaction(settingsOf(WORKER), work)
  }
}

function* batchesOf(keys: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < keys.length; at += BATCH) yield keys.slice(at, at + BATCH)
}
