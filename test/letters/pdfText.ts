/**
 * Reads what stands where in a letter's PDF, from its content streams: runs of glyphs with the text that ToUnicode gives them, and straight lines. Lengths in
 * millimetres from the page's upper left corner, sizes in points. Enough for the files that letters are, not for any PDF.
 */
import { decodePDFRawStream, PDFArray, PDFDict, PDFDocument, PDFName, PDFNumber, PDFRawStream, PDFRef } from 'pdf-lib'

export interface Run {
  readonly page: number
  readonly text: string
  /** Where the base line begins, and how far the run reaches to the right when it is upright. */
  readonly x: number
  readonly y: number
  readonly end: number
  readonly size: number
  readonly font: string
  readonly upright: boolean
}

export interface Rule {
  readonly page: number
  readonly x: number
  readonly end: number
  readonly y: number
  readonly thickness: number
}

export interface Sheet {
  readonly pages: number
  readonly runs: readonly Run[]
  readonly rules: readonly Rule[]
}

interface Face {
  readonly name: string
  readonly unicode: ReadonlyMap<number, string>
  readonly widths: ReadonlyMap<number, number>
}

type Matrix = readonly [number, number, number, number, number, number]

const mm = 25.4 / 72
const height = 297 / mm

export async function readSheet(pdf: Buffer): Promise<Sheet> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  const runs: Run[] = []
  const rules: Rule[] = []
  for (const [index, page] of document.getPages().entries()) {
    const faces = new Map<string, Face>()
    const fonts = page.node.Resources()?.lookupMaybe(PDFName.of('Font'), PDFDict)
    for (const [name, ref] of fonts?.entries() ?? []) faces.set(name.asString(), readFace(document, ref))
    const contents = page.node.Contents()
    if (!(contents instanceof PDFRawStream)) throw new Error('a page of a letter has one content stream')
    interpret(decode(contents), faces, index + 1, runs, rules)
  }
  return { pages: document.getPageCount(), runs, rules }
}

/** The stream under a name of a dictionary. Throws when there is none. */
export function streamOf(dictionary: PDFDict, name: string): PDFRawStream {
  const stream = dictionary.lookup(PDFName.of(name))
  if (!(stream instanceof PDFRawStream)) throw new Error(`no stream ${name}`)
  return stream
}

export const decode = (stream: PDFRawStream): string =>
  Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1')

function readFace(document: PDFDocument, ref: unknown): Face {
  const font = document.context.lookup(ref instanceof PDFRef ? ref : undefined, PDFDict)
  const map = decode(streamOf(font, 'ToUnicode'))
  const unicode = new Map<number, string>()
  for (const [section] of map.matchAll(/beginbfchar[\s\S]*?endbfchar/g)) {
    for (const [, glyph = '', text = ''] of section.matchAll(/<([0-9a-f]{4})>\s*<([0-9a-f]+)>/gi)) {
      unicode.set(Number.parseInt(glyph, 16), Buffer.from(text, 'hex').swap16().toString('utf16le'))
    }
  }
  if (map.includes('beginbfrange')) throw new Error('a map of ranges is not read here')
  const inner = font.lookup(PDFName.of('DescendantFonts'), PDFArray).lookup(0, PDFDict)
  const name = inner
    .lookup(PDFName.of('BaseFont'), PDFName)
    .asString()
    .replace(/^\/[A-Z]{6}\+/, '')
  return { name, unicode, widths: readWidths(inner.lookup(PDFName.of('W'), PDFArray)) }
}

function readWidths(list: PDFArray): Map<number, number> {
  const widths = new Map<number, number>()
  for (let i = 0; i < list.size(); ) {
    const first = list.lookup(i, PDFNumber).asNumber()
    const next = list.lookup(i + 1)
    if (next instanceof PDFArray) {
      for (let j = 0; j < next.size(); j++) widths.set(first + j, next.lookup(j, PDFNumber).asNumber())
      i += 2
    } else {
      const last = list.lookup(i + 1, PDFNumber).asNumber()
      const width = list.lookup(i + 2, PDFNumber).asNumber()
      for (let glyph = first; glyph <= last; glyph++) widths.set(glyph, width)
      i += 3
    }
  }
  return widths
}

const times = (a: Matrix, b: Matrix): Matrix => [
  a[0] * b[0] + a[1] * b[2],
  a[0] * b[1] + a[1] * b[3],
  a[2] * b[0] + a[3] * b[2],
  a[2] * b[1] + a[3] * b[3],
  a[4] * b[0] + a[5] * b[2] + b[4],
  a[4] * b[1] + a[5] * b[3] + b[5],
]

