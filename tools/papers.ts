/**
 * Makes the papers that a case file describes (docs/case-files.md): real files of the kind, size
 * and dates described, about the invented person and firm of the case, each marked as a
 * demonstration. The same description and case give the same bytes.
 */
import { join } from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { DOCUMENT_KINDS, PLATFORM_EXPORT } from '../src/forms/choices.js'
import { projectFolder } from '../src/settings.js'
import { exportedTable } from './papers/exported.js'
import { type PhotoWish, paint } from './papers/portrait.js'
import { type PaperCase, type PaperWish, papersFolder, paperWords, portraitOf } from './papers/words.js'

export type { PaperCase, PaperWish } from './papers/words.js'

/** A file as a person would upload it. */
export interface Paper {
  readonly name: string
  readonly mime: 'application/pdf' | 'image/jpeg' | 'image/png' | 'text/csv'
  readonly bytes: Buffer
}

/** Papers that go with some circumstances, all of one layout. */
const supportingKinds = new Set<string>([
  'visaPage',
  'cancellation',
  'previousPermit',
  'salaryCommitment',
  'recognition',
  'translation',
  'family',
  'promise',
  'categoryLicence',
  'qualification',
])

const templates: Readonly<Record<string, { template: string; title: string }>> = {
  passportPage: { template: 'identity.typ', title: '护照信息页' },
  photo: { template: 'identity.typ', title: '照片' },
  resume: { template: 'career.typ', title: '简历' },
  workExperience: { template: 'career.typ', title: '工作资历证明' },
  degree: { template: 'career.typ', title: '学位证书' },
  contract: { template: 'agreement.typ', title: '劳动合同' },
  commitment: { template: 'agreement.typ', title: '承诺书' },
  policeRecord: { template: 'official.typ', title: '无犯罪记录证明' },
  medical: { template: 'official.typ', title: '体检证明' },
  platformEvidence: { template: 'platform.typ', title: '平台数据' },
  licence: { template: 'firm.typ', title: '营业执照' },
  authorisation: { template: 'firm.typ', title: '授权委托书' },
  ...Object.fromEntries(
    DOCUMENT_KINDS.filter(({ value }) => supportingKinds.has(value)).map(({ value, label }) => [
      value,
      { template: 'supporting.typ', title: label.zh },
    ]),
  ),
}

const fonts = [
  'noto-serif-sc/400Regular',
  'noto-serif-sc/700Bold',
  'noto-sans-sc/400Regular',
  'noto-sans-sc/700Bold',
  'noto-serif/400Regular',
  'noto-serif/700Bold',
  'noto-serif/400Regular_Italic',
].map((face) => join(projectFolder, 'node_modules/@expo-google-fonts', face))

let kept: NodeCompiler | undefined
const compiler = () => (kept ??= NodeCompiler.create({ workspace: papersFolder, fontArgs: [{ fontPaths: fonts }] }))

const OF_FIRM: ReadonlySet<string> = new Set(['licence', 'authorisation', 'categoryLicence'])

/**
 * The file that a case file's description of a document asks for: `pages`, `format` (pdf, jpeg, png), `width`, `height` in pixels and `bytes`
 * come out exactly, `bytes` wherever the content fits into them. A photo is a JPEG of 413 × 531 pixels unless told otherwise, everything
 * else a PDF. What a platform exports is a table of the figures in the answers.
 */
export async function makePaper(wish: PaperWish, file: PaperCase): Promise<Paper> {
  if (wish.kind === PLATFORM_EXPORT) {
    const table = exportedTable(file)
    if (!table) throw new Error('no channel has figures of a platform that is known')
    return { ...table, mime: 'text/csv' }
  }
  const { title } = templates[wish.kind] ?? { title: wish.kind }
  // what is the firm's own bears no candidate's name
  const whose = OF_FIRM.has(wish.kind)
    ? file.firm.nameZh
    : file.talent.systemName.normalize('NFKD').replace(/[^A-Za-z]+/g, '-')
  const name = `${title}-${whose}`
  const format = (wish.format ?? (wish.kind === 'photo' ? 'jpeg' : 'pdf')).toLowerCase()
  if (format === 'pdf') {
    const bytes = padPdf(setPdf(wish, file), wish.bytes)
    await loopTurn()
    return { name: `${name}.pdf`, mime: 'application/pdf', bytes }
  }
  const png = format === 'png'
  const picture: PhotoWish = {
    width: wish.width ?? (wish.kind === 'photo' ? 413 : 1240),
    height: wish.height ?? (wish.kind === 'photo' ? 531 : 1754),
    format: png ? 'png' : 'jpeg',
    ...(wish.bytes ? { bytes: wish.bytes } : {}),
  }
  const bytes = await paint(wish.kind === 'photo' ? portraitOf(file.talent) : setSvg(wish, file), picture)
  return { name: `${name}.${png ? 'png' : 'jpg'}`, mime: png ? 'image/png' : 'image/jpeg', bytes }
}

const instructions = (wish: PaperWish, file: PaperCase) => ({
  mainFilePath: join(papersFolder, templates[wish.kind]?.template ?? 'plain.typ'),
  inputs: { data: JSON.stringify(paperWords(wish, file)) },
})

function setPdf(wish: PaperWish, file: PaperCase): Buffer {
  const made = compiler().compile(instructions(wish, file))
  if (!made.result)
    throw new Error(`the paper ${wish.kind} could not be set: ${JSON.stringify(describe(made.takeError()))}`)
  const pages = wish.pages ?? 1
  if (made.result.numOfPages !== pages) throw new Error(`the paper ${wish.kind} has not ${pages} pages`)
  const pdf = compiler().pdf(made.result, { pdfStandard: '1.7', pdfTags: false })
  compiler().evictCache(10)
  return pdf
}

const describe = (error: Parameters<NodeCompiler['fetchDiagnostics']>[0] | null) =>
  error ? compiler().fetchDiagnostics(error) : 'no reason given'

/** The first page as a picture, when a paper is sent as an image. */
const setSvg = (wish: PaperWish, file: PaperCase): string =>
  compiler().plainSvg(instructions({ ...wish, pages: 1 }, file))

/** The compiler gives memory back only when the event loop turns. */
const loopTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Lengthens a PDF by comments before its cross-reference table, whose place the trailer then names anew (ISO 32000-1 §7.5). */
function padPdf(pdf: Buffer, bytes: number | undefined): Buffer {
  if (!bytes || bytes <= pdf.length + 16) return pdf
  const text = pdf.subarray(-200).toString('latin1')
  const found = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)
  if (!found?.[1]) throw new Error('the PDF has no trailer')
  const table = Number(found[1])
  const end = (place: number) => Buffer.from(`startxref\n${place}\n%%EOF\n`)
  const rest = pdf.subarray(table, pdf.length - text.length + found.index)
  let missing = bytes - table - rest.length
  missing -= end(table + missing).length
  const line = '% Haijian demonstration '.padEnd(79, '.')
  const padding = Buffer.alloc(missing, `${line}\n`)
  padding.write('\n', missing - 1)
  return Buffer.concat([pdf.subarray(0, table), padding, rest, end(table + missing)])
}
