/**
 * Where a person's text messages go. A number counts once its owner has entered the code that went there; until
 * then nothing else does. What is said there is no secret's way: neither sign-in nor resets go by it.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { Invalid, NotFound } from '../base/errors.js'
import { path } from '../base/path.js'
import { orderMail } from './mail.js'
import { Mailbox } from './mailbox.js'
import { settingsOf } from './scope.js'
import { linkTo, newDigits, secretHash } from './secrets.js'
import type { Person } from './session.service.js'

/** Whether text messages go out here at all. */
export class TextRoute {
  private constructor(readonly there: boolean) {}

  /** By a gateway, or into the mailbox of a demonstration. */
  static of(config: {
    smsUrl: string | null
    production: boolean
    smtpUrl: string | null
    dataDir: string
  }): TextRoute {
    return new TextRoute(config.smsUrl !== null || Mailbox.of(config).there)
  }
}

export interface PhoneState {
  /** Whether text messages go out at all. */
  readonly there: boolean
  readonly phone: string | null
  /** Waits for its code. */
  readonly wanted: string | null
  /** When the gateway refused it. */
  readonly failedAt: Date | null
}

const READ = `
  select phone, phone_wanted as wanted, phone_failed_at as "failedAt" from people where id = $1`
const ASK = `
  update people set phone_wanted = $2, phone_token = $3, phone_asked_at = $4, phone_tries = 0
  where id = $1 and (phone_asked_at is null or phone_asked_at <= $5) returning id`
/** Minutes between two codes. */
const BETWEEN = 5

/** With the country's number, as gateways take it: a Chinese one gets +86. */
export function fullNumber(typed: string): string {
  const digits = typed.replace(/[^\d+]/g, '')
  if (digits.startsWith('+')) return digits
  return digits.startsWith('00') ? `+${digits.slice(2)}` : `+86${digits}`
}

/** Only the last four digits, for pages. */
export const maskedNumber = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`

const tokenOf = (person: Pick<Person, 'id'>, code: string): Buffer => secretHash(`phone ${person.id} ${code}`)

@Injectable()
export class Phones {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly route: TextRoute,
  ) {}

  async get(person: Person): Promise<PhoneState> {
    const found = await this.db.transaction(settingsOf(person), (tx) =>
      row<Omit<PhoneState, 'there'>>(tx, READ, [person.id]),
    )
    if (!found) throw new NotFound()
    return { there: this.route.there, ...found }
  }

  /** Sends a code to a number; the present one stays until it is entered. Throws Invalid so soon after another code. */
  async ask(person: Person, typed: string): Promise<void> {
    const [phone, code, now] = [fullNumber(typed), newDigits(), this.clock.now()]
    const before = new Date(now.getTime() - BETWEEN * 60_000)
    await this.db.transaction(settingsOf(person), async (tx) => {
      const asked = await row(tx, ASK, [person.id, phone, tokenOf(person, code), now, before])
      if (!asked) throw new Invalid([tooSoon])
      const place = linkTo(path.messageChoices, code)
      const order = { kind: 'phoneCode', by: 'sms', to: { personId: person.id }, path: place, secret: true } as const
      await orderMail(tx, { ...order, language: person.language }, now)
    })
  }

  /** Throws Invalid when the code is wrong, was tried too often, or is older than ten minutes. */
  async confirm(person: Person, typed: string): Promise<void> {
    const token = tokenOf(person, typed.replace(/\D/g, ''))
    const found = await this.db.transaction(settingsOf(person), (tx) =>
      row<{ done: boolean }>(tx, 'select confirm_phone($1, $2) as done', [token, this.clock.now()]),
    )
    if (!found?.done) throw new Invalid([wrongCode])
  }

  /** Nothing goes there any more, and the number is gone. */
  async forget(person: Person): Promise<void> {
    await this.db.transaction(settingsOf(person), (tx) => rows(tx, 'select forget_phone()'))
  }
}

const tooSoon = {
  code: 'textTooSoon',
  path: 'phone',
  message: {
    zh: `刚刚发出过一条验证码，请先查收，或${BETWEEN}分钟后再试。`,
    en: `A code was sent a moment ago. Look for it first, or try again in ${BETWEEN} minutes.`,
  },
}
const wrongCode = {
  code: 'wrongCode',
  path: 'code',
  message: {
    zh: '验证码不对，或者已过10分钟、试错满5次。请核对，或重新发送。',
    en: 'The code is wrong, older than 10 minutes, or was tried 5 times. Check it, or have another one sent.',
  },
}
