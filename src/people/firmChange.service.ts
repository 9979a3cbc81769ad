/**
 * Changes of a firm's data after its confirmation: the firm's administrator asks for one, with the
 * papers that show it, and intake of the department that will lead the firm's cases takes a second
 * look. Until it accepts, nothing changes. A firm has one change at a time; one that is sent back is
 * mended and sent again with the papers that it has. What running cases take over of it:
 * docs/decisions/0042-what-running-cases-keep.md.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { Forbidden, Invalid, NotFound, NotNow, type Problem } from '../base/errors.js'
import { type Actor, requireRole } from './actor.js'
import { addPaper, changedMeanwhile, changesBetween, type FirmFacts, Firms, type Paper } from './firm.service.js'
import { noteFirmAct, takeFirm } from './firmActs.js'
import { firmChanged } from './firmIntake.service.js'
import { settingsOf } from './scope.js'

/** What can be changed: the credit code says which firm it is, and another one is another firm. */
export type ChangedFacts = Partial<Omit<FirmFacts, 'creditCode'>>

export interface FirmChange {
  readonly id: number
  readonly firmId: number
  readonly firmName: string
  readonly askedAt: Date
  readonly askedBy: string
  /** The facts that change, as they shall be. */
  readonly facts: ChangedFacts
  readonly why: string | null
  readonly state: 'open' | 'sentBack'
  /** What intake asked to mend, when it was sent back. */
  readonly reason: string | null
  readonly district: string
  readonly zone: string | null
}

const CHANGE = `
  select c.id, c.firm_id as "firmId", f.name_zh as "firmName", c.asked_at as "askedAt", p.name as "askedBy", c.facts,
    c.why, c.state, c.reason, coalesce(c.facts ->> 'district', f.district) as district,
    case when c.facts ? 'zone' then c.facts ->> 'zone' else f.zone end as zone
  from firm_changes c join firms f on f.id = c.firm_id join people p on p.id = c.asked_by`

const ASK = `
  insert into firm_changes (firm_id, asked_by, asked_at, facts, why, state) values ($1, $2, $3, $4, $5, 'open')
  returning id`
const AGAIN = `
  update firm_changes set asked_by = $2, asked_at = $3, facts = $4, why = $5, state = 'open', decided_by = null,
    decided_at = null, reason = null
  where firm_id = $1 and state in ('open', 'sentBack') returning id`
const REPLACE = `update firm_papers set replaced_at = $3 where change_id = $1 and kind = $2 and replaced_at is null`

/**
 * The papers by which a change is shown: name and registered place stand on the business licence; a
 * new contact person is named by the firm's seal.
 */
export function papersFor(change: ChangedFacts, before: Pick<FirmFacts, 'handler'>): Paper['kind'][] {
  const renamed = 'handler' in change && change.handler?.name !== before.handler?.name
  return [
    ...('nameZh' in change || 'district' in change ? (['licence'] as const) : []),
    ...(renamed ? (['authorisation'] as const) : []),
  ]
}

