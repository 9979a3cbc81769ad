/** The least that each action's form takes, and complete applications out of the repository's own case files. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../src/settings.js'
import { assessmentOf } from '../../tools/cases/assessment.js'

const words = { why: 'As the papers show.' }
const explanation = { explanation: 'As the papers show.' }
const items = { items: [{ on: 'contract', what: 'The seal on page 3 cannot be read.' }] }

export const INPUTS: Readonly<Record<string, object>> = {
  submit: { declaration: true },
  accept: { departments: ['commerce'] },
  requestCorrection: items,
  declineToAccept: { reasons: ['outOfScope'], ...explanation },
  report: {
    ...{ opinion: 'recommend', summary: 'The papers agree with the answers.', ...assessmentOf('commerce') },
    stands: 'The figures were looked at again.',
  },
  consult: { department: 'market', question: 'Is the account in good standing?' },
  // several of the world's cases are about one person
  recommend: {
    duplicateReason: 'The other engagement ends before this one begins.',
    despite: ['opinionAgainst', 'refusalAnnounced', 'correctionProposed'],
  },
  refuse: { reasons: ['criteriaNotMet'], ...explanation },
  returnToAssessment: words,
  returnLetter: words,
  reissueLetter: words,
  revokeLetter: { reasons: ['issuedInError'], ...explanation },
  recordGranted: { detailsLater: true },
  completePermit: { permitNumber: '310000001234567', validFrom: '2026-12-01', validUntil: '2027-11-30' },
  recordRefused: words,
  requestReview: { grounds: 'The figures were read wrongly.' },
  upholdRefusal: explanation,
  overturnRefusal: explanation,
  saveAnswers: { answers: {} },
  handOver: { to: 0 },
  giveTask: { what: 'Ring the platform.', to: 0, dueOn: '2026-12-31' },
  note: { text: 'Looked at the contract.' },
  declareInterest: words,
  announceRefusal: { reasons: ['criteriaNotMet'], ...explanation },
  answerIntention: { statement: 'The figures are of the year before.' },
  proposeCorrection: items,
  message: { text: 'Please ring us.' },
  extendLimit: { days: 2, reason: 'The platform has not answered our question yet.' },
  reportChange: { kind: 'engagement', changedOn: '2026-11-24', what: 'The post is now called senior host.' },
  reportEnd: { endedOn: '2026-12-31', ...words },
  acknowledge: { remarks: 'Noted.' },
  askBack: { question: 'From which day?' },
  meetCondition: { condition: 1, how: 'By post.' },
  confirmCondition: { condition: 1 },
  proposeRevocation: { reasons: ['changedFacts'], ...explanation },
  answerRevocation: { statement: 'The post is the same.' },
  reopenRefusal: words,
}

/** The same for somebody of an authority (by its code): each department answers its own questions. */
export const inputOf = (action: string, authority: string | undefined): object | undefined =>
  action === 'report' && authority
    ? { ...INPUTS.report, ...assessmentOf(authority.replace(/^.*-/, '')) }
    : INPUTS[action]

const FILES = {
  goodsHost: '01-goods-host-with-a-high-salary-class-a-by-the-si',
  streamer: '02-typical-streamer-class-b-on-points-needs-the-r',
  tooOld: '04-police-record-too-old-by-the-expected-decision-d',
  hongKong: '10-cannot-be-filed-the-person-holds-a-hong-kong-pa',
} as const
export type ExampleName = keyof typeof FILES

interface Paper {
  readonly kind: string
  readonly issuedOn?: string
  readonly pages?: number
  readonly width?: number
  readonly height?: number
  readonly bytes?: number
  readonly format?: string
}

interface CaseFile {
  readonly firm: Readonly<Record<string, string | null>>
  readonly talent: object
  readonly engagement: object
  readonly channels: readonly object[]
  readonly documents: readonly Paper[]
}

export const readExample = (name: ExampleName): CaseFile =>
  JSON.parse(readFileSync(join(projectFolder, 'test/cases', `${FILES[name]}.json`), 'utf8'))

/** A paper as web/ hands it over after it was received and stored; nobody opens these. */
export function paperOf({ kind, issuedOn, pages, width, height, bytes = 20_000 }: Paper) {
  return {
    kind,
    issuedOn,
    file: {
      storageKey: randomBytes(16).toString('hex'),
      name: `${kind}.${kind === 'photo' ? 'jpg' : 'pdf'}`,
      mime: kind === 'photo' ? 'image/jpeg' : 'application/pdf',
      bytes,
      sha256: randomBytes(32).toString('hex'),
      pages: pages ?? null,
      width: width ?? null,
      height: height ?? null,
      unfit: [],
    },
  }
}

/** The answers and the papers of a case file; `changes` are laid over the talent. */
export function exampleOf(name: ExampleName, changes: object = {}) {
  const { talent, engagement, channels, documents } = readExample(name)
  return { answers: { talent: { ...talent, ...changes }, engagement, channels }, papers: documents.map(paperOf) }
}
