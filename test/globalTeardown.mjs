/** Stops the run's database cluster, if any test started it, and takes its data away. Plain JavaScript: Jest loads this file without our settings. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export default function teardown() {
  if (process.env.TEST_FOLDER) removeCluster(process.env.TEST_FOLDER)
}

/** Ends the server whose data are in the folder, at once and without writing anything more, and removes the folder when it is ours. */
export function removeCluster(folder) {
  try {
    const note = join(folder, 'pg-elsewhere')
    if (existsSync(note)) removeCluster(readFileSync(note, 'utf8').trim())
    const pid = findServer(join(folder, 'pg'))
    if (pid) process.kill(pid, 'SIGQUIT')
    for (let wait = 0; pid && isServer(pid, folder) && wait < 200; wait++) pause(50)
    rmSync(folder, { recursive: true, force: true })
  } catch (error) {
    // Another user's folder: theirs to remove.
    if (!['EACCES', 'EPERM'].includes(error.code)) throw error
  }
}

function findServer(data) {
  const file = join(data, 'postmaster.pid')
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0
  return pid && isServer(pid, data) ? pid : 0
}

function isServer(pid, folder) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)
  } catch {
    return false
  }
}

const pause = (milliseconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
