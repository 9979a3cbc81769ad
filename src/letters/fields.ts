/**
 * The published list of what a template may print: each field with its meaning and a sample, in
 * both languages. compose.ts makes the values, each in the paper's language; the page where
 * templates are written shows this list; nothing else can be printed. Over 250 lines because it is that list.
 */
import type { Bilingual } from '../base/text.js'

export interface FieldEntry {
  readonly name: string
  readonly label: Bilingual
  readonly sample: Bilingual
  /** Which group the page shows it under. */
  readonly group: 'case' | 'talent' | 'post' | 'judgement' | 'paper' | 'term' | 'event' | 'reasons' | 'items'
}

type Group = FieldEntry['group']
const both = (text: string): Bilingual => ({ zh: text, en: text })
const group =
  (name: Group) =>
  <Name extends string>(field: Name, zh: string, en: string, sample: Bilingual | string) => ({
    name: field,
    label: { zh, en },
    sample: typeof sample === 'string' ? both(sample) : sample,
    group: name,
  })
const ofCase = group('case')
const ofTalent = group('talent')
const ofPost = group('post')
const ofJudgement = group('judgement')
const ofPaper = group('paper')
const ofTerm = group('term')
const ofEvent = group('event')
const ofReasons = group('reasons')
const ofItems = group('items')

