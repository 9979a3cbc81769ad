/** Which class of data each question of the application is of, for docs/data-map.md. */
import { APPLICATION } from '../src/forms/application.js'
import { type FormNode, getNode, getRow, isGroup, isRows, listChildren } from '../src/forms/engine/node.js'
import type { DataClass } from '../src/forms/engine/ui.js'

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

/** The questions of the application by their class, as a Markdown table. */
export function questionTable(): string {
  const questions = classifiedQuestions(getNode(APPLICATION))
  const listed = (one: DataClass) =>
    questions
      .filter(([, found]) => found === one)
      .map(([path]) => `\`${path}\``)
      .join(' ')
  const rows = (['sensitive', 'personal', 'none'] as const).map((one) => `| ${one} | ${listed(one)} |`)
  return ['| class | questions |', '| --- | --- |', ...rows].join('\n')
}
