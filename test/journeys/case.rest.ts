/**
 * One case as people live it, in a real browser, with the real worker as a process of its own: taken in, assessed by two departments, recommended, made into a letter,
 * fetched and received by the permit authority, checked by anybody; and another one revoked. Once with script on a desk, once without script on a telephone.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { path } from '../../src/base/path.js'
import { environmentWith } from '../../src/config.js'
import { projectFolder, SETTINGS } from '../../src/settings.js'
import { launchBrowser } from '../../tools/browser.js'
import { findViolations } from '../../tools/screens.js'
import { type Name, PASSWORD } from '../cases/population.js'
import type { Case } from '../cases/world.js'
import { MORNING } from '../clock.js'
import { Served } from '../web/served.js'
import { toNextPage } from './nextPage.js'

let site: Served
let browser: Browser
let worker: ChildProcess

beforeAll(async () => {
  site = await Served.open()
  browser = await launchBrowser(projectFolder)
  worker = startWorker(site)
})
afterAll(async () => {
  worker.kill('SIGTERM')
  await new Promise((resolve) => (worker.exitCode === null ? worker.once('exit', resolve) : resolve(null)))
  await browser.close()
  await site.close()
})

/** The worker's own process. */
function startWorker({ world: { db } }: Served): ChildProcess {
  return spawn(process.execPath, [join(projectFolder, 'dist/src/worker.js')], {
    cwd: projectFolder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: environmentWith({
      [SETTINGS.mode.name]: 'test',
      [SETTINGS.clockAt.name]: MORNING,
      [SETTINGS.dataDir.name]: db.config.dataDir,
      [SETTINGS.workerDatabaseUrl.name]: db.workerUrl,
    }),
  })
}

interface Way {
  readonly script: boolean
  readonly width: number
  readonly language: 'zh' | 'en'
}

/** The people of one journey, each at a screen of their own. */
class Cast {
  private readonly screens: BrowserContext[] = []

  constructor(readonly way: Way) {}

  /** The words of the page's language. */
  say(zh: string, en: string): string {
    return this.way.language === 'zh' ? zh : en
  }

  async visitor(): Promise<Page> {
    const { width, script, language } = this.way
    const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: script })
    await context.addCookies([{ name: 'language', value: language, url: site.origin }])
    this.screens.push(context)
    const page = await context.newPage()
    page.on('dialog', (dialog) => dialog.accept()) // accepting asks where something is missing
    return page
  }

  async person(name: Name): Promise<Page> {
    const page = await this.visitor()
    await page.goto(`${site.origin}${path.signIn}`)
    await page.fill('#account', name)
    await page.fill('#password', PASSWORD)
    await this.press(page, '登录', 'Sign in')
    await page.fill('#code', (await site.world.code(name)) ?? '')
    await this.press(page, '登录', 'Sign in')
    await page.waitForURL(/\/queue/)
    return page
  }

  /** Presses the button of this name in the page's main part, and waits for the next page. */
  async press(page: Page, zh: string, en: string): Promise<void> {
    // what is typed goes out once the paper beside it says the same
    await page.locator('[name="_shown"][value="changed"]').waitFor({ state: 'detached' })
    const button = page.locator('main').getByRole('button', { name: this.say(zh, en), exact: true })
    await toNextPage(page, () => button.last().click())
  }

  async follow(page: Page, zh: string, en: string): Promise<void> {
    const link = page.locator('main').getByRole('link', { name: this.say(zh, en), exact: true })
    await toNextPage(page, () => link.click())
  }

  /** Looks at the page as it stands: nothing scrolls sideways, and nobody is kept out. */
  async look(page: Page): Promise<void> {
    if (!this.way.script) return
    expect(await findViolations(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
      true,
    )
  }

  async leave(): Promise<void> {
    await Promise.all(this.screens.map((screen) => screen.close()))
  }
}

const main = (page: Page) => page.locator('main').textContent()

async function openFromQueue(cast: Cast, name: Name, one: Case): Promise<Page> {
  const page = await cast.person(name)
  await cast.look(page)
  await page.locator(`a[href="${path.case(one.id)}"]`).click()
  await page.waitForURL(`**/cases/${one.id}`)
  await cast.look(page)
  return page
}

