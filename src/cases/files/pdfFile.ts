/**
 * Reads a PDF in the reading process: how many pages, and whether anything in it is encrypted,
 * damaged or able to act.
 *
 * What can act is looked for twice: in every object that the parser ever defined, overwritten ones
 * and those of compressed object streams included, because a viewer that follows another
 * cross-reference table may see an older one (pdfObjects.ts); and in the raw bytes, because an
 * object may hide where the parser does not look (pdfBytes.ts). Both, and all that follows here,
 * take time in proportion to the file.
 */
import { constants, inflateSync } from 'node:zlib'
import {
  PDFArray,
  PDFCatalog,
  PDFDict,
  PDFHexString,
  PDFInvalidObject,
  PDFName,
  type PDFObject,
  PDFPageLeaf,
  PDFPageTree,
  PDFRawStream,
  PDFRef,
  PDFStream,
  PDFString,
} from 'pdf-lib'
import { plainName, scanBytes } from './pdfBytes.js'
import { readObjects } from './pdfObjects.js'
import { Refused, refuse } from './refusals.js'

/** Refused wherever they stand, also where no viewer should look for an action. */
const actions = new Set(['JavaScript', 'Launch', 'SubmitForm', 'ImportData', 'GoToE', 'Rendition', 'Movie', 'Sound'])
/**
 * What holds an action or several: a link or an outline, a page or a field, the document when it is
 * opened, another action (ISO 32000-1, 12.6.2 and 12.6.3).
 */
const holders = new Set(['A', 'AA', 'OpenAction', 'Next', 'PA'])
const moves = new Set(['NextPage', 'PrevPage', 'FirstPage', 'LastPage'])
/** Word processors write such links into honest papers; all others lead to files and machines. */
const plainLink = /^(?:https?:\/\/|mailto:)/i
const activeTypes = new Set(['EmbeddedFile', 'RichMedia', 'FileAttachment', '3D'])
const activeKeys = new Set(['JavaScript', 'EmbeddedFiles', 'XFA', 'RichMediaContent'])
const embeddedKeys = ['F', 'UF', 'DOS', 'Mac', 'Unix'].map((key) => PDFName.of(key))

const ending = /startxref[\s\0]+\d+[\s\0]+%%EOF/

/**
 * The number of pages. Refuses `file:encrypted`, `file:activeContent`, `file:damaged`,
 * `file:tooComplex`, `file:tooManyPages`.
 */
export async function readPdf(bytes: Buffer, maxPages: number): Promise<{ pages: number }> {
  if (!ending.test(bytes.subarray(-1100).toString('latin1'))) refuse('file:damaged')
  const { encrypted, active } = scanBytes(bytes)
  if (encrypted) refuse('file:encrypted')
  if (active) refuse('file:activeContent', { found: active })

  try {
    const { context, objects } = await readObjects(bytes)
    if (context.lookup(context.trailerInfo.Encrypt)) refuse('file:encrypted')
    const catalog = context.lookup(context.trailerInfo.Root)
    for (const object of catalog ? [...objects, catalog] : objects) refuseActive(object)
    if (!(catalog instanceof PDFCatalog)) return refuse('file:damaged')
    const pages = listPages(catalog.Pages())
    if (pages.length === 0) refuse('file:damaged')
    if (pages.length > maxPages) refuse('file:tooManyPages', { pages: pages.length, limit: maxPages })
    const looked = new Set<PDFObject | undefined>()
    for (const page of pages) refuseUnreadable(page, looked)
    return { pages: pages.length }
  } catch (problem) {
    if (problem instanceof Refused) throw problem
    return refuse('file:damaged')
  }
}

/**
 * The pages below a node. A node that stands in the tree twice makes a circle, or more pages than
 * anybody can count.
 */
function listPages(tree: PDFPageTree, pages: PDFPageLeaf[] = [], seen = new Set<PDFPageTree>()): PDFPageLeaf[] {
  if (seen.has(tree)) refuse('file:damaged')
  seen.add(tree)
  for (const kid of tree.Kids().asArray()) {
    const node = tree.context.lookup(kid)
    if (node instanceof PDFPageTree) listPages(node, pages, seen)
    else if (node instanceof PDFPageLeaf && !(kid instanceof PDFRef)) refuse('file:damaged')
    else if (node instanceof PDFPageLeaf) pages.push(node)
  }
  return pages
}

/**
 * Walks one object's direct parts (references lead to objects that are walked themselves) without
 * recursion, so that depth cannot hurt.
 */
