/**
 * What a step costs at least: Fastify, and one transaction that locks a row, writes an event and moves the row, by plain pg, without rights, rules or seals, in two flights. A process of its own,
 * with tables of its own in the database that its parent names.
 */
import { once } from 'node:events'
import Fastify from 'fastify'
import pg from 'pg'

export interface PlainWork {
  readonly url: string
  readonly port: number
}

const LOCK = { name: 'lock', text: 'select state, version from plain_cases where id = $1 for no key update' }
const WRITE = {
  name: 'write',
  text: `with moved as (
      update plain_cases set state = $2, version = version + 1, changed_at = now() where id = $1 returning id, version)
    insert into plain_events (case_id, seq, at, action, content) select id, version, now(), $3, $4 from moved
    returning seq`,
}

const [{ url, port }] = (await once(process, 'message')) as [PlainWork] // what our parent sends
// what is asked at once goes out at once
const settings = { connectionString: url, max: 16, pipeline: true }
const pool = new pg.Pool(settings)
const app = Fastify()
app.post<{ Params: { id: string }; Body: { version: number; input: object } }>('/:id', async (request, reply) => {
  const { id } = request.params
  const client = await pool.connect()
  try {
    const [, locked] = await Promise.all([
      client.query('begin'),
      client.query<{ state: string }>({ ...LOCK, values: [id] }),
    ])
    const state = locked.rows[0]?.state === 'one' ? 'other' : 'one'
    const content = JSON.stringify(request.body.input)
    const [written] = await Promise.all([
      client.query<{ seq: number }>({ ...WRITE, values: [id, state, 'move', content] }),
      client.query('commit'),
    ])
    return reply.send({ state, version: written.rows[0]?.seq })
  } finally {
    client.release()
  }
})
await app.listen({ port, host: '127.0.0.1' })
process.send?.('listening')
