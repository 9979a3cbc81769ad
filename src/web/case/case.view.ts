/**
 * A case made ready for pages: answers, firm, papers, points and buttons. The firm's page and the officers' desk
 * share these. Over 250 lines because it is one case, part by part.
 */
import type { Problem } from '../../base/errors.js'
import { scanWords } from '../../base/scanning.js'
import { type Bilingual, COLON, COMMA, DOT, fill, joined, type Language, sameText } from '../../base/text.js'
import type { Attachment, CaseFile } from '../../cases/caseFile.js'
import type { CaseMandate } from '../../cases/facts.js'
import { inOrder, ownLabel } from '../../cases/documents.js'
import { differences } from '../../criteria/comparedWords.js'
import type { Judgement } from '../../criteria/judge.js'
import type { ComparedPaper } from '../../cases/paperReadings.js'
import type { Check } from '../../cases/preflight.js'
import { APPLICATION, SECTIONS } from '../../forms/application.js'
import { CROSS_BORDER_FILINGS, DOCUMENT_KINDS, ENCLOSURE, EVIDENCE, firmPlace, UNSORTED } from '../../forms/choices.js'
import { type CheckRow, checkRows } from '../../forms/engine/check.js'
import { labelOf } from '../../forms/engine/ui.js'
import type { Firm } from '../../people/firm.service.js'
import { firmNamed } from '../../people/mandate.service.js'
import { FORMS } from '../../workflow/forms.js'
import type { Act } from '../../workflow/machine.js'
import type { Choice } from '../../workflow/step.js'
import { WORDS } from '../../workflow/words.js'
import { counted, day } from '../kit/page.js'
import type { Button, DocumentRow, Line, Piece, Points, Summary, SummaryRow, Text } from '../kit/parts.js'
import { below, code, pieces, strong } from '../kit/pieces.js'
import { fact, smallFacts } from '../kit/table.js'
import { actionAddress } from './addresses.js'
import { tickView } from './tick.view.js'

/** The answer that officers read in the passport itself; its check digits are judged. */
const UNREAD = 'talent.passport.mrz'

/** What stood at a question in the filing before, by the question's path; null when nothing did. */
export type Earlier = ReadonlyMap<string, Bilingual | null>

interface AnswerMarks {
  readonly earlier?: Earlier | undefined
  /** The papers that an answer rests on, by its path. */
  readonly sources?: (path: string) => NonNullable<SummaryRow['sources']>
}

/** The figures of a platform's export, which officers read in the panel of evidence, month by month. */
export const EXPORTED = /^channels\.\d+\.export\./

/**
 * All answers but those that are left out, section by section, as summary lists; what is asked several times is one
 * row a time. What changed since the filing before is marked.
 */
export function answerSections(
  answers: unknown,
  language: Language,
  { without, ...marks }: AnswerMarks & { readonly without?: RegExp } = {},
) {
  return SECTIONS.filter(({ paths }) => paths.length > 0).flatMap(({ key, label, paths }) => {
    const rows = checkRows(APPLICATION, answers, language, { only: paths }).filter(
      ({ lines, path }) => lines.length > 0 && path !== UNREAD && !without?.test(path),
    )
    return rows.length > 0 ? [{ key, label, summary: smallFacts(...answerFacts(rows, language, marks)) }] : []
  })
}

/** The row, of what is asked several times, in which a question stands: `talent.jobs.0`. */
export const rowOfPath = (path: string): string | undefined => /^.*\.\d+(?=\.)/.exec(path)?.[0]

function answerFacts(
  rows: readonly CheckRow[],
  language: Language,
  { earlier = new Map(), sources }: AnswerMarks,
): SummaryRow[] {
  const facts: { readonly row: string | undefined; readonly first: CheckRow; readonly rest: CheckRow[] }[] = []
  for (const answer of rows) {
    const row = rowOfPath(answer.path)
    const last = facts.at(-1)
    if (row && last?.row === row) last.rest.push(answer)
    else facts.push({ row, first: answer, rest: [] })
  }
  return facts.map(({ row, first, rest }) => {
    const was = earlier.get(first.path)
    const changed = row ? [...earlier.keys()].some((path) => `${path}.`.startsWith(`${row}.`)) : was === null
    return {
      key: (row && first.group) || first.key,
      sources: sources?.(first.path),
      was: row ? undefined : (was ?? undefined),
      line: [...(row ? rowLine(first, rest, language) : answerLine(first)), ...(changed ? [CHANGED] : [])],
    }
  })
}

