/**
 * Batches: workbooks by which a firm files for many hosts, and their rows. What stands in a row is sealed, and
 * forgotten with its case or after a time (…forget_batches); a case names its batch in the event that began it.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const FILLS_IN = `firm_id = (select me_firm())
          and (select me_roles())::text[] && array['applicant', 'firmAdmin', 'preparer']`
const OF_BATCH = (rule: string) => `exists (select from batches b where b.id = batch_id and ${rule})`
const AS_OWNER = 'security definer set search_path = public, pg_temp'

export class Batches1764000000196 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table batches (
        id int generated always as identity primary key,
        firm_id int not null references firms,
        mandate_id int references mandates,
        ordered_by int not null references people,
        made_at timestamptz not null,
        name text not null constraint batches_name check (length(name) between 1 and 200),
        request_id text,
        state text not null constraint batches_state check (state in ('running', 'paused', 'stopped', 'done')),
        holder uuid,
        held_until timestamptz,
        papers bytea,
        constraint batches_request unique (ordered_by, request_id)
      );
      create index batches_firm on batches (firm_id, id);
      create table batch_rows (
        batch_id int not null references batches,
        row int not null,
        state text not null constraint batch_rows_state check (state in ('waiting', 'made', 'refused')),
        case_id int references cases,
        lacking int,
        content bytea,
        primary key (batch_id, row)
      );
      create index batch_rows_case on batch_rows (case_id) where case_id is not null;
      alter table batches enable row level security, force row level security;
      alter table batch_rows enable row level security, force row level security;
      create policy app_batches_see on batches for select to haijian_app using (firm_id = (select me_firm()));
      create policy app_batches_add on batches for insert to haijian_app
        with check (${FILLS_IN} and ordered_by = (select me_person()));
      create policy app_batches_change on batches for update to haijian_app using (${FILLS_IN}) with check (${FILLS_IN});
      create policy app_batch_rows_see on batch_rows for select to haijian_app
        using (${OF_BATCH('b.firm_id = (select me_firm())')});
      create policy app_batch_rows_add on batch_rows for insert to haijian_app
        with check (${OF_BATCH(`b.${FILLS_IN} and b.ordered_by = (select me_person())`)});
      create policy app_batch_rows_change on batch_rows for update to haijian_app
        using (${OF_BATCH(`b.${FILLS_IN}`)}) with check (${OF_BATCH(`b.${FILLS_IN}`)});
      create policy owner_batches on batches to current_user using (true);
      create policy owner_batch_rows on batch_rows to current_user using (true);
      grant select, insert, update (state, holder, held_until, papers) on batches to haijian_app;
      grant select, insert, update (state, case_id, lacking, content) on batch_rows to haijian_app;
      -- what stands in the rows of batches made before that moment; answers of how many rows
      create function forget_batches(before timestamptz) returns int language sql volatile ${AS_OWNER} as $$
        update batches set papers = null where made_at < before and papers is not null;
        with gone as (
          update batch_rows r set content = null, state = case r.state when 'waiting' then 'refused' else r.state end
          from batches b where b.id = r.batch_id and b.made_at < before and r.content is not null returning 1)
        select count(*)::int from gone;
      $$;
      revoke all on function forget_batches from public;
      grant execute on function forget_batches to haijian_worker;
      create function forget_batch_rows() returns trigger language plpgsql ${AS_OWNER} as $$
        begin
          update batch_rows set content = null where case_id = new.id;
          return null;
        end $$;
      revoke all on function forget_batch_rows from public;
      create trigger cases_batch_rows after update of erased_at on cases for each row
        when (new.erased_at is not null) execute function forget_batch_rows();
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger cases_batch_rows on cases;
      drop function forget_batch_rows, forget_batches;
      drop table batch_rows, batches;
    `)
  }
}
