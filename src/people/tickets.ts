/**
 * What somebody carries from one step of signing in to the next, sealed so that only we can read
 * and make it: nothing is stored until somebody is in. Each is good for ten minutes and, where it
 * opens something, for one use.
 */
import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { row, rows, type Tx } from '../base/database.js'
import { PeopleKeys } from './peopleKeys.js'

const MINUTE = 60_000 // ms
const DAY = 86_400_000 // ms
/** A ticket may come from a machine whose clock is ahead of this one's. */
const CLOCKS_APART = MINUTE

/** A ticket that is none of ours, is for something else, or too old. */
const NONE = undefined

@Injectable()
export class Tickets {
  constructor(
    private readonly clock: Clock,
    private readonly keys: PeopleKeys,
  ) {}

  /** A ticket for one purpose, with what it must remember. */
  issue(purpose: string, content: object): string {
    const text = JSON.stringify({ ...content, at: this.clock.now().getTime() })
    return this.keys.seal(text, `ticket ${purpose}`).toString('base64url')
  }

  /** What a ticket remembers; undefined when it is not one of this purpose or older than `minutes`. */
  read<Content extends object>(purpose: string, ticket: string, minutes = 10): Content | undefined {
    try {
      const text = this.keys.open(Buffer.from(ticket, 'base64url'), `ticket ${purpose}`).toString()
      const content = JSON.parse(text) as Content & { at: number } // as issue() has written it
      const age = this.clock.now().getTime() - content.at
      return age >= -CLOCKS_APART && age <= minutes * MINUTE ? content : NONE
    } catch {
      return NONE
    }
  }

  /** Uses a ticket up; false when somebody has used it before. */
  async spend(tx: Tx, ticket: string): Promise<boolean> {
    const now = this.clock.now()
    await rows(tx, 'delete from spent where at < $1', [new Date(now.getTime() - DAY)])
    const hash = createHash('sha256').update(ticket).digest()
    const spent = await row(tx, 'insert into spent (hash, at) values ($1, $2) on conflict do nothing returning hash', [
      hash,
      now,
    ])
    return spent !== undefined
  }
}
