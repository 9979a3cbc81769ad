/** What `npm run measures -- house` counts: how long, how wide and how entangled the sources are, and how long their tests. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { isExplained, listFiles, nodesOf, placeOf, readSource, type Source } from '../sources.js'

/** One measure of a working tree. */
export interface Measure {
  readonly name: string
  readonly count: number
  /** What the count should be at most. */
  readonly most: number
  /** Where what was counted stands (file:line, or the two units of an arrow); empty for a mere size. */
  readonly places: readonly string[]
}

const WEB = 'src/web/'

/**
 * Measures the tree of a project.
 * @param project the folder that holds src, templates and README.md
 */
export function measureHouse(project: string): Measure[] {
  const read = (path: string) => readFileSync(join(project, path), 'utf8')
  const code = listFiles(project, 'src', /\.ts$/).map((path) => readSource(project, path))
  const tests = listFiles(project, 'test', /\.ts$/).map(read)
  const web = code.filter(({ path }) => path.startsWith(WEB))
  const pages = listFiles(project, 'templates', /\.hbs$/).map((path) => ({ path, text: read(path) }))
  const [most = { path: '', count: 0 }] = importsByFile(code)
  const listed = (name: string, limit: number, places: readonly string[]): Measure => ({
    name,
    count: places.length,
    most: limit,
    places,
  })
  return [
    size('lines of `src/web`', 40_500, countLines(web.map(({ text }) => text))),
    size(
      'lines of tests for a hundred lines of `src`',
      75,
      Math.round((countLines(tests) * 100) / countLines(code.map(({ text }) => text))),
    ),
    { name: 'most imports of one file outside modules', count: most.count, most: 30, places: [most.path] },
    listed(
      'lines over 120 columns in `src`',
      0,
      code.flatMap((file) => wideLines(file, 120)),
    ),
    listed(
      'lines over 160 columns in `templates`',
      0,
      pages.flatMap((file) => wideLines(file, 160)),
    ),
    listed('`state` or `action` typed `string`', 20, findAll(code, isLooseName)),
    listed('those of them without a reason beside them', 0, findAll(code, isUnexplained)),
    listed('conditional spreads in `src`', 60, findAll(code, isConditionalSpread)),
    listed('import arrows between the units of `src/web`', 100, arrowsBetween(web)),
    size('bytes of README.md', 8192, Buffer.byteLength(read('README.md'))),
  ]
}

const size = (name: string, most: number, count: number): Measure => ({ name, count, most, places: [] })

const countLines = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + linesOf(text).length, 0)

const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n')

/** A Chinese character, or a sign of its width, takes two columns. */
const columnsOf = (line: string): number =>
  line.length + (line.match(/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]/g)?.length ?? 0)

const wideLines = ({ path, text }: { path: string; text: string }, width: number): string[] =>
  linesOf(text).flatMap((line, at) => (columnsOf(line) > width ? [`${path}:${at + 1}`] : []))

function importsByFile(code: readonly Source[]): { path: string; count: number }[] {
  return code
    .filter(({ path }) => !path.endsWith('.module.ts'))
    .map(({ path, tree }) => ({ path, count: tree.statements.filter(ts.isImportDeclaration).length }))
    .sort((a, b) => b.count - a.count)
}

const findAll = (code: readonly Source[], isWanted: (node: ts.Node, source: Source) => boolean): string[] =>
  code.flatMap((source) =>
    nodesOf(source.tree)
      .filter((node) => isWanted(node, source))
      .map((node) => placeOf(source, node)),
  )

/** A property, parameter or variable called state or action whose type is a string of any kind. */
function isLooseName(node: ts.Node): boolean {
  const named =
    ts.isPropertySignature(node) ||
    ts.isParameter(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isVariableDeclaration(node)
  if (!named || !node.type) return false
  return /^(state|action)$/.test(node.name.getText()) && /\bstring\b/.test(node.type.getText())
}

const isUnexplained = (node: ts.Node, source: Source): boolean => isLooseName(node) && !isExplained(source, node)

/** `...(x && { y })` and `...(x ? { y } : {})` in an object. */
function isConditionalSpread(node: ts.Node): boolean {
  if (!ts.isSpreadAssignment(node)) return false
  const inner = ts.isParenthesizedExpression(node.expression) ? node.expression.expression : node.expression
  if (ts.isConditionalExpression(inner)) return true
  return ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
}

/** The ordered pairs of units of which the first imports the second; a unit is a folder of src/web, or a file directly in it. */
function arrowsBetween(web: readonly Source[]): string[] {
  const unitOf = (path: string) => path.slice(WEB.length).split('/')[0] ?? ''
  const arrows = web.flatMap(({ path, imports }) =>
    imports
      .flatMap(({ file }) => (file?.startsWith(WEB) ? [[unitOf(path), unitOf(file)] as const] : []))
      .filter(([from, to]) => from !== to)
      .map(([from, to]) => `${from} → ${to}`),
  )
  return [...new Set(arrows)].sort()
}
