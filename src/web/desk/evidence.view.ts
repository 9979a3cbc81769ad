/**
 * The evidence of a case in one panel: what the platforms export and what looks doubtful in it,
 * goods and licences, the commitment to lawful streaming, routes that are claimed, papers that are
 * promised or come later, translations that are missing. It says what is there and decides nothing.
 */
import { sayDate } from '../../base/dates.js'
import type { Bilingual } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { Check } from '../../cases/preflight.js'
import { type ActGroup, listGroups } from '../../criteria/compliance.js'
import type { Scorecard } from '../../criteria/scorecard.js'
import { readSubject, type Subject } from '../../criteria/subject.js'
import { parseApplication } from '../../forms/application.js'
import { kindLabel } from '../case/case.view.js'
import type { Line, Piece, Summary, SummaryRow, Text } from '../kit/parts.js'
import { type Channel, channelsOf, pagePiece } from './evidence.channels.js'
import { currentPaper } from './evidence.js'
import { viewHref } from '../case/preview.view.js'

/** By what the case is assessed. */
export interface EvidenceRules {
  readonly card?: Scorecard | undefined
  readonly groups?: Readonly<Record<string, ActGroup>>
  /** Whether the questions that a figure feeds are named: permit officers do not score. */
  readonly scores: boolean
}

interface Doubt {
  readonly message: Text
  readonly arithmetic: Text
  readonly line: Line
}

interface Fold {
  readonly title: Text
  readonly gist: Text
  readonly open: boolean
  readonly summary: Summary
}

export interface Evidence {
  readonly channels: readonly Channel[]
  readonly doubts: readonly Doubt[]
  readonly folds: readonly Fold[]
}

export function evidenceOf(file: CaseFile, check: Check, { card, groups = {}, scores }: EvidenceRules): Evidence {
  const { partial } = parseApplication(file.answers)
  // every leaf of the form's type fits the one that is read, or is unknown to it
  const known = readSubject(partial as Subject)
  const { streaming } = check.judgement
  return {
    channels: channelsOf(file, known.channels, streaming, scores ? card : undefined),
    doubts: streaming.map(({ message, arithmetic, evidence }) => ({
      message,
      arithmetic,
      line: evidence ? [pagePiece(file, evidence)] : [],
    })),
    folds: [
      goodsOf(file, check),
      commitmentOf(file, known.compliance, groups),
      claimsOf(file, check),
      laterOf(check),
      translationsOf(file, check),
    ].flatMap((fold) => fold ?? []),
  }
}

const ok = (text: Text): Piece => ({ text, icon: 'tick', look: 'ok' })
const lacking = (text: Text): Piece => ({ text, icon: 'warn', look: 'near' })
const below = (text: Text, look: Piece['look'] = 'quiet'): Piece => ({ text, below: true, look })

function fold(title: Bilingual, gist: Text, rows: readonly SummaryRow[], open = false): Fold | undefined {
  return rows.length === 0 ? undefined : { title, gist, open, summary: { small: true, rows } }
}

const settled = (open: number): Bilingual =>
  open === 0 ? { zh: '齐', en: 'all there' } : { zh: `${open} 项未见`, en: `${open} not there` }

/** A paper that is here as a link, or that it is not. */
function paperPiece(file: CaseFile, kind: string): Piece {
  const paper = currentPaper(file, kind)
  const { zh, en } = kindLabel(kind)
  if (!paper) return { ...lacking({ zh: `未见“${zh}”`, en: `not here: ${en}` }), below: true }
  return { text: { zh: `见“${zh}”`, en: `see: ${en}` }, href: viewHref(file.case.id, paper.id, null), below: true }
}

/** Whether what was typed is the category's own name, in either language. */
const isName = (typed: string, label: Bilingual): boolean =>
  [label.zh, label.en.toLowerCase()].includes(typed.toLowerCase())

function goodsOf(file: CaseFile, { judgement: { categories, unknownCategories } }: Check): Fold | undefined {
  const wants = categories.flatMap(({ licence, qualification }) => [
    ...(licence ? ['categoryLicence'] : []),
    ...(qualification ? ['qualification'] : []),
  ])
  const open = wants.filter((kind) => !currentPaper(file, kind)).length
  const rows = categories.map(({ label, licence, qualification, typed }): SummaryRow => {
    const needs: Piece[] = [
      ...(licence ? [{ text: licence }, paperPiece(file, 'categoryLicence')] : []),
      ...(qualification ? [{ text: qualification, below: licence !== null }, paperPiece(file, 'qualification')] : []),
    ]
    const said = isName(typed, label) ? label : { zh: `${label.zh}（${typed}）`, en: `${label.en} (${typed})` }
    return { key: said, line: needs.length > 0 ? needs : [{ text: NO_LICENCE, look: 'quiet' }] }
  })
  const unknown = unknownCategories.map((key): SummaryRow => ({ key, line: [lacking(NOT_LISTED)] }))
  return fold(
    { zh: '商品类别与许可证', en: 'Goods and licences' },
    wants.length === 0 && unknown.length === 0 ? NO_LICENCE : settled(open + unknown.length),
    [...rows, ...unknown],
    open + unknown.length > 0,
  )
}

