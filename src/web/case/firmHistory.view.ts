/** What happened to a firm, as the firm and officers read it: who, when, why, and what stood there before. */
import { type Bilingual, fill } from '../../base/text.js'
import { listAnswers } from '../../forms/engine/check.js'
import { FIRM_FACTS, FIRM_REGISTRATION } from '../../forms/firm.js'
import type { Firm } from '../../people/firm.service.js'
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

function actItem({ at, act, actorName, authorityId, reason, detail }: FirmActLine, reader: Reader): TimelineItem {
  const office = authorityId === null ? undefined : reader.authorities.get(authorityId)?.short
  const lines = [
    ...(reason ? [below(reason)] : []),
    ...otherFirm(detail),
    ...colleagueLines(detail),
    ...changedLines(detail),
    ...paperLines(detail),
  ]
  return {
    title: FIRM_ACTS[act]?.words ?? act,
    by: byOf(office, actorName, reader.officer || authorityId === null),
    at: time(at, 'short'),
    datetime: at.toISOString(),
    line: lines.length > 0 ? pieces({ ...lines[0], below: false } as Piece, ...lines.slice(1)) : undefined,
  }
}

function byOf(office: Bilingual | undefined, name: string | null, named: boolean): Bilingual | string {
  if (!office) return name ?? ''
  return named && name ? fill({ zh: '{office} · {name}', en: '{office} · {name}' }, { office, name }) : office
}

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
    const parts = { label, old: old?.answer || NONE, now: now?.answer || NONE }
    return [below(quiet(fill({ zh: '{label}：{old} → {now}', en: '{label}: {old} → {now}' }, parts)))]
  })
}

/** With whom a mandate is, or was. */
const otherFirm = (detail: FirmActDetail): Piece[] =>
  detail.with === undefined
    ? []
    : [
        below(quiet(fill({ zh: '对方：{name}', en: 'With {name}' }, { name: detail.with }))),
        ...(detail.narrowed ? [below(quiet(NARROWED))] : []),
      ]

/** Whose role was changed, and to what; or which service account, and which key of it. */
function colleagueLines({ name, role, key }: FirmActDetail): Piece[] {
  if (name === undefined) return []
  const what = role === undefined ? key : rolesText([role])
  return [
    below(quiet(what === undefined ? name : fill({ zh: '{name}：{what}', en: '{name}: {what}' }, { name, what }))),
  ]
}

const NARROWED: Bilingual = {
  zh: '用人单位缩小了请求的范围',
  en: 'The employer agreed to less than was asked for',
}

const NONE: Bilingual = { zh: '（空）', en: '(empty)' }
const PAPERS = new Map(listAnswers(FIRM_REGISTRATION, {}).map(({ path, label }) => [path, label]))

const paperLines = ({ papers = [] }: FirmActDetail): Piece[] =>
  papers.map((kind) =>
    below(quiet(fill({ zh: '新材料：{kind}', en: 'New document: {kind}' }, { kind: PAPERS.get(kind) ?? kind }))),
  )

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
