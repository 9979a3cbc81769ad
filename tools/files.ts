/**
 * `npm run files:verify`: reads every document's file, and every picture of a page, and compares it with what its row says of it. Names what is missing, altered, or readable though it should be
 * sealed, counts what no row names, and ends with status 1 when something is wrong. Changes nothing in the store; what is missing is noted for administrators.
 */
import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { SealBroken } from '../src/base/seal.js'
import { refuseForeign } from '../src/base/storeIdentity.js'
import type { Bilingual } from '../src/base/text.js'
import { opening } from '../src/cases/files/sealedFile.js'
import { isKey, type StorePlace } from '../src/cases/files/storePlace.js'
import type { CaseKeys } from '../src/cases/sealing/caseKeys.js'
import { caseKeysOf, INDEX_KEY } from '../src/cases/sealing/openKeys.js'
import { PLACES } from '../src/cases/sealing/place.js'
import { loadConfig } from '../src/config.js'
import { readMasterKeys } from '../src/masterKeys.js'
import { isMain, runCommand, tell } from './command.js'
import { provideDatabase } from './database.js'
import { identityIn } from './installation.js'
import { connect } from './roles.js'
import { placesInForce } from './store/places.js'

const BATCH = 500
/** How many files are named. */
const NAMED = 50

/** Every row that names a file, some at a time. A case's key is there until the case is erased. */
const TABLES: readonly string[] = [
  `
    select a.id::bigint as cursor, 'attachments ' || a.id as name, a.storage_key as key, a.sha256, a.sealed, coalesce(a.scan = 'infected', false) as infected, a.case_id as "caseId", c.data_key as "dataKey"
    from attachments a join cases c on c.id = a.case_id where a.id > $1 order by a.id limit ${BATCH}`,
  `
    select i.attachment_id * 1000::bigint + i.page as cursor, format('page_images %s/%s', i.attachment_id, i.page) as name, i.storage_key as key, i.sha256, i.sealed, false as infected, a.case_id as "caseId", c.data_key as "dataKey"
    from page_images i join attachments a on a.id = i.attachment_id join cases c on c.id = a.case_id
    where (i.attachment_id, i.page) > (($1::bigint / 1000)::int, ($1::bigint % 1000)::int) order by i.attachment_id, i.page limit ${BATCH}`,
  `
    select id::bigint as cursor, 'firm_papers ' || id as name, storage_key as key, sha256, sealed, coalesce(scan = 'infected', false) as infected, 0 as "caseId", null::bytea as "dataKey"
    from firm_papers where id > $1 order by id limit ${BATCH}`,
]

/** Instead of a case's number, of what firms have shown when they registered. */
const OF_FIRM = 0

interface FileRow {
  /** Where its table was read up to. */
  readonly cursor: string
  /** For people: its table and key. */
  readonly name: string
  readonly key: string
  readonly sha256: string
  readonly sealed: boolean
  readonly infected: boolean
  readonly caseId: number
  readonly dataKey: Buffer | null
}

export interface Checked {
  /** Files that were read and are as they should be; rows whose file was erased; files in quarantine. */
  whole: number
  erased: number
  quarantined: number
  /** Files in the store that no row names, and those that were set aside. */
  orphans: number
  aside: number
  /** Files without a copy in BACKUP_DIR; null without that folder. */
  uncopied: number | null
  readonly missing: FileRow[]
  readonly altered: FileRow[]
  /** Whole, and readable by whoever has the disk. */
  readonly unsealed: FileRow[]
}

/** Compares every row with its file. Rows and files may come and go meanwhile. */
export async function verifyFiles(
  client: pg.Client,
  folders: readonly [StorePlace, ...StorePlace[]],
  keys: CaseKeys,
): Promise<Checked> {
  const [main, copies] = folders
  const found: Checked = {
    ...{ whole: 0, erased: 0, quarantined: 0, orphans: 0, aside: 0, uncopied: copies ? 0 : null },
    ...{ missing: [], altered: [], unsealed: [] },
  }
  for await (const one of everyRow(client)) {
    if (!isKey(one.key)) {
      if (one.key.startsWith('erased')) found.erased++
      continue
    }
    if (one.infected && (await main.isInQuarantine(one.key))) {
      found.quarantined++
      continue
    }
    const state = await stateOf(one, main, keys)
    if (state === 'whole' && !one.sealed && (one.dataKey || one.caseId === OF_FIRM)) found.unsealed.push(one)
    if (state !== 'whole') {
      if (await isNamed(client, one.key)) found[state].push(one) // else erased or replaced meanwhile
      continue
    }
    found.whole++
    if (copies && found.uncopied !== null && !(await copies.has(one.key))) found.uncopied++
  }
  await countRest(client, main, found)
  for (const { key } of found.missing) await client.query('select note_missing($1, now())', [key])
  return found
}

