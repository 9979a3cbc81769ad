/** A firm's whole way in a real browser: registered, confirmed, filled in, checked, submitted. Once with script and once without, in both languages, at a desk and on a telephone. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Secret } from 'otpauth'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { path } from '../../src/base/path.js'
import { FirmIntake } from '../../src/people/firmIntake.service.js'
import { totpCode } from '../../src/people/totp.js'
import { launchBrowser } from '../../tools/browser.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { readExample } from '../cases/inputs.js'
import { Served } from '../web/served.js'
import { toNextPage } from './nextPage.js'

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

const EXAMPLE = readExample('goodsHost')
const CASE = EXAMPLE as unknown as PaperCase // the case files are what papers are made from
const PASSWORD = 'a long enough password'

interface Manner {
  readonly name: string
  readonly script: boolean
  readonly language: 'zh' | 'en'
  readonly width: number
  readonly account: string
  readonly creditCode: string
}

const MANNERS: readonly Manner[] = [
  {
    name: 'with script, in Chinese, at a desk',
    script: true,
    language: 'zh',
    width: 1440,
    account: 'zh@example.com',
    creditCode: '91310115MA1K7T3E67',
  },
  {
    name: 'without script, in English, on a telephone',
    script: false,
    language: 'en',
    width: 390,
    account: 'en@example.com',
    creditCode: '91310104MA1FR8XYAQ',
  },
]

/** What a paper is, as a browser's file field takes it. */
async function fileOf(wish: { kind: string }) {
  const { name, mime, bytes } = await makePaper(wish, CASE)
  return { name, mimeType: mime, buffer: bytes }
}

/** The person at the browser. */
class Firm {
  readonly wrong: string[] = []

  constructor(
    readonly page: Page,
    private readonly manner: Manner,
  ) {}

  say(zh: string, en: string): string {
    return this.manner.language === 'zh' ? zh : en
  }

  async open(path: string): Promise<void> {
    await this.page.goto(site.origin + path)
    await this.look()
  }

  /** Fills a box by the id of its question. */
  fill(id: string, value: string): Promise<void> {
    return this.page.fill(`[id="${id}"]`, value)
  }

  async date(id: string, on: string): Promise<void> {
    const parts = on.split('-')
    const boxes = this.page.locator(`.govuk-date-input:has([id="${id}"]) input`)
    for (const [index, part] of parts.entries()) await boxes.nth(index).fill(part)
  }

  choose(name: string, value: string): Promise<void> {
    return this.page.check(`input[name="${name}"][value="${value}"]`)
  }

  async press(text: string): Promise<void> {
    await toNextPage(this.page, () => this.click(text))
    await this.look()
  }

  /** Presses what a script answers on the same page, and what leads to another page without script. */
  async change(text: string): Promise<void> {
    if (!this.manner.script) return this.press(text)
    await this.click(text)
    await this.look()
  }

  private click(text: string): Promise<void> {
    return this.page.getByRole('button', { name: text, exact: true }).click()
  }

  async follow(text: string): Promise<void> {
    await toNextPage(this.page, () => this.page.getByRole('link', { name: text, exact: true }).first().click())
    await this.look()
  }

  async text(): Promise<string> {
    return (await this.page.locator('main').textContent()) ?? ''
  }

  /** Notes whether the page is wider than the screen. */
  private async look(): Promise<void> {
    const wide = await this.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    if (Number(wide) > 0) this.wrong.push(`${this.page.url()} scrolls sideways`)
  }
}

async function contextOf({ script, language, width }: Manner): Promise<BrowserContext> {
  const context = await browser.newContext({
    javaScriptEnabled: script,
    viewport: { width, height: 900 },
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
  })
  return context
}

