/** The worker's process: jobs of the queue, and what happens by the clock. */
import 'reflect-metadata'
import { Logger as NestLogger } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { Logger, run } from 'graphile-worker'
import { z } from 'zod'
import { clockOf, workerModule } from './app.module.js'
import { openSealKey } from './cases/audit/keys.js'
import { EXIT_SETTINGS, loadConfig } from './config.js'
import { SCAN_JOB } from './jobs/scan.js'
import { PaperMaker } from './worker/paperMaker.js'
import { openPress } from './worker/press.js'
import { Prover } from './worker/prover.js'
import { Scans } from './worker/scans.js'
import { Sealer } from './worker/sealer.js'
import { Tasks } from './worker/tasks.js'

const config = loadConfig()
if (!config.workerDatabaseUrl) throw new Error('the worker needs WORKER_DATABASE_URL or DATABASE_URL')
const opened = Promise.all([openPress(config, clockOf({ config }).now()), openSealKey(config)])
const [press] = await opened.catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(EXIT_SETTINGS)
})
const app = await NestFactory.createApplicationContext(
  workerModule({ config, databaseUrl: config.workerDatabaseUrl }, press),
  { logger: ['fatal', 'error', 'warn'] },
)
const tasks = app.get(Tasks)
await tasks.orderAgain(0) // what the worker before was killed over
await app.get(PaperMaker).tryFailed() // this one may know further faces
const paperJob = z.object({ caseId: z.int(), seq: z.int() })
const proofJob = z.object({ proofId: z.int() })
const letterJob = z.object({ letterId: z.int() })
/** Only what goes wrong is told, and by the name of the job: a job's error may hold data. */
const log = new NestLogger('worker')
const quiet = new Logger(({ taskIdentifier }) => (level) => {
  if (level === 'error') log.error(`a job failed${taskIdentifier ? `: ${taskIdentifier}` : ''}`)
})

const runner = await run({
  logger: quiet,
  connectionString: config.workerDatabaseUrl,
  concurrency: config.workerJobs,
  noHandleSignals: true,
  crontab: '* * * * * strike\n* * * * * seal\n17 3 * * * sweep',
  taskList: {
    makeLetter: (payload) => tasks.makeLetter(letterJob.parse(payload).letterId),
    makePaper: (payload) => {
      const { caseId, seq } = paperJob.parse(payload)
      return app.get(PaperMaker).make(caseId, seq)
    },
    scanFile: (payload) => {
      const { table, id } = SCAN_JOB.parse(payload)
      return app.get(Scans).scan(table, id)
    },
    strike: async () => {
      await tasks.strike()
      await app.get(PaperMaker).orderAgain()
    },
    seal: async () => {
      await app.get(Sealer).seal()
    },
    proveCase: (payload) => app.get(Prover).prove(proofJob.parse(payload).proofId),
    sweep: () => tasks.sweep(),
  },
})
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    await runner.stop()
    await app.close()
  })
await runner.promise
