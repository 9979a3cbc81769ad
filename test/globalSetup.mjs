/** Makes the folder for the run's database cluster; test/database.ts starts the cluster when the first test asks for one. */
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
}
