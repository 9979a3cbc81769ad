/** The parts of a firm's case page: what it fills in or follows, the papers, the buttons, what was just done. */
import { path } from '../../base/path.js'
import { type Bilingual, fill, joined, type Language, SENTENCES } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { isUndecided } from '../../cases/decided.js'
import type { UnkeptAnswers } from '../../cases/drafts.js'
import { FORM } from '../../letters/applicationForm.js'
import type { PaperLine } from '../../letters/paper.service.js'
import { type EventName, isEventName, WORDS } from '../../workflow/words.js'
import { actionButtons, documentRows } from '../case/case.view.js'
import { signedRows } from '../case/signatures.view.js'
import type { PageContext } from '../case/clock.view.js'
import type { OwnCase } from '../case/own.js'
import { viewHref } from '../case/preview.view.js'
import type { KeptBelow } from '../http/formKeeper.js'
import { readText } from '../http/input.js'
import { day } from '../kit/page.js'
import type { Button, DocumentRow, Documents, Notice } from '../kit/parts.js'
import { afterCareView } from './aftercare.view.js'
import { copiedView } from './copied.view.js'
import { allWrong, correctionView, sentRounds, type TypedFields } from './correction.view.js'
import type { FirmRules } from './firmRules.js'
import { intentionView, refusalView } from './intention.view.js'
import { momentOf } from './moment.view.js'
import { filingView, permitNext } from './next.view.js'
import { isEndReported } from './permit.view.js'
import { historyOf, letterRows, outcomeOf } from './outcome.view.js'
import { changesLink } from './same.view.js'
import { lastChange, selfCheck } from './selfCheck.view.js'
import { mayCopy } from './start.view.js'
import { tasksOf } from './tasks.view.js'

/** What has a place of its own on these pages. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  ...['saveAnswers', 'attachFile', 'askToSubmit', 'submit', 'resubmit'],
  ...['answerIntention', 'answerRevocation', 'meetCondition', 'reportChange', 'reportEnd', 'message'],
])

/** What the page shows again, when something could not be kept. */
export interface Again {
  readonly unkept: UnkeptAnswers
  readonly typed: TypedFields
  readonly status: number
}

/** What the head of a form lists that came back: all that stands at its boxes. */
export const problemsOf = (own: OwnCase, again: Again | undefined) =>
  again?.status === 422 ? allWrong(own, again.typed) : again?.typed.problems

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
  /** They may begin an application. */
  readonly begins: boolean
  /** The most bytes that a file may have. */
  readonly mostBytes: number
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
  correction: correctionView(
    own,
    {
      context: reader.context,
      most: rules.rounds,
      documents: rules.documents,
      mostBytes: reader.mostBytes,
      language: reader.language,
      typed: again?.typed,
    },
    again?.unkept,
    saved && !again,
  ),
  copied: copiedView(own, rules.documents),
})

/** pages/firm/follow */
export function followView(own: OwnCase, rules: FirmRules, reader: Reader) {
  const { file, letters } = own
  const { context, language, kept, begins } = reader
  const issued = letterRows(letters, file.events)
  const filing = filingView(own, context, rules.rounds)
  const shared = sharedView(own, rules, reader)
  const { intention } = shared
  const outcome = outcomeOf(file)
  const moment = momentOf(own, { filing, letters: issued, intention })
  // the one in force is the moment itself
  const rows = issued.filter(({ number }) => number !== moment?.number)
  const after = afterCareView(file, rules, context, language, kept)
  const copies = begins && mayCopy(file.case.state)
  return {
    ...shared,
    changes: changesLink(file),
    offered: (copies && !after) || quietButtons(file).length > 0,
    outcome: { ...outcome, lead: joined([intention?.brief, outcome.lead], SENTENCES), next: intention?.next },
    refusal: refusalView(file, rules.reasons, rules.remedies, context),
    moment,
    filing,
    next: permitNext(own, rules.permitSteps, context, intention !== undefined),
    after,
    copy: copies
      ? { id: file.case.id, renew: after !== undefined, open: isUndecided(file.case.state), going: goingOn(own) }
      : undefined,
    letters: rows.length > 0 ? rows : undefined,
    timeline: { items: historyOf(file, context) },
    documents: {
      documents: [...documentRows(file, undefined, ({ id }) => viewHref(file.case.id, id)), ...signedRows(file)],
    },
  }
}

/** The renewal that was begun: a second one only deliberately. */
function goingOn({ renewal, file }: OwnCase) {
  if (renewal) {
    const text = { zh: '续办申请 {number}', en: 'Continue the renewal {number}' }
    return { text: fill(text, { number: renewal.number }), href: path.case(renewal.id), another: true }
  }
  return isEndReported(file.events) ? { text: '', href: '', another: false } : undefined
}

