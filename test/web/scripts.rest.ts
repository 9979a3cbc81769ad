/** How script works on the sample pages, in a browser. How they look: look.rest.ts. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { path } from '../../src/base/path.js'
import { launchBrowser } from '../../tools/browser.js'
import { type SampleServer, startSamples } from './server.js'

let browser: Browser
let server: SampleServer
let page: Page

beforeAll(async () => {
  server = await startSamples()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.close()
})
beforeEach(async () => {
  await page?.context().close()
  page = await (await browser.newContext()).newPage()
  server.received.length = 0
  server.answer = { status: 200, body: {} }
})

describe('keys on the desk', () => {
  /** Waits until the row of this number is the current one. */
  const current = (number: string) =>
    page.locator('[data-row][aria-current] .num', { hasText: number }).waitFor({ timeout: 10_000 })

  test('j and k walk the rows, / finds, ? tells and can switch them off', async () => {
    await page.goto(`${server.origin}/kit-desk`)
    await current('2026-0398')
    await page.keyboard.press('j')
    await current('2026-0377')
    await page.keyboard.press('k')
    await page.keyboard.press('k')
    await current('2026-0402')
    await page.keyboard.press('/')
    await page.keyboard.type('j')
    expect(await page.locator('#find').inputValue()).toBe('j')
    await current('2026-0402')

    await page.locator('h1').first().click()
    await page.keyboard.press('?')
    await page.locator('dialog input').uncheck()
    await page.locator('dialog button').click()
    await page.keyboard.press('j')
    await current('2026-0402')
  })
})

test('an unavailable action says why and does nothing', async () => {
  await page.goto(`${server.origin}/kit-desk?language=en`)
  const button = page.getByRole('button', { name: 'Report your opinion' })
  expect(await button.getAttribute('aria-disabled')).toBe('true')
  const reasons = page.locator(`#${await button.getAttribute('aria-describedby')}`)
  expect(await reasons.locator('span').allTextContents()).toEqual([
    'Not yet: 3 parts have no conclusion',
    'You declared an interest in this case',
  ])
  server.received.length = 0
  await button.focus() // pressed by a key and by script: a forced click goes where the button stood before a slow page moved
  await page.keyboard.press('Enter')
  await button.dispatchEvent('click')
  expect(server.received.filter(({ headers }) => headers['sec-fetch-mode'] === 'navigate')).toEqual([])
  expect(page.url()).toBe(`${server.origin}/kit-desk?language=en`)
})

describe('the form', () => {
  const names = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<'
  const line = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'
  const open = () => page.goto(`${server.origin}/form?language=en`)
  const value = (id: string) => page.locator(`#${id}`).inputValue()

  test('takes answers from a passport’s zone, once its check digits agree', async () => {
    await open()
    await page.locator('[data-mrz]').fill(`${names}\n${line.replace('L898902C3', 'L898902C4')}`)
    await page.locator('[data-mrz-check] svg.hj-bad').nth(1).waitFor()
    await page.locator('[data-mrz-fill]').click()
    expect(await value('talent-systemName')).toBe('')

    await page.locator('[data-mrz]').fill(`${names}\n${line}`)
    await page.locator('[data-mrz-check] svg.hj-ok').nth(3).waitFor() // said by a module that comes when it is needed
    await page.locator('[data-mrz-fill]').click()
    expect(await value('talent-systemName')).toBe('ERIKSSON ANNA MARIA')
    expect(await value('talent-passport-number')).toBe('L898902C3')
    expect(await page.locator('[data-mrz-field="sex"]:checked').getAttribute('value')).toBe('F')
    const parts = page.locator('[data-mrz-field^="birthDate."]')
    expect(await parts.evaluateAll((fields) => fields.map((field) => Reflect.get(field, 'value')))).toEqual([
      '1974',
      '08',
      '12',
    ])
  })

  test('shows a question only when its answer is asked for', async () => {
    await open()
    const kind = page.locator('.govuk-radios__conditional')
    expect(await kind.first().isVisible()).toBe(false)
    await page.locator('[name="talent[inChina]"]').first().check()
    expect(await kind.first().isVisible()).toBe(true)
  })

  test('saves itself with the session’s token, and carries the new version on', async () => {
    server.answer = { status: 200, body: { version: 12, message: 'Saved at 14:32' } }
    await open()
    await page.locator('#talent-systemName').fill('ROSSI')
    await page.getByText('Saved at 14:32').waitFor()
    const saved = server.received.find(({ method }) => method === 'PUT')
    expect(saved?.path).toBe('/save')
    expect(saved?.headers['x-csrf-token']).toBe('token')
    expect(new URLSearchParams(saved?.body).get('talent[systemName]')).toBe('ROSSI')
    expect(await page.locator('[name="version"]').inputValue()).toBe('12')
  })

  test('keeps what was typed when a colleague was first, the session is over or there is no connection', async () => {
    server.answer = { status: 409, body: { message: 'Li Wen changed this at 14:20' } }
    await open()
    await page.locator('#talent-systemName').fill('ROSSI')
    await page.getByText('Li Wen changed this at 14:20').waitFor()
    server.answer = { status: 401, body: {} }
    await page.locator('#talent-systemName').fill('ROSSI G')
    await page.getByText('Your session is over.').waitFor()
    await page.route('**/save', (route) => route.abort())
    await page.locator('#talent-systemName').fill('ROSSI GIULIA')
    await page.getByText('No connection.').waitFor()
    expect(await value('talent-systemName')).toBe('ROSSI GIULIA')
    expect(await page.locator('[name="version"]').inputValue()).toBe('8')
  })

  test('gets another row from the server without leaving the page, and gives it back', async () => {
    await open()
    await page.locator('#talent-systemName').fill('ROSSI')
    await page.locator('.hj-rows [name="add"]').click()
    await page.locator('.hj-rows__row').nth(1).waitFor()
    expect(await value('talent-systemName')).toBe('ROSSI')
    expect(await page.locator('[name="version"]').inputValue()).toBe('9')
    expect(
      await page.evaluate(
        'document.activeElement.closest(".hj-rows__row") === document.querySelectorAll(".hj-rows__row")[1]',
      ),
    ).toBe(true)
    await page.locator('.hj-rows [name="remove"]').last().click()
    await page.locator('.hj-rows__row').nth(1).waitFor({ state: 'detached' })
    expect(await page.locator('.hj-rows__row').count()).toBe(1)
  })
})

