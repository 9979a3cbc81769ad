/**
 * Two cases side by side, field by field: what is equal steps back, what differs is marked, and the
 * same file in both is pointed out.
 */
import { path } from '../../base/path.js'
import { type Bilingual, DOT, fill, joined, type Language, sameText } from '../../base/text.js'
import type { Attachment, CaseFile } from '../../cases/caseFile.js'
import type { Duplicate } from '../../cases/duplicates.js'
import { APPLICATION, SECTIONS } from '../../forms/application.js'
import { CROSS_BORDER_FILINGS, DISTRICTS, DOCUMENT_KINDS } from '../../forms/choices.js'
import { type CheckRow, checkRows } from '../../forms/engine/check.js'
import { labelOf } from '../../forms/engine/ui.js'
import type { Firm } from '../../people/firm.service.js'
import { metaOf } from '../../workflow/step.js'
import { kindLabel } from '../case/case.view.js'
import { type PageContext, tagOfState } from '../case/clock.view.js'
import { current } from '../../cases/documents.js'
import { counted, day } from '../kit/page.js'
import type { Line, Piece } from '../kit/parts.js'
import { below, code, pieces, quiet } from '../kit/pieces.js'
import { type ComparedRow, compareTable } from '../kit/sideBySide.js'
import { fact, facts } from '../kit/table.js'
import { agreementText } from './related.view.js'

/** One of the two cases, with its firm. */
export interface Side {
  readonly file: CaseFile
  readonly firm: Firm
}
type Sides = readonly [Side, Side]

const NOTHING: Piece = quiet('—')

/** A row of what both cases have in one place; none where neither has it. */
function textRow(
  zh: string,
  en: string,
  sides: Sides,
  of: (side: Side) => Bilingual | string | null | undefined,
): ComparedRow[] {
  const [one, other] = sides.map((side) => {
    const text = of(side)
    return typeof text === 'string' ? { zh: text, en: text } : text
  })
  if (!one && !other) return []
  return [{ key: { zh, en }, lines: [[one ?? NOTHING], [other ?? NOTHING]], differs: !sameText(one, other) }]
}

const standingRows = (sides: Sides): ComparedRow[] => [
  ...textRow('状态', 'State', sides, ({ file }) => metaOf(file.case.state).label),
  ...textRow('申请日', 'Filed on', sides, ({ file }) => file.case.filedOn && day(file.case.filedOn)),
  ...textRow('企业', 'Firm', sides, ({ firm }) => firm.nameZh),
  ...textRow('信用代码', 'Credit code', sides, ({ firm }) => firm.creditCode),
  ...textRow('区', 'District', sides, ({ firm }) => labelOf(DISTRICTS, firm.district)),
  ...textRow(
    '跨境备案',
    'Cross-border filing',
    sides,
    ({ firm }) => CROSS_BORDER_FILINGS.find(({ value }) => value === firm.crossBorderFiling)?.label,
  ),
]

const answerLine = (row: CheckRow | undefined): Line =>
  row ? row.lines.map((text, index) => ({ text, below: index > 0 })) : [NOTHING]

/** The machine's lines say again what the answers say; they are worth a row where they differ. */
const CODED = 'talent.passport.mrz'

/** The questions that one of the two has answered, in the order of the form. */
function answerRows(paths: readonly string[], section: string, sides: Sides, language: Language): ComparedRow[] {
  const [mine, theirs] = sides.map(({ file }) => {
    const rows = checkRows(APPLICATION, file.answers, language, { only: paths })
    return new Map(rows.filter(({ lines }) => lines.length > 0).map((row) => [row.path, row]))
  })
  const order = [...new Set([mine, theirs].flatMap((rows) => [...(rows?.keys() ?? [])]))]
  const rank = new Map(order.map((path, index) => [path, index]))
  return order
    .sort((a, b) => byRow(a, b) || (rank.get(a) ?? 0) - (rank.get(b) ?? 0))
    .flatMap((path) => {
      const [one, other] = [mine?.get(path), theirs?.get(path)]
      const differs = one?.lines.join('\n') !== other?.lines.join('\n')
      if (path === CODED && !differs) return []
      const { key = '', group } = one ?? other ?? {}
      const within = group && group !== section ? `${group} · ` : ''
      return [{ key: `${within}${key}`, lines: [answerLine(one), answerLine(other)], differs }]
    })
}

