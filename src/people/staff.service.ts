/**
 * What administrators do to people. Staff come in, get other roles and leave by two: one
 * administrator proposes, one of the other kind agrees, and neither decides on themselves. What is
 * dangerous is a function of the database that looks again (migrations/…-signIn.ts); every act is
 * written into the history of people. Over 250 lines because proposing and deciding are read
 * together.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { sqlState } from '../base/databaseErrors.js'
import { Invalid, NotFound, NotNow } from '../base/errors.js'
import { path } from '../base/path.js'
import { type Actor, ADMINISTRATORS, has, type Role, requireRole, STAFF_ROLES } from './actor.js'
import { orderMail } from './mail.js'
import { accountTaken } from './newPerson.js'
import { notePeople } from './peopleHistory.js'
import { settingsOf } from './scope.js'
import { linkTo, newCode, secretHash } from './secrets.js'
import {
  aboutOneself,
  decidedBy,
  hasEnded,
  invitedAlready,
  noAuthority,
  ofFirm,
  otherRoles,
  rolesApart,
  sameRoles,
  waitsAlready,
} from './staffReasons.js'
import type { PeopleAct } from './words.js'

/** Somebody, and how they come in, in numbers. */
export interface Member {
  readonly id: number
  readonly account: string
  readonly name: string
  readonly roles: Role[]
  readonly firm: string | null
  readonly authorityId: number | null
  readonly endedAt: Date | null
  readonly authenticator: boolean
  readonly passkeys: number
  readonly codes: number
  readonly sessions: number
  readonly keys: number
  readonly seenAt: Date | null
}

export interface StaffInvitation {
  readonly id: number
  readonly account: string
  readonly name: string
  readonly roles: Role[]
  readonly authorityId: number | null
  readonly invitedBy: string
  /** By whoever runs the system: the first administrators. */
  readonly byOperator: boolean
  readonly expiresAt: Date
  readonly approved: boolean
}

export interface Proposal {
  readonly id: number
  readonly personId: number
  readonly personName: string
  readonly act: 'roles' | 'end'
  readonly roles: Role[]
  readonly why: string
  readonly proposedById: number
  readonly proposedBy: string
  readonly proposerRoles: Role[]
  readonly proposedAt: Date
}

/** A way back in that an operator has asked for, and that may be objected to. */
export interface WayBack {
  readonly personId: number
  readonly account: string
  readonly name: string
  readonly operator: string
  readonly why: string
  readonly askedAt: Date
  readonly opensAt: Date
}

const WAYS_BACK = `
  select person as "personId", account, name, operator, why, asked_at as "askedAt", opens_at as "opensAt"
  from list_ways_back($1)`

const MEMBERS = `
  select id, account, name, roles, firm, authority_id as "authorityId", ended_at as "endedAt", authenticator, passkeys,
    codes, sessions, keys, seen_at as "seenAt"
  from list_people($1, $2, $3)`

const INVITATIONS = `
  select i.id, i.account, i.name, i.roles, i.authority_id as "authorityId",
    coalesce(p.name, i.operator) as "invitedBy", i.operator is not null as "byOperator",
    i.expires_at as "expiresAt", i.approved_at is not null as approved
  from invitations i left join people p on p.id = i.invited_by where i.firm_id is null and i.used_at is null
    and i.expires_at > $1 order by i.id desc limit 100`

const PROPOSALS = `
  select q.id, q.person_id as "personId", p.name as "personName", q.act, q.roles, q.why,
    q.proposed_by as "proposedById", b.name as "proposedBy",
    b.roles as "proposerRoles", q.proposed_at as "proposedAt"
  from people_proposals q join people p on p.id = q.person_id join people b on b.id = q.proposed_by
  where q.decided_at is null and ($1::int is null or q.person_id = $1) order by q.id`

const INVITE = `
  insert into invitations (token_hash, account, name, roles, authority_id, invited_by, invited_at, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`

/** Who was faster; somebody who joined has used their invitation. */
const DECIDED_INVITATION = `
  select coalesce(a.name, '') as name, i.approved_at is not null as yes from invitations i left
  join people a on a.id = i.approved_by
  where i.id = $1 and i.firm_id is null and (i.approved_at is not null or i.used_at is not null)`

const DECIDED_PROPOSAL = `
  select d.name, q.approved as yes from people_proposals q join people d on d.id = q.decided_by where q.id = $1`

const RENEW = 'select account, name from renew_invitation($1, $2, $3, $4)'

const mailedLink = (account: string, token: string) =>
  ({
    kind: 'invitation',
    to: { address: account },
    language: 'zh',
    path: linkTo(path.join, token),
    secret: true,
  }) as const

const DAYS = 7

/** What an administrator wants for somebody; `seen`: the roles that the page showed. */
export interface Wish {
  readonly act: 'roles' | 'end'
  readonly roles: readonly string[]
  readonly why: string
  readonly seen?: readonly string[] | undefined
}

