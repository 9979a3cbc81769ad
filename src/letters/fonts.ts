/**
 * The faces that a letter is set in: just the files it needs, taken out of the font packages once.
 * The open Kai is packed as WOFF2, which the typesetter cannot read; the other files are copied so
 * that the package folders (290 MB) need not be deployed. A folder of licensed fonts may come
 * before them.
 */
import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { projectFolder } from '../settings.js'
import { COMMON, type CommonFace, commonFile, cutCommon, HEI, KAI, type OpenCutter, SONG } from './commonFace.js'

const require = createRequire(import.meta.url)

/** What a folder was made from: package, its version, the file in it. */
const stampSchema = z.array(z.tuple([z.string(), z.string().nullable(), z.string()]))
type Stamp = z.output<typeof stampSchema>

interface Face {
  readonly pack: string
  readonly source: string
  readonly file: string
  /** Its common characters apart. */
  readonly common?: CommonFace | undefined
}

const google = (name: string, folder: string, file: string, common?: CommonFace): Face => ({
  pack: `@expo-google-fonts/${name}`,
  source: `${folder}/${file}`,
  file,
  common,
})

/**
 * Song for head, title and tables; Hei for headings and small print; Kai, the free stand-in for
 * FangSong, for the body; a serif for Latin letters.
 */
const faces: readonly Face[] = [
  google('noto-serif-sc', '400Regular', 'NotoSerifSC_400Regular.ttf', SONG),
  google('noto-serif-sc', '600SemiBold', 'NotoSerifSC_600SemiBold.ttf', SONG),
  google('noto-sans-sc', '400Regular', 'NotoSansSC_400Regular.ttf', HEI),
  google('noto-sans-sc', '500Medium', 'NotoSansSC_500Medium.ttf', HEI),
  google('noto-serif', '400Regular', 'NotoSerif_400Regular.ttf'),
  google('noto-serif', '400Regular_Italic', 'NotoSerif_400Regular_Italic.ttf'),
  google('noto-serif', '600SemiBold', 'NotoSerif_600SemiBold.ttf'),
  // This package calls the regular weight 500 and its one whole file "latin".
  {
    pack: '@fontsource/lxgw-wenkai',
    source: 'files/lxgw-wenkai-latin-500-normal.woff2',
    file: 'LXGWWenKai_Regular.ttf',
    common: KAI,
  },
]

/** Faces that come last in every style, for names in scripts that the others lack. */
const fallbackFaces: readonly Face[] = [
  google('noto-naskh-arabic', '400Regular', 'NotoNaskhArabic_400Regular.ttf'),
  google('noto-naskh-arabic', '600SemiBold', 'NotoNaskhArabic_600SemiBold.ttf'),
  google('noto-sans-thai', '400Regular', 'NotoSansThai_400Regular.ttf'),
  google('noto-sans-thai', '600SemiBold', 'NotoSansThai_600SemiBold.ttf'),
  google('noto-serif-hebrew', '400Regular', 'NotoSerifHebrew_400Regular.ttf'),
  google('noto-serif-hebrew', '600SemiBold', 'NotoSerifHebrew_600SemiBold.ttf'),
  google('noto-serif-devanagari', '400Regular', 'NotoSerifDevanagari_400Regular.ttf'),
  google('noto-serif-devanagari', '600SemiBold', 'NotoSerifDevanagari_600SemiBold.ttf'),
  google('nanum-myeongjo', '400Regular', 'NanumMyeongjo_400Regular.ttf'),
  google('nanum-myeongjo', '700Bold', 'NanumMyeongjo_700Bold.ttf'),
]

const allFaces = [...faces, ...fallbackFaces]

/** The faces that stand in the list of every style, of one weight: what they have, a paper can set anywhere. */
const everywhere = new Set([
  'NotoSerifSC_400Regular.ttf',
  'NotoSerif_400Regular.ttf',
  'LXGWWenKai_Regular.ttf',
  ...fallbackFaces.map(({ file }) => file).filter((file) => file.includes('400Regular')),
])

