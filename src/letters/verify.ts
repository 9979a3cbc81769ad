/**
 * Checks a letter's file by its signature alone: that it is one of ours, whole and unchanged. Written apart from the signer, with a reader of its own, so that one
 * mistake cannot hide in both. Whether the letter still holds is for the registry to say.
 */
import { createHash, verify, X509Certificate } from 'node:crypto'
import type { Bilingual } from '../base/text.js'
import { type Element, NotDer, readElement, readOid, readParts } from './derReader.js'

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

/** The last signature of the file: only it can cover the whole of it. */
function findSignature(pdf: Buffer): Found | undefined {
  const text = pdf.toString('latin1')
  const at = text.lastIndexOf('/ByteRange')
  const range = /^\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/.exec(text.slice(at, at + 200))
  if (at < 0 || !range) return undefined
  const [from = 0, start = 0, end = 0, count = 0] = range.slice(1).map(Number)
  const hole = text.slice(start, end)
  if (from !== 0 || end > pdf.length || !/^<(?:[0-9a-f]{2})+>$/i.test(hole)) return undefined
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

interface Cms {
  readonly certificate: X509Certificate
  readonly digest: Buffer
  readonly signedBytes: Buffer
  readonly signature: Buffer
}

/** RFC 5652 and RFC 5035. Throws when it is not a signature as letters have it. */
function readCms(bytes: Buffer): Cms {
  const content = readElement(bytes)
  if (bytes.subarray(content.whole.length).some((byte) => byte !== 0)) throw new NotDer('something follows')
  const [type, explicit] = readParts(content)
  demand(readOid(need(type)) === '1.2.840.113549.1.7.2')
  const [, , encapsulated, certificates, signers, ...more] = readParts(need(readParts(need(explicit))[0]))
  demand(readParts(need(encapsulated)).length === 1 && need(certificates).tag === 0xa0 && more.length === 0)
  const [signer, ...others] = readParts(need(signers))
  demand(others.length === 0)
  const [, who, hash, attributes, algorithm, signature] = readParts(need(signer))
  demand(readOid(need(readParts(need(hash))[0])) === '2.16.840.1.101.3.4.2.1')
  demand(['1.2.840.113549.1.1.11', '1.2.840.10045.4.3.2'].includes(readOid(need(readParts(need(algorithm))[0]))))
  demand(need(attributes).tag === 0xa0 && need(signature).tag === 0x04)
  const values = readAttributes(need(attributes))
  demand(readOid(need(values.get('1.2.840.113549.1.9.3'))) === '1.2.840.113549.1.7.1')
  const certificate = findCertificate(readParts(need(certificates)), need(who))
  demand(namesCertificate(need(values.get('1.2.840.113549.1.9.16.2.47')), certificate))
  return {
    certificate,
    digest: need(values.get('1.2.840.113549.1.9.4')).content,
    signedBytes: Buffer.concat([Buffer.from([0x31]), need(attributes).whole.subarray(1)]),
    signature: need(signature).content,
  }
}

function readAttributes(attributes: Element): Map<string, Element> {
  const values = new Map<string, Element>()
  for (const attribute of readParts(attributes)) {
    const [type, set] = readParts(attribute)
    const [value, ...others] = readParts(need(set))
    const name = readOid(need(type))
    demand(others.length === 0 && !values.has(name))
    values.set(name, need(value))
  }
  return values
}

/** The certificate that has the issuer and serial number that the signer names. */
function findCertificate(certificates: readonly Element[], who: Element): X509Certificate {
  const [issuer, serial] = readParts(who)
  const found = certificates.find((certificate) => {
    const fields = readParts(need(readParts(certificate)[0]))
    const [number, , name] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields
    return number?.whole.equals(need(serial).whole) && name?.whole.equals(need(issuer).whole)
  })
  return new X509Certificate(need(found).whole)
}

/** Whether signing-certificate-v2 holds this certificate's hash (SHA-256, its default). */
function namesCertificate(value: Element, { raw }: X509Certificate): boolean {
  const first = need(readParts(need(readParts(need(readParts(value)[0]))[0]))[0])
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
