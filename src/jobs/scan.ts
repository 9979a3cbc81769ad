/** The job that has an uploaded file scanned, asked for in the transaction that stores the file. */
import type { EntityManager } from 'typeorm'
import { z } from 'zod'
import { enqueue } from './queue.js'

/** The tables whose rows name files. */
const SCANNED = ['attachments', 'firm_papers'] as const
export type Scanned = (typeof SCANNED)[number]

export const SCAN_JOB = z.object({ table: z.enum(SCANNED), id: z.int() })

export const orderScan = (tx: EntityManager, table: Scanned, id: number): Promise<void> =>
  enqueue(tx, 'scanFile', { table, id }, `scanFile ${table} ${id}`)
