/**
 * Other cases beside an officer's case: about the same person, of the same firm, and decided ones
 * that are like it; each with why it is there.
 */
import { dateInShanghai } from '../../base/clock.js'
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import {
  type AgreeingFact,
  type Duplicate,
  type FirmCase,
  nameLetter,
  type OtherLetter,
} from '../../cases/duplicates.js'
import type { SimilarCase } from '../../cases/similar.js'
import { REFUSAL_REASONS } from '../../forms/choices.js'
import { isFinal, metaOf } from '../../workflow/step.js'
import { type PageContext, tagOf } from '../case/clock.view.js'
import { both, dateText, nearDate } from '../kit/page.js'
import type { Line, Notice, Tag, Text } from '../kit/parts.js'
import type { State } from '../../workflow/machine.js'

/** A line of parts/related. */
export interface RelatedRow {
  readonly number: string
  readonly href: string
  readonly tag: Tag
  readonly who: Text
  readonly line: Line
}

const FACTS: Readonly<Record<AgreeingFact, Bilingual>> = {
  passport: { zh: '护照相同', en: 'same passport' },
  name: { zh: '姓名和出生日期相同', en: 'same name and birth date' },
}

const joined = (words: readonly Bilingual[], language: 'zh' | 'en'): string =>
  words.map((word) => word[language]).join(language === 'zh' ? '，' : ', ')

/** Which facts agree, and whether they did when the case was filed. */
export function agreeing({ facts, filedFacts }: Pick<Duplicate, 'facts' | 'filedFacts'>): Bilingual {
  const now = facts.map((fact) => FACTS[fact])
  const then = filedFacts.map((fact) => FACTS[fact])
  if (now.length === 0)
    return {
      zh: `提交时${joined(then, 'zh')}，补正后已不相同`,
      en: `when filed: ${joined(then, 'en')}; no longer so since the correction`,
    }
  return {
    zh: `${joined(now, 'zh')}${then.length > 0 ? '，提交时已如此' : ''}`,
    en: `${joined(now, 'en')}${then.length > 0 ? ', already so when filed' : ''}`,
  }
}

export function samePersonRows(duplicates: readonly Duplicate[], caseId: number, around: PageContext): RelatedRow[] {
  return duplicates.map((one) => {
    const lead = one.leadId === null ? undefined : around.authorities.get(one.leadId)?.short
    const words = agreeing(one)
    return {
      number: one.number,
      href: path.compare(caseId, one.id),
      tag: tagOf(one.state),
      who: one.firmName,
      line: [
        one.inScope || !lead ? words : { zh: `${words.zh}；由${lead.zh}办理`, en: `${words.en}; with ${lead.en}` },
      ],
    }
  })
}

/**
 * Said before anything else as long as the case may come to a letter or has one: a second letter
 * for the same person, on the pages of both cases.
 */
export function letterNotice(others: readonly OtherLetter[], state: State, around: PageContext): Notice[] {
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
      items: others.map((one) => letterLine(one, around)),
      links: others.flatMap(({ id, number, inScope }) =>
        inScope ? [{ text: { zh: `打开 ${number}`, en: `Open ${number}` }, href: path.case(id) }] : [],
      ),
    },
  ]
}

/** Which letter of which case, until when, what agrees, and whom to ask where the case itself is not open. */
function letterLine(one: OtherLetter, { authorities }: PageContext): Bilingual {
  const name = nameLetter(one)
  const until = one.validUntil
  const lead = one.inScope || one.leadId === null ? undefined : authorities.get(one.leadId)?.short
  const known = (language: 'zh' | 'en'): string => {
    const zh = language === 'zh'
    const parts = [
      name[language],
      ...(one.issued ? [] : [zh ? '正在制作' : 'being made']),
      ...(until ? [zh ? `有效期至${dateText(until, 'zh')}` : `valid until ${dateText(until, 'en')}`] : []),
      joined(
        one.facts.map((fact) => FACTS[fact]),
        language,
      ),
      ...(lead ? [zh ? `由${lead.zh}办理` : `with ${lead.en}`] : []),
    ]
    return parts.join(zh ? '，' : ', ')
  }
  return both(known)
}

/** Said before anything else while somebody still has to judge the case. */
export function duplicateNotice(duplicates: readonly Duplicate[], caseId: number, state: State): Notice[] {
  const { waitsFor } = metaOf(state)
  const judging = waitsFor !== undefined && ['intake', 'assessor', 'approver', 'firm'].includes(waitsFor)
  if (!judging || duplicates.length === 0) return []
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
      items: duplicates.slice(0, 3).map((one) => {
        const words = agreeing(one)
        const { label } = metaOf(one.state)
        return {
          zh: `${one.number}，${one.firmName}，${label.zh}：${words.zh}`,
          en: `${one.number}, ${one.firmName}, ${label.en.toLowerCase()}: ${words.en}`,
        }
      }),
      links: duplicates.slice(0, 3).map((one) => ({
        text: { zh: `与 ${one.number} 对照`, en: `Compare with ${one.number}` },
        href: path.compare(caseId, one.id),
      })),
    },
  ]
}

export function firmRows(cases: readonly FirmCase[]): RelatedRow[] {
  return cases.map(({ id, number, state, talentName, post }) => ({
    number,
    href: path.case(id),
    tag: tagOf(state),
    who: talentName ?? '',
    line: post ? [post] : [],
  }))
}

function decisionTag({ decided }: SimilarCase): Tag {
  return decided === 'recommend'
    ? { label: { zh: '已推荐', en: 'Recommended' }, colour: 'green' }
    : { label: { zh: '不予推荐', en: 'Refused' }, colour: 'red' }
}

export function similarRows(similar: readonly SimilarCase[], caseId: number, around: PageContext): RelatedRow[] {
  return similar.map((one) => {
    const reasons = one.reasons.map(
      (code) => REFUSAL_REASONS.find(({ value }) => value === code)?.label ?? { zh: code, en: code },
    )
    return {
      number: one.number,
      href: path.compare(caseId, one.id),
      tag: decisionTag(one),
      who: both((language) =>
        [one.talentName, nearDate(dateInShanghai(one.decidedAt), around.today, language)].filter(Boolean).join(' · '),
      ),
      line: [
        { zh: one.because.map(({ zh }) => zh).join('；'), en: one.because.map(({ en }) => en).join('; ') },
        ...(reasons.length > 0
          ? [
              {
                text: {
                  zh: `原因：${reasons.map(({ zh }) => zh).join('、')}`,
                  en: `Reasons: ${reasons.map(({ en }) => en).join(', ')}`,
                },
                below: true,
                look: 'bad' as const,
              },
            ]
          : []),
      ],
    }
  })
}
