/**
 * A draft keeps what it said before each change, so that whoever has read an earlier revision is shown what is different now. Written by the database alone; the last
 * twenty are kept. Its trigger comes after guard_reference, which counts the revision.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class EarlierRevisions1764000000026 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table reference add earlier jsonb not null default '[]';
      create function keep_earlier() returns trigger language plpgsql set search_path = public, pg_temp as $$
        begin
          if tg_op = 'INSERT' then
            new.earlier := '[]';
          elsif new.revision <> old.revision then
            new.earlier := jsonb_build_array(jsonb_build_object(
              'revision', old.revision, 'effectiveFrom', old.effective_from, 'note', old.note, 'body', old.body
            )) || (select coalesce(jsonb_agg(one order by place), '[]') from jsonb_array_elements(old.earlier) with ordinality as e(one, place) where place < 20);
          end if;
          return new;
        end $$;
      create trigger keep_earlier before insert or update on reference for each row execute function keep_earlier();
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger keep_earlier on reference;
      drop function keep_earlier;
      alter table reference drop column earlier;
    `)
  }
}
