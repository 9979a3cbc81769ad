/**
 * Firms: a firm registers itself, corrects itself until it is confirmed, and invites its people.
 * Until then it may draft, not submit. What intake does with it: firmIntake.service.ts. Over 250
 * lines because a registration, its correction and its people are read together.
 */
import { isDeepStrictEqual } from 'node:util'
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, EntryDatabase, row, rows, type Tx } from '../base/database.js'
import { Forbidden, NotFound, NotNow } from '../base/errors.js'
import { networkOf } from '../base/network.js'
import { path } from '../base/path.js'
import { Scanning, type ScanState } from '../base/scanning.js'
import type { Language } from '../base/text.js'
import { orderScan } from '../jobs/scan.js'
import { type Actor, FIRM_ROLES, has, isCaseRole, type Role, requireRole } from './actor.js'
import { FirmPaper } from './firmEntities.js'
import { listFirmActs, noteFirmAct, takeFirm } from './firmActs.js'
import { confirmingMail, EMAIL, orderMail } from './mail.js'
import { addedOnce, addPerson, requireFree } from './newPerson.js'
import { requireGoodPassword } from './passwordRules.js'
import { settingsOf } from './scope.js'
import { linkTo, newCode, passwordHash, secretHash } from './secrets.js'
import { requireRoomForPeople } from './unconfirmed.js'

export interface FirmFacts {
  readonly nameZh: string
  readonly nameEn?: string | null | undefined
  readonly creditCode: string
  readonly district: string
  readonly zone?: string | null | undefined
  readonly kind: 'brand' | 'platform' | 'mcn' | 'other'
  readonly crossBorderFiling?: string | null | undefined
  readonly handler?: Readonly<Record<string, unknown>> | undefined
}

export interface Firm extends FirmFacts {
  readonly id: number
  readonly registeredAt: Date
  readonly confirmedAt: Date | null
  readonly declinedAt: Date | null
  readonly declineReason: string | null
  /** When it sent its registration last; null while that is the first one. */
  readonly sentInAt: Date | null
  /** Intake has sent it back, for what is said beside; null once it has sent it again. */
  readonly sentBackAt: Date | null
  readonly sentBackReason: string | null
  /** Since when it may submit no new application; null while it may. */
  readonly suspendedAt: Date | null
  /** Whoever made the last change of an application does not submit it. */
  readonly secondPerson: boolean
  /** The number of the last act of its history; 0 where there is none. */
  readonly lastAct: number
  /** Other firms that claim the same credit code and are not declined. */
  readonly rivals: number
}

/** How a firm stands; what intake decided last counts. */
export const FIRM_STATES = ['waiting', 'sentBack', 'confirmed', 'suspended', 'declined'] as const
export type FirmState = (typeof FIRM_STATES)[number]

export function stateOf(firm: Pick<Firm, 'confirmedAt' | 'declinedAt' | 'sentBackAt' | 'suspendedAt'>): FirmState {
  if (firm.confirmedAt) return firm.suspendedAt ? 'suspended' : 'confirmed'
  if (firm.declinedAt) return 'declined'
  return firm.sentBackAt ? 'sentBack' : 'waiting'
}

export interface Paper {
  readonly kind: 'licence' | 'authorisation'
  readonly name: string
  readonly mime: string
  readonly bytes: number
  readonly sha256: string
  readonly storageKey: string
  readonly sealed?: boolean
  /** Where a scanner is configured, a new file waits for it. */
  readonly scan?: ScanState | null
}

export interface Newcomer {
  readonly language?: Language | undefined
  readonly account: string
  readonly name: string
  readonly password: string
  /** Where their mail goes, once they have shown that it is theirs. */
  readonly email?: string | undefined
  /** The network address that they come from. */
  readonly address: string
}

export const FIRM_COLUMNS = `
  f.id, f.name_zh as "nameZh", f.name_en as "nameEn", f.credit_code as "creditCode", f.district, f.zone, f.kind,
  f.cross_border_filing as "crossBorderFiling", f.handler, f.registered_at as "registeredAt",
    f.confirmed_at as "confirmedAt",
  f.declined_at as "declinedAt", f.decline_reason as "declineReason", f.sent_in_at as "sentInAt",
  f.sent_back_at as "sentBackAt", f.sent_back_reason as "sentBackReason",
  f.suspended_at as "suspendedAt", f.second_person as "secondPerson",
  coalesce((select max(h.id) from firm_acts h where h.firm_id = f.id), 0)::int as "lastAct",
  (select count(*)::int from firms o where o.credit_code = f.credit_code and o.id <> f.id
    and o.declined_at is null) as rivals`

