/**
 * `npm run bench -- reading [passports] [contracts]`: how many zones of generated passports are read whole from their pictures, how many are read
 * wrong, and what is found on generated contracts. Prints last the share of zones that were read whole.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { readZone } from '../src/cases/files/zoneReader.js'
import { projectFolder } from '../src/settings.js'
import { Chance } from '../tools/papers/chance.js'
import type { PaperCase } from '../tools/papers.js'
import { compareContract } from './reading/contracts.js'
import { inventPassport, LOOKS, type Look, picturePassport } from './reading/passports.js'

const EXAMPLE = 'test/cases/01-goods-host-with-a-high-salary-class-a-by-the-si.json'
const QUARTERS = [0, 1, 3, 2]
const SIZE = 1800

async function zoneOf(bytes: Buffer): Promise<readonly string[] | undefined> {
  const { data, info } = await sharp(bytes)
    .greyscale()
    .normalise()
    .resize({ width: SIZE, height: SIZE, fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const page = { data: new Uint8Array(data), width: info.width, height: info.height }
  for (const quarters of QUARTERS) {
    const zone = await readZone(page, quarters)
    if (zone) return zone.lines
  }
  return undefined
}

/** Place 43 may be empty either way (ICAO Doc 9303 Part 4). */
const plain = (lines: readonly string[]) => lines.join('\n').replace(/<0(\d)$/, '<<$1')

async function readLook(look: Look, count: number, base: PaperCase) {
  const found = { whole: 0, wrong: 0, none: 0 }
  const begin = performance.now()
  for (let at = 0; at < count; at++) {
    const chance = new Chance(`passport ${look} ${at}`)
    const { lines, about } = inventPassport(chance, base)
    const read = await zoneOf(await picturePassport(about, look, chance))
    if (!read) found.none++
    else if (plain(read) === plain(lines)) found.whole++
    else found.wrong++
  }
  return { ...found, seconds: (performance.now() - begin) / 1000 / count }
}

/** Prints a line a look, then the contracts. */
export async function run([passports = '200', contracts = '100']: readonly string[]): Promise<void> {
  const base = JSON.parse(readFileSync(join(projectFolder, EXAMPLE), 'utf8')) as PaperCase // our own file
  const each = Math.ceil(Number(passports) / LOOKS.length)
  let whole = 0
  for (const look of LOOKS) {
    const read = await readLook(look, each, base)
    whole += read.whole
    const { wrong, none, seconds } = read
    say(`${look.padEnd(14)} whole ${read.whole} of ${each}, wrong ${wrong}, none ${none}, ${seconds.toFixed(1)} s each`)
  }
  const sums = { wanted: 0, found: 0, wrongAgreements: 0, wrongDifferences: 0 }
  for (let at = 0; at < Number(contracts); at++) {
    const one = await compareContract(base, at, new Chance(`contract ${at}`))
    for (const key of ['wanted', 'found', 'wrongAgreements', 'wrongDifferences'] as const) sums[key] += one[key]
  }
  say(`contracts: ${sums.found} of ${sums.wanted} items found`)
  say(`wrong agreements ${sums.wrongAgreements}, wrong differences ${sums.wrongDifferences}`)
  say(`zones read whole ${(whole / (each * LOOKS.length)).toFixed(2)}`)
}

const say = (line: string) => process.stdout.write(`${line}\n`)
