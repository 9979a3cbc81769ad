/**
 * Filing for many hosts: a workbook goes out, comes back and becomes a batch, whose drafts are made while its
 * person looks on, or elsewhere meanwhile. Opening the page of a batch that was interrupted carries it on.
 */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { asProblem, Invalid, type Problem } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import { COLON, fill, joined, type Language } from '../../base/text.js'
import { Batches } from '../../exchange/batch.service.js'
import { MOST_ARCHIVE } from '../../exchange/batchArchive.js'
import { BatchPapers } from '../../exchange/batchPapers.js'
import { BatchRunner, type LookedRow } from '../../exchange/batchRunner.js'
import { BatchSubmitting } from '../../exchange/batchSubmitting.js'
import { readForm } from '../../forms/engine/body.js'
import type { Branch } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { formView } from '../../forms/engine/view.js'
import { FIRM_ROLES, mayFillIn } from '../../people/actor.js'
import { Mandates } from '../../people/mandate.service.js'
import type { Person } from '../../people/session.service.js'
import { FORMS } from '../../workflow/forms.js'
import { OwnCases } from '../case/own.js'
import { Exports, For, SendsFile, TakesUpload } from '../http/access.js'
import { type Answer, data, done, file, page } from '../http/answers.js'
import { readId, readNumber, readText, readTexts } from '../http/input.js'
import { Id, InLanguage, Me } from '../http/params.js'
import { Uploads } from '../http/uploads.js'
import type { Notice } from '../kit/parts.js'
import { success } from '../kit/pieces.js'
import { batchesView, batchView, papersView, ROWS_A_PAGE, submittedNotice } from './batches.view.js'
import { employerChoices } from './mandates.view.js'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const DONE = {
  ordered: success('表格已读取', 'Workbook read', {
    zh: '正在逐行生成草稿。可以离开本页；登录期间会继续处理。',
    en: 'Each row becomes a draft. You can leave this page; processing continues while you are signed in.',
  }),
  paused: success('已暂停', 'Paused'),
  running: success('已继续', 'Resumed'),
  papers: success('材料已收到', 'Documents received', {
    zh: '压缩包正在逐份核对，结果见下。',
    en: 'The ZIP is checked file by file. See the results below.',
  }),
  stopped: success('已停止', 'Stopped', {
    zh: '已生成的草稿保留，其余各行不再处理。',
    en: 'Drafts already created are kept. The other records will not be processed.',
  }),
}

@Controller('batches')
@For(...FIRM_ROLES)
export class BatchesController {
  constructor(
    private readonly batches: Batches,
    private readonly runner: BatchRunner,
    private readonly submitting: BatchSubmitting,
    private readonly papers: BatchPapers,
    private readonly uploads: Uploads,
    private readonly mandates: Mandates,
    private readonly own: OwnCases,
  ) {}

  @Get()
  show(@Me() me: Person) {
    return this.list(me)
  }

  @For('applicant', 'firmAdmin', 'preparer')
  @TakesUpload()
  @Post()
  async order(@Me() me: Person, @Req() request: FastifyRequest) {
    const { content, name, fields } = await this.uploads.readNamed(request, this.uploads.most)
    try {
      if (name === '') throw new Invalid([noWorkbook])
      const hosts = await this.batches.read(content, name)
      const mandateId = fields.mandate ? readId(fields.mandate) : undefined
      const id = await this.batches.order(me, { name, hosts, mandateId, requestId: fields._request || undefined })
      void this.runner.run(me, id)
      return done(withQuery(path.batch(id), { done: 'ordered' }))
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return this.list(me, error.problems, fields.mandate)
    }
  }

  /** Empty; it holds nothing of anybody. */
  @SendsFile()
  @Get('workbook')
  async workbook(@Me() me: Person) {
    return file({ mime: XLSX, name: 'haijian.xlsx' }, await this.batches.template(me, false))
  }

  /** With the drafts of the firm that are there. */
  @Exports()
  @Get('drafts')
  async drafts(@Me() me: Person) {
    return file({ mime: XLSX, name: 'haijian-drafts.xlsx' }, await this.batches.template(me, true))
  }

  @Get(':id')
  open(@Me() me: Person, @InLanguage() language: Language, @Id() id: number, @Query() query: unknown) {
    // a script that asks how far it is needs no rows, each of which is looked at anew
    const rows = readText(query, 'part') === 'progress' ? 0 : ROWS_A_PAGE
    return this.one(me, language, id, readNumber(query, 'after'), { rows })
  }

