/**
 * Other cases beside an officer's case: about the same person, of the same firm, and decided ones
 * that are like it; each with why it is there.
 */
import { dateInShanghai } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { type Bilingual, COMMA, DOT, fill, joined, type Language, SEMICOLON, say } from '../../base/text.js'
import type { Against } from '../../cases/against.js'
import { type Duplicate, type FirmCase, nameLetter, type OtherLetter } from '../../cases/duplicates.js'
import type { SimilarCase } from '../../cases/similar.js'
import { REFUSAL_REASONS } from '../../forms/choices.js'
import { reworded } from '../../forms/engine/known.js'
import type { FormView } from '../../forms/engine/parts.js'
import { labelOf } from '../../forms/engine/ui.js'
import type { State } from '../../workflow/machine.js'
import { isFinal, metaOf } from '../../workflow/step.js'
import { type PageContext, tagOfState } from '../case/clock.view.js'
import { factsText } from '../case/person.view.js'
import { day, near } from '../kit/page.js'
import type { Line, Link, Notice, Tag, Text } from '../kit/parts.js'
import { below, pieces, tag } from '../kit/pieces.js'

/** A line of parts/related. */
export interface RelatedRow {
  readonly number: string
  readonly href: string
  readonly tag: Tag
  readonly who: Text
  readonly line: Line
}

/** Which facts agree, and whether they did when the case was filed. */
export function agreementText({ facts, filedFacts }: Pick<Duplicate, 'facts' | 'filedFacts'>): Bilingual {
  if (facts.length === 0)
    return fill(
      { zh: '提交时{then}，补正后已不相同', en: 'when submitted: {then}; no longer so after the correction' },
      { then: factsText(filedFacts) },
    )
  const already = filedFacts.length > 0 && { zh: '提交时已如此', en: 'already so on submission' }
  return joined([factsText(facts), already], COMMA)
}

/** The department that leads a case, where the case itself is not open to the reader. */
const leadElsewhere = (
  { inScope, leadId }: Pick<Duplicate, 'inScope' | 'leadId'>,
  { authorities }: PageContext,
): Bilingual | undefined => {
  const lead = inScope || leadId === null ? undefined : authorities.get(leadId)?.short
  return lead && { zh: `由${lead.zh}办理`, en: `with ${lead.en}` }
}

export const samePersonRows = (duplicates: readonly Duplicate[], caseId: number, context: PageContext): RelatedRow[] =>
  duplicates.map((one) => ({
    number: one.number,
    href: path.compare(caseId, one.id),
    tag: tagOfState(one.state),
    who: one.firmName,
    line: [joined([agreementText(one), leadElsewhere(one, context)], SEMICOLON)],
  }))

/**
 * Said before anything else as long as the case may come to a letter or has one: a second letter
 * for the same person, on the pages of both cases; with those of `comparable` the case can be compared.
 */
export function letterNotice(
  others: readonly OtherLetter[],
  state: State,
  context: PageContext,
  caseId = 0,
  comparable: readonly Pick<Duplicate, 'id'>[] = [],
): Notice[] {
  if (others.length === 0 || isFinal(state)) return []
  return [
    {
      kind: 'near',
      title: {
        zh: `同一人选另有 ${others.length} 份有效的推荐函`,
        en:
          others.length === 1
            ? 'Another letter is in force for the same person'
            : `${others.length} other letters are in force for the same person`,
      },
      items: others.map((one) => letterText(one, context)),
      links: others.flatMap(({ id, number, inScope }) =>
        [
          inScope && { text: { zh: `打开 ${number}`, en: `Open ${number}` }, href: path.case(id) },
          comparable.some((one) => one.id === id) && compareLink(caseId, { id, number }),
        ].flatMap((way) => way || []),
      ),
    },
  ]
}

const CASE_NOW: Bilingual = { zh: '案件现为“{label}”', en: 'case now “{label}”' }

/** Which letter, of which case and how far that is, until when, what agrees, whom to ask where the case is not open. */
const letterText = (letter: OtherLetter, context: PageContext): Bilingual =>
  joined(
    [
      nameLetter(letter),
      !letter.issued && { zh: '正在制作', en: 'being made' },
      letter.issued && fill(CASE_NOW, { label: metaOf(letter.state).label }),
      letter.validUntil && fill({ zh: '有效期至{on}', en: 'valid until {on}' }, { on: day(letter.validUntil) }),
      factsText(letter.facts),
      leadElsewhere(letter, context),
    ],
    COMMA,
  )

