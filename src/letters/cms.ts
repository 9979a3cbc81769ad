/**
 * The signature that stands in the file: CMS SignedData (RFC 5652) without the content, with what
 * PAdES asks of it (ETSI EN 319 142-1, baseline B-B, with a time-stamp B-T; RFC 5035 for the
 * certificate's hash).
 */
import { createHash, type X509Certificate } from 'node:crypto'
import { element, integer, nothing, octets, oid, sequence, setOf, tagged } from './derWriter.js'
import { splitPem } from './pem.js'
import type { Signer } from './signer.js'

const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'), nothing())
const algorithms: Readonly<Record<string, Buffer>> = {
  rsa: sequence(oid('1.2.840.113549.1.1.11'), nothing()),
  ec: sequence(oid('1.2.840.10045.4.3.2')),
}
const data = oid('1.2.840.113549.1.7.1')
const signedData = oid('1.2.840.113549.1.7.2')
const contentType = oid('1.2.840.113549.1.9.3')
const messageDigest = oid('1.2.840.113549.1.9.4')
const signingCertificateV2 = oid('1.2.840.113549.1.9.16.2.47')
const timeStampToken = oid('1.2.840.113549.1.9.16.2.14')

/**
 * The detached signature of a content by its SHA-256 digest. Throws when the signer has no
 * certificate or a key of another kind than RSA or EC, or the time-stamping authority does not
 * answer.
 */
export async function signDigest(digest: Buffer, signer: Signer): Promise<Buffer> {
  const certificates = splitPem(signer.certificatePem)
  const [own] = certificates
  const algorithm = algorithms[own?.publicKey.asymmetricKeyType ?? '']
  if (!own || !algorithm) throw new Error('the signer has no certificate for an RSA or elliptic key')
  const { issuer, serial } = readIssuer(own.raw)
  const attributes = [
    sequence(contentType, setOf(data)),
    sequence(messageDigest, setOf(octets(digest))),
    sequence(signingCertificateV2, setOf(identify(own, issuer, serial))),
  ]
  // Signed as the SET that they are, written into the signature under an implicit tag (RFC 5652, 5.4).
  const signed = setOf(...attributes)
  const signature = await signer.sign(signed)
  const signerInfo = sequence(
    integer(1),
    sequence(issuer, serial),
    sha256,
    Buffer.concat([Buffer.from([0xa0]), signed.subarray(1)]),
    algorithm,
    octets(signature),
    ...(signer.timeStamp ? [tagged(1, sequence(timeStampToken, setOf(await signer.timeStamp(signature))))] : []),
  )
  const chain = tagged(0, ...certificates.map(({ raw }) => raw).sort(Buffer.compare))
  return sequence(signedData, tagged(0, sequence(integer(1), setOf(sha256), sequence(data), chain, setOf(signerInfo))))
}

/** ESSCertIDv2 with the default hash, SHA-256. */
function identify({ raw }: X509Certificate, issuer: Buffer, serial: Buffer): Buffer {
  const hash = octets(createHash('sha256').update(raw).digest())
  return sequence(sequence(sequence(hash, sequence(sequence(element(0xa4, issuer)), serial))))
}

/** Issuer and serial number as the certificate has them, byte for byte. */
function readIssuer(certificate: Buffer): { issuer: Buffer; serial: Buffer } {
  let at = skipHead(certificate, skipHead(certificate, 0))
  if (certificate[at] === 0xa0) at = endOf(certificate, at)
  const serialEnd = endOf(certificate, at)
  const issuerStart = endOf(certificate, serialEnd)
  return {
    serial: certificate.subarray(at, serialEnd),
    issuer: certificate.subarray(issuerStart, endOf(certificate, issuerStart)),
  }
}

const lengthBytes = (der: Buffer, at: number): number => {
  const first = der.readUInt8(at + 1)
  return first < 128 ? 0 : first - 128
}
const skipHead = (der: Buffer, at: number): number => at + 2 + lengthBytes(der, at)
const endOf = (der: Buffer, at: number): number => {
  const more = lengthBytes(der, at)
  return skipHead(der, at) + (more === 0 ? der.readUInt8(at + 1) : der.readUIntBE(at + 2, more))
}
