/** In which functions of a source lines differ, by the names that test/runtime/marks.cjs notes. */
import ts from 'typescript'
import { lineOf, nodesOf, parseSource } from '../sources.js'

/** Lines of a file, from 1, both included. */
export interface Lines {
  readonly first: number
  readonly last: number
}

/** What is 'own' is read in the same file only; ordered by how much can depend on it. */
const REACHES = ['nothing', 'own', 'exported'] as const

/** The parts of a source in which lines differ. */
export interface Parts {
  /** The outermost functions that have a name. A constructor has the name of its class. */
  readonly functions: readonly string[]
  /** What differs outside of functions, other than imports, types and comments. */
  readonly outside: (typeof REACHES)[number]
  /** The classes of the file. A test that only constructs one has done nothing with it. */
  readonly classes: readonly string[]
}

export function partsAt(path: string, text: string, changed: readonly Lines[]): Parts {
  const source = parseSource(path, text)
  const linesOf = (node: ts.Node): Lines => ({
    first: lineOf(source, node.getStart(source.tree)),
    last: lineOf(source, node.end),
  })
  const code = linesOfCode(text, changed)
  const named = namedFunctions(source.tree).map(({ name, node }) => ({ name, lines: linesOf(node) }))
  const outside = code.filter((line) => !named.some(({ lines }) => isWithin(line, lines)))
  const reaches = source.tree.statements
    .filter((statement) => outside.some((line) => isWithin(line, linesOf(statement))))
    .map(reachOf)
  return {
    functions: unique(named.filter(({ lines }) => code.some((line) => isWithin(line, lines))).map(({ name }) => name)),
    outside: farthest(reaches),
    classes: nodesOf(source.tree).flatMap((node) => (ts.isClassDeclaration(node) && node.name ? node.name.text : [])),
  }
}

/** The parts of the source as it was and as it is, together. */
export const joinParts = (before: Parts, after: Parts): Parts => ({
  functions: unique([...before.functions, ...after.functions]),
  outside: farthest([before.outside, after.outside]),
  classes: unique([...before.classes, ...after.classes]),
})

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort()
const isWithin = (line: number, { first, last }: Lines): boolean => first <= line && line <= last
const farthest = (reaches: readonly Parts['outside'][]): Parts['outside'] =>
  REACHES.findLast((reach) => reaches.includes(reach)) ?? 'nothing'

/** Of these lines those that are neither blank nor a comment. */
function linesOfCode(text: string, changed: readonly Lines[]): number[] {
  const lines = text.split('\n')
  return changed
    .flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, at) => first + at))
    .filter((line) => !/^\s*($|\/\/|\/?\*)/.test(lines[line - 1] ?? ''))
}

function reachOf(statement: ts.Statement): Parts['outside'] {
  if (ts.isImportDeclaration(statement)) return 'nothing'
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return 'nothing'
  if (ts.isExportDeclaration(statement)) return 'exported'
  if (ts.isClassDeclaration(statement) || !ts.canHaveModifiers(statement)) return 'own'
  const isExported = ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  return isExported ? 'exported' : 'own'
}

interface NamedFunction {
  readonly name: string
  readonly node: ts.FunctionLikeDeclaration
}

/** The functions that have a name and are in no other that has one. */
function namedFunctions(node: ts.Node): NamedFunction[] {
  const found: NamedFunction[] = []
  ts.forEachChild(node, (child) => {
    const name = isFunction(child) ? nameOf(child) : ''
    if (isFunction(child) && name) found.push({ name, node: child })
    else found.push(...namedFunctions(child))
  })
  return found
}

const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  ts.isFunctionLike(node) && 'body' in node && node.body !== undefined

function nameOf(node: ts.FunctionLikeDeclaration): string {
  if (ts.isConstructorDeclaration(node)) return node.parent.name?.text ?? ''
  if (node.name) return textOf(node.name)
  const { parent } = node
  const isHeld = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)
  return isHeld ? textOf(parent.name) : ''
}

const textOf = (name: ts.BindingName | ts.PropertyName): string =>
  ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : ''
