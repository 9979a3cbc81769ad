import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { path, withQuery } from '../../src/base/path.js'
import { projectFolder } from '../../src/settings.js'
import { FAILURES, type FailureKind, failureOf } from '../../src/web/http/failure.js'
import { compileAssets } from '../../src/web/kit/assets.js'
import { addressWith, dateText, money, near, numberText, timeText } from '../../src/web/kit/page.js'
import { due, ruler, type Standing } from '../../src/web/kit/ruler.js'
import { scale } from '../../src/web/kit/scale.js'
import { type Finding, verdictOf } from '../../src/web/kit/verdict.js'
import { fc } from '../properties.js'
import { STAGES } from './samples/words.js'

describe('dates, times and sums', () => {
  test.each([
    ['full', '2026年11月24日', '24 November 2026'],
    ['weekday', '2026年11月24日（周二）', 'Tuesday 24 November 2026'],
    ['short', '11月24日', '24 Nov'],
  ] as const)('%s', (style, zh, en) => {
    expect(dateText('2026-11-24', 'zh', style)).toBe(zh)
    expect(dateText('2026-11-24', 'en', style)).toBe(en)
  })

  test('has no leading zeros', () => {
    expect(dateText('2027-01-04', 'zh')).toBe('2027年1月4日')
    expect(dateText('2027-05-04', 'en', 'short')).toBe('4 May')
  })

  test('an instant is told as in Shanghai, past midnight there', () => {
    const at = new Date('2026-11-24T16:05:00Z')
    expect(timeText(at, 'zh')).toBe('2026年11月25日 00:05')
    expect(timeText(at, 'en', 'short')).toBe('25 Nov, 00:05')
    expect(timeText('2026-11-24T06:32:10.123Z', 'en', 'clock')).toBe('14:32')
    expect(dateText(at, 'en')).toBe('25 November 2026')
  })

  test('the desk leaves the year out when it is this one', () => {
    expect(near('2026-12-22', '2026-11-24').zh).toBe('12月22日')
    expect(near('2027-01-04', '2026-11-24').zh).toBe('2027年1月4日')
  })

  test('refuses what is no date', () => {
    expect(() => dateText('2026-02-30', 'zh')).toThrow(RangeError)
    expect(() => timeText('tomorrow', 'zh')).toThrow(RangeError)
  })

  test('groups thousands', () => {
    expect(money(895_248)).toBe('¥895,248')
    expect(numberText(52_000_000)).toBe('52,000,000')
    expect(numberText(97.5)).toBe('97.5')
  })
})

describe('addresses', () => {
  test('one value changes, the rest stays', () => {
    expect(addressWith(withQuery(path.queue, { view: 'mine', page: 2 }), 'page', '3')).toBe(
      withQuery(path.queue, { view: 'mine', page: 3 }),
    )
    expect(addressWith(withQuery(path.queue, { view: 'mine', page: 2 }), 'view', null)).toBe(
      withQuery(path.queue, { page: 2 }),
    )
    expect(addressWith(path.queue, 'q', '林 莲&x')).toBe(withQuery(path.queue, { q: '林 莲&x' }))
  })
})

/** How many cells of each kind a ruler draws: every cell is one closed path. */
const cellsOf = (cells: readonly { kind: string; d: string }[]) =>
  Object.fromEntries(cells.map(({ kind, d }) => [kind, d.split('z').length - 1]))

