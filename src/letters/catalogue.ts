/** What comes out: the kinds of letters, their templates (reference kind `letterTemplates`), and the fields that a template may print. */
import { z } from 'zod'
import type { Bilingual } from '../base/text.js'
import { bilingualSchema } from '../reference/shapes.js'

const paragraphs = z.strictObject({ zh: z.array(z.string().min(1)), en: z.array(z.string().min(1)) })

/** Kind `letterTemplates`; the key is the kind of letter. Every text is a Handlebars paragraph that may print FIELDS and nothing else. */
export const letterTemplateSchema = z.strictObject({
  /** The number series, one an authority and year. */
  series: z.string().min(1),
  title: bilingualSchema,
  opening: paragraphs,
  assessment: paragraphs,
  findings: z.array(z.strictObject({ heading: bilingualSchema, text: bilingualSchema })),
  closing: paragraphs,
  contact: bilingualSchema,
  attachments: z.array(bilingualSchema),
})
export type LetterTemplate = z.infer<typeof letterTemplateSchema>

/** The kinds of letters that the workflow causes. */
export const LETTER_KINDS = ['recommendation'] as const
export type LetterKind = (typeof LETTER_KINDS)[number]

/** What a template may print. Values are made by compose.ts, each in the letter's language. */
export const FIELDS = [
  'name',
  'shortName',
  'employer',
  'creditCode',
  'district',
  'crossBorderFiling',
  'post',
  'contractStart',
  'contractEnd',
  'salary',
  'months',
  'degree',
  'experience',
  'channels',
  'points',
  'category',
  'departments',
  'filedOn',
  'validUntil',
  'policyTitle',
  'policyDate',
  'policyPassage',
  'conditions',
  'contactOffice',
  'contactPhone',
] as const
export type Field = (typeof FIELDS)[number]
export type Fields = Readonly<Record<Field, string>>

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
