/** A firm's workbook of many hosts and the papers of each, as the generators of the demonstration make them; each paper is unlike any other. */
import { createWriteStream } from 'node:fs'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { writeBook } from '../../src/exchange/batchBook.js'
import type { Branch } from '../../src/forms/engine/node.js'
import { projectFolder } from '../../src/settings.js'
import { Chance } from '../../tools/papers/chance.js'
import { makePaper, type PaperCase, type PaperWish } from '../../tools/papers.js'
import { inventPassport } from '../reading/passports.js'

/** Of a scan in shades of grey. */
const PAPER_BYTES = 240_000
const PADDING = '% Haijian demonstration '

interface CaseFile extends PaperCase {
  readonly documents: readonly PaperWish[]
}

const example = JSON.parse(
  readFileSync(join(projectFolder, 'test/cases/02-typical-streamer-class-b-on-points-needs-the-r.json'), 'utf8'),
) as CaseFile // of the repository

export interface BenchHost {
  readonly answers: Branch
  readonly papers: readonly { readonly name: string; readonly kind: string; readonly content: Buffer }[]
}

/** The hosts with their papers, in their order. */
export async function makeHosts(count: number, from: number): Promise<BenchHost[]> {
  const shared = new Map<string, Buffer>()
  for (const wish of example.documents)
    shared.set(wish.kind, (await makePaper({ ...wish, bytes: PAPER_BYTES }, example)).bytes)
  const hosts: BenchHost[] = []
  for (let made = from; made < from + count; made++) hosts.push(await makeHost(made, shared))
  return hosts
}

async function makeHost(index: number, shared: ReadonlyMap<string, Buffer>): Promise<BenchHost> {
  const { about } = inventPassport(new Chance(`batch ${index}`), example)
  const { number } = about.talent.passport
  const papers = []
  const documents = []
  for (const { kind, issuedOn } of example.documents) {
    const name = `${number}/${kind}.${kind === 'photo' ? 'jpg' : 'pdf'}`
    const own =
      kind === 'passportPage'
        ? (await makePaper({ kind, bytes: PAPER_BYTES }, about)).bytes
        : told(shared.get(kind) ?? Buffer.alloc(0), index)
    papers.push({ name, kind, content: own })
    documents.push({ file: name, kind, issuedOn, language: 'zh' })
  }
  const { talent, engagement, channels } = about
  return { answers: { talent, engagement, channels, documents } as unknown as Branch, papers } // as case files have it
}

/** The same paper with the host's number in it: in a comment of a PDF, after the end of a photograph. */
function told(paper: Buffer, index: number): Buffer {
  const at = paper.indexOf(PADDING)
  const text = String(index).padStart(8, '0')
  if (at < 0) return Buffer.concat([paper, Buffer.from(text)])
  const own = Buffer.from(paper)
  own.write(text, at + PADDING.length)
  return own
}

/** The workbook filled in. */
export const bookOf = (hosts: readonly BenchHost[]): Promise<Buffer> =>
  buffer(
    writeBook(
      hosts.map(({ answers }, index) => ({ number: String(index + 1), draft: '', answers, problems: [] })),
      new Date(),
    ),
  )

/** Writes all papers as one ZIP; what is scanned does not become smaller by packing. */
export async function writeArchive(hosts: readonly BenchHost[], file: string): Promise<void> {
  const zip = new ZipFile()
  for (const { name, content } of hosts.flatMap(({ papers }) => papers))
    zip.addBuffer(content, name, { compress: false })
  zip.end()
  await finished(zip.outputStream.pipe(createWriteStream(file)))
}
