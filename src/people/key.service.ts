/**
 * API keys: a person's own, for programs that act in their name with fewer rights. Shown once,
 * stored hashed, always with an end. The database ends them with the password, and keeps them to the
 * roles of the day on which they were made (migrations/…-keys.ts). Those of service accounts are made
 * elsewhere (serviceAccount.service.ts) and found here.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Speaker } from '../base/database.js'
import { Forbidden, NotFound } from '../base/errors.js'
import { isPublic } from '../base/outgoing.js'
import type { KeyScope } from './actor.js'
import { settingsOf } from './scope.js'
import { newSecret, secretHash } from './secrets.js'
import { type Person, type PersonRow, personOf } from './session.service.js'
import { ApiKey } from './signInEntities.js'

export type Key = Omit<ApiKey, 'keyHash'>

/** Why a key that was one does not hold. */
export type KeyFault = 'accountEnded' | 'firmSuspended' | 'notConfirmed' | 'keyEnded' | 'keyExpired' | 'tokenExpired'

/** Whom a key stands for. */
export interface FoundKey {
  readonly person: Person
  readonly scopes: readonly KeyScope[]
  /** How many calls of this minute this one makes, at all web processes, and in how many seconds the next begins. */
  readonly counted: { readonly calls: number; readonly seconds: number }
}

const DAY = 86_400_000 // ms

@Injectable()
export class Keys {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a key that ends after `days`; the secret is returned this once. Throws Forbidden when it
   * is asked for by a key, which would outlive its end.
   */
  async create(
    person: Person,
    { name, scopes, days }: { name: string; scopes: readonly KeyScope[]; days: number },
  ): Promise<{ secret: string }> {
    requireNoKey(person)
    const secret = `hj_${newSecret()}`
    const now = this.clock.now()
    await this.db.transaction(settingsOf(person), (tx) =>
      rows(
        tx,
        `insert into api_keys (person_id, name, prefix, key_hash, scopes, created_at, expires_at)
          values ($1, $2, $3, $4, $5, $6, $7)`,
        [person.id, name, secret.slice(0, 8), secretHash(secret), scopes, now, new Date(now.getTime() + days * DAY)],
      ),
    )
    return { secret }
  }

  /** The person's own keys, the newest first. */
  list(person: Person): Promise<Key[]> {
    return this.db.transaction(settingsOf(person), (tx) =>
      tx.find(ApiKey, { where: { personId: person.id }, order: { id: 'DESC' } }),
    )
  }

  /** Ends a key at once. Throws NotFound when it is not the person's own, Forbidden when it is asked for by a key. */
  async end(person: Person, id: number): Promise<void> {
    requireNoKey(person)
    const ended = await this.db.transaction(settingsOf(person), (tx) =>
      row(tx, 'update api_keys set ended_at = $3 where id = $1 and person_id = $2 and ended_at is null returning id', [
        id,
        person.id,
        this.clock.now(),
      ]),
    )
    if (!ended) throw new NotFound()
  }

  /**
   * Who a key stands for and what it may do, or undefined when it has ended; counts the call.
   *
   * @param ip from where it is called; the key keeps whether that is the public network
   */
  async find(secret: string, ip = ''): Promise<FoundKey | undefined> {
    type Found = PersonRow & { key_id: number; scopes: KeyScope[]; acts: string[] | null } & FoundKey['counted']
    const [hash, at] = [secretHash(secret), this.clock.now()]
    const place = isPublic(ip) ? 'public' : 'private'
    const [found] = await this.db.lookUp<Found>('select * from find_key($1, $2, $3)', [hash, at, place])
    if (!found) return undefined
    const { key_id: keyId, scopes, acts, calls, seconds } = found
    const speaker: Speaker = { how: 'key', hash, personId: null, at }
    const service = acts === null ? undefined : { acts }
    return { person: personOf(found, { keyId, speaker, service }), scopes, counted: { calls, seconds } }
  }

  /** Why a key does not hold; undefined when it never was one. */
  async whyNot(secret: string): Promise<{ keyId: number; why: KeyFault } | undefined> {
    const [found] = await this.db.lookUp<{ keyId: number; why: KeyFault }>(WHY_NOT, [
      secretHash(secret),
      this.clock.now(),
    ])
    return found
  }
}

const WHY_NOT = 'select key_id as "keyId", why from why_not_key($1, $2)'

function requireNoKey(person: Person): void {
  if (person.keyId !== null) throw new Forbidden(byPersonOnly)
}

const byPersonOnly = {
  zh: '密钥须由本人登录后管理，不能用密钥办理。',
  en: 'Keys are created and revoked by a person who has signed in, not with a key.',
}
