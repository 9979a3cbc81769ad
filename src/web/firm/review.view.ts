/**
 * What "check your answers" shows: every answer with the way to change it, the papers, and the
 * button with what still stops it.
 */
import { path } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { APPLICATION, SECTIONS } from '../../forms/application.js'
import { type CheckRow, checkRows } from '../../forms/engine/check.js'
import { DOCUMENT_KINDS } from '../../forms/choices.js'
import { idOf } from '../../forms/engine/parts.js'
import { WORDS } from '../../workflow/words.js'
import { kindLabel } from '../case/case.view.js'
import type { Button, DocumentRow, Line, Piece, Summary, SummaryRow, Text } from '../kit/parts.js'
import { ALL_PROBLEMS, kindId, sectionAddress } from '../case/addresses.js'
import { unanswered } from './correction.view.js'
import { type OwnCase, sendingOf } from '../case/own.js'
import { paperRow } from './paperRow.js'
import type { Act } from '../../workflow/machine.js'

export const stopTitle = (count: number) => ({
  zh: `还有 ${count} 处，补好改好才能提交`,
  en:
    count === 1 ? 'One thing is still in the way of submitting' : `${count} things are still in the way of submitting`,
})

const EMPTY: Piece = { text: { zh: '还没有填', en: 'Not answered yet' }, look: 'quiet' }
const CHANGE: Text = { zh: '修改', en: 'Change' }
const ENTER: Text = { zh: '去填', en: 'Answer' }
/** The lines that a machine reads: nobody need read them when they agree with the rest. */
const CODED = 'talent.passport.mrz'

interface AnswerGroup {
  readonly key: string
  readonly place: string
  readonly about: string
  readonly line: Line
  readonly answered: boolean
  readonly wrong: readonly string[]
}

const isShown = ({ path, lines, missing, errors }: CheckRow): boolean =>
  missing || errors.length > 0 || (lines.length > 0 && path !== CODED)

/** Questions with their answers; what is asked several times is one row a time. */
function gather(rows: readonly CheckRow[]): AnswerGroup[] {
  const times = (path: string) => /^.*\.\d+(?=\.)/.exec(path)?.[0]
  const found = new Map<string, CheckRow[]>()
  for (const row of rows.filter(isShown)) {
    const at = times(row.path) ?? row.path
    found.set(at, [...(found.get(at) ?? []), row])
  }
  return [...found].map(([place, group]) => (times(`${group[0]?.path}`) ? together(place, group) : alone(place, group)))
}

function alone(place: string, [row]: readonly CheckRow[]): AnswerGroup {
  const { group = null, key = '', lines = [], errors = [], missing = false } = row ?? {}
  const name = group ? `${group} · ${key}` : key
  const coded = place === CODED ? ({ look: 'code' } as const) : {}
  return {
    key: name,
    place,
    about: name,
    answered: lines.length > 0,
    line: lines.length > 0 ? lines.map((text, index) => ({ text, ...coded, below: index > 0 })) : [EMPTY],
    wrong: missing && lines.length === 0 ? [] : errors,
  }
}

function together(place: string, group: readonly CheckRow[]): AnswerGroup {
  const name = group[0]?.group ?? ''
  return {
    key: name,
    place,
    about: name,
    answered: true,
    line: group.map(({ key, lines }, index) => ({
      text: `${key} ${lines.length > 0 ? lines.join(' ') : '—'}`,
      below: index > 0,
    })),
    wrong: group.flatMap(({ errors }) => errors),
  }
}

/** Each section's answers; what is missing or wrong says so, with the way to change it. */
export function sectionsOf({ file, check }: OwnCase, language: Language, firm: Summary) {
  return SECTIONS.filter(({ key, paths }) => key !== 'documents' && paths.length > 0).map(({ key, label, paths }) => {
    const rows = checkRows(APPLICATION, file.answers, language, { only: paths, problems: check.problems })
    const href = sectionAddress(file.case.id, key)
    // a list as a whole may be wrong: a gap between its rows
    const whole = check.problems.filter(({ path }) => paths.includes(path) && !rows.some((row) => row.path === path))
    const shown = gather(rows).map(({ key: name, place, about, line, answered, wrong }): SummaryRow => {
      const [problem] = wrong
      const query = problem || !answered ? `?${ALL_PROBLEMS}=1` : ''
      return {
        key: name,
        line,
        problem: problem || undefined,
        actions: [{ text: answered ? CHANGE : ENTER, href: `${href}${query}#${idOf(place)}`, about }],
      }
    })
    return {
      key,
      label,
      href,
      firm: key === 'firm' ? firm : undefined,
      summary: shown.length > 0 ? { small: true, rows: shown } : undefined,
      wrong: whole.length > 0 ? whole.map(({ message }) => message) : undefined,
    }
  })
}

/** What is here, and what is needed and is not. */
export function papersOf(own: OwnCase): DocumentRow[] {
  const { file, check } = own
  const order = DOCUMENT_KINDS.map(({ value }) => value as string)
  const current = file.attachments
    .filter(({ replacedAt }) => replacedAt === null)
    .sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind) || one.id - other.id)
  const present = new Set(current.map(({ kind }) => kind))
  const lacking = check.judgement.blocks
    .filter(({ code }) => code.startsWith('missing:'))
    .map(({ path }) => path.replace('documents.', ''))
    .filter((kind) => !present.has(kind))
    .map((kind) => ({
      title: kindLabel(kind),
      href: `${path.documents(file.case.id)}#${kindId(kind)}`,
      note: { zh: '还没有传', en: 'Not uploaded yet' },
      tone: 'none' as const,
    }))
  return [...current.map((paper) => paperRow(own, paper)), ...lacking]
}

/** The button that sends; while something stands in the way it says what. */
export function buttonOf({ file, check, firm }: OwnCase, action: Act): Button {
  const sending = sendingOf(file)
  const text = WORDS[action].label
  const open = unanswered(file).length
  if (sending?.enabled && open === 0) return { text, id: 'send' }
  const because: Text[] = []
  if (open > 0)
    because.push({
      zh: `还有 ${open} 项没有写怎样补正的，写好才能提交。`,
      en: `Possible when every item is answered; ${open} of them ${open === 1 ? 'is' : 'are'} not.`,
    })
  if (check.problems.length > 0)
    because.push({
      zh: `上面列出的 ${check.problems.length} 处补好改好后才能提交。`,
      en: `Possible when what is listed above (${check.problems.length}) is put right.`,
    })
  if (!firm.confirmedAt) because.push(NOT_CONFIRMED)
  const keyOf = ({ code, path = '' }: { readonly code: string; readonly path?: string | undefined }) =>
    `${code} ${path}`
  const known = new Set([...check.problems.map(keyOf), keyOf({ code: 'firmConfirmed' })])
  const others = (sending?.because ?? []).filter((reason) => !known.has(keyOf(reason)))
  return { text, id: 'send', unavailable: [...because, ...others.map(({ zh, en }) => ({ zh, en }))] }
}

const NOT_CONFIRMED = {
  zh: '主管部门确认企业登记后才能提交。',
  en: 'Possible when the lead department has confirmed the firm.',
}
