/** Work that leads to another page: a form that is being saved goes out only afterwards, so that the page that stands when a press returns may still be the old one. */
import type { Page } from 'playwright-core'

/** Does the work and answers once the page that it leads to is there, also when it has the same address. */
export async function toNextPage(page: Page, work: () => Promise<unknown>): Promise<void> {
  await Promise.all([page.waitForEvent('domcontentloaded'), work()])
  await page.waitForLoadState('load')
}
