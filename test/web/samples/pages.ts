/** The public pages with something in them. */
import { path, withQuery } from '../../../src/base/path.js'
import { both, dateText } from '../../../src/web/kit/page.js'
import type { Summary } from '../../../src/web/kit/parts.js'
import { type RulerSize, ruler } from '../../../src/web/kit/ruler.js'
import { type Finding, verdictOf } from '../../../src/web/kit/verdict.js'
import type { Views } from '../../../templates/views.js'
import { date, FIGURES, STAGES, STEPS, t } from './words.js'

const promised = (size: RulerSize) => ({
  ruler: ruler(STAGES, null, size),
  days: 17,
  intake: 5,
  assessment: 10,
  decision: 2,
  decidedBy: both((language) => dateText('2026-12-17', language, 'weekday')),
})

const routes = [
  {
    name: t('年薪不低于', 'Yearly salary of at least'),
    note: t('上年度社会平均工资的 6 倍、4 倍', 'six and four times the average wage'),
    a: '¥895,248',
    b: '¥596,832',
  },
  {
    name: t('积分不低于', 'Points of at least'),
    note: t('九项相加，满分 120', 'nine elements, 120 in all'),
    a: '85',
    b: '60',
  },
  {
    name: t('学历与经历', 'Degree and experience'),
    note: t('相关工作经历', 'related work'),
    a: '–',
    b: t('本科，2 年', 'Bachelor, 2 years'),
  },
]

export const home: Views['home'] = {
  promise: promised('wide'),
  criteria: {
    routes,
    questions: [{ name: t('受众规模与互动', 'Audience and engagement'), weight: t('权重 20', 'weight 20') }],
  },
  figures: {
    period: t('2026年1月至10月', 'January to October 2026'),
    items: FIGURES,
  },
  code: '',
  codeExample: 'K7QF-20MX-D4TA-8W3N-C',
}

export const signIn: Views['sign-in'] = {
  account: '',
  backTo: path.cases,
  registerHref: path.register,
  accounts: [
    { account: 'liwen', who: t('李雯，上海云帆的经办人', 'Li Wen, who applies for Shanghai Yunfan') },
    { account: 'wangfang', who: t('王芳，受理人员', 'Wang Fang, intake') },
    { account: 'chensiyuan', who: t('陈思远，评估人', 'Chen Siyuan, assessor') },
    { account: 'zhoumin', who: t('周敏，审批人', 'Zhou Min, approver') },
    { account: 'guqing', who: t('顾青，许可经办人', 'Gu Qing, permit officer') },
  ],
  accountsPassword: 'haijian-demo',
}

export const message: Views['message'] = {
  heading: t('已提交', 'Submitted'),
  lead: t('主管部门最迟在2026年12月17日（周四）作出决定。', 'The department decides by Thursday 17 December 2026.'),
  number: '2026-0412',
  steps: STEPS,
  next: {
    title: t('接下来', 'What happens now'),
    items: [
      {
        name: t('受理', 'Intake'),
        text: t('5 个工作日内答复；要补正的一次说清', 'Answered within 5 working days; what is missing is told once'),
      },
      {
        name: t('通知', 'Notice'),
        text: t('每一步都发到您的邮箱，也在这里', 'Each step is mailed to you and shown here'),
      },
    ],
  },
  actions: [{ text: t('看这件申请', 'See the application'), href: path.case(412) }],
}

export const verify: Views['verify'] = { code: '', codeExample: home.codeExample }

const letterRows = (ended: boolean): Summary => ({
  rows: [
    { key: t('文号', 'Number'), line: [{ text: '沪商荐〔2026〕91号', look: 'song', lang: 'zh-CN' }] },
    { key: t('人选', 'Candidate'), line: ['IVANOVA ELENA'] },
    { key: t('护照', 'Passport'), line: [{ text: '75*****67', look: 'code' }, ' ', t('俄罗斯', 'Russia')] },
    {
      key: t('企业', 'Firm'),
      line: [t('虹桥环球优选（上海）供应链有限公司', 'Hongqiao Global Select (Shanghai) Supply Chain Co., Ltd.')],
    },
    { key: t('推荐类别', 'Class'), line: [t('B 类 外国专业人才', 'B: foreign professional')] },
    { key: t('签发', 'Issued'), line: [date('2026-12-11')] },
    { key: t('有效期至', 'Valid until'), line: [{ text: date('2027-06-11'), struck: ended }] },
  ],
})

export const FINDINGS: readonly Finding[] = [
  {
    kind: 'valid',
    issuer: t('上海市商务委员会', 'the Shanghai Municipal Commission of Commerce'),
    validUntil: '2027-06-11',
  },
  { kind: 'superseded', newNumber: '沪商荐〔2027〕4号', supersededOn: '2027-01-08' },
  { kind: 'revoked', revokedOn: '2026-12-28' },
  {
    kind: 'expired',
    issuer: t('上海市商务委员会', 'the Shanghai Municipal Commission of Commerce'),
    validUntil: '2027-06-11',
  },
  { kind: 'specimen' },
  { kind: 'unknown' },
  { kind: 'altered' },
]

