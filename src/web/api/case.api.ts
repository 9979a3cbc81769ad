/**
 * The JSON API of cases: the same functions as the pages, the same rules, the same answers. Over 250
 * lines because each operation is declared beside its handler.
 */
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Database } from '../../base/database.js'
import { asProblem, Invalid, NotFound } from '../../base/errors.js'
import { apiPath } from '../../base/path.js'
import { CaseService } from '../../cases/case.service.js'
import { PaperFiles } from '../../cases/files/papers.js'
import { requireKnown } from '../../cases/inputs.js'
import { TABS } from '../../cases/lists.js'
import { ReadingService } from '../../cases/reading.service.js'
import { isBranch, memberOf } from '../../forms/engine/node.js'
import { FIRM_ROLES } from '../../people/actor.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { actExamples, BY_NAME, documentExamples, KINDS_OF_DOCUMENTS } from '../../workflow/formExamples.js'
import { enclosingOf, FORMS } from '../../workflow/forms.js'
import type { Act } from '../../workflow/machine.js'
import { isAction } from '../../workflow/step.js'
import { For, ForServices, SendsFile, TakesUpload } from '../http/access.js'
import { file } from '../http/answers.js'
import { isId, readAct, readText } from '../http/input.js'
import { type Caller, Calls, Id, Me, Reply } from '../http/params.js'
import { Uploads } from '../http/uploads.js'
import { component, day, moment } from './answer.js'
import { ATTACHED, CASE, CASES, KEPT, OUTCOME, presentCase, presentLine, presentOutcome, STARTED } from './case.js'
import { CHECK, presentCheck, wrongIn } from './check.js'
import { MOST_A_PAGE, nextOf, readLimit, readOrder, readStates, readTab, SORTED, USUAL_A_PAGE } from './listQuery.js'
import { readMark, REPLAYED, writeMark } from './mark.js'
import { Operation } from './operation.js'

const ACTION_REQUEST = z
  .object({
    version: z.int().optional().describe('The version of the case you have seen; not needed for an entry'),
    input: z.union(Object.keys(FORMS).map((name) => component(`${name}Input`))).optional(),
  })
  .meta({ id: 'ActionRequest' })

