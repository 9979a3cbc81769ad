/**
 * What waits after a letter, as an officer sees it on top of a case: each report, condition and
 * intended revocation with what was said, whom it waits for, and what can be done about it.
 */
import { withQuery } from '../../base/path.js'
import { asClause, type Bilingual, COLON, joined, say, SEMICOLON } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { conditionsOf } from '../../cases/facts.js'
import { GIVE_UP, isGivenUp } from '../../cases/givenUp.js'
import { isAskedBack, isOpen, type Matter, matterChoices, type MatterKind, type Reported } from '../../cases/matters.js'
import { listAnswers } from '../../forms/engine/check.js'
import { carrying, type KnownNow, withOptions } from '../../forms/engine/known.js'
import { type Branch, textAt, valueAt } from '../../forms/engine/node.js'
import type { FormView } from '../../forms/engine/parts.js'
import type { Actor } from '../../people/actor.js'
import { findForm } from '../../workflow/forms.js'
import type { Act } from '../../workflow/machine.js'
import { WORDS, wordsOf } from '../../workflow/words.js'
import { actionAddress } from '../case/addresses.js'
import type { PageContext } from '../case/clock.view.js'
import { day } from '../kit/page.js'
import type { FormRequest } from '../case/side.js'
import { enclosedFiles } from '../case/enclosed.view.js'
import type { Button, Tag } from '../kit/parts.js'
import { tag } from '../kit/pieces.js'

/** What may be done about a matter, the likeliest first. */
const ACTS: Readonly<Record<MatterKind, readonly Act[]>> = {
  reportChange: ['acknowledge', 'askBack', 'reissueLetter', 'proposeRevocation'],
  reportEnd: ['acknowledge', 'askBack', 'proposeRevocation', 'revokeLetter'],
  meetCondition: ['confirmCondition', 'askBack', 'proposeRevocation'],
  condition: ['confirmCondition', 'proposeRevocation'],
  proposeRevocation: ['revokeLetter', 'acknowledge'],
}

/** What is done about one matter of several: it has its buttons beside the matter, not in a list of its own. */
export const OF_ONE_MATTER: ReadonlySet<string> = new Set<Act>(['acknowledge', 'askBack'])

/** The condition of the last recommendation that a matter is about, in English where it was written so, too. */
function conditionOf({ events }: CaseFile, number: number): Bilingual {
  const content = events.findLast(({ action }) => action === 'recommend')?.content
  const [zh, en] = [content?.conditions, content?.conditionsEn].map((lines) => conditionsOf(lines)[number - 1])
  return asClause({ zh: zh ?? '', en: en ?? zh ?? '' })
}

/** What the title or another answer says. */
const BESIDE: ReadonlySet<string> = new Set(['condition', 'explanationEn'])

function titleOf(file: CaseFile, { seq, kind, condition }: Matter): Bilingual {
  const event = file.events.find((one) => one.seq === seq)
  const what = condition > 0 && { zh: `条件${condition}`, en: `Condition ${condition}` }
  if (kind === 'condition') return joined([what, conditionOf(file, condition)], COLON)
  return joined([joined([wordsOf(kind).done, what], COLON), event && day(event.at)], SEMICOLON)
}

/** What was said: the answers of the form, in its own words. */
function textOf(file: CaseFile, { seq, kind, condition }: Matter): Bilingual {
  if (kind === 'condition') return { zh: '没有报告已落实', en: 'Not reported as met' }
  const content = file.events.find((one) => one.seq === seq)?.content
  const form = findForm(kind)
  const said = form
    ? listAnswers(form, content ?? {}).flatMap(({ label, answer, path }) =>
        answer && !BESIDE.has(path)
          ? joined([label, asClause({ zh: answer.zh, en: textAt(content, `${path}En`) || answer.en })], COLON)
          : [],
      )
    : []
  return joined([condition > 0 && conditionOf(file, condition), ...said], SEMICOLON)
}

function standingOf(matter: Matter, today: string): Tag {
  if (isAskedBack(matter)) return tag('等待企业说明', 'Waiting for the firm', 'blue', 'stop')
  if (matter.kind === 'condition') return tag('逾期', 'Overdue', 'red')
  if (!isOpen(matter, today)) return tag('等待企业陈述意见', 'Waiting for the firm’s response', 'blue', 'stop')
  return tag('等待部门处理', 'Waiting for the department', 'yellow')
}

const placeOf = (caseId: number, act: Act, { seq, condition }: Matter): string => {
  const address = actionAddress(caseId, act)
  if (OF_ONE_MATTER.has(act)) return withQuery(address, { event: seq })
  return act === 'confirmCondition' ? withQuery(address, { condition }) : address
}

/** The buttons of a matter; one that must wait says why. */
function buttonsOf({ choices, case: { id } }: CaseFile, matter: Matter): Button[] {
  return ACTS[matter.kind].flatMap((act, index): Button[] => {
    const choice = choices.find(({ action }) => action === act)
    if (!choice || (act === 'askBack' && isAskedBack(matter))) return []
    const { grave, label } = WORDS[act]
    return [
      {
        text: matter.kind === 'proposeRevocation' && act === 'acknowledge' ? GIVE_UP : label,
        id: `matter-${matter.seq}-${matter.condition}-${act}`,
        href: choice.enabled ? placeOf(id, act, matter) : undefined,
        kind: grave ? 'final' : index === 0 ? undefined : 'secondary',
        small: true,
        unavailable: choice.enabled ? undefined : choice.because,
      },
    ]
  })
}

/** The files that came with a report. */
function enclosedOf(file: CaseFile, { seq }: Matter) {
  const event = file.events.find((one) => one.seq === seq)
  return event ? enclosedFiles(file, event) : []
}

/** What is shown on top of the case; undefined when nothing waits. */
export function mattersOf(file: CaseFile, { today }: PageContext) {
  const shown = file.matters.filter((matter) => matter.kind !== 'condition' || isOpen(matter, today))
  if (shown.length === 0) return undefined
  return shown.map((matter) => ({
    title: titleOf(file, matter),
    tag: standingOf(matter, today),
    text: textOf(file, matter),
    enclosed: enclosedOf(file, matter),
    buttons: buttonsOf(file, matter),
  }))
}

/** The report that a form is about, unless there are several and none is named. */
export function onlyReport({ matters }: CaseFile, action: Reported, reader: Actor): Branch {
  const [only, ...others] = matterChoices(matters, action, reader)
  return only && others.length === 0 ? { event: String(only.seq) } : {}
}

/** The form with the reports to choose from; what is given up is named by its title. */
export function askReport({ form, file, tree, language }: FormRequest, action: Reported, reader: Actor): FormView {
  if (isGivenUp(file, action, valueAt(tree, 'event'))) return carrying(form, 'event')
  const known = matterChoices(file.matters, action, reader).map((matter) => ({
    value: String(matter.seq),
    label: say(titleOf(file, matter), language),
  }))
  return withOptions(form, 'event', known, say({ zh: '请选择', en: 'Select' }, language))
}

/** The conditions that nobody has confirmed. */
export function conditionsKnown({ events }: CaseFile): KnownNow[] {
  const decided = events.findLast(({ action }) => action === 'recommend')
  const confirmed = events
    .filter(({ action, seq }) => action === 'confirmCondition' && seq > (decided?.seq ?? 0))
    .map(({ content }) => content?.condition)
  return conditionsOf(decided?.content?.conditions).flatMap((text, index) =>
    confirmed.includes(index + 1) ? [] : [{ value: String(index + 1), label: `${index + 1}. ${text}` }],
  )
}
