/** One of everything, for the kit page and the public pages: what the tests render and what is looked at on screenshots. */
import type { Bilingual, Language } from '../../src/base/text.js'
import { failureOf } from '../../src/web/failure.js'
import { both, dateText } from '../../src/web/page.js'
import type { Button, Notice, QueueRow, Summary, Tag } from '../../src/web/parts.js'
import { due, type RulerSize, ruler, type Standing } from '../../src/web/ruler.js'
import { scale } from '../../src/web/scale.js'
import { type Audience, makeShell, type Page } from '../../src/web/shell.js'
import { type Finding, verdictOf } from '../../src/web/verdict.js'
import type {
  AccessibilityView,
  CriteriaView,
  HomeView,
  HowItWorksView,
  MessageView,
  PrivacyView,
  Promised,
  SignInView,
  VerifyResultView,
  VerifyView,
} from '../../src/web/views.js'

const t = (zh: string, en: string): Bilingual => ({ zh, en })
const date = (on: string) => both((language) => dateText(on, language))

export const STAGES = [
  { name: t('受理', 'Intake'), limit: 5 },
  { name: t('评估', 'Assessment'), limit: 10 },
  { name: t('决定', 'Decision'), limit: 2 },
]

const promised = (size: RulerSize): Promised => ({
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

const since = date('2026-07-01')

export const home: HomeView = {
  promise: promised('wide'),
  criteria: { since, routes },
  figures: {
    period: t('2026年1月至10月', 'January to October 2026'),
    items: [
      {
        label: t('从提交到决定，中位数', 'Median, submission to decision'),
        value: '10',
        unit: t('个工作日', 'working days'),
      },
      { label: t('在承诺日之前决定', 'Decided by the promised date'), value: '97.5', unit: '%' },
      { label: t('已发推荐函', 'Letters issued'), value: '386', unit: t('封', '') },
      { label: t('已撤销', 'Letters revoked'), value: '3', unit: t('封', '') },
    ],
  },
  codeExample: 'K7QF-20MX-D4TA-8W3N-C',
}

export const signIn: SignInView = {
  account: '',
  backTo: '/cases',
  registerHref: '/register',
  accounts: [
    { account: 'liwen', who: t('李雯，上海云帆的经办人', 'Li Wen, who applies for Shanghai Yunfan') },
    { account: 'wangfang', who: t('王芳，收件人', 'Wang Fang, intake') },
    { account: 'chensiyuan', who: t('陈思远，评估人', 'Chen Siyuan, assessor') },
    { account: 'zhoumin', who: t('周敏，审批人', 'Zhou Min, approver') },
    { account: 'guqing', who: t('顾青，许可经办人', 'Gu Qing, permit officer') },
  ],
  accountsPassword: 'haijian-demo',
}

export const message: MessageView = {
  heading: t('已提交', 'Submitted'),
  lead: t('主管部门最迟在2026年12月17日（周四）作出决定。', 'The department decides by Thursday 17 December 2026.'),
  number: '2026-0412',
  steps: {
    label: t('办理进度', 'Progress'),
    steps: [
      { name: t('填写', 'Fill in'), note: t('11月24日', '24 November'), done: true },
      { name: t('受理', 'Intake'), note: t('5 个工作日', '5 working days'), current: true },
      { name: t('评估', 'Assessment'), note: t('10 个工作日', '10 working days') },
      { name: t('决定', 'Decision'), note: t('2 个工作日', '2 working days') },
      { name: t('推荐函', 'Letter'), note: t('当日', 'same day') },
    ],
  },
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
  actions: [{ text: t('看这件申请', 'See the application'), href: '/cases/412' }],
}

export const verify: VerifyView = { code: '', codeExample: home.codeExample }

const letterRows = (ended: boolean): Summary => ({
  rows: [
    { key: t('文号', 'Number'), line: [{ text: '沪商荐〔2026〕91号', look: 'song', lang: 'zh-CN' }] },
    { key: t('人选', 'Talent'), line: ['IVANOVA ELENA'] },
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

const findings: readonly Finding[] = [
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

function resultOf(found: Finding): VerifyResultView {
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

export const howItWorks: HowItWorksView = {
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
  correctionDays: 30,
  correctionRounds: 2,
  reviewDays: 60,
  letterMonths: 6,
}

export const criteria: CriteriaView = {
  since,
  source: [t('积分要素计点赋值表（暂行）', 'Table of points (interim)')],
  routes,
  most: 120,
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
  versions: [
    { text: t('2026年7月1日起', 'from 1 July 2026'), href: '/criteria', current: true },
    { text: t('2025年7月1日起', 'from 1 July 2025'), href: '/criteria?on=2025-07-01' },
  ],
}

export const privacy: PrivacyView = {
  handler: t('演示市商务委员会', 'The Demonstration Commission of Commerce'),
  contact: '021-0000 0000',
  retention: [
    { key: t('申请与材料', 'Applications'), line: [t('办结后 10 年', '10 years after the case ends')] },
    { key: t('草稿', 'Drafts'), line: [t('90 日不动即删除', 'deleted after 90 idle days')] },
    { key: t('查阅记录', 'Record of readings'), line: [t('3 年', '3 years')] },
  ],
}
export const accessibility: AccessibilityView = {
  contact: t('电话 021-0000 0000，或到窗口办理', 'Call 021-0000 0000, or come to the counter'),
}

const tags: readonly Tag[] = [
  { label: t('草稿', 'Draft'), glyph: 'ring', colour: 'grey' },
  { label: t('评估中', 'Under assessment'), glyph: 'run', colour: 'blue' },
  { label: t('待补正', 'Awaiting correction'), glyph: 'stop', colour: 'yellow' },
  { label: t('已推荐', 'Recommended'), glyph: 'run', colour: 'green' },
  { label: t('不予受理', 'Not accepted'), glyph: 'end', colour: 'red' },
  { label: t('推荐函已撤销', 'Letter revoked'), glyph: 'end', colour: 'seal' },
  { label: t('进行中', 'Started'), colour: 'blue' },
]
const tag = (index: number): Tag => tags[index] ?? { label: '' }

const rulerOf = (name: Bilingual, standing: Standing | null, size: RulerSize, used?: readonly number[]) => ({
  name,
  ruler: ruler(
    STAGES.map((stage, index) => ({ ...stage, ...(used?.[index] !== undefined && { used: used[index] }) })),
    standing,
    size,
  ),
})

const buttons: readonly Button[] = [
  { text: t('保存并继续', 'Save and continue') },
  { text: t('稍后再填', 'Later'), href: '/', kind: 'secondary' },
  { text: t('作出不予推荐的决定', 'Decide: not recommended'), kind: 'final' },
  { text: t('提交', 'Submit'), id: 'k-submit', unavailable: [t('还有 3 处要改', '3 things to mend')] },
  { text: t('认领', 'Claim'), kind: 'secondary', small: true, about: '2026-0402' },
]

const firm = t('上海云帆跨境电子商务有限公司', 'Shanghai Yunfan Cross-border E-commerce Co., Ltd.')
const rows: readonly QueueRow[] = [
  {
    href: '/cases/371',
    number: '2026-0371',
    due: due(10, -1),
    name: 'MÜLLER JONAS',
    nationality: t('德国', 'Germany'),
    firm,
    topic: t('户外装备', 'Outdoor gear'),
    tag: tag(1),
    mark: 'B · 74',
    mine: true,
  },
  {
    href: '/cases/375',
    number: '2026-0375',
    due: due(10, 0),
    name: 'KIM SEOYEON',
    otherName: { text: '金瑞妍', lang: 'zh-CN' },
    nationality: t('韩国', 'Korea'),
    firm,
    topic: t('美妆', 'Cosmetics'),
    tag: tag(1),
    mark: 'B · 81',
    mine: true,
  },
  {
    href: '/cases/402',
    number: '2026-0402',
    due: due(5, 1),
    name: 'NGUYEN THI LAN',
    firm,
    tag: tag(1),
    mark: 'B · 66',
    claim: {
      text: t('认领', 'Claim'),
      kind: 'secondary',
      small: true,
      about: '2026-0402',
      formaction: '/cases/402/claim',
    },
  },
  {
    href: '/cases/398',
    number: '2026-0398',
    due: due(10, 6),
    name: 'TANAKA YUKI',
    otherName: { text: '田中由紀', lang: 'ja' },
    nationality: t('日本', 'Japan'),
    firm,
    topic: t('日系美妆', 'Japanese cosmetics'),
    tag: tag(1),
    mark: 'B · 77',
    holder: t('赵一鸣', 'Zhao Yiming'),
    current: true,
  },
  {
    href: '/cases/377',
    number: '2026-0377',
    due: due(10, 5, true),
    name: 'WILSON EMMA',
    firm,
    tag: tag(2),
    mark: 'B · 73',
    holder: t('赵一鸣', 'Zhao Yiming'),
  },
  {
    href: '/cases/340',
    number: '2026-0340',
    due: due(60, 31),
    name: 'ABENOV DAMIR',
    firm,
    tag: tag(4),
    mark: 'B · 70',
  },
]

const notices: readonly Notice[] = [
  {
    kind: 'ok',
    title: t('已保存', 'Saved'),
    text: t('草稿只有贵公司的同事看得见。', 'Only your colleagues see the draft.'),
  },
  {
    kind: 'near',
    title: t('还有两天', 'Two days left'),
    items: [t('无犯罪记录证明快到期', 'The police record is ageing'), t('合同印章不清', 'The seal is unreadable')],
    links: [{ text: t('去处理', 'See to it'), href: '/' }],
  },
  { kind: 'bad', text: t('上传中断，文件没有保存。', 'The upload broke off; the file was not kept.') },
]

const letterBase = {
  seal: { kind: 'place', text: '签发时盖章' },
  specimen: '演示专用 · SPECIMEN',
} as const

export const kit = {
  tags,
  rulers: [
    rulerOf(t('未开始', 'Not begun'), null, 'wide'),
    rulerOf(
      t('评估第 4 日，受理只用了 3 日', 'Day 4 of the assessment; intake took 3'),
      { stage: 1, left: 6 },
      'wide',
      [3],
    ),
    rulerOf(t('请企业补正，停', 'Stopped for a correction'), { stage: 1, left: 5, stopped: true }, 'wide'),
    rulerOf(t('决定逾期', 'The decision is overdue'), { stage: 2, left: -1 }, 'wide'),
    rulerOf(t('都办完了', 'All done'), { stage: 3, left: 0 }, 'wide', [2, 7, 1]),
  ],
  dues: [due(10, -1), due(10, 0), due(5, 1), due(10, 6), due(10, 5, true)],
  steps: message.steps,
  buttons,
  tabs: {
    label: t('队列分类', 'Views'),
    tabs: [
      { text: t('全部在办', 'All open'), href: '/queue', count: 20, current: true },
      { text: t('我的', 'Mine'), href: '/queue?view=mine', count: 8 },
      { text: t('已逾期', 'Overdue'), href: '/queue?view=over', count: 1, alert: true },
      { text: t('本月办结', 'Done this month'), href: '/queue?view=done' },
    ],
  },
  chips: {
    label: t('已用的筛选', 'Filters in use'),
    chips: [
      { key: t('部门', 'Department'), value: t('商务', 'Commerce'), href: '/queue' },
      { key: t('状态', 'State'), value: t('已提交、评估中', 'Submitted, under assessment'), href: '/queue' },
    ],
    more: [{ text: t('加筛选', 'Add a filter'), href: '/queue' }],
  },
  tasks: {
    id: 'k-tasks-list',
    tasks: [
      {
        title: t('企业与联系人', 'Firm and contact'),
        href: '/',
        hint: t('统一社会信用代码已核对', 'Credit code verified'),
        done: t('完成', 'Completed'),
      },
      {
        title: t('人选', 'The talent'),
        href: '/',
        hint: t('2 处要改：姓名、护照有效期', '2 things to mend: name, passport expiry'),
        tag: { label: t('要修改', 'To mend'), colour: 'red' },
      },
      { title: t('材料', 'Documents'), href: '/', status: t('未开始', 'Not started') },
      {
        title: t('核对并提交', 'Check and submit'),
        hint: t('前面完成后开放', 'Opens when the others are complete'),
        status: t('还不能开始', 'Cannot start yet'),
      },
    ],
  },
  saved: t('14:32 已自动保存', 'Saved automatically at 14:32'),
  summary: {
    rows: [
      {
        key: t('企业', 'Firm'),
        line: [firm],
        actions: [{ text: t('更改', 'Change'), href: '/', about: t('企业', 'firm') }],
      },
      {
        key: t('薪酬', 'Pay'),
        line: ['¥55,000 × 12 = ¥660,000'],
        sources: [{ text: t('合同 3', 'contract 3'), href: '#k-documents', current: true }],
      },
      { key: t('合同印章', 'Seal'), line: [t('已重盖', 'sealed again')], was: t('不清', 'unreadable') },
      {
        key: t('频道', 'Channel'),
        line: ['Xiaohongshu · yuki_tokyo', { text: t('粉丝 93 万', '930,000 followers'), below: true, look: 'quiet' }],
      },
      {
        key: t('护照', 'Passport'),
        line: [{ text: 'TK8901234', look: 'code' }],
        problem: t('有效期不足六个月', 'Valid for less than six months'),
      },
    ],
  } satisfies Summary,
  documents: {
    documents: [
      { title: t('护照信息页', 'Passport page'), href: '/', note: t('1 页', '1 p.'), tone: 'ok' },
      {
        title: t('聘用合同', 'Contract'),
        href: '/',
        note: t('已补正 · 6 页', 'corrected · 6 p.'),
        tone: 'ok',
        current: true,
      },
      {
        title: t('无犯罪记录证明', 'Police record'),
        href: '/',
        note: t('9月24日签发', 'issued 24 Sep'),
        tone: 'near',
        marks: [
          { text: t('到预计决定日将超过六个月', 'Will be over six months old on the expected day'), tone: 'near' },
        ],
      },
      {
        title: t('照片', 'Photograph'),
        href: '/',
        tone: 'bad',
        marks: [
          {
            text: t('图片为 300 × 400 像素，至少需要 354 × 472', '300 × 400 pixels; 354 × 472 are needed'),
            tone: 'bad',
          },
        ],
        actions: [{ text: t('换一张', 'Replace'), kind: 'secondary', small: true }],
      },
      { title: t('体检证明', 'Medical certificate'), tone: 'none', note: t('还没有', 'not yet') },
    ],
  },
  timeline: {
    dated: true,
    items: [
      {
        title: t('记下所见 1', 'Finding 1 noted'),
        by: t('陈思远', 'Chen Siyuan'),
        at: t('12月8日 09:41', '8 Dec, 09:41'),
        kind: 'now',
        line: [
          t('合同第 3 页第八条：月薪与年薪相符。', 'Contract page 3, clause 8: pay agrees. '),
          { text: t('内部记录，企业看不到', 'Internal; the firm cannot see it'), look: 'quiet' },
        ],
      },
      {
        title: t('请企业补正（1 项）', 'Correction asked (1 item)'),
        by: t('王芳', 'Wang Fang'),
        at: t('11月26日 10:40', '26 Nov, 10:40'),
        kind: 'stop',
      },
      {
        title: t('提交', 'Submitted'),
        by: t('李雯', 'Li Wen'),
        at: t('11月24日 10:12', '24 Nov, 10:12'),
        datetime: '2026-11-24T10:12:00+08:00',
      },
    ],
  },
  compare: {
    caption: t('两个部门的意见', 'Two opinions'),
    heads: [t('商务委 · 陈思远', 'Commerce · Chen Siyuan'), t('文旅局 · 何静', 'Culture · He Jing')],
    rows: [
      {
        key: t('类别', 'Class'),
        cells: [
          { head: t('商务委', 'Commerce'), line: [t('B 类，积分 80', 'B: 80 points')] },
          { head: t('文旅局', 'Culture'), line: [t('B 类', 'B')] },
        ],
      },
      {
        key: t('意见', 'Opinion'),
        differs: true,
        cells: [
          { head: t('商务委', 'Commerce'), line: [{ text: t('建议推荐', 'Recommend'), look: 'ok', icon: 'tick' }] },
          { head: t('文旅局', 'Culture'), line: [{ text: t('建议不予推荐', 'Against'), look: 'bad', icon: 'cross' }] },
        ],
      },
    ],
  },
  actions: [
    {
      text: t('提交评估意见', 'Report your opinion'),
      id: 'k-report',
      unavailable: [
        t('还不行：有 3 项评估没有结论', 'Not yet: 3 parts have no conclusion'),
        t('您申报过与本案有利害关系', 'You declared an interest in this case'),
      ],
    },
    {
      text: t('请企业补正', 'Ask for a correction'),
      href: '/',
      kind: 'secondary',
      id: 'k-correct',
      hint: t('已用 1 次，还可 1 次', 'Used once, once left'),
    },
    { text: t('请另一部门评估', 'Ask another department'), href: '/', kind: 'secondary' },
  ],
  scale: scale(77, 120, [
    { name: 'B', at: 60 },
    { name: 'A', at: 85 },
  ]),
  points: {
    caption: t('积分', 'Points'),
    rows: [
      { name: t('年薪', 'Salary'), why: t('¥660,000，不低于 45 万', '¥660,000; 450,000 or more'), got: 20, most: 20 },
      { name: t('学历', 'Education'), why: t('本科', 'Bachelor'), got: 10, most: 20 },
      { name: t('其他', 'Other'), why: t('未主张', 'Not claimed'), got: 0, most: 5 },
    ],
    total: { why: t('另合 4 倍薪酬', 'Also: four-times pay'), got: 77, most: 120 },
  },
  remarks: notices,
  note: [
    t(
      '护照信息只供办理本案的人查看，每次查看都有记录。',
      'Passport details are seen only by those who handle the case; every look is recorded.',
    ),
  ],
  details: {
    summary: t('三个名字，各有用处', 'Three names, three uses'),
    items: [
      t(
        '机读区的进许可系统，印刷的写进英文函，中文名写进中文函。',
        'Machine-readable for the permit system, printed for the English letter, Chinese for the Chinese one.',
      ),
    ],
  },
  // biome-ignore lint/suspicious/noThenProperty: the part is called "then", and nobody awaits a view
  then: {
    title: t('作出后会发生什么', 'What happens then'),
    items: [{ name: t('取文号', 'A number'), text: t('下一号，此后不再改', 'the next one; never changed') }],
  },
  queue: {
    caption: t('在办案件，最急的在前', 'Open cases, most urgent first'),
    columns: { topic: true, mark: true, holder: true },
    rows,
    action: '/queue/claim',
  },
  pages: { next: '/queue?after=377', note: t('共 63 件', '63 in all') },
  table: {
    caption: t('推荐函', 'Letters'),
    cards: true,
    head: [
      { text: t('文号', 'Number') },
      { text: t('人选', 'Talent') },
      { text: t('下载', 'Downloads'), numeric: true },
      { text: t('操作', 'Action'), hidden: true },
    ],
    rows: [
      {
        cells: [
          { heads: true, line: [{ text: '沪商荐〔2026〕87号', look: 'song', lang: 'zh-CN' }] },
          { label: t('人选', 'Talent'), line: [{ text: 'ROSSI GIULIA MARIA', href: '/letters/87' }] },
          { label: t('下载', 'Downloads'), line: ['2'], numeric: true },
          {
            button: {
              text: t('接收', 'Receive'),
              href: '/',
              kind: 'secondary',
              small: true,
              about: '沪商荐〔2026〕87号',
            },
          },
        ],
      },
    ],
  },
  empty: {
    title: t('没有待您办理的案件', 'Nothing waits for you'),
    text: t('新的会出现在这里，最急的在前。', 'New cases appear here, most urgent first.'),
    action: { text: t('看全部在办', 'See all open cases'), href: '/queue', kind: 'secondary' },
  },
  keyOnce: {
    name: t('新密钥：夜间导出', 'New key: nightly export'),
    key: 'hj_live_7QF20MXD4TA8W3NCP8HE5T0YJR2V6',
    lines: [[t('可以：读案件', 'May: read cases')], [t('到期：2027年11月24日', 'Expires: 24 November 2027')]],
  },
  letters: [
    {
      ...letterBase,
      lang: 'zh-CN',
      label: t('推荐函预览，中文', 'Preview of the letter, Chinese'),
      org: '演示市商务委员会',
      number: '演商荐〔2026〕',
      numberPlace: '签发时取号',
      title: ['关于推荐 TANAKA YUKI', '为外籍直播人才的函'],
      to: '演示市人力资源和社会保障局：',
      paragraphs: [
        '上海云帆跨境电子商务有限公司拟聘日本籍人员 TANAKA YUKI 任日系美妆直播主播。经评估，该人员符合条件，现予推荐。',
      ],
      signature: '演示市商务委员会',
      date: '2026年12月22日',
    },
    {
      ...letterBase,
      lang: 'en-GB',
      label: t('推荐函预览，英文', 'Preview of the letter, English'),
      org: 'Demonstration Commission of Commerce',
      number: '演商荐〔2026〕12号',
      title: ['Recommendation of TANAKA YUKI'],
      to: 'To the Demonstration Bureau of Human Resources:',
      paragraphs: [
        'Shanghai Yunfan Cross-border E-commerce Co., Ltd. wishes to employ TANAKA YUKI, of Japan, as a host. Having assessed the case we recommend the talent.',
      ],
      signature: 'Demonstration Commission of Commerce',
      date: '22 December 2026',
      seal: { kind: 'whole' },
      foot: 'This English version is for reference; the Chinese text prevails.',
    },
  ],
  seals: ['whole', 'void', 'ghost', 'specimen', 'place'],
  figures: home.figures?.items,
}

export interface Sample {
  readonly name: string
  readonly page: string
  readonly audience: Audience
  readonly view: object
  readonly frame: Omit<Page, 'shell'>
}

const back = { text: t('再核验一封', 'Check another letter'), href: '/verify' }
const publicPage = (name: string, page: string, title: Bilingual, view: object, frame: object = {}): Sample => ({
  name,
  page,
  audience: 'public',
  view,
  frame: { title, ...frame },
})
const failed = (kind: Parameters<typeof failureOf>[0], details: Parameters<typeof failureOf>[1] = {}): Sample => {
  const view = failureOf(kind, details)
  return { name: `error-${kind}`, page: 'error', audience: 'firm', view, frame: { title: view.heading } }
}

/** Every page with something in it. */
export const SAMPLES: readonly Sample[] = [
  publicPage('home', 'home', t('首页', 'Home'), home),
  publicPage('sign-in', 'sign-in', t('登录', 'Sign in'), signIn),
  publicPage('sign-in-wrong', 'sign-in', t('登录', 'Sign in'), {
    ...signIn,
    account: 'liwen',
    problem: t('账号或密码不对。', 'The account or the password is wrong.'),
    accounts: undefined,
  }),
  { name: 'message', page: 'message', audience: 'firm', view: message, frame: { title: t('已提交', 'Submitted') } },
  publicPage('verify', 'verify', t('核验推荐函', 'Check a letter'), verify),
  publicPage(
    'verify-wrong',
    'verify',
    t('核验推荐函', 'Check a letter'),
    {
      ...verify,
      code: 'W3NB',
      codeProblem: t('核验码不完整，应有 17 个字符。', 'The code is not complete; it has 17 characters.'),
    },
    {
      problems: [
        { text: t('核验码不完整，应有 17 个字符。', 'The code is not complete; it has 17 characters.'), href: '#code' },
      ],
    },
  ),
  ...findings.map((found) =>
    publicPage(`verify-${found.kind}`, 'verify-result', verdictOf(found).word, resultOf(found), { back }),
  ),
  publicPage('how-it-works', 'how-it-works', t('怎么办', 'How it works'), howItWorks),
  publicPage('criteria', 'criteria', t('公布的条件', 'The published criteria'), criteria),
  publicPage('privacy', 'privacy', t('个人信息保护', 'Privacy'), privacy),
  publicPage('accessibility', 'accessibility', t('无障碍', 'Accessibility'), accessibility),
  failed('forbidden'),
  failed('notFound', { actions: [{ text: t('回首页', 'Home page'), href: '/' }] }),
  failed('notNow', {
    reasons: [
      t('有 3 项评估没有结论', '3 parts have no conclusion'),
      t('补正期还没过', 'The time for the correction is not over'),
    ],
  }),
  failed('stale', {
    since: [{ what: t('请企业补正', 'Correction asked'), at: '2026-11-26T02:40:00Z', by: t('王芳', 'Wang Fang') }],
    kept: [{ label: t('理由', 'Reason'), value: '印章不清' }],
    actions: [{ text: t('看最新情况', 'See it as it is now'), href: '/cases/398' }],
  }),
  failed('gone'),
  failed('tooLarge'),
  failed('invalid'),
  failed('tooMany'),
  failed('broken', { requestId: 'req-4f2a9c' }),
  failed('busy'),
  { name: 'kit-firm', page: 'kit', audience: 'firm', view: kit, frame: { title: t('部件', 'Parts') } },
  {
    name: 'kit-desk',
    page: 'kit',
    audience: 'desk',
    view: kit,
    frame: {
      title: t('部件', 'Parts'),
      casehead: {
        name: 'TANAKA YUKI',
        otherName: { text: '田中由紀', lang: 'ja' },
        tag: tag(1),
        number: '2026-0398',
        facts: [
          [t('承办 ', 'With '), { text: t('陈思远（我）', 'Chen Siyuan (me)'), look: 'strong' }],
          [t('商务委', 'Commerce')],
        ],
        clock: {
          now: t('评估第 4 日，余 6 日', 'Assessment: day 4, 6 left'),
          promise: t('承诺 12月22日，补正停 3 日', 'Promised 22 Dec, stopped 3 days'),
          ruler: ruler(STAGES, { stage: 1, left: 6 }, 'head'),
        },
        links: [
          { text: t('上一件', 'Previous'), href: '/cases/1', key: 'K', rel: 'prev' },
          { text: t('下一件', 'Next'), href: '/cases/2', key: 'J', rel: 'next' },
        ],
      },
    },
  },
]

const NAV: Readonly<Record<Audience, Parameters<typeof makeShell>[0]['nav']>> = {
  public: [],
  firm: [
    { text: t('申请', 'Applications'), href: '/cases' },
    { text: t('企业', 'Firm'), href: '/firm' },
  ],
  desk: [
    { text: t('队列', 'Queue'), href: '/queue' },
    { text: t('推荐函', 'Letters'), href: '/letters' },
  ],
}

/** What the renderer is given for a sample. */
export const dataOf = ({ audience, view, frame }: Sample, address: string, language: Language): object => ({
  ...frame,
  ...view,
  shell: makeShell({
    audience,
    address,
    language,
    nav: NAV[audience] ?? [],
    csrf: 'token',
    ...(audience === 'firm' && { person: { name: firm, role: t('李雯', 'Li Wen') } }),
    ...(audience === 'desk' && {
      person: { name: '陈思远', role: t('评估人', 'assessor') },
      find: { action: '/queue', value: '' },
    }),
  }),
})
