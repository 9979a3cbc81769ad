/**
 * Which papers of an earlier application of the same host may be used again, and why the others
 * must be new. How long a paper is valid is reference data of kind `documents`; what says something
 * about one engagement is new with each. Pure.
 */
import { addMonths, sayDate } from '../base/dates.js'
import { type Bilingual, fill } from '../base/text.js'
import type { DocumentKind } from '../forms/choices.js'
import type { DocumentRule } from './documents.js'

export interface EarlierPaper {
  readonly kind: string
  readonly issuedOn: string | null
}

export interface CarryQuestion {
  readonly rule: DocumentRule | undefined
  /** ISO date by which a decision is expected. */
  readonly decisionOn: string
  /** Whether the passport is the one of the earlier application. */
  readonly samePassport: boolean
}

/** Papers about one engagement or one day. */
const ANEW: Readonly<Partial<Record<DocumentKind, Bilingual>>> = {
  contract: { zh: '合同期限和薪酬以这次的合同为准', en: 'term and pay must be those of the current contract' },
  resume: { zh: '简历要逐月写到上个月', en: 'it must cover every month up to last month' },
  platformEvidence: { zh: '直播数据以近12个月为准', en: 'figures must be for the last 12 months' },
  commitment: { zh: '每次申请各签一份', en: 'a new one is signed for each application' },
  salaryCommitment: { zh: '按这次的薪酬签署', en: 'it must be signed for the current pay' },
  promise: { zh: '按这次代替的证明签署', en: 'it must be signed for the certificates replaced now' },
  visaPage: { zh: '须为现行有效的签证或居留许可', en: 'it must be the current visa or permit' },
  cancellation: { zh: '须为本次注销的证明', en: 'it must be the current cancellation' },
  other: { zh: '按这次的要求提交', en: 'it was asked for in the earlier application' },
}

const ANOTHER_PASSPORT = { zh: '护照号码和原申请不同', en: 'the passport number differs' }
const NO_RULE = { zh: '现在不再要求这种材料', en: 'this kind is no longer needed' }
const UNDATED = { zh: '未填写签发日期，无法判断是否有效', en: 'no date of issue, so validity cannot be judged' }
const TOO_OLD = {
  zh: '{issuedZh}签发，可用到{endZh}，早于预计决定日{dayZh}',
  en: 'issued on {issuedEn}, it can be used until {endEn}, before the expected decision on {dayEn}',
}

/** Why a paper must be new; undefined when it may be used again. */
export function whyAnew({ kind, issuedOn }: EarlierPaper, question: CarryQuestion): Bilingual | undefined {
  const { rule, decisionOn, samePassport } = question
  if (!rule) return NO_RULE
  const anew = ANEW[kind as DocumentKind] // a kind of another release has no line
  if (anew) return anew
  if (kind === 'passportPage' && !samePassport) return ANOTHER_PASSPORT
  if (rule.monthsValid === null) return undefined
  if (issuedOn === null) return UNDATED
  const end = addMonths(issuedOn, rule.monthsValid)
  if (decisionOn <= end) return undefined
  const [issued, until, day] = [sayDate(issuedOn), sayDate(end), sayDate(decisionOn)]
  return fill(TOO_OLD, {
    issuedZh: issued.zh,
    issuedEn: issued.en,
    endZh: until.zh,
    endEn: until.en,
    dayZh: day.zh,
    dayEn: day.en,
  })
}
