/**
 * The common characters of a large face, as a face of its own. A letter is set by a process that has just started, and
 * half of its first letter went into reading five faces of 10 to 16 MB whole; hardly a letter has a character that is
 * not common.
 */

/** A family that is cut out of another one. */
export interface CommonFace {
  readonly from: string
  /** Its own name, no longer than the other, which the licence keeps for what is whole. */
  readonly family: string
}

export const SONG: CommonFace = { from: 'Noto Serif SC', family: 'Haijian Song' }
export const HEI: CommonFace = { from: 'Noto Sans SC', family: 'Haijian Hei' }
export const KAI: CommonFace = { from: 'LXGW WenKai', family: 'Haijian Kai' }

const joined = (name: string): string => name.replaceAll(' ', '')

/** What the file of a face is called once it is cut. */
export const commonFile = (whole: string, { from, family }: CommonFace): string =>
  whole.replace(joined(from), joined(family))

/** What is common, for whoever asks whether a file is up to date. */
export const COMMON = 'GB 2312, JIS X 0208 level 1, Latin'

/** Opens a TrueType face, of which the answer takes some characters (tools/cutter.mjs, there where one builds). */
export type OpenCutter = (face: Uint8Array) => Promise<(characters: Iterable<string>) => Uint8Array>

/** The face of common characters out of a whole one. */
export async function cutCommon(face: Uint8Array, { from, family }: CommonFace, open: OpenCutter): Promise<Buffer> {
  const cut = await open(face)
  return renamed(Buffer.from(cut(commonCharacters())), from, family)
}

/**
 * The characters of GB 2312 (6,763 Chinese ones, punctuation, Greek and Cyrillic), the first level of JIS X 0208, which
 * has the names of people from Japan, and the Latin ones.
 */
function commonCharacters(): Set<string> {
  const found = new Set(String.fromCodePoint(...range(0x20, 0x24f), ...range(0x2000, 0x206f)))
  for (const character of rowsOf('gbk', 0xa1, 0xf7)) found.add(character)
  for (const character of rowsOf('euc-jp', 0xb0, 0xcf)) found.add(character)
  return found
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)

/** What stands in some rows of a table of 94 columns. */
function rowsOf(encoding: string, from: number, to: number): string {
  const decoder = new TextDecoder(encoding)
  const bytes = range(from, to).flatMap((row) => range(0xa1, 0xfe).flatMap((column) => [row, column]))
  return decoder.decode(Uint8Array.from(bytes)).replaceAll('\ufffd', '')
}

/** Under another family's name, in place: OpenType table `name`, whose texts are in UTF-16 or in ASCII. */
function renamed(face: Buffer, from: string, family: string): Buffer {
  const tables = range(0, face.readUInt16BE(4) - 1).map((at) => 12 + 16 * at)
  const entry = tables.find((at) => face.toString('latin1', at, at + 4) === 'name')
  if (entry === undefined) throw new Error('the face has no names')
  const table = face.subarray(face.readUInt32BE(entry + 8))
  const before = Buffer.from(table) // two names may be one text
  const texts = before.readUInt16BE(4)
  for (const at of range(0, table.readUInt16BE(2) - 1).map((record) => 6 + 12 * record)) {
    const isWide = table.readUInt16BE(at) !== MACINTOSH
    const place = texts + table.readUInt16BE(at + 10)
    const text = Buffer.from(before.subarray(place, place + before.readUInt16BE(at + 8)))
    const old = isWide ? text.swap16().toString('utf16le') : text.toString('latin1')
    const young = Buffer.from(
      old.replaceAll(from, family).replaceAll(joined(from), joined(family)),
      isWide ? 'utf16le' : 'latin1',
    )
    if (isWide) young.swap16()
    young.copy(table, place)
    table.writeUInt16BE(young.length, at + 8)
  }
  return face
}

const MACINTOSH = 1
