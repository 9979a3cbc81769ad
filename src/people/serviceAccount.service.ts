/**
 * Service accounts of a firm, by its administrator, and of permit authorities, by a system administrator with a
 * security administrator who confirms. The database decides who may (migrations/…-serviceAccounts.ts); what an
 * account may do is asked by act(). Over 250 lines because all that is done to an account is read together.
 */
import { Injectable, Logger } from '@nestjs/common'
import { causeOf } from '../base/cause.js'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { Forbidden, Invalid, NotFound, NotNow, type Problem } from '../base/errors.js'
import type { Actor } from './actor.js'
import { noteFirmAct } from './firmActs.js'
import type { FirmAct } from './firmWords.js'
import { readPublicKey } from './publicKey.js'
import { settingsOf } from './scope.js'
import { newSecret, secretHash } from './secrets.js'
import type { ApiKey } from './signInEntities.js'

export interface ServiceAccount {
  readonly id: number
  readonly name: string
  readonly purpose: string
  readonly acts: readonly string[]
  readonly authorityId: number | null
  readonly responsible: string
  /** Whoever is responsible has left: another one is named before the account gets a new key. */
  readonly responsibleLeft: boolean
  readonly madeBy: string
  readonly madeById: number
  readonly madeAt: Date
  readonly confirmedBy: string | null
  readonly confirmedAt: Date | null
  readonly endedAt: Date | null
  readonly keysInForce: number
}

export type ServiceKey = Pick<
  ApiKey,
  'id' | 'name' | 'prefix' | 'createdAt' | 'expiresAt' | 'usedAt' | 'usedFrom' | 'endedAt' | 'thumbprint'
> & { readonly madeBy: string | null }

export interface ServiceCall {
  readonly id: number
  readonly at: Date
  readonly route: string
  readonly status: number
  readonly requestId: string
  readonly key: string
}

export interface ServiceWish {
  readonly authorityId: number | null
  readonly name: string
  readonly purpose: string
  readonly acts: readonly string[]
  /** The account of a person there. */
  readonly responsible: string
}

/** How long a service account's key may last. */
export class ServiceRules {
  /** @param keyDays in days, at most */
  constructor(readonly keyDays: number) {}
}

/** Days for which calls are kept. */
export const CALLS_KEPT = 183
const DAY = 86_400_000 // ms

const LIST = `
  select a.id, p.name, a.purpose, a.acts, a.authority_id as "authorityId", r.name as responsible,
    r.ended_at is not null as "responsibleLeft", m.name as "madeBy", a.made_by as "madeById", a.made_at as "madeAt",
    c.name as "confirmedBy", a.confirmed_at as "confirmedAt", a.ended_at as "endedAt", (
      select count(*)::int from api_keys k where k.person_id = a.id and k.ended_at is null and k.expires_at > $1
    ) as "keysInForce"
  from service_accounts a join people p on p.id = a.id join people r on r.id = a.responsible_id
  join people m on m.id = a.made_by left join people c on c.id = a.confirmed_by`
const KEYS = `
  select k.id, k.name, k.prefix, k.created_at as "createdAt", k.expires_at as "expiresAt", k.used_at as "usedAt",
    k.used_from as "usedFrom", k.ended_at as "endedAt", k.thumbprint, m.name as "madeBy"
  from api_keys k left join people m on m.id = k.made_by where k.person_id = $1 order by k.id desc limit 50`
const CALLS = `
  select c.id::int, c.at, c.route, c.status, c.request_id as "requestId", k.name as key
  from service_calls c join api_keys k on k.id = c.key_id
  where c.account_id = $1 and ($2::bigint is null or c.id < $2) order by c.id desc limit $3`

