/**
 * The codes by which the API says what is wrong, found in the sources by the compiler: every object that has a `code` and
 * a text in both languages, and every table of texts whose keys are codes. Over 250 lines because it is one walk through the sources.
 */
import { relative } from 'node:path'
import ts from 'typescript'
import { projectFolder } from '../src/settings.js'
import { FAILURES } from '../src/web/http/failure.js'

export interface Code {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly file: string
}

/** What an operation of the API can come to; pages, the worker and what only policy editors do are left out. */
const REACHED =
  /^src\/(base|cases|criteria|exchange|forms|letters|people|workflow|web\/(api|http))\/(?!staff|batchWords|templatePreview|templateCheck|paperKindCheck|bandCheck)/

interface Text {
  readonly zh: string
  readonly en: string
}

/** Codes whose text is made of what a rule or a scanner says. */
const SAID_ELSEWHERE: readonly Code[] = [
  code(
    'scan:{…}',
    '这份文件还没有通过查毒，或者查出了恶意程序。',
    'The file is not scanned yet, or malware was found in it.',
  ),
  code(
    'promiseNotAllowed:{…}',
    '这种材料不能以承诺书代替，原因见规则。',
    'This document cannot be replaced by a letter of commitment; the rule says why.',
  ),
  code('needed:{…}', '还需要这种材料，原因见规则。', 'This document is needed as well; the rule says why.'),
]

function code(name: string, zh: string, en: string): Code {
  return { code: name, zh, en, file: 'tools/codes.ts' }
}

/** Handed on with a code of elsewhere, or no code of an error. */
const PASSED_ON = [
  'src/criteria/bands.ts custom',
  'src/letters/outcomes.service.ts notNow',
  'src/letters/outcomes.service.ts otherwise',
  'src/letters/outcomes.service.ts ready',
  'src/letters/outcomes.service.ts recorded',
  'src/letters/outcomes.service.ts stale',
  'src/letters/outcomes.service.ts wrong',
  'src/web/api/answer.ts z.string()',
  'src/workflow/rules.ts noBlocks',
]

export interface Codes {
  /** The kinds of errors (`error`). */
  readonly kinds: readonly { readonly error: string; readonly zh: string; readonly en: string }[]
  readonly codes: readonly Omit<Code, 'file'>[]
}

/** Every kind and code once, by its name. Throws when the text of one is found nowhere. */
export function listCodes(): Codes {
  const { found, open, kinds } = new CodeReader()
  const lost = [...open].filter(
    (place) => !PASSED_ON.includes(place) && !SAID_ELSEWHERE.some(({ code: said }) => place.endsWith(` ${said}`)),
  )
  const stale = PASSED_ON.filter((place) => !open.has(place))
  if (lost.length + stale.length > 0)
    throw new Error(`no text is found for ${lost.join(', ') || 'any'}; not there any more: ${stale.join(', ')}`)
  const general = Object.entries(FAILURES).map(([kind, { heading }]) => ({ code: kind, ...heading }))
  return {
    kinds: once([...general, ...kinds]).map(({ code: error, zh, en }) => ({ error, zh, en })),
    codes: once([...found.filter(({ code: name }) => !name.startsWith('_')), ...SAID_ELSEWHERE]),
  }
}

