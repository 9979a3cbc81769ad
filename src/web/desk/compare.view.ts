/**
 * Two cases side by side, field by field: what is equal steps back, what differs is marked, and the
 * same file in both is pointed out.
 */
import { path } from '../../base/path.js'
import { type Bilingual, type Language, sameText } from '../../base/text.js'
import type { Attachment, CaseFile } from '../../cases/caseFile.js'
import type { Duplicate } from '../../cases/duplicates.js'
import { APPLICATION, SECTIONS } from '../../forms/application.js'
import { type CheckRow, checkRows } from '../../forms/engine/check.js'
import { CROSS_BORDER_FILINGS, DOCUMENT_KINDS } from '../../forms/choices.js'
import type { Firm } from '../../people/firm.service.js'
import { metaOf } from '../../workflow/step.js'
import { districtLabel, kindLabel } from '../case/case.view.js'
import { type PageContext, tagOf } from '../case/clock.view.js'
import { both, counted, dateText } from '../kit/page.js'
import type { Compare, Line, Piece, Summary, Text } from '../kit/parts.js'
import { agreeing } from './related.view.js'

/** One of the two cases, with its firm. */
export interface Side {
  readonly file: CaseFile
  readonly firm: Firm
}

const NOTHING: Piece = { text: '—', look: 'quiet' }

interface Row {
  readonly key: Text
  readonly lines: readonly [Line, Line]
  readonly differs: boolean
}

function tableOf(caption: Bilingual, heads: readonly Text[], rows: readonly Row[]): Compare {
  return {
    caption,
    look: 'pair',
    heads,
    rows: rows.map(({ key, lines, differs }) => ({
      key,
      differs,
      cells: lines.map((line, index) => ({ head: heads[index] ?? '', line })),
    })),
  }
}

function textRow(key: Text, one: Bilingual | null, other: Bilingual | null): Row[] {
  if (!one && !other) return []
  return [{ key, lines: [[one ?? NOTHING], [other ?? NOTHING]], differs: !sameText(one, other) }]
}

const plain = (words: string | null): Bilingual | null => (words ? { zh: words, en: words } : null)

function stateRows([one, other]: readonly [Side, Side]): Row[] {
  const filed = ({ file }: Side) => {
    const on = file.case.filedOn
    return on ? both((language) => dateText(on, language)) : null
  }
  return [
    ...textRow({ zh: '状态', en: 'State' }, metaOf(one.file.case.state).label, metaOf(other.file.case.state).label),
    ...textRow({ zh: '申请日', en: 'Filed on' }, filed(one), filed(other)),
  ]
}

function firmRows([{ firm: one }, { firm: other }]: readonly [Side, Side]): Row[] {
  const filing = ({ crossBorderFiling }: Firm) =>
    CROSS_BORDER_FILINGS.find(({ value }) => value === crossBorderFiling)?.label ?? null
  return [
    ...textRow({ zh: '企业', en: 'Firm' }, plain(one.nameZh), plain(other.nameZh)),
    ...textRow({ zh: '信用代码', en: 'Credit code' }, plain(one.creditCode), plain(other.creditCode)),
    ...textRow({ zh: '区', en: 'District' }, districtLabel(one.district), districtLabel(other.district)),
    ...textRow({ zh: '跨境备案', en: 'Cross-border filing' }, filing(one), filing(other)),
  ]
}

const lineOf = (row: CheckRow | undefined): Line =>
  row && row.lines.length > 0 ? row.lines.map((text, index) => ({ text, below: index > 0 })) : [NOTHING]

/** The machine's lines say again what the answers say; they are worth a row where they differ. */
const CODED = 'talent.passport.mrz'

/** The questions that one of the two has answered, in the order of the form. */
function answerRows(
  paths: readonly string[],
  section: string,
  [one, other]: readonly [Side, Side],
  language: Language,
): Row[] {
  const [mine, theirs] = [one, other].map(({ file }) =>
    checkRows(APPLICATION, file.answers, language, { only: paths }).filter(({ lines }) => lines.length > 0),
  )
  const [left, right] = [mine ?? [], theirs ?? []].map((rows) => new Map(rows.map((row) => [row.path, row])))
  const order = [...new Set([...(mine ?? []), ...(theirs ?? [])].map(({ path }) => path))]
  const place = (path: string) => path.replace(/\d+/g, (digits) => digits.padStart(4, '0'))
  const first = new Map(order.map((path, index) => [path, index]))
  const lists = paths.length > 0 ? order.sort((a, b) => compareRows(place(a), place(b), first, a, b)) : order
  return lists.flatMap((path) => {
    const [a, b] = [left?.get(path), right?.get(path)]
    const row = a ?? b
    const differs = a?.lines.join('\n') !== b?.lines.join('\n')
    if (path === CODED && !differs) return []
    const within = row?.group && row.group !== section ? `${row.group} · ` : ''
    return [{ key: `${within}${row?.key ?? ''}`, lines: [lineOf(a), lineOf(b)] as const, differs }]
  })
}

