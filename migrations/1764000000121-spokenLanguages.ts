/** The language of a document can be put right after its kind was said, as its day of issue can; nothing else of it. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class SpokenLanguages1764000000121 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function attachments_sorted_once() returns trigger language plpgsql as $$
      begin
        if old.kind <> 'unsorted' and current_user = 'haijian_app'
          and (old.kind, old.details - 'language', old.unfit) is distinct from (new.kind, new.details - 'language', new.unfit)
        then
          raise exception 'the kind of a document has been said' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`)
  }

  /** Word for word as 1764000000097-sortedFiles.ts has it. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function attachments_sorted_once() returns trigger language plpgsql as $$
      begin
        if old.kind <> 'unsorted' and current_user = 'haijian_app' then
          raise exception 'the kind of a document has been said' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`)
  }
}
