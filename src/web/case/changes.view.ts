/**
 * What changed between two filings, made ready for the page that the firm and the officers share,
 * and for the marks on the officers' case page.
 */
import { path } from '../../base/path.js'
import { type Bilingual, sameText } from '../../base/text.js'
import type { AnswerChange, AnsweredItem, Changes, PaperChange, PaperThen } from '../../cases/changes.js'
import type { FiledAnswers } from '../../cases/filings.js'
import { SECTIONS } from '../../forms/application.js'
import { sayPlace } from '../../forms/places.js'
import { findSection } from '../../forms/sections.js'
import { kindLabel } from './case.view.js'
import { both, counted, dateText, timeText } from '../kit/page.js'
import type { Compare, Line, Piece, Text } from '../kit/parts.js'
import { answerLine } from '../kit/sideBySide.js'

const BEFORE: Bilingual = { zh: '原来', en: 'Before' }
const AFTER: Bilingual = { zh: '现在', en: 'Now' }
const NOTICE: Bilingual = { zh: '补正要求与企业说明', en: 'Asked for, and answered' }
const NOT_ASKED: Piece = { text: { zh: '没有要求', en: 'not asked for' }, look: 'quiet' }

/** `3 项答案，2 份材料`, or that nothing changed. */
export function countText({ answers, papers }: Changes): Bilingual {
  const zh = [answers.length > 0 && `${answers.length} 项答案`, papers.length > 0 && `${papers.length} 份材料`]
  const en = [
    answers.length > 0 && counted(answers.length, 'answer', 'answers'),
    papers.length > 0 && counted(papers.length, 'document', 'documents'),
  ]
  return {
    zh: zh.filter(Boolean).join('，') || '没有改动',
    en: en.filter(Boolean).join(', ') || 'nothing',
  }
}

function whereOf({ page, field }: AnsweredItem): Bilingual {
  return {
    zh: [page && `第 ${page} 页`, field].filter(Boolean).join('，'),
    en: [page && `page ${page}`, field].filter(Boolean).join(', '),
  }
}

const answerText = ({ answer }: AnsweredItem): Bilingual =>
  answer
    ? { zh: `企业说明：${answer}`, en: `The firm: ${answer}` }
    : { zh: '企业没有另作说明', en: 'no answer in words' }

/** What was asked for: the notice's words, and below them the firm's answer, which comes with the filing. */
function askedLine(asked: readonly AnsweredItem[], sent: boolean): Line {
  if (asked.length === 0) return [NOT_ASKED]
  return asked.flatMap((item, index): Piece[] => {
    const where = whereOf(item)
    return [
      {
        text: where.zh
          ? { zh: `${where.zh}：${item.what}`, en: `${where.en}: ${item.whatEn}` }
          : { zh: item.what, en: item.whatEn },
        below: index > 0,
      },
      ...(sent ? [{ text: answerText(item), below: true, look: 'quiet' as const }] : []),
    ]
  })
}

function paperLine(papers: readonly PaperThen[], caseId: number): Line {
  if (papers.length === 0) return answerLine(null)
  return papers.flatMap(({ paper, issuedOn }, index): Piece[] => [
    { text: paper.name, href: path.file(caseId, paper.id), below: index > 0 },
    {
      text: both((language) =>
        [
          issuedOn && (language === 'zh' ? `${dateText(issuedOn, 'zh')}签发` : `issued ${dateText(issuedOn, 'en')}`),
          paper.pages && (language === 'zh' ? `${paper.pages} 页` : counted(paper.pages, 'page', 'pages')),
          `${Math.max(1, Math.round(paper.bytes / 1024))} KB`,
        ]
          .filter(Boolean)
          .join(' · '),
      ),
      below: true,
      look: 'quiet',
    },
  ])
}

const row = (key: Text, before: Line, after: Line, asked: Line): Compare['rows'][number] => ({
  key,
  cells: [
    { head: BEFORE, line: before },
    { head: AFTER, line: after },
    { head: NOTICE, line: asked },
  ],
})

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** The question with its row or group; the section's own name stands above already. */
function keyOf({ group, label }: AnswerChange, section: Bilingual): Bilingual {
  const within = group && !sameText(group, section) ? group : undefined
  return {
    zh: within ? `${within.zh} · ${label.zh}` : label.zh,
    en: capital(within ? `${within.en} · ${label.en}` : label.en),
  }
}

const WHAT: Readonly<Record<PaperChange['what'], Bilingual>> = {
  added: { zh: '新交', en: 'added' },
  replaced: { zh: '更换', en: 'replaced' },
  removed: { zh: '撤下', en: 'taken away' },
  dated: { zh: '改签发日期', en: 'day of issue corrected' },
}

export interface ChangedSection {
  readonly key: string
  readonly label: Bilingual
  readonly table: Compare
}

/** The changes, section by section, the documents last. `sent`: the later side is a filing, and no draft of one. */
export function changedSections(changes: Changes, caseId: number, sent: boolean): ChangedSection[] {
  const heads = [BEFORE, AFTER, NOTICE]
  const section = (key: string, label: Bilingual, rows: Compare['rows']): ChangedSection[] =>
    rows.length > 0 ? [{ key, label, table: { caption: label, look: 'changes' as const, heads, rows } }] : []
  const answers = SECTIONS.flatMap(({ key, label }) =>
    section(
      key,
      label,
      changes.answers
        .filter(({ path }) => findSection(path)?.key === key)
        .map((change) =>
          row(
            keyOf(change, label),
            answerLine(change.before, 'quiet'),
            answerLine(change.after, 'strong'),
            askedLine(change.asked, sent),
          ),
        ),
    ),
  )
  const papers = changes.papers.map((change) => {
    const kind = kindLabel(change.kind)
    const key = { zh: `${kind.zh}（${WHAT[change.what].zh}）`, en: `${kind.en} (${WHAT[change.what].en})` }
    return row(key, paperLine(change.before, caseId), paperLine(change.after, caseId), askedLine(change.asked, sent))
  })
  return [...answers, ...section('papers', { zh: '材料', en: 'Documents' }, papers)]
}

/** What was asked for and is as it was, with the firm's answer. */
export function untouchedRows({ untouched }: Changes, sent: boolean) {
  return untouched.map((item) => {
    const [place, where] = [sayPlace(item.on), whereOf(item)]
    return {
      place: where.zh ? { zh: `${place.zh}，${where.zh}`, en: `${place.en}, ${where.en}` } : place,
      what: { zh: item.what, en: item.whatEn },
      answer: sent ? answerText(item) : undefined,
    }
  })
}

/** `第 1 次提交（11月20日 09:00）`. */
export function filingText({ filedAt }: FiledAnswers, index: number): Bilingual {
  return {
    zh: `第 ${index + 1} 次提交（${timeText(filedAt, 'zh', 'short')}）`,
    en: `filing ${index + 1} (${timeText(filedAt, 'en', 'short')})`,
  }
}
