/**
 * A candidate's own page, one a case: its address holds no secret and leads to a door. Whoever shows the passport's number and opens a mail at an address that is no account's takes it; that address and
 * a PIN open it from then on. Who signs people in reads the door (haijian_entry) and no more of the case than its wrapped key and the blind index of the number. Links of the release before lead here.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const AS_OWNER = 'security definer set search_path = public, pg_temp'
const ITS_CASE = '(select me_talent()) is null and exists (select 1 from cases c where c.id = case_id)'

const TABLE = `
  create table talent_pages (
    case_id int primary key references cases,
    code text not null unique,
    made_by int not null references people,
    made_at timestamptz not null,
    mailed_at timestamptz,
    address text,
    taken_at timestamptz,
    reset_at timestamptz,
    pin_hash text,
    pin_failures int not null default 0,
    code_hash text,
    code_address text,
    code_until timestamptz,
    code_failures int not null default 0,
    session_hash bytea unique,
    session_until timestamptz,
    session_by text constraint talent_pages_session_by_check check (session_by in ('code', 'pin'))
  );
  create index talent_pages_made_by on talent_pages (made_by);
  alter table talent_pages enable row level security, force row level security;
  create policy app_talent_pages_see on talent_pages for select to haijian_app using (${ITS_CASE});
  create policy app_talent_pages_add on talent_pages for insert to haijian_app with check (made_by = (select me_person()) and ${ITS_CASE});
  create policy app_talent_pages_mailed on talent_pages for update to haijian_app using (${ITS_CASE});
  create policy entry_talent_pages_see on talent_pages for select to haijian_entry using (true);
  create policy entry_talent_pages_change on talent_pages for update to haijian_entry using (true);
  create policy owner_talent_pages on talent_pages to current_user using (true);
  grant select (case_id, code, made_by, made_at, mailed_at, address, taken_at, reset_at), insert (case_id, code, made_by, made_at), update (mailed_at) on talent_pages to haijian_app;
  grant select, update (address, taken_at, pin_hash, pin_failures, code_hash, code_address, code_until, code_failures, session_hash, session_until, session_by) on talent_pages to haijian_entry;`

const FUNCTIONS = `
  -- what the door asks of a case that is not erased
  create function talent_page_case(wanted int) returns table (data_key bytea, passport_index text) language sql stable ${AS_OWNER}
    as $$ select c.data_key, c.passport_index from cases c where c.id = wanted and c.erased_at is null $$;

  -- whether an address is an account's, or anybody's who is known here: it has no capitals and no tag behind a plus
  create function is_known_address(wanted text) returns boolean language sql stable ${AS_OWNER}
    as $$ select exists (select 1 from people p, unnest(array[p.account, p.email, p.email_wanted]) a where regexp_replace(lower(a), '\\+[^@]*@', '@') = wanted)
      or exists (select 1 from invitations i where regexp_replace(lower(i.account), '\\+[^@]*@', '@') = wanted)
      or exists (select 1 from firms f, jsonb_each_text(f.handler) h where regexp_replace(lower(h.value), '\\+[^@]*@', '@') = wanted) $$;

  -- an officer who takes applications in empties a page that the wrong person has taken; what its mails went to, or null
  create function reset_talent_page(wanted int, at timestamptz) returns text language plpgsql ${AS_OWNER} as $$
    declare was text;
    begin
      if not ('intake' = any ((select me_roles())::text[])) or not exists (select 1 from case_parties p
        where p.case_id = wanted and p.part = any ((select me_parts())::text[]) and p.authority_id = (select me_authority())) then return null; end if;
      select p.address into was from talent_pages p where p.case_id = wanted for update;
      if was is null then return null; end if;
      update talent_pages set address = null, taken_at = null, reset_at = at, pin_hash = null, pin_failures = 0, code_hash = null, code_address = null, code_until = null, code_failures = 0,
        session_hash = null, session_until = null, session_by = null where case_id = wanted;
      return was;
    end $$;

  -- a link of the release before leads to the page, whether it was used or not
  create function talent_page_of_link(link bytea, new_code text, at timestamptz) returns text language sql ${AS_OWNER} as $$
    insert into talent_pages (case_id, code, made_by, made_at) select l.case_id, new_code, l.made_by, at from talent_links l where l.token_hash = link on conflict (case_id) do nothing;
    select p.code from talent_pages p join talent_links l on l.case_id = p.case_id where l.token_hash = link $$;

  revoke all on function talent_page_case, is_known_address, reset_talent_page, talent_page_of_link from public;
  grant execute on function talent_page_case, is_known_address to haijian_entry;
  grant execute on function reset_talent_page, talent_page_of_link to haijian_app;

  create function forget_talent_page() returns trigger language plpgsql ${AS_OWNER} as $$
    begin
      delete from talent_pages where case_id = new.id;
      return null;
    end $$;
  revoke all on function forget_talent_page from public;
  create trigger cases_talent_page after update of erased_at on cases for each row
    when (old.erased_at is null and new.erased_at is not null) execute function forget_talent_page();`

/** Whoever has come by the page speaks as whoever has come by a link. */
const FROM = 'from talent_links l where l.session_hash = secret and l.session_until > at'
const WITH_PAGES =
  'from (select case_id, session_hash, session_until from talent_links union all select case_id, session_hash, session_until from talent_pages) l where l.session_hash = secret and l.session_until > at'

async function speaking(db: QueryRunner, from: string, to: string): Promise<void> {
  const [{ definition }]: [{ definition: string }] = await db.query(
    `select pg_get_functiondef('speak'::regproc) as definition`,
  )
  if (!definition.includes(from)) throw new Error('speak is not what it was')
  await db.query(definition.replace(from, to))
}

export class TalentPages1764000000155 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(TABLE)
    await db.query(FUNCTIONS)
    await speaking(db, FROM, WITH_PAGES)
  }

  async down(db: QueryRunner): Promise<void> {
    await speaking(db, WITH_PAGES, FROM)
    await db.query(`
      drop trigger cases_talent_page on cases;
      drop function forget_talent_page, talent_page_of_link, reset_talent_page, is_known_address, talent_page_case;
      drop table talent_pages;`)
  }
}
