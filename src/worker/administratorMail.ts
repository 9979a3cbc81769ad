/**
 * The mail that asks system administrators to look at the page of stored files: something is
 * missing there, or waits for them.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { rows, type Tx } from '../base/database.js'
import { path } from '../base/path.js'
import type { Language } from '../base/text.js'
import { orderMail } from '../people/mail.js'

const KIND = 'storedFiles'
/** Nobody gets more than one in so many hours. */
const OFTEN = 24

const RECEIVERS = `
  select p.id, p.language from people p
  where 'systemAdmin' = any (p.roles) and p.ended_at is null and p.email is not null
    and not exists (select from mails m where m.person_id = p.id and m.kind = '${KIND}' and m.ordered_at > $1)
    order by p.id`

@Injectable()
export class AdministratorMail {
  constructor(private readonly clock: Clock) {}

  /** Orders it with this transaction, for everybody who has not had one within a day. */
  async order(tx: Tx): Promise<void> {
    const now = this.clock.now()
    const since = new Date(now.getTime() - OFTEN * 3_600_000)
    for (const { id, language } of await rows<{ id: number; language: Language }>(tx, RECEIVERS, [since]))
      await orderMail(tx, { kind: KIND, to: { personId: id }, language, path: path.files }, now)
  }
}
