/**
 * The templates of pages, read, checked and compiled when the project is built, so that a wrong name, a helper that is
 * not on the list or an unescaped value stops the build and not a reader, and no start waits for them.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { runInNewContext } from 'node:vm'
import Handlebars from 'handlebars'
import type { CompiledTemplates } from '../src/web/kit/render.js'
import { parseTemplate } from './unwrap.js'

/** What a template may call. Anything else is prepared in code, before the template sees it. */
const HELPERS = ['say', 'han', 'runs', 'if', 'unless', 'each', 'with', 'lookup']

const COMPILE: CompileOptions = {
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { say: true, han: true, runs: true },
  // A part sees what it is given and nothing else; the page stays reachable as @root
  explicitPartialContext: true,
}

interface Source {
  readonly name: string
  readonly text: string
}

function readTemplates(root: string): Source[] {
  const files = ['parts', 'pages'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort(),
  )
  return [...files, join(root, 'layout.hbs')].map((file) => ({
    name: relative(root, file)
      .replace(/\.hbs$/, '')
      .split(sep)
      .join('/'),
    text: readFileSync(file, 'utf8'),
  }))
}

/**
 * Finds what a template may not hold: values that are not escaped, helpers not on the list, parts
 * that do not exist.
 */
class Check extends Handlebars.Visitor {
  readonly faults: string[] = []

  constructor(private readonly parts: ReadonlySet<string>) {
    super()
  }

  override MustacheStatement(node: hbs.AST.MustacheStatement): void {
    if (!node.escaped) this.fault(node, 'writes a value without escaping it')
    if (node.params.length > 0 || node.hash) this.called(node.path, node)
    super.MustacheStatement(node)
  }

  override BlockStatement(node: hbs.AST.BlockStatement): void {
    this.called(node.path, node)
    super.BlockStatement(node)
  }

  override SubExpression(node: hbs.AST.SubExpression): void {
    this.called(node.path, node)
    super.SubExpression(node)
  }

  override PartialStatement(node: hbs.AST.PartialStatement): void {
    if (node.name.type === 'PathExpression') {
      const { original } = node.name as hbs.AST.PathExpression
      if (!this.parts.has(original)) this.fault(node, `includes ${original}, which does not exist`)
    }
    super.PartialStatement(node)
  }

  private called(path: hbs.AST.Node, node: hbs.AST.Node): void {
    const name = path.type === 'PathExpression' ? (path as hbs.AST.PathExpression).original : path.type
    if (!HELPERS.includes(name)) this.fault(node, `calls ${name}, which is not a known helper`)
  }

  private fault(node: hbs.AST.Node, what: string): void {
    this.faults.push(`line ${node.loc.start.line} ${what}`)
  }
}

/** What Handlebars makes code with, as far as it is used here; its types leave it out. */
interface CodeMaker {
  compiler: new () => CodeMaker
  popStack(): unknown
  push(code: readonly unknown[]): void
  invokeKnownHelper(paramSize: number, name: string): void
}
const { JavaScriptCompiler } = Handlebars as unknown as { JavaScriptCompiler: new () => CodeMaker }

/** The program of a block, called in place with all that is in scope there. */
function programCall(made: unknown): string {
  const [, index, scope] = /^container\.program\((\d+), data, 0(.*)\)$/.exec(String(made)) ?? []
  return index === undefined ? '""' : `container.fn(${index})(container,depth0,helpers,partials,data${scope})`
}

/**
 * `if` and `unless` as a condition of JavaScript, `say` as a call of what the renderer gives along. As helpers each
 * would make an object of options, twice, and a function a branch, a thousand times a page.
 */
class Direct extends JavaScriptCompiler {
  override compiler = Direct

  override invokeKnownHelper(paramSize: number, name: string): void {
    if (!['if', 'unless', 'say'].includes(name)) {
      super.invokeKnownHelper(paramSize, name)
      return
    }
    const [, otherwise, program] = [this.popStack(), this.popStack(), this.popStack()]
    const given = Array.from({ length: paramSize }, () => this.popStack()).reverse()
    const [yes, no] = name === 'if' ? [program, otherwise] : [otherwise, program]
    if (name === 'say') this.push(['data.say(data.root.language', ...given.flatMap((one) => [',', one]), ')'])
    else this.push(['(t(', ...given, ')?', programCall(yes), ':', programCall(no), ')'])
  }
}
const compiler = Object.assign(Handlebars.create(), { JavaScriptCompiler: Direct })

/** What holds for a condition: an empty list does not. */
const HOLDS = 'const t=x=>Array.isArray(x)?x.length>0:Boolean(x)'

/** Where something stands in its template, which an error names. */
const PLACE = /\{(?:"source":"[^"]*",)?"start":\{"line":\d+,"column":\d+\},"end":\{"line":\d+,"column":\d+\}\}/g

/** What each program brings along for a runtime of before 4.6, which ours is not. */
const OLD_RUNTIME = /(lookupProperty = container\.lookupProperty) \|\| function[^}]*\}\s*return undefined\s*\}/g

/**
 * A template as an expression of JavaScript, in ASCII: one Han character would make each character of the text take
 * two bytes of memory. Its places are made once: Handlebars would make each whenever it passes.
 */
function precompile(tree: hbs.AST.Program): string {
  const places: string[] = []
  const text = String(compiler.precompile(tree, COMPILE))
  const short = text
    .replace(PLACE, (place) => `p[${places.push(place) - 1}]`)
    .replace(OLD_RUNTIME, '$1')
    .replace(/\n\s+/g, '\n')
    .replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return `(p=>(${short}))([${places}])`
}

/**
 * All templates of a folder that holds layout.hbs, parts/ and pages/, as the text of build/templates.cjs, which
 * exports pairs of a template's name and what Handlebars makes its function of.
 *
 * @throws Error that names every fault with file and line
 */
export function compileTemplates(root: string): string {
  const sources = readTemplates(root)
  const known = new Set(sources.map(({ name }) => name).filter((name) => name.startsWith('parts/')))
  const faults: string[] = []
  const lines = sources.map(({ name, text }) => {
    const tree = parseTemplate(text, name)
    const check = new Check(known)
    check.accept(tree)
    faults.push(...check.faults.map((fault) => `${name}.hbs ${fault}`))
    return () => `[${JSON.stringify(name)},${precompile(tree)}]`
  })
  if (faults.length > 0) throw new Error(`templates are wrong:\n${faults.join('\n')}`)
  return `${HOLDS}\nmodule.exports = [${lines.map((line) => line()).join(',\n')}]\n`
}

/** The same as it is read, for tests of templates that are not those of the build. */
export function loadTemplates(root: string): CompiledTemplates {
  return runInNewContext(compileTemplates(root), { module: {} })
}
