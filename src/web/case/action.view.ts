/** The page of one action: what its form holds when it is opened, and what is said when the action was not done. */
import { Forbidden, Invalid, NotFound, NotNow, Stale } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { type Language, say } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { listAnswers } from '../../forms/engine/check.js'
import { DEFAULT_DEPARTMENTS } from '../../forms/choices.js'
import type { FormView } from '../../forms/engine/parts.js'
import { type KnownNow, withOptions } from '../../forms/engine/known.js'
import { FORMS } from '../../workflow/forms.js'
import type { Choice } from '../../workflow/step.js'
import { WORDS } from '../../workflow/words.js'
import { actionAddress } from './addresses.js'
import type { Change } from './conflict.view.js'
import { answerRows } from '../../cases/correction.js'
import { failureOf } from '../http/failure.js'
import type { Notice, Text } from '../kit/parts.js'
import { failureFrom } from '../http/problems.js'
import type { Act } from '../../workflow/machine.js'

/** The entries whose forms offer the colleagues to choose from. */
export const TO_COLLEAGUES: readonly Act[] = ['handOver', 'assign']

type Somebody = { readonly id: number; readonly name: string }

/** People to choose from, for a question that asks for a person's id. */
export const peopleKnown = (people: readonly Somebody[]): KnownNow[] =>
  people.map(({ id, name }) => ({ value: String(id), label: name }))

/** The form with the people of the department to choose from, in the place of the box for an id. */
export const withPeople = (form: FormView, people: readonly Somebody[]): FormView =>
  withOptions(form, 'to', peopleKnown(people))

/** The first content of an action's form. */
export function firstInput(action: Act, file: CaseFile): Record<string, unknown> {
  if (action === 'proposeCorrection') return { items: [{}] }
  if (action === 'resubmit') return { answers: answerRows(file, true) }
  if (action === 'accept') return { departments: DEFAULT_DEPARTMENTS }
  return {}
}

/** The heading, the way back and the button, which waits with its reasons when it must. */
export function actionView({ case: line }: CaseFile, { action, enabled, because }: Choice) {
  const { label, grave = false } = WORDS[action]
  const who: Text = line.talentName ?? line.number
  return {
    title: label,
    heading: label,
    back: { text: { zh: '返回案件', en: 'Back to the case' }, href: path.case(line.id) },
    number: line.number,
    who,
    action: actionAddress(line.id, action),
    grave,
    button: {
      text: label,
      id: 'do',
      kind: grave ? ('final' as const) : undefined,
      unavailable: !enabled ? because.map(({ zh, en }) => ({ zh, en })) : undefined,
    },
  }
}

export type Refusal = Stale | NotNow | Invalid | Forbidden | NotFound

/** Whether an error says that nothing was done because of what was asked. */
export const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Stale ||
  error instanceof NotNow ||
  error instanceof Invalid ||
  error instanceof Forbidden ||
  error instanceof NotFound

/** What happened while the form was open, above the form that still holds what was typed. */
export function noticeOf(refused: Stale | NotNow, caseHref: string, changes: readonly Change[] = []): Notice {
  const links = [{ text: { zh: '看案件现在的样子', en: 'See the case as it is now' }, href: caseHref }]
  if (refused instanceof Stale)
    return {
      kind: 'near',
      title: {
        zh: '您填写时案件有了变化，这一步没有执行',
        en: 'The case changed while you were writing; your step was not carried out',
      },
      changes,
      text: {
        zh: '您填的内容都在下面。看过变化，再决定要不要提交。',
        en: 'What you typed is all below. Look at what changed, then decide whether to send it.',
      },
      links,
    }
  return {
    kind: 'bad',
    title: { zh: '这一步现在不能做，没有执行', en: 'This cannot be done now and was not carried out' },
    items: refused.because.map(({ zh, en }) => ({ zh, en })),
    links,
  }
}

/** The action is no longer open to this person: what happened, and what was typed, to be copied. */
export function lostView(error: Refusal, action: Act, tree: unknown, language: Language, { caseHref, changes }: Lost) {
  const { kind, details } = failureFrom(error) ?? { kind: 'notNow' as const, details: {} }
  const kept = listAnswers(FORMS[action], tree).flatMap(({ label, answer }) =>
    answer ? [{ label, value: say(answer, language) }] : [],
  )
  return failureOf(kind, {
    ...details,
    ...(changes && changes.length > 0 && { changes }),
    ...(kept.length > 0 && { kept }),
    ...(caseHref && { actions: [{ text: { zh: '返回案件', en: 'Back to the case' }, href: caseHref }] }),
  })
}

interface Lost {
  /** The case's page, when it is still open to this person. */
  readonly caseHref?: string | undefined
  readonly changes?: readonly Change[]
}
