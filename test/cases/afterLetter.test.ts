/** After a letter: reports and conditions wait until an officer has dealt with them, and a letter is revoked after a hearing, by two, where the rules ask for it. Dates are literals. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Forbidden, Invalid, NotFound, NotNow } from '../../src/base/errors.js'
import type { ReceivedFile } from '../../src/cases/files/receive.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { Reference } from '../../src/reference/reference.service.js'
import type { Act } from '../../src/workflow/machine.js'
import { MORNING } from '../clock.js'
import { inputOf, paperOf } from './inputs.js'
import type { Name } from './population.js'
import { type Case, World } from './world.js'

let world: World

beforeAll(async () => {
  world = await World.open()
})
beforeEach(() => world.at(MORNING))
afterAll(() => world.close())

async function refused(one: Case, who: Name, action: string, input: object = {}): Promise<unknown> {
  try {
    await one.do(who, action, input)
  } catch (error) {
    if (error instanceof NotNow) return error.because.map(({ code }) => code)
    if (error instanceof Invalid) return error.problems.map(({ path, code }) => `${path} ${code}`)
    if (error instanceof Forbidden) return 'never'
    if (error instanceof NotFound) return 'unseen'
    throw error
  }
  throw new Error(`${who} was not refused ${action}`)
}

/** A case whose letter was issued on two conditions, to be met by 31 December. */
async function withConditions(): Promise<Case> {
  const one = await world.caseIn('awaitingDecision')
  await one.do('approver', 'recommend', {
    conditions: 'File the plan.\n\n  \nSend the figures.',
    conditionsDueOn: '2026-12-31',
  })
  await one.makeLetter()
  return one
}

/** What waits for the department, as its list says: whether the case is in it, for each of some people. */
async function listed(one: Case, ...people: Name[]): Promise<boolean[]> {
  const { lists } = world.app.get(ReadingService)
  const found: boolean[] = []
  for (const who of people) {
    const lines = await lists.list(world.person(who), { tab: 'afterLetter', limit: 500 })
    found.push(lines.some(({ id }) => id === one.id))
  }
  return found
}
const matters = async (one: Case): Promise<unknown[]> =>
  (await world.app.get(ReadingService).get(world.person('approver'), one.id)).matters.map(
    ({ kind, condition, openFrom }) => [kind, condition, openFrom],
  )

const kindsWaiting = async (one: Case): Promise<string[]> =>
  (await world.app.get(ReadingService).get(world.person('approver'), one.id)).matters.map(({ kind }) => kind)

