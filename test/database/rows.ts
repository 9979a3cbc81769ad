/** One row at least in every table, put there by the superuser, and people of every kind who might write to them. */

/** Authorities: 1 leads the case, 2 has no part in it, 3 issues permits. The case, its letter and its paper, number 1, are firm 1's; firm 2 has nothing. */
export const ROWS = `
  insert into firms (name_zh, credit_code, district, kind, registered_at) values ('甲', 'A', '310101', 'mcn', now()), ('乙', 'B', '310101', 'mcn', now());
  insert into people (account, name, password_hash, firm_id, authority_id, roles, created_at) values
    ('1', 'boss', 'x', 1, null, '{firmAdmin}', now()), ('2', 'clerk', 'x', 1, null, '{applicant}', now()),
    ('3', 'rival', 'x', 2, null, '{firmAdmin}', now()), ('4', 'lead', 'x', null, 1, '{assessor}', now()),
    ('5', 'other', 'x', null, 2, '{assessor}', now()), ('6', 'permit', 'x', null, 3, '{permitOfficer}', now()),
    ('7', 'intake', 'x', null, 1, '{intake}', now()), ('8', 'editor', 'x', null, 1, '{policyEditor}', now()),
    ('9', 'second', 'x', null, 2, '{policyEditor}', now()),
    ('a', 'auditor', 'x', null, null, '{auditor}', now()), ('s', 'security', 'x', null, null, '{securityAdmin}', now());
  insert into firm_papers (firm_id, kind, name, mime, bytes, sha256, storage_key, uploaded_at) values (1, 'licence', 'l', 'm', 1, 's', 'l', now());
  insert into firm_acts (firm_id, at, act, actor_id, detail, xid) values (1, now(), 'registered', 1, '{}', 1);
  insert into firm_changes (firm_id, asked_by, asked_at, facts, state) values (1, 1, now(), '{}', 'withdrawn');
  insert into firm_suspensions (firm_id, reason, intended_by, intended_at, answer_until, decided_by, decided_at, suspended)
    values (1, 'r', 7, now(), '2026-01-01', 7, now(), false);
  insert into mandates (employer_id, agent_id, employer_name, agent_name, acts, until_on, most_cases, asked_by, asked_at, ended_at)
    values (1, 2, '甲', '乙', '{submit}', '2026-01-01', 5, 3, now(), now());
  insert into firm_texts (firm_id, name, answers, kept_by, kept_at) values (1, 'host', '{}', 1, now());
  insert into attempts values ('h', 1, now());
  insert into sessions (token_hash, person_id, created_at, seen_at, ways, proved_at) values ('s', 1, now(), now(), '{password}', now());
  insert into authenticators values (1, 's', now(), 1);
  insert into recovery_codes values (1, 'h', now());
  insert into passkeys (person_id, credential_id, public_key, counter, transports, name, added_at) values (1, 'c', 'k', 0, '{}', 'n', now());
  insert into provider_links (person_id, issuer, subject, linked_by, linked_at) values (1, 'i', 's', 1, now());
  insert into spent values ('h', now());
  insert into resets values ('r', 1, now(), now());
  insert into people_proposals (person_id, act, roles, why, proposed_by, proposed_at) values (4, 'roles', '{approver}', 'w', 5, now());
  insert into people_history (at, person_id, actor_id, act, detail) values (now(), 1, 1, 'joined', '{}');
  insert into invitations (token_hash, account, name, roles, firm_id, invited_by, invited_at, expires_at) values ('i', '10', 'x', '{applicant}', 1, 1, now(), now());
  insert into api_keys (person_id, name, prefix, key_hash, scopes, created_at, expires_at) values (1, 'k', 'k', 'k', '{read}', now(), now());
  insert into access_log (at, kind, person_id, times) values (now(), 'signedIn', 1, 1);
  insert into cases (number, state, version, firm_id, created_by, created_at, changed_at, last_seq, last_hash, form_version)
    values ('1', 'draft', 1, 1, 2, now(), now(), 1, '', '1');
  insert into case_parties values (1, 1, 'lead', now()), (1, 3, 'permit', now());
  insert into events (case_id, seq, at, action, to_state, version, actor_kind, actor_id, internal, content_hash, prev_hash, hash)
    values (1, 1, now(), 'start', 'draft', 1, 'person', 2, false, '', '', '');
  insert into event_contents values (1, 1, '', '{}');
  insert into submissions values (1, 1, now(), '1', '{"talent": {"systemName": "X", "birthDate": "1990-01-01"}}', '{}', '[]', '[{"fact": "name", "key": "blind"}]');
  insert into filing_duplicates values (1, 1, 1, '{name}');
  insert into assessments values (1, 0, 1, 4, now(), 'recommend');
  insert into claims values (1, 1, 4, now());
  insert into attachments (case_id, kind, name, mime, bytes, sha256, storage_key, uploaded_by, uploaded_at) values (1, 'k', 'n', 'm', 1, 's', 'a', 2, now());
  insert into letter_series values (1, 's', 2026, 1);
  insert into skipped_numbers values (1, 's', 2026, 2, 101, now());
  insert into letters (case_id, kind, authority_id, addressed_to, series, year, serial, number, check_code, template, data, public_facts, ordered_at)
    values (1, 'k', 1, 3, 's', 2026, 1, '1', '1', '{}', '{}', '{}', now());
  insert into letter_files values (1, '');
  insert into paper_orders (case_id, seq, kind, ordered_at) values (1, 1, 'receipt', now());
  insert into packages (person_id, authority_id, asked_at) values (6, 3, now());
  insert into package_letters values (1, 1, now(), 1);
  insert into letter_receipts (letter_id, at, what, person_id, person_name, authority_id, package_id, sha256)
    values (1, now(), 'packaged', 6, 'n', 3, 1, 's');
  insert into outages (from_on, to_on, what, recorded_by, recorded_at) values ('2026-01-01', '2026-01-01', '{}', 8, now());
  insert into endings (kind, key, ends_on, warned_days, warned_at) values ('calendar', '2026', '2026-12-31', 30, now());
  insert into recomputations (name, calendar, begun_at) values ('days', 'x', now());
  insert into clock_stops (case_id, seq, reason, from_on) values (1, 1, 'correction', '2026-01-01');
  insert into absences (authority_id, person_id, deputy_id, from_on, to_on, recorded_by, recorded_at) values (1, 4, 7, '2026-01-01', '2026-01-01', 7, now());
  insert into mails (kind, person_id, language, path, secret, case_id, ordered_at, next_try_at) values ('k', 1, 'zh', '/', false, 1, now(), now());
  insert into checkpoints (no, at, previous, events, root, hash, cases, document, stored_at) values (1, now(), '', 1, '', '', '{1}', '{}', now());
  insert into seals values (1, 1);
  insert into resumed_sealings (at, operator, why, first_no, last_no) values (now(), 'o', 'w', 2, 3);
  insert into proofs (case_id, asked_by, asked_at) values (1, 10, now());
  insert into content_readings (case_id, asked_by, asked_at, reason) values (1, 10, now(), 'r');
  insert into notifications (person_id, case_id, kind, mark, at) values (2, 1, 'k', '1', now());
  insert into workers values ('w', now(), now());
  insert into discarded_jobs values (1, 't', now(), 8, now(), 'r');
  insert into announcements (from_at, until_at, audience, level, what, drafted_by, drafted_at) values (now(), now() + interval '1 day', 'all', 'note', '{}', 8, now());
  insert into assessment_drafts values (1, 4, '{}', now());
  insert into kept_forms values (4, '/cases/1/actions/report', default, '{}', now());
  insert into unsent_answers values (1, '{}', now());
  insert into talent_links (case_id, token_hash, made_by, made_at, expires_at) values (1, 't', 1, now(), now());
  insert into talent_pages (case_id, code, made_by, made_at) values (1, 'C', 1, now());
  insert into talent_consents (case_id, at, notice, given, how) values (1, now(), 'n', true, 'talentPage');
  insert into talent_requests (case_id, kind, asked_at) values (1, 'erasure', now());
  insert into talent_signatures (case_id, paper, at, opened_by, digest, mark, strokes, shown) values (1, 'commitment', now(), 'pin', 'd', 'm', 's', 's');
  insert into export_keys (id, public_key) values ('e', 'p');
  insert into system_keys values ('blindIndex', 'w') on conflict do nothing;
  insert into batches (firm_id, ordered_by, made_at, name, state) values (1, 1, now(), 'hosts', 'running');
  insert into batch_rows values (1, 4, 'made', 1, 0, 'c');
  insert into previews values (1, 'ready', now(), 1);
  insert into page_images values (1, 1, 'p', 's', false, 1, 1, 1);
  insert into saved_views (person_id, name, address, place) values (4, 'v', 'tab=todo', 1);
  insert into case_matters values (1, 1, 0, 'reportChange', 1, '2026-11-24');
  insert into paper_ticks values (4, 1, now());
  insert into case_tasks values (1, 1, 4, '2026-11-24');
  insert into queue_places values (1, 1, 'lead', 'draft', 'infinity', '310101', 4, false, '{1}', '{}');
  insert into reference (kind, key, effective_from, body, drafted_by) values ('test', 'drafted', '2026-01-01', '{}', 8);
  insert into reference (kind, key, effective_from, body, drafted_by, approved_by, approved_at) values ('test', 'approved', '2026-01-01', '{}', 8, 9, now());
  insert into webhooks (code, firm_id, address, kinds, state, secret, made_by, made_at, confirmed_at) values ('c', 1, 'a', '{accept}', 'active', 's', 1, now(), now());
  insert into webhooks (code, authority_id, address, kinds, state, secret, made_by, made_at) values ('d', 3, 'a', '{accept}', 'active', 's', 8, now());
  insert into webhook_deliveries (webhook_id, case_id, seq, kind, at, made_at, next_try_at) values (1, 1, 1, 'accept', now(), now(), now());
  insert into people (account, name, password_hash, firm_id, roles, created_at, ended_at) values ('service 1', 'HR system', '', 2, '{applicant}', now(), now());
  insert into service_accounts (id, firm_id, purpose, acts, responsible_id, made_by, made_at, confirmed_at) values (12, 2, 'p', '{start}', 3, 3, now(), now());
  insert into api_keys (person_id, name, prefix, key_hash, scopes, created_at, expires_at, made_by) values (12, 'k', 'k', 'l', '{read}', now(), now(), 1);
  insert into service_calls (account_id, key_id, at, route, status, request_id) values (12, 2, now(), 'GET /api/me', 200, 'r');
  insert into key_calls values (2, now(), 1);
  insert into service_tokens values (2, '\\x01', '\\x02', now());
  insert into stores (id, kind, place) values ('00000000-0000-4000-8000-000000000001', 'data', 'p');
  insert into clearing_approvals (store_id, most, reason, given_by, given_at) values ('00000000-0000-4000-8000-000000000001', 1, 'r', 8, now());
  insert into clearings (store_id, at, files, unnamed, set_aside, removed, brought_back, missing, waits) values ('00000000-0000-4000-8000-000000000001', now(), 1, 1, 1, 0, 0, 0, false);
  insert into missing_files values ('m', now());`

/** Their numbers. */
export const WHO = {
  nobody: null,
  boss: 1,
  clerk: 2,
  rival: 3,
  lead: 4,
  other: 5,
  permit: 6,
  intake: 7,
  editor: 8,
  second: 9,
  auditor: 10,
  security: 11,
} as const
export type Who = keyof typeof WHO
