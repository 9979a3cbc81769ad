/**
 * Who is judged. A draft may hold anything, so what comes in is read leaf by leaf: a leaf of the wrong type, or a date that
 * does not exist, is unknown, and the rest is judged all the same.
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
    readonly resume?: Maybe<readonly Maybe<{ readonly from?: Maybe<string>; readonly to?: Maybe<string> }>[]>
  }>
  readonly engagement?: Maybe<{
    readonly salaryPerYear?: Maybe<number>
    readonly monthsPerYear?: Maybe<number>
    readonly placeOfWork?: Maybe<string>
  }>
}

/** What is known of an attached file: its kind, the day of issue (YYYY-MM-DD), and for images format, bytes and pixels. */
export interface DocumentFacts {
  readonly kind?: Maybe<string>
  readonly issuedOn?: Maybe<string>
  readonly format?: Maybe<string>
  readonly bytes?: Maybe<number>
  readonly width?: Maybe<number>
  readonly height?: Maybe<number>
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
    resume: list(part({ from: month, to: text })),
  }),
  engagement: part({ salaryPerYear: amount, monthsPerYear: amount, placeOfWork: text }),
})
/** The answers with every leaf either of its type or undefined. */
export type Known = z.output<typeof knownSchema>

const documentsSchema = list(
  part({ kind: text, issuedOn: date, format: text, bytes: amount, width: amount, height: amount }),
)
export type KnownDocument = z.output<typeof documentsSchema>[number]

/** Reads answers of any completeness and type. Never throws. */
export const readSubject = (answers: Subject): Known => knownSchema.parse(answers)

/** Reads the facts of attached files. Never throws. */
export const readDocuments = (documents: readonly DocumentFacts[]): KnownDocument[] => documentsSchema.parse(documents)
