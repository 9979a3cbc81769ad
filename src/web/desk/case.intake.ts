/** What whoever accepts a case looks at first: whether all is there, in a line each, and where the case belongs. */
import { path } from '../../base/path.js'
import { type Bilingual, COLON, fill, joined, SEMICOLON } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { differenceKey, figureKey, findingKey } from '../../cases/correctable.js'
import { channelsIn } from '../../cases/exportOffers.js'
import { readingText, unreadText } from '../../cases/paperReadings.js'
import type { Check } from '../../cases/preflight.js'
import { togetherText, withVerdict } from '../../criteria/comparedWords.js'
import { firmPlace } from '../../forms/choices.js'
import { kindLabel } from '../case/case.view.js'
import type { PageContext } from '../case/clock.view.js'
import { candidateFacts, ownPageLink } from '../case/consents.view.js'
import type { Line, Notice, Piece, Summary, Text } from '../kit/parts.js'
import { below, pieces, quiet } from '../kit/pieces.js'
import { fact, smallFacts } from '../kit/table.js'
import { figureLink } from './assessment.basis.js'
import { consentWays } from './case.consents.js'
import { currentPaper } from './evidence.js'
import { askPieces } from './evidence.view.js'
import type { OfficerCase } from './officerCases.js'

const ok = (text: Text): Piece => ({ text, icon: 'tick', look: 'ok' })
const lacking = (text: Text): Piece => ({ text, icon: 'warn', look: 'near', below: true })
/** No warning: what is still being read says nothing yet, and stands in nobody's way. */
const unread = (text: Text): Piece => ({ text, icon: 'warn', look: 'quiet', below: true })
const bad = (text: Text): Piece => ({ text, icon: 'cross', look: 'bad', below: true })

/** What is found one below the other, or that nothing is. */
const found = (nothing: Bilingual, ...list: readonly Piece[]): Line =>
  list.length > 0
    ? pieces(...list.map((piece, index) => ({ ...piece, below: Boolean(piece.below) && index > 0 })))
    : [ok(nothing)]

export function completeOf(
  { file, check, firm, samePerson, compared, exports }: OfficerCase,
  context: PageContext,
): Summary {
  const { blocks, warns, streaming, crossChecks } = check.judgement
  const missing = missingOf(file, check.judgement)
  const untranslated = missing.translations.map(lacking)
  const allHere: Bilingual = missing.licences.length > 0 ? ALL_BUT_LICENCES : ALL_HERE
  const others = samePerson.map(({ id, number }) => ({ ...lacking(number), href: path.compare(file.case.id, id) }))
  const messages = [...warns, ...crossChecks].flatMap((one) => [
    lacking(one.message),
    ...askPieces(file, findingKey(one)),
  ])
  return smallFacts(
    fact('材料', 'Documents', found(allHere, ...blocks.map(({ message }) => bad(message)), ...untranslated)),
    fact('许可证', 'Licences', found(NONE_MISSING, ...licences(file, check))),
    fact('注意事项', 'To be checked', found(NOTHING, ...messages)),
    fact('直播数据', 'Streaming data', streamingLine(file, streaming, exports)),
    fact('材料与申请', 'Documents and answers', differencesIn(file, compared)),
    fact('同一人选', 'Same person', found(NO_OTHER, ...others)),
    ...candidateFacts(file, [...consentWays(file), ownPageLink(file.case.id)]),
    fact('管辖', 'Jurisdiction', jurisdictionLine(file, firm, context)),
  )
}

/** What looks doubtful of the figures; where the platforms exported nothing, that there is nothing to check them by. */
function streamingLine(file: CaseFile, doubts: Check['judgement']['streaming'], exports: OfficerCase['exports']): Line {
  const channels = channelsIn(file.answers)
  const without = channels.filter(({ hasExport }) => hasExport !== true).length
  if (doubts.length > 0) return found(NO_DOUBT, ...doubtsOf(file, doubts))
  if (without === channels.length && exports.length === 0) return [quiet(NO_EXPORT)]
  return pieces(ok(NO_DOUBT), without > 0 && below(fill(SOME_WITHOUT, { count: without }), 'quiet'))
}

/** What looks doubtful, each with the page where the figure stands. */
const doubtsOf = (file: CaseFile, doubts: Check['judgement']['streaming']): Piece[] =>
  doubts.flatMap((finding) => {
    const page = figureLink(file, finding.evidence)
    return [
      lacking(finding.message),
      ...[page].flatMap((one) => (one ? [{ ...one, below: true }] : [])),
      ...askPieces(file, figureKey(finding)),
    ]
  })

/** The documents that say something else than the answers, each with all that it says otherwise. */
const differingIn = (compared: OfficerCase['compared']) =>
  compared
    .map((one) => ({ paper: one.paper, items: withVerdict(one, 'differs') }))
    .filter(({ items }) => items.length > 0)

/** What documents say otherwise than the answers, a row a document. */
function differencesIn(file: CaseFile, compared: OfficerCase['compared']): Line {
  const reading = readingText(compared)
  if (!compared.some(({ state }) => state === 'compared')) return [reading ? unread(reading) : quiet(NOT_COMPARED)]
  const differing = differingIn(compared).flatMap(({ paper, items }) => [
    lacking(joined([kindLabel(paper.kind), togetherText(items)], COLON)),
    ...askPieces(file, ...items.map((item) => differenceKey(paper.id, item))),
  ])
  const said = found(NO_DIFFERENCE, ...[reading].flatMap((text) => (text ? [unread(text)] : [])), ...differing)
  const scans = unreadText(compared)
  return pieces(...said, scans && below(scans, 'quiet'))
}