/** Fields of every paper; one that the paper's occasion says nothing of is empty, which `{{#if}}` asks for. */
export const FIELD_LIST = [
  ofCase('caseNumber', '办件编号', 'Application number', '2026-000128'),
  ofCase('filedOn', '申请日期', 'Day of application', { zh: '2026年11月2日', en: '2 November 2026' }),
  ofCase('employer', '用人单位', 'The employer', {
    zh: '上海云帆跨境电子商务有限公司',
    en: 'Shanghai Yunfan Cross-border E-commerce Co., Ltd.',
  }),
  ofCase('creditCode', '统一社会信用代码', 'Unified credit code', '91310105MA1FW0007P'),
  ofCase('district', '所在区', 'District', { zh: '长宁区', en: 'Changning' }),
  ofCase('crossBorderFiling', '跨境电商备案情况', 'Cross-border e-commerce filing', {
    zh: '已办理海关跨境电商备案',
    en: 'Registered with Customs for cross-border e-commerce',
  }),
  ofCase('departments', '参评部门', 'Named departments', {
    zh: '演示上海市商务委员会、演示上海市文化和旅游局',
    en:
      'Demonstration Shanghai Municipal Commission of Commerce, Demonstration ' +
      'Shanghai Municipal Administration of Culture and Tourism',
  }),
  ofTalent(
    'name',
    '姓名（护照所载，附机读区字母）',
    'Name as in the passport, with the letters of the machine-readable zone',
    {
      zh: 'Yuki TANAKA（TANAKA YUKI）',
      en: 'TANAKA YUKI (Yuki TANAKA)',
    },
  ),
  ofTalent('shortName', '姓名（标题用）', 'Name for titles', 'TANAKA YUKI'),
  ofTalent('nationality', '国籍', 'Nationality', { zh: '日本', en: 'Japan' }),
  ofTalent('degree', '最高学位', 'Highest degree', { zh: '学士', en: 'Bachelor' }),
  ofTalent('experience', '相关工作年数', 'Years of relevant work', '6'),
  ofTalent('channels', '频道', 'Channels', {
    zh: '在小红书的账号 yuki_tokyo 有粉丝930,000人，场均观看17,800人',
    en: 'the account yuki_tokyo on 小红书 has 930,000 followers and 17,800 viewers on average',
  }),
  ofPost('post', '岗位', 'Post', { zh: '日语美妆主播', en: '日语美妆主播' }),
  ofPost('contractStart', '合同开始日', 'Contract starts on', { zh: '2027年1月4日', en: '4 January 2027' }),
  ofPost('contractEnd', '合同结束日', 'Contract ends on', { zh: '2028年12月31日', en: '31 December 2028' }),
  ofPost('salary', '年薪（元）', 'Annual salary (CNY)', '660,000'),
  ofPost('months', '每年在华工作月数', 'Months of work in China a year', '10'),
  ofJudgement('points', '积分', 'Points', '78'),
  ofJudgement('category', '类别判断', 'Class', {
    zh: '已达到外国专业人才（B类）标准',
    en: 'the standard of class B is reached',
  }),
  ofJudgement('proposal', '建议（整句）', 'Proposal as a sentence', {
    zh:
      '建议依据《上海市推动直播经济高质量发展三年行动计划（2024—2026年）》关于行业主管部门评估推荐外籍主播的安排，' +
      '按外国高端人才（A类）办理其外国人来华工作许可，许可期限24个月。',
    en:
      'We propose, in line with the arrangement that supervisory departments recommend foreign hosts under ' +
      'Shanghai’s Three-Year Action Plan for the Live-Streaming Economy (2024–2026), a work permit as foreign ' +
      'high-end talent (class A) for 24 months.',
  }),
  ofJudgement('policyTitle', '政策依据的标题', 'Title of the policy basis', {
    zh: '上海市推动直播经济高质量发展三年行动计划（2024—2026年）',
    en: 'Shanghai’s Three-Year Action Plan for the Live-Streaming Economy (2024–2026)',
  }),
  ofJudgement('policyDate', '政策依据的发布日期', 'Date of the policy basis', {
    zh: '2024年9月2日',
    en: '2 September 2024',
  }),
  ofJudgement('policyPassage', '政策依据的有关内容', 'Relevant passage of the policy basis', {
    zh: '关于行业主管部门评估推荐外籍直播人才的安排',
    en: 'the arrangement that the departments assess and recommend foreign live-streaming talents',
  }),
  ofPaper('number', '文号', 'Number of this letter', '演示沪商荐〔2026〕1号'),
  ofPaper('issuedOn', '本件日期', 'Date of this letter', { zh: '2026年11月24日', en: '24 November 2026' }),
  ofPaper('issuer', '发文机关', 'Issuing authority', {
    zh: '演示上海市商务委员会',
    en: 'Demonstration Shanghai Municipal Commission of Commerce',
  }),
  ofPaper('reviewer', '复核机关', 'Reviewing authority', {
    zh: '演示上海市商务委员会',
    en: 'Demonstration Shanghai Municipal Commission of Commerce',
  }),
  ofPaper('contactOffice', '联系处室', 'Office to contact', { zh: '电子商务处', en: 'E-commerce Division' }),
  ofPaper('contactPhone', '联系电话', 'Telephone', { zh: '021-00000000', en: '021-0000 0000' }),
  ofPaper('supersededNumber', '所替代推荐函的文号', 'Number of the letter replaced', '演示沪商荐〔2026〕9号'),
  ofTerm('validUntil', '有效期至', 'Valid until', { zh: '2027年5月24日', en: '24 May 2027' }),
  ofTerm('termDays', '告知的期限（天数）', 'Time limit stated (days)', '30'),
  ofTerm('termUntil', '告知的期限（最后一日）', 'Time limit stated (last day)', {
    zh: '2026年12月24日',
    en: '24 December 2026',
  }),
  ofTerm('acceptanceDays', '受理期限（工作日）', 'Working days for acceptance', '5'),
  ofTerm('assessmentDays', '评估期限（工作日）', 'Working days for the assessment', '10'),
  ofTerm('decisionDays', '决定期限（工作日）', 'Working days for the decision', '2'),
  ofEvent('explanation', '说明（决定人所写）', 'Officer’s explanation', {
    zh: '2026年3月、8月，抖音账号因夸大保健食品功效被处罚两次。',
    en: 'The Douyin account was penalised twice, in March and August 2026, for exaggerating what health food does.',
  }),
  ofEvent('conditions', '推荐附带的条件', 'Conditions of the recommendation', {
    zh: '推荐附带以下条件：签证签发前完成主播实名认证。',
    en:
      'The recommendation has these conditions: the host’s identity is ' +
      'verified on the platform before the visa is issued.',
  }),
  ofEvent('remarks', '附言', 'Remarks', {
    zh: '请一并上传原件扫描件。',
    en: 'Please upload scans of the originals as well.',
  }),
  ofEvent('round', '补正次数', 'Round of correction', '1'),
  ofEvent('roundsAllowed', '补正次数上限', 'Maximum rounds of correction', '2'),
  ofEvent('letterNumber', '所涉推荐函的文号', 'Number of the letter concerned', '演示沪商荐〔2026〕1号'),
  ofEvent('letterDate', '所涉推荐函的日期', 'Date of the letter concerned', {
    zh: '2026年10月8日',
    en: '8 October 2026',
  }),
  ofEvent(
    'earlierNumber',
    '先前决定或通知的文号',
    'Number of the earlier decision or notice',
    '演示沪商荐决〔2026〕3号',
  ),
  ofEvent('earlierDate', '先前决定或通知的日期', 'Date of the earlier decision or notice', {
    zh: '2026年10月20日',
    en: '20 October 2026',
  }),
] as const satisfies readonly FieldEntry[]

