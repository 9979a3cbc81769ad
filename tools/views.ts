/**
 * What the templates read, as types: templates/views.ts, made by `npm run docs`. `page()` asks for the view of its
 * template by them, so that the compiler finds a page that leaves something out or gives it in another shape.
 *
 * A member is optional when the template asks for it first (`{{#if x}}`), or reads it only where something else is
 * there. A page gives its own lists, were they empty; a part or a row may have none.
 * Over 250 lines because a use is found, merged and written in one place.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import { listFiles } from './sources.js'

/** What the frame, the renderer and the answers put beside a page's own view (pages.ts, render.ts, answers.ts). */
const GIVEN = new Set([
  ...[
    'shell',
    'language',
    'english',
    'htmlLanguage',
    'demonstration',
    'assets',
    'fonts',
    'body',
    'notices',
    'problems',
  ],
])

const HEAD = `/**
 * What each template reads. Made from the templates by \`npm run docs\`; do not edit. Over 250 lines because it
 * names every template and part.
 */
import type { Bilingual } from '../src/base/text.js'

type Falsy = false | 0 | '' | null | undefined
/** Written as it is. */
type Plain = string | number
/** Written in the reader's language, or somebody's own words. */
type Said = Bilingual | Plain
`

/** Templates by their path. */
type Texts = ReadonlyMap<string, string>

/** All templates of a project, by the folder that holds it. */
export const templatesIn = (project: string): Texts =>
  new Map(listFiles(project, 'templates', /\.hbs$/).map((path) => [path, readFileSync(join(project, path), 'utf8')]))

interface Member {
  readonly use: Use
  needed: boolean
}

/** How a value is used: the value of one path, or the elements of a list. */
class Use {
  readonly members = new Map<string, Member>()
  readonly parts = new Set<string>()
  element: Use | undefined
  said = false
  plain = false

  constructor(readonly holder?: Use) {}

  member(name: string): Use {
    const known = this.members.get(name) ?? { use: new Use(this), needed: false }
    this.members.set(name, known)
    return known.use
  }

  elements(): Use {
    this.element ??= new Use(this)
    return this.element
  }

  isWithin(other: Use): boolean {
    return this === other || Boolean(this.holder?.isWithin(other))
  }

  /** What another template reads of the same value. */
  take(other: Use): void {
    this.said ||= other.said
    this.plain ||= other.plain
    for (const part of other.parts) this.parts.add(part)
    if (other.element) this.elements().take(other.element)
    for (const [name, { use, needed }] of other.members) {
      this.member(name).take(use)
      const member = this.members.get(name)
      if (member) member.needed ||= needed
    }
  }

  get names(): readonly string[] {
    return [...this.members.keys()].sort()
  }
}

interface Scope {
  readonly here: Use
  readonly around?: Scope
  /** What is there wherever this is read: the values asked for by the blocks around. */
  readonly asked: readonly Use[]
}

/** Whether a template can do without a value: it cannot when it writes it, and can when it only asks for it. */
type Need = boolean | 'list'

/** One template: what it reads of its context, and of the page that it stands in. */
class Reading {
  readonly own = new Use()
  readonly page = new Use()
  readonly includes = new Set<string>()

  constructor(
    tree: hbs.AST.Program,
    private readonly isPage: boolean,
    private readonly known: ReadonlyMap<string, Reading>,
  ) {
    if (isPage) this.page = this.own
    this.program(tree, { here: this.own, asked: [] })
  }

  private program(tree: hbs.AST.Program | undefined, scope: Scope): void {
    for (const statement of tree?.body ?? []) this.statement(statement, scope)
  }

  private statement(node: hbs.AST.Statement, scope: Scope): void {
    if (node.type === 'MustacheStatement') this.mustache(node as hbs.AST.MustacheStatement, scope)
    if (node.type === 'BlockStatement') this.block(node as hbs.AST.BlockStatement, scope)
    if (node.type === 'PartialStatement') this.part(node as hbs.AST.PartialStatement, scope)
  }

