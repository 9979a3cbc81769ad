/**
 * `npm run store`: says where uploaded files lie. `-- move bucket` or `-- move disk` moves them there while everything runs: from its first moment what is new goes there, both are read, and every file that a
 * row names is copied; `-- move` goes on with a move that was broken off. `-- empty disk` or `-- empty bucket` removes from the place that is not used any more what the other one has. All of it may be done again.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { type FilesIn, isMoving, mainOf } from '../src/base/filesIn.js'
import { claimStore } from '../src/base/storeIdentity.js'
import type { Bilingual } from '../src/base/text.js'
import { type Ask, findDoubt } from '../src/cases/files/claim.js'
import { type PlaceSettings, placesOf } from '../src/cases/files/placeSettings.js'
import { isKey, type StorePlace } from '../src/cases/files/storePlace.js'
import { loadConfig } from '../src/config.js'
import { LauncherError } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'
import { provideDatabase } from './database.js'
import { identityIn } from './installation.js'
import { connect } from './roles.js'
import { whereFilesLie } from './store/places.js'

type Where = 'disk' | 'bucket'
const isWhere = (word: string | undefined): word is Where => word === 'disk' || word === 'bucket'

/** Files that are copied at the same time. */
const AT_ONCE = 4
/** An upload that began before the move has its row after so long; then one looks once more. */
const SETTLES = 60_000 // ms
const BATCH = 500
/** One command at a time: the key of an advisory lock. */
const LOCK = 'npm run store'

const NAMED = `
  select key, bool_or(infected) as infected from (
    select storage_key as key, coalesce(scan = 'infected', false) as infected from attachments
    union all select storage_key, false from page_images
    union all select storage_key, coalesce(scan = 'infected', false) from firm_papers) n
  where key > $1 and key ~ '^[0-9a-f]{32}$' group by key order by key limit ${BATCH}`
const IS_NAMED = 'select 1 from named_files(array[$1])'

interface Both {
  readonly disk: StorePlace
  readonly bucket: StorePlace
}

/** The places that a move needs, surely this installation's. Throws LauncherError without a bucket; WrongInstallation. */
async function openBoth(client: pg.Client, config: PlaceSettings): Promise<Both & { readonly name: string }> {
  const { disk, bucket } = placesOf(config)
  if (!bucket)
    throw new LauncherError(
      '请先设定 FILES_S3 各项，并让每个网页服务和后台进程带着它们重新启动。',
      'Set those of FILES_S3 first, and let every web server and worker start anew with them.',
    )
  const id = await identityIn(client)
  const { filesIn } = await whereFilesLie(client)
  const ask: Ask = async <Row>(sql: string, values: readonly unknown[]) =>
    (await client.query(sql, [...values])).rows as Row[]
  await claimStore(disk.identity, id, () => findDoubt(ask, disk, filesIn === 'disk'))
  const { store } = await claimStore(bucket.identity, id, () => findDoubt(ask, bucket, filesIn === 'bucket'))
  return { disk, bucket, name: store }
}

export interface Moved {
  /** Copied now, there before, and missing in both places. */
  readonly copied: number
  readonly there: number
  readonly missing: number
}

const BEGIN = `
  update installation set files_in = $1, bucket = $2
  where (files_in = 'disk' or bucket = $2) and files_in in ($1, $3, $4) returning 1`
const END = 'update installation set files_in = $1 where files_in = $2 returning 1'

/**
 * Moves files to a place, from that in which they lie. Broken off, it is done again, and goes on.
 * @param settles how long uploads that began before may take, in milliseconds
 * @throws LauncherError when they lie in another bucket than that of the settings; WrongInstallation, StoreAway
 */
export async function moveFiles(
  client: pg.Client,
  config: PlaceSettings,
  to: Where,
  settles: number = SETTLES,
): Promise<Moved> {
  const { name, ...both } = await openBoth(client, config)
  const [target, source] = to === 'bucket' ? [both.bucket, both.disk] : [both.disk, both.bucket]
  const [under, back, from] =
    to === 'bucket' ? (['toBucket', 'toDisk', 'disk'] as const) : (['toDisk', 'toBucket', 'bucket'] as const)
  if ((await whereFilesLie(client)).filesIn === to) return { copied: 0, there: 0, missing: 0 }
  if ((await client.query(BEGIN, [under, name, back, from])).rowCount === 0) throw otherBucket
  const began = Date.now()
  let { copied, there, missing } = await copyAll(client, source, target)
  await sleep(Math.max(0, settles - (Date.now() - began)))
  for (let again = -1; again !== 0; ) {
    const last = await copyAll(client, source, target)
    again = last.copied
    copied += last.copied
    ;({ there, missing } = last)
  }
  if ((await client.query(END, [to, under])).rowCount === 0) throw turned
  return { copied, there: there - copied, missing }
}

const otherBucket = new LauncherError(
  '文件在另一个存储桶中，不是设置所指的那个。',
  'Files lie in another bucket than that of the settings.',
)
const turned = new LauncherError(
  '其间有人把文件改移到别处。请看 npm run store。',
  'Somebody has turned the move meanwhile: see npm run store.',
)

interface NamedFile {
  readonly key: string
  readonly infected: boolean
}

/** Every file that a row names, by the order of their keys. */
async function* everyFile(client: pg.Client): AsyncGenerator<readonly NamedFile[]> {
  for (let last: string | undefined = ''; last !== undefined; ) {
    const { rows }: pg.QueryResult<NamedFile> = await client.query(NAMED, [last])
    yield rows
    last = rows.length < BATCH ? undefined : rows.at(-1)?.key
  }
}

