/** A form of a firm that is left while somebody types: it is saved, and nobody is asked. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sectionAddress } from '../../src/web/case/addresses.js'
import { Browsing } from './browsing.js'

let browsing: Browsing

beforeAll(async () => {
  browsing = await Browsing.open()
}, 120_000)
afterAll(() => browsing.close())

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
  await page.fill('[name="talent[chineseName]"]', '罗茱莉')
  await page.locator('.govuk-back-link').click()
  await page.waitForURL(/\/cases\/\d+$/)
  expect(asked).toEqual([])
  await page.waitForTimeout(1000)
  await page.goto(browsing.site.origin + sectionAddress(one.id, 'talent'))
  expect(await page.inputValue('[name="talent[chineseName]"]')).toBe('罗茱莉')
})
