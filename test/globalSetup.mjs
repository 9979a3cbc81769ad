/**
 * Makes the folder for the run's database cluster, which test/database.ts starts when the first
 * test asks for one, and gives the seed of all that is tried at random: the same every day, another
 * one in each long run, or the one that TEST_SEED says. The folder lies in memory where there is
 * room: half of what PostgreSQL took was making and removing the files of some hundred databases.
 */
import { randomInt } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readdirSync, statfsSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeCluster } from './globalTeardown.mjs'

const PREFIX = 'haijian-test-'
const MEMORY = '/dev/shm'
const ROOM = 6e9 // bytes

function hasRoom() {
  if (!existsSync(MEMORY)) return false
  const { bavail, bsize } = statfsSync(MEMORY)
  return Math.min(bavail * bsize, freemem()) > ROOM
}

export default function setup() {
  // A run that was killed leaves its cluster behind; the folder's name tells whose it was.
  for (const place of [tmpdir(), MEMORY].filter(existsSync))
    for (const name of readdirSync(place)) {
      const [, pid] = /^haijian-test-(\d+)-/.exec(name) ?? []
      if (pid && !existsSync(`/proc/${pid}`)) removeCluster(join(place, name))
    }
  const folder = mkdtempSync(join(hasRoom() ? MEMORY : tmpdir(), `${PREFIX}${process.pid}-`))
  chmodSync(folder, 0o711)
  process.env.TEST_FOLDER = folder
  process.env.TEST_SEED ||= process.env.TEST_TIER === 'long' ? `${randomInt(1, 2 ** 31)}` : '20241231'
  process.stderr.write(`TEST_SEED=${process.env.TEST_SEED}\n`)
}
