/** Reports over HTTP: who gets in, what stands on the pages, where figures lead, what the files hold. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { path, withQuery } from '../../src/base/path.js'
import { ReportNames } from '../../src/cases/reports/names.js'
import { scaleTo } from '../../src/web/kit/chart.js'
import { csvOf } from '../../src/web/kit/csv.js'
import { makeDrawings } from '../../src/web/reports/drawings.js'
import { readPeriod } from '../../src/web/reports/question.js'
import type { Name } from '../cases/population.js'
import { draftSalary, playStory } from '../cases/reportStory.js'
import type { Case } from '../cases/world.js'
import { chartsIn, type Shown } from './drawn.js'
import { type Answer, Site } from './site.js'

let site: Site
let cases: Readonly<Record<string, Case>>
let draft: number
let before: Answer

const PERIOD = 'from=2026-11-01&to=2026-12-31'

beforeAll(async () => {
  site = await Site.open({ at: '2026-11-24T09:00:00+08:00' })
  before = await open(undefined, english('/')) // nothing is there yet
  cases = await playStory(site.world)
  site.world.at('2026-12-31')
  draft = await draftSalary(site.world, 2_000_000)
})
afterAll(() => site.close())

const open = async (who: Name | undefined, url: string): Promise<Answer> =>
  site.ask({ url, as: who && (await site.session(who)), headers: { cookie: '', 'accept-language': 'en' } })
const english = (url: string) => `${url}${url.includes('?') ? '&' : '?'}language=en`
const page = async (who: Name | undefined, url: string): Promise<string> => {
  const answer = await open(who, english(url))
  expect(answer.statusCode).toBe(200)
  return answer.body
}
const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replace(/\s+/g, ' ')
const file = async (who: Name | undefined, url: string): Promise<string[]> => {
  const answer = await open(who, english(url))
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(answer.body.startsWith('\uFEFF')).toBe(true)
  return answer.body.slice(1).split('\r\n')
}

/** What each chart draws, by hue: heads of columns that are added up, or taken off. */
const SERIES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'chart-volumes': { c1: ['Filed'] },
  'chart-outcomes': { c1: ['Recommended'], c5: ['Refused'], c3: ['Not accepted', 'Withdrawn', 'Lapsed'] },
  'chart-days': { c1: ['Cases'], c4: ['Cases'] },
  'chart-stages': { c1: ['Median'], limit: ['Limit'] },
  'chart-asked': {
    c1: ['Same class'],
    c5: ['Lower class', 'Higher class', 'Refused'],
    c3: ['Open', 'Letter ended', 'Class not recorded'],
  },
  'chart-corrections': { c1: ['No correction'], c5: ['One round'], c3: ['Two rounds'] },
  'chart-reasons': { c1: ['Number'] },
  'chart-months': { c1: ['Filed'] },
  'chart-clusters': { c5: ['Worse'], c1: ['Better'], c3: ['Cases', '-Worse', '-Better'] },
}
/** Working days that are promised from filing to the decision. */
const PROMISED = 17

/** Working days to which limits in calendar days come from 31 December 2026 on: 1 January and two days of the Spring Festival are off. */
const AFTER_2026: Readonly<Record<string, number>> = { '30 days': 20, '60 days': 39 }

/** A figure as it stands in a cell; of what is hidden, or not there, nothing is drawn. */
const figure = (row: Readonly<Record<string, string>>, head: string): number => {
  const cell = row[head.replace('-', '')]
  if (cell === undefined) throw new Error(`no column ${head} among ${Object.keys(row).join(', ')}`)
  if (head === 'Limit' && cell in AFTER_2026) return AFTER_2026[cell] ?? 0
  return (head.startsWith('-') ? -1 : 1) * (Number.parseFloat(cell) || 0)
}

function valuesOf(id: string, name: string, row: Readonly<Record<string, string>>): Record<string, number> {
  const over = Number(name) > PROMISED ? 'c1' : 'c4'
  const values = Object.entries(SERIES[id] ?? {}).map(([hue, heads]): [string, number] => [
    hue,
    id === 'chart-days' && hue === over ? 0 : heads.reduce((sum, head) => sum + figure(row, head), 0),
  ])
  return Object.fromEntries(values.filter(([, value]) => value > 0))
}

/** The whole is no group, unless it is the only row. */
const groupsIn = (table: Shown['table']) =>
  Object.entries(table).filter(([name]) => name !== 'Total' || Object.keys(table).length === 1)
