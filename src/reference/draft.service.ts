/**
 * How reference data changes (docs/architecture.md#reference-data): one policy editor drafts a
 * version, another one approves it as they have read it, or sends it back with a sentence; from
 * its day on it is in force. The database checks the same once more (migrations/…-drafts.ts).
 * Over 250 lines because each step has its sentences beside it.
 */
import { Injectable } from '@nestjs/common'
import type { ZodObject } from 'zod'
import { Clock } from '../base/clock.js'
import { Database, row, sqlState, type Tx } from '../base/database.js'
import { isDate, sayDate } from '../base/dates.js'
import { Invalid, NotFound, NotNow, type Problem, type Reason } from '../base/errors.js'
import { type Bilingual, fill } from '../base/text.js'
import { parseForm } from '../forms/engine/parse.js'
import { type Actor, has, type Role, requireRole } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { Authorities } from './authorities.js'
import { LONGEST_NOTE } from './draftForm.js'
import { isOpen, OPEN_QUESTIONS, type OpenQuestion, openQuestionSchema } from './openQuestions.js'
import { Reference } from './reference.service.js'
import { firstDay, isKey, type Kind, Kinds, schemaOf } from './registry.js'
import {
  findBefore,
  findRevision,
  findVersion,
  listComing,
  listInForce,
  listVersions,
  type Revision,
  type Version,
  type VersionLine,
} from './versions.js'

/** Who sees drafts; what is approved anybody may see. */
export const READERS = ['policyEditor', 'supervisor', 'approver', 'assessor', 'auditor'] as const satisfies Role[]

/** What a policy editor writes. */
export interface Draft {
  readonly effectiveFrom: string
  readonly body: unknown
  /** Why the change: the notice it follows, who asked for it. */
  readonly note: string
}

export interface Published {
  readonly versions: readonly VersionLine[]
  readonly coming: readonly { readonly version: Version; readonly before: Version | undefined }[]
}

