/** A firm files for another one under a mandate: what it sees, what it may do, what becomes of it at the end; by the chart, by the scope and by the database alone. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import pg from 'pg'
import { Forbidden, Invalid, NotFound, NotNow } from '../../src/base/errors.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import type { Actor } from '../../src/people/actor.js'
import { Firms } from '../../src/people/firm.service.js'
import { type Mandate, Mandates, type MandateWish } from '../../src/people/mandate.service.js'
import type { Person } from '../../src/people/session.service.js'
import { connect } from '../../tools/roles.js'
import { speak } from '../../tools/speaking.js'
import { exampleOf } from './inputs.js'
import { lettersIn } from './opened.js'
import type { Name } from './population.js'
import { Case, World } from './world.js'

let world: World
let app: pg.Client
let mandates: Mandates
let reading: ReadingService
beforeAll(async () => {
  world = await World.open({ drafts: false })
  app = await connect(world.db.appUrl)
  mandates = world.app.get(Mandates)
  reading = world.app.get(ReadingService)
})
afterAll(async () => {
  await app.end()
  await world.close()
})

/** Somebody who asks now, as every request does. */
function now(name: Name): Person {
  const person = world.person(name)
  return { ...person, speaker: person.speaker && { ...person.speaker, at: world.clock.now() } }
}

/** The agent is the second firm, the employer the first one. */
const AGENT = 'rivalAdmin'
const EMPLOYER = 'firmAdmin'
const codeOf = async (name: Name) =>
  (await world.app.get(Firms).get(world.person(name), world.person(name).firmId ?? 0)).creditCode

async function give(wish: Partial<MandateWish> = {}): Promise<Mandate> {
  const creditCode = await codeOf(AGENT)
  await mandates.ask(now(EMPLOYER), {
    ...{ creditCode, asEmployer: true, acts: ['submit', 'report'], untilOn: '2027-03-31' },
    ...wish,
  })
  const [made] = await mandates.listInForce(now(AGENT))
  if (!made) throw new Error('no mandate')
  return made
}
const end = (id: number) => mandates.end(now(EMPLOYER), id, 'We go on ourselves.')

/** A draft that the agent has filled in for the employer. */
async function draftFor(mandate: Mandate): Promise<Case> {
  const { answers, papers } = exampleOf('goodsHost', {})
  const actor = now('rival')
  const { caseId } = await world.cases.start(actor, undefined, undefined, mandate.id)
  await world.cases.act(caseId, 'saveAnswers', { actor, input: { answers } })
  for (const paper of papers) await world.cases.act(caseId, 'attachFile', { actor, input: paper })
  return new Case(world, caseId)
}

async function codesOf(work: Promise<unknown>): Promise<unknown> {
  const error = await work.catch((thrown: unknown) => thrown)
  if (error instanceof NotNow) return error.because.map(({ code }) => code)
  if (error instanceof Invalid) return error.problems.map(({ code, path }) => `${path} ${code}`)
  return error
}

/** A plain statement as the application's role, with nothing but row-level security around it. */
async function plain<Row extends pg.QueryResultRow>(actor: Actor, sql: string, values: unknown[] = []): Promise<Row[]> {
  await app.query('begin')
  try {
    await speak(app, actor.speaker)
    return (await app.query<Row>(sql, values)).rows
  } finally {
    await app.query('rollback')
  }
}
const idsSeenBy = async (actor: Actor) =>
  (await plain<{ id: number }>(actor, 'select id from cases order by id')).map(({ id }) => id)

