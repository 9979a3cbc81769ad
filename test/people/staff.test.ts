/** Administrators: who may do what to people, always two for a right, and a history that tells of it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Forbidden, Invalid, NotFound, NotNow } from '../../src/base/errors.js'
import { ADMINISTRATORS, type Role } from '../../src/people/actor.js'
import { Firms } from '../../src/people/firm.service.js'
import { Keys } from '../../src/people/key.service.js'
import { PeopleHistory } from '../../src/people/peopleHistory.js'
import { settingsOf } from '../../src/people/scope.js'
import { readLinkCode } from '../../src/people/secrets.js'
import { Sessions } from '../../src/people/session.service.js'
import { type SignedIn, SignIns } from '../../src/people/signIn.service.js'
import { Staff } from '../../src/people/staff.service.js'
import { HERE, type Name, PASSWORD } from '../cases/population.js'
import { World } from '../cases/world.js'
import { long } from '../long.js'
import { Alone } from './alone.js'

let world: World
let staff: Staff

beforeAll(async () => {
  world = await World.open()
  staff = world.app.get(Staff)
})
afterAll(() => world.close())

const who = (name: Name) => world.person(name)
let guests = 0
const guest = (roles: Role[] = ['assessor']) => ({
  account: `new${++guests}`,
  name: '韩梅梅',
  authorityId: 1,
  roles,
})
const rolesOf = async (name: Name) => (await staff.get(who('auditor'), who(name).id)).roles
const acts = async (personId: number) =>
  (await world.app.get(PeopleHistory).list(who('auditor'), { personId })).map(({ act }) => act)
const open = async (name: Name) =>
  (
    (await world.app.get(SignIns).come({
      account: name,
      password: PASSWORD,
      code: await world.code(name),
      address: 'x',
    })) as SignedIn
  ).token // everything was given
const lives = async (token: string) => (await world.app.get(Sessions).find(token)) !== undefined

describe('an invitation of staff', () => {
  test('opens nothing before the security administrator has approved it', async () => {
    const wish = guest()
    const { token } = await staff.invite(who('systemAdmin'), wish)
    const firms = world.app.get(Firms)
    await expect(firms.getInvitation(token ?? '')).rejects.toBeInstanceOf(NotFound)
    await expect(firms.acceptInvitation(token ?? '', PASSWORD, HERE)).rejects.toBeInstanceOf(NotFound)
    const [one] = await staff.listInvitations(who('securityAdmin'))
    expect(one).toMatchObject({ account: wish.account, roles: ['assessor'], approved: false })
    await expect(staff.decideInvitation(who('systemAdmin'), one?.id ?? 0, true)).rejects.toBeInstanceOf(Forbidden)
    await staff.decideInvitation(who('securityAdmin'), one?.id ?? 0, true)
    await firms.acceptInvitation(token ?? '', PASSWORD, HERE)
    await expect(firms.acceptInvitation(token ?? '', PASSWORD, HERE)).rejects.toBeInstanceOf(NotFound)
    const [added] = await staff.list(who('auditor'), wish.account)
    expect(added).toMatchObject({ roles: ['assessor'], authorityId: 1, authenticator: false })
    expect(await acts(added?.id ?? 0)).toEqual(['joined'])
    const step = await world.app.get(SignIns).come({ account: wish.account, password: PASSWORD, address: 'x' })
    expect(step).toMatchObject({ need: 'enrolment' })
  })

  test('goes by mail where there is a server: no administrator sees the link', async () => {
    const wish = { ...guest(), account: 'wei@example.com' }
    expect(await staff.invite(who('systemAdmin'), wish, true)).toEqual({ token: null })
    const { rows } = await world.admin.query<{ path: string; address: string; secret: boolean }>(
      `select path, address, secret from mails where kind = 'invitation'`,
    )
    expect(rows).toEqual([
      { path: expect.stringMatching(/^\/join#[\w-]{29}$/), address: 'wei@example.com', secret: true },
    ])
    const [one] = await staff.listInvitations(who('securityAdmin'))
    await staff.decideInvitation(who('securityAdmin'), one?.id ?? 0, true)
    expect(await world.app.get(Firms).getInvitation(readLinkCode(rows[0]?.path ?? ''))).toEqual({
      account: wish.account,
      name: '韩梅梅',
    })
  })

  test('is made again by the system administrator: the link before is dead, the new one waits for security', async () => {
    const wish = guest()
    const { token } = await staff.invite(who('systemAdmin'), wish)
    const [first] = await staff.listInvitations(who('auditor'))
    await staff.decideInvitation(who('securityAdmin'), first?.id ?? 0, true)
    const again = () => staff.inviteAgain(who('systemAdmin'), first?.id ?? 0, () => false)
    await expect(staff.inviteAgain(who('securityAdmin'), first?.id ?? 0, () => false)).rejects.toBeInstanceOf(Forbidden)
    const made = await again()
    expect(made).toEqual({ account: wish.account, name: wish.name, token: expect.stringMatching(/^[0-9A-Z]{24}$/) })
    await expect(again()).rejects.toBeInstanceOf(NotFound)
    const firms = world.app.get(Firms)
    await expect(firms.getInvitation(token ?? '')).rejects.toBeInstanceOf(NotFound)
    await expect(firms.getInvitation(made.token ?? '')).rejects.toBeInstanceOf(NotFound)
    const [second] = await staff.listInvitations(who('auditor'))
    expect(second).toMatchObject({ account: wish.account, roles: ['assessor'], authorityId: 1, approved: false })
    await staff.decideInvitation(who('securityAdmin'), second?.id ?? 0, true)
    expect(await firms.getInvitation(made.token ?? '')).toEqual({ account: wish.account, name: wish.name })
  })

  test('that was declined is closed for good', async () => {
    const { token } = await staff.invite(who('systemAdmin'), guest())
    const [one] = await staff.listInvitations(who('auditor'))
    await staff.decideInvitation(who('securityAdmin'), one?.id ?? 0, false)
    await expect(staff.decideInvitation(who('securityAdmin'), one?.id ?? 0, true)).rejects.toBeInstanceOf(NotNow)
    await expect(world.app.get(Firms).acceptInvitation(token ?? '', PASSWORD, HERE)).rejects.toBeInstanceOf(NotFound)
    // the history says whose it was, and finds it by the account
    const history = world.app.get(PeopleHistory)
    const account = one?.account ?? ''
    expect((await history.list(who('auditor')))[0]).toMatchObject({
      act: 'invitationDeclined',
      detail: { account, roles: one?.roles },
    })
    const { lines, count } = await history.find(who('auditor'), { person: account.toUpperCase() }, 10, 10)
    expect([lines.map(({ act }) => act), count]).toEqual([['invitationDeclined', 'invited'], 2])
  })

  test.each([
    [['systemAdmin', 'assessor']],
    [['auditor', 'securityAdmin']],
    [['permitOfficer', 'intake']],
    [['applicant']],
    [[]],
  ] as [Role[]][])('names no roles that do not go together: %j', async (roles) => {
    await expect(staff.invite(who('systemAdmin'), guest(roles))).rejects.toBeInstanceOf(Invalid)
  })

  test('is for an authority, but for who works on no case', async () => {
    const nowhere = (role: Role) => staff.invite(who('systemAdmin'), { ...guest([role]), authorityId: null })
    await expect(nowhere('assessor')).rejects.toMatchObject({ problems: [{ code: 'noAuthority', path: 'authority' }] })
    for (const role of ['auditor', 'policyEditor'] as const)
      expect(await nowhere(role)).toEqual({ token: expect.any(String) })
  })

  test('is for an account that nobody has yet, as sign-in reads it', async () => {
    const taken = { ...guest(), account: who('intake').account.toUpperCase() }
    const made = staff.invite(who('systemAdmin'), taken)
    await expect(made).rejects.toMatchObject({ problems: [{ code: 'accountTaken', path: 'account' }] })
  })

  test('is for an account that is not invited already', async () => {
    const twice = guest()
    await staff.invite(who('systemAdmin'), twice)
    const again = staff.invite(who('systemAdmin'), { ...twice, account: ` ${twice.account.toUpperCase()}` })
    await expect(again).rejects.toMatchObject({ problems: [{ code: 'invitedAlready', path: 'account' }] })
  })

  test.each(['securityAdmin', 'auditor', 'supervisor', 'firmAdmin'] as Name[])('is not made by %s', async (name) => {
    await expect(staff.invite(who(name), guest())).rejects.toBeInstanceOf(Forbidden)
  })
})

describe('other roles', () => {
  const propose = (by: Name, about: Name, roles: Role[]) =>
    staff.propose(who(by), who(about).id, { act: 'roles', roles, why: 'moved to another desk' })
  const waiting = async (about: Name) => (await staff.listProposals(who('auditor'), who(about).id))[0]?.id ?? 0

  test('hold when the other administrator agrees, and end all sessions at once', async () => {
    const token = await open('colleague')
    await propose('systemAdmin', 'colleague', ['approver'])
    const id = await waiting('colleague')
    await expect(staff.decideProposal(who('systemAdmin'), id, true)).rejects.toBeInstanceOf(NotFound)
    expect([await rolesOf('colleague'), await lives(token)]).toEqual([['assessor'], true])
    await staff.decideProposal(who('securityAdmin'), id, true)
    expect([await rolesOf('colleague'), await lives(token)]).toEqual([['approver'], false])
    expect((await acts(who('colleague').id)).slice(0, 2)).toEqual(['rolesApproved', 'rolesProposed'])
    await expect(staff.decideProposal(who('securityAdmin'), id, true)).rejects.toBeInstanceOf(NotNow)
  })

  test('may be proposed by security too, and then system decides', async () => {
    await propose('securityAdmin', 'panel', ['reviewPanel', 'assessor'])
    const id = await waiting('panel')
    await expect(staff.decideProposal(who('securityAdmin'), id, true)).rejects.toBeInstanceOf(NotFound)
    await staff.decideProposal(who('systemAdmin'), id, false)
    expect(await rolesOf('panel')).toEqual(['reviewPanel'])
  })

  test('are nobody’s own matter, and one proposal waits at a time', async () => {
    await expect(propose('systemAdmin', 'systemAdmin', ['approver'])).rejects.toBeInstanceOf(NotNow)
    await propose('systemAdmin', 'securityAdmin', ['approver'])
    await expect(
      staff.decideProposal(who('securityAdmin'), await waiting('securityAdmin'), true),
    ).rejects.toBeInstanceOf(NotFound)
    await expect(propose('systemAdmin', 'securityAdmin', ['auditor'])).rejects.toBeInstanceOf(NotNow)
    await staff.decideProposal(who('securityAdmin'), await waiting('securityAdmin'), false)
    await expect(propose('auditor', 'intake', ['approver'])).rejects.toBeInstanceOf(Forbidden)
    await expect(propose('systemAdmin', 'applicant', ['intake'])).rejects.toBeInstanceOf(Invalid)
    await expect(propose('systemAdmin', 'intake', ['intake'])).rejects.toMatchObject({
      problems: [{ code: 'sameRoles' }],
    })
  })

  test('no statement of the application’s role gives one: it may not write roles, decisions or approvals', async () => {
    const settings = settingsOf(who('systemAdmin'))
    const tryTo = (sql: string) =>
      world.database
        .transaction(settings, (tx) => tx.query(sql))
        .then(
          () => 'done',
          (error: Error) => error.message,
        )
    expect(await tryTo(`update people set roles = '{approver}'`)).toContain('permission denied')
    expect(await tryTo('update people_proposals set approved = true')).toContain('permission denied')
    expect(await tryTo('update invitations set approved_at = now()')).toContain('permission denied')
    expect(await tryTo('delete from people_history')).toContain('permission denied')
    expect(
      await tryTo(
        `insert into people_proposals (person_id, act, roles, why, proposed_by, proposed_at, decided_by, decided_at, approved) values (1, 'roles', '{approver}', 'x', ${who('systemAdmin').id}, now(), ${who('securityAdmin').id}, now(), true)`,
      ),
    ).toContain('row-level security')
  })
})

describe('at once', () => {
  test('access ends by two: sessions and keys with it', async () => {
    const token = await open('marketAssessor')
    const { secret } = await world.app.get(Keys).create(who('marketAssessor'), { name: 'k', scopes: ['read'], days: 1 })
    await staff.propose(who('securityAdmin'), who('marketAssessor').id, { act: 'end', roles: [], why: 'left' })
    const [one] = await staff.listProposals(who('systemAdmin'), who('marketAssessor').id)
    await staff.decideProposal(who('systemAdmin'), one?.id ?? 0, true)
    expect([await lives(token), await world.app.get(Keys).find(secret)]).toEqual([false, undefined])
    const come = world.app.get(SignIns).come({ account: 'marketAssessor', password: PASSWORD, address: 'y' })
    await expect(come).rejects.toBeInstanceOf(Invalid)
  })

  test('sessions and keys of a person are ended by system or security', async () => {
    const token = await open('supervisor')
    await expect(staff.endAll(who('auditor'), who('supervisor').id, 'sessions')).rejects.toBeInstanceOf(Forbidden)
    await staff.endAll(who('systemAdmin'), who('supervisor').id, 'sessions')
    expect(await lives(token)).toBe(false)
    await world.letAllSpeak()
    const { secret } = await world.app.get(Keys).create(who('supervisor'), { name: 'k', scopes: ['read'], days: 1 })
    await staff.endAll(who('securityAdmin'), who('supervisor').id, 'keys')
    expect(await world.app.get(Keys).find(secret)).toBeUndefined()
  })

  test('factors are reset by security, saying how; the person enrols anew', async () => {
    const token = await open('approver')
    const reset = (by: Name, about: Name) => staff.resetFactors(who(by), who(about).id, 'saw the staff card')
    await expect(reset('systemAdmin', 'approver')).rejects.toBeInstanceOf(Forbidden)
    await expect(reset('securityAdmin', 'securityAdmin')).rejects.toBeInstanceOf(NotFound)
    await reset('securityAdmin', 'approver')
    expect(await lives(token)).toBe(false)
    const step = await world.app.get(SignIns).come({ account: 'approver', password: PASSWORD, address: 'x' })
    expect(step).toMatchObject({ need: 'enrolment' })
    const [line] = await world.app.get(PeopleHistory).list(who('auditor'), { personId: who('approver').id })
    expect(line).toMatchObject({
      act: 'factorsReset',
      detail: { how: 'saw the staff card' },
      actorName: 'securityAdmin',
    })
  })

  test.each(['supervisor', 'approver', 'policyEditor', 'firmAdmin'] as Name[])('%s sees none of it', async (name) => {
    await world.letAllSpeak()
    expect(() => staff.list(who(name))).toThrow(Forbidden)
    expect(() => world.app.get(PeopleHistory).list(who(name))).toThrow(Forbidden)
    expect(await staff.listProposals(who(name))).toEqual([])
    expect(await staff.listInvitations(who(name))).toEqual([])
  })
})

describe('three administrators', () => {
  const pairs = ADMINISTRATORS.flatMap((one, at) => ADMINISTRATORS.slice(at + 1).map((other) => [one, other] as const))

  test.each(pairs)('nobody is %s and %s', async (...roles) => {
    await expect(staff.invite(who('systemAdmin'), guest([...roles]))).rejects.toBeInstanceOf(Invalid)
    const wish = { act: 'roles', roles, why: 'why' } as const
    await expect(staff.propose(who('securityAdmin'), who('approver').id, wish)).rejects.toBeInstanceOf(Invalid)
    const both = world.admin.query('update people set roles = $2 where id = $1', [who('approver').id, roles])
    await expect(both).rejects.toThrow(/violates check constraint/)
  })

  test.each([
    ['systemAdmin', 'auditor'],
    ['securityAdmin', 'auditor'],
  ] as [Name, Name][])(
    'neither alone nor with the other can %s and %s give anybody a right, in whatever order they act',
    async (...two) => {
      const { standings, gains } = await new Alone(world, two).search(long ? 12 : 3)
      expect(gains).toEqual([])
      expect(standings).toBeGreaterThanOrEqual(6)
    },
  )

  test('system and security can, by two acts: so the search would have found it', async () => {
    const { gains } = await new Alone(world, ['systemAdmin', 'securityAdmin']).search(2)
    expect(gains).toEqual(['systemAdmin proposes systemAdmin for approver, securityAdmin agrees about approver'])
  })
})
