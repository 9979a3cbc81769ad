/** The papers that a firm shows of itself, as its forms send them. */
import type { Problem } from '../../base/errors.js'
import type { Files } from '../../cases/files/held.js'
import type { Paper } from '../../people/firm.service.js'
import type { UploadedForm } from '../http/uploads.js'

export const FIRM_PAPERS = ['licence', 'authorisation'] as const

export const papersOf = (files: Files): Paper[] =>
  FIRM_PAPERS.flatMap((kind) => (files[kind] ? [{ kind, ...files[kind] }] : []))

/** Why papers were refused, each at its field. */
export const refusalsOf = ({ refused }: Pick<UploadedForm, 'refused'>): Problem[] =>
  FIRM_PAPERS.flatMap((path) => (refused[path] ?? []).map((problem) => ({ ...problem, path })))

const LABELS = {
  licence: { zh: '营业执照', en: 'Business licence' },
  authorisation: { zh: '授权委托书', en: 'Letter of authorisation' },
} as const

/** What is there already and need not be chosen again. */
export const heldNames = (files: Files) =>
  FIRM_PAPERS.flatMap((kind) => (files[kind] ? [{ label: LABELS[kind], name: files[kind].name }] : []))
