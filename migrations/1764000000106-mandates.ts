/**
 * A firm (an agency, a law firm) files for another one under a mandate that the other one has given or confirmed, with the acts it covers and its last day. A case that
 * was begun under one names it, and stays the employer's. `speak` finds the mandates in force, by the application's clock, and seals them with who speaks: policies beside
 * those of the firm let the agent at the cases of these mandates, and at nothing else. Mandates are written by guarded functions alone, which note each step for both firms.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const AS_OWNER = 'security definer set search_path = public, pg_temp'

const TABLE = `
  create table mandates (
    id int generated always as identity primary key,
    employer_id int not null references firms,
    agent_id int not null references firms,
    employer_name text not null,
    agent_name text not null,
    acts text[] not null constraint mandates_acts check (acts <@ array['submit', 'report']),
    until_on date not null,
    note text,
    asked_by int not null references people,
    asked_at timestamptz not null,
    confirmed_by int references people,
    confirmed_at timestamptz,
    ended_by int references people,
    ended_at timestamptz,
    end_reason text,
    constraint mandates_two check (employer_id <> agent_id),
    constraint mandates_of_employer unique (id, employer_id)
  );
  create unique index mandates_open on mandates (employer_id, agent_id) where ended_at is null;
  create index mandates_agent on mandates (agent_id);
  create index mandates_until on mandates (until_on) where ended_at is null;
  alter table mandates enable row level security, force row level security;
  create policy app_mandates_see on mandates for select to haijian_app
    using (employer_id = (select me_firm()) or agent_id = (select me_firm()) or (select me_authority()) is not null);
  create policy worker_mandates on mandates for select to haijian_worker using (true);
  create policy owner_mandates on mandates to current_user using (true);
  grant select on mandates to haijian_app, haijian_worker;
  -- what a last day ends, nobody has done
  alter table firm_acts alter column actor_id drop not null;`

/** Each step stands in the history of both firms, by which both are told. */
const STEPS = `
  create function note_mandate(made mandates, what text, at timestamptz) returns void language sql volatile ${AS_OWNER} as $$
    insert into firm_acts (firm_id, at, act, actor_id, authority_id, reason, detail, xid)
    select firm, at, what, me_person(), null, case when what in ('mandateDeclined', 'mandateEnded') then made.end_reason else made.note end,
      jsonb_build_object('mandate', made.id, 'with', other), pg_current_xact_id()::text::bigint
    from (values (made.employer_id, made.agent_name), (made.agent_id, made.employer_name)) one (firm, other) $$;

  -- by the credit code of the other firm; answers what stands against it, or 'made'
  create function ask_mandate(as_employer boolean, code text, given text[], until date, why text, at timestamptz) returns text
    language plpgsql volatile ${AS_OWNER} as $$
    declare
      own firms;
      other firms;
      made mandates;
    begin
      if not 'firmAdmin' = any (me_roles()) or not me_proved() then return 'forbidden'; end if;
      select f.* into own from firms f where f.id = me_firm();
      if own.confirmed_at is null then return 'notConfirmed'; end if;
      select f.* into other from firms f where f.credit_code = code and f.confirmed_at is not null order by f.id limit 1;
      if not found then return 'noFirm'; end if;
      if other.id = own.id then return 'ownFirm'; end if;
      insert into mandates (employer_id, agent_id, employer_name, agent_name, acts, until_on, note, asked_by, asked_at, confirmed_by, confirmed_at)
        values (case when as_employer then own.id else other.id end, case when as_employer then other.id else own.id end,
          case when as_employer then own.name_zh else other.name_zh end, case when as_employer then other.name_zh else own.name_zh end,
          given, until, why, me_person(), at, case when as_employer then me_person() end, case when as_employer then at end)
        on conflict (employer_id, agent_id) where ended_at is null do nothing returning * into made;
      if not found then return 'already'; end if;
      perform note_mandate(made, case when as_employer then 'mandateGiven' else 'mandateAsked' end, at);
      return 'made';
    end $$;

  create function confirm_mandate(wanted int, today date, at timestamptz) returns boolean language plpgsql volatile ${AS_OWNER} as $$
    declare
      made mandates;
    begin
      if not 'firmAdmin' = any (me_roles()) or not me_proved() then return false; end if;
      update mandates m set confirmed_by = me_person(), confirmed_at = at
        where m.id = wanted and m.employer_id = me_firm() and m.confirmed_at is null and m.ended_at is null and m.until_on >= today returning * into made;
      if not found then return false; end if;
      perform note_mandate(made, 'mandateGiven', at);
      return true;
    end $$;

  -- by either firm: the employer declines or withdraws, the agent takes back what it asked for or gives up
  create function end_mandate(wanted int, why text, at timestamptz) returns boolean language plpgsql volatile ${AS_OWNER} as $$
    declare
      made mandates;
    begin
      if not 'firmAdmin' = any (me_roles()) then return false; end if;
      update mandates m set ended_by = me_person(), ended_at = at, end_reason = why
        where m.id = wanted and me_firm() in (m.employer_id, m.agent_id) and m.ended_at is null returning * into made;
      if not found then return false; end if;
      perform note_mandate(made, case when made.confirmed_at is null then 'mandateDeclined' else 'mandateEnded' end, at);
      return true;
    end $$;

  -- those whose last day is over; answers how many
  create function lapse_mandates(today date, at timestamptz) returns int language plpgsql volatile ${AS_OWNER} as $$
    declare
      made mandates;
      n int := 0;
    begin
      for made in update mandates m set ended_at = at where m.ended_at is null and m.until_on < today returning * loop
        perform note_mandate(made, case when made.confirmed_at is null then 'mandateDeclined' else 'mandateLapsed' end, at);
        n := n + 1;
      end loop;
      return n;
    end $$;
  revoke all on function note_mandate, ask_mandate, confirm_mandate, end_mandate, lapse_mandates from public;
  grant execute on function ask_mandate, confirm_mandate, end_mandate to haijian_app;
  grant execute on function lapse_mandates to haijian_worker;`

