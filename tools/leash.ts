/**
 * Loaded before the program of every process that the supervisor starts: when the supervisor has gone, however it died, the process is asked to end as the
 * supervisor would have asked, and ends in any case. The programs themselves need to know nothing of it.
 */
const GRACE = 10_000

process.on('disconnect', () => {
  setTimeout(() => process.exit(1), GRACE).unref()
  process.kill(process.pid, 'SIGTERM')
})
// The leash alone must not keep a process that has finished.
process.channel?.unref()
