/** Hands at a browser, whose presses, pages and typed boxes are counted for docs/measures.md. */
import type { Page } from 'playwright-core'

/** Somebody at the browser, whose every press is counted. */
export class Hands {
  clicks = 0
  pages = 0
  boxes = 0
  keys = 0

  constructor(readonly page: Page) {
    page.on('load', () => {
      this.pages += 1
    })
  }

  get counts() {
    return { clicks: this.clicks, pages: this.pages, boxes: this.boxes }
  }

  async type(id: string, value: string): Promise<void> {
    this.boxes += 1
    await this.page.fill(`[id="${id}"]`, value)
  }

  async date(id: string, on: string): Promise<void> {
    const boxes = this.page.locator(`.govuk-date-input:has([id="${id}"]) input`)
    for (const [index, part] of on.split('-').entries()) {
      this.boxes += 1
      await boxes.nth(index).fill(part)
    }
  }

  /** What stands in the boxes of a date. */
  async valueOf(id: string): Promise<string> {
    const boxes = this.page.locator(`.govuk-date-input:has([id="${id}"]) input`)
    return (await Promise.all((await boxes.all()).map((box) => box.inputValue()))).join('-')
  }

  async choose(selector: string): Promise<void> {
    this.clicks += 1
    await this.page.check(selector)
  }

  /** A list: opened, and one of it taken. */
  async pick(selector: string, value: string): Promise<void> {
    this.clicks += 2
    await this.page.selectOption(selector, value)
  }

  /** The same by its words. */
  async pickNamed(selector: string, label: string): Promise<void> {
    this.clicks += 2
    await this.page.selectOption(selector, { label })
  }

  /** A key, or several together, that changes the page. */
  async key(name: string): Promise<void> {
    this.keys += 1
    await this.page.keyboard.press(name)
  }

  /** A key that leads to a page. */
  async keyTo(name: string): Promise<void> {
    this.keys += 1
    await Promise.all([this.page.waitForEvent('load'), this.page.keyboard.press(name)])
  }

  /** A press that leads to a page. */
  async go(selector: string): Promise<void> {
    this.clicks += 1
    await Promise.all([this.page.waitForEvent('load'), this.page.locator(selector).first().click()])
  }

  /** A press that changes the page. */
  async press(selector: string): Promise<void> {
    this.clicks += 1
    await this.page.locator(selector).first().click()
  }

  /** A file field: opened, and the dialog confirmed. */
  async files(selector: string, files: Parameters<Page['setInputFiles']>[1]): Promise<void> {
    this.clicks += 2
    await this.page.setInputFiles(selector, files)
  }
}
