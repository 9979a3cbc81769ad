/** What the crawler does not reach, each with its reason: patterns of the lines that a run says. */

export const REASONS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/: leads to another site$/, 'only our own pages are opened'],
  [
    /: the page is gone$/,
    'what was pressed there before has used it up: a link that is good once, something that was ended or decided',
  ],
  [/: is there no more$/, 'what was pressed there before has done it'],
  [
    /^\/host\/\S+: send “Open”: .*The PIN is not correct/,
    'this page has no PIN yet; the candidate’s own, which the role of the candidate crawls, is opened by one (host.ts)',
  ],
  [
    /^\/(talent\/link|email): send “Continue”: .*(Enter the code from the mail|Paste the link to your page)/,
    'what a mail says is typed there: web/personal.test.ts pastes the link to a candidate’s page, and nobody of the run has asked for another address',
  ],
  [
    /^\/absences: send “Record”: .*The deputy does not have the same role/,
    'the authority of the tests has one intake officer and one supervisor; assessors and approvers find a deputy',
  ],
  [
    /^\/outcomes: send “(Check|Read and check)”: /,
    'each line is for the number of an own letter and fills the boxes of one outcome, the crawler fills all; web/outcomes.test.ts records them',
  ],
  [
    /^\/policy\/kinds\/openQuestions\S*: send “Save the draft for approval”: .*There is no entry/,
    'each entry has to be in force under the kind chosen beside it, and the boxes are those of the kind before; web/policy.test.ts drafts them',
  ],
  [
    /^\/policy\/templates\/\d+: send “Create the PDF”: .*You have no access to a submitted case/,
    'who only edits policy sees no case; an officer who does as well has the preview',
  ],
  [
    /^\/admin\/people\/\d+: send “Propose”: .*System administrators, security administrators, auditors/,
    'these roles exclude each other, and a box that was ticked stays so; people/staff.test.ts proposes them',
  ],
  [
    /^\/batches: send “Upload and create drafts”: .*not an XLSX workbook/,
    'the file is our own workbook, filled in; batch.rest.ts sends one',
  ],
  [
    /^\/account\/authenticator: send “Add”: .*The code is wrong or already used/,
    'one more authenticator would take the place of the one that the run signs in with; signIn.rest.ts adds one',
  ],
]

export const isReasoned = (line: string): boolean => REASONS.some(([pattern]) => pattern.test(line))
