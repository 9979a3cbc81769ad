/**
 * Sessions: opaque tokens, kept as hashes in the database, so that ending one takes effect at once.
 * Each says how and when its person has proved who they are.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, EntryDatabase, row, rows, type Speaker, type Tx } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import type { Language } from '../base/text.js'
import { addAccess } from './accessLog.js'
import type { Actor, Role } from './actor.js'
import { SessionRules } from './attempts.js'
import { newSecret, passwordFits, secretHash } from './secrets.js'

export interface Person extends Actor {
  readonly id: number
  readonly language: Language
  readonly account: string
}

export interface PersonRow {
  readonly id: number
  readonly firm_id: number | null
  readonly authority_id: number | null
  readonly roles: Role[]
  readonly name: string
  readonly language: Language
  readonly account: string
}

type FoundSession = PersonRow & {
  readonly session_id: string
  readonly proved_at: Date
  readonly form_key: Buffer | null
  readonly first_hash: Buffer
  readonly unread: number
}

export const personOf = (
  found: PersonRow,
  {
    keyId = null,
    proved = false,
    speaker,
    service,
  }: Pick<Person, 'speaker' | 'service'> & { keyId?: number | null; proved?: boolean } = {},
): Person => ({
  kind: 'person',
  id: found.id,
  name: found.name,
  roles: found.roles,
  firmId: found.firm_id,
  authorityId: found.authority_id,
  keyId,
  language: found.language,
  account: found.account,
  proved,
  speaker,
  service,
})

/** How somebody has shown who they are. */
export type Way = 'password' | 'totp' | 'recovery' | 'passkey' | 'provider' | 'providerFactor'

/** How somebody has shown who they are, and when; null when an identity provider does not say. */
export interface Shown {
  readonly ways: readonly Way[]
  readonly shownAt: Date | null
}

/** A proof that is always too old. */
const NEVER = new Date(0)

/** Where a session was opened. */
export interface Place {
  readonly address: string
  readonly device?: string | undefined
}

/** The session that a request came with. */
export interface HeldSession {
  readonly token: string
  /** By which its person knows it. */
  readonly sessionId: string
  /** What the tokens of its forms are made of. */
  readonly formKey: Buffer
}

/** A session as its person sees it; it goes by the beginning of its first token's hash. */
export interface OpenSession {
  readonly id: string
  readonly createdAt: Date
  readonly seenAt: Date
  readonly device: string | null
  readonly address: string | null
  readonly ways: Way[]
}

/** By which a row of sessions is known to its person. */
const SESSION_ID = `encode(substring(coalesce(first_hash, token_hash) for 8), 'hex')`
const RENEW = `
  update sessions set token_hash = $2, first_hash = coalesce(first_hash, token_hash), form_key = coalesce(form_key, $3),
    proved_at = $4, shown_at = now()
  where token_hash = $1 returning person_id`
const ALIVE = `
  select w.id from unnest($1::int[], $2::text[]) w (person, id) join sessions s on s.person_id = w.person
  join people p on p.id = s.person_id
  where ${SESSION_ID} = w.id and s.seen_at >= $3 and s.created_at >= $4 and p.ended_at is null`
const LIST = `
  select ${SESSION_ID} as id, created_at as "createdAt", seen_at as "seenAt", device, address, ways from sessions
  where person_id = $1 and seen_at >= $2 and created_at >= $3 order by seen_at desc, token_hash limit 100`

const FIND = 'select f.*, unread_of($1) as unread from find_session($1, $2, $3, $4) f'

interface FoundBySession {
  readonly person: Person
  readonly sessionId: string
  readonly formKey?: Buffer | undefined
  readonly unread: number
}

@Injectable()
export class Sessions {
  constructor(
    private readonly db: Database,
    private readonly entry: EntryDatabase,
    private readonly clock: Clock,
    private readonly rules: SessionRules,
  ) {}

  /** Opens a session for somebody who has shown who they are in these ways, and says so in the log; its token. */
  async open(tx: Tx, person: Person, { ways, shownAt }: Shown, { address, device }: Place): Promise<string> {
    const token = newSecret()
    const at = this.clock.now()
    await rows(
      tx,
      `insert into sessions (token_hash, person_id, created_at, seen_at, device, address, ways, proved_at, shown_at)
        values ($1, $2, $3, $3, $4, $5, $6, $7::timestamptz, now() - ($3::timestamptz - $7::timestamptz))`,
      [secretHash(token), person.id, at, device?.slice(0, 200) ?? null, address, ways, shownAt ?? NEVER],
    )
    await addAccess(tx, [{ at, kind: 'signedIn', personId: person.id, address, what: ways.join(' '), times: 1 }])
    return token
  }

