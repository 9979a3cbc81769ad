/** The first entries of a kind, as the files in migrations/reference hold them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../src/settings.js'

export interface FirstEntry {
  readonly key: string
  readonly body: unknown
}

export const readEntries = (kind: string): readonly FirstEntry[] =>
  JSON.parse(readFileSync(join(projectFolder, 'migrations/reference', `${kind}.json`), 'utf8'))