/** Rows of a list by their number, everything else as the form has it. */
function compareRows(a: string, b: string, first: ReadonlyMap<string, number>, one: string, other: string): number {
  const list = (path: string) => /^(.*?)\.(\d{4})\./.exec(path)
  const [mine, theirs] = [list(a), list(b)]
  if (mine && theirs && mine[1] === theirs[1] && mine[2] !== theirs[2])
    return (mine[2] ?? '') < (theirs[2] ?? '') ? -1 : 1
  return (first.get(one) ?? 0) - (first.get(other) ?? 0)
}

const current = ({ attachments }: CaseFile): Attachment[] => attachments.filter(({ replacedAt }) => replacedAt === null)

function paperPieces(papers: readonly Attachment[], caseId: number, same: ReadonlySet<string>): Line {
  if (papers.length === 0) return [NOTHING]
  return papers.flatMap((paper, index): Piece[] => [
    { text: paper.name, href: path.file(caseId, paper.id), below: index > 0 },
    {
      text: both((language) =>
        [
          paper.issuedOn &&
            (language === 'zh' ? `${dateText(paper.issuedOn, 'zh')}签发` : `issued ${dateText(paper.issuedOn, 'en')}`),
          paper.pages && (language === 'zh' ? `${paper.pages} 页` : counted(paper.pages, 'page', 'pages')),
        ]
          .filter(Boolean)
          .join(' · '),
      ),
      below: true,
      look: 'quiet',
    },
    ...(same.has(paper.sha256)
      ? [
          {
            text: { zh: '与另一案的文件完全相同', en: 'the very same file as in the other case' },
            icon: 'warn' as const,
            look: 'near' as const,
            below: true,
          },
        ]
      : []),
  ])
}

/** A row a kind of paper. That two papers are different says nothing; that they are the same file does. */
function paperRows([one, other]: readonly [Side, Side]): Row[] {
  const [mine, theirs] = [current(one.file), current(other.file)]
  const hashes = new Set(theirs.map(({ sha256 }) => sha256))
  const same = new Set(mine.map(({ sha256 }) => sha256).filter((hash) => hashes.has(hash)))
  return DOCUMENT_KINDS.flatMap(({ value }) => {
    const [left, right] = [mine, theirs].map((papers) => papers.filter(({ kind }) => kind === value))
    if (!left?.length && !right?.length) return []
    const both = [...(left ?? []), ...(right ?? [])]
    return [
      {
        key: kindLabel(value),
        lines: [
          paperPieces(left ?? [], one.file.case.id, same),
          paperPieces(right ?? [], other.file.case.id, same),
        ] as const,
        differs: both.some(({ sha256 }) => same.has(sha256)),
      },
    ]
  })
}

/** The two cases in tables, and in one sentence how far they agree. */
export function pairView(sides: readonly [Side, Side], language: Language) {
  const heads = sides.map(({ file }) => file.case.number)
  const answers = SECTIONS.filter(({ paths }) => paths.length > 0).map(({ key, label, paths }) => ({
    key,
    label,
    rows: answerRows(paths, label[language], sides, language),
  }))
  const papers = paperRows(sides)
  const sections = [
    {
      key: 'standing',
      label: { zh: '案件与企业', en: 'Case and firm' },
      rows: [...stateRows(sides), ...firmRows(sides)],
    },
    ...answers,
    { key: 'papers', label: { zh: '材料', en: 'Documents' }, rows: papers },
  ].filter(({ rows }) => rows.length > 0)
  const asked = answers.flatMap(({ rows }) => rows)
  const equal = asked.filter(({ differs }) => !differs).length
  const sameFiles = papers.filter(({ differs }) => differs).length
  const kinds = counted(sameFiles, 'kind', 'kinds')
  return {
    summary: {
      zh:
        `${asked.length} 项答案中 ${equal} ` +
        `项相同${sameFiles > 0 ? `，${sameFiles} 类材料有完全相同的文件` : '，没有相同的文件'}。`,
      en:
        `${equal} of ${asked.length} answers are equal; ` +
        `${sameFiles > 0 ? `${kinds} of document with the very same file` : 'no file is the same'}.`,
    },
    sections: sections.map(({ key, label, rows }) => ({ key, label, table: tableOf(label, heads, rows) })),
  }
}

/** What is known of a case that the reader may not open: which facts agree, and whom to ask. */
export function otherView(other: Duplicate, { authorities }: PageContext) {
  const lead = other.leadId === null ? undefined : authorities.get(other.leadId)
  const summary: Summary = {
    rows: [
      { key: { zh: '编号', en: 'Number' }, line: [{ text: other.number, look: 'code' }] },
      { key: { zh: '状态', en: 'State' }, line: [metaOf(other.state).label] },
      { key: { zh: '企业', en: 'Firm' }, line: [other.firmName] },
      { key: { zh: '相同之处', en: 'What agrees' }, line: [agreeing(other)] },
      {
        key: { zh: '向谁了解', en: 'Whom to ask' },
        line: lead
          ? [
              lead.name,
              { text: lead.office, below: true },
              ...(lead.phone ? [{ text: lead.phone, below: true, look: 'code' as const }] : []),
            ]
          : [{ zh: '还没有牵头部门', en: 'no lead department yet' }],
      },
    ],
  }
  return { tag: tagOf(other.state), known: summary }
}
