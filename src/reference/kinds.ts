/** The bodies of the kinds of reference that nobody computes with: they are shown, chosen from, or printed in a letter. */
import { z } from 'zod'
import { retentionSchema } from './retention.js'
import { bilingualSchema, dateSchema } from './shapes.js'
import { calendarSchema, timeLimitSchema } from './workingDays.js'

/** What a reason is a reason for. The key of a reason's entry is `purpose.code`. */
export const reasonPurposes = ['refusal', 'revocation', 'nonAcceptance', 'return', 'withdrawal'] as const
export type ReasonPurpose = (typeof reasonPurposes)[number]

/** Kind `reasons`: a reason that an officer or a firm chooses, and the sentence that the letter or notice prints for it. */
export const reasonSchema = z.strictObject({
  purpose: z.enum(reasonPurposes),
  code: z.string().regex(/^[a-zA-Z]+$/),
  label: bilingualSchema,
  /** `{detail}` is the place of what the person wrote. */
  sentence: bilingualSchema,
  /** The person has to explain in words. */
  needsDetail: z.boolean(),
  order: z.int(),
})
export type Reason = z.infer<typeof reasonSchema>

/** Kind `policyBasis`: what a letter names as its basis. `passage` is our own account of the text, never a quotation. */
export const policyBasisSchema = z.strictObject({
  title: bilingualSchema,
  issuedBy: z.array(bilingualSchema).min(1),
  /** Null when it is not confirmed. */
  issuedOn: dateSchema.nullable(),
  /** Null when it is not confirmed; the letter then names title and date only. */
  number: z.string().nullable(),
  passage: bilingualSchema.nullable(),
  /** The last day on which it holds, when that is known. */
  lapsesOn: dateSchema.nullable(),
  order: z.int(),
  source: bilingualSchema,
})
export type PolicyBasis = z.infer<typeof policyBasisSchema>

/** Kind `districts`: the districts of GB/T 2260 that a firm can be registered in; the key is the code. */
export const districtSchema = z.strictObject({ code: z.string().regex(/^\d{6}$/), label: bilingualSchema })
export type District = z.infer<typeof districtSchema>

/** Kind `procedure`: what is settled about the procedure besides its time limits, one shape a key. */
export const procedures = {
  correction: z.strictObject({ correctionRounds: z.int().positive(), source: bilingualSchema }),
  /** Whether a refusal is announced to the firm first, which then has the time limit `intention` to answer. */
  refusal: z.strictObject({ announced: z.boolean(), source: bilingualSchema }),
  /** Whether the clock of the assessment stops while another department is consulted; its own time limit is `consultation`. */
  consultation: z.strictObject({ stopsClock: z.boolean(), source: bilingualSchema }),
  /** How many persons of each department assess a case, and how many when one of the circumstances holds. */
  assessment: z.strictObject({
    assessors: z.int().min(1).max(2),
    twoWhen: z.array(z.enum(['categoryNone', 'evidenceFlagged'])),
    source: bilingualSchema,
  }),
  /** How many days before a correction is due, or a permit ends, the firm is reminded. */
  reminders: z.strictObject({
    correction: z.array(z.int().positive()),
    permit: z.array(z.int().positive()),
    source: bilingualSchema,
  }),
} as const
export type ProcedureKey = keyof typeof procedures
export type Procedure<Key extends ProcedureKey> = z.infer<(typeof procedures)[Key]>
export const procedureSchema = z.union([
  procedures.correction,
  procedures.refusal,
  procedures.consultation,
  procedures.assessment,
  procedures.reminders,
])

/** The schema of every kind of this folder, for the screen where a policy editor drafts a body. */
export const referenceSchemas = {
  calendar: calendarSchema,
  timeLimits: timeLimitSchema,
  reasons: reasonSchema,
  policyBasis: policyBasisSchema,
  districts: districtSchema,
  procedure: procedureSchema,
  retention: retentionSchema,
}

/** A row of the reference data, as the files in migrations/reference hold it. */
export const entrySchema = z.strictObject({
  kind: z.string(),
  key: z.string(),
  effectiveFrom: dateSchema,
  body: z.unknown(),
})
export type Entry = z.infer<typeof entrySchema>

/** What is in force on a date, by kind and key: of each key the entry that took effect last, not after that date. */
export function pickInForce(entries: readonly Entry[], on: string): Record<string, Record<string, unknown>> {
  const latest = new Map<string, Entry>()
  for (const entry of entries) {
    const name = `${entry.kind}\n${entry.key}`
    const other = latest.get(name)
    if (entry.effectiveFrom <= on && (!other || other.effectiveFrom <= entry.effectiveFrom)) latest.set(name, entry)
  }
  const picked: Record<string, Record<string, unknown>> = {}
  for (const { kind, key, body } of latest.values()) picked[kind] = { ...picked[kind], [key]: body }
  return picked
}
