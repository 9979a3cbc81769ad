/** The page of documents, for the controllers that lead to it. */
import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { ReadingService } from '../../cases/reading.service.js'
import { type DocumentRule, documentSchema } from '../../criteria/documents.js'
import { permitFilesSchema } from '../../criteria/permitFiles.js'
import type { Person } from '../../people/session.service.js'
import { Reference } from '../../reference/reference.service.js'
import { mayWrite, type OwnCase, OwnCases } from '../case/own.js'
import { type Answer, done, page } from '../http/answers.js'
import { Uploads } from '../http/uploads.js'
import { bringView, type Offer, offersOf } from './bring.view.js'
import type { DocumentsInput } from './documents.forms.js'
import { documentsView } from './documents.view.js'

/** Earlier cases whose papers are offered. */
const MOST_EARLIER = 3

@Injectable()
export class DocumentPages {
  constructor(
    private readonly own: OwnCases,
    private readonly reference: Reference,
    private readonly clock: Clock,
    private readonly uploads: Uploads,
    private readonly reading: ReadingService,
  ) {}

  /** Papers of the case of which this draft is a copy, and of others that the firm has filed about the same host. */
  async offers(me: Person, own: OwnCase, rules: ReadonlyMap<string, DocumentRule>): Promise<Offer[]> {
    if (own.file.case.state !== 'draft') return []
    const others = own.same
      .filter(({ id }) => id !== own.earlier?.case.id)
      .slice(-MOST_EARLIER)
      .reverse()
    const files = await Promise.all(others.map(({ id }) => this.reading.get(me, id)))
    return offersOf(own, [...(own.earlier ? [own.earlier] : []), ...files], rules)
  }

  rules(): Promise<ReadonlyMap<string, DocumentRule>> {
    return this.reference.all('documents', this.clock.today(), documentSchema)
  }

  /** The page, or the case's when nothing may be written there now. */
  async show(me: Person, language: Language, caseId: number, input: DocumentsInput, status = 200): Promise<Answer> {
    const own = await this.own.open(me, caseId)
    if (!mayWrite(own.file)) return done(path.case(caseId))
    const today = this.clock.today()
    const rules = await this.rules()
    const permitFiles = (await this.reference.all('permitSystem', today, permitFilesSchema)).get('files')
    const { most } = this.uploads
    const view = {
      ...documentsView(own, { rules, permitFiles }, { ...input, most }, language),
      requestId: randomUUID(),
      bring: input.only === undefined ? bringView(own, await this.offers(me, own, rules), rules) : undefined,
    }
    return page('firm/documents', view, { status, problems: input.problems })
  }
}
