/** Makes a letter's data out of the case as it was filed, judged and assessed: one set of facts, printed in both languages. Pure. */
import { sayDate } from '../base/dates.js'
import { findNationality } from '../base/nationalities.js'
import type { Bilingual, Language } from '../base/text.js'
import type { Judgement } from '../criteria/judge.js'
import type { Application } from '../forms/application.js'
import { CROSS_BORDER_FILINGS, DEGREES, DISTRICTS, SEXES } from '../forms/choices.js'
import type { Authority } from '../reference/authorities.js'
import type { PolicyBasis } from '../reference/kinds.js'
import type { Fields, LetterKind, LetterTemplate, PublicFacts } from './catalogue.js'
import type { LetterData, Seal } from './letterData.js'
import { renderParagraph, renderParagraphs } from './paragraphs.js'

/** The firm as it was when the case was filed. */
export interface FiledFirm {
  readonly nameZh: string
  readonly nameEn: string | null
  readonly creditCode: string
  readonly district: string
  readonly crossBorderFiling: string | null
}

export interface Matter {
  readonly kind: LetterKind
  readonly template: LetterTemplate
  readonly number: string
  readonly issuedOn: string
  readonly validUntil: string
  readonly filedOn: string
  readonly application: Application
  readonly firm: FiledFirm
  readonly judgement: Judgement
  readonly departments: readonly Bilingual[]
  readonly conditions: string | undefined
  readonly policy: PolicyBasis & { readonly issuedOn: string }
  readonly issuer: Authority
  readonly addressee: Authority
  readonly check: LetterData['check']
  readonly seal: Seal | null
  readonly specimen: string | null
}

interface Option {
  readonly value: string
  readonly label: Bilingual
}
const same = (text: string): Bilingual => ({ zh: text, en: text })
const labelOf = (options: readonly Option[], value: string): Bilingual =>
  options.find((option) => option.value === value)?.label ?? same(value)
const figure = (value: number): string => value.toLocaleString('en-GB')
const listed = (texts: readonly string[], language: Language): string => texts.join(language === 'zh' ? '、' : ', ')

/** The name as the passport prints it, and beside it the letters of its zone when they differ; in English those come first. */
export function talentName({ talent }: Application): Bilingual {
  const { visualName, systemName, chineseName } = talent
  const same = visualName.toUpperCase() === systemName.toUpperCase()
  const latin = same ? visualName : `${visualName}（${systemName}）`
  return {
    zh: chineseName ? `${latin}（${chineseName}）` : latin,
    en: same ? visualName : `${systemName} (${visualName})`,
  }
}

const WAYS: Readonly<Record<Judgement['category'], Bilingual>> = {
  A: { zh: '已达到外国高端人才（A 类）标准', en: 'the standard of class A is reached' },
  B: { zh: '已达到外国专业人才（B 类）标准', en: 'the standard of class B is reached' },
  none: { zh: '未单独达到 A 类或 B 类标准', en: 'neither class is reached without this recommendation' },
}

function channelsText({ channels }: Application, language: Language): string {
  const texts = channels.map(({ platform, handle, followers, averageViewers }) =>
    language === 'zh'
      ? `在${platform}的账号 ${handle} 有粉丝${figure(followers)}人，场均观看${figure(averageViewers)}人`
      : `the account ${handle} on ${platform} has ${figure(followers)} followers and ${figure(averageViewers)} viewers on average`,
  )
  return texts.join(language === 'zh' ? '；' : '; ')
}

/** The values of the fields in one language. */
export function fieldsOf(matter: Matter, language: Language): Fields {
  const { application, firm, judgement, policy, issuer } = matter
  const { engagement, talent } = application
  const inLanguage = (text: Bilingual) => text[language]
  const dated = (date: string) => sayDate(date)[language]
  const conditions = matter.conditions?.trim()
  return {
    name: inLanguage(talentName(application)),
    shortName: language === 'zh' ? talent.visualName : talent.systemName,
    employer: language === 'en' ? (firm.nameEn ?? firm.nameZh) : firm.nameZh,
    creditCode: firm.creditCode,
    district: inLanguage(labelOf(DISTRICTS, firm.district)),
    crossBorderFiling: inLanguage(labelOf(CROSS_BORDER_FILINGS, firm.crossBorderFiling ?? 'none')),
    post: engagement.post,
    contractStart: dated(engagement.contract.start),
    contractEnd: dated(engagement.contract.end),
    salary: figure(engagement.salaryPerYear),
    months: String(engagement.monthsPerYear),
    degree: inLanguage(labelOf(DEGREES, talent.education.degree ?? 'none')),
    experience: String(talent.experienceYears),
    channels: channelsText(application, language),
    points: String(judgement.points.total),
    category: inLanguage(WAYS[judgement.category]),
    departments: listed(matter.departments.map(inLanguage), language),
    filedOn: dated(matter.filedOn),
    validUntil: dated(matter.validUntil),
    policyTitle: inLanguage(policy.title),
    policyDate: dated(policy.issuedOn),
    policyPassage: policy.passage ? inLanguage(policy.passage) : '',
    conditions: conditions ? `${conditions}${language === 'zh' ? '' : ' '}` : '',
    contactOffice: inLanguage(issuer.office),
    contactPhone: issuer.phone ?? (language === 'zh' ? '见本机关网站' : 'see our web site'),
  }
}