async function copyAll(client: pg.Client, source: StorePlace, target: StorePlace): Promise<Moved> {
  const counts = { copied: 0, there: 0, missing: 0 }
  for await (const files of everyFile(client)) {
    const left = [...files]
    const copied: string[] = []
    const work = async () => {
      for (let file = left.pop(); file; file = left.pop()) {
        const outcome = await copyOne(source, target, file)
        counts[outcome]++
        if (outcome === 'copied') copied.push(file.key)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    await discardErased(client, target, copied)
  }
  counts.there += counts.copied
  return counts
}

/** Files that no row names any more: they were erased while they were copied. */
async function discardErased(client: pg.Client, target: StorePlace, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  const { rows } = await client.query<{ key: string }>('select key from named_files($1) key', [keys])
  const named = new Set(rows.map(({ key }) => key))
  for (const key of keys) if (!named.has(key)) await target.discard(key)
}

async function copyOne(source: StorePlace, target: StorePlace, { key, infected }: NamedFile): Promise<keyof Moved> {
  if (await target.isInQuarantine(key)) return 'there'
  const isThere = await target.has(key)
  if (isThere && !infected) return 'there'
  // what is infected lies among the files only while it is copied
  if (await source.isInQuarantine(key)) await source.setAside(key, await source.today())
  const copied =
    isThere ||
    (await target.copyFrom(key, source)) ||
    ((await source.bringBack(key)) && (await target.copyFrom(key, source)))
  if (infected) for (const place of [target, source]) await place.moveToQuarantine(key)
  return copied ? 'copied' : 'missing'
}

/**
 * Removes from the place that is not used any more what the other one has; a file that a row names and that only lies there is copied first. Answers how many are gone.
 * @throws LauncherError while that place is used
 */
export async function emptyPlace(client: pg.Client, config: PlaceSettings, what: Where): Promise<number> {
  const both = await openBoth(client, config)
  const { filesIn } = await whereFilesLie(client)
  if (isMoving(filesIn) || mainOf(filesIn) === what)
    throw new LauncherError(
      '文件正在那里，或正在移动。请看 npm run store。',
      'Files lie there, or are being moved: see npm run store.',
    )
  const [old, kept] = what === 'disk' ? [both.disk, both.bucket] : [both.bucket, both.disk]
  await copyAll(client, old, kept)
  let gone = 0
  for (const key of [...(await everythingIn(old))]) {
    const named = (await client.query(IS_NAMED, [key])).rowCount !== 0
    if (named && !((await kept.has(key)) || (await kept.isInQuarantine(key)))) continue
    await old.remove(key)
    gone++
  }
  return gone
}

async function everythingIn(place: StorePlace): Promise<Set<string>> {
  const keys = new Set(await place.keysInQuarantine())
  for (const part of await place.parts()) for (const key of await place.keysIn(part)) keys.add(key)
  for (const day of await place.daysAside()) for (const key of await place.keysAside(day)) keys.add(key)
  return new Set([...keys].filter(isKey))
}

const WORDS: Readonly<Record<FilesIn, Bilingual>> = {
  disk: { zh: '上传的文件在 DATA_DIR 中。', en: 'Uploaded files are in DATA_DIR.' },
  bucket: { zh: '上传的文件在存储桶中。', en: 'Uploaded files are in the bucket.' },
  toBucket: {
    zh: '上传的文件正移往存储桶，还没有完成：请运行 npm run store -- move。',
    en: 'Uploaded files are being moved to the bucket; the move is not complete. Run npm run store -- move.',
  },
  toDisk: {
    zh: '上传的文件正移往 DATA_DIR，还没有完成：请运行 npm run store -- move。',
    en: 'Uploaded files are being moved to DATA_DIR; the move is not complete. Run npm run store -- move.',
  },
}

const usage = new LauncherError(
  '用法：npm run store，或 npm run store -- move [bucket|disk]，或 npm run store -- empty disk|bucket',
  'Usage: npm run store, npm run store -- move [bucket|disk], or npm run store -- empty disk|bucket',
)

async function run([what, where, ...more]: readonly string[]): Promise<void> {
  if (more.length > 0 || (where !== undefined && !isWhere(where))) throw usage
  const { config, stop } = await provideDatabase(loadConfig(), tell)
  const client = await connect(config.databaseUrl ?? '')
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock(hashtext($1)) as mine', [LOCK])
    if (!rows[0]?.mine) throw new LauncherError('另一个 npm run store 正在运行。', 'Another npm run store is running.')
    const { filesIn } = await whereFilesLie(client)
    if (what === undefined) tell(WORDS[filesIn])
    else if (what === 'move' && (where !== undefined || isMoving(filesIn))) {
      const { copied, there, missing } = await moveFiles(client, config, where ?? mainOf(filesIn))
      tell(WORDS[where ?? mainOf(filesIn)])
      tell({
        zh: `复制了 ${copied} 个文件，原已在那里的 ${there} 个，两处都没有的 ${missing} 个。`,
        en: `${copied} files were copied, ${there} were there already, ${missing} are in neither place.`,
      })
    } else if (what === 'empty' && where !== undefined) {
      const gone = await emptyPlace(client, config, where)
      tell({ zh: `删除了 ${gone} 个文件。`, en: `${gone} files were removed.` })
    } else throw usage
  } finally {
    await client.end()
    await stop()
  }
}

if (isMain(import.meta.url)) await runCommand(() => run(process.argv.slice(2)))
