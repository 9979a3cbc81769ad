/** Pay and sales in another currency: the rate in force on the day of saving makes yuan of them, and everybody reads both. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { apiPath, path } from '../../src/base/path.js'
import type { LetterData } from '../../src/letters/letterData.js'
import { Reference } from '../../src/reference/reference.service.js'
import { sectionAddress } from '../../src/web/case/addresses.js'
import { lettersIn } from '../cases/opened.js'
import { ROUTES } from '../cases/routes.js'
import { Served, type Visitor } from './served.js'

let site: Served
let firm: Visitor
beforeAll(async () => {
  site = await Served.open()
  await rate('USD', '2026-11-20', 7.12, '2026-12-31')
  await rate('USD', '2026-11-27', 7.2, '2026-12-31')
  await rate('JPY', '2026-10-01', 0.047, '2026-10-31')
})
afterAll(() => site.close())
beforeEach(async () => {
  site.world.at('2026-11-24')
  await site.world.letAllSpeak()
  firm = await site.visitor('applicant')
})

const answersOf = async (id: number): Promise<Record<string, unknown>> => {
  const { rows } = await site.world.admin.query<{ answers: Record<string, unknown> }>(
    'select answers from cases where id = $1',
    [id],
  )
  return rows[0]?.answers ?? {}
}

/** Brings a rate into force, as a policy editor and another one would. */
async function rate(currency: string, from: string, yuan: number, until: string): Promise<void> {
  const source = { zh: '中国外汇交易中心人民币汇率中间价', en: 'Central parity of CFETS' }
  const body = { label: { zh: currency, en: currency }, yuan, on: from, until, source }
  await site.world.admin.query(
    `insert into reference (kind, key, effective_from, body, approved_at) values ('exchangeRates', $1, $2, $3, now())`,
    [currency, from, JSON.stringify(body)],
  )
  await site.world.app.get(Reference).refresh()
  await site.app.get(Reference).refresh()
}

const paid = (currency: string, perYear: string, perMonth: string, more: object = {}) => ({
  'engagement[paidInOther]': 'true',
  'engagement[paidIn][currency]': currency,
  'engagement[paidIn][perYear]': perYear,
  'engagement[paidIn][perMonth]': perMonth,
  ...more,
})

describe('pay in another currency', () => {
  // before filing each save takes the newest rate, announced beside the field: a draft of weeks ago went out by an old one
  test('becomes yuan by the newest rate of each save, which its page announces first; once filed it stays', async () => {
    const one = await site.world.draft('applicant', 'streamer')
    const address = sectionAddress(one.id, 'engagement')
    const engagement = async () => (await answersOf(one.id)).engagement
    await firm.open(address)
    expect((await firm.send(address, paid('USD', '120000', '10000'))).status).toBe(303)
    expect(await engagement()).toMatchObject({
      salaryPerYear: 854400,
      salaryPerMonth: 71200,
      paidIn: { currency: 'USD', rate: 7.12, rateOn: '2026-11-20' },
    })
    const page = await firm.open(address)
    expect(page.html).toMatch(/name="engagement\[salaryPerYear\]"[^>]*value="854400"/)
    expect(page.html).toMatch(/name="engagement\[paidIn\]\[rate\]"[^>]*value="7.12"[^>]*readonly/)
    expect(page.text).not.toContain('There is a newer rate')
    // another section moves no figure
    site.world.at('2026-11-30')
    firm = await site.visitor('applicant')
    await one.do('applicant', 'saveAnswers', { answers: { talent: { experienceYears: 7 } } })
    expect(await engagement()).toMatchObject({ salaryPerYear: 854400, paidIn: { rate: 7.12 } })
    const newer = 'There is a newer rate (27 November 2026). It is used when you save'
    expect((await firm.open(address)).text).toContain(newer)
    // nor does a rate or a sum in yuan that somebody types
    const typed = { 'engagement[post]': 'Senior host', 'engagement[paidIn][rate]': '9' }
    await firm.send(address, paid('USD', '120000', '10000', { ...typed, 'engagement[salaryPerYear]': '2000000' }))
    const renewed = { salaryPerYear: 864000, paidIn: { rate: 7.2, rateOn: '2026-11-27' } }
    expect(await engagement()).toMatchObject({ post: 'Senior host', ...renewed })
    expect((await firm.open(address)).text).not.toContain('There is a newer rate')
    await firm.send(address, paid('USD', '100000', '10000'))
    expect(await engagement()).toMatchObject({
      salaryPerYear: 720000,
      salaryPerMonth: 72000,
      paidIn: { rate: 7.2, rateOn: '2026-11-27' },
    })
  })

  test('saved without any change takes the newer rate, too', async () => {
    const one = await site.world.draft('applicant', 'streamer')
    const address = sectionAddress(one.id, 'engagement')
    await firm.open(address)
    await firm.send(address, paid('USD', '120000', '10000'))
    site.world.at('2026-11-30')
    firm = await site.visitor('applicant')
    await firm.open(address)
    await firm.send(address, paid('USD', '120000', '10000'))
    expect((await answersOf(one.id)).engagement).toMatchObject({ salaryPerYear: 864000, paidIn: { rate: 7.2 } })
  })

  test('in a currency without a rate in force asks for yuan, which officers then ask about', async () => {
    for (const currency of ['VND', 'JPY']) {
      const one = await site.world.draft('applicant', 'streamer')
      const save = (engagement: object) => one.do('applicant', 'saveAnswers', { answers: { engagement } })
      const paidIn = { currency, perYear: 1_200_000_000, perMonth: 100_000_000 }
      await save({ paidInOther: true, paidIn, salaryPerYear: null, salaryPerMonth: null })
      const said = await firm.open(sectionAddress(one.id, 'engagement'))
      expect([currency, said.text]).toEqual([
        currency,
        expect.stringMatching(/There is no exchange rate in force for .*yuan/),
      ])
      await expect(one.do('applicant', 'submit')).rejects.toThrow('not now')
      await save({ salaryPerYear: 350000, salaryPerMonth: 29166.67 })
      await one.walk(ROUTES.awaitingDecision)
      const desk = await (await site.visitor('approver')).open(path.case(one.id))
      expect(desk.text).toContain('the firm converted it')
    }
  })
})