function once(all: readonly Omit<Code, 'file'>[]): Omit<Code, 'file'>[] {
  const named = new Map(all.toReversed().map(({ code: name, zh, en }) => [name, { code: name, zh, en }]))
  return [...named.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** docs/codes.md. */
export function codesPage({ kinds, codes }: Codes): string {
  const cell = (text: string) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|')
  const line = (name: string, zh: string, en: string) => `| \`${name}\` | ${cell(zh)} | ${cell(en)} |`
  return [
    '# 代码 Codes',
    '',
    'By what the API says why something was not done ([api.md](api.md)). Made from the sources by `npm run client`; the same list',
    'is at `/api/codes`. Programs go by codes, never by words, which may change at any time. In a code or a text `{…}` stands for',
    'what differs: a kind of document, a month, a number. Codes are added and, while something says them, never taken away.',
    '',
    '## Kinds of errors',
    '',
    '`error`, and the end of `type`.',
    '',
    '| kind | 中文 | English |',
    '| --- | --- | --- |',
    ...kinds.map(({ error, zh, en }) => line(error, zh, en)),
    '',
    '## Codes of what is wrong',
    '',
    '`code` of `problems`, `because`, `blocks` and `warns`. Where one code has several texts, the first is shown.',
    '',
    '| code | 中文 | English |',
    '| --- | --- | --- |',
    ...codes.map(({ code: name, zh, en }) => line(name, zh, en)),
    '',
  ].join('\n')
}

export class CodeReader {
  private readonly program: ts.Program
  private readonly checker: ts.TypeChecker
  readonly found: Code[] = []
  /** Kinds of errors that have their own words (`error`, `heading`, `message`). */
  readonly kinds: Omit<Code, 'file'>[] = []
  /** Places whose code or text is made at run time of what another place says. */
  readonly open = new Set<string>()

  constructor() {
    const config = ts.getParsedCommandLineOfConfigFile(
      `${projectFolder}/tsconfig.json`,
      {},
      {
        ...ts.sys,
        onUnRecoverableConfigFileDiagnostic: () => undefined,
      },
    )
    this.program = ts.createProgram(
      (config?.fileNames ?? []).filter((name) => name.includes('/src/')),
      config?.options ?? {},
    )
    this.checker = this.program.getTypeChecker()
    for (const file of this.program.getSourceFiles())
      if (REACHED.test(relative(projectFolder, file.fileName))) this.visit(file)
    for (const place of this.open)
      if (this.found.some(({ code }) => code === place.split(' ')[1])) this.open.delete(place)
  }

  private visit(node: ts.Node): void {
    if (ts.isObjectLiteralExpression(node)) this.readObject(node)
    if (ts.isVariableDeclaration(node)) this.readTable(node)
    if (ts.isCallExpression(node)) this.readCall(node)
    ts.forEachChild(node, (child) => this.visit(child))
  }

  private readObject(node: ts.ObjectLiteralExpression): void {
    const [code, error, heading] = ['code', 'error', 'heading'].map((name) => propertyOf(node, name))
    const kind = error && heading && this.textOf(heading, '')
    if (kind) for (const one of this.codesOf(error)) this.kinds.push({ code: one, ...kind })
    if (!code) return
    const message = propertyOf(node, 'message')
    const own = propertyOf(node, 'zh') && propertyOf(node, 'en') ? node : undefined
    const spread = node.properties.filter(ts.isSpreadAssignment).map(({ expression }) => expression)
    if (!message && !own && spread.length === 0) return
    const codes = this.codesOf(code)
    for (const one of codes) {
      const given = [message, own, ...spread].flatMap((place) => (place ? (this.textOf(place, one) ?? []) : []))
      const text = given[0] ?? this.namedIn(node.getSourceFile(), one)
      if (text) this.add(one, text, node)
      else this.open.add(`${this.placeOf(node)} ${one}`)
    }
    if (codes.length === 0 && message && !this.isParameter(code))
      this.open.add(`${this.placeOf(node)} ${code.getText()}`)
  }

  /** A call of a function of ours whose first parameter is the code. */
  private readCall(node: ts.CallExpression): void {
    const [first, ...rest] = node.arguments
    const declared = this.checker.getResolvedSignature(node)?.getDeclaration()
    const parameter = declared?.parameters?.[0]?.name.getText()
    if (!first || parameter !== 'code' || !declared?.getSourceFile().fileName.startsWith(projectFolder)) return
    for (const code of this.codesOf(first)) {
      const text = pairIn(node) ?? rest.flatMap((one) => this.textOf(one, code) ?? [])[0]
      if (text) this.add(code, text, node)
    }
  }

  /** A table of texts whose keys are named as codes somewhere (`keyof typeof`). */
  private readTable({ name, initializer }: ts.VariableDeclaration): void {
    const table = initializer && bare(initializer)
    if (!table || !ts.isObjectLiteralExpression(table) || !ts.isIdentifier(name)) return
    if (!new RegExp(`[cC]ode(:| =) keyof typeof ${name.text}\\b`).test(table.getSourceFile().text)) return
    for (const property of table.properties) {
      if (!ts.isPropertyAssignment(property)) continue
      const text = this.textOf(property.initializer, '')
      const key = ts.isComputedPropertyName(property.name) ? '' : property.name.text
      if (text && key) this.add(key, text, property)
    }
  }

  private add(code: string, { zh, en }: Text, node: ts.Node): void {
    this.found.push({ code, zh, en, file: relative(projectFolder, node.getSourceFile().fileName) })
  }

  /** Given by whoever calls, who is read by itself. */
  private isParameter(node: ts.Expression): boolean {
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.checker.getSymbolAtLocation(node)
    return symbol?.declarations?.some((one) => ts.isParameter(one) || ts.isBindingElement(one)) ?? false
  }

  private placeOf = (node: ts.Node) => relative(projectFolder, node.getSourceFile().fileName)

  private codesOf(node: ts.Expression): string[] {
    const template = templateText(node)
    if (template !== undefined) return [template]
    const type = this.checker.getTypeAtLocation(node)
    const types = type.isUnion() ? type.types : [type]
    return types.every((one) => one.isStringLiteral())
      ? types.map((one) => String((one as ts.StringLiteralType).value))
      : []
  }

  /** The text that an expression gives for a code; undefined where only running tells. */
  private textOf(given: ts.Expression, code: string, depth = 0): Text | undefined {
    const node = bare(given)
    if (depth > 6) return undefined
    if (ts.isObjectLiteralExpression(node)) {
      const [zh, en] = [propertyOf(node, 'zh'), propertyOf(node, 'en')].map((one) => one && templateText(one))
      return zh !== undefined && en !== undefined ? { zh, en } : undefined
    }
    if (ts.isCallExpression(node)) {
      const [first] = node.arguments
      const written = pairIn(node)
      if (written) return written
      return (first && this.textOf(first, code, depth + 1)) ?? this.textOf(node.expression, code, depth + 1)
    }
    if (ts.isArrowFunction(node))
      return ts.isBlock(node.body) ? this.firstIn(node.body) : this.textOf(node.body, code, depth + 1)
    if (ts.isConditionalExpression(node))
      return this.textOf(node.whenTrue, code, depth + 1) ?? this.textOf(node.whenFalse, code, depth + 1)
    if (ts.isElementAccessExpression(node)) {
      const table = this.initializerOf(node.expression)
      const [first] = table && ts.isObjectLiteralExpression(table) ? table.properties : []
      const any = first && ts.isPropertyAssignment(first) ? first.initializer : undefined
      const entry = table && ts.isObjectLiteralExpression(table) ? (propertyOf(table, code) ?? any) : undefined
      return entry && this.textOf(entry, code, depth + 1)
    }
    const initializer = this.initializerOf(node)
    return initializer && this.textOf(initializer, code, depth + 1)
  }

  /** The first text in both languages that stands anywhere in it, or in what it names. */
  private firstIn(node: ts.Node, depth = 0): Text | undefined {
    if (ts.isObjectLiteralExpression(node)) {
      const text = this.textOf(node, '')
      if (text) return text
    }
    if (ts.isCallExpression(node)) {
      const text = pairIn(node)
      if (text) return text
    }
    if (ts.isIdentifier(node) && depth < 3 && !ts.isPropertyAssignment(node.parent)) {
      const named = this.initializerOf(node)
      const text = named && !ts.isArrowFunction(named) ? this.firstIn(named, depth + 1) : undefined
      if (text) return text
    }
    return ts.forEachChild(node, (child) => this.firstIn(child, depth))
  }

  /** The text of what has the name of the code in the same file: of a rule, its reason. */
  private namedIn(node: ts.Node, name: string): Text | undefined {
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === name)
      return this.firstIn(node.initializer)
    return ts.forEachChild(node, (child) => this.namedIn(child, name))
  }

  private initializerOf(node: ts.Expression): ts.Expression | undefined {
    let symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node) ? node.name : node)
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = this.checker.getAliasedSymbol(symbol)
    const [declaration] = symbol?.declarations ?? []
    if (declaration && (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration)))
      return declaration.initializer && bare(declaration.initializer)
    return undefined
  }
}

