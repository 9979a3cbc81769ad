/**
 * Where a person's text messages and chat messages go. A number or user id counts once its owner has entered the code
 * that went there; until then nothing else does. What is said there is no secret's way: neither sign-in nor resets go
 * by it.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { Invalid, NotFound } from '../base/errors.js'
import { path } from '../base/path.js'
import { orderMail } from './mail.js'
import { Mailbox } from './mailbox.js'
import { isSoon, SOON, type SoonWay } from './mailChoices.js'
import { settingsOf } from './scope.js'
import { linkTo, newDigits, secretHash } from './secrets.js'
import type { Person } from './session.service.js'

/** By which ways messages go out here at all: by an adapter, or into the mailbox of a demonstration. */
export class ReachRoutes {
  private constructor(private readonly ways: readonly SoonWay[]) {}

  static of(config: {
    smsUrl: string | null
    chatUrl: string | null
    production: boolean
    smtpUrl: string | null
    dataDir: string
  }): ReachRoutes {
    const urls: Readonly<Record<SoonWay, string | null>> = { sms: config.smsUrl, chat: config.chatUrl }
    const { there } = Mailbox.of(config)
    return new ReachRoutes(SOON.filter((way) => there || urls[way] !== null))
  }

  has(way: SoonWay): boolean {
    return this.ways.includes(way)
  }
}

export interface ReachState {
  readonly way: SoonWay
  /** Whether messages go out by this way at all. */
  readonly there: boolean
  readonly at: string | null
  /** Waits for its code. */
  readonly wanted: string | null
  /** When the adapter refused it. */
  readonly failedAt: Date | null
}

const READ = `
  select w.way, w.at, w.wanted, w."failedAt" from people p cross join lateral (values
    ('sms', p.phone, p.phone_wanted, p.phone_failed_at), ('chat', p.chat, p.chat_wanted, p.chat_failed_at)
  ) w (way, at, wanted, "failedAt") where p.id = $1`
const ASK: Readonly<Record<SoonWay, string>> = {
  sms: `
    update people set phone_wanted = $2, phone_token = $3, phone_asked_at = $4, phone_tries = 0
    where id = $1 and (phone_asked_at is null or phone_asked_at <= $5) returning id`,
  chat: `
    update people set chat_wanted = $2, chat_token = $3, chat_asked_at = $4, chat_tries = 0
    where id = $1 and (chat_asked_at is null or chat_asked_at <= $5) returning id`,
}
const CONFIRM: Readonly<Record<SoonWay, string>> = {
  sms: 'select confirm_phone($1, $2) as done',
  chat: 'select confirm_chat($1, $2) as done',
}
const FORGET: Readonly<Record<SoonWay, string>> = { sms: 'select forget_phone()', chat: 'select forget_chat()' }
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

const tokenOf = (person: Pick<Person, 'id'>, way: SoonWay, code: string): Buffer =>
  secretHash(`${way} ${person.id} ${code}`)

/** The way of an address. Throws NotFound. */
export function readWay(name: string): SoonWay {
  if (isSoon(name)) return name
  throw new NotFound()
}

@Injectable()
export class Reaches {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly routes: ReachRoutes,
  ) {}

  /** Of each way. */
  async list(person: Person): Promise<readonly ReachState[]> {
    const found = await this.db.transaction(settingsOf(person), (tx) =>
      rows<Omit<ReachState, 'there'>>(tx, READ, [person.id]),
    )
    if (found.length === 0) throw new NotFound()
    return found.map((one) => ({ ...one, there: this.routes.has(one.way) }))
  }

  /** By which ways messages reach the person. */
  async waysOf(person: Person): Promise<readonly SoonWay[]> {
    return (await this.list(person)).filter(({ at }) => at !== null).map(({ way }) => way)
  }

  /**
   * Sends a code to a number or user id; the present one stays until it is entered. Throws Invalid so soon after
   * another code.
   */
  async ask(person: Person, way: SoonWay, typed: string): Promise<void> {
    const [at, code, now] = [way === 'sms' ? fullNumber(typed) : typed, newDigits(), this.clock.now()]
    const before = new Date(now.getTime() - BETWEEN * 60_000)
    await this.db.transaction(settingsOf(person), async (tx) => {
      const asked = await row(tx, ASK[way], [person.id, at, tokenOf(person, way, code), now, before])
      if (!asked) throw new Invalid([tooSoon(way)])
      const place = linkTo(path.messageChoices, code)
      const order = { kind: 'phoneCode', by: way, to: { personId: person.id }, path: place, secret: true } as const
      await orderMail(tx, { ...order, language: person.language }, now)
    })
  }

  /** Throws Invalid when the code is wrong, was tried too often, or is older than ten minutes. */
  async confirm(person: Person, way: SoonWay, typed: string): Promise<void> {
    const token = tokenOf(person, way, typed.replace(/\D/g, ''))
    const found = await this.db.transaction(settingsOf(person), (tx) =>
      row<{ done: boolean }>(tx, CONFIRM[way], [token, this.clock.now()]),
    )
    if (!found?.done) throw new Invalid([wrongCode(way)])
  }

  /** Nothing goes there any more, and it is gone. */
  async forget(person: Person, way: SoonWay): Promise<void> {
    await this.db.transaction(settingsOf(person), (tx) => rows(tx, FORGET[way]))
  }
}

const tooSoon = (path: SoonWay) => ({
  code: 'textTooSoon',
  path,
  message: {
    zh: `刚刚发出过一条验证码，请先查收，或${BETWEEN}分钟后再试。`,
    en: `A code was sent a moment ago. Check for it first, or try again in ${BETWEEN} minutes.`,
  },
})
const wrongCode = (way: SoonWay) => ({
  code: 'wrongCode',
  path: `${way}Code`,
  message: {
    zh: '验证码不正确，或者已过10分钟、输错满5次。请核对，或重新发送。',
    en: 'The code is wrong, older than 10 minutes, or was tried 5 times. Check it, or ask for another one.',
  },
})