const RIVALS = `
  select id, name_zh as "nameZh" from firms where credit_code = $2 and id <> $1 and declined_at is null order by id`

/** Somebody of the same firm or authority. */
export interface Colleague {
  readonly id: number
  readonly name: string
  readonly account: string
  readonly roles: Role[]
}

@Injectable()
export class Firms {
  constructor(
    private readonly db: Database,
    private readonly entry: EntryDatabase,
    private readonly clock: Clock,
    private readonly scanning: Scanning,
  ) {}

  /**
   * Whether a firm may come with this first person, before its papers are looked at. Answers what
   * is kept of the password. Throws Invalid when the account is taken or the password easily
   * guessed; Busy.
   */
  async judge(facts: Pick<FirmFacts, 'nameZh' | 'nameEn'>, first: Newcomer): Promise<string> {
    requireGoodPassword(first.password, [first.account, first.name, facts.nameZh, facts.nameEn])
    await requireFree(this.entry, first.account)
    return passwordHash(first.password, networkOf(first.address))
  }

  /**
   * Registers a firm with its papers and its first person, a firmAdmin. `hashed`: what judge() has
   * answered. Throws Invalid as judge() does.
   */
  async register(
    facts: FirmFacts,
    papers: readonly Paper[],
    first: Newcomer,
    hashed?: string,
  ): Promise<{ firmId: number; personId: number }> {
    const password = hashed ?? (await this.judge(facts, first))
    const now = this.clock.now()
    const id = await this.entry.transaction({}, (tx) =>
      row<{ id: number }>(tx, `select nextval(pg_get_serial_sequence('firms', 'id'))::int as id`),
    )
    if (!id) throw new Error('no firm id')
    const firmId = id.id
    return this.entry.transaction({}, async (tx) => {
      await rows(
        tx,
        `insert into firms (id, name_zh, name_en, credit_code, district, zone, kind, cross_border_filing, handler,
            registered_at)
         overriding system value values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          firmId,
          facts.nameZh,
          facts.nameEn ?? null,
          facts.creditCode,
          facts.district,
          facts.zone ?? null,
          facts.kind,
          facts.crossBorderFiling ?? null,
          JSON.stringify(facts.handler ?? {}),
          now,
        ],
      )
      for (const paper of papers) await addPaper(tx, firmId, paper, now)
      const person = await addPerson(tx, {
        ...first,
        hashed: password,
        firmId,
        authorityId: null,
        roles: ['firmAdmin'],
        now,
      })
      await noteFirmAct(tx, { id: person, authorityId: null }, { firmId, at: now, act: 'registered' })
      return { firmId, personId: person }
    })
  }

  /** The actor's own firm, or one that an authority's staff looks at. Throws NotFound. */
  get(actor: Actor, firmId: number): Promise<Firm> {
    return this.db.transaction(settingsOf(actor), (tx) => this.getIn(tx, firmId))
  }

  /** The same within a transaction. */
  async getIn(tx: Tx, firmId: number): Promise<Firm> {
    const found = await row<Firm>(tx, `select ${FIRM_COLUMNS} from firms f where f.id = $1`, [firmId])
    if (!found) throw new NotFound()
    return found
  }

  /**
   * A firm that is not confirmed yet corrects what it has registered; papers take the place of
   * those of their kind. One that was sent back is sent in again by that. The account, the people
   * and the drafts stay. `seen`: the last act that was known (Firm.lastAct). Throws Forbidden, NotNow
   * when something happened meanwhile.
   */
  async mend(
    actor: Actor,
    { facts, papers = [], note, seen }: { facts: FirmFacts; papers?: readonly Paper[]; note?: string; seen?: number },
  ): Promise<void> {
    const { firmId } = actor
    if (firmId === null) throw new Forbidden()
    requireRole(actor, 'firmAdmin')
    const at = this.clock.now()
    await this.db.transaction(settingsOf(actor), async (tx) => {
      const last = await takeFirm(tx, firmId)
      if (seen !== undefined && seen !== last) throw new NotNow([changedMeanwhile])
      const before = await this.getIn(tx, firmId)
      const mended = await row<{ done: boolean }>(tx, 'select mend_firm($1, $2) as done', [JSON.stringify(facts), at])
      if (!mended?.done) throw new NotNow([decidedMeanwhile])
      for (const paper of papers) {
        await rows(tx, REPLACE, [firmId, paper.kind, at])
        await addPaper(tx, firmId, paper, at)
      }
      const act = before.sentBackAt ? 'sentAgain' : 'corrected'
      const detail = { ...changesBetween(before, facts), papers: papers.map(({ kind }) => kind) }
      await noteFirmAct(tx, actor, { firmId, at, act, reason: note, detail })
    })
  }

  /** Those of a firm whose access has not ended. */
  listPeople(actor: Actor, firmId: number): Promise<Colleague[]> {
    return this.db.transaction(settingsOf(actor), (tx) =>
      rows(
        tx,
        'select id, name, account, roles from people where firm_id = $1 and ended_at is null order by name, id',
        [firmId],
      ),
    )
  }

  /** What happened to a firm, the newest first. */
  listActs(actor: Actor, firmId: number) {
    return this.db.transaction(settingsOf(actor), (tx) => listFirmActs(tx, firmId))
  }

  /** The papers of a firm's registration; those that were replaced come last. */
  listPapers(actor: Actor, firmId: number): Promise<FirmPaper[]> {
    return this.db.transaction(settingsOf(actor), (tx) =>
      tx.find(FirmPaper, {
        where: { firmId },
        order: { replacedAt: { direction: 'DESC', nulls: 'FIRST' }, id: 'ASC' },
      }),
    )
  }

  /** The other firms that claim the same credit code and are not declined. */
  listRivals(actor: Actor, { id, creditCode }: Pick<Firm, 'id' | 'creditCode'>) {
    return this.db.transaction(settingsOf(actor), (tx) =>
      rows<Pick<Firm, 'id' | 'nameZh'>>(tx, RIVALS, [id, creditCode]),
    )
  }

  /** One of them, to be opened. Throws NotFound, NotNow (not scanned, or not clean). */
  async getPaper(actor: Actor, firmId: number, id: number): Promise<FirmPaper> {
    const found = await this.db.transaction(settingsOf(actor), (tx) => tx.findOneBy(FirmPaper, { firmId, id }))
    if (!found) throw new NotFound()
    this.scanning.requireClean(found.scan)
    return found
  }

  /** Those of the actor's own department who work on cases. */
  async listCaseWorkers(actor: Actor): Promise<Colleague[]> {
    return (await this.listColleagues(actor)).filter(({ roles }) => roles.some(isCaseRole))
  }

  /** The people of the actor's own firm or authority. */
  listColleagues(actor: Actor): Promise<Colleague[]> {
    return this.db.transaction(settingsOf(actor), (tx) =>
      rows(
        tx,
        `select id, name, account, roles from people
         where ended_at is null and ((firm_id is not null and firm_id = $1) or (authority_id is not null
           and authority_id = $2)) order by name, id`,
        [actor.firmId, actor.authorityId],
      ),
    )
  }

  /**
   * A firmAdmin invites a colleague; the token goes to them, is good for seven days and for one use.
   * `mail`: the language in which it is sent to the account's address, too. Throws NotNow.
   */
  async invite(
    actor: Actor,
    guest: { account: string; name: string; roles: Role[] },
    mail?: Language,
  ): Promise<{ token: string }> {
    const wanted = guest.roles.filter((role) => FIRM_ROLES.some((firmRole) => firmRole === role))
    if (!has(actor, 'firmAdmin') || wanted.length !== guest.roles.length || wanted.length === 0) throw new Forbidden()
    const now = this.clock.now()
    return this.db.transaction(settingsOf(actor), async (tx) => {
      if (actor.firmId !== null) await requireRoomForPeople(tx, actor.firmId, now)
      return addInvitation(tx, actor, { guest: { ...guest, roles: wanted }, mail, now })
    })
  }

  /**
   * A new link for somebody who is invited: the one before opens nothing any more. Answers for whom.
   * Throws Forbidden, NotFound.
   */
  async inviteAgain(actor: Actor, id: number, mailTo: (account: string) => Language | undefined) {
    if (!has(actor, 'firmAdmin')) throw new Forbidden()
    const now = this.clock.now()
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const guest = await row<{ account: string; name: string; roles: Role[] }>(tx, TAKE_BACK, [id, actor.firmId, now])
      if (!guest) throw new NotFound()
      const { token } = await addInvitation(tx, actor, { guest, mail: mailTo(guest.account), now })
      return { ...guest, token }
    })
  }

  /** Who is invited by a token. Throws NotFound when it is unknown, used or too old. */
  async getInvitation(token: string): Promise<{ account: string; name: string }> {
    const found = await this.entry.transaction({}, (tx) =>
      row<{ account: string; name: string }>(tx, 'select account, name from open_invitation($1, $2)', [
        secretHash(token),
        this.clock.now(),
      ]),
    )
    if (!found) throw new NotFound()
    return found
  }

  /**
   * The invited person comes in, with a password of their own. Where the account is an e-mail address, a link goes
   * there, and mail begins when it is opened: the invitation's own may have come from a colleague's hand. Throws
   * NotFound; Invalid when the account is taken or the password easily guessed.
   */
  async acceptInvitation(token: string, password: string, address: string, language: Language = 'zh'): Promise<void> {
    const { account, name } = await this.getInvitation(token)
    requireGoodPassword(password, [account, name])
    await requireFree(this.entry, account).catch(async (error: unknown) => {
      await this.getInvitation(token) // the same link was faster: the account is its guest's by now
      throw error
    })
    const hashed = await passwordHash(password, networkOf(address))
    const now = this.clock.now()
    const came = await addedOnce(
      this.entry.transaction({}, async (tx) => {
        const values = [secretHash(token), hashed, language, now]
        const added = await row<{ person: number | null }>(tx, ACCEPT, values)
        if (added?.person && EMAIL.safeParse(account).success) await askToConfirm(tx, added.person, language, now)
        return added
      }),
    )
    if (!came?.person) throw new NotFound()
  }
}

const ACCEPT = 'select accept_invitation($1, $2, $3, $4) as person'
const WANT_EMAIL = 'select want_email($1, $2, $3) as address'

/** Sends somebody who has just come in the link that confirms the address of their account. */
async function askToConfirm(tx: Tx, personId: number, language: Language, at: Date): Promise<void> {
  const secret = newCode()
  const wanted = await row<{ address: string | null }>(tx, WANT_EMAIL, [personId, secretHash(secret), at])
  if (wanted?.address) await orderMail(tx, confirmingMail(wanted.address, secret, language), at)
}

const TAKE_BACK = `
  update invitations set used_at = $3 where id = $1 and firm_id = $2 and used_at is null and expires_at > $3
  returning account, name, roles`

interface NewInvitation {
  readonly guest: { readonly account: string; readonly name: string; readonly roles: readonly Role[] }
  readonly mail: Language | undefined
  readonly now: Date
}

async function addInvitation(tx: Tx, actor: Actor, { guest, mail, now }: NewInvitation): Promise<{ token: string }> {
  const token = newCode()
  await rows(
    tx,
    `insert into invitations (token_hash, account, name, roles, firm_id, invited_by, invited_at, expires_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[secretHash(token), guest.account, guest.name, guest.roles, actor.firmId, actor.id, now],
      new Date(now.getTime() + 7 * 86_400_000),
    ],
  )
  const order = { kind: 'invitation', to: { address: guest.account }, path: linkTo(path.join, token), secret: true }
  if (mail) await orderMail(tx, { ...order, language: mail }, now)
  return { token }
}

/** A paper of a registration, and the scan that it needs. */
export async function addPaper(
  tx: Tx,
  firmId: number,
  paper: Paper,
  now: Date,
  changeId: number | null = null,
): Promise<void> {
  const added = await row<{ id: number }>(
    tx,
    `insert into firm_papers (firm_id, kind, name, mime, bytes, sha256, storage_key, uploaded_at, scan, sealed,
       change_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`,
    [
      ...[firmId, paper.kind, paper.name, paper.mime, paper.bytes, paper.sha256, paper.storageKey, now],
      ...[paper.scan ?? null, paper.sealed ?? false, changeId],
    ],
  )
  if (added && paper.scan) await orderScan(tx, 'firm_papers', added.id)
}

const REPLACE = `
  update firm_papers set replaced_at = $3 where firm_id = $1 and kind = $2 and replaced_at is null`

/** The facts in which two registrations differ: what the first says, and what the second. */
export function changesBetween(before: FirmFacts, after: FirmFacts) {
  const changed = FACTS.filter((name) => !isDeepStrictEqual(before[name] ?? null, after[name] ?? null))
  const of = (facts: FirmFacts) => Object.fromEntries(changed.map((name) => [name, facts[name] ?? null]))
  return { before: of(before), after: of(after) }
}

const FACTS = [
  'nameZh',
  'nameEn',
  'creditCode',
  'district',
  'zone',
  'kind',
  'crossBorderFiling',
  'handler',
] as const satisfies readonly (keyof FirmFacts)[]

export const changedMeanwhile = {
  code: 'firmChanged',
  zh: '您打开表单之后，登记有了变化，本次修改没有保存。请重新打开“企业”页。',
  en: 'The registration has changed since you opened the form. Nothing was saved. Open “Firm” again.',
}
const decidedMeanwhile = {
  code: 'firmDecided',
  zh: '主管部门已作出决定，登记内容不能再以此方式修改。请重新打开“企业”页。',
  en: 'The lead department has decided meanwhile, so the registration can no longer be corrected. Open “Firm” again.',
}