/** Registers the firm by the link that is sent to its first account. */
async function register(firm: Firm, { account, creditCode, language, script }: Manner): Promise<void> {
  await firm.open(path.register)
  await firm.fill('email', account)
  await firm.press(firm.say('发送链接', 'Send the link'))
  expect(await firm.text()).toContain(firm.say('请查收邮件', 'Check your mail'))
  const { rows } = await site.world.admin.query<{ path: string }>(
    `select path from mails where kind = 'registration' and address = $1 and language = $2`,
    [account, language],
  )
  const link = rows[0]?.path ?? ''
  if (script) {
    // the page of the link sends its code by itself
    await firm.page.goto(site.origin + link)
    await firm.page.waitForSelector('#nameZh')
  } else {
    await firm.open(link)
    await firm.fill('code', link)
    await firm.press(firm.say('继续', 'Continue'))
  }
  await firm.fill('nameZh', '上海新潮跨境电子商务有限公司')
  await firm.fill('nameEn', 'Shanghai Newtide Co., Ltd.')
  await firm.fill('creditCode', creditCode)
  await firm.page.selectOption('#district', '310105')
  await firm.choose('kind', 'mcn')
  await firm.choose('crossBorderFiling', 'none')
  await firm.fill('handler-name', '陈静')
  await firm.fill('handler-phone', '13800000000')
  expect(await firm.page.locator('#handler-same').isChecked()).toBe(true)
  expect(await firm.page.locator('#handler-email').isVisible()).toBe(false)
  await firm.fill('account-password', PASSWORD)
  await firm.page.setInputFiles('#licence', await fileOf({ kind: 'licence' }))
  await firm.page.setInputFiles('#authorisation', await fileOf({ kind: 'authorisation' }))
  await firm.press(firm.say('提交登记', 'Register'))
  expect(await firm.text()).toContain(firm.say('登记已收到', 'Registration received'))
}

async function signIn(firm: Firm, account: string): Promise<void> {
  await firm.follow(firm.say('登录，开始填写', 'Sign in and start'))
  await firm.fill('account', account)
  await firm.fill('password', PASSWORD)
  await firm.press(firm.say('登录', 'Sign in'))
  const key = ((await firm.page.locator('#totp-key').textContent()) ?? '').replaceAll(' ', '')
  await firm.fill('code', totpCode(Buffer.from(Secret.fromBase32(key).bytes), site.world.clock.now()))
  await firm.press(firm.say('添加', 'Add'))
  expect(await firm.text()).toContain(firm.say('恢复码', 'Recovery codes'))
  await firm.follow(firm.say('已保存，继续', 'I have saved them'))
}

const next = (firm: Firm) => firm.press(firm.say('保存并继续', 'Save and continue'))

/** The talent: the passport's zone first, which fills seven answers in. */
async function fillTalent(firm: Firm): Promise<void> {
  const { talent } = CASE
  await firm.fill('talent-passport-mrz', talent.passport.mrz.join('\n'))
  await firm.change(firm.say('据此填写', 'Fill in answers'))
  expect(await firm.page.inputValue('#talent-systemName')).toBe(talent.systemName)
  await firm.fill('talent-visualName', talent.visualName)
  await next(firm)
}

async function fillEngagement(firm: Firm): Promise<void> {
  const engagement = EXAMPLE.engagement as Record<string, unknown> & { contract: { start: string; end: string } }
  for (const name of ['post', 'salaryPerYear', 'salaryPerMonth', 'monthsPerYear'])
    await firm.fill(`engagement-${name}`, String(engagement[name]))
  await firm.date('engagement-contract-start', engagement.contract.start)
  await firm.date('engagement-contract-end', engagement.contract.end)
  await firm.page.selectOption('#engagement-placeOfWork', String(engagement.placeOfWork))
  await next(firm)
}

async function fillChannel(firm: Firm): Promise<void> {
  const [channel = {}] = EXAMPLE.channels as Record<string, unknown>[]
  for (const [name, value] of Object.entries(channel)) await firm.fill(`channels-0-${name}`, [value].flat().join(', '))
  await next(firm)
}

