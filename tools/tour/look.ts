/** Opens one page in the browser and says what is wrong with it: for everybody who reads it, and for how it comes. */
import { join } from 'node:path'
import type { BrowserContext, Page, Request } from 'playwright-core'
import type { Language } from '../../src/base/text.js'
import { findViolations } from '../screens.js'
import type { Stop } from './find.js'
import { faultsOf, probe } from './probe.js'

/** How a page is read. */
export interface Manner {
  readonly language: Language
  readonly width: number
  readonly dark?: boolean
  readonly noScript?: boolean
}

/** zh-1440, en-390-dark-plain: the end of a picture's name. */
export const sayManner = ({ language, width, dark, noScript }: Manner): string =>
  [language, width, dark && 'dark', noScript && 'plain'].filter(Boolean).join('-')

/** HTML, style sheet and script together, as sent. */
const MOST_BYTES = 120_000

const WEIGHED = new Set(['document', 'stylesheet', 'script'])

/** Adds up what moves by itself after it was drawn. */
const SHIFTS = `globalThis.shifted = 0
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifted += entry.value
}).observe({ type: 'layout-shift', buffered: true })`

/** A window of one person in one manner. The caller closes its context. */
export class Window {
  /** What a file weighed when it came, for it is kept and does not come twice. */
  private readonly weights = new Map<string, number>()

  private constructor(
    readonly context: BrowserContext,
    private readonly origin: string,
    private readonly manner: Manner,
    private readonly data?: readonly RegExp[],
  ) {}

  /** `data`: what names hold that is not translated; with it the language of all names is looked at. */
  static async open(
    context: BrowserContext,
    origin: string,
    manner: Manner,
    data?: readonly RegExp[],
  ): Promise<Window> {
    await context.addCookies([{ name: 'language', value: manner.language, url: origin }])
    if (!manner.noScript) await context.addInitScript(SHIFTS)
    return new Window(context, origin, manner, data)
  }

  /**
   * Opens the page, does what the caller wants there, and looks.
   *
   * @param file where the picture goes, without ending; without it none is made
   */
  async look(
    { address, status = 200 }: Pick<Stop, 'address' | 'status'>,
    file?: string,
    then?: (page: Page) => Promise<void>,
  ): Promise<string[]> {
    const page = await this.context.newPage()
    const faults: string[] = []
    // what a page that leads on has broken off never ends, and has no size
    const came: Request[] = []
    page.on('requestfinished', (request) => came.push(request))
    page.on('console', (message) => {
      // Chromium complains of an error page itself
      const isExpected = status >= 400 && message.location().url === this.origin + address
      if (message.type() === 'error' && !isExpected) faults.push(`console: ${message.text()}`)
    })
    page.on('pageerror', (error) => faults.push(`script: ${error.message}`))
    try {
      const opened = await page.goto(this.origin + address, { waitUntil: 'load' })
      if (opened?.status() !== status) faults.push(`is answered by ${opened?.status()}`)
      // a link's page sends its code and leads on by script
      if (address.includes('#') && !this.manner.noScript)
        await page.locator('form[data-link]').waitFor({ state: 'detached' })
      await then?.(page)
      faults.push(...(await this.weigh(came)), ...(await this.measure(page)))
      const picture = () => page.screenshot({ path: `${file}.png`, fullPage: true })
      // On a busy machine Chromium sometimes has no frame ready; it has one the next time
      if (file) await picture().catch(picture)
      if (!this.manner.noScript) faults.push(...(await findViolations(page)))
      faults.push(...faultsOf(await probe(page), this.data))
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error))
    } finally {
      await page.close()
    }
    return faults
  }

  private async weigh(came: readonly Request[]): Promise<string[]> {
    let bytes = 0
    for (const request of came.filter((one) => WEIGHED.has(one.resourceType()))) {
      const url = request.url()
      const { responseBodySize } = await request.sizes()
      const weight = Math.max(responseBodySize, this.weights.get(url) ?? 0)
      this.weights.set(url, weight)
      bytes += weight
    }
    return bytes > MOST_BYTES ? [`HTML, style sheet and script weigh ${bytes} bytes`] : []
  }

  /** As expressions, for the tools are compiled without the browser's types. */
  private async measure(page: Page): Promise<string[]> {
    const { scrollWidth, clientWidth, shifted } = await page.evaluate<{
      scrollWidth: number
      clientWidth: number
      shifted: number
    }>(
      '({ scrollWidth: document.documentElement.scrollWidth, clientWidth: document.documentElement.clientWidth, shifted: globalThis.shifted ?? 0 })',
    )
    const wide = scrollWidth - clientWidth
    return [
      ...(wide > 0 ? [`scrolls ${wide} px sideways`] : []),
      ...(shifted >= 0.001 ? [`moves by itself: ${shifted}`] : []),
    ]
  }
}

/** A file's name for an address: /cases/7?tab=history is cases-7-tab-history, / is home. */
export const fileOf = (folder: string, who: string, address: string): string =>
  join(folder, `${who}-${address.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '') || 'home'}`)
