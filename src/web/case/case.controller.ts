/**
 * One handler for every action of every case (docs/architecture.md#the-web), and the case's own
 * page, for whoever may see it.
 */
import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Invalid, NotFound } from '../../base/errors.js'
import { CaseService } from '../../cases/case.service.js'
import { HeldFiles } from '../../cases/files/held.js'
import { PaperFiles } from '../../cases/files/papers.js'
import { ReadingService } from '../../cases/reading.service.js'
import { readForm } from '../../forms/engine/body.js'
import { changeRows } from '../../forms/engine/rows.js'
import { type Branch, rowsAt } from '../../forms/engine/node.js'
import { ENTRY_FORMS } from '../../forms/entries.js'
import { has } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { enclosingOf, FORMS } from '../../workflow/forms.js'
import type { Act } from '../../workflow/machine.js'
import { For, SendsFile, TakesUpload } from '../http/access.js'
import { file } from '../http/answers.js'
import { FormKeeper, KeepsForm } from '../http/formKeeper.js'
import { readAct, readId, readNumber, readText, readTexts } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { Uploads } from '../http/uploads.js'
import { ActionPage } from './action.page.js'
import { ActionRound } from './action.round.js'
import { readPreview } from './paperPreview.js'
import { actionAddress, formAddress } from './addresses.js'
import { heldView, withHeld } from './held.js'

@Controller('cases/:id')
@For('signedIn')
export class CaseController {
  constructor(
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly actionPage: ActionPage,
    private readonly round: ActionRound,
    private readonly papers: PaperFiles,
    private readonly uploads: Uploads,
    private readonly keeper: FormKeeper,
    private readonly held: HeldFiles,
  ) {}

  @Get()
  show(@Me() me: Person, @Req() request: FastifyRequest, @Id() id: number) {
    if (has(me, 'auditor')) throw new NotFound() // what is open to an auditor has a page of its own
    return this.round.sideOf(me).page(request, id)
  }

  @SendsFile()
  @Get('files/:file')
  async file(@Me() me: Person, @Id() id: number, @Id('file') paperId: number) {
    const paper = await this.reading.openFile(me, id, paperId)
    return file(paper, await this.papers.open(paper))
  }

  @Get('actions/:action')
  async ask(
    @Me() me: Person,
    @Req() request: FastifyRequest,
    @Id() id: number,
    @Param('action') name: string,
    @Query() query: unknown,
  ) {
    const action = readAct(name)
    const opened = await this.reading.getJudged(me, id)
    const { file, check } = opened
    const keeping = await this.keeper.at(request, formAddress(id, action, readNumber(query, 'condition')))
    const { kept } = keeping
    if (kept && !file.choices.some((choice) => choice.action === action))
      return this.actionPage.closed(request, file, action, kept)
    const fromReport = readText(query, 'from') === 'report'
    const about = aboutIn(query)
    const ask = readTexts(query, 'ask')
    const tree = await this.round.sideOf(me).first(me, file, action, { check, kept, fromReport, about, ask })
    const itemsOf = (input: Branch = {}) => rowsAt(input, 'items').length
    // an item that a link has made is kept like one that was typed: a second link is to find it
    if (me.firmId === null && ask.length > 0 && itemsOf(tree) > itemsOf(kept?.input)) {
      await this.keeper.renew(request, FORMS[action], tree, keeping)
      return this.actionPage.show(request, opened, action, { tree, keeping: request.keeping ?? keeping })
    }
    return this.actionPage.show(request, opened, action, { tree, keeping })
  }

