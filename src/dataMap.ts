/**
 * What is kept of whom: every column of every table has its class, its purpose and how long it is
 * kept. Read by a test, which fails for a column without a class, and written into docs/data-map.md
 * by `npm run docs`. What stands inside answers is classified question by question in the forms
 * (`data` of the field, src/forms).
 *
 * - none: about no person, or only who acted in office and when
 * - personal: about somebody; seen within the scope, erased with the case or the account
 * - sensitive: passport number and zone, birth date, contacts, papers, what people write to each
 * other, and whatever holds them; sealed under the case's key (cases/sealing)
 * - secret: keys, and hashes of secrets; read by no page
 *
 * Over 250 lines because it is one table.
 */
import type { Bilingual } from './base/text.js'

/**
 * How long: with the case (kind `retention`), as long as the account or firm is there, as long as
 * the file of the office, until it is used or over.
 */
export type Kept = 'case' | 'account' | 'office' | 'short'

export interface TableData {
  readonly purpose: Bilingual
  readonly kept: Kept
  readonly none?: string
  readonly personal?: string
  readonly sensitive?: string
  readonly secret?: string
}

const table = (zh: string, en: string, kept: Kept, columns: Omit<TableData, 'purpose' | 'kept'>): TableData => ({
  purpose: { zh, en },
  kept,
  ...columns,
})

