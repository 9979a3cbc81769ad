import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import jsqr from 'jsqr'
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRawStream } from 'pdf-lib'
import sharp from 'sharp'
import { sampleLetter, sampleRefusal } from '../../bench/letters/sample.js'
import { Invalid } from '../../src/base/errors.js'
import { type LetterTemplate, letterTemplateSchema, paperKindSchema } from '../../src/letters/catalogue.js'
import type { OpenCutter } from '../../src/letters/commonFace.js'
import { listLicensed, prepareFonts, readFamilies } from '../../src/letters/fonts.js'
import { readGlyphs } from '../../src/letters/names.js'
import { showCheckCode } from '../../src/base/checkCode.js'
import type { LetterData } from '../../src/letters/letterData.js'
import { CannotBeSet, createRenderer, type Renderer } from '../../src/letters/render.js'
import { TookTooLong } from '../../src/letters/setter.js'
import { samplePaper } from '../../src/letters/sample.js'
import { sealsIn } from '../../src/letters/seals.js'
import { checkTemplate } from '../../src/letters/templateCheck.js'
import { projectFolder } from '../../src/settings.js'
import { TIME_LIMIT } from '../../src/worker/letterRenderer.js'
import { listDescendants } from '../../tools/processes.js'
import { long as atLength, rounds } from '../long.js'
import { readEntries } from './entries.js'
import { bodyPlaces, decode, type Run, readLines, readSheet, type Sheet, streamOf } from './pdfText.js'
import { drawPages, edgesOf, type Picture } from './picture.js'
import { ask, testWith } from './witness.js'

const minute = 60_000
let folder: string
let fontsDir: string
let renderer: Renderer
let pdf: Buffer
let sheet: Sheet
/** Its pages at 150 dpi. */
let drawn: Promise<readonly Picture[]>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'letters-'))
  fontsDir = await prepareFonts()
  renderer = await createRenderer({ fontsDir, timeLimitMs: TIME_LIMIT })
  pdf = await renderer.render(sampleLetter)
  sheet = await readSheet(pdf)
  drawn = drawPages(pdf, 150)
})

afterAll(async () => {
  await renderer.close()
  await rm(folder, { recursive: true, force: true })
})

const one = (zh: string) => ({ zh: [zh], en: [zh] })

/** Template and layout of a kind of paper, as the first reference data have them. */
function firstOf(key: string) {
  const bodyOf = (name: string): unknown => get(readEntries(name), (entry) => entry.key === key).body
  return {
    paper: paperKindSchema.parse(bodyOf('paperKinds')),
    template: letterTemplateSchema.parse(bodyOf('letterTemplates')),
  }
}

/** A kind of paper of the published samples. */
function sampleOf(key: string): LetterData {
  const { paper, template } = firstOf(key)
  return samplePaper(key, paper, template, '2026-11-24', 'https://haijian.example/verify')
}

/** Plain JavaScript, which has no types. */
const { openCutter } = (await import(new URL('../../tools/cutter.mjs', import.meta.url).href)) as {
  openCutter: OpenCutter
}

const letterWith = (changes: Partial<LetterData>): LetterData => ({ ...sampleLetter, ...changes })
const sheetWith = async (changes: Partial<LetterData>): Promise<Sheet> =>
  readSheet(await renderer.render(letterWith(changes)))

function get<T>(list: readonly T[], wanted: (one: T) => boolean): T {
  const found = list.find(wanted)
  if (found === undefined) throw new Error('not found on the sheet')
  return found
}

const lineWith = (text: string, page: number, on = sheet) =>
  get(readLines(on, page), (line) => line.text.includes(text))
const textOf = (on: Sheet): string =>
  Array.from({ length: on.pages }, (_, i) =>
    readLines(on, i + 1)
      .map(({ text }) => text)
      .join('\n'),
  ).join('\n')
const near = (value: number, wanted: number, within = 1) => {
  expect(value).toBeGreaterThanOrEqual(wanted - within)
  expect(value).toBeLessThanOrEqual(wanted + within)
}

const middleOf = ({ runs }: { runs: readonly Run[] }) => ((runs[0]?.x ?? 0) + (runs.at(-1)?.end ?? 0)) / 2

/** A seal of this width, with signature and date in its lower half and its middle over theirs (GB/T 9704-2012, 7.3.5.1). */
function expectPressed(
  seal: ReturnType<typeof edgesOf>,
  width: number,
  lines: ReturnType<typeof readLines>,
  name: string,
  date: string,
): void {
  near(seal.right - seal.left, width, 1)
  near(seal.bottom - seal.top, width, 1)
  for (const words of [name, date]) {
    const line = get(lines, ({ text }) => text.endsWith(words))
    expect(line.y).toBeGreaterThan(seal.top + width / 2)
    expect(line.y).toBeLessThan(seal.bottom)
  }
  near((seal.left + seal.right) / 2, middleOf(get(lines, ({ text }) => text === date)), 1)
}

