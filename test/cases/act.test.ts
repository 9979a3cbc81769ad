/**
 * act(), the one way anything changes: every answer of its frame
 * (docs/architecture.md#the-write-path), on a real database; whatever it refuses leaves every
 * table as it was.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Provider } from '@nestjs/common'
import type { Tx } from '../../src/base/database.js'
import { Forbidden, Invalid, NotFound, NotNow, Stale } from '../../src/base/errors.js'
import { type Cause, EFFECT_MAP, type EffectMap, ENTRY_MAP, requireComplete } from '../../src/cases/causes.js'
import { CaseEffects } from '../../src/cases/effects.js'
import { TimedEntries } from '../../src/cases/entries.js'
import { LetterEffects } from '../../src/letters/effects.js'
import { CLOCK, WORKER } from '../../src/people/actor.js'
import { settingsOf } from '../../src/people/scope.js'
import { EFFECTS } from '../../src/workflow/effects.js'
import type { Act } from '../../src/workflow/machine.js'
import { assessmentOf } from '../../tools/cases/assessment.js'
import { INPUTS } from './inputs.js'
import { changedTables, eventsOf, historyFaults } from './looking.js'
import type { Name } from './population.js'
import { type Case, World } from './world.js'

/** An effect of this name does its work and then fails, once for each failure that waits. */
const failing: { name: string; with: Error[] } = { name: '', with: [] }

const fragile = {
  provide: EFFECT_MAP,
  inject: [CaseEffects, LetterEffects],
  useFactory: (cases: CaseEffects, letters: LetterEffects): EffectMap => {
    const whole = { ...cases.functions, ...letters.functions }
    const wrapped = Object.entries(whole).map(([name, effect]) => [
      name,
      async (tx: Tx, cause: Cause) => {
        await effect(tx, cause)
        const failure = failing.name === name && failing.with.shift()
        if (failure) throw failure
      },
    ])
    return Object.fromEntries(wrapped) as EffectMap // the same keys as before
  },
}

let world: World
let one: Case

beforeAll(async () => {
  world = await World.open({ instead: [fragile] })
  one = await world.caseIn('underAssessment')
})

afterAll(async () => {
  expect(await historyFaults(world.admin)).toEqual([])
  await world.close()
})

type Asked = { version?: number; requestId?: string; input?: unknown }
const act = (who: Name, action: string, asked: Asked = {}, id = one.id) =>
  world.cases.act(id, action as Act, { actor: world.person(who), input: INPUTS[action], ...asked })

/** The error that comes of a request, which must have changed nothing. */
async function refusal(work: () => Promise<unknown>): Promise<unknown> {
  let error: unknown
  const changed = await changedTables(world.admin, () => work().catch((thrown: unknown) => (error = thrown)))
  expect(changed).toEqual([])
  expect(error).toBeInstanceOf(Error)
  return error
}

const codesOf = (error: unknown): string[] => {
  if (error instanceof NotNow) return error.because.map(({ code }) => code)
  if (error instanceof Invalid) return error.problems.map(({ code, path }) => `${path} ${code}`)
  throw error
}

describe('who does not see the case', () => {
  const outside: Name[] = ['rival', 'rivalAdmin', 'newcomer', 'cultureAssessor', 'cultureSupervisor', 'marketAssessor']
  const elsewhere: Name[] = ['permitOfficer', 'panel', 'policyEditor', 'systemAdmin', 'securityAdmin', 'auditor']

  test.each([...outside, ...elsewhere])('%s is told that it does not exist, whatever is asked', async (who) => {
    for (const action of ['withdraw', 'report', 'note', 'message', 'revokeLetter', 'noSuchAction'])
      expect(await refusal(() => act(who, action, { version: 1 }))).toBeInstanceOf(NotFound)
    expect(await refusal(() => world.cases.act(999_999, 'note', { actor: world.person(who) }))).toEqual(new NotFound())
  })

  test('nor may a case of nobody be acted on by those who see all of theirs', async () => {
    expect(await refusal(() => act('supervisor', 'note', {}, 999_999))).toBeInstanceOf(NotFound)
  })
})

