/** The self-check over HTTP, as a browser without script sends it: the page says what the engine says, line by line, keeps what was typed, and stores nothing. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { projectFolder } from '../../src/settings.js'
import { answersLine } from '../../src/forms/selfCheck.js'
import { launchBrowser } from '../../tools/browser.js'
import { takeScreens } from '../../tools/screens.js'
import { type Fields, type Page, plain, Served, type Visitor } from './served.js'

interface Example {
  readonly title: string
  readonly submittedOn: string
  readonly firm: { readonly creditCode: string }
  readonly talent: Record<string, unknown>
  readonly engagement: Record<string, unknown>
  readonly channels: unknown
  readonly documents: readonly { readonly kind: string; readonly issuedOn?: string }[]
  readonly expect: {
    readonly expectedDecisionOn?: string
    readonly proposed?: object
    readonly points: Record<string, number>
    readonly category: string
    readonly routes: { readonly A: string[]; readonly B: string[] }
    readonly blocks: string[]
    readonly warns: string[]
  }
}

const FOLDER = join(projectFolder, 'test/cases')
const EXAMPLES: readonly Example[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')))
const exampleOf = (number: number): Example => {
  const found = EXAMPLES[number - 1]
  if (!found) throw new Error(`no case file ${number}`)
  return found
}

let site: Served
let anybody: Visitor

beforeAll(async () => {
  site = await Served.open({ settings: { CHECKS_PER_MINUTE: '40' } })
  anybody = await site.visitor()
})
afterAll(() => site.close())
beforeEach(() => {
  site.world.clock.moveTo(new Date('2026-11-24T09:00:00+08:00'))
})

/** A tree as fields of a form: talent[education][degree]. Empty answers are not sent. */
function fieldsOf(tree: object, name = ''): Record<string, string> {
  const pairs = (inner: object, path: string): [string, string][] =>
    Object.entries(inner).flatMap(([key, value]) => {
      const own = path ? `${path}[${key}]` : key
      if (value === null || value === undefined) return []
      return typeof value === 'object' ? pairs(value, own) : [[own, String(value)]]
    })
  return Object.fromEntries(pairs(tree, name))
}

/** What the self-check asks of a case file, and more, which it does not look at. */
const subjectOf = ({ talent, engagement, documents }: Example): Fields => {
  const issued = (kind: string) => documents.find((paper) => paper.kind === kind)?.issuedOn
  const { resume: _, ...asked } = talent
  return fieldsOf({
    talent: asked,
    engagement,
    papers: { policeRecord: issued('policeRecord'), medical: issued('medical') },
  })
}

const ELEMENTS: Readonly<Record<string, string>> = {
  'Yearly salary paid by the employer in China': 'salary',
  'Education or vocational skill': 'education',
  'Years of related work': 'experience',
  'Months of work in China a year': 'months',
  'Chinese language': 'chinese',
  'Place of work': 'place',
  Age: 'age',
  Other: 'other',
  'Local bonus': 'bonus',
}
const ROUTES: readonly (readonly [words: string, code: string])[] = [
  ['average wage', 'salaryMultiple'],
  ['points or more', 'points'],
  ['related work', 'degreeAndExperience'],
]

