/**
 * A draft of reference data is written: a form made from the kind's schema. Whatever is wrong, what
 * was typed stays.
 */
import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import type { ZodObject } from 'zod'
import { Clock } from '../../base/clock.js'
import { Forbidden, NotFound, type NotNow, type Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { type Bilingual, joined } from '../../base/text.js'
import { type Branch, getNode } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { placeIn, placeLabels, type PlaceLabels } from '../../forms/engine/place.js'
import { idOf } from '../../forms/engine/parts.js'
import { formView } from '../../forms/engine/view.js'
import type { Person } from '../../people/session.service.js'
import { type Draft, PolicyDrafts } from '../../reference/draft.service.js'
import { BODY, DRAFT, draftForm } from '../../reference/draftForm.js'
import { firstDay, getSchema, type Kind, Kinds, nameOf } from '../../reference/registry.js'
import type { Version } from '../../reference/versions.js'
import { For } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { FormKeeper, KeepsForm } from '../http/formKeeper.js'
import { readNumber } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { isNotNow, submit } from '../http/submit.js'
import { day } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { link } from '../kit/pieces.js'
import { affects } from '../kit/versions.view.js'
import { DraftDifferences, newPlace, readOrigin } from './draft.kept.js'
import { meanwhile, TWO_WINDOWS } from './meanwhile.js'

/** What is being drafted: where the form goes, and what is known before anything is typed. */
interface Task {
  readonly kind: Kind
  /** The form of its body, and of the whole draft. */
  readonly schema: ZodObject
  readonly form: ReturnType<typeof draftForm>
  /** The key, when it is known. */
  readonly key: string | undefined
  /** The version that the draft starts from, or the draft itself. */
  readonly from: Version | undefined
  readonly changes: boolean
  readonly address: string
}

@Controller('policy')
@For('policyEditor')
export class DraftController {
  constructor(
    private readonly drafts: PolicyDrafts,
    private readonly kinds: Kinds,
    private readonly clock: Clock,
    private readonly keeper: FormKeeper,
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
    const { from: id, another } = readOrigin(request)
    const from = id === undefined ? undefined : (await this.drafts.get(me, id)).version
    if ((from && from.kind !== name) || ((!from || another) && !kind.newKeys)) throw new NotFound()
    const key = another ? undefined : from?.key
    return this.task({ kind, key, from, changes: false, address: newPlace({ kind: name }, request) })
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
    return submit(task.form, body, {
      work: async (draft) => {
        const key = task.key ?? kind.keyOf?.(draft.body) ?? draft.key ?? ''
        if (!changes || !from) return this.drafts.draft(me, kind.name, key, draft)
        await this.drafts.change(me, from.id, readNumber(body, '_revision') ?? 0, draft)
        return from.id
      },
      then: (id) => done(path.entry(id), changes ? 'changed' : 'drafted'),
      again: (filled, refused) => this.form(request, task, filled, refused),
      refuses: isNotNow,
    })
  }

  private async form(request: FastifyRequest, task: Task, { tree, at, ...filled }: Filled, refused?: NotNow) {
    const { language } = request
    const { kind, form, key, from } = task
    const { value: draft, partial } = parseForm(form, tree)
    const problems = draft ? filled.problems.map((problem) => refusedProblem(task, tree, problem)) : filled.problems
    const questions = [...(asksKey(task) ? ['key'] : []), 'effectiveFrom', 'note']
    const earliest = firstDay(kind, this.clock.today())
    const typedOn = partial.effectiveFrom
    const view = {
      title: task.changes
        ? { zh: '修改草稿', en: 'Change the draft' }
        : key === undefined
          ? { zh: '新增条目', en: 'A new entry' }
          : { zh: '起草新版本', en: 'Draft a new version' },
      kind: kind.label,
      name: from && key !== undefined && nameOf(kind, from),
      back: from ? link(nameOf(kind, from), path.entry(from.id)) : link(kind.label, path.kind(kind.name)),
      notices: refused && draft ? [refusal(task, refused, draft)] : [],
      revision: from?.revision ?? '',
      problems:
        problems.length > 0
          ? problems.map((problem) => ({
              // what a form finds names its question; what the service finds does not
              text: placed(task, tree, problem, draft ? 'whole' : 'around'),
              href: `#${idOf(problem.path)}`,
            }))
          : undefined,
      address: task.address,
      about: formView(form, tree, { language, problems, only: questions }),
      affects: affects(kind, typedOn && typedOn > earliest ? typedOn : earliest),
      earliest: day(earliest),
      body: formView(form, tree, { language, problems, only: [BODY], at, dense: true }),
      keep: (await this.keeper.at(request, task.address)).view,
      bodyErrors: problems.filter(({ path }) => path === BODY).map(({ message }) => message),
    }
    return page('policy/draft', view, { status: refused ? 409 : problems.length > 0 ? 422 : 200 })
  }
}

/** The sentence of a problem; of one in the body with where that is. */
function placed({ form }: Task, tree: Branch, { path, message }: Problem, place: keyof PlaceLabels): Bilingual {
  const label = placeLabels(getNode(form), tree, path)[place]
  return path.startsWith(`${BODY}.`) && label.zh ? joined([label, message], { zh: '：', en: ': ' }) : message
}

/** A problem of the service beside the question that it is about. */
const refusedProblem = (task: Task, tree: Branch, problem: Problem): Problem => ({
  ...problem,
  path: problem.path === 'key' && !asksKey(task) ? BODY : placeIn(getNode(task.form), tree, problem.path),
})

/** Why it was not kept; and, when the draft was changed in another window, what differs there. */
function refusal({ schema, changes, from }: Task, { because }: NotNow, draft: Draft): Notice {
  const table = changes && from ? meanwhile(schema, [from, draft], TWO_WINDOWS) : undefined
  return {
    kind: 'bad',
    title: { zh: '没有存下，您填的都在下面', en: 'Not kept; what you typed is all below' },
    items: because,
    changes: table && [{ title: { zh: '两处不同', en: 'Where the two differ' }, tables: [{ table }] }],
    links: from && [link({ zh: '看这一稿现在的样子', en: 'See the draft as it is now' }, path.entry(from.id))],
  }
}

/** Whether the key has to be typed: it is not known, and the body does not say it. */
const asksKey = ({ key, kind }: Pick<Task, 'key' | 'kind'>): boolean => key === undefined && !kind.keyOf

/**
 * What the form holds before anything is typed: the version it starts from; of one's own draft also
 * its day and its note.
 */
function firstTree({ from, changes }: Task): Branch {
  return {
    [BODY]: from?.body,
    effectiveFrom: changes && from ? from.effectiveFrom : undefined,
    note: changes && from ? (from.note ?? '') : undefined,
  }
}

const NOT_YOURS: Bilingual = {
  zh: '只有起草人可以修改还没有批准的草稿。',
  en: 'Only its drafter can change a draft, and only before it is approved.',
}
