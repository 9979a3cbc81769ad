/**
 * Case steps a second over HTTP: 32 clients on one web process, each step a whole request (key, lock, facts, chart, input, effect, event, state). Its floor is the very
 * statements that such a step sends, taken from the server's log, run by pgbench as the same role on the same database in the same run. Prints the ratio last.
 */
import { fork } from 'node:child_process'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { type Config, environmentWith, readConfig } from '../src/config.js'
import { projectFolder } from '../src/settings.js'
import { migrate } from '../tools/migrate.js'
import { addressSettings, withAddresses } from '../tools/roles.js'
import { startTemporary } from '../tools/temporary.js'
import { driveSteps } from './steps/drive.js'
import { hasPgbench, runFloor } from './steps/floor.js'
import { recordStatements, type Statement } from './steps/log.js'
import { type Prepared, prepareCases, refreshStanding } from './steps/prepare.js'

const ROUNDS = 3
const SECONDS = 6
const CLIENTS = 32
const PORT = 19_231

export async function run(): Promise<void> {
  const postgres = await startTemporary(false)
  const settings = {
    DATABASE_URL: postgres.url,
    DATA_DIR: join(postgres.home, 'files'),
    PORT: String(PORT),
    LOG_LEVEL: 'error',
    REQUESTS_PER_MINUTE: '1000000',
    DEMO: 'no',
  }
  const config = withAddresses(readConfig(settings))
  let server: Awaited<ReturnType<typeof startWeb>> | undefined
  try {
    await migrate(postgres.url, config)
    const prepared = await prepareCases(config)
    server = await startWeb(config, settings)
    const statements = await recordStatements(postgres, prepared, PORT, async () => {
      server = await restart(config, settings, server)
      return server
    })
    server = statements.server
    await measure(prepared, statements.sql, config)
  } finally {
    server?.kill()
    await postgres.stop()
  }
}

/** Ours and the floor by turns, so that a machine that slows down slows both. */
async function measure(
  prepared: Prepared,
  statements: readonly (readonly Statement[])[],
  config: Config,
): Promise<void> {
  const ours: number[] = []
  const floors: number[] = []
  const withPgbench = hasPgbench()
  for (let round = 1; round <= ROUNDS; round++) {
    await refreshStanding(config, prepared) // the floor has moved the cases, too
    const steps = await driveSteps(prepared, PORT, CLIENTS, SECONDS)
    const floor = await runFloor(statements, prepared, config.appDatabaseUrl ?? '', CLIENTS, SECONDS)
    ours.push(steps)
    floors.push(floor)
    process.stdout.write(
      `round ${round}: ${steps.toFixed(0)} steps/s over HTTP, ${floor.toFixed(0)} steps/s by ${withPgbench ? 'pgbench' : 'a pg client'}\n`,
    )
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  process.stdout.write(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}; one web process, ${CLIENTS} clients, ${statements[0]?.length} statements a step\n`,
  )
  process.stdout.write(`median ${median(ours).toFixed(0)} against ${median(floors).toFixed(0)} steps/s\n`)
  process.stdout.write(
    `${withPgbench ? 'ratio' : 'ratio to a pg client'} ${(median(ours) / median(floors)).toFixed(2)}\n`,
  )
}

/** The web server as it runs in earnest, in a process of its own. */
async function startWeb(config: Config, settings: Record<string, string>) {
  const child = fork(join(projectFolder, 'dist/src/main.js'), {
    env: environmentWith({ ...settings, ...addressSettings(config) }),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  for (let tries = 0; tries < 200; tries++) {
    try {
      await fetch(`http://127.0.0.1:${PORT}/api/openapi.json`)
      return child
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  throw new Error('the web server did not start')
}

async function restart(
  config: Config,
  settings: Record<string, string>,
  server: Awaited<ReturnType<typeof startWeb>> | undefined,
) {
  const ended = server && new Promise((resolve) => server.once('exit', resolve))
  server?.kill()
  await ended
  return startWeb(config, settings)
}
