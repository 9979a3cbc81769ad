/** What a candidate has said about sensitive documents, for their own page and for those who work on the case. */
import { dateInShanghai } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { type Bilingual, COLON, COMMA, fill, joined, SEMICOLON } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { type Consent, type ConsentBy, isOpen } from '../../cases/consents.js'
import * as says from '../../cases/consentWords.js'
import type { HostWords } from '../../cases/hostTexts.js'
import { readNotice } from '../../cases/talentNotice.js'
import type { TalentRequest } from '../../cases/talents.js'
import { SENSITIVE } from '../../forms/choices.js'
import { labelOf } from '../../forms/engine/ui.js'
import { day, time } from '../kit/page.js'
import type { Line, Link, Piece, SummaryRow, Text } from '../kit/parts.js'
import { below, link, pieces, quiet } from '../kit/pieces.js'
import { fact, factOf } from '../kit/table.js'
import { signatureFact } from './signatures.view.js'

export const standingText = ({ standing, voided }: Consent): Bilingual =>
  voided ? says.VOIDED : says.STANDINGS[standing]

/** Documents of which the same is to be said are named together, those that stand in the way first. */
export function consentLine(consents: readonly Consent[], filed = false): Line {
  const sayOf = (one: Consent): Bilingual =>
    filed && one.standing === 'notAsked' && !one.voided ? says.DECLARED_ONLY : standingText(one)
  const texts = [...new Set(consents.map(sayOf))]
  const groups = texts.map((text) => ({ text, group: consents.filter((one) => sayOf(one) === text) }))
  const list = groups.sort(({ group: [one] }, { group: [other] }) => rank(one) - rank(other))
  return pieces(
    ...list.map(({ text, group }, index): Piece => {
      const names = joined(group.map(({ about }) => labelOf(SENSITIVE, about)))
      return { text: joined([names, text], COLON), below: index > 0, ...lookOf(group[0]) }
    }),
    consents.some(isOpen) && below(quiet(says.BLOCKS)),
  )
}

const rank = (one: Consent | undefined): number => (one && isOpen(one) ? 0 : 1)

function lookOf(one: Consent | undefined): Pick<Piece, 'icon' | 'look'> {
  if (one === undefined) return {}
  if (isOpen(one)) return { icon: 'cross', look: 'bad' }
  return one.standing === 'given' ? { icon: 'tick', look: 'ok' } : {}
}

export const CONSENT_TITLE: Bilingual = {
  zh: '人选对敏感材料的同意',
  en: 'The candidate’s consent to sensitive documents',
}

/** As a fact, with what the reader can do about it. */
const consentFact = (consents: readonly Consent[], filed: boolean, ways: readonly Link[]): SummaryRow =>
  fact('人选的同意', 'Consent', consentLine(consents, filed), {
    actions: ways.length > 0 ? ways.map((way) => ({ ...way, about: CONSENT_TITLE })) : undefined,
  })

/** The way to the candidate's own page, for whom it is open. */
export const ownPageLink = (caseId: number): Link => link({ zh: '本人页面', en: 'Own page' }, path.caseTalent(caseId))

/** What the candidate has consented to, and what they have signed by drawing. */
export const candidateFacts = (
  { case: { id, filedOn }, consents, signatures }: Pick<CaseFile, 'case' | 'consents' | 'signatures'>,
  ways: readonly Link[] = [],
): [consent: SummaryRow, signed: SummaryRow] => [
  consentFact(consents, filedOn !== null, ways),
  signatureFact(signatures, id),
]

/** What the candidate asks the firm to have corrected. */
export const correctionFact = (one: TalentRequest, sentAt: Date | null): SummaryRow =>
  factOf(one.kind === 'erasure' ? ASKS_ERASURE : ASKS_CORRECTION, [
    one.wording ?? '',
    below(quiet(joined([time(one.askedAt, 'short'), outcomeText(one, sentAt)], COMMA))),
    ...(one.answer ? [below(one.answer)] : []),
  ])

const ASKS_CORRECTION: Bilingual = { zh: '请求更正', en: 'Asks to correct' }
const ASKS_ERASURE: Bilingual = { zh: '请求删除个人信息', en: 'Asks to erase their personal data' }

/** While nobody has answered: whether the firm, which may have corrected it, has submitted since then. */
export const outcomeText = ({ kind, askedAt, outcome }: TalentRequest, sentAt: Date | null): Bilingual =>
  outcome === null && kind === 'correction' && sentAt !== null && sentAt > askedAt
    ? fill(SENT_SINCE, { at: time(sentAt, 'short') })
    : OUTCOMES[outcome ?? 'waiting']
const SENT_SINCE: Bilingual = {
  zh: '等待答复；企业已于{at}重新提交',
  en: 'waiting for an answer; the firm submitted again {at}',
}

const OUTCOMES = {
  waiting: { zh: '等待答复', en: 'waiting for an answer' },
  granted: { zh: '同意', en: 'granted' },
  refused: { zh: '不同意', en: 'refused' },
} as const

/** One decision of the candidate's own page. */
export interface HostConsent {
  readonly about: string
  readonly label: Bilingual
  /** What they would consent to. */
  readonly wording: Text
  readonly text: Bilingual
  readonly given: boolean
  readonly refused: boolean
}

/** What the candidate decides; `undefined` buttons once the case has ended. */
export const hostConsents = (consents: readonly Consent[], declared: boolean, words: HostWords): HostConsent[] =>
  consents.map((one) => ({
    about: one.about,
    label: labelOf(SENSITIVE, one.about),
    wording: words[one.about],
    text: hostText(one, declared),
    given: one.standing === 'given',
    refused: ['refused', 'withdrawn', 'settled', 'replaced', 'noneYet'].includes(one.standing),
  }))

function hostText({ standing, at, voided }: Consent, declared: boolean): Bilingual {
  if (voided) return says.HOST_VOIDED
  if (at === null) return declared ? says.DECLARED : says.HOST[standing]
  if (standing === 'askedAnew') return fill(says.HOST[standing], { at: time(at, 'short') })
  return fill({ zh: '{said}（{at}）', en: '{said} ({at})' }, { said: says.HOST[standing], at: time(at, 'short') })
}

interface ConsentEntry {
  readonly at: Date
  readonly notice: string
  readonly given: boolean
  readonly how: ConsentBy
}

/** When and how consent was given, taken back, settled or voided: the record. */
export function consentText({ at, given, how, notice }: ConsentEntry): Bilingual {
  const { about, version } = readNotice(notice)
  // a record that is older than the notice was brought over: which notice it followed is not known
  const followed =
    version <= dateInShanghai(at) && fill({ zh: '{day}的告知', en: 'notice of {day}' }, { day: day(version) })
  const by = joined([how === 'talentPage' ? says.BY_TALENT : says.BY_FIRM, followed], SEMICOLON)
  const said = how === 'firmDeclaration' && given ? says.FIRM_SAID : given ? says.GIVEN : says.REFUSED
  const words = how === 'settled' || how === 'voided' ? says.RECORDED[how] : said
  const text = fill(words, { at: time(at, 'short'), how: by })
  return about
    ? fill({ zh: '{about}：{text}', en: '{about}: {text}' }, { about: labelOf(SENSITIVE, about), text })
    : text
}
