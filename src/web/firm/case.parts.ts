/** The parts of a firm's case page: what it fills in or follows, the papers, the buttons, what was just done. */
import { path } from '../../base/path.js'
import { type Bilingual, fill, type Language } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { UnkeptAnswers } from '../../cases/drafts.js'
import type { PaperLine } from '../../letters/paper.service.js'
import { isEventName, WORDS } from '../../workflow/words.js'
import { actionButtons, documentRows } from '../case/case.view.js'
import type { PageContext } from '../case/clock.view.js'
import type { OwnCase } from '../case/own.js'
import { viewHref } from '../case/preview.view.js'
import type { KeptBelow } from '../http/formKeeper.js'
import { readText } from '../http/input.js'
import { day } from '../kit/page.js'
import type { Button, DocumentRow, Documents, Notice } from '../kit/parts.js'
import { afterCareView } from './aftercare.view.js'
import { copiedView } from './copied.view.js'
import { correctionView, sentRounds } from './correction.view.js'
import type { FirmRules } from './firmRules.js'
import { intentionView, refusalView } from './intention.view.js'
import { filingView, permitNext } from './next.view.js'
import { historyOf, letterRows, outcomeOf } from './outcome.view.js'
import { changesLink } from './same.view.js'
import { lastChange, selfCheck } from './selfCheck.view.js'
import { mayCopy } from './start.view.js'
import { tasksOf } from './tasks.view.js'

/** What has a place of its own on these pages. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  ...['saveAnswers', 'attachFile', 'submit', 'resubmit'],
  ...['answerIntention', 'answerRevocation', 'meetCondition', 'reportChange', 'reportEnd', 'message'],
])

/** What the page shows again, when something could not be kept. */
export interface Again {
  readonly unkept: UnkeptAnswers
  readonly status: number
}

/** The buttons, none of them cinnabar: what ends a case asks once more on its own page. */
export const quietButtons = (file: CaseFile): Button[] =>
  actionButtons(file.choices, file.case.id, ELSEWHERE).map((button) => ({
    ...button,
    kind: button.id === 'do-requestReview' ? undefined : 'secondary',
  }))

interface Reader {
  readonly context: PageContext
  readonly language: Language
  /** What they have typed in the forms of this case. */
  readonly kept: KeptBelow
}

/** What both pages show: the intention to refuse or to revoke, and the corrections that were sent. */
function sharedView({ file }: OwnCase, { reasons }: FirmRules, { context, language, kept }: Reader) {
  const rounds = sentRounds(file)
  return {
    intention: intentionView(file, { reasons, context, language, kept }),
    rounds: rounds.length > 0 ? rounds : undefined,
  }
}

/** pages/firm/tasks; `saved`: something was kept just now. */
export const fillView = (own: OwnCase, rules: FirmRules, reader: Reader, saved: boolean, again?: Again) => ({
  ...sharedView(own, rules, reader),
  tasks: { id: 'tasks', tasks: tasksOf(own) },
  checked: selfCheck(own),
  changed: lastChange(own),
  correction: correctionView(own, reader.context.today, rules.rounds, again?.unkept, saved && !again),
  copied: copiedView(own, rules.documents),
})

/** pages/firm/follow */
export function followView(own: OwnCase, rules: FirmRules, reader: Reader) {
  const { file, letters } = own
  const { context, language, kept } = reader
  const rows = letterRows(letters, file.events)
  const after = afterCareView(file, rules, context, language, kept)
  const copies = mayCopy(file.case.state)
  return {
    ...sharedView(own, rules, reader),
    changes: changesLink(file),
    offered: (copies && !after) || quietButtons(file).length > 0,
    outcome: outcomeOf(file),
    refusal: refusalView(file, rules.reasons, rules.remedies, context),
    filing: filingView(own, context),
    next: permitNext(own, rules.permitSteps, context),
    after,
    copy: copies ? { id: file.case.id, renew: after !== undefined } : undefined,
    letters: rows.length > 0 ? rows : undefined,
    timeline: { items: historyOf(file, context) },
    documents: { documents: documentRows(file, undefined, ({ id }) => viewHref(file.case.id, id)) },
  }
}

/** All papers of the case in one small list. */
export function papersView(papers: readonly PaperLine[]): Documents | undefined {
  const shown = papers.filter(({ issuedAt, failedAt }) => issuedAt !== null || failedAt === null)
  if (shown.length === 0) return undefined
  return {
    documents: shown.map(({ id, label, number, issuedAt, endedAs }): DocumentRow => {
      const ready = issuedAt !== null && id !== null
      return {
        title: number ? fill({ zh: '{label} {number}', en: '{label} {number}' }, { label, number }) : label,
        href: ready ? path.letterFile(id) : undefined,
        note: ready ? day(issuedAt, 'short') : { zh: '制作中', en: 'being made' },
        tone: ready && !endedAs ? 'ok' : 'none',
        marks: endedAs ? [{ text: { zh: '已失效', en: 'No longer in force' }, tone: 'near' }] : undefined,
      }
    }),
  }
}

const FILED: Readonly<Record<string, Bilingual>> = {
  submit: { zh: '申请已提交', en: 'Submitted' },
  resubmit: { zh: '补正已提交', en: 'Correction sent' },
}

/** What was just done, once. */
export function doneNotices(query: unknown, { case: { number, filedOn } }: CaseFile): Notice[] {
  const done = readText(query, 'done')
  if (!done || !isEventName(done)) return []
  const filed = FILED[done]
  if (!filed || !filedOn) return [{ kind: 'ok', title: WORDS[done].done }]
  const text = {
    zh: '编号 {number}，申请日{day}。办到哪一步，随时在这一页看。',
    en: 'Number {number}, filed on {day}. This page always says how far it is.',
  }
  return [{ kind: 'ok', title: filed, text: fill(text, { number, day: day(filedOn) }) }]
}