const answerLine = ({ lines }: CheckRow): Line => lines.map((text, index) => (index === 0 ? text : below(text)))

const UNTIL: Bilingual = { zh: '至', en: ' to ' }
/** A period of a resume without an end still goes on. */
const TO_DATE: Bilingual = { zh: '至今', en: ' to date' }

/**
 * What is asked several times on one line: what it is first, the rest in one line below. A period and what was done in
 * it read as a sentence.
 */
function rowLine(first: CheckRow, rest: readonly CheckRow[], language: Language): Line {
  const words = ({ lines }: CheckRow) => lines.join(COMMA[language])
  const until = rest.find(({ path }) => path === first.path.replace(/from$/, 'to'))
  const others = rest
    .filter((answer) => answer !== until)
    .map((answer) => (answer.path.endsWith('.what') ? words(answer) : `${answer.key} ${words(answer)}`))
  const goesOn = !until && /^talent\.resume\.\d+\.from$/.test(first.path)
  const end = until ? `${UNTIL[language]}${words(until)}` : goesOn ? TO_DATE[language] : ''
  return pieces(strong(`${words(first)}${end}`), others.length > 0 && below(others.join(DOT)))
}

const CHANGED: Piece = {
  text: { zh: '本次改动', en: 'changed in this submission' },
  icon: 'turn',
  look: 'near',
  below: true,
}

/** Who files for the firm, by which mandate. */
const agentText = ({ id, agentName, agentNameEn, untilOn, inForce }: CaseMandate) =>
  inForce
    ? fill(
        { zh: '{name}（委托 {id} 号，至{day}）', en: '{name} (mandate {id}, until {day})' },
        { name: firmNamed(agentName, agentNameEn), id, day: day(untilOn) },
      )
    : fill(
        {
          zh: '{name}（委托 {id} 号已结束，由企业自行办理）',
          en: '{name} (mandate {id} has ended; the firm acts for itself)',
        },
        { name: firmNamed(agentName, agentNameEn), id },
      )

/** The firm as it is registered, and who files for it. */
export const firmSummary = (
  { nameZh, nameEn, creditCode, district, zone, crossBorderFiling }: Firm,
  mandate: CaseMandate | null = null,
): Summary =>
  smallFacts(
    mandate && fact('代理', 'Agent', agentText(mandate)),
    fact('企业', 'Firm', [nameZh, nameEn && below(nameEn, 'quiet')]),
    fact('信用代码', 'Credit code', code(creditCode)),
    fact('区', 'District', firmPlace(district, zone)),
    fact('跨境备案', 'Cross-border filing', crossBorderFiling && labelOf(CROSS_BORDER_FILINGS, crossBorderFiling)),
  )

/** What a kind of paper is called. */
export function kindLabel(kind: string): Bilingual {
  if (kind === ENCLOSURE) return { zh: '消息的附件', en: 'Sent with a message' }
  if (kind === EVIDENCE) return { zh: '陈述意见或复核申请的附件', en: 'Sent with a response or a request for review' }
  if (kind === UNSORTED) return { zh: '待确认种类的文件', en: 'Files without a confirmed kind' }
  return labelOf(DOCUMENT_KINDS, kind)
}

/** When a paper was issued. */
export const issuedText = (on: string): Bilingual => fill({ zh: '{on}签发', en: 'issued {on}' }, { on: day(on) })

/** How many pages a paper has. */
export const pageCount = (pages: number): Bilingual => ({ zh: `${pages} 页`, en: counted(pages, 'page', 'pages') })

