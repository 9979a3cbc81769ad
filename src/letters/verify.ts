/**
 * Checks a letter's file by its signature alone: that it is one of ours, whole and unchanged. Written apart from the signer, with a reader of its own, so that one
 * mistake cannot hide in both. Whether the letter still holds is for the registry to say.
 */
import { createHash, verify, X509Certificate } from 'node:crypto'
import type { Bilingual } from '../base/text.js'
import { type Element, FIRST, NotDer, readElement, readOid, readParts, SEQUENCE, SET } from './derReader.js'

const words = {
  notSigned: { zh: '文件没有签名。', en: 'The file is not signed.' },
  notWhole: {
    zh: '签名没有覆盖整个文件：签名之后有人增加了内容。',
    en: 'The signature does not cover the whole file: something was added after it.',
  },
  damaged: { zh: '签名的结构有误，无法读取。', en: 'The signature is damaged and cannot be read.' },
  changed: { zh: '文件在签名后被改动。', en: 'The file was changed after it was signed.' },
  badSignature: { zh: '签名与证书不符。', en: 'The signature was not made with the key of its certificate.' },
  otherSigner: { zh: '签名人不是本系统认可的机关。', en: 'The signer is not an authority that this service knows.' },
  outOfDate: { zh: '签名时证书不在有效期内。', en: 'The certificate was not valid at the time of signing.' },
} as const satisfies Record<string, Bilingual>

export type Fault = keyof typeof words

export interface Verification {
  readonly valid: boolean
  /** Every fault that was found, in the order of checking; empty when it is valid. */
  readonly faults: readonly { readonly code: Fault; readonly message: Bilingual }[]
  /** The instant that the signature names, and who signed, as far as the file can be read. */
  readonly signedAt: Date | null
  readonly signer: string | null
}

/**
 * Checks a PDF against the certificates (PEM) of those who may sign. Never throws for what is in the file.
 */
export function verifyPdf(pdf: Buffer, trusted: readonly string[]): Verification {
  const faults = new Set<Fault>()
  const found = findSignature(pdf)
  if (!found) return conclude(new Set(['notSigned']), null, null)
  if (!found.whole) faults.add('notWhole')
  try {
    const cms = readCms(found.cms)
    const digest = createHash('sha256').update(pdf.subarray(0, found.start)).update(pdf.subarray(found.end, found.to))
    if (!cms.digest.equals(digest.digest())) faults.add('changed')
    if (!isSignedBy(cms)) faults.add('badSignature')
    const known = trusted.some((pem) => new X509Certificate(pem).raw.equals(cms.certificate.raw))
    if (!known) faults.add('otherSigner')
    const { validFrom, validTo } = cms.certificate
    const within = found.at && new Date(validFrom) <= found.at && found.at <= new Date(validTo)
    if (!within) faults.add('outOfDate')
    return conclude(faults, found.at, cms.certificate.subject)
  } catch {
    faults.add('damaged')
    return conclude(faults, found.at, null)
  }
}

const conclude = (faults: ReadonlySet<Fault>, signedAt: Date | null, signer: string | null): Verification => ({
  valid: faults.size === 0,
  faults: [...faults].map((code) => ({ code, message: words[code] })),
  signedAt,
  signer,
})

interface Found {
  /** The hole in which the signature stands, and the end of what is signed. */
  readonly start: number
  readonly end: number
  readonly to: number
  readonly whole: boolean
  readonly cms: Buffer
  readonly at: Date | null
}

/** A signature in hexadecimal is far shorter. */
const longest = 200_000

/** The last signature of the file: only it can cover the whole of it. */
function findSignature(pdf: Buffer): Found | undefined {
  const text = pdf.toString('latin1')
  const at = text.lastIndexOf('/ByteRange')
  const range = /^\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/.exec(text.slice(at, at + 200))
  if (at < 0 || !range) return undefined
  const [from = 0, start = 0, end = 0, count = 0] = range.slice(1).map(Number)
  const hole = text.slice(start, end)
  if (from !== 0 || end > pdf.length || end - start > longest || !/^<(?:[0-9a-f]{2})+>$/i.test(hole)) return undefined
  const time = /\/M\s*\(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z/.exec(
    text.slice(text.lastIndexOf('obj', at), text.indexOf('endobj', at)),
  )
  const [year, month, day, hour, minute, second] = time?.slice(1) ?? []
  return {
    start,
    end,
    to: end + count,
    whole: end + count === pdf.length,
    cms: Buffer.from(hole.slice(1, -1), 'hex'),
    at: time ? new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) : null,
  }
}

