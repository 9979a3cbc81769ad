/** What the architecture test looks for in a source: who asks the time, reads the environment, writes the state, imports in a round. */
import ts from 'typescript'
import type { Source } from '../tools/sources.js'

/** Every round of imports, as the files that make it. */
export function cyclesIn(sources: readonly Source[]): string[][] {
  const targets = new Map(sources.map(({ path, imports }) => [path, imports.flatMap(({ file }) => file ?? [])]))
  const [done, cycles]: [Set<string>, string[][]] = [new Set(), []]
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) cycles.push([...way.slice(way.indexOf(path)), path])
    if (way.includes(path) || done.has(path)) return
    for (const next of targets.get(path) ?? []) visit(next, [...way, path])
    done.add(path)
  }
  for (const { path } of sources) visit(path, [])
  return cycles
}

/** A global that is read or called, by its name; '' for anything else. */
export function loneName(node: ts.Node, source: Source): string {
  if (ts.isPropertyAccessExpression(node) && node.getText(source.tree) === 'Math.random') return 'Math.random'
  if (!ts.isIdentifier(node)) return ''
  const { parent } = node
  const isUse =
    (ts.isPropertyAccessExpression(parent) && parent.expression === node) ||
    (ts.isCallExpression(parent) && parent.expression === node)
  return isUse ? node.text : ''
}

/** new Date(), Date(), Date.now(), performance.now(), Temporal.Now */
export function isNow(node: ts.Node): boolean {
  const isDate = (part: ts.Node) => ts.isIdentifier(part) && part.text === 'Date'
  if (ts.isNewExpression(node)) return isDate(node.expression) && (node.arguments ?? []).length === 0
  if (ts.isCallExpression(node)) return isDate(node.expression)
  return (
    ts.isPropertyAccessExpression(node) &&
    /^(Date\.now|Temporal\.Now|performance\.(now|timeOrigin))$/.test(node.getText())
  )
}

/** process.env however it is reached. */
export function isEnvironment(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node))
    return ts.isStringLiteral(node.moduleSpecifier) && /^(node:)?process$/.test(node.moduleSpecifier.text)
  if (!ts.isIdentifier(node) || node.text !== 'process') return false
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent))
    return parent.expression === node
      ? parent.name.text === 'env'
      : ts.isIdentifier(parent.expression) && parent.expression.text === 'globalThis'
  return ts.isElementAccessExpression(parent) || (ts.isVariableDeclaration(parent) && parent.initializer === node)
}

/** An update of `cases` that sets `state` (or cannot be told not to), a new row, a merge or a copy. */
export function writesState(sql: string): boolean {
  const line = sql.toLowerCase().replace(/"/g, '').replace(/\s+/g, ' ')
  if (/\b(insert into|merge into|copy) (public\.)?cases\b/.test(line)) return true
  const [, set] =
    /\bupdate (?:only )?(?:public\.)?cases\b(?: (?:as )?\w+)? set (.*?)(?: where | from | returning |$)/.exec(line) ??
    []
  return set !== undefined && (/(^|[\s,(])state\s*[=,)]/.test(set) || set.startsWith('{}'))
}

/** `text.zh`, `text?.en`, a lone `zh`, `text[language]`, and what is made of them without deciding anything: `.trim()`, `?? ''`, a list of them. */
function isText(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return /^(zh|en)$/.test(node.name.text)
  if (ts.isElementAccessExpression(node)) {
    const key = node.argumentExpression
    return ts.isStringLiteral(key) ? /^(zh|en)$/.test(key.text) : /^(language|tongue)$/.test(key.getText())
  }
  if (ts.isIdentifier(node)) return /^(zh|en)$/.test(node.text)
  if (ts.isCallExpression(node))
    return ts.isPropertyAccessExpression(node.expression) && isText(node.expression.expression)
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) return isText(node.expression)
  if (ts.isBinaryExpression(node)) return isText(node.left) || isText(node.right)
  if (ts.isConditionalExpression(node)) return isText(node.whenTrue) || isText(node.whenFalse)
  if (ts.isTemplateExpression(node)) return node.templateSpans.some(({ expression }) => isText(expression))
  return ts.isArrayLiteralExpression(node) && node.elements.some(isText)
}

const COMPARISONS = [
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]
const ASKING =
  /^(includes|indexOf|lastIndexOf|startsWith|endsWith|match|matchAll|search|test|exec|replace|replaceAll|has|get)$/

/** A sentence of one language that decides something: compared, switched on, looked up or searched by a pattern. */
export function decidesByText(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node) && COMPARISONS.includes(node.operatorToken.kind))
    return isText(node.left) || isText(node.right)
  if (ts.isSwitchStatement(node) || ts.isCaseClause(node)) return isText(node.expression)
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false
  const { expression: asked, name } = node.expression
  if (/^replace(All)?$/.test(name.text))
    return isText(asked) && node.arguments.some((one) => ts.isRegularExpressionLiteral(one)) // a sign for a sign is layout
  return ASKING.test(name.text) && (isText(asked) || node.arguments.some(isText))
}

/** The function in which something stands, by the name that it is declared with; '' at the top of a file. */
export function functionOf(node: ts.Node): string {
  const named = ts.findAncestor(
    node,
    (one) => ts.isFunctionDeclaration(one) || ts.isMethodDeclaration(one) || isNamedArrow(one),
  )
  return named && 'name' in named ? ((named as ts.NamedDeclaration).name?.getText() ?? '') : ''
}
const isNamedArrow = (node: ts.Node): boolean =>
  ts.isVariableDeclaration(node) && node.initializer !== undefined && ts.isFunctionLike(node.initializer)