@Injectable()
export class PolicyDrafts {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly kinds: Kinds,
    private readonly reference: Reference,
    private readonly authorities: Authorities,
  ) {}

  /** Versions by kind and key, the newest first; drafts only for those who may see them. */
  async list(actor: Actor, kind?: string, key?: string): Promise<VersionLine[]> {
    const found = await this.db.transaction(settingsOf(actor), (tx) => listVersions(tx, kind, key))
    return has(actor, ...READERS) ? found : found.filter(({ approvedAt }) => approvedAt !== null)
  }

  /** One version, and the approved one that it takes the place of. Throws NotFound. */
  get(actor: Actor, id: number): Promise<{ version: Version; before: Version | undefined }> {
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const version = await findVersion(tx, id)
      if (!version || !(version.approvedAt || has(actor, ...READERS))) throw new NotFound()
      return { version, before: await findBefore(tx, version) }
    })
  }

  /**
   * What a draft said at the revision that somebody has read; undefined when that is its present
   * one, or no longer kept.
   */
  async asRead(actor: Actor, id: number, revision: number): Promise<Revision | undefined> {
    if (!has(actor, ...READERS)) return undefined
    return this.db.transaction(settingsOf(actor), (tx) => findRevision(tx, id, revision))
  }

  /** Of each key the version in force on a day; of all kinds or of one. */
  inForce(on: string, kind?: string): Promise<Version[]> {
    return this.db.transaction({}, (tx) => listInForce(tx, on, kind))
  }

  /** What the city has still to confirm today, in its order; each with the id of its version. */
  async openQuestions(): Promise<(OpenQuestion & { readonly id: number })[]> {
    const questions = await this.inForce(this.clock.today(), OPEN_QUESTIONS)
    return questions
      .map(({ id, body }) => ({ id, ...openQuestionSchema.parse(body) }))
      .filter(isOpen)
      .sort((one, other) => one.order - other.order)
  }

  /**
   * The approved versions of some kinds, the newest first, and those to come after a day with what
   * each takes the place of: for everybody.
   */
  published(kinds: readonly string[], after: string): Promise<Published> {
    return this.db.transaction({}, async (tx) => {
      const versions = (await listVersions(tx)).filter(({ kind, approvedAt }) => approvedAt && kinds.includes(kind))
      const coming = []
      for (const version of await listComing(tx, after, kinds))
        coming.push({ version, before: await findBefore(tx, version) })
      return { versions, coming }
    })
  }

  /** Drafts a version and gives its id. Throws Forbidden, NotFound for a kind or key that there is not, Invalid. */
  draft(actor: Actor, kindName: string, key: string, draft: Draft): Promise<number> {
    return this.write(actor, async (tx) => {
      const kind = this.kinds.get(kindName)
      await this.requireFit(tx, kind, key, draft)
      const made = await row<{ id: number }>(
        tx,
        `insert into reference (kind, key, effective_from, body, drafted_by, drafted_at, note)
          values ($1, $2, $3, $4, $5, $6, $7) returning id`,
        [kind.name, key, draft.effectiveFrom, JSON.stringify(draft.body), actor.id, this.clock.now(), draft.note],
      )
      if (!made) throw new NotFound()
      return made.id
    })
  }

  /**
   * Changes one's own draft, of the revision that was opened; it then waits for approval again.
   * Throws Forbidden, NotFound, NotNow, Invalid.
   */
  change(actor: Actor, id: number, revision: number, draft: Draft): Promise<void> {
    return this.write(actor, async (tx) => {
      const version = await this.open(tx, id)
      if (version.draftedBy !== actor.id) throw new NotNow([notYours])
      if (version.revision !== revision) throw new NotNow([changedElsewhere])
      await this.requireFit(tx, this.kinds.get(version.kind), version.key, draft)
      await row(tx, 'update reference set effective_from = $2, body = $3, note = $4, drafted_at = $5 where id = $1', [
        id,
        draft.effectiveFrom,
        JSON.stringify(draft.body),
        draft.note,
        this.clock.now(),
      ])
    })
  }

  /** Takes one's own draft back. Throws Forbidden, NotFound, NotNow. */
  withdraw(actor: Actor, id: number): Promise<void> {
    return this.write(actor, async (tx) => {
      const version = await this.open(tx, id)
      if (version.draftedBy !== actor.id) throw new NotNow([notYours])
      await row(tx, 'update reference set withdrawn_at = $2 where id = $1', [id, this.clock.now()])
    })
  }

  /** Sends somebody else's draft back to its drafter with a sentence. Throws Forbidden, NotFound, NotNow, Invalid. */
  sendBack(actor: Actor, id: number, revision: number, why: string): Promise<void> {
    return this.write(actor, async (tx) => {
      const version = await this.open(tx, id)
      const reasons = [...ownReasons(version, actor), ...readReasons(version, revision)]
      if (reasons.length > 0) throw new NotNow(reasons)
      const sentence = why.trim()
      if (sentence === '' || sentence.length > LONGEST_NOTE) throw new Invalid([{ ...noSentence, path: 'why' }])
      await row(
        tx,
        'update reference set sent_back_at = $2, sent_back_by = $3, sent_back_why ' +
          '= $4, sent_back_revision = revision where id = $1',
        [id, this.clock.now(), actor.id, sentence],
      )
    })
  }

  /** Why this person cannot approve this version now; empty when they can. */
  async reasonsAgainst(actor: Actor, version: Version): Promise<Reason[]> {
    return this.db.transaction(settingsOf(actor), (tx) => this.reasons(tx, actor, version, version.revision))
  }

  /**
   * Approves the revision that the person has read; it is in force from its day. Throws Forbidden,
   * NotFound, NotNow with every reason.
   */
  async approve(actor: Actor, id: number, revision: number): Promise<void> {
    await this.write(actor, async (tx) => {
      const version = await this.open(tx, id)
      const reasons = await this.reasons(tx, actor, version, revision)
      if (reasons.length > 0) throw new NotNow(reasons)
      await row(tx, 'update reference set approved_by = $2, approved_at = $3 where id = $1', [
        id,
        actor.id,
        this.clock.now(),
      ])
    }).catch((error: unknown) => {
      if (sqlState(error) === '23505') throw new NotNow([takenDay]) // two approved at once, for one day
      throw error
    })
    await Promise.all([this.reference.refresh(), this.authorities.refresh()])
  }

  private write<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    requireRole(actor, 'policyEditor')
    return this.db.transaction(settingsOf(actor), work)
  }

  /** A draft that is still open, locked. Throws NotFound, NotNow. */
  private async open(tx: Tx, id: number): Promise<Version> {
    await row(tx, 'select 1 from reference where id = $1 and approved_at is null and withdrawn_at is null for update', [
      id,
    ])
    const version = await findVersion(tx, id)
    if (!version) throw new NotFound()
    if (version.approvedAt || version.withdrawnAt) throw new NotNow([closed])
    return version
  }

  private async reasons(tx: Tx, actor: Actor, version: Version, revision: number): Promise<Reason[]> {
    const kind = this.kinds.get(version.kind)
    const { key, effectiveFrom, body } = version
    const faults = await this.faults(tx, kind, key, { effectiveFrom, body, note: version.note ?? '' })
    return [
      ...ownReasons(version, actor),
      ...readReasons(version, revision),
      ...(version.sentBackRevision === version.revision ? [sentBack] : []),
      ...faults.map(({ code, path, message }) => ({ code, path, ...message })),
    ]
  }

  private async requireFit(tx: Tx, kind: Kind, key: string, draft: Draft): Promise<void> {
    const problems = await this.faults(tx, kind, key, draft)
    if (draft.note.trim() === '' || draft.note.length > LONGEST_NOTE) problems.push({ ...noNote, path: 'note' })
    if (problems.length > 0) throw new Invalid(problems)
  }

  /** What is wrong with a day and a body that have their form, whatever is still missing around them. */
  async faultsSoFar(actor: Actor, kind: Kind, key: string, day: unknown, body: unknown): Promise<Problem[]> {
    const effectiveFrom = typeof day === 'string' ? day : firstDay(kind, this.clock.today())
    const draft = { effectiveFrom, body, note: '' }
    const found = await this.db.transaction(settingsOf(actor), (tx) => this.faults(tx, kind, key, draft))
    return found.filter(({ path }) => path !== 'key')
  }

  /** Everything that keeps a version from being approved, whoever approves it. */
  private async faults(tx: Tx, kind: Kind, key: string, { effectiveFrom, body }: Draft): Promise<Problem[]> {
    const [earliest, problems] = [firstDay(kind, this.clock.today()), [] as Problem[]]
    if (!isDate(effectiveFrom)) problems.push({ code: 'notDate', path: 'effectiveFrom', message: notDate })
    else if (effectiveFrom < earliest)
      problems.push({ code: 'tooEarly', path: 'effectiveFrom', message: tooEarly(kind, earliest) })
    const known = await row<{ body: unknown; taken: boolean }>(
      tx,
      `select body, bool_or(effective_from::text = $3) over () as taken from reference
       where kind = $1 and key = $2 and approved_at is not null order by effective_from desc limit 1`,
      [kind.name, key, effectiveFrom],
    )
    if (!isKey(key) || !(known || kind.newKeys)) problems.push({ code: 'noKey', path: 'key', message: noKey })
    if (known?.taken) problems.push({ code: takenDay.code, path: 'effectiveFrom', message: takenDay })
    const schema = schemaOf(kind, key)
    const fits = schema?.safeParse(body).success ?? false
    if (schema && !fits) problems.push(...formProblems(schema, body))
    if (!schema) problems.push({ code: 'noKey', path: 'key', message: noKey })
    const own = fits ? kind.keyOf?.(body) : undefined
    if (own !== undefined && own !== key)
      problems.push({ code: 'otherKey', path: 'key', message: fill(otherKey, { own, key }) })
    const day = isDate(effectiveFrom) && effectiveFrom > earliest ? effectiveFrom : earliest
    if (fits && kind.check) problems.push(...kind.check(body, key, known?.body, await listInForce(tx, day)).map(inBody))
    return problems
  }
}