async function intakeAcceptsWithTwoDepartments(cast: Cast, one: Case): Promise<void> {
  const page = await openFromQueue(cast, 'intake', one)
  await page.locator('input[name="departments[]"][value="culture"]').check()
  await cast.look(page)
  if (cast.way.script) await cast.press(page, '受理', 'Accept')
  else {
    // what a script asks in a box of its own
    await page.locator('main summary', { hasText: cast.say('受理', 'Accept') }).click()
    await cast.press(page, '仍予受理', 'Accept anyway')
  }
  expect(await main(page)).toContain(cast.say('已受理：', 'Accepted: '))
}

async function assessorReports(cast: Cast, one: Case, name: Name, opinion: 'recommend' | 'against', summary: string) {
  const page = await openFromQueue(cast, name, one)
  await cast.follow(page, '提交评估意见', 'Submit the assessment')
  // without an answer the form says so, and keeps the rest
  await page.locator('textarea[name="summary"]').fill(summary)
  await cast.press(page, '提交评估意见', 'Submit the assessment')
  expect(await page.title()).toContain(cast.say('有错误', 'Error'))
  await cast.look(page)
  await page.locator('input[name="desk[enough]"][value="yes"]').check()
  for (const level of await page.locator('input[name$="[level]"][value="3"]').all()) await level.check()
  for (const clear of await page.locator('input[name$="[result]"][value="clear"]').all()) await clear.check()
  await page.locator(`input[name="opinion"][value="${opinion}"]`).check()
  await cast.press(page, '提交评估意见', 'Submit the assessment')
  await page.waitForURL(/done=report/)
}

async function approverSeesTheLetterAndRecommends(cast: Cast, one: Case): Promise<Page> {
  const page = await openFromQueue(cast, 'approver', one)
  await cast.follow(page, '推荐', 'Recommend')
  const opinions = page.locator('table.hj-vs').first()
  expect(await opinions.textContent()).toContain(cast.say('不建议推荐', 'Do not recommend'))
  await page.locator('textarea[name="conditions"]').fill('每半年报告一次直播数据。')
  await cast.press(page, '更新预览', 'Update the preview')
  expect(await page.locator('.hj-letter').first().textContent()).toContain('每半年报告一次直播数据。')
  // a letter is being made for the same person in the other case
  await page.locator('textarea[name="duplicateReason"]').fill('另一份聘用合同已经解除。')
  // what speaks against it stands above the button and has to be ticked
  await page.locator('input[name="despite[]"][value="opinionAgainst"]').check()
  await cast.look(page)
  await cast.press(page, '推荐', 'Recommend')
  await page.waitForURL(/done=recommend/)
  // the next case of the list is open
  await page.goto(`${site.origin}${path.case(one.id)}`)
  return page
}

const stateOn = async (page: Page) => (await page.locator('.hj-casehead .govuk-tag').textContent())?.trim()

async function workerMakesTheLetter(cast: Cast, page: Page, one: Case): Promise<void> {
  while ((await one.state()) === 'recommended') await sleep(100)
  await page.reload()
  expect(await stateOn(page)).toBe(cast.say('推荐函已出具', 'Letter issued'))
}

async function permitOfficerFindsLooksAndDownloads(cast: Cast, one: Case): Promise<{ page: Page; file: string }> {
  const page = await cast.person('permitOfficer')
  await page.goto(`${site.origin}${path.letters}`)
  await page.locator('#find-letter').fill('Rossi')
  await cast.press(page, '查找', 'Search')
  await cast.look(page)
  const { rows } = await site.world.admin.query(
    `select id from letters where case_id = $1 and kind = 'recommendation'`,
    [one.id],
  )
  await toNextPage(page, () => page.locator(`main a[href="${path.letter(rows[0].id)}"]`).click())
  expect(await main(page)).toContain('YB1234567')
  await cast.look(page)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: cast.say('下载签名的 PDF', 'Download the signed PDF') }).click(),
  ])
  const file = await download.path()
  const { rows: recorded } = await site.world.admin.query(
    `select (t.content ->> 'sha256') as hash from events e join event_contents t using (case_id, seq) where e.case_id = $1 and e.action = 'fetchLetter'`,
    [one.id],
  )
  expect(recorded).toEqual([{ hash: createHash('sha256').update(readFileSync(file)).digest('hex') }])
  return { page, file }
}

