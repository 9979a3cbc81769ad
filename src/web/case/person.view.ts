/** The cases of one person as a table, the newest first, each with what connects it and what came of it. */
import { path } from '../../base/path.js'
import { type Bilingual, COMMA, fill, joined, type Left } from '../../base/text.js'
import type { AgreeingFact } from '../../cases/duplicates.js'
import type { PersonCase } from '../../letters/personCases.service.js'
import { day } from '../kit/page.js'
import type { Piece, Table, Text } from '../kit/parts.js'
import { below, link } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'
import { tagOfState } from './clock.view.js'
import { ENDS } from './letter.view.js'

const FACTS: Readonly<Record<AgreeingFact, Bilingual>> = {
  passport: { zh: '护照相同', en: 'same passport' },
  name: { zh: '姓名和出生日期相同', en: 'same name and birth date' },
}

/** What agrees between two cases. */
export const factsText = (facts: readonly AgreeingFact[]): Bilingual =>
  joined(
    facts.map((fact) => FACTS[fact]),
    COMMA,
  )

/** How many there are, and since when. */
export function spanOf(cases: readonly PersonCase[]): Bilingual {
  const first = cases.findLast(({ filedOn }) => filedOn !== null)?.filedOn
  const count: Bilingual =
    cases.length === 1 ? { zh: '一件案件', en: 'One case' } : { zh: '{n} 件案件', en: '{n} cases' }
  const since = first && fill({ zh: '最早于{on}提交', en: 'first submitted on {on}' }, { on: day(first) })
  return fill(joined([count, since], COMMA), { n: cases.length })
}

/** @param asked the case from which the reader comes */
export const personTable = (cases: readonly PersonCase[], asked: number, ofAuthority: boolean): Table =>
  tableOf({ zh: '此人选的案件', en: 'Cases of this person' }, cases, [
    column('案件', 'Case', ({ id, number }) => ({ ...link(number, path.case(id)), look: 'code' }), 'heads'),
    column('提交', 'Filed', ({ filedOn }) => filedOn && day(filedOn)),
    ofAuthority && column('企业', 'Firm', ({ firmName }) => firmName),
    column('人选与岗位', 'Candidate and post', ({ talentName, post }) => [talentName, post && below(post, 'quiet')]),
    column('状态', 'State', ({ state }) => ({ tag: tagOfState(state) })),
    column('推荐函', 'Letter', letterLine),
    column('工作许可至', 'Permit until', ({ permitValidUntil }) => permitValidUntil && day(permitValidUntil)),
    column('与原案件', 'Compared with the case you came from', ({ id, facts }) => whyHere(id === asked, facts)),
  ])

function letterLine({ letterId, letter, endedAs, validUntil }: PersonCase): readonly (Text | Piece | Left)[] {
  if (letterId === null || letter === null) return ['—']
  const standing = endedAs
    ? ENDS[endedAs].label
    : validUntil && fill({ zh: '有效期至{on}', en: 'valid until {on}' }, { on: day(validUntil) })
  return [{ ...link(letter, path.letter(letterId)), look: 'code' }, standing && below(standing, 'quiet')]
}

const THIS: Bilingual = { zh: '本案', en: 'This case' }
const BY_ANOTHER: Bilingual = { zh: '通过列表中的另一案件关联', en: 'Linked through another case on this list' }

function whyHere(asked: boolean, facts: readonly AgreeingFact[]): Bilingual {
  if (asked) return THIS
  return facts.length > 0 ? factsText(facts) : BY_ANOTHER
}