/** Fields of one reason or one item, printed in a finding that is repeated for them. */
export const ROW_FIELD_LIST = {
  reasons: [
    ofReasons('reasonLabel', '理由', 'Reason', { zh: '存在影响推荐的合规记录', en: 'Compliance record' }),
    ofReasons('reasonText', '理由的说明', 'Sentence of the reason', {
      zh: '经核查，申请人或用人单位存在影响推荐的直播合规记录。',
      en: 'The check found a compliance record of the candidate or the firm that weighs against a recommendation.',
    }),
  ],
  items: [
    ofItems('itemPlace', '材料或事项', 'Document or question', { zh: '材料：聘用合同', en: 'Documents: contract' }),
    ofItems('itemPage', '页码', 'Page', '3'),
    ofItems('itemField', '页内位置', 'Place on the page', { zh: '第七条', en: '“第七条”' }),
    ofItems('itemWhat', '补正要求', 'Required correction', {
      zh: '合同期限与申请表不一致，请更正。',
      en: 'The period of the contract is not that of the application. Please correct it.',
    }),
  ],
} as const satisfies Record<string, readonly FieldEntry[]>

/** What is empty where a paper's occasion has nothing of it; in a sentence it belongs into a condition. */
const SOMETIMES: readonly string[] = [
  ...['departments', 'proposal', 'policyDate', 'policyPassage', 'supersededNumber', 'validUntil', 'termDays'],
  ...['termUntil', 'explanation', 'conditions', 'remarks', 'letterNumber', 'letterDate', 'earlierNumber'],
  ...['earlierDate', 'itemPage', 'itemField'],
]

/** Whether a field may be empty. */
export const isSometimes = (name: string): boolean => SOMETIMES.includes(name)

const GROUPS: readonly (readonly [name: Group, label: Bilingual, about: Bilingual])[] = [
  ['case', { zh: '案件和用人单位', en: 'Case and employer' }, { zh: '案件提交时的内容。', en: 'As submitted.' }],
  ['talent', { zh: '人选', en: 'The candidate' }, { zh: '申请表填报的内容。', en: 'As in the application.' }],
  ['post', { zh: '岗位', en: 'The post' }, { zh: '申请表填报的内容。', en: 'As in the application.' }],
  [
    'judgement',
    { zh: '评估和依据', en: 'Assessment and basis' },
    {
      zh: '按提交日的规定评判的结果；“建议”只在推荐函中有内容。',
      en: 'The result under the rules of the filing day. Only a recommendation proposes something.',
    },
  ],
  ['paper', { zh: '文书本身', en: 'This letter' }, { zh: '制作文书时取得。', en: 'Known when it is made.' }],
  [
    'term',
    { zh: '期限', en: 'Time limits' },
    {
      zh: '“告知的期限”和“有效期”按文书种类的设置，从文书日期起算。',
      en: 'Validity and the time limit stated are set in the kind of letter and run from its date.',
    },
  ],
  [
    'event',
    { zh: '决定、补正和先前的文书', en: 'Decision, correction, earlier letters' },
    { zh: '制作文书的事项所填内容。', en: 'What was written in the action that produces the letter.' },
  ],
  [
    'reasons',
    { zh: '每条理由', en: 'Each reason' },
    { zh: '只能写在“逐条重复：每条理由”的一项里。', en: 'Only in a finding that is repeated for each reason.' },
  ],
  [
    'items',
    { zh: '每项补正', en: 'Each correction' },
    {
      zh: '只能写在“逐条重复：每项补正”的一项里。',
      en: 'Only in a finding that is repeated for each item of a correction.',
    },
  ],
]

/** All of them as they are published, group by group; `about` says when a group holds something. */
export const FIELD_GROUPS = GROUPS.map(([name, label, about]) => ({
  label,
  about,
  fields: [...FIELD_LIST, ...ROW_FIELD_LIST.reasons, ...ROW_FIELD_LIST.items].filter(
    (field: FieldEntry) => field.group === name,
  ),
}))

export type Field = (typeof FIELD_LIST)[number]['name']
export type Fields = Readonly<Record<Field, string>>
export const FIELDS: readonly Field[] = FIELD_LIST.map(({ name }) => name)
export type RowFields = Readonly<Record<string, string>>

/** The lines that a paper's table of particulars may have. */
export const FACTS = [
  'caseNumber',
  'employer',
  'creditCode',
  'name',
  'sex',
  'nationality',
  'birthDate',
  'passport',
  'post',
  'contract',
  'salary',
  'reached',
  'proposed',
  'ground',
  'filedOn',
] as const
export type FactName = (typeof FACTS)[number]
