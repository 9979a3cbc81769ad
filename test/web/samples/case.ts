/** One case in the states that the kit's pages need, made by hand, and what is known around it: the shipped rules, so that the product's own views have something to say. */
import type { ZodType } from 'zod'
import type { Assessment, Attachment, CaseFile, CaseLine, TimelineEvent } from '../../../src/cases/caseFile.js'
import { consentsOf } from '../../../src/cases/consents.js'
import type { Check } from '../../../src/cases/preflight.js'
import { judge } from '../../../src/criteria/judge.js'
import { type DocumentFacts, readSubject, type Subject } from '../../../src/criteria/subject.js'
import { parseApplication } from '../../../src/forms/application.js'
import { type Authority, authoritySchema } from '../../../src/reference/authorities.js'
import { pickInForce } from '../../../src/reference/bodies.js'
import { timeLimitSchema } from '../../../src/reference/workingDays.js'
import type { PageContext } from '../../../src/web/case/clock.view.js'
import type { OwnCase } from '../../../src/web/case/own.js'
import type { SelfCheckResult } from '../../../src/cases/selfCheck.service.js'
import type { Act, Entry, State } from '../../../src/workflow/machine.js'
import type { EventName } from '../../../src/workflow/words.js'
import { answersOf, readCaseFile } from '../../../tools/cases/caseFile.js'
import { channel, entries, rulesOn } from '../../criteria/example.js'
import { FIRM } from './words.js'

export const FILED = '2026-11-24'
export const TODAY = '2026-12-08'

const inForce = pickInForce(entries, TODAY)
export const { rules, calendar, routesOn } = rulesOn(FILED)

/** All bodies of a kind that are in force, by key. */
export const all = <Body>(kind: string, schema: ZodType<Body>): Map<string, Body> =>
  new Map(Object.entries(inForce[kind] ?? {}).map(([key, body]) => [key, schema.parse(body)]))

const known = [...all('authorities', authoritySchema)]
const authorities = new Map(
  known.map(([code, body], index): [number, Authority] => [index, { ...body, id: index, code }]),
)

/** The number of an authority. */
export const idOf = (wanted: string): number => known.findIndex(([code]) => code === wanted)

export const around: PageContext = { today: TODAY, calendar, limits: all('timeLimits', timeLimitSchema), authorities }

const { talent, engagement } = answersOf(
  readCaseFile('test/cases', '06-correction-asked-answered-then-recommended.json'),
)
const series = channel.export.series.map((month, index) => ({
  ...month,
  followers: index < 10 ? 300_000 + 10_000 * index : 930_000,
}))

/** The answers: sound, but for followers that jump, a police record that ages, papers in Japanese and a route that is claimed. */
export const answers = {
  contact: { name: '李雯', phone: '13800000000', email: 'liwen@example.cn' },
  talent: { ...talent, chineseName: null },
  engagement: { ...engagement, post: '日系美妆主播' },
  channels: [
    {
      ...channel,
      platform: 'Xiaohongshu',
      handle: 'yuki_tokyo',
      followers: 930_000,
      languages: ['zh', 'ja'],
      markets: ['CN', 'JP'],
      productCategories: ['美妆', '保健食品'],
      export: {
        ...channel.export,
        series,
        violations: [{ on: '2026-05-01', what: '未展示价格', outcome: '警告，已改正' }],
      },
    },
  ],
  compliance: { isSigned: 'true', groups: ['minors', 'publicOrder'], talentSignedOn: '2026-11-20' },
  circumstances: {
    hasForeignPapers: 'true',
    foreignPapers: ['degree', 'policeRecord'],
    promises: 'true',
    promised: ['degree'],
    claimsRoute: 'true',
    claims: [{ route: 'youngTalent', grounds: '东京都青年人才认定', document: 'recognition', page: 2 }],
  },
}

export const at = (on: string, time = '09:41'): Date => new Date(`${on}T${time}:00+08:00`)

const paper = (id: number, kind: string, name: string, more: Partial<Attachment> = {}): Attachment => ({
  id,
  kind,
  name,
  mime: 'application/pdf',
  bytes: 184_320,
  sha256: '9f2b61c4d07e5a83b1f64c2e7d9035ab84c1f6e2705d3b9a6c8f1e4d2b7a0593',
  pages: 1,
  width: null,
  height: null,
  issuedOn: null,
  details: {},
  unfit: [],
  scan: null,
  uploadedAt: at('2026-11-23'),
  replacedAt: null,
  checkedAt: null,
  ...more,
})