describe('the file', () => {
  test('is PDF/A-2b by its marks: identification, output intent, /ID, no encryption, no compressed objects', async () => {
    const document = await PDFDocument.load(pdf, { updateMetadata: false })
    const xmp = Buffer.from(streamOf(document.catalog, 'Metadata').contents).toString('utf8')
    expect(xmp).toContain('<pdfaid:part>2</pdfaid:part>')
    expect(xmp).toContain('<pdfaid:conformance>B</pdfaid:conformance>')
    const intent = document.catalog.lookup(PDFName.of('OutputIntents'), PDFArray).lookup(0, PDFDict)
    expect(intent.lookup(PDFName.of('S'))).toBe(PDFName.of('GTS_PDFA1'))
    expect(intent.lookup(PDFName.of('DestOutputProfile'))).toBeInstanceOf(PDFRawStream)
    const tail = pdf.toString('latin1', pdf.length - 500)
    expect(tail).toContain('/ID [')
    expect(tail).not.toContain('/Encrypt')
    expect(document.getTitle()).toBe('关于推荐TANAKA YUKI为外籍直播高端人才的函')
    expect(document.getAuthor()).toBe('演示上海市商务委员会')
    expect(document.getCreationDate()?.toISOString().slice(0, 10)).toBe('2026-11-24')
  })

  test('has every font embedded, and a ToUnicode map for each', async () => {
    const document = await PDFDocument.load(pdf, { updateMetadata: false })
    const names = new Set<string>()
    for (const page of document.getPages()) {
      const fonts = page.node.Resources()?.lookup(PDFName.of('Font'), PDFDict)
      if (!fonts) throw new Error('a page without fonts')
      for (const name of fonts.keys()) {
        const font = fonts.lookup(name, PDFDict)
        expect(decode(streamOf(font, 'ToUnicode'))).toContain('beginbfchar')
        const inner = font.lookup(PDFName.of('DescendantFonts'), PDFArray).lookup(0, PDFDict)
        expect(
          streamOf(inner.lookup(PDFName.of('FontDescriptor'), PDFDict), 'FontFile2').contents.length,
        ).toBeGreaterThan(0)
        names.add(String(inner.lookup(PDFName.of('BaseFont'))).replace(/^\/[A-Z]{6}\+/, ''))
      }
    }
    expect([...names].sort()).toEqual([
      'HaijianHei-Medium',
      'HaijianHei-Regular',
      'HaijianKai-Regular',
      'HaijianSong-Regular',
      'HaijianSong-SemiBold',
      'NotoSerif-Italic',
      'NotoSerif-Regular',
      'NotoSerif-SemiBold',
    ])
  })

  test('stands as a preview line by line where it will, with places of seal and code, and without a code', async () => {
    const words = { preview: '预览 · PREVIEW' }
    const preview = await readSheet(await renderer.render(sampleLetter, words))
    expect(preview.pages).toBe(sheet.pages)
    expect(bodyPlaces(preview)).toEqual(bodyPlaces(sheet))
    expect(textOf(preview)).toMatch(/预览，不具效力[\s\S]*Preview, not valid/)
    expect(textOf(sheet)).not.toMatch(/不具效力|not valid/)
    // nothing that a check page could be asked for, neither in words nor in the drawing
    expect(textOf(preview)).not.toContain(showCheckCode(sampleLetter.check.code))
    for (const { pixels, width, height } of await drawPages(await renderer.render(sampleLetter, words), 150))
      expect(jsqr.default(pixels, width, height)).toBeNull()
  })

  test('is the same, byte for byte, from the same data, in one process and in another', async () => {
    const other = await createRenderer({ fontsDir, timeLimitMs: minute })
    try {
      await other.render(sampleRefusal)
      expect((await other.render(sampleLetter)).equals(pdf)).toBe(true)
    } finally {
      await other.close()
    }
    expect((await renderer.render(JSON.parse(JSON.stringify(sampleLetter)) as LetterData)).equals(pdf)).toBe(true)
    expect((await renderer.render(letterWith({ number: '演示沪商荐〔2026〕9号' }))).equals(pdf)).toBe(false)
  })

  testWith('qpdf', 'is well formed', async () => {
    const path = join(folder, 'letter.pdf')
    await writeFile(path, pdf)
    expect(ask('qpdf', '--check', path)).toMatchObject({
      status: 0,
      text: expect.stringContaining('No syntax or stream encoding errors'),
    })
  })
})

describe('an application form', () => {
  test('keeps what heads some rows with the first of them, wherever a page ends', async () => {
    const row = (label: string, value: string | null) => ({
      label: { zh: label, en: label },
      value: value === null ? null : { zh: value, en: value },
    })
    const rowsOf = (n: number) => [
      row(`第${n}段`, null),
      row('从', '2020年9月'),
      row('到', '2026年10月'),
      ...Array.from({ length: (n * n) % 5 }, (_, at) => row('事由', `任主播，负责服装类目${at}，`.repeat(1 + (n % 7)))),
    ]
    const form = [
      { heading: { zh: '经历', en: 'Experience' }, rows: Array.from({ length: 90 }, (_, at) => rowsOf(at + 1)).flat() },
    ]
    const on = await sheetWith({ facts: [], findings: [], form })
    const pages = Array.from({ length: on.pages }, (_, at) => readLines(on, at + 1).map(({ text }) => text))
    const isFoot = (text: string) => text.startsWith('— ') || text.includes(sampleLetter.check.code)
    const bodies = pages.map((lines) => lines.filter((text) => !isFoot(text)))
    const stranded = bodies.flatMap((lines) => lines.slice(-1)).filter((text) => /^第\d+段$/.test(text))
    expect(pages.flat().filter((text) => /^第\d+段$/.test(text)).length).toBeGreaterThan(90)
    expect(stranded).toEqual([])
  })
})

