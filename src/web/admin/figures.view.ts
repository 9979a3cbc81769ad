/** What a worker has last read of the whole installation, as a table: figures and limits of metrics and alerts. */
import type { Bilingual } from '../../base/text.js'
import {
  amountText,
  type Figure,
  type FigureName,
  FIGURES,
  isBeyond,
  type Reading,
} from '../../exchange/operation/figures.js'
import type { Table } from '../kit/parts.js'
import { tag } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'

/** What labels are called; settings are called by their own names. */
const LABEL_WORDS: Readonly<Record<string, Bilingual>> = {
  mail: { zh: '邮件', en: 'mail' },
  sms: { zh: '短信', en: 'text messages' },
  chat: { zh: '企业微信', en: 'WeCom messages' },
  notifications: { zh: '通知', en: 'notifications' },
  webhooks: { zh: '推送', en: 'webhooks' },
  signing: { zh: '签名', en: 'signing' },
  timestamp: { zh: '时间戳', en: 'time-stamps' },
}

interface Line {
  readonly name: FigureName
  /** Of several with different labels that which is nearest to the limit, or beyond it. */
  readonly worst: Reading | undefined
}

const isLow = (name: FigureName): boolean => {
  const { limit }: Figure = FIGURES[name]
  return limit !== undefined && 'below' in limit
}

function lineOf(name: FigureName, readings: readonly Reading[]): Line {
  const [worst] = readings
    .filter(({ figure }) => figure === name)
    .sort((one, other) => (isLow(name) ? one.value - other.value : other.value - one.value))
  return { name, worst }
}

/** @param nameOf what a task is called */
export function figuresTable(readings: readonly Reading[], nameOf: (task: string) => Bilingual | string): Table {
  const names = Object.keys(FIGURES) as FigureName[] // which they are
  return tableOf(
    { zh: '运行状况', en: 'State of the system' },
    names.map((name) => lineOf(name, readings)),
    [
      column('项目', 'Figure', ({ name }) => FIGURES[name].meaning, 'heads'),
      column(
        '现值',
        'Current value',
        ({ name, worst }) => worst && [amountText(name, worst.value), ...whichOf(worst, nameOf)],
      ),
      column('界限', 'Limit', ({ name }) => limitText(name)),
      column('状态', 'Status', ({ worst }) => ({ tag: tagOf(worst) })),
    ],
  )
}

function whichOf({ labels, value }: Reading, nameOf: (task: string) => Bilingual | string): (Bilingual | string)[] {
  const [label] = Object.values(labels)
  if (label === undefined || value === 0) return []
  return [' · ', LABEL_WORDS[label] ?? nameOf(label)]
}

function limitText(name: FigureName): Bilingual | undefined {
  const { limit }: Figure = FIGURES[name]
  if (!limit) return undefined
  const amount = amountText(name, 'above' in limit ? limit.above : limit.below)
  if (name === 'storeAnswers') return amount
  return 'above' in limit
    ? { zh: `不超过 ${amount.zh}`, en: `at most ${amount.en}` }
    : { zh: `不少于 ${amount.zh}`, en: `at least ${amount.en}` }
}

const tagOf = (worst: Reading | undefined) => {
  if (!worst) return tag('没有数据', 'No data', 'grey')
  return isBeyond(worst) ? tag('请处理', 'Needs attention', 'red') : tag('正常', 'Normal', 'green')
}
