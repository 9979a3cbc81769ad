/**
 * Who is judged. A draft may hold anything, so what comes in is read leaf by leaf: a leaf of the
 * wrong type, or a date that does not exist, is unknown, and the rest is judged all the same. Over
 * 250 lines because the shape that comes in and the one that is read stand side by side.
 */
import { z } from 'zod'
import { isDate, isMonth } from '../base/dates.js'

type Maybe<Value> = Value | null | undefined

/** The answers that are judged: any part of an application's tree; answers beyond these are not looked at. */
export interface Subject {
  readonly talent?: Maybe<{
    readonly systemName?: Maybe<string>
    readonly sex?: Maybe<string>
    readonly birthDate?: Maybe<string>
    readonly nationality?: Maybe<string>
    readonly passport?: Maybe<{
      readonly number?: Maybe<string>
      readonly issuingState?: Maybe<string>
      readonly expiresOn?: Maybe<string>
      readonly mrz?: Maybe<readonly Maybe<string>[]>
    }>
    readonly education?: Maybe<{ readonly degree?: Maybe<string>; readonly skillGrade?: Maybe<string> }>
    readonly experienceYears?: Maybe<number>
    readonly chinese?: Maybe<{
      readonly hsk?: Maybe<number>
      readonly formerChineseNational?: Maybe<boolean>
      readonly bachelorTaughtInChinese?: Maybe<boolean>
    }>
    readonly other?: Maybe<{
      readonly topUniversity?: Maybe<boolean>
      readonly fortune500?: Maybe<boolean>
      readonly patent?: Maybe<boolean>
      readonly fiveYearsInChina?: Maybe<boolean>
    }>
    readonly resume?: Maybe<
      readonly Maybe<{ readonly from?: Maybe<string>; readonly to?: Maybe<string>; readonly what?: Maybe<string> }>[]
    >
    readonly inChina?: Maybe<boolean>
    readonly permitUntil?: Maybe<string>
  }>
  readonly engagement?: Maybe<{
    readonly salaryPerYear?: Maybe<number>
    readonly salaryPerMonth?: Maybe<number>
    readonly paidInOther?: Maybe<boolean>
    readonly paidIn?: Maybe<InCurrency>
    readonly monthsPerYear?: Maybe<number>
    readonly contract?: Maybe<{ readonly start?: Maybe<string>; readonly end?: Maybe<string> }>
    readonly placeOfWork?: Maybe<string>
  }>
  readonly channels?: Maybe<readonly Maybe<ChannelAnswers>[]>
  readonly compliance?: Maybe<{
    readonly isSigned?: Maybe<boolean>
    readonly groups?: Maybe<readonly Maybe<string>[]>
    readonly talentSignedOn?: Maybe<string>
    readonly firmSignedOn?: Maybe<string>
  }>
  readonly circumstances?: Maybe<{
    readonly changesEmployer?: Maybe<boolean>
    readonly cancelledOn?: Maybe<string>
    readonly hasFamily?: Maybe<boolean>
    readonly hasForeignPapers?: Maybe<boolean>
    readonly foreignPapers?: Maybe<readonly Maybe<string>[]>
    readonly promises?: Maybe<boolean>
    readonly promised?: Maybe<readonly Maybe<string>[]>
    readonly claimsRoute?: Maybe<boolean>
    readonly claims?: Maybe<
      readonly Maybe<{
        readonly route?: Maybe<string>
        readonly grounds?: Maybe<string>
        readonly document?: Maybe<string>
        readonly page?: Maybe<number>
      }>[]
    >
  }>
}

/** Sums in another currency, and the rate by which they were converted. */
interface InCurrency {
  readonly currency?: Maybe<string>
  readonly rate?: Maybe<number>
}

/** A channel as declared, and what its platform exported, which is looked at when `hasExport` is true. */
export interface ChannelAnswers {
  readonly platform?: Maybe<string>
  readonly handle?: Maybe<string>
  readonly link?: Maybe<string>
  readonly followers?: Maybe<number>
  readonly averageViewers?: Maybe<number>
  readonly salesLast12MonthsCny?: Maybe<number>
  readonly soldInOther?: Maybe<boolean>
  readonly soldIn?: Maybe<InCurrency>
  readonly languages?: Maybe<readonly Maybe<string>[]>
  readonly markets?: Maybe<readonly Maybe<string>[]>
  readonly productCategories?: Maybe<readonly Maybe<string>[]>
  readonly hasExport?: Maybe<boolean>
  readonly export?: Maybe<{
    readonly from?: Maybe<string>
    readonly to?: Maybe<string>
    readonly realName?: Maybe<string>
    readonly seriesPage?: Maybe<number>
    readonly series?: Maybe<
      readonly Maybe<{
        readonly month?: Maybe<string>
        readonly followers?: Maybe<number>
        readonly averageViewers?: Maybe<number>
        readonly sales?: Maybe<number>
      }>[]
    >
    readonly indicators?: Maybe<
      readonly Maybe<{
        readonly kind?: Maybe<string>
        readonly value?: Maybe<number>
        readonly country?: Maybe<string>
        readonly document?: Maybe<string>
        readonly page?: Maybe<number>
      }>[]
    >
    readonly violations?: Maybe<
      readonly Maybe<{ readonly on?: Maybe<string>; readonly what?: Maybe<string>; readonly outcome?: Maybe<string> }>[]
    >
  }>
}

