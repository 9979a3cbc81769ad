/** Firms and their people: a firm registers, intake decides, colleagues are invited; a credit code belongs to one confirmed firm, whatever is tried at once. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Forbidden, Invalid, NotFound, NotNow } from '../../src/base/errors.js'
import { UnconfirmedFirm } from '../../src/cases/unconfirmedFirm.js'
import type { Role } from '../../src/people/actor.js'
import { Colleagues } from '../../src/people/colleague.service.js'
import { type FirmFacts, Firms, stateOf } from '../../src/people/firm.service.js'
import { FirmIntake } from '../../src/people/firmIntake.service.js'
import { SignIns } from '../../src/people/signIn.service.js'
import { letSpeak } from '../../tools/speaking.js'
import { paperOf } from '../cases/inputs.js'
import { changedTables } from '../cases/looking.js'
import { HERE, licenceOf, type Name, PASSWORD } from '../cases/population.js'
import { World } from '../cases/world.js'

const CODE = '91310000MA1K35YX2T'
const SWIFT: FirmFacts = {
  nameZh: '上海雨燕直播有限公司',
  nameEn: 'Shanghai Swift Live',
  creditCode: CODE,
  district: '310115',
  zone: null,
  kind: 'mcn',
  handler: { name: '王芳' },
}

let world: World
let firms: Firms
let intake: FirmIntake
let made = 0

beforeAll(async () => {
  world = await World.open({ settings: { FIRM_FACTOR_FROM: '2027-01-01' } })
  firms = world.app.get(Firms)
  intake = world.app.get(FirmIntake)
})
afterAll(() => world.close())
beforeEach(() => world.at('2026-11-24'))

/** A firm with a person of its own, and the actor that this person is. */
async function register(facts: Partial<FirmFacts> = {}) {
  const account = `swift${++made}`
  const { firmId, personId } = await firms.register({ ...SWIFT, ...facts }, [licenceOf(account)], {
    account,
    name: '王芳',
    password: PASSWORD,
    address: HERE,
  })
  const speaker = await letSpeak(world.admin, personId, world.clock.now())
  const actor = { ...world.person('firmAdmin'), id: personId, firmId, account, name: '王芳', speaker }
  return { firmId, actor }
}

const codesOf = (work: Promise<unknown>): Promise<string[]> =>
  work.then(
    () => [],
    (error: unknown) => {
      if (error instanceof Invalid) return error.problems.map(({ code, path }) => `${path} ${code}`)
      throw error
    },
  )

describe('a registration', () => {
  test('waits for intake, with its papers; its first person is its administrator and can sign in', async () => {
    const { firmId, actor } = await register()
    const firm = await firms.get(actor, firmId)
    expect(firm).toMatchObject({
      ...SWIFT,
      id: firmId,
      confirmedAt: null,
      declinedAt: null,
      registeredAt: new Date('2026-11-24T01:00:00Z'),
    })
    expect((await intake.listWaiting(world.person('intake'))).map(({ id }) => id)).toContain(firmId)
    const papers = await firms.listPapers(actor, firmId)
    expect(papers).toMatchObject([{ kind: 'licence', name: '营业执照.pdf', storageKey: actor.account }])
    expect(await firms.getPaper(world.person('intake'), firmId, papers[0]?.id ?? 0)).toMatchObject({ kind: 'licence' })
    const inside = await world.app.get(SignIns).come({ account: actor.account, password: PASSWORD, address: 'x' })
    expect('person' in inside && inside.person).toMatchObject({ firmId, roles: ['firmAdmin'], authorityId: null })
  })

  test('with an account that is taken leaves nothing behind', async () => {
    const asked = { account: 'Applicant', name: 'x', password: PASSWORD, address: HERE }
    expect(
      await changedTables(world.admin, async () =>
        expect(await codesOf(firms.register(SWIFT, [licenceOf('unused')], asked))).toEqual(['account accountTaken']),
      ),
    ).toEqual([])
  })

  test('is nobody’s business but its own and the authorities’', async () => {
    const { firmId, actor } = await register()
    const [paper] = await firms.listPapers(actor, firmId)
    for (const who of ['applicant', 'rivalAdmin', 'newcomer'] as const) {
      await expect(firms.get(world.person(who), firmId)).rejects.toBeInstanceOf(NotFound)
      await expect(firms.getPaper(world.person(who), firmId, paper?.id ?? 0)).rejects.toBeInstanceOf(NotFound)
      expect(await firms.listPapers(world.person(who), firmId)).toEqual([])
    }
    await expect(
      firms.getPaper(world.person('intake'), world.population.firms.first, paper?.id ?? 0),
    ).rejects.toBeInstanceOf(NotFound)
  })
})

