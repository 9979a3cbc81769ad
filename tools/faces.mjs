/**
 * Cuts the Song face of headings out of its font package: 14 MB become a few slices of some kilobytes, of which a browser
 * fetches those whose characters stand on its page. Plain JavaScript like build.mjs, which calls it, because its
 * library is there only where one builds. What is up to date stays.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCutter } from './cutter.mjs'

const LATIN = 'Haijian Latin'
const SONG = 'Haijian Song'
const FACE = '@expo-google-fonts/noto-serif-sc'

/** What an English sentence has, with the quotation marks and dashes of both languages. */
const ASCII = `${String.fromCodePoint(...range(0x20, 0x7e))}\u00a0·–—‘’“”…→`
/** Letters of European names. */
const EUROPEAN = String.fromCodePoint(...range(0xa1, 0x17f)).replace('·', '')
/** What dates, figures and headings are joined with. */
const ALWAYS = '年月日至前后第件项天个共，。：；、（）！？《》星期一二三四五六七八九十'

/** Kerning, lining figures, and quotation marks that are proportional in English. */
const SETTINGS = ['kern', 'lnum', 'tnum', 'pwid']

/** The pages that somebody sees who has never been here. */
const FIRST =
  /pages\/(home|verify|verify-result|criteria|self-check|how-it-works|sign-in|status)\.hbs$|parts\/(promise|verdict)/

function range(from, to) {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at)
}

const isHan = (character) => /[\u2e80-\u9fff\uff00-\uffef]/u.test(character)

const read = (root, folder, pattern) =>
  readdirSync(join(root, folder), { recursive: true })
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(root, folder, name), 'utf8') }))

const HEADING = /<h1[\s\S]*?<\/h1>|class="[^"]*hj-(?:display|song|date|h1)\b[^"]*"[\s\S]*?<\//g
const TITLE = /(?:title|heading|lead|label)\b[^\n]*\n?[^\n]*/g
const all = (text, pattern) => (text.match(pattern) ?? []).join('')

/**
 * The slices: each with the characters that no slice before it has. `first`: headings of the pages that strangers see;
 * `headings`: the other headings and what may become one (titles, names of sections and actions); `texts`: whatever
 * else is written in templates and code, so that a heading made later is whole, too.
 */
export function chooseSlices(root) {
  const templates = read(root, 'templates', /\.hbs$/)
  const code = read(root, 'src', /\.ts$/).map(({ name, text }) => ({
    name,
    text: text.replace(/\/\*[\s\S]*?\*\//g, ''),
  }))
  const inCode = (pattern, from) => code.filter(({ name }) => from.test(name)).map(({ text }) => all(text, pattern))
  const wanted = [
    [
      'first',
      ALWAYS,
      ...templates.filter(({ name }) => FIRST.test(name)).map(({ text }) => all(text, HEADING)),
      ...inCode(TITLE, /web\/(public|kit\/verdict)/),
    ],
    [
      'headings',
      ...templates.map(({ text }) => all(text, HEADING)),
      ...inCode(TITLE, /web\/|forms\/application|workflow\/words/),
    ],
    ['texts', ...templates.map(({ text }) => text), ...code.map(({ text }) => text)],
  ]
  const known = new Set(ASCII + EUROPEAN)
  const song = wanted.map(([name, ...texts]) => {
    const found = [...new Set(texts.join(''))].filter((character) => isHan(character) && !known.has(character)).sort()
    for (const character of found) known.add(character)
    return { name, family: SONG, characters: found.join('') }
  })
  return [
    { name: 'ascii', family: LATIN, characters: ASCII },
    { name: 'european', family: LATIN, characters: EUROPEAN },
    ...song,
  ]
}

/** `unicode-range` of some characters, neighbours together. */
function rangeOf(characters) {
  const codes = [...characters].map((character) => character.codePointAt(0)).sort((one, other) => one - other)
  const spans = []
  for (const code of codes) {
    const last = spans.at(-1)
    if (last && last[1] === code - 1) last[1] = code
    else spans.push([code, code])
  }
  const hex = (code) => code.toString(16)
  return spans.map(([from, to]) => (from === to ? `U+${hex(from)}` : `U+${hex(from)}-${hex(to)}`)).join(',')
}

/**
 * Makes `outDir` hold the slices and `faces.json`, which says what each covers (read by src/web/kit/faces.ts). Without
 * the library nothing is cut: pages then show the system's Song, as they do for characters that no slice has.
 */
export async function cutFaces(outDir, root) {
  const library = join(root, 'node_modules/harfbuzzjs/package.json')
  if (!existsSync(library)) return
  const pack = join(root, 'node_modules', FACE)
  const slices = chooseSlices(root)
  const made = createHash('sha256')
    .update(JSON.stringify(slices))
    .update(readFileSync(library))
    .update(readFileSync(join(pack, 'package.json')))
    .update(readFileSync(new URL(import.meta.url)))
    .update(readFileSync(new URL('cutter.mjs', import.meta.url)))
    .digest('hex')
  const list = join(outDir, 'faces.json')
  if (existsSync(list) && JSON.parse(readFileSync(list, 'utf8')).made === made) return

  const { default: wawoff2 } = await import('wawoff2') // only here: each start comes by this file
  const draft = `${outDir}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  const cut = await openCutter(readFileSync(join(pack, '700Bold/NotoSerifSC_700Bold.ttf')))
  const faces = []
  for (const { name, family, characters } of slices) {
    const file = `${name}.woff2`
    writeFileSync(join(draft, file), await wawoff2.compress(cut(characters, SETTINGS)))
    faces.push({ file, family, range: rangeOf(characters), characters })
  }
  writeFileSync(join(draft, 'OFL.txt'), readFileSync(join(pack, 'LICENSE_FONT')))
  writeFileSync(join(draft, 'faces.json'), JSON.stringify({ made, faces }))
  rmSync(outDir, { recursive: true, force: true })
  renameSync(draft, outDir)
}
