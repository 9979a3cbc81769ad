/**
 * The master key and SECRET. `npm run keys -- new FILE` makes a master key. `npm run keys -- rotate` wraps the key of every case, and that of the blind index, by MASTER_KEY instead of the ones
 * in MASTER_KEY_EARLIER, and seals authenticators and the secrets of webhooks under SECRET instead of those in SECRET_EARLIER, while the application runs: what is sealed under the cases' keys stays as it is.
 */
import { writeFileSync } from 'node:fs'
import type pg from 'pg'
import { SealBroken, type SealKey } from '../src/base/seal.js'
import type { CaseKeys } from '../src/cases/sealing/caseKeys.js'
import { caseKeysOf, INDEX_KEY, WrongMasterKey } from '../src/cases/sealing/openKeys.js'
import { loadConfig } from '../src/config.js'
import { newMasterKey, readMasterKeys } from '../src/masterKeys.js'
import { LauncherError } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'
import { provideDatabase } from './database.js'
import { connect } from './roles.js'
import { resealAuthenticators, resealWebhooks } from './secrets.js'

const BATCH = 500

/** Whose key is not wrapped by this master key yet: its id stands in the second to fifth byte. */
const LEFT = `
  select id, data_key as "dataKey" from cases where data_key is not null and substr(data_key, 2, 4) <> $1 and id > $2 order by id limit ${BATCH}`

/**
 * Wraps every key anew, case by case, so that nobody waits. Answers how many; once more does nothing.
 * @throws LauncherError when the settings have not the key that one is wrapped by
 */
export async function rotate(owner: pg.Client, masters: readonly [SealKey, ...SealKey[]]): Promise<number> {
  const keys = await findKeys(owner, masters)
  const id = Buffer.alloc(4)
  id.writeUInt32BE(masters[0].id)
  let count = 0
  for (let last = 0; ; ) {
    const { rows } = await owner.query<{ id: number; dataKey: Buffer }>(LEFT, [id, last])
    for (const { id: caseId, dataKey } of rows) {
      const wrapped = rewrapped(keys, caseId, dataKey)
      // erased, or wrapped anew by somebody else meanwhile: then it is not ours to write
      const changed = await owner.query('update cases set data_key = $2 where id = $1 and data_key = $3', [
        ...[caseId, wrapped, dataKey],
      ])
      count += changed.rowCount ?? 0
      last = caseId
    }
    if (rows.length < BATCH) return count
  }
}

/** The keys of the database; that of the blind index is wrapped anew at once. */
async function findKeys(owner: pg.Client, masters: readonly [SealKey, ...SealKey[]]): Promise<CaseKeys> {
  const { rows } = await owner.query<{ wrapped: Buffer }>(INDEX_KEY)
  const [index] = rows
  if (!index)
    throw new LauncherError(
      '数据库还没有密钥；请先运行 npm run migrate。',
      'The database has no keys yet. Run npm run migrate first.',
    )
  try {
    const keys = caseKeysOf(masters, index.wrapped)
    const wrapped = keys.rewrapIndex(index.wrapped)
    if (wrapped) await owner.query(`update system_keys set wrapped = $1 where purpose = 'blindIndex'`, [wrapped])
    return keys
  } catch (error) {
    throw error instanceof WrongMasterKey ? new LauncherError(error.why.zh, error.why.en) : error
  }
}

function rewrapped(keys: CaseKeys, caseId: number, dataKey: Buffer): Buffer {
  try {
    return keys.rewrap(caseId, dataKey) ?? dataKey
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    throw new LauncherError(
      `案件 ${caseId} 的密钥用这些主密钥都打不开；请把以前的主密钥都写进 MASTER_KEY_EARLIER。`,
      `None of these master keys opens the key of case ${caseId}. Put all earlier master keys into MASTER_KEY_EARLIER.`,
    )
  }
}

function makeFile(path: string | undefined): void {
  if (!path)
    throw new LauncherError('请写明文件名：npm run keys -- new 文件', 'Name the file: npm run keys -- new FILE')
  try {
    writeFileSync(path, newMasterKey(), { mode: 0o600, flag: 'wx' })
  } catch {
    throw new LauncherError(
      `写不了 ${path}：已经存在，或者文件夹不能写。`,
      `Cannot write ${path}: it exists, or its folder cannot be written to.`,
    )
  }
  tell({
    zh: `主密钥写在 ${path}，只有本账号能读。请另存一份：遗失后，已加密的内容无法恢复。`,
    en:
      `The master key is in ${path}, readable by this account only. Keep a copy elsewhere: without it, ` +
      'encrypted content can never be read again.',
  })
}

async function rotateNow(): Promise<void> {
  const { config, stop } = await provideDatabase(loadConfig(), tell)
  const owner = await connect(config.databaseUrl ?? '')
  try {
    const cases = await rotate(owner, readMasterKeys(config))
    tell({
      zh: `已用新的主密钥重新加密 ${cases} 个案件的密钥。各进程不再需要 MASTER_KEY_EARLIER。`,
      en:
        `The keys of ${cases} cases were encrypted again with the new master key. The processes no longer ` +
        'need MASTER_KEY_EARLIER.',
    })
    const { count, unreadable } = await resealAuthenticators(owner, config)
    tell({
      zh: `已用新的 SECRET 重新加密 ${count} 个验证器。`,
      en: `${count} authenticators were encrypted again with the new SECRET.`,
    })
    const webhooks = await resealWebhooks(owner, config)
    tell({
      zh: `已用新的 SECRET 重新加密 ${webhooks} 个事件推送的密钥。`,
      en: `The secrets of ${webhooks} webhooks were encrypted again with the new SECRET.`,
    })
    tell(unreadable === 0 ? noLongerNeeded : stillLost(unreadable))
  } finally {
    await owner.end()
    await stop()
  }
}

const noLongerNeeded = {
  zh: '各进程不再需要 SECRET_EARLIER。',
  en: 'The processes no longer need SECRET_EARLIER.',
}
const stillLost = (count: number) => ({
  zh: `另有 ${count} 个验证器用这些 SECRET 均无法打开；请将以前的 SECRET 全部写入 SECRET_EARLIER，再运行一次。`,
  en: `${count} more authenticators cannot be opened with these values of SECRET. Put all earlier values into SECRET_EARLIER and run this again.`,
})

if (isMain(import.meta.url)) {
  const [, , what, path] = process.argv
  await runCommand(async () => {
    if (what === 'new') makeFile(path)
    else if (what === 'rotate') await rotateNow()
    else
      throw new LauncherError(
        '用法：npm run keys -- new 文件，或 npm run keys -- rotate',
        'Usage: npm run keys -- new FILE, or npm run keys -- rotate',
      )
  })
}
