/** Reads a chart of a report as it is drawn: the figures that its bars stand for, found from their lengths; and the figures of the table beside it. */
import { plain } from './served.js'

export interface Shown {
  readonly id: string
  /** By the bar's name the figure of each hue; what is nought is not drawn. */
  readonly drawn: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** What is written behind a bar that lies, by the bar's name. */
  readonly notes: Readonly<Record<string, string>>
  /** What is written under a column, by the column's name; not under every one. */
  readonly under: Readonly<Record<string, string>>
  /** The rows of the table: by their names the cells under each head. */
  readonly table: Readonly<Record<string, Readonly<Record<string, string>>>>
}

interface Mark {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly look: string
  readonly text: string
}

const words = (html: string): string =>
  plain(html.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()

function marksIn(svg: string, name: 'rect' | 'text'): Mark[] {
  return [...svg.matchAll(new RegExp(`<${name}\\b([^>]*)>([^<]*)`, 'g'))].map(([, attributes = '', text = '']) => {
    const at = (key: string) => new RegExp(` ${key}="([^"]*)"`).exec(attributes)?.[1] ?? ''
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((key) => Number(at(key)))
    return { x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0, look: at('class'), text: plain(text) }
  })
}

function tableIn(html: string): Shown['table'] {
  const cells = (row: string) =>
    [...row.matchAll(/<t[hd]\b[^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, inner = '']) => words(inner))
  const [head = [], ...rows] = [...html.matchAll(/<tr\b[\s\S]*?<\/tr>/g)].map(([row]) => cells(row))
  return Object.fromEntries(
    rows.map(([name = '', ...values]) => [
      name,
      Object.fromEntries(values.map((value, at) => [head[at + 1] ?? '', value])),
    ]),
  )
}

const round = (value: number): number => Math.round(value * 10) / 10

/** Bars that lie have their names above them; that they are all drawn to one scale shows when they are measured by the longest, whose figure is written behind it. */
function readLying(svg: string, longest: number): Pick<Shown, 'drawn' | 'notes' | 'under'> {
  const [rects, texts] = [marksIn(svg, 'rect'), marksIn(svg, 'text')]
  const names = texts.filter(({ look }) => look === 'b')
  const rows = names.map((name, at) => {
    const within = ({ y }: Mark) => y > name.y && y < (names[at + 1]?.y ?? Number.POSITIVE_INFINITY)
    return {
      name: name.text,
      rects: rects.filter(within),
      note: texts.find((text) => text.look === '' && within(text)),
    }
  })
  // a bar is drawn a pixel short, an outline is not
  const lengthOf = ({ width, look }: Mark) => (look === 'limit' ? width : width + 1)
  const lengths = rows.flatMap((row) => [
    row.rects.filter(({ look }) => look !== 'limit').reduce((sum, rect) => sum + lengthOf(rect), 0),
    ...row.rects.filter(({ look }) => look === 'limit').map(lengthOf),
  ])
  const unit = Math.max(...lengths) / longest
  const drawn = rows
    .filter((row) => row.rects.length > 0)
    .map(
      (row) =>
        [row.name, Object.fromEntries(row.rects.map((rect) => [rect.look, round(lengthOf(rect) / unit)]))] as const,
    )
  return {
    drawn: Object.fromEntries(drawn),
    notes: Object.fromEntries(rows.map(({ name, note }) => [name, note?.text ?? ''])),
    under: {},
  }
}

/** Columns stand on a scale of their own, whose steps are written at the left. Not every column's name is written, but the first one's is, in its middle. */
function readStanding(
  svg: string,
  nameOf: (column: number) => string | undefined,
): Pick<Shown, 'drawn' | 'notes' | 'under'> {
  const [rects, texts] = [marksIn(svg, 'rect'), marksIn(svg, 'text')]
  const ground = Number(/class="ax"[^>]* y1="([^"]+)"/.exec(svg)?.[1]) - 0.5
  const step = texts.find(({ x, look }) => x === 0 && look === '')
  const under = texts.filter(({ y }) => y > ground)
  const [pitch, unit] = [
    2 * Math.min(...under.map(({ x }) => x)),
    step ? (ground - (step.y + 5)) / Number(step.text) : 0,
  ]
  const columnAt = (x: number) => nameOf(Math.floor(x / pitch)) ?? `nameless at ${x}`
  const drawn: Record<string, Record<string, number>> = {}
  for (const { x, width, height, look } of rects) {
    const name = columnAt(x + width / 2)
    drawn[name] = { ...drawn[name], [look]: round((height + 1) / unit) }
  }
  const names = Object.fromEntries(under.map(({ x, text }) => [columnAt(x), text]))
  return { drawn, notes: {}, under: names }
}

/** Every chart of a page, with the table that stands first after it. `longest`: the greatest figure of a chart whose bars lie, out of its table. */
export function chartsIn(html: string, longest: (id: string, table: Shown['table']) => number): Shown[] {
  return html
    .split('<section class="hj-report')
    .slice(1)
    .flatMap((section) => {
      const svg = /<svg class="hj-chart" [\s\S]*?<\/svg>/.exec(section)?.[0]
      if (!svg) return []
      const id = /<title id="([\w-]+)-title">/.exec(svg)?.[1] ?? ''
      const table = tableIn(/<table[\s\S]*?<\/table>/.exec(section)?.[0] ?? '')
      const names = Object.keys(table)
      // only columns stand on an axis; those of days are numbered
      const isStanding = svg.includes('class="ax"')
      const nameOf = (column: number) => (id === 'chart-days' ? String(column) : names[column])
      return [{ id, table, ...(isStanding ? readStanding(svg, nameOf) : readLying(svg, longest(id, table))) }]
    })
}
