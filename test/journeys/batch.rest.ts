/** A clerk drops a ZIP for many hosts: it travels in pieces, and goes on where it broke, of itself and on another page. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { path } from '../../src/base/path.js'
import { readBatch } from '../../src/cases/files/workbook.js'
import { Batches } from '../../src/exchange/batch.service.js'
import { readHosts } from '../../src/exchange/batchReading.js'
import { BatchRunner } from '../../src/exchange/batchRunner.js'
import { bookOf, host, paper, passportOf, zipOf } from '../exchange/books.js'
import { Browsing } from './browsing.js'

let browsing: Browsing
beforeAll(async () => {
  browsing = await Browsing.open()
})
afterAll(() => browsing.close())

test('a ZIP of three pieces that breaks in the second one arrives once', async () => {
  const { site } = browsing
  const me = site.world.person('applicant')
  const hosts = readHosts(await readBatch(await bookOf(host(0))), '2026-11-24')
  const id = await site.app.get(Batches).order(me, { name: 'hosts.xlsx', hosts })
  await site.app.get(BatchRunner).run(me, id)
  // a file of the disk keeps its day, by which it is known again
  const folder = mkdtempSync(join(tmpdir(), 'clerk-'))
  const zip = join(folder, 'papers.zip')
  const content = await zipOf({
    [`${passportOf(0)} diploma.pdf`]: await paper('a diploma'),
    'nobody/noise.bin': randomBytes(9 * 1024 * 1024),
  })
  writeFileSync(zip, content)
  const page = await (await browsing.windowsOf('applicant', { width: 390 })).newPage()
  await page.goto(site.origin + path.batch(id))
  let [asked, offline] = [0, false]
  await page.route(`**${path.batchPapers(id)}`, async (route) => {
    asked += 1
    // the second piece, once; then nothing at all until the clerk comes back
    if (asked === 3 || offline) await route.abort()
    else await route.continue()
    if (asked === 5) offline = true
  })
  await page.setInputFiles('#drop-files', [zip])
  await page.getByText('The connection was lost. 1 not uploaded yet.').waitFor({ timeout: 60_000 })
  offline = false
  const before = asked
  page.on('dialog', (dialog) => void dialog.accept())
  await page.goto(site.origin + path.batch(id))
  await page.setInputFiles('#drop-files', [zip])
  await page.getByText('papers.zip: 1 received, 0 already there, 1 rejected').waitFor({ timeout: 60_000 })
  // an empty piece asks, and what had arrived is not sent again
  expect(asked - before).toBeLessThan(4)
  rmSync(folder, { recursive: true })
}, 180_000)
