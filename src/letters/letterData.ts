/**
 * Everything that a letter prints, frozen when it is ordered: from the same data the same build
 * makes the same bytes. One shape serves every kind of letter; what a kind does not say is empty.
 */
import { z } from 'zod'
import { Invalid } from '../base/errors.js'
import { dateSchema } from '../reference/shapes.js'
import { normaliseCheckCode } from '../base/checkCode.js'
import { cleanLine, cleanLines } from './cleanText.js'
import { FACTS } from './fields.js'

/**
 * What the file says to machines besides number, dates and addressee (xmp.ts): codes and dates as
 * ISO has them, amounts in figures.
 */
export const MACHINE_FACTS = [
  'caseNumber',
  'employer',
  'creditCode',
  'talentName',
  'talentSystemName',
  'sex',
  'nationality',
  'birthDate',
  'passportNumber',
  'post',
  'contractStart',
  'contractEnd',
  'salaryPerYearCny',
  'monthsPerYear',
  'category',
  'points',
  'proposedClass',
  'proposedRoute',
  'proposedMonths',
  'proposedTreatment',
] as const
export type MachineFact = (typeof MACHINE_FACTS)[number]

/**
 * The longest paragraph: a template's words around what an officer wrote, each of 4,000 characters,
 * and what goes with it (conditions are numbered, a remark says that there is no English).
 */
const MOST_CHARACTERS = 12_000
/** A notice tells up to a hundred deficiencies; a template has up to twenty findings. */
const MOST_FINDINGS = 2000
const MOST_FACTS = 40

const line = z.string().transform(cleanLine).pipe(z.string().min(1).max(MOST_CHARACTERS))
const bilingual = z.strictObject({ zh: line, en: line })
const namedFact = z.strictObject({ name: z.enum(FACTS), label: bilingual, value: bilingual })
/** Letters made before facts had names do not say them. */
const fact = namedFact.partial({ name: true })
const clauses = z.string().transform(cleanLines).pipe(z.string().min(1).max(400))
const paragraphs = z.strictObject({ zh: z.array(line).max(60), en: z.array(line).max(60) })

/**
 * A seal that the authority itself has given: a picture, and its diameter in millimetres (42 for a
 * municipal department).
 */
const sealSchema = z.strictObject({
  mime: z.enum(['image/png', 'image/svg+xml']),
  base64: z.base64().max(3_000_000),
  diameterMm: z.number().min(20).max(60),
})
export type Seal = z.infer<typeof sealSchema>

/**
 * A section of the application form: its questions with their answers; a row without an answer heads
 * those after it.
 */
const formSection = z.strictObject({
  heading: bilingual,
  rows: z.array(z.strictObject({ label: bilingual, value: bilingual.nullable() })).max(2000),
})
export type FormSection = z.infer<typeof formSection>

const letter = z.strictObject({
  version: z.literal(1),
  /** recommendation, refusal, revocation, receipt …: the layout is the same; the file's keywords name it. */
  kind: z.string().regex(/^[a-z][A-Za-z]{0,39}$/),
  number: line,
  issuedOn: dateSchema,
  /** The red head. */
  issuer: bilingual,
  addressee: bilingual,
  /** A line break stands between clauses, where the title may be broken. */
  title: z.strictObject({ zh: clauses, en: clauses }),
  opening: paragraphs,
  /** The table of particulars, in this order. */
  facts: z.array(fact).max(MOST_FACTS),
  /** What leads to the findings. */
  assessment: paragraphs,
  /** Numbered by the layout when there are several. The heading has no number and no full stop. */
  findings: z.array(z.strictObject({ heading: bilingual, text: bilingual })).max(MOST_FINDINGS),
  /** The application form prints what was filed; no other paper does. */
  form: z.array(formSection).max(40).optional(),
  closing: paragraphs.refine(({ zh, en }) => zh.length > 0 && en.length > 0, 'a letter ends with a paragraph'),
  /** 附注: printed in brackets under the date. */
  contact: bilingual.nullable(),
  attachments: z.array(bilingual).max(20),
  /** 抄送. */
  copiedTo: bilingual.nullable(),
  signatory: bilingual,
  validUntil: dateSchema.nullable(),
  seal: sealSchema.nullable(),
  /**
   * Whether a seal is pressed on it at all; letters made before there were other papers do not say
   * so, and are sealed.
   */
  sealed: z.boolean().optional(),
  /** The number of the paper that this one replaces. */
  supersedes: line.nullable().optional(),
  /** The same facts for machines, by the names that xmp.ts publishes. */
  machine: z.partialRecord(z.enum(MACHINE_FACTS), line).optional(),
  check: z.strictObject({
    /** As checkCode.ts makes it; shown in groups. */
    code: z.string().refine((code) => normaliseCheckCode(code) === code, 'not a check code'),
    /** Where the QR code leads. */
    url: z.url().max(200),
    /** The address that a reader types, as printed. */
    page: line,
  }),
  /** The words that stand across every page of a demonstration letter, or null for a letter in earnest. */
  specimen: line.nullable(),
})

const sealedInEarnest = ({ specimen, seal }: z.infer<typeof letter>): boolean => specimen === null || seal === null
const FALSE_SEAL = 'a specimen carries no authority’s seal'
export const letterSchema = letter.refine(sealedInEarnest, FALSE_SEAL)
const orderSchema = letter.extend({ facts: z.array(namedFact).max(MOST_FACTS) }).refine(sealedInEarnest, FALSE_SEAL)

export type LetterData = z.infer<typeof letterSchema>
/** A letter as it is ordered: every fact has its name, by which the public page knows what it must mask. */
export type OrderedLetter = z.infer<typeof orderSchema>

/**
 * The data as they may be printed: checked, and rid of unseen characters.
 * @throws Invalid naming every fault (code `letter.data`) by its path
 */
export const parseLetter = (data: unknown): LetterData => parse(letterSchema, data)

/** The same of a letter that is ordered now. */
export const parseOrder = (data: unknown): OrderedLetter => parse(orderSchema, data)

function parse<Data>(schema: z.ZodType<Data>, data: unknown): Data {
  const result = schema.safeParse(data)
  if (result.success) return result.data
  throw new Invalid(
    result.error.issues.map(({ path, message }) => ({
      code: 'letter.data',
      path: path.join('.'),
      message: { zh: `函件数据有误：${message}`, en: `Wrong letter data: ${message}` },
    })),
  )
}

/** Every sentence of the data through `mend`; not the drawing, nor what the check needs. */
export function mendWords(data: LetterData, mend: (text: string) => string): LetterData {
  const through = <Value>(value: Value): Value => {
    if (typeof value === 'string') return mend(value) as Value // a text stays a text
    if (Array.isArray(value)) return value.map(through) as Value // a list of the same
    if (typeof value !== 'object' || value === null) return value
    // the same keys
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, through(part)])) as Value
  }
  const { seal, check, ...words } = data
  return { ...through(words), seal, check }
}
