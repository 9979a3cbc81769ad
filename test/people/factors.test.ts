/** Second factors, renewed proof, new passwords: each is good once and not for long, and nobody can keep another person out. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Secret } from 'otpauth'
import { EntryDatabase } from '../../src/base/database.js'
import { Forbidden, Invalid, NotFound, NotNow, ProofNeeded } from '../../src/base/errors.js'
import { path } from '../../src/base/path.js'
import { CHANGE_PASSWORD } from '../../src/forms/account.js'
import { parseForm } from '../../src/forms/engine/parse.js'
import { FactorRules, FactorService } from '../../src/people/factor.service.js'
import { PasskeyService, PasskeySettings } from '../../src/people/passkey.service.js'
import { Passwords } from '../../src/people/password.service.js'
import { isCommonPassword, PASSWORD_LIST, requireGoodPassword } from '../../src/people/passwordRules.js'
import { Proofs } from '../../src/people/proof.service.js'
import { passwordFits, passwordHash, readLinkCode, secretHash } from '../../src/people/secrets.js'
import { Sessions } from '../../src/people/session.service.js'
import { type Missing, type SignedIn, type SignInAttempt, SignIns } from '../../src/people/signIn.service.js'
import { Staff } from '../../src/people/staff.service.js'
import { totpCode, totpStep } from '../../src/people/totp.js'
import { keyOf } from '../cases/authenticators.js'
import { HERE, type Name, PASSWORD } from '../cases/population.js'
import { World } from '../cases/world.js'
import { TestPasskey } from './passkeys.js'

let world: World

beforeAll(async () => {
  const figures = { SIGN_IN_TRIES: '3', SIGN_IN_MINUTES: '15', PROOF_MINUTES: '10', CODE_SECONDS: '30' }
  world = await World.open({ settings: { ...figures, FIRM_FACTOR_FROM: '2027-01-01' } })
  for (const table of ['authenticators', 'recovery_codes'])
    await world.admin.query(`delete from ${table} using people where id = person_id and firm_id is not null`)
})
afterAll(() => world.close())

let morning = Date.parse('2026-11-24T01:00:00Z')
/** Every test has its own hour, so that codes of one are none of another. */
beforeEach(async () => {
  morning += 3_600_000
  world.clock.moveTo(new Date(morning))
  await world.admin.query('delete from attempts')
})
const later = (seconds: number) => world.clock.moveTo(new Date(morning + seconds * 1000))
const come = (coming: Partial<SignInAttempt>): Promise<SignedIn | Missing> =>
  world.app.get(SignIns).come({ address: '10.0.0.1', ...coming })
const codeOf = (name: Name, seconds = 0) =>
  totpCode(keyOf(name), new Date(world.clock.now().getTime() + seconds * 1000))
const byPassword = (name: Name, rest: Partial<SignInAttempt> = {}) =>
  come({ account: name, password: PASSWORD, ...rest })
const missing = async (name: Name): Promise<Missing> => (await byPassword(name)) as Missing // nothing was given besides

/** `in`, what is needed, or the codes of the refusal. */
const outcome = (coming: Promise<SignedIn | Missing>): Promise<string> =>
  coming.then(
    (step) => ('token' in step ? 'in' : step.need),
    (error: unknown) => {
      if (error instanceof Invalid) return error.problems.map(({ code }) => code).join(' ')
      throw error
    },
  )

/** What stands last in somebody's history. */
const lastAct = async (name: Name) => {
  const last = 'select act, detail from people_history where person_id = $1 order by id desc limit 1'
  return (await world.admin.query(last, [world.person(name).id])).rows[0]
}

