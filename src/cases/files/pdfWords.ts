/**
 * What a PDF says of itself, in the reading process: its title and the text of its first pages. Only
 * proposals are made of it (criteria/proposedPaper.ts), so a PDF that cannot be read so says nothing,
 * and nothing is refused.
 */
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { PDFDict, PDFHexString, PDFName, PDFString } from 'pdf-lib'
import { readObjects } from './pdfObjects.js'

export interface PdfWords {
  readonly text: string
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

/** The title in the document information dictionary (ISO 32000-1, 14.3.3). */
async function titleOf(bytes: Uint8Array): Promise<string> {
  const { context } = await readObjects(bytes)
  const information = context.lookup(context.trailerInfo.Info)
  const value = information instanceof PDFDict ? information.lookup(PDFName.of('Title')) : undefined
  return value instanceof PDFString || value instanceof PDFHexString ? value.decodeText().slice(0, 200) : ''
}

const orNothing = <Found>(found: Promise<Found>): Promise<Found | undefined> => found.catch(() => undefined)

export async function readWords(bytes: Uint8Array): Promise<PdfWords> {
  const text = (await orNothing(textOf(bytes))) ?? ''
  const title = (await orNothing(titleOf(bytes))) ?? ''
  return { text: [title, text].filter(Boolean).join('\n') }
}
