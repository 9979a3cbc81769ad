/**
 * The evidence of a case in one panel: what the platforms export and what looks doubtful in it,
 * goods and licences, the commitment to lawful streaming, routes that are claimed, papers that are
 * promised or come later, translations that are missing. It says what is there and decides nothing. Over
 * 250 lines because every fold of the panel has its own facts.
 */
import { sayDate } from '../../base/dates.js'
import { type Bilingual, joined } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { Check } from '../../cases/preflight.js'
import { isCheckedNow } from '../../criteria/advice.js'
import { type ActGroup, listGroups } from '../../criteria/compliance.js'
import { readSubject, type Subject } from '../../criteria/subject.js'
import { APPLICATION, parseApplication } from '../../forms/application.js'
import { SIGNERS } from '../../forms/choices.js'
import { findNode, getNode, rowsAt } from '../../forms/engine/node.js'
import { kindLabel } from '../case/case.view.js'
import type { JudgedBy } from '../../criteria/criterion.js'
import { figureKey, findingKey, licenceKey } from '../../cases/correctable.js'
import { current } from '../../cases/documents.js'
import { askHref } from './correction.view.js'
import { viewHref } from '../case/preview.view.js'
import type { Piece, Summary, SummaryRow, Text } from '../kit/parts.js'
import { below, pieces, quiet } from '../kit/pieces.js'
import { fact, smallFacts } from '../kit/table.js'
import { channelsOf } from './evidence.channels.js'
import type { ReadExport } from '../../cases/exportOffers.js'
import { currentPaper, figurePiece } from './evidence.js'

interface Fold {
  readonly title: Text
  readonly gist: Text
  readonly open: boolean
  readonly summary: Summary
}

export type Evidence = ReturnType<typeof evidenceOf>

interface Shown {
  /** Whether the questions that a figure feeds are named; permit officers do not score. */
  readonly scores: boolean
  /** What was read of the platforms' tables. */
  readonly exports?: readonly ReadExport[]
}

export function evidenceOf(file: CaseFile, check: Check, { card, groups = {}, scores, exports }: JudgedBy & Shown) {
  const { partial } = parseApplication(file.answers)
  // every leaf of the form's type fits the one that is read, or is unknown to it
  const { channels, compliance } = readSubject(partial as Subject)
  const { streaming } = check.judgement
  const ask = askHref(file)
  return {
    channels: channelsOf(file, channels, streaming, scores ? card : undefined, exports),
    doubts: streaming.map((finding) => ({
      message: finding.message,
      arithmetic: finding.arithmetic,
      line: finding.evidence ? [figurePiece(file, finding.evidence)] : [],
      ask: ask(figureKey(finding)),
    })),
    folds: [
      crossFold(file, check),
      goodsFold(file, check),
      commitmentFold(file, compliance, groups),
      claimsFold(file, check),
      laterFold(check),
      translationsFold(file, check),
    ].flatMap((fold) => fold ?? []),
  }
}

const ok = (text: Text): Piece => ({ text, icon: 'tick', look: 'ok' })
const lacking = (text: Text): Piece => ({ text, icon: 'warn', look: 'near' })

const fold = (title: Bilingual, gist: Text, rows: readonly SummaryRow[], open = false): Fold | undefined =>
  rows.length === 0 ? undefined : { title, gist, open, summary: smallFacts(...rows) }

/** The way to a correction that asks for all of it, for those who may ask. */
export function askPieces(file: CaseFile, ...keys: readonly string[]): Piece[] {
  const href = askHref(file)(...keys)
  return href ? [{ text: ASK, href, below: true }] : []
}
const ASK: Bilingual = { zh: '请企业补正', en: 'Ask for correction' }

const missingText = (count: number): Bilingual =>
  count === 0 ? { zh: '齐全', en: 'complete' } : { zh: `${count} 项未见`, en: `${count} missing` }

/** A document that is here as a link, or that it is not. */
function paperPiece(file: CaseFile, kind: string): Piece {
  const paper = currentPaper(file, kind)
  const { zh, en } = kindLabel(kind)
  return below(
    paper
      ? { text: { zh: `见“${zh}”`, en: `see: ${en}` }, href: viewHref(file.case.id, paper.id) }
      : lacking({ zh: `未见“${zh}”`, en: `missing: ${en}` }),
  )
}

