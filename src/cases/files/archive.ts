/**
 * The files of an archive, unpacked in the box (archiveReader.ts) while they are read here, one after the other: in
 * memory is never more than a piece of one of them.
 */
import { Readable } from 'node:stream'
import type { ArchiveOrder, ArchiveWord } from './archiveReader.js'
import type { Box } from './box.js'
import { endChild, isAlive } from './child.js'

/** Megabytes of memory, and seconds of computing for all of an archive. */
const LIMITS = { megabytes: 300, seconds: 900 }
/** How long it may say nothing while it is asked for something, in ms. */
const SILENCE = 60_000

/** An archive on a disk of ours, read anywhere in it. */
export interface RandomAccess {
  readonly size: number
  readonly read: (position: number, length: number) => Promise<Uint8Array>
}

export interface ArchiveLimits {
  /** Of each file, unpacked. */
  readonly mostBytes: number
  readonly mostFiles: number
}

export interface ArchivedFile {
  /** With its folders. */
  readonly name: string
  readonly wrong: 'encrypted' | 'bomb' | 'tooLarge' | undefined
  /** Its content, once; what is not asked for is passed over. Fails where the archive is damaged there. */
  readonly open: () => Readable
}

/** The archive as a whole cannot be read. */
export class ArchiveBroken extends Error {
  constructor(readonly why: 'damaged' | 'tooMany') {
    super(`an archive cannot be read: ${why}`)
  }
}

/** Throws ArchiveBroken, also after some of its files. */
export async function* filesOf(
  box: Box,
  archive: RandomAccess,
  { mostBytes, mostFiles }: ArchiveLimits,
): AsyncGenerator<ArchivedFile> {
  const child = await box.start('archiveReader', LIMITS)
  const words: ArchiveWord[] = []
  let wake = () => {}
  const tell = (order: ArchiveOrder) => {
    if (isAlive(child)) child.send(order, () => wake())
  }
  child.on('exit', () => wake())
  child.on('message', (word: ArchiveWord) => {
    if ('position' in word) {
      const bytes = archive.read(word.position, word.length)
      void bytes.then((found) => tell({ bytes: found })).catch(() => child.kill('SIGKILL'))
    } else words.push(word)
    wake()
  })
  const next = async (): Promise<ArchiveWord> => {
    const until = performance.now() + SILENCE
    for (;;) {
      const word = words.shift()
      if (word) return word
      if (!isAlive(child) || performance.now() > until) return { end: 'damaged' }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
  const piecesOf = async function* (progress: { taken: boolean; ended: boolean }) {
    progress.taken = true
    tell({ next: 'take' })
    for (;;) {
      const word = await next()
      if (!('piece' in word)) {
        progress.ended = true
        if ('fileEnd' in word && word.fileEnd === 'whole') return
        throw new ArchiveBroken('damaged')
      }
      yield Buffer.from(word.piece)
      tell({ next: 'more' })
    }
  }
  try {
    tell({ open: archive.size, mostBytes, mostFiles })
    for (let word = await next(); ; word = await next()) {
      if ('end' in word) {
        if (word.end !== 'whole') throw new ArchiveBroken(word.end)
        return
      }
      if (!('name' in word)) throw new ArchiveBroken('damaged')
      const progress = { taken: false, ended: false }
      let opened: Readable | undefined
      const open = () => {
        opened = Readable.from(piecesOf(progress), { objectMode: false })
        return opened
      }
      yield { name: word.name, wrong: word.wrong, open }
      if (opened) await closed(opened)
      if (!progress.taken) tell({ next: 'skip' })
      // what its reader has left is thrown away here: the process goes on only when it is taken
      while (progress.taken && !progress.ended) {
        tell({ next: 'more' })
        progress.ended = !('piece' in (await next()))
      }
    }
  } finally {
    await endChild(child)
  }
}

/** Ends a stream, and waits until nothing more of it comes. */
async function closed(stream: Readable): Promise<void> {
  if (stream.closed) return
  const end = new Promise<void>((resolve) => stream.once('close', () => resolve()))
  stream.on('error', () => {}).destroy()
  await end
}
