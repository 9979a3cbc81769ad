/** Puts the demonstration into an empty database and sends the accounts to the supervisor, which started this process and prints them. */
import { loadConfig } from '../src/config.js'
import { runCommand } from './command.js'
import { seedIfEmpty } from './seed.js'

await runCommand(async () => {
  const accounts = await seedIfEmpty(loadConfig())
  await new Promise((resolve) => process.send?.(accounts, resolve))
})
