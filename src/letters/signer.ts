/**
 * Who signs: anything that holds a key. A file on this machine, a token or a remote key service
 * look the same from here.
 */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { splitPem } from './pem.js'

export interface Signer {
  /** The signer's certificate, and after it those of its issuers, as PEM. */
  readonly certificatePem: string
  /** The signature of the bytes with SHA-256: RSASSA-PKCS1-v1_5 for an RSA key, ECDSA in DER for an elliptic one. */
  sign(bytes: Buffer): Promise<Buffer>
  /**
   * Where a time-stamping authority is configured: its token for a signature (RFC 3161), which
   * makes baseline T of baseline B.
   */
  timeStamp?(signature: Buffer): Promise<Buffer>
}

export interface KeyFiles {
  readonly keyFile: string
  readonly certificateFile: string
  readonly passphrase?: string | null
}

/**
 * A signer with its key in a PEM file.
 * @throws Error in plain words when a file cannot be read, the passphrase is wrong, the key has
 * less than 128 bits of strength (RSA of 3072 bits, a curve of 256), or key and certificate do not
 * belong together
 */
export async function createFileSigner({ keyFile, certificateFile, passphrase }: KeyFiles): Promise<Signer> {
  const [keyPem, certificateText] = await Promise.all([readFile(keyFile, 'utf8'), readFile(certificateFile, 'utf8')])
  const key = createPrivateKey(passphrase ? { key: keyPem, passphrase } : keyPem)
  if (!isFit(key)) {
    throw new Error(
      `${keyFile}: 签名私钥应为 3072 位以上的 RSA 密钥，或 P-256、P-384、P-521 椭圆曲线密钥。A signing key must be ` +
        'RSA of 3072 bits or more, or elliptic (P-256, P-384, P-521).',
    )
  }
  const certificates = splitPem(certificateText)
  if (!certificates[0]?.checkPrivateKey(key)) {
    throw new Error(`${certificateFile}: 证书与私钥不匹配。The certificate does not belong to the key.`)
  }
  // The file may hold the key, too, which must go nowhere.
  const certificatePem = certificates.map(String).join('')
  return { certificatePem, sign: async (bytes) => sign('sha256', bytes, key) }
}

/** What signs with 128 bits of strength or more (ASVS 5.0, 11.2.3). */
function isFit({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  const { namedCurve = '', modulusLength = 0 } = asymmetricKeyDetails ?? {}
  if (asymmetricKeyType === 'ec') return ['prime256v1', 'secp384r1', 'secp521r1'].includes(namedCurve)
  return asymmetricKeyType === 'rsa' && modulusLength >= 3072
}
