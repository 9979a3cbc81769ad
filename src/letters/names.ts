/**
 * Which characters the faces of papers have, and what is printed for a name that they have not:
 * never an empty box. The faces are read once (their `cmap` tables only); a configured folder of
 * licensed fonts counts too.
 */
import { open } from 'node:fs/promises'
import type { Bilingual } from '../base/text.js'
import type { Application } from '../forms/application.js'
import { cleanLine } from './cleanText.js'
import type { PrintedName } from './matter.js'

/** What can be set. */
export class Glyphs {
  constructor(private readonly ranges: readonly (readonly [number, number])[]) {}

  /** The characters of a text, as it would be printed, that no face has; each once. */
  lacking(text: string): string[] {
    return [...new Set(cleanLine(text))].filter((character) => !this.has(character.codePointAt(0) ?? 0))
  }

  private has(code: number): boolean {
    let [low, high] = [0, this.ranges.length - 1]
    while (low <= high) {
      const middle = (low + high) >> 1
      const [from, to] = this.ranges[middle] ?? [0, -1]
      if (code < from) high = middle - 1
      else if (code > to) low = middle + 1
      else return true
    }
    return false
  }
}

/** The characters of font files (fonts.ts, listEverywhere). */
export async function readGlyphs(files: readonly string[]): Promise<Glyphs> {
  const ranges: [number, number][] = (await Promise.all(files.map(readRanges))).flat()
  ranges.sort(([a], [b]) => a - b)
  const joined: [number, number][] = []
  for (const [from, to] of ranges) {
    const last = joined.at(-1)
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else joined.push([from, to])
  }
  return new Glyphs(joined)
}

/** The characters of a font file: OpenType table `cmap`, the subtables of formats 4 and 12. */
async function readRanges(path: string): Promise<[number, number][]> {
  const file = await open(path)
  try {
    const read = async (at: number, length: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
      return buffer.subarray(0, bytesRead)
    }
    const count = (await read(0, 12)).readUInt16BE(4)
    const directory = await read(12, 16 * count)
    for (let at = 0; at < directory.length; at += 16)
      if (directory.toString('latin1', at, at + 4) === 'cmap')
        return rangesOf(await read(directory.readUInt32BE(at + 8), directory.readUInt32BE(at + 12)))
    return []
  } finally {
    await file.close()
  }
}

function rangesOf(table: Buffer): [number, number][] {
  const found: [number, number][] = []
  for (let at = 4; at < 4 + 8 * table.readUInt16BE(2); at += 8) {
    const start = table.readUInt32BE(at + 4)
    const format = table.readUInt16BE(start)
    if (format === 12) {
      const end = start + 16 + 12 * table.readUInt32BE(start + 12)
      for (let group = start + 16; group < end; group += 12)
        found.push([table.readUInt32BE(group), table.readUInt32BE(group + 4)])
    } else if (format === 4) found.push(...segmentsOf(table, start))
  }
  return found
}

/** Subtable format 4: a character of a segment may still have no glyph, which is number 0. */
function* segmentsOf(table: Buffer, start: number): Generator<[number, number]> {
  const twice = table.readUInt16BE(start + 6)
  for (let i = 0; i < twice; i += 2) {
    const [ends, starts] = [start + 14 + i, start + 16 + twice + i]
    const [deltas, offsets] = [starts + twice, starts + 2 * twice]
    const offset = table.readUInt16BE(offsets)
    const from = table.readUInt16BE(starts)
    for (let code = from; code <= Math.min(table.readUInt16BE(ends), 0xfffe); code++) {
      const glyph =
        offset === 0
          ? (code + table.readUInt16BE(deltas)) & 0xffff
          : table.readUInt16BE(offsets + offset + 2 * (code - from))
      if (glyph !== 0) yield [code, code]
    }
  }
}

/**
 * The name as the passport prints it, and beside it the letters of its zone when they differ; in
 * English those come first. Where no face has the passport's letters, the zone's stand alone.
 */
export function printName({ talent }: Application, glyphs: Glyphs): PrintedName {
  const { visualName, systemName, chineseName } = talent
  const settable = glyphs.lacking(visualName).length === 0
  const beside = chineseName && glyphs.lacking(chineseName).length === 0 ? chineseName : undefined
  const visual = settable ? visualName : systemName
  const alike = visual.toUpperCase() === systemName.toUpperCase()
  const latin = alike ? visual : `${visual}（${systemName}）`
  const name: Bilingual = {
    zh: beside ? `${latin}（${beside}）` : latin,
    en: alike ? visual : `${systemName} (${visual})`,
  }
  return {
    name,
    short: { zh: visual, en: systemName },
    replaced: !settable || (chineseName !== undefined && beside === undefined),
  }
}

/**
 * Characters that no face has, written out: “[U+1F600]”. For what a firm has written and a notice
 * repeats; a signed letter is refused instead.
 */
export const spellOut = (text: string, glyphs: Glyphs): string =>
  [...text]
    .map((character) =>
      glyphs.lacking(character).length > 0
        ? `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
        : character,
    )
    .join('')