const licences: Readonly<Record<string, string>> = {
  '@expo-google-fonts/noto-serif-sc': 'LICENSE_FONT',
  '@expo-google-fonts/noto-sans-sc': 'LICENSE_FONT',
  '@expo-google-fonts/noto-serif': 'LICENSE_FONT',
  '@fontsource/lxgw-wenkai': 'LICENSE',
  '@expo-google-fonts/noto-naskh-arabic': 'LICENSE_FONT',
  '@expo-google-fonts/noto-sans-thai': 'LICENSE_FONT',
  '@expo-google-fonts/noto-serif-hebrew': 'LICENSE_FONT',
  '@expo-google-fonts/noto-serif-devanagari': 'LICENSE_FONT',
  '@expo-google-fonts/nanum-myeongjo': 'LICENSE_FONT',
}

/**
 * Puts the fonts of letters into a folder and answers its path. What is already there from the same
 * packages is left, so that a second call only compares sizes. Several processes may do it at once:
 * every file appears whole. Packages and cutter are there where one builds; without them what was built before is used.
 * @throws Error when neither is there
 */
export async function prepareFonts(folder = join(projectFolder, 'build/fonts'), open?: OpenCutter): Promise<string> {
  const stamp = join(folder, 'prepared.json')
  const wanted = allFaces.map(({ pack, source, common }): Stamp[number] => [
    ...([pack, packageVersion(pack)] as const),
    common ? `${source}; ${common.family}: ${COMMON}` : source,
  ])
  if (await isPrepared(stamp, wanted, folder)) return folder
  const absent = wanted.find(([, version]) => version === null)?.[0]
  const [zh, en] = absent ? [`，且未安装 ${absent}`, `, and ${absent} is not installed`] : ['', '']
  if (absent || !open)
    throw new Error(
      `字体不全（${folder}）${zh}：请运行 npm ci && npm run build。 ` +
        `The fonts in ${folder} are not whole${en}: run npm ci && npm run build.`,
    )
  await mkdir(folder, { recursive: true })
  await Promise.all(allFaces.map((face) => prepareFace(face, folder, open)))
  for (const [pack, licence] of Object.entries(licences)) {
    const name = `${pack.replace(/^@|\//g, '-').slice(1)}.LICENSE.txt`
    await place(folder, name, (to) => copyFile(join(packageFolder(pack), licence), to))
  }
  await place(folder, 'prepared.json', (to) => writeFile(to, JSON.stringify(wanted)))
  return folder
}

const packageFolder = (pack: string): string => dirname(require.resolve(`${pack}/package.json`))

/** Null where the package is not installed: what was built before runs without it. */
function packageVersion(pack: string): string | null {
  try {
    // Every package has a version in its package.json.
    return (require(`${pack}/package.json`) as { version: string }).version
  } catch {
    return null
  }
}

async function isPrepared(stamp: string, wanted: Stamp, folder: string): Promise<boolean> {
  try {
    const made = stampSchema.parse(JSON.parse(await readFile(stamp, 'utf8')))
    const known = made.map(([pack, version, source], at) => [pack, wanted[at]?.[1] === null ? null : version, source])
    if (JSON.stringify(known) !== JSON.stringify(wanted)) return false
    const files = allFaces.flatMap(({ file, common }) => (common ? [file, commonFile(file, common)] : file))
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size))
    return sizes.every((size) => size > 0)
  } catch {
    return false
  }
}

async function prepareFace({ pack, source, file, common }: Face, folder: string, open: OpenCutter): Promise<void> {
  const from = join(packageFolder(pack), source)
  await place(folder, file, async (to) => {
    if (source.endsWith('.woff2')) await writeFile(to, await decompress(await readFile(from)))
    else await copyFile(from, to, constants.COPYFILE_FICLONE)
  })
  if (!common) return
  const write = async (to: string) => writeFile(to, await cutCommon(await readFile(join(folder, file)), common, open))
  await place(folder, commonFile(file, common), write)
}