describe('checking a file', () => {
  const file = { name: 'letter.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-abc') }

  test('with script only its SHA-256 leaves the computer', async () => {
    await page.goto(`${server.origin}${path.verify}`)
    expect(await page.getByText('只比对指纹和核验码，文件不离开您的电脑').isVisible()).toBe(true)
    await page.locator('#file').setInputFiles(file)
    await page.waitForURL('**/verify?sha256=1e8a7587529cc956d46dea481f38c623395a879a1179c277f476a9cdb88a540d')
    expect(server.received.filter(({ method }) => method !== 'GET')).toEqual([])
  })

  test('and of what is no PDF nothing does: it is said at once', async () => {
    await page.goto(`${server.origin}${path.verify}`)
    await page.getByText('只比对指纹和核验码，文件不离开您的电脑').waitFor()
    await page
      .locator('#file')
      .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('\xff\xd8 abc') })
    await page.getByText('该文件不是 PDF。请选择文书的 PDF，或填写核验码。').waitFor()
    expect(new URL(page.url()).search).toBe('')
  })

  test('and the check code that stands in the file’s metadata', async () => {
    const coded = { ...file, buffer: Buffer.from('%PDF-1.7 <haijian:checkCode>2C1WTCV1RYCVHJ1QC</haijian:checkCode>') }
    await page.goto(`${server.origin}${path.verify}`)
    await page.locator('#file').setInputFiles(coded)
    await page.waitForURL(/\/verify\?sha256=[0-9a-f]{64}&code=2C1WTCV1RYCVHJ1QC$/)
  })

  test('by dropping it into the field, which shows that it may be dropped', async () => {
    await page.goto(`${server.origin}${path.verify}`)
    const field = page.locator('label.hj-drop')
    await page.getByText('只比对指纹和核验码，文件不离开您的电脑').waitFor()
    const carried = await page.evaluateHandle(`(() => {
      const files = new DataTransfer()
      files.items.add(new File(['%PDF-abc'], 'letter.pdf', { type: 'application/pdf' }))
      return files
    })()`)
    await field.dispatchEvent('dragover', { dataTransfer: carried })
    await page.locator('.hj-drop--over').waitFor()
    await field.dispatchEvent('drop', { dataTransfer: carried })
    await page.waitForURL('**/verify?sha256=1e8a7587529cc956d46dea481f38c623395a879a1179c277f476a9cdb88a540d')
    expect(server.received.filter(({ method }) => method !== 'GET')).toEqual([])
  })

  test('without script it is sent, and the page says so', async () => {
    const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
    await plain.goto(`${server.origin}${path.verify}`)
    expect(await plain.getByText('只比对指纹').isVisible()).toBe(false)
    expect(await plain.getByText('仅用于比对，不保存').isVisible()).toBe(true)
    await plain.locator('#file').setInputFiles(file)
    await plain.getByRole('button', { name: '比对文件' }).click()
    await plain.context().close()
    const sent = server.received.find(({ method }) => method === 'POST')
    expect(sent?.path).toBe(path.verifyFile)
    expect(sent?.body).toMatch(/name="_csrf"\r\n\r\ntoken\r\n.*filename="letter.pdf"\r\n.*\r\n\r\n%PDF-abc\r\n/s)
  })
})
