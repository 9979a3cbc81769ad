/** The same letter by pdfkit, laid out by hand as one does with it: it has no fallback from face to face, so every text is cut into Latin and Chinese runs first. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import PDFDocument from 'pdfkit'
import QRCode from 'qrcode'
import { showCheckCode } from '../../src/base/checkCode.js'
import type { LetterData } from '../../src/letters/letterData.js'

const MM = 72 / 25.4
const RED = '#c3141b'

/** A function that prints letters, with the font files that ours are set in already read. */
export function openPdfkit(fontsDir: string): (letter: LetterData) => Promise<Buffer> {
  const read = (name: string) => readFileSync(join(fontsDir, `${name}.ttf`))
  const faces = {
    body: read('LXGWWenKai_Regular'),
    song: read('NotoSerifSC_600SemiBold'),
    hei: read('NotoSansSC_500Medium'),
    latin: read('NotoSerif_400Regular'),
  }
  return (letter) => print(letter, faces)
}

async function print(letter: LetterData, faces: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const margins = { top: 37 * MM, left: 28 * MM, right: 26 * MM, bottom: 35 * MM }
  const doc = new PDFDocument({ size: 'A4', margins, info: { Title: letter.number } })
  const pieces: Buffer[] = []
  doc.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = new Promise<void>((resolve) => doc.on('end', () => resolve()))
  for (const [name, file] of Object.entries(faces)) doc.registerFont(name, file)
  drawHalf(doc, letter, 'zh')
  doc.addPage()
  drawHalf(doc, letter, 'en')
  doc.end()
  await ended
  return Buffer.concat(pieces)
}

/** A paragraph in runs of one face each. */
function write(
  doc: PDFKit.PDFDocument,
  text: string,
  size: number,
  face = 'body',
  options: PDFKit.Mixins.TextOptions = {},
) {
  const runs = text.match(/[\u0020-\u024f]+|[^\u0020-\u024f]+/g) ?? [text]
  doc.fontSize(size)
  for (const [index, run] of runs.entries())
    doc
      .font(/^[\u0020-\u024f]/.test(run) ? 'latin' : face)
      .text(run, { lineGap: 4, ...options, continued: index < runs.length - 1 })
}

function drawHalf(doc: PDFKit.PDFDocument, letter: LetterData, key: 'zh' | 'en') {
  const size = key === 'zh' ? 16 : 11
  doc.fillColor(RED)
  write(doc, letter.issuer[key], key === 'zh' ? 30 : 17, 'song', { align: 'center' })
  doc
    .moveTo(20 * MM, doc.y)
    .lineTo(190 * MM, doc.y)
    .lineWidth(2)
    .stroke(RED)
  doc.fillColor('#000')
  write(doc, letter.number, 14)
  for (const line of letter.title[key].split('\n')) write(doc, line, size + 6, 'song', { align: 'center' })
  write(doc, letter.addressee[key], size)
  for (const text of letter.opening[key]) write(doc, text, size)
  for (const { label, value } of letter.facts) write(doc, `${label[key]}  ${value[key]}`, 11)
  for (const text of letter.assessment[key]) write(doc, text, size)
  for (const { heading, text } of letter.findings) {
    write(doc, heading[key], size, 'hei')
    write(doc, text[key], size)
  }
  for (const text of letter.closing[key]) write(doc, text, size)
  for (const name of letter.attachments) write(doc, name[key], size)
  write(doc, letter.signatory[key], size, 'body', { align: 'right' })
  write(doc, letter.issuedOn, size, 'body', { align: 'right' })
  doc
    .circle(150 * MM, doc.y, 21 * MM)
    .lineWidth(3)
    .stroke(RED)
  drawCode(doc, letter.check.url)
  write(doc, showCheckCode(letter.check.code), 13, 'hei')
  doc
    .save()
    .rotate(-54, { origin: [300, 420] })
    .fillColor(RED, 0.1)
  doc
    .font('hei')
    .fontSize(60)
    .text(letter.specimen ?? '', 60, 400, { lineBreak: false })
  doc.restore()
}

function drawCode(doc: PDFKit.PDFDocument, url: string) {
  const { size, data } = QRCode.create(url, { errorCorrectionLevel: 'M' }).modules
  const module = (24 * MM) / size
  if (doc.y > 650) doc.addPage()
  const [left, top] = [doc.page.margins.left, doc.y]
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) if (data[y * size + x]) doc.rect(left + x * module, top + y * module, module, module)
  doc.fill('#000')
  doc.y = top + 26 * MM
}
