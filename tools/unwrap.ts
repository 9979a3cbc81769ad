/**
 * A template stands one element a line, so that people can read it; its page holds no trace of that. Line breaks go
 * where a reader of the page sees no white space: around block elements, between attributes, within a long text.
 * What stands between inline elements is seen, as one space: a break is one, too.
 */
import Handlebars from 'handlebars'

/** Elements beside which white space is not seen. */
const BLOCKS = new Set([
  ...['!doctype', 'html', 'head', 'meta', 'link', 'title', 'script', 'body', 'header', 'nav', 'main', 'footer'],
  ...['aside', 'section', 'article', 'div', 'form', 'fieldset', 'legend', 'details', 'summary', 'p', 'br', 'hr'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'figure', 'figcaption', 'blockquote'],
  ...['table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td', 'option', 'optgroup', 'datalist'],
  ...['symbol', 'defs', 'g', 'path', 'rect', 'circle', 'line'],
])
const PLACES = /<\/?(!?[a-z][\w-]*)|>|"|\s*\n\s*|^[ \t]+/gi
const TAG = /^<\/?(!?[a-z][\w-]*)/i

const isBlock = (name: string | undefined): boolean => name !== undefined && BLOCKS.has(name.toLowerCase())

/** A text that runs over several lines of a template. A break is a space, but nothing after a Chinese character. */
export const unwrapText = (text: string): string =>
  text.replace(/(?<=[\p{Script=Han}，。；：、！？）》”])\s*\n\s*/gu, '').replace(/\s*\n\s*/g, ' ')

class Unwrap extends Handlebars.Visitor {
  /** The tag whose attributes follow, and whether the value of one does. */
  private tag: string | undefined
  private quoted = false
  /** Within `pre`, where white space is seen as it is. */
  private asItIs = false

  override ContentStatement(node: hbs.AST.ContentStatement): void {
    let blockEnd = -1
    node.value = node.value.replace(PLACES, (found, name: string | undefined, offset: number, whole: string) => {
      const next = offset + found.length
      if (found === '"') this.quoted = this.tag !== undefined && !this.quoted
      else if (this.quoted) return found.includes('\n') ? ' ' : found
      else if (name !== undefined) {
        this.tag = name
        if (name === 'pre') this.asItIs = !found.startsWith('</')
      } else if (found === '>') {
        if (isBlock(this.tag)) blockEnd = next
        this.tag = undefined
      } else if (this.tag)
        return next === whole.length ? '' : ' ' // an {{#if}} brings the space of its attribute
      else if (this.asItIs) return found
      else if (blockEnd === offset || isBlock(TAG.exec(whole.slice(next))?.[1])) return ''
      else return found.includes('\n') ? '\n' : ' '
      return found
    })
  }

  /** Handlebars would write the indentation of a part before it. */
  override PartialStatement(node: hbs.AST.PartialStatement): void {
    node.indent = ''
    super.PartialStatement(node)
  }

  override StringLiteral(node: hbs.AST.StringLiteral): void {
    node.value = unwrapText(node.value)
  }
}

/** The tree of a template as it is compiled. */
export function parseTemplate(source: string, name: string): hbs.AST.Program {
  const tree = Handlebars.parse(source.trimEnd(), { srcName: name })
  new Unwrap().accept(tree)
  return tree
}