interface Decision {
  readonly name: string
  readonly yes: boolean
}

@Injectable()
export class Staff {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** People by a part of account, name or firm; staff first. Throws Forbidden for all but the three administrators. */
  list(actor: Actor, find?: string): Promise<Member[]> {
    requireRole(actor, ...ADMINISTRATORS)
    return this.db.transaction(settingsOf(actor), (tx) => rows<Member>(tx, MEMBERS, [find ?? null, null, 200]))
  }

  /** One person. Throws NotFound. */
  async get(actor: Actor, id: number): Promise<Member> {
    requireRole(actor, ...ADMINISTRATORS)
    const found = await this.db.transaction(settingsOf(actor), (tx) => row<Member>(tx, MEMBERS, [null, id, 1]))
    if (!found) throw new NotFound()
    return found
  }

  /** Invitations of staff that nobody has used yet, and whether they are approved. */
  listInvitations(actor: Actor): Promise<StaffInvitation[]> {
    return this.db.transaction(settingsOf(actor), (tx) => rows<StaffInvitation>(tx, INVITATIONS, [this.clock.now()]))
  }

  /** What waits for the other administrator; of one person, or all. */
  listProposals(actor: Actor, personId?: number): Promise<Proposal[]> {
    return this.db.transaction(settingsOf(actor), (tx) => rows<Proposal>(tx, PROPOSALS, [personId ?? null]))
  }

  /**
   * The system administrator invites; the link opens nothing before security has approved. By mail no administrator
   * sees it (`token` is null). Throws Invalid when the roles do not go together or lack an authority, or the account
   * is taken or invited already.
   */
  async invite(
    actor: Actor,
    guest: { account: string; name: string; authorityId: number | null; roles: readonly string[] },
    byMail = false,
  ): Promise<{ token: string | null }> {
    requireRole(actor, 'systemAdmin')
    const roles = readRoles(guest.roles)
    if (guest.authorityId === null && !roles.every(needsNone)) throw new Invalid([noAuthority])
    const known = await this.list(actor, guest.account)
    if (known.some(({ account }) => isSame(account, guest.account))) throw new Invalid([accountTaken])
    const invited = await this.listInvitations(actor)
    if (invited.some(({ account }) => isSame(account, guest.account))) throw new Invalid([invitedAlready])
    const token = newCode()
    const now = this.clock.now()
    await this.db.transaction(settingsOf(actor), async (tx) => {
      const { account, name, authorityId } = guest
      const until = new Date(now.getTime() + DAYS * 86_400_000)
      const added = await row<{ id: number }>(tx, INVITE, [
        ...[secretHash(token), account, name, roles, authorityId, actor.id, now, until],
      ])
      const detail = { invitation: added?.id, account, roles }
      await notePeople(tx, actor, { at: now, personId: null, act: 'invited', detail })
      if (byMail) await orderMail(tx, mailedLink(account, token), now)
    })
    return { token: byMail ? null : token }
  }

