/**
 * Reads a CMS SignedData (RFC 5652) with one signer, as letters and time-stamps have it, and
 * nothing that the standard leaves open: no byte may stand there unread. For checking only; what
 * writes signatures is cms.ts, and shares nothing with it but pem.ts.
 */
import { createHash, verify, X509Certificate } from 'node:crypto'
import { type Element, FIRST, NotDer, readElement, readOid, readParts, SEQUENCE, SET } from './derReader.js'

export const oids = {
  data: '1.2.840.113549.1.7.1',
  timeStampInfo: '1.2.840.113549.1.9.16.1.4',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
  messageDigest: '1.2.840.113549.1.9.4',
}
const signedDataOid = '1.2.840.113549.1.7.2'
const contentTypeOid = '1.2.840.113549.1.9.3'
/** RFC 2634 (SHA-1) and RFC 5035. */
const signingCertificates = ['1.2.840.113549.1.9.16.2.12', '1.2.840.113549.1.9.16.2.47'] as const

const digests: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
/** Each with the digest that it means; plain RSA leaves that to the digest's own field. */
const algorithms: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.1': 'any',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}

export interface SignedData {
  readonly contentType: string
  /** The content, when it is inside. */
  readonly content: Buffer | null
  readonly certificates: readonly X509Certificate[]
  readonly signer: X509Certificate
  /** As Node names it. */
  readonly digest: string
  readonly messageDigest: Buffer
  /** How many signed attributes there are. */
  readonly signedCount: number
  readonly signature: Buffer
  /** Unsigned attributes by object identifier. */
  readonly unsigned: ReadonlyMap<string, Element>
  /** Whether the signature over the attributes was made with the signer's key. */
  readonly holds: boolean
}

/** The signature in these bytes. Throws NotDer when it is none as letters and time-stamps have it. */
export function readSignedData(content: Element): SignedData {
  const [type, explicit] = readExactly(content, SEQUENCE, 2)
  demand(readOid(type) === signedDataOid)
  const [version, hashes, encapsulated, certificates, signers] = readExactly(one(explicit, FIRST), SEQUENCE, 5)
  const [contentType, inside, ...more] = readParts(encapsulated, SEQUENCE)
  demand(more.length === 0)
  const name = readOid(need(contentType))
  demand(isNumber(version, name === oids.data ? 1 : 3))
  const signer = readParts(one(signers, SET), SEQUENCE)
  const [number, who, hash, attributes, algorithm, signature, unsigned] = signer
  demand(signer.length === 6 || signer.length === 7)
  demand(isNumber(need(number), 1) && need(signature).tag === 0x04)
  const digest = need(digests[readAlgorithm(need(hash))])
  demand(digests[readAlgorithm(one(hashes, SET))] === digest)
  demand(['any', digest].includes(need(algorithms[readAlgorithm(need(algorithm))])))
  const values = readAttributes(need(attributes), FIRST)
  demand(readOid(need(values.get(contentTypeOid))) === name)
  const known = readParts(certificates, FIRST).map(({ whole }) => new X509Certificate(whole))
  const own = findCertificate(readParts(certificates, FIRST), need(who))
  demand(signingCertificates.some((oid) => values.has(oid)))
  for (const oid of signingCertificates) demand(namesCertificate(values.get(oid), own, oid === signingCertificates[0]))
  // What was signed is the SET, though it stands under an implicit tag (RFC 5652, 5.4).
  const signed = Buffer.concat([Buffer.from([SET]), need(attributes).whole.subarray(1)])
  return {
    contentType: name,
    content: inside ? octetsOf(one(inside, FIRST)) : null,
    certificates: known,
    signer: own,
    digest,
    messageDigest: octetsOf(need(values.get(oids.messageDigest))),
    signedCount: values.size,
    signature: need(signature).content,
    unsigned: unsigned ? readAttributes(unsigned, 0xa1) : new Map(),
    holds: verify(digest, signed, own.publicKey, need(signature).content),
  }
}

/** The whole of the bytes as one element; what follows it must be zeros, the padding of a signature's place. */
export function readPadded(bytes: Buffer): Element {
  const content = readElement(bytes)
  demand(bytes.subarray(content.whole.length).every((byte) => byte === 0))
  return content
}

/** The parts of an element, as many as they must be. */
export function readExactly<const N extends keyof Several>(element: Element, tag: number, count: N): Several[N] {
  const parts = readParts(element, tag)
  demand(parts.length === count)
  // The number of parts has just been counted.
  return parts as unknown as Several[N]
}
interface Several {
  1: [Element]
  2: [Element, Element]
  5: [Element, Element, Element, Element, Element]
}

const one = (element: Element, tag: number): Element => readExactly(element, tag, 1)[0]

export const isNumber = ({ whole }: Element, value: number): boolean => whole.equals(Buffer.from([0x02, 0x01, value]))

export function octetsOf({ tag, content }: Element): Buffer {
  demand(tag === 0x04)
  return content
}

/** The name of an algorithm without parameters; NULL counts as none. */
export function readAlgorithm(element: Element): string {
  const [type, parameters, ...more] = readParts(element, SEQUENCE)
  demand(more.length === 0 && (parameters === undefined || parameters.whole.equals(Buffer.from([0x05, 0x00]))))
  return readOid(need(type))
}

export const digestNamed = (oid: string): string => need(digests[oid])

function readAttributes(attributes: Element, tag: number): Map<string, Element> {
  const values = new Map<string, Element>()
  for (const attribute of readParts(attributes, tag)) {
    const [type, set] = readExactly(attribute, SEQUENCE, 2)
    const name = readOid(type)
    demand(!values.has(name))
    values.set(name, one(set, SET))
  }
  return values
}

/** The certificate that has the issuer and serial number that the signer names. */
function findCertificate(certificates: readonly Element[], who: Element): X509Certificate {
  const [issuer, serial] = readExactly(who, SEQUENCE, 2)
  const found = certificates.find((certificate) => {
    const fields = readParts(need(readParts(certificate, SEQUENCE)[0]), SEQUENCE)
    const [number, , name] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields
    return number?.whole.equals(serial.whole) && name?.whole.equals(issuer.whole)
  })
  return new X509Certificate(need(found).whole)
}

/**
 * Whether signing-certificate, when it is there, holds this certificate's hash: SHA-1 in its first
 * version, SHA-256 unless it says otherwise in the second.
 */
function namesCertificate(value: Element | undefined, { raw }: X509Certificate, first: boolean): boolean {
  if (!value) return true
  const id = readParts(need(readParts(need(readParts(value, SEQUENCE)[0]), SEQUENCE)[0]), SEQUENCE)
  const named = id[0]?.tag === SEQUENCE
  const algorithm = first ? 'sha1' : named ? digestNamed(readAlgorithm(need(id[0]))) : 'sha256'
  return octetsOf(need(id[named ? 1 : 0])).equals(createHash(algorithm).update(raw).digest())
}

export function need<T>(value: T | undefined): T {
  if (value === undefined) throw new NotDer('something is missing')
  return value
}

export function demand(holds: boolean): void {
  if (!holds) throw new NotDer('not as letters are signed')
}
