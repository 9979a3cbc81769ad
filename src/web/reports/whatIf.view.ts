/** The page that shows what a draft of the criteria would change: how many cases, which way, where, and why. */
import { path, withQuery } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import type { Candidate } from '../../cases/reports/engine.js'
import type { Period } from '../../cases/reports/figures.js'
import { type Names, WHOLE } from '../../cases/reports/names.js'
import type { Tally, WhatIf } from '../../cases/reports/tally.js'
import type { Kinds } from '../../reference/registry.js'
import { lyingBars, type Series } from '../kit/chart.js'
import { day, span } from '../kit/page.js'
import type { Empty, Notice, Table } from '../kit/parts.js'
import { column, columnOf, wideTable } from '../kit/table.js'
import { ABOUT } from './drawings.js'
import { asOfText } from './reports.view.js'
import { CATEGORY, DIRECTION, linesTable } from './whatIfLines.js'

/** Lines on the page; the CSV has all. */
const MOST_LINES = 200

/** A draft, or none yet, tried on the cases of a period. */
export interface Trial {
  readonly period: Period
  readonly candidates: readonly Candidate[]
  /** The reader sees the cases. */
  readonly named: boolean
  /** The draft has not the shape of its kind. */
  readonly unfit: boolean
  readonly draft?: Candidate | undefined
  readonly result?: WhatIf
}

/** What things are called. */
interface Words {
  readonly names: Names
  readonly kinds: Kinds
}

function candidateName({ kind, key, effectiveFrom, approved, draftedBy }: Candidate, kinds: Kinds): Bilingual {
  const by = draftedBy ? { zh: `，${draftedBy}起草`, en: `, drafted by ${draftedBy}` } : ''
  return fill(
    { zh: '{kind}（{key}）自{from}起，{state}{by}', en: '{kind} ({key}) from {from}, {state}{by}' },
    {
      kind: kinds.find(kind)?.label ?? kind,
      key,
      from: day(effectiveFrom),
      state: approved ? { zh: '已批准', en: 'approved' } : { zh: '草案', en: 'draft' },
      by,
    },
  )
}

const TALLY: readonly (readonly [keyof Tally, Bilingual])[] = [
  ['cases', { zh: '案件', en: 'Cases' }],
  ['changed', { zh: '有变化', en: 'Changed' }],
  ['worse', DIRECTION.worse],
  ['better', DIRECTION.better],
  ['category', { zh: '类别', en: 'Class' }],
  ['routes', { zh: '途径', en: 'Routes' }],
  ['points', { zh: '积分', en: 'Points' }],
  ['blocks', { zh: '不能提交的原因', en: 'Blocks' }],
]

interface TallyRow {
  readonly name: Bilingual
  readonly tally: Tally
}

function clusterRows({ clusters }: WhatIf, names: Names, period: Period): TallyRow[] {
  return names.groups('cluster', [], period).flatMap(({ key, name }) => {
    const tally = clusters.get(key)
    return tally ? [{ name, tally }] : []
  })
}

const clusterTable = (rows: readonly TallyRow[]): Table =>
  wideTable({ zh: '按集聚区', en: 'By cluster' }, rows, [
    column('集聚区', 'Cluster', ({ name }) => name, 'heads'),
    ...TALLY.map(([part, head]) => columnOf(head, ({ tally }: TallyRow) => String(tally[part]), 'numeric')),
  ])

function moveTable({ moves }: WhatIf): Table {
  const rows = [...moves]
    .sort((a, b) => b[1] - a[1])
    .map(([move, cases]) => ({ categories: move.split(' ').map((name) => CATEGORY[name] ?? name), cases }))
  return wideTable({ zh: '类别变化', en: 'Changes of class' }, rows, [
    column('由', 'From', ({ categories: [before] }) => before, 'heads'),
    column('变为', 'To', ({ categories: [, after] }) => after),
    column('件数', 'Cases', ({ cases }) => String(cases), 'numeric'),
  ])
}

const SERIES: readonly Series[] = [
  { hue: 'c5', text: DIRECTION.worse },
  { hue: 'c1', text: DIRECTION.better },
  { hue: 'c3', text: { zh: '不变或其他', en: 'Unchanged or other' } },
]

