/**
 * A firm's registration begins with an e-mail address: a link goes there, and whoever opens it may
 * register. Until then nothing is kept but the mail that waits: the address stands in the link,
 * sealed. What is answered is the same whether there is such an account or not.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { EntryDatabase } from '../base/database.js'
import { Invalid, NotFound } from '../base/errors.js'
import { path, withCode } from '../base/path.js'
import type { Language } from '../base/text.js'
import { Attempts } from './attempts.js'
import { orderMail } from './mail.js'
import { MailRoute } from './mailRoute.js'
import { Tickets } from './tickets.js'

/** Hours for which a link is good. */
const HOURS = 24
/** How many links one address is sent in that time: whoever asks once more has one that opens. */
const MOST = 3
/** Rounds of the form in that time whose files wait for the next one. */
const MOST_HELD = 5

@Injectable()
export class Registrations {
  constructor(
    private readonly entry: EntryDatabase,
    private readonly clock: Clock,
    private readonly attempts: Attempts,
    private readonly tickets: Tickets,
    private readonly mail: MailRoute,
  ) {}

  /** Whether firms can register by themselves: only where links arrive. */
  get open(): boolean {
    return this.mail.reaches
  }

  /**
   * Sends a link to an address, or, where that is an account already, a mail that says so.
   * @throws Invalid after too many from one network
   */
  async ask(email: string, { address, language }: { address: string; language: Language }): Promise<void> {
    const what = `registration ${email.toLowerCase()}`
    await this.attempts.count(this.attempts.counts(what, address, undefined, 'registration '))
    if (!(await this.isOneOfFew(what))) return
    const found = await this.entry.lookUp('select id from find_account($1)', [email])
    const order =
      found.length > 0
        ? { kind: 'registrationKnown', path: path.signIn }
        : {
            kind: 'registration',
            path: withCode(path.registration, this.tickets.issue('registration', { email })),
            secret: true,
          }
    await this.entry.transaction({}, (tx) =>
      orderMail(tx, { ...order, to: { address: email }, language }, this.clock.now()),
    )
  }

  /** Whether files of a round that was not done may wait for the next one: so many rounds a day for an address. */
  mayHold(email: string): Promise<boolean> {
    return this.isWithin(`held files of ${email.toLowerCase()}`, MOST_HELD)
  }

  /** The address that a link has shown to be somebody's. Throws NotFound when it is none of ours, or too old. */
  read(token: string): string {
    const content = this.tickets.read<{ email: string }>('registration', token, HOURS * 60)
    if (!content) throw new NotFound()
    return content.email
  }

  private isOneOfFew(what: string): Promise<boolean> {
    return this.isWithin(`${what} from everywhere`, MOST)
  }

  private isWithin(key: string, most: number): Promise<boolean> {
    return this.attempts.count([{ key, most }], HOURS * 60).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Invalid) return false
        throw error
      },
    )
  }
}
