/**
 * Every address of the site, named once: `path` for people, `apiPath` for programs. A fixed one is a
 * text, one that is about something is a function of it. Actions and sections are typed by
 * web/case/addresses.ts, since this folder knows neither chart nor forms. The controllers declare
 * the routes; test/web/paths.test.ts holds that each route has its name here, and that no other
 * file writes an address. Over 250 lines because all of them stand in one place.
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

/** An address with a secret behind the `#`, where no server sees it. */
export const withCode = (address: string, code: string): string => `${address}#${encodeURIComponent(code)}`

/** What is answered to a proposal about people. */
export type Decision = 'approve' | 'decline'

export const path = {
  // for everybody
  home: '/',
  howItWorks: '/how-it-works',
  criteria: '/criteria',
  complaints: '/complaints',
  privacy: '/privacy',
  accessibility: '/accessibility',
  selfCheck: '/self-check',
  robots: '/robots.txt',
  sitemap: '/sitemap.xml',
  certificate: '/certificate.pem',
  auditKeys: '/audit-keys.pem',
  /** How far an application is, by its number and the code of its receipt. */
  status: '/status',
  verify: '/verify',
  verifyCode: (code: string) => at`/verify/${code}`,
  verifyFile: '/verify/file',
  figures: '/service-figures',
  figuresCsv: '/service-figures/csv',
  api: '/api',
  isLive: '/health/live',
  isReady: '/health/ready',

  // coming in
  signIn: '/sign-in',
  signInProvider: '/sign-in/provider',
  signInProviderBack: '/sign-in/provider/back',
  signInPasskey: '/sign-in/passkey',
  signOut: '/sign-out',
  register: '/register',
  /** Behind the link by mail. */
  registration: '/register/link',
  registrationForm: '/register/form',
  registerDone: '/register/done',
  join: '/join',
  joinDone: '/join/done',
  resets: '/reset',
  reset: '/reset/link',
  email: '/email',
  /** Of the release before, whose links had the secret in their path. */
  earlierJoin: (token: string) => at`/join/${token}`,
  earlierReset: (token: string) => at`/reset/${token}`,
  earlierEmail: (token: string) => at`/email/${token}`,

  // one's own account and messages
  account: '/account',
  password: '/account/password',
  authenticator: '/account/authenticator',
  removeAuthenticator: '/account/authenticator/remove',
  recoveryCodes: '/account/codes',
  proof: '/account/proof',
  proofPasskey: '/account/proof/passkey',
  passkeys: '/account/passkeys',
  askPasskey: '/account/passkeys/ask',
  removePasskey: (id: number) => at`/account/passkeys/${id}/remove`,
  provider: '/account/provider',
  removeProvider: (id: number) => at`/account/provider/${id}/remove`,
  endSessions: '/account/sessions/end',
  endSession: (id: string) => at`/account/sessions/${id}/end`,
  webhooks: '/webhooks',
  webhook: (id: number) => at`/webhooks/${id}`,
  rotateWebhook: (id: number) => at`/webhooks/${id}/rotate`,
  replayWebhook: (id: number) => at`/webhooks/${id}/replay`,
  pauseWebhook: (id: number) => at`/webhooks/${id}/pause`,
  resumeWebhook: (id: number) => at`/webhooks/${id}/resume`,
  removeWebhook: (id: number) => at`/webhooks/${id}/remove`,
  sendWebhookAgain: (id: number, delivery: number) => at`/webhooks/${id}/deliveries/${delivery}/again`,
  serviceAccounts: '/service-accounts',
  serviceAccount: (id: number) => at`/service-accounts/${id}`,
  confirmServiceAccount: (id: number) => at`/service-accounts/${id}/confirm`,
  serviceResponsible: (id: number) => at`/service-accounts/${id}/responsible`,
  endServiceAccount: (id: number) => at`/service-accounts/${id}/end`,
  serviceKeys: (id: number) => at`/service-accounts/${id}/keys`,
  endServiceKey: (id: number, key: number) => at`/service-accounts/${id}/keys/${key}/end`,
  keys: '/keys',
  endKey: (id: number) => at`/keys/${id}/end`,
  messages: '/messages',
  readMessages: '/messages/read',
  readMessage: (id: number) => at`/messages/${id}/read`,
  unreadMessage: (id: number) => at`/messages/${id}/unread`,
  messageChoices: '/messages/choices',
  messageEmail: '/messages/email',
  messageEmailAgain: '/messages/email/again',
  forgetMessageEmail: '/messages/email/forget',
  messageReach: (way: string) => at`/messages/by/${way}`,
  messageReachCode: (way: string) => at`/messages/by/${way}/code`,
  forgetReach: (way: string) => at`/messages/by/${way}/forget`,
  dismissAnnouncement: (id: number) => at`/announcements/${id}/dismiss`,
  live: '/live',

  // the demonstration
  demonstrationCodes: '/demonstration/codes',
  mailbox: '/demo/mailbox',
  mailboxMail: (id: number) => at`/demo/mailbox/${id}`,

  // the candidate
  talent: '/talent',
  talentConsent: '/talent/consent',
  talentRequests: '/talent/requests',
  talentCopy: '/talent/copy',
  talentLeave: '/talent/leave',
  talentPaper: (id: number) => at`/talent/papers/${id}`,
  talentLetter: (id: number) => at`/talent/letters/${id}`,
  talentSign: (paper: string) => at`/talent/sign/${paper}`,
  talentSignature: (id: number) => at`/talent/signatures/${id}`,
  talentLink: '/talent/link',
  earlierTalentLink: (token: string) => at`/talent/${token}`,
  talentPin: '/talent/pin',
  /** The door of a candidate's page, as a firm shows it; `page`: its code. */
  hostCut: '/host',
  host: (page: string) => at`/host/${page}`,
  hostMail: (page: string) => at`/host/${page}/mail`,
  hostCode: (page: string) => at`/host/${page}/code`,
  hostPin: (page: string) => at`/host/${page}/pin`,
  talents: '/talents',
  talentRequest: (id: number) => at`/talents/${id}`,

  // a case
  cases: '/cases',
  newCase: '/cases/new',
  findCases: '/cases/find',
  casesCsv: '/cases/csv',
  /** With the answers of the self-check. */
  begunCase: '/cases/begun',
  case: (id: number) => at`/cases/${id}`,
  /** `action`: a name of the chart. */
  action: (id: number, action: string) => at`/cases/${id}/actions/${action}`,
  report: (id: number) => at`/cases/${id}/actions/report`,
  section: (id: number, section: string) => at`/cases/${id}/answers/${section}`,
  documents: (id: number) => at`/cases/${id}/documents`,
  bringDocuments: (id: number) => at`/cases/${id}/documents/bring`,
  dropDocuments: (id: number) => at`/cases/${id}/documents/drop`,
  sortDocuments: (id: number) => at`/cases/${id}/documents/sort`,
  promise: (id: number) => at`/cases/${id}/documents/promise`,
  documentDate: (id: number, paper: number) => at`/cases/${id}/documents/${paper}/date`,
  removeDocument: (id: number, paper: number) => at`/cases/${id}/documents/${paper}/remove`,
  papers: (id: number) => at`/cases/${id}/papers`,
  /** All cases about the person of this one. */
  personCases: (id: number) => at`/cases/${id}/person`,
  review: (id: number) => at`/cases/${id}/review`,
  caseSelfCheck: (id: number) => at`/cases/${id}/self-check`,
  correction: (id: number) => at`/cases/${id}/correction`,
  conversation: (id: number) => at`/cases/${id}/messages`,
  rules: (id: number) => at`/cases/${id}/rules`,
  changes: (id: number) => at`/cases/${id}/changes`,
  caseTalent: (id: number) => at`/cases/${id}/talent`,
  makeTalentPage: (id: number) => at`/cases/${id}/talent/page`,
  resetTalent: (id: number) => at`/cases/${id}/talent/reset`,
  caseSignature: (id: number, signature: number) => at`/cases/${id}/talent/signatures/${signature}`,
  passport: (id: number) => at`/cases/${id}/passport`,
  compare: (id: number, other: number) => at`/cases/${id}/compare/${other}`,
  file: (id: number, file: number) => at`/cases/${id}/files/${file}`,
  fileView: (id: number, file: number) => at`/cases/${id}/files/${file}/view`,
  /** An officer's own mark that the document was checked. */
  fileTick: (id: number, file: number) => at`/cases/${id}/files/${file}/tick`,
  filePage: (id: number, file: number, page: number) => at`/cases/${id}/files/${file}/pages/${page}`,

  // the firm
  firm: '/firm',
  correctFirm: '/firm/registration',
  changeFirm: '/firm/change',
  withdrawFirmChange: '/firm/change/withdraw',
  answerSuspension: '/firm/answer',
  ownFirmPaper: (paper: number) => at`/firm/papers/${paper}`,
  firmInvitations: '/firm/invitations',
  firmSecondPerson: '/firm/second-person',
  firmTexts: '/firm/texts',
  firmText: (id: number) => at`/firm/texts/${id}`,
  removeFirmText: (id: number) => at`/firm/texts/${id}/remove`,
  endFirmPerson: (id: number) => at`/firm/people/${id}/end`,
  firmPersonRole: (id: number) => at`/firm/people/${id}/role`,
  inviteAgain: (id: number) => at`/firm/invitations/${id}/link`,
  mandates: '/firm/mandates',
  confirmMandate: (id: number) => at`/firm/mandates/${id}/confirm`,
  endMandate: (id: number) => at`/firm/mandates/${id}/end`,
  endFirmInvitation: (id: number) => at`/firm/invitations/${id}/end`,

  /** Filing for many hosts by a workbook. */
  batches: '/batches',
  batchWorkbook: '/batches/workbook',
  batchDrafts: '/batches/drafts',
  batch: (id: number) => at`/batches/${id}`,
  moveBatch: (id: number) => at`/batches/${id}/move`,
  batchPapers: (id: number) => at`/batches/${id}/papers`,
  submitBatch: (id: number) => at`/batches/${id}/submit`,
  batchReport: (id: number) => at`/batches/${id}/report`,

  // officers
  queue: '/queue',
  queueFind: '/queue/find',
  /** What the palette finds. */
  palette: '/queue/palette',
  queueViews: '/queue/views',
  queueView: (id: number) => at`/queue/views/${id}`,
  load: '/load',
  absences: '/absences',
  endAbsence: (id: number) => at`/absences/${id}/end`,
  firms: '/firms',
  firmToConfirm: (id: number) => at`/firms/${id}`,
  confirmFirm: (id: number) => at`/firms/${id}/confirm`,
  sendBackFirm: (id: number) => at`/firms/${id}/send-back`,
  intendSuspension: (id: number) => at`/firms/${id}/suspension`,
  decideSuspension: (id: number) => at`/firms/${id}/suspension/decide`,
  acceptFirmChange: (id: number) => at`/firms/${id}/change/accept`,
  sendBackFirmChange: (id: number) => at`/firms/${id}/change/send-back`,
  declineFirm: (id: number) => at`/firms/${id}/decline`,
  firmPaper: (id: number, paper: number) => at`/firms/${id}/papers/${paper}`,
  letters: '/letters',
  lettersFind: '/letters/find',
  lettersCsv: '/letters/csv',
  letter: (id: number) => at`/letters/${id}`,
  letterFile: (id: number) => at`/letters/${id}/file`,
  outcomes: '/outcomes',
  outcomesCsv: '/outcomes/csv',
  outcomesFile: '/outcomes/file',
  packages: '/packages',
  package: (id: number) => at`/packages/${id}`,
  packageFile: (id: number) => at`/packages/${id}/file`,
  signing: '/signing',

  // policy and reports
  policy: '/policy',
  toConfirm: '/policy/to-confirm',
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
  auditContent: (id: number) => at`/audit/cases/${id}/content`,
  proveCase: (id: number) => at`/audit/cases/${id}/prove`,
  askToRead: (id: number) => at`/audit/cases/${id}/ask`,
  readings: '/audit/readings',
  consentReading: (id: number) => at`/audit/readings/${id}/consent`,
  refuseReading: (id: number) => at`/audit/readings/${id}/refuse`,
  sealing: '/audit/sealing',

  // administrators
  people: '/admin/people',
  peopleHistory: '/admin/people/history',
  invitations: '/admin/people/invitations',
  person: (id: number) => at`/admin/people/${id}`,
  personRoles: (id: number) => at`/admin/people/${id}/roles`,
  personEnd: (id: number) => at`/admin/people/${id}/end`,
  personFactors: (id: number) => at`/admin/people/${id}/factors`,
  personSessions: (id: number) => at`/admin/people/${id}/sessions`,
  personKeys: (id: number) => at`/admin/people/${id}/keys`,
  objectToWayBack: (personId: number) => at`/admin/people/ways-back/${personId}/object`,
  inviteStaffAgain: (id: number) => at`/admin/people/invitations/${id}/link`,
  decideInvitation: (id: number, answer: Decision) => at`/admin/people/invitations/${id}/${answer}`,
  decideProposal: (id: number, answer: Decision) => at`/admin/people/proposals/${id}/${answer}`,
  outages: '/admin/outages',
  announcements: '/admin/announcements',
  endAnnouncement: (id: number) => at`/admin/announcements/${id}/end`,
  mails: '/admin/messages',
  retryMails: '/admin/messages/retry',
  retryMail: (id: number) => at`/admin/messages/${id}/retry`,
  jobs: '/admin/jobs',
  retryJobs: '/admin/jobs/retry',
  retryJob: (id: number) => at`/admin/jobs/${id}/retry`,
  discardJob: (id: number) => at`/admin/jobs/${id}/discard`,
  files: '/admin/files',
  approveFiles: (store: string) => at`/admin/files/${store}/approve`,
} as const

