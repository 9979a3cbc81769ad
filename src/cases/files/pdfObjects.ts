/**
 * The objects of a PDF, read by pdf-lib's parser, which is held to work in proportion to the file.
 * It goes back whenever something turns out otherwise than it began (a string without its end, a
 * stream without its length) and reads on from there; a file made for it has all that follows read
 * again for each of its objects.
 */
import {
  type PDFContext,
  type PDFObject,
  PDFObjectStreamParser,
  PDFParser,
  type PDFRawStream,
  PDFXRefStreamParser,
} from 'pdf-lib'
import { refuse } from './refusals.js'

export interface PdfObjects {
  readonly context: PDFContext
  /** Every object that was ever given a number: the context itself keeps only the last of each number. */
  readonly objects: readonly PDFObject[]
  /**
   * How many bytes the parser took, each as often as it took it; those of object streams, which it
   * unpacks, are not among them.
   */
  readonly reads: number
}

/**
 * The objects of a file. Refuses `file:tooComplex` when they cannot be read in proportion; any
 * other error means that the file is damaged.
 */
export async function readObjects(bytes: Uint8Array): Promise<PdfObjects> {
  const parser = new MeasuredParser(bytes)
  const { stackTraceLimit } = Error
  // between objects it throws, and catches, an error a byte, of which the stack is the most
  // expensive part
  Error.stackTraceLimit = 0
  try {
    const context = await parser.parseDocument()
    return { context, objects: parser.objects, reads: parser.meter.reads }
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/**
 * How often a byte may be taken on average. Sound files need up to 6, since keywords are tried at
 * every byte of a stream whose length is wrong.
 */
const MOST_READS = 12
/** Of the shortest files the same few bytes are tried more often. */
const FREE_READS = 10_000

/** What the parser reads from; its type is not exported. */
interface Stream {
  moveTo(offset: number): void
  offset(): number
}

/** Counts what a parser takes from its stream, whenever it moves in it. */
class Meter {
  reads = 0

  constructor(stream: Stream, length: number) {
    const moveTo = stream.moveTo.bind(stream)
    let from = stream.offset()
    stream.moveTo = (offset) => {
      this.reads += stream.offset() - from
      if (this.reads > MOST_READS * length + FREE_READS) refuse('file:tooComplex')
      from = offset
      moveTo(offset)
    }
  }
}

class MeasuredParser extends PDFParser {
  readonly objects: PDFObject[] = []
  readonly meter: Meter

  constructor(bytes: Uint8Array) {
    super(bytes, Number.POSITIVE_INFINITY)
    this.meter = new Meter(this.bytes, bytes.length)
    const assign = this.context.assign.bind(this.context)
    this.context.assign = (ref, object) => {
      this.objects.push(object)
      assign(ref, object)
    }
  }
}

/** Many of its objects may be said to begin at one place. */
class MeasuredObjectStream extends PDFObjectStreamParser {
  constructor(stream: PDFRawStream, shouldWait?: () => boolean) {
    super(stream, shouldWait)
    new Meter(this.bytes, this.bytes.slice(0, Number.POSITIVE_INFINITY).length)
  }
}
PDFObjectStreamParser.forStream = (stream, shouldWait) => new MeasuredObjectStream(stream, shouldWait)

/** Nobody asks for the places of objects, of which such a stream can claim any number in a few bytes. */
PDFXRefStreamParser.forStream = (stream) => Object.assign(new PDFXRefStreamParser(stream), { parseEntries: () => [] })
