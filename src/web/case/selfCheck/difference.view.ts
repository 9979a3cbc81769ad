/** “What if”: what would be different, line by line, before and after, in words. */
import type { Problem } from '../../../base/errors.js'
import { type Bilingual, sameText } from '../../../base/text.js'
import type { SelfCheckResult } from '../../../cases/selfCheck.service.js'
import { compareJudgements } from '../../../criteria/difference.js'
import type { Judgement } from '../../../criteria/judge.js'
import { CHANGEABLE, labelOf, sayOf } from '../../../forms/selfCheck.js'
import { day } from '../../kit/page.js'
import type { Text } from '../../kit/parts.js'
import { routeState } from './result.view.js'

interface DifferenceRow {
  readonly name: Bilingual
  readonly before: Text
  readonly after: Text
  /** −2 or +3; only of figures. */
  readonly by?: string
  readonly tone?: 'ok' | 'bad' | undefined
}

/** Answers, and what the engine says of them. */
export interface JudgedAnswers {
  readonly tree: unknown
  readonly judged: SelfCheckResult
}

const NOT_GIVEN = { zh: '未填写', en: 'not given' }
const TODAY = { zh: '今天', en: 'today' }

const CATEGORIES: Readonly<Record<Judgement['category'], Bilingual>> = {
  A: { zh: 'A类', en: 'class A' },
  B: { zh: 'B类', en: 'class B' },
  none: { zh: '两类均未达到', en: 'neither class' },
}

const RANK: Readonly<Record<Judgement['category'], number>> = { A: 2, B: 1, none: 0 }

const toneOf = (better: boolean) => (better ? ('ok' as const) : ('bad' as const))
const signed = (by: number): string => (by > 0 ? `+${by}` : `−${-by}`)
const figures = (name: Bilingual, before: number, after: number): DifferenceRow => ({
  name,
  before: String(before),
  after: String(after),
  by: signed(after - before),
  tone: toneOf(after > before),
})

interface Finding {
  readonly message: Bilingual
}
const arisen = (findings: readonly Finding[]) => findings.map(({ message }) => ({ text: message, good: false }))
const gone = (zh: string, en: string, findings: readonly Finding[]) =>
  findings.map(({ message }) => ({ text: { zh: `${zh}：${message.zh}`, en: `${en}: ${message.en}` }, good: true }))

/**
 * What parts/self-check-difference.hbs shows: what was changed, and what that changes, in rows and in sentences.
 *
 * @param concerns which findings are about what was asked
 */
export function differenceView(before: JudgedAnswers, after: JudgedAnswers, concerns: (finding: Problem) => boolean) {
  const [was, is] = [before.judged.check.judgement, after.judged.check.judgement]
  const { category, points, blocks, warns, advice, expectedDecisionOn } = compareJudgements(was, is)
  const rows: DifferenceRow[] = [
    ...(category
      ? [
          {
            name: { zh: '类别', en: 'Class' },
            before: CATEGORIES[was.category],
            after: CATEGORIES[is.category],
            tone: toneOf(RANK[is.category] > RANK[was.category]),
          },
        ]
      : []),
    ...(points.before === points.after
      ? []
      : [figures({ zh: '积分合计', en: 'Total points' }, points.before, points.after)]),
    ...points.lines.map((line) => figures(line.label, line.before, line.after)),
    ...routeRows(before.judged, after.judged),
    ...(expectedDecisionOn
      ? [
          {
            name: { zh: '预计决定日', en: 'Expected day of decision' },
            before: day(expectedDecisionOn.before),
            after: day(expectedDecisionOn.after),
          },
        ]
      : []),
  ]
  const sentences = [
    ...arisen([...blocks.appeared, ...warns.appeared].filter(concerns)),
    ...gone('不再适用', 'No longer applies', [...blocks.gone, ...warns.gone].filter(concerns)),
    ...arisen(advice.appeared),
    ...gone('不再需要', 'No longer required', advice.gone),
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
    return { zh: `改动后：由${from.zh}变为${to.zh}`, en: `With the change: ${from.en} becomes ${to.en}` }
  if (changes === 0) return { zh: '改动后，结果不变', en: 'With the change, the result stays the same' }
  return { zh: `改动后：类别不变，仍为${to.zh}`, en: `With the change: still ${to.en}` }
}

const answerRows = (before: unknown, after: unknown): DifferenceRow[] =>
  CHANGEABLE.flatMap((path) => {
    const empty = path === 'filedOn' ? TODAY : NOT_GIVEN
    const [was, is] = [sayOf(before, path) ?? empty, sayOf(after, path) ?? empty]
    return sameText(was, is) ? [] : [{ name: labelOf(path), before: was, after: is }]
  })

const routeRows = (before: SelfCheckResult, after: SelfCheckResult): DifferenceRow[] =>
  after.check.judgement.ways.flatMap((way) => {
    const earlier = before.check.judgement.ways.find(({ class: name, code }) => name === way.class && code === way.code)
    if (!earlier) return []
    const [was, is] = [routeState(earlier, before), routeState(way, after)]
    if (sameText(was, is)) return []
    return [
      {
        name: { zh: `${way.class}类：${way.label.zh}`, en: `Class ${way.class}: ${way.label.en}` },
        before: was,
        after: is,
        tone: way.open === earlier.open ? undefined : toneOf(way.open),
      },
    ]
  })
