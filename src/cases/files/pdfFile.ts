/**
 * Reads a PDF in the reading process: how many pages, and whether anything in it is encrypted, damaged or able to act.
 *
 * What can act is looked for twice: in every object that the parser ever defined, overwritten ones and those of compressed object streams
 * included, because a viewer that follows another cross-reference table may see an older one; and in the raw bytes, because an object may hide
 * where the parser does not look. Names may be written with `#xx` escapes (ISO 32000-1 §7.3.5), so they are compared unescaped.
 */
import { constants, inflateSync } from 'node:zlib'
import {
  ParseSpeeds,
  PDFArray,
  PDFContext,
  PDFDict,
  PDFDocument,
  PDFInvalidObject,
  PDFName,
  type PDFObject,
  type PDFPage,
  PDFRawStream,
  PDFRef,
  PDFStream,
} from 'pdf-lib'
import { Refused, refuse } from './refusals.js'

const plainName = (text: string): string =>
  text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

const actions = new Set(['JavaScript', 'Launch', 'SubmitForm', 'ImportData', 'GoToE', 'Rendition', 'Movie', 'Sound'])
const activeTypes = new Set(['EmbeddedFile', 'RichMedia', 'FileAttachment', '3D'])
const activeKeys = new Set(['JavaScript', 'EmbeddedFiles', 'XFA', 'RichMediaContent'])
const embeddedKeys = ['F', 'UF', 'DOS', 'Mac', 'Unix'].map((key) => PDFName.of(key))

const gap = '(?:[\\s\\0]|%[^\\r\\n]*[\\r\\n])*'
const hiddenAction = new RegExp(
  `/S${gap}/(JavaScript|Launch)\\b|/(EmbeddedFiles?)\\b|/(EF)${gap}<<${gap}/(?:F|UF|DOS|Mac|Unix)\\b`,
)
const encryption = new RegExp(`/Encrypt${gap}(?:<<|\\d+${gap}\\d+${gap}R\\b)`)
const ending = /startxref[\s\0]+\d+[\s\0]+%%EOF/

/** The number of pages. Refuses `file:encrypted`, `file:activeContent`, `file:damaged`, `file:tooManyPages`. */
export async function readPdf(bytes: Buffer, maxPages: number): Promise<{ pages: number }> {
  if (!ending.test(bytes.subarray(-1100).toString('latin1'))) refuse('file:damaged')
  const raw = plainName(bytes.toString('latin1'))
  if (encryption.test(raw)) refuse('file:encrypted')
  const hidden = hiddenAction.exec(raw)
  if (hidden) refuse('file:activeContent', { found: hidden[1] ?? hidden[2] ?? hidden[3] ?? '' })

  try {
    const { document, objects } = await parse(bytes)
    if (document.isEncrypted) refuse('file:encrypted')
    for (const object of [...objects, document.catalog]) refuseActive(object)
    const pages = document.getPages()
    if (pages.length === 0) refuse('file:damaged')
    if (pages.length > maxPages) refuse('file:tooManyPages', { pages: pages.length, limit: maxPages })
    for (const page of pages) refuseUnreadable(page)
    return { pages: pages.length }
  } catch (problem) {
    if (problem instanceof Refused) throw problem
    return refuse('file:damaged')
  }
}

/** The document, and every object that was ever given a number in it: the parser itself keeps only the last of each number. */
async function parse(bytes: Buffer): Promise<{ document: PDFDocument; objects: PDFObject[] }> {
  const objects: PDFObject[] = []
  const { assign } = PDFContext.prototype
  PDFContext.prototype.assign = function (ref, object) {
    objects.push(object)
    assign.call(this, ref, object)
  }
  try {
    const options = { ignoreEncryption: true, updateMetadata: false, parseSpeed: ParseSpeeds.Fastest }
    return { document: await PDFDocument.load(bytes, options), objects }
  } finally {
    PDFContext.prototype.assign = assign
  }
}

/** Walks one object's direct parts (references lead to objects that are walked themselves) without recursion, so that depth cannot hurt. */
function refuseActive(object: PDFObject): void {
  const left: PDFObject[] = [object]
  for (let part = left.pop(); part; part = left.pop()) {
    if (part instanceof PDFInvalidObject) refuseInvalid(part)
    if (part instanceof PDFStream) part = part.dict
    if (part instanceof PDFArray) left.push(...part.asArray())
    if (part instanceof PDFDict) {
      refuseActiveDict(part)
      left.push(...part.values())
    }
  }
}

function refuseActiveDict(dict: PDFDict): void {
  for (const [key, value] of dict.entries()) {
    const name = plainName(key.decodeText())
    const worth = value instanceof PDFRef ? dict.context.lookup(value) : value
    const word = worth instanceof PDFName ? plainName(worth.decodeText()) : ''
    const embeds = name === 'EF' && worth instanceof PDFDict && embeddedKeys.some((system) => worth.has(system))
    if (embeds || activeKeys.has(name)) refuse('file:activeContent', { found: name })
    if (name === 'S' && actions.has(word)) refuse('file:activeContent', { found: word })
    if ((name === 'Type' || name === 'Subtype') && activeTypes.has(word)) {
      refuse('file:activeContent', { found: word })
    }
    // The parser unpacks object streams itself; one that is left was written so that it should not be recognised.
    if (name === 'Type' && word === 'ObjStm') refuse('file:activeContent', { found: 'ObjStm' })
  }
}

/** An object that the parser could not read is let pass, as viewers do, unless other objects are packed in it. */
function refuseInvalid(object: PDFInvalidObject): void {
  const bytes = Buffer.alloc(object.sizeInBytes())
  object.copyBytesInto(bytes, 0)
  if (plainName(bytes.toString('latin1')).includes('/ObjStm')) refuse('file:damaged')
}

/** A page whose content is missing or cannot be unpacked would open blank. */
function refuseUnreadable(page: PDFPage): void {
  const contents = page.node.get(PDFName.Contents)
  if (!contents) return
  const found = page.node.context.lookup(contents)
  const streams = found instanceof PDFArray ? found.asArray().map((part) => page.node.context.lookup(part)) : [found]
  for (const stream of streams) {
    if (!(stream instanceof PDFStream)) refuse('file:damaged')
    if (stream instanceof PDFRawStream && stream.dict.lookup(PDFName.of('Filter')) === PDFName.FlateDecode) {
      refuseUnpackable(stream.getContents())
    }
  }
}

const mostUnpacked = 64 * 1024 * 1024

function refuseUnpackable(packed: Uint8Array): void {
  try {
    inflateSync(packed, { maxOutputLength: mostUnpacked, finishFlush: constants.Z_SYNC_FLUSH })
  } catch (problem) {
    // Viewers do not look at the checksum, and some programs write a wrong one.
    if (problem instanceof Error && problem.message === 'incorrect data check') return
    refuse('file:damaged')
  }
}