describe('until it is confirmed', () => {
  test('a firm drafts and does not submit', async () => {
    const one = await world.draft('newcomer', 'streamer')
    const refused = one.do('newcomer', 'submit').catch((error: unknown) => error)
    expect(await refused).toBeInstanceOf(NotNow)
    expect(((await refused) as NotNow).because.map(({ code }) => code)).toEqual(['firmConfirmed'])
    await intake.confirm(world.person('intake'), world.population.firms.third)
    await one.do('newcomer', 'submit')
    expect(await one.state()).toBe('submitted')
  })
})

describe('intake', () => {
  test.each(['assessor', 'approver', 'supervisor', 'permitOfficer', 'systemAdmin', 'firmAdmin'] as Name[])(
    'is not %s',
    async (who) => {
      const { firmId } = await register()
      await expect(intake.listWaiting(world.person(who))).rejects.toBeInstanceOf(Forbidden)
      await expect(intake.confirm(world.person(who), firmId)).rejects.toBeInstanceOf(Forbidden)
    },
  )

  test('declines with a reason, which the firm reads, and may change its mind', async () => {
    const { firmId, actor } = await register()
    await intake.decline(world.person('intake'), firmId, 'The licence cannot be read.')
    expect(await firms.get(actor, firmId)).toMatchObject({
      declineReason: 'The licence cannot be read.',
      declinedAt: new Date('2026-11-24T01:00:00Z'),
      confirmedAt: null,
    })
    expect((await intake.listWaiting(world.person('intake'))).map(({ id }) => id)).not.toContain(firmId)
    await expect(intake.decline(world.person('intake'), firmId, 'Once more.')).rejects.toBeInstanceOf(NotFound)
    await expect(firms.mend(actor, { facts: SWIFT })).rejects.toBeInstanceOf(NotNow)
    await intake.confirm(world.person('intake'), firmId)
    expect(await firms.get(actor, firmId)).toMatchObject({
      declineReason: null,
      declinedAt: null,
      confirmedAt: new Date('2026-11-24T01:00:00Z'),
    })
    await expect(intake.confirm(world.person('intake'), firmId)).rejects.toBeInstanceOf(NotFound)
  })

  test('sees a second claim to the same code, and confirms one of them', async () => {
    const creditCode = '91310000MA1K35YX3R'
    const [first, second] = [
      await register({ creditCode }),
      await register({ creditCode, nameZh: '上海雨燕文化有限公司' }),
    ]
    expect((await firms.get(world.person('intake'), first.firmId)).rivals).toBe(1)
    await intake.confirm(world.person('intake'), second.firmId)
    expect(await codesOf(intake.confirm(world.person('intake'), first.firmId))).toEqual(['creditCode creditCodeTaken'])
    await intake.decline(world.person('intake'), first.firmId, 'Another firm has this code.')
    expect((await firms.get(world.person('intake'), second.firmId)).rivals).toBe(0)
  })

  test('confirms one of eight, when all are confirmed at once', async () => {
    const claims = []
    for (let count = 0; count < 8; count++) claims.push(await register({ creditCode: '91310000MA1K35YX4P' }))
    const answers = await Promise.all(
      claims.map(({ firmId }) => codesOf(intake.confirm(world.person('intake'), firmId))),
    )
    expect(answers.filter((codes) => codes.length === 0).length).toBe(1)
    expect(answers.filter(([code]) => code === 'creditCode creditCodeTaken').length).toBe(7)
  })
})

