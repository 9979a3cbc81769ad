/**
 * Which files the permit system takes. It takes fewer formats than this system, which only asks
 * what the recommendation needs: a file that it will refuse is no fault here, but the firm is told
 * early. Reference data of kind `permitSystem`, key `files`.
 */
import type { z } from 'zod'
import { fill } from '../base/text.js'
import * as ask from '../forms/engine/field.js'
import { label, line, source } from '../reference/shapes.js'
import type { DocumentRule } from './documents.js'
import type { Finding } from './findings.js'
import type { KnownDocument } from './subject.js'

export const permitFilesSchema = ask.body({
  label,
  /** As the upload finds them: `pdf`. */
  formats: ask.lines('接收的格式', 'Accepted formats', line('', ''), { min: 1 }),
  except: ask.lines('另有格式要求的材料', 'Documents with a format of their own', line('', '')),
  text: ask.bilingual('对企业的提示', 'Note to the firm', { long: true }),
  source,
})
export type PermitFiles = z.infer<typeof permitFilesSchema>

const otherFormat = {
  zh: '{zh}是{format}文件，许可系统只收{formats}：申请许可前请转换，最好现在就换。',
  en:
    '{en}: this is a {format} file. The permit system takes {formats} only; convert ' +
    'it before you apply for the permit, or replace it now.',
}

/** `image/jpeg` and `JPEG` are both `jpeg`. */
const formatOf = ({ format }: KnownDocument): string | undefined => format?.toLowerCase().replace(/^.*\//, '')
const said = (formats: readonly string[], between: string): string =>
  formats.map((format) => format.toUpperCase()).join(between)

/** Whether the permit system takes a kind of document in the formats of `rule` only. */
export const isLimited = (rule: PermitFiles, kind: string): boolean => !rule.except.includes(kind)

/**
 * Papers in a format that the permit system will refuse, one finding a kind; a format that is not
 * known is not judged.
 */
export function warnOfFormats(
  documents: readonly KnownDocument[],
  rules: Readonly<Record<string, DocumentRule>>,
  files: PermitFiles | undefined,
): Finding[] {
  if (!files) return []
  return Object.entries(rules)
    .filter(([kind]) => isLimited(files, kind))
    .sort(([, one], [, other]) => one.order - other.order)
    .flatMap(([kind, { label }]): Finding[] => {
      const format = documents
        .flatMap((document) => (document.kind === kind ? (formatOf(document) ?? []) : []))
        .find((one) => !files.formats.includes(one))
      if (!format) return []
      const words = { ...label, format: said([format], ''), formats: said(files.formats, ' / ') }
      const message = fill(otherFormat, words)
      return [{ code: `format:${kind}`, path: `documents.${kind}`, message, source: files.source }]
    })
}
