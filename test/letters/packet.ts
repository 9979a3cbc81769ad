/** The facts inside a paper's file, read as anybody's program would: the stream of the metadata, and the properties of our namespace in it. Shares nothing with what writes them. */
import { PDFDocument } from 'pdf-lib'
import { streamOf } from './pdfText.js'

/** The XMP packet of a file, signed or not. */
export async function packetOf(file: Buffer): Promise<string> {
  const document = await PDFDocument.load(file, { updateMetadata: false })
  return Buffer.from(streamOf(document.catalog, 'Metadata').contents).toString('utf8')
}

const plain = (text: string) =>
  text.replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? '')

/** The values of our properties, read from the packet's text. */
export const readValues = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/<haijian:(\w+)>([^<]*)<\/haijian:\1>/g)].map(([, name = '', value = '']) => [
      name,
      plain(value),
    ]),
  )
