/** Keeps what the firm writes about each item of a correction, by a button or by itself. */
import { Body, Controller, Post, Put, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { path, withQuery } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { openRound } from '../../cases/correction.js'
import { Drafts } from '../../cases/drafts.js'
import { readForm } from '../../forms/engine/body.js'
import { FIRM_ROLES } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { For } from '../http/access.js'
import { data, done } from '../http/answers.js'
import { readNumber, readText } from '../http/input.js'
import { Id, InLanguage, Me } from '../http/params.js'
import { savedAt } from './answers.view.js'
import { FirmCasePage } from './case.page.js'

@Controller('cases/:id/correction')
@For(...FIRM_ROLES)
export class CorrectionController {
  constructor(
    private readonly page: FirmCasePage,
    private readonly drafts: Drafts,
    private readonly clock: Clock,
  ) {}

  @Post()
  async keep(@Me() me: Person, @Req() request: FastifyRequest, @Id() id: number, @Body() body: unknown) {
    const { file, ...unkept } = await this.drafts.keepCorrection(me, id, correctionForm(body))
    if (!openRound(file)) return done(path.case(id))
    if (isAny(unkept.problems)) return this.page.show(request, id, { unkept, status: 422 })
    if (isAny(unkept.theirs)) return this.page.show(request, id, { unkept, status: 409 })
    return done(
      readText(body, '_then') === 'send' ? path.review(id) : `${withQuery(path.case(id), { saved: 1 })}#asked`,
    )
  }

  /** A program's own saving, while somebody types. */
  @Put()
  async keepQuietly(@Me() me: Person, @InLanguage() language: Language, @Id() id: number, @Body() body: unknown) {
    const { problems, theirs, file } = await this.drafts.keepCorrection(me, id, correctionForm(body))
    const [wrong] = Object.values(problems)
    if (wrong) return data({ error: 'invalid', message: wrong[language] }, 422)
    if (isAny(theirs)) return data({ error: 'stale', message: FIRST_CAME[language] }, 409)
    return data(savedAt(this.clock.now(), file, language))
  }
}

const correctionForm = (body: unknown) => ({ tree: readForm(body).tree, seen: readNumber(body, 'version') })

const isAny = (found: object): boolean => Object.keys(found).length > 0

const FIRST_CAME = {
  zh: '同事刚答复了同一项。请按“保存”，对照着选。',
  en: 'A colleague has just answered the same item. Press “Save” to compare and choose.',
}