export const papers: readonly Attachment[] = [
  paper(1, 'passportPage', '护照.pdf', { checkedAt: at('2026-12-01') }),
  paper(2, 'photo', '照片.jpg', {
    mime: 'image/jpeg',
    pages: null,
    width: 300,
    height: 400,
    unfit: [
      {
        code: 'image:tooSmall',
        zh: '图片为 300 × 400 像素，至少需要 354 × 472。请换一张。',
        en: 'The image has 300 × 400 pixels; 354 × 472 are needed. Replace it.',
      },
    ],
  }),
  paper(3, 'contract', '聘用合同（旧）.pdf', { pages: 6, replacedAt: at('2026-12-01'), checkedAt: at('2026-11-25') }),
  paper(4, 'contract', '聘用合同.pdf', { pages: 6, details: { signedBy: ['firm', 'talent'] } }),
  paper(5, 'policeRecord', '無犯罪証明書.pdf', {
    issuedOn: '2026-06-20',
    details: { language: '日语', authenticated: true },
  }),
  paper(6, 'platformEvidence', '小红书数据.pdf', { pages: 4 }),
  paper(7, 'commitment', '承诺书.pdf'),
  paper(8, 'translation', '无犯罪记录证明译文.pdf', { details: { of: 'policeRecord' } }),
]

const factsOf = ({ kind, mime, bytes, width, height, issuedOn }: Attachment): DocumentFacts => ({
  ...{ kind, bytes, width, height, issuedOn },
  format: mime.split('/')[1] ?? '',
})

/** The check of a case, as the firm and the desk have it. */
export function checkOf({ answers: given, attachments }: Pick<CaseFile, 'answers' | 'attachments'>): Check {
  const { partial, problems } = parseApplication(given)
  const documents = attachments.filter(({ replacedAt }) => replacedAt === null).map(factsOf)
  const judgement = judge({
    filedOn: FILED,
    answers: partial as Subject, // as Preflight reads them
    firm: { creditCode: '91310105MA1FW0007P' },
    documents,
    rules,
    calendar,
    routesOn,
  })
  return {
    judgedOn: FILED,
    judgement,
    documents,
    signed: [],
    voids: [],
    form: problems,
    problems: [...problems, ...judgement.blocks],
  }
}

/** As cases/selfCheck.service.ts gives it. */
export const judgedWith = (given: unknown, documents: readonly DocumentFacts[], filedOn: string): SelfCheckResult => {
  const { partial } = parseApplication(given)
  const subject = partial as Subject // as above
  const judgement = judge({ filedOn, answers: subject, firm: { creditCode: '' }, documents, rules, calendar, routesOn })
  return {
    check: { judgedOn: filedOn, judgement, documents, signed: [], voids: [], form: [], problems: judgement.blocks },
    known: readSubject(subject),
    rules,
    since: new Map(
      entries
        .filter(({ effectiveFrom }) => effectiveFrom <= filedOn)
        .map(({ kind, key, effectiveFrom }) => [`${kind} ${key}`, effectiveFrom]),
    ),
    daysOff: [],
    worked: [],
  }
}

const PEOPLE = {
  liwen: ['李雯', null],
  wangfang: ['王芳', 'sh-commerce'],
  chensiyuan: ['陈思远', 'sh-commerce'],
  hejing: ['何静', 'sh-culture'],
  zhoumin: ['周敏', 'sh-commerce'],
} as const

type Step = readonly [
  on: string,
  who: keyof typeof PEOPLE | 'clock',
  action: EventName,
  to?: State,
  content?: Record<string, unknown>,
]

/** The history of a case from its steps; the firm reads of an officer the department alone. */
export function eventsOf(steps: readonly Step[], forFirm: boolean): TimelineEvent[] {
  let state: State | null = null
  return steps.map(([on, who, action, to, content = null], index) => {
    const [name, code] = who === 'clock' ? [null, null] : PEOPLE[who]
    const fromState = state
    state = to ?? state
    return {
      seq: index + 1,
      at: at(on, `${String(9 + (index % 8)).padStart(2, '0')}:12`),
      action,
      fromState,
      toState: state ?? 'draft',
      internal: action === 'note',
      actorKind: who === 'clock' ? 'clock' : 'person',
      actorName: forFirm && code ? null : name,
      own: false,
      authorityId: code ? idOf(code) : null,
      agentName: null,
      agentNameEn: null,
      toName: null,
      content,
    }
  })
}

