/** What is drawn in a simulation: each step draws from a stream of its own, which follows from the seed and the step's place alone. */
import { drawsFrom } from '../long.js'

/** One stream of chance. */
export class Luck {
  private readonly draw: () => number

  /** @param places what names the stream: the seed, a day, a step */
  constructor(...places: readonly (number | string)[]) {
    this.draw = drawsFrom(numberOf(places.join('/')))
  }

  /** Whether something happens that happens so often. */
  chance(share: number): boolean {
    return this.draw() < share
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.draw() * (most - least + 1))
  }

  /** One of the list. Throws when there is none. */
  pick<One>(list: readonly One[]): One {
    const found = list[Math.floor(this.draw() * list.length)]
    if (found === undefined) throw new Error('nothing to choose from')
    return found
  }

  /** One of the list, each as likely as its weight says; undefined when all weigh nothing. */
  weighed<One>(list: readonly One[], weight: (one: One) => number): One | undefined {
    let left = this.draw() * list.reduce((sum, one) => sum + weight(one), 0)
    return list.find((one) => {
      left -= weight(one)
      return left < 0
    })
  }

  /** The list in another order. */
  shuffled<One>(list: readonly One[]): One[] {
    return list
      .map((one) => ({ one, at: this.draw() }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one)
  }
}

/** A number for a name (FNV-1a). */
function numberOf(name: string): number {
  let mixed = 0x811c9dc5
  for (const sign of name) mixed = Math.imul(mixed ^ (sign.codePointAt(0) ?? 0), 0x01000193)
  return mixed | 0
}
