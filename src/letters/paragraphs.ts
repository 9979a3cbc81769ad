/**
 * The sentences of a letter, out of templates that policy editors write. A template may print a field, `{{name}}`, or print something only where a field says
 * something, `{{#if name}} … {{else}} … {{/if}}` and `unless`; there is no other helper, no partial, no path into anything else. What comes out is plain text.
 */
import Handlebars from 'handlebars'
import { Invalid, type Problem } from '../base/errors.js'
import { cleanLine } from './cleanText.js'

type Fields = Readonly<Record<string, string>>

const conditions = ['if', 'unless']
const kept = new Map<string, Handlebars.TemplateDelegate>()
const mostKept = 500

/**
 * One paragraph; empty when nothing is left of it.
 * @throws Invalid when the template is wrong or asks for a field that is not there
 */
export function renderParagraph(template: string, fields: Fields): string {
  const problems = listTemplateProblems(template, Object.keys(fields))
  if (problems.length > 0) throw new Invalid(problems)
  const values = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cleanLine(value)]))
  return cleanLine(compile(template)(values))
}

/** Paragraphs, without those of which nothing is left. Throws Invalid as renderParagraph does. */
export const renderParagraphs = (templates: readonly string[], fields: Fields): string[] =>
  templates.map((template) => renderParagraph(template, fields)).filter((text) => text !== '')

function compile(template: string): Handlebars.TemplateDelegate {
  const found = kept.get(template)
  if (found) return found
  if (kept.size >= mostKept) kept.clear()
  const compiled = Handlebars.compile(template, { strict: true, noEscape: true, knownHelpersOnly: true })
  kept.set(template, compiled)
  return compiled
}

/** Everything in a template that is not allowed, `path` being the line and column; for the screen where it is written, and before each use. */
export function listTemplateProblems(template: string, fields: readonly string[]): Problem[] {
  try {
    return listInProgram(Handlebars.parseWithoutProcessing(template), fields)
  } catch (error) {
    return [wrong('template.syntax', '', '写法有误', 'is not well formed', error instanceof Error ? error.message : '')]
  }
}

function listInProgram(program: hbs.AST.Program, fields: readonly string[]): Problem[] {
  return program.body.flatMap((statement) => {
    switch (statement.type) {
      case 'ContentStatement':
      case 'CommentStatement':
        return []
      case 'MustacheStatement':
        // The type says which statement it is.
        return listInMustache(statement as hbs.AST.MustacheStatement, fields)
      case 'BlockStatement':
        return listInBlock(statement as hbs.AST.BlockStatement, fields)
      default:
        return [notAllowed(statement)]
    }
  })
}

function listInMustache(statement: hbs.AST.MustacheStatement, fields: readonly string[]): Problem[] {
  if (statement.params.length > 0 || statement.hash?.pairs?.length) return [notAllowed(statement)]
  return listInField(statement.path, fields)
}

function listInBlock(block: hbs.AST.BlockStatement, fields: readonly string[]): Problem[] {
  const [condition, ...more] = block.params
  const known = conditions.includes(block.path.original) && !block.hash?.pairs?.length && !block.program.blockParams
  if (!known || !condition || more.length > 0) return [notAllowed(block)]
  const otherwise = block.inverse ? listInProgram(block.inverse, fields) : []
  return [...listInField(condition, fields), ...listInProgram(block.program, fields), ...otherwise]
}

function listInField(expression: hbs.AST.Expression, fields: readonly string[]): Problem[] {
  if (expression.type !== 'PathExpression') return [notAllowed(expression)]
  // The type says so.
  const path = expression as hbs.AST.PathExpression
  if (path.data || path.depth > 0 || path.parts.length !== 1 || conditions.includes(path.original)) {
    return [notAllowed(path)]
  }
  if (fields.includes(path.original)) return []
  return [wrong('template.field', place(path), '没有这个字段', 'there is no such field', path.original)]
}

const notAllowed = (node: hbs.AST.Node): Problem =>
  wrong(
    'template.notAllowed',
    place(node),
    '这里只能写字段和 if、unless',
    'only fields, if and unless may stand here',
    '',
  )

const place = ({ loc }: hbs.AST.Node): string => `${loc.start.line}:${loc.start.column + 1}`

function wrong(code: string, path: string, zh: string, en: string, detail: string): Problem {
  const tail = detail ? { zh: `：${detail}`, en: `: ${detail}` } : { zh: '', en: '' }
  return { code, path, message: { zh: `函件模板${zh}${tail.zh}。`, en: `The letter template: ${en}${tail.en}.` } }
}