describe('a report', () => {
  test('waits for the department until an officer has acknowledged it', async () => {
    const one = await world.caseIn('letterReceived')
    expect(await listed(one, 'approver')).toEqual([false])
    expect(await refused(one, 'approver', 'acknowledge')).toEqual(['reportOpen'])
    await one.do('applicant', 'reportChange')
    expect(await listed(one, 'approver', 'intake', 'supervisor', 'marketAssessor', 'permitOfficer')).toEqual([
      ...[true, true, true],
      ...[false, false],
    ])
    expect(await refused(one, 'supervisor', 'acknowledge')).toBe('never')
    expect(await refused(one, 'applicant', 'acknowledge')).toBe('never')
    await one.do('intake', 'acknowledge', { remarks: 'Noted.' })
    expect(await listed(one, 'approver')).toEqual([false])
    expect(await matters(one)).toEqual([])
  })

  test('of several the one that is meant is named, and none twice', async () => {
    const one = await world.caseIn('letterReceived')
    const { seq: first } = await one.do('applicant', 'reportChange')
    const { seq: second } = await one.do('applicant', 'reportEnd')
    expect(await refused(one, 'intake', 'acknowledge')).toEqual(['event whichReport'])
    await one.do('intake', 'acknowledge', { event: first })
    expect(await refused(one, 'intake', 'acknowledge', { event: first })).toEqual(['event noSuchReport'])
    await one.do('intake', 'acknowledge')
    expect(await refused(one, 'intake', 'askBack', { event: second })).toEqual(['reportUnasked'])
  })

  test.each(['message', 'reportChange'])('asked back, it waits for the firm until its %s', async (answer) => {
    const one = await world.caseIn('permitGranted')
    const { seq } = await one.do('applicant', 'reportChange')
    await one.do('assessor', 'askBack')
    expect(await listed(one, 'approver')).toEqual([false])
    expect(await matters(one)).toEqual([['reportChange', 0, 'infinity']])
    expect(await refused(one, 'assessor', 'askBack')).toEqual(['reportUnasked'])
    await one.do('assessor', 'message') // the department's own word is no answer
    expect(await listed(one, 'approver')).toEqual([false])
    world.at('2026-11-25')
    await one.do('applicant', answer)
    expect(await listed(one, 'approver')).toEqual([true])
    expect(await matters(one)).toContainEqual(['reportChange', 0, '2026-11-25'])
    await one.do('assessor', 'acknowledge', { event: seq })
  })

  test('is done with when the letter is issued anew', async () => {
    const one = await world.caseIn('letterIssued')
    await one.do('applicant', 'reportChange')
    await one.do('approver', 'reissueLetter')
    await one.makeLetter()
    expect(await matters(one)).toEqual([])
  })

  test('stays on the list of its department through a returned letter, until it is decided anew', async () => {
    const one = await world.caseIn('letterIssued')
    await one.do('applicant', 'reportChange')
    await one.do('permitOfficer', 'returnLetter')
    expect(await listed(one, 'approver')).toEqual([false]) // the approver decides on the case itself
    await one.do('approver', 'recommend')
    await one.makeLetter()
    expect(await matters(one)).toEqual([])
  })
})

describe('a condition', () => {
  test('counts as met when an officer has confirmed it', async () => {
    const one = await withConditions()
    expect(await matters(one)).toEqual([
      ['condition', 1, '2027-01-01'],
      ['condition', 2, '2027-01-01'],
    ])
    expect(await listed(one, 'approver')).toEqual([false])
    await one.do('applicant', 'meetCondition', { condition: 2, how: 'By post.' })
    expect(await listed(one, 'approver')).toEqual([true])
    expect(await refused(one, 'applicant', 'meetCondition', { condition: 2, how: 'Again.' })).toEqual([
      'condition noSuchCondition',
    ])
    expect(await refused(one, 'marketAssessor', 'confirmCondition')).toBe('unseen')
    await one.do('assessor', 'confirmCondition', { condition: 2 })
    for (const condition of [2, 3])
      expect(await refused(one, 'assessor', 'confirmCondition', { condition })).toEqual(['condition noSuchCondition'])
    expect(await listed(one, 'approver')).toEqual([false])
    expect(await matters(one)).toEqual([['condition', 1, '2027-01-01']])
    // what an officer knows by other ways needs no report
    await one.do('assessor', 'confirmCondition', { condition: 1 })
    expect(await refused(one, 'assessor', 'confirmCondition')).toEqual(['conditionUnconfirmed'])
    expect(await refused(one, 'applicant', 'meetCondition', { condition: 1, how: 'x' })).toEqual(['conditionsOpen'])
  })

  test('past its day it waits for the department, reported or not', async () => {
    const one = await withConditions()
    await one.do('applicant', 'meetCondition', { condition: 1, how: 'By post.' })
    await one.do('assessor', 'askBack')
    expect(await listed(one, 'approver')).toEqual([false])
    world.at('2026-12-31')
    expect(await listed(one, 'approver')).toEqual([false])
    world.at('2027-01-01')
    expect(await listed(one, 'approver')).toEqual([true])
    expect(await matters(one)).toEqual([
      ['condition', 1, '2027-01-01'],
      ['condition', 2, '2027-01-01'],
      ['meetCondition', 1, 'infinity'],
    ])
    await one.do('applicant', 'meetCondition', { condition: 1, how: 'Here it is.' })
    expect(await matters(one)).toEqual([
      ['condition', 2, '2027-01-01'],
      ['meetCondition', 1, '2027-01-01'],
    ])
  })

  test('of an earlier recommendation is no condition of the next one', async () => {
    const one = await withConditions()
    await one.do('applicant', 'meetCondition', { condition: 1, how: 'By post.' })
    await one.do('assessor', 'confirmCondition', { condition: 2 })
    await one.do('permitOfficer', 'returnLetter')
    await one.do('approver', 'recommend', { conditions: 'Another one.', conditionsDueOn: '2027-01-15' })
    await one.makeLetter()
    expect(await matters(one)).toEqual([['condition', 1, '2027-01-16']])
    await one.do('applicant', 'meetCondition', { condition: 1, how: 'Done.' })
  })
})

