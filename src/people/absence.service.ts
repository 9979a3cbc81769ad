/**
 * Who of an authority is away, and which colleague stands in. A person records their own absence, a
 * supervisor that of anybody of the authority.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { addDays } from '../base/dates.js'
import { Forbidden, Invalid, NotFound, type Problem } from '../base/errors.js'
import { type Actor, has, type Role } from './actor.js'
import { settingsOf } from './scope.js'

export interface Absence {
  readonly id: number
  readonly personId: number
  readonly personName: string
  readonly deputyId: number
  readonly deputyName: string
  readonly fromOn: string
  readonly toOn: string
}

export interface AbsenceWish {
  readonly personId: number
  readonly deputyId: number
  /** First and last day, YYYY-MM-DD, both counted. */
  readonly fromOn: string
  readonly toOn: string
}

const LIST = `
  select a.id, a.person_id as "personId", p.name as "personName", a.deputy_id as "deputyId", d.name as "deputyName",
    a.from_on::text as "fromOn", a.to_on::text as "toOn"
  from absences a join people p on p.id = a.person_id join people d on d.id = a.deputy_id
  where a.authority_id = $1 and a.to_on >= $2 order by a.from_on, a.id limit 500`

/** Absences of either person in those days. */
const CLASHING = `
  select person_id as "personId" from absences
  where authority_id = $1 and person_id = any ($2::int[]) and from_on <= $4 and to_on >= $3`

const ADD = `
  insert into absences (authority_id, person_id, deputy_id, from_on, to_on, recorded_by, recorded_at)
  values ($1, $2, $3, $4, $5, $6, $7)`

/** The absence of a person on a day; undefined when they are there. */
export const absenceOn = (absences: readonly Absence[], personId: number, on: string): Absence | undefined =>
  absences.find((one) => one.personId === personId && lasts(one, on))

/** The absences on a day in which a person stands in for somebody. */
export const deputisesOn = (absences: readonly Absence[], personId: number, on: string): Absence[] =>
  absences.filter((one) => one.deputyId === personId && lasts(one, on))

const lasts = ({ fromOn, toOn }: Absence, on: string): boolean => fromOn <= on && on <= toOn

interface Colleague {
  readonly id: number
  readonly roles: Role[]
}

@Injectable()
export class Absences {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Absences of the actor's authority that last today or are still to come, by their first day. */
  list(actor: Actor): Promise<Absence[]> {
    return this.db.transaction(settingsOf(actor), (tx) =>
      rows<Absence>(tx, LIST, [actor.authorityId, this.clock.today()]),
    )
  }

  /**
   * Records an absence. Throws Forbidden for another person's unless a supervisor asks, Invalid
   * when days or deputy do not fit: the deputy must be a colleague who shares a role and is there
   * on all those days.
   */
  async record(actor: Actor, wish: AbsenceWish): Promise<void> {
    const { authorityId } = actor
    if (authorityId === null) throw new Forbidden()
    if (wish.personId !== actor.id && !has(actor, 'supervisor')) throw new Forbidden()
    await this.db.transaction(settingsOf(actor), async (tx) => {
      // one after another: two absences of one authority at once could make each other's deputies absent
      await row(tx, `select pg_advisory_xact_lock(hashtext('absences of an authority'), $1)`, [authorityId])
      const problems = await this.problems(tx, authorityId, wish)
      if (problems.length > 0) throw new Invalid(problems)
      const { personId, deputyId, fromOn, toOn } = wish
      await rows(tx, ADD, [authorityId, personId, deputyId, fromOn, toOn, actor.id, this.clock.now()])
    })
  }

  /** The person is back today; one that has not begun is taken back whole. Throws NotFound. */
  async end(actor: Actor, id: number): Promise<void> {
    const today = this.clock.today()
    const mine = `authority_id = $2 and (person_id = $3 or $4)`
    const values = [id, actor.authorityId, actor.id, has(actor, 'supervisor')]
    const ended = await this.db.transaction(settingsOf(actor), async (tx) => {
      const taken = await row(tx, `delete from absences where id = $1 and ${mine} and from_on >= $5 returning id`, [
        ...values,
        today,
      ])
      return (
        taken ??
        row(tx, `update absences set to_on = $5 where id = $1 and ${mine} and to_on > $5 returning id`, [
          ...values,
          addDays(today, -1),
        ])
      )
    })
    if (!ended) throw new NotFound()
  }

  private async problems(tx: Tx, authorityId: number, wish: AbsenceWish): Promise<Problem[]> {
    const { personId, deputyId, fromOn, toOn } = wish
    const people = await rows<Colleague>(
      tx,
      'select id, roles from people where authority_id = $1 and ended_at is null and id = any ($2::int[])',
      [authorityId, [personId, deputyId]],
    )
    const person = people.find(({ id }) => id === personId)
    const deputy = people.find(({ id }) => id === deputyId)
    if (!person) return [problem('noSuchColleague', 'person', words.noSuchColleague)]
    if (toOn < fromOn) return [problem('endsBefore', 'to', words.endsBefore)]
    if (toOn < this.clock.today()) return [problem('over', 'to', words.over)]
    if (toOn > addDays(fromOn, MOST_DAYS)) return [problem('tooLong', 'to', words.tooLong)]
    if (!deputy) return [problem('noSuchColleague', 'deputy', words.noSuchColleague)]
    if (deputyId === personId) return [problem('ownDeputy', 'deputy', words.ownDeputy)]
    if (!deputy.roles.some((role) => person.roles.includes(role)))
      return [problem('otherRole', 'deputy', words.otherRole)]
    const away = await rows<{ personId: number }>(tx, CLASHING, [authorityId, [personId, deputyId], fromOn, toOn])
    return [
      ...(away.some((one) => one.personId === personId) ? [problem('absentAlready', 'from', words.absentAlready)] : []),
      ...(away.some((one) => one.personId === deputyId) ? [problem('deputyAway', 'deputy', words.deputyAway)] : []),
    ]
  }
}

const MOST_DAYS = 366

const problem = (code: string, path: string, message: Problem['message']): Problem => ({ code, path, message })

const words = {
  noSuchColleague: {
    zh: '本部门没有此人，请从列表中选择。',
    en: 'There is no such person in your department. Select one from the list.',
  },
  endsBefore: { zh: '最后一天早于第一天。', en: 'The last day is before the first.' },
  over: { zh: '该时段已经过去。', en: 'These days are in the past.' },
  tooLong: { zh: '一次最长一年。', en: 'An absence can be at most a year.' },
  ownDeputy: { zh: '代理人不能是本人。', en: 'Select somebody else as deputy.' },
  otherRole: {
    zh: '代理人没有与其相同的角色，不能代办案件；请另选一人。',
    en: 'The deputy does not have the same role and cannot do the work. Select somebody else.',
  },
  absentAlready: { zh: '该时段已登记请假。', en: 'An absence is already recorded for these days.' },
  deputyAway: {
    zh: '代理人在该时段也请假，请另选一人。',
    en: 'The deputy is also away on these days. Select somebody else.',
  },
}