describe('codes of an app', () => {
  // RFC 6238, appendix B, the last six digits
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
  ])('at %i s it is %s', (seconds, code) => {
    expect(totpCode(Buffer.from('12345678901234567890'), new Date(seconds * 1000))).toBe(code)
  })

  test.each([
    [30, [false, true, true, false, false]],
    [45, [false, true, true, true, false]],
  ])('are taken for %i seconds from when they are shown, never before', (seconds, taken) => {
    const key = keyOf('somebody')
    const shown = new Date('2026-11-24T01:00:00Z')
    const step = shown.getTime() / 30_000
    const around = [-0.001, 0, 29.999, 44.999, 45].map((later) =>
      totpStep(key, totpCode(key, shown), new Date(shown.getTime() + later * 1000), 0, seconds),
    )
    expect(around).toEqual(taken.map((one) => (one ? step : undefined)))
    expect(totpStep(key, totpCode(key, shown), shown, step, seconds)).toBeUndefined()
  })
})

describe('the second step', () => {
  test('is asked of everybody: of firms from the day that the settings name, or always', async () => {
    for (const name of ['intake', 'permitOfficer', 'systemAdmin', 'auditor'] as const)
      expect([name, await outcome(byPassword(name))]).toEqual([name, 'code'])
    world.at('2026-12-31T23:59:59+08:00')
    expect(await outcome(byPassword('applicant'))).toBe('in')
    world.at('2027-01-01T00:00:00+08:00')
    const { need, ticket, enrolment } = await missing('applicant')
    expect([need, await outcome(byPassword('applicant', { code: '000000' }))]).toEqual(['enrolment', 'enrolmentNeeded'])
    const code = totpCode(Buffer.from(Secret.fromBase32(enrolment?.key ?? '').bytes), world.clock.now())
    expect(await outcome(come({ ticket, code, enrolment: enrolment?.sealed }))).toBe('in')
    expect(await outcome(byPassword('applicant'))).toBe('code')
    await expect(world.app.get(FactorService).removeAuthenticator(world.person('applicant'))).rejects.toBeInstanceOf(
      NotNow,
    )
    world.clock.moveTo(new Date(morning))
    await world.app.get(FactorService).removeAuthenticator(world.person('applicant'))
    expect(await lastAct('applicant')).toEqual({ act: 'authenticatorRemoved', detail: {} })
    expect(await outcome(byPassword('applicant'))).toBe('in')
    expect(new FactorRules(30, null).needs({ firmId: 1 }, '2026-11-24')).toBe(true)
  })

  test('takes a code once: neither the same nor an earlier one again, nor when it comes twice at once', async () => {
    expect(await outcome(byPassword('assessor', { code: codeOf('assessor') }))).toBe('in')
    expect(await outcome(byPassword('assessor', { code: codeOf('assessor') }))).toBe('codeWrong')
    expect(await outcome(byPassword('assessor', { code: codeOf('assessor', -30) }))).toBe('codeWrong')
    later(60)
    await world.admin.query('delete from attempts')
    const code = codeOf('assessor')
    const both = await Promise.all([0, 1].map(() => outcome(byPassword('assessor', { code }))))
    expect(both.sort()).toEqual(['codeWrong', 'in'])
  })

  test('takes a recovery code once, however it is typed', async () => {
    const person = world.person('intake')
    const codes = await world.app
      .get(EntryDatabase)
      .transaction({}, (tx) => world.app.get(FactorService).renewCodes(tx, person))
    expect(codes).toHaveLength(10)
    const [code = ''] = codes
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/) // 24 of 32 letters: 120 bits, so that a plain hash will do
    expect(await outcome(byPassword('intake', { code: ` ${code.toLowerCase().replaceAll('-', ' ')}` }))).toBe('in')
    expect(await outcome(byPassword('intake', { code }))).toBe('codeWrong')
    const { rows } = await world.admin.query<{ text: string }>('select r::text as text from recovery_codes r')
    expect(rows.map(({ text }) => text).join()).not.toContain(code.replaceAll('-', ''))
  })

  test('ends with its ten minutes, with the password, and is no other person’s', async () => {
    const { ticket } = await missing('panel')
    later(601)
    expect(await outcome(come({ ticket, code: codeOf('panel') }))).toBe('signInOver')
    const fresh = await missing('panel')
    await world.admin.query(`update people set password_hash = password_hash || ' ' where account = 'panel'`)
    expect(await outcome(come({ ticket: fresh.ticket, code: codeOf('panel') }))).toBe('signInOver')
    await world.admin.query(`update people set password_hash = trim(password_hash) where account = 'panel'`)
    expect(await outcome(come({ ticket: fresh.ticket, code: codeOf('supervisor') }))).toBe('codeWrong')
    expect(await outcome(come({ ticket: `${fresh.ticket.slice(0, -1)}!`, code: codeOf('panel') }))).toBe('signInOver')
    expect(await outcome(come({ ticket: fresh.ticket, code: codeOf('panel') }))).toBe('in')
  })

  test('adds an authenticator to staff who have none, with its first code, before any session', async () => {
    const { id } = world.person('otherEditor')
    await world.admin.query('delete from authenticators where person_id = $1', [id])
    const step = await missing('otherEditor')
    expect(step).toMatchObject({ need: 'enrolment', authenticator: false, passkey: false })
    const { key = '', sealed = '' } = step.enrolment ?? {}
    expect(key).toMatch(/^[A-Z2-7]{32}$/)
    const before = await world.admin.query(`select 1 from sessions where person_id = $1 and ways <> '{}'`, [id])
    expect(before.rows).toEqual([])
    expect(await outcome(come({ ticket: step.ticket, code: '000000' }))).toBe('enrolmentNeeded')
    expect(await outcome(come({ ticket: step.ticket, enrolment: sealed, code: '000000' }))).toBe('codeWrong')
    const signIns = world.app.get(SignIns)
    expect(await signIns.stillMissing(step.ticket, sealed)).toEqual(step)
    expect(await signIns.stillMissing(step.ticket, undefined)).toMatchObject({ need: 'code', enrolment: undefined })
    const { rows } = await world.admin.query<{ secret: Buffer }>('select secret from authenticators')
    for (const { secret } of rows) expect(secret.readUInt8(0)).toBe(1) // sealed, by the first suite
  })

  test('a factor of staff is not removed when it is the last', async () => {
    await expect(world.app.get(FactorService).removeAuthenticator(world.person('approver'))).rejects.toBeInstanceOf(
      NotNow,
    )
  })
})

