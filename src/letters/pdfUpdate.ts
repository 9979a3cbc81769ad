/**
 * Adds to a PDF without touching a byte of it (ISO 32000-1, 7.5.6), as far as a signature needs:
 * the files are our own, so what is not as expected (a compressed cross-reference, a form,
 * annotations, encryption) is refused and never guessed at.
 */

interface Trailer {
  readonly size: number
  readonly root: number
  readonly rest: string
  readonly startOfTable: number
}

export interface PdfFile {
  readonly trailer: Trailer
  readonly catalog: string
  readonly page: { readonly number: number; readonly body: string }
}

/** Reads what a signature changes: catalogue and first page. Throws Error when the file is not of our making. */
export function readPdf(pdf: Buffer): PdfFile {
  const text = pdf.toString('latin1')
  const startOfTable = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1] ?? Number.NaN)
  const table = Number.isNaN(startOfTable) ? '' : text.slice(startOfTable)
  const dictionary = /trailer\s*<<([\s\S]*?)>>\s*startxref/.exec(table)?.[1]
  if (!table.startsWith('xref') || dictionary === undefined || dictionary.includes('/Encrypt'))
    throw unexpected('trailer')
  const size = Number(/\/Size (\d+)/.exec(dictionary)?.[1])
  const root = Number(/\/Root (\d+) 0 R/.exec(dictionary)?.[1])
  const offsets = readOffsets(table)
  const catalog = bodyOf(text, offsets, root)
  let number = Number(/\/Pages (\d+) 0 R/.exec(catalog)?.[1])
  let body = bodyOf(text, offsets, number)
  for (let kid = /\/Kids\s*\[\s*(\d+) 0 R/.exec(body); kid; kid = /\/Kids\s*\[\s*(\d+) 0 R/.exec(body)) {
    number = Number(kid[1])
    body = bodyOf(text, offsets, number)
  }
  if (catalog.includes('/AcroForm')) throw unexpected('form')
  if (body.includes('/Annots')) throw unexpected('annotations')
  const rest = dictionary.replace(/\/(Size \d+|Root \d+ 0 R|Prev \d+)/g, '').trim()
  return { trailer: { size, root, rest, startOfTable }, catalog, page: { number, body } }
}

function readOffsets(table: string): ReadonlyMap<number, number> {
  const offsets = new Map<number, number>()
  const head = /^xref\s+0 (\d+)\s+/.exec(table)
  if (!head) throw unexpected('cross-reference')
  const entries = table.slice(head[0].length)
  for (let number = 0; number < Number(head[1]); number++) {
    const entry = /^(\d{10}) \d{5} ([nf])/.exec(entries.slice(number * 20, number * 20 + 20))
    if (!entry) throw unexpected('cross-reference')
    if (entry[2] === 'n') offsets.set(number, Number(entry[1]))
  }
  return offsets
}

/** The dictionary of an object, from `<<` to `>>`. */
function bodyOf(text: string, offsets: ReadonlyMap<number, number>, number: number): string {
  const start = offsets.get(number)
  const head = `${number} 0 obj`
  if (start === undefined || !text.startsWith(head, start)) throw unexpected(`object ${number}`)
  const body = text.slice(start + head.length, text.indexOf('endobj', start)).trim()
  if (!body.startsWith('<<') || !body.endsWith('>>')) throw unexpected(`object ${number}`)
  return body
}

const unexpected = (what: string): Error => new Error(`not a PDF that letters are made as: ${what}`)

/** A dictionary with more entries. */
export const extend = (dictionary: string, entries: string): string =>
  `${dictionary.slice(0, -2).trimEnd()}\n${entries}\n>>`

/** The bytes to append so that these objects (number to body) are new or take the place of older ones. */
export function writeUpdate(pdf: Buffer, { trailer }: PdfFile, objects: ReadonlyMap<number, string>): Buffer {
  const parts: string[] = [pdf.at(-1) === 0x0a ? '' : '\n']
  const offsets = new Map<number, number>()
  let at = pdf.length + (parts[0]?.length ?? 0)
  for (const [number, body] of objects) {
    const part = `${number} 0 obj\n${body}\nendobj\n`
    offsets.set(number, at)
    parts.push(part)
    at += part.length
  }
  const entries = [...offsets].sort(([a], [b]) => a - b)
  const sections = entries.map(([number, offset]) => `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`)
  const size = Math.max(trailer.size, ...[...objects.keys()].map((number) => number + 1))
  parts.push(
    `xref\n${sections.join('')}trailer\n<<\n/Size ${size}\n/Root ${trailer.root} 0 ` +
      `R\n/Prev ${trailer.startOfTable}\n${trailer.rest}\n>>\n`,
    `startxref\n${at}\n%%EOF\n`,
  )
  return Buffer.from(parts.join(''), 'latin1')
}
