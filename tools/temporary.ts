/** A database server for a while, for benchmarks and case files: its data go with it. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Postgres, startPostgres } from './postgres.js'
import { findProcess } from './processes.js'
import { clearRemains } from './server.js'

const NAME = /^haijian-temporary-(\d+)-/

/**
 * Starts a server on a new folder. Its `stop` ends it and removes the data; what a killed process left is removed by the next call.
 * @param testing nothing waits for the disk; a benchmark wants false
 */
export async function startTemporary(testing = true): Promise<Postgres> {
  await sweep()
  const folder = mkdtempSync(join(tmpdir(), `haijian-temporary-${process.pid}-`))
  // Open to be entered, so that the account which runs the server for root can lie down here and not elsewhere.
  chmodSync(folder, 0o711)
  const postgres = await startPostgres({ dataDir: folder, testing })
  const stop = async () => {
    await postgres.stop()
    await remove(folder)
  }
  return { ...postgres, stop }
}

async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = NAME.exec(name) ?? []
    const folder = join(tmpdir(), name)
    if (pid && !findProcess(Number(pid)) && statSync(folder).uid === process.getuid?.()) await remove(folder)
  }
}

async function remove(folder: string): Promise<void> {
  const elsewhere = join(folder, 'pg-elsewhere')
  const homes = existsSync(elsewhere) ? [readFileSync(elsewhere, 'utf8').trim(), folder] : [folder]
  for (const home of homes) {
    await clearRemains(join(home, 'pg'))
    rmSync(home, { recursive: true, force: true })
  }
}
