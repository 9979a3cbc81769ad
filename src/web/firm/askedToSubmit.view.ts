/** What is filled in and waits for a colleague who may submit it: how somebody asks one, and what both read of it. */
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import type { CaseFile, TimelineEvent } from '../../cases/caseFile.js'
import { type OwnCase, sendingOf } from '../case/own.js'
import { WORDS } from '../../workflow/words.js'
import { time } from '../kit/page.js'
import type { Button, Notice } from '../kit/parts.js'
import { link } from '../kit/pieces.js'
import { readText } from '../http/input.js'
import { unanswered } from './correction.view.js'
import { firmNotices } from './firm.view.js'
import { sameNotices } from './same.view.js'

/** What stands against sending for one person alone. */
const OF_PERSON: readonly string[] = ['maySubmit', 'mandateSubmits', 'anotherFilled']

/** All is in order, but for who sends it. */
export function waitsForColleague({ file, check }: OwnCase): boolean {
  const sending = sendingOf(file)
  if (!sending || sending.enabled || check.problems.length > 0 || unanswered(file).length > 0) return false
  return sending.because.every(({ code }) => OF_PERSON.includes(code))
}

/** By what a colleague was asked to submit the case as it stands; undefined where none was. */
export function askedToSubmit({ choices, events }: CaseFile): TimelineEvent | undefined {
  const stands = choices.some(({ because }) => because.some(({ code }) => code === 'notAskedToSubmit'))
  return stands ? events.findLast(({ action }) => action === 'askToSubmit') : undefined
}

/** Whether the reader is the one to ask. */
export const mayAsk = (own: OwnCase): boolean => waitsForColleague(own) && !askedToSubmit(own.file)

/** In place of the button that sends. */
export const askButton: Button = {
  text: WORDS.askToSubmit.label,
  id: 'send',
  hint: {
    zh: '有提交权限的同事会收到消息和邮件，核对后提交。',
    en: 'Colleagues who can submit get a message and a mail. They check the application and submit it.',
  },
}

/** Of the last task, once everything is there and a colleague has to send it. */
export function colleagueHint({ file }: OwnCase): Bilingual {
  const asked = askedToSubmit(file)
  if (!asked) return { zh: '已填写完整，请打开后交同事核对提交', en: 'Complete. Open it and ask a colleague to submit' }
  return fill(
    { zh: '{time}已请同事核对提交', en: 'A colleague was asked to submit on {time}' },
    { time: time(asked.at) },
  )
}

/** For whoever may submit what somebody else has filled in; to who has asked, that it waits. */
export function askedNotices(own: OwnCase): Notice[] {
  const asked = askedToSubmit(own.file)
  const sending = sendingOf(own.file)
  if (!asked || !sending) return []
  if (!sending.enabled) return waitsForColleague(own) ? [{ kind: 'info', title: colleagueHint(own), text: AGAIN }] : []
  const values = { who: asked.actorName ?? '', time: time(asked.at, 'short') }
  return [{ kind: 'near', title: fill(PLEASE, values), links: [link(CHECK_AND_SUBMIT, path.review(own.file.case.id))] }]
}

export const CHECK_AND_SUBMIT: Bilingual = { zh: '核对并提交', en: 'Check and submit' }
const PLEASE: Bilingual = {
  zh: '{who}{time}已填好，请您核对并提交',
  en: '{who} filled this in on {time} and asks you to check and submit it',
}
const AGAIN: Bilingual = { zh: '再有修改的，须重新请同事提交。', en: 'If you change anything, ask again.' }

/** What whoever fills in should know; what was just done says it itself. */
export const fillNotices = (own: OwnCase, query: unknown): Notice[] => [
  ...(readText(query, 'done') === 'askToSubmit' ? [] : askedNotices(own)),
  ...firmNotices(own.firm),
  ...sameNotices(own.same),
]
