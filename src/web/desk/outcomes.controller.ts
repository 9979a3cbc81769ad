/**
 * The permit authority records the outcomes of many cases at once: typed on the page, or read from
 * a file. Nothing is recorded before it was checked and shown; whatever is wrong comes back to the
 * form, and nothing typed is lost.
 */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Invalid, type Problem } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import { readForm } from '../../forms/engine/body.js'
import { parseForm } from '../../forms/engine/parse.js'
import { type Branch, rowsAt } from '../../forms/engine/node.js'
import { changeRows } from '../../forms/engine/rows.js'
import { formView } from '../../forms/engine/view.js'
import { MOST_OUTCOMES, OUTCOMES_FORM } from '../../forms/outcomes.js'
import { ofItsOutcome, Outcomes } from '../../letters/outcomes.service.js'
import type { Person } from '../../people/session.service.js'
import { Exports, For, TakesUpload } from '../http/access.js'
import { type Answer, csvFile, done, page } from '../http/answers.js'
import { FormKeeper, KeepsForm } from '../http/formKeeper.js'
import { readText } from '../http/input.js'
import { InLanguage, Me } from '../http/params.js'
import { Uploads } from '../http/uploads.js'
import { csvStream } from '../kit/csv.js'
import type { Notice } from '../kit/parts.js'
import { success } from '../kit/pieces.js'
import type { Language } from '../../base/text.js'
import { idsOf } from './bulk.js'
import { OUTCOME_COLUMNS, readOutcomes } from './outcomes.file.js'
import * as view from './outcomes.view.js'

/** A file of that many lines is far smaller. */
const LARGEST = 1_000_000

interface Shown {
  readonly tree?: Branch
  readonly problems?: readonly Problem[]
  readonly ready?: readonly view.Judged[]
  readonly notices?: readonly Notice[]
  readonly fileProblems?: readonly Problem[]
  readonly at?: string
}

@Controller('outcomes')
@For('permitOfficer')
export class OutcomesController {
  constructor(
    private readonly outcomes: Outcomes,
    private readonly keeper: FormKeeper,
    private readonly uploads: Uploads,
  ) {}

  /** `cases`: those that were ticked in the queue; `recorded`: those just done. */
  @Get()
  async show(@Me() me: Person, @Req() request: FastifyRequest, @Query() query: unknown) {
    const ids = (name: string) => idsOf(readText(query, name, 2000)?.split(','))
    const { kept } = await this.keeper.at(request, path.outcomes)
    const chosen = await this.outcomes.list(me, ids('cases'))
    const inDraft = await this.typedOnce(me, kept ? view.linesOf(kept.input) : [])
    const typed = inDraft.filter(({ of }) => !of?.recorded)
    const isChosen = ({ of }: (typeof typed)[number]) => chosen.some(({ id }) => id === of?.id)
    const drafts = typed.filter((one) => !isChosen(one)).map(({ line }) => line)
    const lines = chosen.map(({ id, number }) => typed.find(({ of }) => of?.id === id)?.line ?? { case: number })
    const notices = [
      ...(kept && chosen.length > 0 ? view.draftNotice(drafts, this.keeper.savedAt(kept)) : []),
      ...view.pastNotice(inDraft.flatMap(({ of }) => (of?.recorded ? [of] : []))),
    ]
    const recorded = await this.outcomes.list(me, ids('recorded'))
    return this.page(me, request, { tree: { lines: [...lines, ...drafts] }, notices }, recorded)
  }

  /** The lines of a draft, each case once. */
  private async typedOnce(me: Person, lines: readonly Branch[]) {
    const of = await this.outcomes.named(me, lines)
    const isAgain = (index: number) =>
      of[index] !== undefined && of.findIndex((one) => one?.id === of[index]?.id) < index
    return lines.map((line, index) => ({ line, of: of[index] })).filter((_, index) => !isAgain(index))
  }

  /** Every case that waits for its outcome, to be filled in. */
  @Get('csv')
  @Exports()
  async csv(@Me() me: Person, @InLanguage() language: Language) {
    const waiting = await this.outcomes.listWaiting(me, MOST_OUTCOMES)
    return csvFile('outcomes', csvStream(OUTCOME_COLUMNS, [waiting], language))
  }

  @KeepsForm(OUTCOMES_FORM)
  @Post()
  async act(@Me() me: Person, @Req() request: FastifyRequest, @Body() body: unknown) {
    const { tree, wish } = readForm(body)
    const ready = view.typedLines(rowsAt(tree, 'ready'))
    if (wish) return this.changed(me, request, ready, changeRows(OUTCOMES_FORM, tree, wish))
    const lines = view.typedLines(rowsAt(tree, 'lines'))
    const wanted = readText(body, 'do')
    if (wanted === 'change') return this.page(me, request, { tree: { lines: [...ready, ...lines] } })
    if (wanted === 'record') return this.record(me, request, { ready, lines }, readText(body, '_request'))
    const all = [...ready, ...lines]
    if (all.length === 0) return this.page(me, request, { problems: parseForm(OUTCOMES_FORM, {}).problems })
    return this.check(me, request, all, { asked: all.map(ofItsOutcome) })
  }