describe('GB/T 9704-2012, letter format', () => {
  test('A4, two red double lines of 170 mm: thick above thin under the head, thin above thick 20 mm from the lower edge', async () => {
    const document = await PDFDocument.load(pdf)
    for (const page of document.getPages()) {
      near(page.getWidth(), 595.28, 0.1)
      near(page.getHeight(), 841.89, 0.1)
    }
    for (const page of [1, 3]) {
      const rules = sheet.rules
        .filter((rule) => rule.page === page && rule.end - rule.x > 165)
        .sort((a, b) => a.y - b.y)
      expect(rules).toHaveLength(4)
      for (const { x, end } of rules) {
        near(x, 20, 0.1)
        near(end - x, 170, 0.1)
      }
      const [first, second, third, fourth] = rules.map(({ thickness }) => thickness)
      expect(first).toBeGreaterThan(second ?? 0)
      expect(fourth).toBeGreaterThan(third ?? 0)
      near(297 - (rules[3]?.y ?? 0) - (rules[3]?.thickness ?? 0) / 2, 20, 0.2)
    }
    expect(sheet.rules.filter((rule) => rule.page === 2 && rule.end - rule.x > 165)).toEqual([])
  })

  test('the body is 16 pt, 28 characters a line and 22 lines a page, and fills 156 mm × 225 mm at 28 mm and 37 mm', async () => {
    const opening = { zh: ['上海市推动直播经济高质量发展行动计划'.repeat(70)], en: ['English.'] }
    const full = await sheetWith({ opening, facts: [] })
    const lines = readLines(full, 2).filter(({ runs }) => runs.every(({ size }) => size === 16))
    expect(lines).toHaveLength(22)
    for (const { text, runs } of lines) {
      expect([...text]).toHaveLength(28)
      near(runs[0]?.x ?? 0, 28, 0.1)
      near(runs.at(-1)?.end ?? 0, 184, 0.2)
    }
    const ys = lines.map(({ y }) => y)
    for (let i = 1; i < 22; i++) near((ys[i] ?? 0) - (ys[i - 1] ?? 0), 10.446, 0.01)
    // A character's box reaches 0.88 of its size above the base line and 0.12 below it; 16 pt are 5.644 mm.
    near((ys[0] ?? 0) - 0.88 * 5.644, 37, 0.1)
    near((ys[21] ?? 0) + 0.12 * 5.644, 262, 0.1)
  })

  test('paragraphs begin two characters in; the addressee is flush left and ends with a full-width colon', () => {
    const addressee = lineWith('演示上海市人力资源和社会保障局：', 1)
    near(addressee.runs[0]?.x ?? 0, 28, 0.1)
    near(lineWith('根据《', 1).runs[0]?.x ?? 0, 28 + 2 * 5.571, 0.1)
    near(lineWith('根据《', 1).y - addressee.y, 10.446, 0.01)
  })

  test('the number is flush right, seven eighths of a character under the line, and the title 22 pt, centred, two rows below', () => {
    const number = lineWith('演示沪商荐〔2026〕1号', 1)
    near(number.runs.at(-1)?.end ?? 0, 184, 0.3)
    const line = get(sheet.rules, (rule) => rule.page === 1 && rule.thickness < 0.5 && rule.y < 60)
    near(number.y - 0.88 * 5.644 - line.y, 4.94, 0.5)
    const titles = ['关于推荐TANAKA YUKI', '为外籍直播高端人才的函'].map((text) => lineWith(text, 1))
    for (const { runs } of titles) {
      expect(runs.map(({ size }) => size)).toEqual(runs.map(() => 22))
      near(((runs[0]?.x ?? 0) + (runs.at(-1)?.end ?? 0)) / 2, 106, 0.5)
    }
    // Glyphs reach 0.88 of their size above the base line and 0.12 below it.
    const numberEnd = number.y + 0.12 * 5.644
    near((titles[0]?.y ?? 0) - 0.88 * 7.761 - numberEnd, 2 * 10.446, 1)
    near(lineWith('演示上海市人力资源和社会保障局：', 1).y - (titles[1]?.y ?? 0), 2 * 10.446, 0.7)
  })

  test('the date has four characters to its right and no leading zeros, the signature stands centred one row above it', async () => {
    const early = await sheetWith({ issuedOn: '2027-01-04' })
    const date = get(readLines(early, 2), ({ text }) => text.includes('2027年1月4日') && !text.includes('至'))
    near(date.runs.at(-1)?.end ?? 0, 184 - 4 * 5.571, 0.5)
    const sign = get(readLines(early, 2), ({ text }) => text === '演示上海市商务委员会')
    near(date.y - sign.y, 10.446, 0.01)
    const middle = ({ runs }: { runs: Run[] }) => ((runs[0]?.x ?? 0) + (runs.at(-1)?.end ?? 0)) / 2
    near(middle(sign), middle(date), 0.5)
  })

  test('the seal, 42 mm wide, is pressed over signature and date, which lie in its lower middle; its top is within a row of the text', async () => {
    const pages = await drawn
    for (const [page, name, date, last] of [
      [2, '演示上海市商务委员会', '2026年11月24日', '2.聘用合同复印件'],
      [4, 'Commission of Commerce', '24 November 2026', '2.Copy of the employment contract'],
    ] as const) {
      const seal = edgesOf(pages[page - 1], 150, (red, green) => red > 150 && green < 90)
      expectPressed(seal, 42, readLines(sheet, page), name, date)
      const text = lineWith(last, page)
      expect(seal.top - text.y).toBeLessThan(10.446)
      expect(seal.top + 1).toBeGreaterThan(text.y)
    }
  })

  test('attachments: a blank row above, two characters in, the second name under the first', () => {
    const first = lineWith('附件：1.护照信息页复印件', 2)
    const second = lineWith('2.聘用合同复印件', 2)
    near(first.y - lineWith('请予支持为盼。', 2).y, 2 * 10.446, 0.01)
    near(first.runs[0]?.x ?? 0, 28 + 2 * 5.571, 0.1)
    const nameAt = (line: { runs: Run[] }, text: string) => get(line.runs, (run) => run.text.startsWith(text)).x
    near(nameAt(second, '聘'), nameAt(first, '护'), 0.05)
    near(second.y - first.y, 10.446, 0.01)
  })

  test('a single attachment has no number, and begins right after the colon', async () => {
    const one = await sheetWith({ attachments: sampleLetter.attachments.slice(0, 1) })
    const line = lineWith('附件：护照信息页复印件', 2, one)
    near(get(line.runs, (run) => run.text.startsWith('护')).x, 28 + 5 * 5.571, 0.1)
    expect(textOf(one)).toContain('Attachment: Copy of the passport’s information page')
  })

  test('the contact stands in brackets in the row below the date', () => {
    const contact = lineWith('（联系人：陈思远；联系电话：021-00000000）', 2)
    near(contact.y - lineWith('2026年11月24日', 2).y, 10.446, 0.3)
  })

  test('page numbers from the second page, 14 pt between dashes, 7 mm below the type area, even ones left, odd ones right', async () => {
    const number = (page: number, on = sheet) =>
      get(readLines(on, page), ({ text, y }) => y > 262 && text.includes(`— ${page} —`))
    for (const page of [2, 4]) {
      const { runs, y } = number(page)
      const own = runs.filter(({ size }) => size === 14)
      expect(own.map(({ text }) => text).join('')).toBe(`— ${page} —`)
      near(own[0]?.x ?? 0, 28 + 5.571, 0.2)
      // A dash lies about a third of the size above the base line.
      near(y - (0.33 * 14 * 25.4) / 72, 262 + 7, 1)
    }
    const long = await sheetWith({ opening: { zh: ['上海市推动直播经济'.repeat(120)], en: ['English.'] } })
    near(number(3, long).runs.at(-1)?.end ?? 0, 184 - 5.571)
    for (const page of [1, 3]) expect(readLines(sheet, page).some(({ text }) => /— \d+ —/.test(text))).toBe(false)
  })

  test('the head begins 30 mm from the upper edge and its line 4 mm below it, both in red; the lower line is 20 mm from the lower edge', async () => {
    const [page] = await drawPages(await renderer.render(letterWith({ specimen: null })), 254) // ten pixels a millimetre
    if (!page) throw new Error('no page')
    const { pixels, width, height } = page
    const at = (row: number, column: number) => [
      ...pixels.subarray(4 * (row * width + column), 4 * (row * width + column) + 3),
    ]
    const inked = (row: number) =>
      Array.from({ length: width }, (_, column) => at(row, column)).filter(([, green = 255]) => green < 160)
    const rows = Array.from({ length: height }, (_, row) => inked(row))
    const changes = rows.flatMap((row, number) =>
      row.length > 0 !== (rows[number - 1]?.length ?? 0) > 0 ? [number / 10] : [],
    )
    const [top = 0, bottom = 0, line = 0] = changes
    near(top, 30, 0.3)
    near(line - bottom, 4, 0.3)
    const lines = rows.flatMap((row, number) => (row.length > 1690 ? [number] : []))
    near(297 - ((lines.at(-1) ?? 0) + 1) / 10, 20, 0.5)
    const head = rows.slice(0, 10 * bottom)
    for (const row of [...head, ...lines.map((number) => rows[number] ?? [])])
      expect(row.filter(([red = 0, green = 0, blue = 0]) => red < 150 || red - Math.max(green, blue) < 60)).toEqual([])
  })
})

