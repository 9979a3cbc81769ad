/**
 * The record: cases, the authorities' parts in them, events (append-only by grant, chained by hash), what an event says (apart from it, so that it can be
 * hidden from the auditor and erased while the history stays provable), submissions, assessments, claims, attachments.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Cases1764000000003 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table cases (
        id int generated always as identity primary key,
        number text not null unique,
        state text not null,
        version int not null,
        firm_id int not null references firms,
        created_by int not null references people,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        filed_on date,
        due_on date,
        due_provisional boolean not null default false,
        days_left int,
        round int not null default 0,
        last_seq int not null,
        last_hash bytea not null,
        answers jsonb not null default '{}',
        answers_version int not null default 0,
        form_version text not null,
        talent_name text generated always as (left(answers #>> '{talent,visualName}', 200)) stored,
        system_name text generated always as (left(answers #>> '{talent,systemName}', 200)) stored
      );
      create index cases_firm on cases (firm_id, changed_at desc, id desc);
      create index cases_queue on cases (state, due_on, id);
      create index cases_due on cases (due_on) where due_on is not null;

      create table case_parties (
        case_id int not null references cases,
        authority_id int not null references authorities,
        part text not null check (part in ('lead', 'named', 'review', 'permit')),
        since timestamptz not null,
        primary key (case_id, authority_id, part)
      );
      create index case_parties_authority on case_parties (authority_id, part, case_id);

      create table events (
        case_id int not null references cases,
        seq int not null,
        at timestamptz not null,
        action text not null,
        from_state text,
        to_state text not null,
        version int not null,
        actor_kind text not null check (actor_kind in ('person', 'clock', 'worker')),
        actor_id int references people,
        authority_id int references authorities,
        key_id int references api_keys,
        internal boolean not null,
        request_id text,
        input_hash bytea,
        content_hash bytea not null,
        prev_hash bytea not null,
        hash bytea not null,
        primary key (case_id, seq)
      );
      create unique index events_request on events (case_id, actor_id, action, request_id) where request_id is not null;
      create unique index events_start on events (actor_id, request_id) where action = 'start' and request_id is not null;

      create table event_contents (
        case_id int not null,
        seq int not null,
        salt bytea not null,
        content jsonb not null,
        primary key (case_id, seq),
        foreign key (case_id, seq) references events (case_id, seq)
      );

      create table submissions (
        case_id int not null references cases,
        seq int not null,
        filed_at timestamptz not null,
        form_version text not null,
        answers jsonb not null,
        firm jsonb not null,
        attachments jsonb not null,
        primary key (case_id, seq)
      );

      create table assessments (
        case_id int not null references cases,
        round int not null,
        authority_id int not null references authorities,
        person_id int not null references people,
        at timestamptz not null,
        opinion text not null check (opinion in ('recommend', 'against')),
        summary text,
        findings jsonb not null default '[]',
        primary key (case_id, round, authority_id)
      );

      create table claims (
        case_id int not null references cases,
        authority_id int not null references authorities,
        person_id int not null references people,
        at timestamptz not null,
        primary key (case_id, authority_id)
      );
      create index claims_person on claims (person_id);

      create table attachments (
        id int generated always as identity primary key,
        case_id int not null references cases,
        kind text not null,
        name text not null,
        mime text not null,
        bytes int not null,
        sha256 text not null,
        pages int,
        width int,
        height int,
        issued_on date,
        details jsonb not null default '{}',
        unfit jsonb not null default '[]',
        storage_key text not null unique,
        uploaded_by int not null references people,
        uploaded_at timestamptz not null,
        replaced_at timestamptz
      );
      create index attachments_case on attachments (case_id, id);

      alter table cases enable row level security, force row level security;
      alter table case_parties enable row level security, force row level security;
      alter table events enable row level security, force row level security;
      alter table event_contents enable row level security, force row level security;
      alter table submissions enable row level security, force row level security;
      alter table assessments enable row level security, force row level security;
      alter table claims enable row level security, force row level security;
      alter table attachments enable row level security, force row level security;

      create function me_internal() returns boolean language sql stable parallel safe
        as $$ select me_parts() && array['lead', 'named', 'review'] $$;

      create policy app_cases on cases to haijian_app using (
        firm_id = (select me_firm())
        or exists (
          select 1 from case_parties p
          where p.case_id = cases.id and p.authority_id = (select me_authority()) and p.part = any ((select me_parts())::text[])
        )
      );
      -- whose part a case is says nothing of what is in it; to ask app_cases here would be a circle
      create policy app_case_parties_see on case_parties for select to haijian_app using (true);
      create policy app_case_parties_add on case_parties for insert to haijian_app
        with check (exists (select 1 from cases c where c.id = case_id));
      create policy app_events_see on events for select to haijian_app using (
        (exists (select 1 from cases c where c.id = events.case_id) and (not internal or actor_id = (select me_person()) or (select me_internal())))
        or 'auditor' = any ((select me_roles())::text[])
      );
      -- nobody writes history in another one's name
      create policy app_events_add on events for insert to haijian_app
        with check (
          actor_kind = 'person' and actor_id = (select me_person()) and authority_id is not distinct from (select me_authority())
          and exists (select 1 from cases c where c.id = events.case_id)
        );
      create policy app_event_contents on event_contents to haijian_app
        using (
          exists (select 1 from cases c where c.id = event_contents.case_id)
          and ((select me_internal()) or exists (
            select 1 from events e where e.case_id = event_contents.case_id and e.seq = event_contents.seq and not e.internal))
        )
        with check (exists (select 1 from cases c where c.id = event_contents.case_id));
      create policy app_submissions_see on submissions for select to haijian_app using (exists (select 1 from cases c where c.id = case_id));
      create policy app_submissions_add on submissions for insert to haijian_app
        with check (exists (select 1 from cases c where c.id = case_id and c.firm_id = (select me_firm())));
      create policy app_assessments on assessments to haijian_app
        using ((select me_internal()) and exists (select 1 from cases c where c.id = case_id))
        with check (
          (select me_internal()) and person_id = (select me_person()) and authority_id = (select me_authority())
          and exists (select 1 from cases c where c.id = case_id)
        );
      create policy app_claims on claims to haijian_app
        using ((select me_internal()) and authority_id = (select me_authority()) and exists (select 1 from cases c where c.id = case_id));
      create policy app_attachments_see on attachments for select to haijian_app using (exists (select 1 from cases c where c.id = case_id));
      create policy app_attachments_add on attachments for insert to haijian_app
        with check (
          uploaded_by = (select me_person())
          and exists (select 1 from cases c where c.id = case_id and c.firm_id = (select me_firm()))
        );
      create policy app_attachments_change on attachments for update to haijian_app
        using (exists (select 1 from cases c where c.id = case_id and c.firm_id = (select me_firm())));

      create policy worker_cases on cases to haijian_worker using (true);
      create policy worker_case_parties on case_parties to haijian_worker using (true);
      create policy worker_events on events to haijian_worker using (true) with check (actor_kind in ('clock', 'worker'));
      create policy worker_event_contents on event_contents to haijian_worker using (true);
      create policy worker_submissions on submissions for select to haijian_worker using (true);
      create policy worker_assessments on assessments for select to haijian_worker using (true);
      create policy worker_attachments on attachments for select to haijian_worker using (true);
      create policy worker_claims on claims for select to haijian_worker using (true);

      -- what may be changed is named column by column: a case's number and firm, a paper's file stay as they were added
      grant select, insert, update (
        state, version, changed_at, filed_on, due_on, due_provisional, days_left, round, last_seq, last_hash, answers, answers_version
      ) on cases to haijian_app;
      grant usage on sequence cases_id_seq to haijian_app;
      grant select, insert, update (person_id, at), delete on claims to haijian_app;
      grant select, insert, update (replaced_at, issued_on) on attachments to haijian_app;
      grant select, insert on case_parties, events, event_contents, submissions, assessments to haijian_app;
      grant select, update (
        state, version, changed_at, filed_on, due_on, due_provisional, days_left, round, last_seq, last_hash
      ) on cases to haijian_worker;
      grant select, insert on case_parties, events, event_contents to haijian_worker;
      grant select on submissions, assessments, attachments, claims to haijian_worker;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table attachments, claims, assessments, submissions, event_contents, events, case_parties, cases;
      drop function me_internal;
    `)
  }
}