@Injectable()
export class ServiceAccounts {
  private readonly log = new Logger('calls')

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly rules: ServiceRules,
  ) {}

  /** Those that the actor administers, the newest first. */
  list(actor: Actor): Promise<ServiceAccount[]> {
    return this.in(actor, (tx) => rows<ServiceAccount>(tx, `${LIST} order by a.id desc`, [this.clock.now()]))
  }

  /** Throws NotFound. */
  async get(actor: Actor, id: number): Promise<ServiceAccount> {
    const found = await this.in(actor, (tx) =>
      row<ServiceAccount>(tx, `${LIST} where a.id = $2`, [this.clock.now(), id]),
    )
    if (!found) throw new NotFound()
    return found
  }

  keys(actor: Actor, id: number): Promise<ServiceKey[]> {
    return this.in(actor, (tx) => rows<ServiceKey>(tx, KEYS, [id]))
  }

  /** What its keys have called, the newest first; `before`: of an id. */
  calls(actor: Actor, id: number, limit: number, before?: number): Promise<ServiceCall[]> {
    return this.in(actor, (tx) => rows<ServiceCall>(tx, CALLS, [id, before ?? null, limit]))
  }

  /**
   * Makes one; an authority's speaks once it is confirmed. Answers its id. Throws Forbidden, Invalid when
   * nobody there has the account of who is to be responsible.
   */
  async create(actor: Actor, { authorityId, name, purpose, acts, responsible }: ServiceWish): Promise<number> {
    const values = [authorityId, name, purpose, acts, responsible, this.clock.now()]
    const id = await this.ask<number>(actor, 'make_service_account($1, $2, $3, $4, $5, $6)', values, {
      act: 'serviceMade',
      name,
    })
    if (id === null) throw new Forbidden()
    if (id === 0) throw new Invalid([nobodyThere])
    return id
  }

  /** By a second administrator. Throws NotFound, Forbidden. */
  async confirm(actor: Actor, id: number): Promise<void> {
    await this.get(actor, id)
    const done = await this.ask<boolean>(actor, 'confirm_service_account($1, $2)', [id, this.clock.now()])
    if (!done) throw new Forbidden()
  }

  /** Names who is responsible from now on. Throws Invalid. */
  async setResponsible(actor: Actor, id: number, account: string): Promise<void> {
    const done = await this.ask<boolean>(actor, 'set_service_responsible($1, $2)', [id, account])
    if (!done) throw new Invalid([nobodyThere])
  }

  /** Ends it with its keys, at once. Throws NotFound. */
  async end(actor: Actor, id: number): Promise<void> {
    const done = await this.ask<boolean>(actor, 'end_service_account($1, $2)', [id, this.clock.now()], {
      act: 'serviceEnded',
      id,
    })
    if (!done) throw new NotFound()
  }

  /**
   * Makes a key that lasts so many days; its secret is answered this once. Throws Invalid for more days than are
   * allowed, NotNow when two are in force or who is responsible has left, Forbidden.
   */
  async addKey(actor: Actor, id: number, { name, days }: KeyWish): Promise<string> {
    const secret = `hs_${newSecret()}`
    const values = [id, name, secret.slice(0, 8), secretHash(secret)]
    await this.add(actor, 'add_service_key($1, $2, $3, $4, $5, $6)', values, { id, name, days })
    return secret
  }

  /**
   * Registers a public key, as PEM or JWK. Throws as addKey, and Invalid for what is no such key or was a key of
   * this account before.
   */
  async addPublicKey(actor: Actor, id: number, { name, days, publicKey }: KeyWish & { publicKey: string }) {
    const { jwk, thumbprint } = readPublicKey(publicKey)
    const values = [id, name, jwk, thumbprint]
    await this.add(actor, 'add_service_public_key($1, $2, $3, $4, $5, $6)', values, { id, name, days })
  }

  private async add(
    actor: Actor,
    call: string,
    values: readonly unknown[],
    { id, name, days }: KeyWish & { id: number },
  ) {
    if (days > this.rules.keyDays) throw new Invalid([tooLong(this.rules.keyDays)])
    const now = this.clock.now()
    const until = new Date(now.getTime() + days * DAY)
    const made = await this.ask<number>(actor, call, [...values, until, now], { act: 'serviceKeyAdded', id, key: name })
    if (made === null) throw new Forbidden()
    if (made === 0) throw new NotNow([twoKeys])
    if (made === -2) throw new Invalid([keyKnown])
    if (made < 0) throw new NotNow([nobodyResponsible])
  }

  /** Ends a key at once. Throws NotFound. */
  async endKey(actor: Actor, id: number, key: number): Promise<void> {
    const named = (await this.keys(actor, id)).find((one) => one.id === key)?.name
    const done = await this.ask<boolean>(actor, 'end_service_key($1, $2, $3)', [id, key, this.clock.now()], {
      act: 'serviceKeyEnded',
      id,
      key: named,
    })
    if (!done) throw new NotFound()
  }

  /** Keeps a call; a call by a person's key leaves nothing. What fails is logged: the call has been answered. */
  async noteCall(keyId: number, route: string, status: number, requestId: string): Promise<void> {
    try {
      const values = [keyId, this.clock.now(), route, status, requestId]
      await this.db.lookUp('select note_call($1, $2, $3, $4, $5)', values)
    } catch (error) {
      this.log.warn({ msg: 'a call was not kept', ...causeOf(error) })
    }
  }

  private in<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.transaction(settingsOf(actor), work)
  }

  /** Asks one of the guarded functions. What it did for a firm stands in its history, by the same transaction. */
  private ask<T>(actor: Actor, call: string, values: readonly unknown[], line?: Line): Promise<T | null> {
    return this.in(actor, async (tx) => {
      const said = (await row<{ said: T | null }>(tx, `select ${call} as said`, [...values]))?.said ?? null
      const { firmId } = actor
      if (!line || firmId === null || !(said === true || Number(said) > 0)) return said
      const { act, key, id } = line
      const name = line.name ?? (await row<{ name: string }>(tx, 'select name from people where id = $1', [id]))?.name
      await noteFirmAct(tx, actor, { firmId, at: this.clock.now(), act, detail: { name, key } })
      return said
    })
  }
}

/** What stands in the firm's history; the account by its name or its id. */
interface Line {
  readonly act: FirmAct
  readonly id?: number
  readonly name?: string
  readonly key?: string | undefined
}

interface KeyWish {
  readonly name: string
  readonly days: number
}

const nobodyThere: Problem = {
  code: 'nobodyThere',
  path: 'responsible',
  message: {
    zh: '本单位没有这个账号的在职人员，请核对。',
    en: 'Nobody at your firm or authority has this account. Check it.',
  },
}

const tooLong = (days: number): Problem => ({
  code: 'tooLong',
  path: 'days',
  message: { zh: `最多${days}天。`, en: `${days} days at most.` },
})

const twoKeys = {
  code: 'twoKeys',
  zh: '已有两个密钥有效。更换时新旧两个可以并用；请先作废不用的一个。',
  en: 'Two keys are already in force. Revoke the one you do not use first.',
}

const nobodyResponsible = {
  code: 'nobodyResponsible',
  zh: '负责人已离开，请先指定新的负责人。',
  en: 'The responsible person has left. Name another one first.',
}

const keyKnown: Problem = {
  code: 'keyKnown',
  path: 'publicKey',
  message: {
    zh: '这个服务账号登记过这个公钥。请另行生成一对密钥。',
    en: 'This account has used this public key before. Generate a new key pair.',
  },
}
