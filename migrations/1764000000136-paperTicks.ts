/** Which documents an officer has marked as checked: of a version of a document, for that officer alone, gone with the case. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class PaperTicks1764000000136 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table paper_ticks (
        person_id int not null references people,
        attachment_id int not null references attachments,
        at timestamptz not null,
        primary key (person_id, attachment_id)
      );
      create index paper_ticks_attachment on paper_ticks (attachment_id);
      alter table paper_ticks enable row level security, force row level security;
      -- no colleague reads them, and their author only while they may see the case
      create policy app_paper_ticks on paper_ticks to haijian_app
        using (person_id = (select me_person()) and (select me_authority()) is not null
          and exists (select from attachments a where a.id = attachment_id));
      create policy owner_paper_ticks on paper_ticks to current_user using (true);
      grant select, insert, delete on paper_ticks to haijian_app;
      create function forget_ticks() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          delete from paper_ticks t using attachments a where a.case_id = new.id and t.attachment_id = a.id;
          return null;
        end $$;
      revoke all on function forget_ticks from public;
      create trigger cases_ticks after update of erased_at on cases for each row
        when (old.erased_at is null and new.erased_at is not null) execute function forget_ticks();
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger cases_ticks on cases;
      drop function forget_ticks;
      drop table paper_ticks;
    `)
  }
}
