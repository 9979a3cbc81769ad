/** The page of one action: what its form holds when it is opened, and what is said when the action was not done. */
import { Forbidden, Invalid, isOwn, NotFound, NotNow, Stale } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { type Bilingual, DOT, joined, type Language, say } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { answerRows } from '../../cases/correction.js'
import { GIVE_UP, isGivenUp } from '../../cases/givenUp.js'
import { awaitedNow } from '../../cases/outstanding.js'
import { permitIn } from '../../cases/proposed.js'
import { DEFAULT_DEPARTMENTS } from '../../forms/choices.js'
import { listAnswers } from '../../forms/engine/check.js'
import type { KnownNow } from '../../forms/engine/known.js'
import type { Branch } from '../../forms/engine/node.js'
import { FORMS } from '../../workflow/forms.js'
import { isResponse, SEND_RESPONSE } from '../../workflow/hearings.js'
import type { Act } from '../../workflow/machine.js'
import type { Choice } from '../../workflow/step.js'
import { WORDS } from '../../workflow/words.js'
import { type Answer, page } from '../http/answers.js'
import { failureOf } from '../http/failure.js'
import { failureFrom } from '../http/problems.js'
import { time } from '../kit/page.js'
import type { Notice, Views } from '../kit/parts.js'
import { link } from '../kit/pieces.js'
import { backToCase, formAddress } from './addresses.js'
import type { PageContext } from './clock.view.js'
import type { Change } from './conflict.view.js'
import { byOf } from './history.view.js'

/** People to choose from, for a question that asks for a person's id. */
export const peopleKnown = (people: readonly { readonly id: number; readonly name: string }[]): KnownNow[] =>
  people.map(({ id, name }) => ({ value: String(id), label: name }))

/** The first content of an action's form. */
export function firstInput(action: Act, file: CaseFile): Record<string, unknown> {
  if (action === 'proposeCorrection') return { items: [{}] }
  if (action === 'resubmit') return { answers: answerRows(file, true) }
  if (action === 'chase') return { department: awaitedNow(file)[0]?.toString() }
  if (action === 'completePermit') return permitIn(file.events)
  if (action === 'accept') return { departments: DEFAULT_DEPARTMENTS }
  return {}
}

/** The heading, the way back and the button, which waits with its reasons when it must. */
export function actionView(file: CaseFile, { action, enabled, because }: Choice, tree?: Branch) {
  const { case: line } = file
  const { grave = false } = WORDS[action]
  const label = isGivenUp(file, action, tree?.event) ? GIVE_UP : WORDS[action].label
  return {
    title: label,
    heading: label,
    back: backToCase(line.id),
    number: line.number,
    who: line.talentName ?? line.number,
    host: line.talentName ?? line.number,
    action: formAddress(line.id, action, Number(tree?.condition) || undefined),
    grave,
    button: {
      text: isResponse(action) ? SEND_RESPONSE : label,
      id: 'do',
      kind: grave ? ('final' as const) : undefined,
      unavailable: enabled ? undefined : because,
    },
  }
}

const REFUSALS = [Stale, NotNow, Invalid, Forbidden, NotFound] as const
export type Refusal = InstanceType<(typeof REFUSALS)[number]>

/** Whether an error says that nothing was done because of what was asked. */
export const isRefusal = (error: unknown): error is Refusal => REFUSALS.some((kind) => error instanceof kind)

/** What happened while the form was open, above the form that still holds what was typed. */
export function noticeOf(refused: Stale | NotNow, caseId: number, changes: readonly Change[]): Notice {
  const links = [link({ zh: '查看案件最新情况', en: 'View the case as it is now' }, path.case(caseId))]
  if (refused instanceof Stale)
    return {
      kind: 'near',
      title: isOwn(refused) ? BY_YOU : CHANGED,
      changes,
      text: {
        zh: '您填写的内容已保留。请查看变化后再决定是否提交。',
        en: 'Your text is kept below. Check what changed, then decide whether to submit.',
      },
      links,
    }
  return {
    kind: 'bad',
    title: { zh: '现在不能办理此事项，未执行', en: 'This is not possible now and was not carried out' },
    items: refused.because,
    links,
  }
}

const CHANGED = {
  zh: '您填写期间案件已有变化，本次操作未执行',
  en: 'The case changed while you were writing. Your action was not carried out',
}
const BY_YOU = {
  zh: '您已在另一个窗口办理本案，本次操作未执行',
  en: 'You have already acted on this case in another window. This action was not carried out',
}

/** Of an action that was done before: when, and by whom as far as the reader may know. Throws NotFound. */
export function donePage({ case: { id }, events }: CaseFile, action: Act, context: PageContext): Answer {
  const deed = events.findLast((event) => event.action === action)
  if (!deed) throw new NotFound()
  const { status, ...view } = failureOf('notFound', { actions: [backToCase(id)] })
  const what = joined([time(deed.at, 'short'), byOf(deed, context), WORDS[action].done], DOT)
  return page('error', { ...view, title: DONE_BEFORE, heading: DONE_BEFORE, what, todo: [SEE_CASE] }, { status })
}

const DONE_BEFORE: Bilingual = { zh: '该事项已办理', en: 'Already done' }
const SEE_CASE: Bilingual = { zh: '最新情况见案件页。', en: 'See the case page for its current state.' }

/**
 * The page of an action that is no longer open to this person: what happened, and what was typed, to be copied.
 *
 * @param file the case, when it is still open to this person
 * @param kept where what was typed is kept, so that it can be discarded
 */
export function lostPage(
  error: Refusal,
  action: Act,
  tree: unknown,
  language: Language,
  file: CaseFile | undefined,
  { changes = [], kept }: { readonly changes?: readonly Change[]; readonly kept?: string } = {},
): Answer {
  const typed = listAnswers(FORMS[action], tree).flatMap(({ label, answer }) =>
    answer ? [{ label, value: say(answer, language) }] : [],
  )
  const discard = file && kept ? { action: kept, onward: path.case(file.case.id) } : undefined
  return lostText(error, typed, file, { changes: changes.length > 0 ? changes : undefined, discard })
}

/** The same of what was typed anywhere. */
export function lostText(
  error: Refusal,
  typed: readonly { readonly label: Bilingual; readonly value: string }[],
  file: CaseFile | undefined,
  { discard, ...more }: Pick<Views['error'], 'changes' | 'discard'> = {},
): Answer {
  const { kind, details } = failureFrom(error) ?? { kind: 'notNow' as const, details: {} }
  const { status, ...view } = failureOf(kind, {
    ...{ ...details, ...more },
    kept: typed.length > 0 ? typed : undefined,
    actions: file && [backToCase(file.case.id)],
  })
  return page('error', { ...view, discard }, { status })
}
