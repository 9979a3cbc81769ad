/**
 * What each person comes for, in a real browser: one story told with the words of whoever it is. Every story is told in each manner of reading by `npm run test:long`; `npm test`
 * tells every third one, in one manner, others each day.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from '../../tools/browser.js'
import { signIn } from '../../tools/tour/signIn.js'
import { type Name, PASSWORD } from '../cases/population.js'
import type { ROUTES } from '../cases/routes.js'
import { isToday, long, turn } from '../long.js'
import { Served } from '../web/served.js'

interface Manner {
  readonly language: 'zh' | 'en'
  readonly width: number
  readonly script: boolean
}

const MANNERS: readonly Manner[] = [
  { language: 'zh', width: 1440, script: true },
  { language: 'en', width: 390, script: false },
  { language: 'zh', width: 390, script: true },
  { language: 'en', width: 1440, script: false },
  { language: 'en', width: 1440, script: true },
  { language: 'zh', width: 390, script: false },
]
const mannersOf = (at: number) => (long ? MANNERS : MANNERS.filter((_, m) => m === (at + turn) % MANNERS.length))
const inTurn = <T>(stories: readonly T[]) =>
  stories.map((story, at) => [at, story] as const).filter(([at]) => isToday(at, 3))
const say = ({ language, width, script }: Manner) => `${language}, ${width} px, ${script ? 'with' : 'without'} script`

let site: Served
let browser: Browser

beforeAll(async () => {
  site = await Served.open()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

/** Somebody at a screen: opens, fills in, presses, reads; and every page is whole and no wider than the screen. */
class Reader {
  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    readonly manner: Manner,
  ) {}

  static async of(name: Name | undefined, manner: Manner): Promise<Reader> {
    const context = await browser.newContext({
      viewport: { width: manner.width, height: 900 },
      javaScriptEnabled: manner.script,
    })
    await context.addCookies([{ name: 'language', value: manner.language, url: site.origin }])
    if (name) await signIn(context, site.origin, name, PASSWORD, await site.world.code(name))
    return new Reader(await context.newPage(), context, manner)
  }

  words(zh: string, en: string): string {
    return this.manner.language === 'zh' ? zh : en
  }

  async open(path: string): Promise<void> {
    const answer = await this.page.goto(site.origin + path)
    expect(answer?.status()).toBe(200)
    await this.look()
  }

  /** Follows the link of this address, which must be on the page. */
  async follow(href: string): Promise<void> {
    await this.page.locator(`main a[href="${href}"]`).first().click()
    await this.page.waitForLoadState('load')
    await this.look()
  }

  /** Answers questions by their names, as a form names them. */
  async fill(answers: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(answers)) {
      const choice = this.page.locator(`main :is([name="${name}"], [name="${name}[]"])[value="${value}"]`)
      const select = this.page.locator(`main select[name="${name}"]`)
      if ((await choice.count()) > 0) await choice.first().check()
      else if ((await select.count()) > 0) await select.selectOption(value)
      else await this.page.locator(`main :is(textarea, input)[name="${name}"]`).fill(value)
    }
  }

  /** Presses the form's own button: the last that is not a lesser one. */
  async send(within = 'main'): Promise<void> {
    const button = `${within} form[method="post"] button.govuk-button:not(.govuk-button--secondary, [aria-disabled="true"])`
    await this.page.locator(button).last().click()
    await this.page.waitForLoadState('load')
    await this.look()
  }

  async text(): Promise<string> {
    return (await this.page.locator('main').textContent()) ?? ''
  }

  private async look(): Promise<void> {
    const wide = await this.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect([this.page.url(), wide]).toEqual([this.page.url(), 0])
  }

  close(): Promise<void> {
    return this.context.close()
  }
}

type State = keyof typeof ROUTES

