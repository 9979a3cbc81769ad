/**
 * Reads security/asvs-l2.csv: counts its states for docs/security.md, and draws rows at random. `node dist/tools/requirements.js SEED` prints the 25 that a
 * seed gives, so that anybody can draw anew.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../src/settings.js'
import { isMain, runCommand } from './command.js'

export const STATES = ['met', 'in part', 'by prose', 'not applicable'] as const

export interface Requirement {
  readonly id: string
  readonly gist: string
  readonly state: string
  /** Tests (`file › title`) and documents. */
  readonly proofs: readonly string[]
  readonly why: string
}

/** The lines of a CSV file (RFC 4180). */
function readCsv(text: string): string[][] {
  const lines: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === '\n') lines.push([])
    if (end === '') break
  }
  return lines.filter((line) => line.length > 1)
}

/** The rows of the table, in its order. Throws when its head is another one. */
export function readRequirements(): Requirement[] {
  const [head, ...lines] = readCsv(readFileSync(join(projectFolder, 'security/asvs-l2.csv'), 'utf8'))
  if (head?.join() !== 'id,gist,state,proof,why') throw new Error(`security/asvs-l2.csv: another head: ${head?.join()}`)
  return lines.map(([id = '', gist = '', state = '', proof = '', why = '']) => ({
    ...{ id, gist, state, why },
    proofs: proof.split(' | ').filter(Boolean),
  }))
}

/** How many rows have each state, as a table of a document. */
export function requirementCounts(): string {
  const all = readRequirements()
  const lines = STATES.map((state) => `| ${state} | ${all.filter((one) => one.state === state).length} |`)
  return ['| state | rows |', '| --- | --- |', ...lines, `| all | ${all.length} |`].join('\n')
}

/** Where a seed puts a row: those with the lowest hashes are drawn. */
export const lotOf = (seed: string, id: string): string => createHash('sha256').update(`${seed} ${id}`).digest('hex')

/** The 25 of these rows that a seed draws, the lowest hash first. */
export const draw = (seed: string, ids: readonly string[]): string[] =>
  [...ids].sort((a, b) => (lotOf(seed, a) < lotOf(seed, b) ? -1 : 1)).slice(0, 25)

/** A print of what a row names, so that a judgement stands for these tests and no others. */
export const proofPrint = ({ proofs }: Requirement): string =>
  createHash('sha256').update(proofs.join('\n')).digest('hex').slice(0, 8)

if (isMain(import.meta.url))
  await runCommand(async () => {
    const met = readRequirements().filter(({ state }) => state === 'met')
    const byId = new Map(met.map((one) => [one.id, one]))
    for (const id of draw(process.argv[2] ?? '', [...byId.keys()])) {
      const one = byId.get(id)
      if (one) process.stdout.write(`${[id, proofPrint(one), one.gist, ...one.proofs].join('\n  ')}\n`)
    }
  })