describe('a mandate', () => {
  test('that an agent asks for is in force once the employer confirms it; both histories say so', async () => {
    const wish = {
      creditCode: await codeOf(EMPLOYER),
      asEmployer: false,
      acts: ['submit'] as const,
      untilOn: '2027-03-31',
    }
    await mandates.ask(now(AGENT), wish)
    expect(await codesOf(mandates.ask(now(AGENT), wish))).toEqual(['creditCode already'])
    const [asked] = await mandates.list(now(EMPLOYER), world.person(EMPLOYER).firmId ?? 0)
    const id = asked?.id ?? 0
    expect(asked).toMatchObject({ confirmedAt: null, endedAt: null, acts: ['submit'], untilOn: '2027-03-31' })
    expect(await mandates.listInForce(now(AGENT))).toEqual([])
    await expect(world.cases.start(now('rival'), undefined, undefined, id)).rejects.toBeInstanceOf(NotFound)
    await expect(mandates.confirm(now('applicant'), id)).rejects.toBeInstanceOf(Forbidden)
    await expect(mandates.confirm(now(AGENT), id)).rejects.toBeInstanceOf(NotFound)
    await expect(mandates.confirm(now('newcomer'), id)).rejects.toBeInstanceOf(NotFound)
    expect(await mandates.list(now('newcomer'), world.person(EMPLOYER).firmId ?? 0)).toEqual([])
    await mandates.confirm(now(EMPLOYER), id)
    expect((await mandates.listInForce(now(AGENT))).map((one) => one.id)).toEqual([id])
    await expect(mandates.end(now('newcomer'), id, 'x')).rejects.toBeInstanceOf(NotFound)
    await mandates.end(now(AGENT), id, 'No more.')
    for (const [name, other] of [
      [EMPLOYER, AGENT],
      [AGENT, EMPLOYER],
    ] as const) {
      const acts = await world.app.get(Firms).listActs(now(name), world.person(name).firmId ?? 0)
      const otherName = (await world.app.get(Firms).get(world.person(other), world.person(other).firmId ?? 0)).nameZh
      expect(acts.slice(0, 3).map(({ act, detail }) => [act, detail])).toEqual([
        ['mandateEnded', { mandate: id, with: otherName }],
        ['mandateGiven', { mandate: id, with: otherName }],
        ['mandateAsked', { mandate: id, with: otherName }],
      ])
    }
  })

  test('is asked of a confirmed firm, not of one’s own, for a day to come, by an administrator', async () => {
    const wish = { creditCode: await codeOf(AGENT), asEmployer: true, acts: [], untilOn: '2027-03-31' }
    expect(await codesOf(mandates.ask(now(EMPLOYER), { ...wish, untilOn: '2026-11-23' }))).toEqual(['untilOn dayOver'])
    expect(await codesOf(mandates.ask(now(EMPLOYER), { ...wish, creditCode: 'X' }))).toEqual(['creditCode noFirm'])
    expect(await codesOf(mandates.ask(now(AGENT), wish))).toEqual(['creditCode ownFirm'])
    expect(await codesOf(mandates.ask(now('newcomer'), wish))).toEqual(['firmConfirmed'])
    await expect(mandates.ask(now('applicant'), wish)).rejects.toBeInstanceOf(Forbidden)
  })
})

