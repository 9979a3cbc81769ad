/** What was read of the platforms' tables, in the section of the channels. */
import { sayMonth } from '../../base/dates.js'
import type { Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { type Bilingual, fill, joined } from '../../base/text.js'
import { channelsIn, type ExportOffer, offersOf, whyNothing, withExport } from '../../cases/exportOffers.js'
import { MEASURE_NAMES } from '../../criteria/platformExports.js'
import type { Section } from '../../forms/application.js'
import { isWithin } from '../../forms/engine/node.js'
import { sectionAddress } from '../case/addresses.js'
import type { OwnCase } from '../case/own.js'
import { numberText } from '../kit/page.js'
import type { Table, Text } from '../kit/parts.js'
import { below, pieces, quiet } from '../kit/pieces.js'

/** Takes what was read of a file into a channel: `FILE.CHANNEL`. */
export const USE_EXPORT = '_export'
/** The box of the file. */
export const EXPORT_FILE = 'export.file'

export function exportsView({ file, exports }: OwnCase, section: Section, problems: readonly Problem[] = []) {
  if (!section.paths.some((one) => isWithin('channels', one))) return undefined
  const caseId = file.case.id
  const channels = channelsIn(file.answers)
  return {
    action: sectionAddress(caseId, section.key),
    before: beforeText(channels.flatMap(({ platform }) => platform || [])),
    use: USE_EXPORT,
    errors: problems.filter(({ path }) => path === EXPORT_FILE).map(({ message }) => message),
    files: exports.map((one) => ({
      name: one.paper.name,
      href: path.fileView(caseId, one.paper.id),
      state: whyNothing(one, channels),
      offers: offersOf(one, channels).map((offer) => ({
        value: `${one.paper.id}.${offer.channel}`,
        table: tableOf(offer, offer.name),
        indicators: offer.indicators,
        left: offer.left,
      })),
    })),
  }
}

/** What a table must be of, before it is sent. */
const beforeText = (platforms: readonly string[]): Bilingual =>
  platforms.length === 0
    ? {
        zh: '尚未填写频道：请先填写频道的平台并保存，再上传该平台的表格，否则无法填入。',
        en: 'First enter a channel and its platform, and save. A table can only fill in a channel on its own platform.',
      }
    : fill(
        { zh: '表格须来自已填频道的平台：{names}。', en: 'Use a table from a platform entered below: {names}.' },
        { names: joined([...new Set(platforms)]) },
      )

const tableOf = ({ months }: ExportOffer, channel: Text): Table => ({
  caption: fill({ zh: '{channel}：按月数据', en: '{channel}: figures by month' }, { channel }),
  head: [
    { text: { zh: '月份', en: 'Month' } },
    ...MEASURE_NAMES.map((text) => ({ text, numeric: true })),
    { text: { zh: '文件中的行', en: 'Row of the file' } },
  ],
  rows: months.map(({ month, rows, figures }) => ({
    cells: [
      { line: [sayMonth(month)], heads: true },
      ...figures.map(({ value, now }) => ({
        line: pieces(value === undefined ? '—' : numberText(value), now && below(now, 'near')),
        numeric: true,
      })),
      { line: [quiet(rows)] },
    ],
  })),
})

/** The answers with what `read` names, FILE.CHANNEL; undefined when there is no such file or channel. */
export function takeExport({ file, exports }: OwnCase, read: string) {
  const [paper = 0, channel = -1] = read.split('.').map(Number)
  return withExport(file.answers, exports, paper, channel)
}
