/** How a case of the demonstration is told: who did what, how many working days ago. What an action's form asks beyond this comes from tools/cases/fill.ts. */
import type { Act } from '../../src/workflow/machine.js'

/** `daysAgo` counts working days before today; `who` is an account of the demonstration, or the clock. */
export type Step = readonly [daysAgo: number, who: string, action: Act, input?: Readonly<Record<string, unknown>>]

export interface Scene {
  /** Names the scene for ever: a seeding that was cut off goes on with those that have not begun. */
  readonly name: string
  /** The number of the case file that it is made from. */
  readonly from: string
  /** The place of the person in talents.json; null: the case file's own. */
  readonly talent: number | null
  /** Who files it. */
  readonly firm: string
  /** How much of a draft there is, when it is not whole; without `export` nobody has entered the platforms' figures yet. */
  readonly draft?: { readonly papers: readonly string[]; readonly without: readonly string[] }
  readonly steps: readonly Step[]
}

/** The client's own name for starting the scene's case: a scene begins only once. */
export const requestIdOf = ({ name }: Pick<Scene, 'name'>): string => `demonstration:${name.replace(/\W+/g, '-')}`

export const files = (firm: string, daysAgo: number): Step => [daysAgo, firm, 'submit']