/** Who does what in a case of which state, with which answers; where it leads. */
const DEEDS: readonly [who: Name, given: State, action: string, answers: Record<string, string>, leads: string][] = [
  ['applicant', 'draft', 'discard', {}, 'discarded'],
  ['applicant', 'submitted', 'withdraw', { reason: 'The talent has changed plans.' }, 'withdrawn'],
  ['firmAdmin', 'notRecommended', 'requestReview', { grounds: 'The figures were read wrongly.' }, 'underReview'],
  ['applicant', 'underAssessment', 'message', { text: 'The talent has a new telephone.' }, 'underAssessment'],
  [
    'firmAdmin',
    'permitGranted',
    'reportEnd',
    { 'endedOn[year]': '2026', 'endedOn[month]': '11', 'endedOn[day]': '20', why: 'The contract ended.' },
    'permitGranted',
  ],
  ['intake', 'submitted', 'accept', {}, 'underAssessment'],
  [
    'intake',
    'submitted',
    'requestCorrection',
    { 'items[0][on]': 'contract', 'items[0][what]': 'Page 3 cannot be read.' },
    'awaitingCorrection',
  ],
  [
    'intake',
    'submitted',
    'declineToAccept',
    { reasons: 'outOfScope', explanation: 'The person sells nothing abroad.' },
    'notAccepted',
  ],
  ['assessor', 'underAssessment', 'note', { text: 'Looked at the contract.' }, 'underAssessment'],
  [
    'assessor',
    'underAssessment',
    'consult',
    { department: 'market', question: 'Is the account in good standing?' },
    'underAssessment',
  ],
  ['assessor', 'underAssessment', 'declareInterest', { why: 'A cousin works there.' }, 'underAssessment'],
  ['approver', 'awaitingDecision', 'recommend', { conditions: 'Report the figures every half year.' }, 'recommended'],
  [
    'approver',
    'awaitingDecision',
    'refuse',
    { reasons: 'criteriaNotMet', explanation: 'As the opinions say.' },
    'notRecommended',
  ],
  [
    'approver',
    'awaitingDecision',
    'returnToAssessment',
    { why: 'The market department was not asked.' },
    'underAssessment',
  ],
  [
    'approver',
    'letterIssued',
    'revokeLetter',
    { reasons: 'issuedInError', explanation: 'A wrong number.' },
    'letterRevoked',
  ],
  ['permitOfficer', 'letterIssued', 'receiveLetter', {}, 'letterReceived'],
  ['permitOfficer', 'letterReceived', 'recordGranted', { permitNumber: '31202611240001' }, 'permitGranted'],
  [
    'permitOfficer',
    'letterReceived',
    'returnLetter',
    { why: 'The name differs from the passport.' },
    'awaitingDecision',
  ],
  ['panel', 'underReview', 'overturnRefusal', { explanation: 'The salary was read wrongly.' }, 'awaitingDecision'],
  ['panel', 'underReview', 'upholdRefusal', { explanation: 'The reasons stand.' }, 'notRecommended'],
]

describe.each(inTurn(DEEDS))('story %i', (at, [who, given, action, answers, leads]) => {
  test.each(mannersOf(at).map((manner) => [say(manner), manner] as const))(
    `${who}: ${given}, ${action}, ${leads} (%s)`,
    async (_, manner) => {
      const one = await site.world.caseIn(given)
      const reader = await Reader.of(who, manner)
      try {
        await reader.open(`/cases/${one.id}`)
        await reader.follow(`/cases/${one.id}/actions/${action}`)
        await reader.fill(answers)
        await reader.send()
        expect(await reader.page.locator('.govuk-error-summary').allInnerTexts()).toEqual([])
        expect([await one.state(), reader.page.url().includes('/actions/')]).toEqual([leads, false])
      } finally {
        await reader.close()
      }
    },
  )
})