const token = /<<|>>|<[0-9a-f]*>|\(|\[|\]|\/[^\s[\]<>()/]+|-?\d*\.?\d+|[A-Za-z'"*][A-Za-z0-9'"*]*/gi

/** The words of a content stream. A string in brackets may hold balanced brackets. */
function* readTokens(content: string): Generator<string> {
  token.lastIndex = 0
  for (let match = token.exec(content); match; match = token.exec(content)) {
    const [word] = match
    if (word !== '(') {
      yield word
      continue
    }
    let depth = 1
    let at = token.lastIndex
    for (; depth > 0 && at < content.length; at++) {
      if (content[at] === '\\') at++
      else if (content[at] === '(') depth++
      else if (content[at] === ')') depth--
    }
    yield content.slice(match.index, at)
    token.lastIndex = at
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** The bytes of a string of either kind, or nothing when the operand is none. */
function readString(operand: string): Buffer | undefined {
  if (operand.startsWith('<')) return Buffer.from(operand.slice(1, -1), 'hex')
  if (!operand.startsWith('(')) return undefined
  const text = operand
    .slice(1, -1)
    .replace(/\\(?:([0-7]{1,3})|([\s\S]))/g, (_, octal: string | undefined, one: string) =>
      octal ? String.fromCharCode(Number.parseInt(octal, 8)) : (escapes[one] ?? one),
    )
  return Buffer.from(text, 'latin1')
}

function interpret(content: string, faces: ReadonlyMap<string, Face>, page: number, runs: Run[], rules: Rule[]): void {
  let state = { matrix: [1, 0, 0, 1, 0, 0] as Matrix, thickness: 1 }
  const stack: (typeof state)[] = []
  let text: Matrix = [1, 0, 0, 1, 0, 0]
  let face: Face | undefined
  let size = 0
  let path: [number, number][] = []
  let operands: string[] = []
  const number = (i: number): number => Number(operands.at(i))
  const matrix = (): Matrix => [number(0), number(1), number(2), number(3), number(4), number(5)]
  for (const word of readTokens(content)) {
    if (/^[-.\d/<[\]>(]/.test(word)) {
      operands.push(word)
      continue
    }
    switch (word) {
      case 'q':
        stack.push({ ...state })
        break
      case 'Q':
        state = stack.pop() ?? state
        break
      case 'cm':
        state.matrix = times(matrix(), state.matrix)
        break
      case 'w':
        state.thickness = number(0)
        break
      case 'Tf':
        face = faces.get(operands.at(-2) ?? '')
        size = number(-1)
        break
      case 'Tm':
        text = matrix()
        break
      case 'Tj':
      case 'TJ':
        if (face) runs.push(showText(operands, face, size, times(text, state.matrix), page))
        break
      case 'm':
        path = [[number(-2), number(-1)]]
        break
      case 'l':
        path.push([number(-2), number(-1)])
        break
      case 'S':
        if (path.length === 2) rules.push(showRule(path, state, page))
        break
    }
    operands = []
  }
}

function showText(operands: readonly string[], face: Face, size: number, matrix: Matrix, page: number): Run {
  let text = ''
  let width = 0
  for (const operand of operands) {
    const glyphs = readString(operand)
    if (!glyphs) width -= Number(operand) || 0
    for (let at = 0; glyphs && at < glyphs.length; at += 2) {
      const id = glyphs.readUInt16BE(at)
      // Glyph 0 is the empty box. Another one without a text of its own belongs to the letter before it: a mark above or below.
      text += face.unicode.get(id) ?? (id === 0 ? '\ufffd' : '')
      width += face.widths.get(id) ?? 1000
    }
  }
  const scale = Math.hypot(matrix[0], matrix[1])
  const x = matrix[4] * mm
  return {
    page,
    text,
    x,
    y: (height - matrix[5]) * mm,
    end: x + ((width * size) / 1000) * scale * mm,
    size: Math.round(size * scale * 1000) / 1000,
    font: face.name,
    upright: Math.abs(matrix[1]) < 1e-6,
  }
}

function showRule(path: readonly [number, number][], state: { matrix: Matrix; thickness: number }, page: number): Rule {
  const [from, to] = path.map(([x, y]) => times([1, 0, 0, 1, x, y], state.matrix))
  return {
    page,
    x: (from?.[4] ?? 0) * mm,
    end: (to?.[4] ?? 0) * mm,
    y: (height - (from?.[5] ?? 0)) * mm,
    thickness: state.thickness * mm,
  }
}

/** The lines of upright text of a page from top to bottom: runs of (nearly) one base line, from left to right. */
export function readLines({ runs }: Sheet, page: number): { y: number; text: string; runs: Run[] }[] {
  const lines: { y: number; text: string; runs: Run[] }[] = []
  for (const run of runs.filter((one) => one.page === page && one.upright)) {
    const line = lines.find(({ y }) => Math.abs(y - run.y) < 0.3)
    if (line) line.runs.push(run)
    else lines.push({ y: run.y, text: '', runs: [run] })
  }
  for (const line of lines) {
    line.runs.sort((a, b) => a.x - b.x)
    line.text = line.runs.map(({ text }) => text).join('')
  }
  return lines.sort((a, b) => a.y - b.y)
}

/**
 * Where each line of what a paper says stands, as its preview must have it too: without what stands in the place of the
 * seal, the check code and the words across the page.
 */
export const bodyPlaces = ({ runs }: Sheet): string[] =>
  runs
    // the words on the demonstration's seal are its own
    .filter(
      ({ upright, font, size, text }) => upright && !/Sans|Hei/.test(font) && size > 9 && !/^[演示专用]$/.test(text),
    )
    .map(({ page, x, y, text }) => `${page} ${x.toFixed(1)} ${y.toFixed(1)} ${text}`)
