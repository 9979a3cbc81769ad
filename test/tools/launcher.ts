/** A parent to be killed: starts the embedded server in the folder it is given, says where, and stops it when it is told to. */
import { startPostgres } from '../../tools/postgres.js'

const [, , dataDir = ''] = process.argv
const postgres = await startPostgres({ dataDir, testing: true })
process.stdout.write(`${JSON.stringify(postgres)}\n`)
process.stdin.once('data', async () => {
  await postgres.stop()
  process.exit(0)
})
