/**
 * The places of a case that a correction can ask about: a section, a question or a kind of
 * document, by the name that case files and the API use.
 */
import { type Bilingual, COLON, joined } from '../base/text.js'
import { APPLICATION, SECTIONS, type Section } from './application.js'
import { DOCUMENT_KINDS } from './choices.js'
import { findNode, getNode, listLeaves } from './engine/node.js'
import { sayPath } from './engine/parse.js'
import type { Option } from './engine/ui.js'

const root = getNode(APPLICATION)
/** A place in its group, named with it. */
const under = (group: Bilingual, value: string, name: Bilingual): Option => ({
  value,
  label: { zh: `${group.zh}：${name.zh}`, en: `${group.en}: ${name.en}` },
  within: { group, name },
})

function questionOptions(): Option[] {
  return SECTIONS.flatMap(({ paths, label: section }) =>
    paths.flatMap((path) => {
      const node = findNode(root, path)
      if (!node) throw new Error(`no question ${path}`)
      return listLeaves(node, path).flatMap((leaf) => {
        const { label = section, retired } = findNode(root, leaf)?.ui ?? {}
        return retired ? [] : [under(section, leaf, label)]
      })
    }),
  )
}

/** Documents first, which corrections are mostly about, then the questions, then whole sections. */
export const PLACES: readonly Option[] = [
  ...DOCUMENT_KINDS.map(({ value, label }) => under({ zh: '材料', en: 'Documents' }, value, label)),
  ...questionOptions(),
  ...SECTIONS.map(({ key, label }) => under({ zh: '整节', en: 'Whole section' }, `section:${key}`, label)),
]

const byName = new Map(PLACES.map(({ value, label }) => [value, label]))

/**
 * Whether a correction can ask about this: a name of the list, an answer of a row
 * (`talent.resume.3.from`), a section, or a document by its path (`documents.photo`).
 */
export const isPlace = (on: string): boolean =>
  byName.has(on.replace(/^documents\./, '')) ||
  SECTIONS.some(({ key }) => key === on) ||
  findNode(root, on) !== undefined

/**
 * A place in words. A row's answer (`talent.resume.3.from`) is named with its row; what is none of
 * these stands as it was written.
 */
export const sayPlace = (on: string): Bilingual => byName.get(on) ?? sayPath(APPLICATION, on)

/** Above one answer of a section alone: the section, and the row in which it stands, which its box does not name. */
export function headingOf({ label }: Section, on: string): Bilingual {
  const row = /^.*\.\d+(?=\.)/.exec(on)?.[0]
  return row === undefined ? label : joined([label, sayPlace(row)], COLON)
}

/**
 * The questions that open again when a correction asks about this place: the question itself, those
 * of a section, none for a document (which is uploaded anew) and for a place that is none of ours.
 */
export function listQuestions(on: string): readonly string[] {
  const section = SECTIONS.find(({ key }) => on === key || on === `section:${key}`)
  if (section && (on.startsWith('section:') || !findNode(root, on))) return section.paths
  return findNode(root, on) ? [on] : []
}
