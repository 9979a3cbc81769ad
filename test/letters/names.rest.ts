/** Names that break things: each is set whole in a face that has it, or the passport zone's letters stand for it with a line that says so; never an empty box. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { sampleLetter } from '../../bench/letters/sample.js'
import type { Application } from '../../src/forms/application.js'
import { listEverywhere, prepareFonts } from '../../src/letters/fonts.js'
import type { LetterData } from '../../src/letters/letterData.js'
import { type Glyphs, printName, readGlyphs, spellOut } from '../../src/letters/names.js'
import { createRenderer, type Renderer } from '../../src/letters/render.js'
import { type Run, readLines, readSheet, type Sheet } from './pdfText.js'

let renderer: Renderer
let glyphs: Glyphs
beforeAll(async () => {
  const fontsDir = await prepareFonts()
  renderer = await createRenderer({ fontsDir, timeLimitMs: 60_000 })
  glyphs = await readGlyphs(await listEverywhere(fontsDir, null))
})
afterAll(() => renderer.close())

const person = (visualName: string, systemName: string, chineseName?: string) =>
  ({ talent: { visualName, systemName, chineseName } }) as unknown as Application // printName reads the names only

/** A letter in which the name stands everywhere that a template puts it: title, table, text, attachments. */
function letterOf(name: string): LetterData {
  const both = (text: string) => ({ zh: text, en: text })
  return {
    ...sampleLetter,
    title: { zh: `关于推荐${name}\n为外籍直播高端人才的函`, en: `Recommendation of ${name}\nas a talent` },
    opening: { zh: [`拟聘用的外籍直播人才${name}已经评估。`], en: [`For ${name}, whom it engages.`] },
    facts: [...sampleLetter.facts.slice(0, 3), { label: { zh: '姓名', en: 'Name' }, value: both(name) }],
    findings: [{ heading: both(name), text: both(name) }],
    attachments: [both(name)],
  }
}

const textOf = (on: Sheet): string =>
  Array.from({ length: on.pages }, (_, i) =>
    readLines(on, i + 1)
      .map(({ text }) => text)
      .join(''),
  ).join('')
const far = (on: Sheet): Run[] => on.runs.filter((run) => run.upright && (run.x < 19.9 || run.end > 190.1))
/** A glyph of nothing has no text, or is number 0 of its face, which readSheet gives as U+FFFD. */
const boxes = (on: Sheet): Run[] => on.runs.filter(({ text }) => text.includes('\ufffd'))

describe('set as they are', () => {
  test.each([
    ['Polish, Romanian, Spanish', 'Łukasz Șerban Muñoz'],
    ['Vietnamese', 'Đặng Nguyễn Thị Hồng Ngọc'],
    ['Turkish, Icelandic, Maltese', 'İbrahim Şahin Þórður Għarb'],
    ['Cyrillic', 'Ђорђе Щербаков Қасым'],
    ['Greek', 'Ελένη Παπαδοπούλου'],
    ['Japanese', '髙﨑 由紀 さくら'],
    ['Chinese outside GB 2312', '朱镕 陶喆 张堃 𠮷田 䶮'],
    ['Korean', '김민지 곽뷁'],
  ])('%s', async (_what, name) => {
    expect(glyphs.lacking(name)).toEqual([])
    const on = await readSheet(await renderer.render(letterOf(name)))
    const words = textOf(on).replaceAll(' ', '')
    expect(words.split(name.replaceAll(' ', '')).length - 1).toBeGreaterThanOrEqual(10)
    expect(boxes(on)).toEqual([])
    expect(far(on)).toEqual([])
  })

  // Right-to-left letters and stacked vowels come out of the file by glyphs, so their letters are counted and not their order.
  test.each([
    ['Arabic', 'محمد العربي', 'NotoNaskhArabic', 'محدالعربي'],
    ['Hebrew', 'דוד כהן', 'NotoSerifHebrew', 'דוכהן'],
    ['Thai', 'สมชาย ใจดี', 'NotoSansThai', 'สมชาย'],
    ['Devanagari', 'राम कुमार', 'NotoSerifDevanagari', 'रमक'],
  ])('%s in the face kept for it', async (_what, name, face, letters) => {
    expect(glyphs.lacking(name)).toEqual([])
    const on = await readSheet(await renderer.render(letterOf(name)))
    const own = on.runs.filter(({ font }) => font.startsWith(face))
    const words = own
      .map(({ text }) => text)
      .join('')
      .normalize('NFKC')
    for (const letter of letters) expect(words).toContain(letter)
    expect(own.length).toBeGreaterThanOrEqual(8)
    expect(boxes(on)).toEqual([])
    expect(far(on)).toEqual([])
  })

  test.each([
    ['one word of 80 letters', 'W'.repeat(80)],
    ['eighty letters in words', 'WOLFESCHLEGELSTEINHAUSENBERGERDORFF HUBERT BLAINE MAXIMILIAN VON HOHENZOLLERN-SIG'],
    ['eighty Chinese characters', '欧阳'.repeat(40)],
    ['eighty Arabic letters', 'محمد '.repeat(16).trim()],
  ])('%s stay on the paper and whole', async (_what, name) => {
    const on = await readSheet(await renderer.render(letterOf(name)))
    expect(far(on)).toEqual([])
    expect(boxes(on)).toEqual([])
    if (/^[A-Z欧阳 -]+$/.test(name))
      expect(textOf(on).replaceAll(' ', '').replace(/-/g, '')).toContain(name.replaceAll(' ', '').replace(/-/g, ''))
  })
})

