/** Workbooks of invented hosts, and their papers, as a firm sends them. */
import { buffer } from 'node:stream/consumers'
import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import { ZipFile } from 'yazl'
import { checkDigit } from '../../src/base/mrz.js'
import { type BookRow, writeBook } from '../../src/exchange/batchBook.js'
import { exampleOf } from '../cases/inputs.js'

const AT = new Date('2026-11-24T01:00:00Z')

const zoneOf = (number: string): [string, string] => {
  const line = `${number}${checkDigit(number)}BRA950101${checkDigit('950101')}F320530${checkDigit('320530')}`
  const end = `${'<'.repeat(14)}0`
  const all = `${line.slice(0, 10)}${line.slice(13, 20)}${line.slice(21, 28)}${end}`
  return ['P<BRASANTOS<<ANA<LUIZA'.padEnd(44, '<'), `${line}${end}${checkDigit(all)}`]
}

export const passportOf = (index: number) => `FK${String(100000 + index)}0`.slice(0, 9).padEnd(9, '0')

/** A whole application, each about another person. */
export function host(index: number, change: (talent: Record<string, unknown>) => void = () => {}): BookRow {
  const answers = structuredClone(exampleOf('streamer').answers)
  const talent = answers.talent as Record<string, unknown> // of the file
  Object.assign(talent, { systemName: `SANTOS ANA ${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[index % 26]}` })
  Object.assign(talent.passport as object, { number: passportOf(index), mrz: zoneOf(passportOf(index)) })
  change(talent)
  return { number: String(index + 1), draft: '', answers, problems: [] }
}

export const bookOf = async (...hosts: BookRow[]): Promise<Buffer> => buffer(writeBook(hosts, AT))

/** A PDF or photograph that is unlike any other. */
export async function paper(kind: string): Promise<Buffer> {
  if (kind === 'photo')
    return sharp({ create: { width: 400, height: 520, channels: 3, background: { r: 200, g: 210, b: 220 } } })
      .jpeg()
      .toBuffer()
  const pdf = await PDFDocument.create()
  pdf.addPage().drawText(kind)
  return Buffer.from(await pdf.save())
}

export async function zipOf(files: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(content, name)
  zip.end()
  return buffer(zip.outputStream)
}
