/** The pages of reference data, prepared: the list of kinds, one kind, one version. */
import { path, withQuery } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { JUDGED_BY } from '../../cases/reports/engine.js'
import type { Kind } from '../../reference/registry.js'
import { type Standing, standingOf, type Version, type VersionLine } from '../../reference/versions.js'
import { both, dateText } from '../kit/page.js'
import type { Cell, Line, Notice, Piece, Summary, Table } from '../kit/parts.js'
import { byText, fromText, ownNameOf, STANDINGS } from '../kit/versions.view.js'

const WAITING: readonly Standing[] = ['waiting', 'sentBack', 'coming']
const LABELS = {
  entry: { zh: '条目', en: 'Entry' },
  from: { zh: '生效', en: 'In force from' },
  by: { zh: '起草', en: 'Drafted by' },
  state: { zh: '状态', en: 'State' },
  since: { zh: '现行版本', en: 'In force' },
  coming: { zh: '草稿和待生效', en: 'Drafts and to come' },
  older: { zh: '以前的', en: 'Earlier' },
} as const

/** Drafts that wait, were sent back, or are approved and to come, whatever their kind. */
export function waitingTable(
  versions: readonly VersionLine[],
  kindLabel: (kind: string) => Bilingual,
  today: string,
): Table | undefined {
  const rows = versions
    .map((version) => ({ version, standing: standingOf(version, versions, today) }))
    .filter(({ standing }) => WAITING.includes(standing))
    .sort((a, b) => WAITING.indexOf(a.standing) - WAITING.indexOf(b.standing) || b.version.id - a.version.id)
  if (rows.length === 0) return undefined
  return {
    caption: { zh: '待批准和待生效', en: 'Waiting and to come' },
    captionHidden: true,
    cards: true,
    head: [{ text: LABELS.entry }, { text: LABELS.from }, { text: LABELS.by }, { text: LABELS.state }],
    rows: rows.map(({ version, standing }) => ({
      cells: [
        {
          heads: true,
          line: [
            { text: kindLabel(version.kind), href: path.entry(version.id) },
            { text: version.key, look: 'code', below: true },
          ],
        },
        { label: LABELS.from, line: [both((language) => dateText(version.effectiveFrom, language))] },
        { label: LABELS.by, line: [byText(version.draftedName, version.draftedAt)] },
        { label: LABELS.state, tag: STANDINGS[standing] },
      ],
    })),
  }
}

export interface KindRow {
  readonly href: string
  readonly label: Bilingual
  readonly what: Bilingual
  readonly count: Bilingual
  readonly next: Bilingual | null
}

/** A kind in the list: how many entries it has, and when the next change comes. */
export function kindRow({ name, label, what }: Kind, versions: readonly VersionLine[], today: string): KindRow {
  const own = versions.filter(({ kind, withdrawnAt }) => kind === name && !withdrawnAt)
  const keys = new Set(own.filter(({ approvedAt }) => approvedAt).map(({ key }) => key)).size
  const next = own
    .filter(({ approvedAt, effectiveFrom }) => approvedAt && effectiveFrom > today)
    .map(({ effectiveFrom }) => effectiveFrom)
    .sort()[0]
  return {
    href: path.kind(name),
    label,
    what,
    count: { zh: `${keys} 条`, en: keys === 1 ? '1 entry' : `${keys} entries` },
    next: next
      ? both((language) =>
          language === 'zh' ? `${dateText(next, language)}有变` : `changes on ${dateText(next, language)}`,
        )
      : null,
  }
}

const versionPiece = (version: VersionLine, below: boolean): Piece => ({
  text: fromText(version.effectiveFrom),
  href: path.entry(version.id),
  below,
})

/**
 * The entries of a kind, each with its version in force, what comes and what was. @param markOf
 * what stands beside an entry's name, by its key
 */
