/**
 * The door of a candidate's own page. Its address is no secret: whoever shows the passport's number
 * and reads a mail at an address that is no account's takes the page, and that address sticks; a
 * mailed code or a PIN opens it from then on, until the case is erased. What is answered, and the
 * work that it takes, is the same whether anything fitted. Over 250 lines because all that lets
 * somebody in is read in one place.
 */
import { timingSafeEqual } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, EntryDatabase, row, rows, type Settings } from '../base/database.js'
import { Forbidden, Invalid, NotFound } from '../base/errors.js'
import { networkOf } from '../base/network.js'
import { path } from '../base/path.js'
import type { Language } from '../base/text.js'
import { isBranch } from '../forms/engine/node.js'
import { orderTalentAct } from '../jobs/talentAct.js'
import { Attempts } from '../people/attempts.js'
import { EMAIL, type MailOrder, orderMail } from '../people/mail.js'
import {
  inGroups,
  linkTo,
  newDigits,
  newSecret,
  nobodysHash,
  passwordFits,
  passwordHash,
  readPageCode,
  secretHash,
} from '../people/secrets.js'
import { CaseKeys } from './sealing/caseKeys.js'
import { passportIndex } from './sealing/personFacts.js'
import { PLACES } from './sealing/place.js'
import { needed, openValue, sealValue } from './sealing/sealedTree.js'

const SESSION_MINUTES = 30
export const CODE_MINUTES = 15
/** Tries of one code. */
const CODE_TRIES = 5
/** Wrong PINs in a row until a code must open the page. */
const PIN_TRIES = 10
/** Mails of one page in an hour. */
const MOST_MAILS = 6
const HOUR = 60

/** A candidate who has come in, and the case that it opens. */
export interface Visitor extends Settings {
  readonly caseId: number
}

/** Who opens a page: a code also lets them set the PIN. */
export interface Opened extends Visitor {
  readonly by: 'code' | 'pin'
  readonly hasPin: boolean
  /** The code of the page. */
  readonly page: string
  /** When the session ends. */
  readonly until: Date
}

/** Where somebody knocks from. */
export interface Knock {
  readonly address: string
  readonly language: Language
}

interface Door {
  readonly caseId: number
  readonly dataKey: Buffer | null
  readonly passportIndex: string | null
  readonly address: string | null
  readonly takenAt: Date | null
  readonly pinHash: string | null
  readonly codeHash: string | null
  readonly codeAddress: string | null
  readonly codeUntil: Date | null
}

const DOOR = `
  select p.case_id as "caseId", c.data_key as "dataKey", c.passport_index as "passportIndex", p.address,
    p.taken_at as "takenAt", p.pin_hash as "pinHash", p.code_hash as "codeHash", p.code_address as "codeAddress",
    p.code_until as "codeUntil"
  from talent_pages p cross join lateral talent_page_case(p.case_id) c where p.code = $1`
const FIND = `
  select case_id as "caseId", session_by as by, pin_hash is not null as "hasPin", code as page, session_until as until
  from talent_pages
  where session_hash = $1 and session_until > $2`
const KNOWN = 'select is_known_address($1) as known'
const NEW_CODE = `
  update talent_pages set code_hash = $2, code_address = $3, code_until = $4, code_failures = 0 where case_id = $1`
/** A try is counted before it is looked at. */
const TRY_CODE = `
  update talent_pages set code_failures = code_failures + 1 where case_id = $1 and code_failures < ${CODE_TRIES}
  returning code_failures as tries`
const TRY_PIN = `
  update talent_pages set pin_failures = pin_failures + 1 where case_id = $1 and pin_failures < ${PIN_TRIES}
  returning pin_failures as tries`
/** The code is used up; the first address stays. */
const ENTER_BY_CODE = `
  update talent_pages set session_hash = $2, session_until = $3, session_by = 'code', code_hash = null,
    address = coalesce(address, code_address), taken_at = coalesce(taken_at, $5)
  where case_id = $1 and code_hash = $4 returning case_id`
