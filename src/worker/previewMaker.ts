/**
 * Draws the pages of papers, so that an officer's browser never opens a firm's file. Asked for in
 * the transaction that stores the paper; what a crash left undone is asked for again. The pictures
 * lie where the papers lie, under the same protection.
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
import { Database, row, rows } from '../base/database.js'
import { ContentMissing, NotFound } from '../base/errors.js'
import { Scanning } from '../base/scanning.js'
import { PageDrawer, type PagePicture } from '../cases/files/pages.js'
import { PaperFiles, type PaperSeal, paperSeal, type StoredPaper } from '../cases/files/papers.js'
import { FileStore } from '../cases/files/store.js'
import { CaseKeys } from '../cases/sealing/caseKeys.js'
import { enqueue } from '../jobs/queue.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { IncomingFolder } from './incoming.js'

/** How many minutes the pages of a paper may take before they are asked for again. */
const PAGES_TAKE = 5

interface Paper extends StoredPaper {
  readonly mime: string
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
const WAITING = `
  select a.mime, a.storage_key as "storageKey", a.sha256, a.sealed, a.case_id as "caseId", c.data_key as "dataKey"
  from previews p join attachments a on a.id = p.attachment_id join cases c on c.id = a.case_id
  where p.attachment_id = $1 and p.state = 'waiting' and ${MAY}`
/** What is missing is passed over until it is back (missingContents.ts). */
const LEFT = `
  select p.attachment_id as id from previews p join attachments a on a.id = p.attachment_id
  join cases c on c.id = a.case_id where p.state = 'waiting' and p.asked_at <= $1 and ${MAY}
  and not exists (select from missing_files m
  where m.storage_key = a.storage_key)
  order by p.asked_at limit 200`
const DONE = `update previews set state = $2, pages = $3 where attachment_id = $1 and state = 'waiting'
  returning attachment_id`
const ADD = `
  insert into page_images (attachment_id, page, storage_key, sha256, sealed, width, height, bytes)
  select $1, p.page, p.key, p.sha256, p.sealed, p.width, p.height, p.bytes
  from json_to_recordset($2::json) as p (page int, key text, sha256 text, sealed boolean, width int, height int,
    bytes int)`

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
  ) {}

  /**
   * Job `makePages`: draws and records the pages of a paper; nothing happens when that is done
   * already, before its scan and the firm's confirmation, or while its content is missing.
   */
  async make(attachmentId: number): Promise<void> {
    const paper = await this.db.transaction(settingsOf(WORKER), (tx) =>
      row<Paper>(tx, WAITING, [attachmentId, this.scanning.required]),
    )
    if (!paper) return
    const pages = await this.draw(paper)
    if (!pages) return
    const kept = await this.db.transaction(settingsOf(WORKER), async (tx) => {
      const state = pages.length > 0 ? 'ready' : 'failed'
      const first = await row(tx, DONE, [attachmentId, state, pages.length])
      if (first && pages.length > 0) await rows(tx, ADD, [attachmentId, JSON.stringify(pages)])
      return first !== undefined
    })
    if (!kept) await Promise.all(pages.map(({ key }) => this.store.remove(key))) // another worker was faster
  }

  /** Asks again for what was asked for some minutes ago and is not done. Answers how many. */
  orderAgain(minutes: number = PAGES_TAKE): Promise<number> {
    const before = new Date(this.clock.now().getTime() - minutes * 60_000)
    return this.db.transaction(settingsOf(WORKER), async (tx) => {
      const open = await rows<{ id: number }>(tx, LEFT, [before, this.scanning.required])
      for (const { id } of open) await enqueue(tx, 'makePages', { attachmentId: id }, `makePages ${id}`)
      return open.length
    })
  }

  /**
   * The pages in the store; none when the paper cannot be drawn, or was erased; undefined while its
   * content is missing.
   */
  private async draw(paper: Paper): Promise<StoredPage[] | undefined> {
    const content = await this.papers.open(paper).catch((problem: unknown) => {
      if (problem instanceof NotFound) return 'erased'
      if (problem instanceof ContentMissing) return undefined
      throw problem
    })
    if (!content || content === 'erased') return content && []
    const key = this.keys.of(paper.caseId, paper.dataKey)
    const seal = key && paperSeal(paper.caseId, key)
    const pages: StoredPage[] = []
    for await (const { image, ...page } of this.drawer.draw(await buffer(content), paper.mime))
      pages.push({ ...page, bytes: image.byteLength, sealed: seal !== null, ...(await this.keep(image, seal)) })
    return pages
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
