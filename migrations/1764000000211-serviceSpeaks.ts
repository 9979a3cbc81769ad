/**
 * A service account speaks by its key, and what it does stands in the histories as done by one, never by a person. What was cut off is begun anew.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const SPEAKING: readonly (readonly [from: string, to: string])[] = [
  ['k.expires_at > at and p.ended_at is null;', 'k.expires_at > at and (p.ended_at is null or service_speaks(p.id));'],
  [
    `'|' || mandates::text;`,
    `'|' || mandates::text || '|' || case when how = 'key' and person.ended_at is not null then 'yes' else '' end;`,
  ],
]

async function speaking(db: QueryRunner, pairs: typeof SPEAKING): Promise<void> {
  const [{ definition }]: [{ definition: string }] = await db.query(
    `select pg_get_functiondef('speak'::regproc) as definition`,
  )
  if (pairs.every(([, to]) => definition.includes(to))) return
  if (!pairs.every(([from]) => definition.includes(from))) throw new Error('speak is not what it was')
  await db.query(pairs.reduce((text, [from, to]) => text.replace(from, to), definition))
}

const kinds = (list: string) => `
  alter table events drop constraint if exists events_actor_kind_check,
    add constraint events_actor_kind_check check (actor_kind in (${list})) not valid;`
const adds = (kind: string) => `
  alter policy app_events_add on events with check (
    actor_kind = ${kind} and actor_id = (select me_person()) and authority_id is not distinct from (select me_authority())
    and exists (select 1 from cases c where c.id = events.case_id));`

export class ServiceSpeaks1764000000211 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function me_service() returns boolean language sql stable parallel restricted
        as $$ select split_part(public.speaker(), '|', 10) = 'yes' $$;`)
    await db.query(
      kinds(`'person', 'clock', 'worker', 'talent', 'service'`) +
        adds(`case when (select me_service()) then 'service' else 'person' end`),
    )
    await speaking(db, SPEAKING)
  }

  /** Fails once a service account has acted: such a case is not what the code before knows. */
  async down(db: QueryRunner): Promise<void> {
    await speaking(
      db,
      SPEAKING.map(([from, to]) => [to, from]),
    )
    await db.query(`
      ${kinds(`'person', 'clock', 'worker', 'talent'`)}
      alter table events validate constraint events_actor_kind_check;
      ${adds(`'person'`)}
      drop function me_service();`)
  }
}