/** Two texts beside each other among the arguments of a call, Chinese and English. */
function pairIn({ arguments: given }: ts.CallExpression): Text | undefined {
  const texts = given.map(templateText)
  const at = texts.findIndex((zh, index) => zh && /\p{Script=Han}/u.test(zh) && texts[index + 1] !== undefined)
  const [zh, en] = texts.slice(at, at + 2)
  return at >= 0 && zh !== undefined && en !== undefined ? { zh, en } : undefined
}

/** Without `as const`, `satisfies …` and brackets. */
function bare(node: ts.Expression): ts.Expression {
  if (ts.isSatisfiesExpression(node) || ts.isAsExpression(node) || ts.isParenthesizedExpression(node))
    return bare(node.expression)
  return node
}

function propertyOf(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const property of node.properties) {
    if (ts.isPropertyAssignment(property) && property.name.getText().replace(/^['"]|['"]$/g, '') === name)
      return property.initializer
    if (ts.isShorthandPropertyAssignment(property) && property.name.text === name) return property.name
  }
  return undefined
}

/** A written text, its places as `{…}`; undefined when it is none. */
function templateText(given: ts.Expression): string | undefined {
  const node = bare(given)
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `{…}${literal.text}`).join('')
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [templateText(node.left), templateText(node.right)]
    return left === undefined || right === undefined ? undefined : left + right
  }
  return undefined
}