  private mustache({ path, params }: Pick<hbs.AST.MustacheStatement, 'path' | 'params'>, scope: Scope): void {
    if (params.length > 0) for (const param of params) this.say(param, scope)
    else {
      const use = this.read(path, scope)
      if (use) use.plain = true
    }
  }

  private say(param: hbs.AST.Expression, scope: Scope): void {
    const use = this.read(param, scope)
    if (use) use.said = true
  }

  private block(node: hbs.AST.BlockStatement, scope: Scope): void {
    const { original } = node.path as hbs.AST.PathExpression // the renderer knows no other
    const [param] = node.params
    if (!param) return
    if (original === 'each') {
      const here = this.read(param, scope, node.inverse ? false : 'list')?.elements() ?? new Use()
      this.program(node.program, { here, around: scope, asked: scope.asked })
      this.program(node.inverse, { ...scope, asked: [...scope.asked, new Use()] })
      return
    }
    const use = this.read(param, scope, false) ?? new Use()
    const there = { ...scope, asked: [...scope.asked, use] }
    const absent = { ...scope, asked: [...scope.asked, new Use()] }
    if (original === 'with') this.program(node.program, { ...there, here: use, around: scope })
    else this.program(node.program, original === 'if' ? there : absent)
    this.program(node.inverse, original === 'unless' ? there : absent)
  }

  private part({ name, params, hash }: hbs.AST.PartialStatement, scope: Scope): void {
    if (name.type === 'SubExpression') {
      for (const param of params) this.read(param, scope) // which part it is, the item says
      return
    }
    const part = (name as hbs.AST.PathExpression).original
    const given = hash?.pairs ?? []
    this.includes.add(part)
    for (const param of params) this.read(param, scope)?.parts.add(partType(part, given))
    for (const { key, value } of given) {
      const member = this.known.get(part)?.own.members.get(key)
      const use = this.read(value, scope, member?.needed ?? false)
      if (member) use?.parts.add(`Parts['${part}']['${key}']`)
    }
  }

  private read(node: hbs.AST.Expression, scope: Scope, needed: Need = true): Use | undefined {
    if (node.type === 'SubExpression') {
      this.mustache(node as hbs.AST.SubExpression, scope)
      return undefined
    }
    if (node.type !== 'PathExpression') return undefined
    const { data, depth, parts } = node as hbs.AST.PathExpression
    const names = parts.map(String)
    if (data) return names[0] === 'root' ? this.follow(this.page, names.slice(1), scope, needed) : undefined
    let from: Scope | undefined = scope
    for (let up = 0; up < depth; up++) from = from?.around
    if (!from) throw new Error(`line ${node.loc.start.line} reads beyond its context`)
    return this.follow(from.here, names, scope, needed)
  }

  private follow(start: Use, names: readonly string[], { asked }: Scope, needed: Need): Use {
    let use = start
    for (const name of names) {
      const next = use.member(name)
      const member = use.members.get(name)
      const holder = use
      const isNeeded = needed === 'list' ? this.isPage && holder === this.own : needed
      if (member && isNeeded && asked.every((one) => holder.isWithin(one))) member.needed = true
      use = next
    }
    return use
  }
}

function partType(part: string, given: readonly hbs.AST.HashPair[]): string {
  const names = given.map(({ key }) => `'${key}'`).sort()
  return names.length === 0 ? `Parts['${part}']` : `Omit<Parts['${part}'], ${names.join(' | ')}>`
}

/** Reads until a part's members are known to all that include it, themselves among them. */
function readAll(texts: Texts): { pages: ReadonlyMap<string, Reading>; parts: ReadonlyMap<string, Reading> } {
  const trees = (folder: string) =>
    [...texts]
      .filter(([path]) => path.startsWith(`templates/${folder}/`))
      .map(([path, text]) => [path.replace(/^templates\/(pages\/)?|\.hbs$/g, ''), Handlebars.parse(text)] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1))
  const [pages, parts] = [trees('pages'), trees('parts')]
  const read = (list: typeof pages, isPage: boolean, known: ReadonlyMap<string, Reading>) =>
    new Map(list.map(([name, tree]) => [name, new Reading(tree, isPage, known)]))
  let known = read(parts, false, new Map())
  for (let before = ''; before !== partTypes(known); known = read(parts, false, known)) before = partTypes(known)
  return { pages: read(pages, true, known), parts: known }
}

