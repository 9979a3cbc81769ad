/**
 * Pages from Handlebars. All templates are read and checked when the application starts, so that a
 * wrong name, a helper that is not on the list or an unescaped value stops the start and not a
 * reader. Each is compiled once, at its first use.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import Handlebars from 'handlebars'
import type { Bilingual, Language } from '../../base/text.js'
import type { Assets } from './assets.js'
import { facesFor } from './faces.js'
import type { Page } from './shell.js'
import { parseTemplate } from './unwrap.js'

/** What a template may call. Anything else is prepared in code, before the template sees it. */
const HELPERS = ['say', 'han', 'if', 'unless', 'each', 'with', 'lookup']

const COMPILE: CompileOptions = {
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { say: true, han: true },
  // A part sees what it is given and nothing else; the page stays reachable as @root
  explicitPartialContext: true,
}

export const HTML_LANGUAGE: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' }

export interface RendererOptions {
  /** The folder that holds layout.hbs, parts/ and pages/. */
  readonly root: string
  /** Outside production every page says that this is a demonstration. */
  readonly production: boolean
  readonly assets: Assets
}

/**
 * Renders the page `pages/<page>.hbs` inside the layout.
 *
 * @param page its path below pages/, without the ending: `home`, `firm/tasks`
 * @param data the page's view (templates/views.ts) with its frame (`Page` in shell.ts)
 * @throws Error when there is no such page, or when the template asks for a value that the view does not have
 */
export type Render = (page: string, data: object, language: Language) => string

interface Book {
  readonly layout: Handlebars.TemplateDelegate
  readonly pages: ReadonlyMap<string, Handlebars.TemplateDelegate>
}

interface Source {
  readonly name: string
  readonly file: string
}

/** The files below one folder, named by their path: `parts/form/input`. */
function listTemplates(root: string, folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({
      file,
      name: relative(root, file)
        .replace(/\.hbs$/, '')
        .split(sep)
        .join('/'),
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

const isBilingual = (value: unknown): value is Bilingual =>
  typeof value === 'object' && value !== null && 'zh' in value && 'en' in value

/** Between Han and a figure the style sheet sets the space (`text-autospace`), so one that was typed is taken out. */
const closeUp = (text: string): string =>
  text.includes(' ')
    ? text.replace(/(?<=^|\p{Script=Han}|[，。；：、（“]) ?(\d[\d.,]*|[A-C]) (?=\p{Script=Han})/gu, '$1')
    : text

/**
 * `{{say '中文' 'English'}}`, `{{say text}}` for a bilingual text; a plain string is somebody's own
 * words and stays as it is.
 */
function say(...given: unknown[]): string {
  const options = given.pop() as Handlebars.HelperOptions // Handlebars always gives it last
  const language = options.data.root.language as Language // set by createRenderer
  const [first, second] = given
  if (typeof first === 'string') {
    if (typeof second !== 'string') return first
    return language === 'en' ? second : closeUp(first)
  }
  if (typeof first === 'number') return String(first)
  if (isBilingual(first)) return language === 'en' ? first.en : closeUp(first.zh)
  throw new Error(`say: a text in both languages is needed, not ${first === null ? 'null' : typeof first}`)
}

/** `{{#if (han text)}}`: somebody's own words in Han on an English page, which are marked as Chinese (parts/own). */
function han(text: unknown, { data }: Handlebars.HelperOptions): boolean {
  const words = isBilingual(text) ? text.en : text
  return data.root.language === 'en' && typeof words === 'string' && /\p{Script=Han}/u.test(words)
}

/** What a page asks for at once: the slices of its heading, which is its title. The desk's headings are in Hei. */
function fontsOf(data: Partial<Page>, language: Language, { faces = [] }: Assets) {
  const { title, shell } = data
  if (!title || !shell || shell.audience === 'desk') return []
  return facesFor(isBilingual(title) ? title[language] : title, faces)
}

function load(root: string): Book {
  const handlebars = Handlebars.create()
  handlebars.registerHelper({ say, han })
  const parts = listTemplates(root, 'parts')
  const known = new Set(parts.map((part) => part.name))
  const faults: string[] = []

  const compile = ({ name, file }: Source): Handlebars.TemplateDelegate => {
    const tree = parseTemplate(readFileSync(file, 'utf8'), name)
    const check = new Check(known)
    check.accept(tree)
    faults.push(...check.faults.map((fault) => `${name}.hbs ${fault}`))
    return handlebars.compile(tree, COMPILE)
  }

  for (const part of parts) handlebars.registerPartial(part.name, compile(part))
  const pages = new Map(listTemplates(root, 'pages').map((page) => [page.name.replace(/^pages\//, ''), compile(page)]))
  const layout = compile({ name: 'layout', file: join(root, 'layout.hbs') })
  if (faults.length > 0) throw new Error(`templates are wrong:\n${faults.join('\n')}`)
  return { layout, pages }
}

/**
 * Reads, checks and keeps all templates.
 *
 * @throws Error that names every fault with file and line
 */
export function createRenderer({ root, production, assets }: RendererOptions): Render {
  const book = load(root)
  return (page, data, language) => {
    const template = book.pages.get(page)
    if (!template) throw new Error(`there is no page ${page}`)
    const view = {
      ...data,
      language,
      english: language === 'en',
      htmlLanguage: HTML_LANGUAGE[language],
      demonstration: !production,
      assets,
      fonts: fontsOf(data, language, assets),
    }
    // The page's own HTML, made by a checked template a moment ago, is the one text that is not escaped again
    const body = new Handlebars.SafeString(template(view))
    return book.layout({ ...view, body })
  }
}
