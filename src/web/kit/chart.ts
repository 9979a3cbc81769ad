/**
 * Charts as the server draws them: rectangles, lines and words in a box 640 wide, in the look's two
 * hues; the table beside is the truth.
 */
import type { Bilingual } from '../../base/text.js'
import type { Text } from './parts.js'

/** c1 indigo, c3 pale, c5 grey; c4 rouge, for what is late and nothing else. */
export type Hue = 'c1' | 'c3' | 'c4' | 'c5'

export interface Chart {
  readonly id: string
  readonly width: number
  readonly height: number
  readonly title: Text
  readonly about: Text
  readonly rects: readonly { x: number; y: number; width: number; height: number; look: Hue | 'limit' }[]
  readonly lines: readonly { x1: number; y1: number; x2: number; y2: number; look: 'ax' | 'grid' | 'ref' }[]
  readonly texts: readonly { x: number; y: number; text: Text; end?: boolean; middle?: boolean; strong?: boolean }[]
  readonly key: readonly { readonly hue: Hue; readonly text: Text }[]
}

export interface Series {
  readonly hue: Hue
  readonly text: Text
}

export interface Bar {
  readonly name: Text
  /** One value a series; null is hidden and not drawn. */
  readonly values: readonly (number | null)[]
  /** A limit that the first value is compared with. */
  readonly limit?: number | null
  /** Written behind the bar instead of its values. */
  readonly note?: Text
}

interface Words {
  readonly id: string
  readonly title: Text
  readonly about: Text
}

const WIDTH = 640
const round = (value: number): number => Math.round(value * 10) / 10
const sum = (values: readonly (number | null)[]): number => values.reduce<number>((all, one) => all + (one ?? 0), 0)

/** A round number not under `most`, and the steps to it: four at most. */
export function scaleTo(most: number): { top: number; step: number } {
  const rough = Math.max(1, most) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough)
  return { top: Math.ceil(Math.max(1, most) / step) * step, step }
}

const ROW = 74
const NAME_AT = 24
const BAR_AT = 36
const BAR = 24
/** Room at the right for what is written behind a bar. */
const BEHIND = 150

/**
 * Lying bars, one a group, its series one after another; the name stands above, so that a long one
 * fits a narrow screen.
 */
export function lyingBars(words: Words, series: readonly Series[], bars: readonly Bar[]): Chart {
  const most = Math.max(1, ...bars.map(({ values, limit }) => Math.max(sum(values), limit ?? 0)))
  const scale = (WIDTH - BEHIND) / most
  const rects: Chart['rects'][number][] = []
  const texts: Chart['texts'][number][] = []
  for (const [row, { name, values, limit, note }] of bars.entries()) {
    const top = row * ROW
    texts.push({ x: 0, y: top + NAME_AT, text: name, strong: true })
    let x = 0
    if (limit) rects.push({ x: 0.5, y: top + BAR_AT, width: round(limit * scale), height: BAR, look: 'limit' })
    for (const [index, value] of values.entries()) {
      if (!value) continue
      rects.push({
        x: round(x),
        y: top + BAR_AT,
        width: round(Math.max(2, value * scale - 1)),
        height: BAR,
        look: series[index]?.hue ?? 'c1',
      })
      x += value * scale
    }
    const end = Math.max(x, (limit ?? 0) * scale)
    texts.push({ x: round(end + 8), y: top + BAR_AT + 19, text: note ?? String(sum(values)) })
  }
  return { ...words, width: WIDTH, height: Math.max(1, bars.length) * ROW, rects, texts, lines: [], key: keyOf(series) }
}

const PLOT = 190
/** Columns whose names are written at most; of more, every second, third … */
const MOST_NAMES = 12

/**
 * Standing columns, one a month or a day, their series on top of each other. `mark` draws a line
 * behind a column, with its words.
 */
export function columns(
  words: Words,
  series: readonly Series[],
  bars: readonly Bar[],
  mark?: { readonly after: number; readonly text: Text },
): Chart {
  const most = Math.max(1, ...bars.map(({ values }) => sum(values)))
  const { top, step } = scaleTo(most)
  const scale = (PLOT - 30) / top
  const pitch = WIDTH / Math.max(1, bars.length)
  const gap = Math.min(44, pitch * 0.25)
  const every = Math.ceil(bars.length / MOST_NAMES)
  const lines: Chart['lines'][number][] = []
  const rects: Chart['rects'][number][] = []
  const texts: Chart['texts'][number][] = []
  for (let value = step; value <= top; value += step) {
    const y = round(PLOT - value * scale)
    lines.push({ x1: 0, y1: y, x2: WIDTH, y2: y, look: 'grid' })
    texts.push({ x: 0, y: y - 5, text: String(value) })
  }
  for (const [index, { name, values }] of bars.entries()) {
    const x = index * pitch
    let y = PLOT
    for (const [part, value] of values.entries()) {
      if (!value) continue
      const height = Math.max(2, value * scale - 1)
      rects.push({
        x: round(x + gap / 2),
        y: round(y - height),
        width: round(pitch - gap),
        height: round(height),
        look: series[part]?.hue ?? 'c1',
      })
      y -= value * scale
    }
    if (index % every === 0) texts.push({ x: round(x + pitch / 2), y: PLOT + 26, text: name, middle: true })
  }
  lines.push({ x1: 0, y1: PLOT + 0.5, x2: WIDTH, y2: PLOT + 0.5, look: 'ax' })
  if (mark) {
    const x = round(mark.after * pitch)
    lines.push({ x1: x, y1: 6, x2: x, y2: PLOT, look: 'ref' })
    texts.push({ x: x - 8, y: 20, text: mark.text, end: true, strong: true })
  }
  return { ...words, width: WIDTH, height: PLOT + 40, rects, texts, lines, key: keyOf(series) }
}

const keyOf = (series: readonly Series[]): Chart['key'] => (series.length > 1 ? series : [])

/** A month as it is written under a column: 11月, Nov; January with its year. */
export function shortMonth(month: string): Bilingual {
  const [year = '', number = ''] = month.split('-')
  const english = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[Number(number) - 1] ?? number
  return number === '01' ? { zh: year, en: year } : { zh: `${Number(number)}月`, en: english }
}