async function* everyRow(client: pg.Client): AsyncGenerator<FileRow> {
  for (const sql of TABLES)
    for (let last: string | undefined = '0'; last !== undefined; ) {
      const { rows }: pg.QueryResult<FileRow> = await client.query(sql, [last])
      yield* rows
      last = rows.length < BATCH ? undefined : rows.at(-1)?.cursor
    }
}

async function stateOf(one: FileRow, folder: StorePlace, keys: CaseKeys): Promise<'whole' | 'missing' | 'altered'> {
  const hash = createHash('sha256')
  const content = (await folder.openContent(one.key))?.stream
  if (!content) return 'missing'
  const ofFirm = one.caseId === OF_FIRM
  const key = ofFirm ? keys.ofFirmPapers() : keys.of(one.caseId, one.dataKey)
  const place = ofFirm ? PLACES.firmPaper(one.sha256) : PLACES.paper(one.caseId, one.sha256)
  try {
    if (one.sealed && key) await pipeline(content, opening(key, place), hash)
    else await pipeline(content, hash)
  } catch (error) {
    if (error instanceof SealBroken) return 'altered'
    throw error
  }
  return hash.digest('hex') === one.sha256 ? 'whole' : 'altered'
}

async function isNamed(client: pg.Client, key: string): Promise<boolean> {
  return (await client.query('select 1 from named_files(array[$1])', [key])).rowCount !== 0
}

async function countRest(client: pg.Client, folder: StorePlace, found: Checked): Promise<void> {
  for (const part of await folder.parts()) {
    const there = await folder.keysIn(part)
    const { rows } = await client.query<{ n: number }>('select count(*)::int as n from named_files($1)', [there])
    found.orphans += there.length - (rows[0]?.n ?? 0)
  }
  for (const day of await folder.daysAside()) found.aside += (await folder.keysAside(day)).length
}

const WORDS: Readonly<Record<'missing' | 'altered' | 'unsealed', Bilingual>> = {
  missing: { zh: '缺失', en: 'missing' },
  altered: { zh: '内容与登记的不符', en: 'differs from its record' },
  unsealed: { zh: '没有加密', en: 'not encrypted' },
}
const FAULTS = ['missing', 'altered', 'unsealed'] as const

export const isSound = (found: Checked): boolean => FAULTS.every((fault) => found[fault].length === 0)

/** What was found, in lines. */
export function report(found: Checked): Bilingual[] {
  const lines = FAULTS.flatMap((fault) =>
    found[fault].slice(0, NAMED).map(({ name, key }) => ({
      zh: `${name}，文件 ${key}：${WORDS[fault].zh}`,
      en: `${name}, file ${key}: ${WORDS[fault].en}`,
    })),
  )
  const more = FAULTS.reduce((sum, fault) => sum + Math.max(0, found[fault].length - NAMED), 0)
  if (more > 0) lines.push({ zh: `另有 ${more} 个。`, en: `And ${more} more.` })
  const { whole, erased, quarantined, orphans, aside, uncopied, missing, altered, unsealed } = found
  lines.push({
    zh: `${whole} 个文件完好，${missing.length} 个缺失，${altered.length} 个被改动，${unsealed.length} 个未加密；${erased} 个已依法清除，${quarantined} 个在隔离区。没有记录指向的 ${orphans} 个，已移开待删的 ${aside} 个。`,
    en:
      `${whole} files are intact, ${missing.length} missing, ${altered.length} altered, ${unsealed.length} ` +
      `not encrypted; ${erased} erased under retention, ${quarantined} in quarantine. ${orphans} without a ` +
      `record, ${aside} set aside for deletion.`,
  })
  if (uncopied !== null && uncopied > 0)
    lines.push({
      zh: `${uncopied} 个在 BACKUP_DIR 中还没有副本；夜间清理时会补上。`,
      en: `${uncopied} have no copy in BACKUP_DIR yet. The next nightly cleanup makes them.`,
    })
  if (isSound(found)) lines.push({ zh: '文件完整，没有被改动。', en: 'The files are complete and unchanged.' })
  return lines
}

if (isMain(import.meta.url))
  await runCommand(async () => {
    const { config, stop } = await provideDatabase(loadConfig(), tell)
    const client = await connect(config.databaseUrl ?? '')
    try {
      const id = await identityIn(client)
      const folders = await placesInForce(client, config)
      for (const { identity } of folders) await refuseForeign(identity, id)
      const { rows } = await client.query<{ wrapped: Buffer }>(INDEX_KEY)
      const keys = caseKeysOf(readMasterKeys(config), rows[0]?.wrapped ?? Buffer.alloc(0))
      const found = await verifyFiles(client, folders, keys)
      for (const line of report(found)) tell(line)
      if (!isSound(found)) process.exitCode = 1
    } finally {
      await client.end()
      await stop()
    }
  })