describe('a revocation', () => {
  test('that was proposed is heard first, though the rules do not ask for it', async () => {
    const one = await world.caseIn('letterReceived')
    await one.do('applicant', 'reportChange')
    await one.do('approver', 'proposeRevocation')
    expect(await matters(one)).toEqual([['proposeRevocation', 0, '2026-12-02']])
    expect(await listed(one, 'approver')).toEqual([false])
    expect(await refused(one, 'approver', 'revokeLetter')).toEqual(['revocationHeard'])
    expect(await refused(one, 'otherApprover', 'proposeRevocation')).toEqual(['notProposed'])
    await one.do('applicant', 'answerRevocation')
    expect(await listed(one, 'approver')).toEqual([true])
    expect(await refused(one, 'applicant', 'answerRevocation')).toEqual(['revocationOpen'])
    await one.do('approver', 'revokeLetter')
    expect(await matters(one)).toEqual([])
  })

  test('deals with what was reported, which stands again once it is given up', async () => {
    const one = await world.caseIn('letterReceived')
    const reported = await one.do('applicant', 'reportChange')
    const { seq } = await one.do('approver', 'proposeRevocation')
    expect(await kindsWaiting(one)).toEqual(['proposeRevocation'])
    await one.do('approver', 'acknowledge', { event: seq })
    expect(await kindsWaiting(one)).toEqual(['reportChange'])
    await one.do('approver', 'proposeRevocation')
    expect(await kindsWaiting(one)).toEqual(['proposeRevocation'])
    await one.do('applicant', 'answerRevocation')
    expect(await refused(one, 'intake', 'acknowledge', { event: reported.seq })).toEqual(['reportOpen'])
  })

  test('ends with the letter that it was about, when that is returned', async () => {
    const one = await world.caseIn('letterReceived')
    await one.do('applicant', 'reportChange')
    await one.do('approver', 'proposeRevocation')
    await one.do('permitOfficer', 'returnLetter')
    expect(await matters(one)).toEqual([])
    expect(await refused(one, 'applicant', 'answerRevocation')).not.toBeUndefined()
  })

  test('is given up by an approver, before the answer or after it', async () => {
    const one = await world.caseIn('permitGranted')
    const first = await one.do('approver', 'proposeRevocation')
    expect(await refused(one, 'intake', 'acknowledge', { event: first.seq })).toEqual(['reportOpen'])
    await one.do('otherApprover', 'acknowledge', { event: first.seq })
    expect(await matters(one)).toEqual([])
    expect(await refused(one, 'applicant', 'answerRevocation')).toEqual(['revocationOpen'])
    const { seq } = await one.do('approver', 'proposeRevocation')
    await expect(one.do('applicant', 'answerRevocation', { noStatement: true })).rejects.toMatchObject({
      problems: [{ code: 'bothSaid', path: 'noStatement' }],
    })
    await one.do('applicant', 'answerRevocation', { statement: undefined, noStatement: true })
    expect(await refused(one, 'intake', 'acknowledge', { event: seq })).toEqual(['reportOpen'])
    await one.do('otherApprover', 'acknowledge', { event: seq })
    expect(await matters(one)).toEqual([])
    await one.do('approver', 'proposeRevocation')
  })

  describe('where the rules ask for a hearing and a second person', () => {
    beforeAll(async () => {
      await world.admin.query(
        `insert into reference (kind, key, effective_from, body, approved_at) values ('procedure', 'revocation', '2026-11-01', $1, now())`,
        [JSON.stringify({ announced: true, source: { zh: '测试', en: 'a test' } })],
      )
      await world.app.get(Reference).refresh()
    })

    test('waits for the firm’s answer or five working days, and another approver decides', async () => {
      const [one, two] = [await world.caseIn('letterIssued'), await world.caseIn('permitGranted')]
      const { dueOn } = await one.row()
      expect(await refused(one, 'approver', 'revokeLetter')).toEqual(['revocationHeard'])
      for (const each of [one, two]) await each.do('approver', 'proposeRevocation')
      expect((await one.row()).dueOn).toBe(dueOn) // the letter is valid no longer for it
      expect(await refused(one, 'otherApprover', 'revokeLetter')).toEqual(['revocationHeard'])
      expect(await refused(one, 'approver', 'revokeLetter')).toEqual(['revocationHeard', 'anotherRevokes'])
      await one.do('firmAdmin', 'answerRevocation')
      expect(await refused(one, 'approver', 'revokeLetter')).toEqual(['anotherRevokes'])
      await one.do('otherApprover', 'revokeLetter')
      world.at('2026-12-01')
      expect(await refused(two, 'otherApprover', 'revokeLetter')).toEqual(['revocationHeard'])
      world.at('2026-12-02')
      expect(await refused(two, 'applicant', 'answerRevocation')).toEqual(['revocationOpen'])
      await two.do('otherApprover', 'revokeLetter')
    })

    test('not when the firm itself has asked for it', async () => {
      const one = await world.caseIn('letterReceived')
      await one.do('applicant', 'reportEnd', { revoke: true })
      await one.do('approver', 'revokeLetter', { reasons: ['requestedByFirm'] })
    })
  })
})

