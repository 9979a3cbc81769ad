/** Absences and deputies on a real database: who may record what, whom the deputy stands in for, and what the database itself refuses. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Forbidden, Invalid, NotFound } from '../../src/base/errors.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { Absences, type AbsenceWish } from '../../src/people/absence.service.js'
import { settingsOf } from '../../src/people/scope.js'
import type { Name } from './population.js'
import { World } from './world.js'

let world: World
let absences: Absences

beforeAll(async () => {
  world = await World.open()
  absences = world.app.get(Absences)
})
afterAll(() => world.close())

const idOf = (name: Name): number => world.person(name).id ?? 0
const wish = (who: Name, deputy: Name, fromOn: string, toOn: string): AbsenceWish => ({
  personId: idOf(who),
  deputyId: idOf(deputy),
  fromOn,
  toOn,
})

/** What stands against it, as `path code`. */
async function refusal(by: Name, wanted: AbsenceWish): Promise<unknown> {
  const error: unknown = await absences.record(world.person(by), wanted).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return error instanceof Invalid ? error.problems.map(({ path, code }) => `${path} ${code}`) : error
}

const listed = async (by: Name) =>
  (await absences.list(world.person(by))).map(
    ({ personName, deputyName, fromOn, toOn }) => `${personName} ${deputyName} ${fromOn} ${toOn}`,
  )

describe('recording', () => {
  test('is for oneself, and for a supervisor of the authority', async () => {
    expect(await refusal('assessor', wish('assessor', 'colleague', '2026-11-24', '2026-11-26'))).toBeUndefined()
    expect(await refusal('supervisor', wish('approver', 'otherApprover', '2026-12-01', '2026-12-02'))).toBeUndefined()
    expect(await refusal('colleague', wish('bothHats', 'approver', '2027-01-04', '2027-01-05'))).toBeInstanceOf(
      Forbidden,
    )
    expect(await refusal('applicant', wish('applicant', 'firmAdmin', '2027-01-04', '2027-01-05'))).toBeInstanceOf(
      Forbidden,
    )
    expect(await listed('intake')).toEqual([
      'assessor colleague 2026-11-24 2026-11-26',
      'approver otherApprover 2026-12-01 2026-12-02',
    ])
    expect(await listed('cultureAssessor')).toEqual([])
  })

  test.each<[string, Name, AbsenceWish | (() => AbsenceWish), string[]]>([
    [
      'days the wrong way round',
      'supervisor',
      () => wish('intake', 'bothHats', '2027-01-05', '2027-01-04'),
      ['to endsBefore'],
    ],
    ['days that are over', 'supervisor', () => wish('intake', 'bothHats', '2026-11-02', '2026-11-23'), ['to over']],
    ['more than a year', 'supervisor', () => wish('assessor', 'bothHats', '2027-01-04', '2028-01-06'), ['to tooLong']],
    ['oneself', 'supervisor', () => wish('assessor', 'assessor', '2027-01-04', '2027-01-05'), ['deputy ownDeputy']],
    [
      'somebody of another authority',
      'supervisor',
      () => wish('assessor', 'cultureAssessor', '2027-01-04', '2027-01-05'),
      ['deputy noSuchColleague'],
    ],
    [
      'somebody of other roles',
      'supervisor',
      () => wish('intake', 'approver', '2027-01-04', '2027-01-05'),
      ['deputy otherRole'],
    ],
    [
      'a person of another authority',
      'supervisor',
      () => wish('cultureAssessor', 'assessor', '2027-01-04', '2027-01-05'),
      ['person noSuchColleague'],
    ],
    [
      'a second absence in those days',
      'supervisor',
      () => wish('assessor', 'bothHats', '2026-11-26', '2026-11-30'),
      ['from absentAlready'],
    ],
    [
      'a deputy who is away',
      'supervisor',
      () => wish('bothHats', 'assessor', '2026-11-25', '2026-11-25'),
      ['deputy deputyAway'],
    ],
  ])('refuses %s', async (_, by, wanted, problems) => {
    expect(await refusal(by, typeof wanted === 'function' ? wanted() : wanted)).toEqual(problems)
  })

  test('of both to stand in for each other, asked at once, is done once', async () => {
    const asked = [
      wish('colleague', 'panelWhoAssesses', '2027-03-01', '2027-03-02'),
      wish('panelWhoAssesses', 'colleague', '2027-03-01', '2027-03-02'),
    ]
    const outcomes = await Promise.all(asked.map((one) => refusal('supervisor', one)))
    expect(outcomes.filter((one) => one === undefined)).toHaveLength(1)
    expect(outcomes.flat()).toContain('deputy deputyAway')
  })

  test('is refused by the database too, whoever writes past the service', async () => {
    const person = world.person('colleague')
    const write = world.database.transaction(settingsOf(person), (tx) =>
      tx.query(
        `insert into absences (authority_id, person_id, deputy_id, from_on, to_on, recorded_by, recorded_at)
         values ($1, $2, $3, '2027-05-01', '2027-05-02', $4, now())`,
        [person.authorityId, idOf('assessor'), idOf('colleague'), person.id],
      ),
    )
    await expect(write).rejects.toThrow('row-level security')
  })
})

describe('a deputy', () => {
  test('finds the absent person’s cases among their own, on those days only, and hands them over', async () => {
    const one = await world.caseIn('underAssessment')
    await one.do('assessor', 'claim')
    const mine = async () =>
      (await world.app.get(ReadingService).list(world.person('colleague'), { tab: 'mine' })).map(({ id }) => id)
    expect(await mine()).toContain(one.id)
    world.at('2026-11-27')
    expect(await mine()).not.toContain(one.id)
    world.at('2026-11-26')
    await one.do('colleague', 'handOver', { to: idOf('bothHats') })
    expect(await mine()).not.toContain(one.id)
    world.at('2026-11-24')
  })
})

describe('ending', () => {
  test('an absence that has not begun takes it back; one that runs ends the day before', async () => {
    const mine = async (name: string) =>
      (await absences.list(world.person('supervisor'))).find(({ personName }) => personName === name)
    world.at('2026-11-25')
    const running = await mine('assessor')
    await expect(absences.end(world.person('intake'), running?.id ?? 0)).rejects.toBeInstanceOf(NotFound)
    await absences.end(world.person('assessor'), running?.id ?? 0)
    expect(await mine('assessor')).toBeUndefined()
    const { rows } = await world.admin.query('select to_on::text as "to" from absences where id = $1', [running?.id])
    expect(rows).toEqual([{ to: '2026-11-24' }])
    const later = await mine('approver')
    await absences.end(world.person('supervisor'), later?.id ?? 0)
    await expect(absences.end(world.person('supervisor'), later?.id ?? 0)).rejects.toBeInstanceOf(NotFound)
    expect(await mine('approver')).toBeUndefined()
  })
})
