/**
 * What the lead department's intake does with firms: it confirms one, sends it back for correction,
 * or declines it for good. Sending back is the usual answer to what can be put right: everything
 * stays, and the firm sends it again. Declining ends a registration that cannot be: a second claim
 * to a code, a firm that is none. Intake may still send it back or confirm it afterwards.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, sqlState } from '../base/database.js'
import { Invalid, NotFound } from '../base/errors.js'
import { type Actor, requireRole } from './actor.js'
import { type Firm, FIRM_COLUMNS, type FirmState } from './firm.service.js'
import { noteFirmAct, takeFirm } from './firmActs.js'
import type { FirmAct } from './firmWords.js'
import { settingsOf } from './scope.js'

/** Who may look up firms: those who decide on their cases, and intake. */
const READERS = ['intake', 'approver', 'supervisor'] as const

interface Decision {
  readonly act: Extract<FirmAct, 'confirmed' | 'sentBack' | 'declined'>
  readonly reason?: string
  /** The last act that the officer has seen (Firm.lastAct); whatever it was when absent. */
  readonly seen?: number | undefined
}

/** $1 firm, $2 when, $3 by whom, $4 why. */
const DECIDE: Readonly<Record<Decision['act'], string>> = {
  confirmed: `
    update firms set confirmed_at = $2, confirmed_by = $3, declined_at = null, decline_reason = null,
      sent_back_at = null, sent_back_reason = null
    where id = $1 and confirmed_at is null and $4::text is null returning id`,
  sentBack: `
    update firms set sent_back_at = $2, sent_back_reason = $4, confirmed_by = $3, declined_at = null,
      decline_reason = null
    where id = $1 and confirmed_at is null and sent_back_at is null returning id`,
  declined: `
    update firms set declined_at = $2, decline_reason = $4, confirmed_by = $3, sent_back_at = null,
      sent_back_reason = null
    where id = $1 and confirmed_at is null and declined_at is null returning id`,
}

const WAITING = `
  select ${FIRM_COLUMNS} from firms f
  where f.confirmed_at is null and f.declined_at is null and f.sent_back_at is null
  order by coalesce(f.sent_in_at, f.registered_at), f.id limit 200`

/** A firm as a line of the register. */
export interface FirmLine extends Firm {
  readonly people: number
  /** A change of its data waits for intake. */
  readonly changeWaits: boolean
}

export interface FirmQuestion {
  /** Part of a name, or of a credit code. */
  readonly find?: string | undefined
  readonly state?: FirmState | undefined
  readonly district?: string | undefined
  /** The last line of the page before. */
  readonly before?: number | undefined
}

/** As stateOf() says it. $1 part of a name or code, $2 state, $3 district, $4 before which, $5 how many. */
const REGISTER = `
  select ${FIRM_COLUMNS},
    (select count(*)::int from people p where p.firm_id = f.id and p.ended_at is null) as people,
    exists (select 1 from firm_changes c where c.firm_id = f.id and c.state = 'open') as "changeWaits"
  from firms f
  where ($1::text is null or position(lower($1) in lower(f.name_zh || ' ' || coalesce(f.name_en, ''))) > 0
      or position(upper($1) in f.credit_code) > 0)
    and ($2::text is null or $2 = case
      when f.confirmed_at is not null and f.suspended_at is not null then 'suspended'
      when f.confirmed_at is not null then 'confirmed' when f.declined_at is not null then 'declined'
      when f.sent_back_at is not null then 'sentBack' else 'waiting' end)
    and ($3::text is null or f.district = $3) and ($4::int is null or f.id < $4)
  order by f.id desc limit $5`

@Injectable()
export class FirmIntake {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Firms that wait for confirmation, those first that have waited longest since they sent it. */
  async listWaiting(actor: Actor): Promise<Firm[]> {
    requireRole(actor, 'intake')
    return this.db.transaction(settingsOf(actor), (tx) => rows<Firm>(tx, WAITING))
  }

  /** The register of all firms, the newest first. */
  async find(actor: Actor, { find, state, district, before }: FirmQuestion, limit: number): Promise<FirmLine[]> {
    requireRole(actor, ...READERS)
    const asked = [find ?? null, state ?? null, district ?? null, before ?? null, limit]
    return this.db.transaction(settingsOf(actor), (tx) => rows<FirmLine>(tx, REGISTER, asked))
  }

  /** Throws Invalid when another firm with this code is confirmed already, or this one has changed since `seen`. */
  confirm(actor: Actor, firmId: number, seen?: number): Promise<void> {
    return this.decide(actor, firmId, { act: 'confirmed', seen })
  }

  /** The firm reads what it should correct, corrects it and sends it again. Throws Invalid as confirm() does. */
  sendBack(actor: Actor, firmId: number, reason: string, seen?: number): Promise<void> {
    return this.decide(actor, firmId, { act: 'sentBack', reason, seen })
  }

  /** For good, with a reason that the firm reads. Throws Invalid as confirm() does. */
  decline(actor: Actor, firmId: number, reason: string, seen?: number): Promise<void> {
    return this.decide(actor, firmId, { act: 'declined', reason, seen })
  }

  private async decide(actor: Actor, firmId: number, { act, reason, seen }: Decision): Promise<void> {
    requireRole(actor, 'intake')
    const at = this.clock.now()
    try {
      await this.db.transaction(settingsOf(actor), async (tx) => {
        const last = await takeFirm(tx, firmId)
        if (seen !== undefined && seen !== last) throw new Invalid([firmChanged])
        const done = await row(tx, DECIDE[act], [firmId, at, actor.id, reason ?? null])
        if (!done) throw new NotFound()
        await noteFirmAct(tx, actor, { firmId, at, act, reason })
      })
    } catch (error) {
      if (sqlState(error) === '23505') throw new Invalid([codeTaken])
      throw error
    }
  }
}

export const firmChanged = {
  code: 'firmChanged',
  path: '',
  message: {
    zh: '您打开本页后，该企业的登记已有变化，未作出决定。请核对下面的最新内容后再决定。',
    en: 'The registration has changed since you opened this page. Nothing was decided. Check the current version.',
  },
}
const codeTaken = {
  code: 'creditCodeTaken',
  path: 'creditCode',
  message: {
    zh: '这个统一社会信用代码已有一家确认的企业。请核对两家的执照，对其中一家不予登记。',
    en: 'A firm with this credit code is already confirmed. Compare the licences of both and decline one.',
  },
}
