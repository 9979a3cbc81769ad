/** The pages of reference data, prepared: the list of kinds, one kind, one version. */
import { daysBetween } from '../../base/dates.js'
import { path, withQuery } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import { JUDGED_BY } from '../../cases/reports/engine.js'
import { under } from '../../forms/engine/compare.js'
import { memberOf } from '../../forms/engine/node.js'
import type { Ending } from '../../reference/endings.js'
import { OPEN_QUESTIONS, openAbout, type OpenQuestion } from '../../reference/openQuestions.js'
import { type Kind, type Kinds, nameOf, ownNameOf, schemaOf } from '../../reference/registry.js'
import {
  type Standing,
  type StandingVersion,
  standingVersions,
  type Version,
  type VersionLine,
} from '../../reference/versions.js'
import { day } from '../kit/page.js'
import type { Link, Notice, Summary, Table } from '../kit/parts.js'
import { below, caution, code, link } from '../kit/pieces.js'
import { column, fact, facts, tableOf } from '../kit/table.js'
import { byText, fromText, STANDINGS } from '../kit/versions.view.js'
import { briefOf } from './show.view.js'

/** The title of the first page. */
export const POLICY: Bilingual = { zh: '政策与规则', en: 'Policy and rules' }

const WAITING: readonly Standing[] = ['waiting', 'sentBack', 'coming']

/** Drafts that wait, were sent back, or are approved and to come, whatever their kind. */
export const waitingOf = (versions: readonly VersionLine[], today: string): StandingVersion[] =>
  standingVersions(versions, today).filter(({ standing }) => WAITING.includes(standing))

/** @param nameOf what the entry of a version is called; undefined where it is called by its key alone */
export function waitingTable(
  waiting: readonly StandingVersion[],
  kinds: Kinds,
  nameOf: (version: VersionLine) => Bilingual | undefined,
): Table | undefined {
  const rows = waiting.toSorted(
    (a, b) => WAITING.indexOf(a.standing) - WAITING.indexOf(b.standing) || b.version.id - a.version.id,
  )
  if (rows.length === 0) return undefined
  return tableOf({ zh: '待批准和待生效', en: 'Waiting for approval or to take effect' }, rows, [
    column(
      '条目',
      'Entry',
      ({ version }) => {
        const [kind, name] = [kinds.find(version.kind)?.label ?? version.kind, nameOf(version)]
        return name
          ? [link(name, path.entry(version.id)), below(kind, 'quiet')]
          : [link(kind, path.entry(version.id)), below(code(version.key))]
      },
      'heads',
    ),
    column('生效', 'In force from', ({ version }) => day(version.effectiveFrom)),
    column('起草', 'Drafted by', ({ version }) => byText(version.draftedName, version.draftedAt)),
    column('状态', 'State', ({ standing }) => ({ tag: STANDINGS[standing] })),
  ])
}

/** A kind in the list: how many entries it has, and when the next change comes. */
export function kindRow({ name, label, what }: Kind, versions: readonly VersionLine[], today: string) {
  const approved = versions.filter(
    ({ kind, approvedAt, withdrawnAt }) => kind === name && approvedAt !== null && withdrawnAt === null,
  )
  const count = new Set(approved.map(({ key }) => key)).size
  const days = approved.map(({ effectiveFrom }) => effectiveFrom)
  const next = days.filter((on) => on > today).sort()[0]
  return {
    href: path.kind(name),
    label,
    what,
    count: { zh: `${count} 条`, en: count === 1 ? '1 entry' : `${count} entries` },
    next: next && fill({ zh: '{on}有变', en: 'changes on {on}' }, { on: day(next) }),
  }
}

const versionLink = ({ id, effectiveFrom }: VersionLine): Link =>
  link(fill({ zh: '{from}的版本', en: 'version {from}' }, { from: fromText(effectiveFrom) }), path.entry(id))

