/** This machine: its clock, its stores with their identity and room, the walls around readers of files. */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, open, rename, rm, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sqlState } from '../../src/base/databaseErrors.js'
import { identifiableFolder, identityOf, refuseForeign } from '../../src/base/storeIdentity.js'
import type { Bilingual } from '../../src/base/text.js'
import { Box } from '../../src/cases/files/box.js'
import { type Ask, findDoubt } from '../../src/cases/files/claim.js'
import type { StoreFolder } from '../../src/cases/files/storeFolder.js'
import { findWalls, lacking } from '../../src/cases/files/walls.js'
import type { Config } from '../../src/config.js'
import { storeFoldersOf } from '../../src/installation.js'
import { SETTINGS } from '../../src/settings.js'
import { hasIdentity } from '../installation.js'
import { whereFilesLie } from '../store/places.js'
import { examineBucket } from './bucket.js'
import type { Opened } from './database.js'
import { ask, failed, type Finding, hint, notAsked, ok, wrong } from './finding.js'

/** Seconds by which a clock may be off before codes and limits suffer. */
const APART = 2

const SET_CLOCK: Bilingual = {
  zh: '用 NTP 校时：timedatectl set-ntp true。',
  en: 'Synchronise it by NTP: timedatectl set-ntp true.',
}

/** The clock against the database's, and what the system says of NTP. */
export function examineClock(config: Config, opened: readonly Opened[]): Finding[] {
  const findings: Finding[] = []
  const [first] = opened
  if (config.clockAt !== null)
    findings.push(
      hint(
        'CLOCK_AT',
        { zh: '时钟已停止。', en: 'the clock is stopped.' },
        { zh: '仅供演示和测试。', en: 'For demonstrations and tests only.' },
      ),
    )
  if (first) {
    const seconds = Math.round(first.facts.ahead / 100) / 10
    const found: Bilingual = {
      zh: '与数据库的时钟相差 {seconds} 秒。',
      en: 'differs from the clock of the database by {seconds} s.',
    }
    const values = { seconds: Math.abs(seconds) }
    findings.push(Math.abs(seconds) > APART ? wrong('clock', found, SET_CLOCK, values) : ok('clock', found, values))
  } else
    findings.push(
      notAsked('clock', {
        zh: '没有可用的数据库连接，无法比对。',
        en: 'there is no usable database connection to compare it with.',
      }),
    )
  const { status, stdout } = spawnSync('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], {
    encoding: 'utf8',
    timeout: 5_000,
  })
  const said = status === 0 ? stdout.trim() : ''
  if (said === 'yes') findings.push(ok('NTP', { zh: '已同步。', en: 'the clock is synchronised.' }))
  else if (said === 'no')
    findings.push(hint('NTP', { zh: '没有同步。', en: 'the clock is not synchronised.' }, SET_CLOCK))
  else
    findings.push(
      notAsked('NTP', {
        zh: 'timedatectl 没有答复；请自行核对。',
        en: 'timedatectl does not respond. Check the clock yourself.',
      }),
    )
  return findings
}

interface Store {
  readonly setting: string
  readonly path: string
  /** Of one that holds uploaded files. */
  readonly files?: StoreFolder
}

/** Each folder that the settings name: can be written, is whose, has room. */
export async function examineStores(config: Config, opened: readonly Opened[]): Promise<Finding[]> {
  const stores: Store[] = [
    ...storeFoldersOf(config).map((files) => ({ setting: files.setting, path: files.root, files })),
    { setting: SETTINGS.auditDir.name, path: config.auditDir ?? join(config.dataDir, 'audit') },
  ]
  const found: Finding[] = []
  // one after the other: they ask the database by one connection
  for (const store of stores) found.push(...(await ask(store.setting, () => examineStore(store, opened))))
  const client = clientOf(opened)
  const asked = client && (await hasIdentity(client)) ? client : undefined
  found.push(...(await ask('FILES_S3', () => examineBucket(config, asked))))
  return found
}

async function examineStore(store: Store, opened: readonly Opened[]): Promise<Finding[]> {
  const { setting, path } = store
  const there = existsSync(path)
  const folder = there ? path : existing(path)
  const values = { path }
  const findings: Finding[] = there
    ? []
    : [
        hint(
          setting,
          { zh: '{path} 还不存在，首次启动时建立。', en: '{path} does not exist yet. The first start creates it.' },
          { zh: '如曾使用过，请检查磁盘是否已挂载。', en: 'If it was used before, check that its disk is mounted.' },
          values,
        ),
      ]
  const step = await tryFolder(folder)
  if (step)
    return [
      ...findings,
      wrong(
        setting,
        { zh: '{folder} 不能{step}（{code}）。', en: '{folder} does not allow this step: {step} ({code}).' },
        {
          zh: '让进程的用户拥有它（chown），用支持 rename、link 和 fsync 的文件系统。',
          en:
            'Make the user of the processes its owner (chown), and use a file system that supports rename, link ' +
            'and fsync.',
        },
        { folder, step: step.what, code: step.code },
      ),
    ]
  if (there)
    findings.push(
      ok(
        setting,
        {
          zh: '{path} 可以写入，rename、link、fsync 可用。',
          en: '{path} can be written to; rename, link and fsync work.',
        },
        values,
      ),
    )
  findings.push(await examineRoom(setting, folder))
  if (there) findings.push(...(await examineIdentity(store, opened)))
  return findings
}

