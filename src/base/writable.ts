/** Whether the server behind a connection can be written: what one that can only be read says may be old. */
import type pg from 'pg'

/** SQLSTATE of a statement that would write where only reading is allowed. */
export const READ_ONLY = '25006'

export class ReadOnly extends Error {
  readonly code = READ_ONLY

  constructor() {
    super('the database can only be read')
  }
}

/** Throws, with the SQLSTATE of a refused write, when the server behind a connection can only be read. */
export async function requireWritable(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ transaction_read_only: string }>('show transaction_read_only')
  if (rows[0]?.transaction_read_only !== 'off') throw new ReadOnly()
}
