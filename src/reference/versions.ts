/** What is read of reference data by people: versions with their drafters and approvers, drafts among them. */
import { row, rows, type Tx } from '../base/database.js'

export interface Version {
  readonly id: number
  readonly kind: string
  readonly key: string
  readonly effectiveFrom: string
  readonly body: unknown
  /** Why, in the drafter's words. */
  readonly note: string | null
  readonly revision: number
  /** Null for the first entries, which came with the program. */
  readonly draftedBy: number | null
  readonly draftedName: string | null
  readonly draftedAt: Date
  readonly approvedName: string | null
  readonly approvedAt: Date | null
  readonly sentBackName: string | null
  readonly sentBackAt: Date | null
  readonly sentBackWhy: string | null
  readonly sentBackRevision: number | null
  readonly withdrawnAt: Date | null
}

/** A version without its body, for lists. */
export type VersionLine = Omit<Version, 'body'>

const LINE = `
  r.id, r.kind, r.key, r.effective_from::text as "effectiveFrom", r.note, r.revision, r.drafted_by as "draftedBy",
  d.name as "draftedName", r.drafted_at as "draftedAt", a.name as "approvedName", r.approved_at as "approvedAt",
  s.name as "sentBackName", r.sent_back_at as "sentBackAt",
  r.sent_back_why as "sentBackWhy", r.sent_back_revision as "sentBackRevision", r.withdrawn_at as "withdrawnAt"`
const FROM = `
  from reference r left join people d on d.id = r.drafted_by left join people a on a.id = r.approved_by left
  join people s on s.id = r.sent_back_by`

/** How a version stands on a day. */
export type Standing = 'waiting' | 'sentBack' | 'withdrawn' | 'coming' | 'inForce' | 'replaced'

/** How one version stands among those of its kind and key. */
export function standingOf(version: VersionLine, siblings: readonly VersionLine[], today: string): Standing {
  if (version.withdrawnAt) return 'withdrawn'
  if (!version.approvedAt) return version.sentBackRevision === version.revision ? 'sentBack' : 'waiting'
  if (version.effectiveFrom > today) return 'coming'
  const later = siblings.some(
    ({ kind, key, approvedAt, effectiveFrom }) =>
      kind === version.kind &&
      key === version.key &&
      approvedAt !== null &&
      effectiveFrom > version.effectiveFrom &&
      effectiveFrom <= today,
  )
  return later ? 'replaced' : 'inForce'
}

export interface StandingVersion {
  readonly version: VersionLine
  readonly standing: Standing
}

/** Versions, each with how it stands among them. */
export const standingVersions = (versions: readonly VersionLine[], today: string): StandingVersion[] =>
  versions.map((version) => ({ version, standing: standingOf(version, versions, today) }))

/** All versions, or those of a kind, or of a kind and key: by kind and key, the newest first. */
export const listVersions = (tx: Tx, kind?: string, key?: string): Promise<VersionLine[]> =>
  rows<VersionLine>(
    tx,
    `select ${LINE} ${FROM} where ($1::text is null or r.kind = $1) and ($2::text is null or r.key = $2)
     order by r.kind, r.key, r.effective_from desc, r.id desc`,
    [kind ?? null, key ?? null],
  )

export const findVersion = (tx: Tx, id: number): Promise<Version | undefined> =>
  row<Version>(tx, `select ${LINE}, r.body ${FROM} where r.id = $1`, [id])

/** What a draft said, once. */
export type Revision = Pick<Version, 'revision' | 'effectiveFrom' | 'note' | 'body'>

/** What a draft said at a revision before the present one; undefined when it is no longer kept. */
export async function findRevision(tx: Tx, id: number, revision: number): Promise<Revision | undefined> {
  const found = await row<{ one: Revision }>(
    tx,
    `select e.one from reference r, jsonb_array_elements(r.earlier) as e(one)
      where r.id = $1 and (e.one ->> 'revision')::int = $2`,
    [id, revision],
  )
  return found?.one
}

/** Of each key the version in force on a day; of all kinds or of one. */
export const listInForce = (tx: Tx, on: string, kind?: string): Promise<Version[]> =>
  rows<Version>(
    tx,
    `select distinct on (r.kind, r.key) ${LINE}, r.body ${FROM}
     where r.approved_at is not null and r.effective_from <= $1 and ($2::text is null or r.kind = $2)
     order by r.kind, r.key, r.effective_from desc`,
    [on, kind ?? null],
  )

/** The approved version before one, which it replaces: of its kind and key, with a body. */
export const findBefore = (tx: Tx, { kind, key, effectiveFrom, id }: VersionLine): Promise<Version | undefined> =>
  row<Version>(
    tx,
    `select ${LINE}, r.body ${FROM}
     where r.kind = $1 and r.key = $2 and r.effective_from < $3 and r.approved_at is not null and r.id <> $4
     order by r.effective_from desc limit 1`,
    [kind, key, effectiveFrom, id],
  )

/** Approved versions that are not in force yet, of some kinds, the next one first. */
export const listComing = (tx: Tx, after: string, kinds: readonly string[]): Promise<Version[]> =>
  rows<Version>(
    tx,
    `select ${LINE}, r.body ${FROM} where r.approved_at is not null and r.effective_from > $1 and r.kind = any ($2)
     order by r.effective_from, r.kind, r.key`,
    [after, kinds],
  )