describe('the name that is printed', () => {
  test('is the passport’s, with the letters of its zone beside it where they differ', () => {
    expect(printName(person('Łukasz Nowak', 'NOWAK LUKASZ'), glyphs)).toEqual({
      name: { zh: 'Łukasz Nowak（NOWAK LUKASZ）', en: 'NOWAK LUKASZ (Łukasz Nowak)' },
      short: { zh: 'Łukasz Nowak', en: 'NOWAK LUKASZ' },
      replaced: false,
    })
    expect(printName(person('TANAKA YUKI', 'Tanaka Yuki', '田中由纪'), glyphs).name).toEqual({
      zh: 'TANAKA YUKI（田中由纪）',
      en: 'TANAKA YUKI',
    })
  })

  test.each([
    ['Tibetan', 'བསྟན་འཛིན', ''],
    ['Burmese', 'အောင်ဆန်း', ''],
    ['Ethiopic', 'ኃይሌ ገብረሥላሴ', ''],
    ['a private character', 'A\ue000B', ''],
    ['a Chinese name that no face has', 'TANAKA YUKI', '\u{30123}田'],
  ])('%s: the zone’s letters stand for what no face has, and the paper says so', (_what, visual, chinese) => {
    const printed = printName(person(visual, 'TANAKA YUKI', chinese || undefined), glyphs)
    expect(printed).toEqual({
      name: { zh: 'TANAKA YUKI', en: 'TANAKA YUKI' },
      short: { zh: 'TANAKA YUKI', en: 'TANAKA YUKI' },
      replaced: true,
    })
  })

  test('what a face has is what the typesetter can set: every letter of these blocks is asked of both', async () => {
    const blocks: [from: number, to: number][] = [
      [0x0100, 0x024f],
      [0x0400, 0x04ff],
      [0x05d0, 0x05ea],
      [0x0620, 0x064a],
      [0x0e01, 0x0e2e],
      [0x1ea0, 0x1ef9],
      [0x3400, 0x3420],
      [0xac00, 0xac40],
      [0x20bb0, 0x20bc0],
      [0x1f600, 0x1f603],
      [0x0f40, 0x0f44],
    ]
    for (const [from, to] of blocks) {
      const letters = Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i))
      const lacking = new Set(glyphs.lacking(letters.join('')))
      const has = letters.filter(
        (letter) => /\p{L}/u.test(letter) && [...letter.normalize('NFC')].every((one) => !lacking.has(one)),
      )
      for (let at = 0; at < has.length; at += 90) {
        const some = has.slice(at, at + 90).join(' ')
        expect(boxes(await readSheet(await renderer.render(letterOf(some))))).toEqual([])
      }
      const [one] = lacking
      if (one) await expect(renderer.render(letterOf(one))).rejects.toThrow('no glyph')
    }
  })

  test('what a notice repeats is spelled out where no face has it', () => {
    expect(spellOut('美妆💄主播', glyphs)).toBe('美妆[U+1F484]主播')
    expect(spellOut('Łukasz 镕', glyphs)).toBe('Łukasz 镕')
  })
})