@Injectable()
export class FirmChanges {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly firms: Firms,
  ) {}

  /** The change of a firm that is not decided, or was sent back; undefined when there is none. */
  find(actor: Actor, firmId: number): Promise<FirmChange | undefined> {
    return this.db.transaction(settingsOf(actor), (tx) => findIn(tx, firmId))
  }

  /** The changes that wait for intake, the oldest first. */
  async listWaiting(actor: Actor): Promise<FirmChange[]> {
    requireRole(actor, 'intake')
    return this.db.transaction(settingsOf(actor), (tx) =>
      rows<FirmChange>(tx, `${CHANGE} where c.state = 'open' order by c.asked_at, c.id limit 200`),
    )
  }

  /**
   * Asks for a change, or sends the one that is there again. `facts`: all of them, as they shall be.
   * Throws Forbidden; NotNow when the firm is not confirmed, or something happened since `seen`; Invalid
   * when nothing changes, or a paper is missing that shows the change.
   */
  async ask(
    actor: Actor,
    {
      facts,
      papers = [],
      why,
      seen,
    }: {
      facts: Omit<FirmFacts, 'creditCode'>
      papers?: readonly Paper[]
      why?: string | undefined
      seen?: number | undefined
    },
  ): Promise<void> {
    const firmId = ofFirm(actor)
    const at = this.clock.now()
    await this.db.transaction(settingsOf(actor), async (tx) => {
      const last = await takeFirm(tx, firmId)
      if (seen !== undefined && seen !== last) throw new NotNow([changedMeanwhile])
      const firm = await this.firms.getIn(tx, firmId)
      if (!firm.confirmedAt) throw new NotNow([notConfirmed])
      const earlier = await findIn(tx, firmId)
      const { before, after } = changesBetween(firm, { ...facts, creditCode: firm.creditCode })
      if (Object.keys(after).length === 0 && papers.length === 0) throw new Invalid([nothingChanged])
      const there = earlier ? await kindsOf(tx, earlier.id) : []
      const given = new Set([...there, ...papers.map(({ kind }) => kind)])
      const missing = papersFor(after, firm).filter((kind) => !given.has(kind))
      if (missing.length > 0) throw new Invalid(missing.map(missingPaper))
      const values = [firmId, actor.id, at, JSON.stringify(after), why ?? null]
      const change = await row<{ id: number }>(tx, earlier ? AGAIN : ASK, values)
      if (!change) throw new NotNow([changedMeanwhile])
      for (const paper of papers) {
        await rows(tx, REPLACE, [change.id, paper.kind, at])
        await addPaper(tx, firmId, paper, at, change.id)
      }
      const detail = { before, after, papers: papers.map(({ kind }) => kind) }
      await noteFirmAct(tx, actor, {
        firmId,
        at,
        act: earlier ? 'changeSentAgain' : 'changeAsked',
        reason: why,
        detail,
      })
    })
  }

  /** The firm takes its change back. Throws Forbidden, NotFound. */
  async withdraw(actor: Actor): Promise<void> {
    const firmId = ofFirm(actor)
    const at = this.clock.now()
    await this.db.transaction(settingsOf(actor), async (tx) => {
      await takeFirm(tx, firmId)
      const change = await findIn(tx, firmId)
      if (!change) throw new NotFound()
      await rows(tx, 'update firm_papers set replaced_at = $2 where change_id = $1 and replaced_at is null', [
        change.id,
        at,
      ])
      await rows(tx, `update firm_changes set state = 'withdrawn', asked_by = $2 where id = $1`, [change.id, actor.id])
      await noteFirmAct(tx, actor, { firmId, at, act: 'changeWithdrawn' })
    })
  }

  /**
   * The new facts and papers hold from now on. Throws Forbidden, NotFound; Invalid when something
   * happened to the firm since `seen`.
   */
  accept(actor: Actor, firmId: number, seen?: number): Promise<void> {
    return this.decide(actor, firmId, { seen })
  }

  /** The firm reads what to mend, mends it and sends it again. Throws as accept() does. */
  sendBack(actor: Actor, firmId: number, reason: string, seen?: number): Promise<void> {
    return this.decide(actor, firmId, { reason, seen })
  }

  private async decide(
    actor: Actor,
    firmId: number,
    { reason, seen }: { reason?: string; seen?: number | undefined },
  ): Promise<void> {
    requireRole(actor, 'intake')
    const at = this.clock.now()
    await this.db.transaction(settingsOf(actor), async (tx) => {
      const last = await takeFirm(tx, firmId)
      if (seen !== undefined && seen !== last) throw new Invalid([firmChanged])
      const change = await findIn(tx, firmId)
      if (change?.state !== 'open') throw new NotFound()
      const firm = await this.firms.getIn(tx, firmId)
      if (reason !== undefined) {
        await rows(tx, SEND_BACK, [change.id, actor.id, at, reason])
        return noteFirmAct(tx, actor, { firmId, at, act: 'changeSentBack', reason })
      }
      const papers = await kindsOf(tx, change.id)
      const accepted = await row<{ done: boolean }>(tx, 'select accept_firm_change($1, $2) as done', [change.id, at])
      if (!accepted?.done) throw new NotFound()
      const { before, after } = changesBetween(firm, { ...firm, ...change.facts })
      await noteFirmAct(tx, actor, { firmId, at, act: 'changeAccepted', detail: { before, after, papers } })
    })
  }
}

const SEND_BACK = `
  update firm_changes set state = 'sentBack', decided_by = $2, decided_at = $3, reason = $4
  where id = $1 and state = 'open'`

const findIn = (tx: Tx, firmId: number): Promise<FirmChange | undefined> =>
  row<FirmChange>(tx, `${CHANGE} where c.firm_id = $1 and c.state in ('open', 'sentBack')`, [firmId])

async function kindsOf(tx: Tx, changeId: number): Promise<Paper['kind'][]> {
  const found = await rows<{ kind: Paper['kind'] }>(
    tx,
    'select distinct kind from firm_papers where change_id = $1 and replaced_at is null order by kind desc',
    [changeId],
  )
  return found.map(({ kind }) => kind)
}

function ofFirm(actor: Actor): number {
  if (actor.firmId === null) throw new Forbidden()
  requireRole(actor, 'firmAdmin')
  return actor.firmId
}

const MISSING: Readonly<Record<Paper['kind'], Problem['message']>> = {
  licence: {
    zh: '名称或所在区变更的，请上传变更后的营业执照。',
    en: 'You are changing the name or district. Upload the new business licence.',
  },
  authorisation: {
    zh: '更换经办人的，请上传新的授权委托书。',
    en: 'You are changing the contact person. Upload a new letter of authorisation.',
  },
}
const missingPaper = (kind: Paper['kind']): Problem => ({ code: `missing:${kind}`, path: kind, message: MISSING[kind] })
const nothingChanged: Problem = {
  code: 'nothingChanged',
  path: 'nameZh',
  message: { zh: '内容没有改动。', en: 'You have not changed anything.' },
}
const notConfirmed = {
  code: 'firmConfirmed',
  zh: '登记确认之前，请直接更正登记内容，无需申请变更。',
  en: 'Until your firm is confirmed, correct the registration directly. You do not need to request a change.',
}