  /**
   * A new link for somebody who is invited, which security has to approve again; the one before opens nothing any more.
   * Answers for whom. Throws Forbidden; NotFound when it is used, too old, or the operator's.
   */
  async inviteAgain(actor: Actor, id: number, byMail: (account: string) => boolean) {
    requireRole(actor, 'systemAdmin')
    const token = newCode()
    const now = this.clock.now()
    const until = new Date(now.getTime() + DAYS * 86_400_000)
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const guest = await row<{ account: string; name: string }>(tx, RENEW, [id, secretHash(token), now, until])
      if (!guest) throw new NotFound()
      const mailed = byMail(guest.account)
      if (mailed) await orderMail(tx, mailedLink(guest.account, token), now)
      return { ...guest, token: mailed ? null : token }
    })
  }

  /** The security administrator says yes or no. Throws NotFound; NotNow when another one was faster. */
  async decideInvitation(actor: Actor, id: number, yes: boolean): Promise<void> {
    requireRole(actor, 'securityAdmin')
    await this.decide(actor, 'decide_invitation($1, $2, $3)', [id, yes, this.clock.now()], DECIDED_INVITATION)
  }

  /**
   * Other roles for somebody, or the end of their access, for the other administrator to agree with. Throws Invalid;
   * NotNow when one waits already, it is about oneself, or the roles are no longer those that were `seen`.
   */
  async propose(actor: Actor, personId: number, wish: Wish): Promise<void> {
    requireRole(actor, 'systemAdmin', 'securityAdmin')
    if (personId === actor.id) throw new NotNow([aboutOneself])
    const member = await this.get(actor, personId)
    if (member.endedAt !== null) throw new NotNow([hasEnded])
    if (wish.seen && wish.seen.join() !== member.roles.join()) throw new NotNow([otherRoles])
    const roles = wish.act === 'roles' ? readRoles(wish.roles) : []
    if (wish.act === 'roles' && member.firm !== null) throw new Invalid([ofFirm])
    if (wish.act === 'roles' && roles.toSorted().join() === member.roles.toSorted().join())
      throw new Invalid([sameRoles])
    const at = this.clock.now()
    try {
      await this.db.transaction(settingsOf(actor), async (tx) => {
        await rows(
          tx,
          'insert into people_proposals (person_id, act, roles, why, ' +
            'proposed_by, proposed_at) values ($1, $2, $3, $4, $5, $6)',
          [personId, wish.act, roles, wish.why, actor.id, at],
        )
        const act: PeopleAct = wish.act === 'roles' ? 'rolesProposed' : 'endProposed'
        await notePeople(tx, actor, { at, personId, act, detail: { roles, why: wish.why } })
      })
    } catch (error) {
      if (sqlState(error) === '23505') throw new NotNow([waitsAlready])
      throw error
    }
  }

  /**
   * The other administrator decides. Throws NotFound when it is not theirs to decide; NotNow when another one was
   * faster.
   */
  async decideProposal(actor: Actor, id: number, yes: boolean): Promise<void> {
    requireRole(actor, 'systemAdmin', 'securityAdmin')
    await this.decide(actor, 'decide_proposal($1, $2, $3)', [id, yes, this.clock.now()], DECIDED_PROPOSAL)
  }

  /** Whether this administrator may decide on a proposal. */
  mayDecide(actor: Actor, { personId, proposedById, proposerRoles }: Proposal): boolean {
    if (proposedById === actor.id || personId === actor.id) return false
    return (
      (has(actor, 'securityAdmin') && proposerRoles.includes('systemAdmin')) ||
      (has(actor, 'systemAdmin') && proposerRoles.includes('securityAdmin'))
    )
  }

  /** Ends all sessions, or all keys, of a person at once. */
  async endAll(actor: Actor, personId: number, what: 'sessions' | 'keys'): Promise<void> {
    requireRole(actor, 'systemAdmin', 'securityAdmin')
    await this.get(actor, personId)
    const at = this.clock.now()
    await this.db.transaction(settingsOf(actor), async (tx) => {
      if (what === 'sessions') await rows(tx, 'select end_sessions($1)', [personId])
      else await rows(tx, 'select end_keys($1, $2)', [personId, at])
      await notePeople(tx, actor, { at, personId, act: what === 'sessions' ? 'sessionsEnded' : 'keysEnded' })
    })
  }

  /**
   * Takes authenticator, codes and passkeys away from somebody who has lost them; `how` says how they proved who they
   * are. Throws NotFound, also for oneself.
   */
  async resetFactors(actor: Actor, personId: number, how: string): Promise<void> {
    requireRole(actor, 'securityAdmin')
    await this.byFunction(actor, 'reset_factors($1, $2, $3)', [personId, how, this.clock.now()])
  }

  /** What an operator has asked for and nobody has used yet. */
  listWaysBack(actor: Actor): Promise<WayBack[]> {
    return this.db.transaction(settingsOf(actor), (tx) => rows<WayBack>(tx, WAYS_BACK, [this.clock.now()]))
  }

  /** An administrator or auditor objects: the link never opens. Throws NotFound when there is none any more. */
  async objectToWayBack(actor: Actor, personId: number): Promise<void> {
    requireRole(actor, ...ADMINISTRATORS)
    await this.byFunction(actor, 'object_to_way_back($1, $2)', [personId, this.clock.now()])
  }

  private async decide(actor: Actor, call: string, values: readonly [number, boolean, Date], decided: string) {
    try {
      await this.byFunction(actor, call, values)
    } catch (error) {
      const found = await this.db.transaction(settingsOf(actor), (tx) => row<Decision>(tx, decided, [values[0]]))
      throw found ? new NotNow([decidedBy(found)]) : error
    }
  }

  /** A function of the database that looks once more whether the actor may, and says whether it was done. */
  private async byFunction(actor: Actor, call: string, values: readonly unknown[]): Promise<void> {
    const done = await this.db.transaction(settingsOf(actor), (tx) =>
      row<{ done: boolean }>(tx, `select ${call} as done`, values),
    )
    if (!done?.done) throw new NotFound()
  }
}

/** As signing in reads it. */
const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.trim().toLowerCase()
/** Works on no case. */
const needsNone = (role: Role): boolean => role === 'policyEditor' || isAdministrator(role)
const isAdministrator = (role: Role): boolean => ADMINISTRATORS.some((one) => one === role)

/** Roles of staff that one person may have together, as the database asks too. Throws Invalid. */
function readRoles(wanted: readonly string[]): Role[] {
  const roles = STAFF_ROLES.filter((role) => wanted.includes(role))
  const alone = roles.some((role) => role === 'permitOfficer' || isAdministrator(role))
  if (roles.length === 0 || roles.length !== wanted.length || (alone && roles.length > 1))
    throw new Invalid([rolesApart])
  return roles
}
