/** The commands, statements and settings of docs/operations.md, so that tests run what operators do. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../src/settings.js'

const text = readFileSync(join(projectFolder, 'docs/operations.md'), 'utf8')

/** The blocks of a kind under a heading, as they stand. */
export function blocksOf(heading: string, kind: string): string[] {
  const [, section = ''] = new RegExp(`\\n###? ${heading}\\n([\\s\\S]*?)(?=\\n##)`).exec(text) ?? []
  return [...section.matchAll(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block = '']) => block)
}

/** A block with other places than those of the document. */
export const inPlaces = (block: string, places: Readonly<Record<string, string>>): string =>
  Object.entries(places).reduce((changed, [from, to]) => changed.replaceAll(from, to), block)
