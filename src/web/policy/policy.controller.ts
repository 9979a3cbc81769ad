/**
 * Reference data to be read, approved and sent back (docs/architecture.md#reference-data):
 * kinds, their entries, one version with what it changes. Drafts are written in
 * draft.controller.ts.
 */
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Invalid, NotFound, NotNow, type Problem } from '../../base/errors.js'
import { readForm } from '../../forms/engine/body.js'
import { errorSummary } from '../../forms/engine/check.js'
import { listChanges } from '../../forms/engine/compare.js'
import type { Branch } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { formView } from '../../forms/engine/view.js'
import { has } from '../../people/actor.js'
import { PolicyDrafts, READERS } from '../../reference/draft.service.js'
import { OPEN_QUESTIONS, openAbout } from '../../reference/openQuestions.js'
import { type Kind, Kinds, schemaOf } from '../../reference/registry.js'
import { standingOf, type Version } from '../../reference/versions.js'
import { For, personOf } from '../http/access.js'
import { FormKeeper, KeepsForm } from '../http/formKeeper.js'
import { readId, readNumber, readText } from '../http/input.js'
import { Pages } from '../http/pages.js'
import type { Notice } from '../kit/parts.js'
import { seeOther } from '../http/send.js'
import { SEND_BACK } from './draft.form.js'
import { AS_READ, meanwhile, notDone, SENT_BACK } from './meanwhile.js'
import { markOf, openEntries } from './open.view.js'
import { DONE, entriesTable, factsOf, kindRow, trials, versionLinks, waitingTable } from './policy.view.js'
import { showBody } from './show.view.js'
import { affects, changesTable, nameOf, STANDINGS, versionAddress } from '../kit/versions.view.js'

interface Again {
  readonly typed?: Branch | undefined
  readonly problems?: readonly Problem[]
  readonly refused?: NotNow
  /** The revision that the person had read. */
  readonly read?: number
  readonly status?: number
  readonly notices?: readonly Notice[]
}