// biome-ignore format: one table a paragraph, so that the list reads as a list
export const DATA_MAP: Readonly<Record<string, TableData>> = {
  authorities: table('机关', 'authorities', 'office', { none: 'id code kind subject district' }),
  firms: table('企业登记', 'registered firms', 'account', {
    none: 'id name_zh name_en credit_code district zone kind cross_border_filing ' +
      'registered_at confirmed_at confirmed_by declined_at decline_reason ' +
      'sent_in_at sent_back_at sent_back_reason suspended_at second_person',
    personal: 'handler' }),
  firm_acts: table('企业登记的变动记录', 'history of firms’ registrations', 'office', {
    none: 'id firm_id at act actor_id authority_id xid trail', personal: 'reason detail' }),
  people: table('可以登录的人员', 'people who can sign in', 'account', {
    none: 'id firm_id authority_id roles language mail_choices created_at ended_at email_asked_at ' +
      'email_failure email_failed_at phone_asked_at phone_tries phone_failed_at chat_asked_at chat_tries ' +
      'chat_failed_at',
    personal: 'account name email email_wanted email_failed phone phone_wanted chat chat_wanted',
    secret: 'password_hash email_token phone_token chat_token' }),
  firm_changes: table('企业申请的变更', 'changes requested by firms', 'office', {
    none: 'id firm_id asked_by asked_at state decided_by decided_at', personal: 'facts why reason' }),
  firm_suspensions: table('企业的暂停', 'suspensions of firms', 'office', {
    none: 'id firm_id intended_by intended_at answer_until answered_by answered_at decided_by decided_at suspended ' +
      'ended_by ended_at', personal: 'reason answer decision end_reason' }),
  mandates: table('代理委托', 'mandates of agents', 'office', {
    none: 'id employer_id agent_id acts until_on most_cases asked_by asked_at confirmed_by confirmed_at ended_by ' +
      'ended_at',
    personal: 'employer_name agent_name employer_name_en agent_name_en note end_reason' }),
  firm_texts: table('企业的常用文本', 'saved texts of firms', 'office', {
    none: 'id firm_id kept_by kept_at', personal: 'name answers' }),
  firm_papers: table('企业登记时出示的证件', 'documents from firms’ registrations', 'account', {
    none: 'id firm_id kind mime bytes sha256 storage_key sealed uploaded_at scan scanned_at replaced_at change_id',
        personal: 'name' }),
  sessions: table('登录', 'sessions', 'short', {
    none: 'person_id created_at seen_at ways proved_at shown_at',
        personal: 'device address', secret: 'token_hash first_hash form_key' }),
  authenticators: table('验证器', 'authenticator apps', 'account',
    { none: 'person_id added_at last_step failures', secret: 'secret' }),
  speaker_keys: table('封存操作人身份的密钥', 'key that seals the identity of the acting person', 'office',
    { none: 'one', secret: 'key' }),
  recovery_codes: table('恢复码', 'recovery codes', 'account',
    { none: 'person_id made_at used_at', secret: 'code_hash' }),
  passkeys: table('通行密钥', 'passkeys', 'account', {
    none: 'id person_id credential_id public_key counter transports added_at used_at', personal: 'name' }),
  provider_links: table('身份平台的关联', 'links to users of the identity provider', 'account', {
    none: 'id person_id issuer linked_by linked_at', personal: 'subject' }),
  spent: table('用过的一次性凭据', 'used one-time credentials', 'short', { none: 'at', secret: 'hash' }),
  resets: table('重设密码的链接', 'password reset links', 'short',
    { none: 'person_id asked_at expires_at used_at opens_at objected_by objected_at', personal: 'operator why',
      secret: 'token_hash' }),
  people_proposals: table('管理员对人员的提议', 'administrators’ proposals about people', 'office', {
    none: 'id person_id act roles proposed_by proposed_at decided_by decided_at approved', personal: 'why' }),
  people_history: table('人员变动记录', 'history of people', 'office',
    { none: 'id at person_id actor_id act', personal: 'detail' }),
  attempts: table('登录尝试计数', 'counts of sign-in attempts', 'short', { none: 'key failures since' }),
  access_log: table('登录与访问', 'log of sign-ins and access', 'short', {
    none: 'id at until_at kind person_id key_id what times', personal: 'address' }),
  invitations: table('邀请', 'invitations', 'short', {
    none: 'id roles firm_id authority_id invited_by invited_at expires_at used_at approved_by approved_at',
        personal: 'account name operator', secret: 'token_hash' }),
  api_keys: table('接口密钥', 'API keys', 'account', {
    none: 'id person_id name prefix scopes roles created_at expires_at used_at ended_at made_by used_from ' +
      'public_key thumbprint', secret: 'key_hash' }),
  service_accounts: table('服务账号', 'service accounts', 'account', {
    none: 'id firm_id authority_id purpose acts responsible_id made_by made_at confirmed_by confirmed_at ended_by ' +
      'ended_at' }),
  service_calls: table('服务账号的调用', 'calls by service accounts', 'short', {
    none: 'id account_id key_id at route status request_id' }),
  key_calls: table('密钥一分钟内的调用次数', 'calls per key within a minute', 'short', {
    none: 'key_id since calls' }),
  service_tokens: table('服务账号的访问令牌', 'access tokens of service accounts', 'short', {
    none: 'key_id assertion expires_at', secret: 'token_hash' }),
  mails: table('发出的邮件', 'mails sent', 'short', {
    none: 'id kind person_id language path secret case_id ordered_at state tries next_try_at last_error settled_at ' +
      'calendar request_id replied_at channel', personal: 'address sent_to', secret: 'mark' }),
  announcements: table('公告', 'announcements', 'office',
    { none: 'id from_at until_at audience level what drafted_by drafted_at ended_at' }),
  discarded_jobs: table('放弃的后台任务', 'abandoned jobs', 'office',
    { none: 'job_id task asked_at discarded_by discarded_at reason' }),
  reference: table('条件、期限等规则', 'criteria, time limits and other rules', 'office', {
    none: 'id kind key effective_from body drafted_by drafted_at approved_by approved_at note revision ' +
      'earlier sent_back_at sent_back_by sent_back_why sent_back_revision withdrawn_at' }),
  endings: table('已发出的到期提醒', 'expiry warnings sent', 'office',
    { none: 'kind key ends_on warned_days warned_at' }),
  // names stay readable: queues, letters and the search for a case need them; they are blanked when the case is erased
  cases: table('案件', 'cases', 'case', {
    none: 'id number state version firm_id created_by created_at changed_at filed_on due_on ' +
      'due_provisional days_left counted_from counted_days counted_seq round assessors_needed ' +
      'assessed_twice permit_valid_until copied_from mandate_id reminded_days last_seq last_hash answers_version ' +
      'form_version erased_at passport_index',
    personal: 'talent_name system_name', sensitive: 'answers', secret: 'data_key' }),
  case_parties: table('参与案件的机关', 'authorities that take part in cases', 'office',
    { none: 'case_id authority_id part since due_on counted_days' }),
  events: table('案件历史', 'history of cases', 'office', {
    none: 'case_id seq at action from_state to_state version actor_kind actor_id authority_id ' +
      'key_id internal request_id trail input_hash content_hash prev_hash hash xid' }),
  event_contents: table('每个事件的内容', 'content of each event', 'case',
    { none: 'case_id seq', sensitive: 'content', secret: 'salt' }),
  submissions: table('每次提交的内容', 'content of each submission', 'case', {
    none: 'case_id seq filed_at form_version firm attachments person_keys', sensitive: 'answers' }),
  assessments: table('评估意见', 'assessments', 'case', {
    none: 'case_id round authority_id person_id at opinion', personal: 'summary findings scores compliance' }),
  claims: table('案件的认领', 'claims of cases', 'case', { none: 'case_id authority_id person_id at' }),
  attachments: table('材料', 'documents of cases', 'case', {
    none: 'id case_id kind mime bytes sha256 pages width height issued_on unfit storage_key ' +
      'uploaded_by uploaded_at replaced_at scan scanned_at sealed',
    personal: 'name details' }),
  outages: table('服务中断', 'outages', 'office', { none: 'id from_on to_on what recorded_by recorded_at settled_at' }),
  clock_stops: table('中止计时记录', 'ledger of paused time limits', 'office', {
    none: 'case_id seq reason from_on until_on to_on days days_left authority_id outage_id counted_days' }),
  recomputations: table('按新日历重算的进度', 'progress of recalculation under a new calendar', 'office',
    { none: 'name calendar begun_at after_case rounds round_ended_at' }),
  absences: table('请假与代理', 'absences and deputies', 'office', {
    none: 'id authority_id person_id deputy_id from_on to_on recorded_by recorded_at' }),
  // under the case's key, or one of the person's where it is about no case
  kept_forms: table('填写中、尚未提交的内容', 'form input not submitted yet', 'short',
    { none: 'person_id place case_id saved_at', sensitive: 'input' }),
  batches: table('企业的批量填报', 'bulk applications of firms', 'office', {
    none: 'id firm_id mandate_id ordered_by made_at request_id state holder held_until',
    personal: 'name', sensitive: 'papers' }),
  // under a key of the person who ordered it; forgotten after 30 days, or with its case
  batch_rows: table('批量填报的各行', 'rows of bulk applications', 'short',
    { none: 'batch_id row state case_id lacking', sensitive: 'content' }),
  unsent_answers: table('企业补正中、尚未提交的内容', 'answers under correction, not submitted yet', 'case',
    { none: 'case_id saved_at', sensitive: 'answers' }),
  assessment_drafts: table('上一版本暂存的评估', 'assessments saved by the previous release', 'short',
    { none: 'case_id person_id saved_at', sensitive: 'input' }),
  queue_places: table('案件在队列中的位置', 'places of cases in queues', 'case', {
    none: 'case_id authority_id part state due district holder reported departments topics' }),
  case_matters: table('发函后等待处理的事项', 'open matters after the letter', 'case', {
    none: 'case_id seq condition kind lead_id open_from' }),
  case_tasks: table('同事之间未完成的子任务', 'open tasks assigned to colleagues', 'case', {
    none: 'case_id seq owner_id due_on' }),
  webhooks: table('事件推送的订阅', 'webhook subscriptions', 'office', {
    none: 'id code firm_id authority_id address kinds state earlier_until made_by made_at confirmed_at changed_by ' +
      'changed_at failures failing_since rest_until served_at replay_from told_at', secret: 'secret earlier_secret' }),
  webhook_deliveries: table('事件的推送记录', 'events sent and their responses', 'short', {
    none: 'id webhook_id case_id seq kind at made_at state tries next_try_at tried_at settled_at status took fault',
    personal: 'answer' }),
  paper_ticks: table('承办人员标记为已核对的材料', 'documents marked as checked by officers', 'case', {
    none: 'person_id attachment_id at' }),
  case_words: table('按姓名、频道账号查找案件', 'index for finding cases by name and channel account', 'case',
    { none: 'case_id', personal: 'plain grams' }),
  saved_views: table('队列的视图', 'saved views of the queue', 'account',
    { none: 'id person_id place', personal: 'name address' }),
  previews: table('材料预览的状态和识别出的文字', 'state of document previews, and recognised text',
    'case', { none: 'attachment_id state asked_at pages reader differed_at', sensitive: 'reading' }),
  page_images: table('材料的页面图像', 'page images of documents', 'case', {
    none: 'attachment_id page storage_key sha256 sealed width height bytes' }),
  notifications: table('站内消息', 'messages in the application', 'short',
    { none: 'id person_id case_id firm_act kind mark at read_at mail_id' }),
  event_cursors: table('事件的读取位置', 'positions up to which events were read', 'office', { none: 'name position' }),
  workers: table('后台进程', 'worker processes', 'short', { none: 'id started_at seen_at walls figures' }),
  installation: table('本安装的标识', 'identity of this installation', 'office',
    { none: 'one id made_at files_in bucket' }),
  stores: table('本安装的存储', 'stores of this installation', 'office',
    { none: 'id kind place seen_at last_no stored_at failed_at failure' }),
  clearings: table('存储的清理', 'cleanups of stores', 'office', {
    none: 'id store_id at files unnamed set_aside removed brought_back missing waits approval_id' }),
  clearing_approvals: table('较大清理的准许', 'approvals of large cleanups', 'office',
    { none: 'id store_id most reason given_by given_at used_at' }),
  missing_files: table('内容缺失的文件', 'files whose content is missing', 'short',
    { none: 'storage_key noticed_at told_at' }),
  // blind: an HMAC under a key that is not in the database
  person_keys: table('查找同一人选的案件', 'index for finding cases of the same person', 'case',
    { none: 'case_id fact key' }),
  filing_duplicates: table('提交时发现的重复', 'duplicates found on submission', 'case',
    { none: 'case_id seq other_id facts' }),
  letter_series: table('文号', 'number series of letters', 'office',
    { none: 'authority_id series year last timeline waited' }),
  skipped_numbers: table('跳过的文号', 'skipped letter numbers', 'office',
    { none: 'authority_id series year first last at' }),
  letters: table('文书登记', 'registry of letters', 'office', {
    none: 'id case_id kind authority_id addressed_to series year serial number check_code template ordered_at ' +
      'issued_at valid_until sha256 failed_at received_at ended_at ended_as template_id caused_by supersedes',
    personal: 'failure end_reason', sensitive: 'data public_facts' }),
  letter_files: table('签名的文书', 'signed letters', 'case', { none: 'letter_id sha256', sensitive: 'pdf' }),
  paper_orders: table('待制作的文书', 'letters to be made', 'office',
    { none: 'case_id seq kind ordered_at letter_id' }),
  packages: table('许可机关的资料包', 'packages for permit authorities', 'office',
    { none: 'id person_id authority_id key_id asked_at begun_at finished_at' }),
  package_letters: table('资料包中的推荐函', 'letters in packages', 'office',
    { none: 'package_id letter_id sent_at papers' }),
  letter_receipts: table('文书的查看和下载记录', 'views and downloads of letters', 'office', {
    none: 'id letter_id at what person_id authority_id firm_id key_id package_id sha256', personal: 'person_name' }),
  checkpoints: table('历史的签名检查点', 'signed checkpoints of histories', 'office',
    { none: 'no at previous events root hash cases document stored_at failed_at failure' }),
  resumed_sealings: table('恢复之后移开的检查点', 'checkpoints set aside after a restore', 'office',
    { none: 'id at first_no last_no', personal: 'operator why' }),
  seals: table('每个案件已封存的事件', 'sealed events of each case', 'office', { none: 'case_id seq' }),
  row_marks: table('其他记录的摘要', 'digests of other permanent records', 'office',
    { none: 'id relation row_id digest made_at sealed_in' }),
  export_keys: table('核对导出历史的公钥', 'public keys for verifying exported histories', 'office',
    { none: 'no id public_key first_used_at' }),
  proofs: table('历史的核对', 'verifications of histories', 'office',
    { none: 'id case_id asked_by asked_at done_at result' }),
  content_readings: table('审计员查看内容的申请', 'auditors’ requests to view content', 'office',
    { none: 'id case_id asked_by asked_at reason decided_by decided_at refused_why open_until' }),
  system_keys: table('盲索引的密钥', 'key of the blind index', 'office', { none: 'purpose', secret: 'wrapped' }),
  talent_links: table('人选本人页面的链接', 'links to candidates’ own pages', 'short', {
    none: 'id case_id made_by made_at expires_at used_at session_until', secret: 'token_hash session_hash' }),
  talent_pages: table('人选本人的页面', 'own pages of candidates', 'case', {
    none:
      'case_id code made_by made_at mailed_at taken_at reset_at pin_failures code_until code_failures session_until ' +
      'session_by',
    sensitive: 'address code_address', secret: 'pin_hash code_hash session_hash' }),
  talent_consents: table('人选的同意、不同意和处理', 'consents and refusals of candidates', 'office', {
    none: 'id case_id at notice given how' }),
  talent_signatures: table('人选的手写签名', 'drawn signatures of candidates', 'case', {
    none: 'id case_id paper at opened_by sha256 made_at voided_at void_why',
    personal: 'digest mark', sensitive: 'strokes shown pdf' }),
  talent_requests: table('人选的请求', 'requests of candidates', 'case', {
    none: 'id case_id kind asked_at outcome answered_by answered_at', sensitive: 'wording answer' }),
}

