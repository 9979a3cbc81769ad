/** A hand at one page of a real browser: presses what stands there, and sees what came of it. Every fault is a sentence that names the control. */
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { projectFolder } from '../../../src/settings.js'
import type { Field } from './values.js'

/** What is added to every page (probe.js); called by its name, for tests know no browser's types. */
export const PROBE = join(projectFolder, 'test/journeys/crawl/probe.js')

export interface Control {
  readonly key: string
  readonly kind: 'link' | 'fold' | 'choice' | 'text' | 'add' | 'remove' | 'send' | 'button' | 'box' | 'radio' | 'file'
  /** Controls of a page that are the same but for numbers. */
  readonly likeness: string
  readonly name: string
  readonly region: string
  /** Which form of the page it belongs to; -1 for none. */
  readonly form: number
  /** An action that has to wait, with its reason beside it. */
  readonly waits: boolean
  /** The one that was pressed last, whatever it is called now. */
  readonly isPressed: boolean
  readonly href: string
}

export const say = ({ kind, name }: Pick<Control, 'kind' | 'name'>): string => `${kind} “${name}”`

/** What a press led to. */
export interface Outcome {
  /** Statuses of the pages that came, redirections among them. */
  readonly statuses: readonly number[]
  /** A file came, or a window of its own. */
  readonly downloaded: boolean
  readonly changed: boolean
}

/** The control by which an answer is given: of radios and boxes of one name the one with this value. */
export const keyOf = ({ kind, keys, values }: Field, value: string): string =>
  keys[kind === 'radio' || kind === 'box' ? Math.max(0, values.indexOf(value)) : 0] ?? ''

const WAIT = 20_000 // ms until a control can be pressed, on a busy machine
const PATIENCE = 28 // times that a page is asked, each up to 0.7 s, until nothing is held to come any more
const MOST_TRIES = 5 // to open a page
const PAUSE = 300 // ms after the first of them; longer after each
/** What Chromium itself writes of an answer that the page shows as such. */
const OWN_WORDS = /Failed to load resource: the server responded with a status of 4(09|22|13)/

export class Hand {
  /** Errors of the console and of scripts, and answers of 500 and above, since they were last taken. */
  private faults: string[] = []
  private statuses: number[] = []
  private downloads = 0

