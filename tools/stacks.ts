/**
 * Makes stacks of errors name the lines of the sources. The map of a file is read with the first stack that names the file; Node's own
 * `--enable-source-maps` reads those of all files at each start, which took an eighth of it and 26 MB.
 */
import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'

/** dist/, to which this file belongs. */
const OURS = new URL('..', import.meta.url).href

const maps = new Map<string, SourceMap | null>()

function mapOf(file: string): SourceMap | null {
  const known = maps.get(file)
  if (known !== undefined) return known
  let map: SourceMap | null = null
  try {
    map = new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(file)}.map`, 'utf8')))
  } catch {
    // without its map a file is named as it runs
  }
  maps.set(file, map)
  return map
}

function say(site: NodeJS.CallSite): string {
  const [text, file, line, column] = [String(site), site.getFileName(), site.getLineNumber(), site.getColumnNumber()]
  if (!file?.startsWith(OURS) || line === null || column === null) return text
  const found = mapOf(file)?.findEntry(line - 1, column - 1)
  if (!found || !('originalSource' in found)) return text
  const source = fileURLToPath(new URL(found.originalSource, file))
  return text.replace(`${file}:${line}:${column}`, `${source}:${found.originalLine + 1}:${found.originalColumn + 1}`)
}

/** Whatever a library has taken a stack of, as Node itself says it. */
function headOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error)
  } catch {
    return '<error>'
  }
}

/** From now on in this process. */
export function nameSourcesInStacks(): void {
  Error.prepareStackTrace = (error, sites) => [headOf(error), ...sites.map((site) => `    at ${say(site)}`)].join('\n')
}