describe('the words', () => {
  test('come out of the file as they went in', () => {
    const text = textOf(sheet).replaceAll('\n', '')
    for (const words of [
      '关于推荐TANAKA YUKI为外籍直播高端人才的函',
      '用人单位上海云帆跨境电子商务有限公司',
      '统一社会信用代码91310105MA1FW0007P',
      'TANAKA YUKI（田中 由紀）',
      '合同期限2027年1月4日至2028年12月31日',
      '一、岗位需要。该企业已办理海关跨境电商备案',
      '二、专业影响力。小红书账号yuki_tokyo有关注者93万人',
      '本函有效期至2027年5月24日。',
      '核验码7K3M-9QXT-2BVH-8RW44有效期至2027年5月24日',
      'haijian.example/check',
      'English version for reference. The Chinese text prevails.',
      'Ref. No. 演示沪商荐〔2026〕1号',
      'To: Demonstration Shanghai Municipal Human Resources',
      'Date of birth5 May 1990',
      '1. Need for the post. The employer is registered',
      '24 November 2026',
      'Valid until24 May 2027',
    ]) {
      expect(text).toContain(words)
    }
  })

  test('a single finding has no number, and the parts that a refusal has not are not there', async () => {
    const refusal = await readSheet(await renderer.render(sampleRefusal))
    expect(refusal.pages).toBe(2)
    const text = textOf(refusal)
    expect(text).toContain('账号合规记录。2026年3月')
    expect(text).not.toMatch(/一、|附件|有效期至|联系人|Attachments|Valid until/)
    expect(text).toContain('上海潮声直播科技有限公司：')
  })

  test('whom it is copied to stands in the foot', async () => {
    const copied = await sheetWith({ copiedTo: { zh: '演示上海市文化和旅游局', en: 'Demonstration Culture' } })
    expect(textOf(copied)).toContain('抄送：演示上海市文化和旅游局。')
    expect(textOf(copied)).toContain('Copied to: Demonstration Culture.')
  })

  test('the QR code on the paper leads to the check page', async () => {
    const codes = (await drawn).map(
      ({ pixels, width, height }) => jsqr.default(pixels, width, height, { inversionAttempts: 'dontInvert' })?.data,
    )
    const code = 'https://haijian.example/check/7K3M9QXT2BVH8RW44'
    expect(codes).toEqual([undefined, code, undefined, code])
  })

  test('a page that lies loose says which letter it is of', () => {
    for (const page of [1, 2, 3, 4]) expect(lineWith('演示沪商荐〔2026〕1号', page).text).toBeTruthy()
  })

  test('names of every European and Vietnamese alphabet and rare characters are set', async () => {
    const name = 'Łukasz Đặng-Nguyễn Șerban İbrahim Åse Ђорђе Ελένη 𠮷田 镕喆堃䶮'
    const set = await sheetWith({ opening: { zh: [`推荐${name}。`], en: [`For ${name}.`] } })
    expect(textOf(set).replaceAll('\n', '')).toContain(`推荐${name}。`)
    expect(textOf(set).replaceAll('\n', ' ')).toContain(`For ${name}.`)
    // what is not common comes out of the whole face, and everything else does not
    expect(set.runs.some(({ font }) => font === 'HaijianKai-Regular')).toBe(true)
    const faceOf = (character: string) => get(set.runs, ({ text }) => text.includes(character)).font
    expect(faceOf('镕')).toBe('LXGWWenKai-Regular')
    expect(faceOf('䶮')).toMatch(/^(LXGWWenKai|NotoSerifSC)-Regular$/)
  })

  test('what nobody sees is taken out before it is set', async () => {
    const dirty = await renderer.render(
      letterWith({
        number: '演示沪商\u202e荐〔2026〕\u200b1号\u0000',
        addressee: { ...sampleLetter.addressee, zh: ' 演示上海市人力资源和社会\ufeff保障局\n' },
      }),
    )
    expect(dirty.equals(pdf)).toBe(true)
  })

  test.each([
    ['an emoji', 'TANAKA 😀 YUKI', ['😀']],
    ['Tibetan', 'བོད', ['བ', 'ོ', 'ད']],
    ['a private character', 'A\ue000B', ['\ue000']],
  ])('%s cannot be set; the error says which character and where', async (_what, name, characters) => {
    const facts = [{ label: { zh: '姓名', en: 'Name' }, value: { zh: name, en: 'TANAKA YUKI' } }]
    const error = await renderer.render(letterWith({ facts })).catch((problem: unknown) => problem)
    expect(error).toBeInstanceOf(CannotBeSet)
    if (!(error instanceof CannotBeSet)) return
    expect([...error.characters].join('').normalize('NFKC')).toMatch(new RegExp(`^[${characters.join('')}]+$`, 'u'))
    expect(error.paths).toEqual(['facts.0.value.zh'])
    expect(error.because.zh).toMatch(/“.+”（U\+[0-9A-F]{4,5}）/u)
  })

  test('data of another shape are refused, every fault by its path', async () => {
    const wrong = {
      ...sampleLetter,
      issuedOn: '2026-02-30',
      number: '\u200b',
      surprise: 1,
      check: { ...sampleLetter.check, code: '7K3M9QXT2BVH8RW45' },
    }
    const error = await renderer.render(wrong).catch((problem: unknown) => problem)
    expect(error).toBeInstanceOf(Invalid)
    if (!(error instanceof Invalid)) return
    expect(error.problems.map(({ path }) => path).sort()).toEqual(['', 'check.code', 'issuedOn', 'number'])
  })
})

