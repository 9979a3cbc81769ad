/** News by text message: a number that its owner has confirmed by a code, and by which channel a message goes out. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class TextMessages1764000000220 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table people
        add column phone text,
        add column phone_wanted text,
        add column phone_token bytea,
        add column phone_asked_at timestamptz,
        add column phone_tries int not null default 0,
        add column phone_failed_at timestamptz;
      grant select (phone, phone_wanted, phone_asked_at, phone_failed_at), update (phone_wanted, phone_token, phone_asked_at, phone_tries)
        on people to haijian_app;
      grant select (phone, phone_wanted, phone_failed_at) on people to haijian_worker;
      alter table mails add column channel text not null default 'mail',
        add constraint mails_channel_check check (channel in ('mail', 'sms')) not valid;
      grant insert (channel) on mails to haijian_app, haijian_entry;
      grant insert (channel), update (channel) on mails to haijian_worker;
    `)
    await db.query(`
      -- the person's own, within ten minutes; five codes may be tried
      create function confirm_phone(wanted bytea, at timestamptz) returns boolean
        language plpgsql volatile security definer set search_path = public, pg_temp
        as $$
          begin
            update people p set phone_tries = p.phone_tries + 1 where p.id = me_person() and p.phone_token is not null;
            update people p set phone = p.phone_wanted, phone_wanted = null, phone_token = null, phone_asked_at = null,
              phone_tries = 0, phone_failed_at = null
            where p.id = me_person() and p.ended_at is null and p.phone_token = wanted
              and p.phone_asked_at > at - interval '10 minutes' and p.phone_tries <= 5;
            return found;
          end
        $$;
      create function forget_phone() returns void
        language sql volatile security definer set search_path = public, pg_temp
        as $$
          update people p set phone = null, phone_wanted = null, phone_token = null, phone_asked_at = null,
            phone_tries = 0, phone_failed_at = null where p.id = me_person()
        $$;
      create function note_phone_failure(number text, at timestamptz) returns void
        language sql volatile security definer set search_path = public, pg_temp
        as $$
          update people p set phone_failed_at = at where p.phone = number and p.ended_at is null
        $$;
      revoke all on function confirm_phone, forget_phone, note_phone_failure from public;
      grant execute on function confirm_phone, forget_phone to haijian_app;
      grant execute on function note_phone_failure to haijian_worker;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function confirm_phone, forget_phone, note_phone_failure;
      alter table mails drop column channel;
      alter table people drop column phone, drop column phone_wanted, drop column phone_token, drop column phone_asked_at,
        drop column phone_tries, drop column phone_failed_at;
    `)
  }
}