const inBody = (problem: Problem): Problem => ({ ...problem, path: problem.path ? `body.${problem.path}` : 'body' })

/** Why a body does not have its form, by the names of its questions; the form may be newer than the draft. */
function formProblems(schema: ZodObject, body: unknown): Problem[] {
  const { problems } = parseForm(schema, body)
  return (problems.length > 0 ? problems : [{ code: 'form', path: '', message: doesNotFit }]).map(inBody)
}

const ownReasons = ({ draftedBy }: Version, { id }: Actor): Reason[] => (draftedBy === id ? [own] : [])
const readReasons = (version: Version, revision: number): Reason[] => (version.revision === revision ? [] : [changed])

function tooEarly(kind: Kind, earliest: string): Bilingual {
  const text = kind.fromToday
    ? {
        zh: '生效日最早为今天（{zh}）：已经过去的日期不因日历变动而重算。',
        en: 'The effective date can be today ({en}) at the earliest. Past dates are not recalculated.',
      }
    : {
        zh: '生效日最早为明天（{zh}）：案件按提交当天的规定办理，今天和以前的案件不能改按新规定重新评判。',
        en:
          'The effective date can be tomorrow ({en}) at the earliest. Cases are judged by the rules of their ' +
          'filing day, so cases from today or earlier cannot be judged again.',
      }
  return fill(text, { ...sayDate(earliest) })
}

