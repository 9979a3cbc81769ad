/** `npm run bench -- NAME`: runs bench/NAME.ts, which prints what it measured and its one figure last. */
import { existsSync } from 'node:fs'
import { LauncherError } from '../tools/binaries.js'
import { runCommand } from '../tools/command.js'

const NAMES = [
  'steps',
  'letters',
  'start',
  'audit',
  'pages',
  'queue',
  'hour',
  'files',
  'memory',
  'reading',
  'batch',
  'metrics',
  'package',
]

await runCommand(async () => {
  const [, , name = '', ...args] = process.argv
  const file = new URL(`${name}.js`, import.meta.url)
  if (!NAMES.includes(name) || !existsSync(file)) {
    throw new LauncherError(`用法：npm run bench -- ${NAMES.join('|')}`, `Usage: npm run bench -- ${NAMES.join('|')}`)
  }
  const { run }: { run(args: readonly string[]): Promise<void> } = await import(file.href)
  await run(args)
})
