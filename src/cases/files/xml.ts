/**
 * Reads the XML of a workbook as a stream of tags and text. It knows what spreadsheets write and
 * nothing else: a document type, an entity of its own or a tag that is not closed ends the reading.
 */
import { refuse } from './refusals.js'

export interface XmlSink {
  /** Names come without their prefix, attributes with their entities resolved. */
  readonly open: (name: string, attributes: ReadonlyMap<string, string>) => void
  readonly close: (name: string) => void
  readonly text: (text: string) => void
}

const NAME = String.raw`[A-Za-z_][\w.:-]*`
const GIVEN = String.raw`(?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*`
const PASSED = String.raw`!--[\s\S]*?-->|\?[\s\S]*?\?>|!\[CDATA\[([\s\S]*?)\]\]>`
const TAG = new RegExp(`<(?:${PASSED}|(/?)(${NAME})(${GIVEN})\\s*(/?)>)`, 'y')
const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const resolved = (text: string): string =>
  text.replace(/&(#x[0-9A-Fa-f]{1,6}|#\d{1,7}|\w+);|&/g, (_, entity: string | undefined) => {
    const named = entity && NAMED[entity]
    if (named) return named
    const code = entity?.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number(entity?.slice(1))
    return entity?.startsWith('#') && code <= 0x10ffff ? String.fromCodePoint(code) : refuse('file:damaged')
  })

const bare = (name: string): string => name.replace(/^.*:/, '')

/** Throws `Refused` (damaged) where it is no XML that a spreadsheet writes. */
export function readXml(xml: string, { open, close, text }: XmlSink): void {
  const names: string[] = []
  let at = xml.startsWith('\ufeff') ? 1 : 0
  while (at < xml.length) {
    const next = xml.indexOf('<', at)
    const end = next < 0 ? xml.length : next
    if (end > at) text(resolved(xml.slice(at, end)))
    if (next < 0) break
    TAG.lastIndex = next
    const found = TAG.exec(xml) ?? refuse('file:damaged')
    at = TAG.lastIndex
    const [, data, closes, name, attributes = '', isEmpty] = found
    if (data !== undefined) text(data)
    if (name === undefined) continue
    if (closes) {
      if (names.pop() !== name) refuse('file:damaged')
      close(bare(name))
      continue
    }
    const given = new Map<string, string>()
    for (const [, key = '', double, single = ''] of attributes.matchAll(ATTRIBUTE))
      given.set(bare(key), resolved(double ?? single))
    open(bare(name), given)
    if (isEmpty) close(bare(name))
    else names.push(name)
  }
  if (names.length > 0) refuse('file:damaged')
}