export const started: readonly Step[] = [
  ['2026-11-20', 'liwen', 'start', 'draft'],
  ['2026-11-23', 'liwen', 'attachFile', undefined, { kind: 'contract' }],
  ['2026-11-24', 'liwen', 'submit', 'submitted'],
]

export const ASKED = {
  items: [
    {
      on: 'contract',
      page: 3,
      what: '第 3 页的公章看不清，请重新盖章后上传。',
      whatEn: 'The seal on page 3 is unreadable; seal the page again and upload it.',
    },
    {
      on: 'talent.passport.expiresOn',
      what: '与护照信息页上的日期不一致。',
      whatEn: 'It differs from the date in the passport.',
    },
    {
      on: 'policeRecord',
      what: '请附中文翻译件，并加盖公章。',
      whatEn: 'Add a Chinese translation with the firm’s seal.',
    },
  ],
  remarks: '其他材料齐全，不必重传。',
}

interface Given {
  readonly state: State
  readonly steps: readonly Step[]
  readonly forFirm?: boolean
  readonly line?: Partial<CaseLine>
  readonly answers?: unknown
  readonly stops?: CaseFile['stops']
  readonly assessments?: readonly Assessment[]
  readonly parties?: CaseFile['parties']
  /** What is open, entries before actions; a name with reasons must wait. */
  readonly actions?: readonly (Act | readonly [Act, ...{ readonly zh: string; readonly en: string }[]])[]
  readonly entries?: readonly Entry[]
}

/** The case in a state. */
export function fileIn({
  state,
  steps,
  forFirm = false,
  line,
  actions = [],
  entries: may = [],
  ...more
}: Given): CaseFile {
  const open = (kind: 'action' | 'entry') => (one: Act | readonly [Act, ...{ zh: string; en: string }[]]) => {
    const [action, ...because] = typeof one === 'string' ? [one] : one
    return { action, kind, enabled: because.length === 0, because: because.map((why) => ({ code: 'waits', ...why })) }
  }
  return {
    case: {
      startsOn: null,
      ...{ id: 398, number: '2026-0398', state, version: 7, firmId: 1, filedOn: FILED, dueOn: null },
      ...{
        dueProvisional: false,
        daysLeft: null,
        lane: null,
        mandateId: null,
        agentName: null,
        agentNameEn: null,
        employerNameEn: null,
        toName: null,
        round: 1,
        lastSeq: steps.length,
        lastHash: Buffer.alloc(32),
      },
      ...{ answersVersion: 12, assessorsNeeded: 1, assessedTwice: null, permitValidUntil: null, remindedDays: null },
      ...{ talentName: '田中由紀', systemName: 'TANAKA YUKI', firmName: FIRM.zh, post: '日系美妆主播' },
      ...{ changedAt: at(TODAY), ownDueOn: null, tasks: null, claimedBy: null, claimedName: null, askedFrom: null },
      ...line,
    },
    answers,
    formVersion: '2026-11-24',
    attachments: papers,
    events: eventsOf(steps, forFirm),
    assessments: [],
    parties: [],
    stops: [],
    assessedAt: null,
    matters: [],
    barredPlaces: [],
    mandate: null,
    consents: consentsOf([]),
    signatures: [],
    place: { district: '310105' },
    choices: [...actions.map(open('action')), ...may.map(open('entry'))],
    ...more,
  }
}

/** A case of the reader's own firm. */
export const ownOf = (file: CaseFile, earlier?: CaseFile): OwnCase => ({
  file,
  check: checkOf(file),
  letters: [],
  same: [],
  papers: [],
  compared: [],
  exports: [],
  corrections: [],
  ...(earlier && { earlier }),
  firm: {
    ...{ id: 1, nameZh: FIRM.zh, nameEn: FIRM.en, creditCode: '91310105MA1FW0007P', district: '310105', kind: 'brand' },
    ...{ crossBorderFiling: 'customs-registered', registeredAt: at('2026-10-12'), confirmedAt: at('2026-10-14') },
    ...{ declinedAt: null, declineReason: null, rivals: 0, lastAct: 1 },
    ...{ sentInAt: null, sentBackAt: null, sentBackReason: null, suspendedAt: null, secondPerson: false },
  },
})
