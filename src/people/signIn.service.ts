/**
 * Signing in, whichever the way: a password and then a code, a passkey, or an identity provider. All come together
 * here, so that the same people need the same factors by every path. Between two steps somebody holds a sealed
 * ticket; nothing of theirs is open before a session is. Over 250 lines because every step is read with the others.
 */
import { createHash, randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { EntryDatabase } from '../base/database.js'
import { Invalid } from '../base/errors.js'
import { networkOf } from '../base/network.js'
import { AccessLog } from './accessLog.js'
import { Attempts, type Count, TOO_MANY } from './attempts.js'
import { type Enrolment, FactorService, isRecoveryCode } from './factor.service.js'
import { type PasskeyAnswer, PasskeyService } from './passkey.service.js'
import type { ProviderAnswer } from './provider.service.js'
import { nobodysHash, passwordFits } from './secrets.js'
import { type Person, type PersonRow, type Place, personOf, Sessions, type Way } from './session.service.js'
import { Tickets } from './tickets.js'

export interface SignInAttempt extends Place {
  /** The first step, by password … */
  readonly account?: string | undefined
  readonly password?: string | undefined
  /** … or what the first step has given. */
  readonly ticket?: string | undefined
  /** Of the app, or one of the recovery codes. */
  readonly code?: string | undefined
  /** The offer that the code belongs to, when the app is being enrolled. */
  readonly enrolment?: string | undefined
  /** With a ticket the second factor, or the first one that is made, of somebody who has none; without it both. */
  readonly passkey?: PasskeyAnswer | undefined
  /** Of a browser that has come in before. */
  readonly known?: string | undefined
}

export interface SignedIn {
  readonly token: string
  readonly person: Person
  /** By which this browser is known from now on. */
  readonly known: string
  /** New recovery codes, shown this once. */
  readonly codes: readonly string[]
}

/** What is still missing, and the ticket that goes on with it. */
export interface Missing {
  readonly need: 'code' | 'enrolment'
  readonly ticket: string
  readonly account: string
  /** Whether a passkey will do instead of a code, and whether a code will do at all. */
  readonly passkey: boolean
  readonly authenticator: boolean
  readonly enrolment?: Enrolment
}

type AccountRow = PersonRow & {
  readonly password_hash: string
  readonly secret: Buffer | null
  readonly passkeys: number
}

interface Step {
  readonly account: string
  readonly ways: Way[]
  /** Of the password: a ticket ends with it. */
  readonly print: string
  /** When that was shown, in milliseconds; null when an identity provider does not say. */
  readonly shownAt: number | null
}

/** What the first step has given: who it is, how that was shown, and when. */
interface First {
  readonly found: AccountRow
  readonly ways: Way[]
  readonly shownAt: Date | null
}

/** What a browser carries that has come in before. */
interface KnownBrowser {
  readonly account: string
  readonly mark: string
}

/** Whom a failed try was about, as soon as that is known. */
interface Who {
  id?: number | undefined
}

/** Ways that are two factors by themselves. */
const WHOLE: readonly Way[] = ['passkey', 'providerFactor']

const hasFactor = ({ secret, passkeys }: AccountRow): boolean => secret !== null || passkeys > 0

const missingOf = ({ account, passkeys, secret }: AccountRow, ticket: string, enrolment?: Enrolment): Missing => ({
  need: enrolment ? 'enrolment' : 'code',
  ticket,
  account,
  passkey: passkeys > 0,
  authenticator: secret !== null,
  enrolment,
})

const KNOWN_MINUTES = 180 * 24 * 60

const printOf = (hashed: string): string => createHash('sha256').update(hashed).digest('base64url').slice(0, 22)

@Injectable()
export class SignIns {
  constructor(
    private readonly entry: EntryDatabase,
    private readonly sessions: Sessions,
    private readonly attempts: Attempts,
    private readonly factors: FactorService,
    private readonly passkeys: PasskeyService,
    private readonly tickets: Tickets,
    private readonly log: AccessLog,
    private readonly clock: Clock,
  ) {}

  /**
   * One step: in, or what is still missing.
   * @throws Invalid with one and the same sentence for an unknown account and a wrong password; one of its own after
   * too many tries, and for a code or a passkey; Busy when too many come at once
   */
  async come(attempt: SignInAttempt): Promise<SignedIn | Missing> {
    const who: Who = {}
    try {
      return await this.step(attempt, who)
    } catch (error) {
      if (error instanceof Invalid) this.noteFailure(error, attempt, who)
      throw error
    }
  }

  private noteFailure({ problems }: Invalid, { address }: SignInAttempt, { id }: Who): void {
    const code = problems[0]?.code ?? ''
    const tooMany = code === TOO_MANY
    this.log.note({ kind: tooMany ? 'throttled' : 'signInFailed', personId: id, address, what: tooMany ? '' : code })
  }

  private async step(attempt: SignInAttempt, who: Who): Promise<SignedIn | Missing> {
    const first = await this.first(attempt, who)
    const { found, ways } = first
    who.id = found.id
    const person = personOf(found)
    const isWhole = ways.some((way) => WHOLE.includes(way))
    if (isWhole || (!hasFactor(found) && !this.factors.needs(person))) return this.enter(person, first, attempt)
    if (attempt.code === undefined && (attempt.passkey === undefined || attempt.ticket === undefined))
      return missingOf(
        found,
        attempt.ticket ?? this.ticketFor(first),
        hasFactor(found) ? undefined : this.factors.offer(person),
      )
    return this.second(person, found, ways, attempt)
  }

  /** Somebody whom an identity provider has named; `strong` when it has asked for a second factor itself. */
  async comeFromProvider(
    account: string,
    { strong, shownAt }: Pick<ProviderAnswer, 'strong' | 'shownAt'>,
    place: Place & { known?: string },
  ): Promise<SignedIn | Missing> {
    const found = await this.find(account)
    if (!found) throw new Invalid([wrong])
    const ways: Way[] = strong ? ['provider', 'providerFactor'] : ['provider']
    return this.come({ ...place, ticket: this.ticketFor({ found, ways, shownAt }) })
  }

  /**
   * What the second step asks of a passkey, or for a new one of somebody without any factor;
   * undefined when the ticket is too old.
   */
  async askPasskey(ticket: string) {
    const found = (await this.readTicket(ticket))?.found
    return found && (hasFactor(found) ? this.passkeys.ask(found.id) : this.passkeys.offer(personOf(found)))
  }

  /** The second step once more, after a try that did not hold; undefined when the ticket is too old. */
  async stillMissing(ticket: string, enrolment: string | undefined): Promise<Missing | undefined> {
    const found = (await this.readTicket(ticket))?.found
    return found && missingOf(found, ticket, enrolment ? this.factors.offerAgain(found, enrolment) : undefined)
  }

  private async readTicket(ticket: string): Promise<First | undefined> {
    const step = this.tickets.read<Step>('sign-in', ticket)
    const found = step && (await this.find(step.account))
    if (!found || printOf(found.password_hash) !== step.print) return undefined
    return { found, ways: step.ways, shownAt: typeof step.shownAt === 'number' ? new Date(step.shownAt) : null }
  }

  private async first(attempt: SignInAttempt, who: Who): Promise<First> {
    const { account, password, ticket, passkey, address } = attempt
    if (ticket !== undefined) {
      const step = await this.readTicket(ticket)
      if (!step) throw new Invalid([ticketOver])
      return step
    }
    if (passkey) {
      const counts = this.attempts.counts('passkey', address, this.markOf(attempt)?.mark)
      await this.attempts.count(counts)
      const found = await this.find(await this.passkeys.check(passkey))
      if (!found) throw new Invalid([wrong])
      await this.entry.transaction({}, (tx) => this.attempts.forget(tx, counts))
      return { found, ways: ['passkey'], shownAt: this.clock.now() }
    }
    const counts = this.attempts.counts((account ?? '').toLowerCase(), address, this.knownBy(account ?? '', attempt))
    await this.attempts.count(counts)
    const found = await this.find(account ?? '')
    who.id = found?.id
    const nobodys = await nobodysHash()
    const fits = await passwordFits(password ?? '', found?.password_hash ?? nobodys, networkOf(address))
    if (!found || !fits) throw new Invalid([wrong])
    await this.entry.transaction({}, (tx) => this.attempts.forget(tx, counts))
    return { found, ways: ['password'], shownAt: this.clock.now() }
  }

  private async second(person: Person, found: AccountRow, ways: Way[], attempt: SignInAttempt): Promise<SignedIn> {
    const { code = '', passkey, enrolment } = attempt
    const counts = this.secondCounts(person.id, code, attempt, this.knownBy(found.account, attempt))
    await this.attempts.count(counts)
    if (passkey && !hasFactor(found)) {
      const codes = await this.passkeys.addFirst(person, passkey)
      return this.enter(person, { ways: [...ways, 'passkey'], shownAt: this.clock.now() }, attempt, counts, codes)
    }
    if (passkey) {
      await this.passkeys.check(passkey, person.id)
      return this.enter(person, { ways: [...ways, 'passkey'], shownAt: this.clock.now() }, attempt, counts)
    }
    if (!hasFactor(found) && enrolment === undefined) throw new Invalid([enrolmentNeeded])
    if (hasFactor(found)) await this.factors.countTry(person, code)
    const done = await this.entry.transaction({}, async (tx): Promise<{ way: Way; codes: string[] }> => {
      if (hasFactor(found)) return { way: await this.factors.use(tx, person, code), codes: [] }
      return { way: 'totp', codes: await this.factors.enrol(tx, person, { sealed: enrolment ?? '', code }) }
    })
    const shown = { ways: [...ways, done.way], shownAt: this.clock.now() }
    return this.enter(person, shown, attempt, counts, done.codes)
  }

  /**
   * From everywhere together, too: six digits must not be guessed by many machines. A known browser, passkeys and
   * recovery codes are outside of that, so that whoever has stolen a password cannot keep its owner out.
   */
  private secondCounts(
    id: number,
    code: string,
    { address, passkey }: SignInAttempt,
    known: string | undefined,
  ): Count[] {
    const printed = isRecoveryCode(code) || passkey !== undefined
    const all = { key: `second ${id}`, most: this.attempts.rules.tries * 5 }
    return [
      ...this.attempts.counts(`${printed ? 'other' : 'second'} ${id}`, address, known),
      ...(known || printed ? [] : [all]),
    ]
  }

  private async enter(
    person: Person,
    { ways, shownAt }: Pick<First, 'ways' | 'shownAt'>,
    attempt: SignInAttempt,
    counts: readonly Count[] = [],
    codes: readonly string[] = [],
  ): Promise<SignedIn> {
    const token = await this.entry.transaction({}, async (tx) => {
      const opened = await this.sessions.open(tx, person, { ways, shownAt }, attempt)
      if (counts.length > 0) await this.attempts.forget(tx, counts)
      return opened
    })
    const mark = this.knownBy(person.account, attempt) ?? randomUUID()
    return { token, person, codes, known: this.tickets.issue('known', { account: person.account.toLowerCase(), mark }) }
  }

  /** The mark of the browser, when it has come in for this very account before. */
  private knownBy(account: string, { known }: Pick<SignInAttempt, 'known'>): string | undefined {
    const content = this.markOf({ known })
    return content && content.account === account.toLowerCase() ? content.mark : undefined
  }

  /** Of a browser that has come in before, for whatever account: a passkey names none beforehand. */
  private markOf({ known }: Pick<SignInAttempt, 'known'>): KnownBrowser | undefined {
    return known ? this.tickets.read<KnownBrowser>('known', known, KNOWN_MINUTES) : undefined
  }

  private ticketFor({ found: { account, password_hash }, ways, shownAt }: First): string {
    const step: Step = { account, ways, print: printOf(password_hash), shownAt: shownAt?.getTime() ?? null }
    return this.tickets.issue('sign-in', step)
  }

  private async find(account: string): Promise<AccountRow | undefined> {
    const [found] = await this.entry.lookUp<AccountRow>('select * from find_account($1)', [account])
    return found
  }
}

const wrong = {
  code: 'signInWrong',
  path: 'account',
  message: {
    zh: '账号或密码不正确。请检查后重试。',
    en: 'The account or the password is wrong. Check both and try again.',
  },
}
const ticketOver = {
  code: 'signInOver',
  path: 'account',
  message: {
    zh: '操作超时，请重新登录。',
    en: 'You took too long on this step. Sign in again.',
  },
}
const enrolmentNeeded = {
  code: 'enrolmentNeeded',
  path: 'code',
  message: {
    zh: '您尚无验证器。请先添加。',
    en: 'You have no authenticator yet. Add one first.',
  },
}
