/**
 * Reference data to be read, approved and sent back (docs/architecture.md#reference-data):
 * kinds, their entries, one version with what it changes. Drafts are written in
 * draft.controller.ts. Over 250 lines because a version's page is gathered in one place.
 */
import { Body, Controller, Get, Param, Post } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import type { NotNow } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { ReachService } from '../../cases/reports/reach.service.js'
import { listChanges } from '../../forms/engine/compare.js'
import { Endings } from '../../letters/endings.js'
import { has } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { PolicyDrafts, READERS } from '../../reference/draft.service.js'
import { SEND_BACK } from '../../reference/draftForm.js'
import { getSchema, type Kind, Kinds, nameOf, ownNameOf } from '../../reference/registry.js'
import { standingOf, type Version, type VersionLine } from '../../reference/versions.js'
import { For, NeedsProof } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { KeepsForm } from '../http/formKeeper.js'
import { readNumber } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { attempt, isNotNow, submit } from '../http/submit.js'
import { link } from '../kit/pieces.js'
import { affects, changesTable, fromText, leftInEnglish, STANDINGS } from '../kit/versions.view.js'
import { yearView } from './calendar.view.js'
import { AS_READ, type Heads, meanwhile, notDone, SENT_BACK } from './meanwhile.js'
import {
  draftDone,
  editsAt,
  endingRow,
  entriesTable,
  kindRow,
  markOf,
  POLICY,
  questionsAbout,
  TO_CONFIRM,
  toConfirmView,
  trials,
  versionFacts,
  versionLinks,
  waitingOf,
  waitingTable,
} from './policy.view.js'
import { notesOf, TEXTS } from './paperUse.js'
import { reachView } from './reach.view.js'
import { listReferred } from './referred.js'
import { showBody } from './show.view.js'

/** A version's page once more: why it was not done. */
interface Again {
  readonly form?: Filled
  readonly refused?: NotNow | undefined
  /** The revision that the person had read. */
  readonly read?: number
}

@Controller('policy')
@For('policyEditor', 'supervisor', 'approver', 'assessor', 'auditor')
export class PolicyController {
  constructor(
    private readonly drafts: PolicyDrafts,
    private readonly kinds: Kinds,
    private readonly clock: Clock,
    private readonly endings: Endings,
    private readonly reach: ReachService,
  ) {}

  @Get()
  async list(@Me() me: Person) {
    const [versions, open] = [await this.drafts.list(me), await this.drafts.openQuestions()]
    const today = this.clock.today()
    const inForce = await this.drafts.inForce(today)
    const rowsOf = (applies: Kind['applies']) =>
      this.kinds.list.filter((kind) => kind.applies === applies).map((kind) => kindRow(kind, versions, today))
    const view = {
      title: POLICY,
      waiting: await this.waiting(me, versions, today),
      endings: (await this.endings.list()).map((ending) => endingRow(ending, inForce, today)),
      open: open.length > 0 && { count: open.length, href: path.toConfirm },
      groups: [
        { title: { zh: '按申请提交日适用', en: 'By filing date' }, kinds: rowsOf('filing') },
        { title: { zh: '按办理日适用', en: 'By date of action' }, kinds: rowsOf('doing') },
      ],
    }
    return page('policy/kinds', view)
  }

  /** Drafts and what is to come, by name. */
  private async waiting(me: Person, versions: readonly VersionLine[], today: string) {
    const [waiting, names] = [waitingOf(versions, today), new Map<number, Bilingual>()]
    const edits = has(me, 'policyEditor')
    for (const { version: line } of waiting) {
      const [kind, { version }] = [this.kinds.find(line.kind), await this.drafts.get(me, line.id)]
      if (!kind) continue
      const referred = kind.refers?.key
        ? await listReferred(this.drafts, this.kinds, kind, today, edits ? me : undefined)
        : undefined
      const name = referred?.get('key')?.get(line.key) ?? ownNameOf(kind, line.key, version.body)
      if (name) names.set(line.id, name)
    }
    return waitingTable(waiting, this.kinds, ({ id }) => names.get(id))
  }

  /** What the city has to confirm before this goes live, each question with the entries that rest on it. */
  @Get('to-confirm')
  async toConfirm(@Me() me: Person) {
    const [open, inForce] = [await this.drafts.openQuestions(), await this.drafts.inForce(this.clock.today())]
    const edits = has(me, 'policyEditor')
    const view = {
      title: TO_CONFIRM,
      back: link(POLICY, path.policy),
      questions: open.map((question) => toConfirmView(question, inForce, this.kinds, edits)),
    }
    return page('policy/to-confirm', view)
  }

  @Get('kinds/:kind')
  async kind(@Me() me: Person, @Param('kind') name: string) {
    const [kind, today, edits] = [this.kinds.get(name), this.clock.today(), has(me, 'policyEditor')]
    const versions = await this.drafts.list(me, name)
    const inForce = await this.drafts.inForce(today, name)
    const bodies = new Map(inForce.map(({ key, body }) => [key, body]))
    const open = await this.drafts.openQuestions()
    const names = (await listReferred(this.drafts, this.kinds, kind, today, edits ? me : undefined)).get('key')
    const view = {
      title: kind.label,
      what: kind.what,
      back: link(POLICY, path.policy),
      preview: name === 'letterTemplates' && edits && path.templates,
      table: entriesTable(kind, versions, bodies, today, (key) => markOf(open, name, key, bodies.get(key)), names),
      add: kind.newKeys && edits && path.newEntry(name),
    }
    return page('policy/kind', view)
  }