/** Loaded when a file is to be made: both its programs and their memory would else be in every process. */
async function decompress(woff2: Uint8Array): Promise<Uint8Array> {
  const { default: wawoff2 } = await import('wawoff2')
  return wawoff2.decompress(woff2)
}

async function place(folder: string, name: string, write: (to: string) => Promise<void>): Promise<void> {
  const draft = join(folder, `.${name}.${randomUUID()}`)
  try {
    await write(draft)
    await rename(draft, join(folder, name))
  } finally {
    await rm(draft, { force: true })
  }
}

/**
 * What the licensed families are for, by their names: FangSong for the body, small-headline Song
 * for head and title, Hei for headings.
 */
export interface LicensedFaces {
  readonly body: readonly string[]
  readonly title: readonly string[]
  readonly heading: readonly string[]
  /** Families of no use that is known, which come last in every style: a script that no other face has, say. */
  readonly other: readonly string[]
}

const roles: readonly [Exclude<keyof LicensedFaces, 'other'>, RegExp][] = [
  ['body', /仿宋|fang ?song|fzfs/i],
  ['title', /小标宋|xiao ?biao ?song|fzxbs/i],
  ['heading', /黑体|hei ?ti|sim ?hei|fzht/i],
]

/** The families in a folder of licensed TrueType or OpenType fonts, by what a letter uses them for. No folder: none. */
export async function listLicensed(folder: string | null): Promise<LicensedFaces> {
  const found = {
    body: new Set<string>(),
    title: new Set<string>(),
    heading: new Set<string>(),
    other: new Set<string>(),
  }
  for (const { families } of await readLicensed(folder)) {
    const used = roles.flatMap(([role, pattern]) =>
      families.filter((family) => pattern.test(family)).map((family) => ({ role, family })),
    )
    for (const { role, family } of used) found[role].add(family)
    if (used.length === 0) for (const family of families) found.other.add(family)
  }
  return { body: [...found.body], title: [...found.title], heading: [...found.heading], other: [...found.other] }
}

async function readLicensed(folder: string | null): Promise<{ name: string; families: string[] }[]> {
  const names = folder === null ? [] : (await readdir(folder)).filter((name) => /\.(ttf|otf)$/i.test(name)).sort()
  return Promise.all(
    names.map(async (name) => ({ name, families: readFamilies(await readFile(join(folder ?? '', name))) })),
  )
}

/** The font files whose characters every style of a paper can set. */
export async function listEverywhere(fontsDir: string, licensedDir: string | null): Promise<string[]> {
  const licensed = (await readLicensed(licensedDir)).filter(
    ({ families }) => !roles.some(([, pattern]) => families.some((family) => pattern.test(family))),
  )
  return [
    ...[...everywhere].map((file) => join(fontsDir, file)),
    ...licensed.map(({ name }) => join(licensedDir ?? '', name)),
  ]
}

/**
 * The family names (in every language) that a font file gives itself: OpenType table `name`, ids 1
 * and 16, in UTF-16.
 */
export function readFamilies(font: Buffer): string[] {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, i) => 12 + 16 * i)
  const entry = tables.find((at) => font.toString('latin1', at, at + 4) === 'name')
  if (entry === undefined) return []
  const table = font.subarray(font.readUInt32BE(entry + 8))
  const texts = table.readUInt16BE(4)
  const families = new Set<string>()
  for (let at = 6; at < 6 + 12 * table.readUInt16BE(2); at += 12) {
    const platform = table.readUInt16BE(at)
    const id = table.readUInt16BE(at + 6)
    if ((platform !== 0 && platform !== 3) || (id !== 1 && id !== 16)) continue
    const from = texts + table.readUInt16BE(at + 10)
    const raw = Buffer.from(table.subarray(from, from + table.readUInt16BE(at + 8)))
    families.add(raw.swap16().toString('utf16le'))
  }
  return [...families]
}