describe('nobody keeps another person out', () => {
  const guess = (account: Name, address: string, known?: string) =>
    outcome(come({ account, password: 'a guess', address, known }))

  test('from elsewhere, nor from the same office once the browser is known', async () => {
    const { known } = (await byPassword('applicant')) as SignedIn // of a firm without a second factor
    for (let tried = 0; tried < 5; tried++) await guess('applicant', '10.9.9.9')
    expect(await outcome(byPassword('applicant'))).toBe('in')
    for (let tried = 0; tried < 5; tried++) await guess('applicant', '10.0.0.1')
    expect(await outcome(byPassword('applicant'))).toBe('signInTooMany')
    expect(await outcome(byPassword('applicant', { known }))).toBe('in')
  })

  test('by a mark of one’s own, which counts for one’s own account only and has an end', async () => {
    const { known } = (await byPassword('applicant')) as SignedIn // of a firm without a second factor
    for (let tried = 0; tried < 3; tried++) await guess('rival', '10.0.0.1', known)
    expect(await guess('rival', '10.0.0.1', known)).toBe('signInTooMany')
    expect(await outcome(byPassword('rival', { address: '10.0.0.2' }))).toBe('in')
    for (let tried = 0; tried < 3; tried++) await guess('applicant', '10.0.0.7', known)
    expect(await guess('applicant', '10.0.0.7', known)).toBe('signInTooMany')
  })

  test('who has stolen a password guesses fifteen codes from everywhere together, and the owner comes in by a recovery code', async () => {
    const person = world.person('supervisor')
    const [printed] = await world.app
      .get(EntryDatabase)
      .transaction({}, (tx) => world.app.get(FactorService).renewCodes(tx, person))
    const answers: string[] = []
    for (let tried = 0; tried < 16; tried++)
      answers.push(await outcome(byPassword('supervisor', { code: '000000', address: `10.1.0.${tried}` })))
    expect(answers.filter((answer) => answer === 'codeWrong').length).toBe(15)
    expect(answers.at(-1)).toBe('signInTooMany')
    expect(await outcome(byPassword('supervisor', { code: printed, address: '10.2.0.1' }))).toBe('in')
  })
})

