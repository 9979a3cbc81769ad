/**
 * Somebody at a screen: opens, fills in, presses, reads; and every page is whole and no wider than the screen. With the mouse, or with the keyboard alone: then Tab is pressed until the thing has the
 * focus, it must be seen there, and only keys work it.
 */
import { readFileSync } from 'node:fs'
import { expect } from '@jest/globals'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import type { Name } from '../cases/population.js'
import type { Served } from '../web/served.js'
import type { Browsing } from './browsing.js'

export interface Manner {
  readonly language: 'zh' | 'en'
  readonly width: number
  readonly script: boolean
  readonly keyboard?: true
}

/** 720 px is a desk enlarged to 200 %. */
export const MANNERS: readonly Manner[] = [
  { language: 'zh', width: 1440, script: true },
  { language: 'en', width: 390, script: false },
  { language: 'zh', width: 720, script: true, keyboard: true },
  { language: 'en', width: 1440, script: false },
  { language: 'zh', width: 390, script: true },
  { language: 'en', width: 720, script: false, keyboard: true },
  { language: 'en', width: 1440, script: true },
  { language: 'zh', width: 390, script: false },
]

export const sayManner = ({ language, width, script, keyboard }: Manner): string =>
  `${language}, ${width} px, ${script ? 'with' : 'without'} script${keyboard ? ', with the keyboard alone' : ''}`

/** Whether what has the focus can be seen: in the window, and nothing lies over it. */
const UNSEEN = `(() => {
  const at = document.activeElement
  const { left, top, width, height } = at.getBoundingClientRect()
  const [x, y] = [left + Math.min(width, innerWidth - left) / 2, top + Math.min(height, innerHeight - top) / 2]
  const over = document.elementFromPoint(x, y)
  return at.contains(over) || over?.contains(at) || [...(at.labels ?? [])].some((label) => label.contains(over)) ? '' : at.outerHTML.slice(0, 200)
})()`

export class Reader {
  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly browsing: Browsing,
    readonly manner: Manner,
  ) {}

  static async of(browsing: Browsing, name: Name | undefined, manner: Manner): Promise<Reader> {
    const context = await browsing.windowsOf(name, manner)
    return new Reader(await context.newPage(), context, browsing, manner)
  }

  get site(): Served {
    return this.browsing.site
  }

  /** Somebody else, in the same manner. */
  beside(name: Name | undefined): Promise<Reader> {
    return Reader.of(this.browsing, name, this.manner)
  }

  words(zh: string, en: string): string {
    return this.manner.language === 'zh' ? zh : en
  }

  async open(path: string): Promise<void> {
    const answer = await this.page.goto(this.site.origin + path)
    expect(answer?.status()).toBe(200)
    await this.look()
  }

  /** Opens the link of a mail: its page sends the code by itself; without script it is typed in. */
  async openLink(link: string): Promise<void> {
    if (this.manner.script) {
      await this.page.goto(this.site.origin + link)
      await this.page.waitForSelector('form[data-link]', { state: 'detached' })
      return this.look()
    }
    await this.open(link)
    await this.fill({ _link: link })
    await this.press('继续', 'Continue')
  }

  /** Follows the first link of this address or kind, which must be on the page. */
  follow(href: string): Promise<void> {
    return this.go(this.page.locator(href.startsWith('a[') ? `main ${href}` : `main a[href="${href}"]`).first())
  }

  /** Works a link or a button, after which another page is there. */
  async go(control: Locator): Promise<void> {
    const came = this.page.waitForEvent('domcontentloaded')
    await this.work(control)
    await came
    await this.page.waitForLoadState('load')
    await this.look()
  }

  /** Answers questions by their names, as a form names them. */
  async fill(answers: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(answers)) {
      const choice = this.page.locator(`main :is([name="${name}"], [name="${name}[]"])[value="${value}"]`)
      const select = this.page.locator(`main select[name="${name}"]`)
      if ((await choice.count()) > 0) await this.tick(choice.first())
      else if ((await select.count()) > 0) await this.choose(select, value)
      else await this.write(this.page.locator(`main :is(textarea, input:not([type="hidden"]))[name="${name}"]`), value)
    }
  }

  /** Ticks a box, or chooses a radio. */
  async tick(box: Locator): Promise<void> {
    if (!this.manner.keyboard) return box.check()
    if ((await box.getAttribute('type')) === 'radio') {
      const name = await box.getAttribute('name')
      await this.reach(this.page.locator(`main input[name="${name}"]`))
      for (let steps = 0; steps < 50 && !(await this.isAt(box)); steps++) await this.page.keyboard.press('ArrowDown')
      expect(await this.isAt(box)).toBe(true)
    } else await this.reach(box)
    if (!(await box.isChecked())) await this.page.keyboard.press('Space')
    expect(await box.isChecked()).toBe(true)
  }

  private async choose(select: Locator, value: string): Promise<void> {
    if (!this.manner.keyboard) {
      await select.selectOption(value)
      return
    }
    await this.reach(select)
    await this.page.keyboard.press('Home')
    for (let steps = 0; steps < 300 && (await select.inputValue()) !== value; steps++)
      await this.page.keyboard.press('ArrowDown')
    expect(await select.inputValue()).toBe(value)
  }

  async write(field: Locator, text: string): Promise<void> {
    if (!this.manner.keyboard) return field.fill(text)
    await this.reach(field)
    await this.page.keyboard.press('ControlOrMeta+A')
    await this.page.keyboard.insertText(text)
  }

  /** Presses the form's own button: the last that is not a lesser one. */
  async send(): Promise<void> {
    // what is typed goes out once the paper beside it says the same
    await this.page.locator('[name="_shown"][value="changed"]').waitFor({ state: 'detached' })
    const button = 'main form[method="post"] button.govuk-button:not(.govuk-button--secondary, [aria-disabled="true"])'
    return this.go(this.page.locator(button).last())
  }

  /** Presses the button that is called so. */
  press(zh: string, en: string): Promise<void> {
    return this.go(
      this.page
        .locator('main')
        .getByRole('button', { name: this.words(zh, en) })
        .first(),
    )
  }

  /** The bytes of the file that a link of this name gives. */
  async take(zh: string, en: string): Promise<Buffer> {
    const comes = this.page.waitForEvent('download')
    await this.work(
      this.page
        .locator('main')
        .getByRole('link', { name: this.words(zh, en) })
        .first(),
    )
    return readFileSync(await (await comes).path())
  }

  async text(): Promise<string> {
    return (await this.page.locator('main').textContent()) ?? ''
  }

  private async work(control: Locator): Promise<void> {
    if (!this.manner.keyboard) return control.click()
    await this.reach(control)
    await this.page.keyboard.press('Enter')
  }

  /** Tab until one of these has the focus. */
  private async reach(wanted: Locator): Promise<void> {
    await wanted.first().waitFor()
    for (let steps = 0; steps < 400 && !(await this.isAt(wanted)); steps++) await this.page.keyboard.press('Tab')
    expect([wanted.toString(), await this.isAt(wanted)]).toEqual([wanted.toString(), true])
    expect(await this.page.evaluate(UNSEEN)).toBe('')
  }

  private async isAt(wanted: Locator): Promise<boolean> {
    return (await wanted.and(this.page.locator(':focus')).count()) > 0
  }

  private async look(): Promise<void> {
    const wide = await this.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect([this.page.url(), wide]).toEqual([this.page.url(), 0])
  }

  close(): Promise<void> {
    return this.context.close()
  }
}
