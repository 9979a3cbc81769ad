/** What anybody can read without an account: both parts of the criteria, and what search engines are told. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { path, withQuery } from '../../src/base/path.js'
import { Reference } from '../../src/reference/reference.service.js'
import { scorecardSchema } from '../../src/criteria/scorecard.js'
import { Served, type Visitor } from './served.js'

let site: Served
let anybody: Visitor

beforeAll(async () => {
  site = await Served.open()
  anybody = await site.visitor()
})
afterAll(() => site.close())

const inLanguage = (address: string, language: 'zh' | 'en') => anybody.open(withQuery(address, { language }))

describe('the criteria', () => {
  test('say apart what the permit asks and what the recommendation is judged by, each with version and source', async () => {
    const { text } = await inLanguage(path.criteria, 'en')
    const [, permit = '', recommendation = ''] =
      /Requirements for every work permit from ([\s\S]*?)How a recommendation is assessed from ([\s\S]*)$/.exec(text) ??
      []
    expect(permit).toMatch(/^3 February 2026\. Source: .*Points/)
    expect(permit).toContain('out of 120; 100 at most for work in Shanghai')
    expect(recommendation).toMatch(
      /What the letter proposes High-end live-streaming talent .* Proposes foreign high-end talent \(class A\), for 60 months at most\./,
    )
    expect(recommendation).toMatch(/^2 September 2024\. Source: Rules of the recommendation.* Out of 100/)
    expect(recommendation).toContain(
      'The assessor must give a reason below level 2, or where the figures raise these questions: jump in',
    )
    expect(recommendation).toContain('high return rate a rate above 50%')
  })

  test('hold every question of the scorecard in force, with its weight, its levels and what is looked at', async () => {
    const bodies = await site.app.get(Reference).all('scorecard', '2026-11-24', scorecardSchema)
    const { questions } = bodies.get('streaming') ?? { questions: [] }
    expect(questions).toHaveLength(8)
    for (const language of ['zh', 'en'] as const) {
      const { text } = await inLanguage(path.criteria, language)
      for (const { label, weight, guidance, anchors } of questions) {
        expect(text).toContain(`${label[language]} ${language === 'zh' ? '权重' : 'weight'} ${weight}`)
        for (const said of [guidance, ...anchors]) expect(text).toContain(said[language])
      }
    }
    expect((await inLanguage(path.criteria, 'zh')).text).toContain(
      '所看数据和材料：粉丝数、平均观看人数、最高同时在线人数、互动率（%）、按月数据',
    )
  })

  test('have no scorecard on a day before there was one', async () => {
    const { text } = await anybody.open(withQuery(path.criteria, { on: '2020-01-01', language: 'en' }))
    expect(text).toContain('No scorecard had been published on this day.')
  })

  test('are named on the first page too, and no page gives the routes another date', async () => {
    const home = await inLanguage(path.home, 'en')
    expect(home.text).toMatch(/How a recommendation is assessed Audience and engagement weight 20/)
    expect(home.text).toContain('can apply directly without a letter')
    for (const { html } of [home, await inLanguage(path.criteria, 'en')])
      expect(/<caption[^>]*>([^<]*)<\/caption>/.exec(html)?.[1]).toBe('Routes to a work permit')
  })
})

test('the way to the letter names the sections that the form has', async () => {
  const { text } = await inLanguage(path.howItWorks, 'en')
  expect(text).toContain(
    '7 sections: Firm and contact, The candidate, Post and contract, Platforms and channels, Experience, ' +
      'Circumstances and routes, Documents. Your answers are saved',
  )
})

test('what is typed for a check code stays when the language changes, and is not checked by that', async () => {
  const code = 'K7QF-20MX-D4TA-8W3N-C'
  for (const address of [path.home, path.verify]) {
    const page = await anybody.open(withQuery(address, { language: 'zh' }))
    expect(page.html).toMatch(
      new RegExp(`<button [^>]*name="_lang" value="en" form="check-code"[^>]*formaction="${address}\\?language=en"`),
    )
    const other = await anybody.open(withQuery(address, { code, _lang: 'en' }))
    expect([other.status, other.html.includes(`name="code" value="${code}"`)]).toEqual([200, true])
    expect(other.text).toContain('Check code')
    expect((await anybody.open(address)).html).toContain('lang="en-GB" aria-current="true">English')
  }
})

describe('search engines', () => {
  const head = async (address: string) =>
    ((await anybody.open(address)).html.split('</head>')[0] ?? '').replaceAll('&#x3D;', '=')

  test('are told of each public page in both languages what it is, and where', async () => {
    const listed = (await anybody.open(path.sitemap)).bytes.toString()
    const addresses = [...listed.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address = '']) => new URL(address))
    expect(addresses.map(({ pathname }) => pathname)).toEqual(
      expect.arrayContaining([path.home, path.criteria, path.selfCheck, path.verify, path.api]),
    )
    const descriptions = new Set<string>()
    for (const { pathname, origin } of addresses) {
      const [zh, en] = [await head(`${pathname}?language=zh`), await head(`${pathname}?language=en`)]
      for (const [html, language] of [
        [zh, 'zh'],
        [en, 'en'],
      ] as const) {
        descriptions.add(/<meta name="description" content="([^"]{20,})">/.exec(html)?.[1] ?? '')
        expect(html).toContain(`<link rel="canonical" href="${origin}${pathname}?language=${language}">`)
        expect(html).toContain(`hreflang="en" href="${origin}${pathname}?language=en"`)
        expect(html).not.toContain('noindex')
      }
    }
    expect([descriptions.size, descriptions.has('')]).toEqual([2 * addresses.length, false])
  })

  test('may read those pages and no others', async () => {
    const rules = (await anybody.open(path.robots)).bytes.toString()
    expect(rules).toContain(`Allow: ${path.criteria}$`)
    expect(rules).toMatch(/Disallow: \/\nSitemap: http[^\n]*\/sitemap\.xml\n$/)
    const code = path.verifyCode('K7QF-20MX-D4TA-8W3N-C')
    for (const address of [path.signIn, path.register, code, '/nowhere'])
      expect(await head(address)).toContain('<meta name="robots" content="noindex">')
  })
})
