/** What is looked at every few minutes: rows and sizes of tables that steps write, vacuums, plans of statements. */
import { createHash } from 'node:crypto'
import type { INestApplicationContext } from '@nestjs/common'
import type pg from 'pg'
import { Database, PLANNED_ONCE, rows } from '../../src/base/database.js'
import { settingsOf } from '../../src/people/scope.js'
import type { Person } from '../../src/people/session.service.js'

export interface TableSample {
  readonly name: string
  readonly live: number
  readonly dead: number
  readonly vacuums: number
  readonly analyzes: number
  /** Megabytes. */
  readonly heap: number
  readonly indexes: number
}

const TABLES = `
  select s.schemaname || '.' || s.relname as name, s.n_live_tup::float as live, s.n_dead_tup::float as dead,
    s.autovacuum_count::int as vacuums, s.autoanalyze_count::int as analyzes,
    pg_table_size(s.relid) / 1048576.0::float as heap, pg_indexes_size(s.relid) / 1048576.0::float as indexes
  from pg_stat_user_tables s where s.n_tup_ins + s.n_tup_upd + s.n_tup_del > 0`

/** Every table that has been written since the beginning, by its name. */
export async function sampleTables(admin: pg.Client): Promise<Map<string, TableSample>> {
  const { rows: found } = await admin.query<TableSample>(TABLES)
  return new Map(found.map((table) => [table.name, table]))
}

/** Transactions by which the oldest snapshot is behind, and seconds since the oldest transaction began. */
export async function sampleSnapshots(admin: pg.Client): Promise<{ readonly behind: number; readonly age: number }> {
  const { rows: found } = await admin.query(`
    select coalesce(max(age(backend_xmin)), 0)::int as behind,
      coalesce(extract(epoch from max(now() - xact_start)), 0)::float as age
    from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'`)
  return found[0]
}

const PREPARED = `
  select name, statement, cardinality(parameter_types) as parameters from pg_prepared_statements
  where cardinality(parameter_types) > 0`

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly Plans?: readonly PlanNode[]
}

/** The kinds of node, with their tables and indexes. */
const shapeOf = (node: PlanNode): unknown => [
  ...[node['Node Type'], node['Relation Name'], node['Index Name']],
  (node.Plans ?? []).map(shapeOf),
]

/** A mark of the generic plan of each statement that one of the application's connections has prepared. */
export async function samplePlans(app: INestApplicationContext, actor: Person): Promise<Map<string, string>> {
  return app.get(Database).transaction({ ...settingsOf(actor), ...PLANNED_ONCE }, async (tx) => {
    const marks = new Map<string, string>()
    const prepared = await rows<{ name: string; statement: string; parameters: number }>(tx, PREPARED)
    for (const { name, statement, parameters } of prepared) {
      const values = Array.from({ length: parameters }, () => 'null').join(', ')
      const [explained] = await rows<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
        tx,
        `explain (format json) execute "${name}"(${values})`,
      )
      const shape = JSON.stringify(shapeOf(explained?.['QUERY PLAN'][0].Plan ?? { 'Node Type': '' }))
      marks.set(statement, createHash('sha256').update(shape).digest('hex').slice(0, 8))
    }
    return marks
  })
}