describe('the ruler', () => {
  test.each<[string, Standing | null, object, string, string]>([
    [
      'not begun',
      null,
      { now: 1, todo: 16 },
      '17 个工作日：受理 5 日，未开始；评估 10 日，未开始；决定 2 日，未开始',
      '17 working days: Intake 5, not started; Assessment 10, not started; Decision 2, not started',
    ],
    [
      'day 4 of the assessment',
      { stage: 1, left: 6 },
      { used: 8, now: 1, todo: 8 },
      '17 个工作日：受理用了 5 日；评估第 4 日，还余 6 日；决定 2 日，未开始',
      '17 working days: Intake took 5; Assessment is on day 4, 6 left; Decision 2, not started',
    ],
    [
      'filed today',
      { stage: 0, left: 5 },
      { todo: 17 },
      '17 个工作日：受理从下一个工作日起算，还余 5 日；评估 10 日，未开始；决定 2 日，未开始',
      '17 working days: Intake begins on the next working day, 5 left; Assessment 10, not started; Decision 2, not started',
    ],
    [
      'stopped',
      { stage: 1, left: 5, stopped: true },
      { used: 10, paused: 5, todo: 2 },
      '17 个工作日：受理用了 5 日；评估用了 5 日，已中止计时，还余 5 日；决定 2 日，未开始',
      '17 working days: Intake took 5; Assessment took 5, paused, 5 left; Decision 2, not started',
    ],
    [
      'overdue',
      { stage: 2, left: -1 },
      { used: 15, over: 2 },
      '17 个工作日：受理用了 5 日；评估用了 10 日；决定逾期 1 日',
      '17 working days: Intake took 5; Assessment took 10; Decision is 1 day over',
    ],
    [
      'its last day',
      { stage: 2, left: 0 },
      { used: 16, now: 1 },
      '17 个工作日：受理用了 5 日；评估用了 10 日；决定第 2 日，还余 0 日',
      '17 working days: Intake took 5; Assessment took 10; Decision is on day 2, 0 left',
    ],
  ])('%s', (_name, standing, cells, zh, en) => {
    const drawn = ruler(STAGES, standing)
    expect(cellsOf(drawn.cells)).toEqual(cells)
    expect(drawn.label).toEqual({ zh, en })
  })

  test('a stage that took less leaves cells unused, one that took more is over', () => {
    const stages = [{ ...STAGES[0], used: 3 }, { ...STAGES[1], used: 12 }, { ...STAGES[2] }] as typeof STAGES
    expect(cellsOf(ruler(stages, { stage: 3, left: 0 }).cells)).toEqual({ used: 5, spare: 2, over: 10 })
  })

  test('has one cell a working day, wherever the case stands', () => {
    const stage = fc.record({ limit: fc.integer({ min: 1, max: 30 }) })
    const input = fc.record({
      limits: fc.array(stage, { minLength: 1, maxLength: 4 }),
      index: fc.integer({ min: 0, max: 4 }),
      left: fc.integer({ min: -20, max: 40 }),
      stopped: fc.boolean(),
    })
    fc.assert(
      fc.property(input, ({ limits, index, left, stopped }) => {
        const stages = limits.map(({ limit }) => ({ limit, name: { zh: '段', en: 'Part' } }))
        const limit = stages[index]?.limit ?? 1
        const standing = { stage: index, left: Math.min(left, limit), stopped }
        const cells = Object.values(cellsOf(ruler(stages, standing).cells)).reduce((sum, count) => sum + count, 0)
        expect(cells).toBe(stages.reduce((sum, part) => sum + part.limit, 0))
      }),
    )
  })

  test.each([
    [10, 6, false, '6 日', '6 days', undefined, { used: 4, todo: 6 }],
    [10, 2, false, '2 日', '2 days', 'near', { used: 8, todo: 2 }],
    [5, 1, false, '1 日', '1 day', 'near', { used: 4, todo: 1 }],
    [2, 2, false, '2 日', '2 days', undefined, { todo: 2 }],
    [10, 0, false, '今天到期', 'due today', 'near', { used: 10 }],
    [10, -3, false, '逾期 3 日', '3 days over', 'over', { used: 10 }],
    [10, 8, true, '中止，余 8 日', 'paused, 8 days left', 'stop', { used: 2, paused: 8 }],
    [60, 30, false, '30 日', '30 days', undefined, { used: 5, todo: 5 }],
  ])('%d days, %d left, stopped %s', (limit, left, stopped, zh, en, tone, cells) => {
    const cell = due(limit, left, stopped)
    expect(cell.text).toEqual({ zh, en })
    expect(cell.tone).toBe(tone)
    expect(cellsOf(cell.ruler.cells)).toEqual(cells)
  })
})

test('the ruler of a row has as many open cells as that of the case’s head: running, paused, overdue', () => {
  const open = (cells: object) => Object.entries(cells).flatMap(([kind, n]) => (/todo|paused/.test(kind) ? [n] : []))
  const input = fc.record({
    limit: fc.integer({ min: 1, max: 10 }),
    left: fc.integer({ min: -3, max: 10 }),
    stopped: fc.boolean(),
  })
  fc.assert(
    fc.property(input, ({ limit, left, stopped }) => {
      const head = ruler([{ limit, name: { zh: '段', en: 'Part' } }], { stage: 0, left, stopped })
      const shown = open(cellsOf(head.cells))
      expect(open(cellsOf(due(limit, left, stopped).ruler.cells))).toEqual(shown)
      expect(shown).toEqual(left > 0 ? [Math.min(left, limit)] : [])
    }),
  )
})

describe('points on a line', () => {
  test('stands between the marks', () => {
    const marks = [
      { name: 'B', at: 60 },
      { name: 'A', at: 85 },
    ]
    expect(scale(77, 120, marks)).toEqual({
      value: 77,
      x: 218.2,
      marks: [
        { x: 170, text: 'B 60' },
        { x: 240.8, text: 'A 85' },
      ],
      label: {
        zh: '77 分，满分 120；达到B类60分；未到A类85分',
        en: '77 of 120 points; reaches class B at 60; below class A at 85',
      },
    })
    expect(scale(130, 120, marks).x).toBe(340)
  })
})

