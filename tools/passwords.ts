/**
 * Makes the list of passwords that nobody may choose: `node dist/tools/passwords.js FILE…` reads lists with one password a line, leaves out those that are too short to be
 * chosen anyway, and writes the others to lists/passwords.bin as sorted six-byte prefixes of their SHA-256.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { LEAST_LETTERS, PASSWORD_LIST, passwordPrefix } from '../src/people/passwordRules.js'
import { isMain, runCommand, tell } from './command.js'

if (isMain(import.meta.url))
  await runCommand(async () => {
    const known = process.argv.slice(2).flatMap((file) => readFileSync(file, 'utf8').split(/\r?\n/))
    const wanted = new Set(
      known.filter((password) => [...password].length >= LEAST_LETTERS).map((one) => one.toLowerCase()),
    )
    if (wanted.size === 0) throw new Error('passwords FILE…')
    const prefixes = [...wanted].map(passwordPrefix).sort(Buffer.compare)
    writeFileSync(PASSWORD_LIST, Buffer.concat(prefixes))
    tell({ zh: `已写入 ${wanted.size} 个密码。`, en: `${wanted.size} passwords written.` })
  })
