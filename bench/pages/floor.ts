/**
 * What a page costs at least: Fastify, the session looked up by its token, one prepared statement under row-level security by plain pg, its rows into a text. The frame around
 * it is our own page's, as it is. A process of its own; its database, statement and frame come from the parent.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import Fastify from 'fastify'
import pg from 'pg'
import { path } from '../../src/base/path.js'

export interface FloorWork {
  readonly url: string
  readonly port: number
  /** The statement by its page's path, and what stands before and behind what it finds. */
  readonly pages: readonly {
    readonly path: string
    readonly sql: string
    readonly values: readonly string[]
    /** Whether it needs no session, and then no transaction. */
    readonly open: boolean
    /** Whether it finds the rows of a list; otherwise one thing, whose columns are written out. */
    readonly rows: boolean
    readonly head: string
    readonly tail: string
  }[]
}

interface Session {
  readonly id: number
  readonly first_hash: Buffer
  readonly name: string
}

interface Row {
  readonly id: number
  readonly number: string
  readonly name: string | null
  readonly firm: string
  readonly state: string
  readonly day: string | null
  readonly post: string | null
}

const HTML = 'text/html; charset=utf-8'
const FIND = { name: 'find', text: `select * from find_session($1, now(), '1 day', '1 day')` }
const SPEAK = { name: 'speak', text: `select speak('session', $1, $2, now())` }

const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string | null): string => (text ?? '').replace(/[&<>"']/g, (mark) => MARKS[mark] ?? '')

const rowOf = ({ id, number, name, firm, state, day, post }: Row): string =>
  `<tr data-row><td class="due"><b>${escaped(day)}</b><td class="num"><a href="${path.case(id)}">${escaped(number)}</a>
<td class="who"><b>${escaped(name)}</b><td class="firm">${escaped(firm)}<td class="post">${escaped(post)}
<td class="st"><strong>${escaped(state)}</strong><td class="act"><button name="claim" value="${id}">Claim</button>`

/** One thing: each column with all that is in it. */
const thingOf = (found: object): string =>
  Object.entries(found)
    .map(([name, value]) => `<dt>${name}<dd>${written(value)}`)
    .join('')

function written(value: unknown): string {
  if (Array.isArray(value)) return `<ul>${value.map((one) => `<li>${written(one)}`).join('')}</ul>`
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object' && value !== null) return `<dl>${thingOf(value)}</dl>`
  return escaped(String(value ?? ''))
}

const [{ url, port, pages }] = (await once(process, 'message')) as [FloorWork] // what our parent sends
// the server plans each statement once a connection, and what is asked at once goes out at once
const settings = { connectionString: url, max: 16, options: '-c plan_cache_mode=force_generic_plan', pipeline: true }
const pool = new pg.Pool(settings)
const app = Fastify()
app.get('/empty', async (_request, reply) => reply.type('text/html').send('<!doctype html><title>.</title><p>.'))
for (const { path: address, sql, values, open, rows: lists, head, tail } of pages) {
  const wanted = { name: address, text: sql, values: [...values] }
  const write = (found: readonly object[]) =>
    `${head}${found.map(lists ? (one) => rowOf(one as Row) : thingOf).join('')}${tail}`
  app.get(address, async (request, reply) => {
    if (open) return reply.type(HTML).send(write((await pool.query(wanted)).rows))
    const token = /(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
    if (!token) return reply.status(401).send()
    const client = await pool.connect()
    try {
      const hash = createHash('sha256').update(token).digest()
      const [session] = (await client.query<Session>({ ...FIND, values: [hash] })).rows
      if (!session) return reply.status(401).send()
      const [, , { rows }] = await Promise.all([
        client.query('begin'),
        client.query({ ...SPEAK, values: [session.first_hash, session.id] }),
        client.query<object>(wanted),
        client.query('commit'),
      ])
      return reply.type(HTML).send(write(rows))
    } finally {
      client.release()
    }
  })
}
await app.listen({ port, host: '127.0.0.1' })
process.send?.('listening')
