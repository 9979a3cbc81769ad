/** The cases behind one figure. */
import { path, withQuery } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import type { FigureQuestion, CountedCase } from '../../cases/reports/report.service.js'
import { tagOf } from '../case/clock.view.js'
import { cardTable } from '../kit/cardTable.js'
import { both, counted, dateText } from '../kit/page.js'
import type { Pages, Text } from '../kit/parts.js'
import type { Names } from './names.js'
import { type Question, queryOf } from './question.js'
import { periodText } from '../kit/figures.js'

interface Around {
  readonly question: Question
  readonly wanted: FigureQuestion
  readonly names: Names
  readonly more: Pages
}

const HEAD = {
  number: { zh: '编号', en: 'Number' },
  name: { zh: '姓名', en: 'Name' },
  firm: { zh: '企业', en: 'Firm' },
  state: { zh: '现在', en: 'Now' },
  on: { zh: '日期', en: 'On' },
  days: { zh: '工作日', en: 'Working days' },
}

/** Which figure it is: 决定 · 长宁 · 超限. */
function subject({ wanted, names, question }: Around): Text[] {
  const { measure, by, key, late } = wanted
  // only the key is looked at
  const group = names.groups(by, [{ key } as never], question.period).find((one) => one.key === key)
  const stage = measure.startsWith('stage.') ? [{ zh: '环节', en: 'Stage' }] : []
  const days =
    by === 'days' && /^\d+$/.test(key)
      ? [{ zh: `${key}个工作日`, en: counted(Number(key), 'working day', 'working days') }]
      : []
  return [
    ...stage,
    names.measure(measure),
    ...(by !== 'none' && by !== 'days' && group ? [group.name] : []),
    ...days,
    ...(late ? [{ zh: '超过时限', en: 'over the limit' }] : []),
  ]
}

const joined = (texts: readonly Text[]): Bilingual =>
  both((language) => texts.map((text) => (typeof text === 'string' ? text : text[language])).join(' · '))

function rowOf({ id, number, systemName, talentName, firmName, on, days, inTime, state }: CountedCase) {
  const took = days === null ? '—' : String(days)
  return {
    number: { heads: true, line: [{ text: number, href: path.case(id) }] },
    name: { line: [systemName ?? talentName ?? '—'] },
    firm: { line: [firmName] },
    state: { tag: tagOf(state) },
    on: { line: [both((language) => dateText(on, language))] },
    days: { line: [inTime === false ? { text: took, look: 'bad' as const } : took] },
  }
}

export function casesView(found: readonly CountedCase[], around: Around) {
  const { question, more } = around
  const heading = joined(subject(around))
  const table = cardTable(heading, HEAD, found.map(rowOf), ['days'])
  return {
    title: { zh: '统计所列的案件', en: 'Cases behind a figure' },
    back: { text: { zh: '回到统计', en: 'Back to the reports' }, href: withQuery(path.reports, queryOf(question)) },
    heading,
    period: periodText(question.period),
    ...(found.length > 0
      ? { table }
      : {
          empty: {
            title: { zh: '没有案件', en: 'No cases' },
            text: {
              zh: '这个数字后面没有您可以查看的案件。',
              en: 'No case that is open to you stands behind this figure.',
            },
          },
        }),
    ...((more.next || more.previous) && { more }),
  }
}