const PASSPORT: Bilingual = { zh: '护照号码', en: 'Passport no.' }

/** Label and value of everything that the letter's table says of firm, person and post. */
function factsOf({ application, firm }: Matter): LetterData['facts'] {
  const { talent, engagement } = application
  const fact = (zh: string, en: string, value: Bilingual) => ({ label: { zh, en }, value })
  const period = (language: Language) =>
    `${sayDate(engagement.contract.start)[language]}${language === 'zh' ? '至' : ' to '}${sayDate(engagement.contract.end)[language]}`
  return [
    fact('用人单位', 'Employer', { zh: firm.nameZh, en: firm.nameEn ?? firm.nameZh }),
    fact('统一社会信用代码', 'Unified credit code', same(firm.creditCode)),
    fact('姓名', 'Name', talentName(application)),
    fact('性别', 'Sex', labelOf(SEXES, talent.sex)),
    fact('国籍', 'Nationality', findNationality(talent.nationality)?.name ?? same(talent.nationality)),
    fact('出生日期', 'Date of birth', sayDate(talent.birthDate)),
    { label: PASSPORT, value: same(talent.passport.number) },
    fact('岗位', 'Post', same(engagement.post)),
    fact('合同期限', 'Contract', { zh: period('zh'), en: period('en') }),
    fact('年薪（税前）', 'Salary a year', {
      zh: `人民币${figure(engagement.salaryPerYear)}元`,
      en: `CNY ${figure(engagement.salaryPerYear)}`,
    }),
  ]
}

/** The letter's data, to be frozen. Throws Invalid when a template asks for what is no field. */
export function composeLetter(matter: Matter): LetterData {
  const { template, issuer, addressee } = matter
  const fields = { zh: fieldsOf(matter, 'zh'), en: fieldsOf(matter, 'en') }
  const line = (text: Bilingual): Bilingual => ({
    zh: renderParagraph(text.zh, fields.zh),
    en: renderParagraph(text.en, fields.en),
  })
  const all = (texts: { zh: string[]; en: string[] }) => ({
    zh: renderParagraphs(texts.zh, fields.zh),
    en: renderParagraphs(texts.en, fields.en),
  })
  /** A line break of the template stands where the title may be broken. */
  const clauses = (text: string, language: Language) => renderParagraphs(text.split('\n'), fields[language]).join('\n')
  return {
    version: 1,
    kind: matter.kind,
    number: matter.number,
    issuedOn: matter.issuedOn,
    issuer: issuer.name,
    addressee: addressee.name,
    title: { zh: clauses(template.title.zh, 'zh'), en: clauses(template.title.en, 'en') },
    opening: all(template.opening),
    facts: factsOf(matter),
    assessment: all(template.assessment),
    findings: template.findings.map(({ heading, text }) => ({ heading: line(heading), text: line(text) })),
    closing: all(template.closing),
    contact: line(template.contact),
    attachments: template.attachments.map(line),
    copiedTo: null,
    signatory: issuer.name,
    validUntil: matter.validUntil,
    seal: matter.seal,
    check: matter.check,
    specimen: matter.specimen,
  }
}

/** A passport number with only its first two and last two characters: what the public page may show. */
export const maskPassport = (number: string): string =>
  number.length <= 4
    ? '*'.repeat(number.length)
    : `${number.slice(0, 2)}${'*'.repeat(number.length - 4)}${number.slice(-2)}`

/** What anybody may read who holds the paper: what it prints, the passport number masked. */
export function publicFacts(data: LetterData): PublicFacts {
  return {
    issuer: data.issuer,
    addressee: data.addressee,
    title: data.title,
    issuedOn: data.issuedOn,
    validUntil: data.validUntil,
    specimen: data.specimen !== null,
    facts: data.facts.map(({ label, value }) => ({
      label,
      value: label.zh === PASSPORT.zh ? same(maskPassport(value.zh)) : value,
    })),
  }
}
