/** The parts of a firm's case page: what it fills in or follows, the conversation, the papers, the buttons. */
import { randomUUID } from 'node:crypto'
import { path } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { PaperLine } from '../../letters/paper.service.js'
import { isEventName, WORDS } from '../../workflow/words.js'
import type { KeptBelow } from '../http/formKeeper.js'
import { actionButtons, documentRows } from '../case/case.view.js'
import type { PageContext } from '../case/clock.view.js'
import { conversationOf } from '../case/conversation.js'
import { KEPT } from '../case/correction.js'
import { viewHref } from '../case/preview.view.js'
import { readText } from '../http/input.js'
import { both, dateText } from '../kit/page.js'
import type { Button, DocumentRow, Notice } from '../kit/parts.js'
import { afterCareView } from './aftercare.view.js'
import { copiedView } from './copied.view.js'
import { type CorrectionInput, correctionView, sentRounds } from './correction.view.js'
import type { FirmRules } from './firmRules.js'
import { intentionView, refusalView } from './intention.view.js'
import { historyOf, letterRows, outcomeOf } from './outcome.view.js'
import type { OwnCase } from '../case/own.js'
import { changesLink } from './same.view.js'
import { lastChange, selfCheck } from './selfCheck.view.js'
import { mayCopy } from './start.view.js'
import { tasksOf } from './tasks.view.js'

/** What has a place of its own on these pages. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  ...['saveAnswers', 'attachFile', 'submit', 'resubmit'],
  ...['answerIntention', 'meetCondition', 'reportChange', 'reportEnd', 'message'],
])

/** What the page shows again, when something could not be kept. */
export interface Again {
  readonly typed: CorrectionInput
  readonly status: number
}

/** What was written, with a place to write, unless it is a draft that nobody else sees. */
export function talkOf(file: CaseFile, context: PageContext, fresh: ReadonlySet<number>, kept: KeptBelow) {
  const talk = conversationOf(file, context, { byFirm: true, fresh, requestId: randomUUID(), kept })
  return talk ? { talk } : {}
}

/** The buttons, none of them cinnabar: what ends a case asks once more on its own page. */
export const quietButtons = (file: CaseFile): Button[] =>
  actionButtons(file.choices, file.case.id, ELSEWHERE).map((button) => {
    const main = button.id === 'do-requestReview'
    const { kind: _, ...plain } = button
    return main ? plain : { ...plain, kind: 'secondary' }
  })

interface Reader {
  readonly context: PageContext
  readonly language: Language
  /** What they have typed in the forms of this case. */
  readonly kept: KeptBelow
  readonly saved?: boolean
}

export function fillView(
  own: OwnCase,
  rules: FirmRules,
  { context, language, kept, saved = false }: Reader,
  again?: Again,
) {
  const { file } = own
  const { today } = context
  const intention = intentionView(file, rules.reasons, context, language, kept)
  const correction = correctionView(own, today, rules.rounds, again?.typed ?? { ...NOTHING_TYPED, saved })
  const sent = sentRounds(file)
  const copied = copiedView(own, rules.documents, today)
  const isAnswer = (path: unknown) => !String(path).startsWith(`${KEPT}.`)
  const events = file.events.filter(
    ({ action, content }) =>
      action !== 'saveAnswers' || !Array.isArray(content?.changed) || content.changed.some(isAnswer),
  )
  const changed = lastChange({ ...own, file: { ...file, events } })
  return {
    tasks: { id: 'tasks', tasks: tasksOf(own) },
    checked: selfCheck(own),
    changed,
    intention,
    correction,
    rounds: sent.length > 0 ? sent : undefined,
    copied,
  }
}

const NOTHING_TYPED: CorrectionInput = { answers: {}, problems: {}, theirs: {} }

export function followView(own: OwnCase, rules: FirmRules, { context, language, kept }: Reader) {
  const { file, letters } = own
  const rows = letterRows(letters)
  const changes = changesLink(file)
  const intention = intentionView(file, rules.reasons, context, language, kept)
  const refusal = refusalView(file, rules.reasons, rules.remedies, context)
  const after = afterCareView(file, rules, context, language, kept)
  const sent = sentRounds(file)
  const copies = mayCopy(file.case.state)
  return {
    changes,
    offered: (copies && !after) || quietButtons(file).length > 0,
    outcome: outcomeOf(file),
    intention,
    refusal,
    after,
    rounds: sent.length > 0 ? sent : undefined,
    copy: copies ? { id: file.case.id, renew: after !== undefined } : undefined,
    letters: rows.length > 0 ? rows : undefined,
    timeline: { items: historyOf(file, context) },
    documents: { documents: documentRows(file, undefined, ({ id }) => viewHref(file.case.id, id)) },
  }
}

/** All papers of the case in one small list. */
export function papersView(papers: readonly PaperLine[]) {
  const shown = papers.filter(({ issuedAt, failedAt }) => issuedAt !== null || failedAt === null)
  if (shown.length === 0) return {}
  return {
    papers: {
      documents: shown.map(({ id, label, number, issuedAt, orderedAt, endedAs }): DocumentRow => {
        const at = both((language) => dateText(issuedAt ?? orderedAt, language, 'short'))
        const ready = issuedAt !== null && id !== null
        return {
          title: number ? { zh: `${label.zh} ${number}`, en: `${label.en} ${number}` } : label,
          href: ready ? path.letterFile(id) : undefined,
          note: ready ? at : { zh: '制作中', en: 'being made' },
          tone: ready && !endedAs ? 'ok' : 'none',
          marks: endedAs ? [{ text: { zh: '已失效', en: 'No longer in force' }, tone: 'near' as const }] : undefined,
        }
      }),
    },
  }
}

/** What was just done, once. */
export function doneNotices(query: unknown, { case: line }: CaseFile): Notice[] {
  const done = readText(query, 'done')
  if (!done || !isEventName(done)) return []
  if ((done === 'submit' || done === 'resubmit') && line.filedOn) {
    const on = line.filedOn
    return [
      {
        kind: 'ok',
        title: done === 'submit' ? { zh: '申请已提交', en: 'Submitted' } : { zh: '补正已提交', en: 'Correction sent' },
        text: both((language) =>
          language === 'zh'
            ? `编号 ${line.number}，申请日${dateText(on, 'zh')}。办到哪一步，随时在这一页看。`
            : `Number ${line.number}, filed on ${dateText(on, 'en')}. This page always says how far it is.`,
        ),
      },
    ]
  }
  return [{ kind: 'ok', title: WORDS[done].done }]
}
