/**
 * Passkeys (WebAuthn): made and removed by their person, and checked. One that has verified its
 * user counts as both factors. Over 250 lines because what is asked of a browser stands beside what
 * must come back.
 */
import { Injectable } from '@nestjs/common'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { Clock } from '../base/clock.js'
import { EntryDatabase, row, rows, type Tx } from '../base/database.js'
import { Invalid, NotFound } from '../base/errors.js'
import { FactorService } from './factor.service.js'
import { notePeople } from './peopleHistory.js'
import type { Person } from './session.service.js'
import { Tickets } from './tickets.js'

/** Whose passkeys these are: a browser gives them to this origin only. */
export class PasskeySettings {
  readonly rpId: string
  readonly origin: string
  constructor(publicUrl: string) {
    const url = new URL(publicUrl)
    this.rpId = url.hostname
    this.origin = url.origin
  }
}

export interface Passkey {
  readonly id: number
  readonly name: string
  readonly addedAt: Date
  readonly usedAt: Date | null
}

/** What a browser is asked, and what must come back beside its answer. */
export interface Challenge<Options> {
  readonly options: Options
  readonly ticket: string
}

/** What a browser sends: its answer as JSON, and the ticket of the challenge. */
export interface PasskeyAnswer {
  readonly answer: unknown
  readonly ticket: string
}

/** Some 250 modules, loaded when the first passkey is asked for. */
const webAuthn = () => import('@simplewebauthn/server')

interface PasskeyChallenge {
  readonly challenge: string
  /** Of whom it was asked; absent where the passkey itself is to say so. */
  readonly person?: number
}

const NAME = '海荐 Haijian'
const LIST = `select id, name, added_at as "addedAt", used_at as "usedAt" from passkeys where person_id = $1
  order by id`
const MOST = 20
/** EdDSA and ES256 (COSE): 128 bits of strength, which the RSA keys of authenticators have not. */
const ALGORITHMS = [-8, -7]

@Injectable()
export class PasskeyService {
  constructor(
    private readonly entry: EntryDatabase,
    private readonly clock: Clock,
    private readonly tickets: Tickets,
    private readonly factors: FactorService,
    private readonly settings: PasskeySettings,
  ) {}

  /** The person's passkeys. */
  list(person: Person): Promise<Passkey[]> {
    return this.entry.transaction({}, (tx) => rows<Passkey>(tx, LIST, [person.id]))
  }

  /** What the browser is asked for a new one. */
  async offer(person: Person): Promise<Challenge<PublicKeyCredentialCreationOptionsJSON>> {
    const options = await (await webAuthn()).generateRegistrationOptions({
      rpName: NAME,
      rpID: this.settings.rpId,
      userName: person.account,
      userDisplayName: person.name,
      userID: new TextEncoder().encode(`person ${person.id}`),
      attestationType: 'none',
      supportedAlgorithmIDs: ALGORITHMS,
      excludeCredentials: await this.credentialsOf(person.id),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    })
    return {
      options,
      ticket: this.tickets.issue('passkey made', { challenge: options.challenge, person: person.id }),
    }
  }

  /**
   * Keeps a new passkey under a name. Returns new recovery codes when there were none.
   * @throws Invalid when the browser sent no answer, or one that is not that of the challenge
   */
  add(person: Person, name: string, made: PasskeyAnswer | undefined): Promise<string[]> {
    return this.keep(person, name, made)
  }

  /**
   * The same for somebody who signs in and has no factor yet, under the day as its name.
   * @throws Invalid as add; when they have a factor by now, which then has to be shown
   */
  async addFirst(person: Person, made: PasskeyAnswer): Promise<string[]> {
    return this.keep(person, this.clock.today(), made, async (tx) => {
      if (!(await this.factors.hasNone(tx, person))) throw new Invalid([meanwhile])
    })
  }

  private async keep(
    person: Person,
    name: string,
    made: PasskeyAnswer | undefined,
    before: (tx: Tx) => Promise<void> = async () => undefined,
  ): Promise<string[]> {
    const asked = made && this.tickets.read<PasskeyChallenge>('passkey made', made.ticket)
    if (!made || !asked || asked.person !== person.id) throw new Invalid([notMade])
    const { registrationInfo } = await (await webAuthn())
      .verifyRegistrationResponse({
        response: made.answer as RegistrationResponseJSON, // whatever it is, the library checks every part of it
        expectedChallenge: asked.challenge,
        expectedOrigin: this.settings.origin,
        expectedRPID: this.settings.rpId,
        requireUserVerification: false,
        supportedAlgorithmIDs: ALGORITHMS,
      })
      .catch(() => ({ registrationInfo: undefined }))
    if (!registrationInfo) throw new Invalid([notMade])
    const { credential } = registrationInfo
    const now = this.clock.now()
    return this.entry.transaction({}, async (tx) => {
      await before(tx)
      if (!(await this.tickets.spend(tx, made.ticket))) throw new Invalid([notMade])
      if ((await rows(tx, LIST, [person.id])).length >= MOST) throw new Invalid([tooMany])
      const added = await row(
        tx,
        `insert into passkeys (person_id, credential_id, public_key, counter, transports, name, added_at)
          values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (credential_id) do nothing returning id`,
        [
          person.id,
          credential.id,
          Buffer.from(credential.publicKey),
          credential.counter,
          credential.transports ?? [],
          name,
          now,
        ],
      )
      if (!added) throw new Invalid([notMade])
      await notePeople(tx, person, { at: now, personId: person.id, act: 'passkeyAdded', detail: { name } })
      return (await this.factors.getIn(tx, person)).codesLeft > 0 ? [] : this.factors.renewCodes(tx, person)
    })
  }

