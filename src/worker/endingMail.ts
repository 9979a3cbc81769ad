/**
 * Each morning: who keeps what ends soon is told by mail, once for each of the days that the rules name. Policy editors
 * are told of everything, system administrators of the certificate. What a mail lists is what ends when it is sent.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { sayDate } from '../base/dates.js'
import { path } from '../base/path.js'
import { type Language, say } from '../base/text.js'
import { reminderOf } from '../cases/deadlines.js'
import { Endings } from '../letters/endings.js'
import { type Role, WORKER } from '../people/actor.js'
import { orderMail } from '../people/mail.js'
import { settingsOf } from '../people/scope.js'
import { CERTIFICATE, type Ending } from '../reference/endings.js'
import type { MailItem } from './mailText.js'

const WARNED = `
  select warned_days as days from endings where (kind, key, ends_on) = ($1, $2, $3)`
/** Of two workers one has it. */
const WARN = `
  insert into endings (kind, key, ends_on, warned_days, warned_at) values ($1, $2, $3, $4, $5)
  on conflict (kind, key, ends_on) do update set warned_days = excluded.warned_days, warned_at = excluded.warned_at
  where endings.warned_days > excluded.warned_days returning warned_days`
const KEEPERS = `
  select id, language from people
  where $1 = any (roles) and ended_at is null and email is not null order by id`

/** Who is told, by which mail, of what. */
interface Keepers {
  readonly role: Role
  readonly mail: string
  readonly path: string
  readonly keeps: (ending: Ending) => boolean
}
const KEPT_BY: readonly Keepers[] = [
  { role: 'policyEditor', mail: 'endings', path: path.policy, keeps: () => true },
  { role: 'systemAdmin', mail: 'certificateEnds', path: path.signing, keeps: ({ kind }) => kind === CERTIFICATE },
]

@Injectable()
export class EndingMail {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly endings: Endings,
  ) {}

  /** Orders a mail to everybody who keeps something of which they have not been warned by today. */
  async order(): Promise<void> {
    const found = await this.endings.list()
    const days = await this.endings.days()
    await this.db.transaction(settingsOf(WORKER), async (tx) => {
      const due: Ending[] = []
      for (const ending of found) if (await this.warn(tx, ending, days)) due.push(ending)
      for (const { role, mail, path } of KEPT_BY.filter(({ keeps }) => due.some(keeps)))
        for (const { id, language } of await rows<{ id: number; language: Language }>(tx, KEEPERS, [role]))
          await orderMail(tx, { kind: mail, to: { personId: id }, language, path }, this.clock.now())
    })
  }

  /** What a mail of a kind lists; nothing for other kinds. */
  async items(mail: string, language: Language, publicUrl: string): Promise<MailItem[]> {
    const keepers = KEPT_BY.find((one) => one.mail === mail)
    const found = keepers ? (await this.endings.list()).filter(keepers.keeps) : []
    return found.map(({ kind, on, name, then }) => ({
      number: say(sayDate(on), language),
      text: `${say(name, language)}${say({ zh: '。', en: '. ' }, language)}${say(then, language)}`,
      href: publicUrl + (kind === CERTIFICATE ? path.signing : path.kind(kind)),
    }))
  }

  /** Notes the warning that is due for it. Answers whether one was. */
  private async warn(tx: Tx, { kind, key, on }: Ending, days: readonly number[]): Promise<boolean> {
    const warned = await row<{ days: number }>(tx, WARNED, [kind, key, on])
    const due = reminderOf(days, on, this.clock.today(), warned?.days ?? null)
    if (due === null) return false
    return (await row(tx, WARN, [kind, key, on, due, this.clock.now()])) !== undefined
  }
}