const ENTER_BY_PIN = `
  update talent_pages set session_hash = $2, session_until = $3, session_by = 'pin', pin_failures = 0
  where case_id = $1 and pin_hash = $4 returning case_id`
const SET_PIN = `
  update talent_pages set pin_hash = $2, pin_failures = 0
  where session_hash = $1 and session_until > $3 and session_by = 'code' returning case_id`
const LEAVE = 'update talent_pages set session_hash = null, session_until = null where session_hash = $1'

@Injectable()
export class TalentDoor {
  constructor(
    private readonly db: Database,
    private readonly entry: EntryDatabase,
    private readonly clock: Clock,
    private readonly attempts: Attempts,
    private readonly keys: CaseKeys,
  ) {}

  /**
   * Mails a code to the address where the page is still to be taken or is that address's, and the passport's number
   * is the application's; otherwise does nothing, and takes as long. Throws Invalid after too many tries; Busy.
   */
  async ask(page: string, asked: { email: string; passport: string }, { address, language }: Knock): Promise<void> {
    await this.count('ask', page, address)
    const code = newDigits()
    const [door, hash] = await Promise.all([this.doorOf(page), passwordHash(code, networkOf(address))])
    const email = plainAddress(asked.email)
    const index = passportIndex(this.keys, asked.passport)
    const [found] = await this.entry.lookUp<{ known: boolean }>(KNOWN, [withoutTag(email)])
    if (!door || index === null || door.passportIndex !== index) return
    const kept = this.addressIn(door, door.address)
    if (kept !== undefined && !isSame(kept, email)) return
    if (!(await this.mayMail(door.caseId))) return
    const now = this.clock.now()
    const order = { to: { address: email }, language, caseId: door.caseId } as const
    const place = inGroups(page)
    // taken by the talent before it became an account's address, it stays the talent's
    const known = kept === undefined && found?.known
    const mail: MailOrder = known
      ? { ...order, kind: 'hostAccount', path: path.host(place) }
      : { ...order, kind: 'hostCode', path: linkTo(path.hostCode(place), code), secret: true }
    await this.entry.transaction({}, async (tx) => {
      const until = new Date(now.getTime() + CODE_MINUTES * 60_000)
      const sealed = sealValue(needed(this.keyOf(door)), email, PLACES.talentAddress(door.caseId))
      if (!known) await rows(tx, NEW_CODE, [door.caseId, hash, sealed, until])
      await orderMail(tx, mail, now)
    })
  }

  /** Opens the page by a code that was mailed; the secret of the session, or undefined. Throws Invalid; Busy. */
  async enterByCode(
    page: string,
    given: { email: string; code: string },
    { address }: Knock,
  ): Promise<string | undefined> {
    await this.count('code', page, address)
    const door = await this.doorOf(page)
    const tries = await this.tried(TRY_CODE, door)
    const digits = given.code.replace(/\D/g, '')
    const fits = await passwordFits(digits, door?.codeHash ?? (await nobodysHash()), networkOf(address))
    const sent = door && this.addressIn(door, door.codeAddress)
    const now = this.clock.now()
    if (!fits || !door?.codeHash || !sent || tries === undefined) return undefined
    if (!isSame(sent, plainAddress(given.email)) || !door.codeUntil || door.codeUntil <= now) return undefined
    return this.enter(door, 'code', [door.codeHash, now])
  }