const ACTION_FORM = z.object({
  version: z.string().optional().describe('As in JSON; put it before the files'),
  input: z.string().optional().describe('The same input, as JSON; put it before the files'),
  file: z
    .array(z.string().meta({ contentMediaType: 'application/octet-stream' }))
    .describe(
      'Accepted with message (one) and answerIntention, answerRevocation, requestReview, meetCondition, ' +
        'reportChange (ten)',
    ),
})

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
  @ForServices()
  @Operation('listCases', {
    summary: 'List the cases you have access to, the most urgent first unless `sort` says otherwise',
    query: {
      tab: z.enum(TABS).default('all').describe('Which list'),
      find: z.string().describe('Number, or name of the candidate or firm'),
      state: z.string().describe('Only these states, separated by commas'),
      sort: z
        .enum(SORTED)
        .default('due')
        .describe(
          '`due`: by due date; a case whose due date changes between two pages may be missed or appear twice. ' +
            '`changed`: the least recently changed first; none is missed, and a case that changes meanwhile ' +
            'appears again later. ' +
            '`number` and `newest`: as they were begun, each once',
        ),
      updatedSince: moment.describe(
        'Only cases changed at or after this instant (RFC 3339, with its zone), in the order `changed`. A ' +
          'change being committed at that moment can have an earlier `changedAt`: ask from one minute before, ' +
          'or use `listEvents`',
      ),
      limit: z.coerce.number().int().min(1).max(MOST_A_PAGE).default(USUAL_A_PAGE).describe('Number of cases per page'),
      after: z.string().describe('`next` of the previous page'),
    },
    says: 'One page of cases',
    answer: CASES,
  })
  async list(@Me() me: Person, @Query() query: unknown) {
    const limit = readLimit(query, USUAL_A_PAGE, MOST_A_PAGE)
    const order = readOrder(query)
    const lines = await this.reading.list(me, {
      ...order,
      tab: readTab(query),
      find: readText(query, 'find'),
      filters: { states: readStates(query) },
      limit,
    })
    return { cases: lines.map(presentLine), next: nextOf(lines, limit, order.order) }
  }

  @Post()
  @For(...FIRM_ROLES)
  @ForServices()
  @Operation('startCase', {
    summary:
      'Start a draft, empty or with the answers of an earlier case of the firm (`from`); `answers` are ' +
      'merged into them. With `mandate` an agent starts it for the employer who gave that mandate. Answers ' +
      'not in the expected format are kept as sent and listed in `problems`',
    repeatable: true,
    body: z.object({ answers: component('Application'), from: z.int().min(1), mandate: z.int().min(1) }).partial(),
    says: 'The draft',
    answer: STARTED,
  })
  async start(@Calls() caller: Caller, @Body() body: unknown, @Reply() reply: FastifyReply) {
    const [from, mandate] = [readFrom(body, 'from'), readFrom(body, 'mandate')]
    const answers = memberOf(body, 'answers')
    if (answers !== undefined) requireKnown('saveAnswers', { answers })
    const { caseId, repeated } = await this.cases.start(caller.actor, caller.requestId, from, mandate)
    reply.header('location', apiPath.case(caseId))
    if (repeated) reply.header(REPLAYED, 'true')
    // under the same name, so that a request which was cut off between the two is finished by the
    // next one, and a finished one does nothing
    if (answers !== undefined)
      await this.cases.act(caseId, 'saveAnswers', { ...caller, strict: true, input: { answers } })
    const { file: draft, check } = await this.reading.getJudged(caller.actor, caseId)
    return { ...presentCase(draft), problems: wrongIn(check.form) }
  }

  @Get(':id')
  @ForServices()
  @Operation('getCase', { summary: 'One case, with what you may do now', says: 'The case', answer: CASE })
  async get(@Me() me: Person, @Id() id: number, @Reply() reply: FastifyReply) {
    const shown = await this.reading.get(me, id)
    reply.header('etag', writeMark(shown.case))
    return presentCase(shown)
  }

  @Put(':id/answers')
  @ForServices()
  @Operation('saveAnswers', {
    summary:
      'Merge answers into a draft; lists are replaced as a whole, null removes an answer. Answers not in ' +
      'the expected format are kept as sent, as on the page, and listed in `problems` until corrected',
    repeatable: true,
    body: z.object({ answers: component('Application'), answersVersion: z.int().optional() }),
    says: 'Saved',
    answer: KEPT,
  })
  async save(@Calls() caller: Caller, @Id() id: number, @Req() request: FastifyRequest, @Body() body: unknown) {
    const answersVersion = memberOf(body, 'answersVersion') ?? readMark(request)?.answersVersion
    const input = { answers: memberOf(body, 'answers'), answersVersion }
    const outcome = await this.cases.act(id, 'saveAnswers', { ...caller, strict: true, input })
    const { file, check } = await this.reading.getJudged(caller.actor, id)
    const problems = wrongIn(check.form)
    return { ...presentOutcome(outcome), answersVersion: file.case.answersVersion, problems }
  }

  @Get(':id/check')
  @ForServices()
  @Operation('checkCase', {
    summary: 'Check a case: problems that prevent submission, warnings, points and routes',
    says: 'The check',
    answer: CHECK,
  })
  check(@Me() me: Person, @Id() id: number) {
    return this.db.transaction(settingsOf(me), async (tx) => {
      const { opened } = await this.reading.openIn(tx, me, id) // within the scope, or 404
      return presentCheck(await opened.check())
    })
  }

  @Post(':id/documents')
  @TakesUpload()
  @ForServices()
  @Operation('attachDocument', {
    summary: 'Upload a document; it replaces the one of the same kind unless `beside` is true',
    repeatable: true,
    form: z.object({
      kind: z.string().describe(KINDS_OF_DOCUMENTS),
      issuedOn: day.optional(),
      beside: z.enum(['true', 'false']).optional(),
      details: z.string().optional().describe('JSON'),
      file: z.string().meta({ contentMediaType: 'application/octet-stream' }),
    }),
    examples: documentExamples,
    says: 'Attached',
    answer: ATTACHED,
  })
  async attach(@Calls() caller: Caller, @Id() id: number, @Req() request: FastifyRequest) {
    const seal = await this.reading.requireOpen(caller.actor, id)
    const form = await this.uploads.read(request, (_field, before) => before.kind ?? '', { seal })
    const { kind, issuedOn, beside, details } = form.fields
    const outcome = await this.uploads.use(form, async () =>
      this.cases.act(id, 'attachFile', {
        ...caller,
        strict: true,
        input: {
          kind,
          issuedOn: issuedOn || undefined,
          beside: beside === 'true',
          details: parseObject(details),
          file: form.files.file,
        },
      }),
    )
    const { attachments } = await this.reading.get(caller.actor, id)
    // not the newest: another of its kind may have come meanwhile, or since the first of two equal requests
    const document = attachments.findLast(({ sha256 }) => sha256 === form.files.file?.sha256)
    return { ...presentOutcome(outcome), document: document ?? null }
  }

  @Delete(':id/documents/:document')
  @ForServices()
  @Operation('removeDocument', {
    summary: 'Remove a document',
    repeatable: true,
    says: 'Removed',
    answer: OUTCOME,
  })
  async remove(@Calls() caller: Caller, @Id() id: number, @Id('document') document: number) {
    return presentOutcome(await this.cases.act(id, 'attachFile', { ...caller, input: { remove: document } }))
  }

  @SendsFile()
  @Get(':id/documents/:document')
  @ForServices()
  @Operation('downloadDocument', { summary: 'Download a document', says: 'The file' })
  async open(@Me() me: Person, @Id() id: number, @Id('document') document: number) {
    const paper = await this.reading.openFile(me, id, document)
    return file(paper, await this.papers.open(paper))
  }

  @Post(':id/actions/:action')
  @TakesUpload()
  @HttpCode(200)
  @ForServices()
  @Operation('doAction', {
    summary:
      'Perform an action or add an entry: `availableActions` of the case lists them, the schema ' +
      'ACTIONInput describes the input',
    path: { action: z.enum(BY_NAME) },
    repeatable: true,
    body: ACTION_REQUEST,
    form: ACTION_FORM,
    examples: actExamples,
    says: 'Done',
    answer: OUTCOME,
  })
  async act(
    @Calls() caller: Caller,
    @Id() id: number,
    @Param('action') name: string,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
  ) {
    const action = readAct(name)
    // a document comes as a file, which is inspected: by its own route and no other
    if (action === 'attachFile') throw new NotFound()
    if (request.isMultipart()) return this.actWithFiles(caller, id, action, request)
    const version = memberOf(body, 'version') ?? readMark(request)?.version
    if (isAction(action) && !Number.isInteger(version)) throw new Invalid([noVersion])
    return presentOutcome(
      await this.cases.act(id, action, {
        ...caller,
        strict: true,
        version: typeof version === 'number' ? version : undefined,
        input: memberOf(body, 'input') ?? {},
      }),
    )
  }

  /** A message, a statement or a request for review with its files. Throws NotFound for any other act. */
  private async actWithFiles(caller: Caller, id: number, action: Act, request: FastifyRequest) {
    const enclosing = enclosingOf(action)
    if (!enclosing) throw new NotFound()
    const seal = await this.reading.requireOpen(caller.actor, id)
    const form = await this.uploads.read(request, () => enclosing.kind, { seal, mostFiles: enclosing.most })
    return this.uploads.use(form, async () => {
      const version = form.fields.version ? Number(form.fields.version) : undefined
      if (isAction(action) && !Number.isInteger(version)) throw new Invalid([noVersion])
      const input = parseObject(form.fields.input, badInput)
      const files = Object.values(form.files)
      return presentOutcome(await this.cases.act(id, action, { ...caller, strict: true, version, input, files }))
    })
  }
}

