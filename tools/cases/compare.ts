/** What the case's check says beside what the case file expects: values as they are, lists as sets. */
import { z } from 'zod'
import type { Expectation } from './caseFile.js'

const finding = z.object({ code: z.string(), path: z.string(), message: z.object({ en: z.string() }) })

/** The part of the API's check that case files speak of. */
export const checkAnswer = z.object({
  form: z.array(finding),
  points: z.object({ total: z.number(), byElement: z.record(z.string(), z.number()) }),
  category: z.string(),
  routes: z.object({ A: z.array(z.string()), B: z.array(z.string()) }),
  expectedDecisionOn: z.string(),
  blocks: z.array(finding),
  warns: z.array(finding),
})
export type CheckAnswer = z.output<typeof checkAnswer>

export const codesOf = (findings: readonly { readonly code: string }[]): string[] => [
  ...new Set(findings.map(({ code }) => code)),
]

const show = (value: unknown): string => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value))
const asSet = (value: unknown): unknown => (Array.isArray(value) ? [...new Set(value)].sort() : value)

/** `what: expected …, got …` when the two differ; nothing when nothing is expected. */
export function differ(what: string, expected: unknown, got: unknown): string[] {
  if (expected === undefined || expected === null) return []
  if (JSON.stringify(asSet(expected)) === JSON.stringify(asSet(got))) return []
  return [`${what}: expected ${show(expected)}, got ${show(got)}`]
}

/** Every difference between the check and what is expected of it; an answer that is not of its form is one, because nobody expects it. */
export function compareCheck(expected: Expectation | null | undefined, check: CheckAnswer): string[] {
  const form = check.form.map(({ code, path, message }) => `the form refuses ${path}: ${code} (${message.en})`)
  if (!expected) return form
  const points: Readonly<Record<string, number>> = { ...check.points.byElement, total: check.points.total }
  return [
    ...form,
    ...differ('expectedDecisionOn', expected.expectedDecisionOn, check.expectedDecisionOn),
    ...Object.entries(expected.points ?? {}).flatMap(([element, value]) =>
      differ(`points.${element}`, value, points[element]),
    ),
    ...differ('category', expected.category, check.category),
    ...differ('routes.A', expected.routes?.A, check.routes.A),
    ...differ('routes.B', expected.routes?.B, check.routes.B),
    ...differ('blocks', expected.blocks, codesOf(check.blocks)),
    ...differ('warns', expected.warns, codesOf(check.warns)),
  ]
}
