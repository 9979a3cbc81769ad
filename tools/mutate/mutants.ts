/**
 * Small changes of a source, each of which a test should notice. They are made from the syntax
 * alone: a few break a type, and tests notice those as well.
 */
import ts from 'typescript'
import { parseSource } from '../sources.js'

/** One small change of a source. */
export interface Mutant {
  readonly file: string
  /** Both from 1. */
  readonly line: number
  readonly column: number
  /** What is replaced: from `start` up to `end`. */
  readonly start: number
  readonly end: number
  readonly was: string
  readonly becomes: string
  /** The line on which it begins, without its indent. */
  readonly within: string
  /** Which of the equal changes of equal lines of the file this is, from 1. */
  readonly nth: number
}

interface Change {
  readonly start: number
  readonly end: number
  readonly becomes: string
}

type Mutator = (node: ts.Node) => readonly Change[]

const { SyntaxKind } = ts

const OPERATORS: ReadonlyMap<ts.SyntaxKind, readonly string[]> = new Map([
  [SyntaxKind.EqualsEqualsEqualsToken, ['!==']],
  [SyntaxKind.ExclamationEqualsEqualsToken, ['===']],
  [SyntaxKind.EqualsEqualsToken, ['!=']],
  [SyntaxKind.ExclamationEqualsToken, ['==']],
  [SyntaxKind.LessThanToken, ['<=', '>=']],
  [SyntaxKind.LessThanEqualsToken, ['<', '>']],
  [SyntaxKind.GreaterThanToken, ['>=', '<=']],
  [SyntaxKind.GreaterThanEqualsToken, ['>', '<']],
  [SyntaxKind.AmpersandAmpersandToken, ['||']],
  [SyntaxKind.BarBarToken, ['&&']],
  [SyntaxKind.PlusToken, ['-']],
  [SyntaxKind.MinusToken, ['+']],
  [SyntaxKind.AsteriskToken, ['/']],
  [SyntaxKind.SlashToken, ['*']],
  [SyntaxKind.PercentToken, ['*']],
  [SyntaxKind.PlusEqualsToken, ['-=']],
  [SyntaxKind.MinusEqualsToken, ['+=']],
])
const EQUALITIES = [
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
  SyntaxKind.EqualsEqualsToken,
  SyntaxKind.ExclamationEqualsToken,
]
const COMPARISONS = [
  ...EQUALITIES,
  SyntaxKind.LessThanToken,
  SyntaxKind.LessThanEqualsToken,
  SyntaxKind.GreaterThanToken,
  SyntaxKind.GreaterThanEqualsToken,
]
const METHODS: ReadonlyMap<string, string> = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
])
const EXTREMES: ReadonlyMap<string, string> = new Map([
  ['min', 'max'],
  ['max', 'min'],
])
/** Methods that only narrow or order what they are called on. */
const NARROWING = /^(filter|sort|toSorted|reverse|toReversed|slice|trim|toLowerCase|toUpperCase)$/

/** Every mutant of a source, in the order of their places. */
export function mutantsOf(file: string, text: string): Mutant[] {
  const { tree } = parseSource(file, text)
  const changes: Change[] = []
  const visit = (node: ts.Node): void => {
    if (isApart(node)) return
    for (const mutator of MUTATORS) changes.push(...mutator(node))
    ts.forEachChild(node, visit)
  }
  visit(tree)
  changes.sort((a, b) => a.start - b.start || a.end - b.end)
  const lines = text.split('\n')
  const seen = new Map<string, number>()
  return changes.map(({ start, end, becomes }) => {
    const { line, character } = tree.getLineAndCharacterOfPosition(start)
    const [was, within] = [text.slice(start, end), (lines[line] ?? '').trim()]
    const content = JSON.stringify([within, was, becomes])
    const nth = (seen.get(content) ?? 0) + 1
    seen.set(content, nth)
    return { file, line: line + 1, column: character + 1, start, end, was, becomes, within, nth }
  })
}

/** The source with the change made. */
export const changed = (text: string, { start, end, becomes }: Mutant): string =>
  text.slice(0, start) + becomes + text.slice(end)

/** Types, imports and decorators: nothing of them runs, or not in our code. */
const isApart = (node: ts.Node): boolean =>
  ts.isTypeNode(node) ||
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isDecorator(node)

const replaced = (node: ts.Node, becomes: string): Change => ({ start: node.getStart(), end: node.end, becomes })

const MUTATORS: readonly Mutator[] = [
  changeOperator,
  changeDefault,
  negateCondition,
  dropSign,
  changeLiteral,
  removeStatement,
  removeElement,
  insistOnChain,
  changeMethod,
]

function changeOperator(node: ts.Node): readonly Change[] {
  if (!ts.isBinaryExpression(node)) return []
  const { operatorToken } = node
  const joins = [SyntaxKind.PlusToken, SyntaxKind.PlusEqualsToken].includes(operatorToken.kind) && isText(node)
  return joins ? [] : (OPERATORS.get(operatorToken.kind) ?? []).map((becomes) => replaced(operatorToken, becomes))
}

/** A string as far as its form tells. */
function isText(node: ts.Expression): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true
  if (ts.isParenthesizedExpression(node)) return isText(node.expression)
  if (ts.isConditionalExpression(node)) return isText(node.whenTrue)
  if (ts.isBinaryExpression(node)) return isText(node.left) || isText(node.right)
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    /^(join|toString|trim|replace|replaceAll|padStart|repeat)$/.test(node.expression.name.text)
  )
}

