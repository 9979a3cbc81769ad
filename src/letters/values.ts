/** The values of the fields (fields.ts) for one paper, in one of its two languages. Pure. */
import { sayDate } from '../base/dates.js'
import { findNationality } from '../base/nationalities.js'
import type { Bilingual, Language } from '../base/text.js'
import type { Judgement } from '../criteria/judge.js'
import { sayProposal } from '../criteria/proposalWords.js'
import type { Application } from '../forms/application.js'
import { CROSS_BORDER_FILINGS, DEGREES, DISTRICTS } from '../forms/choices.js'
import { labelOf } from '../forms/engine/ui.js'
import type { Fields } from './fields.js'
import type { FiledFirm, Matter } from './matter.js'

export const same = (text: string): Bilingual => ({ zh: text, en: text })
export const figure = (value: number): string => value.toLocaleString('en-GB')

/** The firm's name in both languages. */
export const employerName = ({ nameZh, nameEn }: FiledFirm): Bilingual => ({ zh: nameZh, en: nameEn ?? nameZh })

const listed = (texts: readonly string[], language: Language): string => texts.join(language === 'zh' ? '、' : ', ')

const WAYS: Readonly<Record<Judgement['category'], Bilingual>> = {
  A: { zh: '已达到外国高端人才（A类）标准', en: 'the standard of class A is reached' },
  B: { zh: '已达到外国专业人才（B类）标准', en: 'the standard of class B is reached' },
  none: { zh: '未单独达到A类或B类标准', en: 'neither class is reached' },
}

function channelsText({ channels }: Application, language: Language): string {
  const texts = channels.map(({ platform, handle, followers, averageViewers }) =>
    language === 'zh'
      ? `在${platform}的账号 ${handle} 有粉丝${figure(followers)}人，场均观看${figure(averageViewers)}人`
      : `the account ${handle} on ${platform} has ${figure(followers)} followers ` +
        `and ${figure(averageViewers)} viewers on average`,
  )
  return texts.join(language === 'zh' ? '；' : '; ')
}

/** The post in both languages; without English words those of the form are printed. */
export const postOf = ({ post, postEn }: Application['engagement']): Bilingual => ({ zh: post, en: postEn ?? post })

/** The values of the fields in one language. */
export function fieldsOf(matter: Matter, language: Language): Fields {
  const { application, firm, judgement, policy, proposal, occurrence, terms, printed } = matter
  const { engagement, talent } = application
  const inLanguage = (text: Bilingual) => text[language]
  const dated = (date: string | null | undefined) => (date ? sayDate(date)[language] : '')
  return {
    caseNumber: matter.caseNumber,
    filedOn: dated(matter.filedOn),
    employer: language === 'en' ? (firm.nameEn ?? firm.nameZh) : firm.nameZh,
    creditCode: firm.creditCode,
    district: inLanguage(labelOf(DISTRICTS, firm.district)),
    crossBorderFiling: inLanguage(labelOf(CROSS_BORDER_FILINGS, firm.crossBorderFiling ?? 'none')),
    departments: listed(matter.departments.map(inLanguage), language),
    name: inLanguage(printed.name),
    shortName: inLanguage(printed.short),
    nationality: inLanguage(findNationality(talent.nationality)?.name ?? same(talent.nationality)),
    degree: inLanguage(labelOf(DEGREES, talent.education.degree ?? 'none')),
    experience: String(talent.experienceYears),
    channels: channelsText(application, language),
    post: inLanguage(postOf(engagement)),
    contractStart: dated(engagement.contract.start),
    contractEnd: dated(engagement.contract.end),
    salary: figure(engagement.salaryPerYear),
    months: String(engagement.monthsPerYear),
    points: String(judgement.points.total),
    category: inLanguage(WAYS[judgement.category]),
    proposal: proposal ? inLanguage(sayProposal(proposal)) : '',
    policyTitle: inLanguage(policy.title),
    policyDate: dated(policy.issuedOn),
    policyPassage: policy.passage ? inLanguage(policy.passage) : '',
    number: matter.number,
    issuedOn: dated(matter.issuedOn),
    issuer: inLanguage(matter.issuer.name),
    reviewer: inLanguage(matter.reviewer.name),
    contactOffice: inLanguage(matter.contact.office),
    contactPhone: matter.contact.phone ?? (language === 'zh' ? '见本机关网站' : 'see our web site'),
    supersededNumber: matter.supersedes ?? '',
    validUntil: dated(terms.validUntil),
    termDays: terms.term ? String(terms.term.amount) : '',
    termUntil: dated(terms.term?.until),
    acceptanceDays: String(terms.acceptance),
    assessmentDays: String(terms.assessment),
    decisionDays: String(terms.decision),
    explanation: inLanguage(occurrence.explanation),
    conditions: inLanguage(occurrence.conditions),
    remarks: inLanguage(occurrence.remarks),
    round: String(occurrence.round),
    roundsAllowed: String(terms.rounds),
    letterNumber: occurrence.letter?.number ?? '',
    letterDate: dated(occurrence.letter?.on),
    earlierNumber: occurrence.earlier?.number ?? '',
    earlierDate: dated(occurrence.earlier?.on),
  }
}
