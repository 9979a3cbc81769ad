/**
 * What is said of the application's sections besides their questions: what each asks for, why, and
 * which answers must be looked at again where they are those of an earlier application.
 */
import { path } from '../base/path.js'
import type { Bilingual } from '../base/text.js'
import type { SectionKey } from './application.js'

interface SectionWords {
  /** In a list of sections, while nothing stands in it. */
  readonly asks: Bilingual
  /** Beside the questions: why they are asked, where that is not plain. */
  readonly help?: {
    readonly title: Bilingual
    readonly note: readonly (Bilingual | { readonly text: Bilingual; readonly href: string })[]
  }
}

export const SECTION_WORDS: Readonly<Partial<Record<SectionKey, SectionWords>>> = {
  talent: {
    asks: { zh: '护照、姓名、国籍', en: 'Passport, name, nationality' },
    help: {
      title: { zh: '三个名字，各有用处', en: 'Three names, three uses' },
      note: [
        {
          zh: '护照信息只供受理、评估与许可机关查看，每次查看都有记录。',
          en: 'Only intake, assessors and the permit authority can see passport data. Every view is recorded.',
        },
      ],
    },
  },
  engagement: {
    asks: { zh: '岗位、薪酬、合同期限、工作地点', en: 'Post, pay, term of the contract, place of work' },
    help: {
      title: { zh: '薪酬的判断', en: 'How pay is judged' },
      note: [
        {
          zh: '只看年薪（税前，人民币）。六倍、四倍是上年度本市平均工资的倍数，见',
          en:
            'Only the annual salary counts, before tax, in yuan. Six and four times ' +
            'are multiples of last year’s average wage; see ',
        },
        { text: { zh: '公布的条件', en: 'the published criteria' }, href: path.criteria },
        { zh: '。', en: '.' },
      ],
    },
  },
  channels: {
    asks: { zh: '平台、账号、粉丝与销售数据', en: 'Platforms, accounts, followers and sales' },
    help: {
      title: { zh: '按平台后台数据填写', en: 'Use the platform’s figures' },
      note: [
        {
          zh: '评估人会与“平台账号及直播数据证明”核对。没有开播的频道无需填写。',
          en: 'The assessor compares them with the platform evidence. Leave out channels that do not stream.',
        },
      ],
    },
  },
  experience: {
    asks: { zh: '学历、汉语、逐月的履历', en: 'Education, Chinese, the resume month by month' },
    help: {
      title: { zh: '简历须连续', en: 'No gaps in the resume' },
      note: [
        {
          zh: '从最高学历之前的学习写起，逐月连续写到上个月，待业也须写明。',
          en: 'Cover every month from the studies to last month, including unemployment.',
        },
      ],
    },
  },
  circumstances: {
    asks: {
      zh: '更换单位、家属、主张的途径',
      en: 'Change of employer, family, claimed routes',
    },
    help: {
      title: {
        zh: '均不适用的，请直接继续；不选视为“否”',
        en: 'If none of this applies, continue. No answer means no',
      },
      note: [
        {
          zh: '回答“是”的，自测将说明办理许可时还须准备的材料；主张的途径由评估人核对，不计入类别。',
          en:
            'If you answer yes, the self-check shows which documents the permit will need. Assessors check ' +
            'claimed routes. They do not count for the class.',
        },
      ],
    },
  },
}

interface AgingAnswers {
  readonly section: SectionKey
  readonly paths: readonly string[]
  readonly label: Bilingual
  readonly why: Bilingual
}

/** What must be looked at again where an application begins with the answers of an earlier one. */
export const AGING: readonly AgingAnswers[] = [
  {
    section: 'talent',
    paths: ['talent.passport.number', 'talent.passport.expiresOn'],
    label: { zh: '护照', en: 'Passport' },
    why: { zh: '更换过护照的，号码和有效期均有变化。', en: 'A new passport has a different number and expiry date.' },
  },
  {
    section: 'engagement',
    paths: ['engagement.contract.start', 'engagement.contract.end'],
    label: { zh: '合同期限', en: 'Term of the contract' },
    why: { zh: '续签的合同有新的起止日期。', en: 'A renewed contract has different dates.' },
  },
  {
    section: 'engagement',
    paths: ['engagement.salaryPerYear', 'engagement.salaryPerMonth'],
    label: { zh: '薪酬', en: 'Pay' },
    why: {
      zh: '薪酬标准每年调整，按现在的合同填。',
      en: 'The salary figures change every year. Enter what the contract says now.',
    },
  },
  {
    section: 'channels',
    paths: ['channels'],
    label: { zh: '频道数据', en: 'Figures of the channels' },
    why: {
      zh: '粉丝、观看和近12个月的销售额按现在的数据填。',
      en: 'Followers, viewers and sales of the last 12 months as they are now.',
    },
  },
]
