/** `npm start`: everything in one command, until Ctrl-C. */
import { readFileSync } from 'node:fs'
import { loadConfig } from '../src/config.js'
import { messageOf } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'
import { type Account, launch, type Product } from './launch.js'

/**
 * Starts the product, announces it, and stops it in order when it is asked to.
 * @param whenUp may prepare something that needs the running product, such as watching for changes
 */
export async function start(whenUp: (product: Product) => void = () => undefined): Promise<void> {
  const config = loadConfig()
  const asked = waitForEnd()
  const product = await launch(config, tell, asked)
  if (!product) return
  announce(product)
  whenUp(product)
  const why = await Promise.race([
    asked,
    product.failed.then(
      () => 'failed',
      (error: unknown) => messageOf(error),
    ),
  ])
  tell({ zh: '正在停止……', en: 'Stopping …' })
  await product.stop()
  if (why === 'asked') return
  tell({ zh: `无法继续运行：${why}`, en: 'Cannot continue; see above for the reason.' })
  process.exitCode = 1
}

function announce({ address, accounts }: Product): void {
  process.stdout.write(`\n海荐 Haijian\n  ${address}\n`)
  if (accounts.length === 0) return
  const widest = (of: (one: Account) => string) => Math.max(...accounts.map((one) => of(one).length))
  const [name, word] = [widest((one) => one.account), widest((one) => one.password)]
  process.stdout.write('\n演示账号和密码 Demonstration accounts and passwords:\n')
  for (const { account, password, who } of accounts) {
    process.stdout.write(`  ${account.padEnd(name)}  ${password.padEnd(word)}  ${who.zh} ${who.en}\n`)
  }
  process.stdout.write(`\n验证码 Codes: ${address}/demonstration/codes\n\n`)
}

/** At a terminal Ctrl-C comes twice, once from the terminal and once through npm; a person's second one comes later. */
const SAME_KEY = 1500

/** Settles at Ctrl-C, at a polite signal, or when npm, which started us, was killed. A second Ctrl-C ends us at once; the next start clears up. */
function waitForEnd(): Promise<'asked'> {
  return new Promise((resolve) => {
    let first = 0
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        first ||= performance.now()
        if (performance.now() - first > SAME_KEY) process.exit(130)
        resolve('asked')
      })
    }
    const parent = process.ppid
    if (!isNpm(parent)) return
    const timer = setInterval(() => {
      if (process.ppid !== parent) resolve('asked')
    }, 500)
    timer.unref()
  })
}

function isNpm(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('npm ')
  } catch {
    return false
  }
}

if (isMain(import.meta.url)) await runCommand(() => start())