function refuseActive(object: PDFObject): void {
  const left: PDFObject[] = [object]
  for (let part = left.pop(); part; part = left.pop()) {
    if (part instanceof PDFInvalidObject) refuseInvalid(part)
    if (part instanceof PDFStream) part = part.dict
    if (part instanceof PDFArray) for (const one of part.asArray()) left.push(one)
    if (part instanceof PDFDict) {
      refuseActiveDict(part)
      for (const one of part.values()) left.push(one)
    }
  }
}

/** No name that is looked for is longer, however it is escaped; thousands may refer to one that is. */
const longestName = 200

const wordOf = (object: PDFObject | undefined): string =>
  object instanceof PDFName && object.asString().length <= longestName ? plainName(object.decodeText()) : ''

function refuseActiveDict(dict: PDFDict): void {
  for (const [key, value] of dict.entries()) {
    const name = wordOf(key)
    const worth = value instanceof PDFRef ? dict.context.lookup(value) : value
    const word = wordOf(worth)
    const embeds = name === 'EF' && worth instanceof PDFDict && embeddedKeys.some((system) => worth.has(system))
    if (embeds || activeKeys.has(name)) refuse('file:activeContent', { found: name })
    if (holders.has(name)) refuseActions(worth, name === 'AA')
    if (name === 'S' && actions.has(word)) refuse('file:activeContent', { found: word })
    if ((name === 'Type' || name === 'Subtype') && activeTypes.has(word)) {
      refuse('file:activeContent', { found: word })
    }
    // The parser unpacks object streams itself; one that is left was written so that it should not be recognised.
    if (name === 'Type' && word === 'ObjStm') refuse('file:activeContent', { found: 'ObjStm' })
  }
}

/**
 * Lets only those actions pass that move within the document, and plain links. `several`: each
 * entry of the dictionary is an action. What has no type is none: `A` and `Next` mean other things
 * elsewhere.
 */
function refuseActions(held: PDFObject | undefined, several: boolean): void {
  if (held instanceof PDFArray)
    for (let at = 0; at < held.size(); at += 1) {
      const one = held.lookup(at)
      if (one instanceof PDFDict) refuseActions(one, false)
    }
  if (!(held instanceof PDFDict)) return
  const at = (dict: PDFDict, key: string) => dict.context.lookup(dict.get(PDFName.of(key)))
  for (const action of several ? held.values().map((one) => held.context.lookup(one)) : [held]) {
    if (!(action instanceof PDFDict) || at(action, 'S') === undefined) continue
    const word = wordOf(at(action, 'S'))
    const address = at(action, 'URI')
    const isPlain =
      word === 'GoTo' ||
      (word === 'Named' && moves.has(wordOf(at(action, 'N')))) ||
      (word === 'URI' && isText(address) && plainLink.test(address.decodeText()))
    if (!isPlain) refuse('file:activeContent', { found: word || 'S' })
  }
}

const isText = (object: PDFObject | undefined): object is PDFString | PDFHexString =>
  object instanceof PDFString || object instanceof PDFHexString

/** An object that the parser could not read is let pass, as viewers do, unless other objects are packed in it. */
function refuseInvalid(object: PDFInvalidObject): void {
  const bytes = Buffer.alloc(object.sizeInBytes())
  object.copyBytesInto(bytes, 0)
  if (plainName(bytes.toString('latin1')).includes('/ObjStm')) refuse('file:damaged')
}

/**
 * A page whose content is missing or cannot be unpacked would open blank. `looked`: the contents
 * that were looked at for other pages.
 */
function refuseUnreadable(page: PDFPageLeaf, looked: Set<PDFObject | undefined>): void {
  const isNew = (object: PDFObject | undefined) => looked.size < looked.add(object).size
  const contents = page.get(PDFName.Contents)
  const found = page.context.lookup(contents)
  if (!contents || !isNew(found)) return
  for (const part of found instanceof PDFArray ? found.asArray() : [])
    if (isNew(page.context.lookup(part))) refuseUnpackable(page.context.lookup(part))
  if (!(found instanceof PDFArray)) refuseUnpackable(found)
}

const mostUnpacked = 64 * 1024 * 1024

function refuseUnpackable(stream: PDFObject | undefined): void {
  if (!(stream instanceof PDFStream)) refuse('file:damaged')
  if (!(stream instanceof PDFRawStream) || stream.dict.lookup(PDFName.of('Filter')) !== PDFName.FlateDecode) return
  try {
    inflateSync(stream.getContents(), { maxOutputLength: mostUnpacked, finishFlush: constants.Z_SYNC_FLUSH })
  } catch (problem) {
    // Viewers do not look at the checksum, and some programs write a wrong one.
    if (problem instanceof Error && problem.message === 'incorrect data check') return
    refuse('file:damaged')
  }
}
