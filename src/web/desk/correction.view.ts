/**
 * What stands above the items of a correction: everything known that it may ask for, and the phrases of the department,
 * each with a button that makes an item of it; and links to them from where the same is said on the case.
 */
import { withQuery } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { type Correctable, itemOfPage, placeIn } from '../../cases/correctable.js'
import type { Phrase } from '../../cases/phrases.js'
import { listProposals, proposedItems, withItems } from '../../cases/proposals.js'
import { type Branch, memberOf, textAt } from '../../forms/engine/node.js'
import { sayPlace } from '../../forms/places.js'
import { actionAddress } from '../case/addresses.js'
import { paperLinks } from '../case/preview.view.js'
import type { PageContext } from '../case/clock.view.js'
import type { FormRequest, KnownList, KnownRow } from '../case/side.js'
import { currentPaper, pageLink } from './evidence.js'
import { proposersText } from './notice.view.js'

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

/** The case, and the form as it stands. */
type Asked = Pick<FormRequest, 'file' | 'tree' | 'context'>

/** Whoever proposed something known since the last notice, in a line; undefined where nobody did. */
function proposedBy(file: CaseFile, context: PageContext, one: Correctable, all: readonly Correctable[]) {
  const at = placeIn({ items: proposedItems(file) }, one, all)
  const proposal = at === undefined ? undefined : [...listProposals(file).values()][at]
  return proposal && fill(PROPOSED, { by: proposersText(proposal, context) })
}

function rowOf({ file, tree, context }: Asked, one: Correctable, all: readonly Correctable[]): KnownRow {
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
    proposed: at === undefined ? proposedBy(file, context, one, all) : undefined,
  }
}

/** What parts/known.hbs shows. */
export function knownOf(asked: Asked, known: readonly Correctable[], phrases: readonly Correctable[]): KnownList {
  const all = [...known, ...phrases]
  return {
    known: known.map((one) => rowOf(asked, one, all)),
    phrases: phrases.map((one) => rowOf(asked, one, all)),
    few: known.length < 3,
    papers: paperLinks(asked.file, { ticks: true }),
  }
}

const PROPOSED: Bilingual = { zh: '{by}已提出', en: 'already proposed by {by}' }
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