const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsaWithSha256: '1.2.840.113549.1.1.11',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
}

interface Cms {
  readonly certificate: X509Certificate
  readonly digest: Buffer
  readonly signedBytes: Buffer
  readonly signature: Buffer
}

/** RFC 5652 and RFC 5035, and nothing that they leave open: no byte may stand there unread. Throws when it is not a signature as letters have it. */
function readCms(bytes: Buffer): Cms {
  const content = readElement(bytes)
  demand(bytes.subarray(content.whole.length).every((byte) => byte === 0))
  const [type, explicit] = readExactly(content, SEQUENCE, 2)
  demand(readOid(type) === oids.signedData)
  const [version, hashes, encapsulated, certificates, signers] = readExactly(
    readExactly(explicit, FIRST, 1)[0],
    SEQUENCE,
    5,
  )
  demand(isOne(version) && isAlgorithm(readExactly(hashes, SET, 1)[0], oids.sha256))
  demand(readOid(readExactly(encapsulated, SEQUENCE, 1)[0]) === oids.data)
  const signer = readExactly(signers, SET, 1)[0]
  const [number, who, hash, attributes, algorithm, signature] = readExactly(signer, SEQUENCE, 6)
  demand(isOne(number) && isAlgorithm(hash, oids.sha256) && signature.tag === 0x04)
  demand(isAlgorithm(algorithm, oids.rsaWithSha256) || isAlgorithm(algorithm, oids.ecdsaWithSha256))
  const values = readAttributes(attributes)
  demand(values.size === 3 && readOid(need(values.get(oids.contentType))) === oids.data)
  const certificate = findCertificate(readParts(certificates, FIRST), who)
  demand(namesCertificate(need(values.get(oids.signingCertificate)), certificate))
  return {
    certificate,
    digest: need(values.get(oids.messageDigest)).content,
    signedBytes: Buffer.concat([Buffer.from([0x31]), attributes.whole.subarray(1)]),
    signature: signature.content,
  }
}

type Several<N extends number> = N extends 1
  ? [Element]
  : N extends 2
    ? [Element, Element]
    : N extends 5
      ? [Element, Element, Element, Element, Element]
      : [Element, Element, Element, Element, Element, Element]

function readExactly<N extends 1 | 2 | 5 | 6>(element: Element, tag: number, count: N): Several<N> {
  const parts = readParts(element, tag)
  demand(parts.length === count)
  // The number of parts has just been counted.
  return parts as Several<N>
}

const isOne = ({ whole }: Element): boolean => whole.equals(Buffer.from([0x02, 0x01, 0x01]))

/** An algorithm without parameters; NULL counts as none. */
function isAlgorithm(element: Element, name: string): boolean {
  const [type, parameters, ...more] = readParts(element, SEQUENCE)
  const none = parameters === undefined || parameters.whole.equals(Buffer.from([0x05, 0x00]))
  return readOid(need(type)) === name && none && more.length === 0
}

function readAttributes(attributes: Element): Map<string, Element> {
  const values = new Map<string, Element>()
  for (const attribute of readParts(attributes, FIRST)) {
    const [type, set] = readExactly(attribute, SEQUENCE, 2)
    const name = readOid(type)
    demand(!values.has(name))
    values.set(name, readExactly(set, SET, 1)[0])
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

/** Whether signing-certificate-v2 holds this certificate's hash (SHA-256, its default). */
function namesCertificate(value: Element, { raw }: X509Certificate): boolean {
  const first = need(readParts(need(readParts(need(readParts(value, SEQUENCE)[0]), SEQUENCE)[0]), SEQUENCE)[0])
  return first.tag === 0x04 && first.content.equals(createHash('sha256').update(raw).digest())
}

const isSignedBy = ({ certificate, signedBytes, signature }: Cms): boolean =>
  verify('sha256', signedBytes, certificate.publicKey, signature)

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new NotDer('something is missing')
  return value
}

function demand(holds: boolean): void {
  if (!holds) throw new NotDer('not as letters are signed')
}
