/**
 * Policies that are planned in a quarter of the steps, and say the same. Every table below a case asks whether the case
 * may be seen, whose policy asks in turn: with `offset 0` each question is asked row by row from an index, instead of
 * being planned twice, the second time as a hash of all cases of the authority. Functions that lists, sessions and policies
 * call are planned once a connection instead of at each call. What …-blindOpinions.ts closes follows in …-blindPlans.ts.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** How a question in a policy ends, and how an auditor's readings are found. */
interface Manner {
  readonly once: string
  readonly readings: (caseId: string) => string
}

const NOW: Manner = { once: ' offset 0', readings: (caseId) => `${caseId} = any ((select me_readings())::int[])` }
const BEFORE: Manner = {
  once: '',
  readings: (caseId) => `(select me_glass()) is not null and exists (
    select 1 from content_readings r where r.case_id = ${caseId} and r.asked_by = (select me_person())
      and r.open_until > (select me_glass()))`,
}

/** Each policy with what it lets see, and what it lets write where that is said apart. */
const policiesOf = ({ once, readings }: Manner): readonly (readonly [table: string, name: string, rule: string])[] => {
  const seen = (table: string, what = '1 ') =>
    `exists (select ${what}from cases c where c.id = ${table}.case_id${once})`
  const paper = (table: string) => `exists (select from attachments a where a.id = ${table}.attachment_id${once})`
  const letter = (table: string) => `exists (select 1 from letters l where l.id = ${table}.letter_id${once})`
  const byCase = ['attachments see', 'clock_stops', 'person_keys', 'submissions see']
  const ofCandidate = ['talent_consents see', 'talent_signatures see']
  return [
    [
      'cases',
      'app_cases',
      `using (firm_id = (select me_firm()) or exists (
        select 1 from case_parties p where p.case_id = cases.id and p.authority_id = (select me_authority())
          and p.part = any ((select me_parts())::text[])${once}))`,
    ],
    ['cases', 'app_cases_glass', `using (${readings('cases.id')})`],
    ['event_contents', 'app_event_contents_glass', `using (${readings('event_contents.case_id')})`],
    ['assessments', 'app_assessments_glass', `using (${readings('assessments.case_id')})`],
    [
      'firms',
      'app_firms_glass',
      `using ((select me_glass()) is not null and exists (select 1 from cases c where c.firm_id = firms.id${once}))`,
    ],
    [
      'events',
      'app_events_see',
      `using ('auditor' = any ((select me_roles())::text[]) or (${seen('events')}
        and (not internal or actor_id = (select me_person()) or (select me_internal()))))`,
    ],
    [
      'assessment_drafts',
      'app_assessment_drafts',
      `using (person_id = (select me_person()) and ${seen('assessment_drafts')})`,
    ],
    [
      'case_matters',
      'app_case_matters',
      `using ((lead_id = (select me_authority()) and 'lead' = any ((select me_parts())::text[]))
        or ${seen('case_matters', '')})`,
    ],
    ['case_tasks', 'app_case_tasks', `using (${seen('case_tasks', '')})`],
    [
      'claims',
      'app_claims',
      `using ((select me_internal()) and authority_id = (select me_authority()) and ${seen('claims')})`,
    ],
    [
      'kept_forms',
      'app_kept_forms',
      `using (person_id = (select me_person()) and (case_id is null or ${seen('kept_forms')}))`,
    ],
    [
      'letters',
      'app_letters_see',
      `using (${seen('letters')} and (addressed_to is not null or (select me_firm()) is not null
        or (select me_internal()) or (select me_talent()) is not null))`,
    ],
    ['letter_files', 'app_letter_files', `using (${letter('letter_files')})`],
    [
      'letter_receipts',
      'app_letter_receipts_see',
      `using (${letter('letter_receipts')} and ((select me_internal()) or authority_id = (select me_authority())
        or firm_id = (select me_firm())))`,
    ],
    ...['previews see', 'page_images'].map((one) => policyOf(one, paper)),
    [
      'paper_ticks',
      'app_paper_ticks',
      `using (person_id = (select me_person()) and (select me_authority()) is not null and ${paper('paper_ticks')})`,
    ],
    [
      'paper_orders',
      'app_paper_orders_see',
      `using (${seen('paper_orders')} and ((select me_firm()) is not null or (select me_internal())))`,
    ],
    ...[...byCase, ...ofCandidate].map((one) => policyOf(one, seen)),
    ['talent_links', 'app_talent_links_see', `using ((select me_talent()) is null and ${seen('talent_links')})`],
    ['talent_pages', 'app_talent_pages_see', `using ((select me_talent()) is null and ${seen('talent_pages')})`],
  ]
}

/** A policy that says one thing alone: by its table and the end of its name. */
function policyOf(one: string, rule: (table: string) => string): readonly [table: string, name: string, rule: string] {
  const [table = '', what] = one.split(' ')
  return [table, ['app', table, what].filter(Boolean).join('_'), `using (${rule(table)})`]
}

const alter = async (db: QueryRunner, manner: Manner) => {
  for (const [table, name, rule] of policiesOf(manner)) await db.query(`alter policy ${name} on ${table} ${rule}`)
}

/** What lists, requests and policies call; in SQL each call plans it anew. */
const CALLED = [
  ...['open_session', 'use_session', 'find_session', 'unread_of', 'open_key', 'key_of'],
  ...['me_employers', 'service_speaks', 'is_blind', 'is_blind_event', 'has_reported', 'own_due', 'reports_of'],
  ...['count_duplicates', 'possible_duplicates', 'letters_of_same_person', 'told_firm', 'check_letter'],
]
const BEGIN = `
        #variable_conflict use_column
        begin `
const END = '; end '

/** The same functions, each statement planned once a connection, or as they were. */
async function setCalled(db: QueryRunner, once: boolean): Promise<void> {
  for (const name of CALLED) {
    const [found] = await db.query(
      'select p.prosrc as body, p.proretset as many, pg_get_functiondef(p.oid) as made from pg_proc p where p.oid = $1::regproc',
      [name],
    )
    const { body, many, made } = found as { body: string; many: boolean; made: string } // pg's own columns
    const [open, close] = many ? [`${BEGIN}return query `, END] : [`${BEGIN}return (`, `)${END}`]
    const [from, to] = once ? ['sql', 'plpgsql'] : ['plpgsql', 'sql']
    const now = once ? `${open}${body}${close}` : body.slice(open.length, -close.length)
    await db.query(made.replace(`LANGUAGE ${from}`, `LANGUAGE ${to}`).replace(body, () => now))
  }
}

export class PlainPlans1764000000245 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- the cases that an auditor may read by another person's consent; only the policies ask it, when there is one
      create function readings_of(reader int, at timestamptz) returns int[]
        language plpgsql stable security definer set search_path = public, pg_temp
        as $$
          begin
            return array(
              select r.case_id from content_readings r
              where reader = me_person() and r.asked_by = reader and r.open_until > at and me_roles() && '{auditor,securityAdmin}');
          end
        $$;
      create function me_readings() returns int[] language sql stable
        as $$ select case when public.me_glass() is null then '{}' else public.readings_of(public.me_person(), public.me_glass()) end $$;
      revoke all on function readings_of, me_readings from public;
      grant execute on function readings_of, me_readings to haijian_app, haijian_worker;
    `)
    await alter(db, NOW)
    await setCalled(db, true)
  }

  async down(db: QueryRunner): Promise<void> {
    await setCalled(db, false)
    await alter(db, BEFORE)
    await db.query('drop function me_readings, readings_of')
  }
}
