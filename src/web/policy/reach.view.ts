/** Which open cases a draft touches: in a sentence, and in a table of them or, for whom they are not, of how many. */
import { daysBetween } from '../../base/dates.js'
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import type { Reach, TouchedCase } from '../../cases/reports/reach.service.js'
import { day } from '../kit/page.js'
import { link } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'

/** Rows on the page. */
const MOST_ROWS = 20

const SAYS: Readonly<Record<Reach['how'], Bilingual>> = {
  moves: {
    zh: '现有{open}件在办案件，其中{n}件的到期日会变。',
    en: 'There are {open} open cases. The due date of {n} changes.',
  },
  asIf: {
    zh: '现有{open}件在办案件，都按提交日的规定办理，到期日不变。同样的案件如按草稿办理，有{n}件到期日不同。',
    en:
      'The due dates of the {open} open cases do not change: each follows the rules of its filing day. ' +
      'Under this draft, {n} would be due on another day.',
  },
  judged: {
    zh: '现有{open}件在办案件，都按提交日的规定评判，结果不变。同样的案件如按草稿评判，有{n}件类别或积分不同。',
    en:
      'The results of the {open} open cases do not change: each is judged by the rules of its filing day. ' +
      'Under this draft, {n} would have another class or other points.',
  },
  uses: {
    zh: '现有{open}件在办案件，其中{n}件用到这一条目，或者下一步可能用到。',
    en: 'There are {open} open cases. {n} use this entry or may use it in their next step.',
  },
  none: {
    zh: '现有{open}件在办案件。此类条目不逐件计算影响，自生效日起按上述说明适用。',
    en: 'There are {open} open cases. The effect is not calculated for each case; it applies as stated above.',
  },
}
const NONE: Bilingual = { zh: '0', en: 'none' }
const CUT: Bilingual = {
  zh: '只计算了最近提交的{looked}件。',
  en: 'Only the latest {looked} submissions were checked.',
}
const CLASSES: Readonly<Record<string, Bilingual>> = {
  A: { zh: 'A类', en: 'class A' },
  B: { zh: 'B类', en: 'class B' },
  none: { zh: '未达到', en: 'no class' },
}

type Judged = NonNullable<TouchedCase['judged']>[number]

const judgedText = ({ category, points }: Judged): Bilingual =>
  fill({ zh: '{name}，{points}分', en: '{name}, {points} points' }, { name: CLASSES[category] ?? category, points })

/** By how much it changes, without a day by which a case could be known. */
function changeText({ due, judged }: TouchedCase): Bilingual | undefined {
  if (judged) {
    const [before, after] = judged.map(judgedText)
    return before && after && fill({ zh: '{before} → {after}', en: '{before} → {after}' }, { before, after })
  }
  if (!due) return undefined
  const days = daysBetween(...due)
  const count = Math.abs(days)
  const later = { zh: '推后{count}日', en: count === 1 ? '1 day later' : '{count} days later' }
  const sooner = { zh: '提前{count}日', en: count === 1 ? '1 day sooner' : '{count} days sooner' }
  return fill(days > 0 ? later : sooner, { count })
}

function countsTable(caption: Bilingual, touched: readonly TouchedCase[]) {
  const counts = new Map<string, { text: Bilingual; cases: number }>()
  for (const one of touched) {
    const text = changeText(one)
    const key = one.due ? String(daysBetween(...one.due)) : JSON.stringify(one.judged)
    if (text) counts.set(key, { text, cases: (counts.get(key)?.cases ?? 0) + 1 })
  }
  const rows = [...counts.values()].toSorted((a, b) => b.cases - a.cases).slice(0, MOST_ROWS)
  if (rows.length === 0) return undefined
  return tableOf(caption, rows, [
    column('变化', 'Change', ({ text }) => text, 'heads'),
    column('件数', 'Cases', ({ cases }) => String(cases), 'numeric'),
  ])
}

function casesTable(caption: Bilingual, touched: readonly TouchedCase[]) {
  if (touched.length === 0) return undefined
  const measured = touched.some(({ due, judged }) => due ?? judged)
  const side = ({ due, judged }: TouchedCase, at: 0 | 1) => (judged ? judgedText(judged[at]) : due && day(due[at]))
  return tableOf(caption, touched.slice(0, MOST_ROWS), [
    column('案件', 'Case', ({ id, number }) => id !== null && link(number ?? '', path.case(id)), 'heads'),
    measured && column('现在', 'Now', (one) => side(one, 0)),
    measured && column('按草稿', 'Under the draft', (one) => side(one, 1)),
  ])
}

/** The section of a draft's page. */
export function reachView({ how, open, looked, named, touched }: Reach) {
  const caption: Bilingual =
    touched.length > MOST_ROWS && named
      ? { zh: `受影响的案件（前${MOST_ROWS}件）`, en: `Cases affected (the first ${MOST_ROWS})` }
      : { zh: '受影响的案件', en: 'Cases affected' }
  return {
    said: fill(SAYS[how], { open, n: touched.length === 0 ? NONE : touched.length }),
    cut: looked < open && how !== 'none' && fill(CUT, { looked }),
    hidden: !named,
    table: (named ? casesTable : countsTable)(caption, touched),
  }
}
