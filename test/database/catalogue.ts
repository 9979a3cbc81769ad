/** All that PostgreSQL's own catalogue says of the schema that our migrations make, one line a thing, so that two databases can be compared. */
import type pg from 'pg'

export type Kind =
  | 'schema'
  | 'relation'
  | 'column'
  | 'constraint'
  | 'index'
  | 'policy'
  | 'function'
  | 'sequence'
  | 'trigger'
  | 'type'

export interface Thing {
  readonly kind: Kind
  readonly name: string
  readonly what: string
  /** Who may do what with it; `-` when nothing was granted. */
  readonly rights: string
}

/** TypeORM's own tables, which no migration makes. */
const THEIRS = `('migrations', 'typeorm_metadata', 'migrations_id_seq')`

/** Rights in the order of the alphabet: PostgreSQL keeps them in the order in which they were given. */
const rightsOf = (acl: string) =>
  `(select coalesce(string_agg(a::text, ' ' order by a::text), '-') from unnest(${acl}) a)`

const QUERY = `
  with ours as (
    select c.* from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname not in ${THEIRS}
  )
  select 'schema' as kind, n.nspname as name, '' as what, ${rightsOf('n.nspacl')} as rights from pg_namespace n where n.nspname = 'public'
  union all
  select 'relation', relname, concat_ws(' ', relkind, 'rls', relrowsecurity, relforcerowsecurity, pg_get_userbyid(relowner),
    obj_description(oid, 'pg_class'), reloptions, pg_get_viewdef(case when relkind in ('v', 'm') then oid end)), ${rightsOf('relacl')}
  from ours where relkind in ('r', 'p', 'v', 'm', 'f')
  union all
  select 'column', c.relname || '.' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
    'identity', nullif(a.attidentity, ''), 'generated', nullif(a.attgenerated, ''), pg_get_expr(d.adbin, d.adrelid)), ${rightsOf('a.attacl')}
  from ours c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
  union all
  select 'constraint', c.relname || '.' || k.conname, pg_get_constraintdef(k.oid), '' from ours c join pg_constraint k on k.conrelid = c.oid
  where k.contype <> 'n'
  union all
  select 'index', c.relname || '.' || i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), '' from ours c join pg_index i on i.indrelid = c.oid
  union all
  select 'policy', c.relname || '.' || p.polname, concat_ws(' ', p.polcmd, p.polpermissive, (select array_agg(pg_get_userbyid(r)) from unnest(p.polroles) r),
    'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)), ''
  from ours c join pg_policy p on p.polrelid = c.oid
  union all
  select 'function', p.oid::regprocedure::text, concat_ws(' ', pg_get_functiondef(p.oid), pg_get_userbyid(p.proowner)), ${rightsOf('p.proacl')}
  from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p')
  union all
  select 'sequence', c.relname, concat_ws(' ', s.last_value is not null, s.increment_by, s.max_value), ${rightsOf('c.relacl')}
  from ours c join pg_sequences s on s.schemaname = 'public' and s.sequencename = c.relname where c.relkind = 'S'
  union all
  select 'trigger', c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid), '' from ours c join pg_trigger t on t.tgrelid = c.oid where not t.tgisinternal
  union all
  select 'type', t.typname, t.typtype::text, '' from pg_type t
  where t.typnamespace = 'public'::regnamespace and t.typtype in ('e', 'd', 'r', 'm')
  order by 1, 2`

/** The catalogue of the schema public, for whoever may read all of it. */
export async function readCatalogue(client: pg.Client): Promise<Thing[]> {
  const { rows } = await client.query<Thing>(QUERY)
  return rows
}

export const namesOf = (things: readonly Thing[], kind: Kind): string[] =>
  things.filter((thing) => thing.kind === kind).map(({ name }) => name)
