/**
 * Intake may suspend a firm: one officer announces it with a reason, the firm is heard, another officer decides, and the database sees to it that it is another one.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const FIRM_ADMIN = `firm_id = (select me_firm()) and 'firmAdmin' = any ((select me_roles())::text[])`
const INTAKE = `(select me_authority()) is not null and 'intake' = any ((select me_roles())::text[])`

export class FirmSuspensions1764000000093 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table firm_suspensions (
        id int generated always as identity primary key,
        firm_id int not null references firms,
        reason text not null,
        intended_by int not null references people,
        intended_at timestamptz not null,
        answer_until date not null,
        answer text,
        answered_by int references people,
        answered_at timestamptz,
        decided_by int references people,
        decided_at timestamptz,
        suspended boolean,
        decision text,
        ended_by int references people,
        ended_at timestamptz,
        end_reason text,
        constraint firm_suspensions_decided_check
          check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (suspended is null)),
        constraint firm_suspensions_ended_check check ((ended_at is null) = (ended_by is null) and (ended_at is null or suspended)),
        constraint suspended_by_another check (decided_by <> intended_by or suspended = false)
      );
      create unique index firm_suspensions_firm on firm_suspensions (firm_id)
        where decided_at is null or (suspended and ended_at is null);
      alter table firm_suspensions enable row level security, force row level security;
      create policy app_firm_suspensions_see on firm_suspensions for select to haijian_app
        using (firm_id = (select me_firm()) or (select me_authority()) is not null);
      create policy app_firm_suspensions_intend on firm_suspensions for insert to haijian_app with check (
        ${INTAKE} and intended_by = (select me_person())
        and num_nonnulls(answer, answered_by, answered_at, decided_by, decided_at, ended_by, ended_at) = 0);
      create policy app_firm_suspensions_answer on firm_suspensions for update to haijian_app
        using (${FIRM_ADMIN} and (decided_at is null or (suspended and ended_at is null)))
        with check (${FIRM_ADMIN} and answered_by = (select me_person()));
      create policy app_firm_suspensions_decide on firm_suspensions for update to haijian_app
        using (${INTAKE} and (decided_at is null or (suspended and ended_at is null)))
        with check (coalesce(ended_by, decided_by) = (select me_person()));
      create policy owner_firm_suspensions on firm_suspensions to current_user using (true);
      grant select, insert, update (answer, answered_by, answered_at, decided_by, decided_at, suspended, decision, ended_by, ended_at, end_reason)
        on firm_suspensions to haijian_app;

      alter table firms add column suspended_at timestamptz;
      grant update (suspended_at) on firms to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table firms drop column suspended_at;
      drop table firm_suspensions;
    `)
  }
}
