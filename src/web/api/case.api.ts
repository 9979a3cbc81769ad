/** The JSON API of cases: the same functions as the pages, the same rules, the same answers. */
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Database } from '../../base/database.js'
import { Invalid, NotFound } from '../../base/errors.js'
import { CaseService } from '../../cases/case.service.js'
import { PaperFiles } from '../../cases/files/papers.js'
import { TABS, type Tab } from '../../cases/lists.js'
import { ReadingService } from '../../cases/reading.service.js'
import { settingsOf } from '../../people/scope.js'
import { isBranch } from '../../forms/engine/node.js'
import type { Person } from '../../people/session.service.js'
import { ACTIONS, ENTRIES, isAction } from '../../workflow/step.js'
import { For, SendsFile, TakesUpload } from '../http/access.js'
import { file } from '../http/answers.js'
import { readAct, readText } from '../http/input.js'
import { nextAfter, readPage } from '../http/paging.js'
import { Id, Me, RequestId } from '../http/params.js'
import { Uploads } from '../http/uploads.js'
import { component, day, only } from './answer.js'
import { ATTACHED, CASE, CASES, DOCUMENT, OUTCOME, presentCase, presentLine, presentOutcome, SAVED } from './case.js'
import { CHECK, presentCheck } from './check.js'
import { Does } from './operation.js'

@Controller('api/cases')
@For('signedIn')
export class CaseApi {
  constructor(
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly db: Database,
    private readonly uploads: Uploads,
    private readonly papers: PaperFiles,
  ) {}

  @Get()
  @Does('listCases', {
    summary: 'Cases within your scope, the most urgent first',
    query: {
      tab: z.enum(TABS).default('all').describe('Which list'),
      find: z.string().describe('Number, name of talent or firm'),
      after: z.string().describe('What `next` of the page before said'),
    },
    says: 'One page of cases',
    answer: CASES,
  })
  async list(@Me() me: Person, @Query() query: unknown) {
    const tab = readText(query, 'tab') ?? 'all'
    if (!TABS.some((known) => known === tab)) throw new Invalid([noSuchTab])
    const lines = await this.reading.list(me, {
      tab: tab as Tab, // one of TABS, as was just checked
      find: readText(query, 'find'),
      ...readPage(query),
    })
    return { cases: lines.map(presentLine), next: nextAfter(lines) ?? null }
  }

  @Post()
  @For('applicant', 'firmAdmin')
  @Does('startCase', {
    summary:
      'Start a draft, empty or with the answers of an earlier case of the firm (`from`); `answers` are laid over them',
    repeatable: true,
    body: z.object({ answers: component('Application'), from: z.int().min(1) }).partial(),
    says: 'The draft',
    answer: CASE,
  })
  async start(@Me() me: Person, @RequestId() requestId: string | undefined, @Body() body: unknown) {
    const started = await this.cases.start(me, requestId, readFrom(body))
    // under the same name, so that a request which was cut off between the two is finished by the
    // next one, and a finished one does nothing
    if (isBranch(body) && body.answers !== undefined)
      await this.cases.act(started.caseId, 'saveAnswers', {
        actor: me,
        requestId,
        input: { answers: body.answers },
      })
    return presentCase(await this.reading.get(me, started.caseId))
  }

  @Get(':id')
  @Does('getCase', { summary: 'One case, with what you may do now', says: 'The case', answer: CASE })
  async get(@Me() me: Person, @Id() id: number) {
    return presentCase(await this.reading.get(me, id))
  }

  @Put(':id/answers')
  @Does('saveAnswers', {
    summary: 'Lay answers over a draft’s; lists are replaced whole, null takes an answer away',
    repeatable: true,
    body: z.object({ answers: component('Application'), answersVersion: z.int().optional() }),
    says: 'Saved',
    answer: SAVED,
  })
  async save(@Me() me: Person, @RequestId() requestId: string | undefined, @Id() id: number, @Body() body: unknown) {
    const outcome = await this.cases.act(id, 'saveAnswers', { actor: me, requestId, input: body })
    const { answersVersion } = (await this.reading.get(me, id)).case
    return { ...presentOutcome(outcome), answersVersion }
  }

  @Get(':id/check')
  @Does('checkCase', { summary: 'What stops filing, what warns, points and routes', says: 'The check', answer: CHECK })
  check(@Me() me: Person, @Id() id: number) {
    return this.db.transaction(settingsOf(me), async (tx) => {
      const { opened } = await this.reading.openIn(tx, me, id) // within the scope, or 404
      return presentCheck(await opened.check())
    })
  }