function clusterChart(rows: readonly TallyRow[]) {
  if (rows.length === 0) return undefined
  const bars = rows.map(({ name, tally: { cases, changed, worse, better } }) => ({
    name,
    values: [worse, better, cases - worse - better],
    note: { zh: `${changed} / ${cases}`, en: `${changed} of ${cases}` },
  }))
  const title = { zh: '各集聚区有变化的案件', en: 'Cases that change, by cluster' }
  return lyingBars({ id: 'chart-clusters', title, about: ABOUT }, SERIES, bars)
}

function sectionOf(result: WhatIf, { period, named }: Trial, names: Names) {
  const { total, cut, moves } = result
  const rows = clusterRows(result, names, period)
  const judged = total.changed - total.onlyDays
  const tables = [
    { table: clusterTable([...rows, { name: WHOLE, tally: total }]) },
    ...(moves.size > 0 ? [{ table: moveTable(result) }] : []),
  ]
  return {
    id: 'clusters',
    below: !named,
    finding:
      judged === 0
        ? { zh: `${total.cases}件案件的判断都不变`, en: `None of ${total.cases} cases would be judged differently` }
        : {
            zh: `${total.cases}件中有${judged}件判断会变`,
            en: `${judged} of ${total.cases} cases would be judged differently`,
          },
    say: {
      zh:
        `变差${total.worse}件，变好${total.better}件；类别变化${total.category}件。` +
        `${total.onlyDays > 0 ? `另有${total.onlyDays}件仅预计决定日有变化。` : ''}` +
        `${cut ? '期间内的案件太多，只试算了最早的一部分。' : ''}`,
      en:
        `${total.worse} worse, ${total.better} better; the category changes in ` +
        `${total.category}.` +
        `${total.onlyDays > 0 ? ` In ${total.onlyDays} only the expected day of decision changes.` : ''}` +
        `${cut ? ' There are more cases than are judged at once; only the earliest were.' : ''}`,
    },
    chart: clusterChart(rows),
    blocks: [tables],
  }
}

function changedTable({ changed }: WhatIf): Table {
  const count = changed.length
  const caption =
    count > MOST_LINES
      ? { zh: `有变化的案件（前${MOST_LINES}件，共${count}件）`, en: `Cases that change (${MOST_LINES} of ${count})` }
      : { zh: '有变化的案件', en: 'Cases that change' }
  return linesTable(caption, changed.slice(0, MOST_LINES))
}

const UNFIT: Notice = {
  kind: 'bad',
  title: { zh: '该草案目前不能试算', en: 'This draft cannot be tried now' },
  text: {
    zh: '草案的内容不完整或不合要求。请先在政策编辑页修改。',
    en: 'It is incomplete or invalid. Correct it on the policy pages first.',
  },
}
const ANONYMOUS: Notice = {
  kind: 'info',
  text: {
    zh: '您不参与任何案件，因此只看到数字和不具名的各行。期间按整月计。',
    en: 'You do not work on cases, so you see numbers and lines without names. Periods are whole months.',
  },
}
const NO_DRAFTS: Empty = {
  title: { zh: '目前没有可以试算的草案', en: 'There is no draft to try' },
  text: {
    zh: '起草或批准了将来生效的积分表、工资标准、途径、材料规则、基本条件或时限后，可以在这里试算。',
    en:
      'Once points, salary figures, routes, document rules, eligibility or time limits are ' +
      'drafted, or approved for a later day, they can be tried here.',
  },
}

export function whatIfView(trial: Trial, { names, kinds }: Words) {
  const { period, candidates, draft, result, named, unfit } = trial
  const hasLines = result && result.changed.length > 0
  return {
    title: { zh: '政策试算', en: 'Policy what-if' },
    period: span(period),
    ...period,
    drafts: candidates.map((one) => ({
      value: one.id,
      text: candidateName(one, kinds),
      chosen: one.id === draft?.id,
    })),
    empty: candidates.length === 0 && NO_DRAFTS,
    notices: [...(unfit ? [UNFIT] : []), ...(named ? [] : [ANONYMOUS])],
    asOf: result && asOfText(result),
    section: result && sectionOf(result, trial, names),
    lines: hasLines && changedTable(result),
    csv: hasLines && withQuery(path.whatIfCsv, { draft: draft?.id, ...period }),
  }
}
