/** The keys of this database, opened by the master key of the settings; a process without them never starts. */
import type { Database } from '../../base/database.js'
import { SealBroken, type SealKey } from '../../base/seal.js'
import type { Bilingual } from '../../base/text.js'
import { CaseKeys } from './caseKeys.js'

/** The master key is not the one of this database. */
export class WrongMasterKey extends Error {
  constructor(readonly why: Bilingual) {
    super(`${why.zh}\n${why.en}`)
    this.name = 'WrongMasterKey'
  }
}

export const INDEX_KEY = `select wrapped from system_keys where purpose = 'blindIndex'`

/** Throws WrongMasterKey when the database has not been brought to the present, or was sealed by another master key. */
export async function openCaseKeys(db: Database, masters: readonly [SealKey, ...SealKey[]]): Promise<CaseKeys> {
  const [found] = await db.lookUp<{ wrapped: Buffer }>(INDEX_KEY, [])
  if (!found) throw new WrongMasterKey(notPrepared)
  return caseKeysOf(masters, found.wrapped)
}

/** The same of a key that was read already. */
export function caseKeysOf(masters: readonly [SealKey, ...SealKey[]], wrapped: Buffer): CaseKeys {
  try {
    return new CaseKeys(masters, wrapped)
  } catch (error) {
    if (error instanceof SealBroken) throw new WrongMasterKey(another)
    throw error
  }
}

const notPrepared = {
  zh: '数据库还没有加密密钥，无法启动；请先运行 npm run migrate。',
  en: 'The database has no encryption keys yet, so the process cannot start. Run npm run migrate first.',
}
const another = {
  zh: '数据库不是用这个主密钥加密的，无法启动；请检查 MASTER_KEY（演示时为 SECRET）和 MASTER_KEY_EARLIER。',
  en:
    'This database was encrypted with another master key, so the process cannot start. Check MASTER_KEY (in a ' +
    'demonstration SECRET) and MASTER_KEY_EARLIER.',
}
