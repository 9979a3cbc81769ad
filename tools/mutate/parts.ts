/** Which tests judge which sources. Of some folders only what decides something is tried; any file of them can be named all the same. */

export interface Part {
  readonly folder: string
  /** Files of the folder without `.ts`; all when absent. */
  readonly files?: readonly string[]
  /** Folders of tests and single files. */
  readonly tests: readonly string[]
}

const testsNamed = (line: string): string[] => line.split(' ').map((name) => `test/${name}.test.ts`)

export const PARTS: readonly Part[] = [
  { folder: 'src/workflow', tests: ['test/workflow'] },
  { folder: 'src/criteria', tests: ['test/criteria'] },
  {
    folder: 'src/cases',
    files: [
      'assessing attaching case.service consents correction deadlines drafts effects entries facts filings',
      'history lists outage.service outstanding reading.service recommending record scope secondOpinions',
      'signing starting stops unsent',
    ].flatMap((line) => line.split(' ')),
    tests: [
      'cases/absences cases/act cases/afterLetter cases/changes cases/chart cases/consents cases/deadlines cases/files',
      'cases/firmRoles cases/history cases/lastRound cases/mandates cases/outages cases/owner cases/procedure',
      'cases/queue cases/scope cases/secondOpinions cases/secondPerson letters/recommending web/assessment web/firm',
    ].flatMap(testsNamed),
  },
  {
    folder: 'src/letters',
    files: [
      'certificate chain checkCode cms derReader derWriter fileCheck pdfUpdate pem sign signedData timeStamp',
      'timeStampCheck trust verify',
    ].flatMap((line) => line.split(' ')),
    tests: testsNamed('letters/checkCode letters/der letters/sign letters/verify'),
  },
  {
    folder: 'src/people',
    files: [
      'actor assertion attempts email.service factor.service key.service passkey.service password.service',
      'passwordRules proof.service publicKey secondPerson.service secrets session.service signIn.service tickets totp',
    ].flatMap((line) => line.split(' ')),
    tests: [
      'people/actor people/door people/factors people/keys people/mail people/sessions people/staff people/tickets',
      'cases/secondPerson web/serviceAccounts',
    ].flatMap(testsNamed),
  },
  { folder: 'src/exchange', tests: ['test/exchange', 'test/tools/alerts.test.ts'] },
]
