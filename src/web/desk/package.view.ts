/** Packages made ready for pages: a list, one package's facts, and its letters. */
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import type { PackageItem, PackageLine } from '../../letters/package.service.js'
import { both, timeText } from '../kit/page.js'
import type { Summary, Table, Tag } from '../kit/parts.js'

const instant = (at: Date): Bilingual => both((language) => timeText(at, language))
const count = (n: number): Bilingual => ({ zh: String(n), en: String(n) })

/** A download has begun and is not over, as far as anybody knows here. */
export const isUnderWay = ({ begunAt, finishedAt }: PackageLine): boolean => begunAt !== null && finishedAt === null

function tagOf(line: PackageLine): Tag {
  if (line.finishedAt) return { label: { zh: '已下载', en: 'Downloaded' }, colour: 'green' }
  if (line.begunAt)
    return {
      label: { zh: `已发送 ${line.sent} / ${line.letters}`, en: `${line.sent} of ${line.letters} sent` },
      colour: 'blue',
    }
  return { label: { zh: '未下载', en: 'Not downloaded' }, colour: 'grey' }
}

export const packagesTable = (lines: readonly PackageLine[]): Table => ({
  caption: { zh: '资料包', en: 'Packages' },
  captionHidden: true,
  cards: true,
  head: [
    { text: { zh: '编号', en: 'Number' } },
    { text: { zh: '何时', en: 'When' } },
    { text: { zh: '何人', en: 'Who' } },
    { text: { zh: '文书', en: 'Issued papers' }, numeric: true },
    { text: { zh: '状态', en: 'State' } },
  ],
  rows: lines.map((line) => ({
    cells: [
      {
        heads: true,
        line: [{ text: { zh: `资料包 ${line.id}`, en: `Package ${line.id}` }, href: path.package(line.id) }],
      },
      { label: { zh: '何时', en: 'When' }, line: [instant(line.askedAt)] },
      { label: { zh: '何人', en: 'Who' }, line: [line.personName, ...(line.byKey ? [BY_KEY] : [])] },
      { label: { zh: '文书', en: 'Issued papers' }, line: [count(line.letters)], numeric: true },
      { label: { zh: '状态', en: 'State' }, tag: tagOf(line) },
    ],
  })),
})

const BY_KEY = { zh: '（接口）', en: ' (by API)' }

export const packageFacts = (line: PackageLine): Summary => ({
  small: true,
  rows: [
    {
      key: { zh: '选取', en: 'Put together' },
      line: [instant(line.askedAt), { zh: '，', en: ', ' }, line.personName, ...(line.byKey ? [BY_KEY] : [])],
    },
    { key: { zh: '文书', en: 'Issued papers' }, line: [count(line.letters)] },
    ...(line.begunAt ? [{ key: { zh: '开始下载', en: 'Download begun' }, line: [instant(line.begunAt)] }] : []),
    ...(line.finishedAt
      ? [
          { key: { zh: '下载完成', en: 'Download finished' }, line: [instant(line.finishedAt)] },
          { key: { zh: '随附材料', en: 'Evidence with them' }, line: [count(line.papers)] },
        ]
      : []),
  ],
})

export const itemsTable = (items: readonly PackageItem[]): Table => ({
  caption: { zh: '包中的文书', en: 'Papers in the package' },
  captionHidden: true,
  cards: true,
  head: [
    { text: { zh: '文号', en: 'Number' } },
    { text: { zh: '人选', en: 'Talent' } },
    { text: { zh: '企业', en: 'Firm' } },
    { text: { zh: '材料', en: 'Evidence' } },
    { text: { zh: '发送', en: 'Sent' } },
  ],
  rows: items.map(({ letterId, number, talentName, firmName, sentAt, papers }) => ({
    cells: [
      { heads: true, line: [{ text: number, href: path.letter(letterId), look: 'song' as const, lang: 'zh-CN' }] },
      { label: { zh: '人选', en: 'Talent' }, line: [talentName ?? '—'] },
      { label: { zh: '企业', en: 'Firm' }, line: [firmName] },
      { label: { zh: '材料', en: 'Evidence' }, line: [papers === null ? '—' : count(papers)] },
      {
        label: { zh: '发送', en: 'Sent' },
        line: [sentAt ? both((language) => timeText(sentAt, language, 'short')) : '—'],
      },
    ],
  })),
})