describe('what the firm encloses', () => {
  test.each<[said: string, before: () => Promise<Case>]>([
    [
      'answerIntention',
      async () => {
        const one = await world.caseIn('awaitingDecision')
        await one.do('approver', 'announceRefusal')
        return one
      },
    ],
    ['requestReview', () => world.caseIn('notRecommended')],
    ['meetCondition', withConditions],
    ['reportChange', () => world.caseIn('letterReceived')],
    [
      'answerRevocation',
      async () => {
        const one = await world.caseIn('letterIssued')
        await one.do('approver', 'proposeRevocation')
        return one
      },
    ],
  ])('with %s stands with those words, and is no document of the application', async (said, before) => {
    const one = await before()
    const documents = async () =>
      (await world.app.get(ReadingService).get(world.person('applicant'), one.id)).attachments.filter(
        ({ replacedAt }) => replacedAt === null,
      )
    const filed = await documents()
    const files = [1, 2].map(() => ({ ...paperOf({ kind: 'evidence' }).file, scan: null, sealed: false }))
    const { version } = await one.row()
    await world.cases.act(one.id, said as Act, {
      actor: world.person('applicant'),
      version,
      input: inputOf(said, undefined),
      files: files as unknown as ReceivedFile[], // pages are not known, as of a paper that is read later
    })
    const { events } = await world.app.get(ReadingService).get(world.person('approver'), one.id)
    const event = events.findLast(({ action }) => action === said)
    expect(event?.content).toMatchObject({ sha256: files.map(({ sha256 }) => sha256) })
    const kept = await world.admin.query(
      `select id, kind, storage_key as "storageKey" from attachments where case_id = $1 and kind = 'evidence' order by id`,
      [one.id],
    )
    expect(kept.rows.map(({ storageKey }) => storageKey)).toEqual(files.map(({ storageKey }) => storageKey))
    expect(event?.content?.attachments).toEqual(kept.rows.map(({ id }) => id))
    expect(await documents()).toEqual(filed)
  })
})
