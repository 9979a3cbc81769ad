/**
 * What becomes of a mail that came back: its address is noted at its person, who reads that on the
 * home page, and one that does not exist gets no more mail until it is confirmed again. Somebody who
 * replied is told that nobody reads replies, once a mail. What is none of ours changes nothing.
 */
import { createHash } from 'node:crypto'
import { Injectable, Logger } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { path } from '../base/path.js'
import type { Language } from '../base/text.js'
import { follow } from '../base/trail.js'
import { WORKER } from '../people/actor.js'
import { orderMail } from '../people/mail.js'
import { failureOf, type MailFailure } from '../people/mailFailure.js'
import { settingsOf } from '../people/scope.js'
import { readReturned } from './returnedMail.js'

/** What was done: an address noted as failing, a reply answered, or nothing. */
export type Returned = MailFailure | 'late' | 'answered' | 'automatic' | 'unknown'

interface SentMail {
  readonly id: number
  readonly kind: string
  readonly personId: number | null
  readonly caseId: number | null
  readonly language: Language
  /** The address that it went to, as it is known now; null when the person has another one. */
  readonly address: string | null
  readonly requestId: string | null
  readonly replied: boolean
}

const FIND = `
  select m.id, m.kind, m.person_id as "personId", m.case_id as "caseId", m.language, m.request_id as "requestId",
    m.replied_at is not null as replied,
    (select a from unnest(array[m.address, p.email]) a
      where sha256(convert_to(lower(a), 'UTF8')) = m.sent_to limit 1) as address
  from mails m left join people p on p.id = m.person_id and p.ended_at is null
  where m.id = $1 and m.mark = $2 and m.sent_to is not null`

const GIVE_UP = `update mails set state = 'givenUp', last_error = $2, settled_at = $3 where id = $1`
const REPLIED = 'update mails set replied_at = $2 where id = $1 and replied_at is null returning id'

/** What is kept of the address that a mail went to. */
export const sentTo = (address: string): Buffer => createHash('sha256').update(address.toLowerCase()).digest()

@Injectable()
export class MailReturns {
  private readonly log = new Logger('mail')

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Takes a message as it came. Throws only when the database is away: then it is to be brought again. */
  async take(raw: string): Promise<Returned> {
    const { kind, about, failed, status, code } = readReturned(raw)
    const mail = await this.find(about)
    if (!mail) return this.tell('unknown')
    return follow({ requestId: mail.requestId ?? undefined }, async () => {
      if (kind === 'automatic') return this.tell('automatic', mail)
      if (kind === 'reply') return this.tell(await this.answer(mail), mail)
      const failure = failureOf(status, code, failed)
      if (failure === undefined) return this.tell('late', mail)
      await this.db.transaction(settingsOf(WORKER), (tx) =>
        rows(tx, GIVE_UP, [mail.id, `returned ${status ?? code ?? ''}`.trim(), this.clock.now()]),
      )
      if (mail.address !== null) await this.note(mail.address, failure)
      return this.tell(failure, mail)
    })
  }

  /** Notes with everybody whose address it is that mail does not arrive there. */
  async note(address: string, failure: MailFailure): Promise<void> {
    await this.db.transaction(settingsOf(WORKER), (tx) =>
      rows(tx, 'select note_mail_failure($1, $2, $3)', [address, failure, this.clock.now()]),
    )
  }

  private async find(about: readonly { readonly id: number; readonly mark: string }[]): Promise<SentMail | undefined> {
    for (const { id, mark } of about.slice(0, MOST)) {
      const found = await this.db.transaction(settingsOf(WORKER), (tx) => row<SentMail>(tx, FIND, [id, mark]))
      if (found) return found
    }
    return undefined
  }

  /** Tells somebody with an account, once for each mail, where to write instead. */
  private async answer({ id, personId, caseId, language }: SentMail): Promise<Returned> {
    if (personId === null) return 'automatic'
    const now = this.clock.now()
    return this.db.transaction(settingsOf(WORKER), async (tx) => {
      if (!(await row(tx, REPLIED, [id, now]))) return 'automatic'
      const place = caseId === null ? path.messages : path.case(caseId)
      const order = { kind: 'replyUnread', to: { personId }, language, path: place }
      await orderMail(tx, order, now)
      return 'answered'
    })
  }

  private tell(returned: Returned, mail?: SentMail): Returned {
    this.log.log({ msg: 'mail returned', returned, mail: mail?.id, kind: mail?.kind })
    return returned
  }
}

/** Ids that are looked up of one message. */
const MOST = 5
