/** The cases behind one figure. */
import { path, withQuery } from '../../base/path.js'
import { DOT, joined } from '../../base/text.js'
import type { FigureQuestion } from '../../cases/reports/figures.js'
import type { Names } from '../../cases/reports/names.js'
import type { ReportQuestion } from '../../cases/reports/report.js'
import type { CountedCase } from '../../cases/reports/report.service.js'
import { tagOfState } from '../case/clock.view.js'
import { counted, day, span } from '../kit/page.js'
import type { Pages } from '../kit/parts.js'
import { link } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'
import { queryOf } from './question.js'
import { asOfText } from './reports.view.js'

interface ListedFigure {
  readonly question: ReportQuestion
  readonly figure: FigureQuestion
  readonly names: Names
  readonly more: Pages
  readonly asOf: Date | undefined
}

/** Which figure it is: 决定 · 长宁 · 超过时限. */
function headingOf({ figure: { measure, by, key, late }, names, question }: ListedFigure) {
  const group = names.groups(by, [key], question.period).find((one) => one.key === key)
  const isDays = by === 'days' && /^\d+$/.test(key)
  const parts = [
    measure.startsWith('stage.') && { zh: '环节', en: 'Stage' },
    names.measure(measure),
    by !== 'none' && by !== 'days' && group?.name,
    isDays && { zh: `${key}个工作日`, en: counted(Number(key), 'working day', 'working days') },
    late && { zh: '超过时限', en: 'over the limit' },
  ]
  return joined(parts, DOT)
}

/** Working days; those over the limit stand out. */
function daysPiece({ days, inTime }: CountedCase) {
  const took = days === null ? '—' : String(days)
  return inTime === false ? { text: took, look: 'bad' as const } : took
}

export function casesView(cases: readonly CountedCase[], listed: ListedFigure) {
  const { question, more } = listed
  const heading = headingOf(listed)
  return {
    title: { zh: '统计所列的案件', en: 'Cases behind a figure' },
    back: link({ zh: '返回统计', en: 'Back to the reports' }, withQuery(path.reports, queryOf(question))),
    heading,
    period: span(question.period),
    asOf: asOfText(listed),
    table:
      cases.length > 0 &&
      tableOf(heading, cases, [
        column('编号', 'Number', ({ number, id }) => link(number, path.case(id)), 'heads'),
        column('姓名', 'Name', ({ systemName, talentName }) => systemName ?? talentName),
        column('企业', 'Firm', ({ firmName }) => firmName),
        column('状态', 'State', ({ state }) => ({ tag: tagOfState(state) })),
        column('日期', 'Date', ({ on }) => day(on)),
        column('工作日', 'Working days', daysPiece, 'numeric'),
      ]),
    empty: cases.length === 0 && {
      title: { zh: '没有案件', en: 'No cases' },
      text: { zh: '该数字没有您可以查看的案件。', en: 'There are no cases behind this figure that you can view.' },
    },
    more: (more.next || more.previous) && more,
  }
}
