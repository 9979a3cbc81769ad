/**
 * Loaded before the program of every process that the supervisor starts: when the supervisor has gone, however it died, the process is asked to end as the
 * supervisor would have asked, and ends in any case. The programs themselves need to know nothing of it.
 */
import { once } from 'node:events'
import { nameSourcesInStacks } from './stacks.js'

const GRACE = 10_000

nameSourcesInStacks()
process.on('disconnect', () => {
  setTimeout(() => process.exit(1), GRACE).unref()
  process.kill(process.pid, 'SIGTERM')
})
// in the address by which this file is imported: what is loaded before the supervisor says that the program may begin
const code = new URL(import.meta.url).searchParams.get('prepare')
if (code !== null) {
  const begin = once(process, 'message')
  await import(code)
  await begin
}
// The leash alone must not keep a process that has finished.
process.channel?.unref()
