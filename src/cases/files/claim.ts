/**
 * Whether a folder, or a bucket, that does not say whose it is may be this database's: an older release wrote no
 * identity, and a new folder has none. Names of files are random, so one that both know shows that
 * they belong together; a folder whose files the database does not know is never taken, nor an
 * empty one in the place of files that it does know.
 */
import type { Bilingual } from '../../base/text.js'
import type { StorePlace } from './storePlace.js'

/** Asks the database; in no transaction. */
export type Ask = <Row>(sql: string, values: readonly unknown[]) => Promise<Row[]>

/** How many files are looked for. */
const SAMPLE = 500
/** So many of them may be lost, and it still counts as the same store. */
const LOST = 1 / 20

const keysFrom = async (ask: Ask, sql: string, value: unknown): Promise<string[]> =>
  (await ask<{ key: string }>(sql, [value])).map(({ key }) => key)

const someNamed = (ask: Ask) => keysFrom(ask, 'select key from some_named_files($1) key', SAMPLE)
const namedOf = (ask: Ask, keys: readonly string[]) => keysFrom(ask, 'select key from named_files($1) key', keys)

/** Some of the files that lie there. */
async function someIn(folder: StorePlace): Promise<string[]> {
  const keys: string[] = []
  for (const part of await folder.parts()) {
    keys.push(...(await folder.keysIn(part)))
    if (keys.length >= SAMPLE) break
  }
  return keys.slice(0, SAMPLE)
}

/**
 * Why the place should not become this database's; undefined when nothing speaks against it.
 * @param expected whether its files should all be there
 */
export async function findDoubt(ask: Ask, folder: StorePlace, expected: boolean): Promise<Bilingual | undefined> {
  const there = await someIn(folder)
  if (there.length > 0 && (await namedOf(ask, there)).length === 0) return unknownFiles(folder)
  if (!expected) return undefined // a new disk has no copies yet, a new bucket no files
  const named = await someNamed(ask)
  let lost = 0
  for (const key of named) if (!(await folder.has(key))) lost++
  return lost > named.length * LOST ? lostFiles(folder, named.length, lost) : undefined
}

const unknownFiles = ({ identity: { name, remedy } }: StorePlace): Bilingual => ({
  zh: `${name} 中的文件，数据库一个也不认识：它可能属于另一个安装。请核对这项设置和数据库地址。${remedy.zh}`,
  en:
    `The database knows none of the files in ${name}, which may be another installation’s. ` +
    `Check this setting and the address of the database. ${remedy.en}`,
})

const lostFiles = ({ identity: { name, remedy } }: StorePlace, looked: number, lost: number): Bilingual => ({
  zh:
    `数据库登记的文件，抽查 ${looked} 个，有 ${lost} 个不在 ${name} 中。请检查磁盘是否已挂载，设置是否正` +
    `确。${remedy.zh}`,
  en:
    `Of ${looked} files that the database names, ${lost} are not in ${name}. Check that its disk is ` +
    `mounted and the setting is correct. ${remedy.en}`,
})
