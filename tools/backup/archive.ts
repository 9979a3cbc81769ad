/**
 * The archive of the log: with BACKUP_DIR the embedded PostgreSQL copies each finished file of its log there, one a minute at the least, so that a backup can be brought forward
 * to any moment after it.
 */
import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Account, canWrite, LauncherError } from '../binaries.js'

/** Where the log lies in BACKUP_DIR. */
export const logFolder = (backupDir: string): string => join(backupDir, 'wal')

const quoted = (path: string) => `'${path.replaceAll("'", `'\\''`).replaceAll('%', '%%')}'`

/** A file is whole and on the disk before it bears its name; one that is there already is right only when it is the same. */
export function archiveSettings(folder: string): Record<string, string> {
  const [target, half] = [`${quoted(folder)}/%f`, `${quoted(folder)}/.%f.new`]
  return {
    archive_mode: 'on',
    archive_command: `if test -f ${target}; then cmp -s "%p" ${target}; else cp "%p" ${half} && sync ${half} && mv ${half} ${target}; fi`,
    archive_timeout: '60',
  }
}

/**
 * Makes the folder, for the account to write to.
 * @throws LauncherError when the account cannot
 */
export async function openArchive(folder: string, account: Account | null): Promise<void> {
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true, mode: 0o711 })
    chmodSync(folder, 0o700)
    if (account) chownSync(folder, account.uid, account.gid)
  }
  if (await canWrite(folder, account)) return
  throw new LauncherError(
    `运行 PostgreSQL 的账户 ${account?.name ?? ''} 不能写入 ${folder}（BACKUP_DIR）。请改变其权限，或设定别的 BACKUP_DIR。`,
    `The account ${account?.name ?? ''} that runs PostgreSQL cannot write to ${folder} (BACKUP_DIR). Change its rights, or set another BACKUP_DIR.`,
  )
}
