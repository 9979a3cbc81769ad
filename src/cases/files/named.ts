/**
 * Which rows name files of the store. Whatever else comes to name one stands here too: what nothing
 * names is cleared away. A test compares this with the tables.
 */
import { rows, type Tx } from '../../base/database.js'

export const NAMING_TABLES = ['attachments', 'page_images', 'firm_papers'] as const

const within = (condition: string): string =>
  NAMING_TABLES.map((table) => `select storage_key as key from ${table} where ${condition}`).join(' union all ')

const IN_PART = within('storage_key >= $1 and storage_key < $2')
const AMONG = within('storage_key = any ($1)')

const keysOf = async (tx: Tx, sql: string, values: readonly unknown[]): Promise<Set<string>> =>
  new Set((await rows<{ key: string }>(tx, sql, values)).map(({ key }) => key))

/** All names that begin so; in a transaction that sees every row. `part`: hexadecimal digits. */
export const namedInPart = (tx: Tx, part: string): Promise<Set<string>> => keysOf(tx, IN_PART, [part, `${part}g`])

/** Those of some keys that a row names; in a transaction that sees every row. */
export const namedAmong = (tx: Tx, keys: readonly string[]): Promise<Set<string>> => keysOf(tx, AMONG, [keys])