/** What the page says, read from its tables and lists. */
function readResult({ html }: Page) {
  const table = /<table class="hj-points[\s\S]*?<\/table>/.exec(html)?.[0] ?? ''
  const points = Object.fromEntries(
    [...table.matchAll(/<th scope="row">([^<]*)<\/th>[\s\S]*?<b>(\d+)<\/b>/g)].map(([, name = '', got]) => [
      ELEMENTS[plain(name)] ?? name,
      Number(got),
    ]),
  )
  const total = Number(/hj-sc__total"><b>(\d+)/.exec(html)?.[1])
  const met = (name: 'A' | 'B') => {
    const list = new RegExp(`id="class-${name}"[\\s\\S]*?</ul>`).exec(html)?.[0] ?? ''
    return [...list.matchAll(/hj-strong">([^<]*)<\/b><span class="hj-vh">: Met</g)].map(
      ([, label = '']) => ROUTES.find(([words]) => label.includes(words))?.[1] ?? label,
    )
  }
  const routes = { A: met('A'), B: met('B') }
  return {
    points: { ...points, total },
    routes,
    category: routes.A.length > 0 ? 'A' : routes.B.length > 0 ? 'B' : 'none',
  }
}

const KIM = subjectOf(exampleOf(2))
/** Sends the form, with the token of the page. */
const check = async (fields: Fields, address = path.selfCheck): Promise<Page> => {
  await anybody.open(path.selfCheck)
  return anybody.send(address, fields)
}

const SAME = {
  'changed[engagement][salaryPerYear]': '600000',
  'changed[engagement][monthsPerYear]': '12',
  'changed[talent][experienceYears]': '5',
  'changed[talent][chinese][hsk]': '3',
  'changed[talent][education][degree]': 'bachelor',
}

test('the answers on one line: a ticked box is its own label, one that is not ticked keeps its answer', () => {
  const line = (given: boolean) => answersLine({ talent: { experienceYears: '5', other: { patent: given } } })
  expect(line(true).map(({ en }) => en)).toEqual([
    'Years of related work: 5 years',
    'Holds a patent or other intellectual property',
  ])
  expect(
    line(false)
      .map(({ en }) => en)
      .at(-1),
  ).toBe('Holds a patent or other intellectual property: No')
})

describe('the engine’s own result', () => {
  test.each(EXAMPLES.map((example) => [example.title, example] as const))('%s', async (_, example) => {
    site.world.clock.moveTo(new Date(`${example.submittedOn}T09:00:00+08:00`))
    const page = await check(subjectOf(example))
    expect(page.status).toBe(200)
    const { points, routes, category } = example.expect
    expect(readResult(page)).toEqual({ points, routes, category })
  })

  test.each(EXAMPLES.map((example) => [example.title, example] as const))('as JSON: %s', async (_, example) => {
    site.world.clock.moveTo(new Date(`${example.submittedOn}T09:00:00+08:00`))
    const { talent, engagement, channels, documents, firm } = example
    const found = await post({ answers: { talent, engagement, channels }, documents, creditCode: firm.creditCode })
    const { body } = found
    const codes = (list: { code: string }[]) => list.map(({ code }) => code).sort()
    expect(found.status).toBe(200)
    // what is proposed is the department's to say
    const { proposed: _proposed, ...expected } = example.expect
    expect({
      ...('expectedDecisionOn' in expected && { expectedDecisionOn: body.expectedDecisionOn }),
      points: { ...body.points.byElement, total: body.points.total },
      category: body.category,
      routes: body.routes,
      blocks: codes(body.blocks),
      warns: codes(body.warns),
    }).toEqual({
      ...expected,
      blocks: [...example.expect.blocks].sort(),
      warns: [...example.expect.warns].sort(),
    })
  })
})

describe('in words', () => {
  test('a streamer on points: class B, and how far class A is', async () => {
    const { text } = await check(KIM)
    expect(text).toMatch(/Result of the self-check You can apply for a recommendation Class B is reached/)
    expect(text).toContain('¥295,248 a year short of ¥895,248.')
    expect(text).toContain('14 points short of 85.')
    expect(text).toContain('5 + 10 + 2 = 17 working days')
    expect(text).toContain('If filed on 24 November 2026, the application is decided by 17 December 2026.')
    expect(text).toContain(
      'Table of Points (Interim), annexed to Wai Zhuan Fa [2017] No. 40, in force since 1 April 2017',
    )
    expect(text).toContain('in force since 3 February 2026')
    expect(text).toContain('This is calculated from the published rules and is not a decision.')
  })

  test('a high salary: class A', async () => {
    const { text } = await check({ ...KIM, 'engagement[salaryPerYear]': '895,248' })
    expect(text).toContain('Class A is reached without the recommendation, by “Salary of at least six times')
    expect(text).not.toContain('short of ¥')
  })

  test('one yuan less is one yuan short', async () => {
    const { text } = await check({ ...KIM, 'engagement[salaryPerYear]': '895247' })
    expect(text).toContain('¥1 a year short of ¥895,248.')
  })

  test('a passport of Hong Kong stops the filing, with what to do', async () => {
    const { text } = await check(subjectOf(exampleOf(10)))
    expect(text).toContain('With these answers one thing would prevent submission')
    expect(text).toContain('they cannot apply for a recommendation. Check the nationality.')
  })

  test('nobody under 18 is told that they could apply once something is mended', async () => {
    const { text } = await check({ ...KIM, 'talent[birthDate]': '2016-07-02' })
    expect(text).toContain('so no application is possible')
    expect(text).not.toMatch(/Then you can apply|apply for a permit either way/)
  })

  test('after the policy has ended no day of a decision is promised', async () => {
    const { text } = await check({ ...KIM, filedOn: '2027-03-01' })
    expect(text).toContain('the policy for recommendations will no longer be in force')
    expect(text).not.toContain('the application is decided by')
  })

  test('over the New Year the day moves, with the holiday, the worked weekend and the calendar’s standing', async () => {
    const { text } = await check({ ...KIM, filedOn: '2026-12-28' })
    expect(text).toContain('Filed on 28 December 2026')
    expect(text).toContain('The holidays of that year are not announced yet; the date is provisional.')
    const autumn = await (async () => {
      site.world.clock.moveTo(new Date('2026-09-21T09:00:00+08:00'))
      return check(KIM)
    })()
    expect(autumn.text).toContain('National Day (1 Oct to 7 Oct)')
    expect(autumn.text).toMatch(/Weekend days that are worked count: [^.]*10 Oct/)
  })

  test('by address, nothing but a link is needed', async () => {
    const page = await anybody.open(
      withQuery(path.selfCheck, String(new URLSearchParams(Object.entries(KIM) as [string, string][]))),
    )
    expect(readResult(page).points.total).toBe(71)
  })

  test('in the other language with the answers kept, and none of them in the address', async () => {
    const visitor = await site.visitor()
    await visitor.open(path.selfCheck)
    const page = await visitor.send(withQuery(path.selfCheck, { language: 'zh' }), KIM)
    expect(page.text).toContain('可以申请推荐 自身条件已符合B类（未计推荐），不经推荐也可以申请许可。')
    expect(page.text).toContain('每年差 ¥295,248，标准是 ¥895,248。')
    expect(plain(page.html)).toMatch(/form="what-if"[^>]* formaction="\/self-check\?language=en"/)
  })
})

describe('streaming', () => {
  const levels = (given: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(given).map(([id, level]) => [`levels[${id}]`, String(level)]))

  test('the questions are those of the scorecard, with its levels', async () => {
    const { html } = await anybody.open(withQuery(path.selfCheck, { language: 'en' }))
    expect(plain(html)).toContain('Audience and engagement')
    for (const name of ['audience', 'sales', 'crossBorder', 'languages', 'professional', 'compliance', 'licences'])
      expect(html).toContain(`name="levels[${name}]"`)
    expect(plain(html)).toContain('A large audience, engagement above similar accounts, a steady trend')
  })

  test('says where the candidate is strong, where weak with what the next level takes, and what was not said', async () => {
    const { text } = await check({
      ...KIM,
      ...levels({ audience: 4, languages: 3, sales: 1, licences: 2, compliance: 0 }),
    })
    expect(text).toMatch(
      /Strengths by the scorecard Audience and engagement Among the leaders in its field.* Evidence needed: Followers, Average viewers.*Languages and markets Two or more languages/,
    )
    expect(text).toMatch(
      /Weaknesses, and what the next level needs Compliance record Serious or repeated violations; an assessor must give a reason for this\. The next level: .*Sales Some sales that cannot be verified; an assessor.* The next level: Steady sales that can be verified.*Not answered yet Cross-border effect evidence: /,
    )
  })

  test('figures of the channel are looked at as an assessor will', async () => {
    const { text } = await check({
      ...KIM,
      'channel[platform]': 'Douyin',
      'channel[followers]': '100000',
      'channel[averageViewers]': '45000',
      'channel[productCategories]': 'Food',
    })
    expect(text).toContain('Douyin: improbably many average viewers for the followers.')
    expect(text).toContain('The product category “Food” needs:')
  })

  test('what is no level counts as not said', async () => {
    const { status, text } = await check({ ...KIM, 'levels[audience]': '5', 'levels[sales]': 'x', 'levels[no]': '1' })
    expect([status, text.includes('A recommendation is assessed on these 8 questions')]).toEqual([200, true])
  })
})

describe('an application from it', () => {
  const answers = { ...KIM, 'channel[platform]': 'Douyin', 'channel[followers]': '100000', 'levels[audience]': '3' }

  test('begins with the answers as typed, once, for somebody of a firm', async () => {
    const visitor = await site.visitor('applicant')
    await visitor.open(path.selfCheck)
    const sent = await visitor.send(path.begunCase, { ...answers, _request: 'begun-1' })
    const address = sent.headers.get('location') ?? ''
    expect([sent.status, /^\/cases\/\d+$/.test(address)]).toEqual([303, true])
    const again = await visitor.send(path.begunCase, { ...answers, _request: 'begun-1' })
    expect(again.headers.get('location')).toBe(address)
    const talent = await visitor.open(`${address}/answers/talent`)
    expect(talent.html).toMatch(/name="talent\[birthDate\]\[year\]"[^>]*value="1996"/)
    const channels = await visitor.open(`${address}/answers/channels`)
    expect(channels.html).toMatch(/name="channels\[0\]\[followers\]"[^>]*value="100000"/)
    expect((await visitor.open(`${address}/answers/engagement`)).html).toMatch(/salaryPerYear[^>]*value="600000"/)
  })

  test('waits for whoever has to sign in first, and goes on then', async () => {
    const visitor = await site.visitor()
    await visitor.open(path.selfCheck)
    const page = await visitor.send(path.begunCase, { ...answers, _request: 'begun-2' })
    expect(page.text).toContain('Sign in')
    const goOn = await visitor.comeIn('applicant')
    expect(goOn.html).toContain(`action="${path.begunCase}"`)
    const begun = await visitor.send(path.begunCase)
    const talent = await visitor.open(`${begun.headers.get('location')}/answers/talent`)
    expect(talent.html).toMatch(/name="talent\[birthDate\]\[year\]"[^>]*value="1996"/)
  })
})

describe('what if', () => {
  test('HSK 5: two points more, the class as before', async () => {
    const { text } = await check({ ...KIM, ...SAME, 'changed[talent][chinese][hsk]': '5' })
    expect(text).toContain('With the change: still class B')
    expect(text).toContain('HSK level HSK 3 HSK 5')
    expect(text).toContain('Total points 71 73 +2')
    expect(text).toContain('Chinese language 3 5 +2')
    expect(text).toContain('Class A: 85 points or more 14 points short of 85. 12 points short of 85.')
    expect(text).not.toContain('Years of related work 8')
  })

  test('less pay and fewer months: what is lost', async () => {
    const { text } = await check({
      ...KIM,
      ...SAME,
      'changed[engagement][salaryPerYear]': '300000',
      'changed[engagement][monthsPerYear]': '8',
      'changed[talent][education][degree]': 'none',
    })
    expect(text).toContain('With the change: class B becomes neither class')
    expect(text).toContain('Total points 71 50 −21')
    expect(text).toContain('¥296,832 a year short of ¥596,832.')
  })

  test('a later day: the paper is too old, and the decision later', async () => {
    const { text } = await check({ ...KIM, ...SAME, 'changed[filedOn]': '2027-03-25' })
    expect(text).toContain('Planned filing date today 25 March 2027')
    expect(text).toMatch(/Certificate of no criminal record: issued on 24 September 2026 and valid until 24 March 2027/)
  })

  test('nothing changed, nothing different', async () => {
    const { text } = await check({ ...KIM, ...SAME })
    expect(text).toContain('With the change, the result stays the same')
  })

  test('a wrong change is said at its question, beside the result', async () => {
    const page = await check({ ...KIM, ...SAME, 'changed[engagement][monthsPerYear]': '13' })
    expect(page.status).toBe(422)
    expect(page.html).toContain('href="#changed-engagement-monthsPerYear"')
    expect(page.html).toMatch(/id="changed-engagement-monthsPerYear"[^>]*value="13"/)
    expect(readResult(page).points.total).toBe(71)
  })
})

describe('what nobody should send', () => {
  test('is told what is missing, and keeps the rest', async () => {
    const page = await check({
      'talent[birthDate][year]': '1996',
      'talent[birthDate][month]': '7',
      'engagement[salaryPerYear]': 'a lot',
    })
    expect(page.status).toBe(422)
    expect(page.html).toContain('href="#talent-birthDate"')
    expect(page.html).toMatch(/name="talent\[birthDate\]\[year\]"[^>]*value="1996"/)
    expect(page.html).toMatch(/id="engagement-salaryPerYear"[^>]*value="a lot"/)
    expect(page.text).not.toContain('Points')
  })

  test.each([
    ['past', '2026-11-23', '“Planned filing date” is in the past. Enter today or a later date.'],
    ['far', '2029-01-01', '“Planned filing date” can be at most two years ahead. Enter an earlier date.'],
  ])('a filing day that is %s', async (_, filedOn, said) => {
    const page = await check({ ...KIM, filedOn })
    expect([page.status, page.text.includes(said)]).toEqual([422, true])
  })

  test.each([
    [{ 'talent[birthDate]': '<script>alert(1)</script>' }],
    [{ 'talent[birthDate]': '9999-99-99', 'talent[nationality]': '__proto__' }],
    [{ 'engagement[salaryPerYear]': '1e308', 'engagement[monthsPerYear]': '-1', 'talent[experienceYears]': 'NaN' }],
    [{ '__proto__[polluted]': '1', 'talent[constructor]': 'x', 'talent[birthDate]': ['a', 'b'] }],
    [{ talent: 'no tree', engagement: '[]', changed: 'x' }],
    [{ 'talent[chinese][hsk]': '99', 'talent[education][degree]': '\u0000', filedOn: 'tomorrow' }],
    [{ 'talent[birthDate]': 'x'.repeat(50_000) }],
  ] as [Fields][])('%j', async (fields) => {
    const page = await check(fields)
    expect([200, 422]).toContain(page.status)
    expect(page.html).not.toContain('<script>alert')
    expect(page.html).toContain('id="self-check"')
  })

  test.each([
    [{ answers: [], filedOn: '2026-11-24' }, 200],
    [{}, 200],
    [{ filedOn: '2026-02-30' }, 422],
    [{ filedOn: 7 }, 422],
    [{ filedOn: '2016-01-01' }, 422],
    [{ documents: 'x' }, 422],
    [{ documents: [[]] }, 422],
    [{ documents: [{ kind: 7, issuedOn: {} }] }, 200],
    [{ answers: { talent: { birthDate: 'x', resume: 7 } }, creditCode: {} }, 200],
  ] as [object, number][])('as JSON: %j', async (body, status) => {
    expect((await post(body)).status).toBe(status)
  })
})

async function post(body: object) {
  const answer = await fetch(`${site.origin}${apiPath.selfCheck}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  // whatever it is, the tests look at the members that they expect
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

test('the API says since when its rules are in force', async () => {
  const { body } = await post({ answers: {} })
  expect(body.rules).toContainEqual({ kind: 'points', key: 'national', effectiveFrom: '2017-04-01' })
  expect(body.rules).toContainEqual({ kind: 'salary', key: 'shanghai', effectiveFrom: '2026-02-03' })
})

/** How many rows every table has. */
async function rowsOfAll(): Promise<Record<string, number>> {
  const { rows } = await site.world.admin.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  )
  const counts: Record<string, number> = {}
  for (const { name } of rows)
    counts[name] = Number((await site.world.admin.query<{ n: string }>(`select count(*) n from ${name}`)).rows[0]?.n)
  return counts
}

test('nothing is stored', async () => {
  const before = await rowsOfAll()
  await check({ ...KIM, ...SAME, 'changed[talent][chinese][hsk]': '5' })
  await post({ answers: { talent: { birthDate: '1996-07-02' } } })
  expect(await rowsOfAll()).toEqual(before)
})

describe('inside a draft', () => {
  test('judges what is there; a change is compared and not kept', async () => {
    const visitor = await site.visitor('applicant')
    await visitor.open(path.newCase)
    const address = (await visitor.send(path.cases)).headers.get('location') ?? ''
    const { talent, engagement } = exampleOf(2)
    const id = Number(address.split('/').at(-1))
    await site.world.admin.query('update cases set answers = $1 where id = $2', [{ talent, engagement }, id])
    expect((await visitor.open(address)).html).toContain(`href="${address}/self-check"`)
    const page = await visitor.open(`${address}${path.selfCheck}`)
    expect(readResult(page).points.total).toBe(71)
    const before = await site.world.admin.query('select answers, version, answers_version from cases where id = $1', [
      id,
    ])
    const then = await visitor.send(`${address}${path.selfCheck}`, {
      ...SAME,
      'changed[engagement][salaryPerYear]': '900000',
    })
    expect(then.text).toContain('With the change: class B becomes class A')
    expect(then.text).toContain('The draft is unchanged.')
    const after = await site.world.admin.query('select answers, version, answers_version from cases where id = $1', [
      id,
    ])
    expect(after.rows).toEqual(before.rows)
  })

  test('names a channel once where its figures will be asked about', async () => {
    const visitor = await site.visitor('applicant')
    await visitor.open(path.newCase)
    const address = (await visitor.send(path.cases)).headers.get('location') ?? ''
    const channels = [{ followers: '100000', averageViewers: '45000' }]
    await site.world.admin.query('update cases set answers = $1 where id = $2', [
      { channels },
      Number(address.split('/').at(-1)),
    ])
    const { text } = await visitor.open(`${address}${path.selfCheck}`)
    expect(text).toContain(
      'Channel 1: improbably many average viewers for the followers. Average viewers 45,000 ÷ followers',
    )
    expect(text.match(/Channel 1/gi)).toHaveLength(1)
  })

  test('an empty draft is judged too, and another firm’s is not found', async () => {
    const visitor = await site.visitor('applicant')
    await visitor.open(path.newCase)
    const address = (await visitor.send(path.cases)).headers.get('location') ?? ''
    const page = await visitor.open(`${address}${path.selfCheck}`)
    expect(page.text).toContain('Neither class A nor class B is reached without the recommendation')
    expect(page.text).toContain('A recommendation is assessed on these 8 questions')
    expect(page.text).not.toContain('would prevent submission')
    expect((await (await site.visitor('rival')).open(`${address}${path.selfCheck}`)).status).toBe(404)
  })
})

describe('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  test('nothing is wrong for axe, and nothing runs off the screen', async () => {
    const query = new URLSearchParams(
      Object.entries({ ...KIM, ...SAME, 'changed[filedOn]': '2027-03-25' }) as [string, string][],
    )
    const screens = [
      { name: 'questions', address: path.selfCheck },
      { name: 'result', address: withQuery(path.selfCheck, String(query)) },
    ]
    const one = { origin: site.origin, languages: ['en'], themes: ['dark'], widths: [390] } as const
    const other = { origin: site.origin, languages: ['zh'], themes: ['light'], widths: [1440] } as const
    expect([...(await takeScreens(browser, screens, one)), ...(await takeScreens(browser, screens, other))]).toEqual([])
  })

  test('works without script: answers, what if, the other language', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${site.origin}${withQuery(path.selfCheck, { language: 'en' })}`)
    const birth = page.getByRole('group', { name: 'Date of birth' })
    await birth.getByLabel('Year').fill('1996')
    await birth.getByLabel('Month').fill('7')
    await birth.getByLabel('Day').fill('2')
    await page.getByLabel('Nationality').selectOption('KOR')
    await page.getByLabel('Bachelor', { exact: true }).check()
    await page.getByLabel('Years of related work').fill('5')
    await page.getByLabel('HSK level').selectOption('3')
    await page.getByLabel('Salary per year').fill('600,000')
    await page.getByLabel('Months of work').fill('12')
    await page.getByRole('button', { name: 'View the result' }).click()
    expect(page.url()).toBe(`${site.origin}${path.selfCheck}`)
    expect(await page.locator('h1').textContent()).toBe('You can apply for a recommendation')
    await page.locator('#changed-talent-chinese-hsk').selectOption('6')
    await page.getByRole('button', { name: 'View the difference' }).click()
    expect(await page.locator('#difference h2').textContent()).toBe('With the change: still class B')
    await page.getByRole('button', { name: '中文' }).click()
    expect(await page.locator('#difference h2').textContent()).toBe('改动后：类别不变，仍为B类')
    await page.getByRole('button', { name: '按这些答案重算' }).click()
    expect(await page.locator('.hj-sc__total b').textContent()).toBe('73')
    await context.close()
  })
})

test('the API asks one address to wait when it has asked too often', async () => {
  // at once, so that they fall into one minute on a slow machine, too
  const answers = await Promise.all(Array.from({ length: 41 }, () => post({ answers: {} })))
  const statuses = answers.map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
})
