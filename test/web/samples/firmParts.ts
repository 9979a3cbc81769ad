/** The kit page, first half: states, time, what a firm meets. */
import type { Bilingual } from '../../../src/base/text.js'
import type { Button, Summary } from '../../../src/web/parts.js'
import { columns } from '../../../src/web/reports/chart.js'
import { due, type RulerSize, ruler, type Standing } from '../../../src/web/ruler.js'
import { FIRM, STAGES, STEPS, TAGS, t } from './words.js'

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

const chartOf = (id: string) =>
  columns(
    { id, title: t('每月受理与决定', 'Filed and decided, by month'), about: t('九月最多。', 'Most in September.') },
    [
      { hue: 'c1', text: t('提交', 'Filed') },
      { hue: 'c3', text: t('决定', 'Decided') },
    ],
    [
      { name: t('8月', 'Aug'), values: [12, 9] },
      { name: t('9月', 'Sep'), values: [21, 14] },
      { name: t('10月', 'Oct'), values: [17, 19] },
    ],
  )

export const firmParts = {
  tags: TAGS,
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
  steps: STEPS,
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
        line: [FIRM],
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
  conflict: {
    caption: t('两边的答案', 'Both answers'),
    heads: [t('李雯，14:20', 'Li Wen, 14:20'), t('这一页上', 'On this page')],
    rows: [
      {
        key: t('岗位', 'Post'),
        differs: true,
        cells: [
          { head: t('李雯', 'Li Wen'), line: [t('高级主播', 'Senior host')] },
          { head: t('这一页上', 'On this page'), line: [t('日系美妆主播', 'Host for Japanese cosmetics')] },
        ],
      },
    ],
  },
  uploads: [
    { text: t('正在上传…', 'Uploading…'), part: 40, stop: t('停止 · 3.2 / 8.1 MB', 'Stop · 3.2 / 8.1 MB') },
    { text: t('已传到，正在检查…', 'It is there and is being looked at…'), stop: t('停止', 'Stop') },
    {
      text: t(
        '连接断了，没有传上。文件还选着，再按“上传”即可。',
        'The connection broke. The file is still chosen: press “Upload” again.',
      ),
      broken: true,
    },
  ],
  wide: chartOf('k-wide'),
  narrow: chartOf('k-narrow'),
}
