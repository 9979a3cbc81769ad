/**
 * The items of the one deficiency notice: everything that the departments have proposed since the
 * last one, the same place once, in the order of the documents, each with who proposed it and why.
 */
import { type Branch, isBlank, memberOf, rowsAt, textAt } from '../forms/engine/node.js'
import { PLACES } from '../forms/places.js'
import type { CaseFile, TimelineEvent } from './caseFile.js'

interface Reason {
  readonly event: TimelineEvent
  readonly what: string
  readonly whatEn: string
  /** Why it is asked again; empty when it is not. */
  readonly repeatReason: string
}

/** What is to be corrected in one place, and who said so. */
export interface Proposal {
  readonly on: string
  readonly page: number | null
  readonly field: string
  readonly reasons: readonly Reason[]
}

const order = new Map(PLACES.map(({ value }, index) => [value, index]))
const rankOf = ({ on }: Proposal): number => order.get(on) ?? order.size

/** The same for items about the same document, page and field. */
export const placeKey = (item: unknown): string =>
  [memberOf(item, 'on'), memberOf(item, 'page') ?? '', textAt(item, 'field')].join('|')

/** Everything proposed since the last notice, by the key of its place: the same document, page and field once. */
export function listProposals({ events }: CaseFile): ReadonlyMap<string, Proposal> {
  const last = events.findLast(({ action }) => action === 'requestCorrection')?.seq ?? 0
  const found = new Map<string, Proposal>()
  for (const event of events) {
    if (event.action !== 'proposeCorrection' || event.seq <= last) continue
    for (const item of rowsAt(event.content, 'items')) {
      const page = memberOf(item, 'page')
      const reason: Reason = {
        event,
        what: textAt(item, 'what'),
        whatEn: textAt(item, 'whatEn'),
        repeatReason: textAt(item, 'repeatReason'),
      }
      found.set(placeKey(item), {
        on: textAt(item, 'on'),
        page: typeof page === 'number' ? page : null,
        field: textAt(item, 'field'),
        reasons: [...(found.get(placeKey(item))?.reasons ?? []), reason],
      })
    }
  }
  const sorted = [...found].sort(
    ([, a], [, b]) => rankOf(a) - rankOf(b) || (a.page ?? 0) - (b.page ?? 0) || a.field.localeCompare(b.field),
  )
  return new Map(sorted)
}

/** What several say of the same place, each sentence once, a line each; in English when all of them said it so. */
export function itemOf({ on, page, field, reasons }: Proposal): Branch {
  const lines = (texts: readonly string[]) => [...new Set(texts.filter(Boolean))].join('\n')
  const english = reasons.every(({ whatEn }) => whatEn)
  return {
    on,
    page: page ?? undefined,
    field: field || undefined,
    what: lines(reasons.map(({ what }) => what)),
    ...(english && { whatEn: lines(reasons.map(({ whatEn }) => whatEn)) }),
  }
}

/** The items of the notice as it opens: what was proposed. */
export function proposedItems(file: CaseFile): Branch[] {
  const items = [...listProposals(file).values()].map(itemOf)
  return items.length > 0 ? items : [{}]
}

/** The items of a notice that is being written, and below them what was proposed while it was. */
export function withProposed(file: CaseFile, since: readonly { readonly seq: number }[], tree: Branch): Branch {
  const meanwhile = new Set(since.map(({ seq }) => seq))
  const there = new Set(rowsAt(tree, 'items').map(placeKey))
  const added = [...listProposals(file).values()]
    .filter(({ reasons }) => reasons.some(({ event }) => meanwhile.has(event.seq)))
    .map(itemOf)
    .filter((item) => !there.has(placeKey(item)))
  return withItems(tree, added)
}

/** The items of a notice and others below them; what nobody has typed is left out for those. */
export const withItems = (tree: Branch, added: readonly Branch[]): Branch =>
  added.length === 0 ? tree : { ...tree, items: [...rowsAt(tree, 'items').filter((item) => !isBlank(item)), ...added] }

/** What an assessment that is being written says is missing, and its findings that are not met or unclear. */
export function itemsOfAssessment({ attachments }: CaseFile, kept: Branch): Branch[] {
  const missing = textAt(kept, 'desk.missing')
  const doubtful = rowsAt(kept, 'findings').flatMap((finding): Branch[] => {
    const note = textAt(finding, 'note')
    if (!['notMet', 'unclear'].includes(textAt(finding, 'result')) || !note) return []
    const paper = attachments.find(({ id }) => String(id) === String(memberOf(finding, 'document')))
    return [{ on: paper?.kind, page: (paper && memberOf(finding, 'page')) || undefined, what: note }]
  })
  return [...(missing ? [{ what: missing }] : []), ...doubtful]
}