  /** Who asks anew for what a file was answered with: the file is not kept. */
  @Get('file')
  readAgain() {
    return done(path.outcomes)
  }

  /** Reads a file and checks its lines; nothing is recorded yet, and the file is not kept. */
  @TakesUpload()
  @Post('file')
  async read(@Me() me: Person, @Req() request: FastifyRequest) {
    try {
      const found = readOutcomes(await this.uploads.readWhole(request, LARGEST))
      const places = new Map<Branch, number>(found.map(({ at, line }) => [line, at]))
      return await this.check(me, request, [...places.keys()], { placeOf: ({ raw }) => places.get(raw) })
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return this.page(me, request, { fileProblems: error.problems })
    }
  }

  /**
   * @param asked the lines as they are judged; what is left out of them stays in the form
   * @param placeOf where in a file a line stands
   */
  private async check(
    me: Person,
    request: FastifyRequest,
    lines: readonly Branch[],
    {
      asked = lines,
      placeOf,
    }: { readonly asked?: readonly Branch[]; readonly placeOf?: (one: view.Judged) => number | undefined },
  ): Promise<Answer> {
    const judged = view.judged(lines, await this.outcomes.check(me, asked))
    const notices = view.resultNotice(judged, placeOf)
    return this.page(me, request, { ...view.toCorrect(view.otherOf(judged)), ready: view.readyOf(judged), notices })
  }

  /** Records what was shown; what is still to be put right stays in the form. */
  private async record(
    me: Person,
    request: FastifyRequest,
    { ready, lines }: { readonly ready: readonly Branch[]; readonly lines: readonly Branch[] },
    requestId: string = randomUUID(),
  ): Promise<Answer> {
    const judged = view.judged(ready, await this.outcomes.record(me, ready, requestId))
    const failed = judged.filter(({ result }) => result.code !== 'recorded')
    const ids = judged.flatMap(({ result: { code, of } }) => (code === 'recorded' && of ? [of.id] : []))
    if (failed.length === 0 && lines.length === 0) return done(withQuery(path.outcomes, { recorded: ids.join(',') }))
    const { tree, problems } = view.toCorrect(failed)
    const left = { tree: { lines: [...rowsAt(tree, 'lines'), ...lines] }, problems }
    const notices = view.resultNotice(judged)
    // what is recorded is no longer in the draft
    if (request.keeping?.kept) await this.keeper.renew(request, OUTCOMES_FORM, left.tree)
    return this.page(me, request, { ...left, notices }, await this.outcomes.list(me, ids))
  }

  private async changed(
    me: Person,
    request: FastifyRequest,
    ready: readonly Branch[],
    { tree, at }: { readonly tree: Branch; readonly at: string },
  ): Promise<Answer> {
    const judged = view.judged(ready, await this.outcomes.check(me, ready))
    const again = view.otherOf(judged).map(({ raw }) => raw)
    const lines = [...rowsAt(tree, 'lines'), ...again]
    return this.page(me, request, { tree: { ...tree, lines }, at, ready: view.readyOf(judged) })
  }

  private async page(
    me: Person,
    request: FastifyRequest,
    { tree = {}, problems = [], ready = [], notices = [], fileProblems = [], at }: Shown,
    recorded: Parameters<typeof view.recordedTable>[0] = [],
  ): Promise<Answer> {
    const { language } = request
    const waiting = await this.outcomes.listWaiting(me, MOST_OUTCOMES)
    const named = await this.outcomes.named(me, rowsAt(tree, 'lines'))
    const { view: keep } = request.keeping ?? (await this.keeper.at(request, path.outcomes))
    const body = {
      title: { zh: '登记许可结果', en: 'Record outcomes' },
      back: { text: { zh: '队列', en: 'Queue' }, href: withQuery(path.queue, { tab: 'toRecord' }) },
      notices: [...(recorded.length > 0 && notices.length === 0 ? [RECORDED] : []), ...notices],
      waiting: waiting.length,
      requestId: randomUUID(),
      ready: ready.length > 0 ? { table: view.readyTable(ready), fields: view.readyFields(ready) } : undefined,
      recorded: recorded.length > 0 ? view.recordedTable(recorded) : undefined,
      fileErrors: fileProblems.map(({ message }) => message),
      form: view.withNames(formView(OUTCOMES_FORM, tree, { language, problems, at }), named, language),
      keep,
    }
    return page('desk/outcomes', body, { problems: [...fileProblems, ...problems] })
  }
}

const RECORDED = success('已登记，企业已得知', 'Recorded. The firms have been informed')