/** All papers of the case in one small list. */
export function papersView(papers: readonly PaperLine[]): Documents | undefined {
  const shown = papers.filter(({ issuedAt, failedAt }) => issuedAt !== null || failedAt === null)
  if (shown.length === 0) return undefined
  return {
    documents: shown.map(({ id, kind, label, number, issuedAt, endedAs }): DocumentRow => {
      const ready = issuedAt !== null && id !== null
      return {
        // what the firm has filled in goes by the number of the case
        title:
          number && kind !== FORM ? fill({ zh: '{label} {number}', en: '{label} {number}' }, { label, number }) : label,
        href: ready ? path.letterFile(id) : undefined,
        note: ready ? day(issuedAt, 'short') : { zh: '制作中', en: 'being made' },
        tone: ready && !endedAs ? 'ok' : 'none',
        marks: endedAs ? [{ text: { zh: '已失效', en: 'No longer valid' }, tone: 'near' }] : undefined,
      }
    }),
  }
}

/** What was achieved, and what comes next. */
interface Achieved {
  readonly title: Bilingual
  readonly text?: Bilingual
}
const achieved = (zh: string, en: string, text?: Bilingual): Achieved => ({ title: { zh, en }, text })
const WHERE: Bilingual = {
  zh: '编号{number}，申请日{day}。收件凭证和申请表在本页下载；办理进度可随时在此查看。',
  en: 'Number {number}, submitted on {day}. Download the receipt and application form, and see progress, here.',
}
const DECIDES: Bilingual = {
  zh: '部门将在作出决定前审阅。结果通过“消息”通知，并显示在本页。',
  en: 'The department reads it before deciding. We will message you, and the outcome will be shown here.',
}
const OFFICER: Bilingual = {
  zh: '牵头部门会确认知悉，或请您补充说明；答复显示在本页。',
  en: 'The lead department acknowledges it or asks you to explain. Its answer will be shown here.',
}
const ACHIEVED: Readonly<Partial<Record<EventName, Achieved>>> = {
  submit: achieved('申请已提交', 'Submitted', WHERE),
  resubmit: achieved('补正已提交', 'Correction sent', {
    zh: '编号{number}。办理时限从现在起继续计算；更新后的申请表在本页下载。',
    en: 'Number {number}. The time limit runs again from now. The updated application form can be downloaded here.',
  }),
  askToSubmit: achieved('已请同事核对提交', 'Colleague asked to submit', {
    zh: '有提交权限的同事会收到消息和邮件。再有修改的，须重新请同事提交。',
    en: 'Colleagues who can submit get a message and a mail. If you change anything, ask them again.',
  }),
  recall: achieved('申请已收回，可以修改', 'Recalled. You can now make changes', {
    zh: '编号{number}保留，收件凭证作废。修改后请再次提交，申请日为再次提交之日。',
    en: 'You keep number {number}; the receipt is void. When you submit again, that day becomes the filing date.',
  }),
  withdraw: achieved('申请已撤回，不再办理', 'Withdrawn', {
    zh: '编号{number}。撤回确认书制成后可在本页下载；如有需要，可复制为新申请。',
    en: 'Number {number}. You can download the confirmation here soon, and copy the application to a new one.',
  }),
  answerIntention: achieved('意见已送达部门', 'Response sent to the department', DECIDES),
  answerRevocation: achieved('意见已送达部门', 'Response sent to the department', DECIDES),
  requestReview: achieved('复核申请已提交', 'Review requested', {
    zh: '由没有经手过本案的人复核。{due}结果将通过“消息”通知。',
    en: 'People who have not worked on the case will review it. {due}We will message you with the outcome.',
  }),
  reportChange: achieved('变更已报告', 'Change reported', OFFICER),
  reportEnd: achieved('聘用终止已报告', 'End of engagement reported', {
    zh: '有工作许可的，请向许可机关办理注销。牵头部门会确认知悉，或请您补充说明；答复显示在本页。',
    en:
      'If there is a permit, apply to the permit authority to cancel it. The lead department acknowledges ' +
      'the report or asks you to explain. Its answer will be shown here.',
  }),
  meetCondition: achieved('已报告条件落实', 'Condition reported as met', OFFICER),
  message: achieved('消息已发出', 'Message sent', {
    zh: '部门答复后，将通过“消息”通知您。',
    en: 'We will message you when the department replies.',
  }),
}

/** What was just done, once. */
export function doneNotices(query: unknown, { case: { number, filedOn, dueOn } }: CaseFile): Notice[] {
  const done = readText(query, 'done')
  if (!done || !isEventName(done)) return []
  const { title, text } = ACHIEVED[done] ?? { title: WORDS[done].done, text: undefined }
  const due = dueOn ? fill({ zh: '最迟{day}有结果；', en: 'The result comes by {day}. ' }, { day: day(dueOn) }) : ''
  return [{ kind: 'ok', title, text: text && fill(text, { number, day: filedOn ? day(filedOn) : '', due }) }]
}
