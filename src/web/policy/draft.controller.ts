/**
 * A draft of reference data is written: a form made from the kind's schema. Whatever is wrong, what
 * was typed stays.
 */
import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Forbidden, NotFound } from '../../base/errors.js'
import { isDate } from '../../base/dates.js'
import { path } from '../../base/path.js'
import { ReachService } from '../../cases/reports/reach.service.js'
import type { Bilingual } from '../../base/text.js'
import { readForm } from '../../forms/engine/body.js'
import { getNode, memberOf } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { placeIn } from '../../forms/engine/place.js'
import type { Person } from '../../people/session.service.js'
import { PolicyDrafts } from '../../reference/draft.service.js'
import { BODY, DRAFT, draftForm } from '../../reference/draftForm.js'
import { firstDay, getSchema, keyFrom, type Kind, Kinds, schemaOf } from '../../reference/registry.js'
import { readPreview } from '../case/paperPreview.js'
import { For, personOf } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { FormKeeper, KeepsForm } from '../http/formKeeper.js'
import { readNumber, readText } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { isNotNow, submit } from '../http/submit.js'
import { pastedIn } from './calendar.view.js'
import { DraftDifferences, newPlace, readOrigin } from './draft.kept.js'
import { DraftPaper } from './draft.paper.js'
import { asksKey, CALENDAR, draftView, firstTree, type Shown, type Task } from './draft.view.js'
import { reachView } from './reach.view.js'
import { listReferred } from './referred.js'

@Controller('policy')
@For('policyEditor')
export class DraftController {
  constructor(
    private readonly drafts: PolicyDrafts,
    private readonly kinds: Kinds,
    private readonly clock: Clock,
    private readonly keeper: FormKeeper,
    private readonly papers: DraftPaper,
    private readonly reach: ReachService,
  ) {}

  @Get('kinds/:kind/new')
  async start(@Me() me: Person, @Req() request: FastifyRequest, @Param('kind') name: string) {
    return this.open(request, await this.newTask(me, request, name))
  }

  @KeepsForm(DRAFT, { place: newPlace, differences: DraftDifferences })
  @Post('kinds/:kind/new')
  async create(@Me() me: Person, @Req() request: FastifyRequest, @Param('kind') name: string, @Body() body: unknown) {
    return this.write(me, request, await this.newTask(me, request, name), body)
  }

  @Get('entries/:id/change')
  async change(@Me() me: Person, @Req() request: FastifyRequest, @Id() id: number) {
    return this.open(request, await this.changeTask(me, id))
  }

  @KeepsForm(DRAFT, { differences: DraftDifferences })
  @Post('entries/:id/change')
  async save(@Me() me: Person, @Req() request: FastifyRequest, @Id() id: number, @Body() body: unknown) {
    return this.write(me, request, await this.changeTask(me, id, false), body)
  }

  /** The form as it was typed so far, or as it begins. */
  private async open(request: FastifyRequest, task: Task) {
    const { kept } = await this.keeper.at(request, task.address)
    return this.form(request, task, new Filled(task.form, kept?.input ?? firstTree(task)))
  }

  private async newTask(me: Person, request: FastifyRequest, name: string): Promise<Task> {
    const kind = this.kinds.get(name)
    const { from: id, another, key: given } = readOrigin(request)
    const from = id === undefined ? undefined : (await this.drafts.get(me, id)).version
    if ((from && from.kind !== name) || ((!from || another) && !kind.newKeys)) throw new NotFound()
    const key = another ? undefined : from?.key
    const last = key === undefined ? await this.lastPlace(kind) : undefined
    return this.task({ kind, key, from, given, last, changes: false, address: newPlace({ kind: name }, request) })
  }

  /** The place after all entries of a kind that is in an order; undefined for others. */
  private async lastPlace(kind: Kind): Promise<number | undefined> {
    if (!('order' in (schemaOf(kind, '')?.shape ?? {}))) return undefined
    const places = (await this.drafts.inForce(FAR, kind.name)).map(({ body }) => Number(memberOf(body, 'order') ?? 0))
    return Math.floor(Math.max(0, ...places)) + 1
  }

  /**
   * Once it is closed nothing is changed any more; what was typed meanwhile is still shown again.
   */
  private async changeTask(me: Person, id: number, open = true): Promise<Task> {
    const { version } = await this.drafts.get(me, id)
    const closed = version.approvedAt !== null || version.withdrawnAt !== null
    if (version.draftedBy !== me.id || (open && closed)) throw new Forbidden(NOT_YOURS)
    const kind = this.kinds.get(version.kind)
    return this.task({ kind, key: version.key, from: version, changes: true, address: path.changeEntry(id) })
  }

