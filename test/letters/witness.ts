/** Second witnesses: programs that some machines have. A test that needs one is skipped where it is absent, and the run's last lines name it. */
import { spawnSync } from 'node:child_process'
import { test } from '@jest/globals'

export const has = (program: string): boolean => spawnSync(program, ['-v']).error === undefined

export const testWith = (program: string, name: string, body: () => Promise<void> | void): void => {
  if (has(program)) test(`${name} (${program})`, body)
  else test.skip(`${name} (${program})`, body)
}

/** What a program prints, errors included, and how it ended. */
export function ask(program: string, ...args: string[]): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return { status, text: `${stdout}${stderr}` }
}