describe('a hundred wrong codes in a row', () => {
  const wrongCodes = async (count: number) => {
    for (let tried = 0; tried < count; tried++) {
      await world.admin.query('delete from attempts')
      await outcome(byPassword('cultureSupervisor', { code: '000000', address: `10.9.0.${tried}` }))
    }
  }
  const mails = async () =>
    (
      await world.admin.query<{ kind: string }>('select kind from mails where person_id = $1 order by id', [
        world.person('cultureSupervisor').id,
      ])
    ).rows.map(({ kind }) => kind)

  test('are the last that are looked at, however long that takes; the owner is told twice, and comes in by a recovery code', async () => {
    const person = world.person('cultureSupervisor')
    const [printed] = await world.app
      .get(EntryDatabase)
      .transaction({}, (tx) => world.app.get(FactorService).renewCodes(tx, person))
    await wrongCodes(20)
    expect(await mails()).toEqual([])
    await wrongCodes(79)
    expect(await mails()).toEqual(['codesTried'])
    await world.admin.query('delete from attempts')
    expect(
      await outcome(byPassword('cultureSupervisor', { code: codeOf('cultureSupervisor'), address: '10.9.1.1' })),
    ).toBe('in')
    await wrongCodes(100)
    await world.admin.query('delete from attempts')
    later(60)
    expect(
      await outcome(byPassword('cultureSupervisor', { code: codeOf('cultureSupervisor'), address: '10.9.1.1' })),
    ).toBe('codesRefused')
    expect(await mails()).toEqual(['codesTried', 'codesTried', 'codesRefused'])
    const { rows } = await world.admin.query('select distinct path from mails where person_id = $1', [person.id])
    expect(rows).toEqual([{ path: path.account }])
    expect(await outcome(byPassword('cultureSupervisor', { code: printed, address: '10.9.1.1' }))).toBe('in')
    await world.app.get(Staff).resetFactors(world.person('securityAdmin'), person.id, 'by passport')
    expect(await outcome(byPassword('cultureSupervisor', { address: '10.9.1.1' }))).toBe('enrolment')
  })
})

test('ten false passkeys keep nobody out who comes by a browser that has come in before', async () => {
  const first = (await byPassword('intake', { code: codeOf('intake') })) as SignedIn // everything was given
  const answer = { answer: { id: 'none' }, ticket: 'none' }
  for (let tried = 0; tried < 4; tried++) await outcome(come({ passkey: answer }))
  expect(await outcome(come({ passkey: answer }))).toBe('signInTooMany')
  expect(await outcome(come({ passkey: answer, known: first.known }))).toBe('passkeyWrong')
})

