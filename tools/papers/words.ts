/** Everything that is written on a demonstration paper, from a case file: what the file says, and invented details that fit it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addMonths, sayDate } from '../../src/base/dates.js'
import { findNationality } from '../../src/base/nationalities.js'
import { DOCUMENT_KINDS, INDICATORS } from '../../src/forms/choices.js'
import { projectFolder } from '../../src/settings.js'
import { Chance } from './chance.js'
import { drawPortrait, drawSignature } from './portrait.js'

/** The part of a case file (docs/case-files.md) that papers are made from. */
export interface PaperCase {
  readonly submittedOn: string
  readonly firm: { readonly nameZh: string; readonly nameEn: string; readonly creditCode: string }
  readonly talent: {
    readonly visualName: string
    readonly systemName: string
    readonly chineseName?: string | null
    readonly sex: string
    readonly birthDate: string
    readonly nationality: string
    readonly passport: {
      readonly number: string
      readonly issuingState: string
      readonly expiresOn: string
      readonly mrz: readonly string[]
    }
    readonly education: { readonly degree: string; readonly institution?: string | null }
    readonly experienceYears: number
    readonly resume: readonly { readonly from: string; readonly to: string; readonly what: string }[]
  }
  readonly engagement: {
    readonly post: string
    readonly salaryPerYear: number
    readonly salaryPerMonth: number
    readonly monthsPerYear: number
    readonly contract: { readonly start: string; readonly end: string }
    readonly placeOfWork: string
  }
  readonly channels: readonly {
    readonly platform: string
    readonly handle: string
    readonly followers: number
    readonly averageViewers: number
    readonly salesLast12MonthsCny: number
    readonly languages: readonly string[]
    readonly markets: readonly string[]
    readonly productCategories: readonly string[]
    /** What the platform exported, where the answers give it; then the paper shows these figures. */
    readonly export?: PaperExport
  }[]
}

export interface PaperExport {
  readonly series: readonly {
    readonly month: string
    readonly followers: number
    readonly averageViewers: number
    readonly sales: number
  }[]
  readonly indicators: readonly {
    readonly kind: string
    readonly value: number
    readonly country?: string | undefined
  }[]
  readonly violations: readonly { readonly on: string; readonly what: string; readonly outcome: string }[]
}

/** What a case file says of one document. */
export interface PaperWish {
  readonly kind: string
  readonly pages?: number
  readonly format?: string
  readonly width?: number
  readonly height?: number
  readonly bytes?: number
  readonly issuedOn?: string
  readonly language?: string
  readonly signedBy?: readonly string[]
  readonly authenticated?: boolean
}

interface Invented {
  readonly city: string
  readonly institution: string
  readonly employer: string
}

/** Where the templates and the invented details lie, also when this runs compiled. */
export const papersFolder = join(projectFolder, 'tools/papers')
// Our own file, of the shape that the interface names.
const read = <T>(name: string): T => JSON.parse(readFileSync(join(papersFolder, name), 'utf8')) as T
const inventions = read<Record<string, Invented>>('countries.json')
const clauses = read<{ zh: string; en: string }[]>('clauses.json')
/** What papers that go with some circumstances say, by kind. */
const supporting = read<Record<string, { zh: string; en: string }[]>>('supporting.json')

const degrees: Record<string, { zh: string; en: string; of: string }> = {
  doctor: { zh: '博士', en: 'Doctor of Philosophy', of: 'Media and Communication' },
  master: { zh: '硕士', en: 'Master of Arts', of: 'Fashion and Media Management' },
  bachelor: { zh: '学士', en: 'Bachelor of Arts', of: 'International Communication' },
  none: { zh: '结业', en: 'Certificate of Completion', of: 'Broadcasting and Presentation' },
}

/** As a passport prints a date: `18 APR 1993`. */
const onPassport = (date: string) => {
  const [day = '', month = '', year = ''] = sayDate(date).en.split(' ')
  return `${day.padStart(2, '0')} ${month.slice(0, 3).toUpperCase()} ${year}`
}
const dateWords = (date: string) => ({ iso: date, ...sayDate(date), passport: onPassport(date) })