/** The papers that count now, in the order of their kinds; `ticks`: with the marks of an officer who reads them. */
export function documentRows(
  file: CaseFile,
  check: Check | undefined,
  hrefOf: (paper: Attachment) => string,
  compared: readonly ComparedPaper[] = [],
  ticks = false,
): DocumentRow[] {
  return inOrder(file.attachments).map((paper) => {
    const { kind, scan, issuedOn, pages, bytes } = paper
    const closed = scanWords(scan)
    const marks = paperMarks(paper, check, compared.filter((one) => one.paper.id === paper.id).flatMap(differences))
    return {
      title: ownLabel(paper) ?? kindLabel(kind),
      href: closed ? undefined : hrefOf(paper),
      note: joined([issuedOn && issuedText(issuedOn), pages ? pageCount(pages) : `${Math.ceil(bytes / 1024)} KB`], DOT),
      // what an officer has not checked has no sign that could be read so
      tone: marks[0]?.tone ?? (ticks ? 'unchecked' : 'ok'),
      marks,
      tick: ticks ? tickView(paper, file) : undefined,
    }
  })
}

/** What is unfit about a paper first, then what ages, then what it says otherwise than the application. */
function paperMarks(
  { kind, scan, unfit }: Attachment,
  check: Check | undefined,
  differs: readonly Text[],
): NonNullable<DocumentRow['marks']> {
  const closed = scanWords(scan) ?? []
  const found = (findings: readonly Problem[] = []) =>
    findings
      .filter(({ path, code }) => path === `documents.${kind}` && !code.startsWith('missing:'))
      // what the upload has said of the file need not be said twice
      .filter(({ code }) => unfit.length === 0 || code !== `${kind}Unfit`)
      .map(({ message }) => message)
  const bad = [scan === 'waiting' ? [] : closed, unfit, found(check?.judgement.blocks)].flat()
  const near = [scan === 'waiting' ? closed : [], found(check?.judgement.warns), differs].flat()
  return [
    ...bad.map((text) => ({ text, tone: 'bad' as const })),
    ...near.map((text) => ({ text, tone: 'near' as const })),
  ]
}

/** The class that is reached; where not by points, the routes. */
export function classReached({ category, ways }: Judgement): Bilingual {
  if (category === 'none') return { zh: '未达到A类或B类', en: 'neither class' }
  const open = ways.filter((way) => way.open && way.class === category)
  const by = open.some(({ pointsFrom }) => pointsFrom !== null) ? null : joined(open.map(({ label }) => label))
  return { zh: by ? `${category}类（${by.zh}）` : `${category}类`, en: `class ${category}${by ? ` (${by.en})` : ''}` }
}

export function pointsOf({ judgement }: Check): Points {
  const { points } = judgement
  const most = points.lines.reduce((sum, { cap }) => sum + cap, 0)
  return {
    caption: { zh: '九项积分', en: 'Points by element' },
    rows: points.lines.map(({ label, value, rule, note, points: got, cap }) => ({
      name: label,
      why: note ?? (value || rule ? joined([value, sameText(value, rule) ? null : rule], COLON) : '—'),
      got,
      most: cap,
    })),
    total: { why: classReached(judgement), got: points.total, most },
  }
}

/**
 * The buttons of a case, the likeliest first; what must wait shows its reasons. An action that asks nothing and ends
 * nothing is sent at once by the form around the buttons; all others lead to their own form.
 */
export function actionButtons(
  choices: readonly Choice[],
  caseId: number,
  left: ReadonlySet<string> = new Set(),
): Button[] {
  return choices
    .filter(({ action }) => !left.has(action))
    .map(({ action, kind, enabled, because }, index) => {
      const words = WORDS[action]
      const address = actionAddress(caseId, action)
      return {
        text: words.label,
        id: `do-${action}`,
        ...(enabled && (asksNothing(action) && !words.grave ? { formaction: address } : { href: address })),
        kind: words.grave ? 'final' : index === 0 && kind === 'action' ? undefined : 'secondary',
        unavailable: enabled ? undefined : because.slice(0, 6),
      }
    })
}

const asksNothing = (action: Act): boolean => Object.keys(FORMS[action].shape).length === 0
