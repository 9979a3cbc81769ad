/**
 * A case file (docs/case-files.md) as it is read: what must be there is asked for, what is
 * optional may be absent or null, and nothing beyond is looked at.
 */
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { isDate } from '../../src/base/dates.js'
import type { PaperCase, PaperWish } from '../papers.js'

const tree = z.looseObject({})
const text = z.string().nullish()
const figure = z.number().nullish()
const words = z.array(z.string()).nullish()

const paper = z.object({
  kind: z.string(),
  pages: figure,
  format: text,
  width: figure,
  height: figure,
  bytes: figure,
  issuedOn: text,
  language: text,
  signedBy: words,
  authenticated: z.boolean().nullish(),
})
export type DocumentWish = z.output<typeof paper>

const step = z.object({
  by: z.string(),
  action: z.string(),
  state: text,
  refused: z.boolean().nullish(),
  department: text,
  input: tree.nullish(),
  /** What comes with a message, a statement or a request for review. */
  enclosed: z.array(paper).nullish(),
})
export type FlowStep = z.output<typeof step>

/** Strict: an expectation that nobody compares would pass unseen. */
const expectation = z.strictObject({
  expectedDecisionOn: text,
  points: z.record(z.string(), z.number()).nullish(),
  category: text,
  routes: z.strictObject({ A: words, B: words }).nullish(),
  blocks: words,
  warns: words,
  /** What the issued letter asks for, as its package says. */
  proposed: z.strictObject({ class: text, route: text, months: z.int().nullish() }).nullish(),
})
export type Expectation = z.output<typeof expectation>

const caseFile = z.object({
  submittedOn: z.string().refine(isDate, 'not a date YYYY-MM-DD'),
  firm: z.object({
    nameZh: z.string(),
    nameEn: text,
    creditCode: z.string(),
    district: text,
    zone: text,
    crossBorderFiling: text,
    kind: z.enum(['brand', 'platform', 'mcn', 'other']).nullish(),
  }),
  talent: tree,
  engagement: tree.nullish(),
  channels: z.array(z.unknown()).nullish(),
  documents: z.array(paper).nullish(),
  flow: z.array(step).nullish(),
  expect: expectation.nullish(),
})

export interface CaseFile extends z.output<typeof caseFile> {
  /** The file's name without its ending. */
  readonly name: string
}

/** A case file that cannot be used; the message says what is wrong with it. */
export class BadCaseFile extends Error {}

export const nameOfFile = (path: string): string => basename(path, '.json')

/**
 * Reads one case file.
 * @throws BadCaseFile when it is no JSON or something that must be there is missing
 */
export function readCaseFile(folder: string, fileName: string): CaseFile {
  const parsed = caseFile.safeParse(parseJson(readFileSync(join(folder, fileName), 'utf8')))
  if (parsed.success) return { ...parsed.data, name: nameOfFile(fileName) }
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`)
  throw new BadCaseFile(`not a case file: ${faults.join('; ')}`)
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new BadCaseFile(`not JSON: ${error instanceof Error ? error.message.replace(/\s+/g, ' ') : error}`)
  }
}

/** The answers of the application: the file's own, as they stand. */
export const answersOf = ({ talent, engagement, channels }: CaseFile) => ({ talent, engagement, channels })

/** A document's description for makePaper, without what is null. */
export function wishOf(document: DocumentWish): PaperWish {
  const { kind, signedBy, ...rest } = document
  const told = Object.entries({ ...rest, signedBy }).filter(([, value]) => value !== null && value !== undefined)
  return { kind, ...Object.fromEntries(told) }
}

const date = (value: unknown, otherwise: string) => (typeof value === 'string' && isDate(value) ? value : otherwise)
const string = (otherwise: string) => z.string().catch(otherwise)
const number = (otherwise: number) => z.number().catch(otherwise)
const list = z.array(z.string()).catch([])
const branch = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
const branches = (value: unknown) => (Array.isArray(value) ? value.map(branch) : [])

const exportOf = ({ series, indicators, violations }: Record<string, unknown>) => ({
  series: branches(series).map(({ month, followers, averageViewers, sales }) => ({
    month: string('2026-01').parse(month),
    followers: number(0).parse(followers),
    averageViewers: number(0).parse(averageViewers),
    sales: number(0).parse(sales),
  })),
  indicators: branches(indicators).map(({ kind, value, country }) => ({
    kind: string('').parse(kind),
    value: number(0).parse(value),
    country: z.string().optional().catch(undefined).parse(country),
  })),
  violations: branches(violations).map(({ on, what, outcome }) => ({
    on: string('').parse(on),
    what: string('').parse(what),
    outcome: string('').parse(outcome),
  })),
})

/** The case for makePaper, which writes whole papers: whatever the file leaves open has a plain value there, and only there. */
export function paperCaseOf({ submittedOn, firm, talent, engagement, channels }: CaseFile): PaperCase {
  const passport = branch(talent.passport)
  const education = branch(talent.education)
  const work = branch(engagement)
  const contract = branch(work.contract)
  const month = submittedOn.slice(0, 7)
  return {
    submittedOn,
    firm: { nameZh: firm.nameZh, nameEn: firm.nameEn ?? firm.nameZh, creditCode: firm.creditCode },
    talent: {
      visualName: string('').parse(talent.visualName),
      systemName: string('').parse(talent.systemName),
      chineseName: z.string().nullish().catch(null).parse(talent.chineseName) ?? null,
      sex: string('X').parse(talent.sex),
      birthDate: date(talent.birthDate, '1990-01-01'),
      nationality: string('XXX').parse(talent.nationality),
      passport: {
        number: string('').parse(passport.number),
        issuingState: string('').parse(passport.issuingState),
        expiresOn: date(passport.expiresOn, '2030-01-01'),
        mrz: list.parse(passport.mrz),
      },
      education: {
        degree: string('none').parse(education.degree),
        institution: z.string().nullish().catch(null).parse(education.institution) ?? null,
      },
      experienceYears: number(0).parse(talent.experienceYears),
      resume: branches(talent.resume).map(({ from, to, what }) => ({
        from: string(month).parse(from),
        to: string(month).parse(to),
        what: string('').parse(what),
      })),
    },
    engagement: {
      post: string('').parse(work.post),
      salaryPerYear: number(0).parse(work.salaryPerYear),
      salaryPerMonth: number(0).parse(work.salaryPerMonth),
      monthsPerYear: number(12).parse(work.monthsPerYear),
      contract: { start: date(contract.start, submittedOn), end: date(contract.end, submittedOn) },
      placeOfWork: string('').parse(work.placeOfWork),
    },
    channels: branches(channels).map((channel) => ({
      platform: string('').parse(channel.platform),
      handle: string('').parse(channel.handle),
      followers: number(0).parse(channel.followers),
      averageViewers: number(0).parse(channel.averageViewers),
      salesLast12MonthsCny: number(0).parse(channel.salesLast12MonthsCny),
      languages: list.parse(channel.languages),
      markets: list.parse(channel.markets),
      productCategories: list.parse(channel.productCategories),
      ...(channel.hasExport === true && { export: exportOf(branch(channel.export)) }),
    })),
  }
}
