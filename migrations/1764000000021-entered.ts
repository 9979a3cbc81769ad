/**
 * From this release on the history says of every paper that was issued what the registry holds: its number, its file's hash, and a hash over all that is frozen with it (src/letters/registry.ts). Of
 * papers that were issued before, it says so now: one event more each, chained like any other (src/cases/history.ts), so that afterwards a row of the registry without an event is a forged one.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const FROZEN = `
  encode(sha256(convert_to(jsonb_build_array(l.id, l.case_id, l.kind, l.authority_id, l.addressed_to, l.series, l.year, l.serial, l.check_code, l.template,
    l.public_facts - 'facts', l.valid_until, l.caused_by, l.supersedes, l.template_id)::text, 'UTF8')), 'hex')`

const instant = (value: string) =>
  `coalesce(to_json(to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text, 'null')`

const TABLES = ['cases', 'events', 'event_contents']

/** What an erased case said is gone; of its papers even a number that was void before it was issued is entered. */
const ENTER = `
  do $$
    declare paper record; held record; said text; salt bytea; content_hash bytea; hash bytea; at timestamptz := date_trunc('milliseconds', now());
    begin
      for paper in
        select l.*, ${FROZEN} as frozen from letters l join cases c on c.id = l.case_id
        where (l.issued_at is not null or c.erased_at is not null) and not exists (
          select 1 from events e join event_contents t on t.case_id = e.case_id and t.seq = e.seq
          where e.case_id = l.case_id and e.action in ('enterPaper', 'recordLetter') and t.content ->> 'letterId' = l.id::text and t.content ? 'frozen')
        order by l.id
      loop
        select * into held from cases where id = paper.case_id for update;
        said := '{"endedAs":' || coalesce(to_json(paper.ended_as)::text, 'null') || ',"endedAt":' || ${instant('paper.ended_at')} || ',"frozen":"' || paper.frozen
          || '","issuedAt":' || ${instant('paper.issued_at')} || ',"letterId":' || paper.id || ',"number":' || to_json(paper.number)
          || ',"receivedAt":' || ${instant('paper.received_at')} || ',"sha256":' || coalesce(to_json(paper.sha256)::text, 'null') || '}';
        salt := uuid_send(gen_random_uuid());
        content_hash := sha256(salt || convert_to(said, 'UTF8'));
        hash := sha256(held.last_hash || convert_to('[' || held.id || ',' || held.last_seq + 1 || ',' || ${instant('at')} || ',"enterPaper","' || held.state || '","' || held.state
          || '",' || held.version || ',"worker",null,null,"' || encode(content_hash, 'hex') || '"]', 'UTF8'));
        insert into events (case_id, seq, at, action, from_state, to_state, version, actor_kind, internal, input_hash, content_hash, prev_hash, hash, xid)
          values (held.id, held.last_seq + 1, at, 'enterPaper', held.state, held.state, held.version, 'worker', true, sha256(convert_to(said, 'UTF8')), content_hash, held.last_hash, hash,
            pg_current_xact_id()::text::bigint);
        insert into event_contents (case_id, seq, salt, content) values (held.id, held.last_seq + 1, salt, said::jsonb);
        update cases set last_seq = held.last_seq + 1, last_hash = hash where id = held.id;
      end loop;
    end
  $$`

export class Entered1764000000021 implements MigrationInterface {
  /** The owner may write events for as long as this takes, and no longer. */
  async up(db: QueryRunner): Promise<void> {
    for (const table of TABLES) await db.query(`create policy owner_enters on ${table} to current_user using (true)`)
    await db.query(ENTER)
    for (const table of TABLES) await db.query(`drop policy owner_enters on ${table}`)
    // who verifies compares the series with their numbers
    await db.query('create policy owner_letter_series on letter_series for select to current_user using (true)')
  }

  /** What the history says stays; the code before does not ask for it. */
  async down(db: QueryRunner): Promise<void> {
    await db.query('drop policy owner_letter_series on letter_series')
  }
}