describe('a passkey', () => {
  const passkeys = () => world.app.get(PasskeyService)
  const here = () => world.app.get(PasskeySettings)
  const [first, second] = [new TestPasskey(), new TestPasskey()]
  const add = async (who: Name, name: string, passkey: TestPasskey) => {
    const person = world.person(who)
    const { options, ticket } = await passkeys().offer(person)
    return passkeys().add(person, name, { ticket, answer: passkey.make(options, here()) })
  }
  const waysOf = async ({ token }: SignedIn) => {
    const { rows } = await world.admin.query('select ways from sessions where token_hash = $1', [secretHash(token)])
    return rows[0]?.ways
  }

  test('is kept under its name, and brings recovery codes where none are left', async () => {
    const { id } = world.person('panel')
    await world.admin.query('delete from recovery_codes where person_id = $1', [id])
    const { options } = await passkeys().offer(world.person('panel'))
    expect(options).toMatchObject({
      pubKeyCredParams: [{ alg: -8 }, { alg: -7 }], // EdDSA and ES256
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      excludeCredentials: [],
    })
    const codes = await add('panel', 'Telephone', first)
    expect(codes).toHaveLength(10)
    expect(await lastAct('panel')).toEqual({ act: 'codesRenewed', detail: {} })
    const allButOne = 'select code_hash from recovery_codes where person_id = $1 limit 9'
    await world.admin.query(`update recovery_codes set used_at = now() where code_hash in (${allButOne})`, [id])
    expect(await add('panel', 'Key', second)).toEqual([])
    expect(await lastAct('panel')).toEqual({ act: 'passkeyAdded', detail: { name: 'Key' } })
    expect((await passkeys().list(world.person('panel'))).map(({ name }) => name)).toEqual(['Telephone', 'Key'])
  })

  test('by an algorithm that was not asked for is refused', async () => {
    const person = world.person('panel')
    const { options, ticket } = await passkeys().offer(person)
    const answer = new TestPasskey().make(options, here(), '390100') // RS256 (-257)
    const refused = [expect.objectContaining({ code: 'passkeyWrong', path: 'name' })]
    await expect(passkeys().add(person, 'Other', { ticket, answer })).rejects.toMatchObject({ problems: refused })
  })

  test('lets somebody in by itself, once for each challenge, when it has looked at its person', async () => {
    const { options, ticket } = await passkeys().ask()
    expect([options.userVerification, options.allowCredentials]).toEqual(['required', undefined])
    const show = (passkey: TestPasskey, verified = true) =>
      come({ passkey: { ticket, answer: passkey.show(options, { ...here(), verified }) } })
    expect(await outcome(show(first, false))).toBe('passkeyWrong')
    const entered = (await show(first)) as SignedIn // as the next line says
    expect(await waysOf(entered)).toEqual(['passkey'])
    expect((await world.app.get(Sessions).find(entered.token))?.person).toMatchObject({
      account: 'panel',
      proved: true,
    })
    const used = (await passkeys().list(world.person('panel'))).map(({ usedAt }) => usedAt)
    expect(used).toEqual([world.clock.now(), null])
    expect(await outcome(show(first))).toBe('passkeyWrong')
    expect(await outcome(show(new TestPasskey()))).toBe('passkeyWrong')
  })

  test('is a second step for its own person only', async () => {
    const theirs = new TestPasskey()
    await add('supervisor', 'Telephone', theirs)
    const step = await missing('panel')
    expect(step).toMatchObject({ need: 'code', passkey: true, authenticator: true })
    const asked = await world.app.get(SignIns).askPasskey(step.ticket)
    if (!asked) throw new Error('nothing was asked')
    const show = (passkey: TestPasskey) =>
      come({ ticket: step.ticket, passkey: { ticket: asked.ticket, answer: passkey.show(asked.options, here()) } })
    expect(await outcome(show(theirs))).toBe('passkeyWrong')
    expect(await waysOf((await show(second)) as SignedIn)).toEqual(['password', 'passkey'])
  })

  test('is the first factor of staff who have none, and the last one stays', async () => {
    const person = world.person('otherApprover')
    for (const table of ['authenticators', 'recovery_codes'])
      await world.admin.query(`delete from ${table} where person_id = $1`, [person.id])
    const step = await missing('otherApprover')
    const asked = await world.app.get(SignIns).askPasskey(step.ticket)
    if (!asked) throw new Error('nothing was asked')
    const answer = new TestPasskey().make(asked.options, here())
    const entered = (await come({ ticket: step.ticket, passkey: { ticket: asked.ticket, answer } })) as SignedIn // all was given
    expect([entered.codes.length, await waysOf(entered)]).toEqual([10, ['password', 'passkey']])
    const [only] = await passkeys().list(person)
    await expect(passkeys().remove(person, only?.id ?? 0)).rejects.toMatchObject({
      because: [{ en: expect.stringContaining('Add an authenticator first') }],
    })
  })

  test('is removed by its person, which stands in their history', async () => {
    const [, key] = await passkeys().list(world.person('panel'))
    await expect(passkeys().remove(world.person('supervisor'), key?.id ?? 0)).rejects.toBeInstanceOf(NotFound)
    await passkeys().remove(world.person('panel'), key?.id ?? 0)
    expect(await lastAct('panel')).toEqual({ act: 'passkeyRemoved', detail: { name: 'Key' } })
    expect(await passkeys().list(world.person('panel'))).toHaveLength(1)
  })
})