/** The earlier case whose answers the draft begins with. Throws Invalid. */
function readFrom(body: unknown, name: 'from' | 'mandate'): number | undefined {
  const id = memberOf(body, name) ?? undefined
  if (id === undefined || isId(id)) return id
  throw new Invalid([name === 'from' ? badFrom : badMandate])
}

/** An object as JSON text in a field of a form. Throws Invalid. */
function parseObject(text = '{}', problem = badDetails): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (isBranch(value)) return value
  } catch {
    // said below
  }
  throw new Invalid([problem])
}

const noVersion = asProblem(
  'noVersion',
  'version',
  '请给出您看到的案件版本号（version）。',
  'Give the version of the case you have seen (version).',
)
const badMandate = asProblem(
  'badMandate',
  'mandate',
  'mandate 应为一个有效委托的编号（整数）。',
  'mandate must be the number of a mandate in force (an integer).',
)
const badFrom = asProblem(
  'badFrom',
  'from',
  'from 应为贵单位一个案件的 id（整数）。',
  'from must be the id of a case of your firm (an integer).',
)
const badInput = asProblem('badInput', 'input', 'input 应为 JSON 对象。', 'input must be a JSON object.')
const badDetails = asProblem('badDetails', 'details', 'details 应为 JSON 对象。', 'details must be a JSON object.')
