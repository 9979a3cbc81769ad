/**
 * Whose store a folder or a bucket is: a file in it names the installation, and the store itself.
 * It is written once, whole, by the first process that may, so that two processes which start at
 * once agree; a store that bears another installation's name is never touched.
 */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { sqlState } from './databaseErrors.js'
import { type Installation, shortOf, WrongInstallation } from './installation.js'
import type { Bilingual } from './text.js'
import { writeOnce } from './writeOnce.js'

export const IDENTITY_FILE = 'installation.json'

const schema = z.object({ installation: z.uuid(), store: z.uuid() })
export type StoreIdentity = z.infer<typeof schema>

/** Something that can say whose it is. */
export interface Identifiable {
  /** For people: the setting that names it, and its value. */
  readonly name: string
  /** How one makes it this installation's in spite of what it says. */
  readonly remedy: Bilingual
  readIdentity(): Promise<string | undefined>
  /** Answers false when it says already whose it is, which then stays. */
  addIdentity(text: string): Promise<boolean>
}

/** A folder as a store. */
export function identifiableFolder(setting: string, folder: string): Identifiable {
  const file = join(folder, IDENTITY_FILE)
  return {
    name: `${setting} (${folder})`,
    remedy: {
      zh: `确要把它归入本安装，请运行 npm run installation -- take ${setting}。`,
      en: `To assign it to this installation anyway, run npm run installation -- take ${setting}.`,
    },
    readIdentity: () =>
      readFile(file, 'utf8').catch((error: unknown) => {
        if (sqlState(error) === 'ENOENT') return undefined
        throw error
      }),
    addIdentity: (text) => writeOnce({ file, bytes: Buffer.from(text), mode: 0o440 }),
  }
}

/** The text of a new store's identity. */
export const newIdentity = (installation: string): string => {
  const identity: StoreIdentity = { installation, store: randomUUID() }
  return `${JSON.stringify(identity)}\n`
}

/** Whose it is; undefined when it does not say. Throws WrongInstallation when what it says cannot be read. */
export async function identityOf(store: Identifiable): Promise<StoreIdentity | undefined> {
  const text = await store.readIdentity()
  if (text === undefined) return undefined
  const { data } = schema.safeParse(parsed(text))
  if (data) return data
  throw new WrongInstallation({
    zh: `${store.name} 中的 ${IDENTITY_FILE} 无法解析。请从备份恢复该文件。${store.remedy.zh}`,
    en: `${IDENTITY_FILE} in ${store.name} is not readable. Restore it from a backup. ${store.remedy.en}`,
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Sees to it that a store is this installation's. One that does not say whose it is becomes ours
 * unless `findDoubt` answers why it should not.
 * @throws WrongInstallation when it is another's, or may be
 */
export async function claimStore(
  store: Identifiable,
  installation: string,
  findDoubt: () => Promise<Bilingual | undefined>,
): Promise<StoreIdentity> {
  const known = await identityOf(store)
  if (known) return requireOurs(store, installation, known)
  const doubt = await findDoubt()
  if (doubt) throw new WrongInstallation(doubt)
  await store.addIdentity(newIdentity(installation))
  const made = await identityOf(store) // ours, or that of a process which was faster
  if (!made) throw new Error(`${store.name} does not keep its identity`)
  return requireOurs(store, installation, made)
}

/** For whoever only reads: refuses a store that says that it is another's. Throws WrongInstallation. */
export async function refuseForeign(store: Identifiable, installation: string): Promise<void> {
  const found = await identityOf(store)
  if (found) requireOurs(store, installation, found)
}

/**
 * Two stores that are used together, before any database is asked. Throws WrongInstallation when
 * they say that they are of different installations.
 */
export async function refuseDifferent(one: Identifiable, other: Identifiable): Promise<void> {
  const [first, second] = [await identityOf(one), await identityOf(other)]
  if (!first || !second || first.installation === second.installation) return
  const [a, b] = [shortOf(first.installation), shortOf(second.installation)]
  throw new WrongInstallation({
    zh: `${one.name} 属于安装 ${a}，${other.name} 属于安装 ${b}。请核对这两项设置。测试用的副本须使用单独的存储。`,
    en:
      `${one.name} belongs to installation ${a}, and ${other.name} to ${b}. ` +
      'Check both settings. A copy for testing needs its own stores.',
  })
}

/**
 * Looks once more, before something is taken out of a store: a disk may have been exchanged, or be
 * gone. Throws WrongInstallation, and ends the process by it.
 */
export async function confirmStore(store: Identifiable, installation: Installation): Promise<StoreIdentity> {
  const found = await identityOf(store)
  if (found?.installation === installation.id) return found
  return installation.lose(found ? foreign(store, installation.id, found) : unmarked(store))
}

const unmarked = ({ name }: Identifiable): Bilingual => ({
  zh: `${name} 中没有 ${IDENTITY_FILE} 了。请检查磁盘是否已挂载。`,
  en: `There is no ${IDENTITY_FILE} in ${name} any more. Check that its disk is mounted.`,
})

function requireOurs(store: Identifiable, installation: string, found: StoreIdentity): StoreIdentity {
  if (found.installation === installation) return found
  throw new WrongInstallation(foreign(store, installation, found))
}

function foreign({ name, remedy }: Identifiable, installation: string, found: StoreIdentity): Bilingual {
  const [theirs, ours] = [shortOf(found.installation), shortOf(installation)]
  return {
    zh:
      `${name} 属于安装 ${theirs}，而数据库属于安装 ${ours}。` +
      `请核对这项设置和数据库地址。测试用的副本须使用单独的存储。${remedy.zh}`,
    en:
      `${name} belongs to installation ${theirs}, and the database to installation ${ours}. Check this ` +
      `setting and the address of the database. A copy for testing needs its own stores. ${remedy.en}`,
  }
}
