/** The people of a firm, as its administrator keeps them: open invitations, roles, and the end of somebody's access. */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { Forbidden, Invalid, NotFound, NotNow, type Problem } from '../base/errors.js'
import { type Actor, FIRM_ROLES, has, type Role } from './actor.js'
import { noteFirmAct } from './firmActs.js'
import { notePeople } from './peopleHistory.js'
import { settingsOf } from './scope.js'

export interface Invitation {
  readonly id: number
  readonly account: string
  readonly name: string
  readonly roles: Role[]
  readonly expiresAt: Date
  /** When its mail was given up, and why (mailFailure.ts); null when it was not. */
  readonly failedAt: Date | null
  readonly failure: string | null
}

const INVITATIONS = `
  select i.id, i.account, i.name, i.roles, i.expires_at as "expiresAt", m.settled_at as "failedAt",
    m.last_error as failure
  from invitations i left join mails m on m.kind = 'invitation' and m.state = 'givenUp'
    and m.address = i.account and m.ordered_at = i.invited_at
  where i.firm_id = $1 and i.used_at is null and i.expires_at > $2 order by i.id desc limit 200`

/** Only by somebody who is still an administrator. */
const END_ACCESS = `
  update people set ended_at = $3 where id = $1 and firm_id = $2 and ended_at is null
    and exists (select 1 from people a where a.id = $4 and a.ended_at is null and 'firmAdmin' = any (a.roles))
  returning id`
const ROLES_OF = 'select name, roles from people where id = $1 and firm_id = $2 and ended_at is null'

@Injectable()
export class Colleagues {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Invitations of the actor's firm that can still be accepted, the newest first. */
  listInvitations(actor: Actor): Promise<Invitation[]> {
    return this.db.transaction(settingsOf(actor), (tx) =>
      rows<Invitation>(tx, INVITATIONS, [actor.firmId, this.clock.now()]),
    )
  }

  /** Takes an invitation back; its link opens nothing any more. Throws Forbidden, NotFound. */
  async endInvitation(actor: Actor, id: number): Promise<void> {
    requireAdministrator(actor)
    const ended = await this.db.transaction(settingsOf(actor), (tx) =>
      row(tx, 'update invitations set used_at = $3 where id = $1 and firm_id = $2 and used_at is null returning id', [
        id,
        actor.firmId,
        this.clock.now(),
      ]),
    )
    if (!ended) throw new NotFound()
  }

  /**
   * Sets what a colleague may do, from their next page on.
   * @param wanted a role of firms, as it was sent
   * @throws Forbidden to others than the firm's administrators; Invalid, NotFound; NotNow for one's own
   */
  async setRole(actor: Actor, id: number, wanted: string | undefined): Promise<void> {
    requireAdministrator(actor)
    const role = FIRM_ROLES.find((one) => one === wanted)
    if (!role) throw new Invalid([noRole])
    if (id === actor.id) throw new NotNow([ownRole])
    await this.db.transaction(settingsOf(actor), async (tx) => {
      const now = await row<{ name: string; roles: Role[] }>(tx, ROLES_OF, [id, actor.firmId])
      if (!now) throw new NotFound()
      if (now.roles.length === 1 && now.roles[0] === role) return
      const at = this.clock.now()
      const values = [id, [role], at]
      const set = await row<{ done: boolean }>(tx, 'select set_firm_roles($1, $2, $3) as done', values)
      if (!set?.done) throw new Forbidden()
      // by which they are told
      const detail = { person: id, name: now.name, role }
      await noteFirmAct(tx, actor, { firmId: actor.firmId ?? 0, at, act: 'roleSet', detail })
    })
  }

  /** Ends a colleague's access at once; what they did stays. Throws Forbidden, NotFound, NotNow for one's own. */
  async endAccess(actor: Actor, id: number): Promise<void> {
    requireAdministrator(actor)
    if (id === actor.id) throw new NotNow([ownAccess])
    await this.db.transaction(settingsOf(actor), async (tx) => {
      // one after another: two administrators who end each other at once would leave the firm without any
      await row(tx, `select pg_advisory_xact_lock(hashtext('people of a firm'), $1)`, [actor.firmId])
      const ended = await row(tx, END_ACCESS, [id, actor.firmId, this.clock.now(), actor.id])
      if (!ended) throw new NotFound()
      await rows(tx, 'select end_sessions($1)', [id])
      await notePeople(tx, actor, { at: this.clock.now(), personId: id, act: 'accessEnded' })
    })
  }
}

function requireAdministrator(actor: Actor): void {
  if (actor.firmId === null || !has(actor, 'firmAdmin')) throw new Forbidden()
}

const noRole: Problem = {
  code: 'notChoice',
  path: 'role',
  message: { zh: '请选择权限。', en: 'Choose a role.' },
}
const ownRole = {
  code: 'ownRole',
  zh: '不能变更自己的权限，请由另一位管理员办理。',
  en: 'You cannot change your own role. Ask another administrator.',
}
const ownAccess = {
  code: 'ownAccess',
  zh: '不能停用自己的账号，请由另一位管理员办理。',
  en: 'You cannot close your own account. Ask another administrator.',
}