  /** The same by the PIN. After ten wrong ones in a row only a code opens, and the talent is written to. */
  async enterByPin(page: string, pin: string, { address, language }: Knock): Promise<string | undefined> {
    await this.count('pin', page, address)
    const door = await this.doorOf(page)
    const tries = await this.tried(TRY_PIN, door)
    const fits = await passwordFits(
      pin.normalize('NFKC').trim(),
      door?.pinHash ?? (await nobodysHash()),
      networkOf(address),
    )
    if (!door?.pinHash || tries === undefined) return undefined
    if (fits) return this.enter(door, 'pin', [door.pinHash])
    const to = this.addressIn(door, door.address)
    if (tries === PIN_TRIES && to !== undefined) {
      const mail = { kind: 'hostPinTried', to: { address: to }, language, path: path.host(inGroups(page)) }
      await this.entry.transaction({}, (tx) => orderMail(tx, { ...mail, caseId: door.caseId }, this.clock.now()))
    }
    return undefined
  }

  /** Who has come by a session; undefined when it is over. */
  async find(session: string): Promise<Opened | undefined> {
    const [hash, at] = [secretHash(session), this.clock.now()]
    const [found] = await this.entry.lookUp<Omit<Opened, 'speaker'>>(FIND, [hash, at])
    return found && { ...found, speaker: { how: 'talent', hash, personId: null, at } }
  }

  /**
   * Sets the PIN of whoever came by a code.
   * @param answers of the case: what a form asks for, firms know
   * @throws Invalid at `pin`; Forbidden when the session is over or was opened otherwise; Busy
   */
  async setPin(session: string, pin: string, answers: unknown, { address }: Knock): Promise<void> {
    const opened = await this.find(session)
    if (opened?.by !== 'code') throw new Forbidden()
    const digits = pin.normalize('NFKC').trim()
    if (!/^\d{6,12}$/.test(digits)) throw new Invalid([{ ...pinShape, path: 'pin' }])
    if (isEasy(digits) || isAnswer(digits, answers)) throw new Invalid([{ ...pinKnown, path: 'pin' }])
    const hash = await passwordHash(digits, networkOf(address))
    const set = await this.entry.transaction({}, (tx) =>
      row(tx, SET_PIN, [secretHash(session), hash, this.clock.now()]),
    )
    if (!set) throw new Forbidden()
    const { caseId, speaker } = opened
    await this.db.transaction({ speaker }, (tx) => orderTalentAct(tx, caseId, 'talentSetPin', this.clock.now()))
  }

  /** Ends a session. */
  async leave(session: string): Promise<void> {
    await this.entry.transaction({}, (tx) => rows(tx, LEAVE, [secretHash(session)]))
  }

  /** The address of a page's talent, in part: enough for an officer to ask about it. */
  shortAddress(caseId: number, dataKey: Buffer | null, sealed: string | null): string | undefined {
    const address = this.opened(caseId, dataKey, sealed)
    return address?.replace(/^(.)[^@]*/, '$1•••')
  }

  /** A page's address whole, for a mail. */
  opened(caseId: number, dataKey: Buffer | null, sealed: string | null): string | undefined {
    const value = openValue(this.keys.of(caseId, dataKey), sealed, PLACES.talentAddress(caseId))
    return typeof value === 'string' ? value : undefined
  }

  /** Sets the session, and says so in the case before anybody has its secret. */
  private async enter(door: Door, by: 'code' | 'pin', rest: readonly unknown[]): Promise<string | undefined> {
    const session = newSecret()
    const [hash, at] = [secretHash(session), this.clock.now()]
    const until = new Date(at.getTime() + SESSION_MINUTES * 60_000)
    const entered = await this.entry.transaction({}, (tx) =>
      row(tx, by === 'code' ? ENTER_BY_CODE : ENTER_BY_PIN, [door.caseId, hash, until, ...rest]),
    )
    if (!entered) return undefined
    const how = by === 'code' && door.takenAt === null ? 'first' : by
    const speaker = { how: 'talent', hash, personId: null, at } as const
    await this.db.transaction({ speaker }, (tx) => orderTalentAct(tx, door.caseId, 'talentOpened', at, how))
    return session
  }

  private count(what: 'ask' | 'code' | 'pin', page: string, address: string): Promise<void> {
    return this.attempts.count(this.attempts.counts(`host ${what} ${page}`, address, undefined, 'host '))
  }

