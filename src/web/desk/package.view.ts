/** Packages made ready for pages: a list, one package's facts, and its letters. */
import { path } from '../../base/path.js'
import type { PackageItem, PackageLine } from '../../letters/package.service.js'
import { issuedTag } from '../case/letter.view.js'
import { time } from '../kit/page.js'
import type { Summary, Table, Tag } from '../kit/parts.js'
import { link, quiet, tag } from '../kit/pieces.js'
import { column, fact, smallFacts, tableOf } from '../kit/table.js'

/** A letter is sent in seconds; where nothing more has come in so long, in milliseconds, the other end is gone. */
const SILENCE = 10 * 60_000

/** How the last download stands: one that is not over is under way, or has broken off. */
export function standingOf({ begunAt, finishedAt }: PackageLine, items: readonly PackageItem[], now: Date) {
  if (begunAt === null || finishedAt !== null) return undefined
  const last = Math.max(...[begunAt, ...items.flatMap(({ sentAt }) => sentAt ?? [])].map(Number))
  return now.getTime() - last < SILENCE ? 'underWay' : 'brokenOff'
}

function downloadTag({ begunAt, finishedAt, sent, letters }: PackageLine): Tag {
  if (finishedAt) return tag('已下载', 'Downloaded', 'green')
  if (begunAt) return tag(`已发送 ${sent} / ${letters}`, `${sent} of ${letters} sent`, 'blue')
  return tag('未下载', 'Not downloaded', 'grey')
}

const BY_KEY = { zh: '（接口）', en: ' (by API)' }

export const packagesTable = (lines: readonly PackageLine[]): Table =>
  tableOf({ zh: '资料包', en: 'Packages' }, lines, [
    column('编号', 'Number', ({ id }) => link({ zh: `资料包 ${id}`, en: `Package ${id}` }, path.package(id)), 'heads'),
    column('时间', 'Time', ({ askedAt }) => time(askedAt)),
    column('人员', 'Person', ({ personName, byKey }) => [personName, byKey && BY_KEY]),
    column('文书', 'Issued letters', ({ letters }) => letters, 'numeric'),
    column('状态', 'State', (line) => ({ tag: downloadTag(line) })),
  ])

export const packageFacts = (line: PackageLine): Summary => {
  const { askedAt, begunAt, finishedAt, personName, byKey, letters, papers } = line
  return smallFacts(
    fact('生成', 'Assembled', [time(askedAt), { zh: '，', en: ', ' }, personName, byKey && BY_KEY]),
    fact('文书', 'Issued letters', letters),
    begunAt && fact('开始下载', 'Download started', time(begunAt)),
    finishedAt && fact('下载完成', 'Download finished', time(finishedAt)),
    finishedAt && fact('随附材料', 'Documents included', papers),
  )
}

export const itemsTable = (items: readonly PackageItem[]): Table =>
  tableOf({ zh: '包中的文书', en: 'Letters in the package' }, items, [
    column(
      '文号',
      'Number',
      ({ letterId, number }) => ({ text: number, href: path.letter(letterId), look: 'song', lang: 'zh-CN' }),
      'heads',
    ),
    column(
      '人选',
      'Candidate',
      ({ talentName }) => talentName ?? quiet({ zh: '个人信息已删除', en: 'personal data erased' }),
    ),
    column('企业', 'Firm', ({ firmName }) => firmName),
    column('状态', 'Status', (item) => ({ tag: issuedTag(item) })),
    column('材料', 'Documents', ({ papers }) => papers ?? quiet({ zh: '下载后显示', en: 'shown after download' })),
    column('发送', 'Sent', ({ sentAt }) =>
      sentAt ? time(sentAt, 'short') : quiet({ zh: '尚未下载', en: 'not downloaded yet' }),
    ),
  ])