const NO_LICENCE: Bilingual = { zh: '不需要许可证', en: 'no licence needed' }
const NOT_LISTED: Bilingual = {
  zh: '不在类别表中，请判断是否需要许可证',
  en: 'in no list: judge whether it needs a licence',
}

function commitmentOf(
  file: CaseFile,
  { isSigned, groups: named, talentSignedOn, firmSignedOn }: ReturnType<typeof readSubject>['compliance'],
  groups: Readonly<Record<string, ActGroup>>,
): Fold | undefined {
  const all = listGroups(groups)
  const undertaken = all.filter(({ code }) => named.includes(code))
  const signed = (on: string | undefined): Line => [on ? ok(sayDate(on)) : lacking(NOT_SAID)]
  const rows: SummaryRow[] = [
    {
      key: { zh: '承诺书', en: 'The paper' },
      line: [isSigned === true ? ok(SIGNED) : lacking(UNSIGNED), paperPiece(file, 'commitment')],
    },
    { key: { zh: '人选签字', en: 'Signed by the talent' }, line: signed(talentSignedOn) },
    { key: { zh: '单位盖章', en: 'Sealed by the firm' }, line: signed(firmSignedOn) },
    ...all.map(
      ({ code, label }): SummaryRow => ({
        key: label,
        line: [named.includes(code) ? ok(UNDERTAKEN) : { text: NOT_NAMED, look: 'quiet' }],
      }),
    ),
  ]
  const gist = {
    zh: `${all.length}组中写明${undertaken.length}组`,
    en: `${undertaken.length} of ${all.length} groups named`,
  }
  return fold({ zh: '合规直播承诺', en: 'Commitment to lawful streaming' }, gist, rows)
}

const SIGNED: Bilingual = { zh: '企业称已签署', en: 'signed, says the firm' }
const UNSIGNED: Bilingual = { zh: '企业未说明已签署', en: 'not said to be signed' }
const NOT_SAID: Bilingual = { zh: '未填日期', en: 'no day given' }
const UNDERTAKEN: Bilingual = { zh: '承诺不从事', en: 'undertaken not to do' }
const NOT_NAMED: Bilingual = { zh: '未写明', en: 'not named' }

function claimsOf(file: CaseFile, { judgement: { declared } }: Check): Fold | undefined {
  const rows = declared.map(
    ({ class: name, label, text, grounds, evidence, because, doubtful, source }): SummaryRow => ({
      key: { zh: `${name}类 ${label.zh}`, en: `Class ${name}: ${label.en}` },
      line: [
        text,
        ...(grounds ? [below(grounds, 'strong')] : []),
        { ...pagePiece(file, evidence), below: true },
        below(because, doubtful ? 'near' : 'quiet'),
        below(source),
      ],
    }),
  )
  const gist = { zh: `${rows.length} 项，待认定`, en: `${rows.length} to be judged` }
  return fold({ zh: '主张的认定途径', en: 'Routes that are claimed' }, gist, rows, true)
}

/** Certificates that a letter replaces, and papers that the permit authority asks for after the recommendation. */
function laterOf({ judgement: { promised, advice } }: Check): Fold | undefined {
  const later = advice.filter(({ code }) => !/^(?:translate|licence|qualification):/.test(code))
  const rows: SummaryRow[] = [
    ...promised.map(({ label, allowed, because, source }) => ({
      key: label,
      line: [
        allowed
          ? { text: PROMISED, look: 'near' as const, icon: 'turn' as const }
          : { text: REFUSED, look: 'bad' as const },
        below(because),
        below(source),
      ],
    })),
    ...later.map(({ document, message, source }) => ({ key: kindLabel(document), line: [message, below(source)] })),
  ]
  const gist = {
    zh: `承诺 ${promised.length} 项，另需 ${later.length} 项`,
    en: `${promised.length} promised, ${later.length} more to come`,
  }
  return fold({ zh: '承诺补交和以后要交的', en: 'Promised, and to be handed in later' }, gist, rows)
}

const PROMISED: Bilingual = { zh: '以承诺书代替，须补交', en: 'replaced by a letter; to be handed in' }
const REFUSED: Bilingual = { zh: '不能以承诺书代替', en: 'may not be replaced by a letter' }

function translationsOf(file: CaseFile, { judgement: { translations } }: Check): Fold | undefined {
  const open = translations.filter(({ translated }) => translated !== true).length
  const rows = translations.map(({ original, label, translated }): SummaryRow => {
    const papers = file.attachments.filter(
      ({ kind, replacedAt, details }) => kind === 'translation' && replacedAt === null && details.of === original,
    )
    const links = papers.map(({ id, name }) => ({ text: name, href: viewHref(file.case.id, id, null), below: true }))
    return {
      key: label,
      line: [
        translated === true ? ok(TRANSLATED) : lacking(translated === null ? NO_ORIGINAL : NO_TRANSLATION),
        ...(currentPaper(file, original) ? [paperPiece(file, original)] : []),
        ...links,
      ],
    }
  })
  return fold({ zh: '外文材料的译文', en: 'Translations' }, settled(open), rows, open > 0)
}

const TRANSLATED: Bilingual = { zh: '译文已附', en: 'translated' }
const NO_TRANSLATION: Bilingual = { zh: '缺中文译文', en: 'no Chinese translation' }
const NO_ORIGINAL: Bilingual = { zh: '原件未上传', en: 'the original is not here' }
