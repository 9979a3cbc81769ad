/** Points and class of a case, as a part of its page. */
import { fill } from '../../base/text.js'
import type { Check } from '../../cases/preflight.js'
import { pointsOf } from '../case/case.view.js'
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

const judgedOf = ({ judgedOn, judgement: { category, points, ways } }: Check) => ({
  on: fill({ zh: '按 {on} 施行的标准', en: 'by the criteria in force on {on}' }, { on: day(judgedOn) }),
  category:
    category === 'none'
      ? { zh: `积分 ${points.total}，未到 A 类或 B 类`, en: `${points.total} points, neither class` }
      : { zh: `积分 ${points.total}，${category} 类`, en: `${points.total} points, class ${category}` },
  ways: ways.map(({ class: name, label, open, because }) => ({
    open,
    text: { zh: `${name} 类 ${label.zh}：${because.zh}`, en: `Class ${name}, ${label.en}: ${because.en}` },
  })),
})
