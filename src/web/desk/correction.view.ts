/**
 * What stands above the items of a correction: everything known that it may ask for, and the phrases of the department,
 * each with a button that makes an item of it; and links to them from where the same is said on the case.
 */
import { withQuery } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { type Correctable, itemOfPage, placeIn } from '../../cases/correctable.js'
import type { Phrase } from '../../cases/phrases.js'
import { withItems } from '../../cases/proposals.js'
import { type Branch, memberOf, textAt } from '../../forms/engine/node.js'
import { sayPlace } from '../../forms/places.js'
import { actionAddress } from '../case/addresses.js'
import { paperLinks } from '../case/preview.view.js'
import type { KnownList, KnownRow } from '../case/side.js'
import { currentPaper, pageLink } from './evidence.js'

/** A phrase by the item that it makes. */
export const phraseItems = (phrases: ReadonlyMap<string, Phrase>): Correctable[] =>
  [...phrases].map(([key, { on, text }]) => ({
    key: `phrase:${key}`,
    says: text,
    item: { on: on ?? undefined, what: text.zh, whatEn: text.en },
  }))

/** The form with the items of some keys below those that it has; a key that says nothing any more adds nothing. */
export function withAsked(
  file: CaseFile,
  tree: Branch,
  known: readonly Correctable[],
  keys: readonly string[],
): Branch {
  const items = keys.flatMap((key): Branch[] => {
    const one = known.find((other) => other.key === key)
    if (one) return placeIn(tree, one, known) === undefined ? [one.item] : []
    const page = itemOfPage(file, key)
    return page ? [page] : []
  })
  return withItems(tree, items)
}

function rowOf(file: CaseFile, tree: unknown, one: Correctable, all: readonly Correctable[]): KnownRow {
  const { key, says, item } = one
  const on = textAt(item, 'on')
  const paper = on ? currentPaper(file, on) : undefined
  const page = Number(memberOf(item, 'page')) || null
  const at = placeIn(tree, one, all)
  return {
    key,
    says,
    where: on ? sayPlace(on) : CHOOSE,
    see: paper && pageLink(file, paper, page),
    asked: at === undefined ? undefined : { number: at + 1, href: `#items-${at}` },
  }
}

/** What parts/known.hbs shows. */
export function knownOf(
  file: CaseFile,
  tree: unknown,
  known: readonly Correctable[],
  phrases: readonly Correctable[],
): KnownList {
  const all = [...known, ...phrases]
  return {
    known: known.map((one) => rowOf(file, tree, one, all)),
    phrases: phrases.map((one) => rowOf(file, tree, one, all)),
    few: known.length < 3,
    papers: paperLinks(file, { ticks: true }),
  }
}

const CHOOSE: Bilingual = { zh: '须另选项目', en: 'select the item' }

/**
 * Where something known is asked for: the form of the correction with its items; undefined for whoever can neither ask
 * nor propose now.
 */
export function askHref({ case: { id }, choices }: CaseFile): (...keys: readonly string[]) => string | undefined {
  const act = (['requestCorrection', 'proposeCorrection'] as const).find((action) =>
    choices.some((choice) => choice.action === action && choice.enabled),
  )
  return (...keys) =>
    act &&
    withQuery(actionAddress(id, act), new URLSearchParams(keys.map((key): [string, string] => ['ask', key])).toString())
}
