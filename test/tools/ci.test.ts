/** What a person or a machine reads at the end of .ci/run. npm does nothing here but end as it is told, with the real reporter. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { projectFolder } from '../../src/settings.js'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'haijian-ci-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Outcome = readonly [passed: number, failed: number, brokenFiles?: number] | 'broken'

/** Runs it with an npm whose check holds or not, and whose test commands end so. Answers the commands, the last line and the status. */
function run(checks: boolean, ...outcomes: readonly Outcome[]) {
  const outcomeOf = (outcome: Outcome | undefined) =>
    outcome === 'broken' || outcome === undefined
      ? 'process.exit(1)'
      : `new ClosingLine().onRunComplete([], { numPassedTests: ${outcome[0]}, numFailedTests: ${outcome[1]}, numRuntimeErrorTestSuites: ${outcome[2] ?? 0} })
         process.exitCode = ${outcome[1] + (outcome[2] ?? 0) > 0 ? 1 : 0}`
  writeFileSync(
    join(folder, 'npm'),
    `#!${process.execPath}
    const command = process.argv.slice(2).join(' ')
    console.log('npm ' + command)
    import('${join(projectFolder, 'test/reporter.mjs')}').then(({ default: ClosingLine }) => {
      if (command === 'run --silent check') process.exitCode = ${checks ? 0 : 1}
      else if (command === 'test') { ${outcomeOf(outcomes[0])} }
      else { ${outcomeOf(outcomes[1])} }
    })`,
  )
  chmodSync(join(folder, 'npm'), 0o755)
  const PATH = `${folder}:${process.env.PATH}`
  const { status, stdout } = spawnSync(join(projectFolder, '.ci/run'), { env: { PATH }, encoding: 'utf8' })
  const lines = stdout.trimEnd().split('\n')
  return { commands: lines.filter((line) => line.startsWith('npm ')), last: lines.at(-1), status }
}

const ALL = ['npm run --silent check', 'npm test', 'npm run test:rest']

test('when all holds, the tests of all commands are added up', () => {
  expect(run(true, [700, 0], [100, 0])).toEqual({ commands: ALL, last: '800 passed, 0 failed', status: 0 })
})

test('when a test of one command fails, the next ones are run all the same, and the status says it', () => {
  expect(run(true, [699, 1], [100, 0])).toEqual({ commands: ALL, last: '799 passed, 1 failed', status: 1 })
  expect(run(true, [700, 0], [97, 2, 1])).toEqual({ commands: ALL, last: '797 passed, 3 failed', status: 1 })
})

test('what breaks before it could count is a failure', () => {
  expect(run(true, 'broken', [100, 0])).toEqual({ commands: ALL, last: '100 passed, 1 failed', status: 1 })
  expect(run(false)).toEqual({ commands: ALL.slice(0, 1), last: '0 passed, 1 failed', status: 1 })
})