  private constructor(
    readonly page: Page,
    private readonly origin: string,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error' && !OWN_WORDS.test(message.text()))
        this.faults.push(`console: ${message.text()} ${message.location().url}`)
    })
    page.on('pageerror', (error) => this.faults.push(`script: ${error.message}`))
    page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined))
    page.on('download', () => {
      this.downloads += 1
    })
    page.on('popup', (window) => {
      this.downloads += 1
      void window.close()
    })
    page.on('response', (response) => {
      const request = response.request()
      const status = response.status()
      if (status >= 500 && response.url().startsWith(origin))
        this.faults.push(`${request.method()} ${new URL(response.url()).pathname} is answered by ${status}`)
      if (!request.isNavigationRequest() || response.frame() !== page.mainFrame()) return
      this.statuses.push(status)
      if (response.headers()['content-disposition']?.startsWith('attachment')) this.downloads += 1
    })
  }

  static at(page: Page, origin: string): Hand {
    return new Hand(page, origin)
  }

  takeFaults(): string[] {
    const found = [...new Set(this.faults)]
    this.faults = []
    return found
  }

  /** Asks the page; one that is just leading on is asked again once the next has come. */
  async ask<Answer>(name: string, ...given: readonly unknown[]): Promise<Answer> {
    const question = `globalThis.crawl.${name}(${given.map((one) => JSON.stringify(one)).join(', ')})`
    for (let tries = 0; ; tries++)
      try {
        return await this.page.evaluate<Answer>(question)
      } catch (error) {
        if (tries === 3 || !/context was destroyed|Cannot find context/.test(String(error))) throw error
        await this.page.waitForLoadState('load')
      }
  }

  /** Opens a page; answers its status. */
  async open(address: string): Promise<number> {
    const { page } = this
    const go = () => page.goto(this.origin + address, { waitUntil: 'load' })
    // the same page at another place of it is brought anew
    const open = async () => (await go()) ?? (await page.reload({ waitUntil: 'load' }))
    const answer = await this.patiently(open)
    await this.ready()
    return answer?.status() ?? 0
  }

  /** A page that is left may still be sending, or be on its way elsewhere: until it has come, a next try is broken off. */
  private async patiently<Answer>(open: () => Promise<Answer>): Promise<Answer> {
    for (let tries = 1; ; tries++)
      try {
        return await open()
      } catch (error) {
        if (tries === MOST_TRIES) throw error
        await this.page.waitForTimeout(tries * PAUSE)
        await this.page.waitForLoadState('load').catch(() => undefined)
      }
  }

  /** Until the page's own scripts have begun: what they bring is found as well. */
  private async ready(): Promise<void> {
    for (let tries = 0; tries < 3; tries++)
      // a page that leads on takes its answer with it
      if (await this.ask<boolean>('calm').catch(() => false)) return
  }

  get path(): string {
    const { pathname, search } = new URL(this.page.url())
    return pathname + search
  }

  list(): Promise<Control[]> {
    return this.ask('list')
  }

  fields(form: number): Promise<Field[]> {
    return this.ask('fields', form)
  }

  at(key: string): Locator {
    return this.page.locator(`[data-crawl="${key.replace(/["\\]/g, '\\$&')}"]`).first()
  }

  /** Presses something and waits until something has come of it, or has not. */
  async press(control: Pick<Control, 'key' | 'kind'>): Promise<Outcome> {
    this.statuses = []
    const downloads = this.downloads
    await this.ask('uncover', control.key)
    const before = await this.ask<string>('take', control.key)
    // a form that saves itself says so meanwhile: that is not what came of sending it
    const sent =
      control.kind === 'send' && this.page.waitForEvent('framenavigated', { timeout: 5000 }).catch(() => undefined)
    if (await this.ask<boolean>('isForKeys', control.key)) {
      await this.at(control.key).focus()
      await this.page.keyboard.press('Enter')
    } else await this.at(control.key).click({ timeout: WAIT })
    await sent
    const changed = await this.until(before, downloads)
    await this.page.waitForLoadState('load').catch(() => undefined)
    const downloaded = this.downloads > downloads
    if (this.statuses.length === 0 || downloaded) return { statuses: this.statuses, downloaded, changed }
    await this.ready()
    // a page that is on its way differs from every other one
    return { statuses: this.statuses, downloaded, changed: before !== (await this.ask<string>('snapshot')) }
  }

  private async until(before: string, downloads: number): Promise<boolean> {
    for (let asked = 0; asked < PATIENCE && this.downloads === downloads; asked++) {
      // while another page comes there is nobody to ask
      if (await this.ask<boolean>('differs', before, 700).catch(() => false)) return true
      if (this.statuses.some((status) => status < 300 || status >= 400)) return false // a page that came and is the same
    }
    return this.downloads > downloads
  }

  /** Types or chooses an answer, as people do. Answers whether the box took it. */
  async answer(field: Field, value: string): Promise<boolean> {
    const key = keyOf(field, value)
    if (!(await this.ask<boolean>('uncover', key))) return false
    const control = this.at(key)
    const options = { timeout: WAIT }
    if (field.kind === 'choice') await control.selectOption(value, options)
    else if (field.kind === 'radio') await control.check(options)
    else if (field.kind === 'box') await control.check(options)
    else await control.fill(value, options)
    // a choice may draw what stands around it anew
    if (field.kind !== 'text') await this.ready()
    return true
  }

  async attach(field: Field, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await this.ask('uncover', field.keys[0])
    await this.at(field.keys[0] ?? '').setInputFiles(file, { timeout: WAIT })
  }
}
