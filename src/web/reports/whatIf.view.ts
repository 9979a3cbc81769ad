/** The page that shows what a draft of the criteria would change: how many cases, which way, where, and why. */
import { path, withQuery } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import type { Candidate } from '../../cases/reports/engine.js'
import type { Kinds } from '../../reference/registry.js'
import type { Tally, WhatIf } from '../../cases/reports/tally.js'
import { both, dateText } from '../kit/page.js'
import type { Cell, Notice, Table, Text } from '../kit/parts.js'
import { lyingBars } from '../kit/chart.js'
import { type Names, WHOLE } from './names.js'
import { CATEGORY, DIRECTION, LINE_HEAD, lineOf, sorted } from './whatIfLines.js'
import { periodText } from '../kit/figures.js'

/** Lines on the page; the CSV has all. */
const MOST_LINES = 200

interface Asked {
  readonly period: { readonly from: string; readonly to: string }
  readonly candidates: readonly Candidate[]
  readonly named: boolean
  readonly unfit: boolean
  readonly draft?: Candidate
  readonly result?: WhatIf
  readonly names: Names
  readonly kinds: Kinds
}

const nameOf = ({ kind, key, effectiveFrom, approved, draftedBy }: Candidate, kinds: Kinds): Bilingual =>
  both((language) => {
    const zh = language === 'zh'
    const state = approved ? (zh ? '已批准' : 'approved') : zh ? '草案' : 'draft'
    const word = kinds.find(kind)?.label[language] ?? kind
    const from = dateText(effectiveFrom, language)
    const by = draftedBy ? (zh ? `，${draftedBy}起草` : `, drafted by ${draftedBy}`) : ''
    return zh ? `${word}（${key}）自${from}起，${state}${by}` : `${word} (${key}) from ${from}, ${state}${by}`
  })

const TALLY: readonly (readonly [keyof Tally, Bilingual])[] = [
  ['cases', { zh: '案件', en: 'Cases' }],
  ['changed', { zh: '有变化', en: 'Changed' }],
  ['worse', DIRECTION.worse],
  ['better', DIRECTION.better],
  ['category', { zh: '类别', en: 'Category' }],
  ['routes', { zh: '途径', en: 'Routes' }],
  ['points', { zh: '积分', en: 'Points' }],
  ['blocks', { zh: '不能提交的原因', en: 'Blocks' }],
]

function clusterRows(
  { clusters, total }: WhatIf,
  names: Names,
  period: Asked['period'],
): { name: Text; tally: Tally }[] {
  const known = names.groups('cluster', [], period).flatMap(({ key, name }) => {
    const tally = clusters.get(key)
    return tally ? [{ name, tally }] : []
  })
  return [...known, { name: WHOLE, tally: total }]
}

function clusterTable(rows: readonly { name: Text; tally: Tally }[]): Table {
  return {
    caption: { zh: '按集聚区', en: 'By cluster' },
    captionHidden: true,
    head: [{ text: { zh: '集聚区', en: 'Cluster' } }, ...TALLY.map(([, text]) => ({ text, numeric: true }))],
    rows: rows.map(({ name, tally }) => ({
      cells: [
        { heads: true, line: [name] },
        ...TALLY.map(([part]): Cell => ({ numeric: true, line: [String(tally[part])] })),
      ],
    })),
  }
}

function moveTable({ moves }: WhatIf): Table {
  const rows = [...moves].sort((a, b) => b[1] - a[1])
  return {
    caption: { zh: '类别怎样变', en: 'How categories change' },
    captionHidden: true,
    head: [
      { text: { zh: '由', en: 'From' } },
      { text: { zh: '变为', en: 'To' } },
      { text: { zh: '件数', en: 'Cases' }, numeric: true },
    ],
    rows: rows.map(([move, n]) => {
      const [before = 'none', after = 'none'] = move.split(' ')
      return {
        cells: [
          { heads: true, line: [CATEGORY[before] ?? before] },
          { line: [CATEGORY[after] ?? after] },
          { numeric: true, line: [String(n)] },
        ],
      }
    }),
  }
}

