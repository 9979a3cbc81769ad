/**
 * The migrations that a process of this release needs: all but those that `closes`, which take away
 * what the last release uses and run when none of its processes does any more
 * (docs/operations.md#migrations-while-the-last-release-runs). Looked at as files: to run them is
 * the business of tools/migrate.ts.
 */
import { readdirSync, readFileSync } from 'node:fs'

const NAME = /^\d{13}-\w.*(?=\.(ts|js)$)/
/** In a class, as it is written and as it is compiled. */
const CLOSES = /^\s*(static readonly|static|this\.)\s*closes = true/m

/** Their names without ending (1764000000083-schemaSeen), oldest first; from the sources as from dist/. */
export function listNeededMigrations(folder = new URL('../../migrations/', import.meta.url)): string[] {
  return readdirSync(folder)
    .filter((file) => NAME.test(file) && !CLOSES.test(readFileSync(new URL(file, folder), 'utf8')))
    .map((file) => NAME.exec(file)?.[0] ?? '')
    .sort()
}

/** The number of a migration, by the name of its file or, as TypeORM has it, of its class. */
export const numberOfMigration = (name: string): string => /\d{13}/.exec(name)?.[0] ?? ''
