/** A whole small Shanghai (test/web/served.ts) and a real browser, in which each person who looks at it has windows of their own. */
import type { Browser, BrowserContext } from 'playwright-core'
import { launchBrowser } from '../../tools/browser.js'
import { signIn } from '../../tools/tour/signIn.js'
import { type Name, PASSWORD } from '../cases/population.js'
import { Served } from '../web/served.js'

interface Screen {
  readonly language?: 'zh' | 'en'
  readonly width?: number
  readonly height?: number
  readonly script?: boolean
}

/** How long an answer is waited for, in ms: on a busy machine a paper is drawn for longer than it is usual to wait. */
const PATIENCE = 90_000

export class Browsing {
  private constructor(
    readonly site: Served,
    private readonly browser: Browser,
  ) {}

  static async open(): Promise<Browsing> {
    return new Browsing(await Served.open(), await launchBrowser())
  }

  /** Windows of a person who is signed in, or of a visitor; in English at a desk with script unless said otherwise. */
  async windowsOf(name: Name | undefined, screen: Screen = {}): Promise<BrowserContext> {
    const { language = 'en', width = 1440, height = 900, script = true } = screen
    const { origin, world } = this.site
    const context = await this.browser.newContext({ viewport: { width, height }, javaScriptEnabled: script })
    context.setDefaultTimeout(PATIENCE)
    await context.addCookies([{ name: 'language', value: language, url: origin }])
    if (name) await signIn(context, origin, name, PASSWORD, await world.code(name))
    return context
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.site.close()
  }
}
