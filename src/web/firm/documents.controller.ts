/** The documents of a case: uploaded, dated, replaced, put beside others, taken away, replaced by a letter of commitment. What is unfit is kept and marked; only what is dangerous or unreadable is refused. */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Invalid, NotFound } from '../../base/errors.js'
import { CaseService } from '../../cases/case.service.js'
import { ReadingService } from '../../cases/reading.service.js'
import { documentSchema } from '../../criteria/documents.js'
import { permitFilesSchema } from '../../criteria/permitFiles.js'
import { readForm } from '../../forms/engine/body.js'
import { PROMISED_KINDS } from '../../forms/choices.js'
import { valueAt } from '../../forms/engine/node.js'
import type { Person } from '../../people/session.service.js'
import { Reference } from '../../reference/reference.service.js'
import { For, personOf, TakesUpload } from '../http/access.js'
import { readId, readText } from '../http/input.js'
import { Pages } from '../http/pages.js'
import { seeOther } from '../http/send.js'
import { Uploads } from '../http/uploads.js'
import { caseAddress, ONLY } from '../case/addresses.js'
import { type PapersShown, TRANSLATION } from './documents.forms.js'
import * as read from './documents.input.js'
import { documentsView } from './documents.view.js'
import { mayWrite, OwnCases } from '../case/own.js'

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
    return this.send(request, reply, readId(id), {
      ...(done && { done, kind: readText(query, 'kind', 40) }),
      only: readText(query, ONLY, 40),
    })
  }

  /** One file. The fields stand before it in the form, so that its kind is known when it comes. */
  @Post()
  @TakesUpload()
  async upload(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const person = personOf(request)
    const caseId = readId(id)
    const only = onlyIn(request)
    const seal = await this.reading.requireOpen(person, caseId)
    const { fields, files, refused } = await this.uploads.gather(
      request,
      (_field, before) => read.readPlace(before).kind,
      seal,
    )
    const { kind, place } = read.readPlace(fields)
    const typed = valueAt(readForm(fields).tree, place)
    const details = read.readDetails(place, typed)
    const { date, problems } = read.readDate(typed)
    const refusals = Object.values(refused).flat()
    const [file] = Object.values(files)
    const unnamed = read.isUnnamed(kind, details) ? [read.noOriginal] : []
    if (!file || unnamed.length > 0) {
      const wrong = [...unnamed, ...(refusals.length > 0 ? refusals : file ? [] : [read.noFile]), ...problems]
      return this.send(request, reply, caseId, { ...read.shownAt(place, kind, typed, wrong), only }, 422)
    }
    const beside = valueAt(typed, 'beside') === 'true'
    try {
      await this.cases.act(caseId, 'attachFile', {
        actor: person,
        requestId: fields._request || undefined,
        // a translation takes the place of those of the same paper only
        input: { kind, issuedOn: date, beside: beside || kind === TRANSLATION, file, ...(details && { details }) },
      })
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return this.send(request, reply, caseId, { ...read.shownAt(place, kind, typed, error.problems), only }, 422)
    }
    if (kind === TRANSLATION && !beside) await this.clearBefore(person, caseId, details?.of)
    if (problems.length === 0) return seeOther(reply, read.doneAddress(caseId, 'uploaded', kind, only))
    const { attachments } = await this.reading.peek(person, caseId)
    const paper = attachments.findLast((one) => one.kind === kind)
    const shown = read.shownAt(`dated.${paper?.id}`, kind, typed, problems, 'uploaded')
    return this.send(request, reply, caseId, { ...shown, only }, 422)
  }

  /** Takes away the translations of a paper before the newest one. */
  private async clearBefore(person: Person, caseId: number, original: unknown): Promise<void> {
    const { attachments } = await this.reading.peek(person, caseId)
    const same = attachments.filter(
      ({ kind, replacedAt, details }) => kind === TRANSLATION && replacedAt === null && details.of === original,
    )
    for (const { id } of same.sort((one, other) => one.id - other.id).slice(0, -1))
      await this.cases.act(caseId, 'attachFile', { actor: person, input: { remove: id } })
  }

  /** A letter of commitment takes the place of a certificate, or no longer: an answer like any other, changed from here. */
  @Post('promise')
  async promise(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const [caseId, actor] = [readId(id), personOf(request)]
    const kind = readText(body, 'kind', 40) ?? ''
    const take = readText(body, 'take', 3) === 'yes'
    if (!PROMISED_KINDS.some(({ value }) => value === kind)) throw new NotFound()
    const file = await this.reading.peek(actor, caseId)
    const before = valueAt(file.answers, 'circumstances.promised')
    const others = (Array.isArray(before) ? before : []).filter((one) => one !== kind)
    const promised = take ? [...others, kind] : others
    await this.cases.act(caseId, 'saveAnswers', {
      actor,
      input: {
        answers: { circumstances: { promises: promised.length > 0 ? 'true' : 'false', promised } },
        answersVersion: file.case.answersVersion,
      },
    })
    return seeOther(reply, read.doneAddress(caseId, take ? 'promised' : 'kept', kind, onlyIn(request)))
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
    const { date, problems } = read.readDate(typed)
    if (!date) {
      const wrong = problems.length > 0 ? problems : [read.noDate]
      return this.send(
        request,
        reply,
        caseId,
        { ...read.shownAt(place, kind, typed, wrong), only: onlyIn(request) },
        422,
      )
    }
    await this.cases.act(caseId, 'attachFile', {
      actor: personOf(request),
      input: { dated: readId(paper), issuedOn: date },
    })
    return seeOther(reply, read.doneAddress(caseId, 'dated', kind, onlyIn(request)))
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
    return seeOther(reply, read.doneAddress(caseId, 'removed', readText(body, 'kind', 40) ?? '', onlyIn(request)))
  }

  private async send(request: FastifyRequest, reply: FastifyReply, caseId: number, shown: PapersShown, status = 200) {
    const own = await this.own.open(personOf(request), caseId)
    if (!mayWrite(own.file)) return seeOther(reply, caseAddress(caseId))
    const today = this.clock.today()
    const rules = await this.reference.all('documents', today, documentSchema)
    const permitFiles = (await this.reference.all('permitSystem', today, permitFilesSchema)).get('files')
    const view = { ...documentsView(own, { rules, permitFiles }, shown, request.language), requestId: randomUUID() }
    return reply.send(this.pages.render(request, reply, 'firm/documents', view, { status }))
  }
}

/** The one kind that the page shows, by its address. */
const onlyIn = ({ query }: FastifyRequest): string | undefined => readText(query, ONLY, 40)