/** The answer of a check. */
export function resultOf(found: Finding): Views['verify-result'] {
  const known = found.kind !== 'unknown' && found.kind !== 'altered'
  return {
    verdict: verdictOf(found),
    ...(known && { letter: letterRows(found.kind !== 'valid' && found.kind !== 'specimen') }),
    check: {
      small: true,
      rows: [
        { key: t('核验码', 'Code'), line: [{ text: 'W3NB-71RC-P8HE-5T0Y-J', look: 'code' }] },
        { key: t('时间', 'Time'), line: [t('2027年1月4日 09:12', '4 January 2027, 09:12')] },
        ...(known
          ? [
              {
                key: t('电子签名', 'Signature'),
                line: [{ text: t('完整，未被改动', 'intact, unaltered'), look: 'ok' as const, icon: 'tick' as const }],
              },
            ]
          : []),
      ],
    },
    ...(found.kind === 'revoked' && {
      history: [
        { title: t('撤销：材料不实', 'Revoked: false documents'), at: date('2026-12-28'), kind: 'end' as const },
        { title: t('签发', 'Issued'), at: date('2026-12-11') },
      ],
    }),
    ...(known && { contact: '021-0000 0000' }),
  }
}

export const howItWorks: Views['how-it-works'] = {
  promise: promised('side'),
  documents: [
    { name: t('护照信息页', 'Passport page'), rule: t('至少还有六个月有效期', 'valid for six months or more') },
    {
      name: t('照片', 'Photograph'),
      rule: t('JPEG，不超过 1 MB，不小于 354 × 472 像素', 'JPEG, up to 1 MB, 354 × 472 pixels or more'),
    },
    {
      name: t('无犯罪记录证明', 'Police record'),
      rule: t('六个月内签发，经认证', 'issued within six months, authenticated'),
    },
    {
      name: t('聘用合同', 'Contract'),
      rule: t('写明地点、内容、薪酬、期限、岗位', 'with place, content, pay, period and post'),
    },
  ],
  sections: t('7 节：企业与联系人、人选', '7 sections: Firm and contact, The candidate'),
  correctionDays: 30,
  correctionRounds: 2,
  reviewDays: 60,
  letterMonths: 6,
}

export const criteria: Views['criteria'] = {
  permit: {
    version: t('2026年7月1日起', 'from 1 July 2026'),
    source: t('积分要素计点赋值表（暂行）', 'Table of points (interim)'),
    routes,
    most: t('满分 120，在本市工作最多 100', 'out of 120; 100 at most for work in Shanghai'),
    elements: [
      {
        name: t('年薪', 'Salary'),
        most: 20,
        bands: [
          { text: t('45 万元及以上', '¥450,000 and more'), points: '20' },
          { text: t('35 万至不满 45 万', '¥350,000 to below 450,000'), points: '17' },
          { text: t('25 万至不满 35 万', '¥250,000 to below 350,000'), points: '14' },
        ],
      },
      {
        name: t('年龄', 'Age'),
        most: 15,
        bands: [
          { text: t('26 至 45 岁', '26 to 45 years'), points: '15' },
          { text: t('18 至 25 岁、46 至 55 岁', '18 to 25, 46 to 55 years'), points: '10' },
          { text: t('56 至 60 岁', '56 to 60 years'), points: '5' },
        ],
      },
    ],
  },
  recommendation: {
    version: t('2024年9月2日起', 'from 2 September 2024'),
    source: t('推荐工作规则', 'Rules of the recommendation'),
    routes: [],
    card: {
      intro: t('评分帮助评估人看同样的方面。', 'The scores help assessors to look at the same things.'),
      total: 100,
      questions: [
        {
          name: t('受众规模与互动', 'Audience and engagement'),
          weight: t('权重 20', 'weight 20'),
          guidance: t('看多项指标和按月走势。', 'Look at several figures and the months.'),
          anchors: [
            { text: t('没有可核实的受众数据', 'No audience that can be verified'), level: t('0 档', 'level 0') },
            { text: t('受众稳定', 'A steady audience'), level: t('2 档', 'level 2') },
          ],
          evidence: t('粉丝数、按月数据', 'Followers, Figures by month'),
          sentence: t('评估人须写明理由：低于 2 档。', 'The assessor must give a reason below level 2.'),
        },
      ],
      divergence: t('两位评估人相差较大的，由审批人比较。', 'Where two assessors differ, the approver compares both.'),
      checks: {
        rows: [{ name: t('粉丝骤增', 'jump in followers'), text: t('超过上月的 ×2.0', 'more than ×2.0') }],
        basis: t('业务判断', 'A judgement'),
      },
    },
  },
  versions: [
    { text: t('2026年7月1日起', 'from 1 July 2026'), href: path.criteria, current: true },
    { text: t('2025年7月1日起', 'from 1 July 2025'), href: withQuery(path.criteria, { on: '2025-07-01' }) },
  ],
}

export const privacy: Views['privacy'] = {
  handler: t('演示市商务委员会', 'The Demonstration Commission of Commerce'),
  contact: '021-0000 0000',
  retention: [
    { key: t('申请与材料', 'Applications'), line: [t('办结后 10 年', '10 years after the case ends')] },
    { key: t('草稿', 'Drafts'), line: [t('90 日不动即删除', 'deleted after 90 idle days')] },
    { key: t('查阅记录', 'Record of readings'), line: [t('3 年', '3 years')] },
  ],
}
export const accessibility: Views['accessibility'] = {
  contact: t('电话 021-0000 0000，或到窗口办理', 'Call 021-0000 0000, or come to the counter'),
}
