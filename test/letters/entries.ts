/**
 * The first entries of a kind, as the files in migrations/reference hold them; those in `closing`,
 * which the last release cannot read, stand in place of the ones before.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../src/settings.js'

export interface FirstEntry {
  readonly key: string
  readonly body: unknown
}

function read(file: string): FirstEntry[] {
  const path = join(projectFolder, 'migrations/reference', file)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : []
}

export function readEntries(kind: string): readonly FirstEntry[] {
  const renewed = read(`closing/${kind}.json`)
  const first = read(`${kind}.json`)
  const added = renewed.filter(({ key }) => !first.some((entry) => entry.key === key))
  return [...first.map((entry) => renewed.find(({ key }) => key === entry.key) ?? entry), ...added]
}
