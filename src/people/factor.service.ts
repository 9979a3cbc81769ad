/**
 * Second factors that need no script: an authenticator app, and recovery codes for the day on which
 * it is lost. Over 250 lines because all that is done with an authenticator's key is read together.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { EntryDatabase, row, rows, type Tx } from '../base/database.js'
import { Invalid, NotNow } from '../base/errors.js'
import { path } from '../base/path.js'
import { type Actor, isStaff } from './actor.js'
import { orderMail } from './mail.js'
import { notePeople } from './peopleHistory.js'
import { PeopleKeys } from './peopleKeys.js'
import { inGroups, newCode, readCode, secretHash } from './secrets.js'
import type { Person } from './session.service.js'
import { Tickets } from './tickets.js'
import { newTotpKey, totpStep, totpText, totpUri } from './totp.js'

/** Who needs a second factor, and how long a code is good. */
export class FactorRules {
  constructor(
    /** For how long a code of an app is taken, from the moment at which it is shown. */
    readonly codeSeconds: number,
    /** From which day people of firms need a factor as staff do; null: always. */
    readonly firmsFrom: string | null,
  ) {}

  /** Whether this person signs in with a second factor in any case. */
  needs(person: Pick<Actor, 'firmId'>, today: string): boolean {
    return isStaff(person) || this.firmsFrom === null || today >= this.firmsFrom
  }
}

/** A key that is offered and becomes the person's with the first code. */
export interface Enrolment {
  /** base32, to be typed. */
  readonly key: string
  /** otpauth://, to be scanned. */
  readonly uri: string
  /** Comes back with the code. */
  readonly sealed: string
}

/** What a person has beside their password. */
export interface Factors {
  readonly authenticatorAt: Date | null
  readonly codesLeft: number
  readonly passkeys: number
}

const CODES = 10

/** Six digits, however they were typed; undefined when it is something else. */
const readTotp = (typed: string): string | undefined => /^\d{6}$/.exec(typed.replace(/[\s-]/g, ''))?.[0]

/** Whether a code is one of those that are printed, not one of the app's. */
export const isRecoveryCode = (typed: string): boolean => readCode(typed) !== undefined

const STATE = `
  select (select added_at from authenticators where person_id = $1) as "authenticatorAt",
    (select count(*)::int from recovery_codes where person_id = $1 and used_at is null) as "codesLeft",
    (select count(*)::int from passkeys where person_id = $1) as passkeys`

const SAVE = `
  insert into authenticators (person_id, secret, added_at, last_step) values ($1, $2, $3, $4)
  on conflict (person_id) do update set secret = excluded.secret, added_at = excluded.added_at,
    last_step = excluded.last_step, failures = 0`

/**
 * Wrong codes in a row, from wherever, after which an app's codes are taken no more: the most that
 * NIST SP 800-63B-4, 3.2.2 allows. With the next try after a fifth of them, and after all, the
 * person is told by mail.
 */
const MOST_WRONG = 100
const TOLD: Readonly<Record<number, string>> = { [MOST_WRONG / 5]: 'codesTried', [MOST_WRONG]: 'codesRefused' }

const COUNT_TRY =
  'update authenticators set failures = failures + 1 where person_id = $1 returning failures - 1 as wrong'

@Injectable()
export class FactorService {
  constructor(
    private readonly entry: EntryDatabase,
    private readonly clock: Clock,
    private readonly keys: PeopleKeys,
    private readonly tickets: Tickets,
    private readonly rules: FactorRules,
  ) {}

  /** Whether this person signs in with a second factor in any case. */
  needs(person: Pick<Actor, 'firmId'>): boolean {
    return this.rules.needs(person, this.clock.today())
  }

  /** What the person has. */
  get(person: Person): Promise<Factors> {
    return this.entry.transaction({}, (tx) => this.getIn(tx, person))
  }

