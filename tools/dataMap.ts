/** Writes the tables of docs/data-map.md: every column by its class, every question of the application by its own. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataMapTable } from '../src/dataMap.js'
import { APPLICATION } from '../src/forms/application.js'
import { type FormNode, getNode, getRow, isGroup, isRows, listChildren } from '../src/forms/node.js'
import type { DataClass } from '../src/forms/ui.js'
import { projectFolder } from '../src/settings.js'
import { isMain, runCommand, tell } from './command.js'

export const DATA_MAP_FILE = join(projectFolder, 'docs/data-map.md')

/** Every question below a node with its class: its own, or that of the nearest group that has one. */
export function classifiedQuestions(
  node: FormNode,
  path = '',
  given?: DataClass,
): [path: string, DataClass | undefined][] {
  const own = node.ui.data ?? given
  if (isRows(node)) return classifiedQuestions(getRow(node), `${path}.*`, own)
  if (!isGroup(node)) return [[path, own]]
  return listChildren(node).flatMap(([key, child]) => classifiedQuestions(child, path ? `${path}.${key}` : key, own))
}

/** The document with its tables made anew. */
export function withTables(text: string): string {
  const questions = classifiedQuestions(getNode(APPLICATION))
  const listed = (one: DataClass) =>
    questions
      .filter(([, found]) => found === one)
      .map(([path]) => `\`${path}\``)
      .join(' ')
  const answers = (['sensitive', 'personal', 'none'] as const).map((one) => `| ${one} | ${listed(one)} |`)
  const tables = { columns: dataMapTable(), answers: ['| class | questions |', '| --- | --- |', ...answers].join('\n') }
  return Object.entries(tables).reduce(
    (made, [name, content]) =>
      made.replace(
        new RegExp(`(<!-- ${name}:begin -->\n)[\\s\\S]*?(\n<!-- ${name}:end -->)`),
        (_, begin: string, end: string) => `${begin}\n${content}\n${end}`,
      ),
    text,
  )
}

if (isMain(import.meta.url))
  await runCommand(async () => {
    writeFileSync(DATA_MAP_FILE, withTables(readFileSync(DATA_MAP_FILE, 'utf8')))
    tell({ zh: 'docs/data-map.md 已更新。', en: 'docs/data-map.md is up to date.' })
  })
