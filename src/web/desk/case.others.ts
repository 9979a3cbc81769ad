/** Other cases beside an officer's case, as parts of its page, and what of them must be said first. */
import { type Bilingual, fill, joined, SEMICOLON } from '../../base/text.js'
import type { OtherLetter } from '../../cases/duplicates.js'
import type { PageContext } from '../case/clock.view.js'
import type { Text } from '../kit/parts.js'
import { partOf } from './case.layout.js'
import type { OfficerCase } from './officerCases.js'
import {
  duplicateNotice,
  firmRows,
  isJudged,
  letterNotice,
  type RelatedRow,
  samePersonRows,
  similarRows,
} from './related.view.js'

/** Other cases of the person, of the firm, and like this one. */
export const othersOf = ({ file, samePerson, sameFirm, similar }: OfficerCase, context: PageContext) => ({
  samePerson: relatedPart(SAME_PERSON, samePersonRows(samePerson, file.case.id, context)),
  sameFirm: relatedPart(SAME_FIRM, firmRows(sameFirm)),
  similar: relatedPart(SIMILAR, similarRows(similar, file.case.id, context)),
})

const relatedPart = (head: { id: string; title: Text; note?: Text }, rows: readonly RelatedRow[]) =>
  rows.length > 0 ? partOf('parts/case/related', { ...head, rows }) : undefined

const SAME_PERSON = {
  id: 'same-person',
  title: { zh: '可能为同一人选的案件', en: 'Possible cases of the same person' },
}
const SAME_FIRM = { id: 'same-firm', title: { zh: '该企业的其他案件', en: 'Other cases of this firm' } }
const SIMILAR = {
  id: 'similar',
  title: { zh: '类似的已办结案件', en: 'Similar decided cases' },
  note: { zh: '供参考，不是依据', en: 'for reference only' },
}

/** Which other letters for the person of a case are in force; undefined when there is none. */
export function otherLettersText(all: readonly OtherLetter[], id: number): Bilingual | undefined {
  const letters = all.filter(({ about }) => about === id).map(({ letter }) => letter)
  if (letters.length === 0) return undefined
  return fill(
    { zh: '同一人选另有有效的{letters}', en: 'also valid for the same person: {letters}' },
    { letters: joined(letters) },
  )
}

/** What whoever records an outcome is to know first: an intended revocation, other letters; undefined when nothing. */
export function outcomeHeed(revoking: boolean, others: readonly OtherLetter[], id: number): Bilingual | undefined {
  const said = [revoking && REVOKING, otherLettersText(others, id)].flatMap((one) => one || [])
  return said.length > 0 ? joined(said, SEMICOLON) : undefined
}

const REVOKING = {
  zh: '拟撤销这份推荐函，尚未决定',
  en: 'a revocation of this letter is intended, not decided yet',
}

/** What of them must be said first; a case whose letter is named need not be named again. */
export function othersNotices({ file: { case: line }, otherLetters, samePerson }: OfficerCase, context: PageContext) {
  const named = new Set(otherLetters.map(({ id }) => id))
  const more = samePerson.filter(({ id }) => !named.has(id))
  return [
    ...letterNotice(otherLetters, line.state, context, line.id, isJudged(line.state) ? samePerson : []),
    ...duplicateNotice(more, line.id, line.state),
  ]
}
