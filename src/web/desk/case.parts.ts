/**
 * The parts of an officer's case page that need nothing but the opened case: what changed, the
 * judgement, other cases like it, what has happened.
 */
import { path } from '../../base/path.js'
import { fill } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { changesBetween } from '../../cases/changes.js'
import { findingKey } from '../../cases/correctable.js'
import type { FiledAnswers } from '../../cases/filings.js'
import type { Check } from '../../cases/preflight.js'
import type { LetterLine } from '../../letters/letter.service.js'
import { documentRows, type Earlier, pointsOf } from '../case/case.view.js'
import { countText } from '../case/changes.view.js'
import type { PageContext } from '../case/clock.view.js'
import { comparedView } from '../case/compared.view.js'
import { timelineItems } from '../case/history.view.js'
import { standingTag } from '../case/letter.view.js'
import { viewHref } from '../case/preview.view.js'
import { proposalRows } from '../case/proposal.view.js'
import { day, time } from '../kit/page.js'
import type { Notice, Summary } from '../kit/parts.js'
import { pieces, strong } from '../kit/pieces.js'
import { scale } from '../kit/scale.js'
import { smallFacts } from '../kit/table.js'
import { askedOf } from './asked.view.js'
import { colleaguesOf, type Reader } from './colleagues.view.js'
import { askHref } from './correction.view.js'
import { heardOf, reviewAskedOf } from './heard.view.js'
import { ledgerOf } from './ledger.view.js'
import { proposalFacts } from './notice.view.js'
import type { OfficerCase } from './officerCases.js'
import { duplicateNotice, firmRows, letterNotice, samePersonRows, similarRows } from './related.view.js'
import { notificationFacts } from './told.view.js'

/** Other cases of the person, of the firm, and like this one. */
export const othersOf = ({ file, samePerson, sameFirm, similar }: OfficerCase, context: PageContext) => ({
  samePerson: samePersonRows(samePerson, file.case.id, context),
  sameFirm: firmRows(sameFirm),
  similar: similarRows(similar, file.case.id, context),
})

/** What of them must be said first. */
export const othersNotices = (
  { file: { case: line }, otherLetters, samePerson }: OfficerCase,
  context: PageContext,
): Notice[] => [...letterNotice(otherLetters, line.state, context), ...duplicateNotice(samePerson, line.id, line.state)]

/** The documents, and what they say beside the application. */
export const documentsOf = ({ file, check, compared }: OfficerCase) => ({
  documents: { documents: documentRows(file, check, ({ id }) => viewHref(file.case.id, id), compared) },
  compared: comparedView(file.case.id, compared),
})

/** What has happened, and what came of it. */
export const recordOf = (
  { file, told, letters }: OfficerCase,
  context: PageContext,
  reader: Reader,
  fresh: ReadonlySet<number>,
) => ({
  words: colleaguesOf(file, context, reader, fresh),
  asked: askedOf(file, context),
  proposals: proposalFacts(file, context),
  ledger: ledgerOf(file, context),
  heard: heardOf(file, context) ?? reviewAskedOf(file),
  told: notificationFacts(told),
  letters: letterFacts(file, letters),
  timeline: { dated: true, items: timelineItems(file, context) },
})

/** Points, class and warnings. */
export const judgementOf = (file: CaseFile, check: Check) => ({
  points: pointsOf(check),
  scale: scale(check.judgement.points.total, 120, marksOf(check)),
  judged: judgedOf(check),
  warnings: warningsOf(file, check),
})

/** Each with the correction that asks for it, for those who may ask. */
function warningsOf(file: CaseFile, { judgement: { blocks, warns } }: Check) {
  const ask = askHref(file)
  return [...blocks, ...warns].map((finding) => ({ text: finding.message, ask: ask(findingKey(finding)) }))
}

/**
 * What changed from the last filing but one to the last, in one line, and what stood at each answer
 * before; undefined when the case was filed once.
 */
export function changedSince(file: CaseFile, filings: readonly FiledAnswers[]) {
  const [before, after] = filings.slice(-2)
  if (!before || !after) return undefined
  const changes = changesBetween(before, after, file)
  const earlier: Earlier = new Map(changes.answers.map((change) => [change.path, change.before]))
  const text = fill(
    { zh: '与上次提交相比，改了 {count}', en: 'Changed since the last submission: {count}' },
    { count: countText(changes) },
  )
  return { earlier, line: { text, href: path.changes(file.case.id) } }
}

const marksOf = ({ judgement }: Check) =>
  judgement.ways.flatMap(({ class: name, pointsFrom }) => (pointsFrom === null ? [] : [{ name, at: pointsFrom }]))

const judgedOf = ({ judgedOn, judgement: { category, points, ways } }: Check) => ({
  on: fill({ zh: '按 {on} 施行的标准', en: 'by the criteria in force on {on}' }, { on: day(judgedOn) }),
  category:
    category === 'none'
      ? { zh: `积分 ${points.total}，未到 A 类或 B 类`, en: `${points.total} points, neither class` }
      : { zh: `积分 ${points.total}，${category} 类`, en: `${points.total} points, class ${category}` },
  ways: ways.map(({ class: name, label, open, because }) => ({
    open,
    text: { zh: `${name} 类 ${label.zh}：${because.zh}`, en: `Class ${name}, ${label.en}: ${because.en}` },
  })),
})

const letterFacts = ({ events }: CaseFile, letters: readonly LetterLine[]): Summary =>
  smallFacts(
    ...proposalRows(events),
    ...letters.map((letter) => ({
      key: letter.number,
      line: pieces(
        strong(standingTag(letter).label),
        letter.issuedAt && fill({ zh: ' {at}', en: ' {at}' }, { at: time(letter.issuedAt, 'short') }),
      ),
      actions: [{ text: { zh: '打开', en: 'Open' }, href: path.letter(letter.id), about: letter.number }],
    })),
  )