describe('demonstration and earnest', () => {
  const words = '演示专用 · SPECIMEN'

  test('a demonstration has the words large across every page, in its foot and on its seal', () => {
    for (let page = 1; page <= 4; page++) {
      const across = sheet.runs.filter((run) => run.page === page && !run.upright && run.size === 68)
      expect(across.map(({ text }) => text).join('')).toBe(words)
      expect(readLines(sheet, page).some(({ text, y }) => text.endsWith(words) && y > 262)).toBe(true)
    }
    for (const page of [2, 4])
      expect(lineWith('演示专用', page).runs.some(({ font }) => font === 'HaijianSong-SemiBold')).toBe(true)
  })

  test('a letter in earnest has neither, and carries the seal that the authority gave, in its place and as wide as is said', async () => {
    const seals = join(folder, 'seals')
    await mkdir(seals)
    // of a colour that nothing else on the paper has
    await sharp({ create: { width: 300, height: 300, channels: 4, background: '#0000d0' } }).toFile(
      join(seals, 'sh-commerce.png'),
    )
    const issuer = { zh: '上海市商务委员会', en: 'Shanghai Municipal Commission of Commerce' }
    const given = { specimen: null, issuer, signatory: issuer, number: '沪商荐〔2026〕1号' }
    const bare = await renderer.render(letterWith(given))
    const images = (await PDFDocument.load(bare)).context
      .enumerateIndirectObjects()
      .filter(
        ([, object]) =>
          object instanceof PDFRawStream && object.dict.get(PDFName.of('Subtype')) === PDFName.of('Image'),
      )
    expect(images).toEqual([])
    const seal = sealsIn(seals)('sh-commerce', 38)
    const sealed = await renderer.render(letterWith({ ...given, seal }))
    const on = await readSheet(sealed)
    expect(textOf(on)).not.toMatch(/SPECIMEN|演示专用/)
    const pages = await drawPages(sealed, 100)
    for (const [page, name, date] of [
      [2, issuer.zh, '2026年11月24日'],
      [4, 'Commission of Commerce', '24 November 2026'],
    ] as const) {
      const edges = edgesOf(pages[page - 1], 100, (red, _, blue) => blue > 150 && red < 60)
      expectPressed(edges, 38, readLines(on, page), name, date)
    }
  })

  test('a demonstration cannot carry the seal of an authority', async () => {
    const seal = { mime: 'image/png', base64: 'iVBORw0KGgo=', diameterMm: 42 } as const
    await expect(renderer.render(letterWith({ seal }))).rejects.toThrow(Invalid)
  })
})

