/** Places for what may be done at once: so many in all, and fewer for one, so that nobody keeps all others out. */
import { Busy } from './errors.js'

export class Places {
  private taken = 0
  private readonly takenBy = new Map<string, number>()

  constructor(
    private readonly ofOne: number,
    private readonly ofAll: number,
  ) {}

  /** Takes a place for somebody; the answer gives it back, once. Throws Busy when there is none. */
  take(who: string): () => void {
    const theirs = this.takenBy.get(who) ?? 0
    if (this.taken >= this.ofAll || theirs >= this.ofOne) throw new Busy()
    this.taken++
    this.takenBy.set(who, theirs + 1)
    let held = true
    return () => {
      if (held) this.leave(who)
      held = false
    }
  }

  private leave(who: string): void {
    this.taken--
    const left = (this.takenBy.get(who) ?? 1) - 1
    if (left > 0) this.takenBy.set(who, left)
    else this.takenBy.delete(who)
  }
}
