/**
 * From a figure to the question of the scorecard that it is looked at for, and back to the page of
 * the evidence where it stands.
 */
import { type Bilingual, joined } from '../base/text.js'
import { INDICATORS, PRODUCT_CATEGORIES, REAL_NAMES } from '../forms/choices.js'
import { LANGUAGE_CODES, MARKET_CODES } from '../forms/codes.js'
import { type Option, sayCode } from '../forms/engine/ui.js'
import type { EvidencePointer } from './claims.js'
import type { Scorecard } from './scorecard.js'
import { channelName, figure } from './streamingWords.js'
import { type ChannelAnswers, type KnownChannel, readChannels } from './subject.js'

/** One figure or fact of a channel, in words, with where it stands and which questions draw on it. */
export interface Indicator {
  readonly code: string
  readonly channel: number
  readonly channelName: Bilingual
  readonly label: Bilingual
  readonly value: Bilingual
  /** Where it stands; null when nobody said. */
  readonly evidence: EvidencePointer | null
  /** The question of the form. */
  readonly path: string
  /** The questions of the scorecard by id. */
  readonly questions: readonly string[]
}

interface IndicatorRow {
  readonly code: string
  readonly label: Bilingual
  readonly value: Bilingual
  readonly at: string
  readonly evidence?: EvidencePointer | null
}

const both = (text: string): Bilingual => ({ zh: text, en: text })
const GOODS: Bilingual = { zh: '商品类别', en: 'Product categories' }
const yuan = (value: number): Bilingual => ({ zh: `${figure(value)}元`, en: `CNY ${figure(value)}` })

const listed = (
  code: string,
  label: Bilingual,
  words: readonly (string | undefined)[],
  codes: readonly Option[],
): IndicatorRow[] => {
  const known = words.flatMap((word) => (word === undefined ? [] : sayCode(codes, word)))
  return known.length === 0 ? [] : [{ code, label, value: joined(known), at: code }]
}

function listDeclared(channel: KnownChannel): IndicatorRow[] {
  const { followers, averageViewers, salesLast12MonthsCny: sales } = channel
  const told: IndicatorRow[] = []
  if (followers !== undefined)
    told.push({
      code: 'followers',
      label: { zh: '粉丝数', en: 'Followers' },
      value: both(figure(followers)),
      at: 'followers',
    })
  if (averageViewers !== undefined)
    told.push({
      code: 'averageViewers',
      label: { zh: '平均观看人数', en: 'Average viewers' },
      value: both(figure(averageViewers)),
      at: 'averageViewers',
    })
  if (sales !== undefined)
    told.push({
      code: 'sales',
      label: { zh: '近12个月销售额', en: 'Sales of the last 12 months' },
      value: yuan(sales),
      at: 'salesLast12MonthsCny',
    })
  return [
    ...told,
    ...listed('languages', { zh: '直播语言', en: 'Languages' }, channel.languages, LANGUAGE_CODES),
    ...listed('markets', { zh: '目标市场', en: 'Markets' }, channel.markets, MARKET_CODES),
    ...listed('productCategories', GOODS, channel.productCategories, PRODUCT_CATEGORIES),
  ]
}

function listExported({ export: given }: KnownChannel): IndicatorRow[] {
  const { indicators, realName, violations, series, seriesPage } = given
  const told = indicators.flatMap(({ kind, value, country, document, page }, index): IndicatorRow[] => {
    const option = INDICATORS.find((one) => one.value === kind)
    if (!option || value === undefined) return []
    const { zh, en } = option.label
    return [
      {
        code: option.value,
        label: country ? { zh: `${zh}（${country}）`, en: `${en}, ${country}` } : { zh, en },
        value: both(figure(value)),
        at: `export.indicators.${index}`,
        evidence: document === undefined ? null : { document, page: page ?? null },
      },
    ]
  })
  const verified = REAL_NAMES.find(({ value }) => value === realName)
  if (verified)
    told.push({
      code: 'realName',
      label: { zh: '账号实名状态', en: 'Real name of the account' },
      value: verified.label,
      at: 'export.realName',
    })
  if (series.length > 0)
    told.push({
      code: 'series',
      label: { zh: '按月数据', en: 'Figures by month' },
      value: { zh: `${series.length}个月`, en: `${series.length} months` },
      at: 'export.series',
      evidence: seriesPage === undefined ? null : { document: 'platformEvidence', page: seriesPage },
    })
  told.push({
    code: 'violations',
    label: { zh: '账号违规记录', en: 'Violations recorded against the account' },
    value:
      violations.length === 0
        ? { zh: '未填写', en: 'None given' }
        : { zh: `${violations.length}条`, en: `${violations.length} recorded` },
    at: 'export.violations',
  })
  return told
}

/** The questions of a card that draw on an indicator, by id. */
export const questionsOf = (card: Pick<Scorecard, 'questions'>, indicator: string): string[] =>
  card.questions.filter(({ indicators }) => indicators.includes(indicator)).map(({ id }) => id)

/**
 * Every figure and fact of all channels, declared and exported, with its page and its questions.
 * Filter by `questions` to go the other way. Total for channels of any completeness.
 */
export function listIndicators(
  card: Pick<Scorecard, 'questions'>,
  channels: readonly (ChannelAnswers | null | undefined)[] | null | undefined,
): Indicator[] {
  return readChannels(channels).flatMap((channel, index) => {
    const name = channelName(channel, index)
    const told = [...listDeclared(channel), ...(channel.hasExport === true ? listExported(channel) : [])]
    return told.map(({ code, label, value, at, evidence = null }) => ({
      code,
      channel: index,
      channelName: name,
      label,
      value,
      evidence,
      path: `channels.${index}.${at}`,
      questions: questionsOf(card, code),
    }))
  })
}
