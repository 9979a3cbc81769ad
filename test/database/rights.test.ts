/** What the two roles may do at all, whoever acts: grants, functions, and which tables row-level security guards. As lists, so that nothing is granted unseen. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type pg from 'pg'
import { connect } from '../../tools/roles.js'
import { freshDatabase, type TestDatabase } from '../database.js'

let database: TestDatabase
let admin: pg.Client
let app: pg.Client
let worker: pg.Client

beforeAll(async () => {
  database = await freshDatabase()
  admin = await connect(database.adminUrl)
  app = await connect(database.appUrl)
  worker = await connect(database.workerUrl)
})

afterAll(async () => {
  for (const client of [admin, app, worker]) await client.end()
  await database.drop()
})

/** The first column of every row. */
async function listOf(sql: string, values: unknown[] = []): Promise<unknown[]> {
  const { rows } = await admin.query({ text: sql, values, rowMode: 'array' })
  return rows.map(([first]) => first)
}

const RIGHTS = `
  select c.relname as table, lower(r.word) as word, has_table_privilege($1, c.oid, r.word) as whole,
    (select string_agg(a.attname, ' ' order by a.attnum) from pg_attribute a
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and r.columns and has_column_privilege($1, c.oid, a.attnum, r.word)) as columns
  from pg_class c cross join (values ('SELECT', true), ('INSERT', true), ('UPDATE', true), ('REFERENCES', true), ('DELETE', false), ('TRUNCATE', false),
    ('TRIGGER', false)) r (word, columns)
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
  order by c.relname, array_position(array['SELECT', 'INSERT', 'UPDATE', 'DELETE'], r.word)`

/** What a role may do with every table: `update (name)` where it may do so with some columns only. */
async function rightsOf(role: string): Promise<Record<string, string>> {
  const { rows } = await admin.query<{ table: string; word: string; whole: boolean; columns: string | null }>(RIGHTS, [
    role,
  ])
  const rights: Record<string, string> = {}
  for (const { table, word, whole, columns } of rows) {
    const right = whole ? word : columns ? `${word} (${columns})` : ''
    rights[table] = [rights[table], right].filter(Boolean).join(', ')
  }
  return rights
}

const PERSON = 'select (id account name firm_id authority_id roles language created_at ended_at'
const EMAIL = 'email_wanted email_token email_asked_at mail_choices'
const PHONE = 'phone_wanted phone_token phone_asked_at phone_tries chat_wanted chat_token chat_asked_at chat_tries'
const MAIL = 'id kind person_id address language path secret case_id ordered_at next_try_at request_id mark channel'
const POSITION = 'state version changed_at filed_on due_on due_provisional days_left round last_seq last_hash'
const COUNTED = 'counted_from counted_days counted_seq'
const TIME = 'assessors_needed permit_valid_until reminded_days'

