/**
 * A person's password: changed with the old one, or by a link that goes to the address kept with
 * the person. Neither touches the second factor.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, EntryDatabase, row, rows } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import { networkOf } from '../base/network.js'
import { path } from '../base/path.js'
import type { Language } from '../base/text.js'
import { Attempts } from './attempts.js'
import { orderMail } from './mail.js'
import { requireGoodPassword } from './passwordRules.js'
import { notePeople } from './peopleHistory.js'
import { Proofs } from './proof.service.js'
import { settingsOf } from './scope.js'
import { linkTo, newCode, passwordHash, personal, secretHash } from './secrets.js'
import { type Person, Sessions } from './session.service.js'

/** Minutes for which the link of a reset is good. */
export const RESET_MINUTES = 30

/** Who a reset's link is for; all that the new password must not be made of. */
export interface ResetFor {
  readonly account: string
  readonly name: string
  readonly firm: string | null
}

@Injectable()
export class Passwords {
  constructor(
    private readonly db: Database,
    private readonly entry: EntryDatabase,
    private readonly clock: Clock,
    private readonly attempts: Attempts,
    private readonly sessions: Sessions,
    private readonly proofs: Proofs,
  ) {}

  /** A new password for the old one; all other sessions of the person end, and all keys. Throws Invalid. */
  async change(person: Person, sessionId: string | undefined, wish: { current: string; password: string }) {
    const counts = [{ key: `password ${person.id}`, most: this.attempts.rules.tries }]
    await this.attempts.count(counts)
    await this.proofs.checkPassword(person, wish.current, 'current')
    const firm = await this.firmOf(person)
    requireGoodPassword(wish.password, [person.account, person.name, ...firm])
    const hashed = await passwordHash(wish.password, personal(person.id))
    await this.entry.transaction({}, async (tx) => {
      await rows(tx, 'update people set password_hash = $2 where id = $1', [person.id, hashed])
      await this.sessions.endOthers(person, sessionId, tx)
      await this.attempts.forget(tx, counts)
      await notePeople(tx, person, { at: this.clock.now(), personId: person.id, act: 'passwordChanged' })
    })
  }

  /**
   * Orders a link for an account; nothing is said about whether there is one.
   * @throws Invalid after too many from one address
   */
  async askReset(account: string, address: string): Promise<void> {
    await this.attempts.count(this.attempts.counts(`reset ${account.toLowerCase()}`, address, undefined, 'reset '))
    const token = newCode()
    const now = this.clock.now()
    const until = new Date(now.getTime() + RESET_MINUTES * 60_000)
    await this.entry.transaction({}, async (tx) => {
      const asked = await row<{ person: number; language: Language }>(tx, 'select * from ask_reset($1, $2, $3, $4)', [
        account,
        secretHash(token),
        now,
        until,
      ])
      if (!asked) return
      const { person: personId, language } = asked
      await orderMail(
        tx,
        {
          kind: 'passwordReset',
          to: { personId },
          language,
          path: linkTo(path.reset, token),
          secret: true,
        },
        now,
      )
    })
  }

  /** Whom a link is for. Throws NotFound when it is unknown, used or too old. */
  async openReset(token: string): Promise<ResetFor> {
    const found = await this.entry.transaction({}, (tx) =>
      row<ResetFor>(tx, 'select * from open_reset($1, $2)', [secretHash(token), this.clock.now()]),
    )
    if (!found) throw new NotFound()
    return found
  }

  /** The new password by a link, once; every session and key of the person ends. Throws NotFound, Invalid. */
  async reset(token: string, password: string, address: string): Promise<void> {
    const { account, name, firm } = await this.openReset(token)
    requireGoodPassword(password, [account, name, firm])
    const hashed = await passwordHash(password, networkOf(address))
    const used = await this.entry.transaction({}, (tx) =>
      row<{ person: number | null }>(tx, 'select use_reset($1, $2, $3) as person', [
        secretHash(token),
        hashed,
        this.clock.now(),
      ]),
    )
    if (!used?.person) throw new NotFound()
  }

  private async firmOf(person: Person): Promise<(string | null)[]> {
    if (person.firmId === null) return []
    const found = await this.db.transaction(settingsOf(person), (tx) =>
      row<{ zh: string; en: string | null }>(tx, 'select name_zh as zh, name_en as en from firms where id = $1', [
        person.firmId,
      ]),
    )
    return found ? [found.zh, found.en] : []
  }
}