const own = {
  code: 'ownDraft',
  zh: '这是您自己起草的，须由另一位政策编辑批准或退回。',
  en: 'You drafted this. Another policy editor has to approve it or send it back.',
}
const notYours = {
  code: 'notYourDraft',
  zh: '这是别人起草的，只能由起草人修改或撤回。',
  en: 'Someone else drafted this. Only they can change or withdraw it.',
}
const sentBack = {
  code: 'draftSentBack',
  zh: '该草稿已退回，起草人修改后方可批准。',
  en: 'This draft was sent back. It can be approved once its author has changed it.',
}
const closed = {
  code: 'closedDraft',
  zh: '该草稿已批准或撤回，不能再修改。如需修改，请起草新版本。',
  en: 'This has been approved or withdrawn and can no longer be changed. Draft a new version instead.',
}
const changed = {
  code: 'changedDraft',
  zh: '您打开后，起草人已修改草稿。请重新查看后再决定。',
  en: 'The draft has been changed since you opened it. Read it again before you decide.',
}
const changedElsewhere = {
  code: 'changedElsewhere',
  zh: '您打开本页后，在另一个窗口修改过该草稿，差异见下。再次保存的，以本页内容为准。',
  en:
    'You changed this draft in another window after opening it here. The differences are listed below. ' +
    'If you save again, this version is used.',
}
const takenDay = {
  code: 'takenDay',
  path: 'effectiveFrom',
  zh: '同一条目在该日已有经批准的版本。请另选生效日。',
  en: 'There is already an approved version of this entry for that day. Choose another date.',
}
const notDate = { zh: '生效日不是有效日期。', en: 'The effective date is not a valid date.' }
const noKey = {
  zh: '该类规则没有这个代码，系统也不使用新的代码。',
  en: 'There is no such code for this kind, and the system does not use new ones.',
}
const otherKey = {
  zh: '内容说的是“{own}”，代码却是“{key}”，两者须一致。',
  en: 'The contents say “{own}” but the code is “{key}”. They must match.',
}
const doesNotFit = {
  zh: '内容不符合这一类条目现在的格式。请起草人打开草稿，核对后重新保存。',
  en: 'The contents do not match the current format. Ask the drafter to check the draft and save it again.',
}
const noNote = {
  code: 'empty',
  message: { zh: '请写明修改原因，不超过2000字。', en: 'Give the reason for the change, at most 2,000 characters.' },
}
const noSentence = {
  code: 'empty',
  message: {
    zh: '请写明退回的原因，不超过2000字。',
    en: 'Give the reason for sending it back, at most 2,000 characters.',
  },
}