const { format: grouped } = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })

/** A name that our fonts can show; another script's is given as the passport transcribes it. */
const shown = (name: string, otherwise: string) =>
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Common}\p{Script=Inherited}]*$/u.test(
    name,
  )
    ? name
    : otherwise

/** The exported months, with the heights of their columns. */
function exportedMonths({ series }: PaperExport = { series: [], indicators: [], violations: [] }) {
  const [most, sold] = [series.map(({ followers }) => followers), series.map(({ sales }) => sales)].map((figures) =>
    Math.max(1, ...figures),
  )
  return series.map(({ month, followers, averageViewers, sales }) => ({
    month,
    sales: grouped(sales),
    share: sales / (sold ?? 1),
    followers: grouped(followers),
    reach: followers / (most ?? 1),
    viewers: grouped(averageViewers),
  }))
}

function channelWords(channel: PaperCase['channels'][number], filedOn: string, chance: Chance) {
  const sales = Array.from({ length: 12 }, () => 70 + chance.below(61))
  const total = sales.reduce((sum, one) => sum + one, 0)
  const invented = sales.map((share, index) => ({
    month: addMonths(filedOn, index - 12).slice(0, 7),
    sales: grouped(Math.round((channel.salesLast12MonthsCny * share) / total)),
    share: share / 130,
    followers: grouped(Math.round(channel.followers * (0.62 + 0.38 * ((index + 1) / 12) ** 1.2))),
    reach: 0.62 + 0.38 * ((index + 1) / 12) ** 1.2,
    viewers: grouped(Math.round(channel.averageViewers * (0.8 + share / 500))),
    sessions: 14 + chance.below(10),
  }))
  const exported = exportedMonths(channel.export)
  const months =
    exported.length > 0 ? exported.map((month) => ({ ...month, sessions: 14 + chance.below(10) })) : invented
  const sessions = Array.from({ length: 12 }, (_, index) => ({
    date: addMonths(filedOn, -12 + index).slice(0, 8) + String(3 + chance.below(25)).padStart(2, '0'),
    hours: `${2 + chance.below(2)}:${String(5 + chance.below(50)).padStart(2, '0')}`,
    peak: grouped(Math.round(channel.averageViewers * (1.6 + chance.below(90) / 100))),
    product: channel.productCategories[index % channel.productCategories.length] ?? '',
    sales: grouped(Math.round((channel.salesLast12MonthsCny / 240) * (0.8 + chance.below(90) / 100))),
  }))
  const { followers, averageViewers, salesLast12MonthsCny } = channel
  const list = (words: readonly string[]) => words.join(' · ')
  return {
    platform: channel.platform,
    handle: channel.handle,
    accountId: `${chance.below(9)}${chance.below(1e9)}`.padStart(10, '7'),
    followers: grouped(followers),
    viewers: grouped(averageViewers),
    sales: grouped(salesLast12MonthsCny),
    languages: list(channel.languages),
    markets: list(channel.markets),
    categories: list(channel.productCategories),
    from: months[0]?.month ?? '',
    to: months.at(-1)?.month ?? '',
    figures: (channel.export?.indicators ?? []).flatMap(({ kind, value, country }) => {
      const label = INDICATORS.find((one) => one.value === kind)?.label
      return label ? { ...label, value: `${grouped(value)}${country ? `（${country}）` : ''}` } : []
    }),
    violations: (channel.export?.violations ?? [])
      .map(({ on, what, outcome }) => `${on} ${what}：${outcome}`)
      .join('；'),
    months,
    sessions,
  }
}

/** The person's face, the same on every paper. */
export const portraitOf = ({ systemName, passport, sex }: PaperCase['talent']): string =>
  drawPortrait(new Chance(`${systemName}:${passport.number}`), sex)

