/**
 * The sentences of a paper, out of templates that policy editors write. A template may print a
 * field, `{{name}}`, or print something only where a field says something, `{{#if name}} … {{else}}
 * … {{/if}}` and `unless`; there is no other helper, no partial, no path into anything else. What
 * comes out is plain text. The tree is walked against this list of what may stand in it, when a
 * template is saved and again before it is used.
 */
import Handlebars from 'handlebars'
import { Invalid, type Problem } from '../base/errors.js'
import { cleanLine } from './cleanText.js'

type Texts = Readonly<Record<string, string>>

const conditions = ['if', 'unless']
const kept = new Map<string, Handlebars.TemplateDelegate>()
const mostKept = 500

/**
 * How long one paragraph may be, in characters, and how deep its conditions: more is no sentence,
 * and parsing stays quick.
 */
export const LONGEST = 4000
export const DEEPEST = 4

/**
 * One paragraph; empty when nothing is left of it.
 * @throws Invalid when the template is wrong or asks for a field that is not there
 */
export function renderParagraph(template: string, fields: Texts): string {
  const problems = listTemplateProblems(template, Object.keys(fields))
  if (problems.length > 0) throw new Invalid(problems)
  const values = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cleanLine(value)]))
  return cleanLine(compile(template)(values))
}

/** Paragraphs, without those of which nothing is left. Throws Invalid as renderParagraph does. */
export const renderParagraphs = (templates: readonly string[], fields: Texts): string[] =>
  templates.map((template) => renderParagraph(template, fields)).filter((text) => text !== '')

function compile(template: string): Handlebars.TemplateDelegate {
  const found = kept.get(template)
  if (found) return found
  if (kept.size >= mostKept) kept.clear()
  const compiled = Handlebars.compile(template, { strict: true, noEscape: true, knownHelpersOnly: true })
  kept.set(template, compiled)
  return compiled
}

/**
 * Everything in a template that is not allowed, `path` being the line and column; for the screen
 * where it is written, and before each use. A template is a text and nothing else: Handlebars would
 * take a ready tree as well, and run what stands in it.
 */
export function listTemplateProblems(template: unknown, fields: readonly string[]): Problem[] {
  if (typeof template !== 'string') return [wrong('template.text', '', '这不是文字', 'This is not a text')]
  if (template.length > LONGEST)
    return [wrong('template.long', '', `太长，最多${LONGEST}个字符`, `Too long: ${LONGEST} characters at most`)]
  try {
    return listInProgram(Handlebars.parseWithoutProcessing(template), fields, 0)
  } catch (error) {
    const { place, zh, en } = explain(error, template)
    return [wrong('template.syntax', place, `${zh}。${ALLOWED.zh}`, `${en}. ${ALLOWED.en}`)]
  }
}

function listInProgram(program: hbs.AST.Program, fields: readonly string[], depth: number): Problem[] {
  return program.body.flatMap((statement) => {
    switch (statement.type) {
      case 'ContentStatement':
      case 'CommentStatement':
        return []
      case 'MustacheStatement':
        // The type says which statement it is.
        return listInMustache(statement as hbs.AST.MustacheStatement, fields)
      case 'BlockStatement':
        return listInBlock(statement as hbs.AST.BlockStatement, fields, depth + 1)
      default:
        return [notAllowed(statement)]
    }
  })
}

function listInMustache(statement: hbs.AST.MustacheStatement, fields: readonly string[]): Problem[] {
  if (statement.params.length > 0 || statement.hash?.pairs?.length || !statement.escaped) return [notAllowed(statement)]
  return listInField(statement.path, fields)
}

function listInBlock(block: hbs.AST.BlockStatement, fields: readonly string[], depth: number): Problem[] {
  if (depth > DEEPEST)
    return [
      wrong('template.deep', place(block), `条件最多套${DEEPEST}层`, `Conditions may nest ${DEEPEST} deep at most`),
    ]
  // Of a block that begins with `^` one half is missing, although the types do not say so.
  const halves = [block.program, block.inverse].filter((half): half is hbs.AST.Program => Boolean(half))
  const [condition, ...more] = block.params
  const known = conditions.includes(block.path.original) && !block.hash?.pairs?.length
  const raw = block.openStrip === undefined || !('open' in block.openStrip) // {{{{if name}}}}
  const named = halves.some(({ blockParams }) => blockParams?.length)
  if (!known || raw || named || !condition || more.length > 0) return [notAllowed(block)]
  return [...listInField(condition, fields), ...halves.flatMap((half) => listInProgram(half, fields, depth))]
}