test('sales of a channel in another currency become yuan, too', async () => {
  const one = await site.world.draft('applicant', 'streamer')
  const { channels } = await answersOf(one.id)
  const [first] = channels as object[] // the example has one
  const soldIn = { currency: 'USD', last12Months: '1000000' }
  await one.do('applicant', 'saveAnswers', { answers: { channels: [{ ...first, soldInOther: true, soldIn }] } })
  expect((await answersOf(one.id)).channels).toMatchObject([
    { salesLast12MonthsCny: 7120000, soldIn: { ...soldIn, rate: 7.12, rateOn: '2026-11-20' } },
  ])
})

test('a list that was saved while somebody typed still grows, though yuan were added to it', async () => {
  const { id } = await site.world.draft('applicant', 'streamer')
  const address = sectionAddress(id, 'channels')
  await firm.open(address)
  const typed = {
    'channels[0][platform]': 'TikTok',
    'channels[0][soldInOther]': 'true',
    'channels[0][soldIn][currency]': 'USD',
    'channels[0][soldIn][last12Months]': '1000000',
  }
  const [csrf = '', version = '', shown = ''] = ['_csrf', 'version', '_was'].map((name) => String(firm.fields[name]))
  const saved = await fetch(site.origin + address, {
    method: 'PUT',
    body: new URLSearchParams({ ...typed, version, _was: shown }),
    headers: { accept: 'application/json', cookie: firm.cookieHeader, 'x-csrf-token': csrf },
  })
  const goesOn = (await saved.json()) as { version: number; was: string } // what the page goes on from
  expect((await answersOf(id)).channels).toMatchObject([{ salesLast12MonthsCny: 7120000 }])
  const rowsOf = async (more: Record<string, string>) => {
    const { html } = await firm.send(address, { ...typed, version: String(goesOn.version), _was: goesOn.was, ...more })
    return ['channels-0-platform', 'channels-1-platform', 'channels-0-export-series-0-month'].filter((name) =>
      html.includes(`id="${name}"`),
    )
  }
  expect(await rowsOf({ add: 'channels' })).toContain('channels-1-platform')
  expect(await rowsOf({ add: 'channels.0.export.series' })).toContain('channels-0-export-series-0-month')
})

test('officers, letter and programs read the sum in both', async () => {
  const one = await site.world.draft('applicant', 'streamer')
  const paidIn = { currency: 'USD', perYear: 120000, perMonth: 10000 }
  await one.do('applicant', 'saveAnswers', { answers: { engagement: { paidInOther: true, paidIn } } })
  await one.walk(ROUTES.awaitingDecision)
  const approver = await site.visitor('approver')
  const desk = await approver.open(path.case(one.id))
  for (const words of ['854,400', '120,000', '7.12', '20 November 2026']) expect(desk.text).toContain(words)
  const api = JSON.parse((await approver.open(apiPath.case(one.id))).bytes.toString()) as { answers: object }
  expect(api.answers).toMatchObject({ engagement: { salaryPerYear: 854400, paidIn: { ...paidIn, rate: 7.12 } } })
  await one.do('approver', 'recommend')
  const letters = await lettersIn<{ kind: string; data: LetterData }>(site.world.app, site.world.admin, one.id)
  const facts = letters.find(({ kind }) => kind === 'recommendation')?.data.facts ?? []
  expect(facts.find(({ name }) => name === 'salary')?.value).toEqual({
    zh: '人民币854,400元（120,000美元，按2026年11月20日折算率7.12折算）',
    en: 'CNY 854,400 (USD 120,000, at the rate of 20 November 2026, 7.12)',
  })
})
