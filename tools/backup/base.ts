/**
 * A base backup of the embedded PostgreSQL while it runs: the low-level way (pg_backup_start, copying, pg_backup_stop), since the package brings no pg_basebackup. A temporary
 * slot holds back the log that the copy needs.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { codeOf } from '../binaries.js'
import { connect } from '../roles.js'

/** Folders whose contents a server makes anew when it starts, and files that are of the running server. */
const EMPTY = new Set(
  'pg_wal pg_replslot pg_dynshmem pg_notify pg_serial pg_snapshots pg_stat_tmp pg_subtrans'.split(' '),
)
const LEFT_OUT = /^(postmaster\.(pid|opts)|pgsql_tmp.*|pg_internal\.init|backup_label.*|tablespace_map.*)$/
/** Copied last, as pg_basebackup does: it says up to where the log has been worked in. */
const CONTROL = 'pg_control'

/** Names of the log: a timeline and a place in it, or the history of a timeline. */
export const isLog = (name: string): boolean => /^([0-9A-F]{24}|[0-9A-F]{8}\.history)$/.test(name)

/** Writes base/ and wal/ into the folder. Answers the first and the last file of the log that belong to it. */
export async function copyBase(
  adminUrl: string,
  data: string,
  folder: string,
): Promise<{ first: string; last: string }> {
  const client = await connect(adminUrl)
  try {
    const slot = `haijian_backup_${process.pid}`
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [slot])
    const first = await nameOf(client, `pg_backup_start('haijian', fast => true)`)
    await copyData(data, join(folder, 'base'))
    const { rows } = await client.query<{ last: string; label: string; map: string }>(
      `select pg_walfile_name(lsn) as last, labelfile as label, spcmapfile as map from pg_backup_stop(wait_for_archive => false)`,
    )
    const [{ last, label, map } = { last: '', label: '', map: '' }] = rows
    writeFileSync(join(folder, 'base/backup_label'), label, { mode: 0o600 })
    if (map) writeFileSync(join(folder, 'base/tablespace_map'), map, { mode: 0o600 })
    mkdirSync(join(folder, 'wal'), { mode: 0o700 })
    for (const name of readdirSync(join(data, 'pg_wal')))
      if (isLog(name) && ((name >= first && name <= last) || name.endsWith('.history')))
        await copyFile(join(data, 'pg_wal', name), join(folder, 'wal', name))
    return { first, last }
  } finally {
    await client.end() // the slot goes with the connection
  }
}

async function nameOf(client: pg.Client, lsn: string): Promise<string> {
  const { rows } = await client.query<{ name: string }>(`select pg_walfile_name(${lsn}) as name`)
  return rows[0]?.name ?? ''
}

async function copyData(from: string, to: string): Promise<void> {
  const last: [string, string][] = []
  const copy = async (source: string, target: string): Promise<void> => {
    await mkdir(target, { recursive: true, mode: 0o700 })
    for (const entry of await readdir(source, { withFileTypes: true }).catch(ignoreGone)) {
      const [there, here] = [join(source, entry.name), join(target, entry.name)]
      if (LEFT_OUT.test(entry.name)) continue
      if (entry.isDirectory() && EMPTY.has(entry.name)) await mkdir(here, { mode: 0o700 })
      else if (entry.isDirectory()) await copy(there, here)
      else if (entry.name === CONTROL) last.push([there, here])
      else if (entry.isFile()) await copyFile(there, here).catch(ignoreGone)
    }
  }
  await copy(from, to)
  for (const [there, here] of last) await copyFile(there, here)
}

/** A table that is dropped while it is copied is not missed: the log says that it was dropped. */
function ignoreGone(error: unknown): [] {
  if (codeOf(error) !== 'ENOENT') throw error
  return []
}
