/**
 * Whose document a file is, and which: by its name in the sheet of documents, else by a passport number or a name in
 * the name of the file or its folder, and the words that tell its kind. What is not clear is left to be confirmed,
 * or refused with the reason. Pure.
 */
import type { Bilingual } from '../base/text.js'
import type { DocumentRule } from '../criteria/documents.js'
import { proposePaper } from '../criteria/proposedPaper.js'
import type { BatchRowLine } from './batch.service.js'

export type PaperRow = Pick<BatchRowLine, 'row' | 'caseId' | 'content'>

export interface MatchedPaper {
  readonly caseId: number
  /** Its name without folders. */
  readonly file: string
  /** Undefined when somebody has to confirm what it is. */
  readonly kind: string | undefined
  readonly issuedOn: string | undefined
  readonly language: string | undefined
  readonly of: string | undefined
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
const baseOf = (name: string): string => name.split('/').at(-1) ?? name

/** Shorter ones stand in too many names by chance. */
const LEAST_NUMBER = 6
const LEAST_NAME = 2

/** The file as a row's sheet of documents names it: with its folders, or without. */
const listedIn = ({ content }: PaperRow, name: string) =>
  content?.papers?.find(
    ({ file }) => plain(file) !== '' && [name, baseOf(name)].some((one) => plain(one) === plain(file)),
  )

function namesOf({ content }: PaperRow): string[] {
  return (content?.names ?? []).flatMap((name) => {
    const words = name.split(/\s+/)
    // a surname stands first in the passport's zone, and last where people write
    return [name, [...words.slice(1), words[0]].join(' ')].map(plain)
  })
}

const longEnough = (name: string): boolean => name.length >= (/\p{Script=Han}/u.test(name) ? LEAST_NAME : LEAST_NUMBER)

/** The rows that a file may belong to, by the surest sign that it has. */
function rowsFor(rows: readonly PaperRow[], name: string): readonly PaperRow[] {
  const path = plain(name)
  const by = [
    (row: PaperRow) => listedIn(row, name) !== undefined,
    ({ content }: PaperRow) => {
      const number = plain(content?.passport ?? '')
      return number.length >= LEAST_NUMBER && path.includes(number)
    },
    (row: PaperRow) => namesOf(row).some((one) => longEnough(one) && path.includes(one)),
  ]
  return by.map((fits) => rows.filter(fits)).find((found) => found.length > 0) ?? []
}

/** The document, or why it is nobody's. */
export function matchPaper(
  rows: readonly PaperRow[],
  rules: ReadonlyMap<string, DocumentRule>,
  name: string,
): MatchedPaper | Bilingual {
  const [found, other] = rowsFor(rows, name)
  if (!found) return NOBODYS
  if (other) return SEVERAL
  if (found.caseId === null) return NO_DRAFT
  const file = baseOf(name)
  const listed = listedIn(found, name)
  const known = { caseId: found.caseId, file }
  if (listed?.kind) {
    const { kind, issuedOn, language, of } = listed
    return { ...known, kind, issuedOn: issuedOn || undefined, language: language || undefined, of: of || undefined }
  }
  const { kind } = proposePaper({ name: file, format: 'pdf' }, '')
  const rule = rules.get(kind ?? '')
  // where a day or a language has to be said, somebody confirms it
  const isClear = rule !== undefined && rule.monthsValid === null && !rule.translated
  return { ...known, kind: isClear ? kind : undefined, issuedOn: undefined, language: undefined, of: undefined }
}

const NOBODYS: Bilingual = {
  zh: '文件名和文件夹名中没有找到哪位人选的护照号码或姓名，“材料”工作表中也没有列出',
  en: 'its name and folder hold no host’s passport number or name, and the sheet of documents does not list it',
}
const SEVERAL: Bilingual = {
  zh: '可能属于几位人选，请在文件名中写上护照号码',
  en: 'it may be several hosts’: put the passport number into its name',
}
const NO_DRAFT: Bilingual = { zh: '这位人选还没有草稿', en: 'there is no draft of that host yet' }