  /** Throws NotFound; NotNow when it is the last factor of somebody who needs one. */
  async remove(person: Person, id: number): Promise<void> {
    await this.entry.transaction({}, async (tx) => {
      await this.factors.requireAnother(tx, person, 'passkey')
      const gone = await row<{ name: string }>(
        tx,
        'delete from passkeys where id = $1 and person_id = $2 returning name',
        [id, person.id],
      )
      if (!gone) throw new NotFound()
      const { name } = gone
      await notePeople(tx, person, {
        at: this.clock.now(),
        personId: person.id,
        act: 'passkeyRemoved',
        detail: { name },
      })
    })
  }

  /** What the browser is asked to show a passkey: one of this person's, or any one, which then must verify its user. */
  async ask(personId?: number): Promise<Challenge<PublicKeyCredentialRequestOptionsJSON>> {
    const options = await (await webAuthn()).generateAuthenticationOptions({
      rpID: this.settings.rpId,
      userVerification: personId === undefined ? 'required' : 'preferred',
      allowCredentials: personId !== undefined ? await this.credentialsOf(personId) : undefined,
    })
    const asked: PasskeyChallenge = { challenge: options.challenge, person: personId }
    return { options, ticket: this.tickets.issue('passkey shown', asked) }
  }

  /**
   * Whose passkey was shown, by the account; the challenge is used up with it.
   * @param personId who must have been asked; undefined where anybody was
   * @throws Invalid when it does not fit the challenge
   */
  async check({ answer, ticket }: PasskeyAnswer, personId?: number): Promise<string> {
    const asked = this.tickets.read<PasskeyChallenge>('passkey shown', ticket)
    const response = answer as AuthenticationResponseJSON // whatever it is, the library checks every part of it
    if (!asked || asked.person !== personId || typeof response?.id !== 'string') throw new Invalid([refused])
    const found = await this.find(response.id)
    if (!found) throw new Invalid([refused])
    const { verified, authenticationInfo } = await (await webAuthn())
      .verifyAuthenticationResponse({
        response,
        expectedChallenge: asked.challenge,
        expectedOrigin: this.settings.origin,
        expectedRPID: this.settings.rpId,
        requireUserVerification: personId === undefined,
        credential: {
          id: response.id,
          publicKey: new Uint8Array(found.public_key),
          counter: Number(found.counter),
        },
      })
      .catch(() => ({ verified: false, authenticationInfo: undefined }))
    if (!verified || !authenticationInfo || (personId !== undefined && found.person !== personId))
      throw new Invalid([refused])
    await this.entry.transaction({}, async (tx) => {
      if (!(await this.tickets.spend(tx, ticket))) throw new Invalid([refused])
      await rows(tx, 'update passkeys set counter = $2, used_at = $3 where id = $1 and person_id = $4', [
        ...[found.id, authenticationInfo.newCounter, this.clock.now(), found.person],
      ])
    })
    return found.account
  }

  private async find(credentialId: string) {
    interface Found {
      id: number
      person: number
      account: string
      public_key: Buffer
      counter: string
    }
    const [found] = await this.entry.lookUp<Found>('select * from find_passkey($1)', [credentialId.slice(0, 2000)])
    return found
  }

  private async credentialsOf(personId: number): Promise<{ id: string; transports: string[] }[]> {
    return this.entry.transaction({}, (tx: Tx) =>
      rows(tx, 'select credential_id as id, transports from passkeys where person_id = $1', [personId]),
    )
  }
}

const refused = {
  code: 'passkeyWrong',
  path: 'passkey',
  message: {
    zh: '通行密钥验证未通过。请重试，或使用其他方式。',
    en: 'The passkey was not accepted. Try again, or use another way.',
  },
}
/** Of a new one, beside its name. */
const notMade = { ...refused, path: 'name' }
const meanwhile = {
  code: 'factorMeanwhile',
  path: 'passkey',
  message: {
    zh: '您刚才已经添加了登录方式。请重新登录，并使用它。',
    en: 'You have just added a way to sign in. Sign in again with it.',
  },
}
const tooMany = {
  code: 'passkeyTooMany',
  path: 'name',
  message: {
    zh: `最多 ${MOST} 个通行密钥。请先移除不用的。`,
    en: `You can have at most ${MOST} passkeys. Remove one you do not use.`,
  },
}
