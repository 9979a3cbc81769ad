/** The tasks of a case that are still to be done: kept from its events, so that what somebody owes is read from an index. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const AS_OWNER = 'language plpgsql security definer set search_path = public, pg_temp'

export class CaseTasks1764000000140 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table case_tasks (
        case_id int not null references cases,
        seq int not null,
        owner_id int not null references people,
        due_on date not null,
        primary key (case_id, seq)
      );
      create index case_tasks_owner on case_tasks (owner_id, due_on, case_id);
      create function keep_tasks() returns trigger ${AS_OWNER} as $$
        begin
          if new.action = 'giveTask' then
            insert into case_tasks (case_id, seq, owner_id, due_on)
              select t.case_id, t.seq, (t.content ->> 'to')::int, (t.content ->> 'dueOn')::date
              from event_contents t where t.case_id = new.case_id and t.seq = new.seq;
          else
            delete from case_tasks where case_id = new.case_id and seq = (
              select (t.content ->> 'task')::int from event_contents t where t.case_id = new.case_id and t.seq = new.seq);
          end if;
          return null;
        end $$;
      revoke all on function keep_tasks from public;
      create trigger events_tasks after insert on events for each row
        when (new.action in ('giveTask', 'finishTask')) execute function keep_tasks();
      alter table case_tasks enable row level security, force row level security;
      create policy app_case_tasks on case_tasks for select to haijian_app
        using (exists (select from cases c where c.id = case_id));
      create policy worker_case_tasks on case_tasks for select to haijian_worker using (true);
      create policy owner_case_tasks on case_tasks to current_user using (true);
      grant select on case_tasks to haijian_app, haijian_worker;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger events_tasks on events;
      drop function keep_tasks;
      drop table case_tasks;
    `)
  }
}