const expectedOf = (id: string, table: Shown['table']) =>
  Object.fromEntries(
    groupsIn(table)
      .map(([name, row]) => [name, valuesOf(id, name, row)] as const)
      .filter(([, values]) => Object.keys(values).length > 0),
  )
const longestOf = (id: string, table: Shown['table']): number =>
  Math.max(
    ...Object.values(expectedOf(id, table)).map(({ limit = 0, ...values }) =>
      Math.max(
        limit,
        Object.values(values).reduce((sum, value) => sum + value, 0),
      ),
    ),
  )

/** What is written behind a bar that lies. */
function noteOf(id: string, row: Readonly<Record<string, string>>): string {
  if (id === 'chart-clusters') return `${row.Changed} of ${row.Cases}`
  const limit = id === 'chart-stages' ? figure(row, 'Limit') : 0
  const about = (row.Limit ?? '') in AFTER_2026 ? '≈' : ''
  if (id === 'chart-stages') return `${row.Median}${limit ? ` / ${about}${limit}` : ''}`
  const heads = Object.values(SERIES[id] ?? {}).flat()
  const total = heads.reduce((sum, head) => sum + figure(row, head), 0)
  if (!heads.some((head) => row[head] === '*')) return String(total)
  return total > 0 ? `${total} + *` : '*'
}

describe('who gets in', () => {
  test.each([
    ['applicant', path.reports, 403],
    ['intake', path.reports, 403],
    ['permitOfficer', path.reports, 403],
    ['systemAdmin', path.reports, 403],
    ['supervisor', path.reports, 200],
    ['approver', path.reports, 200],
    ['policyEditor', path.reports, 200],
    ['auditor', path.reports, 200],
    ['auditor', withQuery(path.reportedCases, { measure: 'filed' }), 403],
    ['policyEditor', withQuery(path.reportedCases, { measure: 'filed' }), 403],
    ['applicant', path.reportCsv('volumes'), 403],
    ['applicant', path.whatIf, 403],
    ['auditor', path.whatIf, 403],
    ['approver', path.whatIf, 403],
    ['policyEditor', path.whatIf, 200],
    ['supervisor', path.whatIf, 200],
    ['supervisor', path.reportCsv('nothing'), 404],
    ['supervisor', path.whatIfCsv, 404],
  ] as const)('%s at %s: %i', async (who, url, status) => {
    expect((await open(who, url)).statusCode).toBe(status)
  })

  test.each([
    withQuery(path.reports, { from: '2026-13-45', to: 'x', by: '__proto__' }),
    withQuery(path.reports, 'from=9999-12-31&to=0001-01-01&by=month&by=none'),
    withQuery(path.reportedCases, "measure=';drop&of=reason&key=%00%27&page=-1"),
    withQuery(path.reportedCases, { measure: 'decided', of: 'days', key: 'nothing', page: 99999 }),
    withQuery(path.whatIf, { draft: 99999999999999 }),
  ])('%s shows something', async (url) => {
    expect((await open('supervisor', url)).statusCode).toBe(200)
  })
})

