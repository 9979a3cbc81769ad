/**
 * Looks at a PDF's bytes as they stand, in one pass, for what is encrypted or can act: an object
 * may hide where no parser looks, inside a stream or behind the end, and a viewer that follows
 * another cross-reference table would find it there.
 *
 * Whether a `%` begins a comment depends on where reading began, and nobody knows where a viewer
 * begins. So every reading is followed at once: each only needs what it waits for, which is one
 * bit, so that a byte costs the same however many readings there are.
 */

/**
 * What a reading waits for: after `/S` a name, after `/EF` a dictionary and then its key, after
 * `/Encrypt` a dictionary or a reference.
 */
const ACTION = 1
const EMBEDDING = 2
const EMBEDDED = 4
const ENCRYPTION = 8
/** Within the two numbers of a reference, and in the gap after each: a shift to the left leads on. */
const [FIRST, AFTER_FIRST, SECOND, AFTER_SECOND] = [16, 32, 64, 128]
const NUMBERS = FIRST | SECOND

const BEGINNINGS: ReadonlyMap<string, number> = new Map([
  ['S', ACTION],
  ['EF', EMBEDDING],
  ['Encrypt', ENCRYPTION],
])
const ACTIVE = /^(?:JavaScript|Launch)\b/
const EMBEDDED_FILES = /^EmbeddedFiles?\b/
const SYSTEMS = /^(?:F|UF|DOS|Mac|Unix)\b/

const codeOf = (character: string): number => character.charCodeAt(0)
const SLASH = codeOf('/')
const PERCENT = codeOf('%')
const LESS = codeOf('<')
const R = codeOf('R')
const LINE_FEED = codeOf('\n')
const RETURN = codeOf('\r')

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39
/** Viewers differ in what they take for white space; whatever cannot be seen counts. */
const isGap = (byte: number): boolean => byte <= 0x20 || byte >= 0x7f
const DELIMITERS = new Set([...'()<>[]{}/%'].map(codeOf))
const isWord = (byte: number): boolean => /\w/.test(String.fromCharCode(byte))

/** A name with its `#xx` escapes read (ISO 32000-1 §7.3.5). */
export const plainName = (text: string): string =>
  text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** No name that is looked for is longer, all its letters escaped. */
const LONGEST_NAME = 3 * 'EmbeddedFiles'.length + 3

/** What stands in a PDF's bytes. */
export interface ByteFindings {
  readonly encrypted: boolean
  /** The first name that can act, or nothing. */
  readonly active: string | undefined
  /** How many bytes were looked at one by one; never more than there are. */
  readonly steps: number
}

/** Looks through all bytes of a file. */
export const scanBytes = (bytes: Buffer): ByteFindings => new Scan(bytes).run()

class Scan {
  private encrypted = false
  private active: string | undefined
  private steps = 0
  private waiting = 0
  /** What the readings wait for that stand in a comment. */
  private commented = 0

  constructor(private readonly bytes: Buffer) {}

  run(): ByteFindings {
    for (let at = this.next(0), end = 0; at < this.bytes.length; at = this.next(end)) {
      end = this.bytes[at] === SLASH ? this.readName(at + 1) : this.readByte(at)
      this.steps += end - at
    }
    const { encrypted, active, steps } = this
    return { encrypted, active, steps }
  }

  /** The next place that matters: while nothing is waited for, only a name does. */
  private next(at: number): number {
    if (this.waiting !== 0 || this.commented !== 0) return at
    const found = this.bytes.indexOf(SLASH, at)
    return found < 0 ? this.bytes.length : found
  }

  /** A name's end. */
  private readName(start: number): number {
    let end = start
    while (end < start + LONGEST_NAME && end < this.bytes.length && isRegular(this.bytes[end] ?? 0)) end += 1
    const name = plainName(this.bytes.toString('latin1', start, end))
    this.active ??= this.acts(name)
    this.waiting = BEGINNINGS.get(name) ?? 0
    return end
  }

  private acts(name: string): string | undefined {
    if (this.waiting & EMBEDDED && SYSTEMS.test(name)) return 'EF'
    return (this.waiting & ACTION ? ACTIVE.exec(name) : null)?.[0] ?? EMBEDDED_FILES.exec(name)?.[0]
  }

  /** A byte that begins no name; the place after it. */
  private readByte(at: number): number {
    const byte = this.bytes[at] ?? 0
    if (byte === LINE_FEED || byte === RETURN) {
      this.waiting = atGap(this.waiting) | this.commented
      this.commented = 0
    } else if (byte === PERCENT) {
      this.commented |= atGap(this.waiting)
      this.waiting = 0
    } else if (isGap(byte)) this.waiting = atGap(this.waiting)
    else if (byte === LESS && this.bytes[at + 1] === LESS) {
      this.encrypted ||= (this.waiting & ENCRYPTION) !== 0
      this.waiting = this.waiting & EMBEDDING ? EMBEDDED : 0
      return at + 2
    } else if (byte === R && !isWord(this.bytes[at + 1] ?? 0)) {
      this.encrypted ||= (this.waiting & (SECOND | AFTER_SECOND)) !== 0
      this.waiting = 0
    } else this.waiting = isDigit(byte) ? atDigit(this.waiting) : 0
    return at + 1
  }
}

const isRegular = (byte: number): boolean => !isGap(byte) && !DELIMITERS.has(byte)

/** A number ends at a gap; all else goes on waiting. */
const atGap = (waiting: number): number => (waiting & ~NUMBERS) | ((waiting & NUMBERS) << 1)

/** A digit begins a number of a reference, or goes on with it. */
const atDigit = (waiting: number): number =>
  (waiting & ENCRYPTION ? FIRST : 0) | (waiting & AFTER_FIRST ? SECOND : 0) | (waiting & NUMBERS)