  @KeepsForm(({ action = '' }) => FORMS[readFormAct(action)], {
    // of a form with files the address says which condition
    place: ({ id = '', action = '' }, { body, query }) =>
      formAddress(readId(id), readAct(action), readNumber(body, 'condition') ?? readNumber(query, 'condition')),
  })
  @Post('actions/:action')
  @TakesUpload()
  async act(
    @Me() me: Person,
    @Req() request: FastifyRequest,
    @Id() id: number,
    @Param('action') name: string,
    @Body() body: unknown,
  ) {
    const action = readFormAct(name)
    if (request.isMultipart()) return this.actWithFiles(me, request, id, action)
    const { tree: typed, wish } = readForm(body)
    const requestId = readText(body, '_request')
    const previewing = readPreview(body)
    const tree = await this.withTicked(me, id, typed, readTexts(body, '_ask'))
    if (wish || previewing || readText(body, '_add')) {
      const changed = wish ? changeRows(FORMS[action], tree, wish) : { tree, previewing }
      return this.actionPage.show(request, await this.reading.getJudged(me, id), action, { ...changed, requestId })
    }
    const seen = { version: readNumber(body, '_version'), seq: readNumber(body, '_seq') }
    const signed = { tree, shown: readText(body, '_shown'), ...seen }
    const unlike = await this.actionPage.unlikeShown(request, id, action, signed)
    if (unlike) return unlike
    const left = readText(body, '_left')
    const leaving = await this.actionPage.leavingOut(request, id, action, { tree, requestId, left })
    if (leaving) return leaving
    return this.round.run(request, id, action, {
      tree,
      work: () => this.cases.act(id, action, { actor: me, requestId, ...seen, input: tree }),
      again: (opened, typed) => this.actionPage.show(request, opened, action, typed),
    })
  }

  /** What is typed, with items for what is ticked of what is known. */
  private async withTicked(me: Person, id: number, tree: Branch, ticked: readonly string[]): Promise<Branch> {
    if (ticked.length === 0) return tree
    return this.round.sideOf(me).withAsked(me, await this.reading.getJudged(me, id), tree, ticked)
  }

  /** A message as the pages send it, perhaps with a file; what is typed is kept as the action's. */
  @KeepsForm(ENTRY_FORMS.message, {
    place: ({ id = '' }) => actionAddress(readId(id), 'message'),
  })
  @Post('messages')
  @TakesUpload()
  write(@Me() me: Person, @Req() request: FastifyRequest, @Id() id: number) {
    return this.actWithFiles(me, request, id, 'message')
  }

  /**
   * What firm or officers send with files. A form that is refused keeps what was typed and the files that
   * were fine, until it is sent again. Throws NotFound when nothing may come with the action.
   */
  private async actWithFiles(me: Person, request: FastifyRequest, id: number, action: Act) {
    const enclosing = enclosingOf(action)
    if (!enclosing) throw new NotFound()
    const seal = await this.reading.requireOpen(me, id)
    const form = await this.uploads.gather(request, () => enclosing.kind, { seal, mostFiles: enclosing.most })
    const { fields } = form
    const { tree } = readForm(fields)
    const whose = `${action} of case ${id} by ${me.id}`
    const { files, problems } = withHeld(this.held.find(whose, fields._held), form, enclosing.most)
    let isLost = true
    const answer = await this.round.run(request, id, action, {
      tree,
      work: async () => {
        if (problems.length > 0) throw new Invalid(problems)
        const requestId = fields._request || undefined
        const seen = { version: readNumber(fields, '_version'), seq: readNumber(fields, '_seq') }
        await this.cases.act(id, action, { actor: me, requestId, ...seen, input: tree, files: Object.values(files) })
        isLost = false
      },
      again: (opened, typed) => {
        isLost = false
        const held = heldView(this.held.hold(whose, files), files)
        return this.actionPage.show(request, opened, action, { ...typed, held })
      },
    })
    // the form is not shown again, so that nothing carries them any more
    if (isLost) await this.uploads.refuse(form, undefined)
    return answer
  }
}

/** The report or the condition that an address names, as its form's content. */
function aboutIn(query: unknown): Branch {
  const named = (['event', 'condition'] as const).map((name) => [name, readNumber(query, name)?.toString()] as const)
  return Object.fromEntries(named.filter(([, value]) => value !== undefined))
}

/** An action that is done by a form of its own: answers and papers have pages of theirs. Throws NotFound. */
function readFormAct(name: string): Act {
  const action = readAct(name)
  if (action === 'attachFile' || action === 'saveAnswers') throw new NotFound()
  return action
}
