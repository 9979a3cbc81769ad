/** An authenticator of the tests' own: makes passkeys and shows them (WebAuthn, level 3), without attestation, as a telephone does. Written apart from what it tries, down to the CBOR. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

interface Asked {
  readonly challenge: string
}

/** What a page is, and whether the person was looked at, by a finger or a face. */
export interface Shown {
  readonly origin: string
  readonly rpId: string
  readonly verified?: boolean
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest()
const bytes = (hex: string) => Buffer.from(hex, 'hex')
const PRESENT = 0x01
const VERIFIED = 0x04
const MAKES = 0x40

export class TestPasskey {
  private readonly key = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  private readonly credential = randomBytes(32)
  private count = 0

  get id(): string {
    return this.credential.toString('base64url')
  }

  /**
   * Answers the challenge of a page that wants a new passkey.
   * @param algorithm what the key says it is for, as CBOR: ES256 (-7), whatever it is
   */
  make({ challenge }: Asked, at: Shown, algorithm = '26') {
    const { x = '', y = '' } = this.key.publicKey.export({ format: 'jwk' })
    const [across, up] = [x, y].map((part) => Buffer.from(part, 'base64url')) as [Buffer, Buffer] // two go in
    // a map of five: an elliptic key on P-256
    const key = Buffer.concat([bytes(`a5010203${algorithm}2001215820`), across, bytes('225820'), up])
    const made = Buffer.concat([bytes('00'.repeat(16)), bytes('0020'), this.credential, key])
    const data = this.data(at, MAKES, made)
    // a map of three: fmt "none", attStmt {}, authData
    const attestation = Buffer.concat([
      bytes('a3'),
      ...['63', 'fmt', '64', 'none', '67', 'attStmt'].map((part, index) =>
        index % 2 ? Buffer.from(part) : bytes(part),
      ),
      bytes('a0'),
      ...[bytes('68'), Buffer.from('authData'), bytes('58'), Buffer.from([data.length]), data],
    ])
    return this.answer('webauthn.create', challenge, at, { attestationObject: attestation })
  }

  /** Answers the challenge of a page that wants to see the passkey. */
  show({ challenge }: Asked, at: Shown) {
    this.count++
    const data = this.data(at, 0)
    const signed = Buffer.concat([data, sha256(this.client('webauthn.get', challenge, at))])
    const signature = sign('sha256', signed, this.key.privateKey)
    return this.answer('webauthn.get', challenge, at, { authenticatorData: data, signature })
  }

  private data({ rpId, verified = true }: Shown, flags: number, made = Buffer.alloc(0)): Buffer {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(this.count)
    return Buffer.concat([sha256(rpId), Buffer.from([PRESENT | flags | (verified ? VERIFIED : 0)]), count, made])
  }

  private client(type: string, challenge: string, { origin }: Shown): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  }

  private answer(type: string, challenge: string, at: Shown, parts: Readonly<Record<string, Buffer>>) {
    const response = Object.entries({ ...parts, clientDataJSON: this.client(type, challenge, at) })
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      clientExtensionResults: {},
      response: Object.fromEntries(response.map(([name, part]) => [name, part.toString('base64url')])),
    }
  }
}
