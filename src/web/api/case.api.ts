/** The JSON API of cases: the same functions as the pages, the same rules, the same answers. Described by openapi.ts. */
import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Database } from '../../base/database.js'
import { Invalid, NotFound } from '../../base/errors.js'
import { CaseService } from '../../cases/case.service.js'
import { PaperFiles } from '../../cases/files/papers.js'
import { TABS, type Tab } from '../../cases/lists.js'
import { Preflight } from '../../cases/preflight.js'
import { ReadingService } from '../../cases/reading.service.js'
import type { Outcome } from '../../cases/record.js'
import { settingsOf } from '../../people/scope.js'
import { isAction, metaOf } from '../../workflow/step.js'
import { For, personOf, SendsFile, TakesUpload } from '../http/access.js'
import { readAct, readId, readRequestId, readText } from '../http/input.js'
import { nextAfter, readPage } from '../http/paging.js'
import { sendFile } from '../http/send.js'
import { Uploads } from '../http/uploads.js'
import { presentCase, presentCheck, presentDocument, presentLine } from './present.js'

const presentOutcome = ({ caseId, seq, state, version, repeated }: Outcome) => ({
  caseId,
  seq,
  state,
  stateLabel: metaOf(state).label,
  version,
  repeated,
})

interface ActionBody {
  version?: unknown
  input?: unknown
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

@Controller('api/cases')
@For('signedIn')
export class CaseApi {
  constructor(
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly preflight: Preflight,
    private readonly db: Database,
    private readonly uploads: Uploads,
    private readonly papers: PaperFiles,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  async list(@Req() request: FastifyRequest, @Query() query: unknown) {
    const tab = readText(query, 'tab') ?? 'all'
    if (!TABS.some((known) => known === tab)) throw new Invalid([noSuchTab])
    const lines = await this.reading.list(personOf(request), {
      tab: tab as Tab, // one of TABS, as was just checked
      find: readText(query, 'find'),
      ...readPage(query),
    })
    return { cases: lines.map(presentLine), next: nextAfter(lines) ?? null }
  }

  @Post()
  @For('applicant', 'firmAdmin')
  async start(@Req() request: FastifyRequest, @Body() body: unknown) {
    const person = personOf(request)
    const requestId = readRequestId(request)
    const started = await this.cases.start(person, requestId, readFrom(body))
    // under the same name, so that a request which was cut off between the two is finished by the next one, and a finished one does nothing
    if (isObject(body) && body.answers !== undefined)
      await this.cases.act(started.caseId, 'saveAnswers', {
        actor: person,
        requestId,
        input: { answers: body.answers },
      })
    return presentCase(await this.reading.get(person, started.caseId))
  }

  @Get(':id')
  @Header('cache-control', 'no-store')
  async get(@Req() request: FastifyRequest, @Param('id') id: string) {
    return presentCase(await this.reading.get(personOf(request), readId(id)))
  }

  @Put(':id/answers')
  async save(@Req() request: FastifyRequest, @Param('id') id: string, @Body() body: unknown) {
    const person = personOf(request)
    const outcome = await this.cases.act(readId(id), 'saveAnswers', {
      actor: person,
      requestId: readRequestId(request),
      input: body,
    })
    const { answersVersion } = (await this.reading.get(person, readId(id))).case
    return { ...presentOutcome(outcome), answersVersion }
  }

  @Get(':id/check')
  @Header('cache-control', 'no-store')
  async check(@Req() request: FastifyRequest, @Param('id') id: string) {
    const person = personOf(request)
    return this.db.transaction(settingsOf(person), async (tx) => {
      await this.reading.getIn(tx, person, readId(id)) // within the scope, or 404
      return presentCheck(await this.preflight.check(tx, readId(id)))
    })
  }

  @Post(':id/documents')
  @TakesUpload()
  async attach(@Req() request: FastifyRequest, @Param('id') id: string) {
    const person = personOf(request)
    const caseId = readId(id)
    const seal = await this.reading.requireOpen(person, caseId)
    const { fields, files } = await this.uploads.read(request, (_field, before) => before.kind ?? '', seal)
    const { kind, issuedOn, beside, details } = fields
    const outcome = await this.cases.act(caseId, 'attachFile', {
      actor: person,
      requestId: readRequestId(request),
      input: {
        kind,
        issuedOn: issuedOn || undefined,
        beside: beside === 'true',
        details: parseDetails(details),
        file: files.file,
      },
    })
    const attached = (await this.reading.get(person, caseId)).attachments.filter((paper) => paper.kind === kind).at(-1)
    return { ...presentOutcome(outcome), document: attached ? presentDocument(attached) : null }
  }

  @Delete(':id/documents/:document')
  async remove(@Req() request: FastifyRequest, @Param('id') id: string, @Param('document') document: string) {
    return presentOutcome(
      await this.cases.act(readId(id), 'attachFile', {
        actor: personOf(request),
        requestId: readRequestId(request),
        input: { remove: readId(document) },
      }),
    )
  }

  @SendsFile()
  @Get(':id/documents/:document')
  async open(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('document') document: string,
  ) {
    const paper = await this.reading.openFile(personOf(request), readId(id), readId(document))
    return sendFile(reply, { mime: paper.mime, name: paper.name }, await this.papers.open(paper))
  }

  @Post(':id/actions/:action')
  @HttpCode(200)
  async act(
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Param('action') name: string,
    @Body() body: ActionBody,
  ) {
    const action = readAct(name)
    // a document comes as a file, which is inspected: by its own route and no other
    if (action === 'attachFile') throw new NotFound()
    const { version, input } = isObject(body) ? body : {}
    if (isAction(action) && !Number.isInteger(version)) throw new Invalid([noVersion])
    const outcome = await this.cases.act(readId(id), action, {
      actor: personOf(request),
      requestId: readRequestId(request),
      version: typeof version === 'number' ? version : undefined,
      input: input ?? {},
    })
    return presentOutcome(outcome)
  }
}

/** The earlier case whose answers the draft begins with. Throws Invalid. */
function readFrom(body: unknown): number | undefined {
  const from = isObject(body) ? body.from : undefined
  if (from === undefined || from === null) return undefined
  if (typeof from === 'number' && Number.isInteger(from) && from > 0 && from <= 2_147_483_647) return from
  throw new Invalid([badFrom])
}

/** Details of a paper as JSON text. Throws Invalid. */
function parseDetails(text: string | undefined): Record<string, unknown> {
  if (!text) return {}
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
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