async function permitOfficerReceivesAndRecords(cast: Cast, page: Page, one: Case): Promise<void> {
  await page.goto(`${site.origin}${path.case(one.id)}`)
  await cast.press(page, '签收推荐函', 'Receive the letter')
  await page.waitForURL(/done=receiveLetter/)
  // what was next in the list is open
  await page.goto(`${site.origin}${path.case(one.id)}`)
  await cast.follow(page, '登记准予许可', 'Record: permit granted')
  await page.locator('input[name="permitNumber"]').fill('31202611240001')
  await page.locator('input[name="detailsLater"]').check()
  await cast.look(page)
  await cast.press(page, '登记准予许可', 'Record: permit granted')
  await page.waitForURL(/done=recordGranted/)
  await page.goto(`${site.origin}${path.case(one.id)}`)
  expect(await stateOn(page)).toBe(cast.say('已获许可', 'Permit granted'))
  await cast.look(page)
}

async function anybodyChecks(cast: Cast, one: Case, file: string): Promise<Page> {
  const { rows } = await site.world.admin.query(
    `select check_code as code, number from letters where case_id = $1 and kind = 'recommendation'`,
    [one.id],
  )
  const page = await cast.visitor()
  await page.goto(`${site.origin}${path.verify}`)
  await cast.look(page)
  await page.locator('#code').fill(rows[0].code.toLowerCase())
  await cast.press(page, '核验', 'Check')
  expect(await page.locator('h1').textContent()).toBe(cast.say('演示样张', 'Specimen'))
  expect(await main(page)).toContain(rows[0].number)
  await cast.look(page)
  await page.goto(`${site.origin}${path.verify}`)
  await page
    .locator('#file')
    .setInputFiles({ name: 'letter.pdf', mimeType: 'application/pdf', buffer: readFileSync(file) })
  // with script only the file's fingerprint leaves the computer, by itself
  if (cast.way.script) await page.waitForURL(/sha256=/)
  else await cast.press(page, '比对文件', 'Compare the file')
  expect(await main(page)).toContain(rows[0].number)
  return page
}

async function approverRevokes(cast: Cast, one: Case): Promise<void> {
  const page = await cast.person('approver')
  await page.goto(`${site.origin}${path.case(one.id)}`)
  await cast.follow(page, '撤销推荐函', 'Revoke the letter')
  await cast.look(page)
  await page.locator('input[value="issuedInError"]').check()
  await page.locator('textarea[name="explanation"]').fill('The wrong passport number was printed.')
  await cast.press(page, '撤销推荐函', 'Revoke the letter')
  await page.waitForURL(/done=revokeLetter/)
}

async function checkPageSaysRevoked(cast: Cast, page: Page, one: Case): Promise<void> {
  const { rows } = await site.world.admin.query(
    `select check_code as code from letters where case_id = $1 and kind = 'recommendation'`,
    [one.id],
  )
  await page.goto(`${site.origin}${path.verifyCode(rows[0].code)}`)
  expect(await page.locator('h1').textContent()).toBe(cast.say('已撤销', 'Revoked'))
  await cast.look(page)
}

describe('one case, from intake to the permit', () => {
  test.each<Way>([
    { script: true, width: 1440, language: 'zh' },
    { script: false, width: 390, language: 'en' },
  ])(
    'script $script, $width px, $language',
    async (way) => {
      const cast = new Cast(way)
      const one = await site.world.caseIn('submitted')
      const other = await site.world.caseIn('recommended')
      try {
        await intakeAcceptsWithTwoDepartments(cast, one)
        await assessorReports(cast, one, 'assessor', 'recommend', 'The papers agree with the answers.')
        await assessorReports(cast, one, 'cultureAssessor', 'against', 'Two shows without a licence.')
        const desk = await approverSeesTheLetterAndRecommends(cast, one)
        await workerMakesTheLetter(cast, desk, one)
        const { page, file } = await permitOfficerFindsLooksAndDownloads(cast, one)
        await permitOfficerReceivesAndRecords(cast, page, one)
        const check = await anybodyChecks(cast, one, file)
        await desk.goto(`${site.origin}${path.case(other.id)}`)
        await workerMakesTheLetter(cast, desk, other)
        await approverRevokes(cast, other)
        await checkPageSaysRevoked(cast, check, other)
        expect([await one.state(), await other.state()]).toEqual(['permitGranted', 'letterRevoked'])
      } finally {
        await cast.leave()
      }
    },
    240_000,
  )
})
