/**
 * Where a person's mail goes, and how they want to be told. An address counts once the link that
 * went there has been opened; until then nothing else goes there.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, EntryDatabase, row, rows } from '../base/database.js'
import { Invalid, NotFound } from '../base/errors.js'
import type { Language } from '../base/text.js'
import { confirmingMail, EMAIL, orderMail } from './mail.js'
import type { MailChoices } from './mailChoices.js'
import type { MailFailure } from './mailFailure.js'
import { settingsOf } from './scope.js'
import { newCode, secretHash } from './secrets.js'
import type { Person } from './session.service.js'

export interface MailPreferences {
  readonly email: string | null
  /** Waits to be verified. */
  readonly wanted: string | null
  /** The address of these two to which mail did not go through, why, and since when. */
  readonly failed: string | null
  readonly failure: MailFailure | null
  readonly failedAt: Date | null
  readonly choices: MailChoices
  readonly language: Language
}

const READ = `
  select email, email_wanted as wanted, mail_choices as choices, language, email_failed as failed,
    email_failure as failure, email_failed_at as "failedAt"
  from people where id = $1`
const ASK = 'update people set email_wanted = $2, email_token = $3, email_asked_at = $4 where id = $1'
/** How many links somebody may have sent to addresses in an hour. */
const MOST = 3
const ASKED_LATELY = 'select email_asked_at > $2 as lately from people where id = $1'
/** Minutes between two links. */
const BETWEEN = 60 / MOST

@Injectable()
export class Emails {
  constructor(
    private readonly db: Database,
    private readonly entry: EntryDatabase,
    private readonly clock: Clock,
  ) {}

  async get(person: Person): Promise<MailPreferences> {
    const found = await this.db.transaction(settingsOf(person), (tx) => row<MailPreferences>(tx, READ, [person.id]))
    if (!found) throw new NotFound()
    return found
  }

  /**
   * Sends a link to a new address; the old one stays until it is opened. Who asks has just shown
   * who they are: resets go there, too. Throws Invalid when the last link went out a moment ago.
   */
  async ask(person: Person, address: string): Promise<void> {
    const secret = newCode()
    const now = this.clock.now()
    await this.db.transaction(settingsOf(person), async (tx) => {
      const before = new Date(now.getTime() - BETWEEN * 60_000)
      const last = await row<{ lately: boolean | null }>(tx, ASKED_LATELY, [person.id, before])
      if (last?.lately) throw new Invalid([tooSoon])
      await rows(tx, ASK, [person.id, address, secretHash(secret), now])
      await orderMail(tx, confirmingMail(address, secret, person.language), now)
    })
  }

  /**
   * Sends another link to the address that waits to be confirmed, to the one that mail has failed to reach, or to the
   * account where it is one and no other is known. Throws NotFound when there is none; Invalid as ask() does.
   */
  async askAgain(person: Person): Promise<void> {
    const { email, wanted, failed } = await this.get(person)
    const address = wanted ?? (failed === null ? null : email) ?? (email === null ? this.ownAddress(person) : undefined)
    if (address === undefined) throw new NotFound()
    await this.ask(person, address)
  }

  /** The account, where it is an e-mail address. */
  ownAddress({ account }: Pick<Person, 'account'>): string | undefined {
    return EMAIL.safeParse(account).success ? account : undefined
  }

  /**
   * Opens a link: the address that it went to is the person's from now on. Throws NotFound when the
   * link is old, used, or none of ours.
   */
  async verify(secret: string): Promise<void> {
    const [found] = await this.entry.lookUp<{ done: boolean }>('select verify_email($1, $2) as done', [
      secretHash(secret),
      this.clock.now(),
    ])
    if (!found?.done) throw new NotFound()
  }

  /** Nothing is sent any more, and the address is gone. */
  async forget(person: Person): Promise<void> {
    await this.db.transaction(settingsOf(person), (tx) => rows(tx, 'select forget_email()'))
  }

  /** How the person wants to be told, and in which language. */
  async choose(person: Person, choices: MailChoices, language: Language): Promise<void> {
    await this.db.transaction(settingsOf(person), (tx) =>
      rows(tx, 'update people set mail_choices = $2, language = $3 where id = $1', [
        person.id,
        JSON.stringify(choices),
        language,
      ]),
    )
  }
}

const tooSoon = {
  code: 'mailTooSoon',
  path: 'email',
  message: {
    zh: '刚刚发出过一封确认邮件，请先查收，或 20 分钟后再试。',
    en: 'A link was sent a moment ago. Check your mail, or try again in 20 minutes.',
  },
}