  /**
   * Documents: an archive, which is unpacked afterwards, or single files; a script sends each in a form of its own and
   * is answered in JSON.
   */
  @For('applicant', 'firmAdmin', 'preparer')
  @TakesUpload()
  @Post(':id/papers')
  async papersOf(@Me() me: Person, @Req() request: FastifyRequest, @Id() id: number): Promise<Answer> {
    const { language } = request
    const limits = { most: MOST_ARCHIVE, files: MOST_FILES }
    const { kept, refused, offset } = await this.papers.receive(me, id, (take) =>
      this.uploads.eachFile(request, limits, ({ filename, file: content }, fields) => take(filename, content, fields)),
    )
    const said = refused.map(({ name, why }) => joined([name, why], COLON))
    if ((request.headers.accept ?? '').startsWith('application/json'))
      return data({ kept, offset, refused: said.map((text) => text[language]) })
    if (said.length === 0 && kept > 0) return done(withQuery(path.batch(id), { done: 'papers' }))
    const notice = { kind: 'near' as const, title: fill(NOT_KEPT, { kept, count: said.length }), items: said }
    return this.one(me, language, id, undefined, { notices: [notice] })
  }

  /** Those that were chosen, with one declaration for all of them; what stands in the way of one is said. */
  @For('applicant', 'firmAdmin')
  @Post(':id/submit')
  async submit(
    @Me() me: Person,
    @InLanguage() language: Language,
    @Id() id: number,
    @Query() query: unknown,
    @Body() body: unknown,
  ) {
    const { tree } = readForm(body)
    const { problems } = parseForm(FORMS.submit, tree)
    const [chosen, all] = [readTexts(body, 'row').map(Number), readText(body, 'all') !== undefined]
    const after = readNumber(query, 'after')
    if (problems.length > 0) return this.one(me, language, id, after, { tree, problems, chosen, all })
    const results = await this.submitting.submit(me, id, all ? 'ready' : chosen, tree)
    return this.one(me, language, id, after, { notices: [submittedNotice(results)] })
  }

  @For('applicant', 'firmAdmin', 'preparer')
  @Post(':id/move')
  async move(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    const to = (['running', 'paused', 'stopped'] as const).find((state) => state === readText(body, 'to')) ?? 'paused'
    await this.batches.move(me, id, to)
    return done(withQuery(path.batch(id), { done: to }))
  }

  @Exports()
  @Get(':id/report')
  async report(@Me() me: Person, @Id() id: number) {
    return file({ mime: XLSX, name: `haijian-${id}.xlsx` }, await this.batches.report(me, id))
  }

  private async one(
    me: Person,
    language: Language,
    id: number,
    after = 0,
    { tree = {}, problems = [], notices = [], rows: most = ROWS_A_PAGE, chosen = [], all = false }: Shown = {},
  ): Promise<Answer> {
    const { orderedBy, state } = await this.batches.get(me, id)
    if (orderedBy === me.id && state === 'running') void this.runner.run(me, id)
    const rows: LookedRow[] = []
    for (const one of most > 0 ? await this.batches.rows(me, id, { after, limit: most }) : [])
      rows.push(await this.runner.look(me, id, one))
    const view = {
      ...batchView(await this.batches.get(me, id), rows, me, { chosen, after }),
      allChosen: all,
      ...papersView(id, mayFillIn(me), this.uploads.most, await this.papers.state(me, id)),
      requestId: randomUUID(),
      notices,
      asked: formView(FORMS.submit, tree, { language, problems }),
    }
    return page('firm/batch', view, problems.length > 0 ? { status: 422, problems } : { done: DONE })
  }

  private async list(me: Person, problems: readonly Problem[] = [], mandate = ''): Promise<Answer> {
    const [batches, firm, mandates] = await Promise.all([
      this.batches.list(me),
      this.own.firm(me),
      this.mandates.listInForce(me),
    ])
    const view = {
      ...batchesView(batches),
      mayChange: mayFillIn(me),
      employers: employerChoices({ zh: firm.nameZh, en: firm.nameEn ?? firm.nameZh }, mandates)?.map((one) => ({
        ...one,
        chosen: one.value === mandate,
      })),
      errors: problems.map(({ message }) => message),
      requestId: randomUUID(),
    }
    const atFile = problems.map((problem) => ({ ...problem, path: 'workbook' }))
    return page('firm/batches', view, problems.length > 0 ? { status: 422, problems: atFile } : {})
  }
}

interface Shown {
  readonly tree?: Branch
  readonly problems?: readonly Problem[]
  readonly notices?: readonly Notice[]
  readonly rows?: number
  /** The rows that stay ticked, and whether all that are ready were meant. */
  readonly chosen?: readonly number[]
  readonly all?: boolean
}

const MOST_FILES = 40
const NOT_KEPT = { zh: '收到{kept}份，{count}份未接收', en: '{kept} files received, {count} rejected' }

const noWorkbook: Problem = asProblem('noFile', 'file', '请先选择填好的表格。', 'Select the workbook you filled in.')