function outcomeOf(asked: Asked, result: WhatIf) {
  const { names, period, named, draft } = asked
  const { total, cut } = result
  const rows = clusterRows(result, names, period)
  const lines = sorted(result.changed)
  const series = [
    { hue: 'c5' as const, text: DIRECTION.worse },
    { hue: 'c1' as const, text: DIRECTION.better },
    { hue: 'c3' as const, text: { zh: '不变或其他', en: 'Same or otherwise' } },
  ]
  const bars = rows.slice(0, -1).map(({ name, tally }) => ({
    name,
    values: [tally.worse, tally.better, tally.cases - tally.worse - tally.better],
    note: both((language) =>
      language === 'zh' ? `${tally.changed} / ${tally.cases}` : `${tally.changed} of ${tally.cases}`,
    ),
  }))
  const inquiry = { draft: draft?.id ?? '', from: period.from, to: period.to }
  const title = { zh: '各集聚区有变化的案件', en: 'Cases that change, by cluster' }
  const about = { zh: '数字见旁边的表格。', en: 'The figures stand in the table beside.' }
  return {
    section: {
      id: 'clusters',
      below: !named ? (true as const) : undefined,
      finding:
        total.changed === 0
          ? { zh: `${total.cases}件案件的判断都不变`, en: `None of ${total.cases} cases would be judged otherwise` }
          : {
              zh: `${total.cases}件中有${total.changed}件判断会变`,
              en: `${total.changed} of ${total.cases} cases would be judged otherwise`,
            },
      say: {
        zh:
          `变差${total.worse}件，变好${total.better}件；类别变化${total.category}件。` +
          `${cut ? '期间内的案件太多，只试算了最早的一部分。' : ''}`,
        en:
          `${total.worse} worse, ${total.better} better; the category changes in ` +
          `${total.category}.${cut ? ' There are more cases than are judged at once; only the earliest were.' : ''}`,
      },
      chart: bars.length > 0 ? lyingBars({ id: 'chart-clusters', title, about }, series, bars) : undefined,
      blocks: [
        [
          { table: clusterTable(rows), csv: '' },
          ...(result.moves.size > 0 ? [{ table: moveTable(result), csv: '' }] : []),
        ],
      ],
    },
    lines:
      lines.length > 0
        ? ({
            caption:
              lines.length > MOST_LINES
                ? {
                    zh: `有变化的案件（前${MOST_LINES}件，共${lines.length}件）`,
                    en: `Cases that change (${MOST_LINES} of ${lines.length})`,
                  }
                : { zh: '有变化的案件', en: 'Cases that change' },
            cards: true,
            head: Object.values(LINE_HEAD).map((text) => ({ text })),
            rows: lines.slice(0, MOST_LINES).map((one, index) => lineOf(one, index, named)),
          } satisfies Table)
        : undefined,
    csv: lines.length > 0 ? withQuery(path.whatIfCsv, inquiry) : undefined,
  }
}

const UNFIT: Notice = {
  kind: 'bad',
  title: { zh: '这份草案现在不能试算', en: 'This draft cannot be tried now' },
  text: {
    zh: '草案的内容不完整或不合要求。请先在政策编辑页改好。',
    en: 'It is incomplete or not of the right form. Correct it on the policy pages first.',
  },
}
const ANONYMOUS: Notice = {
  kind: 'info',
  text: {
    zh: '您不参与任何案件，因此只看到数字和不具名的各行。期间按整月计。',
    en: 'You have no part in any case, so you see counts and lines without names. Periods are whole months.',
  },
}

export function whatIfView(asked: Asked) {
  const { period, candidates, draft, result, named, unfit, kinds } = asked
  const notices = [...(unfit ? [UNFIT] : []), ...(named ? [] : [ANONYMOUS])]
  return {
    title: { zh: '政策试算', en: 'What if' },
    period: periodText(period),
    from: period.from,
    to: period.to,
    ...(candidates.length > 0
      ? { drafts: candidates.map((one) => ({ value: one.id, text: nameOf(one, kinds), chosen: one.id === draft?.id })) }
      : { empty: NO_DRAFTS }),
    ...(notices.length > 0 && { notices }),
    ...(result && outcomeOf(asked, result)),
  }
}

const NO_DRAFTS = {
  title: { zh: '现在没有可以试算的草案', en: 'There is no draft to try' },
  text: {
    zh: '起草或批准了将来生效的积分表、工资标准、途径、材料规则、基本条件或时限后，可以在这里试算。',
    en:
      'Once points, salary figures, routes, document rules, eligibility or time limits are ' +
      'drafted, or approved for a later day, they can be tried here.',
  },
}
