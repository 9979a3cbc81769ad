/** Brings the whole product up: database, migrations, web server, worker, demonstration. And down again, in the reverse order. */
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Bilingual } from '../src/base/text.js'
import { type Config, type Environment, environmentWith, type RoleKey } from '../src/config.js'
import { ROLES, SETTINGS } from '../src/settings.js'
import { LauncherError } from './binaries.js'
import { type Provided, provideDatabase } from './database.js'
import { demonstrationFile } from './permit/demonstration.js'
import { addressSettings } from './roles.js'
import { nodeOptions, SMALL_YOUNG, Supervisor } from './supervisor.js'

const accountList = z.array(
  z.object({ account: z.string(), password: z.string(), who: z.object({ zh: z.string(), en: z.string() }) }),
)

/** A person of the demonstration, as `seedIfEmpty` of tools/seed.ts reports it. */
export type Account = z.infer<typeof accountList>[number]

export interface Product {
  readonly address: string
  readonly accounts: readonly Account[]
  /** Settles, or fails with the reason, when the product cannot go on by itself. */
  readonly failed: Promise<void>
  /** Migrates, and starts the web server and the worker anew from the code as it is now. */
  restart(): Promise<void>
  stop(): Promise<void>
}

type Tell = (text: Bilingual) => void

/** The port of metrics is the web server's: the worker on the same machine has the next one. */
const besideWeb = ({ metricsPort }: Config): Environment =>
  metricsPort === null ? {} : { [SETTINGS.metricsPort.name]: String(metricsPort + 1) }

/**
 * Starts everything, and answers when the first page does; null when `asked` settled before that.
 * @param asked settles when somebody wants the product to stop
 * @throws LauncherError, to be shown; what was started by then has been stopped
 */
export async function launch(config: Config, tell: Tell, asked: Promise<unknown>): Promise<Product | null> {
  await waitForPort(config, tell)
  let provided = await provideDatabase(config, tell)
  const web = new Supervisor(
    [
      {
        name: { zh: '网页服务', en: 'web server' },
        file: new URL('../src/main.js', import.meta.url),
        environment: () => only(provided.config, 'appDatabaseUrl', 'entryDatabaseUrl'),
        code: new URL('../src/web.module.js', import.meta.url),
      },
    ],
    { tell },
  )
  const worker = new Supervisor(
    [
      {
        name: { zh: '后台进程', en: 'worker' },
        file: new URL('../src/worker.js', import.meta.url),
        environment: () => ({ ...only(provided.config, 'workerDatabaseUrl'), ...besideWeb(provided.config) }),
        node: [SMALL_YOUNG],
      },
    ],
    { tell },
  )
  const permit = new Supervisor(
    [
      {
        name: { zh: '许可机关业务系统（演示）', en: 'permit authority’s system (demonstration)' },
        file: new URL('permitAuthority.js', import.meta.url),
        environment: () => only(provided.config),
      },
    ],
    { tell },
  )
  const leaving = new AbortController()
  const { signal } = leaving
  const stop = async () => {
    leaving.abort()
    await permit.stop()
    await web.stop()
    await worker.stop()
    await provided.stop()
  }
  const renew = async () => {
    await web.restart()
    await worker.restart()
  }
  const restart = async () => {
    await runStep('migrate.js', provided.config, signal)
    await renew()
  }
  /** Tries until it starts: what it lacks, such as space on its disk, may come back. */
  const startAgain = async (): Promise<Provided> => {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE))
      try {
        return await provideDatabase(config, tell)
      } catch (error) {
        if (signal.aborted || !(error instanceof LauncherError)) throw error
        tell({
          zh: `${error.message}\n${pause / 1000} 秒后再试。`,
          en: `Trying again in ${pause / 1000} s.`,
        })
        await sleep(pause)
      }
  }
  /** A database that was killed is started again. Web server and worker wait for it by themselves, unless its address has changed. */
  const keepDatabase = async (): Promise<void> => {
    while (provided.postgres) {
      await provided.postgres.ended
      if (signal.aborted) break
      tell({ zh: '数据库意外停止，正在重新启动。', en: 'The database stopped unexpectedly and is being restarted.' })
      const before = provided.config.databaseUrl
      provided = await startAgain()
      if (signal.aborted) await provided.stop()
      else if (provided.config.databaseUrl !== before) await renew()
    }
    await new Promise(() => undefined)
  }
  const come = async (): Promise<Product> => {
    web.prepare() // beside the migrations, which need one processor
    await runStep('migrate.js', provided.config, signal)
    // The demonstration's letters of days gone by are made on their own days; the worker would make them today, so it comes after them.
    if (!signal.aborted) web.start()
    if (!signal.aborted && !config.demo) worker.start()
    const failed = Promise.race([web.refused, worker.refused, keepDatabase()])
    const hopeless = Promise.race([failed, web.struggling, worker.struggling]).then(() => Promise.reject(notStarted()))
    await Promise.race([waitForPage(config), hopeless])
    // From here on a part that struggles is no reason to give up.
    hopeless.catch(() => undefined)
    const accounts = config.demo ? await seed(provided.config, signal) : []
    if (!signal.aborted && config.demo) worker.start()
    if (!signal.aborted && config.demo && existsSync(demonstrationFile(config))) permit.start()
    return { address: config.publicUrl, accounts, failed, restart, stop }
  }
  try {
    const product = await Promise.race([come(), asked.then(() => null)])
    if (!product) await stop()
    return product
  } catch (error) {
    await stop()
    throw error
  }
}

