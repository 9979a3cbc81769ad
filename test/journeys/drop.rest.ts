/** All papers dropped at once, in a real browser: what is refused before it travels, what was cut off and goes on, the list that is confirmed. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { PDFDocument } from 'pdf-lib'
import type { BrowserContext, Page } from 'playwright-core'
import { path } from '../../src/base/path.js'
import type { Case } from '../cases/world.js'
import { Browsing } from './browsing.js'
import { toNextPage } from './nextPage.js'

let browsing: Browsing
let context: BrowserContext
let page: Page
let one: Case

beforeAll(async () => {
  browsing = await Browsing.open()
  context = await browsing.windowsOf('applicant', { language: 'zh' })
  page = await context.newPage()
})
afterAll(() => browsing.close())

async function pdf(name: string, text: string) {
  const made = await PDFDocument.create({ updateMetadata: false })
  made.addPage().drawText(text)
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(await made.save()) }
}
const open = async () => {
  one = await browsing.site.world.draft('applicant', 'goodsHost')
  const { rows } = await browsing.site.world.admin.query<{ id: number }>(
    'select id from attachments where case_id = $1',
    [one.id],
  )
  for (const { id } of rows) await one.do('applicant', 'attachFile', { remove: id })
  await page.goto(browsing.site.origin + path.documents(one.id))
}
/** Of a document without words that say it, somebody chooses the language. */
async function sayLanguages(window: typeof page) {
  for (const one of await window.locator('#sort select[name$="[language]"]').all())
    if ((await one.inputValue()) === '') await one.selectOption('zh')
}
const linesOf = async () => (await page.locator('[data-drop-list] li').allTextContents()).map((line) => line.trim())

describe('all papers at once', () => {
  test('one choice and one press file them all, with kinds and days of issue', async () => {
    await open()
    await Promise.all([
      page.waitForSelector('#sort'),
      page.setInputFiles('#drop-files', [
        await pdf('护照.pdf', 'passport'),
        await pdf('简历.pdf', 'cv'),
        await pdf('无犯罪记录证明 2026-10-08.pdf', 'p'),
      ]),
    ])
    expect(await page.locator('.hj-sorting__row').count()).toBe(3)
    await sayLanguages(page)
    await toNextPage(page, () => page.click('#sort button'))
    expect(await page.textContent('main')).toContain('3份文件已归入材料清单')
    for (const kind of ['passportPage', 'resume', 'policeRecord'])
      expect(await page.textContent(`#documents-${kind}`)).toContain('已上传')
    const { rows } = await browsing.site.world.admin.query<{ on: string }>(
      `select issued_on::text as on from attachments where case_id = $1 and kind = 'policeRecord' and replaced_at is null`,
      [one.id],
    )
    expect(rows).toEqual([{ on: '2026-10-08' }])
  })

  test('what the server would refuse is said before it travels, and the others arrive', async () => {
    await open()
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(request.url())
    })
    await page.setInputFiles('#drop-files', [
      { name: 'IMG_1.heic', mimeType: 'image/heic', buffer: Buffer.from('heic') },
      { name: 'big.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(21 * 1024 * 1024) },
      { name: 'table.xlsx', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from('PK') },
      { name: 'empty.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) },
      await pdf('degree.pdf', 'x'),
    ])
    await page.waitForSelector('[data-drop-next]')
    expect(await linesOf()).toEqual([
      expect.stringContaining('IMG_1.heic 不支持苹果手机的HEIC照片，未上传'),
      'big.pdf 21.0 MB，超过20 MB，未上传。请压缩或降低扫描分辨率。',
      expect.stringContaining('table.xlsx 平台导出的表格请在“平台导出的数据文件”下上传'),
      'empty.pdf 文件为空，未上传。',
      'degree.pdf 已收到',
    ])
    expect(sent.length).toBe(1)
    expect(await page.textContent('[data-drop-status]')).toBe('收到 1 份。4 份未接收，原因见下。')
    await Promise.all([page.waitForSelector('#sort'), page.click('text=确认已收到的文件')])
    expect(await page.locator('.hj-sorting__name a').allTextContents()).toEqual(['degree.pdf'])
  })

  test('the same file is said to be here already', async () => {
    const again = await pdf('degree again.pdf', 'x')
    await page.setInputFiles('#drop-files', [again])
    await page.waitForSelector('[data-drop-list] .hj-bad')
    expect(await linesOf()).toEqual([
      'degree again.pdf 该文件已上传（待确认种类的文件，degree.pdf），内容完全相同，未重复保存。',
    ])
  })

  test('a broken connection keeps what arrived, names the others, and goes on with them', async () => {
    await open()
    let arrived = 0
    await page.route('**/documents/drop', (route) => (++arrived > 1 ? route.abort() : route.continue()))
    await page.setInputFiles('#drop-files', [
      await pdf('passport.pdf', 'one'),
      await pdf('resume.pdf', 'two'),
      await pdf('visa.pdf', 'three'),
    ])
    await page.waitForSelector('text=继续上传这 2 份')
    expect(await linesOf()).toEqual(['passport.pdf 已收到', 'resume.pdf 未上传', 'visa.pdf 未上传'])
    await page.unroute('**/documents/drop')
    await Promise.all([page.waitForSelector('#sort'), page.click('text=继续上传这 2 份')])
    expect(await page.locator('.hj-sorting__name a').allTextContents()).toEqual([
      'passport.pdf',
      'resume.pdf',
      'visa.pdf',
    ])
  })

  test('files can be dragged there', async () => {
    await open()
    const { buffer } = await pdf('x', 'dragged')
    // in the browser, whose types the tests do not know
    const files = await page.evaluateHandle(`(() => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array([${[...buffer]}])], 'medical.pdf', { type: 'application/pdf' }))
      return data
    })()`)
    await page.dispatchEvent('[data-drop] .hj-drop', 'drop', { dataTransfer: files })
    await page.waitForSelector('#sort')
    expect(await page.locator('.hj-sorting__row select[id$="-kind"]').inputValue()).toBe('medical')
  })

  test('without script the same form takes several files', async () => {
    const plain = await browsing.windowsOf('applicant', { language: 'zh', script: false, width: 390 })
    const window = await plain.newPage()
    await open()
    await window.goto(page.url().replace(/#.*/, ''))
    await window.setInputFiles('#drop-files', [await pdf('护照.pdf', 'a'), await pdf('合同.pdf', 'b')])
    await window.click('[data-drop] button')
    await window.waitForLoadState()
    await window.waitForSelector('#sort')
    expect(await window.locator('#drop-error').allTextContents()).toEqual([])
    expect(await window.locator('.hj-sorting__name a').allTextContents()).toEqual(['护照.pdf', '合同.pdf'])
    await sayLanguages(window)
    await window.click('#sort button')
    expect(await window.textContent('main')).toContain('2份文件已归入材料清单')
    expect(await window.evaluate('document.documentElement.scrollWidth')).toBe(390)
    await plain.close()
  })
})
