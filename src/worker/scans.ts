/**
 * Has uploaded files scanned, and writes down what the scanner said. What is infected is moved
 * where nothing reads it.
 */
import type { Readable } from 'node:stream'
import { Injectable, Optional } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { ContentMissing, NotFound } from '../base/errors.js'
import type { ScanState } from '../base/scanning.js'
import { PaperFiles, type StoredPaper } from '../cases/files/papers.js'
import { Scanner, type Verdict } from '../cases/files/scanner.js'
import { FileStore } from '../cases/files/store.js'
import { orderPages } from '../cases/files/askForPages.js'
import { orderScan, type Scanned } from '../jobs/scan.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'

const FIND: Readonly<Record<Scanned, string>> = {
  attachments: `
    select a.storage_key as "storageKey", a.scan, a.case_id as "caseId", a.sha256, a.sealed, c.data_key as "dataKey"
    from attachments a join cases c on c.id = a.case_id where a.id = $1`,
  firm_papers: `
    select storage_key as "storageKey", scan, 0 as "caseId", sha256, sealed, null::bytea as "dataKey"
    from firm_papers where id = $1`,
}
const SET: Readonly<Record<Scanned, string>> = {
  attachments: 'update attachments set scan = $2, scanned_at = $3 where id = $1',
  firm_papers: 'update firm_papers set scan = $2, scanned_at = $3 where id = $1',
}
/** What is missing is passed over until it is back (missingContents.ts). */
const openIn = (table: Scanned): string => `
  (select '${table}' as table, t.id from ${table} t where (t.scan is null or t.scan = 'waiting')
    and not exists (select from missing_files m where m.storage_key = t.storage_key) order by t.id limit $1)`
const OPEN = `${openIn('attachments')} union all ${openIn('firm_papers')}`

/** How many files are asked for anew at once. */
const MOST = 200

@Injectable()
export class Scans {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly files: FileStore,
    private readonly papers: PaperFiles,
    @Optional() private readonly scanner?: Scanner,
  ) {}

  /**
   * Job `scanFile`; does nothing when the answer is known, nobody is there to ask, or the content
   * is missing. Throws when the scanner is away, so that the job is tried again.
   */
  async scan(table: Scanned, id: number): Promise<void> {
    if (!this.scanner) return
    const found = await this.db.transaction(settingsOf(WORKER), (tx) =>
      row<StoredPaper & { scan: ScanState | null }>(tx, FIND[table], [id]),
    )
    if (!found || (found.scan !== null && found.scan !== 'waiting')) return
    const content = () => (table === 'firm_papers' ? this.papers.openOfFirm(found) : this.papers.open(found))
    const verdict = await this.ask(this.scanner, content)
    if (!verdict) return
    const { state } = verdict
    await this.db.transaction(settingsOf(WORKER), async (tx) => {
      await rows(tx, SET[table], [id, state, this.clock.now()])
      if (state === 'clean' && table === 'attachments') await orderPages(tx, id)
    })
    if (state === 'infected') await this.files.quarantine(found.storageKey)
  }

  /**
   * Asks again for what waits: files from before there was a scanner, and those whose job a killed
   * worker holds. Answers how many.
   */
  orderAgain(): Promise<number> {
    if (!this.scanner) return Promise.resolve(0)
    return this.db.transaction(settingsOf(WORKER), async (tx) => {
      const waiting = await rows<{ table: Scanned; id: number }>(tx, OPEN, [MOST])
      for (const { table, id } of waiting) await orderScan(tx, table, id)
      return waiting.length
    })
  }

  /** Undefined while the content is missing. */
  private async ask(scanner: Scanner, content: () => Promise<Readable>): Promise<Verdict | undefined> {
    try {
      return await scanner.scan(await content())
    } catch (error) {
      if (error instanceof ContentMissing) return undefined
      if (error instanceof NotFound) return { state: 'failed', why: 'erased' }
      throw error
    }
  }
}
