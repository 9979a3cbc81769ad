/**
 * What a PDF says of itself, in the reading process: the text of its first pages, its title, and
 * the day on which it was made. Only proposals are made of it (criteria/proposedPaper.ts), so a PDF
 * that cannot be read so says nothing, and nothing is refused.
 */
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { PDFDict, PDFHexString, PDFName, PDFString } from 'pdf-lib'
import { readObjects } from './pdfObjects.js'

export interface PdfWords {
  readonly text: string
  /** ISO date. */
  readonly made: string | undefined
}

const PAGES = 2
const LONGEST = 6000

let library: PDFiumLibrary | undefined

async function textOf(bytes: Uint8Array): Promise<string> {
  library ??= await PDFiumLibrary.init()
  const document = await library.loadDocument(bytes)
  try {
    const pages = Math.min(PAGES, document.getPageCount())
    const texts = Array.from({ length: pages }, (_, at) => document.getPage(at).getText())
    return texts.join('\n').slice(0, LONGEST)
  } finally {
    document.destroy()
  }
}

/** Title and day of making, of the document information dictionary (ISO 32000-1, 14.3.3). */
async function informationOf(bytes: Uint8Array): Promise<{ title: string; made: string | undefined }> {
  const { context } = await readObjects(bytes)
  const information = context.lookup(context.trailerInfo.Info)
  const said = (key: string): string => {
    const value = information instanceof PDFDict ? information.lookup(PDFName.of(key)) : undefined
    return value instanceof PDFString || value instanceof PDFHexString ? value.decodeText().slice(0, 200) : ''
  }
  const [, year, month, day] = /^D:(\d{4})(\d{2})(\d{2})/.exec(said('CreationDate')) ?? []
  return { title: said('Title'), made: year ? `${year}-${month}-${day}` : undefined }
}

const orNothing = <Found>(found: Promise<Found>): Promise<Found | undefined> => found.catch(() => undefined)

export async function readWords(bytes: Uint8Array): Promise<PdfWords> {
  const text = (await orNothing(textOf(bytes))) ?? ''
  const { title = '', made } = (await orNothing(informationOf(bytes))) ?? {}
  const all = [title, text].filter(Boolean).join('\n')
  return { text: all, made }
}