function listInField(expression: hbs.AST.Expression, fields: readonly string[]): Problem[] {
  if (expression.type !== 'PathExpression') return [notAllowed(expression)]
  // The type says so.
  const path = expression as hbs.AST.PathExpression
  if (path.data || path.depth > 0 || path.parts.length !== 1 || conditions.includes(path.original)) {
    return [notAllowed(path)]
  }
  if (fields.includes(path.original)) return []
  const near = nearest(path.original, fields)
  const [zh, en] = near ? [`是否要写 {{${near}}}？`, `Did you mean {{${near}}}? `] : ['', '']
  return [
    wrong(
      'template.field',
      place(path),
      `没有“${path.original}”这个要素。${zh}可以写的要素见“可插入的要素”`,
      `There is no fact “${path.original}” here. ${en}The list of facts says which may stand here`,
    ),
  ]
}

/** The name that is a few letters from what was typed; undefined when none is. */
function nearest(typed: string, names: readonly string[]): string | undefined {
  const [first] = names
    .map((name) => ({ name, away: lettersApart(typed.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, away }) => away <= Math.min(3, name.length / 2))
    .toSorted((one, other) => one.away - other.away)
  return first?.name
}

/** How many letters have to be put in, taken out or changed to make one word of another (Levenshtein). */
function lettersApart(one: string, other: string): number {
  if (one.length > 40) return one.length
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1]
    for (const [j, known] of [...other].entries())
      next.push(Math.min((row[j] ?? 0) + (letter === known ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    row = next
  }
  return row[other.length] ?? 0
}

/** All that a template may say besides its words. */
const ALLOWED = {
  zh: '可以写文字、{{要素}}、{{#if 要素}}…{{else}}…{{/if}} 和 {{#unless 要素}}…{{/unless}}',
  en: 'You can use text, {{fact}}, {{#if fact}}…{{else}}…{{/if}} and {{#unless fact}}…{{/unless}}',
}
const notAllowed = (node: hbs.AST.Node): Problem =>
  wrong('template.notAllowed', place(node), `这种写法不能用。${ALLOWED.zh}`, `This cannot be used. ${ALLOWED.en}`)

const place = ({ loc }: hbs.AST.Node): string => `${loc.start.line}:${loc.start.column + 1}`

/** Where and what a parsing error is, out of the words that the parser has for it. */
function explain(error: unknown, template: string): { place: string; zh: string; en: string } {
  const [first = '', excerpt = '', pointer = ''] = (error instanceof Error ? error.message : '').split('\n')
  // "if doesn't match unless - 1:3"
  const [, opened, closed, atLine, atColumn] = /^(\S+) doesn't match (\S+) - (\d+):(\d+)$/.exec(first) ?? []
  if (opened)
    return {
      place: `${atLine}:${Number(atColumn) + 1}`,
      zh: `{{#${opened}}} 须以 {{/${opened}}} 结束，这里写的是 {{/${closed}}}`,
      en: `{{#${opened}}} has to end with {{/${opened}}}, not with {{/${closed}}}`,
    }
  const wrongAt = (place: string) => ({
    place,
    zh: '花括号没有成对，或条件没有结束',
    en: 'A brace is missing, or a condition has no end',
  })
  const line = Number(/on line (\d+)/.exec(first)?.[1] ?? 1)
  const before = excerpt.slice(0, pointer.indexOf('^')).replace(/^\.\.\./, '')
  const text = template.split('\n')[line - 1] ?? ''
  for (let from = 0; from < before.length; from++) {
    const at = text.indexOf(before.slice(from))
    if (at >= 0) return wrongAt(`${line}:${at + before.length - from + 1}`)
  }
  return wrongAt(`${line}:1`)
}

const wrong = (code: string, path: string, zh: string, en: string): Problem => ({
  code,
  path,
  message: { zh: `${zh}。`, en: `${en}.` },
})
