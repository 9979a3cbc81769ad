/** What comes out: the shapes of the papers' reference data (kinds `paperKinds`, `numberSeries`, `signatories`, `letterTemplates`). */
import { z } from 'zod'
import type { Bilingual } from '../base/text.js'
import { bilingualSchema } from '../reference/shapes.js'
import { FACTS } from './fields.js'

const words = bilingualSchema
/** Fewer than a paper takes (letterData.ts), which adds a note on the name. */
const MOST_PARAGRAPHS = 50
const several = z.array(z.string().min(1)).max(MOST_PARAGRAPHS)
const paragraphs = z.strictObject({ zh: several, en: several })

/** What a finding of a template may be repeated for: each reason of a decision, each item of a correction. */
export const ROWS = ['reasons', 'items'] as const
export type RowKind = (typeof ROWS)[number]

const finding = z.strictObject({ each: z.enum(ROWS).optional(), heading: words, text: words })

/** Kind `letterTemplates`; the key is the kind of paper. Every text is a Handlebars paragraph that may print fields (fields.ts) and nothing else. */
export const letterTemplateSchema = z.strictObject({
  title: words,
  opening: paragraphs,
  assessment: paragraphs,
  findings: z.array(finding).max(20),
  closing: paragraphs.refine(({ zh, en }) => zh.length > 0 && en.length > 0, 'a paper ends with a paragraph'),
  contact: words,
  attachments: z.array(words).max(20),
  /** 抄送. */
  copiedTo: words.optional(),
})
export type LetterTemplate = z.infer<typeof letterTemplateSchema>

/** Kind `paperKinds`; the key is the kind of paper. Of `recommendation` the code knows that its case waits for it; no case waits for another paper, and which there are is told here alone. */
export const paperKindSchema = z.strictObject({
  label: words,
  /** The actions that cause it. A kind whose text is not in force yet is caused by none. */
  actions: z.array(z.string().min(1)),
  /** A key of `numberSeries`. */
  series: z.string().min(1),
  /** Who reads it: the permit authority, or the firm. */
  addressee: z.enum(['permit', 'firm']),
  /** Whether the authority's seal is pressed on it. The electronic signature is on every paper. */
  sealed: z.boolean(),
  /** The lines of its table of particulars. */
  facts: z.array(z.enum(FACTS)),
  /** How long it is valid: a key of `timeLimits`, or null. */
  validity: z.string().nullable(),
  /** A key of `timeLimits` that the paper tells its reader and that starts on its day, or null. */
  term: z.string().nullable(),
  order: z.int(),
})
export type PaperKind = z.infer<typeof paperKindSchema>

/** Kind `numberSeries`: one gapless series an authority and year. `{authority}` (发文机关代字), `{year}` and `{serial}` stand in the form. */
export const numberSeriesSchema = z.strictObject({
  label: words,
  form: z
    .string()
    .refine(
      (form) => ['{authority}', '{year}', '{serial}'].every((part) => form.includes(part)),
      'needs {authority}, {year} and {serial}',
    ),
})

/** Kind `signatories`; the key is the authority's code, or `code.kind` for one kind of paper. Without an entry the authority's own name and office stand. */
export const signatorySchema = z.strictObject({
  /** Whose signature it is, when it is not the authority's own name. */
  signatory: words.nullable(),
  office: words,
  phone: z.string().min(1).nullable(),
  /** The seal's picture in SEALS_DIR, without its ending, and its diameter (42 mm for a municipal department: 国发〔1999〕25号). */
  seal: z.strictObject({ file: z.string().regex(/^[\w-]+$/), diameterMm: z.number().min(20).max(60) }).nullable(),
})
export type Signatory = z.infer<typeof signatorySchema>

/** The schemas of this folder's kinds, for the screen where a policy editor drafts a body. */
export const paperSchemas = {
  letterTemplates: letterTemplateSchema,
  paperKinds: paperKindSchema,
  numberSeries: numberSeriesSchema,
  signatories: signatorySchema,
}

/** What the check page may say; nothing that the paper does not. */
export interface PublicFacts {
  readonly issuer: Bilingual
  readonly addressee: Bilingual
  readonly title: Bilingual
  readonly issuedOn: string
  readonly validUntil: string | null
  readonly specimen: boolean
  readonly facts: readonly { readonly label: Bilingual; readonly value: Bilingual }[]
}
