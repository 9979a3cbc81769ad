/** What looks doubtful in the declared figures, the period, the indicators and the record of a channel. */
import { addDays, addMonths, daysBetween, sayDate } from '../base/dates.js'
import { PLATFORM_EXPORT } from '../forms/choices.js'
import type { EvidencePointer } from './claims.js'
import type { Fault, StreamingChecks, StreamingCode } from './streamingChecks.js'
import { figure, percent } from './streamingWords.js'
import type { KnownChannel } from './subject.js'

/** The page of an indicator of this kind, where one was said. */
function pageOf({ export: given, hasExport }: KnownChannel, kind: string): EvidencePointer | null {
  if (hasExport !== true) return null
  const found = given.indicators.find((indicator) => indicator.kind === kind && indicator.document !== undefined)
  return found?.document === undefined ? null : { document: found.document, page: found.page ?? null }
}

/** Viewers for each follower, and sales for each viewer, of what was declared. */
export function findRatioFaults(channel: KnownChannel, checks: StreamingChecks): Fault[] {
  const { followers, averageViewers: viewers, salesLast12MonthsCny: sales } = channel
  const faults: Fault[] = []
  const { least, most, from } = checks.viewersPerFollower
  if (followers !== undefined && viewers !== undefined && followers > 0 && followers >= from) {
    const share = viewers / followers
    if (share < least || share > most)
      faults.push({
        code: 'viewersImprobable',
        at: 'averageViewers',
        message:
          share > most
            ? { zh: '平均观看人数与粉丝数相比过高', en: 'improbably many average viewers for the followers' }
            : { zh: '平均观看人数与粉丝数相比过低', en: 'improbably few average viewers for the followers' },
        arithmetic: {
          zh:
            `平均观看${figure(viewers)} ÷ 粉丝${figure(followers)} = ${percent(share)}；` +
            `规则标记低于${percent(least)}或高于${percent(most)}的情形`,
          en:
            `average viewers ${figure(viewers)} ÷ followers ${figure(followers)} = ${percent(share)}; the ` +
            `rule flags less than ${percent(least)} and more than ${percent(most)}`,
        },
        evidence: pageOf(channel, 'averageViewers'),
      })
  }
  if (sales !== undefined && viewers !== undefined && viewers > 0) {
    const each = sales / 12 / viewers
    if (each > checks.salesPerViewer.most)
      faults.push({
        code: 'salesImprobable',
        at: 'salesLast12MonthsCny',
        message: { zh: '人均销售额过高', en: 'the sales for each viewer are improbably high' },
        arithmetic: {
          zh:
            `近12个月销售额${figure(sales)}元 ÷ 12 ÷ 平均观看${figure(viewers)} = ` +
            `每月每人${figure(each)}元；规则标记超过${figure(checks.salesPerViewer.most)}元的情形`,
          en:
            `sales of 12 months CNY ${figure(sales)} ÷ 12 ÷ average viewers ${figure(viewers)} = CNY ` +
            `${figure(each)} a month each; the rule flags more than CNY ${figure(checks.salesPerViewer.most)}`,
        },
        evidence: pageOf(channel, 'sales'),
      })
  }
  return faults
}