const notStarted = () => new LauncherError('未能启动，原因见上。', 'It did not start; see above for the reason.')

/** A process is given the addresses of its own roles and no other, the owner's least of all. */
function only(config: Config, ...own: RoleKey[]): Environment {
  const roles = ROLES.map(({ key }) => [SETTINGS[key].name, own.includes(key) ? (config[key] ?? undefined) : undefined])
  return { [SETTINGS.databaseUrl.name]: undefined, ...Object.fromEntries(roles) }
}

/** Runs a program of tools/ to its end, or until `signal` ends it, in a process of its own: it loads much that the supervisor does not need. Answers what it sent last. */
function runStep(file: string, config: Config, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let answer: unknown
    const child = fork(new URL(file, import.meta.url), {
      env: environmentWith(addressSettings(config)),
      execArgv: nodeOptions(),
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      signal,
    })
    child.on('message', (message) => {
      answer = message
    })
    child.on('error', reject)
    child.on('exit', (code, killedBy) => {
      if (code === 0) resolve(answer)
      else
        reject(
          new LauncherError(
            `${file} 失败（${code ?? killedBy}），原因见上。`,
            `${file} failed (${code ?? killedBy}); see above for the reason.`,
          ),
        )
    })
  })
}

async function seed(config: Config, signal: AbortSignal): Promise<Account[]> {
  return accountList.parse(await runStep('demonstration.js', config, signal))
}

/** The first page is there when it answers at all; what it answers is its own affair. */
async function waitForPage({ host, port }: Config): Promise<void> {
  const address = `http://${host === '0.0.0.0' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}/`
  for (const end = performance.now() + PATIENCE; performance.now() < end; await sleep(50)) {
    const answer = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(10_000) }).catch(() => null)
    await answer?.body?.cancel()
    if (answer) return
  }
  throw notStarted()
}

const PATIENCE = 120_000

/** Milliseconds between two tries to start a database that does not start. */
const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 10_000

/** A supervisor whose parent was killed stops by itself within seconds, and this start may be the one after it. */
async function waitForPort({ host, port }: Config, tell: Tell): Promise<void> {
  for (let wait = 0; wait < 100; wait++) {
    if (await isFree(host, port)) return
    if (wait === 10)
      tell({ zh: `端口 ${port} 被占用，正在等待其释放……`, en: `Port ${port} is in use; waiting for it …` })
    await sleep(100)
  }
  throw new LauncherError(
    `端口 ${port} 一直被占用。请停止占用它的程序，或设定别的 PORT。`,
    `Port ${port} stays in use. Stop what uses it, or set another PORT.`,
  )
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}
