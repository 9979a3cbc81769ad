/**
 * Signing in by an identity provider (OpenID Connect: code flow with PKCE, state and nonce).
 * Somebody is known by the subject that was linked to them, never by a mail address; what the
 * provider says of factors (acr, amr) decides whether ours are still asked for.
 */
import { Injectable, Logger } from '@nestjs/common'
import * as client from 'openid-client'
import { Clock } from '../base/clock.js'
import { EntryDatabase, row, rows } from '../base/database.js'
import { causeOf } from '../base/cause.js'
import { Busy, Invalid, NotFound } from '../base/errors.js'
import { Outgoing } from '../base/outgoing.js'
import { path } from '../base/path.js'
import { SessionRules } from './attempts.js'
import { notePeople } from './peopleHistory.js'
import { ProviderSettings } from './providerSettings.js'
import { lost, notAnew, silent, taken } from './providerWords.js'
import type { Person } from './session.service.js'
import { Tickets } from './tickets.js'

/** Whom the provider has named, whether it has asked for two factors, and when. */
export interface ProviderAnswer {
  readonly issuer: string
  readonly subject: string
  readonly strong: boolean
  /** When the person has last shown the provider who they are (`auth_time`); null when it does not say. */
  readonly shownAt: Date | null
  /** Where the person was going, and who had signed in when they left. */
  readonly to: string
  readonly linkFor: number | null
}

export interface ProviderLink {
  readonly id: number
  readonly issuer: string
  readonly subject: string
  readonly linkedAt: Date
}

interface ProviderRequest {
  /** What the provider sends back unchanged (RFC 6749), not a state of a case. */
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly to: string
  readonly linkFor: number | null
  /** An instant in milliseconds. */
  readonly leftAt: number
}

/** How far the provider's clock may be from ours, in milliseconds. */
const CLOCKS_APART = 60_000

/** RFC 8176: `mfa` says it; else something known and something had or been. */
const KNOWN = ['pwd', 'pin', 'kba']
const OWNED = ['otp', 'hwk', 'swk', 'sc', 'fpt', 'face', 'iris', 'vbm', 'retina']

const LIST = `select id, issuer, subject, linked_at as "linkedAt" from provider_links where person_id = $1 order by id`

@Injectable()
export class IdentityProvider {
  private readonly log = new Logger('people')
  private found: Promise<client.Configuration> | undefined

  constructor(
    private readonly entry: EntryDatabase,
    private readonly clock: Clock,
    private readonly tickets: Tickets,
    private readonly settings: ProviderSettings,
    private readonly rules: SessionRules,
  ) {}

