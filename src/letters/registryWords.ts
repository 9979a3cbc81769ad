/** What a verification finds wrong with the registry of papers, in words. */
import { type Bilingual, fill } from '../base/text.js'
import type { BrokenSeries, Column, RegistryFault } from './registry.js'

const FAULTS: Readonly<Record<RegistryFault['kind'], Bilingual>> = {
  gone: { zh: '历史中有记载，登记簿中没有', en: 'it is in the history but not in the registry' },
  forged: { zh: '登记簿中有，历史中没有记载', en: 'it is in the registry but not in the history' },
  changed: {
    zh: '登记簿中的{column}与历史记载不符',
    en: 'the registry’s {column} does not match the history',
  },
  file: {
    zh: '签名的文件缺失，或者不是当时出具的那份',
    en: 'its signed file is missing, or is not the one that was issued',
  },
}

const COLUMNS: Readonly<Record<Column, Bilingual>> = {
  number: { zh: '文号', en: 'number' },
  frozen: {
    zh: '冻结内容（核验码、对象、有效期、公开事项、模板）',
    en: 'frozen content (check code, addressee, last day, public facts, template)',
  },
  orderedAt: { zh: '编号时间', en: 'time of numbering' },
  issuedAt: { zh: '出具时间', en: 'time of issue' },
  sha256: { zh: '文件摘要值', en: 'hash of the file' },
  receivedAt: { zh: '签收时间', en: 'time of receipt' },
  endedAt: { zh: '失效时间', en: 'time of its end' },
  endedAs: { zh: '状态', en: 'state' },
  endReason: { zh: '失效原因', en: 'reason of its end' },
}

/** What is wrong with a paper, with its number. */
export function registryFaultWords({ number, kind, column }: RegistryFault): Bilingual {
  const { zh, en } = column ? COLUMNS[column] : { zh: '', en: '' }
  const words = FAULTS[kind]
  return {
    zh: `文书 ${number}：${fill(words, { column: zh }).zh}`,
    en: `Letter ${number}: ${fill(words, { column: en }).en}`,
  }
}

/** What is wrong with a series of numbers. */
export const brokenSeriesWords = ({ series, year, authority, last, numbers }: BrokenSeries): Bilingual => ({
  zh: `文号系列 ${series}（${authority}，${year} 年）：已编到 ${last} 号，登记簿里有 ${numbers} 个号，并不连续`,
  en:
    `Series ${series} (${authority}, ${year}): numbered up to ${last}, and the ` +
    `registry has ${numbers} numbers: they are not one after another`,
})
