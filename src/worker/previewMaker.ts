/**
 * Draws the pages of papers, so that an officer's browser never opens a firm's file, and reads what
 * is written on them. Asked for in the transaction that stores the paper; what a crash left undone
 * is asked for again, as is what an earlier reader has read. Somebody waits for the pictures: what
 * takes long to read is read by a job of its own, behind every picture. The pictures lie where the
 * papers lie, under the same protection; what was read is sealed by the case's key.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { ContentMissing, NotFound } from '../base/errors.js'
import { Scanning } from '../base/scanning.js'
import { lacksZone, PageDrawer, type PagePicture, type PaperText, READER, type Wanted } from '../cases/files/pages.js'
import { PaperFiles, type PaperSeal, paperSeal, type StoredPaper } from '../cases/files/papers.js'
import { FileStore } from '../cases/files/store.js'
import { differsAfterAcceptance } from '../cases/paperReadings.js'
import { CaseKeys } from '../cases/sealing/caseKeys.js'
import { PLACES } from '../cases/sealing/place.js'
import { sealValue } from '../cases/sealing/sealedTree.js'
import { enqueue, MOST_WAITING } from '../jobs/queue.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { IncomingFolder } from './incoming.js'
import { Notifier } from './notifier.js'

/** How many minutes the pages of a paper may take before they are asked for again. */
const PAGES_TAKE = 5

interface Paper extends StoredPaper {
  readonly mime: string
  readonly kind: string
}

const PASSPORT = 'passportPage'

/** What became of a paper. */
interface Made {
  readonly pages: readonly StoredPage[]
  readonly text?: PaperText | undefined
}

interface StoredPage extends Omit<PagePicture, 'image'> {
  readonly key: string
  readonly sha256: string
  readonly sealed: boolean
  readonly bytes: number
}

/** Nothing is drawn before its scan, nor of a firm that nobody has confirmed. $2: whether files are scanned. */
const MAY = `(a.scan = 'clean' or (a.scan is null and not $2))
  and exists (select from firms f where f.id = c.firm_id and f.confirmed_at is not null)`
const PAPER = `
  select a.mime, a.kind, a.storage_key as "storageKey", a.sha256, a.sealed, a.case_id as "caseId",
    c.data_key as "dataKey"
  from previews p join attachments a on a.id = p.attachment_id join cases c on c.id = a.case_id
  where p.attachment_id = $1 and ${MAY}`
const TO_DRAW = `${PAPER} and p.state = 'waiting'`
const TO_READ = `${PAPER} and p.state <> 'waiting' and p.reader < ${READER}`
/** What is missing is passed over until it is back (missingContents.ts), and what waits in the queue. */
const LEFT = `
  select p.attachment_id as id from previews p join attachments a on a.id = p.attachment_id
  join cases c on c.id = a.case_id where p.state = 'waiting' and p.asked_at <= $1 and ${MAY}
  and not exists (select from missing_files m
  where m.storage_key = a.storage_key)
  and not exists (select from graphile_worker._private_jobs j
  where j.key = 'makePages ' || p.attachment_id and j.is_available)
  order by p.asked_at limit ${MOST_WAITING}`
/** Read by no reader yet or by an earlier one: so few a time that a new passport is not long behind them. */
const UNREAD = `
  select p.attachment_id as id from previews p join attachments a on a.id = p.attachment_id
  join cases c on c.id = a.case_id where p.state <> 'waiting' and p.reader < $1 and ${MAY}
  and not exists (select from missing_files m where m.storage_key = a.storage_key) limit 20`
/** $5: whether it is read already; else the reading of before stands until the next one, or none. */
const DRAWN = `update previews set state = $2, pages = $3,
    reader = case when $5 then ${READER} else reader end, reading = case when $5 then $4 else reading end
  where attachment_id = $1 and state = 'waiting' returning reader`
const READ = `
  with before as (select reader from previews where attachment_id = $1 for update)
  update previews p set reader = ${READER}, reading = $2 from before b
  where p.attachment_id = $1 and p.state <> 'waiting' and p.reader < ${READER} returning b.reader as before`
const DIFFERS = 'update previews set differed_at = $2 where attachment_id = $1'
const ADD = `
  insert into page_images (attachment_id, page, storage_key, sha256, sealed, width, height, bytes)
  select $1, p.page, p.key, p.sha256, p.sealed, p.width, p.height, p.bytes
  from json_to_recordset($2::json) as p (page int, key text, sha256 text, sealed boolean, width int, height int,
    bytes int)`

const orderReading = (tx: Tx, attachmentId: number) =>
  enqueue(tx, 'readPaper', { attachmentId }, `readPaper ${attachmentId}`)

