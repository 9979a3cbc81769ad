/**
 * What changed between two filings, made ready for the page that the firm and the officers share,
 * and for the marks on the officers' case page.
 */
import { path } from '../../base/path.js'
import { type Bilingual, COLON, COMMA, DOT, fill, joined, sameText } from '../../base/text.js'
import type { AnswerChange, AnsweredItem, Changes, PaperChange, PaperThen } from '../../cases/changes.js'
import type { FiledAnswers } from '../../cases/filings.js'
import { SECTIONS } from '../../forms/application.js'
import { PAPER_LANGUAGES } from '../../forms/choices.js'
import { labelOf } from '../../forms/engine/ui.js'
import { sayPlace } from '../../forms/places.js'
import { findSection } from '../../forms/sections.js'
import { counted, time } from '../kit/page.js'
import type { Compare, Line, Piece } from '../kit/parts.js'
import { below, quiet } from '../kit/pieces.js'
import { answerLine, type ComparedRow, compareTable } from '../kit/sideBySide.js'
import { issuedText, kindLabel, pageCount } from './case.view.js'

const HEADS: readonly Bilingual[] = [
  { zh: '原来', en: 'Before' },
  { zh: '现在', en: 'Now' },
  { zh: '补正要求与企业说明', en: 'Correction requested, and the firm’s explanation' },
]
const NOT_ASKED = quiet({ zh: '未要求', en: 'not asked for' })

/** `3 项答案，2 份材料`, or that nothing changed. */
export function countText({ answers, papers }: Changes): Bilingual {
  if (answers.length + papers.length === 0) return { zh: '无改动', en: 'no change' }
  const count = (list: readonly unknown[], zh: string, one: string, many: string) =>
    list.length > 0 && { zh: `${list.length} ${zh}`, en: counted(list.length, one, many) }
  return joined(
    [count(answers, '项答案', 'answer', 'answers'), count(papers, '份材料', 'document', 'documents')],
    COMMA,
  )
}

/** Page and field, where the notice names them, before or after other words. */
const pageAndField = ({ page, field }: AnsweredItem) => [page && { zh: `第 ${page} 页`, en: `page ${page}` }, field]

const answerText = ({ answer }: AnsweredItem): Bilingual =>
  answer ? { zh: `企业说明：${answer}`, en: `The firm: ${answer}` } : { zh: '企业未作说明', en: 'no explanation given' }

/** What was asked for: the notice's words, and below them the firm's answer, which comes with the filing. */
function askedLine(asked: readonly AnsweredItem[], sent: boolean): Line {
  if (asked.length === 0) return [NOT_ASKED]
  return asked.flatMap((item, index): Piece[] => {
    const where = joined(pageAndField(item), COMMA)
    const text = joined([where, { zh: item.what, en: item.whatEn }], COLON)
    return [{ text, below: index > 0 }, ...(sent ? [below(answerText(item), 'quiet')] : [])]
  })
}

function paperLine(papers: readonly PaperThen[], caseId: number): Line {
  if (papers.length === 0) return answerLine(null)
  return papers.flatMap(({ paper: { id, name, pages, bytes }, issuedOn, language }, index): Piece[] => {
    const size = `${Math.max(1, Math.round(bytes / 1024))} KB`
    return [
      { text: name, href: path.file(caseId, id), below: index > 0 },
      below(
        joined(
          [
            issuedOn && issuedText(issuedOn),
            language && labelOf(PAPER_LANGUAGES, language),
            pages ? pageCount(pages) : null,
            size,
          ],
          DOT,
        ),
        'quiet',
      ),
    ]
  })
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** The question with its row or group; the section's own name stands above already. */
function questionWithin(section: Bilingual, { group, label }: AnswerChange): Bilingual {
  const { zh, en } = joined([sameText(group, section) ? null : group, label], DOT)
  return { zh, en: capital(en) }
}

const WHAT: Readonly<Record<PaperChange['what'], Bilingual>> = {
  added: { zh: '新增', en: 'added' },
  replaced: { zh: '更换', en: 'replaced' },
  removed: { zh: '删除', en: 'removed' },
  dated: { zh: '更改签发日期', en: 'day of issue corrected' },
  spoken: { zh: '更改语言', en: 'language corrected' },
}

interface ChangedSection {
  readonly key: string
  readonly label: Bilingual
  readonly table: Compare
}

/** The changes, section by section, the documents last. `sent`: the later side is a filing, and no draft of one. */
export function changedSections(changes: Changes, caseId: number, sent: boolean): ChangedSection[] {
  const section = (key: string, label: Bilingual, rows: readonly ComparedRow[]): ChangedSection[] =>
    rows.length > 0 ? [{ key, label, table: compareTable(label, HEADS, rows, { look: 'changes' }) }] : []
  const answers = SECTIONS.flatMap(({ key, label }) => {
    const changed = changes.answers.filter(({ path }) => findSection(path)?.key === key)
    const rows = changed.map((change) => ({
      key: questionWithin(label, change),
      lines: [answerLine(change.before, 'quiet'), answerLine(change.after, 'strong'), askedLine(change.asked, sent)],
    }))
    return section(key, label, rows)
  })
  const papers = changes.papers.map(({ kind, what, before, after, asked }) => ({
    key: fill({ zh: '{kind}（{what}）', en: '{kind} ({what})' }, { kind: kindLabel(kind), what: WHAT[what] }),
    lines: [paperLine(before, caseId), paperLine(after, caseId), askedLine(asked, sent)],
  }))
  return [...answers, ...section('papers', { zh: '材料', en: 'Documents' }, papers)]
}

/** What was asked for and is as it was, with the firm's answer. */
export const untouchedRows = ({ untouched }: Changes, sent: boolean) =>
  untouched.map((item) => ({
    place: joined([sayPlace(item.on), ...pageAndField(item)], COMMA),
    what: { zh: item.what, en: item.whatEn },
    answer: sent ? answerText(item) : undefined,
  }))

/** `第 1 次提交（11月20日 09:00）`. */
export const filingText = ({ filedAt }: FiledAnswers, index: number): Bilingual =>
  fill(
    { zh: '第 {number} 次提交（{at}）', en: 'submission {number} ({at})' },
    { number: index + 1, at: time(filedAt, 'short') },
  )