describe('a registration that is sent back', () => {
  test('is corrected by the firm’s administrator and sent again; account, people, drafts and papers stay', async () => {
    const { firmId, actor } = await register({ creditCode: '91310000MA1FL00080' })
    const { caseId } = await world.cases.start(actor)
    await intake.sendBack(world.person('intake'), firmId, 'The name is not that of the licence.')
    expect(stateOf(await firms.get(actor, firmId))).toBe('sentBack')
    expect((await intake.listWaiting(world.person('intake'))).map(({ id }) => id)).not.toContain(firmId)
    world.at('2026-11-25')
    const facts = {
      ...SWIFT,
      creditCode: '91310000MA1FL00080',
      nameZh: '上海雨燕文化传媒有限公司',
      kind: 'brand' as const,
    }
    await firms.mend(actor, { facts, papers: [licenceOf(`new licence ${firmId}`)], note: 'As on the licence.' })
    expect(await firms.get(actor, firmId)).toMatchObject({
      nameZh: '上海雨燕文化传媒有限公司',
      kind: 'brand',
      sentInAt: new Date('2026-11-25T01:00:00Z'),
      sentBackAt: null,
      sentBackReason: null,
      confirmedAt: null,
    })
    expect((await intake.listWaiting(world.person('intake'))).map(({ id }) => id)).toContain(firmId)
    expect(
      (await firms.listPapers(actor, firmId)).map(({ storageKey, replacedAt }) => [storageKey, replacedAt]),
    ).toEqual([
      [`new licence ${firmId}`, null],
      [actor.account, new Date('2026-11-25T01:00:00Z')],
    ])
    const acts = await firms.listActs(world.person('intake'), firmId)
    expect(acts.map(({ act, actorName, reason }) => [act, actorName, reason])).toEqual([
      ['sentAgain', '王芳', 'As on the licence.'],
      ['sentBack', 'intake', 'The name is not that of the licence.'],
      ['registered', '王芳', null],
    ])
    expect(acts[0]?.detail).toEqual({
      before: { nameZh: '上海雨燕直播有限公司', kind: 'mcn' },
      after: { nameZh: '上海雨燕文化传媒有限公司', kind: 'brand' },
      papers: ['licence'],
    })
    await intake.confirm(world.person('intake'), firmId)
    const { rows } = await world.admin.query('select state from cases where id = $1 and firm_id = $2', [caseId, firmId])
    expect(rows).toEqual([{ state: 'draft' }])
    await expect(firms.mend(actor, { facts })).rejects.toBeInstanceOf(NotNow)
  })

  test('is corrected by nobody else, and decided by nobody who has not seen the correction', async () => {
    const { firmId, actor } = await register({ creditCode: '91310000MA1FL00093' })
    const facts = { ...SWIFT, creditCode: '91310000MA1FL00093', zone: '外高桥' }
    await expect(firms.mend({ ...actor, roles: ['applicant'] }, { facts })).rejects.toBeInstanceOf(Forbidden)
    const { lastAct } = await firms.get(world.person('intake'), firmId)
    await firms.mend(actor, { facts })
    for (const decide of [
      () => intake.confirm(world.person('intake'), firmId, lastAct),
      () => intake.sendBack(world.person('intake'), firmId, 'x', lastAct),
      () => intake.decline(world.person('intake'), firmId, 'x', lastAct),
    ])
      expect(await codesOf(decide())).toEqual([' firmChanged'])
    expect((await firms.get(actor, firmId)).zone).toBe('外高桥')
    const now = (await firms.get(world.person('intake'), firmId)).lastAct
    await intake.confirm(world.person('intake'), firmId, now)
  })
})

