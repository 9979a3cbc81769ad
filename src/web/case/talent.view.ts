/** What is filed about a talent, for their own page and as the copy that they take with them. */
import type { Bilingual, Language } from '../../base/text.js'
import type { OwnData, TalentConsent, TalentRequest } from '../../cases/talents.js'
import { metaOf } from '../../workflow/step.js'
import { answerSections, kindLabel } from './case.view.js'
import { both, dateText, timeText } from '../kit/page.js'
import type { SummaryRow } from '../kit/parts.js'

/** The page's data: answers section by section, papers, letters, consent, requests. */
export function ownView(own: OwnData, language: Language) {
  const consent = own.consents.at(-1)
  return {
    number: own.number,
    state: metaOf(own.state).label,
    firm: own.firmName || undefined,
    erased: own.erasedAt !== null,
    sections: answerSections(own.answers, language),
    papers: own.papers.map(
      (paper): SummaryRow => ({
        key: kindLabel(paper.kind),
        line: [
          { text: paper.name },
          { text: both((lang) => timeText(paper.uploadedAt, lang, 'short')), look: 'quiet', below: true },
        ],
      }),
    ),
    letters: own.letters.map(
      (letter): SummaryRow => ({
        key: letter.number,
        line: [both((lang) => dateText(letter.issuedAt, lang)), ...(letter.endedAs ? [ENDED] : [])],
      }),
    ),
    consent: consent ? sayConsent(consent) : NO_CONSENT,
    consents: consent?.given ?? false,
    requests: own.requests.map(requestRow),
  }
}

const ENDED: Bilingual = { zh: '（已失效）', en: ' (no longer in force)' }
const NO_CONSENT: Bilingual = { zh: '还没有记录。', en: 'None is recorded.' }

/** When and how consent was given or taken back. */
export function sayConsent({ at, given, how, notice }: TalentConsent): Bilingual {
  const by =
    how === 'talentPage'
      ? { zh: '本人', en: 'by the talent' }
      : { zh: '企业提交时声明', en: 'declared by the firm when it filed' }
  return both((language) =>
    language === 'zh'
      ? `${timeText(at, 'zh', 'short')} ${given ? '同意' : '撤回同意'}（${by.zh}；${dateText(notice, 'zh')}的告知）`
      : `${given ? 'Given' : 'Withdrawn'} ${timeText(at, 'en', 'short')} ` +
        `(${by.en}; notice of ${dateText(notice, 'en')})`,
  )
}

const KINDS: Readonly<Record<TalentRequest['kind'], Bilingual>> = {
  correction: { zh: '更正', en: 'Correction' },
  erasure: { zh: '删除个人信息', en: 'Erasure' },
}
/** What a request is called. */
export const kindOf = (kind: TalentRequest['kind']): Bilingual => KINDS[kind]

const STANDING = {
  waiting: { zh: '等待答复', en: 'waits for an answer' },
  granted: { zh: '同意', en: 'granted' },
  refused: { zh: '不同意', en: 'refused' },
} as const

const requestRow = ({ kind, wording, askedAt, outcome, answer }: TalentRequest): SummaryRow => ({
  key: kindOf(kind),
  line: [
    ...(wording ? [wording] : []),
    { text: both((language) => timeText(askedAt, language, 'short')), look: 'quiet', below: true },
    { text: STANDING[outcome ?? 'waiting'], look: 'strong', below: true },
    ...(answer ? [{ text: answer, below: true }] : []),
  ],
})

/** The copy, as a program reads it: everything, as it was filed. */
export const copyOf = ({ id: _, ...own }: OwnData) => ({ format: 'haijian-own-data-1', ...own })
