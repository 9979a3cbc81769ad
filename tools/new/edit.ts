/**
 * Puts something into a source where it belongs: an import, an element of a list, a member of an
 * object. Layout is the formatter's.
 */
import ts from 'typescript'
import { nodesOf } from '../sources.js'

/** What a generator has made: files with their texts, and what a person still has to write. */
export interface Made {
  readonly files: ReadonlyMap<string, string>
  readonly left: readonly { readonly zh: string; readonly en: string }[]
}

/** A name or a place that cannot be used; the message says why. */
export class Unusable extends Error {}

const parse = (text: string): ts.SourceFile => ts.createSourceFile('it.ts', text, ts.ScriptTarget.Latest, true)

/** The text with one more import, after those that are there. */
export function withImport(text: string, statement: string): string {
  const end = Math.max(
    0,
    ...parse(text)
      .statements.filter(ts.isImportDeclaration)
      .map((node) => node.end),
  )
  return `${text.slice(0, end)}\n${statement}${text.slice(end)}`
}

type Literal = ts.ArrayLiteralExpression | ts.ObjectLiteralExpression

/** The text with one more element at the end of a list, or one more member at the end of an object. */
function withLast(text: string, literal: Literal, added: string): string {
  const parts = ts.isArrayLiteralExpression(literal) ? literal.elements : literal.properties
  const last = parts.at(-1)
  const at = last ? last.end : literal.getStart() + 1
  return `${text.slice(0, at)}${last ? ', ' : ''}${added}${text.slice(at)}`
}

/** A literal without what stands around it: `as const`, `satisfies`, brackets. */
function literalIn(node: ts.Expression | undefined): Literal | undefined {
  if (!node) return undefined
  if (ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node)) return node
  const wrapped = ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)
  return wrapped ? literalIn(node.expression) : undefined
}

/** The initializer of a constant or of a member with this name, the first that `fits`. */
function initializerOf(text: string, name: string, fits: (literal: Literal) => boolean = () => true): Literal {
  for (const node of nodesOf(parse(text))) {
    if (!ts.isVariableDeclaration(node) && !ts.isPropertyAssignment(node)) continue
    const literal = node.name.getText() === name ? literalIn(node.initializer) : undefined
    if (literal && fits(literal)) return literal
  }
  throw new Unusable(`there is no ${name} to add to`)
}

/** The text with one more element or member of the list or object that this name stands for. */
export const withAdded = (text: string, name: string, added: string): string =>
  withLast(text, initializerOf(text, name), added)

const memberOf = (literal: Literal, name: string): ts.PropertyAssignment | undefined =>
  ts.isObjectLiteralExpression(literal)
    ? literal.properties.filter(ts.isPropertyAssignment).find((member) => member.name.getText() === name)
    : undefined

/** The chart with one more edge that leaves a state. */
export function withEdge(text: string, state: string, edge: string): string {
  const literal = initializerOf(text, state, (one) => memberOf(one, 'id')?.initializer.getText() === `'${state}'`)
  const edges = literalIn(memberOf(literal, 'on')?.initializer)
  if (!edges) throw new Unusable(`nothing leaves ${state}`)
  return withLast(text, edges, edge)
}
