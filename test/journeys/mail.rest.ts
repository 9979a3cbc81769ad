/** A firm hears of a correction: the worker's own process sends the mail to a real server, its link leads through the sign-in to the case, and the officer sees that it arrived. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { path, withQuery } from '../../src/base/path.js'
import { environmentWith } from '../../src/config.js'
import { projectFolder, SETTINGS } from '../../src/settings.js'
import { launchBrowser } from '../../tools/browser.js'
import { findViolations } from '../../tools/screens.js'
import { signIn as signInStaff } from '../../tools/tour/signIn.js'
import { type Name, PASSWORD } from '../cases/population.js'
import { MORNING } from '../clock.js'
import { Served } from '../web/served.js'
import { headerOf, type MailServer, partOf, type Received, startMailServer } from '../worker/mailServer.js'

let site: Served
let server: MailServer
let browser: Browser
let worker: ChildProcess

beforeAll(async () => {
  server = await startMailServer()
  site = await Served.open()
  browser = await launchBrowser()
  const { config, workerUrl } = site.world.db
  worker = spawn(process.execPath, [join(projectFolder, 'dist/src/worker.js')], {
    cwd: projectFolder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: environmentWith({
      [SETTINGS.mode.name]: 'test',
      [SETTINGS.clockAt.name]: MORNING,
      [SETTINGS.dataDir.name]: config.dataDir,
      [SETTINGS.workerDatabaseUrl.name]: workerUrl,
      [SETTINGS.publicUrl.name]: site.origin,
      [SETTINGS.smtpUrl.name]: `smtp://127.0.0.1:${server.port}`,
      [SETTINGS.mailFrom.name]: 'noreply@haijian.example',
    }),
  })
})
afterAll(async () => {
  worker.kill('SIGTERM')
  await new Promise((resolve) => (worker.exitCode === null ? worker.once('exit', resolve) : resolve(null)))
  await browser.close()
  await server.close()
  await site.close()
})

async function signIn(page: Page, who: Name): Promise<void> {
  await page.locator('main input[name=account]').fill(who)
  await page.locator('main input[name=password]').fill(PASSWORD)
  await page.locator('main form button').first().click()
  await page.fill('#code', (await site.world.code(who)) ?? '')
  await page.locator('main').getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function arrived(subject: string): Promise<Received> {
  for (;;) {
    const mail = server.received.find((one) => headerOf(one, 'Subject').includes(subject))
    if (mail) return mail
    await pause(50)
  }
}

test('a correction is asked for; the firm is told by mail and answers the question in a message', async () => {
  await site.world.admin.query(
    `update people set email = account || '@firm.example', language = 'en' where account = 'applicant'`,
  )
  const one = await site.world.caseIn('submitted')
  await one.do('intake', 'requestCorrection')

  const mail = await arrived('A correction is needed from you')
  expect(mail.to).toEqual(['applicant@firm.example'])
  const number = (await site.world.admin.query('select number from cases where id = $1', [one.id])).rows[0]?.number
  expect(headerOf(mail, 'Subject')).toBe(`Haijian: A correction is needed from you (${number})`)
  expect(headerOf(mail, 'List-Unsubscribe')).toBe(`<${site.origin}/messages/choices>`)
  const text = partOf(mail, 'text/plain')
  const [link] = text.match(new RegExp(`${site.origin}/cases/\\d+`)) ?? []
  expect(link).toBe(`${site.origin}${path.case(one.id)}`)
  const { rows } = await site.world.admin.query<{ name: string; firm: string }>(
    `select c.talent_name as name, f.name_zh as firm from cases c join firms f on f.id = c.firm_id where c.id = $1`,
    [one.id],
  )
  for (const personal of [rows[0]?.name, rows[0]?.firm, 'applicant@']) {
    expect(String(personal)).not.toBe('')
    expect(text + partOf(mail, 'text/html')).not.toContain(personal)
  }

  const phone = await browser.newContext({ viewport: { width: 390, height: 800 }, locale: 'en-GB' })
  const page = await phone.newPage()
  await page.goto(link ?? '')
  expect(page.url()).toContain(path.signIn)
  await signIn(page, 'applicant')
  await page.waitForURL(`**/cases/${one.id}`)
  expect(await findViolations(page)).toEqual([])
  await page.getByLabel('Write to the department').fill('Which of the two papers?')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.waitForURL('**?done=message')
  expect(await page.locator('.hj-talk').textContent()).toContain('Which of the two papers?')
  expect(await findViolations(page)).toEqual([])
  for (const address of [path.messages, path.messageChoices]) {
    await page.goto(site.origin + address)
    expect(await findViolations(page)).toEqual([])
  }

  const desk = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  const officer = await desk.newPage()
  await officer.goto(`${site.origin}${withQuery(path.signIn, { language: 'zh' })}`)
  await signInStaff(desk, site.origin, 'intake', PASSWORD, await site.world.code('intake'))
  await officer.goto(`${site.origin}${path.case(one.id)}`)
  expect(await officer.locator('section[aria-labelledby=told]').textContent()).toContain('邮件 11月24日 09:00 送达')
  expect(await officer.locator('.hj-talk').textContent()).toContain('Which of the two papers?')
  expect(await findViolations(officer)).toEqual([])
  await phone.close()
  await desk.close()
})
