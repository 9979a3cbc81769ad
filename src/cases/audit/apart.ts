/**
 * Checkpoints prove something against whoever owns the database only where that person cannot
 * remove them: not beside it, and better not on its disk.
 */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import type { Bilingual } from '../../base/text.js'
import { openSealKey, type SealSettings } from './keys.js'

/** Where the embedded database lies when it is not in DATA_DIR (tools/cluster.ts). */
const ELSEWHERE = 'pg-elsewhere'

export interface PlaceSettings {
  readonly production: boolean
  readonly dataDir: string
  readonly auditDir: string | null
  readonly auditS3Endpoint: string | null
}

/** The checkpoints would lie with the data that they prove. */
export class CheckpointsBeside extends Error {
  constructor(readonly why: Bilingual) {
    super(`${why.zh}\n${why.en}`)
    this.name = 'CheckpointsBeside'
  }
}

/** A folder as it really is; of one that is not there yet, the part that is. */
function realOf(folder: string): string {
  const at = resolve(folder)
  if (existsSync(at)) return realpathSync(at)
  return dirname(at) === at ? at : join(realOf(dirname(at)), at.slice(dirname(at).length))
}

const isWithin = (folder: string, outer: string): boolean =>
  `${realOf(folder)}${sep}`.startsWith(`${realOf(outer)}${sep}`)

function deviceOf(folder: string): number {
  const at = realOf(folder)
  return existsSync(at) ? statSync(at).dev : deviceOf(dirname(at))
}

/**
 * In production: throws CheckpointsBeside when the folder of checkpoints is not set and no bucket
 * is, or lies in that of the data or of the embedded database; answers a warning when it is on the
 * same device.
 */
export async function checkPlace({
  production,
  dataDir,
  auditDir,
  auditS3Endpoint,
}: PlaceSettings): Promise<string | undefined> {
  if (!production) return undefined
  if (auditDir === null) {
    if (auditS3Endpoint !== null) return undefined
    throw new CheckpointsBeside(missing)
  }
  const note = join(dataDir, ELSEWHERE)
  const folders = [dataDir, ...(existsSync(note) ? [readFileSync(note, 'utf8').trim()] : [])]
  if (folders.some((folder) => isWithin(auditDir, folder))) throw new CheckpointsBeside(beside(auditDir))
  if (folders.every((folder) => deviceOf(folder) !== deviceOf(auditDir))) return undefined
  return `AUDIT_DIR (${auditDir}) is on the disk of the data: whoever owns it can remove both`
}

/**
 * The same, and that there is a key that seals. Throws in plain words, before anything else is
 * opened.
 */
export async function checkSealing(settings: PlaceSettings & SealSettings): Promise<string | undefined> {
  await openSealKey(settings)
  return checkPlace(settings)
}

const missing = {
  zh: 'production：AUDIT_DIR 必须设定，在 DATA_DIR 和数据库的文件夹之外；或者设定 AUDIT_S3_ENDPOINT。',
  en: 'production: AUDIT_DIR must be set, outside DATA_DIR and the folder of the database; or set AUDIT_S3_ENDPOINT.',
}
const beside = (auditDir: string): Bilingual => ({
  zh: `production：AUDIT_DIR（${auditDir}）不能在 DATA_DIR 或数据库的文件夹里：检查点要放在数据之外。`,
  en:
    `production: AUDIT_DIR (${auditDir}) must not be inside DATA_DIR or the folder of the database: ` +
    'checkpoints must be kept apart from the data.',
})
