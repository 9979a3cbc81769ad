/**
 * Renewed proof: before something weighty a session's person shows once more who they are; by a
 * code or a passkey, and by the password only where they have neither.
 */
import { Injectable } from '@nestjs/common'
import { EntryDatabase, row } from '../base/database.js'
import { Invalid } from '../base/errors.js'
import { Attempts } from './attempts.js'
import { FactorService } from './factor.service.js'
import { type PasskeyAnswer, PasskeyService } from './passkey.service.js'
import { passwordFits, personal } from './secrets.js'
import { type HeldSession, type Person, Sessions } from './session.service.js'

export interface Proof {
  readonly code?: string | undefined
  readonly password?: string | undefined
  readonly passkey?: PasskeyAnswer | undefined
}

/** What a person is asked for. */
export interface ProofWays {
  readonly code: boolean
  readonly passkey: boolean
  readonly password: boolean
}

@Injectable()
export class Proofs {
  constructor(
    private readonly entry: EntryDatabase,
    private readonly attempts: Attempts,
    private readonly factors: FactorService,
    private readonly passkeys: PasskeyService,
    private readonly sessions: Sessions,
  ) {}

  /** How this person can show who they are. */
  async ways(person: Person): Promise<ProofWays> {
    const { authenticatorAt, passkeys, codesLeft } = await this.factors.get(person)
    const code = authenticatorAt !== null || codesLeft > 0
    return { code, passkey: passkeys > 0, password: !code && passkeys === 0 }
  }

  /**
   * The session's new token (see Sessions.prove). Throws Invalid when the proof does not hold, or
   * after too many tries of this session.
   */
  async prove(person: Person, session: HeldSession, { code, password, passkey }: Proof): Promise<string | undefined> {
    const counts = [{ key: `proof ${person.id} ${session.sessionId}`, most: this.attempts.rules.tries }]
    await this.attempts.count(counts)
    const ways = await this.ways(person)
    if (passkey && ways.passkey) await this.passkeys.check(passkey, person.id)
    else if (ways.password) await this.checkPassword(person, password ?? '')
    const byCode = !(passkey && ways.passkey) && !ways.password
    if (byCode) await this.factors.countTry(person, code ?? '')
    return this.entry.transaction({}, async (tx) => {
      if (byCode) await this.factors.use(tx, person, code ?? '')
      await this.attempts.forget(tx, counts)
      return this.sessions.prove(tx, session)
    })
  }

  /** Throws Invalid when it is not the person's password. */
  async checkPassword({ id, account }: Person, password: string, path = 'password'): Promise<void> {
    const found = await this.entry.transaction({}, (tx) =>
      row<{ password_hash: string }>(tx, 'select password_hash from find_account($1)', [account]),
    )
    if (!found || !(await passwordFits(password, found.password_hash, personal(id))))
      throw new Invalid([{ ...wrong, path }])
  }
}

const wrong = {
  code: 'passwordWrong',
  message: { zh: '密码不正确。请检查后重试。', en: 'The password is wrong. Check it and try again.' },
}
