/** The sources as the architecture test reads them: every file of a folder parsed, and what it imports, says and calls. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import ts from 'typescript'

export interface Import {
  /** As written. */
  readonly from: string
  /** The file in question from the project's folder ('src/base/text.ts'), or undefined for a package. */
  readonly file: string | undefined
  /** Nothing of it is left when the program runs. */
  readonly typeOnly: boolean
}

export interface Source {
  /** From the project's folder, with slashes: 'src/cases/scope.ts'. */
  readonly path: string
  readonly text: string
  readonly tree: ts.SourceFile
  readonly imports: readonly Import[]
  /** Every string of the file; a place of a template is `{}`. */
  readonly strings: readonly string[]
}

/** The files of a folder, deep, whose names end so. */
export function listFiles(project: string, folder: string, ending: RegExp): string[] {
  return readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => relative(project, join(entry.parentPath, entry.name)).split('\\').join('/'))
    .sort()
}

/** What was parsed in this process, by file and what it held. */
const parsed = new Map<string, Source>()

export function readSource(project: string, path: string): Source {
  const file = join(project, path)
  const text = readFileSync(file, 'utf8')
  const known = parsed.get(file)
  if (known?.text === text) return known
  const source = parseSource(path, text)
  parsed.set(file, source)
  return source
}

export function parseSource(path: string, text: string): Source {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS)
  const all = nodesOf(tree)
  const imports = all
    .flatMap((node) => importsOf(node))
    .map(({ from, typeOnly }) => ({ from, typeOnly, file: fileOf(path, from) }))
  return { path, text, tree, imports, strings: all.flatMap((node) => stringOf(node) ?? []) }
}

/** A node and everything in it. */
export function nodesOf(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = []
  const visit = (one: ts.Node): void => {
    found.push(one)
    ts.forEachChild(one, visit)
  }
  visit(node)
  return found
}

/** The line on which something stands, from 1. */
export const lineOf = ({ tree }: Source, position: number): number =>
  tree.getLineAndCharacterOfPosition(position).line + 1

/** Where a node stands, for a person who has to put it right. */
export const placeOf = (source: Source, node: ts.Node): string =>
  `${source.path}:${lineOf(source, node.getStart(source.tree))}`

/** Whether a comment stands on one of the lines of a node or on the line above. */
export function isExplained(source: Source, node: ts.Node): boolean {
  const lines = source.text.split('\n')
  const [first, last] = [lineOf(source, node.getStart(source.tree)), lineOf(source, node.end)]
  return lines.slice(Math.max(0, first - 2), last).some((line) => /(^|\s)\/\/ |\*\//.test(line))
}

function fileOf(path: string, from: string): string | undefined {
  if (!from.startsWith('.')) return undefined
  return posix.join(dirname(path), from).replace(/\.js$/, '.ts')
}

/** What a string or a template says; a place is `{}`. Undefined for anything else. */
export function stringOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text
  if (!ts.isTemplateExpression(node)) return undefined
  return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('')
}

type Found = Pick<Import, 'from' | 'typeOnly'>

/** Static imports, re-exports, `import()` as a call and as a type, `import x = require()`, and require of whatever make. */
function importsOf(node: ts.Node): Found[] {
  if (ts.isImportDeclaration(node)) return found(node.moduleSpecifier, isTypeImport(node))
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) return found(node.moduleSpecifier, node.isTypeOnly)
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return found(node.argument.literal, true)
  if (ts.isExternalModuleReference(node)) return found(node.expression, false)
  if (!ts.isCallExpression(node)) return []
  const [argument] = node.arguments
  // what a package says of itself is data, whichever package it is
  if (argument && stringOf(argument)?.endsWith('/package.json')) return []
  if (isLoading(node.expression)) return found(argument, false)
  if (isResolving(node.expression)) return found(argument, false).filter(({ from }) => from !== COMPUTED)
  return []
}

/** A path that is put together when the program runs; it cannot be judged. */
export const COMPUTED = '(computed)'
const found = (from: ts.Node | undefined, typeOnly: boolean): Found[] => [
  { from: from && ts.isStringLiteralLike(from) ? from.text : COMPUTED, typeOnly },
]

function isTypeImport({ importClause: clause }: ts.ImportDeclaration): boolean {
  if (!clause) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const named = clause.namedBindings
  if (clause.name || !named || !ts.isNamedImports(named)) return false
  return named.elements.length > 0 && named.elements.every(({ isTypeOnly }) => isTypeOnly)
}

/** import(), require(), createRequire(…)() */
function isLoading(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true
  if (ts.isIdentifier(callee)) return callee.text === 'require'
  return ts.isCallExpression(callee) && ts.isIdentifier(callee.expression) && callee.expression.text === 'createRequire'
}

/** require.resolve(), import.meta.resolve() */
const isResolving = (callee: ts.Expression): boolean =>
  ts.isPropertyAccessExpression(callee) && /^(require|import\.meta)\.resolve$/.test(callee.getText())

/** The package that a specifier names: '@nestjs/common', 'pg', 'node:fs'. */
export const packageOf = (from: string): string =>
  from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/')
