/** Figures of cases that got where they are by acting, on days of a calendar: every count, median and percentile is a literal that was worked out by hand. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Breakdown, Figure } from '../../src/cases/reports/figures.js'
import { ReportService } from '../../src/cases/reports/report.service.js'
import { WhatIfService } from '../../src/cases/reports/whatIf.service.js'
import { settingsOf } from '../../src/people/scope.js'
import { digests } from './looking.js'
import type { Name } from './population.js'
import { draftSalary, playStory } from './reportStory.js'
import { World } from './world.js'

let world: World
let reports: ReportService
let cases: Awaited<ReturnType<typeof playStory>>

const WHOLE = { from: '2026-11-01', to: '2026-12-31' }

beforeAll(async () => {
  world = await World.open({ at: '2026-11-24T09:00:00+08:00' })
  reports = world.app.get(ReportService)
  cases = await playStory(world)
  world.at('2026-12-31')
})
afterAll(() => world.close())

async function figures(who: Name, by: Breakdown, period = WHOLE): Promise<Map<string, Figure>> {
  const found = (await reports.figures(world.person(who), period, [by])).result.get(by) ?? []
  return new Map(found.map((figure) => [`${figure.key} ${figure.measure}`.trim(), figure]))
}
const counts = (found: Map<string, Figure>) => Object.fromEntries([...found].map(([name, { n }]) => [name, n]))

describe('counts', () => {
  test('of the whole period', async () => {
    expect(counts(await figures('supervisor', 'none'))).toEqual({
      filed: 7,
      accepted: 3,
      notAccepted: 1,
      withdrawn: 1,
      lapsed: 1,
      decided: 3,
      recommended: 3,
      refused: 1,
      letters: 1,
      corrections: 2,
      reviews: 1,
      overturned: 1,
      asked: 3,
      'permit.open': 3,
      'refusal.criteriaNotMet': 1,
      'refusal.platformEvidenceDoubtful': 1,
      'nonAcceptance.outOfScope': 1,
      'rounds.0': 2,
      'rounds.1': 1,
      'stage.acceptance': 3,
      'stage.assessment': 3,
      'stage.decision': 3,
      'stage.firm': 1,
      'stage.letter': 1,
      'stage.review': 1,
    })
  })

  test('by month, of the day on which it happened', async () => {
    const found = counts(await figures('approver', 'month'))
    expect(found['2026-11 filed']).toBe(7)
    expect(found['2026-12 filed']).toBeUndefined()
    expect(found['2026-11 decided']).toBeUndefined()
    expect(found['2026-12 decided']).toBe(3)
    expect(found['2026-11 withdrawn']).toBe(1)
  })

  test('by district, cluster, department and reason', async () => {
    expect(counts(await figures('supervisor', 'district'))).toMatchObject({ '310105 decided': 2, '310110 decided': 1 })
    expect(counts(await figures('supervisor', 'cluster'))).toMatchObject({ 'changning filed': 5, 'yangpu filed': 2 })
    const { authorities } = world.population
    const found = counts(await figures('supervisor', 'department'))
    expect(found[`${authorities['sh-commerce']} decided`]).toBe(3)
    expect(found[`${authorities['sh-culture']} decided`]).toBe(1)
    const byReason = counts(await figures('supervisor', 'reason'))
    expect(byReason).toMatchObject({ 'criteriaNotMet refused': 1, 'platformEvidenceDoubtful overturned': 1 })
    expect(byReason['outOfScope filed']).toBeUndefined()
  })

  test('of a period that leaves things out', async () => {
    const found = counts(await figures('supervisor', 'none', { from: '2026-12-02', to: '2026-12-02' }))
    expect(found).toMatchObject({ accepted: 1, notAccepted: 1, recommended: 1, decided: 1, letters: 1 })
    expect(found.filed).toBeUndefined()
  })
})

describe('times in working days, without the days of a correction', () => {
  test('median, ninetieth percentile, share in time', async () => {
    const { decided } = Object.fromEntries(await figures('supervisor', 'none'))
    expect(decided).toMatchObject({ n: 3, timed: 3, median: 6, p90: 20, judged: 3, inTime: 2 })
  })

  test('halfway between the two in the middle', async () => {
    const found = await figures('supervisor', 'cluster')
    expect(found.get('changning decided')).toMatchObject({ median: 5, p90: 6, inTime: 2 })
    expect(found.get('yangpu decided')).toMatchObject({ median: 20, p90: 20, inTime: 0 })
  })

  test('by stage', async () => {
    const found = await figures('supervisor', 'none')
    const stage = (name: string) => found.get(`stage.${name}`)
    expect(stage('acceptance')).toMatchObject({ median: 2, p90: 6, judged: 3, inTime: 2 })
    expect(stage('assessment')).toMatchObject({ median: 3, p90: 14, inTime: 2 })
    expect(stage('decision')).toMatchObject({ median: 1, p90: 1, inTime: 3 })
    expect(stage('firm')).toMatchObject({ timed: 1, median: 5, judged: 0 })
    expect(stage('letter')).toMatchObject({ median: 0, inTime: 1 })
    expect(stage('review')).toMatchObject({ median: 5, judged: 0 })
  })

  test('as a distribution', async () => {
    const found = counts(await figures('supervisor', 'days'))
    expect(found).toMatchObject({ '4 decided': 1, '6 decided': 1, '20 decided': 1 })
  })

  test('days on which another stop held the clock are not counted', async () => {
    const id = cases.slow?.id ?? 0
    await world.admin.query(
      `insert into clock_stops (case_id, seq, reason, from_on, to_on) values ($1, 900, 'outage', '2026-12-03', '2026-12-07'), ($1, 901, 'consultation', '2026-12-04', '2026-12-08')`,
      [id],
    )
    const found = await figures('supervisor', 'none')
    await world.admin.query('delete from clock_stops where seq in (900, 901)')
    expect(found.get('stage.assessment')).toMatchObject({ p90: 11 })
    expect(found.get('decided')).toMatchObject({ p90: 17, inTime: 3 })
  })
})

describe('who sees what', () => {
  test('a department counts its own cases only', async () => {
    expect(counts(await figures('cultureSupervisor', 'none'))).toMatchObject({ filed: 1, decided: 1, recommended: 1 })
    const market = { ...world.person('cultureSupervisor'), authorityId: world.population.authorities['sh-market'] ?? 0 }
    expect((await reports.figures(market, WHOLE, ['none'])).result.get('none')).toEqual([])
  })

  test('row-level security holds where the application’s own predicate does not', async () => {
    const rows = await world.database.transaction(settingsOf(world.person('cultureSupervisor')), (tx) =>
      tx.query(
        `select measure, n from report_figures(null, '2026-11-01', '2026-12-31', array['2026-11-02']::date[], '[]', '{none}') where measure = 'filed'`,
      ),
    )
    expect(rows).toEqual([{ measure: 'filed', n: 1 }])
  })

  test.each(['applicant', 'intake', 'permitOfficer', 'systemAdmin'] as const)(
    '%s gets no figures by the functions for others',
    async (who) => {
      const [counted, filings] = await world.database.transaction(settingsOf(world.person(who)), async (tx) => [
        await tx.query(
          `select 1 from report_counts('2026-11-01', '2026-12-31', array['2026-11-02']::date[], '[]', '{none}')`,
        ),
        await tx.query(`select 1 from what_if_filings('2026-11-01', '2026-12-31', '[]', 0, 100)`),
      ])
      expect([counted, filings]).toEqual([[], []])
    },
  )

  test('an auditor and a policy editor get figures, and no number under five', async () => {
    for (const who of ['auditor', 'policyEditor'] as const) {
      const found = counts(await figures(who, 'none'))
      expect(found).toMatchObject({ filed: 7, decided: null, recommended: null, refused: null })
      expect(counts(await figures(who, 'month'))).toMatchObject({ '2026-11 filed': 7, '2026-11 withdrawn': null })
      // five and two: the second would be found by subtracting the first from seven
      expect(counts(await figures(who, 'cluster'))).toMatchObject({ 'changning filed': null, 'yangpu filed': null })
    }
  })

  test('cases behind a figure, within the scope, and none for whoever sees no cases', async () => {
    const wanted = { measure: 'decided', by: 'none', key: '' } as const
    const list = async (who: Name, more = {}) =>
      (await reports.behind(world.person(who), WHOLE, { ...wanted, ...more }, { take: 50, skip: 0 })).result
    const ids = (found: readonly { id: number }[]) => found.map(({ id }) => id)
    const { quick, corrected, slow } = cases
    expect(ids(await list('supervisor'))).toEqual([slow?.id, corrected?.id, quick?.id])
    expect(ids(await list('supervisor', { late: true }))).toEqual([slow?.id])
    expect(ids(await list('supervisor', { by: 'days', key: '4' }))).toEqual([corrected?.id])
    expect(ids(await list('cultureSupervisor'))).toEqual([slow?.id])
    expect(await list('auditor')).toEqual([])
    expect(await list('policyEditor')).toEqual([])
  })

  test('the public’s are counted once for all who ask at the same time', async () => {
    world.at('2027-02-20')
    await world.admin.query('begin; lock table cases in access exclusive mode')
    const asked = Array.from({ length: 8 }, () => reports.publicFigures())
    const waiting = async () => {
      await world.admin.query('select pg_stat_clear_snapshot()')
      const found = await world.admin.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity where query like '%public_figures(%' and wait_event_type = 'Lock'`,
      )
      return found.rows[0]?.n
    }
    while ((await waiting()) === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await waiting()).toBe(1)
    await world.admin.query('rollback')
    expect(new Set(await Promise.all(asked)).size).toBe(1)
    world.at('2026-12-31')
  })

  test('the public gets the last twelve whole months, nothing under five', async () => {
    world.at('2027-01-15')
    expect(reports.publicPeriod()).toEqual({ from: '2026-01-01', to: '2026-12-31' })
    const found = new Map((await reports.publicFigures()).result.get('none')?.map(({ measure, n }) => [measure, n]))
    world.at('2026-12-31')
    expect(Object.fromEntries(found)).toMatchObject({ filed: 7, decided: null, recommended: null })
    expect(found.has('refusal.criteriaNotMet')).toBe(false)
  })
})

describe('what if', () => {
  let draftId: number

  beforeAll(async () => {
    draftId = await draftSalary(world, 2_000_000)
  })

  const compare = (who: Name, id = draftId) =>
    world.app.get(WhatIfService).compare(world.person(who), id, WHOLE, world.clock.today())

  test('a higher salary figure: five cases lose class A, two are not touched', async () => {
    const { total, moves, clusters, changed } = await compare('supervisor')
    expect(total).toEqual({
      cases: 7,
      changed: 5,
      onlyDays: 0,
      better: 0,
      worse: 5,
      category: 5,
      routes: 5,
      points: 0,
      blocks: 0,
    })
    expect([...moves]).toEqual([['A B', 5]])
    expect(clusters.get('changning')).toMatchObject({ cases: 5, worse: 5 })
    expect(clusters.get('yangpu')).toMatchObject({ cases: 2, changed: 0 })
    expect(changed[0]).toMatchObject({
      number: expect.stringContaining('-'),
      direction: 'worse',
      before: { category: 'A', points: 79 },
      after: { category: 'B', points: 79 },
    })
  })

  test('a shorter time limit: another day of the decision, and nothing judged differently', async () => {
    const body = { label: { zh: '评估', en: 'Assessment' }, amount: 8, unit: 'workingDays', movesOn: false }
    const { rows } = await world.admin.query<{ id: number }>(
      `insert into reference (kind, key, effective_from, body, drafted_by)
       values ('timeLimits', 'assessment', '2027-01-01', $1, $2) returning id`,
      [JSON.stringify({ ...body, source: { zh: '测试', en: 'a test' } }), world.person('policyEditor').id],
    )
    const { total, changed } = await compare('policyEditor', rows[0]?.id)
    await world.admin.query('delete from reference where id = $1', [rows[0]?.id])
    expect(total).toMatchObject({ cases: 7, changed: 7, onlyDays: 7, better: 0, worse: 0, category: 0 })
    expect(changed[0]?.reasons).toEqual([{ zh: '预计决定日有变化', en: 'another expected day of decision' }])
  })

  test('a policy editor gets the same counts and nothing that names a case', async () => {
    const { total, changed } = await compare('policyEditor')
    expect(total).toMatchObject({ cases: 7, changed: 5, worse: 5, category: 5 })
    expect(changed.map(({ id, number, name, firmName }) => [id, number, name, firmName])).toEqual(
      Array(5).fill([null, null, null, null]),
    )
    expect(changed[0]).toMatchObject({ before: { category: 'A', points: 79 }, after: { category: 'B', points: 79 } })
  })

  test('the engine is given no name, no number of a passport, no firm', async () => {
    const given = await world.database.transaction(settingsOf(world.person('policyEditor')), (tx) =>
      tx.query(`select * from what_if_filings('2026-11-01', '2026-12-31', '[]', 0, 100)`),
    )
    const { rows } = await world.admin.query(
      `select answers #>> '{talent,passport,number}' as number, talent_name, system_name, answers #>> '{channels,0,handle}' as handle from cases`,
    )
    const text = JSON.stringify(given)
    const secrets = rows
      .flatMap((row) => Object.values(row))
      .filter((word) => typeof word === 'string' && word.length > 3)
    expect(secrets.length).toBeGreaterThan(10)
    expect(secrets.filter((word) => text.includes(String(word)))).toEqual([])
    expect(given).toHaveLength(7)
  })

  test('nothing is altered', async () => {
    const before = await digests(world.admin)
    await compare('supervisor')
    await compare('policyEditor')
    expect(await digests(world.admin)).toEqual(before)
  })

  test('a department sees its own cases only; a draft that does not exist is not found', async () => {
    expect((await compare('cultureSupervisor')).total.cases).toBe(1)
    await expect(compare('supervisor', 999_999)).rejects.toThrow('not found')
  })
})

describe('what was asked of the permit authority, and what it granted', () => {
  let other: World
  const made: Record<string, number> = {}
  const period = { from: '2026-11-01', to: '2026-11-30' }
  const figuresOf = async (who: Name, by: Breakdown) =>
    (await other.app.get(ReportService).figures(other.person(who), period, [by])).result.get(by) ?? []

  beforeAll(async () => {
    other = await World.open({ at: '2026-11-24T09:00:00+08:00' })
    const year = { validFrom: '2027-01-11', validUntil: '2028-01-10' }
    const outcomes = {
      same: ['recordGranted', { permitClass: 'A', ...year }],
      shorter: ['recordGranted', { permitClass: 'A', validFrom: '2027-01-11', validUntil: '2027-07-10' }],
      lower: ['recordGranted', { permitClass: 'B', ...year }],
      unsaid: ['recordGranted', {}],
      refused: ['recordRefused', {}],
    } as const
    for (const [name, [action, input]] of Object.entries(outcomes)) {
      const one = await other.caseIn('letterReceived', 'applicant', 'streamer')
      await one.do('permitOfficer', action, input)
      made[name] = one.id
    }
    const longer = await other.caseIn('awaitingDecision', 'rival', 'streamer')
    await longer.do('approver', 'recommend', { months: 6 })
    await longer.makeLetter()
    await longer.do('permitOfficer', 'receiveLetter')
    await longer.do('permitOfficer', 'recordGranted', { permitClass: 'A', ...year })
    await other.caseIn('letterIssued', 'applicant', 'streamer')
    await (await other.caseIn('letterIssued', 'applicant', 'streamer')).do('approver', 'revokeLetter')
  })
  afterAll(() => other.close())

  const WANTED = {
    asked: 8,
    'permit.class.same': 3,
    'permit.class.less': 1,
    'permit.class.unsaid': 1,
    'permit.months.same': 2,
    'permit.months.less': 1,
    'permit.months.more': 1,
    'permit.months.unsaid': 1,
    'permit.refused': 1,
    'permit.open': 1,
    'permit.ended': 1,
  }
  const compared = (found: readonly Figure[]) =>
    Object.fromEntries(found.flatMap(({ measure, n }) => (/^asked|^permit\./.test(measure) ? [[measure, n]] : [])))

  test('is counted by class and by length, whole, by month, by department and by permit authority', async () => {
    for (const by of ['none', 'month', 'department', 'permit'] as const) {
      const found = await figuresOf('supervisor', by)
      expect([by, new Set(found.map(({ key }) => key)).size, compared(found)]).toEqual([by, 1, WANTED])
    }
  })

  test('a department that has no part in it counts nothing', async () => {
    expect(compared(await figuresOf('cultureSupervisor', 'none'))).toEqual({})
  })

  test('is hidden whole from whoever sees no cases, where any of it is small', async () => {
    expect(compared(await figuresOf('auditor', 'none'))).toEqual({
      ...Object.fromEntries(Object.keys(WANTED).map((measure) => [measure, null])),
      asked: 8,
    })
  })

  test('leads to the cases behind it', async () => {
    const behind = (measure: string) =>
      other.app
        .get(ReportService)
        .behind(other.person('supervisor'), period, { measure, by: 'none', key: '' }, { take: 10, skip: 0 })
    expect((await behind('permit.months.less')).result.map(({ id }) => id)).toEqual([made.shorter])
    expect((await behind('permit.class.less')).result.map(({ id }) => id)).toEqual([made.lower])
  })
})