  /**
   * Where to send somebody, and what their browser keeps until they are back. Who links an account
   * is asked by the provider anew; who signs in, when that was longer ago than a session lasts.
   * Throws NotFound when there is no provider, Busy when it does not say what it is.
   */
  async leave(to: string, linkFor: number | null): Promise<{ address: string; ticket: string }> {
    const config = await this.configuration()
    const left: ProviderRequest = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      to,
      linkFor,
      leftAt: this.clock.now().getTime(),
    }
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: this.backAddress(),
      scope: 'openid',
      max_age: String(this.maxAge(linkFor)),
      state: left.state,
      nonce: left.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(left.verifier),
      code_challenge_method: 'S256',
      ...(this.settings.acr !== null && { acr_values: this.settings.acr }),
    })
    return { address: address.href, ticket: this.tickets.issue('provider', left) }
  }

  /**
   * Whom the provider has named. @param query what it has sent back
   * @throws Invalid when the answer is not the one that was waited for, or the person was not asked anew; Busy
   */
  async comeBack(ticket: string | undefined, query: string): Promise<ProviderAnswer> {
    const left = ticket === undefined ? undefined : this.tickets.read<ProviderRequest>('provider', ticket)
    if (!left) throw new Invalid([lost])
    const config = await this.configuration()
    const tokens = await client
      .authorizationCodeGrant(config, new URL(`${this.backAddress()}${query}`), {
        pkceCodeVerifier: left.verifier,
        expectedState: left.state,
        expectedNonce: left.nonce,
        idTokenExpected: true,
      })
      .catch(() => undefined)
    const claims = tokens?.claims()
    if (!claims) throw new Invalid([lost])
    const spent = await this.entry.transaction({}, (tx) => this.tickets.spend(tx, ticket ?? ''))
    if (!spent) throw new Invalid([lost])
    const { iss: issuer, sub: subject } = claims
    const { to, linkFor, leftAt } = left
    const shownAt = this.shownAt(claims)
    const oldest = leftAt - this.maxAge(linkFor) * 1000 - CLOCKS_APART
    if (shownAt ? shownAt.getTime() < oldest : linkFor !== null) throw new Invalid([notAnew])
    return { issuer, subject, strong: this.isStrong(claims), shownAt, to, linkFor }
  }

  /** For how many seconds the provider need not ask anew. */
  private maxAge(linkFor: number | null): number {
    return linkFor === null ? this.rules.absoluteHours * 3600 : 0
  }

  /** Now at the latest: a provider whose clock is ahead proves nothing for later. */
  private shownAt({ auth_time: time }: client.IDToken): Date | null {
    return typeof time === 'number' ? new Date(Math.min(time * 1000, this.clock.now().getTime())) : null
  }

  /** The account to which this name at the provider was linked. */
  async accountOf({ issuer, subject }: Pick<ProviderAnswer, 'issuer' | 'subject'>): Promise<string | undefined> {
    const [found] = await this.entry.lookUp<{ account: string | null }>('select find_link($1, $2) as account', [
      issuer,
      subject,
    ])
    return found?.account ?? undefined
  }

  /** The person's own links. */
  list(person: Person): Promise<ProviderLink[]> {
    return this.entry.transaction({}, (tx) => rows<ProviderLink>(tx, LIST, [person.id]))
  }

  /**
   * Links a name at the provider to the person who has just shown both. Throws Invalid when it is
   * somebody's already.
   */
  async link(person: Person, { issuer, subject }: Pick<ProviderAnswer, 'issuer' | 'subject'>): Promise<void> {
    const at = this.clock.now()
    await this.entry.transaction({}, async (tx) => {
      const added = await row(
        tx,
        `insert into provider_links (person_id, issuer, subject, linked_by, linked_at) values ($1, $2, $3, $4, $5)
          on conflict do nothing returning id`,
        [person.id, issuer, subject, person.id, at],
      )
      if (!added) throw new Invalid([taken])
      await notePeople(tx, person, { at, personId: person.id, act: 'providerLinked', detail: { issuer, subject } })
    })
  }

  /** Throws NotFound. */
  async unlink(person: Person, id: number): Promise<void> {
    await this.entry.transaction({}, async (tx) => {
      const gone = await row<{ issuer: string; subject: string }>(
        tx,
        'delete from provider_links where id = $1 and person_id = $2 returning issuer, subject',
        [id, person.id],
      )
      if (!gone) throw new NotFound()
      const note = { at: this.clock.now(), personId: person.id, act: 'providerUnlinked' as const, detail: gone }
      await notePeople(tx, person, note)
    })
  }

  private isStrong({ acr, amr }: client.IDToken): boolean {
    if (this.settings.acr !== null) return acr === this.settings.acr
    const methods = Array.isArray(amr) ? amr : []
    const has = (list: readonly string[]) => methods.some((method) => list.includes(String(method)))
    return methods.includes('mfa') || (has(KNOWN) && has(OWNED))
  }

  private backAddress(): string {
    return `${this.settings.publicUrl}${path.signInProviderBack}`
  }

  /** What the provider says of itself, asked once; again after a failure. Throws NotFound, Busy. */
  private configuration(): Promise<client.Configuration> {
    if (this.settings.issuer === null) throw new NotFound()
    this.found ??= discoverProvider(this.settings, this.settings.issuer).catch((error: unknown) => {
      this.found = undefined
      this.log.error({ msg: 'the identity provider’s description of itself cannot be used', ...causeOf(error) })
      throw new Busy(silent)
    })
    return this.found
  }
}

/** What a provider says of itself (OpenID Connect Discovery 1.0). Throws whatever goes wrong. */
export function discoverProvider(settings: ProviderSettings, issuer: string): Promise<client.Configuration> {
  const { clientId, clientSecret, outgoing } = settings
  const connections = new Outgoing(outgoing)
  return client.discovery(
    new URL(issuer),
    clientId,
    undefined,
    clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret),
    {
      [client.customFetch]: (url, { signal, ...init }) =>
        connections.fetch(url, { ...init, ...(signal && { signal }) } as RequestInit), // of the same members
      // the signature of an ID token is looked at, though it came by a connection of our own (ASVS 5.0, 6.8.2)
      execute: [
        client.enableNonRepudiationChecks,
        ...(issuer.startsWith('http://') ? [client.allowInsecureRequests] : []),
      ],
    },
  )
}