/** What is done outside a case. */
const ERRANDS: Readonly<Record<string, readonly [who: Name | undefined, errand: (reader: Reader) => Promise<void>]>> = {
  'a visitor checks whether it would be enough, and what is still lacking': [
    undefined,
    async (reader) => {
      await reader.open('/')
      await reader.follow('/self-check')
      await reader.fill({
        'talent[birthDate][year]': '1996',
        'talent[birthDate][month]': '5',
        'talent[birthDate][day]': '4',
        'talent[nationality]': 'ITA',
        'talent[education][degree]': 'bachelor',
        'talent[experienceYears]': '5',
        'engagement[salaryPerYear]': '960000',
        'engagement[monthsPerYear]': '12',
      })
      await reader.send()
      expect(await reader.text()).toContain(reader.words('A 类', 'class A'))
    },
  ],
  'a visitor reads what to do about a refusal': [
    undefined,
    async (reader) => {
      await reader.open('/')
      await reader.page.locator('footer a[href="/complaints"]').click()
      await reader.page.waitForURL('**/complaints')
      expect(await reader.text()).toContain(reader.words('知道决定之日起', 'of learning of it'))
    },
  ],
  'a firm’s administrator invites a colleague, who joins': [
    'firmAdmin',
    async (reader) => {
      const account = `new${reader.manner.language}${reader.manner.width}${reader.manner.script}@example.com`
      await reader.open('/firm')
      await reader.fill({ name: 'Li Wen', account, roles: 'applicant' })
      await reader.send()
      const link = (await reader.page.locator('main').innerHTML()).match(/\/join\/[\w-]+/)?.[0] ?? ''
      const guest = await Reader.of(undefined, reader.manner)
      await guest.open(link)
      await guest.page.locator('input[type="password"]').first().fill('a long enough password')
      await guest.send()
      expect(new URL(guest.page.url()).pathname).toBe('/join/done')
      await guest.close()
    },
  ],
  'a supervisor sees the load and gives a case to somebody': [
    'supervisor',
    async (reader) => {
      const one = await site.world.caseIn('underAssessment')
      await reader.open('/load')
      await reader.open(`/cases/${one.id}`)
      await reader.follow(`/cases/${one.id}/actions/assign`)
      await reader.page.locator('main :is(select, input[type="radio"])[name="to"]').first().waitFor()
      const select = reader.page.locator('main select[name="to"]')
      if ((await select.count()) > 0) await select.selectOption({ index: 1 })
      else await reader.page.locator('main input[name="to"]').first().check()
      await reader.send()
      expect(reader.page.url()).not.toContain('/actions/')
    },
  ],
  'a policy editor reads what is in force and its form': [
    'policyEditor',
    async (reader) => {
      await reader.open('/policy')
      await reader.follow('/policy/kinds/reasons')
      await reader.page.locator('main a[href^="/policy/entries/"]').first().click()
      await reader.page.waitForLoadState('load')
      expect(await reader.page.locator('h1').count()).toBe(1)
    },
  ],
  'an auditor reads the reports, each chart with its table': [
    'auditor',
    async (reader) => {
      await reader.open('/reports')
      expect(await reader.page.locator('main table').count()).toBeGreaterThan(0)
    },
  ],
  'a system administrator announces an outage, which everybody reads': [
    'systemAdmin',
    async (reader) => {
      await reader.open('/admin/outages')
      await reader.fill({
        'from[year]': '2026',
        'from[month]': '11',
        'from[day]': '28',
        'to[year]': '2026',
        'to[month]': '11',
        'to[day]': '28',
        zh: '计划内维护',
        en: 'Planned maintenance',
      })
      await reader.send()
      const guest = await Reader.of(undefined, reader.manner)
      await guest.open('/')
      expect(await guest.page.locator('.hj-outage').textContent()).toContain(
        guest.words('计划内维护', 'Planned maintenance'),
      )
      await guest.close()
    },
  ],
  'a security administrator reads the signing certificates': [
    'securityAdmin',
    async (reader) => {
      await reader.open('/signing')
      expect(await reader.page.locator('h1').textContent()).toBe(reader.words('签名证书', 'Signing certificates'))
    },
  ],
}

describe.each(inTurn(Object.keys(ERRANDS)))('errand %i: %s', (at, name) => {
  const [who, errand] = ERRANDS[name] ?? [undefined, async () => expect(name).toBe('')]
  test.each(mannersOf(at).map((manner) => [say(manner), manner] as const))('%s', async (_, manner) => {
    const reader = await Reader.of(who, manner)
    try {
      await errand(reader)
    } finally {
      await reader.close()
    }
  })
})