describe('the same request again', () => {
  test('gives the first outcome and changes nothing, also when the case has gone on', async () => {
    const mine = await world.draft()
    const asked = { version: 1, requestId: 'once', input: { declaration: true } }
    const first = await act('applicant', 'submit', asked, mine.id)
    expect(first).toEqual({ caseId: mine.id, seq: 13, state: 'submitted', version: 2, repeated: false })
    const again = () => act('applicant', 'submit', asked, mine.id)
    expect(
      await changedTables(world.admin, async () => expect(await again()).toEqual({ ...first, repeated: true })),
    ).toEqual([])
    await mine.do('intake', 'accept')
    expect(
      await changedTables(world.admin, async () => expect(await again()).toEqual({ ...first, repeated: true })),
    ).toEqual([])
    expect(await mine.state()).toBe('underAssessment')
  })

  test('with another input is refused, and says so', async () => {
    const asked = { requestId: 'a note', input: { text: 'One.' } }
    await act('intake', 'note', asked)
    const other = await refusal(() => act('intake', 'note', { ...asked, input: { text: 'Two.' } }))
    expect(codesOf(other)).toEqual(['requestId requestIdUsed'])
  })

  test('the order of an input’s keys says nothing', async () => {
    const [input, turned] = [
      { ...INPUTS.report, opinion: 'recommend', summary: 'Good.', stands: 'Yes.' },
      { stands: 'Yes.', summary: 'Good.', opinion: 'recommend', ...assessmentOf('commerce') },
    ]
    const mine = await world.caseIn('underAssessment')
    const first = await act('assessor', 'report', { version: 3, requestId: 'keys', input }, mine.id)
    expect(await act('assessor', 'report', { version: 3, requestId: 'keys', input: turned }, mine.id)).toEqual({
      ...first,
      repeated: true,
    })
  })

  test('the name is the person’s own, and that of one action on one case', async () => {
    const asked = { requestId: 'shared', input: { text: 'The same words.' } }
    const other = await world.caseIn('submitted')
    const outcomes = [
      await act('intake', 'note', asked),
      await act('assessor', 'note', asked),
      await act('intake', 'message', asked),
      await act('intake', 'note', asked, other.id),
    ]
    expect(outcomes.map(({ repeated }) => repeated)).toEqual([false, false, false, false])
  })

  test('a start gives the same draft, to the same person only', async () => {
    const first = await world.cases.start(world.person('applicant'), 'a start')
    expect(first).toMatchObject({ seq: 1, state: 'draft', version: 1, repeated: false })
    const again = () => world.cases.start(world.person('applicant'), 'a start')
    expect(
      await changedTables(world.admin, async () => expect(await again()).toEqual({ ...first, repeated: true })),
    ).toEqual([])
    await act('applicant', 'discard', {}, first.caseId)
    expect(await again()).toEqual({ ...first, repeated: true })
    const hers = await world.cases.start(world.person('firmAdmin'), 'a start')
    expect(hers.caseId).not.toBe(first.caseId)
  })

  test('a draft has the number of its year, and its event says from which batch it comes', async () => {
    const { caseId } = await world.cases.start(world.person('applicant'), undefined, undefined, undefined, 7)
    const { rows } = await world.admin.query<{ number: string; content: object }>(
      'select number, content from cases join event_contents on case_id = id where id = $1',
      [caseId],
    )
    expect(rows).toEqual([{ number: expect.stringMatching(/^\D*2026-\d+$/), content: { batch: 7 } }])
  })

  test('an officer starts nothing', async () => {
    expect(await refusal(async () => world.cases.start(world.person('intake')))).toBeInstanceOf(Forbidden)
  })
})

describe('a case that has changed since', () => {
  test('is not acted on, and the answer tells what happened, as far as this person may know', async () => {
    const mine = await world.caseIn('underAssessment')
    await mine.do('assessor', 'note')
    await mine.do('assessor', 'report')
    const firm = await refusal(() => act('applicant', 'withdraw', { version: 2 }, mine.id))
    if (!(firm instanceof Stale)) throw firm
    const at = '2026-11-24T01:00:00.000Z'
    const department = { zh: '主管部门', en: 'the department' }
    expect({ version: firm.version, since: firm.since }).toEqual({
      version: 4,
      since: [{ seq: expect.any(Number), action: 'accept', at, by: department }],
    })
    const officer = await refusal(() => act('approver', 'recommend', { version: 2 }, mine.id))
    if (!(officer instanceof Stale)) throw officer
    expect(officer.since).toEqual([
      { seq: expect.any(Number), action: 'accept', at, by: { zh: 'intake', en: 'intake' } },
      { seq: expect.any(Number), action: 'note', at, by: { zh: 'assessor', en: 'assessor' } },
      { seq: expect.any(Number), action: 'report', at, by: { zh: 'assessor', en: 'assessor' } },
    ])
  })

  test('entries ask for no version and change none', async () => {
    const before = (await one.row()).version
    await act('assessor', 'note', { version: 1 })
    expect((await one.row()).version).toBe(before)
  })

  test('answers have a version of their own', async () => {
    const mine = await world.draft()
    const save = (answersVersion: number) =>
      act('applicant', 'saveAnswers', { input: { answersVersion, answers: { engagement: { post: 'Host' } } } }, mine.id)
    expect(await refusal(() => save(0))).toMatchObject({ version: 1, since: [] })
    await save(1)
    expect(await refusal(() => save(1))).toBeInstanceOf(Stale)
  })

  test('a single answer that no database can hold is refused by its place, and none is kept', async () => {
    const mine = await world.draft()
    const answers = { engagement: { post: 'half \ud83c', salaryPerYear: '1' } }
    const wrong = await refusal(() => act('applicant', 'saveAnswers', { input: { answers } }, mine.id))
    expect(wrong).toMatchObject({ problems: [{ code: 'brokenText', path: 'engagement.post' }] })
    expect(wrong).toBeInstanceOf(Invalid)
    const good = { answersVersion: 1, answers: { engagement: { post: 'Host' } } }
    await act('applicant', 'saveAnswers', { input: good }, mine.id)
  })
})