test('who comes from an identity provider has proved who they are when the provider says, and needs a code if it asked for none', async () => {
  const from = (strong: boolean, shownAt: Date | null) =>
    world.app.get(SignIns).comeFromProvider('intake', { strong, shownAt }, { address: '10.0.0.1' })
  const proved = async (shownAt: Date | null) => {
    const { token } = (await from(true, shownAt)) as SignedIn // it has asked for two factors
    return (await world.app.get(Sessions).find(token))?.person.proved
  }
  expect([await proved(world.clock.now()), await proved(null)]).toEqual([true, false])
  expect(await outcome(from(false, world.clock.now()))).toBe('code')
})

describe('renewed proof', () => {
  const open = async (name: Name) => {
    const { token } = (await byPassword(name, { code: await world.code(name) })) as SignedIn // everything was given
    const found = await world.app.get(Sessions).find(token)
    if (!found) throw new Error('no session')
    return { person: found.person, held: { token, sessionId: found.sessionId, formKey: Buffer.alloc(32, name) } }
  }
  const isProved = async (token: string) => (await world.app.get(Sessions).find(token))?.person.proved

  test('holds for ten minutes and is renewed by a code, not by a password where there is one', async () => {
    const { person, held } = await open('approver')
    const { token } = held
    const proofs = world.app.get(Proofs)
    later(600)
    expect(await isProved(token)).toBe(true)
    later(601)
    expect(await isProved(token)).toBe(false)
    await expect(proofs.prove(person, held, { password: PASSWORD })).rejects.toBeInstanceOf(Invalid)
    await expect(proofs.prove(person, held, { code: '000000' })).rejects.toBeInstanceOf(Invalid)
    expect(await isProved(token)).toBe(false)
    expect(await isProved((await proofs.prove(person, held, { code: codeOf('approver') })) ?? '')).toBe(true)
  })

  test('gives the session a new token at once: the one before, which somebody may have copied, is worth nothing', async () => {
    const { person, held } = await open('approver')
    const [sessions, proofs] = [world.app.get(Sessions), world.app.get(Proofs)]
    const listed = await sessions.list(person)
    later(700)
    const second = (await proofs.prove(person, held, { code: codeOf('approver') })) ?? ''
    expect(second).toMatch(/^[\w-]{43}$/)
    expect(await sessions.find(held.token)).toBeUndefined()
    // it is the same session: its beginning, its place, what it goes by, and what the tokens of its forms are made of
    const { sessionId, formKey } = held
    expect(await sessions.find(second)).toMatchObject({ sessionId, formKey, person: { proved: true } })
    later(1400)
    const again = { token: second, sessionId, formKey: Buffer.alloc(32) }
    const third = (await proofs.prove(person, again, { code: codeOf('approver') })) ?? ''
    expect(await sessions.find(second)).toBeUndefined()
    expect(await sessions.find(third)).toMatchObject({ sessionId, formKey, person: { proved: true } })
    expect((await sessions.list(person)).map(({ id, createdAt }) => [id, createdAt])).toEqual(
      listed.map(({ id, createdAt }) => [id, createdAt]),
    )
    // who comes with a token that was replaced meanwhile gets none
    later(2100)
    expect(await proofs.prove(person, held, { code: codeOf('approver') })).toBeUndefined()
    expect(await isProved(third)).toBe(false)
    await sessions.signOut(person, third)
    expect(await sessions.find(third)).toBeUndefined()
  })

  test('is not guessed: after three tries of a session the right one waits, too', async () => {
    const { person, held } = await open('approver')
    const prove = (code: string) => world.app.get(Proofs).prove(person, held, { code })
    for (let tried = 0; tried < 3; tried++) await expect(prove('000000')).rejects.toBeInstanceOf(Invalid)
    await expect(prove(codeOf('approver'))).rejects.toMatchObject({
      problems: [{ code: 'signInTooMany', message: { en: 'There were too many tries. Try again in 15 minutes.' } }],
    })
  })

  test('is the password for those who have nothing else', async () => {
    const { person, held } = await open('applicant')
    later(700)
    const proofs = world.app.get(Proofs)
    await expect(proofs.prove(person, held, { password: 'wrong' })).rejects.toBeInstanceOf(Invalid)
    expect(await isProved((await proofs.prove(person, held, { password: PASSWORD })) ?? '')).toBe(true)
  })

  test('is asked for before a letter is issued or revoked, and no key may do either', async () => {
    world.at('2026-11-24')
    const one = await world.caseIn('awaitingDecision')
    const approver = world.person('approver')
    await expect(one.do({ ...approver, proved: false }, 'recommend')).rejects.toBeInstanceOf(ProofNeeded)
    await expect(one.do({ ...approver, proved: false, keyId: 1 }, 'recommend')).rejects.toBeInstanceOf(Forbidden)
    await one.do({ ...approver, proved: false }, 'returnToAssessment')
    const issued = await world.caseIn('letterIssued')
    for (const action of ['revokeLetter', 'reissueLetter'])
      await expect(issued.do({ ...approver, proved: false }, action)).rejects.toBeInstanceOf(ProofNeeded)
    await issued.do(approver, 'revokeLetter')
    expect(await issued.state()).toBe('letterRevoked')
  })
})

