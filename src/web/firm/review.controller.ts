/** Check your answers: everything as it will be sent, everything that still stops it, and the declaration. Sends to the one handler of actions. */
import { randomUUID } from 'node:crypto'
import { Controller, Get, Param, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '../../base/text.js'
import { ACTION_FORMS } from '../../forms/actions.js'
import { APPLICATION, SECTIONS } from '../../forms/application.js'
import { checkRows, errorSummary } from '../../forms/check.js'
import { formView } from '../../forms/view.js'
import { WORDS } from '../../workflow/words.js'
import { For } from '../access.js'
import { firstInput } from '../action.view.js'
import { personOf } from '../api/case.api.js'
import { Surroundings } from '../around.js'
import { documentRows, firmSummary } from '../case.view.js'
import { readId } from '../input.js'
import { Pages } from '../pages.js'
import type { Button, SummaryRow, Text } from '../parts.js'
import { ALL_PROBLEMS, caseAddress, documentsAddress, problemAddress, sectionAddress } from './addresses.js'
import { firmNotices } from './list.controller.js'
import { mayWrite, type OwnCase, OwnCases, sendingOf } from './own.js'
import { promiseAside } from './promise.view.js'
import { selfCheck } from './selfCheck.view.js'
import { nameOf } from './standing.js'

@Controller('cases/:id/review')
@For('applicant', 'firmAdmin')
export class ReviewController {
  constructor(
    private readonly pages: Pages,
    private readonly own: OwnCases,
    private readonly around: Surroundings,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const own = await this.own.open(personOf(request), readId(id))
    const { file, check, firm } = own
    const sending = sendingOf(file)
    if (!mayWrite(file) || !sending) return reply.status(303).header('location', caseAddress(file.case.id)).send('')
    const { action } = sending
    const form = ACTION_FORMS[action]
    if (!form) throw new Error(`no form for ${action}`)
    const summary = errorSummary(check.problems, problemAddress(file.case.id))
    const promise = promiseAside(own, await this.around.today())
    const view = {
      title: { zh: '核对并提交', en: 'Check and submit' },
      back: { text: { zh: '回到任务', en: 'Back to the tasks' }, href: caseAddress(file.case.id) },
      notices: firmNotices(firm),
      who: nameOf(file.case),
      number: file.case.number,
      ...(summary && { stops: summary.lines, stopTitle: stopTitle(check.problems.length) }),
      firm: firmSummary(firm),
      sections: sectionsOf(own, request.language),
      documents: { documents: papersOf(own) },
      documentsHref: documentsAddress(file.case.id),
      action: `${caseAddress(file.case.id)}/actions/${action}`,
      version: file.case.version,
      requestId: randomUUID(),
      asked: formView(form, firstInput(action, file), { language: request.language }),
      button: buttonOf(own, action),
      checked: selfCheck(own).filter(({ look }) => look !== 'bad'),
      ...(promise && { promise }),
    }
    return reply.send(this.pages.render(request, reply, 'firm/review', view))
  }
}

const stopTitle = (count: number) => ({
  zh: `还有 ${count} 处，补好改好才能提交`,
  en:
    count === 1 ? 'One thing is still in the way of submitting' : `${count} things are still in the way of submitting`,
})

/** Each section's answers; what is missing or wrong says so, with the way to change it. */
function sectionsOf({ file, check }: OwnCase, language: Language) {
  return SECTIONS.filter(({ key, paths }) => key !== 'documents' && paths.length > 0).map(({ key, label, paths }) => {
    const rows = checkRows(APPLICATION, file.answers, language, { only: paths, problems: check.problems })
    const href = sectionAddress(file.case.id, key)
    const shown = rows.filter(({ lines, missing, errors }) => lines.length > 0 || missing || errors.length > 0)
    return {
      key,
      label,
      href,
      ...(shown.length > 0 && {
        summary: {
          small: true,
          rows: shown.map(({ group, key: name, lines, missing, errors, anchor }): SummaryRow => {
            const [problem] = errors
            return {
              key: group ? `${group} · ${name}` : name,
              line:
                lines.length > 0
                  ? lines.map((text, index) => ({ text, ...(index > 0 && { below: true }) }))
                  : [{ text: EMPTY, look: 'quiet' }],
              ...(problem && !(missing && lines.length === 0) && { problem }),
              actions: [
                {
                  text: lines.length > 0 ? CHANGE : ENTER,
                  href: `${href}${missing || problem ? `?${ALL_PROBLEMS}=1` : ''}${anchor}`,
                  about: group ? `${group} ${name}` : name,
                },
              ],
            }
          }),
        },
      }),
    }
  })
}

const EMPTY: Text = { zh: '还没有填', en: 'Not answered yet' }
const CHANGE: Text = { zh: '修改', en: 'Change' }
const ENTER: Text = { zh: '去填', en: 'Answer' }

/** What is here, and what is needed and is not. */
function papersOf({ file, check }: OwnCase) {
  const here = documentRows(file, check, (paper) => `${caseAddress(file.case.id)}/files/${paper.id}`)
  const lacking = check.judgement.blocks
    .filter(({ code, path }) => code.startsWith('missing:') && !file.attachments.some(isCurrent(path)))
    .map(({ path, message }) => ({
      title: message,
      href: `${documentsAddress(file.case.id)}#${path.replace('.', '-')}`,
      tone: 'none' as const,
    }))
  return [...here, ...lacking]
}

const isCurrent =
  (path: string) =>
  ({ kind, replacedAt }: { kind: string; replacedAt: Date | null }): boolean =>
    replacedAt === null && path === `documents.${kind}`

/** The button that sends; while something stands in the way it says what. */
function buttonOf({ file, check, firm }: OwnCase, action: string): Button {
  const sending = sendingOf(file)
  const text = WORDS[action]?.label ?? action
  if (sending?.enabled) return { text, id: 'send' }
  const because: Text[] = []
  if (check.problems.length > 0)
    because.push({
      zh: `上面列出的 ${check.problems.length} 处补好改好后才能提交。`,
      en: `Possible when what is listed above (${check.problems.length}) is put right.`,
    })
  if (!firm.confirmedAt) because.push(NOT_CONFIRMED)
  const known = new Set(check.problems.map(({ message }) => message.zh))
  const others = (sending?.because ?? []).filter(({ zh, code }) => !known.has(zh) && code !== 'firmConfirmed')
  return { text, id: 'send', unavailable: [...because, ...others.map(({ zh, en }) => ({ zh, en }))] }
}

const NOT_CONFIRMED = {
  zh: '主管部门确认企业登记后才能提交。',
  en: 'Possible when the lead department has confirmed the firm.',
}