  /**
   * What is approved is open to everybody who has signed in: a firm may read what its case is
   * judged by.
   */
  @Get('entries/:id')
  @For('signedIn')
  show(@Me() me: Person, @Id() id: number) {
    return this.page(me, id)
  }

  @Post('entries/:id/approve')
  @For('policyEditor')
  @NeedsProof()
  approve(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    const read = revisionIn(body)
    return attempt({
      work: () => this.drafts.approve(me, id, read),
      then: done(path.entry(id), 'approved'),
      again: (problems, refused) => this.page(me, id, { form: new Filled(SEND_BACK, {}, problems), refused, read }),
      refuses: isNotNow,
    })
  }

  @KeepsForm(SEND_BACK)
  @Post('entries/:id/send-back')
  @For('policyEditor')
  sendBack(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    const read = revisionIn(body)
    return submit(SEND_BACK, body, {
      work: ({ why }) => this.drafts.sendBack(me, id, read, why),
      then: done(path.entry(id), 'sentBack'),
      again: (form, refused) => this.page(me, id, { form, refused, read }),
      refuses: isNotNow,
    })
  }

  @Post('entries/:id/withdraw')
  @For('policyEditor')
  withdraw(@Me() me: Person, @Id() id: number) {
    return attempt({
      work: () => this.drafts.withdraw(me, id),
      then: done(path.entry(id), 'withdrawn'),
      again: (problems, refused) => this.page(me, id, { form: new Filled(SEND_BACK, {}, problems), refused }),
      refuses: isNotNow,
    })
  }

  private async page(me: Person, id: number, { form = new Filled(SEND_BACK), refused, read }: Again = {}) {
    const [today, edits] = [this.clock.today(), has(me, 'policyEditor')]
    const { version, before } = await this.drafts.get(me, id)
    const kind = this.kinds.get(version.kind)
    const siblings = await this.drafts.list(me, version.kind, version.key)
    const schema = getSchema(kind, version.key)
    const standing = standingOf(version, siblings, today)
    const changed = before ? listChanges(schema, before.body, version.body) : []
    const changes = before && changesTable(changed, before)
    const since = async (revision: number | null | undefined, heads: Heads) => {
      const then = revision ? await this.drafts.asRead(me, id, revision) : undefined
      return then && meanwhile(schema, [then, version], heads)
    }
    const reads = has(me, ...READERS)
    const named = await listReferred(this.drafts, this.kinds, kind, today, edits ? me : undefined)
    const open = reads ? questionsAbout(await this.drafts.openQuestions(), version) : []
    const isToCome = standing === 'waiting' || standing === 'sentBack' || standing === 'coming'
    const told = isToCome && (edits || this.reach.isNamedFor(me))
    const touches = told && reachView(await this.reach.of(me, version, today))
    const texts = kind.notes && isToCome ? await this.drafts.list(me, TEXTS, version.key) : []
    const on = [version.effectiveFrom, today].toSorted()[1] ?? today
    const use = kind.notes && isToCome && notesOf(kind, version, await this.drafts.inForce(on), texts, edits)
    const [unread, answered] = [await since(refused && read, AS_READ), await since(version.sentBackRevision, SENT_BACK)]
    const name = named.get('key')?.get(version.key) ?? nameOf(kind, version)
    const view = {
      title: kind.label,
      name,
      tag: STANDINGS[standing],
      back: reads
        ? link(kind.label, path.kind(kind.name))
        : link({ zh: '公布的条件', en: 'The published criteria' }, path.criteria),
      notices: refused ? [notDone(refused, unread)] : [],
      affects: affects(kind, version.effectiveFrom),
      open,
      use,
      facts: versionFacts(version, before),
      changes,
      left: leftInEnglish(changed),
      touches,
      year: kind.name === 'calendar' && yearView(version.body),
      answered,
      same: before !== undefined && !changes,
      first: before === undefined,
      parts: [
        showBody(schema, version.body, {
          named,
          editAt: edits ? (part) => editsAt(version, me.id, part) : undefined,
        }),
      ],
      versions: versionLinks(siblings, id, today),
      ...(edits && (await this.actions(me, kind, version, form))),
      tries: edits && trials(version),
    }
    return page('policy/version', view, {
      status: refused && 409,
      problems: form.problems,
      done: draftDone(name, fromText(version.effectiveFrom)),
    })
  }

  /** What this policy editor may do with a version. */
  private async actions(me: Person, kind: Kind, version: Version, form: Filled) {
    const open = !version.approvedAt && !version.withdrawnAt
    const next = (another?: number) => withQuery(path.newEntry(kind.name), { from: version.id, another })
    if (!open) return { again: { next: next(), another: kind.newKeys && next(1) } }
    if (version.draftedBy === me.id)
      return { own: { change: path.changeEntry(version.id), withdraw: path.withdrawEntry(version.id) } }
    const reasons = await this.drafts.reasonsAgainst(me, version)
    const sendBack = path.sendEntryBack(version.id)
    return {
      decide: {
        revision: version.revision,
        approve: path.approveEntry(version.id),
        button: { text: { zh: '批准', en: 'Approve' }, id: 'approve', unavailable: reasons.length > 0 && reasons },
        sendBack,
      },
      form: form.keptAt(sendBack, path.entry(version.id)),
    }
  }
}

const revisionIn = (body: unknown): number => readNumber(body, '_revision') ?? 0
