/**
 * The link of an invitation of staff is made again by a function that ends the one before, so that security approves
 * anew; and whoever comes in by an invitation to an e-mail address has that address waiting for its confirmation.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class InvitationLinks1764000000110 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function renew_invitation(wanted int, token bytea, at timestamptz, until timestamptz)
        returns table (account text, name text)
        language plpgsql volatile security definer set search_path = public, pg_temp
        as $$
        declare
          was invitations;
          fresh int;
        begin
          if not me_proved() or not me_administers('systemAdmin') then return; end if;
          update invitations i set used_at = at
            where i.id = wanted and i.firm_id is null and i.operator is null and i.used_at is null and i.expires_at > at
            returning * into was;
          if not found then return; end if;
          insert into invitations (token_hash, account, name, roles, authority_id, invited_by, invited_at, expires_at)
            values (token, was.account, was.name, was.roles, was.authority_id, me_person(), at, until)
            returning id into fresh;
          insert into people_history (at, person_id, actor_id, act, detail)
            values (at, null, me_person(), 'invited', jsonb_build_object(
              'invitation', fresh, 'account', was.account, 'roles', to_jsonb(was.roles), 'instead', wanted));
          return query select was.account, was.name;
        end $$;

      -- in the transaction in which they came in, and not later
      create function want_email(person int, token bytea, at timestamptz) returns text
        language sql volatile security definer set search_path = public, pg_temp
        as $$
          update people p set email_wanted = p.account, email_token = token, email_asked_at = at
          where p.id = person and p.created_at = at and p.email is null and p.email_wanted is null
          returning p.account
        $$;
      revoke all on function renew_invitation, want_email from public;
      grant execute on function renew_invitation to haijian_app;
      grant execute on function want_email to haijian_entry;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function renew_invitation, want_email')
  }
}
