/** One case as its firm sees it: a task list while the firm fills it in, and how it stands afterwards. */

import { Injectable } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CaseFile } from '../../cases/caseFile.js'
import { WORDS } from '../../workflow/words.js'
import { personOf } from '../access.js'
import { Surroundings } from '../around.js'
import { actionButtons, answerSections, documentRows, firmSummary } from '../case.view.js'
import { type Around, tagOf } from '../clock.view.js'
import { readText } from '../input.js'
import { both, dateText } from '../page.js'
import { Pages } from '../pages.js'
import type { Button, Notice } from '../parts.js'
import { firmNotices } from './list.controller.js'
import { historyOf, letterRows, messagesOf, outcomeOf } from './outcome.view.js'
import { mayWrite, type OwnCase, OwnCases } from './own.js'
import { promiseAside } from './promise.view.js'
import { askedOf, lastChange, selfCheck } from './selfCheck.view.js'
import { nameOf, stepsOf } from './standing.js'
import { tasksOf } from './tasks.view.js'

/** What the task list does on pages of its own. */
const ELSEWHERE: ReadonlySet<string> = new Set(['saveAnswers', 'attachFile', 'submit', 'resubmit'])

@Injectable()
export class FirmCasePage {
  constructor(
    private readonly pages: Pages,
    private readonly own: OwnCases,
    private readonly around: Surroundings,
  ) {}

  /** The page of a case for somebody of its firm. Throws NotFound. */
  async render(request: FastifyRequest, reply: FastifyReply, caseId: number): Promise<string> {
    const own = await this.own.open(personOf(request), caseId)
    const around = await this.around.today()
    const { file } = own
    const head = {
      title: nameOf(file.case),
      back: { text: { zh: '全部申请', en: 'All applications' }, href: '/cases' },
      name: nameOf(file.case),
      number: file.case.number,
      tag: tagOf(file.case.state),
      steps: stepsOf(file, around),
      promise: promiseAside(own, around),
      actions: quietButtons(file),
    }
    if (mayWrite(file)) {
      const view = {
        ...head,
        ...fillView(own),
        notices: [...doneNotices(request.query, file), ...firmNotices(own.firm)],
      }
      return this.pages.render(request, reply, 'firm/tasks', view)
    }
    const view = {
      ...head,
      ...followView(own, around),
      notices: doneNotices(request.query, file),
      filed: [
        { key: 'firm', label: { zh: '企业', en: 'The firm' }, summary: firmSummary(own.firm) },
        ...answerSections(file.answers, request.language).map((section) =>
          section.key === 'firm' ? { ...section, key: 'contact', label: { zh: '联系人', en: 'Contact' } } : section,
        ),
      ],
    }
    return this.pages.render(request, reply, 'firm/follow', view)
  }
}

/** The buttons, none of them cinnabar: what ends a case asks once more on its own page. */
const quietButtons = (file: CaseFile): Button[] =>
  actionButtons(file.choices, file.case.id, ELSEWHERE).map((button) => {
    const main = button.id === 'do-requestReview'
    const { kind: _, ...plain } = button
    return main ? plain : { ...plain, kind: 'secondary' }
  })

function fillView(own: OwnCase) {
  const asked = own.file.case.state === 'awaitingCorrection' ? askedOf(own) : []
  const changed = lastChange(own)
  return {
    tasks: { id: 'tasks', tasks: tasksOf(own) },
    checked: selfCheck(own),
    ...(changed && { changed }),
    ...(asked.length > 0 && { asked }),
  }
}

function followView(own: OwnCase, around: Around) {
  const { file, letters } = own
  const messages = messagesOf(file, around)
  const rows = letterRows(letters)
  return {
    outcome: outcomeOf(file),
    ...(rows.length > 0 && { letters: rows }),
    ...(messages.length > 0 && { messages: { items: messages } }),
    timeline: { items: historyOf(file, around) },
    documents: { documents: documentRows(file, undefined, (paper) => `/cases/${file.case.id}/files/${paper.id}`) },
  }
}

/** What was just done, once. */
function doneNotices(query: unknown, { case: line }: CaseFile): Notice[] {
  const done = readText(query, 'done')
  const words = done ? WORDS[done] : undefined
  if (!words) return []
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
  return [{ kind: 'ok', title: words.done }]
}
