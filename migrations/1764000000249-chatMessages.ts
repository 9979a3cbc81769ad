/** News by an office's chat: a user id that its owner has confirmed by a code, as a number for text messages is. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class ChatMessages1764000000249 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table people
        add column chat text,
        add column chat_wanted text,
        add column chat_token bytea,
        add column chat_asked_at timestamptz,
        add column chat_tries int not null default 0,
        add column chat_failed_at timestamptz;
      grant select (chat, chat_wanted, chat_asked_at, chat_failed_at), update (chat_wanted, chat_token, chat_asked_at, chat_tries)
        on people to haijian_app;
      grant select (chat, chat_wanted, chat_failed_at) on people to haijian_worker;
      alter table mails drop constraint mails_channel_check,
        add constraint mails_channel_check check (channel in ('mail', 'sms', 'chat')) not valid;
    `)
    await db.query(`
      -- the person's own, within ten minutes; five codes may be tried
      create function confirm_chat(wanted bytea, at timestamptz) returns boolean
        language plpgsql volatile security definer set search_path = public, pg_temp
        as $$
          begin
            update people p set chat_tries = p.chat_tries + 1 where p.id = me_person() and p.chat_token is not null;
            update people p set chat = p.chat_wanted, chat_wanted = null, chat_token = null, chat_asked_at = null,
              chat_tries = 0, chat_failed_at = null
            where p.id = me_person() and p.ended_at is null and p.chat_token = wanted
              and p.chat_asked_at > at - interval '10 minutes' and p.chat_tries <= 5;
            return found;
          end
        $$;
      create function forget_chat() returns void
        language sql volatile security definer set search_path = public, pg_temp
        as $$
          update people p set chat = null, chat_wanted = null, chat_token = null, chat_asked_at = null,
            chat_tries = 0, chat_failed_at = null where p.id = me_person()
        $$;
      create function note_chat_failure(address text, at timestamptz) returns void
        language sql volatile security definer set search_path = public, pg_temp
        as $$
          update people p set chat_failed_at = at where p.chat = address and p.ended_at is null
        $$;
      revoke all on function confirm_chat, forget_chat, note_chat_failure from public;
      grant execute on function confirm_chat, forget_chat to haijian_app;
      grant execute on function note_chat_failure to haijian_worker;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function confirm_chat, forget_chat, note_chat_failure;
      update mails set channel = 'mail' where channel = 'chat';
      alter table mails drop constraint mails_channel_check,
        add constraint mails_channel_check check (channel in ('mail', 'sms'));
      alter table people drop column chat, drop column chat_wanted, drop column chat_token, drop column chat_asked_at,
        drop column chat_tries, drop column chat_failed_at;
    `)
  }
}