describe('whatever comes', () => {
  const far = (on: Sheet): Run[] => on.runs.filter((run) => run.upright && (run.x < 19.9 || run.end > 190.1))

  test('long names stay on the paper', async () => {
    const name = 'WOLFESCHLEGELSTEINHAUSENBERGERDORFFXYZA HUBERT BLAINE'
    const issuer = {
      zh: '演示中国（上海）自由贸易试验区临港新片区管理委员会直播经济促进办公室',
      en: 'Demonstration Administration of the Lin-gang Special Area of the China (Shanghai) Pilot Free Trade Zone',
    }
    const long = await sheetWith({
      issuer,
      signatory: issuer,
      title: { zh: `关于推荐${name}\n为外籍直播高端人才的函`, en: `Recommendation of ${name}\nas a talent` },
      facts: [
        ...sampleLetter.facts.slice(0, 3),
        { label: { zh: '姓名', en: 'Name' }, value: { zh: `${name}（${name}）`, en: `${name} (${name})` } },
        {
          label: { zh: '境内外直播平台账号名称和数量', en: 'Names and number of accounts on platforms' },
          value: { zh: name, en: name },
        },
        ...sampleLetter.facts.slice(4),
      ],
    })
    expect(far(long)).toEqual([])
    expect(textOf(long).replaceAll('\n', '')).toContain(name)
    expect(textOf(long).replaceAll('\n', '')).toContain(
      '演示中国（上海）自由贸易试验区临港新片区管理委员会直播经济促进办公室',
    )
  })

  test('no page holds a signature alone, however long the text is, copied to somebody or not', async () => {
    const sentence = '你公司如有异议，可以自收到本决定之日起六十日内申请复核。'
    for (let i = 0; i < 60; i += atLength ? 1 : 10) {
      const count = 1 + ((i * 13) % 89)
      const closing = {
        zh: [sentence.repeat(count)],
        en: ['If you disagree, you may ask for a review. '.repeat(count).trim()],
      }
      const attachments = i % 2 ? [] : sampleLetter.attachments
      const copiedTo = i % 4 < 2 ? { zh: '演示云帆公司', en: 'Demonstration Yunfan' } : null
      const on = await sheetWith({ closing, attachments, copiedTo, facts: i % 3 ? [] : sampleLetter.facts })
      for (const [date, words, copied] of [
        ['2026年11月24日', /核。|附件|^2\./, '抄送：演示云帆公司。'],
        ['24 November 2026', /review\.|Attachments|^2\./, 'Copied to: Demonstration Yunfan.'],
      ] as const) {
        const page = get(
          on.runs,
          (run) =>
            run.text.includes(date.slice(0, 4)) &&
            run.upright &&
            readLines(on, run.page).some(({ text }) => text === date),
        ).page
        const lines = readLines(on, page)
        const found = {
          words: lines.some(({ text }) => words.test(text)),
          copied: lines.some(({ text }) => text === copied),
        }
        expect({ i, date, found }).toEqual({ i, date, found: { words: true, copied: copiedTo !== null } })
      }
      expect(far(on)).toEqual([])
    }
  })

  test('a short notice keeps to one page a language, its rows closer where it must; one without a seal has one empty row above the signature', async () => {
    for (const key of ['withdrawal', 'lapse'] as const) {
      const on = await readSheet(await renderer.render(sampleOf(key)))
      expect([key, on.pages]).toEqual([key, 2])
    }
    const on = await readSheet(await renderer.render({ ...sampleOf('withdrawal'), closing: one('以上。') }))
    const [last, signature] = ['以上。', '演示上海市商务委员会'].map(
      (words) =>
        readLines(on, 1)
          .filter(({ text }) => text.endsWith(words))
          .at(-1)?.y ?? 0, // the head has the name too
    )
    const row = (225 - 5.64) / 21
    near(Math.abs((signature ?? 0) - (last ?? 0)), 2 * row)
  })

  test('an ending that goes to the next page leaves no hollow page behind: its first paragraph stays', async () => {
    const on = await readSheet(await renderer.render(sampleOf('receipt')))
    const pageOf = (words: string) => on.runs.find(({ text }) => text.includes(words))?.page
    expect([pageOf('参加评估的部门'), pageOf('办理进度可凭')]).toEqual([1, 2])
  })

  test('forty facts, thirty findings and twenty attachments are all printed', async () => {
    const both = (text: string) => ({ zh: text, en: text })
    const many = await sheetWith({
      facts: Array.from({ length: 40 }, (_, i) => ({
        label: both(`L${i}`),
        value: both(`V${i} `.repeat(1 + ((i * 7) % 30)).trim()),
      })),
      findings: Array.from({ length: 30 }, (_, i) => ({ heading: both(`H${i}`), text: both(`T${i}`) })),
      attachments: Array.from({ length: 20 }, (_, i) => both(`A${i}`)),
    })
    const text = textOf(many)
    for (let i = 0; i < 40; i++) {
      expect(text.match(new RegExp(`L${i}(?!\\d)`, 'g'))).toHaveLength(2)
      expect(text.match(new RegExp(`V${i}(?!\\d)`, 'g'))).toHaveLength(2 * (1 + ((i * 7) % 30)))
    }
    expect(text).toContain('三十、H29。T29')
    expect(text).toContain('二十一、H20。T20')
    expect(text).toContain('十、H9。T9')
    expect(text).toContain('20.A19')
    expect(far(many)).toEqual([])
  })
})

