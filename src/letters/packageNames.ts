/**
 * The names of files in a package: in the order of the application, by what a document is, so that a person can
 * read them on any system. Pure.
 */
import { type Bilingual, fill } from '../base/text.js'
import { DOCUMENT_KINDS, SIGNED_PAPERS, type SignedPaper, TRANSLATION } from '../forms/choices.js'
import { labelOf } from '../forms/engine/ui.js'

/**
 * A name that is safe on every system as one part of a path: no folder signs, no control or unseen
 * characters, no dot at either end.
 */
export const partOfPath = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[\\/:*?"<>|]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 80) || '_'

const ENDINGS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'text/csv': 'csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
}

/** A document of the package: its kind, and of a translation that of the document which it translates. */
export interface NamedPaper {
  readonly kind: string
  readonly of: string | null
}

const ORDER = DOCUMENT_KINDS.map(({ value }) => value as string)

/** In the order of the form, a translation after what it translates. */
export const inFormOrder = <Paper extends NamedPaper & { readonly id: number }>(papers: readonly Paper[]): Paper[] => {
  const place = ({ kind, of }: NamedPaper) => ORDER.indexOf(kind === TRANSLATION ? (of ?? kind) : kind)
  const isTranslation = ({ kind }: NamedPaper) => Number(kind === TRANSLATION)
  return papers.toSorted((a, b) => place(a) - place(b) || isTranslation(a) - isTranslation(b) || a.id - b.id)
}

/** What a document is called: its kind; of a translation also what it translates. */
export function paperTitle({ kind, of }: NamedPaper): Bilingual {
  const label = labelOf(DOCUMENT_KINDS, kind)
  return kind === TRANSLATION && of ? fill(TRANSLATED, { what: labelOf(DOCUMENT_KINDS, of) }) : label
}

const TRANSLATED: Bilingual = { zh: '译文（{what}）', en: 'Translation ({what})' }

/**
 * Where a document lies: its place in the list, its kind in Chinese, and the ending of what it is; the name that a
 * person gave it goes nowhere.
 */
export function paperPath(folder: string, index: number, paper: NamedPaper, mime: string): string {
  const name = `${String(index + 1).padStart(2, '0')} ${partOfPath(paperTitle(paper).zh)}`
  return `${folder}/evidence/${name}.${ENDINGS[mime] ?? 'bin'}`
}

/** Of the evidence: what the candidate has signed by drawing, which is no document that was uploaded. */
export const DRAWN: Readonly<Record<SignedPaper, string>> = {
  commitment: 'drawnCommitment',
  application: 'drawnApplication',
}

export const drawnTitle = (paper: SignedPaper): Bilingual => fill(SIGNED, { what: labelOf(SIGNED_PAPERS, paper) })

export const drawnPath = (folder: string, index: number, paper: SignedPaper): string =>
  `${folder}/evidence/${String(index + 1).padStart(2, '0')} ${partOfPath(drawnTitle(paper).zh)}.pdf`

const SIGNED: Bilingual = { zh: '手写笔迹签名（{what}）', en: 'Drawn signature ({what})' }
