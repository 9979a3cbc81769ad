/**
 * A file may come without its kind, and a person says afterwards what it is. The application may
 * change a document's kind, and what is said of it, in that moment only.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class SortedFiles1764000000097 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function attachments_sorted_once() returns trigger language plpgsql as $$
      begin
        if old.kind <> 'unsorted' and current_user = 'haijian_app' then
          raise exception 'the kind of a document has been said' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
      create trigger attachments_sorted_once before update of kind, details, unfit on attachments for each row
        when ((old.kind, old.details, old.unfit) is distinct from (new.kind, new.details, new.unfit))
        execute function attachments_sorted_once();
      grant update (kind, details, unfit) on attachments to haijian_app`)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      revoke update (kind, details, unfit) on attachments from haijian_app;
      drop trigger attachments_sorted_once on attachments;
      drop function attachments_sorted_once()`)
  }
}