@Injectable()
export class PreviewMaker {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly store: FileStore,
    private readonly papers: PaperFiles,
    private readonly keys: CaseKeys,
    private readonly incoming: IncomingFolder,
    private readonly drawer: PageDrawer,
    private readonly scanning: Scanning,
    private readonly notifier: Notifier,
  ) {}

  /**
   * Job `makePages`: draws and records the pages of a paper, and reads its text; a passport whose zone is
   * no text is then read by `readPaper`. Nothing happens when that is done already, before its scan and the
   * firm's confirmation, or while its content is missing.
   */
  async make(attachmentId: number): Promise<void> {
    const paper = await this.find(TO_DRAW, attachmentId)
    const made = paper && (await this.work(paper, { pictures: true, text: true }))
    if (!made) return
    const { pages, text } = made
    const isRead = !(paper.kind === PASSPORT && text && lacksZone(text))
    const state = pages.length > 0 ? 'ready' : 'failed'
    const reading = this.sealed(paper, attachmentId, text)
    const kept = await this.db.transaction(settingsOf(WORKER), async (tx) => {
      const first = await row<{ reader: number }>(tx, DRAWN, [attachmentId, state, pages.length, reading, isRead])
      if (!first) return false
      if (pages.length > 0) await rows(tx, ADD, [attachmentId, JSON.stringify(pages)])
      if (first.reader < READER) await orderReading(tx, attachmentId)
      else await this.noteDifference(tx, attachmentId, paper, text)
      return true
    })
    if (!kept) await Promise.all(pages.map(({ key }) => this.store.remove(key))) // another worker was faster
  }

  /** Job `readPaper`: reads a paper whose pages are drawn, and of a passport its zone; as make(), nothing twice. */
  async read(attachmentId: number): Promise<void> {
    const paper = await this.find(TO_READ, attachmentId)
    const made = paper && (await this.work(paper, { pictures: false, text: true, zone: paper.kind === PASSPORT }))
    if (!made) return
    const reading = this.sealed(paper, attachmentId, made.text)
    await this.db.transaction(settingsOf(WORKER), async (tx) => {
      const [read] = await rows<{ before: number }>(tx, READ, [attachmentId, reading])
      // what an earlier reader has read was compared then
      if (read?.before === 0) await this.noteDifference(tx, attachmentId, paper, made.text)
    })
  }

  /** Asks again for what was asked for some minutes ago and is not done, or not read. Answers how many. */
  orderAgain(minutes: number = PAGES_TAKE): Promise<number> {
    const before = new Date(this.clock.now().getTime() - minutes * 60_000)
    return this.db.transaction(settingsOf(WORKER), async (tx) => {
      const left = await rows<{ id: number }>(tx, LEFT, [before, this.scanning.required])
      const unread = await rows<{ id: number }>(tx, UNREAD, [READER, this.scanning.required])
      for (const { id } of left) await enqueue(tx, 'makePages', { attachmentId: id }, `makePages ${id}`)
      for (const { id } of unread) await orderReading(tx, id)
      return left.length + unread.length
    })
  }

  /** What a case has been accepted without is said to those who have it in hand, with what was read. */
  private async noteDifference(tx: Tx, id: number, { caseId }: Paper, text: PaperText | undefined): Promise<void> {
    const state = text && (await differsAfterAcceptance(tx, this.keys, { id, caseId }, text))
    if (!state) return
    await rows(tx, DIFFERS, [id, this.clock.now()])
    await this.notifier.notifyDifference(tx, { caseId, state, attachmentId: id })
  }

  private find(sql: string, attachmentId: number): Promise<Paper | undefined> {
    return this.db.transaction(settingsOf(WORKER), (tx) => row<Paper>(tx, sql, [attachmentId, this.scanning.required]))
  }

  /**
   * What is wanted: the pages in the store and what was read; none when the paper cannot be drawn, or was
   * erased; undefined while its content is missing.
   */
  private async work(paper: Paper, wanted: Wanted): Promise<Made | undefined> {
    const content = await this.papers.open(paper).catch((problem: unknown) => {
      if (problem instanceof NotFound) return 'erased'
      if (problem instanceof ContentMissing) return undefined
      throw problem
    })
    if (!content || content === 'erased') return content && { pages: [] }
    const key = this.keys.of(paper.caseId, paper.dataKey)
    const seal = key && paperSeal(paper.caseId, key)
    const pages: StoredPage[] = []
    let text: PaperText | undefined
    for await (const found of this.drawer.make(await buffer(content), paper.mime, wanted))
      if ('image' in found) {
        const { image, ...page } = found
        pages.push({ ...page, bytes: image.byteLength, sealed: seal !== null, ...(await this.keep(image, seal)) })
      } else text = found
    return { pages, text }
  }

  /** What was read, as it is stored: nothing of a case that has no key. */
  private sealed({ caseId, dataKey }: Paper, attachmentId: number, text: PaperText | undefined): string | null {
    const key = this.keys.of(caseId, dataKey)
    return text && key ? sealValue(key, text, PLACES.reading(attachmentId)) : null
  }

  private async keep(image: Uint8Array, seal: PaperSeal | null): Promise<{ key: string; sha256: string }> {
    const sha256 = createHash('sha256').update(image).digest('hex')
    await mkdir(this.incoming.path, { recursive: true, mode: 0o700 })
    const path = join(this.incoming.path, randomBytes(16).toString('hex'))
    try {
      const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
      if (seal) await pipeline(Readable.from([image]), seal(sha256), file)
      else await pipeline(Readable.from([image]), file)
      return { key: (await this.store.put(path)).key, sha256 }
    } finally {
      await rm(path, { force: true })
    }
  }
}
