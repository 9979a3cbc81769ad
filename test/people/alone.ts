/**
 * What administrators can bring about by themselves: every order of acts, up to a number of them, is tried on the real services and the real database. Two orders that
 * lead to the same standing are one, so the search ends.
 */
import { Forbidden, Invalid, NotFound, NotNow } from '../../src/base/errors.js'
import type { Role } from '../../src/people/actor.js'
import { Firms } from '../../src/people/firm.service.js'
import type { Person } from '../../src/people/session.service.js'
import { Staff } from '../../src/people/staff.service.js'
import { HERE, type Name, PASSWORD } from '../cases/population.js'
import type { World } from '../cases/world.js'

const WANTED: readonly Role[] = ['systemAdmin', 'securityAdmin']
const REFUSALS = [Forbidden, Invalid, NotFound, NotNow]
/** What the acts below change, with everything that a later one could use. */
const TABLES = ['people_proposals', 'invitations'] as const

interface Act {
  readonly name: string
  /** Throws a refusal. */
  readonly run: () => Promise<unknown>
}

/** What there is: rights of everybody, proposals and invitations that wait. */
interface Standing {
  readonly rights: string
  readonly waits: string
  readonly rows: Readonly<Record<(typeof TABLES)[number], string>>
  readonly path: readonly string[]
}

export class Alone {
  /** Links that one of those who act together has seen: each opens what its roles say. */
  private readonly links = new Map<Role, string>()

  constructor(
    private readonly world: World,
    private readonly who: readonly Name[],
  ) {}

  /** Every standing that can be reached in so many acts; `gains` are the ways by which somebody has got a right. */
  async search(depth: number): Promise<{ standings: number; gains: string[] }> {
    const first = await this.look([])
    const seen = new Set([first.rights + first.waits])
    const gains: string[] = []
    let edge = [first]
    for (let step = 0; step < depth && gains.length === 0; step++) {
      const next: Standing[] = []
      for (const from of edge) {
        await this.restore(from)
        for (const act of this.acts()) {
          if (!(await this.done(act))) continue
          const to = await this.look([...from.path, act.name])
          if (to.rights !== first.rights) gains.push(to.path.join(', '))
          else if (!seen.has(to.rights + to.waits)) {
            seen.add(to.rights + to.waits)
            next.push(to)
          }
          if (gains.length > 0) return { standings: seen.size, gains }
          await this.restore(from)
        }
      }
      edge = next
    }
    await this.restore(first)
    return { standings: seen.size, gains }
  }

  private async done({ run }: Act): Promise<boolean> {
    await this.world.letAllSpeak()
    try {
      await run()
      return true
    } catch (error) {
      if (REFUSALS.some((kind) => error instanceof kind)) return false
      throw error
    }
  }

  /** Whatever one of them may try, on themselves, on an officer, and on the administrators. */
  private acts(): Act[] {
    const { app } = this.world
    const [staff, firms] = [app.get(Staff), app.get(Firms)]
    const guest = (role: Role) => ({ account: `guest as ${role}`, name: '客', authorityId: 1, roles: [role] })
    const others: readonly Name[] = ['approver', 'systemAdmin', 'securityAdmin']
    const of = (actor: Person): Act[] => [
      ...WANTED.flatMap((role): Act[] => [
        {
          name: `${actor.name} invites ${role}`,
          run: async () => this.links.set(role, (await staff.invite(actor, guest(role))).token ?? ''),
        },
        {
          name: `${actor.name} lets ${role} in`,
          run: async () => staff.decideInvitation(actor, await this.invitation(role), true),
        },
        {
          name: `somebody comes in as ${role}`,
          run: () => firms.acceptInvitation(this.links.get(role) ?? 'none', PASSWORD, HERE),
        },
        ...others.map((name) => ({
          name: `${actor.name} proposes ${role} for ${name}`,
          run: () => staff.propose(actor, this.world.person(name).id, { act: 'roles', roles: [role], why: 'why' }),
        })),
      ]),
      ...others.flatMap((name): Act[] => {
        const { id } = this.world.person(name)
        return [
          {
            name: `${actor.name} agrees about ${name}`,
            run: async () => staff.decideProposal(actor, await this.proposal(id), true),
          },
          { name: `${actor.name} resets ${name}`, run: () => staff.resetFactors(actor, id, 'how') },
          { name: `${actor.name} ends the sessions of ${name}`, run: () => staff.endAll(actor, id, 'sessions') },
        ]
      }),
    ]
    return this.who.flatMap((name) => of(this.world.person(name)))
  }

  private invitation(role: Role): Promise<number> {
    return this.id(
      'select id from invitations where account = $1 and used_at is null order by id desc',
      `guest as ${role}`,
    )
  }

  private proposal(personId: number): Promise<number> {
    return this.id('select id from people_proposals where person_id = $1 and decided_at is null', personId)
  }

  private async id(sql: string, value: unknown): Promise<number> {
    const { rows } = await this.world.admin.query<{ id: number }>(sql, [value])
    return rows[0]?.id ?? 0
  }

  private async look(path: readonly string[]): Promise<Standing> {
    const { rows } = await this.world.admin.query<Omit<Standing, 'rows' | 'path'> & Standing['rows']>(`
      select (select json_agg(array[account, roles::text] order by id) from people where ended_at is null)::text as rights,
        concat((select json_agg(array[person_id::text, act, roles::text, proposed_by::text] order by person_id) from people_proposals where decided_at is null),
          (select json_agg(distinct account || (approved_at is not null)) from invitations where used_at is null)) as waits,
        ${TABLES.map((table) => `(select coalesce(json_agg(t), '[]') from ${table} t)::text as ${table}`).join(', ')}`)
    const [found] = rows
    if (!found) throw new Error('nothing was read')
    const { rights, waits, ...kept } = found
    return { rights, waits, rows: kept, path }
  }

  /** The waiting proposals and invitations as they were; rights have not changed where one goes on from. */
  private async restore({ rows }: Standing): Promise<void> {
    for (const table of TABLES) {
      await this.world.admin.query(`delete from ${table}`)
      await this.world.admin.query(
        `insert into ${table} overriding system value select * from json_populate_recordset(null::${table}, $1)`,
        [rows[table]],
      )
    }
  }
}
