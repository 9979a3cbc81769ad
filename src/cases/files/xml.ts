/**
 * Reads the XML of a workbook as a stream of tags and text. A document type, and with it every
 * entity that a file could bring along, ends the reading: no spreadsheet writes one.
 */
import sax from 'sax'
import { refuse } from './refusals.js'

export interface XmlSink {
  /** Names come without their prefix, attributes with their entities resolved. */
  readonly open: (name: string, attributes: ReadonlyMap<string, string>) => void
  readonly close: (name: string) => void
  readonly text: (text: string) => void
}

const bare = (name: string): string => name.replace(/^.*:/, '')

/** Throws `Refused` (damaged) where it is no well-formed XML (W3C XML 1.0) that a spreadsheet writes. */
export function readXml(xml: string, { open, close, text }: XmlSink): void {
  const reader = sax.parser(true)
  reader.onerror = () => refuse('file:damaged')
  reader.ondoctype = () => refuse('file:damaged')
  reader.onopentag = ({ name, attributes }) =>
    open(bare(name), new Map(Object.entries(attributes).map(([key, value]) => [bare(key), String(value)])))
  reader.onclosetag = (name) => close(bare(name))
  reader.ontext = text
  reader.oncdata = text
  reader.write(xml).close()
}