describe('a colleague', () => {
  const guest = (roles: Role[] = ['applicant']) => ({ account: `guest${++made}`, name: '李雷', roles })

  test('is invited by the firm’s administrator, comes in once, and belongs to the firm', async () => {
    const who = guest()
    const { token } = await firms.invite(world.person('firmAdmin'), who)
    expect(token).toMatch(/^[0-9A-HJKMNP-TV-Z]{24}$/)
    expect(await firms.getInvitation(token)).toEqual({ account: who.account, name: '李雷' })
    await firms.acceptInvitation(token, PASSWORD, HERE)
    const inside = await world.app.get(SignIns).come({ account: who.account, password: PASSWORD, address: 'x' })
    expect('person' in inside && inside.person).toMatchObject({
      firmId: world.population.firms.first,
      roles: ['applicant'],
      name: '李雷',
    })
    await expect(firms.acceptInvitation(token, PASSWORD, HERE)).rejects.toBeInstanceOf(NotFound)
    await expect(firms.getInvitation(token)).rejects.toBeInstanceOf(NotFound)
    const { rows } = await world.admin.query<{ text: string }>('select i::text as text from invitations i')
    expect(rows.map(({ text }) => text).join()).not.toContain(token)
  })

  test('comes in once, though the link is opened twice at the same moment', async () => {
    for (let round = 0; round < 8; round++) {
      const { token } = await firms.invite(world.person('firmAdmin'), guest())
      const answers = await Promise.allSettled([0, 1].map(() => firms.acceptInvitation(token, PASSWORD, HERE)))
      expect(answers.filter(({ status }) => status === 'fulfilled').length).toBe(1)
      for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toBeInstanceOf(NotFound)
    }
  })

  test('has seven days', async () => {
    const { token } = await firms.invite(world.person('firmAdmin'), guest())
    world.at('2026-12-01T08:59:59+08:00')
    expect(await firms.getInvitation(token)).toBeDefined()
    world.at('2026-12-01T09:00:00+08:00')
    await expect(firms.acceptInvitation(token, PASSWORD, HERE)).rejects.toBeInstanceOf(NotFound)
  })

  test('with an account that is taken is told, and the invitation stays open', async () => {
    const { token } = await firms.invite(world.person('firmAdmin'), { ...guest(), account: 'Intake' })
    expect(await codesOf(firms.acceptInvitation(token, PASSWORD, HERE))).toEqual(['account accountTaken'])
    expect(await firms.getInvitation(token)).toEqual({ account: 'Intake', name: '李雷' })
  })

  test.each([
    ['applicant', ['applicant']],
    ['intake', ['applicant']],
    ['systemAdmin', ['firmAdmin']],
    ['firmAdmin', ['intake']],
    ['firmAdmin', ['applicant', 'approver']],
    ['firmAdmin', []],
  ] as [Name, Role[]][])('is not invited by %s as %j', async (who, roles) => {
    await expect(firms.invite(world.person(who), guest(roles))).rejects.toBeInstanceOf(Forbidden)
  })

  test('an invitation is taken back by the firm’s administrator only', async () => {
    const colleagues = world.app.get(Colleagues)
    const { token } = await firms.invite(world.person('firmAdmin'), guest())
    const [newest] = await colleagues.listInvitations(world.person('firmAdmin'))
    const id = newest?.id ?? 0
    expect(await colleagues.listInvitations(world.person('rivalAdmin'))).toEqual([])
    await expect(colleagues.endInvitation(world.person('rivalAdmin'), id)).rejects.toBeInstanceOf(NotFound)
    await expect(colleagues.endInvitation(world.person('applicant'), id)).rejects.toBeInstanceOf(Forbidden)
    await colleagues.endInvitation(world.person('firmAdmin'), id)
    await expect(firms.acceptInvitation(token, PASSWORD, HERE)).rejects.toBeInstanceOf(NotFound)
  })

  test('is ended by the firm’s administrator only, who does not end herself', async () => {
    const colleagues = world.app.get(Colleagues)
    const [admin, rival] = [world.person('firmAdmin'), world.person('rival')]
    await expect(colleagues.endAccess(admin, rival.id)).rejects.toBeInstanceOf(NotFound)
    await expect(colleagues.endAccess(rival, world.person('rivalAdmin').id)).rejects.toBeInstanceOf(Forbidden)
    await expect(colleagues.endAccess(admin, admin.id)).rejects.toBeInstanceOf(NotNow)
    await colleagues.endAccess(world.person('rivalAdmin'), rival.id)
    expect((await firms.listColleagues(world.person('rivalAdmin'))).map(({ account }) => account)).toEqual([
      'rivalAdmin',
    ])
  })

  test('is listed with those of the own firm or authority, and no others', async () => {
    expect((await firms.listColleagues(world.person('cultureAssessor'))).map(({ account }) => account)).toEqual([
      'cultureAssessor',
      'cultureSupervisor',
    ])
    expect((await firms.listColleagues(world.person('newcomer'))).map(({ account }) => account)).toEqual(['newcomer'])
  })
})