describe('the process', () => {
  test('the largest template that may be saved is set in the time that a letter has', async () => {
    const many = <One>(count: number, one: (n: number) => One) => Array.from({ length: count }, (_, n) => one(n))
    const words = (zh: boolean, n: number) =>
      `${n} ${zh ? '自收到本函之日起，请向{{issuer}}报告。' : 'Report to {{issuer}}, please. '}`
        .repeat(200)
        .slice(0, 3900)
    const both = (n: number) => ({ zh: words(true, n), en: words(false, n) })
    const several = (from: number) => ({
      zh: many(rounds(50), (n) => words(true, from + n)),
      en: many(rounds(50), (n) => words(false, from + n)),
    })
    const { template, paper } = firstOf('correction')
    const largest: LetterTemplate = {
      ...template,
      opening: several(100),
      assessment: several(200),
      closing: several(300),
      findings: many(rounds(20), (n) => ({ each: 'items', heading: both(400 + n), text: both(500 + n) })),
      attachments: many(rounds(20), (n) => both(600 + n)),
    }
    expect(checkTemplate(largest)).toEqual([])
    const set = await renderer.render(
      samplePaper('correction', paper, largest, '2026-11-24', 'https://haijian.example/verify'),
    )
    expect((await PDFDocument.load(set)).getPageCount()).toBeGreaterThan(rounds(400))
  })

  test('one that takes too long is ended while it works, and the next letter gets another', async () => {
    // by hours too long; the limit is far above what a letter takes on a busy machine
    const layout = join(folder, 'endless')
    await cp(join(projectFolder, 'templates/letters'), layout, { recursive: true })
    const endless = `#if letter.number == "endless" { for a in range(90000) { for b in range(90000) { let _ = a + b } } }`
    const main = join(layout, 'letter.typ')
    await writeFile(main, `${await readFile(main, 'utf8')}\n${endless}\n`)
    const limited = await createRenderer({ fontsDir, timeLimitMs: 8000, layoutFolder: layout })
    try {
      const [slow, next] = [limited.render(letterWith({ number: 'endless' })), limited.render(sampleLetter)]
      await expect(slow).rejects.toThrow(TookTooLong)
      expect((await next).equals(pdf)).toBe(true)
    } finally {
      await limited.close()
    }
  })

  test('letters wait for one another, and a wrong one does not stop the rest', async () => {
    const letters = [1, 2, 3, 4, 5].map((n) => letterWith({ number: n === 3 ? '😀' : `演示沪商荐〔2026〕${n}号` }))
    const made = await Promise.allSettled(letters.map((letter) => renderer.render(letter)))
    expect(made.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
    expect(made[0]?.status === 'fulfilled' && made[0].value.equals(pdf)).toBe(true)
  })

  test('a broken layout is an error of ours, told with its place', async () => {
    const layout = join(folder, 'broken')
    await mkdir(layout)
    await writeFile(join(layout, 'letter.typ'), '#nothing')
    const broken = await createRenderer({ fontsDir, timeLimitMs: minute, layoutFolder: layout })
    try {
      await expect(broken.render(sampleLetter)).rejects.toThrow(/letter\.typ: unknown variable: nothing/)
    } finally {
      await broken.close()
    }
  })

  test('one that has nothing to do is ended, which gives its memory back, and the next letter gets another', async () => {
    const setting = () =>
      listDescendants(process.pid).flatMap(({ identity, command }) =>
        command.some((part) => part.includes('renderProcess')) ? [identity] : [],
      )
    const others = new Set(setting())
    const own = () => setting().filter((identity) => !others.has(identity))
    const resting = await createRenderer({ fontsDir, timeLimitMs: minute, idleMs: 1 })
    try {
      for (let letter = 0; letter < 2; letter++) {
        const made = resting.render(sampleLetter)
        while (own().length === 0) await sleep(5)
        expect((await made).equals(pdf)).toBe(true)
        while (own().length > 0) await sleep(20)
      }
      // and not while others wait
      await Promise.all([resting.render(sampleLetter), resting.render(sampleLetter)])
    } finally {
      await resting.close()
    }
  })

  test('a closed renderer sets nothing more', async () => {
    const closed = await createRenderer({ fontsDir, timeLimitMs: minute })
    const waiting = closed.render(sampleLetter)
    await Promise.all([expect(waiting).rejects.toThrow(/closed/), closed.close()])
    await expect(closed.render(sampleLetter)).rejects.toThrow(/closed/)
  })
})

describe('fonts', () => {
  test('are prepared once: a second call leaves every file as it is, and a lost one comes back', async () => {
    const place = join(folder, 'fonts')
    const prepare = () => prepareFonts(place, openCutter)
    await Promise.all([prepare(), prepare()])
    const look = async () =>
      Promise.all((await readdir(place)).sort().map(async (name) => [name, (await stat(join(place, name))).mtimeMs]))
    const before = await look()
    expect(before.map(([name]) => name)).toEqual([
      'HaijianHei_400Regular.ttf',
      'HaijianHei_500Medium.ttf',
      'HaijianKai_Regular.ttf',
      'HaijianSong_400Regular.ttf',
      'HaijianSong_600SemiBold.ttf',
      'LXGWWenKai_Regular.ttf',
      'NanumMyeongjo_400Regular.ttf',
      'NanumMyeongjo_700Bold.ttf',
      'NotoNaskhArabic_400Regular.ttf',
      'NotoNaskhArabic_600SemiBold.ttf',
      'NotoSansSC_400Regular.ttf',
      'NotoSansSC_500Medium.ttf',
      'NotoSansThai_400Regular.ttf',
      'NotoSansThai_600SemiBold.ttf',
      'NotoSerifDevanagari_400Regular.ttf',
      'NotoSerifDevanagari_600SemiBold.ttf',
      'NotoSerifHebrew_400Regular.ttf',
      'NotoSerifHebrew_600SemiBold.ttf',
      'NotoSerifSC_400Regular.ttf',
      'NotoSerifSC_600SemiBold.ttf',
      'NotoSerif_400Regular.ttf',
      'NotoSerif_400Regular_Italic.ttf',
      'NotoSerif_600SemiBold.ttf',
      'expo-google-fonts-nanum-myeongjo.LICENSE.txt',
      'expo-google-fonts-noto-naskh-arabic.LICENSE.txt',
      'expo-google-fonts-noto-sans-sc.LICENSE.txt',
      'expo-google-fonts-noto-sans-thai.LICENSE.txt',
      'expo-google-fonts-noto-serif-devanagari.LICENSE.txt',
      'expo-google-fonts-noto-serif-hebrew.LICENSE.txt',
      'expo-google-fonts-noto-serif-sc.LICENSE.txt',
      'expo-google-fonts-noto-serif.LICENSE.txt',
      'fontsource-lxgw-wenkai.LICENSE.txt',
      'prepared.json',
    ])
    await prepare()
    expect(await look()).toEqual(before)
    await rm(join(place, 'NotoSerif_400Regular.ttf'))
    await prepare()
    expect((await look()).map(([name]) => name)).toEqual(before.map(([name]) => name))
  })

  test('the common characters of a large face are a face of their own, under a name of ours', async () => {
    for (const [file, family, whole] of [
      ['HaijianKai_Regular.ttf', 'Haijian Kai', 'LXGWWenKai_Regular.ttf'],
      ['HaijianHei_500Medium.ttf', 'Haijian Hei Medium', 'NotoSansSC_500Medium.ttf'],
      ['HaijianSong_600SemiBold.ttf', 'Haijian Song SemiBold', 'NotoSerifSC_600SemiBold.ttf'],
    ] as const) {
      const [cut, all] = await Promise.all([file, whole].map((name) => readFile(join(fontsDir, name))))
      expect(readFamilies(cut as Buffer)).toEqual([family])
      expect((cut?.length ?? 0) / (all?.length ?? 1)).toBeLessThan(1 / 3)
      const glyphs = await readGlyphs([join(fontsDir, file)])
      // GB 2312, with its punctuation; JIS X 0208; Latin
      expect(glyphs.lacking('海荐啊齄〔〕《》“”—…、。紀浜Áá1A')).toEqual([])
      expect(glyphs.lacking('䶮')).toEqual(['䶮'])
    }
  })

  test('a licensed FangSong comes first, and what it lacks is taken from the open faces', async () => {
    const licensed = join(folder, 'licensed')
    await mkdir(licensed)
    // The open Kai under another name stands for it: same length, so that the table of names stays in order.
    const font = Buffer.from(await readFile(join(fontsDir, 'LXGWWenKai_Regular.ttf')))
    const rename = (from: string, to: string, encoding: 'utf16le' | 'latin1') => {
      const [old, young] = [from, to].map((name) => Buffer.from(name, encoding))
      if (encoding === 'utf16le') for (const name of [old, young]) name?.swap16()
      if (!old || !young) return
      for (let at = font.indexOf(old); at >= 0; at = font.indexOf(old, at + 1)) young.copy(font, at)
    }
    for (const encoding of ['utf16le', 'latin1'] as const) {
      rename('LXGW WenKai', 'FangSong_XX', encoding)
      rename('LXGWWenKai-Regular', 'FangSongXX-Regular', encoding)
    }
    await writeFile(join(licensed, 'fangsong.ttf'), font)
    await writeFile(join(licensed, 'readme.txt'), 'no font')
    expect(readFamilies(font)).toContain('FangSong_XX')
    expect((await listLicensed(licensed)).body).toContain('FangSong_XX')
    expect(await listLicensed(null)).toEqual({ body: [], title: [], heading: [], other: [] })
    const withLicence = await createRenderer({ fontsDir, licensedDir: licensed, timeLimitMs: minute })
    try {
      const set = await readSheet(await withLicence.render(sampleLetter))
      const body = get(set.runs, ({ text }) => text.includes('形成以下意见'))
      expect(body.font).toBe('FangSongXX-Regular')
      expect(set.runs.some(({ font: name }) => name === 'HaijianSong-SemiBold')).toBe(true)
    } finally {
      await withLicence.close()
    }
  })
})
