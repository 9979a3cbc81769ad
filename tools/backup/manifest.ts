/** What a backup says of itself: every file with its hash, where the log begins and ends, and the settings without which it is of no use. Written last: without it there is no backup. */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import type { Bilingual } from '../../src/base/text.js'
import { type Config, deriveSecret } from '../../src/config.js'
import { ROLES, SETTINGS } from '../../src/settings.js'
import { LauncherError } from '../binaries.js'

const NAME = 'manifest.json'

const schema = z.object({
  format: z.literal(1),
  /** `embedded`: base/ and wal/ are ours to restore; `server`: base/ is what pg_basebackup made; `elsewhere`: it is backed up by its own means. */
  database: z.enum(['embedded', 'server', 'elsewhere']),
  version: z.string(),
  begun: z.iso.datetime(),
  ended: z.iso.datetime(),
  /** The first and the last file of the log that the base needs; null where they lie in base/. */
  wal: z.object({ first: z.string(), last: z.string() }).nullable(),
  /** Secrets and files that the settings name: a fingerprint of each, never the value. */
  needs: z.array(z.object({ name: z.string(), fingerprint: z.string() })),
  files: z.array(z.object({ path: z.string(), bytes: z.int(), sha256: z.string() })),
})
export type Manifest = z.output<typeof schema>

/**
 * Hashes everything in the folder and writes the manifest.
 * @param known hashes that need not be taken again, by path: of files that are the ones of an earlier backup
 */
export async function writeManifest(
  folder: string,
  about: Omit<Manifest, 'format' | 'files' | 'ended'>,
  known: ReadonlyMap<string, string>,
): Promise<Manifest> {
  const files: Manifest['files'] = []
  for (const path of listFiles(folder)) {
    const sha256 = known.get(path) ?? (await hashOf(join(folder, path)))
    files.push({ path, bytes: statSync(join(folder, path)).size, sha256 })
  }
  const manifest: Manifest = { format: 1, ...about, ended: new Date().toISOString(), files }
  writeFileSync(join(folder, NAME), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 })
  return manifest
}

/**
 * Reads what a backup says of itself.
 * @throws LauncherError when it was not finished
 */
export function readManifest(folder: string): Manifest {
  const file = join(folder, NAME)
  if (!existsSync(file))
    throw new LauncherError(
      `${folder} 里没有 ${NAME}：这不是一个完成了的备份。`,
      `There is no ${NAME} in ${folder}: it is not a finished backup.`,
    )
  return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** Every file of a backup that is missing or not what it was. */
export async function* findFaults(folder: string, { files }: Manifest): AsyncGenerator<string> {
  for (const { path, bytes, sha256 } of files) {
    const there = join(folder, path)
    if (!existsSync(there) || statSync(there).size !== bytes || (await hashOf(there)) !== sha256) yield path
  }
}

/** Of a file that is missing or not what it was. */
export const faultOf = (path: string) => ({
  zh: `备份中的 ${path} 缺失，或与备份时不同。请用另一个备份。`,
  en: `${path} of the backup is missing or has changed. Use another backup.`,
})

/**
 * The same, every file compared with it.
 * @throws LauncherError when it is no whole backup
 */
export async function readWhole(folder: string): Promise<Manifest> {
  const manifest = readManifest(folder)
  for await (const path of findFaults(folder, manifest)) {
    const { zh, en } = faultOf(path)
    throw new LauncherError(zh, en)
  }
  return manifest
}

/** A restored system with another secret, say, cannot read what the old one has written. */
export async function sayNeeds(config: Config, { needs }: Manifest, say: (text: Bilingual) => void): Promise<void> {
  const ours = await listNeeds(config)
  const differing = needs.filter(
    ({ name, fingerprint }) => ours.find((one) => one.name === name)?.fingerprint !== fingerprint,
  )
  if (differing.length === 0) return
  const names = differing.map(({ name }) => name).join(', ')
  say({
    zh: `注意：这些设置与备份时不同：${names}。没有当时的密钥，部分内容无法读取。`,
    en:
      `Note: these settings differ from those of the backup: ${names}. Without the keys of that time, some ` +
      'content cannot be read.',
  })
}

/** The settings that a restored system needs as they were: secrets, and the files of keys. The addresses of databases are not among them: they are of the place, not of the data. */
export async function listNeeds(config: Config): Promise<Manifest['needs']> {
  const needs: Manifest['needs'] = []
  const places = [
    SETTINGS.databaseUrl,
    SETTINGS.listenDatabaseUrl,
    SETTINGS.replicaDatabaseUrl,
    ...ROLES.map(({ key }) => SETTINGS[key]),
  ].map(({ name }) => name)
  for (const [key, { name, fallback, kind }] of Object.entries(SETTINGS)) {
    const value = config[key as keyof typeof SETTINGS] // a key of SETTINGS, as entries() gives it
    const isDefault = value === null || (fallback !== null && value === kind.schema.parse(fallback))
    if (isDefault || places.includes(name)) continue
    const fingerprint = await fingerprintOf(value, kind.hidden)
    if (fingerprint !== null) needs.push({ name, fingerprint })
  }
  return needs
}

async function fingerprintOf(value: unknown, hidden: boolean): Promise<string | null> {
  if (typeof value !== 'string') return null
  if (hidden) return deriveSecret(value, 'fingerprint in a backup').slice(0, 16)
  return existsSync(value) && statSync(value).isFile() ? (await hashOf(value)).slice(0, 16) : null
}

/** All files below a folder, by their paths within it. */
export function listFiles(folder: string, below = folder): string[] {
  return readdirSync(below, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(below, entry.name)
      if (entry.isDirectory()) return listFiles(folder, path)
      return entry.isFile() ? [relative(folder, path)] : []
    })
    .sort()
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
