/**
 * Who imports a file, directly or not. Read by a pattern: parsing all files takes forty times as
 * long (0.1 s and 4 s).
 */
import { readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { listFiles } from '../sources.js'

/** Imports of values and re-exports by a relative path, and import() of one. */
const IMPORTS = /^(?:import|export) (?!type )(?:[^'"]*? from )?'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm

export class Imports {
  private readonly importers = new Map<string, string[]>()

  /** @param texts of every source and test, by path from the project's folder */
  constructor(private readonly texts: ReadonlyMap<string, string>) {
    for (const [path, text] of texts)
      for (const [, stated = '', called = ''] of text.matchAll(IMPORTS)) {
        const file = posix.join(dirname(path), stated || called).replace(/\.js$/, '.ts')
        this.importers.set(file, [...(this.importers.get(file) ?? []), path])
      }
  }

  /** All that import one of these files, with the number of imports between; 0 for the files. */
  distancesTo(files: readonly string[]): Map<string, number> {
    const distances = new Map(files.map((file) => [file, 0]))
    for (const [file, distance] of distances)
      for (const importer of this.importers.get(file) ?? [])
        if (!distances.has(importer)) distances.set(importer, distance + 1)
    return distances
  }

  /** The tests and their helpers that name a file. What sources say of files is mostly comments. */
  naming(file: string): string[] {
    return [...this.texts]
      .filter(([path, text]) => path.startsWith('test/') && text.includes(file))
      .map(([path]) => path)
  }
}

export function readImports(project: string): Imports {
  const paths = ['src', 'tools', 'migrations', 'bench', 'test'].flatMap((folder) => listFiles(project, folder, /\.ts$/))
  return new Imports(new Map(paths.map((path) => [path, readFileSync(join(project, path), 'utf8')])))
}
