/** What the forms of the page of documents send, read; and what is shown again when it cannot be kept. */
import type { Problem } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import { noFile, noLanguage, noOriginal, saidOf } from '../../cases/documentFaults.js'
import type { DocumentRule } from '../../criteria/documents.js'
import { readForm } from '../../forms/engine/body.js'
import { type Branch, isBranch, textAt, valueAt } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { nameAttribute } from '../../forms/engine/parts.js'
import { FORMS } from '../../workflow/forms.js'
import { kindId, ONLY } from '../case/addresses.js'
import { kindLabel } from '../case/case.view.js'
import { TRANSLATION } from '../../forms/choices.js'
import { DATED, type DocumentsInput, LANGUAGE, MORE, PLACE } from './documents.forms.js'

type Fields = Readonly<Record<string, string>>

/** Which form was sent, and of which kind its paper is, chosen in it or not: its fields stand before the file. */
export function readPlace(fields: Fields): { kind: string; place: string } {
  const kind = (fields.kind || fields[nameAttribute(`${MORE}.kind`)] || '').slice(0, 40)
  const place = fields.place ?? ''
  return { kind, place: PLACE.test(place) ? place : kind ? `documents.${kind}` : MORE }
}

/** What a form sent besides its file. The language is asked for where the kind may need a translation. */
export function readUpload(fields: Fields, rules: ReadonlyMap<string, DocumentRule>) {
  const { kind, place } = readPlace(fields)
  const typed = readTyped(fields, place)
  const { date, problems } = readDate(typed)
  const unsaid = rules.get(kind)?.translated && !textAt(typed, LANGUAGE) ? [noLanguage] : []
  const beside = valueAt(typed, 'beside') === 'true'
  return { kind, place, typed, beside, details: readDetails(place, typed), date, problems: [...problems, ...unsaid] }
}

/** What was typed in a form of the page. */
export function readTyped(body: unknown, place: string): Branch {
  const typed = valueAt(readForm(body).tree, place)
  return isBranch(typed) ? typed : {}
}

/**
 * What is said of the paper, without the empty boxes of its signers; of a translation also of what
 * it is, by the place of its form or by its own question.
 */
function readDetails(place: string, typed: Branch): Record<string, unknown> {
  const given = valueAt(typed, 'details')
  const details = isBranch(given) ? given : {}
  const { signedBy } = details
  const [form, original] = place.split('.')
  return {
    ...details,
    signedBy: Array.isArray(signedBy) ? signedBy.filter((one) => typeof one === 'string') : signedBy,
    of: form === 'translate' ? original : details.of,
  }
}

/** The day of issue as typed: a date, nothing, or what is wrong with it. */
export function readDate(typed: Branch): { date: string | undefined; problems: readonly Problem[] } {
  const { partial, problems } = parseForm(FORMS.attachFile, { [DATED]: typed[DATED] })
  return { problems: problems.filter(({ path }) => path === DATED), date: textAt(partial, DATED) || undefined }
}

/** What keeps an upload from being kept: a translation of nothing, no file or a refused one, no date. */
export function uploadProblems(
  { kind, details, problems }: ReturnType<typeof readUpload>,
  hasFile: boolean,
  refusals: readonly Problem[],
): readonly Problem[] {
  const unnamed = kind === TRANSLATION && !details.of
  if (hasFile && !unnamed) return []
  const lacking = hasFile || refusals.length > 0 ? refusals : [noFile]
  return [...(unnamed ? [noOriginal] : []), ...lacking, ...problems]
}

/** Problems with a field of their own; everything else is about the file. */
const OWN = /^(?:issuedOn|kind|details\..+)$/

/** What the page shows again: the form that was sent, with what was typed and what is wrong. */
export const shownAgain = (
  place: string,
  kind: string,
  typed: Branch,
  problems: readonly Problem[],
): DocumentsInput => ({
  kind,
  typed: { place, tree: typed },
  problems: problems.map((problem) => ({
    ...problem,
    path: `${place}.${OWN.test(problem.path) ? problem.path : 'file'}`,
    message: kind ? saidOf(kindLabel(kind), problem) : problem.message,
  })),
})

/** The page at a kind, which says what was done with it. */
export const doneAddress = (caseId: number, done: string, kind: string, only: string | undefined): string =>
  `${withQuery(path.documents(caseId), { done, kind, [ONLY]: only })}#${kindId(kind)}`
