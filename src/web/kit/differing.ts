/** What two people, or one at two screens, have filled in differently in one form. */
import type { z } from 'zod'
import { type Bilingual, sameText } from '../../base/text.js'
import { type AskedAnswer, listAnswers } from '../../forms/engine/check.js'
import type { Compare, Text } from './parts.js'
import { answerLine, sidesTable } from './sideBySide.js'

/** A question with the row or group that it stands in. */
export const questionName = ({ group, label }: Pick<AskedAnswer, 'group' | 'label'>): Bilingual =>
  group ? { zh: `${group.zh} · ${label.zh}`, en: `${group.en} · ${label.en}` } : label

export interface Difference {
  readonly key: Bilingual
  readonly theirs: Bilingual | null
  readonly mine: Bilingual | null
}

/** The questions of a form that are answered otherwise. `name` says more of a question than the form does. */
export function differing(
  form: z.ZodObject,
  theirs: unknown,
  mine: unknown,
  name: (answer: AskedAnswer) => Bilingual = questionName,
): readonly Difference[] {
  const [one, other] = [listAnswers(form, theirs), listAnswers(form, mine)]
  const answers = new Map([...one, ...other].map((answer) => [answer.path, answer]))
  return [...answers.values()].flatMap((asked) => {
    const [their, my] = [one, other].map((list) => list.find(({ path }) => path === asked.path)?.answer ?? null)
    return sameText(their, my) ? [] : [{ key: name(asked), theirs: their ?? null, mine: my ?? null }]
  })
}

/** The differences between two windows as a table. */
export const windowsTable = (caption: Text, rows: readonly Difference[]): Compare =>
  sidesTable(
    caption,
    [
      { zh: '另一个窗口', en: 'In the other window' },
      { zh: '这里', en: 'Here' },
    ],
    rows.map(({ key, theirs, mine }) => ({ key, cells: [answerLine(theirs), answerLine(mine)] })),
  )
