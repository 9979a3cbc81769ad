/**
 * The working-day ruler: one cell a working day, the same drawing on the home page, in a promise,
 * in a queue row and in a case head. Here its cells become a few paths for an inline SVG, and its
 * meaning a sentence for those who do not see it.
 */
import type { Bilingual } from '../../base/text.js'
import { counted } from './page.js'

/** One part of the promise: its name, its limit in working days, and how many it took once it is over. */
export interface Stage {
  readonly name: Bilingual
  readonly limit: number
  readonly used?: number
}

/**
 * Where a case stands: the index of its stage and the working days left after today until that stage's last day;
 * 0 on the last day, negative when it is over. `stopped` while the firm is asked for a correction.
 * A stage past the last one means that everything is done.
 */
export interface Standing {
  readonly stage: number
  readonly left: number
  readonly stopped?: boolean
}

export type CellKind = 'used' | 'now' | 'todo' | 'spare' | 'over' | 'paused'
export type Tone = 'near' | 'over' | 'stop'

/** What parts/ruler.hbs draws: all cells of a kind are one path. */
export interface Ruler {
  readonly width: number
  readonly height: number
  readonly cells: readonly { readonly kind: CellKind; readonly d: string }[]
  readonly label: Bilingual
}

/** A small ruler, which a list draws once for all its rows. */
interface SmallRuler {
  readonly id: string
  readonly cells: Ruler['cells']
}

/** What parts/due.hbs draws in a queue row: the stage's ruler, and the words that say the same. */
export interface Due {
  readonly ruler: SmallRuler
  readonly text: Bilingual
  readonly tone?: Tone
}

/**
 * wide: home page; side: in a promise beside a form; head: in a case head. Width, height, gap of
 * cells, gap of stages.
 */
const SIZES = { wide: [1000, 28, 3, 14], side: [340, 18, 3, 11], head: [430, 14, 3, 11] } as const
export type RulerSize = keyof typeof SIZES

const round = (value: number): number => Math.round(value * 10) / 10

