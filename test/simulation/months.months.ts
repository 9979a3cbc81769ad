/** What `npm run simulate` runs (tools/simulate.ts): simulations by one seed after another, until the months or the minutes are over; the first violation ends it. */
import { appendFileSync } from 'node:fs'
import { expect, jest, test } from '@jest/globals'
import { Simulation, type SimulationOptions } from './simulation.js'
import { plain, type Summary } from './summary.js'

/** What the command hands on. */
interface Plan extends Omit<SimulationOptions, 'say' | 'end'> {
  /** Begins no further day after so many minutes; undefined: one seed, to its last day. */
  readonly minutes?: number
  /** Where each summary is written, a line each. */
  readonly file: string
}

const plan = JSON.parse(process.env.SIMULATION ?? '{}') as Plan // tools/simulate.ts has made it

jest.setTimeout(2 ** 31 - 1)

const say = (line: string) => process.stdout.write(`${line}\n`)

async function simulate(seed: number, end: number): Promise<Summary> {
  const begun = performance.now()
  const simulation = await Simulation.open({ ...plan, seed, end, say })
  try {
    return await simulation.run()
  } finally {
    const minutes = Math.round((performance.now() - begun) / 6_000) / 10
    appendFileSync(plan.file, `${plain({ ...simulation.summary, minutes })}\n`)
    await simulation.close()
  }
}

test('the invariants hold', async () => {
  const end = plan.minutes === undefined ? Number.POSITIVE_INFINITY : performance.now() + plan.minutes * 60_000
  let seed = plan.seed
  do {
    say(`seed ${seed}`)
    const { days, steps, acts } = await simulate(seed, end)
    say(`seed ${seed}: ${days} days, ${steps} steps, ${JSON.stringify(acts)}`)
    seed += 1
  } while (plan.minutes !== undefined && performance.now() < end)
  expect(seed).toBeGreaterThan(plan.seed)
})
