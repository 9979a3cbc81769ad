/** Filing for many hosts by API: a workbook in, its batch asked for until it is done, documents in, the report out. */
import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asProblem, Invalid } from '../../base/errors.js'
import { type BatchLine, Batches } from '../../exchange/batch.service.js'
import { MOST_ARCHIVE } from '../../exchange/batchArchive.js'
import { BatchPapers } from '../../exchange/batchPapers.js'
import { BatchRunner } from '../../exchange/batchRunner.js'
import { memberOf } from '../../forms/engine/node.js'
import { FIRM_ROLES } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { Exports, For, SendsFile, TakesUpload } from '../http/access.js'
import { file } from '../http/answers.js'
import { readId } from '../http/input.js'
import { type Caller, Calls, Id, Me } from '../http/params.js'
import { Uploads } from '../http/uploads.js'
import { bilingual, moment, problem, state } from './answer.js'
import { Operation } from './operation.js'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const FILE = z.string().meta({ contentMediaType: 'application/octet-stream' })
/** A ZIP may come in pieces, each in a form of its own, and go on where it broke. */
const PIECE = {
  upload: z
    .string()
    .optional()
    .describe('For a ZIP sent in parts: your name for the whole ZIP; put it before the file in the form'),
  size: z.string().optional().describe('Size of the whole ZIP in bytes'),
  offset: z.string().optional().describe('Where this part begins; an empty part at 0 asks where to continue'),
}
const STATES = ['running', 'paused', 'stopped', 'done'] as const

const COUNTS = z.object({ waiting: z.int(), made: z.int(), refused: z.int(), ready: z.int(), submitted: z.int() })
const ROW = z.object({
  row: z.int().describe('Row in the sheet of candidates'),
  state: z.enum(['waiting', 'made', 'refused']),
  caseId: z.int().nullable(),
  lacking: z.int().nullable().describe('Number of problems that prevented submission at the last check'),
  draft: z.object({ number: z.string(), state }).nullable(),
  refused: bilingual.nullable().describe('Why no draft was made from the row'),
  problems: z.array(problem).describe('Problems in its cells'),
})
const DOCUMENTS = z.object({
  name: z.string(),
  ...{ kept: z.int(), same: z.int(), more: z.int().describe('Number rejected in addition to those named'), at: moment },
  refused: z.array(z.object({ name: z.string(), why: bilingual })),
  ended: z.boolean().describe('If false, it is being unpacked (`running`) or was interrupted'),
  running: z.boolean(),
})
const BATCH = z
  .object({
    ...{ id: z.int(), name: z.string(), state: z.enum(STATES), madeAt: moment, ...COUNTS.shape },
    rows: z.array(ROW),
    documents: DOCUMENTS.nullable().describe('For the last ZIP received'),
  })
  .meta({ id: 'Batch' })

@Controller('api/batches')
@For(...FIRM_ROLES)
export class BatchApi {
  constructor(
    private readonly batches: Batches,
    private readonly runner: BatchRunner,
    private readonly papers: BatchPapers,
    private readonly uploads: Uploads,
  ) {}

  @SendsFile()
  @Get('workbook')
  @Operation('downloadBatchWorkbook', {
    summary: 'Download the empty workbook (XLSX)',
    says: 'The workbook',
  })
  async workbook(@Me() me: Person) {
    return file({ mime: XLSX, name: 'haijian.xlsx' }, await this.batches.template(me, false))
  }

  @Post()
  @HttpCode(202)
  @TakesUpload()
  @Operation('orderBatch', {
    summary: 'Upload a completed workbook; each row becomes a draft in the name of the sender',
    repeatable: true,
    form: z.object({ mandate: z.string().optional().describe('If sent for an employer: its mandate'), workbook: FILE }),
    says: 'The batch; request it again until `waiting` is 0',
    answer: BATCH,
  })
  async order(@Calls() { actor, requestId }: Caller, @Req() request: FastifyRequest) {
    const { content, name, fields } = await this.uploads.readNamed(request, this.uploads.most)
    const hosts = await this.batches.read(content, name)
    const mandateId = fields.mandate ? readId(fields.mandate) : undefined
    const id = await this.batches.order(actor, { name, hosts, mandateId, requestId })
    void this.runner.run(actor, id)
    return this.present(actor, await this.batches.get(actor, id))
  }

  @Get(':id')
  @Operation('getBatch', {
    summary: 'Get a batch with its rows; if you uploaded it and it was interrupted, this resumes it',
    says: 'The batch',
    answer: BATCH,
  })
  async get(@Me() me: Person, @Id() id: number) {
    const line = await this.batches.get(me, id)
    if (line.orderedBy === me.id && line.state === 'running') void this.runner.run(me, id)
    return this.present(me, line)
  }

  @Post(':id/move')
  @HttpCode(200)
  @Operation('moveBatch', {
    summary: 'Pause, resume or stop a batch; drafts already made are kept',
    body: z.object({ to: z.enum(['running', 'paused', 'stopped']) }),
    says: 'The batch',
    answer: BATCH,
  })
  async move(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    const to = (['running', 'paused', 'stopped'] as const).find((one) => one === memberOf(body, 'to'))
    if (!to) throw new Invalid([badMove])
    await this.batches.move(me, id, to)
    return this.get(me, id)
  }

  @Post(':id/papers')
  @HttpCode(202)
  @TakesUpload()
  @Operation('sendBatchDocuments', {
    summary: 'Upload documents for a batch, as a ZIP or one by one; they are matched by name and not stored twice',
    form: z.object({ ...PIECE, files: FILE }),
    says: 'Files received, and why others were rejected; a ZIP is unpacked afterwards',
    answer: z.object({
      kept: z.int(),
      refused: z.array(z.object({ name: z.string(), why: bilingual })),
      offset: z.int().nullable().describe('For a ZIP sent in parts: where the next part begins'),
    }),
  })
  async send(@Me() me: Person, @Id() id: number, @Req() request: FastifyRequest) {
    return this.papers.receive(me, id, (take) =>
      this.uploads.eachFile(request, { most: MOST_ARCHIVE, files: 40 }, ({ filename, file: one }, fields) =>
        take(filename, one, fields),
      ),
    )
  }

  @Exports()
  @Get(':id/report')
  @Operation('downloadBatchReport', {
    summary: 'Download the workbook with a remark in each row',
    says: 'The workbook',
  })
  async report(@Me() me: Person, @Id() id: number) {
    return file({ mime: XLSX, name: `haijian-${id}.xlsx` }, await this.batches.report(me, id))
  }

  private async present(me: Person, line: BatchLine) {
    const rows = await this.batches.rows(me, line.id)
    return {
      ...line,
      documents: (await this.papers.state(me, line.id)) ?? null,
      rows: rows.map(({ content, ...row }) => ({
        ...row,
        refused: content?.refused ?? null,
        problems: content?.problems ?? [],
      })),
    }
  }
}

const badMove = asProblem(
  'badMove',
  'to',
  'to 应为 running、paused 或 stopped。',
  'to must be running, paused or stopped.',
)
