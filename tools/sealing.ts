/**
 * `npm run sealing -- resume --operator NAME --why REASON`: after the database was restored to an earlier moment, checkpoints of what came later lie in the places outside, and sealing waits, since
 * nothing is ever written over there. This sets them aside within their place, where they still show what was lost, and writes into the database who did so, why, and which numbers. Refused unless
 * they continue the very history that the database has.
 */
import type { KeyObject } from 'node:crypto'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { z } from 'zod'
import { refuseForeign } from '../src/base/storeIdentity.js'
import { flawOf, NO_CHECKPOINT, readCheckpoint } from '../src/cases/audit/checkpoint.js'
import { openAuditKeys } from '../src/cases/audit/keys.js'
import { type Sink, sinksOf } from '../src/cases/audit/sinks.js'
import { loadConfig } from '../src/config.js'
import { LauncherError } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'
import { provideDatabase } from './database.js'
import { identityIn } from './installation.js'
import { connect } from './roles.js'

const said = z.string().trim().min(1).max(200)
const requestSchema = z.strictObject({ operator: said, why: said })
export type ResumeRequest = z.output<typeof requestSchema>

/** Numbers of checkpoints, from the first to the last. */
export interface SetAside {
  readonly first: number
  readonly last: number
}

interface Known {
  readonly document: string
  readonly hash: string
  readonly stored: boolean
}

interface Later {
  readonly sink: Sink
  readonly numbers: readonly number[]
}

/**
 * Sets aside, in every place, what the database does not know. May be run again when it was broken off.
 * @param client the owner's connection
 * @throws LauncherError when there is nothing of the kind, or what lies there does not continue the database's history
 */
export async function resumeSealing(
  client: pg.Client,
  sinks: readonly Sink[],
  keys: ReadonlyMap<string, KeyObject>,
  { operator, why }: ResumeRequest,
  now: Date,
): Promise<SetAside> {
  const id = await identityIn(client)
  for (const { identity } of sinks) await refuseForeign(identity, id)
  const later: Later[] = []
  for (const sink of sinks) later.push({ sink, numbers: await findLater(client, sink, keys) })
  const numbers = later.flatMap((one) => one.numbers)
  if (numbers.length === 0) throw nothing
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)]
  // on record before anything is moved
  await client.query(
    'insert into resumed_sealings (at, operator, why, first_no, last_no) values ($1, $2, $3, $4, $5)',
    [now, operator, why, first, last],
  )
  const under = `set-aside/${now.toISOString().replace(/\D/g, '').slice(0, 14)}`
  for (const { sink, numbers: own } of later) for (const no of own) await sink.setAside(no, under)
  return { first, last }
}

/** The checkpoints of a place after the last that the database has, too. Throws LauncherError when the first of them does not follow on that one. */
async function findLater(client: pg.Client, sink: Sink, keys: ReadonlyMap<string, KeyObject>): Promise<number[]> {
  const there = await sink.list()
  const later: number[] = []
  let agreed: Known | undefined
  for (const no of there.toReversed()) {
    const [document, known] = [await sink.get(no), await findKnown(client, no)]
    if (known && known.document === document) {
      agreed = known
      break
    }
    if (known?.stored) throw differs(sink, no)
    later.unshift(no)
  }
  const [first] = later
  if (first === undefined) return []
  const checkpoint = readCheckpoint((await sink.get(first)) ?? '')
  if (!checkpoint || flawOf(checkpoint, keys) || checkpoint.previous !== (agreed?.hash ?? NO_CHECKPOINT))
    throw differs(sink, first)
  return later
}

async function findKnown(client: pg.Client, no: number): Promise<Known | undefined> {
  const { rows } = await client.query<Known>(
    `select document, encode(hash, 'hex') as hash, stored_at is not null as stored from checkpoints where no = $1`,
    [no],
  )
  return rows[0]
}

const nothing = new LauncherError(
  '数据库以外没有它不认识的检查点，封存不需要这样继续。',
  'No checkpoint lies outside that the database does not have: sealing needs no help of this kind.',
)

const differs = ({ name }: Sink, no: number) =>
  new LauncherError(
    `${name} 中的第 ${no} 号检查点不是接着数据库的历史做成的，不能移开。请先运行 npm run audit:verify，查明原因。`,
    `Checkpoint ${no} in ${name} does not continue the history of the database and is left where it is. Run npm run audit:verify and find out why.`,
  )

const USAGE = new LauncherError(
  '用法：npm run sealing -- resume --operator 您的姓名 --why 原因',
  'Usage: npm run sealing -- resume --operator YOUR-NAME --why REASON',
)

/** What was asked for on the command line. Throws LauncherError. */
export function readResume([what, ...args]: readonly string[]): ResumeRequest {
  const options = { operator: { type: 'string' }, why: { type: 'string' } } as const
  try {
    if (what === 'resume') return requestSchema.parse({ ...parseArgs({ args: [...args], options }).values })
  } catch {
    throw USAGE
  }
  throw USAGE
}

if (isMain(import.meta.url))
  await runCommand(async () => {
    const request = readResume(process.argv.slice(2))
    const settings = loadConfig()
    const { seals } = await openAuditKeys(settings)
    const { config, stop } = await provideDatabase(settings, tell)
    const client = await connect(config.databaseUrl ?? '')
    try {
      const { first, last } = await resumeSealing(client, sinksOf(config), seals, request, new Date())
      tell({
        zh: `第 ${first} 至 ${last} 号检查点已移到各处的 set-aside 文件夹，请勿删除。已写入记录；后台进程一分钟内继续封存。`,
        en:
          `Checkpoints ${first} to ${last} were moved to the folder set-aside of their places: do not delete ` +
          'them. This has been recorded. The worker resumes sealing within a minute.',
      })
    } finally {
      await client.end()
      await stop()
    }
  })
