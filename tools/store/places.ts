/** Where uploaded files lie, for commands: what the database says, and the places of the settings. */
import type pg from 'pg'
import { type FilesIn, isMoving, mainOf } from '../../src/base/filesIn.js'
import { type PlaceSettings, placesOf } from '../../src/cases/files/placeSettings.js'
import type { StorePlace } from '../../src/cases/files/storePlace.js'
import { LauncherError } from '../binaries.js'

export interface WhereFilesLie {
  readonly filesIn: FilesIn
  readonly bucket: string | null
}

/** Throws LauncherError when the database has no tables yet. */
export async function whereFilesLie(client: pg.Client): Promise<WhereFilesLie> {
  const { rows } = await client.query<WhereFilesLie>('select files_in as "filesIn", bucket from installation')
  if (rows[0]) return rows[0]
  throw new LauncherError('数据库是空的。', 'The database is empty.')
}

/**
 * The places that hold everything: that which files are read from, and that of their copies.
 * @throws LauncherError while files are being moved, or when the settings do not name their bucket
 */
export async function placesInForce(
  client: pg.Client,
  config: PlaceSettings,
): Promise<readonly [StorePlace, ...StorePlace[]]> {
  const { filesIn } = await whereFilesLie(client)
  if (isMoving(filesIn))
    throw new LauncherError(
      '文件正在移动。请先用 npm run store -- move 完成移动。',
      'Files are being moved. Finish that first, by npm run store -- move.',
    )
  const { disk, copies, bucket } = placesOf(config)
  if (mainOf(filesIn) === 'disk') return copies ? [disk, copies] : [disk]
  if (bucket) return [bucket]
  throw new LauncherError(
    '文件在存储桶中，而设置中没有存储桶：请设定 FILES_S3 各项。',
    'Files lie in a bucket, and the settings name none: set those of FILES_S3.',
  )
}