/** Versions of an entry, one below the other; `marked`: each with how it stands. */
const versionLines = (found: readonly StandingVersion[], marked = false) =>
  found.length === 0
    ? undefined
    : found.flatMap(({ version, standing }, index) => [
        { ...versionLink(version), below: index > 0 },
        marked && fill({ zh: '（{state}）', en: ' ({state})' }, { state: STANDINGS[standing].label }),
      ])

/**
 * The entries of a kind, each with its version in force, what comes and what was.
 *
 * @param bodies what is in force, by key
 * @param markOf what stands beside an entry's name, by its key
 * @param names what entries are called that are called by what they are of
 */
export function entriesTable(
  kind: Kind,
  versions: readonly VersionLine[],
  bodies: ReadonlyMap<string, unknown>,
  today: string,
  markOf: (key: string) => Bilingual | undefined,
  names?: ReadonlyMap<string, Bilingual>,
): Table {
  const all = standingVersions(versions, today)
  const keys = inOrder(kind, [...new Set(versions.map(({ key }) => key))], bodies)
  const of = (key: string, ...wanted: Standing[]) =>
    all.filter(({ version, standing }) => version.key === key && wanted.includes(standing))
  const nameLine = (key: string) => {
    const [name, mark] = [ownNameOf(kind, key, bodies.get(key)) ?? names?.get(key), markOf(key)]
    return [name, name ? below(code(key)) : code(key), mark && below(caution(mark))]
  }
  return tableOf(kind.label, keys, [
    column('条目', 'Entry', nameLine, 'heads'),
    column('内容', 'Contents', (key) => {
      const [schema, body] = [schemaOf(kind, key), bodies.get(key)]
      return schema && body !== undefined ? briefOf(kind, schema, body) : undefined
    }),
    column('现行版本', 'In force', (key) => versionLines(of(key, 'inForce'))),
    column('草稿和待生效', 'Drafts and future versions', (key) => versionLines(of(key, ...WAITING), true)),
    column('以前的', 'Earlier', (key) => versionLines(of(key, 'replaced'))),
  ])
}

/** In the order that the bodies say, or that their kind does; else as they come. */
function inOrder({ keys: order = [] }: Kind, keys: readonly string[], bodies: ReadonlyMap<string, unknown>): string[] {
  const placeOf = (key: string): number => {
    const own = memberOf(bodies.get(key), 'order')
    if (typeof own === 'number') return own
    return order.includes(key) ? order.indexOf(key) : Number.MAX_SAFE_INTEGER
  }
  return keys.toSorted((a, b) => placeOf(a) - placeOf(b))
}

/** What ends soon or has ended: when, what, and where a successor is drafted. */
export function endingRow({ kind, key, on, name, then }: Ending, inForce: readonly Version[], today: string) {
  const version = inForce.find((one) => one.kind === kind && one.key === key)
  const left = daysBetween(today, on)
  const when =
    left < 0
      ? { zh: '{on}已到期', en: 'ended on {on}' }
      : { zh: '{on}到期，还有{left}天', en: left === 1 ? 'ends on {on}, in 1 day' : 'ends on {on}, in {left} days' }
  return { name, href: version ? path.entry(version.id) : path.signing, when: fill(when, { on: day(on), left }), then }
}

/** An open question, and where it is read in full. */
const questionRow = (question: OpenQuestion & { readonly id: number }) => ({
  ...question,
  href: path.entry(question.id),
})

/** The open questions about an entry. */
export const questionsAbout = (
  open: readonly (OpenQuestion & { readonly id: number })[],
  { kind, key }: Pick<Version, 'kind' | 'key'>,
) => openAbout(open, kind, key).map(questionRow)

/** The title of the page of open questions. */
export const TO_CONFIRM: Bilingual = { zh: '正式运行前待本市确认', en: 'To be confirmed by the city before going live' }

/** An open question whole, with the entries that rest on it and, for an editor, the way to answer it. */
export function toConfirmView(
  question: OpenQuestion & { readonly id: number },
  inForce: readonly Version[],
  kinds: Kinds,
  edits: boolean,
) {
  const entries = question.entries.flatMap(({ kind, keys }) =>
    keys.flatMap((key) => {
      const found = inForce.find((version) => version.kind === kind && version.key === key)
      const known = kinds.find(kind)
      return found && known ? link(under(known.label, nameOf(known, found)), path.entry(found.id)) : []
    }),
  )
  return {
    ...questionRow(question),
    entries,
    answer: edits && withQuery(path.newEntry(OPEN_QUESTIONS), { from: question.id }),
  }
}