/** The addresses of the API. */
export const apiPath = {
  description: '/api/openapi.json',
  codes: '/api/codes',
  session: '/api/session',
  sessionProof: '/api/session/proof',
  token: '/api/token',
  me: '/api/me',
  keys: '/api/keys',
  key: (id: number) => at`/api/keys/${id}`,
  cases: '/api/cases',
  case: (id: number) => at`/api/cases/${id}`,
  answers: (id: number) => at`/api/cases/${id}/answers`,
  check: (id: number) => at`/api/cases/${id}/check`,
  documents: (id: number) => at`/api/cases/${id}/documents`,
  exports: (id: number) => at`/api/cases/${id}/exports`,
  document: (id: number, document: number) => at`/api/cases/${id}/documents/${document}`,
  /** `action`: a name of the chart. */
  action: (id: number, action: string) => at`/api/cases/${id}/actions/${action}`,
  events: '/api/events',
  batches: '/api/batches',
  batchWorkbook: '/api/batches/workbook',
  batch: (id: number) => at`/api/batches/${id}`,
  moveBatch: (id: number) => at`/api/batches/${id}/move`,
  batchPapers: (id: number) => at`/api/batches/${id}/papers`,
  batchReport: (id: number) => at`/api/batches/${id}/report`,
  mandates: '/api/mandates',
  confirmMandate: (id: number) => at`/api/mandates/${id}/confirm`,
  endMandate: (id: number) => at`/api/mandates/${id}/end`,
  reference: (kind: string) => at`/api/reference/${kind}`,
  casePapers: (id: number) => at`/api/cases/${id}/papers`,
  letters: '/api/letters',
  letter: (id: number) => at`/api/letters/${id}`,
  letterFile: (id: number) => at`/api/letters/${id}/file`,
  letterPackage: (id: number) => at`/api/letters/${id}/package`,
  outcomes: '/api/outcomes',
  packageSchema: '/api/package-schema',
  packages: '/api/packages',
  package: (id: number) => at`/api/packages/${id}`,
  packageFile: (id: number) => at`/api/packages/${id}/file`,
  verify: '/api/verify',
  verifyCode: (code: string) => at`/api/verify/${code}`,
  selfCheck: '/api/self-check',
} as const
