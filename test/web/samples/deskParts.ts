/** The kit page, second half: what officers meet. */
import type { Notice, QueueRow } from '../../../src/web/parts.js'
import { due } from '../../../src/web/ruler.js'
import { scale } from '../../../src/web/scale.js'
import { FIGURES, FIRM, t, tag } from './words.js'

const rows: readonly QueueRow[] = [
  {
    href: '/cases/371',
    number: '2026-0371',
    due: due(10, -1),
    name: 'MÜLLER JONAS',
    nationality: t('德国', 'Germany'),
    firm: FIRM,
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
    firm: FIRM,
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
    firm: FIRM,
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
    firm: FIRM,
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
    firm: FIRM,
    tag: tag(2),
    mark: 'B · 73',
    holder: t('赵一鸣', 'Zhao Yiming'),
  },
  {
    href: '/cases/340',
    number: '2026-0340',
    due: due(60, 31),
    name: 'ABENOV DAMIR',
    firm: FIRM,
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

export const deskParts = {
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
  afterwards: {
    title: t('作出后会发生什么', 'What happens then'),
    items: [{ name: t('取文号', 'A number'), text: t('下一号，此后不再改', 'the next one; never changed') }],
  },
  queue: {
    caption: t('在办案件，最急的在前', 'Open cases, most urgent first'),
    columns: { topic: true, mark: true, holder: true },
    rows,
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
      label: t('文书预览，中文', 'Preview of the paper, Chinese'),
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
      label: t('文书预览，英文', 'Preview of the paper, English'),
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
  figures: FIGURES,
}