describe('tables', () => {
  test('of the web server', async () => {
    expect(await rightsOf('haijian_app')).toEqual({
      absences: 'select, insert, update (to_on), delete',
      access_log: 'select, insert',
      announcements: 'select, insert, update (ended_at)',
      api_keys: 'select, insert, update (ended_at)',
      assessment_drafts: 'select, insert, update (input saved_at), delete',
      assessments: 'select, insert',
      attachments: 'select, insert, update (kind issued_on details unfit replaced_at)',
      attempts: 'select, insert, update, delete',
      authenticators: '',
      authorities: 'select',
      batch_rows: 'select, insert, update (state case_id lacking content)',
      batches: 'select, insert, update (state holder held_until papers)',
      case_matters: 'select',
      case_parties: 'select, insert',
      case_tasks: 'select',
      case_words: '',
      cases: `select, insert, update (${POSITION} answers answers_version ${TIME} passport_index ${COUNTED} assessed_twice)`,
      checkpoints: 'select',
      claims: 'select, insert, update (person_id at), delete',
      clearing_approvals: 'select, insert',
      clearings: 'select',
      clock_stops: 'select, insert, update (to_on days)',
      content_readings: 'select, insert, update (decided_by decided_at refused_why open_until)',
      discarded_jobs: 'select',
      endings: '',
      event_contents: 'select, insert',
      event_cursors: '',
      events: 'select, insert',
      export_keys: 'select',
      filing_duplicates: '',
      firm_acts: 'select, insert',
      firm_changes: 'select, insert, update (asked_by asked_at facts why state decided_by decided_at reason)',
      firm_papers: 'select, insert, update (replaced_at)',
      firm_suspensions:
        'select, insert, update (answer answered_by answered_at decided_by decided_at suspended decision ended_by ended_at end_reason)',
      firm_texts: 'select, insert, update (name kept_by kept_at), delete',
      firms:
        'select, update (confirmed_at confirmed_by declined_at decline_reason sent_back_at sent_back_reason suspended_at)',
      installation: 'select',
      invitations: 'select, insert, update (used_at)',
      kept_forms: 'select, insert, update (input saved_at), delete',
      key_calls: '',
      letter_files: 'select',
      letter_receipts: 'select, insert',
      letter_series: 'select, insert, update (last)',
      letters: 'select, insert, update (received_at ended_at ended_as end_reason)',
      mails: `select (kind address case_id ordered_at state last_error settled_at), insert (${MAIL})`,
      mandates: 'select',
      migrations: '',
      missing_files: 'select',
      notifications: 'select, update (read_at)',
      outages: 'select, insert',
      package_letters: 'select, insert, update (sent_at papers)',
      packages: 'select, insert, update (begun_at finished_at)',
      page_images: 'select',
      paper_orders: 'select, insert',
      paper_ticks: 'select, insert, delete',
      passkeys: '',
      people: `${PERSON} email email_wanted email_asked_at mail_choices email_failed email_failure email_failed_at phone phone_wanted phone_asked_at phone_failed_at chat chat_wanted chat_asked_at chat_failed_at), update (name language ended_at ${EMAIL} ${PHONE})`,
      people_history: 'select, insert',
      people_proposals: 'select, insert',
      person_keys: 'select',
      previews: 'select, insert',
      proofs: 'select, insert',
      provider_links: '',
      queue_places: 'select',
      recomputations: '',
      recovery_codes: '',
      reference:
        'select, insert, update (effective_from body drafted_at approved_by approved_at note sent_back_at sent_back_by sent_back_why sent_back_revision withdrawn_at)',
      resets: '',
      resumed_sealings: 'select',
      row_marks: '',
      saved_views: 'select, insert, update (name place), delete',
      seals: '',
      service_accounts: 'select',
      service_calls: 'select',
      service_tokens: '',
      sessions: '',
      skipped_numbers: 'select',
      speaker_keys: '',
      spent: '',
      stores: 'select',
      submissions: 'select, insert',
      system_keys: 'select',
      talent_consents: 'select, insert',
      talent_links: 'select (id case_id made_by made_at expires_at used_at), insert',
      talent_pages:
        'select (case_id code made_by made_at mailed_at address taken_at reset_at), insert (case_id code made_by made_at), update (mailed_at)',
      talent_requests: 'select, insert, update (outcome answer answered_by answered_at)',
      talent_signatures:
        'select (id case_id paper at opened_by digest mark pdf sha256 made_at voided_at void_why), insert (case_id paper at opened_by digest mark strokes shown), update (voided_at void_why)',
      unsent_answers: 'select, insert, update (answers saved_at), delete',
      webhook_deliveries:
        'select, insert (webhook_id kind at made_at next_try_at), update (state tries next_try_at settled_at)',
      webhooks:
        'select, insert (code firm_id authority_id address kinds state secret made_by made_at), update (state secret earlier_secret earlier_until changed_by changed_at failures failing_since rest_until replay_from told_at)',
      workers: 'select',
    })
  })

  test('of whoever signs people in: no case', async () => {
    const rights = Object.entries(await rightsOf('haijian_entry')).filter(([, right]) => right !== '')
    expect(Object.fromEntries(rights)).toEqual({
      access_log: 'insert',
      attempts: 'select, insert, update',
      authenticators: 'select, insert, update (secret added_at last_step failures), delete',
      firm_acts: 'insert',
      firm_papers: 'select (id), insert',
      firms: 'insert',
      mails: `insert (${MAIL})`,
      passkeys: 'select, insert, update (counter used_at), delete',
      people: `${PERSON}), insert, update (password_hash)`,
      people_history: 'insert',
      provider_links: 'select, insert, delete',
      recovery_codes: 'select, insert, update (used_at), delete',
      sessions: 'select, insert, update (token_hash proved_at first_hash form_key shown_at), delete',
      spent: 'select, insert, delete',
      talent_pages:
        'select, update (address taken_at pin_hash pin_failures code_hash code_address code_until code_failures session_hash session_until session_by)',
    })
  })

  test('of the worker', async () => {
    expect(await rightsOf('haijian_worker')).toEqual({
      absences: 'select',
      access_log: '',
      announcements: '',
      api_keys: '',
      assessment_drafts: '',
      assessments: 'select',
      attachments: 'select, update (scan scanned_at)',
      attempts: 'select (since), delete',
      authenticators: '',
      authorities: 'select',
      batch_rows: '',
      batches: '',
      case_matters: 'select',
      case_parties: 'select, insert, update (due_on counted_days)',
      case_tasks: 'select',
      case_words: '',
      cases: `select, update (${POSITION} ${TIME} ${COUNTED} assessed_twice)`,
      checkpoints: 'select, insert, update (stored_at failed_at failure)',
      claims: 'select',
      clearing_approvals: 'select, update (used_at)',
      clearings: 'select, insert, delete',
      clock_stops: 'select, insert, update (until_on to_on days counted_days)',
      content_readings: 'select',
      discarded_jobs: 'insert',
      endings: 'select, insert, update (warned_days warned_at)',
      event_contents: 'select, insert',
      event_cursors: 'select, update (position)',
      events: 'select, insert',
      export_keys: '',
      filing_duplicates: '',
      firm_acts: 'select',
      firm_changes: '',
      firm_papers: 'select, update (scan scanned_at)',
      firm_suspensions: '',
      firm_texts: '',
      firms: 'select',
      installation: 'select',
      invitations: '',
      kept_forms: '',
      key_calls: '',
      letter_files: 'select, insert',
      letter_receipts: '',
      letter_series: 'select, insert, update (last)',
      letters: 'select, insert, update (issued_at sha256 failed_at failure ended_at ended_as end_reason)',
      mails: `select, insert (${MAIL}), update (address path state tries next_try_at last_error settled_at calendar sent_to replied_at channel)`,
      mandates: 'select',
      migrations: '',
      missing_files: 'select, update (told_at), delete',
      notifications: 'select, insert (person_id case_id kind mark at firm_act), update (mail_id)',
      outages: 'select, update (settled_at)',
      package_letters: '',
      packages: '',
      page_images: 'select, insert, delete',
      paper_orders: 'select, insert, update (letter_id)',
      paper_ticks: '',
      passkeys: '',
      people: `${PERSON} email mail_choices email_failed email_failure phone phone_wanted phone_failed_at chat chat_wanted chat_failed_at)`,
      people_history: '',
      people_proposals: '',
      person_keys: '',
      previews: 'select, update (state asked_at pages reader reading differed_at)',
      proofs: 'select, update (done_at result)',
      provider_links: '',
      queue_places: 'select',
      recomputations: 'select, insert, update (calendar begun_at after_case rounds round_ended_at)',
      recovery_codes: '',
      reference: 'select',
      resets: '',
      resumed_sealings: '',
      row_marks: 'select, update (sealed_in)',
      saved_views: '',
      seals: 'select, insert, update (seq)',
      service_accounts: '',
      service_calls: '',
      service_tokens: '',
      sessions: '',
      skipped_numbers: '',
      speaker_keys: '',
      spent: '',
      stores: 'select, insert, update (place seen_at last_no stored_at failed_at failure)',
      submissions: 'select',
      system_keys: 'select',
      talent_consents: 'select',
      talent_links: '',
      talent_pages: '',
      talent_requests: 'select',
      talent_signatures: 'select, update (pdf sha256 made_at)',
      unsent_answers: '',
      webhook_deliveries:
        'select, insert (webhook_id case_id seq kind at made_at next_try_at), update (state tries next_try_at tried_at settled_at status took answer fault), delete',
      webhooks: 'select, update (state confirmed_at failures failing_since rest_until served_at replay_from told_at)',
      workers: 'select, insert, update (seen_at walls figures), delete',
    })
  })

  test.each([
    ['update events set action = action', 'events'],
    ['delete from events', 'events'],
    ['truncate events', 'events'],
    ['update event_contents set content = content', 'event_contents'],
    ['delete from event_contents', 'event_contents'],
    ['update submissions set answers = answers', 'submissions'],
    ['delete from submissions', 'submissions'],
    ['update letter_files set pdf = pdf', 'letter_files'],
    ['delete from letter_files', 'letter_files'],
    ['update assessments set opinion = opinion', 'assessments'],
    ['delete from cases', 'cases'],
    ['update cases set firm_id = firm_id', 'cases'],
    ['update letters set data = data', 'letters'],
    ['delete from letters', 'letters'],
    ['update attachments set sha256 = sha256', 'attachments'],
    ['select password_hash from people', 'people'],
    ['select * from people', 'people'],
    ['update people set roles = roles', 'people'],
    ['update people_history set detail = detail', 'people_history'],
    ['delete from people_history', 'people_history'],
    ['update firm_acts set detail = detail', 'firm_acts'],
    ['update mandates set until_on = until_on', 'mandates'],
    ['delete from mandates', 'mandates'],
    ['delete from firm_acts', 'firm_acts'],
    ['update access_log set kind = kind', 'access_log'],
    ['delete from access_log', 'access_log'],
    ['update people_proposals set approved = true', 'people_proposals'],
    ['update invitations set approved_at = now()', 'invitations'],
    ['select * from migrations', 'migrations'],
  ])('neither may: %s', async (statement, table) => {
    await expect(app.query(statement)).rejects.toThrow(`permission denied for table ${table}`)
    await expect(worker.query(statement)).rejects.toThrow(`permission denied for table ${table}`)
  })

  test.each([
    [
      "insert into sessions (token_hash, person_id, created_at, seen_at, ways, proved_at) values ('x', 1, now(), now(), '{}', now())",
      'table sessions',
    ],
    ['update sessions set proved_at = now()', 'table sessions'],
    ['select token_hash from sessions', 'table sessions'],
    ["update people set password_hash = 'mine'", 'table people'],
    [
      "insert into people (account, name, password_hash, firm_id, roles, created_at) values ('x', 'x', 'x', 1, '{firmAdmin}', now())",
      'table people',
    ],
    ['select secret from authenticators', 'table authenticators'],
    ['delete from passkeys', 'table passkeys'],
    ["select * from find_account('systemAdmin')", 'function find_account'],
    ["select use_reset('x', 'mine', now())", 'function use_reset'],
    ["select accept_invitation('x', 'mine', 'zh', now())", 'function accept_invitation'],
    ["select verify_email('x', now())", 'function verify_email'],
  ])('nobody comes in by the application’s role, whoever it says it is: %s', async (statement, what) => {
    await app.query(
      `select set_config('haijian.person', '1', false), set_config('haijian.roles', '{systemAdmin}', false)`,
    )
    for (const client of [app, worker])
      await expect(client.query(statement)).rejects.toThrow(`permission denied for ${what}`)
  })

  test('whoever signs people in reads no case, adds no staff and confirms no firm', async () => {
    const entry = await connect(database.config.entryDatabaseUrl ?? '')
    try {
      for (const table of ['cases', 'events', 'letters', 'attachments', 'people_history', 'api_keys'])
        await expect(entry.query(`select from ${table}`)).rejects.toThrow(`permission denied for table ${table}`)
      const add = `insert into people (account, name, password_hash, roles, created_at) values ('x', 'x', 'x', '{systemAdmin}', now())`
      await expect(entry.query(add)).rejects.toThrow('row-level security policy for table "people"')
      await expect(entry.query(`update people set roles = '{systemAdmin}'`)).rejects.toThrow('permission denied')
      const confirmed = `insert into firms (name_zh, credit_code, district, kind, registered_at, confirmed_at) values ('x', 'x', 'x', 'mcn', now(), now())`
      await expect(entry.query(confirmed)).rejects.toThrow('row-level security policy for table "firms"')
    } finally {
      await entry.end()
    }
  })

  test('the web server stores no letter, the worker starts no case and makes no template', async () => {
    await expect(app.query("insert into letter_files values (1, '')")).rejects.toThrow('permission denied')
    await expect(worker.query('insert into cases default values')).rejects.toThrow('permission denied for table cases')
    await expect(worker.query('update letters set data = data')).rejects.toThrow('permission denied')
    await expect(worker.query('insert into reference default values')).rejects.toThrow('permission denied')
    await expect(worker.query('select token_hash from sessions')).rejects.toThrow('permission denied')
  })
})

