/** The same letter by headless Chromium, three ways. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { projectFolder } from '../../src/settings.js'
import { launchBrowser } from '../../tools/browser.js'
import { makeLetter } from './letter.js'
import { bringFonts, drawBody, drawPage } from './page.js'

type Print = (serial: number) => Promise<Buffer>

/** The browser, its first letter, and a function for each way. */
export async function openChromium(
  folder: string,
  fontsDir: string,
): Promise<{ pdf: Buffer; close: () => Promise<void>; ways: Readonly<Record<string, Print>> }> {
  const browser = await launchBrowser(projectFolder)
  const options = { preferCSSPageSize: true, printBackground: true }
  const file = join(folder, 'letter.html')
  const open = async (serial: number, faces: string): Promise<Page> => {
    const page = await browser.newPage()
    writeFileSync(file, drawPage(makeLetter(serial), faces))
    await page.goto(pathToFileURL(file).href)
    await page.evaluate('document.fonts.ready.then(() => true)')
    return page
  }
  const printFresh =
    (faces: string): Print =>
    async (serial) => {
      const page = await open(serial, faces)
      const pdf = await page.pdf(options)
      await page.close()
      return pdf
    }
  const fresh = printFresh(bringFonts(fontsDir))
  const pdf = await fresh(0)
  let kept: Page | undefined
  const printKept: Print = async (serial) => {
    kept ??= await open(0, '')
    await kept.evaluate(`document.body.innerHTML = ${JSON.stringify(drawBody(makeLetter(serial)))}`)
    return kept.pdf(options)
  }
  return {
    pdf,
    close: () => browser.close(),
    ways: {
      'a page for every letter, bringing its fonts': fresh,
      'a page for every letter, fonts installed': printFresh(''),
      'one page kept, fonts installed': printKept,
    },
  }
}
