/** Mail that did not arrive is known at its person: the address, why, and since when. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const KNOWN = 'email_asked_at = null'
const FORGOTTEN = `${KNOWN}, email_failed = null, email_failure = null, email_failed_at = null`

/** An address that is confirmed again, or forgotten, has not failed; all else of the functions stays. */
async function change(db: QueryRunner, from: string, to: string): Promise<void> {
  for (const name of ['verify_email', 'forget_email']) {
    const [found]: { definition: string }[] = await db.query(
      `select pg_get_functiondef('${name}'::regproc) as definition`,
    )
    const definition = found?.definition ?? ''
    const changed = definition.replace(from, to)
    if (changed === definition) throw new Error(`${name} is not what this migration knows`)
    await db.query(changed)
  }
}

export class MailReturns1764000000111 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table people
        add column email_failed text,
        add column email_failure text,
        add column email_failed_at timestamptz,
        add constraint people_email_failure_check check (email_failure in ('address', 'full', 'refused', 'away')) not valid;
      grant select (email_failed, email_failure, email_failed_at) on people to haijian_app;
      grant select (email_failed, email_failure) on people to haijian_worker;
    `)
    await change(db, KNOWN, FORGOTTEN)
    await db.query(`
      -- whose address it is, or would be; what stops mail is not overwritten by what does not
      create function note_mail_failure(address text, why text, at timestamptz) returns int
        language sql volatile security definer set search_path = public, pg_temp
        as $$
          with noted as (
            update people p set email_failed = address, email_failure = why, email_failed_at = at
            where p.ended_at is null and lower(address) in (lower(p.email), lower(p.email_wanted))
              and not coalesce(p.email_failure = 'address' and lower(p.email_failed) = lower(p.email), false)
            returning 1)
          select count(*)::int from noted
        $$;
      revoke all on function note_mail_failure from public;
      grant execute on function note_mail_failure to haijian_worker;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function note_mail_failure')
    await change(db, FORGOTTEN, KNOWN)
    await db.query(`
      alter table people drop column email_failed, drop column email_failure, drop column email_failed_at;
    `)
  }
}