/** A cell with corners of radius `r`, as a closed path. */
function cell(x: number, y: number, width: number, height: number, r: number): string {
  const [w, h] = [round(width - 2 * r), round(height - 2 * r)]
  const turn = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`
  return `M${round(x + r)} ${y}h${w}${turn(r, r)}v${h}${turn(-r, r)}h${-w}${turn(-r, -r)}v${-h}${turn(r, -r)}z`
}

/** The cells of one stage that has run for `used` whole days and is over. */
function pastCells({ limit, used = limit }: Stage): CellKind[] {
  if (used > limit) return Array(limit).fill('over')
  return [...Array(used).fill('used'), ...Array(limit - used).fill('spare')]
}

/**
 * The cells of the stage in which a case stands today, for a case's head and for a queue's row: as many are open as
 * days are left, and the last one that is not is today.
 */
function presentCells(limit: number, { left, stopped }: Pick<Standing, 'left' | 'stopped'>): CellKind[] {
  if (left < 0) return Array(limit).fill('over')
  const elapsed = Math.max(0, limit - left)
  if (stopped) return [...Array(elapsed).fill('used'), ...Array(limit - elapsed).fill('paused')]
  const [used, todo] = [Array(Math.max(0, elapsed - 1)).fill('used'), Array(limit - elapsed).fill('todo')]
  return elapsed === 0 ? todo : [...used, 'now', ...todo]
}
const OPEN: readonly CellKind[] = ['todo', 'paused']

function group(kinds: readonly CellKind[], draw: (index: number) => string): Ruler['cells'] {
  const paths = new Map<CellKind, string>()
  kinds.forEach((kind, index) => {
    paths.set(kind, (paths.get(kind) ?? '') + draw(index))
  })
  return [...paths].map(([kind, d]) => ({ kind, d }))
}

function stageSentence({ name, limit, used = limit }: Stage, index: number, standing: Standing | null): Bilingual {
  if (!standing || index > standing.stage)
    return { zh: `${name.zh} ${limit} 日，未开始`, en: `${name.en} ${limit}, not started` }
  if (index < standing.stage) return { zh: `${name.zh}用了 ${used} 日`, en: `${name.en} took ${used}` }
  const { left, stopped } = standing
  if (left < 0) return { zh: `${name.zh}逾期 ${-left} 日`, en: `${name.en} is ${counted(-left, 'day', 'days')} over` }
  if (stopped)
    return {
      zh: `${name.zh}用了 ${limit - left} 日，已中止计时，还余 ${left} 日`,
      en: `${name.en} took ${limit - left}, paused, ${left} left`,
    }
  const day = limit - left
  if (day < 1)
    return {
      zh: `${name.zh}从下一个工作日起算，还余 ${left} 日`,
      en: `${name.en} begins on the next working day, ${left} left`,
    }
  return { zh: `${name.zh}第 ${day} 日，还余 ${left} 日`, en: `${name.en} is on day ${day}, ${left} left` }
}

/**
 * The ruler of a promise.
 *
 * @param stages the stages in order, limits in working days
 * @param standing where the case stands; null before it is submitted, when the first cell stands for today
 */
export function ruler(stages: readonly Stage[], standing: Standing | null, size: RulerSize = 'wide'): Ruler {
  const [width, height, gap, between] = SIZES[size]
  const days = stages.reduce((sum, { limit }) => sum + limit, 0)
  const step = (width - between * (stages.length - 1) + gap * stages.length) / days
  const kinds: CellKind[] = []
  const places: number[] = []
  let x = 0
  stages.forEach((stage, index) => {
    const place = standing ?? { stage: 0, left: (stages[0]?.limit ?? 1) - 1 }
    if (index < place.stage) kinds.push(...pastCells(stage))
    else if (index === place.stage) kinds.push(...presentCells(stage.limit, place))
    else kinds.push(...Array(stage.limit).fill('todo'))
    for (let day = 0; day < stage.limit; day++) places.push(x + day * step)
    x += stage.limit * step - gap + between
  })
  const sentences = stages.map((stage, index) => stageSentence(stage, index, standing))
  const head = { zh: `${days} 个工作日：`, en: `${counted(days, 'working day', 'working days')}: ` }
  return {
    width,
    height,
    cells: group(kinds, (index) => cell(places[index] ?? 0, 1, step - gap, height - 2, 2)),
    label: {
      zh: `${head.zh}${sentences.map(({ zh }) => zh).join('；')}`,
      en: `${head.en}${sentences.map(({ en }) => en).join('; ')}`,
    },
  }
}

/**
 * How a number of working days left looks: near on the last two days (the last one of a short
 * stage), over afterwards.
 */
function toneOf(limit: number, left: number, stopped = false): Tone | undefined {
  if (stopped) return 'stop'
  if (left < 0) return 'over'
  return left <= Math.min(2, Math.floor(limit / 2)) ? 'near' : undefined
}

/** Working days left, in words: 6 日, 今天到期, 逾期 1 日, 中止，余 5 日. */
export function leftText(left: number, stopped = false): Bilingual {
  if (stopped) return { zh: `中止，余 ${left} 日`, en: `paused, ${counted(left, 'day', 'days')} left` }
  if (left < 0) return { zh: `逾期 ${-left} 日`, en: `${counted(-left, 'day', 'days')} over` }
  if (left === 0) return { zh: '今天到期', en: 'due today' }
  return { zh: `${left} 日`, en: counted(left, 'day', 'days') }
}

/** The same where nothing else says that they are left: 余 6 日. */
export const stillLeft = (left: number, stopped = false): Bilingual => {
  const { zh, en } = leftText(left, stopped)
  return left > 0 && !stopped ? { zh: `余 ${zh}`, en: `${en} left` } : { zh, en }
}

/** The same ruler is drawn once. */
const drawn = new Map<string, SmallRuler>()

/** Square cells, each from where the one before began: rounded ones would be twice as long. */
const cellsFrom = (first: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `${index ? 'm8.4 0' : `M${round(0.5 + first * 8.4)} .5`}h6v9h-6z`).join(
    '',
  )

/** A limit of many days is drawn as a bar of ten parts, so that its cells can still be seen. */
function smallRuler(limit: number, left: number, stopped: boolean): SmallRuler {
  const open = presentCells(limit, { left, stopped }).filter((kind) => OPEN.includes(kind)).length
  const count = Math.min(limit, 10)
  const elapsed = count - Math.round((open / limit) * count)
  const id = `r${count}-${elapsed}${stopped ? 's' : ''}`
  const known = drawn.get(id)
  if (known) return known
  const cells = [
    { kind: 'used', d: cellsFrom(0, elapsed) },
    { kind: stopped ? 'paused' : 'todo', d: cellsFrom(elapsed, count - elapsed) },
  ] as const
  const ruler = { id, cells: cells.filter(({ d }) => d) }
  drawn.set(id, ruler)
  return ruler
}

/** The rulers of some rows, each once. */
export const rulersOf = (dues: readonly (Due | undefined)[]): SmallRuler[] => [
  ...new Set(dues.flatMap((one) => one?.ruler ?? [])),
]

/**
 * The time cell of a queue row.
 *
 * @param limit the stage's working days
 * @param left working days left after today; negative when over
 */
export function due(limit: number, left: number, stopped = false): Due {
  const tone = toneOf(limit, left, stopped)
  return { ruler: smallRuler(limit, left, stopped), text: leftText(left, stopped), tone }
}
