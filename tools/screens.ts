/**
 * Looks at pages as people see them: screenshots in each width, language and colour scheme, and what axe-core finds wrong. As a
 * command: `node dist/tools/screens.js ORIGIN FOLDER ADDRESS…` writes one PNG each and says what is wrong.
 */
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Language } from '../src/base/text.js'
import { launchBrowser } from './browser.js'
import { isMain, runCommand } from './command.js'

export interface Screen {
  /** The file's name without width and ending: `01-home`. */
  readonly name: string
  /** Path and query on the server: `/`, `/verify?code=…`. */
  readonly address: string
}

export interface ScreenOptions {
  /** `http://127.0.0.1:3000` */
  readonly origin: string
  /** Where the PNGs go; without it none is made. */
  readonly folder?: string
  readonly widths?: readonly number[]
  readonly languages?: readonly Language[]
  readonly themes?: readonly ('light' | 'dark')[]
  /** Signs in, or puts the cookie of somebody who has. */
  readonly prepare?: (context: BrowserContext) => Promise<void>
}

/** One finding on one page: what axe-core says, a script error, a request that failed, a page that scrolls sideways. */
export interface Finding {
  readonly screen: string
  readonly what: string
}

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

interface AxeResult {
  violations: { id: string; help: string; nodes: { target: string[]; failureSummary?: string }[] }[]
}

/** What axe-core finds against WCAG 2.0 to 2.2, A and AA, and its best practices; empty when all is well. */
export async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(axe, 'utf8'))
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  // Describing every element that passed would take three quarters of the time
  const result: AxeResult = await page.evaluate(
    (values) => Reflect.get(globalThis, 'axe').run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'] }),
    tags,
  )
  return result.violations.map(({ id, help, nodes }) => {
    const [first] = nodes
    return `${id}: ${help} (${nodes.length} × ${first?.target.join(' ')}) ${first?.failureSummary ?? ''}`
  })
}

async function look(context: BrowserContext, screen: Screen, name: string, address: string, folder?: string) {
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(address, { waitUntil: 'load' })
  if (folder) {
    // what is loaded as one comes to it is in the picture, too
    await page.evaluate(
      'Promise.all([...document.images].map((image) => { image.loading = "eager"; return image.decode().catch(() => {}) }))',
    )
    const picture = () => page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
    // On a busy machine Chromium sometimes has no frame ready; it has one the next time
    await picture().catch(picture)
  }
  // As an expression, for the tools are compiled without the browser's types
  const sideways = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  if (Number(sideways) > 0) faults.push(`scrolls ${sideways} px sideways`)
  faults.push(...(await findViolations(page)))
  await page.close()
  return faults.map((what) => ({ screen: name || screen.name, what }))
}

/**
 * Opens every screen in every width, language and scheme; names files like 01-home.en-390-dark.png.
 *
 * @returns everything that is wrong; an empty list when nothing is
 */
export async function takeScreens(
  browser: Browser,
  screens: readonly Screen[],
  options: ScreenOptions,
): Promise<Finding[]> {
  const {
    origin,
    folder,
    widths = [1440, 390],
    languages = ['zh', 'en'],
    themes = ['light', 'dark'],
    prepare,
  } = options
  if (folder) await mkdir(folder, { recursive: true })
  const findings: Finding[] = []
  for (const colorScheme of themes) {
    for (const width of widths) {
      const height = width < 768 ? 844 : 900
      const context = await browser.newContext({ viewport: { width, height }, colorScheme })
      await prepare?.(context)
      for (const language of languages) {
        for (const screen of screens) {
          const url = new URL(screen.address, origin)
          url.searchParams.set('language', language)
          const suffix = `${language === 'en' ? '.en' : ''}-${width}${colorScheme === 'dark' ? '-dark' : ''}`
          findings.push(...(await look(context, screen, `${screen.name}${suffix}`, url.href, folder)))
        }
      }
      await context.close()
    }
  }
  return findings
}

/** A file's name for an address: /cases/7?tab=history is cases-7-tab-history, / is home. */
const nameOf = (address: string): string => address.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '') || 'home'

if (isMain(import.meta.url)) {
  await runCommand(async () => {
    const [origin, folder, ...addresses] = process.argv.slice(2)
    if (!origin || !folder || addresses.length === 0) throw new Error('screens ORIGIN FOLDER ADDRESS…')
    const browser = await launchBrowser()
    try {
      const screens = addresses.map((address) => ({ address, name: nameOf(address) }))
      const findings = await takeScreens(browser, screens, { origin, folder })
      for (const { screen, what } of findings) process.stdout.write(`${screen}: ${what}\n`)
      if (findings.length > 0) process.exitCode = 1
    } finally {
      await browser.close()
    }
  })
}
