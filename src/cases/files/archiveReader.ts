/**
 * The process in which an archive (ZIP) is unpacked (started in the box by archive.ts). It asks for the bytes that it
 * needs and hands out one file after the other, each in pieces and only when it is wanted, so that neither side ever
 * holds more than a piece. Archives in archives are not opened.
 */
import { Readable } from 'node:stream'
import { TextDecoder } from 'node:util'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl'
import { guardMemory } from './guardMemory.js'

/** What the process is told. */
export type ArchiveOrder =
  | { readonly open: number; readonly mostBytes: number; readonly mostFiles: number }
  | { readonly bytes: Uint8Array }
  | { readonly next: 'take' | 'skip' }
  | { readonly next: 'more' }

/** What it says: bytes that it needs, a file, a piece of it, that it has ended, or why it cannot go on. */
export type ArchiveWord =
  | { readonly position: number; readonly length: number }
  | { readonly name: string; readonly wrong?: 'encrypted' | 'bomb' | 'tooLarge' }
  | { readonly piece: Uint8Array }
  | { readonly fileEnd: 'whole' | 'damaged' }
  | { readonly end: 'whole' | 'damaged' | 'tooMany' }

const PIECE = 256 * 1024
const MOST_RATIO = 200
const UTF8_NAMES = 0x800

const orders: ArchiveOrder[] = []
let wake = () => {}
const say = (word: ArchiveWord): void => void process.send?.(word)

async function told<Kind extends ArchiveOrder>(isIt: (order: ArchiveOrder) => order is Kind): Promise<Kind> {
  for (;;) {
    const at = orders.findIndex(isIt)
    const [found] = at < 0 ? [] : orders.splice(at, 1)
    if (found && isIt(found)) return found
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
}
const isBytes = (order: ArchiveOrder): order is { bytes: Uint8Array } => 'bytes' in order
const isNext = (order: ArchiveOrder): order is { next: 'take' | 'skip' | 'more' } => 'next' in order
const isOpen = (order: ArchiveOrder): order is { open: number; mostBytes: number; mostFiles: number } => 'open' in order

/** One question at a time: the answers say not which they belong to. */
let asking: Promise<unknown> = Promise.resolve()
function ask(position: number, length: number): Promise<Uint8Array> {
  const answer = asking.then(async () => {
    say({ position, length })
    return (await told(isBytes)).bytes
  })
  asking = answer
  return answer
}

/** The archive, which lies with whoever asked. */
class Asked extends RandomAccessReader {
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(
      (async function* () {
        for (let at = start; at < end; at += PIECE) yield Buffer.from(await ask(at, Math.min(PIECE, end - at)))
      })(),
      { objectMode: false },
    )
  }
}

const decoded = (bytes: Uint8Array, encoding: string): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** As it was typed: UTF-8, or GB 18030 as Chinese Windows writes it. */
function nameOf({ fileName, generalPurposeBitFlag }: Entry): string {
  const bytes = fileName as unknown as Buffer // decodeStrings is off
  const isUtf8 = (generalPurposeBitFlag & UTF8_NAMES) !== 0
  const text = decoded(bytes, 'utf-8') ?? (isUtf8 ? undefined : decoded(bytes, 'gb18030'))
  return (text ?? bytes.toString('latin1')).replaceAll('\\', '/')
}

/** What systems put beside files. */
const BESIDE = /(?:^|\/)(?:__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i

async function handOut(zip: ZipFile, entry: Entry, mostBytes: number): Promise<void> {
  const name = nameOf(entry)
  if (name.endsWith('/') || BESIDE.test(name)) return
  const { compressedSize, uncompressedSize } = entry
  const isBomb = uncompressedSize > 100_000 + compressedSize * MOST_RATIO
  const wrong = entry.isEncrypted()
    ? 'encrypted'
    : isBomb
      ? 'bomb'
      : uncompressedSize > mostBytes
        ? 'tooLarge'
        : undefined
  say(wrong ? { name, wrong } : { name })
  if ((await told(isNext)).next !== 'take') return
  try {
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      say({ piece: piece as Buffer }) // yauzl's streams give buffers
      await told(isNext)
    }
    say({ fileEnd: 'whole' })
  } catch {
    say({ fileEnd: 'damaged' })
  }
}

async function unpack(): Promise<void> {
  const { open, mostBytes, mostFiles } = await told(isOpen)
  try {
    const zip = await fromRandomAccessReaderPromise(new Asked(), open, {
      lazyEntries: true,
      decodeStrings: false,
      autoClose: false,
    })
    if (zip.entryCount > mostFiles) return say({ end: 'tooMany' })
    for await (const entry of zip.eachEntry()) await handOut(zip, entry, mostBytes)
    say({ end: 'whole' })
  } catch {
    say({ end: 'damaged' })
  }
}

if (process.send) {
  process.on('SIGINT', () => {})
  process.on('disconnect', () => process.exit())
  process.on('message', (order: ArchiveOrder) => {
    orders.push(order)
    wake()
  })
  guardMemory(Number(process.argv[2]))
  process.send('ready')
  void unpack()
}