describe('the page', () => {
  test('says in words and figures how the work went', async () => {
    const text = plain(await page('supervisor', withQuery(path.reports, PERIOD)))
    expect(text).toContain('7 filed, 3 decided')
    expect(text).toContain('75% of decisions recommend')
    expect(text).toContain('Half of the cases are decided within 6 working days')
    expect(text).toContain('Nine in ten took 20 working days at most. 67% were on time.')
    expect(text).toContain('1 review requested, 1 refusal overturned')
  })

  test('a figure leads to its cases, with the filter in the address', async () => {
    const html = await page('supervisor', withQuery(path.reports, `${PERIOD}&by=cluster`))
    const addresses = [...html.matchAll(/href="([^"]*)"/g)].map(([, text = '']) =>
      text.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
    )
    const link = addresses.find((text) => text.includes('measure=decided') && text.includes('key=yangpu'))
    expect(link).toBe(
      withQuery(path.reportedCases, {
        from: '2026-11-01',
        to: '2026-12-31',
        by: 'cluster',
        measure: 'decided',
        of: 'cluster',
        key: 'yangpu',
      }),
    )
    const list = await page('supervisor', link ?? '')
    expect(plain(list)).toContain('Decided · Yangpu')
    expect([...list.matchAll(/href="\/cases\/(\d+)"/g)].map(([, id]) => Number(id))).toEqual([cases.slow?.id])
    expect(list.replaceAll('&#x3D;', '=')).toContain(
      withQuery(path.reports, 'from=2026-11-01&amp;to=2026-12-31&amp;by=cluster'),
    )
  })

  test('without cases there are no links to them and no small numbers', async () => {
    const html = await page('auditor', withQuery(path.reports, PERIOD))
    expect(html).not.toContain(path.reportedCases)
    expect(plain(html)).toContain('Total 7 * * * * *')
  })

  test('another department counts its own', async () => {
    expect(plain(await page('cultureSupervisor', withQuery(path.reports, PERIOD)))).toContain('1 filed, 1 decided')
  })

  test('every chart has a title and a description, and a table after it', async () => {
    const html = await page('supervisor', withQuery(path.reports, PERIOD))
    const charts = html.match(/<svg class="hj-chart" /g) ?? []
    expect(charts).toHaveLength(7)
    expect(html.match(/aria-labelledby="chart-[a-z]+-title chart-[a-z]+-about"/g)).toHaveLength(7)
    for (const section of html.split('<section class="hj-report').slice(1)) expect(section).toContain('<table')
  })

  test('every chart of every report draws the figures of the table beside it', async () => {
    const seen = new Set<string>()
    const compare = async (who: Name | undefined, url: string) => {
      for (const { id, drawn, notes, under, table } of chartsIn(await page(who, url), longestOf)) {
        seen.add(id)
        expect([url, id, drawn]).toEqual([url, id, expectedOf(id, table)])
        const written = Object.keys(notes).map((name) => [name, noteOf(id, table[name] ?? {})])
        expect([url, id, notes]).toEqual([url, id, Object.fromEntries(written)])
        for (const [name, word] of Object.entries(under)) expect(name).toContain(word)
      }
    }
    for (const by of ['month', 'department', 'district', 'cluster', 'reason', 'none'])
      await compare('supervisor', withQuery(path.reports, `${PERIOD}&by=${by}`))
    await compare('auditor', withQuery(path.reports, `${PERIOD}&by=district`))
    await compare('policyEditor', withQuery(path.whatIf, `draft=${draft}&${PERIOD}`))
    site.world.at('2027-01-15')
    await compare(undefined, path.figures)
    site.world.at('2026-12-31')
    expect([...seen].sort()).toEqual(Object.keys(SERIES).sort())
  })

  test('in Chinese too', async () => {
    const { body } = await open('supervisor', withQuery(path.reports, `${PERIOD}&language=zh`))
    expect(plain(body)).toContain('提交7件，作出决定3件')
    expect(plain(body)).toContain('半数案件在6个工作日内作出决定')
  })
})

describe('files', () => {
  test('volumes by month', async () => {
    expect(await file('supervisor', withQuery(path.reportCsv('volumes'), PERIOD))).toEqual([
      'Month,Filed,Accepted,Not accepted,Withdrawn,Lapsed,Decided',
      'November 2026,7,1,0,1,0,0',
      'December 2026,0,2,1,0,1,3',
      'Total,7,3,1,1,1,3',
      '',
    ])
  })

  test('times by cluster', async () => {
    expect(await file('supervisor', withQuery(path.reportCsv('times'), `${PERIOD}&by=cluster`))).toEqual([
      'Cluster,Cases,Median,90th percentile,Over the limit,On time',
      'Changning,2,5,6,0,100%',
      'Yangpu,1,20,20,1,0%',
      'Songjiang,0,,,,',
      'Hongqiao CBD,0,,,,',
      'Elsewhere,0,,,,',
      'Total,3,6,20,1,67%',
      '',
    ])
  })

  test('an auditor’s have no small numbers, and whole months', async () => {
    const answer = await open(
      'auditor',
      withQuery(path.reportCsv('volumes'), { from: '2026-11-10', to: '2026-12-05', by: 'none', language: 'en' }),
    )
    expect(answer.body).toContain('Total,7,*,*,*,*,*')
    expect(answer.headers['content-disposition']).toContain('haijian-volumes-2026-11-01-2026-12-31.csv')
  })

  test('cells that would begin a formula are harmless; numbers stay numbers', () => {
    const cells = ['=1+1', '+49', '-2', '@SUM(A1)', '\tx', '\rx', 'a,"b"', 'line\nbreak', '平', -2, 3.5, null]
    expect(csvOf([cells], 'zh').toString()).toBe(
      `\uFEFF'=1+1,'+49,'-2,'@SUM(A1),'\tx,"'\rx","a,""b""","line\nbreak",平,-2,3.5,\r\n`,
    )
  })
})

