/** Three weeks across the turn of the year, simulated by the seed of the run: `npm run simulate` lets many pass (docs/measures.md). */
import { afterAll, expect, jest, test } from '@jest/globals'
import { seed } from '../long.js'
import { Simulation } from './simulation.js'
import { plain } from './summary.js'

jest.setTimeout(600_000)

const DAYS = 21

let simulation: Simulation | undefined
afterAll(() => simulation?.close())

test('the invariants hold after each step of some weeks, whatever is disturbed', async () => {
  simulation = await Simulation.open({
    seed,
    from: '2026-12-17',
    days: DAYS,
    steps: 6,
    say: (line) => process.stdout.write(`${line}\n`),
  })
  const summary = await simulation.run()
  process.stdout.write(`${plain(summary)}\n`)
  expect(summary.days).toBe(DAYS)
})
