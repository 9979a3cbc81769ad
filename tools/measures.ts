/**
 * `npm run measures -- house`: prints the measures of sources and tests, those of an earlier commit beside them, and what
 * they should be at most. `--write` writes the table of docs/architecture.md, `--check` ends with status 1 when a
 * measure is over its limit, `--places` lists what was counted.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '../src/settings.js'
import { LauncherError } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'
import { renewed } from './docs.js'
import { type Measure, measureHouse } from './measures/house.js'

/** The last commit before the sources were put in order; the table shows its figures too. */
const BEFORE = 'd0cb150'
const PAGE = 'docs/architecture.md'

/** The measures of a commit of this repository, or undefined where its history is not at hand. */
export function measureCommit(commit: string): Measure[] | undefined {
  const run = (command: string, ...args: string[]) => spawnSync(command, args, { cwd: projectFolder }).status === 0
  if (!run('git', 'cat-file', '-e', `${commit}^{commit}`)) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'haijian-measures-'))
  try {
    const [archive, tree] = [join(folder, 'tree.tar'), join(folder, 'tree')]
    mkdirSync(tree)
    const done =
      run('git', 'archive', '--output', archive, commit, 'src', 'test', 'templates', 'README.md') &&
      run('tar', 'xf', archive, '-C', tree)
    if (!done) throw new LauncherError(`无法读取提交 ${commit}。`, `Commit ${commit} cannot be read.`)
    return measureHouse(tree)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The measures as a Markdown table. */
export function measureTable(now: readonly Measure[], before: readonly Measure[] | undefined): string {
  const figure = (count: number | undefined) => count?.toLocaleString('en-GB') ?? '–'
  const rows = now.map(({ name, count, most }) => {
    const earlier = before?.find((one) => one.name === name)?.count
    return `| ${name} | ${figure(earlier)} | ${figure(count)} | ${figure(most)} |`
  })
  return [`| measure | ${BEFORE} | now | at most |`, '| --- | ---: | ---: | ---: |', ...rows].join('\n')
}

if (isMain(import.meta.url))
  await runCommand(async () => {
    const [, , name, ...flags] = process.argv
    if (name !== 'house')
      throw new LauncherError(
        '用法：npm run measures -- house [--write|--check|--places]',
        'Usage: npm run measures -- house [--write|--check|--places]',
      )
    const now = measureHouse(projectFolder)
    const table = measureTable(now, measureCommit(BEFORE))
    process.stdout.write(`${table}\n`)
    if (flags.includes('--places'))
      for (const { name: measure, places } of now)
        if (places.length > 0) process.stdout.write(`\n${measure}\n${places.map((place) => `  ${place}`).join('\n')}\n`)
    if (flags.includes('--write')) {
      const page = join(projectFolder, PAGE)
      writeFileSync(page, renewed(PAGE, readFileSync(page, 'utf8'), { measures: () => table }))
      tell({ zh: `已更新：${PAGE}`, en: `Updated: ${PAGE}` })
    }
    const over = now.filter(({ count, most }) => count > most).map(({ name: measure }) => measure)
    if (flags.includes('--check') && over.length > 0)
      throw new LauncherError(`超出上限：${over.join('；')}`, `Over the limit: ${over.join('; ')}`)
  })