@Controller('policy')
@For('policyEditor', 'supervisor', 'approver', 'assessor', 'auditor')
export class PolicyController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: PolicyDrafts,
    private readonly kinds: Kinds,
    private readonly clock: Clock,
    private readonly keeper: FormKeeper,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const [versions, open] = [await this.drafts.list(personOf(request)), await this.open()]
    const today = this.clock.today()
    const rowsOf = (applies: Kind['applies']) =>
      this.kinds.list.filter((kind) => kind.applies === applies).map((kind) => kindRow(kind, versions, today))
    const waiting = waitingTable(versions, (name) => this.kinds.find(name)?.label ?? { zh: name, en: name }, today)
    const view = {
      title: { zh: '政策与规则', en: 'Policy and rules' },
      ...(waiting && { waiting }),
      ...(open.length > 0 && { open }),
      groups: [
        { title: { zh: '按申请提交日适用', en: 'By the day of filing' }, kinds: rowsOf('filing') },
        { title: { zh: '按办理日适用', en: 'By the day on which something is done' }, kinds: rowsOf('doing') },
      ],
    }
    return reply.send(this.pages.render(request, reply, 'policy/kinds', view))
  }

  @Get('kinds/:kind')
  async kind(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('kind') name: string) {
    const kind = this.kinds.get(name)
    const [person, today] = [personOf(request), this.clock.today()]
    const versions = await this.drafts.list(person, name)
    const inForce = await this.drafts.inForce(today, name)
    const [bodies, open] = [new Map(inForce.map(({ key, body }) => [key, body])), await this.open()]
    const view = {
      title: kind.label,
      what: kind.what,
      back: { text: { zh: '政策与规则', en: 'Policy and rules' }, href: '/policy' },
      ...(name === 'letterTemplates' && has(person, 'policyEditor') && { preview: '/policy/templates' }),
      table: entriesTable(kind, versions, bodies, today, (key) => markOf(open, name, key, bodies.get(key))),
      ...(kind.newKeys && has(person, 'policyEditor') && { add: `/policy/kinds/${name}/new` }),
    }
    return reply.send(this.pages.render(request, reply, 'policy/kind', view))
  }

  /** What is approved is open to everybody who has signed in: a firm may read what its case is judged by. */
  @Get('entries/:id')
  @For('signedIn')
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query() query: unknown,
  ) {
    const done = DONE[readText(query, 'done') ?? '']
    return this.page(request, reply, readId(id), { ...(done && { notices: [{ kind: 'ok', title: done }] }) })
  }

  @Post('entries/:id/approve')
  @For('policyEditor')
  async approve(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const read = revisionIn(body)
    return this.decide(request, reply, readId(id), { read }, 'approved', () =>
      this.drafts.approve(personOf(request), readId(id), read),
    )
  }

  @KeepsForm(SEND_BACK)
  @Post('entries/:id/send-back')
  @For('policyEditor')
  async sendBack(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const { tree } = readForm(body)
    const { value, problems } = parseForm(SEND_BACK, tree)
    if (!value) return this.page(request, reply, readId(id), { typed: tree, problems, status: 422 })
    const read = revisionIn(body)
    return this.decide(request, reply, readId(id), { typed: tree, read }, 'sentBack', () =>
      this.drafts.sendBack(personOf(request), readId(id), read, value.why),
    )
  }

  @Post('entries/:id/withdraw')
  @For('policyEditor')
  async withdraw(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    return this.decide(request, reply, readId(id), {}, 'withdrawn', () =>
      this.drafts.withdraw(personOf(request), readId(id)),
    )
  }

  private async open() {
    return openEntries(await this.drafts.inForce(this.clock.today(), OPEN_QUESTIONS))
  }

  private async decide(
    request: FastifyRequest,
    reply: FastifyReply,
    id: number,
    again: Again,
    done: string,
    work: () => Promise<void>,
  ) {
    try {
      await work()
    } catch (error) {
      if (error instanceof NotNow) return this.page(request, reply, id, { ...again, refused: error, status: 409 })
      if (error instanceof Invalid)
        return this.page(request, reply, id, { ...again, problems: error.problems, status: 422 })
      throw error
    }
    return seeOther(reply, `${versionAddress({ id })}?done=${done}`)
  }

  private async page(
    request: FastifyRequest,
    reply: FastifyReply,
    id: number,
    { typed, problems = [], refused, read, status = 200, notices = [] }: Again,
  ) {
    const [person, today] = [personOf(request), this.clock.today()]
    const { version, before } = await this.drafts.get(person, id)
    const kind = this.kinds.get(version.kind)
    const siblings = await this.drafts.list(person, version.kind, version.key)
    const schema = schemaOf(kind, version.key)
    if (!schema) throw new NotFound()
    const standing = standingOf(version, siblings, today)
    const changes = before && changesTable(listChanges(schema, before.body, version.body), before)
    const summary = errorSummary(problems)
    const since = async (revision: number | null | undefined, heads: Parameters<typeof meanwhile>[2]) => {
      const then = revision ? await this.drafts.asRead(person, id, revision) : undefined
      return then && meanwhile(schema, [then, version], heads)
    }
    const open = has(person, ...READERS) ? openAbout(await this.open(), version.kind, version.key) : []
    const [unread, answered] = [await since(refused && read, AS_READ), await since(version.sentBackRevision, SENT_BACK)]
    const view = {
      title: kind.label,
      name: nameOf(version.body, version.key),
      tag: STANDINGS[standing],
      back: has(person, ...READERS)
        ? { text: kind.label, href: `/policy/kinds/${kind.name}` }
        : { text: { zh: '公布的条件', en: 'The published criteria' }, href: '/criteria' },
      notices: [...notices, ...(refused ? [notDone(refused, unread)] : [])],
      ...(summary && { problems: summary.lines }),
      affects: affects(kind, version.effectiveFrom),
      open,
      facts: factsOf(version, before),
      ...(changes && { changes }),
      ...(answered && { answered }),
      same: before !== undefined && !changes,
      first: before === undefined,
      parts: [showBody(schema, version.body)],
      versions: versionLinks(siblings, id, today),
      ...(has(person, 'policyEditor') && (await this.actions(request, kind, version, { typed, problems }))),
      ...(has(person, 'policyEditor') && trials(version)),
    }
    return reply.send(this.pages.render(request, reply, 'policy/version', view, { status }))
  }

  /** What this policy editor may do with a version. */
  private async actions(request: FastifyRequest, kind: Kind, version: Version, { typed, problems = [] }: Again) {
    const [person, address] = [personOf(request), versionAddress(version)]
    const open = !version.approvedAt && !version.withdrawnAt
    const again = {
      next: `/policy/kinds/${kind.name}/new?from=${version.id}`,
      ...(kind.newKeys && { another: `/policy/kinds/${kind.name}/new?from=${version.id}&another=1` }),
    }
    if (!open) return { again }
    if (version.draftedBy === person.id)
      return { own: { change: `${address}/change`, withdraw: `${address}/withdraw` } }
    const reasons = await this.drafts.reasonsAgainst(person, version)
    const keeping = (await this.keeper.below(request, `${address}/`, address)).at(`${address}/send-back`)
    return {
      decide: {
        revision: version.revision,
        approve: `${address}/approve`,
        button: {
          text: { zh: '批准', en: 'Approve' },
          id: 'approve',
          ...(reasons.length > 0 && { unavailable: reasons }),
        },
        sendBack: keeping.place,
        form: formView(SEND_BACK, typed ?? keeping.kept?.input ?? {}, { language: request.language, problems }),
        keep: keeping.view,
      },
    }
  }
}

const revisionIn = (body: unknown): number => readNumber(body, '_revision') ?? 0