  private async mayMail(caseId: number): Promise<boolean> {
    try {
      await this.attempts.count([{ key: `host mails ${caseId}`, most: MOST_MAILS }], HOUR)
      return true
    } catch (error) {
      if (error instanceof Invalid) return false
      throw error
    }
  }

  private async doorOf(page: string): Promise<Door | undefined> {
    return (await this.entry.lookUp<Door>(DOOR, [page]))[0]
  }

  /** Counts a try; how many there were, or undefined where no more are allowed. */
  private async tried(sql: string, door: Door | undefined): Promise<number | undefined> {
    const counted = await this.entry.transaction({}, (tx) => row<{ tries: number }>(tx, sql, [door?.caseId ?? null]))
    return counted?.tries
  }

  private keyOf({ caseId, dataKey }: Door) {
    return this.keys.of(caseId, dataKey)
  }

  private addressIn({ caseId, dataKey }: Door, sealed: string | null): string | undefined {
    return this.opened(caseId, dataKey, sealed)
  }
}

/** The code of a page out of its address. Throws NotFound when it can be none. */
export function pageCodeIn(typed: string): string {
  const code = readPageCode(typed)
  if (code === undefined) throw new NotFound()
  return code
}

/** A chat program may cut a link off, or glue words to it. It says nothing of which pages there are. */
export const INCOMPLETE_LINK = {
  heading: { zh: '链接不完整或有误', en: 'The link is incomplete or wrong' },
  what: {
    zh: '人选本人页面的链接以12位字母和数字结尾，如 /host/2ABC-3DEF-4GHJ。聊天软件有时会截断链接。',
    en:
      'The link to a candidate’s own page ends with 12 letters and digits, like /host/2ABC-3DEF-4GHJ. ' +
      'Chat programs sometimes cut links off.',
  },
  todo: [
    {
      zh: '请完整复制企业发来的链接，粘贴到浏览器的地址栏；也可以扫描二维码。',
      en: 'Copy the whole link that the firm sent you into the address bar, or scan the QR code.',
    },
    { zh: '仍打不开的，请企业重新发送链接。', en: 'If it still does not open, ask the firm to send the link again.' },
  ],
}

/** An address as it is compared. Throws ZodError when it is none. */
const plainAddress = (typed: string): string => EMAIL.parse(typed.trim()).toLowerCase()

/** What stands behind a plus leads to the same mailbox. */
const withoutTag = (address: string): string => address.replace(/\+[^@]*@/, '@')

const isSame = (one: string, other: string): boolean => timingSafeEqual(secretHash(one), secretHash(other))

/** One digit, or digits in a row. */
const isEasy = (digits: string): boolean =>
  [0, 1, 9].some((step) => [...digits].every((one, at) => at === 0 || (Number(digits[at - 1]) + step) % 10 === +one))

/** Whether the digits stand in an answer: those of a day in whatever order, of a number anywhere. */
function isAnswer(digits: string, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((one) => isAnswer(digits, one))
  if (isBranch(value)) return Object.values(value).some((one) => isAnswer(digits, one))
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : ''
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []
  if (year === undefined) return text.replace(/\D/g, '').includes(digits)
  const years = [year, year.slice(2)]
  return years
    .flatMap((one) => [one + month + day, one + day + month, `${day}${month}${one}`, `${month}${day}${one}`])
    .includes(digits)
}

const pinShape = {
  code: 'pinShape',
  message: { zh: 'PIN码是6到12位数字。', en: 'A PIN has 6 to 12 digits.' },
}
const pinKnown = {
  code: 'pinKnown',
  message: {
    zh: '这个PIN码容易被猜到，或者就是申请里的日期或号码。请换一个只有您知道的。',
    en: 'This PIN is easy to guess, or is a date or number in the application. Choose one that only you ' + 'know.',
  },
}
