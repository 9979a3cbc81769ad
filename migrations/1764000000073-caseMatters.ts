/**
 * What waits for somebody after a letter was issued: reports of changes and ends, conditions, an intended revocation. Worked out from the events of a case whenever one of them changes it, so that
 * the list of a department is read from an index. Not in one transaction: cases of before follow some at a time while nothing is closed, and every statement may be run again.
 */
import { readFileSync } from 'node:fs'
import type { MigrationInterface, QueryRunner } from 'typeorm'

const AS_OWNER = 'language plpgsql security definer set search_path = public, pg_temp'

/** What begins a matter, what may be said about it, and what ends all of them. */
const BEGIN = ['reportChange', 'reportEnd', 'meetCondition', 'proposeRevocation']
const SAY = ['acknowledge', 'askBack', 'confirmCondition', 'answerRevocation', 'message']
const END = ['reissueLetter', 'revokeLetter', 'expire', 'recordRefused']
const listed = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ')
const TOLD = listed(['recommend', ...BEGIN, ...SAY, ...END])

/**
 * `open_from` is the first day on which a matter waits for the lead department. Of what was asked back it is the day on which the firm has said something since; of an intended revocation that of the
 * answer, or the one after the last day for it; of a condition that nobody has reported as met, the one after its day.
 */
const MATTERS = `
  with said as materialized (
    select e.seq, e.action, (e.at at time zone 'Asia/Shanghai')::date as day, e.actor_kind = 'person' and e.authority_id is null as by_firm,
      t.content ->> 'conditions' as conditions, t.content ->> 'conditionsDueOn' as due_on, t.content ->> 'until' as until,
      coalesce((t.content ->> 'condition')::int, 0) as condition, (t.content ->> 'event')::int as about
    from events e join event_contents t on t.case_id = e.case_id and t.seq = e.seq
    where e.case_id = placed and e.action in (${TOLD})
      and e.seq >= coalesce((select max(r.seq) from events r where r.case_id = placed and r.action = 'recommend'), 0)
  ), begun as (
    select m.seq, m.condition, m.action, case
        when m.action = 'proposeRevocation'
          then coalesce((select min(l.day) from said l where l.seq > m.seq and l.action = 'answerRevocation'), m.until::date + 1)
        when asked.seq is null then m.day
        else coalesce((select min(l.day) from said l where l.seq > asked.seq and l.by_firm), 'infinity')
      end as open_from
    from said m left join lateral (select max(l.seq) as seq from said l where l.action = 'askBack' and l.about = m.seq) asked on true
    where m.action in (${listed(BEGIN)}) and not exists (
      select from said l where l.seq > m.seq and (l.action in ('proposeRevocation', ${listed(END)}) or l.action = 'acknowledge' and l.about = m.seq
        or m.action = 'meetCondition' and l.action in ('meetCondition', 'confirmCondition') and l.condition = m.condition))
  )
  select b.seq, b.condition, b.action as kind, b.open_from from begun b
  union all
  select d.seq, n.condition::int, 'condition', d.due_on::date + 1
  from said d cross join lateral (
    select row_number() over (order by place) as condition from regexp_split_to_table(d.conditions, '\\n') with ordinality line (text, place)
    where line.text ~ '\\S') n
  where d.action = 'recommend' and d.due_on is not null
    and not exists (select from said l where l.action in ('revokeLetter', 'expire', 'recordRefused'))
    and not exists (select from said l where l.action = 'confirmCondition' and l.condition = n.condition)
    and not exists (select from begun b where b.action = 'meetCondition' and b.condition = n.condition and b.open_from < 'infinity')`

/** The first entries about a revocation: the release before names none of them. */
const ENTRIES = {
  timeLimits: 'revocation',
  procedure: 'revocation',
  numberSeries: 'revocationIntention',
  letterTemplates: 'revocationIntention',
  paperKinds: 'revocationIntention',
} as const
const ADD_ENTRY = `
  insert into reference (kind, key, effective_from, body, approved_at) values ($1, $2, $3, $4, now())
  on conflict (kind, key, effective_from) where approved_at is not null do nothing`

const AT_A_TIME = 5000
/** The cases in which something may wait. */
const SOME = `
  select place_matters(c.id) from cases c
  where c.id > $1 and c.id <= $1 + $2 and c.state in ('recommended', 'letterIssued', 'letterReceived', 'permitGranted')`

export class CaseMatters1764000000073 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table if not exists case_matters (
        case_id int not null references cases,
        seq int not null,
        condition int not null,
        kind text not null,
        lead_id int not null references authorities,
        open_from date not null,
        primary key (case_id, seq, condition)
      );
      create index if not exists case_matters_open on case_matters (lead_id, open_from, case_id);
      create or replace function place_matters(placed int) returns void ${AS_OWNER} as $$
        begin
          delete from case_matters where case_id = placed;
          insert into case_matters (case_id, seq, condition, kind, lead_id, open_from)
            select placed, m.seq, m.condition, m.kind, p.authority_id, m.open_from
            from case_parties p cross join (${MATTERS}) m where p.case_id = placed and p.part = 'lead';
        end $$;
      create or replace function keep_matters() returns trigger ${AS_OWNER} as $$
        begin
          perform place_matters(new.case_id);
          return null;
        end $$;
      revoke all on function place_matters, keep_matters from public;
      create or replace trigger events_matters after insert on events for each row when (new.action in (${TOLD})) execute function keep_matters();
      alter table case_matters enable row level security, force row level security;
      drop policy if exists app_case_matters on case_matters;
      create policy app_case_matters on case_matters for select to haijian_app using (exists (select from cases c where c.id = case_id));
      drop policy if exists worker_case_matters on case_matters;
      create policy worker_case_matters on case_matters for select to haijian_worker using (true);
      drop policy if exists owner_case_matters on case_matters;
      create policy owner_case_matters on case_matters to current_user using (true);
      grant select on case_matters to haijian_app, haijian_worker;
    `)
    await addEntries(db)
    const [{ last = 0 } = {}]: { last?: number | null }[] = await db.query('select max(id) as last from cases')
    for (let from = 0; from <= (last ?? 0); from += AT_A_TIME) await db.query(SOME, [from, AT_A_TIME])
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger events_matters on events;
      drop function keep_matters, place_matters;
      drop table case_matters;
    `)
  }
}

/** For a database of before; a fresh one has them already. */
async function addEntries(db: QueryRunner): Promise<void> {
  for (const [kind, name] of Object.entries(ENTRIES)) {
    const entries: { kind: string; key: string; effectiveFrom: string; body: unknown }[] = JSON.parse(
      readFileSync(`migrations/reference/${kind}.json`, 'utf8'),
    )
    for (const { key, effectiveFrom, body } of entries.filter((entry) => entry.key === name))
      await db.query(ADD_ENTRY, [kind, key, effectiveFrom, JSON.stringify(body)])
  }
}
