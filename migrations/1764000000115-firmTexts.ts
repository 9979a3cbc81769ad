/** Texts that a firm says again, such as the duties of a post: each under a name, the firm's own, and about nobody. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const FILLS_IN = `firm_id = (select me_firm())
          and (select me_roles())::text[] && array['applicant', 'firmAdmin', 'preparer']`

export class FirmTexts1764000000115 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table firm_texts (
        id int generated always as identity primary key,
        firm_id int not null references firms,
        name text not null check (length(name) between 1 and 60),
        answers jsonb not null check (jsonb_typeof(answers) = 'object'),
        kept_by int not null references people,
        kept_at timestamptz not null,
        constraint firm_texts_name unique (firm_id, name)
      );
      alter table firm_texts enable row level security, force row level security;
      create policy app_firm_texts_see on firm_texts for select to haijian_app using (firm_id = (select me_firm()));
      -- by those of the firm who fill in applications
      create policy app_firm_texts_write on firm_texts to haijian_app
        using (${FILLS_IN}) with check (${FILLS_IN} and kept_by = (select me_person()));
      create policy owner_firm_texts on firm_texts to current_user using (true);
      grant select, insert, update (name, kept_by, kept_at), delete on firm_texts to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table firm_texts')
  }
}
