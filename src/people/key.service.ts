/**
 * API keys: a person's own, for programs that act in their name with fewer rights. Shown once,
 * stored hashed, always with an end. The database ends them with the password, and keeps them to the
 * roles of the day on which they were made (migrations/…-keys.ts).
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Speaker } from '../base/database.js'
import { Forbidden, NotFound } from '../base/errors.js'
import type { KeyScope } from './actor.js'
import { settingsOf } from './scope.js'
import { newSecret, secretHash } from './secrets.js'
import type { Person } from './session.service.js'
import { personOf } from './session.service.js'
import { ApiKey } from './signInEntities.js'

export type Key = Omit<ApiKey, 'keyHash'>

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

  /** Who a key stands for and what it may do, or undefined when it has ended. */
  async find(secret: string): Promise<{ person: Person; scopes: KeyScope[] } | undefined> {
    type Found = Parameters<typeof personOf>[0] & { key_id: number; scopes: KeyScope[] }
    const [hash, at] = [secretHash(secret), this.clock.now()]
    const [found] = await this.db.lookUp<Found>('select * from open_key($1, $2)', [hash, at])
    const speaker: Speaker = { how: 'key', hash, personId: null, at }
    return found && { person: personOf(found, { keyId: found.key_id, speaker }), scopes: found.scopes }
  }
}

function requireNoKey(person: Person): void {
  if (person.keyId !== null) throw new Forbidden(byPersonOnly)
}

const byPersonOnly = {
  zh: '密钥须由本人登录后管理，不能用密钥办理。',
  en: 'Keys are made and ended by the person who has signed in, not by a key.',
}
