/**
 * What a firm is asked about the person whom it wants to engage. Only presence and form are checked
 * here; whether an answer is good enough (age, name, passport zone, gaps in the resume, documents)
 * is judged by criteria, with the rules of the filing day.
 */
import type { z } from 'zod'
import type { Bilingual } from '../base/text.js'
import { findNode, getNode, isWithin, listLeaves, valueAt } from './engine/node.js'
import * as choose from './choices.js'
import { CIRCUMSTANCES } from './circumstances.js'
import { LANGUAGE_CODES, MARKET_CODES } from './codes.js'
import { withValue } from './engine/body.js'
import { COMPLIANCE, PLATFORM_EXPORT } from './evidence.js'
import * as ask from './engine/field.js'
import { type Parsed, parseForm } from './engine/parse.js'
import { PAID_IN, PAID_IN_OTHER, SOLD_IN, SOLD_IN_OTHER } from './money.js'
import { TALENT } from './talent.js'

const contact = ask.group(
  '本次申请的联系人',
  'Contact person for this application',
  {
    name: ask.text('联系人姓名', 'Contact’s name', { max: 60, width: 20, autocomplete: 'name' }).optional(),
    phone: ask.phone('联系人电话', 'Contact’s telephone', { data: 'sensitive', autocomplete: 'tel' }).optional(),
    email: ask
      .email('联系人电子邮箱', 'Contact’s e-mail', { data: 'sensitive', width: 30, autocomplete: 'email' })
      .optional(),
  },
  {
    data: 'personal',
    hint: { zh: '与登记的经办人不同时填写。', en: 'If different from the registered contact person.' },
  },
)

const engagement = ask.group(
  '岗位与合同',
  'Post and contract',
  {
    post: ask.text('岗位', 'Post', { width: 30, example: '直播主播（意大利时尚）' }),
    postEn: ask
      .text('岗位（英文）', 'Post in English', {
        width: 30,
        hint: {
          zh: '印在推荐函的英文本上；不填的，使用上面的岗位。',
          en: 'Appears in the English letter. If empty, the post above is used.',
        },
      })
      .optional(),
    duties: ask.longText('工作内容', 'Duties').optional(),
    salaryPerYear: ask.money('年薪（税前）', 'Salary per year, before tax', { example: 960_000 }),
    salaryPerMonth: ask.money('月薪（税前）', 'Salary per month, before tax', { example: 80_000 }),
    paidInOther: PAID_IN_OTHER,
    paidIn: PAID_IN.prefault({}),
    monthsPerYear: ask.number('每年在华工作', 'Months of work in China each year', {
      ...{ max: 12, width: 4, example: 12 },
      unit: { zh: '个月', en: 'months' },
    }),
    contract: ask.group(
      '合同期限',
      'Term of the contract',
      {
        start: ask.date('合同开始日', 'Contract starts on', { example: 60 }),
        end: ask.date('合同结束日', 'Contract ends on', { example: 790 }),
      },
      { inOrder: [['start', 'end']] },
    ),
    placeOfWork: ask.choice('工作地点所在区', 'District of the place of work', choose.DISTRICTS, { control: 'select' }),
    whyThisPerson: ask
      .longText('聘用该人选的理由', 'Reasons for engaging this person', {
        hint: {
          zh: '写明岗位的特殊需要，以及境内暂缺合适人选的情况。',
          en: 'What the post requires, and why no suitable person can be found in China.',
        },
      })
      .optional(),
  },
  { data: 'personal' },
)

const commaHint = { zh: '用逗号隔开。', en: 'Separate them with commas.' }

const channels = ask.rows(
  '频道',
  'Channels',
  ask.group('', '', {
    platform: ask.text('平台', 'Platform', { max: 60, width: 20, suggest: choose.PLATFORMS, example: 'TikTok' }),
    handle: ask.text('账号', 'Account', { width: 20, example: 'sofia_moda' }),
    link: ask
      .text('主页链接', 'Link to the page', {
        ...{ max: 500, width: 30 },
        hint: { zh: '以https://开头，从浏览器地址栏复制。', en: 'Starts with https://. Copy it from your browser.' },
      })
      .optional(),
    followers: ask.whole('粉丝数', 'Followers', { example: 1_280_000 }),
    averageViewers: ask.whole('平均观看人数', 'Average viewers', { example: 21_500 }),
    salesLast12MonthsCny: ask.money('近12个月销售额', 'Sales of the last 12 months', { example: 86_000_000 }),
    soldInOther: SOLD_IN_OTHER,
    soldIn: SOLD_IN.prefault({}),
    languages: ask.list('直播语言', 'Languages', {
      width: 20,
      hint: commaHint,
      codes: LANGUAGE_CODES,
      example: ['zh', 'it'],
    }),
    markets: ask.list('目标市场', 'Markets', { width: 20, hint: commaHint, codes: MARKET_CODES, example: ['IT'] }),
    productCategories: ask.list('商品类别', 'Product categories', {
      width: 30,
      suggest: choose.PRODUCT_CATEGORIES.map(({ label }) => label),
      codes: choose.PRODUCT_CATEGORIES,
      example: ['apparel'],
      hint: {
        zh: '可从列表选，几类的用逗号隔开。食品、酒类、医疗器械等须有许可证的，请一并上传，受理和评估时核对。',
        en:
          'Choose from the list or type; separate them with commas. If the goods need a licence (food, alcohol, ' +
          'medical devices), upload it as well: intake and assessors check it.',
      },
    }),
    hasExport: ask
      .yesNo('另填平台导出的数据', 'Enter figures from the platform’s export', {
        hint: {
          zh: '按月数据、互动率、分国家销售额、账号违规记录等，评估人据此判断，也可以只交证明材料。',
          en:
            'Monthly figures, engagement, sales by country, violations on the account: assessors base their ' +
            'opinion on them. You can also upload the evidence only.',
        },
      })
      .optional(),
    export: PLATFORM_EXPORT,
  }),
  {
    data: 'personal',
    max: 20,
    row: { zh: '第{n}个频道', en: 'channel {n}' },
    add: { zh: '再加一个频道', en: 'Add another channel' },
  },
)

