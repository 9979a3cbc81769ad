/** Our case files played by the real command on the built product: one of each kind every time by casesOfEach.rest.ts, the others by cases.long.ts. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { projectFolder } from '../../src/settings.js'

export const OURS = join(projectFolder, 'test/cases')

/** How long a run of the command may take, in milliseconds. */
export const PATIENCE = 600_000

const all = readdirSync(OURS)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length))

/** By what kind of case it is. */
const KINDS: Readonly<Record<string, string>> = {
  'corrected, then recommended': '06-correction-asked-answered-then-recommended',
  'assessed by two departments, refused, upheld on review': '07-two-departments-assess-one-is-against-the-appr',
  'cannot be filed': '10-cannot-be-filed-the-person-holds-a-hong-kong-pa',
}

export const EVERY_TIME = Object.values(KINDS)
export const OTHERS = all.filter((name) => !EVERY_TIME.includes(name))

export async function play(...args: string[]): Promise<{ status: number | null; lines: string[]; errors: string }> {
  const child = spawn(process.execPath, [join(projectFolder, 'dist/tools/cases.js'), ...args], { cwd: projectFolder })
  const said = { out: '', err: '' }
  child.stdout.on('data', (piece) => {
    said.out += piece
  })
  child.stderr.on('data', (piece) => {
    said.err += piece
  })
  await once(child, 'close')
  return { status: child.exitCode, lines: said.out.trimEnd().split('\n'), errors: said.err }
}

interface CaseFile {
  readonly flow: readonly { readonly action: string; readonly refused?: boolean }[]
}

const read = (name: string): CaseFile => JSON.parse(readFileSync(join(OURS, `${name}.json`), 'utf8'))

/** Plays these, sees that each passes, and that exactly those have a letter in which a recommendation was decided. */
export async function passAll(names: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'haijian-case-files-'))
  try {
    const [wanted, keep] = [join(folder, 'wanted'), join(folder, 'letters')]
    mkdirSync(wanted)
    for (const name of names) copyFileSync(join(OURS, `${name}.json`), join(wanted, `${name}.json`))
    const { status, lines, errors } = await play(wanted, '--keep', keep)
    expect(errors).toBe('')
    expect(lines).toEqual([
      ...names.map((name) => `ok   ${name} (flow ${read(name).flow.length} steps, expect)`),
      `${names.length} passed, 0 failed`,
    ])
    expect(status).toBe(0)
    const recommended = names.filter((name) =>
      read(name).flow.some(({ action, refused }) => action === 'recommend' && !refused),
    )
    expect(readdirSync(keep).map((name) => name.slice(0, 2))).toEqual(recommended.map((name) => name.slice(0, 2)))
    for (const name of readdirSync(keep)) expect(readFileSync(join(keep, name)).subarray(0, 5).toString()).toBe('%PDF-')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
