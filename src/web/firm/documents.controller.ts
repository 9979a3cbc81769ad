/**
 * The documents of a case: uploaded, dated, replaced, put beside others, taken away, replaced by a
 * letter of commitment. What is unfit is kept and marked; only what is dangerous or unreadable is
 * refused.
 */
import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { NotFound, type Problem } from '../../base/errors.js'
import type { Language } from '../../base/text.js'
import { CaseService } from '../../cases/case.service.js'
import { noDate, noLanguage } from '../../cases/documentFaults.js'
import { inOrder } from '../../cases/documents.js'
import { ReadingService } from '../../cases/reading.service.js'
import { PROMISED_KINDS, TRANSLATION } from '../../forms/choices.js'
import { rowsAt, textAt, valueAt } from '../../forms/engine/node.js'
import { FIRM_ROLES } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { ONLY } from '../case/addresses.js'
import { For, TakesUpload } from '../http/access.js'
import { done } from '../http/answers.js'
import { readNumber, readText } from '../http/input.js'
import { Asked, Id, InLanguage, Me } from '../http/params.js'
import { attempt } from '../http/submit.js'
import { Uploads } from '../http/uploads.js'
import { DATED, datedPlace, LANGUAGE } from './documents.forms.js'
import {
  doneAddress,
  readDate,
  readPlace,
  readTyped,
  readUpload,
  shownAgain,
  uploadProblems,
} from './documents.input.js'
import { DocumentPages } from './documents.page.js'

@Controller('cases/:id/documents')
@For(...FIRM_ROLES)
export class DocumentsController {
  constructor(
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly uploads: Uploads,
    private readonly pages: DocumentPages,
  ) {}

  @Get()
  show(@Me() me: Person, @InLanguage() language: Language, @Id() id: number, @Query() query: unknown) {
    const done = readText(query, 'done', 20)
    const kind = done && readText(query, 'kind', 40)
    const count = readNumber(query, 'count')
    return this.pages.show(me, language, id, { done, kind, count, only: readText(query, ONLY, 40) })
  }

  /** One file. The fields stand before it in the form, so that its kind is known when it comes. */
  @Post()
  @TakesUpload()
  async upload(
    @Me() me: Person,
    @Req() request: FastifyRequest,
    @Id() id: number,
    @Asked(ONLY) only: string | undefined,
  ) {
    const seal = await this.reading.requireOpen(me, id)
    const kindOf = (_field: string, before: Readonly<Record<string, string>>) => readPlace(before).kind
    const form = await this.uploads.gather(request, kindOf, { seal })
    const { fields, files, refused } = form
    const sent = readUpload(fields, await this.pages.rules())
    const { kind, place, typed, beside, details, date, problems } = sent
    const [file] = Object.values(files)
    const again = (wrong: readonly Problem[], at = place, done?: string) =>
      this.pages.show(me, request.language, id, { ...shownAgain(at, kind, typed, wrong), done, only }, 422)
    const wrong = uploadProblems(sent, file !== undefined, Object.values(refused).flat())
    if (wrong.length > 0) return again(await this.uploads.refuse(form, wrong))
    // a translation takes the place of those of the same paper only
    const input = { kind, issuedOn: date, beside: beside || kind === TRANSLATION, file, details }
    return attempt({
      work: () =>
        this.uploads.use(form, () =>
          this.cases.act(id, 'attachFile', { actor: me, requestId: fields._request || undefined, input }),
        ),
      then: async () => {
        if (kind === TRANSLATION && !beside) await this.clearBefore(me, id, details.of)
        if (problems.length === 0) return done(doneAddress(id, 'uploaded', kind, only))
        const { attachments } = await this.reading.get(me, id)
        const paper = attachments.findLast((one) => one.kind === kind)
        return again(problems, paper ? datedPlace(paper.id) : place, 'uploaded')
      },
      again: (refusals) => again(refusals),
    })
  }

  /** Takes away the translations of a paper before the newest one. */
  private async clearBefore(person: Person, caseId: number, original: unknown): Promise<void> {
    const { attachments } = await this.reading.get(person, caseId)
    const same = inOrder(attachments).filter(({ kind, details }) => kind === TRANSLATION && details.of === original)
    for (const { id } of same.slice(0, -1))
      await this.cases.act(caseId, 'attachFile', { actor: person, input: { remove: id } })
  }

  /** A letter of commitment takes the place of a certificate, or no longer: an answer, changed from here. */
  @Post('promise')
  async promise(@Me() me: Person, @Id() id: number, @Asked(ONLY) only: string | undefined, @Body() body: unknown) {
    const kind = readText(body, 'kind', 40) ?? ''
    const take = readText(body, 'take', 3) === 'yes'
    if (!PROMISED_KINDS.some(({ value }) => value === kind)) throw new NotFound()
    const file = await this.reading.get(me, id)
    const none = String(valueAt(file.answers, 'circumstances.promises')) === 'false'
    const before = none ? [] : rowsAt(file.answers, 'circumstances.promised')
    const others = before.filter((one) => one !== kind)
    const promised = take ? [...others, kind] : others
    await this.cases.act(id, 'saveAnswers', {
      actor: me,
      input: {
        // what an earlier version of the form asked besides would contradict it
        answers: { circumstances: { promises: null, promised } },
        answersVersion: file.case.answersVersion,
      },
    })
    return done(doneAddress(id, take ? 'promised' : 'kept', kind, only))
  }

  /** Day of issue and language of a paper that is here already, as far as they were asked. */
  @Post(':paper/date')
  async setDate(
    @Me() me: Person,
    @InLanguage() language: Language,
    @Id() id: number,
    @Id('paper') paper: number,
    @Asked(ONLY) only: string | undefined,
    @Body() body: unknown,
  ) {
    const kind = readText(body, 'kind', 40) ?? ''
    const place = datedPlace(paper)
    const typed = readTyped(body, place)
    const { date, problems } = readDate(typed)
    const spoken = textAt(typed, LANGUAGE)
    const isDated = valueAt(typed, DATED) !== undefined || !spoken
    const again = (wrong: readonly Problem[]) =>
      this.pages.show(me, language, id, { ...shownAgain(place, kind, typed, wrong), only }, 422)
    const wrong = isDated && !date ? (problems.length > 0 ? problems : [noDate]) : []
    const unsaid = valueAt(typed, LANGUAGE) === '' ? [noLanguage] : []
    if (wrong.length + unsaid.length > 0) return again([...wrong, ...unsaid])
    const act = (input: object) => this.cases.act(id, 'attachFile', { actor: me, input })
    return attempt({
      work: async () => {
        if (isDated) await act({ dated: paper, issuedOn: date })
        if (spoken) await act({ spoken: paper, details: { language: spoken } })
      },
      then: done(doneAddress(id, isDated ? 'dated' : 'spoken', kind, only)),
      again,
    })
  }

  @Post(':paper/remove')
  async remove(
    @Me() me: Person,
    @Id() id: number,
    @Id('paper') paper: number,
    @Asked(ONLY) only: string | undefined,
    @Body() body: unknown,
  ) {
    await this.cases.act(id, 'attachFile', { actor: me, input: { remove: paper } })
    return done(doneAddress(id, 'removed', readText(body, 'kind', 40) ?? '', only))
  }
}