/** A period that is too short, too old, or ends after the filing day; one that ends before it begins is not judged. */
export function findPeriodFaults(
  { export: { from, to } }: KnownChannel,
  checks: StreamingChecks,
  filedOn: string,
): Fault[] {
  if (to === undefined || (from !== undefined && from > to)) return []
  const faults: Fault[] = []
  const [end, filed] = [sayDate(to), sayDate(filedOn)]
  const { monthsAtLeast, daysOldAtMost } = checks.period
  if (to > filedOn)
    faults.push({
      code: 'periodInFuture',
      at: 'export.to',
      message: { zh: '数据期间的末日在申请日之后', en: 'the period ends after the filing day' },
      arithmetic: {
        zh: `期间至${end.zh}，申请日${filed.zh}`,
        en: `the period ends on ${end.en}; filed on ${filed.en}`,
      },
    })
  else if (daysBetween(to, filedOn) > daysOldAtMost) {
    const days = daysBetween(to, filedOn)
    faults.push({
      code: 'periodTooOld',
      at: 'export.to',
      message: { zh: '数据过旧', en: 'the figures are old' },
      arithmetic: {
        zh: `期间至${end.zh}，到申请日${filed.zh}已${days}天；规则标记超过${daysOldAtMost}天的情形`,
        en:
          `the period ends on ${end.en}, ${days} days before the filing day ` +
          `${filed.en}; the rule flags more than ${daysOldAtMost} days`,
      },
    })
  }
  if (from !== undefined && addMonths(from, monthsAtLeast) > addDays(to, 1)) {
    const start = sayDate(from)
    const days = daysBetween(from, to) + 1
    faults.push({
      code: 'periodTooShort',
      at: 'export.from',
      message: { zh: '数据期间过短', en: 'the period is short' },
      arithmetic: {
        zh: `${start.zh}至${end.zh}共${days}天；规则标记不足${monthsAtLeast}个月的情形`,
        en: `${start.en} to ${end.en} is ${days} days; the rule flags less than ${monthsAtLeast} months`,
      },
    })
  }
  return faults
}

/** Rates that are improbable, and indicators without a page. */
export function findIndicatorFaults({ export: { indicators } }: KnownChannel, checks: StreamingChecks): Fault[] {
  return indicators.flatMap(({ kind, value, document, page }, index): Fault[] => {
    if (kind === undefined || value === undefined) return []
    const at = `export.indicators.${index}`
    const evidence = document === undefined ? null : { document, page: page ?? null }
    const rate = (code: StreamingCode, most: number, zh: string, en: string): Fault[] =>
      value > most
        ? [
            {
              code,
              at: `${at}.value`,
              message: { zh: `${zh}过高`, en: `the rate of ${en} is improbably high` },
              arithmetic: {
                zh: `${zh}${figure(value)}%；规则标记超过${figure(most)}%的情形`,
                en: `${en} ${figure(value)}%; the rule flags more than ${figure(most)}%`,
              },
              evidence,
            },
          ]
        : []
    const unproved: Fault[] =
      // a platform's table has rows and no pages
      evidence?.document !== PLATFORM_EXPORT && (evidence?.page === undefined || evidence.page === null)
        ? [
            {
              code: 'indicatorUnproved',
              at: `${at}.page`,
              message: { zh: '指标没有写明在哪份材料第几页', en: 'an indicator does not state its page' },
              arithmetic: {
                zh: `第${index + 1}项指标，数值${figure(value)}`,
                en: `indicator ${index + 1}, figure ${figure(value)}`,
              },
              evidence,
            },
          ]
        : []
    if (kind === 'engagementRate')
      return [...rate('engagementImprobable', checks.engagementRate.most, '互动率', 'engagement'), ...unproved]
    if (kind === 'returnRate') return [...rate('returnsHigh', checks.returnRate.most, '退货率', 'returns'), ...unproved]
    return unproved
  })
}

/** An account that is not verified in the candidate’s name, and violations recorded against it. */
export function findRecordFaults({ export: { realName, violations } }: KnownChannel): Fault[] {
  const recorded = violations.flatMap(({ on, what, outcome }, index): Fault[] => {
    const [when, say] = [on === undefined ? { zh: '日期不明', en: 'date unknown' } : sayDate(on), what ?? '?']
    return [
      {
        code: 'violationRecorded',
        at: `export.violations.${index}`,
        message: { zh: '账号有违规记录', en: 'a violation is recorded against the account' },
        arithmetic: {
          zh: `${when.zh}：${say}；平台处理：${outcome ?? '?'}`,
          en: `${when.en}: ${say}; the platform: ${outcome ?? '?'}`,
        },
      },
    ]
  })
  if (realName === undefined || realName === 'talent') return recorded
  const other = realName === 'other'
  return [
    {
      code: 'realNameMissing',
      at: 'export.realName',
      message: { zh: '账号未在人选名下实名', en: 'the account is not verified in the candidate’s name' },
      arithmetic: other
        ? { zh: '实名状态：登记在他人或单位名下', en: 'real name: another’s' }
        : { zh: '实名状态：未实名认证', en: 'real name: not verified' },
    },
    ...recorded,
  ]
}
