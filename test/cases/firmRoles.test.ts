/** Who fills in, who submits and who only reads within a firm: the chart says so with its reason, and the firm's administrators alone say who is what. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { row } from '../../src/base/database.js'
import { Forbidden, Invalid, NotFound, NotNow } from '../../src/base/errors.js'
import type { Actor } from '../../src/people/actor.js'
import { Colleagues } from '../../src/people/colleague.service.js'
import { settingsOf } from '../../src/people/scope.js'
import { SecondPersons } from '../../src/people/secondPerson.service.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { Talents } from '../../src/cases/talents.js'
import { type Case, World } from './world.js'

let world: World
let colleagues: Colleagues
beforeAll(async () => {
  world = await World.open()
  colleagues = world.app.get(Colleagues)
})
afterAll(() => world.close())

const idOf = (name: 'applicant' | 'firmAdmin' | 'rival') => world.person(name).id ?? 0
const set = (role: string) => colleagues.setRole(world.person('firmAdmin'), idOf('applicant'), role)
const own = (): Actor => world.person('applicant')
const as = (...roles: Actor['roles']): Actor => ({ ...own(), roles })

async function refusal(work: Promise<unknown>): Promise<unknown> {
  const error = await work.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(NotNow)
  return (error as NotNow).because.map(({ code }) => code) // as expected above
}

describe('a preparer', () => {
  let one: Case
  beforeAll(async () => {
    one = await world.draft()
    await set('preparer')
  })
  afterAll(() => set('applicant'))

  test('fills in and attaches, and begins drafts; a colleague submits', async () => {
    const preparer = as('preparer')
    await one.do(preparer, 'saveAnswers', { answers: { engagement: { post: 'Host' } } })
    expect(await refusal(one.do(preparer, 'submit'))).toEqual(['maySubmit'])
    expect(await refusal(one.do(preparer, 'discard'))).toEqual(['maySubmit'])
    const { choices } = await world.app.get(ReadingService).get(preparer, one.id)
    expect(choices.map(({ action, enabled }) => `${action} ${enabled}`).sort()).toEqual([
      'askToSubmit true',
      'attachFile true',
      'discard false',
      'saveAnswers true',
      'submit false',
    ])
    expect((await world.cases.start(preparer)).caseId).toBeGreaterThan(one.id)
    await one.do('firmAdmin', 'submit')
    expect(await refusal(one.do(preparer, 'withdraw'))).toEqual(['maySubmit'])
    expect(await refusal(one.do(preparer, 'message', { text: 'x' }))).toEqual(['maySubmit'])
    await one.do('intake', 'message', { text: 'Officers write as before.' })
    await one.do('intake', 'requestCorrection')
    await one.do(preparer, 'saveAnswers', { answers: { engagement: { post: 'Senior host' } } })
    expect(await refusal(one.do(preparer, 'resubmit'))).toEqual(['maySubmit'])
    await one.do('firmAdmin', 'resubmit')
  })

  test('asks a colleague to submit, once until something changes; the list says who has asked', async () => {
    const preparer = as('preparer')
    const other = await world.draft()
    const lists = world.app.get(ReadingService).lists
    const asked = async () => {
      const [list] = await lists.ofFirm(world.person('firmAdmin'), {}, [{ tab: 'all', most: 100 }])
      return list?.lines.find(({ id }) => id === other.id)?.tasks?.map(({ act, askedBy }) => [act, askedBy])
    }
    expect(await asked()).toEqual([['submit', null]])
    await other.do(preparer, 'askToSubmit')
    expect(await asked()).toEqual([['submit', idOf('applicant')]])
    expect(await refusal(other.do(preparer, 'askToSubmit'))).toEqual(['notAskedToSubmit'])
    await other.do(preparer, 'saveAnswers', { answers: { engagement: { post: 'Host' } } })
    expect(await asked()).toEqual([['submit', null]])
    await other.do(preparer, 'askToSubmit')
    await other.do('firmAdmin', 'submit')
    await other.do('intake', 'requestCorrection')
    expect(await asked()).toEqual([['resubmit', null]])
    await other.do(preparer, 'askToSubmit')
    expect(await asked()).toEqual([['resubmit', idOf('applicant')]])
    const { events } = await world.app.get(ReadingService).get(world.person('intake'), other.id)
    expect(events.filter(({ action, fromState }) => action === 'askToSubmit' && fromState !== 'draft')).toEqual([])
  })
})

describe('a viewer', () => {
  let one: Case
  beforeAll(async () => {
    one = await world.draft()
    await set('viewer')
  })
  afterAll(() => set('applicant'))

  test('reads, and neither fills in, begins, nor sends the candidate a link', async () => {
    const viewer = as('viewer')
    const { choices } = await world.app.get(ReadingService).get(viewer, one.id)
    expect(choices.filter(({ enabled }) => enabled)).toEqual([])
    expect(choices.find(({ action }) => action === 'saveAnswers')?.because).toEqual([
      expect.objectContaining({ code: 'mayFillIn', zh: expect.stringContaining('查阅') }),
    ])
    expect(await refusal(one.do(viewer, 'saveAnswers', { answers: {} }))).toEqual(['mayFillIn'])
    expect(await refusal(one.do(viewer, 'submit'))).toEqual(['maySubmit'])
    expect(await refusal(world.cases.start(viewer))).toEqual(['mayFillIn'])
    expect(await refusal(world.cases.start(viewer, 'a copy', one.id))).toEqual(['mayFillIn'])
    expect(() => world.app.get(Talents).sendLink(viewer, one.id, 'host@example.com')).toThrow(NotNow)
  })

  test('is no second person who could look', async () => {
    const want = () => world.app.get(SecondPersons).want(world.person('firmAdmin'), true)
    expect(await refusal(want())).toEqual(['alone'])
  })
})

describe('who sets a role', () => {
  test('is an administrator of the firm, for colleagues, among the roles of firms', async () => {
    const [admin, rival] = [world.person('firmAdmin'), world.person('rivalAdmin')]
    await expect(colleagues.setRole(world.person('applicant'), idOf('firmAdmin'), 'viewer')).rejects.toThrow(Forbidden)
    await expect(colleagues.setRole(rival, idOf('applicant'), 'viewer')).rejects.toThrow(NotFound)
    await expect(colleagues.setRole(admin, idOf('rival'), 'viewer')).rejects.toThrow(NotFound)
    await expect(colleagues.setRole(admin, idOf('applicant'), 'approver')).rejects.toThrow(Invalid)
    expect(await refusal(colleagues.setRole(admin, idOf('firmAdmin'), 'viewer'))).toEqual(['ownRole'])
    // the database says the same of whoever comes past the service
    const { database } = world
    for (const [speaker, person] of [
      [rival, idOf('applicant')],
      [world.person('applicant'), idOf('firmAdmin')],
      [admin, idOf('firmAdmin')],
    ] as const) {
      const set = await database.transaction(settingsOf(speaker), (tx) =>
        row<{ done: boolean }>(tx, `select set_firm_roles($1, '{viewer}', now()) as done`, [person]),
      )
      expect(set).toEqual({ done: false })
    }
  })

  test('holds at once, and is written into the history of people', async () => {
    await set('viewer')
    await set('viewer')
    await set('applicant')
    const { rows } = await world.admin.query(
      `select act, actor_id, detail from people_history where person_id = $1 and act = 'rolesSet' order by id desc limit 2`,
      [idOf('applicant')],
    )
    expect(rows).toEqual([
      { act: 'rolesSet', actor_id: idOf('firmAdmin'), detail: { roles: ['applicant'] } },
      { act: 'rolesSet', actor_id: idOf('firmAdmin'), detail: { roles: ['viewer'] } },
    ])
  })

  test('two administrators who take each other’s role at once leave one', async () => {
    await set('firmAdmin')
    const other = as('firmAdmin')
    const done = await Promise.allSettled([
      colleagues.setRole(world.person('firmAdmin'), idOf('applicant'), 'viewer'),
      colleagues.setRole(other, idOf('firmAdmin'), 'viewer'),
    ])
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { rows } = await world.admin.query(
      `select count(*)::int as n from people where firm_id = $1 and 'firmAdmin' = any (roles)`,
      [own().firmId],
    )
    expect(rows).toEqual([{ n: 1 }])
  })
})