const existing = (path: string): string => (existsSync(path) ? path : existing(dirname(path)))

/** Does with a file of its own what the stores do with theirs, and takes it away. Answers what failed. */
async function tryFolder(folder: string): Promise<{ what: Bilingual; code: string } | undefined> {
  const base = join(folder, `.doctor-${randomBytes(6).toString('hex')}`)
  const steps: [Bilingual, () => Promise<unknown>][] = [
    [{ zh: '写入并 fsync', en: 'write and fsync' }, () => writeWhole(`${base}.a`)],
    [{ zh: '建立硬链接', en: 'link' }, () => link(`${base}.a`, `${base}.b`)],
    [{ zh: '改名', en: 'rename' }, () => rename(`${base}.b`, `${base}.c`)],
    [{ zh: '对文件夹 fsync', en: 'fsync the folder' }, () => synced(folder)],
  ]
  try {
    for (const [what, step] of steps)
      try {
        await step()
      } catch (error) {
        return { what, code: sqlState(error) ?? '?' }
      }
    return undefined
  } finally {
    for (const end of ['a', 'b', 'c']) await rm(`${base}.${end}`, { force: true }).catch(() => undefined)
  }
}

async function writeWhole(file: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile('doctor')
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function synced(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const MEGABYTE = 1024 * 1024
const LITTLE = 5_000 // MB
const NONE = 500 // MB

async function examineRoom(setting: string, folder: string): Promise<Finding> {
  const { bavail, bsize, blocks } = await statfs(folder)
  const free = Math.floor((bavail * bsize) / MEGABYTE)
  const values = { free, percent: Math.round((100 * bavail) / Math.max(blocks, 1)) }
  const found: Bilingual = {
    zh: '磁盘还有 {free} MB（{percent}%）。',
    en: 'its disk has {free} MB ({percent} %) left.',
  }
  const remedy: Bilingual = {
    zh: '请清理或扩大空间：空间不足时上传返回 507。',
    en: 'Free or add space. Without it, uploads fail with 507.',
  }
  if (free < NONE) return wrong(setting, found, remedy, values)
  return free < LITTLE ? hint(setting, found, remedy, values) : ok(setting, found, values)
}

/** That may ask whose this database is. */
const clientOf = (opened: readonly Opened[]) =>
  opened.find((one) => one.setting !== SETTINGS.entryDatabaseUrl.name)?.client

async function examineIdentity({ setting, path, files }: Store, opened: readonly Opened[]): Promise<Finding[]> {
  const store = identifiableFolder(setting, path)
  const client = clientOf(opened)
  if (!client || !(await hasIdentity(client)))
    return [
      notAsked(setting, {
        zh: '须连接数据库方可查明所属安装。',
        en: 'its installation cannot be determined without the database.',
      }),
    ]
  const { rows } = await client.query<{ id: string }>('select id from installation')
  await refuseForeign(store, rows[0]?.id ?? '')
  if (await identityOf(store)) return [ok(setting, { zh: '属于本安装。', en: 'belongs to this installation.' })]
  const asked: Ask = async <Row>(sql: string, values: readonly unknown[]) =>
    (await client.query(sql, [...values])).rows as Row[]
  const expected = setting === SETTINGS.dataDir.name && (await whereFilesLie(client)).filesIn === 'disk'
  const doubt = files && (await findDoubt(asked, files, expected))
  if (doubt) return [wrong(setting, doubt)]
  return [ok(setting, { zh: '还没有标识，首次启动时写入。', en: 'has no identity yet. The first start writes it.' })]
}

/** The walls that stand around readers of files on this machine, by attempts from inside. */
export async function examineWalls({ readerUid, readerWalls, production }: Config): Promise<Finding> {
  const about = 'READER_WALLS'
  const remedy: Bilingual = {
    zh: '见 docs/operations.md 的 Readers of files：容器须允许 unshare 和 mount，或以 root 启动并设 READER_UID。',
    en:
      'See “Readers of files” in docs/operations.md: the container must allow unshare and mount, or be ' +
      'started as root with READER_UID set.',
  }
  try {
    const standing = [...(await findWalls(new Box(readerUid)))]
    const values = { standing: standing.join(', ') || '-', missing: lacking(standing).join(', ') || '-' }
    const found: Bilingual = {
      zh: '已有的隔离：{standing}；缺少的隔离：{missing}。',
      en: 'isolation in place: {standing}; missing: {missing}.',
    }
    if ((readerWalls ?? []).some((wall) => !standing.includes(wall))) return wrong(about, found, remedy, values)
    if (!['network', 'files', 'processes', 'limits'].every((wall) => standing.some((one) => one === wall)))
      return hint(about, found, remedy, values)
    if (production && readerWalls === null)
      return hint(
        about,
        found,
        {
          zh: '设 READER_WALLS={standing}，隔离缺失时不再启动。',
          en: 'Set READER_WALLS={standing}, so that nothing starts without it.',
        },
        { ...values, standing: standing.join(',') },
      )
    return ok(about, found, values)
  } catch (error) {
    return failed(about, error, remedy)
  }
}
