/** Days across the turn of the year, simulated by the seed of the run (docs/measures.md). */
import { afterAll, expect, test } from '@jest/globals'
import { seed } from '../long.js'
import { Simulation } from './simulation.js'
import { plain } from './summary.js'

/** A test that lets so many days pass, with so many steps each. */
export function letPass(days: number, steps: number): void {
  let simulation: Simulation | undefined
  afterAll(() => simulation?.close())

  test(`the invariants hold after each step of ${days} days, whatever is disturbed`, async () => {
    const say = (line: string) => process.stdout.write(`${line}\n`)
    simulation = await Simulation.open({ seed, from: '2026-12-17', days, steps, say })
    const summary = await simulation.run()
    say(plain(summary))
    expect(summary.days).toBe(days)
  }, 600_000)
}
