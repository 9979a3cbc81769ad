/**
 * Looks each minute for the contents of documents that are missing (cases/files/missing.ts): once
 * one is back, its pages are drawn and it is scanned as if it had just come. A picture of a page
 * that is lost is drawn anew. Administrators are told of what is new by mail.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { FileStore } from '../cases/files/store.js'
import { enqueue } from '../jobs/queue.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { AdministratorMail } from './administratorMail.js'

/** How many are looked for at once. */
const MOST = 500

const SOME = `select storage_key as key from missing_files order by random() limit ${MOST}`
const FORGET = 'delete from missing_files where storage_key = any ($1)'
const UNNAMED =
  'delete from missing_files where storage_key <> all (select ' +
  'named_files((select array_agg(storage_key) from missing_files)))'

/** The paper whose picture this is, while the paper itself is not missing. */
const PICTURED = `
  select p.attachment_id as id from page_images i join previews p on p.attachment_id = i.attachment_id
  join attachments a on a.id = i.attachment_id
  where i.storage_key = $1 and not exists (select from missing_files m where m.storage_key = a.storage_key)
  for update of p`
const TAKE_PICTURES = 'delete from page_images where attachment_id = $1 returning storage_key as key'
const DRAW_AGAIN = `update previews set state = 'waiting', pages = 0, asked_at = $2 where attachment_id = $1`

const UNTOLD = 'update missing_files set told_at = $1 where told_at is null returning storage_key'

@Injectable()
export class MissingContents {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly store: FileStore,
    private readonly mail: AdministratorMail,
  ) {}

  /**
   * Looks for them. Answers how many are back. What waits for them is asked for again by
   * PreviewMaker and Scans, which pass over what is missing.
   */
  async lookFor(): Promise<number> {
    await this.in((tx) => rows(tx, UNNAMED))
    const back: string[] = []
    for (const { key } of await this.in((tx) => rows<{ key: string }>(tx, SOME))) {
      if (await this.store.recover(key)) back.push(key)
      else await this.drawAgain(key)
    }
    if (back.length > 0) await this.in((tx) => rows(tx, FORGET, [back]))
    return back.length
  }

  /** Tells administrators of those that they have not been told of. */
  async tell(): Promise<void> {
    await this.in(async (tx) => {
      if ((await rows(tx, UNTOLD, [this.clock.now()])).length > 0) await this.mail.order(tx)
    })
  }

  /** Nothing happens when it is not a picture of a page. */
  private async drawAgain(key: string): Promise<void> {
    const left = await this.in(async (tx) => {
      const paper = await row<{ id: number }>(tx, PICTURED, [key])
      if (!paper) return []
      const pictures = await rows<{ key: string }>(tx, TAKE_PICTURES, [paper.id])
      await rows(tx, DRAW_AGAIN, [paper.id, this.clock.now()])
      await enqueue(tx, 'makePages', { attachmentId: paper.id }, `makePages ${paper.id}`)
      await rows(tx, FORGET, [pictures.map((picture) => picture.key)])
      return pictures
    })
    for (const picture of left) await this.store.remove(picture.key)
  }

  private in<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.transaction(settingsOf(WORKER), work)
  }
}
