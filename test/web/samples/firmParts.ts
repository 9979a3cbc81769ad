/** What the kit's page for firms shows of states, time and lists, beside what the views make of a case. */
import { path, withQuery } from '../../../src/base/path.js'
import type { Bilingual } from '../../../src/base/text.js'
import type { Button, Notice, Summary } from '../../../src/web/kit/parts.js'
import { type RulerSize, ruler, type Standing } from '../../../src/web/kit/ruler.js'
import { FIRM, STAGES, TAGS, t } from './words.js'

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
  { text: t('提交', 'Submit'), id: 'k-submit', unavailable: [t('还有 3 处需修改', '3 problems to fix')] },
  { text: t('认领', 'Claim'), kind: 'secondary', small: true, about: '2026-0402' },
]

export const NOTICES: readonly Notice[] = [
  {
    kind: 'ok',
    title: t('已保存', 'Saved'),
    text: t('草稿只有贵公司的同事看得见。', 'Only your colleagues can see the draft.'),
  },
  {
    kind: 'near',
    title: t('还有两天', 'Two days left'),
    items: [t('无犯罪记录证明快到期', 'The police record is ageing'), t('合同印章不清', 'The seal is unreadable')],
    links: [{ text: t('去处理', 'See to it'), href: '/' }],
  },
  { kind: 'bad', text: t('上传中断，文件没有保存。', 'The upload broke off; the file was not kept.') },
]

export const firmParts = {
  tags: TAGS,
  rulers: [
    rulerOf(t('未开始', 'Not started'), null, 'wide'),
    rulerOf(
      t('评估第 4 日，受理只用了 3 日', 'Day 4 of the assessment; intake took 3'),
      { stage: 1, left: 6 },
      'wide',
      [3],
    ),
    rulerOf(t('请企业补正，停', 'Stopped for a correction'), { stage: 1, left: 5, stopped: true }, 'wide'),
    rulerOf(t('决定逾期', 'The decision is overdue'), { stage: 2, left: -1 }, 'wide'),
    rulerOf(t('已全部办理', 'All done'), { stage: 3, left: 0 }, 'wide', [2, 7, 1]),
  ],
  buttons,
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
        sources: [{ text: t('合同 3', 'contract 3'), href: '#k-papers', current: true }],
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
  note: [
    t(
      '护照信息只供办理本案的人查看，每次查看都有记录。',
      'Passport details are seen only by those who handle the case; every look is recorded.',
    ),
  ],
  afterwards: {
    title: t('作出后的变化', 'What happens next'),
    items: [{ name: t('取文号', 'A number'), text: t('下一号，此后不再改', 'the next one; never changed') }],
  },
  table: {
    caption: t('推荐函', 'Letters'),
    cards: true,
    head: [
      { text: t('文号', 'Number') },
      { text: t('人选', 'Candidate') },
      { text: t('下载', 'Downloads'), numeric: true },
      { text: t('操作', 'Action'), hidden: true },
    ],
    rows: [
      {
        cells: [
          { heads: true, line: [{ text: '沪商荐〔2026〕87号', look: 'song', lang: 'zh-CN' }] },
          { label: t('人选', 'Candidate'), line: [{ text: 'ROSSI GIULIA MARIA', href: path.letter(87) }] },
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
    title: t('没有待您办理的案件', 'You have no tasks'),
    text: t('新的会出现在这里，最急的在前。', 'New cases appear here, most urgent first.'),
    action: { text: t('看全部在办', 'See all open cases'), href: path.queue, kind: 'secondary' },
  },
  keyOnce: {
    name: t('新密钥：夜间导出', 'New key: nightly export'),
    key: 'hj_live_7QF20MXD4TA8W3NCP8HE5T0YJR2V6',
    lines: [[t('可以：读案件', 'May: read cases')], [t('到期：2027年11月24日', 'Expires: 24 November 2027')]],
  },
  pages: {
    previous: withQuery(path.letters, { before: 91 }),
    next: withQuery(path.letters, { after: 87 }),
    note: t('共 63 封', '63 in all'),
  },
  linkOnce: {
    name: '张敏',
    href: 'https://haijian.example/join#8W3N-CP5T-0YJR-2V6Q-4H7K-M2X9',
    mailed: true,
  },
}