/**
 * What is known of an attached file: its kind, the day of issue (YYYY-MM-DD), and for images
 * format, bytes and pixels.
 */
export interface DocumentFacts {
  readonly kind?: Maybe<string>
  readonly issuedOn?: Maybe<string>
  readonly format?: Maybe<string>
  readonly bytes?: Maybe<number>
  readonly width?: Maybe<number>
  readonly height?: Maybe<number>
  /** The language of the paper (BCP 47) where it was said. */
  readonly language?: Maybe<string>
  /** Of a translation, the kind of the paper that it translates, where it was said. */
  readonly of?: Maybe<string>
}

/** An object with these leaves, whatever comes in: anything that is no object is read as an empty one. */
const part = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess(
    (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}),
    z.object(shape),
  )
const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (Array.isArray(value) ? [...value] : []), z.array(item))

const text = z.string().optional().catch(undefined)
const amount = z.number().nonnegative().optional().catch(undefined)
const flag = z.boolean().catch(false)
const date = z.string().refine(isDate).optional().catch(undefined)
const month = z.string().refine(isMonth).optional().catch(undefined)

/** Of these years days can be counted on from without leaving the calendar. */
const day = z
  .string()
  .refine((text) => isDate(text) && text > '1900' && text < '2200')
  .optional()
  .catch(undefined)
const answered = z.boolean().optional().catch(undefined)
const texts = list(text)

const channelSchema = part({
  platform: text,
  handle: text,
  link: text,
  followers: amount,
  averageViewers: amount,
  salesLast12MonthsCny: amount,
  soldInOther: answered,
  soldIn: part({ currency: text, rate: amount }),
  languages: texts,
  markets: texts,
  productCategories: texts,
  hasExport: answered,
  export: part({
    from: day,
    to: day,
    realName: text,
    seriesPage: amount,
    series: list(part({ month, followers: amount, averageViewers: amount, sales: amount })),
    indicators: list(part({ kind: text, value: amount, country: text, document: text, page: amount })),
    violations: list(part({ on: day, what: text, outcome: text })),
  }),
})
/** A channel with every leaf either of its type or undefined. */
export type KnownChannel = z.output<typeof channelSchema>

const knownSchema = part({
  talent: part({
    systemName: text,
    sex: text,
    birthDate: date,
    nationality: text,
    passport: part({ number: text, issuingState: text, expiresOn: date, mrz: list(text) }),
    education: part({ degree: text, skillGrade: text }),
    experienceYears: amount,
    chinese: part({ hsk: amount, formerChineseNational: flag, bachelorTaughtInChinese: flag }),
    other: part({ topUniversity: flag, fortune500: flag, patent: flag, fiveYearsInChina: flag }),
    resume: list(part({ from: month, to: text, what: text })),
    inChina: answered,
    permitUntil: date,
  }),
  engagement: part({
    salaryPerYear: amount,
    salaryPerMonth: amount,
    paidInOther: answered,
    paidIn: part({ currency: text, rate: amount }),
    monthsPerYear: amount,
    contract: part({ start: date, end: date }),
    placeOfWork: text,
  }),
  channels: list(channelSchema),
  compliance: part({ isSigned: answered, groups: texts, talentSignedOn: date, firmSignedOn: date }),
  circumstances: part({
    changesEmployer: answered,
    cancelledOn: date,
    hasFamily: answered,
    hasForeignPapers: answered,
    foreignPapers: texts,
    promises: answered,
    promised: texts,
    claimsRoute: answered,
    claims: list(part({ route: text, grounds: text, document: text, page: amount })),
  }),
})
/** The answers with every leaf either of its type or undefined. */
export type ReadAnswers = z.output<typeof knownSchema>

const documentsSchema = list(
  part({
    kind: text,
    issuedOn: date,
    format: text,
    bytes: amount,
    width: amount,
    height: amount,
    language: text,
    of: text,
  }),
)
export type KnownDocument = z.output<typeof documentsSchema>[number]

/**
 * Reads answers of any completeness and type. What stands in a question that follows from another
 * one is taken when that one is answered with yes: only then the form shows it. Questions that the form
 * asks no more count where they were answered. Never throws.
 */
export function readSubject(answers: Subject): ReadAnswers {
  const known = knownSchema.parse(answers)
  const { hasForeignPapers, foreignPapers, promises, promised, claimsRoute, claims } = known.circumstances
  return {
    ...known,
    circumstances: {
      ...known.circumstances,
      foreignPapers: hasForeignPapers === true ? foreignPapers : [],
      promised: promises === false ? [] : promised,
      claims: claimsRoute === true ? claims : [],
    },
  }
}

/** Reads the facts of attached files. Never throws. */
export const readDocuments = (documents: readonly DocumentFacts[]): KnownDocument[] => documentsSchema.parse(documents)

/** Reads channels of any completeness and type. Never throws. */
export const readChannels = (channels: unknown): KnownChannel[] => list(channelSchema).parse(channels)
