/** What a confirmed firm changes of itself, what running cases take over of it, and how a firm is suspended. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Forbidden, Invalid, NotFound, NotNow } from '../../src/base/errors.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { Firms, stateOf } from '../../src/people/firm.service.js'
import { FirmChanges } from '../../src/people/firmChange.service.js'
import { FirmIntake } from '../../src/people/firmIntake.service.js'
import { FirmSuspensions } from '../../src/people/firmSuspension.service.js'
import { licenceOf } from '../cases/population.js'
import { World } from '../cases/world.js'

let world: World
let firms: Firms
let changes: FirmChanges
let suspensions: FirmSuspensions

beforeAll(async () => {
  world = await World.open()
  firms = world.app.get(Firms)
  changes = world.app.get(FirmChanges)
  suspensions = world.app.get(FirmSuspensions)
})
afterAll(() => world.close())
beforeEach(() => world.at('2026-11-24'))

const codesOf = (work: Promise<unknown>): Promise<string[]> =>
  work.then(
    () => [],
    (error: unknown) => {
      if (error instanceof Invalid) return error.problems.map(({ code, path }) => `${path} ${code}`)
      if (error instanceof NotNow) return error.because.map(({ code }) => code)
      throw error
    },
  )

const letterOf = (key: string) => ({ ...licenceOf(key), kind: 'authorisation' as const })

describe('a change of a confirmed firm', () => {
  test('holds once intake has accepted it, with the papers that show it; before that nothing changes', async () => {
    const { first } = world.population.firms
    const [admin, officer] = [world.person('firmAdmin'), world.person('intake')]
    const before = await firms.get(admin, first)
    const facts = { ...before, nameZh: '上海新名跨境电子商务有限公司', district: '310115', kind: 'mcn' as const }
    expect(await codesOf(changes.ask(admin, { facts: before }))).toEqual(['nameZh nothingChanged'])
    expect(await codesOf(changes.ask(admin, { facts }))).toEqual(['licence missing:licence'])
    const renamed = { ...before, handler: { name: '王敏', phone: '13800000000' } }
    expect(await codesOf(changes.ask(admin, { facts: renamed }))).toEqual(['authorisation missing:authorisation'])
    await expect(changes.ask(world.person('applicant'), { facts })).rejects.toBeInstanceOf(Forbidden)
    expect(await codesOf(changes.ask(world.person('newcomer'), { facts }))).toEqual(['firmConfirmed'])
    await changes.ask(admin, { facts, papers: [licenceOf('moved')], why: 'We have moved.' })
    expect(await firms.get(admin, first)).toMatchObject({ nameZh: before.nameZh, district: before.district })
    expect(
      (await changes.listWaiting(officer)).map(({ firmId, district, facts }) => [firmId, district, facts]),
    ).toEqual([[first, '310115', { nameZh: '上海新名跨境电子商务有限公司', district: '310115', kind: 'mcn' }]])
    expect(await changes.find(world.person('rivalAdmin'), first)).toBeUndefined()

    await changes.sendBack(officer, first, 'The licence is cut off.')
    expect(await changes.find(admin, first)).toMatchObject({ state: 'sentBack', reason: 'The licence is cut off.' })
    await expect(changes.accept(officer, first)).rejects.toBeInstanceOf(NotFound)
    // what was sent with it need not be sent again
    await changes.ask(admin, { facts })
    const { lastAct } = await firms.get(officer, first)
    await changes.ask(admin, { facts, papers: [licenceOf('moved, whole')] })
    expect(await codesOf(changes.accept(officer, first, lastAct))).toEqual([' firmChanged'])
    for (const who of ['approver', 'firmAdmin'] as const)
      await expect(changes.accept(world.person(who), first)).rejects.toBeInstanceOf(Forbidden)
    await changes.accept(officer, first)
    expect(await firms.get(admin, first)).toMatchObject({
      nameZh: '上海新名跨境电子商务有限公司',
      district: '310115',
      kind: 'mcn',
      creditCode: before.creditCode,
      confirmedAt: before.confirmedAt,
    })
    expect(await changes.find(admin, first)).toBeUndefined()
    const papers = await firms.listPapers(admin, first)
    expect(papers.filter(({ replacedAt }) => replacedAt === null).map(({ storageKey }) => storageKey)).toEqual([
      'moved, whole',
    ])
    const [accepted, ...acts] = await firms.listActs(officer, first)
    expect(accepted).toMatchObject({
      act: 'changeAccepted',
      actorName: 'intake',
      detail: {
        before: { nameZh: before.nameZh, district: before.district, kind: 'brand' },
        after: { nameZh: '上海新名跨境电子商务有限公司', district: '310115', kind: 'mcn' },
        papers: ['licence'],
      },
    })
    expect(acts.map(({ act }) => act).slice(0, 4)).toEqual([
      'changeSentAgain',
      'changeSentAgain',
      'changeSentBack',
      'changeAsked',
    ])
  })

  test('is taken back by the firm, and another one asked for', async () => {
    const { second } = world.population.firms
    const admin = world.person('rivalAdmin')
    const before = await firms.get(admin, second)
    const facts = { ...before, handler: { name: '李雷', phone: '13900000000' } }
    await changes.ask(admin, { facts, papers: [letterOf('letter')] })
    await changes.withdraw(admin)
    await expect(changes.withdraw(admin)).rejects.toBeInstanceOf(NotFound)
    expect(await codesOf(changes.ask(admin, { facts }))).toEqual(['authorisation missing:authorisation'])
    await changes.ask(admin, { facts, papers: [letterOf('another letter')] })
    await changes.accept(world.person('intake'), second)
    expect((await firms.get(admin, second)).handler).toEqual({ name: '李雷', phone: '13900000000' })
    const papers = (await firms.listPapers(admin, second)).filter(({ replacedAt }) => replacedAt === null)
    expect(papers.map(({ storageKey }) => storageKey).sort()).toEqual(['another letter', 'licence of rivalAdmin'])
  })
})

describe('a running case (decision 0042)', () => {
  const filedAs = async (caseId: number) =>
    (
      await world.admin.query<{ firm: Record<string, unknown> }>(
        'select firm from submissions where case_id = $1 order by seq',
        [caseId],
      )
    ).rows.map(({ firm: { nameZh, district, kind } }) => ({ nameZh, district, kind }))

  test('keeps place and kind as filed, through a correction too; its name is the new one; a draft takes everything', async () => {
    const { second } = world.population.firms
    const [admin, officer] = [world.person('rivalAdmin'), world.person('intake')]
    const { nameZh, district, kind, ...rest } = await firms.get(admin, second)
    const one = await world.draft('rival', 'streamer')
    await one.do('rival', 'submit')
    await one.do('intake', 'requestCorrection')
    const draft = await world.draft('rival', 'streamer')
    const facts = { ...rest, nameZh: '上海改名传媒有限公司', district: '310117', kind: 'other' as const }
    await changes.ask(admin, { facts, papers: [licenceOf('renamed')] })
    await changes.accept(officer, second)
    await one.do('rival', 'resubmit')
    await draft.do('rival', 'submit')
    expect(await filedAs(one.id)).toEqual([
      { nameZh, district, kind },
      { nameZh: '上海改名传媒有限公司', district, kind },
    ])
    expect(await filedAs(draft.id)).toEqual([{ nameZh: '上海改名传媒有限公司', district: '310117', kind: 'other' }])
    const reading = world.app.get(ReadingService)
    const places = await Promise.all([one, draft].map(async ({ id }) => (await reading.get(officer, id)).place))
    expect(places.map((place) => place.district)).toEqual([district, '310117'])
    // recalled and filed again it is still with the department that had received it
    await draft.do('rival', 'recall')
    await changes.ask(admin, { facts: { ...facts, district: '310104', kind: 'mcn' }, papers: [licenceOf('again')] })
    await changes.accept(officer, second)
    await draft.do('rival', 'submit')
    expect((await filedAs(draft.id)).at(-1)).toEqual({
      nameZh: '上海改名传媒有限公司',
      district: '310117',
      kind: 'mcn',
    })
  })
})

describe('a suspension (decision 0043)', () => {
  const announce = (who: 'intake', firmId: number) =>
    suspensions.intend(world.person(who), firmId, { reason: 'False figures.', answerUntil: '2026-12-01' })

  test('is announced, answered and decided by another officer; running cases go on; it ends with a reason', async () => {
    const { first } = world.population.firms
    const [admin, officer] = [world.person('firmAdmin'), world.person('intake')]
    const another = { ...officer, id: world.person('approver').id, speaker: world.person('approver').speaker }
    const running = await world.draft('applicant', 'goodsHost')
    await running.do('applicant', 'submit')
    await running.do('intake', 'requestCorrection')
    const draft = await world.draft('applicant', 'goodsHost')
    await expect(announce('intake', world.population.firms.third)).rejects.toBeInstanceOf(NotFound)
    await announce('intake', first)
    expect(await codesOf(announce('intake', first))).toEqual(['suspensionOpen'])
    expect(stateOf(await firms.get(admin, first))).toBe('confirmed')
    expect(await codesOf(suspensions.suspend(officer, first, 'x'))).toEqual(['anotherOfficer'])
    await world.admin.query(`update people set roles = '{intake,approver}' where account = 'approver'`)
    expect(await codesOf(suspensions.suspend(another, first, 'x'))).toEqual(['notHeard'])
    await expect(suspensions.answer(world.person('applicant'), 'x')).rejects.toBeInstanceOf(Forbidden)
    await expect(suspensions.answer(world.person('rivalAdmin'), 'x')).rejects.toBeInstanceOf(NotFound)
    await suspensions.answer(admin, 'The figures are those of the platform.')
    await suspensions.suspend(another, first, 'The platform says otherwise.')
    expect(stateOf(await firms.get(admin, first))).toBe('suspended')
    expect(await codesOf(draft.do('applicant', 'submit'))).toEqual(['firmNotSuspended'])
    await running.do('applicant', 'resubmit')
    expect(await running.state()).toBe('submitted')
    await suspensions.answer(admin, 'The platform has corrected itself.')
    await suspensions.end(officer, first, 'The platform has corrected its figures.')
    await draft.do('applicant', 'submit')
    expect(await draft.state()).toBe('submitted')
    const acts = await firms.listActs(officer, first)
    expect(acts.slice(0, 5).map(({ act, reason }) => [act, reason])).toEqual([
      ['resumed', 'The platform has corrected its figures.'],
      ['suspensionAnswered', 'The platform has corrected itself.'],
      ['suspended', 'The platform says otherwise.'],
      ['suspensionAnswered', 'The figures are those of the platform.'],
      ['suspensionIntended', 'False figures.'],
    ])
    await world.admin.query(`update people set roles = '{approver}' where account = 'approver'`)
  })

  test('may be decided without an answer once the last day is over, and not to suspend at once by anybody', async () => {
    const { first } = world.population.firms
    await announce('intake', first)
    await suspensions.drop(world.person('intake'), first, 'It was an error of ours.')
    expect(stateOf(await firms.get(world.person('intake'), first))).toBe('confirmed')
    await announce('intake', first)
    await world.admin.query(`update people set roles = '{intake,approver}' where account = 'approver'`)
    const another = {
      ...world.person('intake'),
      id: world.person('approver').id,
      speaker: world.person('approver').speaker,
    }
    world.at('2026-12-01')
    expect(await codesOf(suspensions.suspend(another, first, 'x'))).toEqual(['notHeard'])
    world.at('2026-12-02')
    await suspensions.suspend(another, first, 'The firm has not answered.')
    expect((await firms.get(another, first)).suspendedAt).toEqual(new Date('2026-12-02T01:00:00Z'))
    await suspensions.end(another, first, 'Over.')
    await world.admin.query(`update people set roles = '{approver}' where account = 'approver'`)
  })
})

test('the register finds firms by name, code, district and state, for those who decide', async () => {
  const intake = world.app.get(FirmIntake)
  const { first, second, third } = world.population.firms
  const find = async (question: object, who: 'intake' | 'supervisor' | 'approver' = 'intake') =>
    (await intake.find(world.person(who), question, 50)).map(({ id }) => id)
  expect(await find({}, 'supervisor')).toEqual([third, second, first])
  const { creditCode } = await firms.get(world.person('intake'), first)
  expect(await find({ find: creditCode.slice(4, 16).toLowerCase() })).toEqual([first])
  expect(await find({ find: '改名传媒' }, 'approver')).toEqual([second])
  expect(await find({ state: 'waiting' })).toEqual([third])
  expect(await find({ state: 'suspended' })).toEqual([])
  expect(await find({ district: '310104' })).toEqual([second])
  expect(await find({ before: second })).toEqual([first])
  await expect(find({}, 'applicant' as 'intake')).rejects.toBeInstanceOf(Forbidden)
})
