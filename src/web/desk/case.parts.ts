/**
 * The parts of an officer's case page that need nothing but the opened case, each with its template: what changed, the
 * judgement, opinions, what has happened.
 */
import { randomUUID } from 'node:crypto'
import { path } from '../../base/path.js'
import { fill } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { changesBetween } from '../../cases/changes.js'
import type { FiledAnswers } from '../../cases/filings.js'
import type { JudgedBy } from '../../criteria/criterion.js'
import type { Earlier } from '../case/case.view.js'
import { countText } from '../case/changes.view.js'
import type { PageContext } from '../case/clock.view.js'
import { timelineItems } from '../case/history.view.js'
import { standingTag } from '../case/letter.view.js'
import { proposalRows } from '../case/proposal.view.js'
import type { Background } from '../case/side.js'
import { time } from '../kit/page.js'
import type { Summary } from '../kit/parts.js'
import { below, pieces, strong } from '../kit/pieces.js'
import { smallFacts } from '../kit/table.js'
import { askedOf } from './asked.view.js'
import { colleaguesOf, type Reader } from './colleagues.view.js'
import { completeOf } from './case.intake.js'
import { holderOf } from './case.holder.js'
import { type Desk, partOf } from './case.layout.js'
import { flagsPart } from './case.papers.js'
import { heardOf, reviewAskedOf, reviewOf } from './heard.view.js'
import { ledgerOf } from './ledger.view.js'
import { proposalPart } from './notice.view.js'
import type { OfficerCase } from './officerCases.js'
import { opinionsOf, scoringOf } from './opinions.view.js'
import { notificationFacts } from './told.view.js'

/** Facts under a title; `said` where they are somebody's words. */
const factsPart = ({ id, title, summary, said }: Background & { readonly said?: boolean }) =>
  partOf('parts/case/facts', { id, title, summary, said })

/** What has happened, and what came of it. */
export function recordOf(
  { file, told, letters, letterKinds }: OfficerCase,
  context: PageContext,
  reader: Reader,
  fresh: ReadonlySet<number>,
) {
  const words = colleaguesOf(file, context, reader, fresh)
  const asked = askedOf(file, context)
  const proposed = proposalPart(file, context)
  const ledger = ledgerOf(file, context)
  const heard = heardOf(file, context) ?? reviewAskedOf(file)
  const notified = notificationFacts(told)
  const issued = letterFacts(file, letters, letterKinds)
  return {
    words: words && factsPart({ ...words, said: true }),
    asked: asked && partOf('parts/asked', { asked, requestId: randomUUID() }),
    proposals: proposed && factsPart(proposed),
    ledger: ledger && partOf('parts/case/ledger', ledger),
    heard: heard && factsPart(heard),
    told: notified.rows.length > 0 ? factsPart({ ...TOLD, summary: notified }) : undefined,
    letters: issued.rows.length > 0 ? factsPart({ ...ISSUED, summary: issued }) : undefined,
    history: partOf('parts/case/history', { dated: true, items: timelineItems(file, context) }),
  }
}

const TOLD = { id: 'told', title: { zh: '企业知悉时间', en: 'When the firm was informed' } }
const ISSUED = { id: 'letters', title: { zh: '已制发文书', en: 'Letters issued' } }

/** The opinions of this round, with the scores folded; undefined when nobody has reported. */
export function opinionsPart(file: CaseFile, context: PageContext, judgedBy: JudgedBy) {
  const table = opinionsOf(file, context, judgedBy)
  const title = { zh: '各部门意见', en: 'Opinions of the departments' }
  const folded = scoringOf(file, context, judgedBy)
  return table && partOf('parts/case/compared', { id: 'opinions', title, table, folded })
}

/** What stands against the decision that is reviewed. */
function reviewPart(file: CaseFile) {
  const table = reviewOf(file)
  const title = { zh: '原决定的理由与企业的复核理由', en: 'Reasons for refusal and the firm’s grounds' }
  return table && partOf('parts/case/compared', { id: 'review', title, table })
}

/** What stands on one role's first screen alone, or is said there in other words. */
export const forDesk = (desk: Desk, opened: OfficerCase, context: PageContext) => ({
  complete: desk === 'intake' ? completePart(opened, context) : undefined,
  flags: desk === 'intake' ? undefined : flagsPart(opened.file, opened.check),
  review: desk === 'reviewPanel' ? reviewPart(opened.file) : undefined,
  holder: desk === 'supervisor' ? holderPart(opened.file, context) : undefined,
})

/** What whoever accepts looks at first. */
const completePart = (opened: OfficerCase, context: PageContext) =>
  factsPart({
    id: 'complete',
    title: { zh: '材料核对', en: 'Document check' },
    summary: completeOf(opened, context),
  })

/** Who holds the case, and who is late. */
const holderPart = (file: CaseFile, context: PageContext) =>
  factsPart({ id: 'holder', title: { zh: '承办情况', en: 'Assigned to' }, summary: holderOf(file, context) })

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
    { zh: '与上次提交相比，改动 {count}', en: 'Changed since the last submission: {count}' },
    { count: countText(changes) },
  )
  return { earlier, line: { text, href: path.changes(file.case.id) } }
}

const letterFacts = (
  { events }: CaseFile,
  letters: OfficerCase['letters'],
  kinds: OfficerCase['letterKinds'],
): Summary =>
  smallFacts(
    ...proposalRows(events),
    ...letters.map((letter) => {
      const kind = kinds.get(letter.kind)?.label
      return {
        key: letter.number,
        line: pieces(
          strong(standingTag(letter).label),
          letter.issuedAt && fill({ zh: ' {at}', en: ' {at}' }, { at: time(letter.issuedAt, 'short') }),
          kind && below(kind),
        ),
        actions: [{ text: { zh: '打开', en: 'Open' }, href: path.letter(letter.id), about: letter.number }],
      }
    }),
  )