describe('a password', () => {
  const codes = (password: string, known: string[] = []): string => {
    try {
      requireGoodPassword(password, known)
      return 'fine'
    } catch (error) {
      if (error instanceof Invalid) return error.problems.map(({ code }) => code).join(' ')
      throw error
    }
  }

  test.each([
    ['seven77', 'passwordTooShort'],
    ['七个汉字的密码', 'passwordTooShort'],
    ['password', 'passwordCommon'],
    ['Password1', 'passwordCommon'],
    ['woaini1314', 'passwordCommon'],
    ['haijian2026', 'passwordClose'],
    ['海荐海荐海荐海荐', 'passwordClose'],
    ['chenjing12345', 'passwordClose'],
    ['Chen.Jing@Yunfan', 'passwordClose'],
    ['haijianpassword', 'passwordClose'],
    ['eight of a kind', 'fine'],
    ['zq9-vk3t', 'fine'],
    ['马路上的三只蓝色鲸鱼', 'fine'],
    ['haijian and a long tail', 'fine'],
    ['ｐａｓｓｗｏｒｄ１', 'passwordCommon'],
    // eight letters, which take four places once they are composed
    ['É'.normalize('NFD').repeat(4), 'fine'],
  ])('%s: %s', (password, said) => {
    expect(codes(password, ['chen.jing@yunfan.example', 'chenjing', '上海云帆', 'Yunfan'])).toBe(said)
  })

  test('is never changed by force: after ten years it opens as on the first day, with no page in between', async () => {
    world.at('2026-11-24')
    const then = await outcome(byPassword('approver'))
    world.at('2036-11-24')
    expect([then, await outcome(byPassword('approver'))]).toEqual(['code', 'code'])
    expect(await outcome(byPassword('approver', { code: codeOf('approver') }))).toBe('in')
    const { rows } = await world.admin.query(
      `select column_name as name from information_schema.columns where table_name = 'people' and column_name ~ '(password|must|expire)'`,
    )
    expect(rows).toEqual([{ name: 'password_hash' }])
  })

  test('may be long and of anything, and the list is whole', () => {
    expect(codes('字'.repeat(64))).toBe('fine')
    const typed = { current: PASSWORD, password: '字'.repeat(200) }
    expect(parseForm(CHANGE_PASSWORD, typed)).toMatchObject({ problems: [], value: typed })
    expect(readFileSync(PASSWORD_LIST).length / 6).toBeGreaterThan(16_000) // six bytes each
    expect(['12345678', 'QWERTYUIOP', 'iloveyou', 'sunshine'].map(isCommonPassword)).toEqual([true, true, true, true])
    expect(isCommonPassword('correct horse battery staple of ours')).toBe(false)
  })

  test('is compared whole, however long it is', async () => {
    const hashed = await passwordHash(`${'字'.repeat(199)}a`, HERE)
    expect(await passwordFits(`${'字'.repeat(199)}a`, hashed, HERE)).toBe(true)
    for (const other of [`${'字'.repeat(199)}b`, `${'字'.repeat(199)}A`, '字'.repeat(199), ` ${'字'.repeat(199)}a`])
      expect(await passwordFits(other, hashed, HERE)).toBe(false)
  })

  test('is changed by the old one; all other sessions end', async () => {
    const [here, there] = [await byPassword('rivalAdmin'), await byPassword('rivalAdmin')] as [SignedIn, SignedIn] // of a firm
    const sessions = world.app.get(Sessions)
    const found = await sessions.find(here.token)
    const change = (current: string, password: string) =>
      world.app.get(Passwords).change(world.person('rivalAdmin'), found?.sessionId, { current, password })
    for (let tried = 0; tried < 3; tried++)
      await expect(change('wrong', 'a new one of four words')).rejects.toMatchObject({
        problems: [{ path: 'current' }],
      })
    await expect(change(PASSWORD, 'a new one of four words')).rejects.toMatchObject({ problems: [{ path: 'account' }] })
    await world.admin.query('delete from attempts')
    await expect(change(PASSWORD, 'rivalAdmin1')).rejects.toBeInstanceOf(Invalid)
    const { rows } = await world.admin.query<{ name: string }>('select name_zh as name from firms where id = $1', [
      world.person('rivalAdmin').firmId,
    ])
    await expect(change(PASSWORD, `${rows[0]?.name}1234567`)).rejects.toMatchObject({
      problems: [{ code: 'passwordClose' }],
    })
    await change(PASSWORD, 'a new one of four words')
    expect([await sessions.find(here.token), await sessions.find(there.token)].map(Boolean)).toEqual([true, false])
    expect(await outcome(byPassword('rivalAdmin'))).toBe('signInWrong')
    expect(await outcome(come({ account: 'rivalAdmin', password: 'a new one of four words' }))).toBe('in')
  })

  test('is set anew by a link that goes by mail, once, within half an hour; the second factor stays', async () => {
    const passwords = world.app.get(Passwords)
    const ask = async (account: string) => {
      await passwords.askReset(account, '10.0.0.1')
      const { rows } = await world.admin.query<{ path: string; person: number }>(
        `select path, person_id as person from mails where kind = 'passwordReset' order by id desc limit 1`,
      )
      return rows[0]
    }
    expect(await ask('nobody at all')).toBeUndefined()
    const mail = await ask('colleague')
    expect(mail?.person).toBe(world.person('colleague').id)
    const token = readLinkCode(mail?.path ?? '')
    later(1801)
    await expect(passwords.reset(token, 'a forgotten one no more', HERE)).rejects.toBeInstanceOf(NotFound)
    const again = readLinkCode((await ask('colleague'))?.path ?? '')
    await expect(passwords.reset(again, 'colleague1', HERE)).rejects.toBeInstanceOf(Invalid)
    const both = await Promise.allSettled([0, 1].map(() => passwords.reset(again, 'a forgotten one no more', HERE)))
    expect(both.filter(({ status }) => status === 'fulfilled').length).toBe(1)
    expect(await outcome(byPassword('colleague'))).toBe('signInWrong')
    expect(await outcome(come({ account: 'colleague', password: 'a forgotten one no more' }))).toBe('code')
    const { rows } = await world.admin.query<{ act: string }>(
      `select act from people_history where person_id = $1 order by id desc limit 1`,
      [world.person('colleague').id],
    )
    expect(rows).toEqual([{ act: 'passwordReset' }])
  })
})
