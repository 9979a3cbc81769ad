/** Adds up what a draft of the criteria would change: how many cases, which way, where. */
import type { Bilingual } from '../../base/text.js'
import { compareJudgements, type Difference } from '../../criteria/difference.js'
import type { Judgement } from '../../criteria/judge.js'
import type { Filing } from './engine.js'

export type Direction = 'better' | 'worse' | 'other'
const ORDER: readonly Direction[] = ['worse', 'better', 'other']

export interface ChangedCase extends Pick<Filing, 'id' | 'number' | 'name' | 'firmName' | 'filedOn' | 'cluster'> {
  readonly direction: Direction
  readonly before: Pick<Judgement, 'category'> & { readonly points: number }
  readonly after: Pick<Judgement, 'category'> & { readonly points: number }
  /** Why. In full for those who see the case; for others without what the candidate answered. */
  readonly reasons: readonly Bilingual[]
}

/** How many cases a change concerns. */
export interface Tally {
  cases: number
  changed: number
  /** Of those, in which nothing but the expected day of the decision changes: they are judged the same. */
  onlyDays: number
  better: number
  worse: number
  category: number
  routes: number
  points: number
  blocks: number
}

export interface WhatIf {
  readonly total: Tally
  /** From which category to which, `A B`, of those whose category changes. */
  readonly moves: ReadonlyMap<string, number>
  readonly clusters: ReadonlyMap<string, Tally>
  /** The worse first. */
  readonly changed: readonly ChangedCase[]
  /** There were more cases than are judged at once. */
  readonly cut: boolean
  /** Up to when the cases go, where a copy of the database was read. */
  readonly asOf?: Date | undefined
}

/** The better category for the applicant has the higher number. */
const RANK = { A: 2, B: 1, none: 0 } as const

const nothing = (): Tally => ({
  cases: 0,
  changed: 0,
  onlyDays: 0,
  better: 0,
  worse: 0,
  category: 0,
  routes: 0,
  points: 0,
  blocks: 0,
})

export class Findings {
  private readonly total = nothing()
  private readonly clusters = new Map<string, Tally>()
  private readonly moves = new Map<string, number>()
  private readonly changed: ChangedCase[] = []

  add({ id, number, name, firmName, filedOn, cluster }: Filing, before: Judgement, after: Judgement): void {
    const there = this.clusters.get(cluster) ?? nothing()
    this.clusters.set(cluster, there)
    const difference = compareJudgements(before, after)
    const direction = directionOf(before, after, difference)
    for (const tally of [this.total, there]) count(tally, difference, direction)
    if (difference.same) return
    const move = `${before.category} ${after.category}`
    if (difference.category) this.moves.set(move, (this.moves.get(move) ?? 0) + 1)
    const short = ({ category, points }: Judgement) => ({ category, points: points.total })
    this.changed.push({
      ...{ id, number, name, firmName, filedOn, cluster, direction },
      reasons: id === null ? plainReasons(difference) : difference.sentences,
      before: short(before),
      after: short(after),
    })
  }

  result(cut: boolean): WhatIf {
    const { total, moves, clusters } = this
    const changed = this.changed.toSorted((a, b) => ORDER.indexOf(a.direction) - ORDER.indexOf(b.direction))
    return { total, moves, clusters, changed, cut }
  }
}

/** Which routes and which elements of the points: nothing that a case could be known by. */
function plainReasons({ routes, points, blocks, warns, expectedDecisionOn }: Difference): Bilingual[] {
  const codes = [blocks.appeared, blocks.gone, warns.appeared, warns.gone].flat()
  return [
    ...routes.map(({ class: name, label, opened }) => ({
      zh: `${name}类“${label.zh}”${opened ? '变为符合' : '不再符合'}`,
      en: `class ${name}, “${label.en}”: ${opened ? 'now met' : 'no longer met'}`,
    })),
    ...points.lines.map(({ label, by }) => {
      const sign = by > 0 ? `+${by}` : `−${Math.abs(by)}`
      return { zh: `${label.zh}${sign}分`, en: `${label.en} ${sign}` }
    }),
    ...(codes.length > 0 ? [{ zh: '不能提交的原因或提醒有变化', en: 'other blocks or warnings' }] : []),
    ...(expectedDecisionOn ? [{ zh: '预计决定日有变化', en: 'another expected day of decision' }] : []),
  ]
}

function count(tally: Tally, difference: Difference, direction: Direction): void {
  const { same, category, routes, points, blocks, expectedDecisionOn, sentences } = difference
  tally.cases++
  if (same) return
  tally.changed++
  if (expectedDecisionOn && sentences.length === 1) tally.onlyDays++
  if (direction !== 'other') tally[direction]++
  if (category) tally.category++
  if (routes.length > 0) tally.routes++
  if (points.before !== points.after) tally.points++
  if (blocks.appeared.length + blocks.gone.length > 0) tally.blocks++
}

/** Better or worse for the applicant: first what stops filing, then the category, the routes, the points. */
function directionOf(before: Judgement, after: Judgement, { blocks, routes, points }: Difference): Direction {
  const opened = routes.filter((route) => route.opened).length
  const steps = [
    blocks.gone.length - blocks.appeared.length,
    RANK[after.category] - RANK[before.category],
    opened - (routes.length - opened),
    points.after - points.before,
  ]
  const first = steps.find((step) => step !== 0) ?? 0
  return first > 0 ? 'better' : first < 0 ? 'worse' : 'other'
}
