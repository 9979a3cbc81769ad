/**
 * `npm run clock -- +5d`: puts the clock of a system that is being tried out ahead, so that one need not wait for its days. Time limits end within a minute; nobody can ask for it by a request, and it is refused
 * in production. A clock never goes back: what has happened would lie in the future.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { aheadFile, readAhead, timeInShanghai } from '../src/base/clock.js'
import { type Config, loadConfig } from '../src/config.js'
import { LauncherError } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const // ms
/** Beyond that certificates and the calendar's years end. */
const MOST = 3 * 365 * UNITS.d

/**
 * Puts the clock ahead by what is asked for (`+5d`, `+3h`, `+30m`), besides what it is ahead already; without an argument changes nothing.
 * @returns by how many milliseconds it is ahead now
 * @throws LauncherError in production, where the clock stands (CLOCK_AT), for anything else than such a step, or beyond three years
 */
export function putAhead({ production, clockAt, dataDir }: Config, step?: string): number {
  if (production) throw new LauncherError('正式环境的时钟不能拨。', 'The clock of production cannot be moved.')
  if (clockAt) throw new LauncherError('设定了 CLOCK_AT，时钟是停的。', 'CLOCK_AT is set: the clock stands.')
  const file = aheadFile(dataDir)
  const before = readAhead(file)
  if (step === undefined) return before
  const [, count = '', unit = ''] = /^\+([1-9]\d{0,4})([mhd])$/.exec(step) ?? []
  const ahead = before + Number(count) * (UNITS[unit as keyof typeof UNITS] ?? 0) // the pattern names the units
  if (count === '')
    throw new LauncherError('写法如 +5d、+3h、+30m；时钟不能倒拨。', 'Write +5d, +3h or +30m; a clock never goes back.')
  if (ahead > MOST) throw new LauncherError('最多拨快三年。', 'Three years ahead are the most.')
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(file, `${ahead}\n`)
  return ahead
}

if (isMain(import.meta.url))
  await runCommand(async () => {
    const ahead = putAhead(loadConfig(), process.argv[2])
    const time = timeInShanghai(new Date(Date.now() + ahead))
      .slice(0, 16)
      .replace('T', ' ') // what the machine says, and ahead of it
    tell({ zh: `系统的时间现在是上海时间 ${time}。`, en: `It is now ${time} in Shanghai for this system.` })
  })