  /**
   * Who a session's token stands for, or undefined when it has ended; `formKey` once its first token was replaced.
   * `unread`: how many notifications the person has not read, up to a hundred.
   */
  async find(token: string): Promise<FoundBySession | undefined> {
    const now = this.clock.now()
    const [found] = await this.db.lookUp<FoundSession>(FIND, [
      secretHash(token),
      now,
      `${this.rules.idleMinutes} minutes`,
      `${this.rules.absoluteHours} hours`,
    ])
    if (!found) return undefined
    const proved = now.getTime() - found.proved_at.getTime() <= this.rules.proofMinutes * 60_000
    const { session_id: sessionId, form_key: formKey, first_hash: hash } = found
    const speaker: Speaker = { how: 'session', hash, personId: found.id, at: now }
    const person = personOf(found, { proved, speaker })
    return { person, sessionId, formKey: formKey ?? undefined, unread: found.unread }
  }

  /** The person's open sessions, the last used first. */
  list(person: Person): Promise<OpenSession[]> {
    const ago = (ms: number) => new Date(this.clock.now().getTime() - ms)
    const { idleMinutes, absoluteHours } = this.rules
    return this.entry.transaction({}, (tx) =>
      rows<OpenSession>(tx, LIST, [person.id, ago(idleMinutes * 60_000), ago(absoluteHours * 3_600_000)]),
    )
  }

  /** Ends one of the person's own sessions. Throws NotFound. */
  async end(person: Person, id: string): Promise<void> {
    const ended = await this.entry.transaction({}, (tx) =>
      row(tx, `delete from sessions where ${SESSION_ID} = $1 and person_id = $2 returning person_id`, [id, person.id]),
    )
    if (!ended) throw new NotFound()
  }

  /** Ends all the person's sessions but the one that is used; `tx` is the entry's. */
  async endOthers(person: Person, sessionId: string | undefined, tx?: Tx): Promise<void> {
    if (!tx) return this.entry.transaction({}, (own) => this.endOthers(person, sessionId, own))
    await rows(tx, `delete from sessions where person_id = $1 and ${SESSION_ID} <> $2`, [person.id, sessionId ?? ''])
  }

  /**
   * The session's person has just shown again who they are: from now on it goes on with a new
   * token, which is answered, and the one that it had is worth nothing. Undefined when it has
   * ended, or has got another token, meanwhile.
   */
  async prove(tx: Tx, { token, formKey }: HeldSession): Promise<string | undefined> {
    const fresh = newSecret()
    const renewed = await row(tx, RENEW, [secretHash(token), secretHash(fresh), formKey, this.clock.now()])
    return renewed ? fresh : undefined
  }

  /** Which of these accounts exist and open with this password: what a start in production must rule out. */
  async listOpen(accounts: readonly string[], password: string): Promise<string[]> {
    const open: string[] = []
    for (const account of accounts) {
      const [found] = await this.entry.lookUp<{ password_hash: string }>('select password_hash from find_account($1)', [
        account,
      ])
      if (found && (await passwordFits(password, found.password_hash, 'start'))) open.push(account)
    }
    return open
  }

  async signOut(person: Person, token: string): Promise<void> {
    await this.entry.transaction({}, (tx) =>
      rows(tx, 'delete from sessions where token_hash = $1 and person_id = $2', [secretHash(token), person.id]),
    )
  }

  /** Which of these sessions are still open, by their ids; asking is not using them. */
  async listAlive(held: readonly { readonly person: Person; readonly sessionId: string }[]): Promise<Set<string>> {
    const ago = (ms: number) => new Date(this.clock.now().getTime() - ms)
    const { idleMinutes, absoluteHours } = this.rules
    const found = await this.entry.lookUp<{ id: string }>(ALIVE, [
      ...[held.map(({ person }) => person.id), held.map(({ sessionId }) => sessionId)],
      ...[ago(idleMinutes * 60_000), ago(absoluteHours * 3_600_000)],
    ])
    return new Set(found.map(({ id }) => id))
  }
}