  async getIn(tx: Tx, person: Person): Promise<Factors> {
    const found = await row<Factors>(tx, STATE, [person.id])
    return found ?? { authenticatorAt: null, codesLeft: 0, passkeys: 0 }
  }

  /** A new key for the person's app; `key` only where it is known beforehand, in the demonstration. */
  offer({ id, account }: Pick<Person, 'id' | 'account'>, key: Buffer = newTotpKey()): Enrolment {
    const sealed = this.tickets.issue(`enrolment ${id}`, { key: key.toString('base64') })
    return { key: totpText(key), uri: totpUri(key, account), sealed }
  }

  /** The same offer once more, after a code that was wrong; a new one when it is too old. */
  offerAgain(person: Pick<Person, 'id' | 'account'>, sealed: string): Enrolment {
    const key = this.offered(person, sealed)
    return key ? { key: totpText(key), uri: totpUri(key, person.account), sealed } : this.offer(person)
  }

  /**
   * The offered key becomes the person's with a code of it, in place of an earlier one. Returns new
   * recovery codes when there were none.
   * @throws Invalid when the code is not one of that key, or the offer too old
   */
  async enrol(tx: Tx, person: Person, { sealed, code }: { sealed: string; code: string }): Promise<string[]> {
    const key = this.offered(person, sealed)
    if (!key) throw new Invalid([offerOver])
    const now = this.clock.now()
    const step = totpStep(key, readTotp(code) ?? '', now, 0, this.rules.codeSeconds)
    if (step === undefined || !(await this.tickets.spend(tx, sealed))) throw new Invalid([codeWrong])
    await rows(tx, SAVE, [person.id, this.keys.sealAuthenticator(person.id, key), now, step])
    await notePeople(tx, person, { at: now, personId: person.id, act: 'authenticatorAdded' })
    return (await this.getIn(tx, person)).codesLeft > 0 ? [] : this.renewCodes(tx, person)
  }

  /** Ten new recovery codes in place of all earlier ones, to be shown this once. */
  async renewCodes(tx: Tx, person: Person): Promise<string[]> {
    const codes = Array.from({ length: CODES }, newCode)
    const now = this.clock.now()
    await rows(tx, 'delete from recovery_codes where person_id = $1', [person.id])
    await rows(tx, 'insert into recovery_codes (person_id, code_hash, made_at) select $1, unnest($2::bytea[]), $3', [
      person.id,
      codes.map(secretHash),
      now,
    ])
    await notePeople(tx, person, { at: now, personId: person.id, act: 'codesRenewed' })
    return codes.map(inGroups)
  }

  /**
   * Counts a try of the app's codes before it is looked at; what is right sets it back (use()).
   * Recovery codes cannot be guessed.
   * @throws Invalid after too many in a row, until the app is added anew or an administrator resets it
   */
  async countTry(person: Person, code: string): Promise<void> {
    if (isRecoveryCode(code)) return
    const { id: personId, language } = person
    const wrong = await this.entry.transaction({}, async (tx) => {
      const found = await row<{ wrong: number }>(tx, COUNT_TRY, [personId])
      const kind = found && TOLD[found.wrong]
      if (kind) await orderMail(tx, { kind, to: { personId }, language, path: path.account }, this.clock.now())
      return found?.wrong ?? 0
    })
    if (wrong >= MOST_WRONG) throw new Invalid([codesRefused])
  }

  /**
   * Uses a code of the app, or one of the recovery codes, up.
   * @throws Invalid when it is none, or was used before, or the authenticator cannot be opened
   */
  async use(tx: Tx, person: Pick<Person, 'id'>, code: string): Promise<'totp' | 'recovery'> {
    const printed = readCode(code)
    if (printed) {
      const used = await row(
        tx,
        'update recovery_codes set used_at = $3 where person_id = $1 and ' +
          'code_hash = $2 and used_at is null returning person_id',
        [person.id, secretHash(printed), this.clock.now()],
      )
      if (!used) throw new Invalid([codeWrong])
      return 'recovery'
    }
    const found = await row<{ secret: Buffer; last_step: string }>(
      tx,
      'select secret, last_step from authenticators where person_id = $1 for update',
      [person.id],
    )
    const step =
      found &&
      totpStep(
        this.keys.openAuthenticator(person.id, found.secret),
        readTotp(code) ?? '',
        this.clock.now(),
        Number(found.last_step),
        this.rules.codeSeconds,
      )
    if (step === undefined) throw new Invalid([codeWrong])
    await rows(tx, 'update authenticators set last_step = $2, failures = 0 where person_id = $1', [person.id, step])
    return 'totp'
  }