describe('an agent', () => {
  test('files for the employer, and sees of it what it has filed and nothing else', async () => {
    const mandate = await give()
    const others = await world.draft('applicant')
    const one = await draftFor(mandate)
    const [first, second] = [world.person(EMPLOYER).firmId, world.person(AGENT).firmId]
    const { rows } = await world.admin.query('select firm_id, mandate_id from cases where id = $1', [one.id])
    expect(rows).toEqual([{ firm_id: first, mandate_id: mandate.id }])
    expect(await idsSeenBy(now('rival'))).toEqual([one.id])
    expect((await reading.list(now('rival'), { tab: 'all' })).map(({ id }) => id)).toEqual([one.id])
    await expect(reading.get(now('rival'), others.id)).rejects.toBeInstanceOf(NotFound)
    await expect(others.do(now('rival'), 'saveAnswers', { answers: {} })).rejects.toBeInstanceOf(NotFound)
    for (const stranger of ['newcomer', 'permitOfficer'] as const) {
      expect(await idsSeenBy(now(stranger))).toEqual([])
      await expect(reading.get(now(stranger), one.id)).rejects.toBeInstanceOf(NotFound)
    }
    // of the employer it sees the registration that it files with, and neither people nor history
    const seen = (table: string, of: number | null) =>
      plain(now('rival'), `select from ${table} where firm_id = $1`, [of])
    expect(await plain(now('rival'), 'select id from firms order by id')).toEqual([{ id: first }, { id: second }])
    for (const table of ['people', 'firm_acts', 'firm_papers', 'invitations'])
      expect(await seen(table, first)).toHaveLength(0)

    await one.do(now('rival'), 'submit')
    expect(await one.state()).toBe('submitted')
    await world.notify()
    await world.admin.query('delete from notifications')
    await one.do('intake', 'message', { text: 'Both are told.' })
    await world.notify()
    const told = await world.admin.query<{ account: string }>(
      'select p.account from notifications n join people p on p.id = n.person_id where n.case_id = $1 order by 1',
      [one.id],
    )
    expect(told.rows.map(({ account }) => account)).toEqual(['applicant', 'firmAdmin', 'rival', 'rivalAdmin'])
    await one.do('applicant', 'message', { text: 'The employer may act itself at any time.' })
    const { events, mandate: said } = await reading.get(now('applicant'), one.id)
    expect(said).toMatchObject({ id: mandate.id, inForce: true, acts: ['submit', 'report'] })
    expect(events.filter(({ agentName }) => agentName !== null).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['start', 'saveAnswers', 'attachFile', 'submit']),
    )
    const submitted = events.find(({ action }) => action === 'submit')
    expect(submitted).toMatchObject({ agentName: mandate.agentName, content: { mandate: mandate.id } })
    expect(events.find(({ action }) => action === 'message')).toMatchObject({ agentName: null })
    await end(mandate.id)
  })

  test('does what the mandate covers; the chart says what it does not', async () => {
    const mandate = await give({ acts: [] })
    const one = await draftFor(mandate)
    expect(await codesOf(one.do(now('rival'), 'submit'))).toEqual(['mandateSubmits'])
    expect(await codesOf(one.do(now('rival'), 'discard'))).toEqual(['mandateSubmits'])
    await one.do('applicant', 'submit')
    expect(await codesOf(one.do(now('rival'), 'message', { text: 'x' }))).toEqual(['mandateSubmits'])
    await one.do('intake', 'requestCorrection')
    await one.do(now('rival'), 'saveAnswers', { answers: { engagement: { post: 'Senior host' } } })
    expect(await codesOf(one.do(now('rival'), 'resubmit'))).toEqual(['mandateSubmits'])
    await end(mandate.id)
  })

  test('copies under the same mandate, and never an employer’s own application', async () => {
    const mandate = await give()
    const one = await draftFor(mandate)
    await one.do(now('rival'), 'submit')
    const { caseId } = await world.cases.start(now('rival'), undefined, one.id)
    const { rows } = await world.admin.query('select firm_id, mandate_id from cases where id = $1', [caseId])
    expect(rows).toEqual([{ firm_id: world.person(EMPLOYER).firmId, mandate_id: mandate.id }])
    const own = await world.draft('rival')
    await expect(world.cases.start(now('rival'), undefined, own.id, mandate.id)).rejects.toBeInstanceOf(NotFound)
    const theirs = await world.draft('applicant')
    await expect(world.cases.start(now('rival'), undefined, theirs.id, mandate.id)).rejects.toBeInstanceOf(NotFound)
    await expect(world.cases.start(now('newcomer'), undefined, undefined, mandate.id)).rejects.toBeInstanceOf(NotFound)
    await end(mandate.id)
  })

  test('is narrower than it was asked for where the employer says so, and never wider', async () => {
    const wish = { creditCode: await codeOf(EMPLOYER), asEmployer: false, untilOn: '2027-03-31', mostCases: 9 }
    const { id } = await mandates.ask(now(AGENT), { ...wish, acts: ['submit'] })
    const wider = [{ acts: ['submit', 'report'] as const }, { untilOn: '2027-04-01' }, { mostCases: 10 }]
    for (const limits of wider)
      expect(await codesOf(mandates.confirm(now(EMPLOYER), id, limits))).toEqual([
        expect.stringMatching(/^(acts|untilOn|mostCases) wider$/),
      ])
    expect(await codesOf(mandates.confirm(now(EMPLOYER), id, { untilOn: '2026-11-01' }))).toEqual(['untilOn dayOver'])
    const all = { acts: ['submit', 'report'] as const, untilOn: '2027-04-01', mostCases: 10 }
    expect(await codesOf(mandates.confirm(now(EMPLOYER), id, all))).toEqual([
      'acts wider',
      'untilOn wider',
      'mostCases wider',
    ])
    await mandates.confirm(now(EMPLOYER), id, { acts: [], untilOn: '2027-01-31', mostCases: 1 })
    const [made] = await mandates.listInForce(now(AGENT))
    expect(made).toMatchObject({ id, acts: [], untilOn: '2027-01-31', mostCases: 1 })
    const said = await world.app.get(Firms).listActs(now(AGENT), world.person(AGENT).firmId ?? 0)
    expect(said[0]).toMatchObject({ act: 'mandateGiven', detail: { mandate: id, narrowed: true } })
    // one application, and no other one; a draft that is discarded does not count
    const start = () => world.cases.start(now('rival'), undefined, undefined, id)
    const both = await Promise.allSettled([start(), start()])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await codesOf(start())).toEqual(['mandateUsedUp'])
    const [begun] = both.flatMap((one) => (one.status === 'fulfilled' ? one.value.caseId : []))
    await world.cases.act(begun ?? 0, 'discard', { actor: now('applicant'), input: {} })
    await start()
    await end(id)
  })

  test('cannot give itself a mandate, nor a case another firm, past the application', async () => {
    const mandate = await give()
    const one = await draftFor(mandate)
    const third = world.person('newcomer').firmId
    const refused = (sql: string, values: unknown[]) =>
      plain(now('rival'), sql, values).then(
        () => 'done',
        ({ code }: { code: string }) => code,
      )
    const insert = `
      insert into cases (number, state, version, firm_id, created_by, created_at, changed_at, last_seq, last_hash, form_version, answers, mandate_id)
      select '2026-999999', 'draft', 0, $1, created_by, now(), now(), 0, last_hash, form_version, '{}', $2 from cases where id = $3`
    expect(await refused(insert, [third, mandate.id, one.id])).toBe('23503')
    expect(await refused(insert, [world.person(EMPLOYER).firmId, null, one.id])).toBe('42501')
    expect(await refused('update cases set mandate_id = null where id = $1', [one.id])).toBe('42501')
    expect(await refused('update mandates set until_on = now() where id = $1', [mandate.id])).toBe('42501')
    expect(await refused(`select lapse_mandates('2030-01-01', now())`, [])).toBe('42501')
    expect(await plain(now('rival'), `select confirm_mandate($1, '2026-11-24', now()) as done`, [mandate.id])).toEqual([
      { done: false },
    ])
    expect(await plain(now('newcomer'), 'select id from mandates', [])).toEqual([])
    await end(mandate.id)
  })
})

