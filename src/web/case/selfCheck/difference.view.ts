/** “What if”: what would be different, line by line, before and after, in words. */
import type { Problem } from '../../../base/errors.js'
import { type Bilingual, sameText } from '../../../base/text.js'
import { compareJudgements } from '../../../criteria/difference.js'
import type { Judgement } from '../../../criteria/judge.js'
import { both, dateText } from '../../kit/page.js'
import type { Judged } from '../../../cases/selfCheck.service.js'
import { CHANGEABLE, labelOf, sayOf } from '../../../forms/selfCheck.js'
import { routeState } from './result.view.js'

export interface DifferenceRow {
  readonly name: Bilingual
  readonly before: Bilingual
  readonly after: Bilingual
  /** −2 or +3; only of figures. */
  readonly by?: string
  readonly tone?: 'ok' | 'bad'
}

export interface DifferenceView {
  readonly title: Bilingual
  /** Whether there is a line to show. */
  readonly any: boolean
  /** What was changed. */
  readonly answers: readonly DifferenceRow[]
  /** What is different because of it; empty when nothing is. */
  readonly rows: readonly DifferenceRow[]
  /** What stops or warns only now, or no longer. */
  readonly sentences: readonly { readonly text: Bilingual; readonly good: boolean }[]
}

export interface Compared {
  readonly tree: unknown
  readonly judged: Judged
}

const NONE = { zh: '没有填', en: 'not given' }
const TODAY = { zh: '今天', en: 'today' }

const CATEGORIES: Readonly<Record<Judgement['category'], Bilingual>> = {
  A: { zh: 'A 类', en: 'class A' },
  B: { zh: 'B 类', en: 'class B' },
  none: { zh: '两类都没有达到', en: 'neither class' },
}

const RANK: Readonly<Record<Judgement['category'], number>> = { A: 2, B: 1, none: 0 }

const signed = (by: number): string => (by > 0 ? `+${by}` : `−${-by}`)
const figures = (name: Bilingual, before: number, after: number): DifferenceRow => ({
  name,
  before: both(() => String(before)),
  after: both(() => String(after)),
  by: signed(after - before),
  tone: after > before ? 'ok' : 'bad',
})

/** What was changed and what that changes. `concerns` says which findings are about what was asked. */
export function differenceView(
  before: Compared,
  after: Compared,
  concerns: (finding: Problem) => boolean = () => true,
): DifferenceView {
  const [was, is] = [before.judged.check.judgement, after.judged.check.judgement]
  const found = compareJudgements(was, is)
  const rows: DifferenceRow[] = [
    ...(found.category
      ? [
          {
            name: { zh: '类别', en: 'Class' },
            before: CATEGORIES[was.category],
            after: CATEGORIES[is.category],
            tone: RANK[is.category] > RANK[was.category] ? ('ok' as const) : ('bad' as const),
          },
        ]
      : []),
    ...(was.points.total === is.points.total
      ? []
      : [figures({ zh: '积分合计', en: 'Points in all' }, was.points.total, is.points.total)]),
    ...found.points.lines.map((line) => figures(line.label, line.before, line.after)),
    ...routeRows(before.judged, after.judged),
    ...(found.expectedDecisionOn ? [dayRow(was.expectedDecisionOn, is.expectedDecisionOn)] : []),
  ]
  const moved = [found.blocks, found.warns]
  const { advice } = found
  const sentences = [
    ...moved.flatMap(({ appeared }) =>
      appeared.filter(concerns).map(({ message }) => ({ text: message, good: false })),
    ),
    ...moved.flatMap(({ gone }) =>
      gone.filter(concerns).map(({ message }) => ({
        text: { zh: `不再有：${message.zh}`, en: `No longer: ${message.en}` },
        good: true,
      })),
    ),
    ...advice.appeared.map(({ message }) => ({ text: message, good: false })),
    ...advice.gone.map(({ message }) => ({
      text: { zh: `不再要：${message.zh}`, en: `No longer asked for: ${message.en}` },
      good: true,
    })),
  ]
  const answers = answerRows(before.tree, after.tree)
  return {
    title: titleOf(was, is, rows.length + sentences.length),
    any: answers.length + rows.length > 0,
    answers,
    rows,
    sentences,
  }
}

function titleOf(was: Judgement, is: Judgement, changes: number): Bilingual {
  const [from, to] = [CATEGORIES[was.category], CATEGORIES[is.category]]
  if (was.category !== is.category)
    return { zh: `改了以后：由${from.zh}变为${to.zh}`, en: `With the change: ${from.en} becomes ${to.en}` }
  if (changes === 0) return { zh: '改了以后，结果不变', en: 'With the change, the result stays the same' }
  return { zh: `改了以后：类别不变，仍是${to.zh}`, en: `With the change: still ${to.en}` }
}

const answerRows = (before: unknown, after: unknown): DifferenceRow[] =>
  CHANGEABLE.flatMap((path) => {
    const empty = path === 'filedOn' ? TODAY : NONE
    const [was, is] = [sayOf(before, path) ?? empty, sayOf(after, path) ?? empty]
    return sameText(was, is) ? [] : [{ name: labelOf(path), before: was, after: is }]
  })

const routeRows = (before: Judged, after: Judged): DifferenceRow[] =>
  after.check.judgement.ways.flatMap((way) => {
    const earlier = before.check.judgement.ways.find(({ class: name, code }) => name === way.class && code === way.code)
    if (!earlier) return []
    const [was, is] = [routeState(earlier, before), routeState(way, after)]
    if (sameText(was, is)) return []
    return [
      {
        name: { zh: `${way.class} 类：${way.label.zh}`, en: `Class ${way.class}: ${way.label.en}` },
        before: was,
        after: is,
        tone: way.open !== earlier.open ? (way.open ? ('ok' as const) : ('bad' as const)) : undefined,
      },
    ]
  })

const dayRow = (before: string, after: string): DifferenceRow => ({
  name: { zh: '预计决定日', en: 'Expected day of decision' },
  before: both((language) => dateText(before, language)),
  after: both((language) => dateText(after, language)),
})
