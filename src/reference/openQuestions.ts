/**
 * What the city has still to confirm: facts that no source settles, with what is used until then.
 * Kind `openQuestions`. An entry that a question is about is marked wherever policy editors see it;
 * the question is settled by a new version that holds the answer.
 */
import type { z } from 'zod'
import type { Problem } from '../base/errors.js'
import { fill } from '../base/text.js'
import * as ask from '../forms/engine/field.js'
import type { Reference } from './reference.service.js'
import type { Beside } from './registry.js'
import { label, line, order, source } from './shapes.js'

export const OPEN_QUESTIONS = 'openQuestions'

export const openQuestionSchema = ask.body({
  label,
  question: ask.bilingual('须确认的事项', 'Matter to be confirmed', { long: true }),
  meanwhile: ask.bilingual('确认前的处理办法', 'Interim rule', { long: true }),
  /** Null while it is open. */
  answer: ask.bilingual('确认结果', 'Answer', { long: true }).nullable(),
  entries: ask.many(
    '涉及的条目',
    'Entries concerned',
    ask.part('', '', {
      kind: line('种类', 'Kind', { min: 1 }),
      keys: ask.lines('条目', 'Entries', line('', '', { min: 1 }), { min: 1 }),
    }),
    { min: 1, row: { zh: '第{n}类条目', en: 'kind {n}' } },
  ),
  order,
  source,
})
export type OpenQuestion = z.infer<typeof openQuestionSchema>

export const isOpen = ({ answer }: OpenQuestion): boolean => answer === null

/** How many of them are open on a day. */
export async function countOpen(reference: Reference, on: string): Promise<number> {
  return [...(await reference.all(OPEN_QUESTIONS, on, openQuestionSchema)).values()].filter(isOpen).length
}

/** The questions about an entry that have no answer yet. */
export const openAbout = <T extends OpenQuestion>(questions: readonly T[], kind: string, key: string): T[] =>
  questions.filter(
    (question) => isOpen(question) && question.entries.some((about) => about.kind === kind && about.keys.includes(key)),
  )

const noEntry = {
  zh: '没有现行的条目“{kind} {key}”。',
  en: 'There is no entry “{kind} {key}” in force.',
}

/** A question is about entries that there are. */
export function checkOpenQuestion(body: unknown, _key: string, _before: unknown, beside: Beside): Problem[] {
  const { entries } = openQuestionSchema.parse(body) // the schema has been checked
  const known = new Set(beside.map(({ kind, key }) => `${kind} ${key}`))
  return entries.flatMap(({ kind, keys }, index) =>
    keys
      .filter((key) => !known.has(`${kind} ${key}`))
      .map((key) => ({ code: 'noEntry', path: `entries.${index}.keys`, message: fill(noEntry, { kind, key }) })),
  )
}
