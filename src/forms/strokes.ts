/**
 * A signature as it was drawn: strokes parted by semicolons, each the points through which it goes, "x y x y …", in
 * whole units of a field of 1000 × 400. Pure; what a browser sends is believed in nothing but this form.
 */
import type { Problem } from '../base/errors.js'

export const FIELD = { width: 1000, height: 400 } as const
/** What the form takes as text at most, and what is read of it. */
export const MOST_CHARACTERS = 18_000
export const MOST_POINTS = 2000
const MOST_STROKES = 100
/** A dot or a short dash is no name: so many points, so long a line, so wide or high, in units of the field. */
const LEAST = { points: 10, length: 200, extent: 80 } as const

export type Stroke = readonly (readonly [x: number, y: number])[]

/** The strokes of a text of that form; undefined of any other text, and of more than may come. */
export function readStrokes(text: string): Stroke[] | undefined {
  if (text.length === 0 || text.length > MOST_CHARACTERS || !/^[0-9 ;]+$/.test(text)) return undefined
  const strokes = text.split(';').map(readStroke)
  if (strokes.length > MOST_STROKES || strokes.reduce((sum, stroke) => sum + stroke.length, 0) > MOST_POINTS)
    return undefined
  return strokes.every((stroke) => stroke.length > 0) ? strokes : undefined
}

/** Empty when it is none. */
function readStroke(text: string): Stroke {
  const figures = text.split(' ')
  if (figures.length % 2 === 1 || !figures.every((figure) => /^(0|[1-9]\d{0,3})$/.test(figure))) return []
  const points = figures.flatMap((x, at) => (at % 2 === 0 ? [[Number(x), Number(figures[at + 1])] as const] : []))
  return points.every(([x, y]) => x <= FIELD.width && y <= FIELD.height) ? points : []
}

/** What is wrong with drawn strokes, at `strokes`. */
export function strokeProblems(text: string): Problem[] {
  if (text === '') return [problem('strokesNone', NOTHING)]
  const strokes = readStrokes(text)
  if (!strokes) return [problem('strokesForm', UNREADABLE)]
  return isName(strokes) ? [] : [problem('strokesShort', TOO_SHORT)]
}

function isName(strokes: readonly Stroke[]): boolean {
  const points = strokes.flat()
  const length = strokes.reduce((sum, stroke) => sum + lengthOf(stroke), 0)
  const extent = (at: 0 | 1) => {
    const list = points.map((point) => point[at])
    return Math.max(...list) - Math.min(...list)
  }
  const wide = Math.max(extent(0), extent(1)) >= LEAST.extent
  return points.length >= LEAST.points && length >= LEAST.length && wide
}

const lengthOf = (stroke: Stroke): number =>
  stroke.reduce((sum, [x, y], at) => {
    const [fromX, fromY] = stroke[at - 1] ?? [x, y]
    return sum + Math.hypot(x - fromX, y - fromY)
  }, 0)

const problem = (code: string, message: Problem['message']): Problem => ({ code, path: 'strokes', message })
const NOTHING = { zh: '请先在框内写出您的姓名。', en: 'First write your name in the box.' }
const UNREADABLE = {
  zh: '签名无法识别，或者笔画过多。请清除后重新书写。',
  en: 'The signature could not be read, or has too many strokes. Clear it and sign again.',
}
const TOO_SHORT = {
  zh: '签名太短。请在框内写出您的完整姓名。',
  en: 'The signature is too short. Write your full name in the box.',
}

const PATH_HEAD = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${FIELD.width} ${FIELD.height}">`

/** The strokes as a vector drawing. */
export function drawStrokes(strokes: readonly Stroke[]): string {
  const path = strokes.map((stroke) => `M${stroke.map((point) => point.join(' ')).join('L')}`).join('')
  const look = 'fill="none" stroke="#101828" stroke-width="7" stroke-linecap="round" stroke-linejoin="round"'
  return `${PATH_HEAD}<path d="${path}" ${look}/></svg>`
}