/** `a ?? b`: without the default, and always with it. */
function changeDefault(node: ts.Node): readonly Change[] {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== SyntaxKind.QuestionQuestionToken) return []
  return [replaced(node, `(${node.left.getText()})`), replaced(node, `(${node.right.getText()})`)]
}

function negateCondition(node: ts.Node): readonly Change[] {
  const condition = conditionOf(node)
  if (!condition || isNegated(condition)) return []
  if (ts.isBinaryExpression(condition) && COMPARISONS.includes(condition.operatorToken.kind)) return []
  return [replaced(condition, `!(${condition.getText()})`)]
}

function conditionOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isIfStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node)) return node.expression
  if (ts.isConditionalExpression(node) || ts.isForStatement(node)) return node.condition
  return undefined
}

const isNegated = (node: ts.Node): node is ts.PrefixUnaryExpression =>
  ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken

/** `!a` and `-a` without their sign; `++` and `--` the other way. */
function dropSign(node: ts.Node): readonly Change[] {
  if (ts.isPostfixUnaryExpression(node))
    return [replaced(node, `${node.operand.getText()}${node.operator === SyntaxKind.PlusPlusToken ? '--' : '++'}`)]
  if (!ts.isPrefixUnaryExpression(node)) return []
  const { operator, operand } = node
  return operator === SyntaxKind.ExclamationToken || operator === SyntaxKind.MinusToken
    ? [replaced(node, `(${operand.getText()})`)]
    : []
}

/** Booleans and numbers; strings are codes or words, and are changed where they are compared. */
function changeLiteral(node: ts.Node): readonly Change[] {
  if (node.kind === SyntaxKind.TrueKeyword) return [replaced(node, 'false')]
  if (node.kind === SyntaxKind.FalseKeyword) return [replaced(node, 'true')]
  const { parent } = node
  if (ts.isNumericLiteral(node))
    return ts.isPropertyAssignment(parent) && parent.name === node ? [] : [replaced(node, `${Number(node.text) + 1}`)]
  if (ts.isBigIntLiteral(node)) return [replaced(node, `${BigInt(node.text.slice(0, -1)) + 1n}n`)]
  if (!ts.isStringLiteral(node) || node.text === '') return []
  const isCompared =
    (ts.isBinaryExpression(parent) && EQUALITIES.includes(parent.operatorToken.kind)) || ts.isCaseClause(parent)
  return isCompared ? [replaced(node, `''`)] : []
}

/** Calls and assignments; throws; what leaves a function or a loop before its end. */
function removeStatement(node: ts.Node): readonly Change[] {
  const isAct =
    (ts.isExpressionStatement(node) && !node.getText().startsWith('super(')) ||
    ts.isThrowStatement(node) ||
    ((ts.isReturnStatement(node) || ts.isContinueStatement(node) || ts.isBreakStatement(node)) && isEarly(node))
  return isAct ? [replaced(node, ';')] : []
}

function isEarly({ parent }: ts.Node): boolean {
  const outer = ts.isBlock(parent) ? parent.parent : parent
  return ts.isIfStatement(outer) || ts.isIterationStatement(outer, false)
}

/** Elements of arrays, and members of objects that a function makes; a text in two languages stays whole. */
function removeElement(node: ts.Node): readonly Change[] {
  if (ts.isArrayLiteralExpression(node))
    return isPair(node) || isBilingual(node) ? [] : node.elements.map((_, at) => without(node.elements, at))
  if (!ts.isObjectLiteralExpression(node) || !ts.findAncestor(node, ts.isFunctionLike)) return []
  return node.properties.flatMap((member, at) =>
    member.name && /^(zh|en)$/.test(member.name.getText()) ? [] : [without(node.properties, at)],
  )
}

/** A text in two languages, as arguments. */
const isBilingual = ({ elements }: ts.ArrayLiteralExpression): boolean =>
  elements.some((one) => ts.isStringLiteralLike(one) && /\p{Script=Han}/u.test(one.text))

/** An entry of a Map: `[key, value]`. */
const isPair = ({ parent, elements }: ts.ArrayLiteralExpression): boolean =>
  elements.length === 2 && ts.isArrayLiteralExpression(parent) && ts.isNewExpression(parent.parent)

function without(list: ts.NodeArray<ts.Node>, at: number): Change {
  const [one, before, after] = [list[at], list[at - 1], list[at + 1]]
  if (!one) throw new Error('no such element')
  if (after) return { start: one.getStart(), end: after.getStart(), becomes: '' }
  return { start: before ? before.end : one.getStart(), end: one.end, becomes: '' }
}

/** `a?.b` becomes `a.b`. */
function insistOnChain(node: ts.Node): readonly Change[] {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node) && !ts.isCallExpression(node))
    return []
  if (!node.questionDotToken) return []
  return [replaced(node.questionDotToken, ts.isPropertyAccessExpression(node) ? '.' : '')]
}

function changeMethod(node: ts.Node): readonly Change[] {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return []
  const { name, expression } = node.expression
  const other = (expression.getText() === 'Math' ? EXTREMES : METHODS).get(name.text)
  if (other) return [replaced(name, other)]
  return NARROWING.test(name.text) ? [{ start: expression.end, end: node.end, becomes: '' }] : []
}