const compareLink = (caseId: number, { id, number }: { readonly id: number; readonly number: string }): Link => ({
  text: { zh: `与 ${number} 对照`, en: `Compare with ${number}` },
  href: path.compare(caseId, id),
})

const JUDGES: readonly (string | undefined)[] = ['intake', 'assessor', 'approver', 'firm']
const MOST_NAMED = 3

/**
 * The form without the question for a reason where no other letter is in force; else with the
 * letters that it is about.
 */
export function askingWhy({ items }: FormView, others: readonly OtherLetter[], language: Language): FormView {
  if (others.length === 0) return { items: items.filter(({ path }) => path !== 'duplicateReason') }
  const named = joined(others.map(nameLetter), { zh: '、', en: '; ' })
  const about = say(
    fill({ zh: '同一人选另有{named}。', en: 'The same person also has {named}. ' }, { named }),
    language,
  )
  return {
    items: items.map((item) =>
      item.path === 'duplicateReason' && 'label' in item
        ? reworded(item, { label: say(ALL_THE_SAME, language), hint: `${about}${item.hint}` })
        : item,
    ),
  }
}

/** The form with what speaks against a recommendation at its end, right at the button. */
export function knowing({ items }: FormView, against: readonly Against[], language: Language): FormView {
  const others = items.filter(({ path }) => path !== 'despite')
  const asked = items.flatMap((item) =>
    item.path === 'despite' && 'options' in item
      ? {
          ...item,
          options: item.options.flatMap((option) => {
            const known = against.find(({ code }) => code === option.value)
            return known ? { ...option, label: say(known.says, language) } : []
          }),
        }
      : [],
  )
  return { items: against.length > 0 ? [...others, ...asked] : others }
}

const ALL_THE_SAME: Bilingual = { zh: '仍予推荐的理由', en: 'Reason for recommending anyway' }

/** Whether somebody still has to judge the case. */
export const isJudged = (state: State): boolean => JUDGES.includes(metaOf(state).waitsFor)

/** Said before anything else while somebody still has to judge the case. */
export function duplicateNotice(duplicates: readonly Duplicate[], caseId: number, state: State): Notice[] {
  if (duplicates.length === 0 || !isJudged(state)) return []
  const named = duplicates.slice(0, MOST_NAMED)
  return [
    {
      kind: 'near',
      title: {
        zh: `可能重复：另有 ${duplicates.length} 件案件像是同一人选`,
        en:
          duplicates.length === 1
            ? 'Possible duplicate: another case seems to be about the same person'
            : `Possible duplicates: ${duplicates.length} other cases seem to be about the same person`,
      },
      items: named.map((one) => {
        const { zh, en } = metaOf(one.state).label
        return fill(
          { zh: '{number}，{firm}，{state}：{agreement}', en: '{number}, {firm}, {state}: {agreement}' },
          {
            number: one.number,
            firm: one.firmName,
            state: { zh, en: en.toLowerCase() },
            agreement: agreementText(one),
          },
        )
      }),
      links: named.map((one) => compareLink(caseId, one)),
    },
  ]
}

export const firmRows = (cases: readonly FirmCase[]): RelatedRow[] =>
  cases.map(({ id, number, state, talentName, post }) => ({
    number,
    href: path.case(id),
    tag: tagOfState(state),
    who: talentName ?? '',
    line: pieces(post),
  }))

const DECISIONS: Readonly<Record<SimilarCase['decided'], Tag>> = {
  recommend: tag('已推荐', 'Recommended', 'green'),
  refuse: tag('不予推荐', 'Refused', 'red'),
}

export const similarRows = (similar: readonly SimilarCase[], caseId: number, context: PageContext): RelatedRow[] =>
  similar.map((one) => {
    const reasons = joined(one.reasons.map((code) => labelOf(REFUSAL_REASONS, code)))
    const why = reasons.zh && fill({ zh: '原因：{reasons}', en: 'Reasons: {reasons}' }, { reasons })
    return {
      number: one.number,
      href: path.compare(caseId, one.id),
      tag: DECISIONS[one.decided],
      who: joined([one.talentName, near(dateInShanghai(one.decidedAt), context.today)], DOT),
      line: pieces(joined(one.because, SEMICOLON), why && below(why, 'bad')),
    }
  })
