/** The floor: the recorded statements as fast as this database takes them, by pgbench, or by a bare pg client where there is no pgbench. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { LOCK, PAST } from '../../src/cases/facts.js'
import { MOVE } from '../../src/cases/record.js'
import type { Statement } from './log.js'
import type { Prepared } from './prepare.js'

export const hasPgbench = (): boolean => spawnSync('pgbench', ['--version']).status === 0

/** What must be another value in each step, by statement and place: the case, its next event and version, its rounds. */
const LIVE: readonly { readonly of: RegExp; readonly places: Readonly<Record<number, string>> }[] = [
  { of: /for no key update/, places: placesOf(LOCK, { caseId: 'case' }) },
  { of: /^\s*with h as materialized/, places: placesOf(PAST, { caseId: 'case' }) },
  { of: /^\s*insert into assessments/, places: { 1: 'case', 2: 'round' } },
  { of: /^\s*select hold_again/, places: { 1: 'case', 2: 'lastround' } },
  { of: /^\s*select (free_claims|pg_notify)|from case_parties/, places: { 1: 'case' } },
  {
    of: /^\s*with moved as/,
    places: placesOf(MOVE, { caseId: 'case', version: 'version', seq: 'seq', round: 'nextround' }),
  },
]

/** The numbers of a statement's parameters, by their names. */
function placesOf<Name extends string>(
  { names }: { readonly names: readonly Name[] },
  wanted: Readonly<Partial<Record<Name, string>>>,
): Readonly<Record<number, string>> {
  return Object.fromEntries(names.flatMap((name, at) => (wanted[name] ? [[at + 1, wanted[name]]] : [])))
}

const EXPRESSIONS: Readonly<Record<string, string>> = {
  case: ':case',
  round: ':fresh',
  version: ':version + 1',
  seq: ':lastSeq + 1',
  nextround: ':round + 1',
  lastround: ':round',
}

interface Script {
  readonly text: string
  /** The values that stay the same: `-D name=value`. */
  readonly defined: readonly string[]
}

/** One step as a pgbench script. */
function scriptOf(statements: readonly Statement[], prefix: string, cases: readonly number[]): Script {
  const defined = new Map<string, string>()
  const lines = [
    `\\set case random(${Math.min(...cases)}, ${Math.max(...cases)})`,
    '\\set fresh random(1000, 2000000000)',
  ]
  for (const [index, { sql, values }] of statements.entries()) {
    const live = LIVE.find(({ of }) => of.test(sql))?.places ?? {}
    const text = sql.replaceAll(/\$(\d+)/g, (_, digits: string) => {
      const expression = EXPRESSIONS[live[Number(digits)] ?? '']
      const value = values[Number(digits) - 1]
      if (value === null || value === undefined) return 'null'
      if (expression) return `(${expression})::int`
      const name = `${prefix}${index}_${digits}`
      defined.set(name, value)
      return `:${name}`
    })
    lines.push(/for no key update/.test(sql) ? `${text} \\gset` : `${text};`)
  }
  return { text: `${lines.join('\n')}\n`, defined: [...defined].flatMap(([name, value]) => ['-D', `${name}=${value}`]) }
}

/** Steps a second by as many clients for as many seconds. */
export async function runFloor(
  steps: readonly (readonly Statement[])[],
  prepared: Prepared,
  appUrl: string,
  clients: number,
  seconds: number,
): Promise<number> {
  return hasPgbench()
    ? byPgbench(steps, prepared, appUrl, clients, seconds)
    : byClient(steps, prepared, appUrl, clients, seconds)
}

function byPgbench(
  steps: readonly (readonly Statement[])[],
  { cases }: Prepared,
  appUrl: string,
  clients: number,
  seconds: number,
): number {
  const folder = mkdtempSync(join(tmpdir(), 'haijian-floor-'))
  try {
    const scripts = steps.map((statements, index) => scriptOf(statements, `s${index}_`, cases))
    const files = scripts.map(({ text }, index) => {
      const file = join(folder, `step${index}.sql`)
      writeFileSync(file, text)
      return ['-f', file]
    })
    const args = [
      '-n',
      '-M',
      'prepared',
      '-c',
      String(clients),
      '-j',
      '2',
      '-T',
      String(seconds),
      ...scripts.flatMap(({ defined }) => defined),
      ...files.flat(),
      appUrl,
    ]
    const { stdout, stderr, status } = spawnSync('pgbench', args, { encoding: 'utf8', maxBuffer: 100_000_000 })
    const tps = /tps = ([\d.]+)/.exec(stdout)?.[1]
    const failed = /number of failed transactions: (\d+)/.exec(stdout)?.[1]
    if (status !== 0 || !tps || (failed && failed !== '0'))
      throw new Error(`pgbench: ${stdout.slice(-2000)}${stderr.slice(-2000)}`)
    return Number(tps)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Without pgbench: the same by pg clients of this process, one a connection, prepared by name. */
async function byClient(
  steps: readonly (readonly Statement[])[],
  { cases }: Prepared,
  appUrl: string,
  clients: number,
  seconds: number,
): Promise<number> {
  const end = performance.now() + seconds * 1000
  let counted = 0
  const walk = async (client: number) => {
    const connection = new pg.Client({ connectionString: appUrl })
    connection.on('error', () => {})
    await connection.connect()
    for (let turn = client; performance.now() < end; turn++) {
      await oneStep(connection, steps[turn % steps.length] ?? [], cases[turn % cases.length] ?? 0)
      counted++
    }
    await connection.end()
  }
  await Promise.all(Array.from({ length: clients }, (_, client) => walk(client)))
  return counted / seconds
}

async function oneStep(connection: pg.Client, statements: readonly Statement[], caseId: number): Promise<void> {
  let locked: { version: number; lastSeq: number; round: number } | undefined
  for (const { sql, values } of statements) {
    const live = LIVE.find(({ of }) => of.test(sql))?.places ?? {}
    const known: Readonly<Record<string, number>> = {
      case: caseId,
      round: Math.floor(Math.random() * 2e9) + 1000,
      version: (locked?.version ?? 0) + 1,
      seq: (locked?.lastSeq ?? 0) + 1,
      nextround: (locked?.round ?? 0) + 1,
      lastround: locked?.round ?? 0,
    }
    const given = values.map((value, index) => (value === null ? null : (known[live[index + 1] ?? ''] ?? value)))
    const name = values.length > 0 ? { name: sql.slice(0, 60) + sql.length } : {}
    const { rows } = await connection.query({ ...name, text: sql, values: given })
    if (/for no key update/.test(sql)) locked = rows[0]
  }
}
