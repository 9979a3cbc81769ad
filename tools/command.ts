/** What every command of tools/ shares: how it speaks, and how it ends. */
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Bilingual } from '../src/base/text.js'
import { SettingsError } from '../src/config.js'
import { LauncherError } from './binaries.js'

/** Is the file of this address (import.meta.url) the one that Node was told to run? */
export function isMain(url: string): boolean {
  const [, main] = process.argv
  return main !== undefined && realpathSync(main) === fileURLToPath(url)
}

/** Says something to the person at the terminal, in both languages. */
export function tell({ zh, en }: Bilingual): void {
  process.stdout.write(`${zh}\n${en}\n`)
}

/** Does the work of a command. What it throws for people is shown as it is, anything else with its trace; both end with status 1. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const told = error instanceof LauncherError || error instanceof SettingsError
    const text = told ? error.message : error instanceof Error ? error.stack : String(error)
    process.stderr.write(`${text}\n`)
    process.exitCode = 1
  }
}
