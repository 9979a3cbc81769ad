/**
 * Phrases of a department (常用语), in both languages: sentences that its notices of correction say again and again.
 * Reference data, kind `phrases`; whoever writes a correction makes an item of one, and changes it as needed.
 */
import type { z } from 'zod'
import type { Problem } from '../base/errors.js'
import { fill } from '../base/text.js'
import * as ask from '../forms/engine/field.js'
import { isPlace, PLACES } from '../forms/places.js'
import type { Authority } from '../reference/authorities.js'
import type { Reference } from '../reference/reference.service.js'
import { type Beside, type Kind, kind } from '../reference/registry.js'
import { line, order } from '../reference/shapes.js'
import { SUBJECTS } from '../reference/subjects.js'

export const phraseSchema = ask.body(
  {
    label: ask.bilingual('名称', 'Name'),
    text: ask.bilingual('文书上的句子', 'Sentence in the notice', { long: true }),
    /** Null for one that is said of any item. */
    on: ask.pick('适用事项', 'Item concerned', PLACES).nullable(),
    /** Null for every department. */
    subject: ask.choice('适用的部门类别', 'Kind of department', SUBJECTS, { control: 'select' }).nullable(),
    /** Null for every department of the subject. */
    department: line('仅限该部门使用', 'Only for this department').nullable(),
    order,
  },
  { about: 'label' },
)
export type Phrase = z.infer<typeof phraseSchema>

const NO_PLACE = { zh: '没有“{on}”这一项。', en: 'There is no item “{on}”.' }
const NO_DEPARTMENT = {
  zh: '没有代码为“{department}”的部门。',
  en: 'There is no department with the code “{department}”.',
}

function checkPhrase(body: unknown, _key: string, _before: unknown, beside: Beside): Problem[] {
  const { on, department } = phraseSchema.parse(body) // the schema has been checked
  const known = department === null || beside.some(({ kind: of, key }) => of === 'authorities' && key === department)
  return [
    ...(on === null || isPlace(on) ? [] : [{ code: 'noPlace', path: 'on', message: fill(NO_PLACE, { on }) }]),
    ...(known ? [] : [{ code: 'noDepartment', path: 'department', message: fill(NO_DEPARTMENT, { department }) }]),
  ]
}

export const PHRASE_KINDS: readonly Kind[] = [
  kind('phrases', {
    label: ['补正常用语', 'Phrases for corrections'],
    what: [
      '各部门补正通知中常写的句子，中英文各一份。',
      'Sentences often used in a department’s notices of correction, in both languages.',
    ],
    applies: 'doing',
    schema: phraseSchema,
    fromToday: true,
    newKeys: true,
    refers: { department: 'authorities' },
    check: checkPhrase,
  }),
]

/** The phrases of a department that are in force on a day, in their order, by key. */
export async function listPhrases(
  reference: Reference,
  on: string,
  { code, subject }: Pick<Authority, 'code' | 'subject'>,
): Promise<ReadonlyMap<string, Phrase>> {
  const all = await reference.all('phrases', on, phraseSchema)
  const own = [...all].filter(
    ([, phrase]) =>
      (phrase.department === null || phrase.department === code) &&
      (phrase.subject === null || phrase.subject === subject),
  )
  return new Map(own.toSorted(([, one], [, other]) => one.order - other.order))
}
