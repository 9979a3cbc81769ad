/**
 * Every address of the site that pages and mails lead to, named once. A fixed one is a text, one
 * that is about something is a function of it. `action` and `section` are typed by
 * web/case/addresses.ts, since this folder knows neither chart nor forms. The controllers declare
 * the routes; test/web/paths.test.ts holds that each name here is one of them, and that no
 * other file writes an address.
 */

/** An address with its parts encoded, so that a part can never become a further step or a query. */
const at = (steps: TemplateStringsArray, ...parts: readonly (number | string)[]): string =>
  String.raw({ raw: steps }, ...parts.map((part) => encodeURIComponent(part)))

/** What an address asks for behind its question mark. */
type Query = Readonly<Record<string, number | string | undefined>>

function textOf(query: Query): string {
  const pairs = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) pairs.set(name, String(value))
  return pairs.toString()
}

/** An address with a query; what is undefined is left out. A text is a query that is ready. */
export function withQuery(address: string, query: string | Query): string {
  const text = typeof query === 'string' ? query : textOf(query)
  return text ? `${address}?${text}` : address
}

/** What is answered to a proposal about people. */
export type Decision = 'approve' | 'decline'

export const path = {
  // for everybody
  home: '/',
  criteria: '/criteria',
  selfCheck: '/self-check',
  certificate: '/certificate.pem',
  auditKeys: '/audit-keys.pem',
  verify: '/verify',
  verifyCode: (code: string) => at`/verify/${code}`,
  figuresCsv: '/service-figures/csv',
  api: '/api',

  // coming in
  signIn: '/sign-in',
  signInProvider: '/sign-in/provider',
  signInProviderBack: '/sign-in/provider/back',
  register: '/register',
  registerDone: '/register/done',
  join: (token: string) => at`/join/${token}`,
  joinDone: '/join/done',
  resets: '/reset',
  reset: (token: string) => at`/reset/${token}`,
  email: (token: string) => at`/email/${token}`,

  // one's own account and messages
  account: '/account',
  password: '/account/password',
  authenticator: '/account/authenticator',
  proof: '/account/proof',
  removePasskey: (id: number) => at`/account/passkeys/${id}/remove`,
  removeProvider: (id: number) => at`/account/provider/${id}/remove`,
  endSession: (id: string) => at`/account/sessions/${id}/end`,
  keys: '/keys',
  endKey: (id: number) => at`/keys/${id}/end`,
  messages: '/messages',
  demonstrationCodes: '/demonstration/codes',
  messageChoices: '/messages/choices',

  // the talent
  talent: '/talent',
  talentLink: (token: string) => at`/talent/${token}`,
  talents: '/talents',
  talentRequest: (id: number) => at`/talents/${id}`,

  // a case
  cases: '/cases',
  case: (id: number) => at`/cases/${id}`,
  action: (id: number, action: string) => at`/cases/${id}/actions/${action}`,
  report: (id: number) => at`/cases/${id}/actions/report`,
  section: (id: number, section: string) => at`/cases/${id}/answers/${section}`,
  documents: (id: number) => at`/cases/${id}/documents`,
  promise: (id: number) => at`/cases/${id}/documents/promise`,
  documentDate: (id: number, paper: number) => at`/cases/${id}/documents/${paper}/date`,
  removeDocument: (id: number, paper: number) => at`/cases/${id}/documents/${paper}/remove`,
  review: (id: number) => at`/cases/${id}/review`,
  caseSelfCheck: (id: number) => at`/cases/${id}/self-check`,
  correction: (id: number) => at`/cases/${id}/correction`,
  conversation: (id: number) => at`/cases/${id}/messages`,
  changes: (id: number) => at`/cases/${id}/changes`,
  caseTalent: (id: number) => at`/cases/${id}/talent`,
  passport: (id: number) => at`/cases/${id}/passport`,
  compare: (id: number, other: number) => at`/cases/${id}/compare/${other}`,
  file: (id: number, file: number) => at`/cases/${id}/files/${file}`,
  fileView: (id: number, file: number) => at`/cases/${id}/files/${file}/view`,
  filePage: (id: number, file: number, page: number) => at`/cases/${id}/files/${file}/pages/${page}`,

  // the firm
  firm: '/firm',
  endFirmPerson: (id: number) => at`/firm/people/${id}/end`,
  endFirmInvitation: (id: number) => at`/firm/invitations/${id}/end`,

  // officers
  queue: '/queue',
  load: '/load',
  absences: '/absences',
  endAbsence: (id: number) => at`/absences/${id}/end`,
  firms: '/firms',
  firmToConfirm: (id: number) => at`/firms/${id}`,
  confirmFirm: (id: number) => at`/firms/${id}/confirm`,
  declineFirm: (id: number) => at`/firms/${id}/decline`,
  firmPaper: (id: number, paper: number) => at`/firms/${id}/papers/${paper}`,
  letters: '/letters',
  letter: (id: number) => at`/letters/${id}`,
  letterFile: (id: number) => at`/letters/${id}/file`,
  packages: '/packages',
  package: (id: number) => at`/packages/${id}`,
  packageFile: (id: number) => at`/packages/${id}/file`,
  signing: '/signing',

  // policy and reports
  policy: '/policy',
  kind: (kind: string) => at`/policy/kinds/${kind}`,
  newEntry: (kind: string) => at`/policy/kinds/${kind}/new`,
  entry: (id: number) => at`/policy/entries/${id}`,
  changeEntry: (id: number) => at`/policy/entries/${id}/change`,
  withdrawEntry: (id: number) => at`/policy/entries/${id}/withdraw`,
  sendEntryBack: (id: number) => at`/policy/entries/${id}/send-back`,
  approveEntry: (id: number) => at`/policy/entries/${id}/approve`,
  templates: '/policy/templates',
  template: (id: number) => at`/policy/templates/${id}`,
  templateSample: (id: number) => at`/policy/templates/${id}/sample`,
  templateCase: (id: number) => at`/policy/templates/${id}/case`,
  whatIf: '/policy/what-if',
  whatIfCsv: '/policy/what-if/csv',
  reports: '/reports',
  reportedCases: '/reports/cases',
  reportCsv: (table: string) => at`/reports/csv/${table}`,

  // auditors
  audit: '/audit',
  auditExport: '/audit/export',
  auditPeople: '/audit/people',
  auditPeopleExport: '/audit/people/export',
  auditAccess: '/audit/access',
  auditAccessExport: '/audit/access/export',
  auditCase: (id: number) => at`/audit/cases/${id}`,
  askToRead: (id: number) => at`/audit/cases/${id}/ask`,
  readings: '/audit/readings',
  refuseReading: (id: number) => at`/audit/readings/${id}/refuse`,
  sealing: '/audit/sealing',

  // administrators
  people: '/admin/people',
  person: (id: number) => at`/admin/people/${id}`,
  personRoles: (id: number) => at`/admin/people/${id}/roles`,
  personEnd: (id: number) => at`/admin/people/${id}/end`,
  personFactors: (id: number) => at`/admin/people/${id}/factors`,
  decideInvitation: (id: number, answer: Decision) => at`/admin/people/invitations/${id}/${answer}`,
  decideProposal: (id: number, answer: Decision) => at`/admin/people/proposals/${id}/${answer}`,
  outages: '/admin/outages',
  announcements: '/admin/announcements',
  endAnnouncement: (id: number) => at`/admin/announcements/${id}/end`,
  mails: '/admin/messages',
  jobs: '/admin/jobs',
  files: '/admin/files',
} as const