describe('a reading', () => {
  const read = (who: Name) => {
    const actor = world.person(who)
    return world.database.transaction(settingsOf(actor), (tx) => world.cases.noteReading(tx, one.id, actor, 'readCase'))
  }
  const readings = async () =>
    (await eventsOf(world.admin, one.id)).filter(({ action }) => action === 'readCase').length

  test('that a page asks for several times at once is recorded once, and anew after a quarter of an hour', async () => {
    const before = await readings()
    await Promise.all([read('intake'), read('intake'), read('intake')])
    expect(await readings()).toBe(before + 1)
    expect(await read('intake')).toBeUndefined()
    const now = world.clock.now()
    world.clock.moveTo(new Date(now.getTime() + 16 * 60_000))
    expect(await read('intake')).toMatchObject({ case: { id: one.id } })
    world.clock.moveTo(now)
    expect(await readings()).toBe(before + 2)
  })
})

describe('what is refused changes nothing', () => {
  test.each([
    ['intake', 'report'],
    ['applicant', 'accept'],
    ['assessor', 'refuse'],
    ['applicant', 'note'],
    ['assessor', 'lapse'],
    ['approver', 'recordLetter'],
    ['supervisor', 'consult'],
    ['assessor', 'constructor'],
    ['assessor', '__proto__'],
  ] as const)('%s may never %s', async (who, action) => {
    expect(await refusal(() => act(who, action, { input: {} }))).toBeInstanceOf(Forbidden)
  })

  test('not now, with the reasons', async () => {
    expect(codesOf(await refusal(() => act('intake', 'accept')))).toEqual(['notInThisState'])
    expect(codesOf(await refusal(() => act('supervisor', 'handOver')))).toEqual(['claimed'])
  })

  test('every reason is named at once', async () => {
    const { caseId } = await world.cases.start(world.person('newcomer'))
    const codes = codesOf(await refusal(() => act('newcomer', 'submit', { version: 1 }, caseId)))
    expect(codes).toEqual(
      expect.arrayContaining(['firmConfirmed', 'missing:photo', 'missing:contract', 'missing:policeRecord']),
    )
    expect(codes).not.toContain('mrzCheckDigit') // the lines that are not there are asked for, and not called wrong
    expect(codes.length).toBeGreaterThan(20)
  })

  test('a fourth draft of a firm that nobody has confirmed', async () => {
    const firmId = world.person('newcomer').firmId
    const drafts = async () => (await world.admin.query('select from cases where firm_id = $1', [firmId])).rowCount ?? 0
    const start = () => world.cases.start(world.person('newcomer'))
    while ((await drafts()) < 3) await start()
    expect(codesOf(await refusal(start))).toEqual(['unconfirmedDrafts'])
  })

  test('the form of the action names everything that is wrong', async () => {
    expect(
      codesOf(
        await refusal(() =>
          act('assessor', 'report', { input: { opinion: 'perhaps', findings: [{ on: 'x', result: 'y' }] } }),
        ),
      ),
    ).toEqual(['opinion notChoice', 'summary required', 'findings.0.result notChoice'])
    expect(
      codesOf(await refusal(() => act('assessor', 'consult', { input: { department: 'commerce', question: 'Why?' } }))),
    ).toEqual(['department alreadyNamed'])
  })

  test('a page that an assessment points to is one of a document of the case', async () => {
    const { rows } = await world.admin.query<{ id: number; pages: number | null }>(
      'update attachments set pages = 4 where case_id = $1 and id = (select min(id) from attachments where case_id = $1) returning id',
      [one.id],
    )
    const document = rows[0]?.id ?? 0
    const pointing = (...places: object[]) => ({
      ...INPUTS.report,
      findings: places.map((place) => ({ on: 'talent', result: 'met', remark: 'The contract.', ...place })),
    })
    const refused = async (input: object) => codesOf(await refusal(() => act('assessor', 'report', { input })))
    expect(await refused(pointing({ page: 2 }))).toEqual(['findings.0.document pageAlone'])
    expect(await refused(pointing({ document: 999_999 }))).toEqual(['findings.0.document noSuchPaper'])
    expect(await refused(pointing({ document, page: 5 }))).toEqual(['findings.0.page noSuchPage'])
    expect(await refused(pointing({ document, page: 4 }, { document, page: 5 }))).toEqual([
      'findings.1.page noSuchPage',
    ])
  })

  test.each([null, 'text', 7, [], [1], true])('an input that is no group: %j', async (input) => {
    expect(codesOf(await refusal(() => act('assessor', 'report', { input }))).length).toBeGreaterThan(0)
  })

  test('the clock and the worker do not come in by the application: its database role shows them nothing', async () => {
    for (const actor of [CLOCK, WORKER])
      expect(await refusal(() => world.cases.act(one.id, 'lapse', { actor }))).toBeInstanceOf(NotFound)
  })
})

