/**
 * What candidates sign by drawing on their own page: strokes, what was shown and the file made of both are sealed, and go with the case. A candidate adds their own and changes none; firm and
 * department say at most that one is void. The transaction of a candidate writes the event of it, too, and may ask for the name of the firm before anything was filed.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const AS_OWNER = 'security definer set search_path = public, pg_temp'
const ITS_CASE = 'exists (select 1 from cases c where c.id = case_id)'

const TABLE = `
  drop table if exists talent_signatures;
  create table talent_signatures (
    id int generated always as identity primary key,
    case_id int not null references cases,
    paper text not null constraint talent_signatures_paper_check check (paper in ('commitment', 'application')),
    at timestamptz not null,
    opened_by text not null constraint talent_signatures_opened_by_check check (opened_by in ('code', 'pin')),
    digest text not null,
    mark text not null,
    strokes text not null,
    shown text not null,
    pdf bytea,
    sha256 text,
    made_at timestamptz,
    voided_at timestamptz,
    void_why text constraint talent_signatures_void_why_check check (void_why in ('answers', 'reset')),
    constraint talent_signatures_void_check check (num_nulls(voided_at, void_why) in (0, 2)),
    constraint talent_signatures_made_check check (num_nulls(pdf, sha256, made_at) in (0, 3)),
    unique (case_id, mark)
  );
  create unique index talent_signatures_standing on talent_signatures (case_id, paper) where voided_at is null;
  create index talent_signatures_unmade on talent_signatures (at) where made_at is null;
  alter table talent_signatures enable row level security, force row level security;
  create policy app_talent_signatures_see on talent_signatures for select to haijian_app using (${ITS_CASE});
  create policy app_talent_signatures_add on talent_signatures for insert to haijian_app with check (case_id = (select me_talent()) and voided_at is null);
  create policy app_talent_signatures_void on talent_signatures for update to haijian_app using ((select me_talent()) is null and ${ITS_CASE}) with check (voided_at is not null);
  create policy worker_talent_signatures on talent_signatures for select to haijian_worker using (true);
  create policy worker_talent_signatures_make on talent_signatures for update to haijian_worker using (true);
  create policy owner_talent_signatures on talent_signatures to current_user using (true);
  grant select (id, case_id, paper, at, opened_by, digest, mark, pdf, sha256, made_at, voided_at, void_why), insert (case_id, paper, at, opened_by, digest, mark, strokes, shown),
    update (voided_at, void_why) on talent_signatures to haijian_app;
  grant select, update (pdf, sha256, made_at) on talent_signatures to haijian_worker;

  -- whose application it is, for a candidate who sees no firm
  create or replace function talent_firm() returns table (zh text, en text) language sql stable ${AS_OWNER}
    as $$ select f.name_zh, coalesce(f.name_en, f.name_zh) from cases c join firms f on f.id = c.firm_id where c.id = me_talent() $$;
  revoke all on function talent_firm from public;
  grant execute on function talent_firm to haijian_app;`

/** Erasing a case takes them away with the page. */
const forgetting = (tables: readonly string[]) => `
  create or replace function forget_talent_page() returns trigger language plpgsql ${AS_OWNER} as $$
    begin
      ${tables.map((table) => `delete from ${table} where case_id = new.id;`).join('\n      ')}
      return null;
    end $$;`

const acts = (list: string) => `
  alter policy talent_events_add on events with check (
    actor_kind = 'talent' and actor_id is null and authority_id is null and not internal and from_state = to_state
    and action in (${list}) and case_id = (select me_talent()));`

export class TalentSignatures1764000000180 implements MigrationInterface {
  readonly transaction = false

  /** Table by table, each let go before the next one; what was cut off is begun anew. */
  async up(db: QueryRunner): Promise<void> {
    await db.query(TABLE)
    await db.query(forgetting(['talent_pages', 'talent_signatures']))
    await db.query(acts(`'recordConsent', 'withdrawConsent', 'sign'`))
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(acts(`'recordConsent', 'withdrawConsent'`))
    await db.query(forgetting(['talent_pages']))
    await db.query('drop function if exists talent_firm')
    await db.query('drop table if exists talent_signatures')
  }
}
