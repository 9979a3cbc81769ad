/** Asks for a paper's pages as pictures, in the transaction that stores the paper. */
import { rows, type Tx } from '../../base/database.js'
import { enqueue } from '../../jobs/queue.js'

/** The job; it waits behind the scan, which orders it again. */
export const orderPages = (tx: Tx, attachmentId: number): Promise<void> =>
  enqueue(tx, 'makePages', { attachmentId }, `makePages ${attachmentId}`)

/** The worker draws the pages of a paper once it has passed its scan, if the firm is confirmed. */
export async function askForPages(tx: Tx, attachmentId: number, at: Date): Promise<void> {
  await rows(tx, `insert into previews (attachment_id, state, asked_at) values ($1, 'waiting', $2)`, [attachmentId, at])
  await orderPages(tx, attachmentId)
}
