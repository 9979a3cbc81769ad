/**
 * What is said of the files of a row's draft, on the page of the batch and in its report: those that wait for their
 * kind, and those that the row lists and that have not come. Pure.
 */
import { type Bilingual, fill, joined } from '../base/text.js'
import type { CaseFile } from '../cases/caseFile.js'
import { unsorted } from '../cases/documents.js'
import { INITIAL } from '../workflow/step.js'
import type { NamedPaper } from './batchReading.js'

/** Letters and figures alone, in small letters and without accents. */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
export const baseOf = (name: string): string => name.split('/').at(-1) ?? name

/** How many files wait for their kind, and which of the listed ones have not come. */
export interface RowFiles {
  readonly unsorted: number
  readonly absent: readonly string[]
}

/** Those of a draft; undefined once it is filed. */
export function filesOf(
  { case: { state }, attachments }: Pick<CaseFile, 'case' | 'attachments'>,
  content: {
    readonly papers?: readonly NamedPaper[] | undefined
    readonly same?: readonly string[] | undefined
  } | null,
): RowFiles | undefined {
  if (state !== INITIAL) return undefined
  const names = [...attachments.map(({ name }) => name), ...(content?.same ?? [])]
  return { unsorted: unsorted(attachments).length, absent: notArrived(content?.papers ?? [], names) }
}

export const isListed = (papers: readonly NamedPaper[], name: string): boolean =>
  papers.some(({ file }) => plain(baseOf(file)) === plain(name))

/** The files that a row lists and that are not among these, each once, as they are listed. */
function notArrived(papers: readonly NamedPaper[], names: readonly string[]): string[] {
  const there = new Set(names.map((name) => plain(baseOf(name))))
  return [...new Set(papers.flatMap(({ file }) => (plain(file) && !there.has(plain(baseOf(file))) ? file : [])))]
}

export function filesText(files: RowFiles | undefined): Bilingual[] {
  if (!files) return []
  const { unsorted, absent } = files
  const names = joined(absent.map((name) => ({ zh: name, en: name })))
  return [
    ...(unsorted > 0 ? [fill(UNSORTED, { count: unsorted })] : []),
    ...(absent.length > 0 ? [fill(ABSENT, { count: absent.length, names })] : []),
  ]
}
const UNSORTED = { zh: '{count}份文件待确认种类', en: 'Files whose kind is to be confirmed: {count}' }
const ABSENT = { zh: '表中列出、尚未上传{count}份：{names}', en: 'Listed and not uploaded ({count}): {names}' }