/** Whether what was typed is the category's own name, in either language. */
const isName = (typed: string, { zh, en }: Bilingual): boolean => [zh, en.toLowerCase()].includes(typed.toLowerCase())

/** What goods of a category need, each with the kind of the document that shows it. */
const needsOf = ({ licence, qualification }: Check['judgement']['categories'][number]) => [
  ...(licence ? [{ text: licence, kind: 'categoryLicence' }] : []),
  ...(qualification ? [{ text: qualification, kind: 'qualification' }] : []),
]

function goodsFold(file: CaseFile, { judgement: { categories, unknownCategories } }: Check): Fold | undefined {
  const needs = categories.flatMap(needsOf)
  const missing = needs.filter(({ kind }) => !currentPaper(file, kind)).length + unknownCategories.length
  const rows = categories.map((category): SummaryRow => {
    const { label, typed } = category
    const line = needsOf(category).flatMap(({ text, kind }, index) => [
      { text, below: index > 0 },
      paperPiece(file, kind),
      ...(currentPaper(file, kind) ? [] : askPieces(file, licenceKey(kind, category.code))),
    ])
    const key = isName(typed, label) ? label : { zh: `${label.zh}（${typed}）`, en: `${label.en} (${typed})` }
    return { key, line: line.length > 0 ? line : [quiet(NO_LICENCE)] }
  })
  const unknown = unknownCategories.map(
    (key): SummaryRow => ({ key, line: [lacking(NOT_LISTED), ...askPieces(file, licenceKey('unlisted', key.zh))] }),
  )
  return fold(
    { zh: '商品类别与许可证', en: 'Goods and licences' },
    needs.length === 0 && unknown.length === 0 ? NO_LICENCE : missingText(missing),
    [...rows, ...unknown],
    missing > 0,
  )
}

const NO_LICENCE: Bilingual = { zh: '不需要许可证', en: 'no licence needed' }
const NOT_LISTED: Bilingual = {
  zh: '不在类别表中，请判断是否需要许可证',
  en: 'not in the list: judge whether it needs a licence',
}

/** The commitment as it is here; and what the firm said of it where an earlier version of the form asked. */
function commitmentFold(
  file: CaseFile,
  { isSigned, groups: named, talentSignedOn, firmSignedOn }: ReturnType<typeof readSubject>['compliance'],
  groups: Readonly<Record<string, ActGroup>>,
): Fold | undefined {
  const paper = currentPaper(file, 'commitment')
  const wasAsked = isSigned !== undefined || named.length > 0
  const all = wasAsked ? listGroups(groups) : []
  const undertaken = all.filter(({ code }) => named.includes(code))
  const signed = (on: string | undefined) => (on ? ok(sayDate(on)) : lacking(NO_DAY))
  const signers = SIGNERS.filter(({ value }) => rowsAt(paper?.details, 'signedBy').includes(value))
  const gist = wasAsked
    ? { zh: `${all.length}组中写明${undertaken.length}组`, en: `${undertaken.length} of ${all.length} groups named` }
    : missingText(paper ? 0 : 1)
  return fold({ zh: '合规直播承诺', en: 'Commitment to lawful streaming' }, gist, [
    fact('承诺书', 'Document', [
      wasAsked ? (isSigned === true ? ok(SIGNED) : lacking(UNSIGNED)) : MUST_NAME,
      paperPiece(file, 'commitment'),
    ]),
    ...(signers.length > 0 ? [fact('签署方', 'Signed by', [joined(signers.map(({ label }) => label))])] : []),
    ...(wasAsked
      ? [
          fact('人选签字', 'Signed by the candidate', signed(talentSignedOn)),
          fact('单位盖章', 'Sealed by the firm', signed(firmSignedOn)),
        ]
      : []),
    ...all.map(({ code, label }) => ({
      key: label,
      line: [named.includes(code) ? ok(UNDERTAKEN) : quiet(NOT_NAMED)],
    })),
  ])
}

