/**
 * The form of a correction: documents, answers to single questions and what is said of each item,
 * sent together; kept by a button, or while somebody types without the files.
 */
import { Body, Controller, Get, Post, Put, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { path, withQuery } from '../../base/path.js'
import { fill, type Language } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { itemKey, openRound } from '../../cases/correction.js'
import {
  askedSection,
  CorrectionForms,
  documentFields,
  faultsOf,
  paperPlace,
  type SentCorrection,
} from '../../cases/correctionForm.js'
import { marksOf } from '../../cases/drafts.js'
import type { ReceivedFile } from '../../cases/files/receive.js'
import { ReadingService } from '../../cases/reading.service.js'
import { documentSchema } from '../../criteria/documents.js'
import { ANSWERED_BEFORE, CORRECTION_SENT } from '../../workflow/firmWords.js'
import { readForm } from '../../forms/engine/body.js'
import { FIRM_ROLES } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { Reference } from '../../reference/reference.service.js'
import { For, TakesUpload } from '../http/access.js'
import { backToCase } from '../case/addresses.js'
import { type Answer, data, done, page } from '../http/answers.js'
import { readText } from '../http/input.js'
import { Id, InLanguage, Me } from '../http/params.js'
import { type UploadedForm, Uploads } from '../http/uploads.js'
import { time } from '../kit/page.js'
import { firstCame, savedAt, shownIn } from './answers.view.js'
import { FirmCasePage } from './case.page.js'
import { wasName } from './correction.view.js'

@Controller('cases/:id/correction')
@For(...FIRM_ROLES)
export class CorrectionController {
  constructor(
    private readonly page: FirmCasePage,
    private readonly forms: CorrectionForms,
    private readonly reading: ReadingService,
    private readonly uploads: Uploads,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {}

  /** Where a form with files that came after the session had ended leads back to. */
  @Get()
  async form(@Me() me: Person, @Id() id: number) {
    await this.reading.get(me, id)
    return done(`${path.case(id)}#asked`)
  }

  @Post()
  @TakesUpload()
  async keep(@Me() me: Person, @Req() request: FastifyRequest, @Id() id: number, @Body() body: unknown) {
    const before = sentPage(await this.reading.get(me, id))
    if (before) return before
    const uploaded = request.isMultipart() ? await this.gather(me, request, id) : undefined
    const sent = uploaded?.form.fields ?? body
    const kept = await this.forms.keep(
      me,
      id,
      {
        ...typedIn(sent),
        files: uploaded?.files ?? new Map(),
        language: request.language,
        refuse: (one, reason) => this.uploads.refuse({ ...EMPTY, files: { file: one } }, reason),
      },
      await this.rules(),
    )
    const isSending = readText(sent, '_then') === 'send'
    const { problems, unkept } = faultsOf(kept, uploaded?.refused ?? [], isSending)
    const isWrong = problems.length > 0
    if (isWrong || kept.conflict !== undefined || isAny(unkept.theirs)) {
      const typed = { tree: kept.tree, problems, conflict: kept.conflict }
      return this.page.show(request, id, { unkept, typed, status: isWrong ? 422 : 409 })
    }
    return done(isSending ? path.review(id) : `${withQuery(path.case(id), { saved: 1 })}#asked`)
  }

  /** A program's own saving, while somebody types: without the files. */
  @Put()
  async keepQuietly(@Me() me: Person, @InLanguage() language: Language, @Id() id: number, @Body() body: unknown) {
    const sent = { ...typedIn(body), requestId: undefined, files: new Map(), language: undefined }
    const rules = await this.rules()
    const kept = await this.forms.keep(me, id, { ...sent, refuse: async (_, reason) => reason }, rules)
    const { unkept, file, conflict, tree, old } = kept
    const others = Object.values(unkept.theirs)
    const [wrong] = Object.values(unkept.problems)
    if (wrong) return data({ error: 'invalid', message: wrong[language] }, 422)
    const first = ANSWERED_BEFORE[others.some(({ by }) => by !== null) ? 'other' : 'own']
    if (others.length > 0) return data({ error: 'stale', message: first[language] }, 409)
    if (conflict) return data({ error: 'stale', message: firstCame(conflict)[language] }, 409)
    const items = openRound(file)?.items ?? []
    const said = items.flatMap(({ number, answer }) =>
      old.includes(itemKey(number)) ? [] : [[wasName(number), answer]],
    )
    const was = marksOf(file.case.state, tree, askedSection(items))
    return data({ ...savedAt(this.clock.now(), file, language, old), was, said: Object.fromEntries(said) })
  }

  /** The form with its files by the items' keys, and why some were refused, at their items. */
  private async gather(me: Person, request: FastifyRequest, id: number) {
    const fields = documentFields(await this.reading.get(me, id))
    const seal = await this.reading.requireOpen(me, id)
    const kindOf = (field: string) => fields.get(field)?.kind ?? ''
    const form = await this.uploads.gather(request, kindOf, { seal, mostFiles: Math.max(1, fields.size) })
    const entries = Object.entries(form.files).flatMap(([name, one]) => {
      const key = fields.get(name)?.key
      return key ? [[key, one] as const] : []
    })
    const files = new Map<string, ReceivedFile>(entries)
    const strays = Object.entries(form.files).filter(([name]) => !fields.has(name))
    if (strays.length > 0) await this.uploads.refuse({ ...form, files: Object.fromEntries(strays) }, undefined)
    const refused = Object.entries(form.refused).flatMap(([name, problems]) => {
      const key = fields.get(name)?.key
      return key ? problems.map((problem) => ({ ...problem, path: `${paperPlace(key)}.file` })) : []
    })
    return { form, files, refused }
  }

  private rules() {
    return this.reference.all('documents', this.clock.today(), documentSchema)
  }
}

/** Said to a window that was still open when the correction was sent from another one; undefined while it is not. */
function sentPage(file: CaseFile): Answer | undefined {
  const sent = openRound(file) ? undefined : file.events.findLast(({ action }) => action === 'resubmit')
  if (!sent) return undefined
  const { heading, todo } = CORRECTION_SENT
  const what = fill(CORRECTION_SENT.what, { who: sent.actorName ?? '', at: time(sent.at) })
  return page('error', { title: heading, heading, what, todo, actions: [backToCase(file.case.id)] }, { status: 409 })
}

/** What was typed, and what the page had shown. */
const typedIn = (body: unknown): Pick<SentCorrection, 'tree' | 'seen' | 'was' | 'old' | 'theirs' | 'requestId'> => ({
  tree: readForm(body).tree,
  ...shownIn(body),
  theirs: readText(body, '_take') === 'theirs' ? (readText(body, '_paths', 4000)?.split(' ') ?? []) : [],
  requestId: readText(body, '_request'),
})

const EMPTY: UploadedForm = { fields: {}, files: {}, refused: {}, names: {} }

const isAny = (found: object): boolean => Object.keys(found).length > 0