describe('verdicts', () => {
  const found: readonly Finding[] = [
    { kind: 'valid', issuer: '市商务委', validUntil: '2027-06-17' },
    { kind: 'superseded', newNumber: '沪商荐〔2027〕4号', supersededOn: '2027-01-08' },
    { kind: 'revoked', revokedOn: '2026-12-28' },
    { kind: 'expired', issuer: '市商务委', validUntil: '2027-06-17' },
    { kind: 'specimen' },
    { kind: 'unknown' },
    { kind: 'altered' },
  ]
  const words = (line: ReturnType<typeof verdictOf>['line']) =>
    line
      .map((piece) => (typeof piece === 'string' ? piece : 'text' in piece ? piece.text : piece))
      .map((text) => (typeof text === 'string' ? text : text.zh))
      .join('')

  test('say one sentence with its date', () => {
    expect(found.map((finding) => words(verdictOf(finding).line)).slice(0, 4)).toEqual([
      '这份文书由市商务委签发，至2027年6月17日有效。',
      '这份文书已于2027年1月8日由新函沪商荐〔2027〕4号替代，不再使用。',
      '这份文书已于2026年12月28日撤销，不得再用于办理工作许可。',
      '这份文书确由市商务委签发，但有效期已于2027年6月17日届满。',
    ])
  })

  test('differ by word, and only a valid letter carries the whole seal', () => {
    const verdicts = found.map(verdictOf)
    expect(new Set(verdicts.map(({ word }) => word.zh)).size).toBe(7)
    expect(verdicts.filter(({ seal }) => seal === 'whole').map(({ kind }) => kind)).toEqual(['valid'])
    expect(verdicts.filter(({ seal }) => seal === 'void').map(({ kind }) => kind)).toEqual(['revoked'])
  })
})

describe('failures', () => {
  const kinds = Object.keys(FAILURES) as FailureKind[] // the keys of the record are its kinds

  test('each has a status, says what happened and what to do', () => {
    expect(Object.fromEntries(kinds.map((kind) => [kind, failureOf(kind).status]))).toEqual({
      forbidden: 403,
      notFound: 404,
      contentMissing: 503,
      notNow: 409,
      stale: 409,
      tooLarge: 413,
      invalid: 422,
      tooMany: 429,
      broken: 500,
      busy: 503,
      full: 507,
    })
    for (const kind of kinds) {
      const view = failureOf(kind)
      const { status, heading, what, todo } = view
      expect(todo.length).toBeGreaterThan(0)
      expect(view).toEqual({ status, title: heading, heading, what, todo })
    }
  })

  test('a stale one tells what happened since, in the time of Shanghai', () => {
    const view = failureOf('stale', { since: [{ what: '请企业补正', at: '2026-11-26T02:40:00Z', by: '王芳' }] })
    expect(view.since).toEqual([
      {
        title: '请企业补正',
        by: '王芳',
        at: { zh: '2026年11月26日 10:40', en: '26 November 2026, 10:40' },
        datetime: '2026-11-26T02:40:00Z',
      },
    ])
  })
})

describe('assets', () => {
  test('come whole, from nowhere else, under an address that follows their content', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'assets-'))
    try {
      const [first, second] = await Promise.all([compileAssets(folder), compileAssets(folder)])
      expect(second).toEqual(first)
      expect(first.css).toMatch(/^\/assets\/[0-9a-f]{12}\/haijian\.css$/)
      const inFolder = (address: string) => join(folder, address.replace('/assets/', ''))
      for (const file of [first.css, first.script, first.icon]) expect(existsSync(inFolder(file))).toBe(true)
      expect(readdirSync(folder)).toHaveLength(1)
      const css = readFileSync(inFolder(first.css), 'utf8')
      expect(css.includes('.hj-ruler')).toBe(true)
      // but for the slices of the face of headings, which lie beside it
      const own = (found: string) => existsSync(join(inFolder(first.css), '..', found.slice('url('.length, -1)))
      expect(css.match(/@import|url\([^)]*\)/g)?.filter((found) => !own(found)) ?? []).toEqual([])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('every class of ours that a template uses has a rule', async () => {
    const folder = join(projectFolder, 'build/assets')
    const { css } = await compileAssets(folder, projectFolder)
    const rules = readFileSync(join(folder, css.replace('/assets/', '')), 'utf8')
    const templates = readdirSync('templates', { recursive: true, withFileTypes: true }).filter(({ name }) =>
      name.endsWith('.hbs'),
    )
    const used = templates.flatMap((entry) =>
      [...readFileSync(join(entry.parentPath, entry.name), 'utf8').matchAll(/class="([^"]*)"/g)]
        .flatMap((match) => (match[1] ?? '').replace(/\{\{[^}]*\}\}/g, ' ').split(/\s+/))
        .filter((name) => /^hj-.*[a-z0-9]$/.test(name)),
    )
    expect(used.length).toBeGreaterThan(100)
    expect([...new Set(used)].filter((name) => !rules.includes(`.${name}`))).toEqual([])
  })
})