describe('what is no table', () => {
  test.each([
    'alter table cases disable row level security',
    'alter table cases no force row level security',
    'drop policy app_cases on cases',
    'create index mine on cases (state)',
    'drop table attempts',
    'comment on table cases is $$mine$$',
    'create policy mine on cases using (true)',
    'alter function me_firm() rename to mine',
    'grant select on cases to public',
  ])('neither may: %s', async (statement) => {
    for (const client of [app, worker]) {
      const before = await listOf(`select relacl::text from pg_class where relname = 'cases'`)
      // PostgreSQL only warns of a grant without effect
      if (statement.startsWith('grant')) await client.query(statement).catch(() => undefined)
      else await expect(client.query(statement)).rejects.toThrow(/must be owner|permission denied/)
      expect(await listOf(`select relacl::text from pg_class where relname = 'cases'`)).toEqual(before)
    }
  })

  test('the schemas', async () => {
    const sql = `select nspname || ' ' || concat_ws(' ', case when has_schema_privilege($1, oid, 'usage') then 'usage' end,
      case when has_schema_privilege($1, oid, 'create') then 'create' end)
      from pg_namespace where nspname in ('public', 'jobs', 'graphile_worker') order by nspname`
    expect(await listOf(sql, ['haijian_app'])).toEqual(['graphile_worker ', 'jobs usage', 'public usage'])
    expect(await listOf(sql, ['haijian_worker'])).toEqual([
      'graphile_worker usage create',
      'jobs usage create',
      'public usage',
    ])
  })

  test('the queue is reached by its one door', async () => {
    await expect(app.query("select graphile_worker.add_job('makeLetter')")).rejects.toThrow(
      'permission denied for schema graphile_worker',
    )
    await expect(app.query('select * from graphile_worker._private_jobs')).rejects.toThrow(
      'permission denied for schema graphile_worker',
    )
  })

  test('the functions that look past row-level security', async () => {
    const may = `select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
      and has_function_privilege($1, oid, 'execute') order by 1`
    const doors = [
      'accept_firm_change',
      'add_service_key',
      'add_service_public_key',
      'ask_mandate',
      'ask_mandate', // that of the release before
      'assessed_at',
      'begin_in_bucket',
      'case_by_number',
      'case_numbers',
      'check_letter',
      'confirm_chat',
      'confirm_mandate',
      'confirm_mandate',
      'confirm_phone',
      'confirm_service_account',
      'count_duplicates',
      'count_missing_files',
      'decide_invitation',
      'decide_proposal',
      'end_keys',
      'end_mandate',
      'end_service_account',
      'end_service_key',
      'end_sessions',
      'end_talent_session',
      'filing_status',
      'find_cases',
      'find_key',
      'find_session',
      'find_talent_link',
      'find_talent_session',
      'forget_chat',
      'forget_email',
      'forget_phone',
      'free_claims',
      'hold_again',
      'is_blind',
      'is_blind_event',
      'letters_of_same_person',
      'list_mails',
      'list_missing_files',
      'list_people',
      'list_ways_back',
      'mail_counts',
      'make_service_account',
      'me_employers',
      'mend_firm',
      'migrations_done',
      'named_files',
      'note_call',
      'note_missing',
      'notification_lag',
      'object_to_way_back',
      'open_key',
      'open_talent_link',
      'outage_effects',
      'own_due',
      'possible_duplicates',
      'public_figures',
      'read_lately',
      'readings_of',
      'renew_invitation',
      'report_counts',
      'reports_of',
      'reset_factors',
      'reset_talent_page',
      'retry_mails',
      'search_cases',
      'search_credit_code',
      'search_mistyped',
      'set_firm_roles',
      'set_second_person',
      'set_service_responsible',
      'some_named_files',
      'speak',
      'speaker',
      'states_with',
      'talent_firm',
      'talent_page_of_link',
      'told_firm',
      'unread_of',
      'unsealed',
      'what_if_filings',
      'what_if_open',
      'why_not_key',
    ]
    expect(await listOf(may, ['haijian_app'])).toEqual(doors)
    expect(await listOf(may, ['haijian_entry'])).toEqual([
      'accept_invitation',
      'ask_reset',
      'find_account',
      'find_link',
      'find_passkey',
      'firm_by_code',
      'is_known_address',
      'open_invitation',
      'open_reset',
      'open_service_token',
      'service_public_keys',
      'talent_page_case',
      'use_reset',
      'verify_email',
      'want_email',
    ])
    expect(await listOf(may, ['haijian_worker'])).toEqual([
      'begin_in_bucket',
      'end_access_log',
      'end_service_calls',
      'erase_case',
      'forget_batches',
      'forget_kept_forms',
      'free_claims',
      'lapse_mandates',
      'migrations_done',
      'named_files',
      'note_chat_failure',
      'note_mail_failure',
      'note_missing',
      'note_phone_failure',
      'notification_lag',
      'own_due',
      'readings_of',
      'reports_of',
      'some_named_files',
      'speaker',
    ])
    const paths = `select distinct array_to_string(proconfig, ' ') from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`
    expect(await listOf(paths)).toEqual(['search_path=public, pg_temp', 'search_path=public, pg_temp TimeZone=UTC'])
    await expect(worker.query("select * from find_account('x')")).rejects.toThrow('permission denied for function')
  })

  test('the sequences', async () => {
    const sql = `select sequencename from pg_sequences where schemaname = 'public'
      and has_sequence_privilege($1, format('%I.%I', schemaname, sequencename), 'usage') order by 1`
    expect(await listOf(sql, ['haijian_app'])).toEqual(['cases_id_seq', 'mails_id_seq'])
    expect(await listOf(sql, ['haijian_entry'])).toEqual(['firms_id_seq', 'mails_id_seq'])
    expect(await listOf(sql, ['haijian_worker'])).toEqual(['mails_id_seq'])
  })
})