const SPOKEN = `
  create function me_mandates() returns int[] language sql stable parallel restricted
    as $$ select coalesce(nullif(split_part(public.speaker(), '|', 9), '')::int[], '{}') $$;
  create function me_employers() returns int[] language sql stable parallel restricted ${AS_OWNER}
    as $$ select coalesce(array_agg(m.employer_id), '{}') from mandates m where m.id = any ((select me_mandates())::int[]) $$;
  revoke all on function me_employers from public;
  grant execute on function me_employers to haijian_app;`

/** What `speak` finds besides, and says at the end. */
const SPEAKING: readonly (readonly [from: string, to: string])[] = [
  ["parts text[] := '{}';", "parts text[] := '{}';\n          mandates int[] := '{}';"],
  [
    '-- as partsOf (src/people/actor.ts)',
    `if person.firm_id is not null then
            select coalesce(array_agg(m.id), '{}') into mandates from mandates m
              where m.agent_id = person.firm_id and m.confirmed_at is not null and m.ended_at is null and m.until_on >= (at at time zone 'Asia/Shanghai')::date;
          end if;
          -- as partsOf (src/people/actor.ts)`,
  ],
  ["then 'yes' else '' end;", "then 'yes' else '' end || '|' || mandates::text;"],
]

async function change(db: QueryRunner, pairs: typeof SPEAKING): Promise<void> {
  const [{ definition }]: [{ definition: string }] = await db.query(
    `select pg_get_functiondef('speak'::regproc) as definition`,
  )
  for (const [from] of pairs) if (!definition.includes(from)) throw new Error('speak is not what it was')
  await db.query(pairs.reduce((text, [from, to]) => text.replace(from, to), definition))
}

const MANDATED = 'mandate_id = any ((select me_mandates())::int[])'
const ITS_CASE = `exists (select 1 from cases c where c.id = case_id and c.${MANDATED})`
const PAPERS = `kind in ('filingReceipt', 'applicationForm') and exists (select 1 from cases c where c.id = letters.case_id and c.${MANDATED})`

const CASES = `
  alter table cases add column mandate_id int,
    add constraint cases_mandate_id_firm_id_fkey foreign key (mandate_id, firm_id) references mandates (id, employer_id) not valid;
  create policy mandate_cases on cases to haijian_app using (${MANDATED});
  create policy mandate_firms on firms for select to haijian_app using (id = any ((select me_employers())::int[]));
  create policy mandate_submissions_add on submissions for insert to haijian_app with check (${ITS_CASE});
  create policy mandate_attachments_add on attachments for insert to haijian_app
    with check (uploaded_by = (select me_person()) and ${ITS_CASE});
  create policy mandate_attachments_change on attachments for update to haijian_app using (${ITS_CASE});
  create policy mandate_unsent_answers on unsent_answers to haijian_app using (${ITS_CASE});
  create policy mandate_talent_consents_add on talent_consents for insert to haijian_app
    with check (how <> 'talentPage' and ${ITS_CASE});
  create policy mandate_letters_void on letters for update to haijian_app
    using (${PAPERS}) with check (ended_as = 'void' and received_at is null and ${PAPERS});`

const POLICIES = [
  ['letters_void', 'letters'],
  ['talent_consents_add', 'talent_consents'],
  ['unsent_answers', 'unsent_answers'],
  ['attachments_change', 'attachments'],
  ['attachments_add', 'attachments'],
  ['submissions_add', 'submissions'],
  ['firms', 'firms'],
  ['cases', 'cases'],
] as const

export class Mandates1764000000106 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(TABLE)
    await db.query(STEPS)
    await change(db, SPEAKING)
    await db.query(SPOKEN)
    await db.query(CASES)
  }

  async down(db: QueryRunner): Promise<void> {
    for (const [name, table] of POLICIES) await db.query(`drop policy mandate_${name} on ${table}`)
    await db.query('alter table cases drop column mandate_id')
    await change(
      db,
      SPEAKING.map(([from, to]) => [to, from]),
    )
    await db.query(`
      drop function me_employers(), me_mandates(), lapse_mandates, end_mandate, confirm_mandate, ask_mandate, note_mandate;
      drop table mandates;
      create policy owner_notifications_down on notifications for delete to current_user using (true);
      delete from notifications where firm_act in (select id from firm_acts where actor_id is null);
      drop policy owner_notifications_down on notifications;
      alter table firm_acts disable trigger firm_acts_stay;
      delete from firm_acts where actor_id is null;
      alter table firm_acts enable trigger firm_acts_stay;
      alter table firm_acts alter column actor_id set not null;
    `)
  }
}
