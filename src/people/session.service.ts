/**
 * Signing in: opaque tokens, kept as hashes in the database, so that ending one takes effect at once. Guessing is throttled in the database, by account and address
 * together, so that nobody can lock another person out from elsewhere, and by address alone.
 */
import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { Invalid } from '../base/errors.js'
import type { Language } from '../base/text.js'
import type { Actor, Role } from './actor.js'
import { settingsOf } from './scope.js'
import { newSecret, passwordFits, passwordHash, secretHash } from './secrets.js'

export interface Person extends Actor {
  readonly id: number
  readonly language: Language
  readonly account: string
}

interface PersonRow {
  readonly id: number
  readonly firm_id: number | null
  readonly authority_id: number | null
  readonly roles: Role[]
  readonly name: string
  readonly language: Language
  readonly account: string
}

export const personOf = (found: PersonRow, keyId: number | null = null): Person => ({
  kind: 'person',
  id: found.id,
  name: found.name,
  roles: found.roles,
  firmId: found.firm_id,
  authorityId: found.authority_id,
  keyId,
  language: found.language,
  account: found.account,
})

/** The figures of signing in. */
export class SessionRules {
  constructor(
    readonly tries: number,
    readonly windowMinutes: number,
    readonly idleMinutes: number,
    readonly absoluteHours: number,
  ) {}
}

export interface SignIn {
  readonly account: string
  readonly password: string
  readonly address: string
  readonly device?: string | undefined
}

/** A try is counted before the password is looked at, so that many at once are no more than one after the other. */
const COUNT = `
  insert into attempts (key, failures, since) select key, 1, $2 from unnest($1::text[]) key order by key
  on conflict (key) do update set
    failures = case when attempts.since > $3 then attempts.failures + 1 else 1 end,
    since = case when attempts.since > $3 then attempts.since else $2 end
  returning key, failures`

/** The right password takes the account's tries back, and of the address's only its own. Locked in the order in which they are counted. */
const FORGET = `
  with mine as (select key from attempts where key = any ($1) order by key for update)
  update attempts a set failures = case when a.key = $2 then 0 else greatest(a.failures - 1, 0) end from mine where a.key = mine.key`

/** A hash that fits no password that anybody has, so that an unknown account takes as long as a wrong password. */
let nobodysHash: Promise<string> | undefined

@Injectable()
export class Sessions {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly rules: SessionRules,
  ) {}

  /** A new session's token. Throws Invalid with one and the same sentence for an unknown account, a wrong password, and too many tries its own. */
  async signIn({ account, password, address, device }: SignIn): Promise<{ token: string; person: Person }> {
    const keys = [`${account.toLowerCase()} ${address}`, address].map((key) =>
      createHash('sha256').update(key).digest('hex'),
    )
    const since = new Date(this.clock.now().getTime() - this.rules.windowMinutes * 60_000)
    await this.countTry(keys, since)
    const found = await this.db.transaction({}, (tx) =>
      row<PersonRow & { password_hash: string }>(tx, 'select * from find_account($1)', [account]),
    )
    nobodysHash ??= passwordHash(newSecret())
    const fits = await passwordFits(password, found?.password_hash ?? (await nobodysHash))
    if (!found || !fits) throw new Invalid([wrong])
    const person = personOf({ ...found, account })
    const token = newSecret()
    const now = this.clock.now()
    await this.db.transaction(settingsOf(person), async (tx) => {
      await rows(
        tx,
        'insert into sessions (token_hash, person_id, created_at, seen_at, device) values ($1, $2, $3, $3, $4)',
        [secretHash(token), person.id, now, device?.slice(0, 200) ?? null],
      )
      await rows(tx, FORGET, [keys, keys[0]])
    })
    return { token, person }
  }

  /** Who a session's token stands for, or undefined when it has ended. */
  async find(token: string): Promise<Person | undefined> {
    const found = await this.db.lookUp<PersonRow>('select * from open_session($1, $2, $3, $4)', [
      secretHash(token),
      this.clock.now(),
      `${this.rules.idleMinutes} minutes`,
      `${this.rules.absoluteHours} hours`,
    ])
    return found[0] && personOf(found[0])
  }

  /** Which of these accounts exist and open with this password: what a start in production must rule out. */
  async listOpen(accounts: readonly string[], password: string): Promise<string[]> {
    const open: string[] = []
    for (const account of accounts) {
      const [found] = await this.db.lookUp<{ password_hash: string }>('select password_hash from find_account($1)', [
        account,
      ])
      if (found && (await passwordFits(password, found.password_hash))) open.push(account)
    }
    return open
  }

  async signOut(person: Person, token: string): Promise<void> {
    await this.db.transaction(settingsOf(person), (tx) =>
      rows(tx, 'delete from sessions where token_hash = $1', [secretHash(token)]),
    )
  }

  /** Throws Invalid when these were too many. */
  private async countTry(keys: string[], since: Date): Promise<void> {
    const tries = await this.db.transaction({}, (tx) =>
      rows<{ key: string; failures: number }>(tx, COUNT, [keys, this.clock.now(), since]),
    )
    for (const { key, failures } of tries) {
      const allowed = key === keys[0] ? this.rules.tries : this.rules.tries * 10
      if (failures > allowed) throw new Invalid([tooMany])
    }
  }
}

const wrong = {
  code: 'signInWrong',
  path: 'account',
  message: {
    zh: '账号或密码不对。请检查后再试。',
    en: 'The account or the password is wrong. Check both and try again.',
  },
}
const tooMany = {
  code: 'signInTooMany',
  path: 'account',
  message: {
    zh: '试的次数太多，请过一会儿再试。',
    en: 'There were too many tries. Please wait a while and try again.',
  },
}
