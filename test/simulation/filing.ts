/** Applications as firms make them on any day: of a candidate of their own, with documents that are files, and days that count from today. */
import { Readable } from 'node:stream'
import { PDFDocument, StandardFonts } from 'pdf-lib'
import sharp from 'sharp'
import { addDays, addMonths } from '../../src/base/dates.js'
import type { ReceivedFile } from '../../src/cases/files/receive.js'
import { FileReceiver } from '../../src/cases/files/receive.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import type { Actor } from '../../src/people/actor.js'
import { readExample } from '../cases/inputs.js'
import { personOf } from '../reliability/inhabitants.js'
import type { Luck } from './luck.js'
import type { WebProcess } from './processes.js'

/** Days before filing on which the papers were issued that grow old. */
const ISSUED: Readonly<Record<string, number>> = { policeRecord: 60, medical: 30 }
const VARIANTS = 3
const PASSPORT = 'passportPage'

export interface Paper {
  readonly kind: string
  readonly issuedOn?: string
  readonly name: string
  readonly bytes: Buffer
}

/** The documents that may be filed, as files: some of each kind, made once. */
export class Papers {
  private constructor(private readonly files: ReadonlyMap<string, readonly Buffer[]>) {}

  static async make(): Promise<Papers> {
    const files = new Map<string, Buffer[]>()
    for (const { kind } of readExample('goodsHost').documents)
      files.set(
        kind,
        await Promise.all(
          Array.from({ length: VARIANTS }, (_, at) => (kind === 'photo' ? makePhoto(at) : makePdf(kind, at))),
        ),
      )
    return new Papers(files)
  }

  get kinds(): string[] {
    return [...this.files.keys()]
  }

  async of(kind: string, luck: Luck, today: string, candidate: number): Promise<Paper> {
    const bytes = kind === PASSPORT ? await makePassport(candidate) : luck.pick(this.files.get(kind) ?? [])
    const days = ISSUED[kind]
    return {
      kind,
      bytes,
      name: `${kind}.${kind === 'photo' ? 'jpg' : 'pdf'}`,
      ...(days !== undefined && { issuedOn: addDays(today, -days) }),
    }
  }
}

/** With the zone as text, as it is where an office has printed it: else each would be read as a picture for seconds. */
async function makePassport(candidate: number): Promise<Buffer> {
  const { passport } = personOf(candidate) as { readonly passport: { readonly mrz: readonly string[] } } // what it makes
  const document = await PDFDocument.create()
  const font = await document.embedFont(StandardFonts.Courier)
  const page = document.addPage([421, 298])
  for (const [at, line] of passport.mrz.entries()) page.drawText(line, { x: 30, y: 60 - at * 20, size: 12, font })
  return Buffer.from(await document.save())
}

async function makePdf(kind: string, at: number): Promise<Buffer> {
  const document = await PDFDocument.create()
  const font = await document.embedFont(StandardFonts.Helvetica)
  document.addPage([298, 421]).drawText(`${kind}, version ${at}`, { x: 30, y: 300, size: 14, font })
  return Buffer.from(await document.save())
}

const makePhoto = (at: number): Promise<Buffer> =>
  sharp({ create: { width: 413, height: 531, channels: 3, background: { r: 100 + at * 20, g: 120, b: 140 } } })
    .jpeg()
    .toBuffer()

/** The answers of an application that is made today, of the candidate of this number. */
export function answersOf(candidate: number, today: string): object {
  const { talent, engagement, channels } = readExample('goodsHost')
  const start = addDays(today, 45)
  const resume = [
    { from: '2008-09', to: '2020-10', what: 'study' },
    { from: '2020-11', to: today.slice(0, 7), what: 'work' },
  ]
  return {
    talent: { ...talent, ...personOf(candidate), resume },
    engagement: { ...engagement, contract: { start, end: addDays(addMonths(start, 24), -1) } },
    channels,
  }
}

/** Receives a document as the page of a firm does; the row is the caller's to write. */
export async function receive(web: WebProcess, actor: Actor, caseId: number, paper: Paper): Promise<ReceivedFile> {
  const seal = await web.app.get(ReadingService).requireOpen(actor, caseId)
  const part = { filename: paper.name, file: Readable.from([paper.bytes]) }
  return web.app.get(FileReceiver).receive(part, paper.kind, null, { seal, sender: 'person' })
}