const partTypes = (parts: ReadonlyMap<string, Reading>): string =>
  tableOf('Parts', parts, ({ own }, broken) => typeOf(own, 1, broken))

/** Writes a type once it is told whether to break the line. */
type Writer = (broken: boolean) => string

/** One member: on one line where it fits, each of its own members on a line otherwise. */
function fitted(indent: number, write: Writer): string {
  const flat = write(false)
  return 2 * indent + flat.length <= 120 && !flat.includes('\n') ? flat : write(true)
}

const tableOf = (
  name: string,
  readings: ReadonlyMap<string, Reading>,
  write: (reading: Reading, broken: boolean) => string,
): string =>
  `export interface ${name} {\n${[...readings]
    .map(([key, reading]) => `  ${fitted(1, (broken) => `readonly '${key}': ${write(reading, broken)}`)}\n`)
    .join('')}}\n`

function typeOf(use: Use, indent: number, broken: boolean): string {
  const things = [
    ...(use.members.size > 0 ? [membersOf(use, indent, broken)] : []),
    ...(use.element ? [`readonly ${grouped(typeOf(use.element, indent, broken))}[]`] : []),
    ...[...use.parts].sort(),
  ]
  const text = use.plain ? 'Plain' : use.said ? 'Said' : undefined
  const onlyParts = things.length === use.parts.size
  const thing = things.join(broken && onlyParts ? ` &\n${'  '.repeat(indent + 1)}` : ' & ')
  if (text && thing) return `${text} | ${things.length > 1 ? `(${thing})` : thing}`
  return text ?? (thing || 'unknown')
}

const grouped = (type: string): string => (/^[\w.]+$|^\{[^{}]*\}$|^Parts\['[^']+'\]$/.test(type) ? type : `(${type})`)

function membersOf(use: Use, indent: number, broken: boolean): string {
  const lines = use.names.map((name) =>
    fitted(indent + 1, (isBroken) => memberOf(name, use.members.get(name), indent + 1, isBroken)),
  )
  const flat = `{ ${lines.join('; ')} }`
  if (!broken && !flat.includes('\n')) return flat
  const space = '  '.repeat(indent)
  return `{\n${lines.map((line) => `${space}  ${line}\n`).join('')}${space}}`
}

function memberOf(name: string, member: Member | undefined, indent: number, broken: boolean): string {
  const type = member ? typeOf(member.use, indent, broken) : 'unknown'
  if (member?.needed) return `readonly ${name}: ${type}`
  return `readonly ${name}?: ${type === 'unknown' ? type : `${type.includes(' &') ? grouped(type) : type} | Falsy`}`
}

/** What a page's parts, however deep, read of the page itself. */
function pageOf(reading: Reading, parts: ReadonlyMap<string, Reading>, seen = new Set<string>()): Use[] {
  return [...reading.includes].flatMap((name) => {
    const part = parts.get(name)
    if (!part || seen.has(name)) return []
    seen.add(name)
    return [part.page, ...pageOf(part, parts, seen)]
  })
}

/** The text of templates/views.ts. */
export function viewTypes(texts: Texts): string {
  const { pages, parts } = readAll(texts)
  for (const reading of pages.values()) {
    for (const use of pageOf(reading, parts)) reading.own.take(use)
    for (const name of GIVEN) reading.own.members.delete(name)
  }
  const views = tableOf('Views', pages, ({ own }, broken) =>
    own.members.size === 0 ? 'unknown' : typeOf(own, 1, broken),
  )
  return `${HEAD}\n${partTypes(parts)}\n${views}`
}
