/** What documents say beside the application: where they differ, what is not found on them, what agrees. */
import { type Bilingual, COMMA, fill, joined } from '../../base/text.js'
import { differenceKey } from '../../cases/correctable.js'
import { type ComparedPaper, unreadText } from '../../cases/paperReadings.js'
import type { Comparison, Verdict } from '../../criteria/comparedPaper.js'
import { differsText, LABELS, placeText, withVerdict } from '../../criteria/comparedWords.js'
import type { Line, Piece, SummaryRow } from '../kit/parts.js'
import { below, link, quiet } from '../kit/pieces.js'
import { smallFacts } from '../kit/table.js'
import { kindLabel } from './case.view.js'
import { viewHref } from './preview.view.js'

const UNREAD: Bilingual = {
  zh: '没有可读的文字（扫描件、图片或空白页），请人工核对。',
  en: 'No text can be read (a scan, a picture or a blank page). Please compare it yourself.',
}
const WAITING: Bilingual = { zh: '正在识别。', en: 'Reading the document.' }

/** Where a correction of a difference is asked for; undefined for whoever cannot ask. */
type Ask = (key: string) => string | undefined
const ASK: Bilingual = { zh: '请企业补正', en: 'Ask for correction' }

function comparedLine(caseId: number, compared: ComparedPaper, ask: Ask): Line {
  const { paper, state } = compared
  if (state !== 'compared') return [quiet(state === 'waiting' ? WAITING : UNREAD)]
  const hrefOf = ({ place }: Comparison) => viewHref(caseId, paper.id, place?.page)
  const missing = withVerdict(compared, 'notFound').map(({ item }) => LABELS[item])
  const same = withVerdict(compared, 'agrees')
  const placed = (one: Comparison) => fill({ zh: '（{place}）', en: ' ({place})' }, { place: placeText(one) ?? '' })
  const groups: readonly (readonly Piece[])[] = [
    ...withVerdict(compared, 'differs').map((one): Piece[] => {
      const href = ask(differenceKey(paper.id, one))
      const said: Piece[] = [{ text: differsText(one), icon: 'warn', look: 'near' }, link(placed(one), hrefOf(one))]
      return href ? [...said, { text: ' ' }, link(ASK, href)] : said
    }),
    ...(missing.length > 0
      ? [[quiet(fill({ zh: '未找到：{items}', en: 'Not found: {items}' }, { items: joined(missing) }))]]
      : []),
    ...(same.length > 0 ? [sameLine(same, hrefOf)] : []),
  ]
  return groups.flatMap(([first, ...rest], at) => (first ? [at > 0 ? below(first) : first, ...rest] : []))
}

const sameLine = (same: readonly Comparison[], hrefOf: (one: Comparison) => string): Piece[] => [
  { text: { zh: '一致：', en: 'Agrees: ' }, icon: 'tick', look: 'ok' },
  ...same.flatMap((one, at): Piece[] => {
    const values = { item: LABELS[one.item], place: placeText(one) ?? '' }
    const named = link(fill({ zh: '{item}（{place}）', en: '{item} ({place})' }, values), hrefOf(one))
    return at === 0 ? [named] : [{ text: { zh: '、', en: ', ' } }, named]
  }),
]

/** All documents that were compared, one row each, and how many items agree; undefined when there is none. */
export function comparedView(caseId: number, papers: readonly ComparedPaper[], ask: Ask = () => undefined) {
  if (papers.length === 0) return undefined
  const rows = papers.map(
    (compared): SummaryRow => ({ key: kindLabel(compared.paper.kind), line: comparedLine(caseId, compared, ask) }),
  )
  const count = (verdict: Verdict) => papers.reduce((sum, one) => sum + withVerdict(one, verdict).length, 0)
  const counts = { agrees: count('agrees'), differs: count('differs'), missing: count('notFound') }
  const isRead = papers.some(({ state }) => state !== 'waiting')
  const said = joined([isRead ? fill(COUNTS, counts) : BEING_READ, unreadText(papers)], COMMA)
  return { summary: smallFacts(...rows), counts: said }
}

const BEING_READ: Bilingual = { zh: '正在识别', en: 'reading' }

const COUNTS: Bilingual = {
  zh: '不一致 {differs} 项，未找到 {missing} 项，一致 {agrees} 项',
  en: '{differs} differ, {missing} not found, {agrees} agree',
}
