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
  { folder: 'src/base', files: ['checkCode'], tests: testsNamed('base/checkCode') },
  { folder: 'src/workflow', tests: ['test/workflow'] },
  { folder: 'src/criteria', tests: ['test/criteria'] },
  {
    folder: 'src/cases',
    // the scope, and what every act goes through (docs/architecture.md#the-write-path)
    files: 'case.service deadlines drafts effects entries facts history record scope starting stops'.split(' '),
    tests: [
      'cases/absences cases/act cases/afterLetter cases/changes cases/chart cases/consents cases/deadlines',
      'cases/drafts cases/files cases/firmRoles cases/history cases/lastRound cases/mandates cases/outages cases/owner cases/procedure',
      'cases/queue cases/scope cases/secondOpinions cases/secondPerson letters/recommending web/assessment web/firm',
    ].flatMap(testsNamed),
  },
  {
    folder: 'src/letters',
    files: [
      'certificate chain cms derReader derWriter fileCheck pdfUpdate pem sign signedData timeStamp',
      'timeStampCheck trust verify',
    ].flatMap((line) => line.split(' ')),
    tests: testsNamed('letters/der letters/sign letters/verify'),
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
