/**
 * The keys of this folder, made from SECRET and from those that it took the place of: authenticators
 * are sealed under them at rest, tickets while somebody carries them.
 */
import { Logger } from '@nestjs/common'
import { Invalid } from '../base/errors.js'
import { open, SealBroken, type SealKey, seal, sealKeys } from '../base/seal.js'

export interface Secrets {
  readonly secret: string
  readonly secretEarlier: readonly string[] | null
}

/** Where a person's authenticator is sealed to. */
const placeOf = (personId: number): string => `authenticators.secret.${personId}`

export class PeopleKeys {
  private readonly log = new Logger('sign-in')

  private constructor(private readonly keys: readonly [SealKey, ...SealKey[]]) {}

  static of({ secret, secretEarlier }: Secrets): PeopleKeys {
    return new PeopleKeys(sealKeys([secret, ...(secretEarlier ?? [])], 'sign-in'))
  }

  /** The id of the key that seals, by which what it sealed is known. */
  get id(): number {
    return this.keys[0].id
  }

  seal(plain: Buffer | string, place: string): Buffer {
    return seal(this.keys[0], plain, place)
  }

  /** Throws SealBroken when none of the secrets opens it. */
  open(sealed: Buffer, place: string): Buffer {
    return open(this.keys, sealed, place)
  }

  sealAuthenticator(personId: number, key: Buffer): Buffer {
    return this.seal(key, placeOf(personId))
  }

  /** Undefined when none of the secrets opens it. */
  findAuthenticator(personId: number, sealed: Buffer): Buffer | undefined {
    try {
      return this.open(sealed, placeOf(personId))
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
      return undefined
    }
  }

  /** Throws Invalid when none of the secrets opens it: its person is told what is left, the log says why. */
  openAuthenticator(personId: number, sealed: Buffer): Buffer {
    const key = this.findAuthenticator(personId, sealed)
    if (key) return key
    this.log.error(
      `the authenticator of person ${personId} was sealed under another SECRET: name that one in SECRET_EARLIER`,
    )
    throw new Invalid([unreadable])
  }
}

const unreadable = {
  code: 'factorUnreadable',
  path: 'code',
  message: {
    zh: '系统的密钥已经更换，暂时无法核对您的验证器。请改用恢复码或通行密钥；都没有时，请联系安全管理员。',
    en:
      'The keys of this system have changed, so your authenticator cannot be checked at the moment. Use a ' +
      'recovery code or a passkey. If you have neither, ask the security administrator.',
  },
}