  @Post(':id/documents')
  @TakesUpload()
  @Does('attachDocument', {
    summary: 'Attach a document; it takes the place of the one of its kind unless `beside` is true',
    repeatable: true,
    form: z.object({
      kind: z.string(),
      issuedOn: day.optional(),
      beside: z.enum(['true', 'false']).optional(),
      details: z.string().optional().describe('JSON'),
      file: z.string().meta({ contentMediaType: 'application/octet-stream' }),
    }),
    says: 'Attached',
    answer: ATTACHED,
  })
  async attach(
    @Me() me: Person,
    @RequestId() requestId: string | undefined,
    @Id() id: number,
    @Req() request: FastifyRequest,
  ) {
    const seal = await this.reading.requireOpen(me, id)
    const { fields, files } = await this.uploads.read(request, (_field, before) => before.kind ?? '', seal)
    const { kind, issuedOn, beside, details } = fields
    const outcome = await this.cases.act(id, 'attachFile', {
      actor: me,
      requestId,
      input: {
        kind,
        issuedOn: issuedOn || undefined,
        beside: beside === 'true',
        details: parseDetails(details),
        file: files.file,
      },
    })
    const attached = (await this.reading.get(me, id)).attachments.filter((paper) => paper.kind === kind).at(-1)
    return { ...presentOutcome(outcome), document: attached ? only(DOCUMENT, attached) : null }
  }

  @Delete(':id/documents/:document')
  @Does('removeDocument', { summary: 'Take a document away', repeatable: true, says: 'Taken away', answer: OUTCOME })
  async remove(
    @Me() me: Person,
    @RequestId() requestId: string | undefined,
    @Id() id: number,
    @Id('document') document: number,
  ) {
    const input = { remove: document }
    return presentOutcome(await this.cases.act(id, 'attachFile', { actor: me, requestId, input }))
  }

  @SendsFile()
  @Get(':id/documents/:document')
  @Does('downloadDocument', { summary: 'Download a document', says: 'The file' })
  async open(@Me() me: Person, @Id() id: number, @Id('document') document: number) {
    const paper = await this.reading.openFile(me, id, document)
    return file(paper, await this.papers.open(paper))
  }

  @Post(':id/actions/:action')
  @HttpCode(200)
  @Does('doAction', {
    summary:
      'Do an action or write an entry: `availableActions` of the case says which, the schema ACTIONInput what it takes',
    path: { action: z.enum([...ACTIONS, ...ENTRIES].filter((action) => action !== 'attachFile')) },
    repeatable: true,
    body: component('ActionRequest'),
    says: 'Done',
    answer: OUTCOME,
  })
  async act(
    @Me() me: Person,
    @RequestId() requestId: string | undefined,
    @Id() id: number,
    @Param('action') name: string,
    @Body() body: unknown,
  ) {
    const action = readAct(name)
    // a document comes as a file, which is inspected: by its own route and no other
    if (action === 'attachFile') throw new NotFound()
    const { version, input } = isBranch(body) ? body : {}
    if (isAction(action) && !Number.isInteger(version)) throw new Invalid([noVersion])
    const outcome = await this.cases.act(id, action, {
      actor: me,
      requestId,
      version: typeof version === 'number' ? version : undefined,
      input: input ?? {},
    })
    return presentOutcome(outcome)
  }
}

/** The earlier case whose answers the draft begins with. Throws Invalid. */
function readFrom(body: unknown): number | undefined {
  const from = isBranch(body) ? body.from : undefined
  if (from === undefined || from === null) return undefined
  if (typeof from === 'number' && Number.isInteger(from) && from > 0 && from <= 2_147_483_647) return from
  throw new Invalid([badFrom])
}

/** Details of a paper as JSON text. Throws Invalid. */
function parseDetails(text: string | undefined): Record<string, unknown> {
  if (!text) return {}
  try {
    const value: unknown = JSON.parse(text)
    if (isBranch(value)) return value
  } catch {
    // said below
  }
  throw new Invalid([badDetails])
}

const noSuchTab = {
  code: 'noSuchTab',
  path: 'tab',
  message: { zh: `tab 应为 ${TABS.join('、')} 之一。`, en: `tab must be one of ${TABS.join(', ')}.` },
}
const noVersion = {
  code: 'noVersion',
  path: 'version',
  message: {
    zh: '请给出您看到的案件版本号（version）。',
    en: 'Give the version of the case that you have seen (version).',
  },
}
const badFrom = {
  code: 'badFrom',
  path: 'from',
  message: {
    zh: 'from 应为贵单位一个案件的 id（整数）。',
    en: 'from must be the id of a case of your firm (an integer).',
  },
}
const badDetails = {
  code: 'badDetails',
  path: 'details',
  message: { zh: 'details 应为 JSON 对象。', en: 'details must be a JSON object.' },
}