/** Education and a resume of as many rows as the person has, added one by one. */
async function fillExperience(firm: Firm): Promise<void> {
  const { education, experienceYears, resume } = EXAMPLE.talent as {
    education: { degree: string; institution: string }
    experienceYears: number
    resume: { from: string; to: string; what: string }[]
  }
  await firm.choose('talent[education][degree]', education.degree)
  await firm.fill('talent-education-institution', education.institution)
  await firm.fill('talent-experienceYears', String(experienceYears))
  for (const [index, { from, to, what }] of resume.entries()) {
    if (index > 0) {
      await firm.change(firm.say('再加一段', 'Add another period'))
      await firm.page.waitForSelector(`#talent-resume-${index}-what`)
    }
    await firm.date(`talent-resume-${index}-from`, from)
    await firm.date(`talent-resume-${index}-to`, to)
    await firm.fill(`talent-resume-${index}-what`, what)
  }
  await next(firm)
}

/** All ten papers, each by its own form. */
async function uploadPapers(firm: Firm): Promise<void> {
  for (const document of EXAMPLE.documents) {
    const place = `documents-${document.kind}`
    if (document.issuedOn) await firm.date(`${place}-issuedOn`, document.issuedOn)
    const language = firm.page.locator(`#${place}-details-language`)
    if ((await language.count()) > 0) await language.selectOption('zh')
    await firm.page.setInputFiles(`#${place}-file`, await fileOf(document))
    await toNextPage(firm.page, () => firm.page.click(`#${place} form.hj-upload button`))
    expect(await firm.page.locator(`#${place}`).textContent()).toContain(firm.say('已上传', 'Uploaded'))
  }
}

describe.each(MANNERS)('a firm, $name', (manner) => {
  let firm: Firm
  let context: BrowserContext

  beforeAll(async () => {
    context = await contextOf(manner)
    firm = new Firm(await context.newPage(), manner)
  })
  afterAll(() => context.close())

  test('registers and signs in, and learns that it must be confirmed before it submits', async () => {
    await register(firm, manner)
    await signIn(firm, manner.account)
    expect(await firm.text()).toContain(firm.say('登记待确认：可以填写草稿，暂不能提交', 'To be confirmed'))
  })

  test('starts a draft and fills in every section', async () => {
    await firm.follow(firm.say('新建申请', 'New application'))
    await firm.press(firm.say('从头填写', 'Start a new one'))
    await firm.follow(firm.say('人选', 'The candidate'))
    await fillTalent(firm)
    await fillEngagement(firm)
    await fillChannel(firm)
    await fillExperience(firm)
    // nothing in the circumstances need be answered
    await next(firm)
    expect(new URL(firm.page.url()).pathname).toMatch(/^\/cases\/\d+\/documents$/)
    await uploadPapers(firm)
  })

  test('is told what stops it, then, confirmed, that nothing does', async () => {
    await firm.follow(firm.say('核对申请', 'Check the application'))
    expect(await firm.text()).toContain(
      firm.say('主管部门确认企业登记后才能提交', 'when the lead department has confirmed the firm'),
    )
    const { rows } = await site.world.admin.query<{ id: number }>(
      'select firm_id as id from people where account = $1',
      [manner.account],
    )
    await site.world.app.get(FirmIntake).confirm(site.world.person('intake'), rows[0]?.id ?? 0)
    await firm.page.reload()
    expect(await firm.page.locator('.hj-stops').count()).toBe(0)
  })

  test('declares that all is true, submits, and sees the day by which there is a decision', async () => {
    await firm.page.check('[name="declaration"]')
    await firm.press(firm.say('提交申请', 'Submit'))
    const text = await firm.text()
    expect(text).toContain(firm.say('申请已提交', 'Submitted'))
    expect(text).toContain(firm.say('2026年12月17日', '17 December 2026'))
    expect(text).not.toContain(firm.say('删除草稿', 'Discard the draft'))
    expect(firm.wrong).toEqual([]) // on any page of the whole way
  })
})
