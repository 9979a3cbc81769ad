/**
 * Makes the folder for the run's database cluster, which test/database.ts starts when the first
 * test asks for one, and gives the seed of all that is tried at random: the same every day, another
 * one in each long run, or the one that TEST_SEED says.
 */
import { randomInt } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeCluster } from './globalTeardown.mjs'

const PREFIX = 'haijian-test-'

export default function setup() {
  // A run that was killed leaves its cluster behind; the folder's name tells whose it was.
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^haijian-test-(\d+)-/.exec(name) ?? []
    if (pid && !existsSync(`/proc/${pid}`)) removeCluster(join(tmpdir(), name))
  }
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
  chmodSync(folder, 0o711)
  process.env.TEST_FOLDER = folder
  process.env.TEST_SEED ||= process.env.TEST_LONG ? `${randomInt(1, 2 ** 31)}` : '20241231'
  process.stderr.write(`TEST_SEED=${process.env.TEST_SEED}\n`)
}
