/** What the kit's page for officers shows of the queue and of a letter, beside what the views make of a case. */
import { path, withQuery } from '../../../src/base/path.js'
import type { QueueRow } from '../../../src/web/kit/parts.js'
import { due, rulersOf } from '../../../src/web/kit/ruler.js'
import { FIRM, t, tag } from './words.js'

const rows: readonly QueueRow[] = [
  {
    href: path.case(371),
    number: '2026-0371',
    due: due(10, -1),
    tone: 'over',
    name: 'MÜLLER JONAS',
    nationality: t('德国', 'Germany'),
    firm: FIRM,
    topic: t('户外装备', 'Outdoor gear'),
    tag: tag(1),
    mark: 'B · 74',
    mine: true,
  },
  {
    href: path.case(375),
    number: '2026-0375',
    due: due(10, 0),
    tone: 'near',
    name: 'KIM SEOYEON',
    otherName: { text: '金瑞妍', lang: 'zh-CN' },
    nationality: t('韩国', 'Korea'),
    firm: FIRM,
    topic: t('美妆', 'Cosmetics'),
    tag: tag(1),
    mark: 'B · 81',
    mine: true,
  },
  {
    href: path.case(402),
    number: '2026-0402',
    due: due(5, 1),
    tone: 'near',
    name: 'NGUYEN THI LAN',
    firm: FIRM,
    tag: tag(1),
    mark: 'B · 66',
    claim: { text: t('认领', 'Claim'), about: '2026-0402', name: 'claim', value: '402' },
  },
  {
    href: path.case(398),
    number: '2026-0398',
    due: due(10, 6),
    name: 'TANAKA YUKI',
    otherName: { text: '田中由紀', lang: 'ja' },
    nationality: t('日本', 'Japan'),
    firm: FIRM,
    topic: t('日系美妆', 'Japanese cosmetics'),
    tag: tag(1),
    mark: 'B · 77',
    holder: t('赵一鸣', 'Zhao Yiming'),
    current: true,
  },
  {
    href: path.case(377),
    number: '2026-0377',
    due: due(10, 5, true),
    tone: 'stop',
    name: 'WILSON EMMA',
    firm: FIRM,
    tag: tag(2),
    mark: 'B · 73',
    holder: t('赵一鸣', 'Zhao Yiming'),
  },
  {
    href: path.case(340),
    number: '2026-0340',
    due: due(60, 31),
    name: 'ABENOV DAMIR',
    firm: FIRM,
    tag: tag(4),
    mark: 'B · 70',
  },
]

const letterBase = {
  seal: { kind: 'place', text: '签发时盖章' },
  specimen: '演示专用 · SPECIMEN',
} as const

export const deskParts = {
  dues: [due(10, -1), due(10, 0), due(5, 1), due(10, 6), due(10, 5, true)],
  tabs: {
    label: t('队列分类', 'Views'),
    tabs: [
      { text: t('全部在办', 'All open'), href: path.queue, count: 20, current: true },
      { text: t('我承办的', 'Assigned to me'), href: withQuery(path.queue, { view: 'mine' }), count: 8 },
      { text: t('已逾期', 'Overdue'), href: withQuery(path.queue, { view: 'over' }), count: 1, alert: true },
      { text: t('本月办结', 'Done this month'), href: withQuery(path.queue, { view: 'done' }) },
    ],
  },
  chips: {
    label: t('已用的筛选', 'Filters in use'),
    chips: [
      { key: t('部门', 'Department'), value: t('商务', 'Commerce'), href: path.queue },
      { key: t('状态', 'State'), value: t('已提交、评估中', 'Submitted, under assessment'), href: path.queue },
    ],
    more: [{ text: t('加筛选', 'Add a filter'), href: path.queue }],
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
      text: t('请企业补正', 'Ask for correction'),
      href: '/',
      kind: 'secondary',
      id: 'k-correct',
      hint: t('已用 1 次，还可 1 次', 'Used once, once left'),
    },
    { text: t('请另一部门评估', 'Ask another department'), href: '/', kind: 'secondary' },
  ],
  queue: {
    caption: t('在办案件，最急的在前', 'Open cases, most urgent first'),
    columns: { topic: true, mark: true, holder: true },
    rulers: rulersOf(rows.map((row) => row.due)),
    rows,
  },
  pages: { next: withQuery(path.queue, { after: 377 }), note: t('共 63 件', '63 in all') },
  letters: [
    {
      ...letterBase,
      lang: 'zh-CN',
      label: t('文书预览，中文', 'Preview of the letter, Chinese'),
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
      label: t('文书预览，英文', 'Preview of the letter, English'),
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
}
