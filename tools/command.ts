/** What every command of tools/ shares: how it speaks, and how it ends. */
import { realpathSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nameConnections } from '../src/base/addresses.js'
import { DatabaseUnusable } from '../src/base/databaseRefusal.js'
import { WrongInstallation } from '../src/base/installation.js'
import type { Bilingual } from '../src/base/text.js'
import { EXIT_SETTINGS, SettingsError } from '../src/config.js'
import { LauncherError, messageOf } from './binaries.js'

/** Is the file of this address (import.meta.url) the one that Node was told to run? */
export function isMain(url: string): boolean {
  const [, main] = process.argv
  return main !== undefined && realpathSync(main) === fileURLToPath(url)
}

/** Says something to the person at the terminal, in both languages. */
export function tell({ zh, en }: Bilingual): void {
  process.stdout.write(`${zh}\n${en}\n`)
}

/** Does the work of a command. What it throws for people is shown as it is, anything else with its trace; the status is 1, or 78 for what no second try would change. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  nameConnections(`haijian ${basename(process.argv[1] ?? '', '.js')}`)
  try {
    await work()
  } catch (error) {
    const wrong = [SettingsError, WrongInstallation, DatabaseUnusable].some((kind) => error instanceof kind)
    const told = wrong || error instanceof LauncherError
    const text = told ? messageOf(error) : error instanceof Error ? error.stack : String(error)
    process.stderr.write(`${text}\n`)
    process.exitCode = wrong ? EXIT_SETTINGS : 1
  }
}