/** Rows of one list by their number; 0 for everything else, which stays as the form has it. */
function byRow(one: string, other: string): number {
  const [a, b] = [one, other].map((path) => /^(.*?)\.(\d+)\./.exec(path))
  return a && b && a[1] === b[1] ? Number(a[2]) - Number(b[2]) : 0
}

const SAME_FILE: Piece = {
  text: { zh: '与另一案的文件完全相同', en: 'identical to a file in the other case' },
  icon: 'warn',
  look: 'near',
  below: true,
}

function papersLine(papers: readonly Attachment[], caseId: number, same: ReadonlySet<string>): Line {
  if (papers.length === 0) return [NOTHING]
  return papers.flatMap(({ id, name, issuedOn, pages, sha256 }, index) => {
    const about = joined(
      [
        issuedOn && fill({ zh: '{on}签发', en: 'issued {on}' }, { on: day(issuedOn) }),
        pages !== null && { zh: `${pages} 页`, en: counted(pages, 'page', 'pages') },
      ],
      DOT,
    )
    return pieces(
      { text: name, href: path.file(caseId, id), below: index > 0 },
      below(about, 'quiet'),
      same.has(sha256) && SAME_FILE,
    )
  })
}

/** A row a kind of paper. That two papers are different says nothing; that they are the same file does. */
function paperRows([one, other]: Sides): ComparedRow[] {
  const [mine, theirs] = [current(one.file.attachments), current(other.file.attachments)]
  const hashes = new Set(theirs.map(({ sha256 }) => sha256))
  const same = new Set(mine.map(({ sha256 }) => sha256).filter((hash) => hashes.has(hash)))
  return DOCUMENT_KINDS.flatMap(({ value }) => {
    const [left, right] = [mine.filter(({ kind }) => kind === value), theirs.filter(({ kind }) => kind === value)]
    const papers = [...left, ...right]
    if (papers.length === 0) return []
    return [
      {
        key: kindLabel(value),
        lines: [papersLine(left, one.file.case.id, same), papersLine(right, other.file.case.id, same)],
        differs: papers.some(({ sha256 }) => same.has(sha256)),
        says: { zh: '（文件相同）', en: ' (the same file)' },
      },
    ]
  })
}

/** The two cases in tables, and in one sentence how far they agree. */
export function pairView(sides: Sides, language: Language) {
  const heads = sides.map(({ file }) => file.case.number)
  const answers = SECTIONS.filter(({ paths }) => paths.length > 0).map(({ key, label, paths }) => ({
    key,
    label,
    rows: answerRows(paths, label[language], sides, language),
  }))
  const papers = paperRows(sides)
  const sections = [
    { key: 'standing', label: { zh: '案件与企业', en: 'Case and firm' }, rows: standingRows(sides) },
    ...answers,
    { key: 'papers', label: { zh: '材料', en: 'Documents' }, rows: papers },
  ].filter(({ rows }) => rows.length > 0)
  const asked = answers.flatMap(({ rows }) => rows)
  return {
    summary: agreementSummary(
      asked.length,
      asked.filter(({ differs }) => !differs).length,
      papers.filter(({ differs }) => differs).length,
    ),
    sections: sections.map(({ key, label, rows }) => ({
      key,
      label,
      table: compareTable(label, heads, rows, { look: 'pair' }),
    })),
  }
}

function agreementSummary(answers: number, equal: number, kinds: number): Bilingual {
  const files =
    kinds > 0
      ? {
          zh: `${kinds} 类材料有完全相同的文件`,
          en: `${counted(kinds, 'kind', 'kinds')} of document with identical files`,
        }
      : { zh: '没有相同的文件', en: 'no files are identical' }
  return fill(
    { zh: '{answers} 项答案中 {equal} 项相同，{files}。', en: '{equal} of {answers} answers match; {files}.' },
    { answers, equal, files },
  )
}

/** What is known of a case that the reader may not open: which facts agree, and whom to ask. */
export function otherView(other: Duplicate, { authorities }: PageContext) {
  const lead = other.leadId === null ? undefined : authorities.get(other.leadId)
  const known = facts(
    fact('编号', 'Number', code(other.number)),
    fact('状态', 'State', metaOf(other.state).label),
    fact('企业', 'Firm', other.firmName),
    fact('相同之处', 'Matches', agreementText(other)),
    fact(
      '联系部门',
      'Contact',
      lead
        ? [lead.name, below(lead.office), lead.phone && below(code(lead.phone))]
        : { zh: '尚无牵头部门', en: 'no lead department yet' },
    ),
  )
  return { tag: tagOfState(other.state), known }
}