describe('an effect that fails', () => {
  const steps: [effect: string, from: Parameters<World['caseIn']>[0], who: Name, action: string][] = [
    ['file', 'draft', 'applicant', 'submit'],
    ['nameDepartments', 'submitted', 'intake', 'accept'],
    ['startRound', 'submitted', 'intake', 'accept'],
    ['addDepartment', 'underAssessment', 'assessor', 'consult'],
    ['recordReport', 'underAssessment', 'assessor', 'report'],
    ['orderLetter', 'awaitingDecision', 'approver', 'recommend'],
    ['callPanel', 'notRecommended', 'applicant', 'requestReview'],
  ]
  test.each(steps)('%s undoes everything', async (effect, from, who, action) => {
    const mine = await world.caseIn(from)
    const fault = new Error('the effect has failed')
    Object.assign(failing, { name: effect, with: [fault] })
    expect(await refusal(() => act(who, action, {}, mine.id))).toBe(fault)
    await mine.do(who, action)
  })

  test('because two transactions were in each other’s way is tried again, whole, and counts once', async () => {
    const mine = await world.caseIn('awaitingDecision')
    const clash = () => Object.assign(new Error('could not serialize access'), { code: '40001' })
    Object.assign(failing, { name: 'orderLetter', with: [clash(), clash()] })
    const { seq } = await mine.do('approver', 'recommend')
    expect(failing.with).toEqual([])
    const events = await eventsOf(world.admin, mine.id)
    expect(events.map(({ action }) => action).slice(-2)).toEqual(['report', 'recommend'])
    expect(events.length).toBe(seq)
    const letters = await world.admin.query('select serial from letters where case_id = $1', [mine.id])
    expect(letters.rowCount).toBe(1)
  })
})

test('within a transaction of the caller’s, an action goes when that goes', async () => {
  const mine = await world.caseIn('submitted')
  const actor = world.person('intake')
  const changed = await changedTables(world.admin, async () => {
    const work = world.database.transaction(settingsOf(actor), async (tx) => {
      expect(await world.cases.actIn(tx, mine.id, 'accept', { actor, input: INPUTS.accept })).toMatchObject({
        state: 'underAssessment',
      })
      throw new Error('the caller has changed their mind')
    })
    await expect(work).rejects.toThrow('changed their mind')
  })
  expect(changed).toEqual([])
})

describe('the application refuses to start', () => {
  const nothing = async () => {}

  test('when an effect has no function, or a function no name', () => {
    const whole = Object.fromEntries(EFFECTS.map((name) => [name, nothing]))
    const { orderLetter: _, ...lacking } = whole
    expect(() => requireComplete('effects', EFFECTS, whole)).not.toThrow()
    expect(() => requireComplete('effects', EFFECTS, lacking)).toThrow('no function for [orderLetter], no name for []')
    expect(() => requireComplete('effects', EFFECTS, { ...whole, sendMail: nothing })).toThrow(
      'no function for [], no name for [sendMail]',
    )
  })

  test.each([
    ['effects', { provide: EFFECT_MAP, useValue: {} }, /effects: no function for \[file .*recordPermit\]/],
    [
      'entries',
      {
        provide: ENTRY_MAP,
        inject: [TimedEntries],
        useFactory: (entries: TimedEntries) => ({ ...entries.functions, shout: nothing }),
      },
      /entries: no function for \[\], no name for \[shout\]/,
    ],
  ] as [string, Provider, RegExp][])('with a broken map of %s', async (_name, broken, message) => {
    await expect(World.open({ instead: [broken] })).rejects.toThrow(message)
  })
})