/** The words of one paper, as the Typst templates beside this file read them. The same wish and case give the same words. */
export function paperWords(wish: PaperWish, file: PaperCase) {
  const { talent, firm, engagement } = file
  const { passport } = talent
  const invented = inventions[talent.nationality] ?? inventions[''] ?? { city: '', institution: '', employer: '' }
  const degree = degrees[talent.education.degree] ?? { zh: '', en: '', of: '' }
  const given = talent.education.institution
  const institution = given && given !== 'as in the certificate' ? given : invented.institution
  const [surname = '', givenNames = ''] = (passport.mrz[0] ?? '').slice(5).split('<<')
  const country = findNationality(talent.nationality)?.name ?? { zh: talent.nationality, en: talent.nationality }
  const issuedOn = wish.issuedOn ?? addMonths(file.submittedOn, -1)
  const rows = talent.resume.map(({ from, to, what }) => ({
    from: from.replace('-', '.'),
    to: to.replace('-', '.'),
    zh:
      what === 'study'
        ? `就读于 ${institution}，取得${degree.zh}`
        : what === 'work'
          ? `${invented.employer}，直播主播`
          : '',
    en:
      what === 'study'
        ? `Studies, ${institution}: ${degree.en}`
        : what === 'work'
          ? `${invented.employer}, live-streaming host`
          : what,
  }))
  const contract = {
    zh: `${sayDate(engagement.contract.start).zh}至${sayDate(engagement.contract.end).zh}`,
    en: `${sayDate(engagement.contract.start).en} to ${sayDate(engagement.contract.end).en}`,
  }
  const values: Record<string, string> = {
    startZh: sayDate(engagement.contract.start).zh,
    endZh: sayDate(engagement.contract.end).zh,
    startEn: sayDate(engagement.contract.start).en,
    endEn: sayDate(engagement.contract.end).en,
    post: engagement.post,
    place: engagement.placeOfWork,
    salaryYear: grouped(engagement.salaryPerYear),
    salaryMonth: grouped(engagement.salaryPerMonth),
    months: String(engagement.monthsPerYear),
  }
  const filled = (line: string) => line.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  return {
    kind: wish.kind,
    heading: DOCUMENT_KINDS.find(({ value }) => value === wish.kind)?.label ?? {
      zh: '证明材料',
      en: 'Supporting document',
    },
    lines: supporting[wish.kind] ?? [],
    pages: wish.pages ?? 1,
    day: issuedOn.split('-').map(Number),
    issued: dateWords(issuedOn),
    filed: dateWords(file.submittedOn),
    language: wish.language ?? 'zh',
    signedBy: wish.signedBy ?? ['firm', 'talent'],
    authenticated: wish.authenticated ?? false,
    serial: new Chance(`${passport.number}:${wish.kind}`).serial(10),
    name: shown(talent.visualName, talent.systemName),
    systemName: talent.systemName,
    chineseName: talent.chineseName ?? '',
    surname: surname.replaceAll('<', ' ').trim(),
    givenNames: givenNames.replaceAll('<', ' ').trim(),
    sex: { zh: { F: '女', M: '男' }[talent.sex] ?? '未注明', en: talent.sex },
    birth: dateWords(talent.birthDate),
    country: { ...country, code: talent.nationality },
    passport: {
      number: passport.number,
      state: passport.issuingState,
      issued: onPassport(addMonths(passport.expiresOn, -120)),
      expires: dateWords(passport.expiresOn),
      mrz: passport.mrz,
    },
    degree,
    graduated:
      talent.resume.findLast((row) => row.what === 'study')?.to ?? addMonths(talent.birthDate, 23 * 12).slice(0, 7),
    experienceYears: talent.experienceYears,
    institution,
    city: invented.city,
    employer: invented.employer,
    rows,
    firm: { zh: firm.nameZh, en: firm.nameEn, code: firm.creditCode },
    post: engagement.post,
    place: engagement.placeOfWork,
    salary: { year: values.salaryYear, month: values.salaryMonth, months: values.months },
    contract,
    clauses: clauses.map(({ zh, en }) => ({ zh: filled(zh), en: filled(en) })),
    channels: file.channels.map((channel) => channelWords(channel, file.submittedOn, new Chance(channel.handle))),
    portrait: portraitOf(talent),
    signature: drawSignature(new Chance(talent.visualName)),
    handlerSignature: drawSignature(new Chance(firm.nameZh)),
  }
}