const MUST_NAME: Piece = quiet({
  zh: '须写明《网络主播行为规范》所列31项行为，由人选签字、单位盖章',
  en: 'Must name the 31 acts of the Code of Conduct for Online Hosts, signed by the candidate, sealed by the firm',
})
const SIGNED: Bilingual = { zh: '企业称已签署', en: 'signed, according to the firm' }
const UNSIGNED: Bilingual = { zh: '企业未说明已签署', en: 'not stated as signed' }
const NO_DAY: Bilingual = { zh: '未填日期', en: 'no date given' }
const UNDERTAKEN: Bilingual = { zh: '承诺不从事', en: 'undertakes not to do' }
const NOT_NAMED: Bilingual = { zh: '未写明', en: 'not named' }

function claimsFold(file: CaseFile, { judgement: { declared } }: Check): Fold | undefined {
  const rows = declared.map(
    ({ class: name, label, text, grounds, evidence, because, doubtful, source }): SummaryRow => ({
      key: { zh: `${name}类 ${label.zh}`, en: `Class ${name}: ${label.en}` },
      line: pieces(
        text,
        grounds && below(grounds, 'strong'),
        below(figurePiece(file, evidence)),
        below(because, doubtful ? 'near' : 'quiet'),
        below(source, 'quiet'),
      ),
    }),
  )
  const gist = { zh: `${rows.length} 项，待认定`, en: `${rows.length} to be judged` }
  return fold({ zh: '主张的认定途径', en: 'Routes claimed' }, gist, rows, true)
}

/** Certificates that a letter replaces, and papers that the permit authority asks for after the recommendation. */
/** Answers that do not go together, as the firm has read them before filing. */
function crossFold(file: CaseFile, { judgement: { crossChecks } }: Check): Fold | undefined {
  const rows = crossChecks.map((finding): SummaryRow => {
    const { path, message, source } = finding
    const label = findNode(getNode(APPLICATION), path)?.ui.label ?? { zh: path, en: path }
    return { key: label, line: [lacking(message), below(source, 'quiet'), ...askPieces(file, findingKey(finding))] }
  })
  const gist = { zh: `${rows.length} 处待询问`, en: `${rows.length} to ask about` }
  return fold({ zh: '答案之间的核对', en: 'Cross-check of answers' }, gist, rows, true)
}

function laterFold({ judgement: { promised, advice } }: Check): Fold | undefined {
  const later = advice.filter((one) => !isCheckedNow(one))
  const rows: SummaryRow[] = [
    ...promised.map(({ label, allowed, because, source }) => ({
      key: label,
      line: [allowed ? PROMISED : REFUSED, below(because, 'quiet'), below(source, 'quiet')],
    })),
    ...later.map(({ document, message, source }) => ({
      key: kindLabel(document),
      line: [message, below(source, 'quiet')],
    })),
  ]
  const gist = {
    zh: `承诺 ${promised.length} 项，另需 ${later.length} 项`,
    en: `${promised.length} promised, ${later.length} more to come`,
  }
  return fold({ zh: '承诺补交和以后提交的材料', en: 'Promised or needed later' }, gist, rows)
}

const PROMISED: Piece = {
  text: { zh: '以承诺书代替，须补交', en: 'replaced by a letter of commitment; to follow' },
  look: 'near',
  icon: 'turn',
}
const REFUSED: Piece = {
  text: { zh: '不能以承诺书代替', en: 'cannot be replaced by a letter of commitment' },
  look: 'bad',
}

function translationsFold(file: CaseFile, { judgement: { translations } }: Check): Fold | undefined {
  const missing = translations.filter(({ translated }) => translated !== true).length
  const rows = translations.map(({ original, label, translated }): SummaryRow => {
    const papers = current(file.attachments).filter(
      ({ kind, details }) => kind === 'translation' && details.of === original,
    )
    const line = pieces(
      translated === true ? ok(TRANSLATED) : lacking(translated === null ? NO_ORIGINAL : NO_TRANSLATION),
      currentPaper(file, original) && paperPiece(file, original),
      ...papers.map(({ id, name }) => below({ text: name, href: viewHref(file.case.id, id) })),
      ...(translated === false ? askPieces(file, `translation:${original}`) : []),
    )
    return { key: label, line }
  })
  return fold({ zh: '外文材料的译文', en: 'Translations' }, missingText(missing), rows, missing > 0)
}

const TRANSLATED: Bilingual = { zh: '译文已附', en: 'translated' }
const NO_TRANSLATION: Bilingual = { zh: '缺中文译文', en: 'no Chinese translation' }
const NO_ORIGINAL: Bilingual = { zh: '原件未上传', en: 'original missing' }
