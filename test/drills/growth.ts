/** Which tables a drill has let grow, and by how many bytes a row: from which docs/capacity.md counts what a database of so many cases takes. */
import type pg from 'pg'

const SHOWN = 14

interface Size {
  readonly bytes: number
  readonly rows: number
}
export type Sizes = ReadonlyMap<string, Size>

/** Every table of the product with its indexes and what lies beside it. */
export async function sizesOf(admin: pg.Client): Promise<Sizes> {
  await admin.query('analyze')
  const { rows } = await admin.query<Size & { name: string }>(
    `select relname as name, pg_total_relation_size(c.oid)::float8 as bytes, greatest(reltuples, 0)::float8 as rows
     from pg_class c where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  )
  return new Map(rows.map(({ name, bytes, rows: count }) => [name, { bytes, rows: count }]))
}

/** What has grown most, as a table. */
export function growthTable(before: Sizes, after: Sizes): string {
  const grown = [...after].map(([name, { bytes, rows }]) => {
    const { bytes: had = 0, rows: were = 0 } = before.get(name) ?? {}
    return { name, bytes: bytes - had, rows: rows - were }
  })
  const most = grown.filter(({ rows }) => rows > 0).sort((one, other) => other.bytes - one.bytes)
  return [
    '| table | rows more | MB more | kB a row |',
    '| --- | --- | --- | --- |',
    ...most.slice(0, SHOWN).map(({ name, bytes, rows }) => {
      const cells = [rows.toLocaleString('en'), (bytes / 1e6).toFixed(1), (bytes / 1e3 / rows).toFixed(2)]
      return `| \`${name}\` | ${cells.join(' | ')} |`
    }),
  ].join('\n')
}