/**
 * What stands beside an entry in the list of its kind: that the city has still to confirm it; a
 * question itself says whether it is answered.
 */
export function markOf(open: readonly OpenQuestion[], kind: string, key: string, body: unknown): Bilingual | undefined {
  const isOpen = kind === OPEN_QUESTIONS ? memberOf(body, 'answer') === null : openAbout(open, kind, key).length > 0
  if (isOpen) return { zh: '待确认', en: 'To be confirmed' }
  return kind === OPEN_QUESTIONS ? { zh: '已确认', en: 'Confirmed' } : undefined
}

/** All versions of an entry, with how each stands. */
export const versionLinks = (versions: readonly VersionLine[], shown: number, today: string) =>
  standingVersions(versions, today).map(({ version, standing }) => ({
    ...versionLink(version),
    state: STANDINGS[standing].label,
    current: version.id === shown,
  }))

/** Who drafted, approved and sent back a version, and why. */
export const versionFacts = (version: Version, replaces: Version | undefined): Summary =>
  facts(
    fact('生效日', 'In force from', day(version.effectiveFrom, 'weekday')),
    fact('代码', 'Code', code(version.key)),
    version.note && fact('修改原因', 'Reason', version.note),
    fact('起草', 'Drafted', byText(version.draftedName, version.draftedAt)),
    version.sentBackAt &&
      version.sentBackWhy &&
      fact('退回', 'Sent back', [byText(version.sentBackName, version.sentBackAt), below(version.sentBackWhy)]),
    version.approvedAt && fact('批准', 'Approved', byText(version.approvedName, version.approvedAt)),
    version.withdrawnAt && fact('撤回', 'Withdrawn', byText(version.draftedName, version.withdrawnAt)),
    replaces && fact('替代', 'Replaces', versionLink(replaces)),
  )

/**
 * Where a version can be tried: what a letter's text makes, or what a draft of the criteria would
 * change.
 */
export function trials({ kind, id, approvedAt, withdrawnAt }: Version): Link[] {
  if (kind === 'letterTemplates')
    return [
      link({ zh: '预览', en: 'Preview' }, path.template(id)),
      link({ zh: '可用的字段', en: 'Available fields' }, path.templates),
    ]
  if (approvedAt || withdrawnAt || !JUDGED_BY.includes(kind)) return []
  return [link({ zh: '在已提交的案件上试算', en: 'Try it on submitted cases' }, withQuery(path.whatIf, { draft: id }))]
}

/** What was just done with a draft of an entry, by the word in the address. */
export const draftDone = (name: Bilingual, from: Bilingual): Readonly<Record<string, Notice>> => {
  const of = (zh: string, en: string): Notice => ({
    kind: 'ok',
    title: fill({ zh: `“{name}”${zh}`, en: `“{name}” ${en}` }, { name, from }),
  })
  return {
    drafted: of('已存为草稿，待另一位政策编辑批准', 'is saved as a draft and waiting for another policy editor'),
    changed: of('的草稿已修改，重新等待批准', 'was changed and is waiting for approval again'),
    approved: of('已批准，{from}适用', 'is approved and applies {from}'),
    sentBack: of('已退回起草人', 'was sent back to its drafter'),
    withdrawn: of('的草稿已撤回', 'was withdrawn'),
  }
}

/** Where a part of a version is edited: in one's own draft, or in a new version of what is approved. */
export function editsAt(version: Version, editor: number, part: string): string | undefined {
  const { id, kind, approvedAt, withdrawnAt, draftedBy } = version
  if (approvedAt) return withQuery(path.newEntry(kind), { from: id, part })
  return !withdrawnAt && draftedBy === editor ? withQuery(path.changeEntry(id), { part }) : undefined
}
