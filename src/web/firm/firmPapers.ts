/** What the forms about a firm's own data share: its facts as typed, its papers as sent. */
import type { Problem } from '../../base/errors.js'
import type { Files } from '../../cases/files/held.js'
import type { Branch } from '../../forms/engine/node.js'
import type { Firm, FirmFacts, Paper } from '../../people/firm.service.js'
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

/** Files that wait are of one firm, and of one state of its data. */
export const whoseFiles = ({ id, lastAct }: Pick<Firm, 'id' | 'lastAct'>): string => `firm ${id} ${lastAct}`

/** The facts as a form that is filled in. */
export function factTree(firm: FirmFacts): Branch {
  const { nameZh, nameEn, creditCode, district, zone, kind, crossBorderFiling, handler } = firm
  const facts = { nameZh, nameEn, creditCode, district, zone, kind, crossBorderFiling }
  const told = Object.entries(facts).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return { ...Object.fromEntries(told), handler: { ...handler } } as Branch // facts and contact are texts
}
