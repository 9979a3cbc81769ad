/** What is filed about a talent, for their own page and as the copy that they take with them. */
import { dateInShanghai } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { type Bilingual, fill, joined, type Language, SEMICOLON } from '../../base/text.js'
import { maskAnswers } from '../../cases/masking.js'
import type { OwnData, TalentConsent, TalentRequest } from '../../cases/talents.js'
import { readNotice, SENSITIVE, type Sensitive } from '../../cases/talentNotice.js'
import { metaOf } from '../../workflow/step.js'
import { day, time } from '../kit/page.js'
import type { SummaryRow } from '../kit/parts.js'
import { below, link, quiet, strong } from '../kit/pieces.js'
import { factOf, facts } from '../kit/table.js'
import { answerSections, kindLabel } from './case.view.js'
import type { PageContext } from './clock.view.js'
import { publicDays } from './publicDays.view.js'

/** The kinds of paper with their names. */
type PaperKinds = ReadonlyMap<string, { readonly label: Bilingual }>

/** The page's data: answers section by section, papers, letters, consent, requests. */
export function ownView(own: OwnData, language: Language, context: PageContext, kinds: PaperKinds) {
  return {
    number: own.number,
    state: metaOf(own.state).label,
    days: facts(...publicDays(own, context)),
    firm: own.firmName || undefined,
    erased: own.erasedAt !== null,
    // the whole number stands in the copy
    sections: answerSections(maskAnswers(own.answers), language),
    papers: own.papers.map(({ id, kind, name, uploadedAt }) =>
      factOf(kindLabel(kind), [link(name, path.talentPaper(id)), below(quiet(time(uploadedAt, 'short')))]),
    ),
    letters: own.letters.map(({ id, kind, number, issuedAt, endedAs }) =>
      factOf(kinds.get(kind)?.label ?? kind, [
        link(number, path.talentLetter(id)),
        below(quiet(day(issuedAt))),
        endedAs && { zh: '（已失效）', en: ' (no longer in force)' },
      ]),
    ),
    copyHref: path.talentCopy,
    consents: SENSITIVE.map((about) => consentView(about, own.consents)),
    requests: own.requests.map(requestFact),
  }
}

/** What the candidate has said of some documents; a firm's declaration is not the candidate's word. */
function consentView(about: Sensitive, consents: readonly TalentConsent[]) {
  const own = consents.filter(({ how }) => how === 'talentPage')
  const said = own.findLast(({ notice }) => [about, undefined].includes(readNotice(notice).about))
  const declared = consents.find(({ how }) => how === 'firmDeclaration')
  return {
    about,
    label: ABOUT[about],
    text: said ? consentText(said) : declared ? consentText(declared) : { zh: '还没有记录。', en: 'None is recorded.' },
    given: said?.given ?? false,
    refused: said?.given === false,
  }
}

const ABOUT: Readonly<Record<Sensitive, Bilingual>> = {
  passport: { zh: '护照和照片', en: 'Passport and photograph' },
  medical: { zh: '体检证明', en: 'Medical certificate' },
  police: { zh: '无犯罪记录证明', en: 'Police record' },
}

/** Of which documents the candidate has said nothing yet: the firm's declaration does not stand for that. */
export const unsaidConsents = (consents: readonly TalentConsent[]): Bilingual[] =>
  SENSITIVE.flatMap((about) =>
    consents.some(({ how, notice }) => how === 'talentPage' && [about, undefined].includes(readNotice(notice).about))
      ? []
      : fill(UNSAID, { about: ABOUT[about] }),
  )

const UNSAID: Bilingual = {
  zh: '{about}：人选还没有表示是否同意，由其在本人页面单独表示',
  en: '{about}: the candidate has not answered yet, and does so apart, on their own page',
}

/** When and how consent was given or taken back. */
export function consentText({ at, given, how, notice }: TalentConsent): Bilingual {
  const by =
    how === 'talentPage'
      ? { zh: '本人', en: 'by the candidate' }
      : { zh: '企业提交时声明', en: 'declared by the firm when it filed' }
  const { about, version } = readNotice(notice)
  // a record that is older than the notice was brought over: which notice it followed is not known
  const followed =
    version <= dateInShanghai(at) && fill({ zh: '{day}的告知', en: 'notice of {day}' }, { day: day(version) })
  const text = fill(
    given
      ? { zh: '{at} 同意（{how}）', en: 'Given {at} ({how})' }
      : { zh: '{at} 不同意（{how}）', en: 'Refused or withdrawn {at} ({how})' },
    { at: time(at, 'short'), how: joined([by, followed], SEMICOLON) },
  )
  return about ? fill({ zh: '{about}：{text}', en: '{about}: {text}' }, { about: ABOUT[about], text }) : text
}

/** What each kind of request is called. */
export const REQUEST_KINDS: Readonly<Record<TalentRequest['kind'], Bilingual>> = {
  correction: { zh: '更正', en: 'Correction' },
  erasure: { zh: '删除个人信息', en: 'Erasure' },
}

const OUTCOMES = {
  waiting: { zh: '等待答复', en: 'waits for an answer' },
  granted: { zh: '同意', en: 'granted' },
  refused: { zh: '不同意', en: 'refused' },
} as const

const requestFact = ({ kind, wording, askedAt, outcome, answer }: TalentRequest): SummaryRow =>
  factOf(REQUEST_KINDS[kind], [
    wording,
    below(quiet(time(askedAt, 'short'))),
    below(strong(OUTCOMES[outcome ?? 'waiting'])),
    answer && below(answer),
  ])

/** All that was filed, to be read or printed: numbers whole. */
export const ownCopyView = ({ number, firmName, answers }: OwnData, language: Language) => ({
  title: { zh: '您的申请', en: 'Your application' },
  number,
  firm: firmName || undefined,
  back: { href: path.talent, text: { zh: '返回本人页面', en: 'Back to your page' } },
  sections: answerSections(answers, language),
})

/** The copy, as a program reads it: everything, as it was filed. */
export const copyOf = ({ id: _, ...own }: OwnData) => ({ format: 'haijian-own-data-1', ...own })
