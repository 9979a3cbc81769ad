/**
 * The authenticators of the tests' people: their keys follow from the accounts, and their codes from the world's clock, as on a telephone. A code is good once, and a clock that
 * stands has one. After it a person asks for a new list of recovery codes and takes one of it.
 */
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { INestApplicationContext } from '@nestjs/common'
import { Clock } from '../../src/base/clock.js'
import { EntryDatabase, type Tx } from '../../src/base/database.js'
import { FactorService } from '../../src/people/factor.service.js'
import type { Person } from '../../src/people/session.service.js'
import { STEP_SECONDS, totpCode } from '../../src/people/totp.js'

export const keyOf = (account: string): Buffer => createHash('sha1').update(`authenticator of ${account}`).digest()

export class Authenticators {
  constructor(
    private readonly app: INestApplicationContext,
    /** The step of the last code of each person. */
    readonly last = new Map<number, number>(),
  ) {}

  /** Gives somebody an authenticator, as the page does. */
  async enrol(person: Person): Promise<void> {
    const factors = this.app.get(FactorService)
    const { sealed } = factors.offer(person, keyOf(person.account))
    const code = totpCode(keyOf(person.account), this.now())
    await this.in((tx) => factors.enrol(tx, person, { sealed, code }))
    this.last.set(person.id, this.step())
  }

  /** What this person types as the second factor now; undefined when they have none. */
  async code(person: Person): Promise<string | undefined> {
    const last = this.last.get(person.id)
    if (last === undefined) return undefined
    if (this.step() > last) {
      this.last.set(person.id, this.step())
      return totpCode(keyOf(person.account), this.now())
    }
    const codes = await this.in((tx) => this.app.get(FactorService).renewCodes(tx, person))
    return codes[0]
  }

  /** The authenticator's next code, after half a minute at most: for whoever has no database any more. */
  async nextCode(person: Person): Promise<string | undefined> {
    while (this.step() <= (this.last.get(person.id) ?? 0)) await sleep(200)
    return this.code(person)
  }

  private in<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.app.get(EntryDatabase).transaction({}, work)
  }

  private now(): Date {
    return this.app.get(Clock).now()
  }

  private step(): number {
    return Math.floor(this.now().getTime() / 1000 / STEP_SECONDS)
  }
}
