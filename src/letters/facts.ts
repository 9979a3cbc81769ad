/** The table of particulars of a paper, and the same facts for machines. Pure. */
import { sayDate } from '../base/dates.js'
import { findNationality } from '../base/nationalities.js'
import { type Bilingual, fill, type Language } from '../base/text.js'
import { PROPOSAL_LABELS, sayGround, sayProposed, sayReached } from '../criteria/proposalWords.js'
import { SEXES } from '../forms/choices.js'
import { CURRENCIES } from '../forms/money.js'
import { labelOf } from '../forms/engine/ui.js'
import type { FactName } from './fields.js'
import type { LetterData, OrderedLetter } from './letterData.js'
import type { Matter } from './matter.js'
import { employerName, figure, postOf, same } from './values.js'

/** Printed wherever the letters of the passport's zone stand for a name that no face can set. */
export const NOTE_ON_NAME: Bilingual = {
  zh: '护照所载姓名的文字无法排印，此处以护照机读区的字母代替。',
  en:
    'The passport prints the name in a script that cannot be set here; the ' +
    'letters of its machine-readable zone stand for it.',
}

/** Label and value of what the paper's kind shows of case, firm, person and post. */
export function factsOf(matter: Matter): OrderedLetter['facts'] {
  const { application, firm, printed, judgement } = matter
  const { talent, engagement } = application
  const { contract } = engagement
  const period = (language: Language) =>
    `${sayDate(contract.start)[language]}${language === 'zh' ? '至' : ' to '}${sayDate(contract.end)[language]}`
  const of = (zh: string, en: string, value: Bilingual) => [{ label: { zh, en }, value }]
  const said = (name: keyof typeof PROPOSAL_LABELS, value: Bilingual) => [{ label: PROPOSAL_LABELS[name], value }]
  const lines: Readonly<Record<FactName, () => Pick<LetterData['facts'][number], 'label' | 'value'>[]>> = {
    caseNumber: () => of('办件编号', 'Application number', same(matter.caseNumber)),
    employer: () => of('用人单位', 'Employer', employerName(firm)),
    creditCode: () => of('统一社会信用代码', 'Unified credit code', same(firm.creditCode)),
    name: () => [
      ...of('姓名', 'Name', printed.name),
      ...(printed.replaced ? of('姓名说明', 'Note on the name', NOTE_ON_NAME) : []),
    ],
    sex: () => of('性别', 'Sex', labelOf(SEXES, talent.sex)),
    nationality: () => of('国籍', 'Nationality', findNationality(talent.nationality)?.name ?? same(talent.nationality)),
    birthDate: () => of('出生日期', 'Date of birth', sayDate(talent.birthDate)),
    passport: () => of('护照号码', 'Passport no.', same(talent.passport.number)),
    post: () => of('岗位', 'Post', postOf(engagement)),
    contract: () => of('合同期限', 'Contract', { zh: period('zh'), en: period('en') }),
    salary: () =>
      of(
        '年薪（税前）',
        'Annual salary',
        withCurrency(engagement, {
          zh: `人民币${figure(engagement.salaryPerYear)}元`,
          en: `CNY ${figure(engagement.salaryPerYear)}`,
        }),
      ),
    reached: () => said('reached', sayReached(judgement.category, judgement.points.total)),
    proposed: () => (matter.proposal ? said('proposed', sayProposed(matter.proposal)) : []),
    ground: () => (matter.proposal ? said('ground', sayGround(matter.proposal)) : []),
    filedOn: () => of('申请日期', 'Applied on', sayDate(matter.filedOn)),
  }
  return matter.paper.facts.flatMap((name) => lines[name]().map((line) => ({ name, ...line })))
}

/** A year's salary with the sum in the currency in which it was agreed, and by which rate it was converted. */
function withCurrency({ paidInOther, paidIn }: Matter['application']['engagement'], yuan: Bilingual): Bilingual {
  const { currency, perYear, rate, rateOn } = paidIn
  if (paidInOther !== true || !currency || perYear === undefined) return yuan
  const text =
    rate !== undefined && rateOn
      ? {
          zh: '{yuan}（{sum}{name}，按{on}折算率{rate}折算）',
          en: '{yuan} ({code} {sum}, at the rate of {on}, {rate})',
        }
      : { zh: '{yuan}（{sum}{name}，企业自行折算）', en: '{yuan} ({code} {sum}, converted by the firm)' }
  const values = { yuan, sum: figure(perYear), name: labelOf(CURRENCIES, currency), code: currency }
  return fill(text, { ...values, rate: rate ?? '', on: rateOn ? sayDate(rateOn) : '' })
}

/**
 * The facts for machines: nothing that the paper's own table does not show, but for class and
 * points, which its sentences say.
 */
export function machineFacts(matter: Matter): NonNullable<LetterData['machine']> {
  const { application, firm, judgement, paper, printed, kind, proposal } = matter
  const { talent, engagement } = application
  const shows = (name: FactName, values: NonNullable<LetterData['machine']>) =>
    paper.facts.includes(name) ? values : {}
  return {
    caseNumber: matter.caseNumber,
    ...shows('employer', { employer: firm.nameZh }),
    ...shows('creditCode', { creditCode: firm.creditCode }),
    ...shows('name', {
      talentName: printed.replaced ? talent.systemName : talent.visualName,
      talentSystemName: talent.systemName,
    }),
    ...shows('sex', { sex: talent.sex }),
    ...shows('nationality', { nationality: talent.nationality }),
    ...shows('birthDate', { birthDate: talent.birthDate }),
    ...shows('passport', { passportNumber: talent.passport.number }),
    ...shows('post', { post: engagement.post }),
    ...shows('contract', { contractStart: engagement.contract.start, contractEnd: engagement.contract.end }),
    ...shows('salary', {
      salaryPerYearCny: String(engagement.salaryPerYear),
      monthsPerYear: String(engagement.monthsPerYear),
    }),
    ...(kind === 'recommendation' && { category: judgement.category, points: String(judgement.points.total) }),
    ...(proposal &&
      shows('proposed', {
        proposedClass: proposal.route.class,
        proposedRoute: proposal.route.code,
        proposedMonths: String(proposal.months),
        ...(proposal.treatment && { proposedTreatment: proposal.treatment.code }),
      })),
  }
}
