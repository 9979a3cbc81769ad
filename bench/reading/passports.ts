/** Passports as people send them: set by the papers of the demonstration, then turned, slanted, blurred, photographed. */
import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp from 'sharp'
import { checkDigit } from '../../src/base/mrz.js'
import { Chance } from '../../tools/papers/chance.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'

export const LOOKS = ['clean', 'turned', 'slanted', 'blurred', 'photographed'] as const
export type Look = (typeof LOOKS)[number]

const SURNAMES = 'ROSSI KIM MUELLER SILVA NGUYEN TANAKA OKAFOR IVANOVA SMITH CHAN GARCIA HASSAN SINGH LIM QUISPE'.split(
  ' ',
)
const GIVEN =
  'GIULIA MARIA,MINJI,JONAS,ANA CLARA,THI HOA,YUKI,CHIDI,ELENA,OLIVER JAMES,LUCIA,IZZIE,OMAR,BILL,ZOE,LILI'.split(',')
const STATES = 'ITA KOR D<< BRA VNM JPN NGA RUS GBR ESP FRA EGY IND SGP DNK POL PRT USA CAN PER'.split(' ')
const SCALE = 200 / 72

const pick = <One>(chance: Chance, all: readonly One[]): One => all[chance.below(all.length)] as One // never empty
const figures = (chance: Chance, count: number) => Array.from({ length: count }, () => chance.below(10)).join('')
const two = (value: number) => String(value).padStart(2, '0')
const day = (chance: Chance, from: number, years: number) =>
  `${two(from + chance.below(years))}${two(1 + chance.below(12))}${two(1 + chance.below(28))}`

/** The zone of an invented person, and the person as a case file has it. */
export function inventPassport(chance: Chance, base: PaperCase): { lines: [string, string]; about: PaperCase } {
  const [surname, given, state] = [pick(chance, SURNAMES), pick(chance, GIVEN), pick(chance, STATES)]
  const number = `${pick(chance, ['', 'A', 'YB', 'C0', 'X', 'GZ', 'OI'])}${figures(chance, 9)}`.slice(
    0,
    pick(chance, [8, 9]),
  )
  const [birth, expiry] = [day(chance, 60, 40), day(chance, 27, 9)]
  const sex = pick(chance, ['F', 'M'])
  const personal = chance.below(5) === 0 ? figures(chance, 10).padEnd(14, '<') : '<'.repeat(14)
  const digit = personal.startsWith('<') ? pick(chance, ['<', '0']) : String(checkDigit(personal))
  const checked = (text: string) => text + checkDigit(text)
  const [first, second, third] = [checked(number.padEnd(9, '<')), checked(birth), checked(expiry)]
  const last = checkDigit(first + second + third + personal + digit)
  const line1 = `P<${state}${surname}<<${given.replaceAll(' ', '<')}`.padEnd(44, '<')
  const lines: [string, string] = [line1, `${first}${state}${second}${sex}${third}${personal}${digit}${last}`]
  const talent = {
    ...base.talent,
    systemName: `${surname} ${given}`,
    visualName: `${given} ${surname}`,
    sex,
    passport: { ...base.talent.passport, number, issuingState: state.replaceAll('<', ''), mrz: lines },
  }
  return { lines, about: { ...base, talent } }
}

interface Picture {
  readonly data: Buffer
  readonly width: number
  readonly height: number
}

async function drawn(about: PaperCase): Promise<Picture> {
  const { bytes } = await makePaper({ kind: 'passportPage' }, about)
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(bytes)
  const { data, width, height } = await document
    .getPage(0)
    .render({ scale: SCALE, render: 'bitmap', renderFormFields: false })
  const raw = { raw: { width, height, channels: 4 as const } }
  const flat = await sharp(Buffer.from(data), raw).flatten({ background: '#ffffff' }).removeAlpha().raw().toBuffer()
  library.destroy()
  return { data: flat, width, height }
}

/** As a camera sees it from a little aside, by uneven light: each corner is moved. */
function photographed({ data, width, height }: Picture, chance: Chance): Buffer {
  const aside = () => chance.below(60) / 1000
  const corners = [
    [-aside(), -aside()],
    [1 + aside(), -aside()],
    [1 + aside(), 1 + aside()],
    [-aside(), 1 + aside()],
  ].map(([x = 0, y = 0]) => [x * width, y * height])
  const [light, down] = [chance.below(100) / 100 - 0.5, chance.below(100) / 100 - 0.5]
  const out = Buffer.alloc(data.length, 90)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width, y / height]
      const shares = [(1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v]
      const at = (axis: 0 | 1) =>
        Math.round(shares.reduce((sum, share, one) => sum + share * (corners[one]?.[axis] ?? 0), 0))
      const [fromX, fromY] = [at(0), at(1)]
      if (fromX < 0 || fromY < 0 || fromX >= width || fromY >= height) continue
      const lit = 0.8 + 0.35 * (light * u + down * v)
      for (let colour = 0; colour < 3; colour++) {
        const value = (data[(fromY * width + fromX) * 3 + colour] ?? 0) * lit + chance.below(16) - 8
        out[(y * width + x) * 3 + colour] = Math.max(0, Math.min(255, value))
      }
    }
  return out
}

/** A picture of a passport page, as a JPEG. */
export async function picturePassport(about: PaperCase, look: Look, chance: Chance): Promise<Buffer> {
  const picture = await drawn(about)
  const raw = { raw: { width: picture.width, height: picture.height, channels: 3 as const } }
  const data = look === 'photographed' ? photographed(picture, chance) : picture.data
  const image = sharp(data, raw)
  if (look === 'turned') image.rotate(pick(chance, [90, 180, 270]))
  if (look === 'slanted') image.rotate(chance.below(80) / 10 - 4, { background: '#888888' })
  if (look === 'blurred') image.blur(0.6 + chance.below(9) / 10)
  if (look === 'photographed') image.blur(0.6)
  return image.jpeg({ quality: look === 'clean' ? 90 : 55 + chance.below(25) }).toBuffer()
}