describe('what the database itself refuses', () => {
  const add = (roles: string, firm: number | null, authority: number | null) =>
    world.admin.query(
      `insert into people (account, name, password_hash, firm_id, authority_id, roles, created_at) values ('odd', 'odd', '', $1, $2, $3, now())`,
      [firm, authority, roles],
    )

  test.each([
    ['{systemAdmin,auditor}', null, 1, 'administrators_apart'],
    ['{securityAdmin,systemAdmin}', null, 1, 'administrators_apart'],
    ['{auditor,assessor}', null, 1, 'administrators_apart'],
    ['{assessor,permitOfficer}', null, 1, 'permit_apart'],
    ['{applicant}', 1, 1, 'firm_or_authority'],
    ['{applicant}', null, 1, 'firm_roles'],
    ['{assessor}', 1, null, 'firm_roles'],
    ['{firmAdmin,approver}', 1, null, 'firm_roles'],
  ] as const)('somebody with %s of firm %s and authority %s', async (roles, firm, authority, constraint) => {
    await expect(add(roles, firm, authority)).rejects.toMatchObject({ constraint })
  })

  test('two accounts that differ only in case', async () => {
    await expect(
      world.admin.query(`update people set account = 'INTAKE' where account = 'approver'`),
    ).rejects.toMatchObject({ constraint: 'people_account' })
  })
})

describe('a firm that waits to be confirmed', () => {
  const confirm = (firmId: number) => intake.confirm(world.person('intake'), firmId)
  const reasonsOf = (work: Promise<unknown>): Promise<string[]> =>
    work.then(
      () => [],
      (error: unknown) => {
        if (error instanceof NotNow) return error.because.map(({ code }) => code)
        throw error
      },
    )

  test('has three drafts and five people, also when they come at once; once it is confirmed, as many as it wants', async () => {
    const { firmId, actor } = await register({ creditCode: '91310000MA1FL00043' })
    const drafts = await Promise.all(Array.from({ length: 6 }, () => reasonsOf(world.cases.start(actor))))
    expect(drafts.filter(([reason]) => reason === undefined)).toHaveLength(3)
    expect(drafts.flat()).toEqual(Array(3).fill('unconfirmedDrafts'))
    const invite = (name: number) =>
      reasonsOf(firms.invite(actor, { account: `helper${firmId}.${name}`, name: '客人', roles: ['applicant'] }))
    const people = await Promise.all([1, 2, 3, 4, 5, 6].map(invite))
    expect(people.flat()).toEqual(Array(2).fill('unconfirmedPeople'))
    await confirm(firmId)
    expect([await reasonsOf(world.cases.start(actor)), await invite(7)]).toEqual([[], []])
  })

  test('sends sixty files an hour, and stores two hundred megabytes', async () => {
    const { firmId, actor } = await register({ creditCode: '91310000MA1FL00056' })
    const room = () => codesOf(world.app.get(UnconfirmedFirm).requireRoomForFile(actor))
    for (let sent = 0; sent < 60; sent++) expect(await room()).toEqual([])
    expect(await room()).toEqual(['file signInTooMany'])
    world.clock.moveTo(new Date(world.clock.now().getTime() + 61 * 60_000))
    expect(await room()).toEqual([])
    const { caseId } = await world.cases.start(actor)
    await world.cases.act(caseId, 'attachFile', { actor, input: paperOf({ kind: 'degree' }) })
    await world.admin.query('update attachments set bytes = 200 * 1024 * 1024 where case_id = $1', [caseId])
    expect(await room()).toEqual(['file unconfirmedStored'])
    await confirm(firmId)
    expect(await room()).toEqual([])
  })
})
