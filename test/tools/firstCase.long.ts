/** docs/api.md, from nothing to a filed case: its programs, as they stand there, run against what `npm start` has made. */
import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { path } from '../../src/base/path.js'
import { projectFolder } from '../../src/settings.js'
import { morningOptions } from '../clock.js'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'haijian-first-'))
let system: ReturnType<typeof spawn>
let address: string
let output = ''

beforeAll(async () => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const place = probe.address()
  const port = typeof place === 'object' && place ? place.port : 0
  probe.close()
  address = `http://localhost:${port}`
  const env = {
    ...process.env,
    ...morningOptions,
    NODE_ENV: 'development',
    DEMO: 'yes',
    DATA_DIR: join(folder, 'data'),
    PORT: String(port),
  }
  system = spawn(process.execPath, ['dist/tools/start.js'], { cwd: projectFolder, env, detached: true })
  system.stdout?.on('data', (part) => {
    output += part
  })
  await whenReady()
  const modules = join(folder, 'node_modules')
  mkdirSync(modules, { recursive: true })
  const client = join(projectFolder, 'client')
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: client, encoding: 'utf8' }),
  )
  mkdirSync(join(modules, 'haijian-client'))
  execFileSync('tar', ['xzf', join(folder, filename), '-C', join(modules, 'haijian-client'), '--strip-components=1'])
  for (const name of ['openapi-fetch', 'openapi-typescript-helpers'])
    cpSync(join(projectFolder, 'node_modules', name), join(modules, name), { recursive: true })
}, 600_000)

afterAll(async () => {
  system.kill('SIGINT')
  if (system.exitCode === null) await once(system, 'exit')
  rmSync(folder, { recursive: true, force: true })
})

/** The accounts are announced when everything has been made. */
async function whenReady(): Promise<void> {
  while (!/^ {2}applicant {2}/m.test(output) && system.exitCode === null) await sleep(500)
  expect(system.exitCode).toBeNull()
}

test('the programs of docs/api.md file a case', async () => {
  const text = readFileSync(join(projectFolder, 'docs/api.md'), 'utf8')
  const programs = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, program]) => program)
  expect(programs).toHaveLength(6)
  writeFileSync(join(folder, 'file.mjs'), programs.join('\n'))
  const page = await (await fetch(`${address}${path.demonstrationCodes}`)).text()
  const [, code = ''] = />applicant<[\s\S]*?>(\d{3} \d{3})</.exec(page) ?? []
  const env = { ...process.env, ...morningOptions, HAIJIAN_URL: address }
  const { stdout, stderr } = await run(process.execPath, ['file.mjs', code.replace(' ', '')], { cwd: folder, env })
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^draft \d+$/m)
  expect(stdout).toMatch(/^tooOld:policeRecord at documents.policeRecord: /m)
  expect(stdout).toMatch(/^filed as \d{4}-\d{6}: Submitted$/m)
})