  /** Takes the app away. Throws NotNow when it is the last factor of somebody who needs one. */
  async removeAuthenticator(person: Person): Promise<void> {
    await this.entry.transaction({}, async (tx) => {
      await this.requireAnother(tx, person, 'authenticator')
      const gone = await row(tx, 'delete from authenticators where person_id = $1 returning person_id', [person.id])
      if (gone) await notePeople(tx, person, { at: this.clock.now(), personId: person.id, act: 'authenticatorRemoved' })
    })
  }

  /**
   * Whoever needs a factor keeps one; whoever has none left needs no codes. One after another, so
   * that two at once do not take each other's last away.
   */
  async requireAnother(tx: Tx, person: Person, going: 'authenticator' | 'passkey'): Promise<void> {
    await row(tx, `select pg_advisory_xact_lock(hashtext('factors of a person'), $1)`, [person.id])
    const { passkeys, authenticatorAt } = await this.getIn(tx, person)
    const left = passkeys + (authenticatorAt ? 1 : 0) - 1
    if (left > 0) return
    if (this.needs(person)) throw new NotNow([going === 'passkey' ? lastPasskey : lastFactor])
    await rows(tx, 'delete from recovery_codes where person_id = $1', [person.id])
  }

  /** Whether the person has no factor, until the end of the transaction. */
  async hasNone(tx: Tx, person: Person): Promise<boolean> {
    await row(tx, `select pg_advisory_xact_lock(hashtext('factors of a person'), $1)`, [person.id])
    const { passkeys, authenticatorAt } = await this.getIn(tx, person)
    return passkeys === 0 && authenticatorAt === null
  }

  private offered({ id }: Pick<Person, 'id'>, sealed: string): Buffer | undefined {
    const content = this.tickets.read<{ key: string }>(`enrolment ${id}`, sealed, 60)
    return content && Buffer.from(content.key, 'base64')
  }
}

const codeWrong = {
  code: 'codeWrong',
  path: 'code',
  message: {
    zh: '验证码不正确，或者已使用。请等下一个验证码，并检查手机的时间。',
    en: 'The code is wrong or already used. Wait for the next one, and check the clock of your phone.',
  },
}
const codesRefused = {
  code: 'codesRefused',
  path: 'code',
  message: {
    zh:
      '验证码连续输错的次数太多，这个验证器已停用。请用恢复码或通行密钥登录，再重新添加验证器；' +
      '都没有的，请联系安全管理员重置。',
    en:
      'Too many wrong codes in a row: this authenticator is no longer accepted. Sign in with a recovery code or a ' +
      'passkey and add the authenticator again. Without either, ask the security administrator for a reset.',
  },
}
const offerOver = {
  code: 'offerOver',
  path: 'code',
  message: {
    zh: '页面打开时间过长。请用新的二维码重新添加。',
    en: 'The page was open for too long. Add the new key and enter its code.',
  },
}
const lastFactor = {
  code: 'lastFactor',
  zh: '登录须双因素验证。请先添加通行密钥，再移除验证器。',
  en: 'You need a second factor to sign in. Add a passkey first, then remove the authenticator.',
}
const lastPasskey = {
  code: 'lastFactor',
  zh: '登录须双因素验证。请先添加验证器，再移除该通行密钥。',
  en: 'You need a second factor to sign in. Add an authenticator first, then remove this passkey.',
}
