/**
 * `npm run audit:verify [-- --keys FILE.pem]`: checks the history of every case in the database of the settings, every other row that is kept for good, every checkpoint outside it, and the registry of papers against the history. Names the
 * first bad row of each case that has one, and each other bad row; ends with status 1 when there is any. Without --keys the published keys of the settings count; give those that were published (GET /audit-keys.pem) when the settings are not to be believed.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { refuseForeign } from '../src/base/storeIdentity.js'
import type { Bilingual } from '../src/base/text.js'
import { openAuditKeys, readPublicKeys } from '../src/cases/audit/keys.js'
import { sinksOf } from '../src/cases/audit/sinks.js'
import { faultWords, flawWords, rowFaultWords } from '../src/cases/audit/words.js'
import { loadConfig } from '../src/config.js'
import { brokenSeriesWords, registryFaultWords } from '../src/letters/registryWords.js'
import { type Verified, verifyHistory } from './audit/verify.js'
import { LauncherError, messageOf } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'
import { provideDatabase } from './database.js'
import { identityIn } from './installation.js'
import { connect } from './roles.js'

function keysFile(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], options: { keys: { type: 'string' } } }).values.keys
  } catch (error) {
    throw new LauncherError(
      '参数有误。用法：npm run audit:verify [-- --keys 公钥.pem]',
      `${messageOf(error)} Usage: npm run audit:verify [-- --keys FILE.pem]`,
    )
  }
}

const isWhole = ({ checkpointFaults, faults, rowFaults, paperFaults, brokenSeries }: Verified): boolean =>
  [checkpointFaults, faults, rowFaults, paperFaults, brokenSeries].every(({ length }) => length === 0)

/** How many cases with faults are named. */
const NAMED = 50

/** What was found, in lines; the first bad row first. */
export function report(found: Verified): Bilingual[] {
  const {
    checkpointFaults,
    faults,
    rowFaults,
    paperFaults,
    brokenSeries,
    papers,
    cases,
    rows,
    events,
    checked,
    erased,
    checkpoints,
    unsealed,
  } = found
  const lines: Bilingual[] = checkpointFaults.slice(0, NAMED).map(flawWords)
  for (const fault of faults.slice(0, NAMED)) {
    const { zh, en } = faultWords(fault)
    lines.push({ zh: `案件 ${fault.number}：${zh}`, en: `Case ${fault.number}: ${en}` })
  }
  lines.push(...rowFaults.slice(0, NAMED).map(rowFaultWords))
  for (const fault of paperFaults.slice(0, NAMED)) {
    const { zh, en } = registryFaultWords(fault)
    lines.push({ zh: `案件 ${fault.caseNumber}，${zh}`, en: `Case ${fault.caseNumber}, ${en}` })
  }
  lines.push(...brokenSeries.slice(0, NAMED).map(brokenSeriesWords))
  const more = [checkpointFaults, faults, rowFaults, paperFaults, brokenSeries].reduce(
    (sum, { length }) => sum + Math.max(0, length - NAMED),
    0,
  )
  if (more > 0) lines.push({ zh: `另有 ${more} 处。`, en: `And ${more} more.` })
  lines.push({
    zh: `${cases} 件案件，${events} 条事件，核对了 ${checked} 条内容（${erased} 条已依法清除），${rows} 行其他记录，${checkpoints} 个检查点；${unsealed} 条尚待封存。登记簿中 ${papers} 份文书与历史逐一核对。`,
    en:
      `${cases} cases, ${events} events, ${checked} contents checked (${erased} erased under retention), ` +
      `${rows} other records, ${checkpoints} checkpoints; ${unsealed} still to be sealed. ${papers} ` +
      'letters in the registry compared with the history.',
  })
  if (isWhole(found)) lines.push({ zh: '历史完整，没有被改动。', en: 'The history is complete and unchanged.' })
  return lines
}

/** Verifies, says what was found, and answers whether all is well. */
export async function auditVerify(args: readonly string[]): Promise<boolean> {
  const file = keysFile(args)
  const settings = loadConfig()
  const keys = file ? readPublicKeys(readFileSync(resolve(file), 'utf8')) : (await openAuditKeys(settings)).seals
  const { config, stop } = await provideDatabase(settings, tell)
  try {
    const client = await connect(config.databaseUrl ?? '')
    try {
      const sinks = sinksOf(config)
      const id = await identityIn(client)
      for (const { identity } of sinks) await refuseForeign(identity, id)
      const found = await verifyHistory(client, sinks, keys)
      for (const line of report(found)) tell(line)
      return isWhole(found)
    } finally {
      await client.end()
    }
  } finally {
    await stop()
  }
}

if (isMain(import.meta.url))
  await runCommand(async () => {
    if (!(await auditVerify(process.argv.slice(2)))) process.exitCode = 1
  })
