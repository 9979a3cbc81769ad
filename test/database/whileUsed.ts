/**
 * What a migration does to a system that is in use, as the database itself tells: which tables it closes while it reads or changes many rows, what it writes anew, what it takes away from
 * the release before, which still runs. Only tables that grow count. Every fault in words.
 */
import type pg from 'pg'
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm'
import { readCatalogue, type Thing } from './catalogue.js'
import { RELEASED } from './released.js'

interface Table {
  readonly name: string
  /** Another one after all rows have been written anew. */
  readonly file: number
  /** Rows read one after the other, and rows changed or deleted, by this connection until now. */
  readonly read: number
  readonly changed: number
  /** Whether this transaction keeps others from writing to it. */
  readonly closed: boolean
}

const TABLES = `
  select c.oid::regclass::text as name, pg_relation_filenode(c.oid) as file, s.seq_tup_read::int as read, (s.n_tup_upd + s.n_tup_del)::int as changed, exists (
    select from pg_locks l where l.relation = c.oid and l.pid = pg_backend_pid()
      and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')) as closed
  from pg_class c join pg_stat_xact_user_tables s on s.relid = c.oid
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migrations' and c.relname <> all ($1)
  order by 1`

const tablesOf = (runner: QueryRunner): Promise<Table[]> => runner.query(TABLES, [RELEASED.small])

/** Cannot be part of a transaction, and closes nothing. */
const CONCURRENTLY = /^\s*(create (unique )?index|drop index|reindex \w+) concurrently\b/i
/** Changes some rows at a time: so many, leaving those that somebody is at for the next time, or those of some keys. */
const SOME = /\blimit \d+ for (no key )?update skip locked\b|(\S+) > \$1 and \2 <= \$1 \+ \$2/i

/** Runs a migration on a database with rows in every table; answers what it should not have done. */
export async function faultsOf(admin: pg.Client, source: DataSource, migration: MigrationInterface): Promise<string[]> {
  const before = await readCatalogue(admin)
  const runner = source.createQueryRunner()
  const faults: string[] = []
  try {
    if (migration.transaction === false) await migration.up(piecewise(runner, faults))
    else faults.push(...(await watch(runner, () => migration.up(runner))))
  } finally {
    await runner.release()
  }
  const unusable = await admin.query<{ name: string }>(
    'select indexrelid::regclass::text as name from pg_index where not indisvalid',
  )
  for (const { name } of unusable.rows) faults.push(`leaves the index ${name} unusable`)
  return [...new Set([...faults, ...takenAway(before, await readCatalogue(admin))])]
}

/** The same connection; each statement is watched by itself, as the transaction that it is. */
function piecewise(runner: QueryRunner, faults: string[]): QueryRunner {
  const query = async (sql: string, values?: unknown[]): Promise<unknown> => {
    if (CONCURRENTLY.test(sql)) return runner.query(sql, values)
    let answer: unknown
    const found = await watch(runner, async () => {
      answer = await runner.query(sql, values)
    })
    faults.push(...found.filter((fault) => !(SOME.test(sql) && fault.startsWith('changes rows'))))
    return answer
  }
  return new Proxy(runner, { get: (target, key) => (key === 'query' ? query : Reflect.get(target, key)) })
}

async function watch(runner: QueryRunner, work: () => Promise<unknown>): Promise<string[]> {
  await runner.startTransaction()
  const before = new Map((await tablesOf(runner)).map((table) => [table.name, table]))
  try {
    await work()
    const found = compare(before, await tablesOf(runner))
    await runner.commitTransaction()
    return found
  } catch (error) {
    await runner.rollbackTransaction()
    throw error
  }
}

function compare(before: ReadonlyMap<string, Table>, now: readonly Table[]): string[] {
  const faults: string[] = []
  const old = now.flatMap((table) => {
    const was = before.get(table.name)
    return was ? [{ ...table, was }] : []
  })
  const closed = old.filter((table) => table.closed).map(({ name }) => name)
  for (const { name, file, read, changed, was } of old) {
    if (file !== was.file) faults.push(`writes all of ${name} anew`)
    else if (closed.length > 0 && read > was.read)
      faults.push(`reads ${name} while it keeps ${closed.join(', ')} closed`)
    if (changed > was.changed) faults.push(`changes rows of ${name}, which others wait for`)
  }
  return faults
}

const USED = new Set<Thing['kind']>(['relation', 'column', 'function', 'type', 'sequence'])

/** What the release before would miss. */
function takenAway(before: readonly Thing[], after: readonly Thing[]): string[] {
  const found = new Map(after.map((thing) => [`${thing.kind} ${thing.name}`, thing]))
  return before
    .filter(({ kind }) => USED.has(kind))
    .flatMap((was) => {
      const is = found.get(`${was.kind} ${was.name}`)
      if (!is) return [`takes away the ${was.kind} ${was.name}`]
      return [
        ...(was.kind === 'column' && isStricter(was.what, is.what) ? [`makes the column ${was.name} another one`] : []),
        ...(isLess(was.rights, is.rights) ? [`takes away rights on the ${was.kind} ${was.name}`] : []),
      ]
    })
}

/** Another type, or required from now on. */
function isStricter(was: string, is: string): boolean {
  const [type, required] = [was, is].map((what) => /^(.+?)( not null)? identity/.exec(what))
  return type?.[1] !== required?.[1] || (!type?.[2] && required?.[2] !== undefined)
}

/** Rights are written as `role=letters/giver`; no list at all leaves what is usual. */
function isLess(was: string, is: string): boolean {
  const given = new Map(
    is
      .split(' ')
      .map((one) => one.split(/[=/]/))
      .map(([role = '', letters = '']) => [role, letters]),
  )
  return was
    .split(' ')
    .filter((one) => one !== '-')
    .map((one) => one.split(/[=/]/))
    .some(([role = '', letters = '']) => [...letters].some((letter) => !given.get(role)?.includes(letter)))
}
