/** Figures and the names of channels and months as the findings on streaming data say them. */
import { sayMonth } from '../base/dates.js'
import type { Bilingual } from '../base/text.js'
import type { KnownChannel } from './subject.js'

const formatter = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 })
const oneDecimal = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** A figure with its thousands set apart and at most two decimals. */
export const figure = (value: number): string => formatter.format(value)

/** How many times as much: ×5.0. */
export const times = (value: number): string => `×${oneDecimal.format(value)}`

/** A share of one as a percentage: 1.7%, and 0.004% where one decimal would say nothing. */
export const percent = (share: number): string => {
  const value = share * 100
  return `${value !== 0 && Math.abs(value) < 0.1 ? Number(value.toPrecision(1)) : oneDecimal.format(value)}%`
}

/** A channel by platform and account; by its number while neither is known. */
export function channelName({ platform, handle }: KnownChannel, index: number): Bilingual {
  const name = [platform, handle].filter(Boolean).join(' ')
  return name ? { zh: name, en: name } : { zh: `第${index + 1}个频道`, en: `Channel ${index + 1}` }
}

/** Months in words, with a stop after the first six. */
export function sayMonths(months: readonly string[]): Bilingual {
  const shown = months.slice(0, 6).map(sayMonth)
  const more = months.length > 6
  return {
    zh: `${shown.map(({ zh }) => zh).join('、')}${more ? `等${months.length}个月` : ''}`,
    en: `${shown.map(({ en }) => en).join(', ')}${more ? ` and ${months.length - 6} more` : ''}`,
  }
}
