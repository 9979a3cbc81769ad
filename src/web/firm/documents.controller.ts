/** The documents of a case: uploaded, dated, replaced, put beside others, taken away. What is unfit is kept and marked; only what is dangerous or unreadable is refused. */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Invalid, type Problem } from '../../base/errors.js'
import { CaseService } from '../../cases/case.service.js'
import { ReadingService } from '../../cases/reading.service.js'
import { documentSchema } from '../../criteria/documents.js'
import { ACTION_FORMS } from '../../forms/actions.js'
import { readForm } from '../../forms/body.js'
import { isBranch, valueAt } from '../../forms/node.js'
import { type Parsed, parseForm } from '../../forms/parse.js'
import { Reference } from '../../reference/reference.service.js'
import { For, personOf, TakesUpload } from '../access.js'
import { readId, readText } from '../input.js'
import { Pages } from '../pages.js'
import { seeOther } from '../send.js'
import { Uploads } from '../uploads.js'
import { caseAddress, documentsAddress, kindId } from './addresses.js'
import { DATED, documentsView, MORE, type PapersShown, PLACE } from './documents.view.js'
import { mayWrite, OwnCases } from './own.js'

@Controller('cases/:id/documents')
@For('applicant', 'firmAdmin')
export class DocumentsController {
  constructor(
    private readonly pages: Pages,
    private readonly own: OwnCases,
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly uploads: Uploads,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query() query: unknown,
  ) {
    const done = readText(query, 'done', 20)
    return this.send(request, reply, readId(id), { ...(done && { done, kind: readText(query, 'kind', 40) }) })
  }

  /** One file. The fields stand before it in the form, so that its kind is known when it comes. */
  @Post()
  @TakesUpload()
  async upload(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const person = personOf(request)
    const caseId = readId(id)
    await this.reading.requireOpen(person, caseId)
    const { fields, files, refused } = await this.uploads.gather(request, (_field, before) => kindIn(before))
    const kind = kindIn(fields)
    const place = PLACE.test(fields.place ?? '') ? (fields.place ?? MORE) : `documents.${kind}`
    const typed = valueAt(readForm(fields).tree, place)
    const { date, problems } = readDate(typed)
    const refusals = Object.values(refused).flat()
    const [file] = Object.values(files)
    if (!file) {
      const wrong = [...(refusals.length > 0 ? refusals : [noFile]), ...problems]
      return this.send(request, reply, caseId, shownAt(place, kind, typed, wrong), 422)
    }
    try {
      await this.cases.act(caseId, 'attachFile', {
        actor: person,
        requestId: fields._request || undefined,
        input: { kind, issuedOn: date, beside: valueAt(typed, 'beside') === 'true', file },
      })
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return this.send(request, reply, caseId, shownAt(place, kind, typed, error.problems), 422)
    }
    if (problems.length === 0) return seeOther(reply, doneAddress(caseId, 'uploaded', kind))
    const { attachments } = await this.reading.peek(person, caseId)
    const paper = attachments.findLast((one) => one.kind === kind)
    return this.send(request, reply, caseId, shownAt(`dated.${paper?.id}`, kind, typed, problems, 'uploaded'), 422)
  }

  /** The day of issue of a paper that is here already. */
  @Post(':paper/date')
  async setDate(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('paper') paper: string,
    @Body() body: unknown,
  ) {
    const caseId = readId(id)
    const kind = readText(body, 'kind', 40) ?? ''
    const place = `dated.${readId(paper)}`
    const typed = valueAt(readForm(body).tree, place)
    const { date, problems } = readDate(typed)
    if (!date) {
      const wrong = problems.length > 0 ? problems : [noDate]
      return this.send(request, reply, caseId, shownAt(place, kind, typed, wrong), 422)
    }
    await this.cases.act(caseId, 'attachFile', {
      actor: personOf(request),
      input: { dated: readId(paper), issuedOn: date },
    })
    return seeOther(reply, doneAddress(caseId, 'dated', kind))
  }

  @Post(':paper/remove')
  async remove(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('paper') paper: string,
    @Body() body: unknown,
  ) {
    const caseId = readId(id)
    await this.cases.act(caseId, 'attachFile', { actor: personOf(request), input: { remove: readId(paper) } })
    return seeOther(reply, doneAddress(caseId, 'removed', readText(body, 'kind', 40) ?? ''))
  }

  private async send(request: FastifyRequest, reply: FastifyReply, caseId: number, shown: PapersShown, status = 200) {
    const own = await this.own.open(personOf(request), caseId)
    if (!mayWrite(own.file)) return seeOther(reply, caseAddress(caseId))
    const rules = await this.reference.all('documents', this.clock.today(), documentSchema)
    const view = { ...documentsView(own, rules, shown, request.language), requestId: randomUUID() }
    return reply.send(this.pages.render(request, reply, 'firm/documents', view, { status }))
  }
}

const kindIn = (fields: Readonly<Record<string, string>>): string => (fields.kind ?? '').slice(0, 40)

/** The day of issue as typed: a date, nothing, or what is wrong with it. */
function readDate(typed: unknown): { date?: string; problems: readonly Problem[] } {
  const form = ACTION_FORMS.attachFile
  if (!form || !isBranch(typed)) return { problems: [] }
  const { partial, problems }: Parsed<unknown> = parseForm(form, { issuedOn: typed[DATED] })
  const date = valueAt(partial, DATED)
  return {
    problems: problems.filter(({ path }) => path === DATED),
    ...(typeof date === 'string' && { date }),
  }
}

/** What the page shows again: the form that was sent, with what was typed and what is wrong. */
function shownAt(
  place: string,
  kind: string,
  typed: unknown,
  problems: readonly Problem[],
  done?: string,
): PapersShown {
  return {
    kind,
    ...(done && { done }),
    typed: { place, tree: isBranch(typed) ? typed : {} },
    problems: problems.map((problem) => {
      const field = problem.path === DATED || problem.path === 'kind' ? problem.path : 'file'
      return { ...problem, path: `${place}.${field}` }
    }),
  }
}

function doneAddress(caseId: number, done: string, kind: string): string {
  const query = new URLSearchParams({ done, kind })
  return `${documentsAddress(caseId)}?${query}#${kindId(kind)}`
}

const noFile: Problem = {
  code: 'noFile',
  path: 'file',
  message: { zh: '请先选文件，再按“上传”。', en: 'Choose a file first, then press “Upload”.' },
}
const noDate: Problem = {
  code: 'required',
  path: DATED,
  message: { zh: '请填写签发日期。', en: 'Enter the day of issue.' },
}
