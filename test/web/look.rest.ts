/** The sample pages in a browser; in the long run every page in every width, language and colour scheme. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../../tools/browser.js'
import { takeScreens } from '../../tools/screens.js'
import { long } from '../long.js'
import { KITS, SAMPLES, screensOf } from './samples/screens.js'
import { type SampleServer, startSamples } from './server.js'

let browser: Browser
let server: SampleServer

beforeAll(async () => {
  server = await startSamples()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

test('every page, narrow, English and dark', async () => {
  const options = { origin: server.origin, widths: [390], languages: ['en'], themes: ['dark'] } as const
  expect(await takeScreens(browser, screensOf(SAMPLES), options)).toEqual([])
}, 600_000)

test('every part, wide, Chinese and light', async () => {
  const options = { origin: server.origin, widths: [1440], languages: ['zh'], themes: ['light'] } as const
  expect(await takeScreens(browser, screensOf([...KITS, 'verify-revoked']), options)).toEqual([])
}, 600_000)

test('every part at 320 px', async () => {
  const options = { origin: server.origin, widths: [320], languages: ['zh'], themes: ['dark'] } as const
  expect(await takeScreens(browser, screensOf(KITS), options)).toEqual([])
}, 600_000)

const atLength = long ? test : test.skip
atLength(
  'every page in every width, language and colour scheme',
  async () => {
    const widths = [390, 720, 1024, 1440, 1920]
    expect(await takeScreens(browser, screensOf(SAMPLES), { origin: server.origin, widths })).toEqual([])
  },
  1_200_000,
)
