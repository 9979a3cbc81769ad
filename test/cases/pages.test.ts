/** The pages of a document as pictures: one budget for all of them, however hostile the document. */
import { expect, test } from '@jest/globals'
import { PDFDocument } from 'pdf-lib'
import { Box } from '../../src/cases/files/box.js'
import { PAGE_LIMITS } from '../../src/cases/files/limits.js'
import { PageDrawer } from '../../src/cases/files/pages.js'
import { hostilePdf } from '../worker/hostilePdf.js'

const box = new Box()

async function pagesOf(drawer: PageDrawer, bytes: Uint8Array): Promise<number[]> {
  const drawn: number[] = []
  for await (const { page, image, width } of drawer.draw(bytes, 'application/pdf')) {
    expect([Buffer.from(image).subarray(8, 12).toString(), width]).toEqual(['WEBP', 1240])
    drawn.push(page)
  }
  return drawn
}

test('a document has one budget of time: what is drawn by then stays, the rest is not', async () => {
  const brief = new PageDrawer(box, { ...PAGE_LIMITS, documentSeconds: 8 })
  const drawn = await pagesOf(brief, hostilePdf('budget'))
  expect(drawn.length).toBeLessThan(PAGE_LIMITS.maxPages)
  expect(drawn).toEqual(drawn.map((_, at) => at + 1))
})

test('an honest document is drawn whole after it, in a process of its own', async () => {
  const document = await PDFDocument.create()
  for (let page = 0; page < 5; page++) document.addPage([595, 842])
  expect(await pagesOf(new PageDrawer(box), await document.save())).toEqual([1, 2, 3, 4, 5])
})
