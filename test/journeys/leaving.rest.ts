/** A form of a firm that is left while somebody types: it is saved, and nobody is asked. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { PDFDocument } from 'pdf-lib'
import { path } from '../../src/base/path.js'
import { fieldAddress, sectionAddress } from '../../src/web/case/addresses.js'
import { Browsing } from './browsing.js'

let browsing: Browsing

beforeAll(async () => {
  browsing = await Browsing.open()
})
afterAll(() => browsing.close())

const versionOf = async (id: number): Promise<number | undefined> => {
  const asked = browsing.site.world.admin.query<{ version: number }>(
    'select answers_version as version from cases where id = $1',
    [id],
  )
  return (await asked).rows[0]?.version
}

test('what was typed in the last second is kept when the page is left', async () => {
  const one = await browsing.site.world.draft('applicant', 'goodsHost')
  const page = await (await browsing.windowsOf('applicant')).newPage()
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.accept()
  })
  await page.goto(browsing.site.origin + sectionAddress(one.id, 'talent'))
  await page.waitForLoadState('networkidle')
  const before = await versionOf(one.id)
  await page.fill('[name="talent[chineseName]"]', '罗茱莉')
  await page.locator('.govuk-back-link').click()
  await page.waitForURL(/\/cases\/\d+$/)
  expect(asked).toEqual([])
  for (let tries = 0; tries < 40 && (await versionOf(one.id)) === before; tries++) await page.waitForTimeout(250)
  await page.goto(browsing.site.origin + sectionAddress(one.id, 'talent'))
  expect(await page.inputValue('[name="talent[chineseName]"]')).toBe('罗茱莉')
})

test('a file that is selected and not sent is not lost unasked', async () => {
  const one = await browsing.site.world.draft('applicant', 'goodsHost')
  const page = await (await browsing.windowsOf('applicant')).newPage()
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.dismiss()
  })
  const documents = browsing.site.origin + path.documents(one.id)
  await page.goto(documents)
  const form = page.locator('form.hj-upload').filter({ visible: true }).first()
  const paper = await PDFDocument.create()
  paper.addPage()
  const buffer = Buffer.from(await paper.save())
  await form.locator('input[type="file"]').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer })
  await Promise.all([page.waitForEvent('dialog'), page.locator('.govuk-back-link').click()])
  expect(asked).toEqual(['beforeunload'])
  expect(page.url()).toBe(documents)
  await form.getByLabel('Kind of document').selectOption({ label: 'Other documents' })
  await form.getByLabel('Title').fill('Prizes')
  await Promise.all([page.waitForEvent('load'), form.locator('button:not([type="button"])').click()])
  await page.locator('.govuk-back-link').click()
  await page.waitForURL(/\/cases\/\d+$/)
  expect(asked).toHaveLength(1)
})

test('once the passport’s zone is put right, what was said of it is gone', async () => {
  const one = await browsing.site.world.draft('applicant', 'goodsHost')
  const page = await (await browsing.windowsOf('applicant', { language: 'zh' })).newPage()
  await page.goto(browsing.site.origin + sectionAddress(one.id, 'talent'))
  const good = await page.inputValue('#talent-passport-mrz')
  await page.fill('#talent-passport-mrz', good.replace(/\d/, 'X'))
  await page.fill('[name="talent[birthDate][month]"]', '13')
  await Promise.all([page.waitForEvent('load'), page.click('main button:has-text("保存并继续")')])
  await page.goto(`${browsing.site.origin}${sectionAddress(one.id, 'talent')}?all=1`)
  const told = await page.locator('.govuk-error-summary li').count()
  expect([told > 0, await page.locator('.govuk-form-group--error #talent-passport-mrz').count()]).toEqual([true, 1])
  await page.fill('#talent-passport-mrz', good)
  await page.click('button:has-text("据此填写")')
  expect(await page.locator('.govuk-form-group--error #talent-passport-mrz').count()).toBe(0)
  expect(
    await page.locator('.govuk-error-summary a:is([href$="talent-passport-mrz"], [href*="birthDate"])').count(),
  ).toBe(0)
})

test('a link to an answer leads to it, although the section has mistakes that are named above', async () => {
  const one = await browsing.site.world.draft('applicant', 'goodsHost')
  const page = await (await browsing.windowsOf('applicant', { language: 'zh' })).newPage()
  await page.goto(browsing.site.origin + sectionAddress(one.id, 'talent'))
  await page.fill('[name="talent[birthDate][month]"]', '13')
  await Promise.all([page.waitForEvent('load'), page.click('main button:has-text("保存并继续")')])
  // who comes back to mistakes is shown them first
  await page.locator('.govuk-error-summary:focus').waitFor()
  await page.goto(browsing.site.origin + fieldAddress(one.id, 'talent.email'))
  await page.locator('.govuk-error-summary').waitFor()
  await page.waitForLoadState('networkidle')
  expect(await page.evaluate('document.activeElement.id')).toBe('talent-email')
  expect(await page.evaluate('document.activeElement.getBoundingClientRect().top < innerHeight')).toBe(true)
})