const CLASSES = ['none', 'personal', 'sensitive', 'secret'] as const

const KEPT_WORDS: Readonly<Record<Kept, Bilingual>> = {
  case: { zh: '随案件，按保存期限', en: 'with the case, for its retention period' },
  account: { zh: '账号或企业存续期间', en: 'for as long as the account or firm exists' },
  office: { zh: '按机关档案', en: 'as records of the authority' },
  short: { zh: '用完或过期即止', en: 'until used or expired' },
}

/** The class of each column of a table. */
export function classesOf(name: string): Map<string, (typeof CLASSES)[number]> {
  const data = DATA_MAP[name]
  return new Map(CLASSES.flatMap((one) => (data?.[one]?.split(' ') ?? []).map((column) => [column, one] as const)))
}

/** The map as a Markdown table, for docs/data-map.md. */
export function dataMapTable(): string {
  const rows = Object.entries(DATA_MAP).map(([name, data]) => {
    const cells = CLASSES.map(
      (one) =>
        data[one]
          ?.split(' ')
          .map((column) => `\`${column}\``)
          .join(' ') ?? '–',
    )
    const { purpose, kept } = data
    return (
      `| \`${name}\` | ${purpose.zh}<br>${purpose.en} | ` +
      `${KEPT_WORDS[kept].zh}<br>${KEPT_WORDS[kept].en} | ${cells.join(' | ')} |`
    )
  })
  const head = '| 表 table | 用途 purpose | 保存 kept | none | personal | sensitive | secret |'
  return [head, '| --- | --- | --- | --- | --- | --- | --- |', ...rows].join('\n')
}
