/** Points and class of a case, as a part of its page. */
import { fill } from '../../base/text.js'
import type { Check } from '../../cases/preflight.js'
import { classReached, pointsOf } from '../case/case.view.js'
import { day } from '../kit/page.js'
import { scale } from '../kit/scale.js'
import { partOf } from './case.layout.js'

/** Points and class. */
export const pointsPart = (check: Check) =>
  partOf('parts/case/points', {
    points: pointsOf(check),
    scale: scale(check.judgement.points.total, 120, marksOf(check)),
    judged: judgedOf(check),
  })

const marksOf = ({ judgement }: Check) =>
  judgement.ways.flatMap(({ class: name, pointsFrom }) => (pointsFrom === null ? [] : [{ name, at: pointsFrom }]))

const judgedOf = ({ judgedOn, judgement, judgement: { points, ways } }: Check) => ({
  on: fill({ zh: '按 {on} 施行的标准', en: 'by the criteria in force on {on}' }, { on: day(judgedOn) }),
  category: fill(
    { zh: '积分 {total}，{reached}', en: '{total} points, {reached}' },
    { total: points.total, reached: classReached(judgement) },
  ),
  ways: ways.map(({ class: name, label, open, because }) => ({
    open,
    text: { zh: `${name}类，${label.zh}：${because.zh}`, en: `Class ${name}, ${label.en}: ${because.en}` },
  })),
})