describe('row-level security', () => {
  const guard = (condition: string) =>
    listOf(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and ${condition} order by 1`,
    )

  test('guards every table but seven, the owner included', async () => {
    expect((await guard('relrowsecurity and relforcerowsecurity')).join(' ')).toBe(
      'absences access_log announcements api_keys assessment_drafts assessments attachments authenticators batch_rows batches case_matters case_parties case_tasks case_words cases ' +
        'checkpoints claims clearing_approvals clearings clock_stops content_readings discarded_jobs endings event_contents event_cursors events filing_duplicates ' +
        'firm_acts firm_changes firm_papers firm_suspensions firm_texts firms invitations kept_forms key_calls letter_files letter_receipts letter_series letters mails mandates missing_files notifications outages package_letters ' +
        'packages page_images paper_orders paper_ticks passkeys people people_history people_proposals person_keys previews proofs provider_links ' +
        'queue_places recomputations recovery_codes reference resets resumed_sealings row_marks saved_views seals service_accounts service_calls service_tokens sessions skipped_numbers stores submissions talent_consents talent_links ' +
        'talent_pages talent_requests talent_signatures unsent_answers webhook_deliveries webhooks workers',
    )
    // attempts: hashes of accounts and addresses; spent: hashes of what was good for one use; authorities: public bodies; export_keys: public keys; installation: a random number that says which database this is; speaker_keys: no role reads it; migrations: nobody may read it; system_keys: wrapped by a key that is not there
    expect(await guard('not (relrowsecurity and relforcerowsecurity)')).toEqual([
      'attempts',
      'authorities',
      'export_keys',
      'installation',
      'migrations',
      'speaker_keys',
      'spent',
      'system_keys',
    ])
  })

  test('no table that belongs to a case, a firm, a person or an authority is left open', async () => {
    const belongs = `exists (select 1 from pg_attribute
      where attrelid = pg_class.oid and attname in ('case_id', 'firm_id', 'person_id', 'authority_id', 'letter_id'))`
    expect(await guard(`${belongs} and not (relrowsecurity and relforcerowsecurity)`)).toEqual([])
    expect(await guard(belongs)).toHaveLength(61)
  })

  test('lets the web server see all rows of four tables: announcements, who has a part in a case, outages, the reference data; and add to the log of access', async () => {
    const sql = `select tablename || ' ' || policyname || ' ' || cmd from pg_policies
      where (qual = 'true' or with_check = 'true') and roles = '{haijian_app}' order by 1`
    expect(await listOf(sql)).toEqual([
      'access_log app_access_log_add INSERT',
      'announcements app_announcements_see SELECT',
      'case_parties app_case_parties_see SELECT',
      'outages app_outages_see SELECT',
      'reference app_reference_see SELECT',
    ])
  })

  test('holds for everybody by name: no policy is for all', async () => {
    expect(await listOf('select distinct unnest(roles)::text from pg_policies order by 1')).toEqual([
      'haijian_app',
      'haijian_entry',
      'haijian_owner',
      'haijian_worker',
    ])
  })
})

describe('the history', () => {
  const writes = [
    ['events', 'update events set action = action'],
    ['events', 'delete from events'],
    ['events', 'truncate events cascade'],
    ['event_contents', 'update event_contents set content = content'],
    ['event_contents', 'delete from event_contents'],
    ['event_contents', 'truncate event_contents'],
    ['checkpoints', 'delete from checkpoints'],
    ['checkpoints', 'truncate checkpoints'],
  ] as const
  const erases = ([table, statement]: (typeof writes)[number]) =>
    table === 'event_contents' && !statement.startsWith('truncate')

  test('cannot be rewritten by its owner, nor by the superuser unless triggers are put to sleep', async () => {
    const owner = await connect(database.ownerUrl)
    try {
      for (const client of [owner, admin])
        for (const [table, statement] of writes)
          await expect(client.query(statement)).rejects.toThrow(`rows of ${table} are only ever added`)
    } finally {
      await owner.end()
    }
  })

  test('what it says can be erased by whoever may and says so, and nothing else can', async () => {
    for (const write of writes) {
      await admin.query(`begin; set local haijian.erasing = 'yes'`)
      const done = admin.query(write[1])
      if (erases(write)) await done
      else await expect(done).rejects.toThrow('are only ever added')
      await admin.query('rollback')
    }
    for (const client of [app, worker]) {
      await client.query(`begin; set local haijian.erasing = 'yes'`)
      await expect(client.query('delete from event_contents')).rejects.toThrow('permission denied')
      await client.query('rollback')
    }
  })
})