test('the letter names the employer, whoever has filed', async () => {
  const mandate = await give()
  const one = await draftFor(mandate)
  await one.do(now('rival'), 'submit')
  await one.do('intake', 'accept')
  await one.do('assessor', 'report')
  await one.do('approver', 'recommend')
  await one.makeLetter()
  const papers = await lettersIn<{ kind: string; data: object; public_facts: object }>(world.app, world.admin, one.id)
  const letter = papers.find(({ kind }) => kind === 'recommendation')
  const said = JSON.stringify([letter?.data, letter?.public_facts])
  expect(said).toContain(mandate.employerName)
  expect(said).not.toContain(mandate.agentName)
  await end(mandate.id)
})

describe('at the end of a mandate', () => {
  test('that the employer withdraws, open cases are the employer’s alone', async () => {
    const mandate = await give()
    const one = await draftFor(mandate)
    await one.do(now('rival'), 'submit')
    await end(mandate.id)
    expect(await idsSeenBy(now('rival'))).not.toContain(one.id)
    await expect(reading.get(now('rival'), one.id)).rejects.toBeInstanceOf(NotFound)
    await expect(one.do(now('rival'), 'withdraw')).rejects.toBeInstanceOf(NotFound)
    await expect(world.cases.start(now('rival'), undefined, undefined, mandate.id)).rejects.toBeInstanceOf(NotFound)
    expect((await reading.get(now('applicant'), one.id)).mandate).toMatchObject({ inForce: false })
    // another mandate brings nothing back
    const again = await give()
    expect(await idsSeenBy(now('rival'))).not.toContain(one.id)
    await end(again.id)
    await one.do('applicant', 'withdraw')
    expect(await one.state()).toBe('withdrawn')
  })

  test('whose last day passes, nobody has to do anything; both firms are told', async () => {
    const mandate = await give({ untilOn: '2026-11-30' })
    const one = await draftFor(mandate)
    world.at('2026-11-30T23:59:00+08:00')
    await world.letAllSpeak()
    expect(await idsSeenBy(now('rival'))).toContain(one.id)
    world.at('2026-12-01T00:00:00+08:00')
    expect(await idsSeenBy(now('rival'))).not.toContain(one.id)
    await expect(one.do(now('rival'), 'saveAnswers', { answers: {} })).rejects.toBeInstanceOf(NotFound)
    await (await world.tasks()).runMinute()
    const { rows } = await world.admin.query(
      `select ended_at is not null as ended, ended_by from mandates where id = $1`,
      [mandate.id],
    )
    expect(rows).toEqual([{ ended: true, ended_by: null }])
    for (const name of [EMPLOYER, AGENT] as const) {
      const [last] = await world.app.get(Firms).listActs(now(name), world.person(name).firmId ?? 0)
      expect(last).toMatchObject({ act: 'mandateLapsed', actorName: null, detail: { mandate: mandate.id } })
    }
    await one.do('applicant', 'saveAnswers', { answers: { engagement: { post: 'Senior host' } } })
  })
})