  private task(task: Omit<Task, 'schema' | 'form'>): Task {
    const schema = getSchema(task.kind, task.key ?? '')
    return { ...task, schema, form: draftForm(schema, asksKey(task)) }
  }

  private write(me: Person, request: FastifyRequest, task: Task, body: unknown) {
    const { kind, from, changes } = task
    const pasted = kind.name === CALENDAR ? pastedIn(body, firstDay(kind, this.clock.today())) : undefined
    if (pasted?.now) return this.form(request, task, new Filled(task.form, pasted.tree), { pasted })
    const wish = readPreview(body)
    if (wish) return this.form(request, task, new Filled(task.form, readForm(body).tree), { wish })
    if (readText(body, '_touches'))
      return this.form(request, task, new Filled(task.form, readForm(body).tree), { touches: true, pasted })
    return submit(task.form, body, {
      work: async (draft) => {
        const key = task.key ?? kind.keyOf?.(draft.body) ?? draft.key ?? (await this.newKey(me, kind, draft.body))
        if (!changes || !from) return this.drafts.draft(me, kind.name, key, draft)
        await this.drafts.change(me, from.id, readNumber(body, '_revision') ?? 0, draft)
        return from.id
      },
      then: (id) => done(path.entry(id), changes ? 'changed' : 'drafted'),
      again: async (filled, refused) =>
        this.form(request, task, await this.withAll(me, task, filled), { refused, pasted }),
      refuses: isNotNow,
    })
  }

  /** With what is wrong with its day and in its body, too, where something else is: everything is said at once. */
  private async withAll(me: Person, { kind, key, form }: Task, filled: Filled): Promise<Filled> {
    const { value, partial } = parseForm(form, filled.tree)
    if (value || filled.problems.length === 0 || key === undefined) return filled
    const [day, body] = ['effectiveFrom', BODY].map((name) => memberOf(partial, name))
    const said = new Set(filled.problems.map(({ path: at }) => at.split('.')[0]))
    const found = await this.drafts.faultsSoFar(me, kind, key, day, body)
    const placed = found
      .filter(({ path: at }) => !said.has(at.split('.')[0]))
      .map((one) => ({ ...one, path: placeIn(getNode(form), filled.tree, one.path) }))
    return filled.but([...filled.problems, ...placed])
  }

  /** The key of an entry that is called by its name: made of that, and no other one's. */
  private async newKey(me: Person, kind: Kind, body: unknown): Promise<string> {
    const made = keyFrom(body) ?? ''
    const taken = new Set((await this.drafts.list(me, kind.name)).map(({ key }) => key))
    const free = [made, ...Array.from({ length: 50 }, (_, at) => `${made}${at + 2}`)]
    return free.find((key) => !taken.has(key)) ?? ''
  }

  private async form(request: FastifyRequest, task: Task, filled: Filled, shown: Shown = {}) {
    const [today, me] = [this.clock.today(), personOf(request)]
    const earliest = firstDay(task.kind, today)
    const { wish } = shown
    const paper = await this.papers.of(me, task, filled, { wish, earliest })
    const wrong = (wish === 'pressed' && paper?.problems) || []
    const { view, status } = draftView(task, filled.but([...filled.problems, ...wrong]), {
      ...shown,
      language: request.language,
      earliest,
      part: readText(request.query, 'part', 60) ?? readText(request.body, '_part', 60),
      referred: await listReferred(this.drafts, this.kinds, task.kind, today, me),
      beside: task.kind.notes ? await this.drafts.inForce(earliest) : [],
      paper,
    })
    const touches = shown.touches && (await this.touched(me, task, filled, { earliest, today }))
    return page(
      'policy/draft',
      { ...view, touches, keep: (await this.keeper.at(request, task.address)).view },
      { status },
    )
  }

  /** Which open cases what is typed would touch, before anything is kept. */
  private async touched(
    me: Person,
    { kind, key, form }: Task,
    { tree }: Filled,
    on: { earliest: string; today: string },
  ) {
    const { partial } = parseForm(form, tree)
    const day = memberOf(partial, 'effectiveFrom')
    const effectiveFrom = typeof day === 'string' && isDate(day) && day > on.earliest ? day : on.earliest
    const typed = { kind: kind.name, key: key ?? kind.keyOf?.(memberOf(partial, BODY)) ?? '', effectiveFrom }
    return reachView(await this.reach.of(me, { ...typed, body: memberOf(partial, BODY) }, on.today))
  }
}

/** All that is approved is in force by then. */
const FAR = '9999-12-31'
const NOT_YOURS: Bilingual = {
  zh: '只有起草人可以修改尚未批准的草稿。',
  en: 'Only the person who drafted it can change it, before it is approved.',
}
