/**
 * The process in which uploaded files are opened (started by inspect.ts in the box, one file at a
 * time). It has no settings, no database and no secret, only the file's content; whatever a hostile
 * file does to it, the web server goes on.
 */
import { createHash } from 'node:crypto'
import { fileTypeFromBuffer, supportedExtensions } from 'file-type'
import { type FileFacts, type FileType, fileTypes, type TableType } from './fitness.js'
import { guardMemory } from './guardMemory.js'
import type { UploadLimits } from './limits.js'
import { readPdf } from './pdfFile.js'
import { type PdfWords, readWords } from './pdfWords.js'
import { readImage } from './photo.js'
import { type Refusal, Refused, refuse } from './refusals.js'
import { readTable } from './tables.js'
import { type BatchSheet, readBatch } from './workbook.js'

/** What the server asks: the file, the name that it was sent under, and the limits. */
export interface ReadingJob {
  readonly content: Uint8Array
  readonly declaredName: string
  readonly limits: UploadLimits
  /** Whether the file is asked what it says of itself. */
  readonly words?: boolean
  /** Whether a table is wanted, and nothing else. */
  readonly table?: boolean
  /** Whether it is the workbook of a batch, whose sheets are wanted. */
  readonly batch?: boolean
}

/** What the file turned out to be; `sha256` is lower-case hexadecimal. */
export interface Reading extends FileFacts {
  readonly sha256: string
  readonly pages?: number
  /** When it was asked. */
  readonly words?: PdfWords
  /** Of a batch. */
  readonly sheets?: readonly BatchSheet[]
}

/** `failure` is ours (the disk, a mistake in here), `refusal` the file's. */
export type ReadingAnswer = { readonly reading: Reading } | { readonly refusal: Refusal } | { readonly failure: string }

/** Endings that promise a type; any other (`contract.final`) is part of the name and promises nothing. */
const promising = new Set<string>([
  ...supportedExtensions,
  ...Object.values(fileTypes).flatMap(({ endings }) => endings),
  ...'html htm xhtml svg js mjs php txt csv bat cmd com scr ps1 sh vbs hta doc xls ppt wps'.split(' '),
])

/** In two pieces, so that no virus scanner takes this program for the test file. */
const testMark = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''))

async function findType(bytes: Buffer): Promise<FileType> {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return 'pdf'
  const found = await fileTypeFromBuffer(bytes)
  if (found?.mime === 'image/jpeg') return 'jpeg'
  if (found?.mime === 'image/png') return 'png'
  if (found?.mime === 'image/heic' || found?.mime === 'image/heif') return refuse('file:heic')
  const words = found ? found.ext.toUpperCase() : { zh: '其他类型', en: 'of another kind' }
  return refuse('file:typeNotAccepted', { found: words })
}

/** A workbook with a password lies whole in an envelope of the old format ([MS-OFFCRYPTO] 2.3.4). */
const WITH_PASSWORD = Buffer.from('EncryptedPackage', 'utf16le')

/** A workbook by its content, CSV as whatever has no mark of another type. */
async function findTableType(bytes: Buffer): Promise<TableType> {
  const found = await fileTypeFromBuffer(bytes)
  if (!found && bytes.subarray(0, 5).toString('latin1') !== '%PDF-') return 'csv'
  if (found?.ext === 'xlsx') return 'xlsx'
  if (found?.ext === 'xlsm' || found?.ext === 'xltm')
    return refuse('file:tableActive', { found: { zh: '宏', en: 'macros' } })
  if (found?.ext === 'cfb' || found?.ext === 'xls')
    return refuse(bytes.includes(WITH_PASSWORD) ? 'file:tableEncrypted' : 'file:tableOld')
  return refuse('file:tableWanted', { found: (found?.ext ?? 'pdf').toUpperCase() })
}

function refuseLies(type: FileType, declaredName: string): void {
  const declared = /\.([A-Za-z0-9]{1,8})$/.exec(declaredName.trim())?.[1]?.toLowerCase()
  const endings: readonly string[] = fileTypes[type].endings
  if (declared && promising.has(declared) && !endings.includes(declared)) {
    refuse('file:lies', { declared, found: type.toUpperCase() })
  }
}

/**
 * Browsers look for markup in the first 1,445 bytes (WHATWG MIME Sniffing §7); archives are opened
 * from their last record backwards.
 */
function refusePolyglots(bytes: Buffer, isArchive: boolean): void {
  const markup = /<(?:!doctype|html|head|body|script|iframe|svg|\?php)\b/i.exec(
    bytes.subarray(0, 1445).toString('latin1'),
  )
  if (markup) refuse('file:polyglot', { found: 'HTML' })
  if (isArchive) return
  const record = bytes.lastIndexOf('PK\x05\x06')
  if (record < 0 || record + 22 > bytes.length) return
  if (record + 22 + bytes.readUInt16LE(record + 20) === bytes.length) refuse('file:polyglot', { found: 'ZIP' })
}

async function factsOf(bytes: Buffer, format: FileType, { maxPages, maxPixels }: UploadLimits) {
  if (format === 'pdf') return readPdf(bytes, maxPages)
  if (format !== 'csv' && format !== 'xlsx') return readImage(bytes, maxPixels)
  await readTable(bytes, format) // what it says is read again for the case (pageReader.ts)
  return {}
}

/** Reads one file. Throws `Refused` when it is dangerous or unreadable, anything else when we failed. */
export async function read({ content, limits, declaredName, words, table, batch }: ReadingJob): Promise<Reading> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (bytes.length > limits.maxBytes) refuse('file:tooLarge', { limit: limits.maxBytes / 1024 / 1024 })
  if (bytes.length === 0) refuse('file:empty')
  if (bytes.includes(testMark)) refuse('file:malware')
  const format = table || batch ? await findTableType(bytes) : await findType(bytes)
  refuseLies(format, declaredName)
  refusePolyglots(bytes, format === 'xlsx')
  if (batch && format !== 'xlsx') refuse('file:tableWanted', { found: format.toUpperCase() })
  const found = batch ? { sheets: await readBatch(bytes) } : await factsOf(bytes, format, limits)
  const said = words && format === 'pdf' ? { words: await readWords(bytes) } : {}
  return { format, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), ...found, ...said }
}

async function answer(job: ReadingJob): Promise<ReadingAnswer> {
  try {
    return { reading: await read(job) }
  } catch (problem) {
    if (problem instanceof Refused) return { refusal: problem.refusal }
    return { failure: problem instanceof Error ? problem.message : String(problem) }
  }
}

if (process.send) {
  process.on('SIGINT', () => {})
  process.on('disconnect', () => process.exit())
  process.on('message', async (job: ReadingJob) => process.send?.(await answer(job)))
  guardMemory(Number(process.argv[2]))
  process.send('ready')
}
