/** Which tests judge which sources. Of some folders only what decides something is tried; any file of them can be named all the same. */

export interface Part {
  readonly folder: string
  /** Files of the folder without `.ts`; all when absent. */
  readonly files?: readonly string[]
  /** Folders of tests and single files. */
  readonly tests: readonly string[]
}

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
      'absences act afterLetter changes chart consents deadlines firmRoles history mandates outages owner procedure',
      'queue scope secondOpinions secondPerson',
    ].flatMap((line) => line.split(' ').map((name) => `test/cases/${name}.test.ts`)),
  },
  {
    folder: 'src/letters',
    files: [
      'certificate chain checkCode cms derReader derWriter fileCheck pdfUpdate pem sign signedData timeStamp',
      'timeStampCheck trust verify',
    ].flatMap((line) => line.split(' ')),
    tests: ['test/letters/verify.test.ts', 'test/letters/checkCode.test.ts', 'test/letters/sign.test.ts'],
  },
  {
    folder: 'src/people',
    files: [
      'actor assertion attempts email.service factor.service key.service passkey.service password.service',
      'passwordRules proof.service publicKey secondPerson.service secrets session.service signIn.service tickets totp',
    ].flatMap((line) => line.split(' ')),
    tests: ['actor', 'door', 'factors', 'keys', 'sessions', 'staff', 'tickets'].map(
      (name) => `test/people/${name}.test.ts`,
    ),
  },
  { folder: 'src/exchange', tests: ['test/exchange'] },
]
