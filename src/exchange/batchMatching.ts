/**
 * Whose document a file is, and which: by its name in the sheet of documents, else by a passport number or a name in
 * the name of the file or its folder, and the words that tell its kind. What is not clear is left to be confirmed,
 * or refused with the reason. Pure.
 */
import type { Bilingual } from '../base/text.js'
import type { DocumentRule } from '../criteria/documents.js'
import { proposePaper } from '../criteria/proposedPaper.js'
import type { BatchRowLine } from './batch.service.js'
import { baseOf, plain } from './batchFiles.js'
import type { NamedPaper } from './batchReading.js'

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

/** Shorter ones stand in too many names by chance. */
const LEAST_NUMBER = 6
const LEAST_NAME = 2

function namesOf({ content }: PaperRow): string[] {
  return (content?.names ?? []).flatMap((name) => {
    const words = name.split(/\s+/)
    // a surname stands first in the passport's zone, and last where people write
    return [name, [...words.slice(1), words[0]].join(' ')].map(plain)
  })
}

const longEnough = (name: string): boolean => name.length >= (/\p{Script=Han}/u.test(name) ? LEAST_NAME : LEAST_NUMBER)

interface Listed {
  readonly row: PaperRow
  readonly paper: NamedPaper
}

/** What the rows are known by, made once for all files of a transfer. */
export class PaperMatcher {
  /** By the file, as a sheet of documents names it. */
  private readonly listed = new Map<string, Listed[]>()
  private readonly known: readonly { readonly row: PaperRow; readonly number: string; names: readonly string[] }[]

  constructor(
    rows: readonly PaperRow[],
    private readonly rules: ReadonlyMap<string, DocumentRule>,
  ) {
    for (const row of rows)
      for (const paper of row.content?.papers ?? []) {
        const file = plain(paper.file)
        const there = this.listed.get(file) ?? []
        if (file !== '' && !there.some((other) => other.row === row)) this.listed.set(file, [...there, { row, paper }])
      }
    this.known = rows.map((row) => ({
      row,
      number: plain(row.content?.passport ?? ''),
      names: namesOf(row).filter(longEnough),
    }))
  }

  /** The rows that a file may belong to, by the surest sign that it has. */
  private find(name: string): readonly { readonly row: PaperRow; readonly paper?: NamedPaper }[] {
    const path = plain(name)
    const listed = this.listed.get(path) ?? this.listed.get(plain(baseOf(name))) ?? []
    if (listed.length === 1) return listed
    const numbered = this.known.filter(({ number }) => number.length >= LEAST_NUMBER && path.includes(number))
    const told = numbered.length > 0 ? numbered : this.known.filter(({ names }) => names.some((n) => path.includes(n)))
    // many hosts may list a file of one name, each in a folder of their own
    const both = listed.filter(({ row }) => told.some((other) => other.row === row))
    return [both, listed, told].find(({ length }) => length > 0) ?? []
  }

  /** The document, or why it is nobody's. */
  match(name: string): MatchedPaper | Bilingual {
    const [found, other] = this.find(name)
    if (!found) return NOBODYS
    if (other) return SEVERAL
    const { caseId } = found.row
    if (caseId === null) return NO_DRAFT
    const file = baseOf(name)
    if (found.paper?.kind) {
      const { kind, issuedOn, language, of } = found.paper
      return {
        ...{ caseId, file, kind },
        ...{ issuedOn: issuedOn || undefined, language: language || undefined, of: of || undefined },
      }
    }
    const { kind } = proposePaper({ name: file, format: 'pdf' }, '')
    const rule = this.rules.get(kind ?? '')
    // where a day or a language has to be said, somebody confirms it
    const isClear = rule !== undefined && rule.monthsValid === null && !rule.translated
    return { caseId, file, kind: isClear ? kind : undefined, issuedOn: undefined, language: undefined, of: undefined }
  }
}

const NOBODYS: Bilingual = {
  zh: '文件名和文件夹名中没有找到哪位人选的护照号码或姓名，“材料”工作表中也没有列出',
  en: 'no candidate’s passport number or name is in its file or folder name or in the sheet “Documents”',
}
const SEVERAL: Bilingual = {
  zh: '可能属于几位人选，请在文件名中写上护照号码',
  en: 'it may belong to several candidates: put the passport number in its name',
}
const NO_DRAFT: Bilingual = { zh: '该人选尚无草稿', en: 'there is no draft for this candidate yet' }