describe('what if', () => {
  test('says how many cases would be judged differently, which way and why', async () => {
    const text = plain(await page('supervisor', withQuery(path.whatIf, `draft=${draft}&${PERIOD}`)))
    expect(text).toContain('5 of 7 cases would be judged differently')
    expect(text).toContain('5 worse, 0 better; the category changes in 5.')
    expect(text).toContain('Class A → Class B 79 Worse')
    expect(text).toContain('CNY 960,000 a year; the standard is CNY 2,000,000')
  })

  test('names no case to a policy editor', async () => {
    const html = await page('policyEditor', withQuery(path.whatIf, `draft=${draft}&${PERIOD}`))
    expect(plain(html)).toContain('5 of 7 cases would be judged differently')
    expect(plain(html)).toContain('Case 1 Class A → Class B 79 Worse')
    expect(html).not.toMatch(/href="\/cases\/|960,000/)
    const lines = await file('policyEditor', withQuery(path.whatIfCsv, `draft=${draft}&${PERIOD}`))
    expect(lines[1]).toBe(
      ',,Class A,Class B,79,79,Worse,"class A, “Salary of at least six times the local average wage”: no longer met"',
    )
    expect(lines).toHaveLength(7)
  })
})

describe('the public', () => {
  test('reads the last twelve whole months, without small numbers', async () => {
    site.world.at('2027-01-15')
    const text = plain(await page(undefined, path.figures))
    const lines = await file(undefined, withQuery(path.figuresCsv, { table: 'clusters' }))
    site.world.at('2026-12-31')
    expect(text).toContain('1 January 2026 to 31 December 2026')
    expect(text).toContain('November 2026 7 0 0 0 0 *')
    expect(lines).toContain('Changning,*,*,*,*,*')
    expect(lines).toContain('Total,7,*,*,*,*')
  })
})

test('the home page shows no row of noughts, nor of numbers that are hidden', async () => {
  expect(before.statusCode).toBe(200)
  expect(before.body).not.toContain('Our performance')
  site.world.at('2027-01-04')
  expect(await page(undefined, '/')).not.toContain('Our performance') // fewer than five were decided
  site.world.at('2026-12-31')
})

describe('small things', () => {
  test.each([
    [1, 1, 1],
    [4, 4, 1],
    [5, 6, 2],
    [17, 20, 5],
    [230, 300, 100],
  ])('the scale of %i goes to %i in steps of %i', (most, top, step) => {
    expect(scaleTo(most)).toEqual({ top, step })
  })

  test.each([
    [20, 5, '80% of decisions recommend'],
    [20, null, 'Recommended and refused'],
    [null, 20, 'Recommended and refused'],
  ])('of %p recommended and %p refused no share is said where a number is hidden', async (good, bad, finding) => {
    const figure = (measure: string, n: number | null) => ({
      ...{ key: '', measure, n, timed: n, median: null, p90: null, judged: n, inTime: n },
    })
    const { outcomes } = makeDrawings({
      period: { from: '2026-11-01', to: '2026-12-31' },
      by: 'none',
      figures: new Map([['none', [figure('recommended', good), figure('refused', bad)]]]),
      names: await site.app.get(ReportNames).on('2026-12-31'),
      limits: new Map(),
      workingDays: new Map(),
    })
    expect(outcomes?.finding.en).toBe(finding)
  })

  test('a period is read strictly, and widened to whole months where figures are all', () => {
    const today = '2026-11-25'
    expect(readPeriod({}, today, false)).toEqual({ from: '2025-12-01', to: '2026-11-25' })
    expect(readPeriod({ from: '2026-02-30' }, today, false)).toEqual({ from: '2025-12-01', to: '2026-11-25' })
    expect(readPeriod({ from: '2026-11-20', to: '2026-11-10' }, today, false)).toEqual({
      from: '2026-11-10',
      to: '2026-11-20',
    })
    expect(readPeriod({ from: '2026-11-20', to: '2027-02-10' }, today, true)).toEqual({
      from: '2026-11-01',
      to: '2027-02-28',
    })
    expect(readPeriod({ from: '2001-01-01', to: '2026-11-10' }, today, false)).toEqual({
      from: '2021-11-10',
      to: '2026-11-10',
    })
  })
})
