/**
 * Where things stand on the pages of a case: actions and sections by their typed names, and the way
 * from a problem to the field that puts it right.
 */
import { path, withQuery } from '../../base/path.js'
import { SECTIONS, type SectionKey } from '../../forms/application.js'
import { DOCUMENT_KINDS } from '../../forms/choices.js'
import { idOf } from '../../forms/engine/parts.js'
import { findSection } from '../../forms/sections.js'
import type { Act } from '../../workflow/machine.js'
import { link } from '../kit/pieces.js'

/** The link at the top of every page that belongs to a case. */
export const backToCase = (id: number) => link({ zh: '返回案件', en: 'Back to the case' }, path.case(id))

/** The form of an action; only what the chart has (base/path.ts does not know it). */
export const actionAddress = (id: number, action: Act): string => path.action(id, action)
/**
 * Where it is kept what a firm types about one of the conditions: each has a form of its own, and
 * all of them one address.
 */
export const conditionPlace = (id: number, number: number): string =>
  withQuery(actionAddress(id, 'meetCondition'), { condition: number })
/** The address of an action's form, and the place where it is kept what is typed in it. */
export const formAddress = (id: number, action: Act, condition = 0): string =>
  action === 'meetCondition' ? conditionPlace(id, condition) : actionAddress(id, action)
/** A section of the application, documents being a page of their own. */
export const sectionAddress = (id: number, key: SectionKey): string =>
  key === 'documents' ? path.documents(id) : path.section(id, key)

/** Asks a section to name what is missing as well; without it only what is wrong is named. */
export const ALL_PROBLEMS = 'check'

/** The place in the page of documents where a kind of paper is uploaded. */
export const kindId = (kind: string): string => idOf(`documents.${kind}`)

/** The field that a problem's path leads to; undefined when it belongs to no page of the case. */
export function fieldAddress(caseId: number, question: string): string | undefined {
  if (question.startsWith('firm.')) return path.firm
  const section = findSection(question)
  if (!section) return undefined
  if (section.key === 'documents') return `${path.documents(caseId)}#${idOf(question)}`
  return `${withQuery(sectionAddress(caseId, section.key), { [ALL_PROBLEMS]: 1 })}#${idOf(question)}`
}

/** Asks a section, or the page of documents, to show one question or one kind of document alone. */
export const ONLY = 'only'

/**
 * Where an item of a correction is put right: that question or that document's upload alone, or the
 * whole section that the notice names.
 */
export function itemAddress(caseId: number, on: string): string | undefined {
  const only = (address: string, at: string) => `${withQuery(address, { [ONLY]: on })}#${at}`
  if (DOCUMENT_KINDS.some(({ value }) => value === on)) return only(path.documents(caseId), kindId(on))
  const named = SECTIONS.find(({ key }) => key === on.replace(/^section:/, ''))
  if (named) return sectionAddress(caseId, named.key)
  const section = findSection(on)
  return section ? only(sectionAddress(caseId, section.key), idOf(on)) : undefined
}