/** The application, declared once. */
export const APPLICATION = ask.form({
  contact: contact.prefault({}),
  talent: TALENT,
  engagement,
  channels,
  compliance: COMPLIANCE,
  circumstances: CIRCUMSTANCES,
})
export type Application = z.output<typeof APPLICATION>

export type SectionKey = 'firm' | 'talent' | 'engagement' | 'channels' | 'experience' | 'circumstances' | 'documents'

export interface Section {
  readonly key: SectionKey
  readonly label: Bilingual
  /** The questions of its page, in their order. Documents are attachments, and what is asked of them stands at each. */
  readonly paths: readonly string[]
  /** Nothing in it need be answered, by most firms nothing is. */
  readonly optional?: boolean
}

const section = (key: SectionKey, zh: string, en: string, paths: readonly string[]): Section => ({
  key,
  label: { zh, en },
  paths,
})

const ORDERED: readonly Section[] = [
  section('firm', '企业与联系人', 'Firm and contact', ['contact']),
  section('talent', '人选', 'The candidate', [
    'talent.passport.mrz',
    'talent.systemName',
    'talent.visualName',
    'talent.chineseName',
    'talent.sex',
    'talent.birthDate',
    'talent.nationality',
    'talent.passport.number',
    'talent.passport.issuingState',
    'talent.passport.expiresOn',
    'talent.inChina',
    'talent.permitKind',
    'talent.permitUntil',
    'talent.email',
  ]),
  section('engagement', '岗位与合同', 'Post and contract', [
    'engagement.post',
    'engagement.postEn',
    'engagement.duties',
    'engagement.salaryPerYear',
    'engagement.salaryPerMonth',
    'engagement.paidInOther',
    'engagement.paidIn',
    'engagement.monthsPerYear',
    'engagement.contract',
    'engagement.placeOfWork',
    'engagement.whyThisPerson',
  ]),
  section('channels', '平台与频道', 'Platforms and channels', ['channels', 'compliance']),
  section('experience', '经历', 'Experience', [
    'talent.education',
    'talent.experienceYears',
    'talent.chinese',
    'talent.other',
    'talent.resume',
  ]),
  {
    ...section('circumstances', '办理情况与认定途径', 'Circumstances and routes', []),
    optional: true,
  },
  section('documents', '材料', 'Documents', ['circumstances.promised']),
]

const listed = ORDERED.flatMap(({ paths }) => paths)
const isListed = (path: string): boolean => listed.some((one) => isWithin(path, one))
/** The questions of a part of the application that no list above names. */
const unlistedIn = (part: string): readonly string[] => {
  const node = findNode(getNode(APPLICATION), part)
  return node ? listLeaves(node, part).filter((path) => !isListed(path)) : []
}

/**
 * Each section ends with the questions of the part of its own name that stand in no list: a new
 * question needs no line here unless it stands elsewhere.
 */
export const SECTIONS: readonly Section[] = ORDERED.map((one) => ({
  ...one,
  paths: [...one.paths, ...unlistedIn(one.key)],
}))

const RETIRED = listLeaves(getNode(APPLICATION)).filter((path) => findNode(getNode(APPLICATION), path)?.ui.retired)

/** Answers for a new application: without those to questions that are asked no more. */
export function askedStill(answers: unknown): unknown {
  // what it was said not to replace, it does not
  const replacesNone = String(valueAt(answers, 'circumstances.promises')) === 'false'
  const gone = replacesNone ? [...RETIRED, 'circumstances.promised'] : RETIRED
  return gone
    .filter((path) => valueAt(answers, path) !== undefined)
    .reduce((tree, path) => withValue(tree, path.split('.'), undefined), answers)
}

/** Parses the answers of a draft or of an API client (see parseForm). Never throws. */
export const parseApplication = (answers: unknown): Parsed<Application> => parseForm(APPLICATION, answers)
