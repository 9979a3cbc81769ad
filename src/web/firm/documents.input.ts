/** What the forms of the page of documents send, read; and what is shown again when it cannot be kept. */
import type { Problem } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import { ACTION_FORMS } from '../../forms/actions.js'
import { isBranch, valueAt } from '../../forms/engine/node.js'
import { type Parsed, parseForm } from '../../forms/engine/parse.js'
import { kindId, ONLY } from '../case/addresses.js'
import { DATED, MORE, type PapersShown, PLACE, TRANSLATION } from './documents.forms.js'
import { detailsOf } from './documents.rows.js'

/** Which form was sent, and of which kind its paper is: its fields stand before the file. */
export function readPlace(fields: Readonly<Record<string, string>>): { kind: string; place: string } {
  const kind = (fields.kind ?? '').slice(0, 40)
  const place = fields.place ?? ''
  return { kind, place: PLACE.test(place) ? place : kind ? `documents.${kind}` : MORE }
}

/** What is said of the paper; of a translation also of what it is, by the place of its form or by its own question. */
export function readDetails(place: string, typed: unknown): Record<string, unknown> | undefined {
  const details = detailsOf(valueAt(typed, 'details'))
  const [form, original] = place.split('.')
  return form === 'translate' ? { ...details, of: original } : details
}

/** A translation has to say of what it is. */
export const isUnnamed = (kind: string, details: Record<string, unknown> | undefined): boolean =>
  kind === TRANSLATION && !details?.of

/** The day of issue as typed: a date, nothing, or what is wrong with it. */
export function readDate(typed: unknown): { date?: string; problems: readonly Problem[] } {
  const form = ACTION_FORMS.attachFile
  if (!form || !isBranch(typed)) return { problems: [] }
  const { partial, problems }: Parsed<unknown> = parseForm(form, { issuedOn: typed[DATED] })
  const date = valueAt(partial, DATED)
  return {
    problems: problems.filter(({ path }) => path === DATED),
    date: typeof date === 'string' ? date : undefined,
  }
}

/** Problems with a field of their own; everything else is about the file. */
const OWN = /^(?:issuedOn|kind|details\..+)$/

/** What the page shows again: the form that was sent, with what was typed and what is wrong. */
export function shownAt(
  place: string,
  kind: string,
  typed: unknown,
  problems: readonly Problem[],
  done?: string,
): PapersShown {
  return {
    kind,
    done: done || undefined,
    typed: { place, tree: isBranch(typed) ? typed : {} },
    problems: problems.map((problem) => ({
      ...problem,
      path: `${place}.${OWN.test(problem.path) ? problem.path : 'file'}`,
    })),
  }
}

export function doneAddress(caseId: number, done: string, kind: string, only: string | undefined): string {
  return `${withQuery(path.documents(caseId), { done, kind, [ONLY]: only || undefined })}#${kindId(kind)}`
}

export const noFile: Problem = {
  code: 'noFile',
  path: 'file',
  message: { zh: '请先选文件，再按“上传”。', en: 'Choose a file first, then press “Upload”.' },
}
export const noDate: Problem = {
  code: 'required',
  path: DATED,
  message: { zh: '请填写签发日期。', en: 'Enter the day of issue.' },
}
export const noOriginal: Problem = {
  code: 'required',
  path: 'details.of',
  message: { zh: '请选择译自哪份材料。', en: 'Choose the paper that it translates.' },
}