export function entriesTable(
  kind: Kind,
  versions: readonly VersionLine[],
  bodies: ReadonlyMap<string, unknown>,
  today: string,
  markOf: (key: string) => Bilingual | undefined,
): Table {
  const keys = [...new Set(versions.map(({ key }) => key))]
  return {
    caption: kind.label,
    captionHidden: true,
    cards: true,
    head: [{ text: LABELS.entry }, { text: LABELS.since }, { text: LABELS.coming }, { text: LABELS.older }],
    rows: keys.map((key) => {
      const own = versions
        .filter((version) => version.key === key)
        .map((version) => ({ version, standing: standingOf(version, versions, today) }))
      const of = (...wanted: Standing[]) => own.filter(({ standing }) => wanted.includes(standing))
      const cell = (name: Bilingual, found: typeof own, marked: boolean): Cell => ({
        label: name,
        line:
          found.length === 0
            ? ['—']
            : found.flatMap(
                ({ version, standing }, index): Line => [
                  versionPiece(version, index > 0),
                  ...(marked
                    ? [{ zh: `（${STANDINGS[standing].label.zh}）`, en: ` (${STANDINGS[standing].label.en})` }]
                    : []),
                ],
              ),
      })
      const name = ownNameOf(kind, key, bodies.get(key))
      const mark = markOf(key)
      return {
        cells: [
          {
            heads: true,
            line: [
              ...(name ? [name] : []),
              { text: key, look: 'code', below: name !== undefined },
              ...(mark ? [{ text: mark, look: 'near' as const, below: true }] : []),
            ],
          },
          cell(LABELS.since, of('inForce'), false),
          cell(LABELS.coming, of('waiting', 'sentBack', 'coming'), true),
          cell(LABELS.older, of('replaced'), false),
        ],
      }
    }),
  }
}

/** All versions of an entry, with how each stands. */
export const versionLinks = (versions: readonly VersionLine[], shown: number, today: string) =>
  versions.map((one) => ({
    text: fromText(one.effectiveFrom),
    href: path.entry(one.id),
    state: STANDINGS[standingOf(one, versions, today)].label,
    current: one.id === shown,
  }))

/** Who drafted, approved and sent back a version, and why. */
export function factsOf(version: Version, replaces: Version | undefined): Summary {
  const { draftedName, draftedAt, approvedName, approvedAt, sentBackAt, sentBackName, sentBackWhy, withdrawnAt } =
    version
  const fact = (zh: string, en: string, line: Line) => ({ key: { zh, en }, line })
  return {
    rows: [
      fact('生效日', 'In force from', [both((language) => dateText(version.effectiveFrom, language, 'weekday'))]),
      fact('代码', 'Code', [{ text: version.key, look: 'code' }]),
      ...(version.note ? [fact('为什么改', 'Why', [version.note])] : []),
      fact('起草', 'Drafted', [byText(draftedName, draftedAt)]),
      ...(sentBackAt && sentBackWhy
        ? [fact('退回', 'Sent back', [byText(sentBackName, sentBackAt), { text: sentBackWhy, below: true }])]
        : []),
      ...(approvedAt ? [fact('批准', 'Approved', [byText(approvedName, approvedAt)])] : []),
      ...(withdrawnAt ? [fact('撤回', 'Taken back', [byText(draftedName, withdrawnAt)])] : []),
      ...(replaces
        ? [
            fact('替代', 'Takes the place of', [
              { text: fromText(replaces.effectiveFrom), href: path.entry(replaces.id) },
            ]),
          ]
        : []),
    ],
  }
}

/**
 * Where a version can be tried: what a letter's text makes, or what a draft of the criteria would
 * change.
 */
export function trials({ kind, id, approvedAt, withdrawnAt }: Version): { text: Bilingual; href: string }[] {
  if (kind === 'letterTemplates')
    return [
      { text: { zh: '预览', en: 'Preview it' }, href: path.template(id) },
      { text: { zh: '可用的字段', en: 'Fields that may be printed' }, href: path.templates },
    ]
  if (approvedAt || withdrawnAt || !JUDGED_BY.includes(kind)) return []
  return [
    { text: { zh: '在已提交的案件上试算', en: 'Try it on filed cases' }, href: withQuery(path.whatIf, { draft: id }) },
  ]
}

const ok = (zh: string, en: string): Notice => ({ kind: 'ok', title: { zh, en } })

/** What was just done with a draft, by the word in the address. */
export const DONE: Readonly<Record<string, Notice>> = {
  drafted: ok('已存为草稿，等另一位政策编辑批准', 'The draft is kept and waits for another policy editor'),
  changed: ok('草稿已修改，重新等待批准', 'The draft is changed and waits for approval again'),
  approved: ok('已批准', 'Approved'),
  sentBack: ok('已退回起草人', 'Sent back to its drafter'),
  withdrawn: ok('草稿已撤回', 'The draft is taken back'),
}
