/**
 * What stands above the items of a correction: everything known that it may ask for, and the phrases of the department,
 * each with a button that makes an item of it; and links to them from where the same is said on the case.
 */
import { withQuery } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { type Correctable, itemOfPage, placeIn } from '../../cases/correctable.js'
import type { Phrase } from '../../cases/phrases.js'
import { itemOf, listProposals, withItems } from '../../cases/proposals.js'
import { type Branch, memberOf, textAt } from '../../forms/engine/node.js'
import { sayPlace } from '../../forms/places.js'
import { actionAddress } from '../case/addresses.js'
import { paperLinks } from '../case/preview.view.js'
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

/** About each place that the departments have proposed since the last notice: its item, and who did, in a line. */
interface ProposedPlace {
  readonly item: Branch
  readonly by: Bilingual
}
const proposedIn = ({ file, context }: Asked): ProposedPlace[] =>
  [...listProposals(file).values()].map((one) => ({ item: itemOf(one), by: proposersText(one, context) }))

/** A row of something known, among all that can be asked for and all that was proposed. */
function rowOf(
  { file, tree }: Asked,
  one: Correctable,
  all: readonly Correctable[],
  proposed: readonly ProposedPlace[],
): KnownRow {
  const { key, says, item } = one
  const on = textAt(item, 'on')
  const paper = on ? currentPaper(file, on) : undefined
  const page = Number(memberOf(item, 'page')) || null
  const at = placeIn(tree, one, all)
  const before = at === undefined ? placeIn({ items: proposed.map((other) => other.item) }, one, all) : undefined
  const by = before === undefined ? undefined : proposed[before]?.by
  return {
    key,
    says,
    where: on ? sayPlace(on) : CHOOSE,
    see: paper && pageLink(file, paper, page),
    asked: at === undefined ? undefined : { number: at + 1, href: `#items-${at}` },
    proposed: by && fill(PROPOSED, { by }),
  }
}

/** What parts/known.hbs shows. */
export function knownOf(asked: Asked, known: readonly Correctable[], phrases: readonly Correctable[]): KnownList {
  const [all, proposed] = [[...known, ...phrases], proposedIn(asked)]
  const rowFor = (one: Correctable) => rowOf(asked, one, all, proposed)
  return {
    known: known.map(rowFor),
    phrases: phrases.map(rowFor),
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
