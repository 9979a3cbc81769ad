/** A contract whose pages are drawn, for those who read it in a browser. */
import { Readable } from 'node:stream'
import { PDFDocument } from 'pdf-lib'
import { FileReceiver } from '../../src/cases/files/receive.js'
import { PreviewMaker } from '../../src/worker/previewMaker.js'
import type { Name } from '../cases/population.js'
import type { Case } from '../cases/world.js'

/** Attaches to a draft a contract of so many pages. */
export async function attachPages(one: Case, pages: number, by: Name = 'applicant'): Promise<void> {
  const pdf = await PDFDocument.create()
  for (let page = 1; page <= pages; page++)
    pdf.addPage([400, 560]).drawText(`Page ${page}`, { x: 40, y: 480, size: 30 })
  const file = Readable.from([Buffer.from(await pdf.save())])
  const received = await one.world.app.get(FileReceiver).receive({ filename: 'contract.pdf', file }, 'contract', null)
  await one.do(by, 'attachFile', { kind: 'contract', file: received })
}

/** Draws its pages. Answers which document it is. */
export async function drawPages({ id, world }: Case): Promise<number> {
  const { rows } = await world.admin.query<{ id: number }>(
    `select max(id)::int as id from attachments where case_id = $1 and kind = 'contract'`,
    [id],
  )
  const contract = rows[0]?.id ?? 0
  await (await world.openWorker()).get(PreviewMaker).make(contract)
  return contract
}
