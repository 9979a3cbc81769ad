/**
 * A filing causes two papers, a receipt and the application form, so an order is known by its kind as well. Whoever has the number of a case and the code of its receipt learns how far
 * it is, and nothing of whom it is about. The kinds themselves come with …-filingKinds.ts, when none of the last release's processes runs any more: until then nothing orders them.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const OWN = `kind in ('filingReceipt', 'applicationForm')
          and exists (select 1 from cases c where c.id = letters.case_id and c.firm_id = (select me_firm()))`

/** Made beside those who write: an index has its name when it is whole. May be run once more from its beginning. */
const INDEXES = [
  'set lock_timeout = 0', // an index waits for transactions, and nothing for it
  'drop index concurrently if exists paper_orders_ordered',
  'create unique index concurrently paper_orders_ordered on paper_orders (case_id, seq, kind)',
  'drop index concurrently if exists letters_caused',
  'create unique index concurrently letters_caused on letters (case_id, caused_by, kind) where caused_by is not null',
  'drop index concurrently if exists letters_cause',
  'reset lock_timeout',
  'alter index letters_caused rename to letters_cause',
  `alter table paper_orders drop constraint paper_orders_pkey,
    add constraint paper_orders_pkey primary key using index paper_orders_ordered`,
]

const STATUS = `
  create or replace function filing_status(wanted text, code text)
    returns table (state text, "filedOn" text, "dueOn" text, "daysLeft" int, lane jsonb)
    language sql stable security definer set search_path = public, pg_temp
    as $$
      select c.state, c.filed_on::text, c.due_on::text, c.days_left, (
        select t.content -> 'lane' from events s join event_contents t on t.case_id = s.case_id and t.seq = s.seq
        where s.case_id = c.id and s.action = 'submit' order by s.seq desc limit 1)
      from letters l join cases c on c.id = l.case_id
      where l.check_code = code and l.kind = 'filingReceipt' and l.issued_at is not null and l.ended_at is null and c.number = wanted
    $$`

export class FilingPapers1764000000100 implements MigrationInterface {
  /** An index that is made beside those who write cannot be part of a transaction. */
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    for (const statement of INDEXES) await db.query(statement)
    // a firm that recalls what it filed makes its own receipt void, and nothing else of it
    await db.query(`
      drop policy if exists app_letters_void on letters;
      create policy app_letters_void on letters for update to haijian_app
        using (${OWN})
        with check (ended_as = 'void' and received_at is null and ${OWN})`)
    await db.query(STATUS)
    await db.query('revoke all on function filing_status from public')
    await db.query('grant execute on function filing_status to haijian_app')
  }

  /** The order of a receipt goes with that of the form beside it. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function filing_status;
      drop policy app_letters_void on letters;
      delete from paper_orders where kind = 'applicationForm';
      alter table paper_orders drop constraint paper_orders_pkey, add primary key (case_id, seq);
      update letters set caused_by = null where kind = 'applicationForm';
      drop index letters_cause;
      create unique index letters_cause on letters (case_id, caused_by) where caused_by is not null;
    `)
  }
}
