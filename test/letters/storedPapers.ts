/** The documents of a case as files in the store, which the cases of a test have by their names only. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { World } from '../cases/world.js'

/**
 * Writes them, and answers what stands in each by its kind.
 * @param more bytes by which the contract is longer
 */
export async function storePapers(world: World, caseId: number, more = 0): Promise<Map<string, Buffer>> {
  const { rows } = await world.admin.query<{ storage_key: string; kind: string }>(
    'select storage_key, kind from attachments where case_id = $1 and replaced_at is null',
    [caseId],
  )
  const papers = new Map<string, Buffer>()
  for (const { storage_key: key, kind } of rows) {
    const rest = kind === 'contract' ? more : 0
    const content = Buffer.concat([Buffer.from(`%PDF-1.7 ${kind} `), randomBytes(3000), Buffer.alloc(rest)])
    const folder = join(world.db.config.dataDir, 'files', key.slice(0, 2))
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, key.slice(2)), content)
    papers.set(kind, content)
  }
  return papers
}