/** What the goods lack; goods that are in no list. */
function licences(file: CaseFile, { judgement: { categories, unknownCategories } }: Check): Piece[] {
  const missing = licencesOf(file, { categories }).map(lacking)
  return [...missing, ...unknownCategories.map((goods) => lacking(joined([goods, NOT_LISTED], SEMICOLON)))]
}

/** Licences and qualifications that the goods need and that are not here, by the goods. */
export const licencesOf = (file: CaseFile, { categories }: Pick<Check['judgement'], 'categories'>): Bilingual[] =>
  categories.flatMap(({ label, licence, qualification }) => {
    const papers = [licence && 'categoryLicence', qualification && 'qualification'].flatMap((kind) =>
      kind && !currentPaper(file, kind) ? [quoted(kindLabel(kind))] : [],
    )
    return papers.length > 0 ? [fill(ABSENT, { goods: label, papers: joined(papers) })] : []
  })

const quoted = ({ zh, en }: Bilingual): Bilingual => ({ zh: `“${zh}”`, en })
const ABSENT: Bilingual = { zh: '{goods}：未见{papers}', en: 'missing for {goods}: {papers}' }

/** What is missing besides what every application needs: its page says so, and it is asked before accepting. */
function missingOf(file: CaseFile, judgement: Check['judgement']) {
  const labels = judgement.translations.filter(({ translated }) => translated !== true).map(({ label }) => label)
  const translations = labels.length > 0 ? [joined([NO_TRANSLATION, joined(labels)], COLON)] : []
  return { licences: licencesOf(file, judgement), translations }
}

/** What is asked before such a case is accepted; undefined where nothing is missing and nothing is to be checked. */
export function lackingOf(opened: OfficerCase, against: Notice | undefined): Bilingual | undefined {
  const { file, check, samePerson, compared } = opened
  const { judgement } = check
  const { warns, streaming, crossChecks, unknownCategories } = judgement
  const { licences, translations } = missingOf(file, judgement)
  const said = [
    ...(against?.items ?? []),
    ...licences,
    ...translations,
    counted({ zh: '{n}类商品不在类别表', en: 'goods not listed: {n}' }, unknownCategories),
    counted({ zh: '注意事项{n}项', en: 'to be checked: {n}' }, [...warns, ...crossChecks]),
    counted({ zh: '直播数据{n}项', en: 'streaming data: {n}' }, streaming),
    counted({ zh: '{n}份材料与申请不一致', en: 'documents that differ: {n}' }, differingIn(compared)),
    counted({ zh: '同一人选另有{n}件', en: 'same person: {n} more' }, samePerson),
    readingText(compared),
  ].filter((one) => one !== false && one !== undefined)
  return said.length > 0 ? fill(ACCEPT_ALL_THE_SAME, { said: joined(said, SEMICOLON) }) : undefined
}

const counted = (words: Bilingual, list: readonly unknown[]) => list.length > 0 && fill(words, { n: list.length })

const ACCEPT_ALL_THE_SAME: Bilingual = { zh: '{said}。是否仍予受理？', en: 'Check first: {said}. Accept anyway?' }

/** Where the firm is, and whose case it is by that. */
function jurisdictionLine(
  { parties }: CaseFile,
  { district, zone }: OfficerCase['firm'],
  { authorities }: PageContext,
): Line {
  const lead = parties.find(({ part }) => part === 'lead')
  const name = lead && authorities.get(lead.authorityId)?.short
  return pieces(
    firmPlace(district, zone),
    name && quiet(fill({ zh: '（{name}牵头）', en: ' ({name} leads)' }, { name })),
  )
}

const ALL_HERE: Bilingual = { zh: '必交材料齐全', en: 'all required documents provided' }
const ALL_BUT_LICENCES: Bilingual = {
  zh: '一般必交材料齐全，许可证见下',
  en: 'all general documents provided; for licences see below',
}
const NONE_MISSING: Bilingual = { zh: '不缺许可证', en: 'none is missing' }
const NOTHING: Bilingual = { zh: '无', en: 'nothing' }
const NO_DOUBT: Bilingual = { zh: '无疑点', en: 'no doubts' }
const NO_EXPORT: Bilingual = { zh: '未上传平台导出数据，无法核对', en: 'no platform data; cannot be checked' }
const SOME_WITHOUT: Bilingual = { zh: '{count}个账号没有平台导出数据', en: '{count} without platform data' }
const NO_DIFFERENCE: Bilingual = { zh: '未见不一致', en: 'no differences' }
const NOT_COMPARED: Bilingual = { zh: '没有可比对的文字', en: 'no text to compare' }
const NO_OTHER: Bilingual = { zh: '无其他案件', en: 'no other case' }
const NO_TRANSLATION: Bilingual = { zh: '缺中文译文', en: 'no Chinese translation' }
const NOT_LISTED: Bilingual = {
  zh: '不在类别表中，请判断是否须许可',
  en: 'not in the list: judge whether it needs a licence',
}
