/**
 * `npm run docs` writes the parts of the documentation that are made from the code, each between its
 * markers (`<!-- chart:begin -->` … `<!-- chart:end -->`). With `--check` it only says which are stale.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataMapTable } from '../src/dataMap.js'
import { projectFolder } from '../src/settings.js'
import { LauncherError } from './binaries.js'
import { CHART_SECTIONS } from './chart.js'
import { isMain, runCommand, tell } from './command.js'
import { questionTable } from './dataMap.js'
import { metricsTable } from './metricsTable.js'
import { requirementCounts } from './requirements.js'
import { environmentExample, settingsTable } from './settings.js'
import { templatesIn, viewTypes } from './views.js'

type Sections = Readonly<Record<string, () => string>>

/** Every document with generated sections, and how each section is made. */
export const GENERATED: Readonly<Record<string, Sections>> = {
  'docs/workflow.md': CHART_SECTIONS,
  'docs/settings.md': { settings: settingsTable },
  'docs/operations.md': { metrics: metricsTable },
  'docs/security.md': { requirements: requirementCounts },
  'docs/data-map.md': { columns: dataMapTable, answers: questionTable },
}

/** Every file that is made whole. */
export const WHOLE: Readonly<Record<string, () => string>> = {
  '.env.example': environmentExample,
  'templates/views.ts': () => viewTypes(templatesIn(projectFolder)),
}

/**
 * The text with every section made anew; everything outside the markers stays as it is.
 * @throws LauncherError when a marker is missing, stands twice or in the wrong order
 */
export function renewed(file: string, text: string, sections: Sections): string {
  return Object.entries(sections).reduce((before, [name, make]) => {
    const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`]
    const [head, middle, ...more] = before.split(begin)
    const [old, tail, ...rest] = (middle ?? '').split(end)
    if (head === undefined || old === undefined || tail === undefined || more.length > 0 || rest.length > 0)
      throw new LauncherError(
        `${file} 中须有且仅有一对标记 ${begin} 和 ${end}，各占一行；请补上后再运行 npm run docs。`,
        `${file} must hold the markers ${begin} and ${end} exactly once, each on a line of its own. Add them and run npm run docs again.`,
      )
    return `${head}${begin}\n\n${make()}\n\n${end}${tail}`
  }, text)
}

/** The documents that are not what the code says now, each with its text as it should be. */
export function findStale(): Map<string, string> {
  const read = (file: string) => readFileSync(join(projectFolder, file), 'utf8')
  const wanted = [
    ...Object.entries(GENERATED).map(([file, sections]) => [file, renewed(file, read(file), sections)] as const),
    ...Object.entries(WHOLE).map(([file, make]) => [file, make()] as const),
  ]
  return new Map(wanted.filter(([file, text]) => !existsSync(join(projectFolder, file)) || read(file) !== text))
}

if (isMain(import.meta.url))
  await runCommand(async () => {
    const stale = findStale()
    const names = [...stale.keys()].join(', ')
    if (stale.size === 0) return tell({ zh: '文档均为最新。', en: 'The documents are up to date.' })
    if (process.argv.includes('--check'))
      throw new LauncherError(
        `以下文档已过时，请运行 npm run docs：${names}`,
        `These documents are stale, run npm run docs: ${names}`,
      )
    for (const [file, text] of stale) writeFileSync(join(projectFolder, file), text)
    tell({ zh: `已更新：${names}`, en: `Updated: ${names}` })
  })
