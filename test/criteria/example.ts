/** One sound application, and the judgement of it with something changed. The rules are those of the shipped reference data. */
import { readdirSync, readFileSync } from 'node:fs'
import { type Judgement, judge, type Question } from '../../src/criteria/judge.js'
import { routesInForce } from '../../src/criteria/recommendedRoutes.js'
import { parseRules } from '../../src/criteria/rules.js'
import type { DocumentFacts, Subject } from '../../src/criteria/subject.js'
import { entrySchema, pickInForce } from '../../src/reference/bodies.js'
import { Calendar, calendarSchema } from '../../src/reference/workingDays.js'

const folder = new URL('../../migrations/reference/', import.meta.url)
export const entries = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => entrySchema.array().parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))))

/** Rules and calendar in force on a date, and the routes of a recommendation on any. */
export function rulesOn(date: string) {
  const inForce = pickInForce(entries, date)
  const calendar = new Calendar(calendarSchema.array().parse(Object.values(inForce.calendar ?? {})))
  const routesOn = (day: string) => routesInForce(pickInForce(entries, day), day)
  return { rules: parseRules(inForce), calendar, routesOn }
}

type Deep<Value> = Value extends readonly unknown[] | string | number | boolean | null | undefined
  ? Value
  : { readonly [Key in keyof Value]?: Deep<Value[Key]> }

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function merge(base: unknown, change: unknown): unknown {
  if (!isTree(base) || !isTree(change)) return change === undefined ? base : change
  const merged = { ...base }
  for (const [key, value] of Object.entries(change)) merged[key] = key in base ? merge(base[key], value) : value
  return merged
}

/** Files on the 24th of November 2026; class A by salary, nothing wrong. */
export const answers = {
  talent: {
    systemName: 'ROSSI GIULIA MARIA',
    sex: 'F',
    birthDate: '1993-04-18',
    nationality: 'ITA',
    passport: {
      number: 'YB1234567',
      issuingState: 'ITA',
      expiresOn: '2032-05-30',
      mrz: ['P<ITAROSSI<<GIULIA<MARIA<<<<<<<<<<<<<<<<<<<<', 'YB12345679ITA9304181F3205301<<<<<<<<<<<<<<<8'],
    },
    education: { degree: 'master', skillGrade: null },
    experienceYears: 6,
    chinese: { hsk: 5 },
    other: {},
    resume: [
      { from: '2008-09', to: '2020-10' },
      { from: '2020-11', to: '2026-10' },
    ],
  },
  engagement: { salaryPerYear: 960000, monthsPerYear: 12, placeOfWork: '310105' },
} satisfies Subject

/** A channel with an export in which nothing is doubtful, filed on the 24th of November 2026. */
export const channel = {
  platform: 'Douyin',
  handle: 'giulia_moda',
  followers: 600_000,
  averageViewers: 10_000,
  salesLast12MonthsCny: 12_000_000,
  languages: ['zh', 'it'],
  markets: ['CN', 'IT'],
  productCategories: ['apparel'],
  hasExport: true,
  export: {
    from: '2025-11-01',
    to: '2026-10-31',
    realName: 'talent',
    seriesPage: 2,
    series: Array.from({ length: 12 }, (_, index) => ({
      month: index < 2 ? `2025-${11 + index}` : `2026-${String(index - 1).padStart(2, '0')}`,
      followers: 380_000 + 20_000 * index,
      averageViewers: 10_000,
      sales: 1_000_000,
    })),
    indicators: [
      { kind: 'engagementRate', value: 6.5, document: 'platformEvidence', page: 3 },
      { kind: 'sales', value: 12_000_000, document: 'platformEvidence', page: 4 },
      { kind: 'salesInCountry', value: 3_000_000, country: 'IT', document: 'platformEvidence', page: 4 },
    ],
    violations: [{ on: '2026-05-01', what: 'x', outcome: 'y' }].slice(1),
  },
} satisfies NonNullable<Subject['channels']>[number]

export const circumstances = {
  changesEmployer: true,
  cancelledOn: '2026-11-01',
  hasFamily: true,
  hasForeignPapers: true,
  foreignPapers: ['degree', 'policeRecord'],
  promises: true,
  promised: ['degree', 'medical'],
  claimsRoute: true,
  claims: [{ route: 'youngTalent', grounds: 'Post-doctoral research', document: 'recognition', page: 2 }],
} satisfies Subject['circumstances']

export const photo = { kind: 'photo', format: 'jpeg', bytes: 186_000, width: 413, height: 531 }
export const documents: readonly DocumentFacts[] = [
  { kind: 'passportPage' },
  photo,
  { kind: 'resume' },
  { kind: 'contract' },
  { kind: 'workExperience' },
  { kind: 'degree' },
  { kind: 'policeRecord', issuedOn: '2026-09-24' },
  { kind: 'medical', issuedOn: '2026-10-24' },
  { kind: 'platformEvidence' },
  { kind: 'commitment' },
]

export interface Change {
  readonly filedOn?: string
  readonly talent?: Deep<NonNullable<Subject['talent']>>
  readonly engagement?: Deep<NonNullable<Subject['engagement']>>
  readonly channels?: Subject['channels']
  readonly circumstances?: Subject['circumstances']
  readonly creditCode?: string
  readonly documents?: readonly DocumentFacts[]
  /** Instead of the routes that the shipped data have. */
  readonly routesOn?: Question['routesOn']
}

/** The judgement of the sound application with something changed; leaves that are null are taken away. */
export function judgeWith({
  filedOn = '2026-11-24',
  talent = {},
  engagement = {},
  channels,
  circumstances,
  creditCode,
  documents: files,
  ...rest
}: Change = {}): Judgement {
  const changed: Subject = {
    talent: merge(answers.talent, talent) as Subject['talent'], // merging keeps the shape
    engagement: merge(answers.engagement, engagement) as Subject['engagement'],
    channels,
    circumstances,
  }
  const firm = { creditCode: creditCode ?? '91310105MA1FW0007P' }
  return judge({ filedOn, answers: changed, firm, documents: files ?? documents, ...rulesOn(filedOn), ...rest })
}

export const codesOf = (findings: readonly { readonly code: string }[]): string[] => findings.map(({ code }) => code)

/** Blocks and warns by code, of the sound application with something changed. */
export function findingsWith(change: Change): { blocks: string[]; warns: string[] } {
  const { blocks, warns } = judgeWith(change)
  return { blocks: codesOf(blocks), warns: codesOf(warns) }
}

/** The other documents with these in place of the ones of a kind. */
export const documentsWith = (kind: string, ...files: readonly DocumentFacts[]): DocumentFacts[] => [
  ...documents.filter((file) => file.kind !== kind),
  ...files,
]
