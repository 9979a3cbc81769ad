/**
 * What happened to a firm, as the firm and officers read it: who, when, why, and what stood there before. A line ends
 * without a full stop, but where somebody wrote several sentences; what was written in another language stands apart.
 */
import { asClause, type Bilingual, fill } from '../../base/text.js'
import { listAnswers } from '../../forms/engine/check.js'
import { FIRM_FACTS, FIRM_REGISTRATION } from '../../forms/firm.js'
import type { Firm } from '../../people/firm.service.js'
import { firmNamed } from '../../people/mandate.service.js'
import type { FirmActDetail, FirmActLine } from '../../people/firmActs.js'
import { FIRM_ACTS, type FirmAct } from '../../people/firmWords.js'
import { rolesText } from '../../people/words.js'
import type { Authority } from '../../reference/authorities.js'
import { time } from '../kit/page.js'
import type { Piece, TimelineItem } from '../kit/parts.js'
import { below, pieces, quiet } from '../kit/pieces.js'

interface Reader {
  readonly authorities: ReadonlyMap<number, Authority>
  /** Officers read each other's names; a firm reads which authority it was. */
  readonly officer: boolean
}

/** The newest first. A firm that registered before acts were kept has what its record says. */
export function firmHistory(firm: Firm, acts: readonly FirmActLine[], reader: Reader): TimelineItem[] {
  const known = acts.map((act) => actItem(act, reader))
  const before = acts.some(({ act }) => act === 'registered') ? [] : earlierItems(firm, acts)
  return [...known, ...before].map((item, index) => (index === 0 ? { ...item, kind: 'now' } : item))
}

function actItem(line: FirmActLine, { authorities, officer }: Reader): TimelineItem {
  const { at, act, actorName, authorityId, reason, detail } = line
  const office = authorityId === null ? undefined : authorities.get(authorityId)?.short
  const lines = [
    ...(reason ? [below(asLine(reason))] : []),
    ...otherFirm(line),
    ...colleagueLines(detail),
    ...changedLines(detail),
    ...paperLines(detail),
  ]
  return {
    title: FIRM_ACTS[act]?.words ?? act,
    by: office ?? actorName ?? undefined,
    name: (office && officer && actorName) || undefined,
    at: time(at, 'short'),
    datetime: at.toISOString(),
    line: lines.length > 0 ? pieces({ ...lines[0], below: false } as Piece, ...lines.slice(1)) : undefined,
  }
}

function asLine(said: string): string {
  const { zh: clause } = asClause({ zh: said, en: said })
  return /[。！？]|[.!?]\s/.test(clause) ? said : clause
}

/** A name and what is said of it, each in its own language. */
const named = (name: Bilingual | string, ...said: readonly (Bilingual | string)[]): Piece[] => [
  below(quiet(said.length > 0 ? fill(NAMED, { name }) : name)),
  ...said.map(quiet),
]
const NAMED: Bilingual = { zh: '{name}：', en: '{name}: ' }

const factsOf = (tree: FirmActDetail['before']) =>
  new Map(listAnswers(FIRM_FACTS, tree ?? {}, Object.keys(tree ?? {})).map((one) => [one.path, one]))

/** Each fact that changed, with both values. */
function changedLines({ before, after }: FirmActDetail): Piece[] {
  const [was, is] = [factsOf(before), factsOf(after)]
  const paths = [...new Set([...was.keys(), ...is.keys()])]
  return paths.flatMap((path) => {
    const [old, now] = [was.get(path), is.get(path)]
    const label = now?.label ?? old?.label
    if (!label || JSON.stringify(old?.answer) === JSON.stringify(now?.answer)) return []
    return named(label, old?.answer || NONE, ' → ', now?.answer || NONE)
  })
}

/** With whom a mandate is, or was. */
const otherFirm = ({ detail, withEn }: FirmActLine): Piece[] =>
  detail.with === undefined
    ? []
    : [...named(OTHER, firmNamed(detail.with, withEn)), ...(detail.narrowed ? [below(quiet(NARROWED))] : [])]
const OTHER: Bilingual = { zh: '对方', en: 'Other firm' }

/** Whose role was changed, and to what; or which service account, and which key of it. */
function colleagueLines({ name, role, key }: FirmActDetail): Piece[] {
  if (name === undefined) return []
  const what = role === undefined ? key : rolesText([role])
  return what === undefined ? named(name) : named(name, what)
}

const NARROWED: Bilingual = {
  zh: '用人单位缩小了请求的范围',
  en: 'The employer agreed to a smaller scope than requested',
}

const NONE: Bilingual = { zh: '（空）', en: '(empty)' }
const PAPERS = new Map(listAnswers(FIRM_REGISTRATION, {}).map(({ path, label }) => [path, label]))

const paperLines = ({ papers = [] }: FirmActDetail): Piece[] =>
  papers.flatMap((kind) => named(NEW_PAPER, PAPERS.get(kind) ?? kind))
const NEW_PAPER: Bilingual = { zh: '新材料', en: 'New document' }

function earlierItems(firm: Firm, acts: readonly FirmActLine[]): TimelineItem[] {
  const item = (act: FirmAct, at: Date): TimelineItem => ({
    title: FIRM_ACTS[act].words,
    at: time(at, 'short'),
    datetime: at.toISOString(),
  })
  const known = new Set(acts.map(({ act }) => act))
  return [
    ...(firm.confirmedAt && !known.has('confirmed') ? [item('confirmed', firm.confirmedAt)] : []),
    item('registered', firm.registeredAt),
  ]
}
