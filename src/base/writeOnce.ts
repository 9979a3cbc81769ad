/**
 * A file that is whole or not there, and never written twice: made beside its place, brought to the
 * disk, and only then given its name.
 */
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sqlState } from './databaseErrors.js'

export interface NewFile {
  readonly file: string
  readonly bytes: Buffer
  readonly mode: number
  /** Where it is made, on the same disk; beside its place when not told. */
  readonly making?: string
}

/**
 * Writes it; answers false when there is a file of this name already, which then stays as it is.
 * Several processes at once are safe.
 */
export async function writeOnce({ file, bytes, mode, making = dirname(file) }: NewFile): Promise<boolean> {
  for (const folder of [dirname(file), making]) await mkdir(folder, { recursive: true, mode: 0o750 })
  const draft = join(making, `.${process.pid}.${randomBytes(6).toString('hex')}`)
  try {
    await writeWhole(draft, bytes, mode)
    await link(draft, file)
  } catch (error) {
    if (sqlState(error) === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true }) // also when the disk is full, so that no halves take what room there is
  }
  const folder = await open(dirname(file))
  await folder.sync().finally(() => folder.close())
  return true
}

async function writeWhole(path: string, bytes: Buffer, mode: number): Promise<void> {
  const handle = await open(path, 'wx', mode)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
