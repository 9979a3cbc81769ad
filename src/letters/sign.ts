/**
 * Signs a letter's PDF: PAdES (ETSI.CAdES.detached) in an incremental update, so that the bytes
 * that were made stay as they are and /ID with them. The signature has no picture on the page; the
 * seal is the picture.
 */
import { createHash, type X509Certificate } from 'node:crypto'
import { signDigest } from './cms.js'
import { extend, readPdf, writeUpdate } from './pdfUpdate.js'
import { splitPem } from './pem.js'
import type { Signer } from './signer.js'

export type { Signer } from './signer.js'

/** Bytes beside the certificates: attributes, and a signature of up to 8192 bits. */
const roomBesideCertificates = 2048
/** A time-stamp brings its authority's own chain. */
const roomOfTimeStamp = 14_336
const rangePlace = '/ByteRange [0 0000000000 0000000000 0000000000]'

/**
 * The signed file: `pdf`, unchanged, and the signature after it. The same key, file and instant
 * give the same bytes with RSA.
 * @param at the instant that the signature names
 * @throws Error when the PDF is not as letters are made, the signature does not fit, or a
 * certificate is not valid at that instant
 */
export async function signPdf(pdf: Buffer, signer: Signer, at: Date): Promise<Buffer> {
  requireInDate(splitPem(signer.certificatePem), at)
  return writeSignature(pdf, signer, at)
}

/** Throws, in plain words, when a certificate of the chain has run out, or is not valid yet. */
export function requireInDate(certificates: readonly X509Certificate[], at: Date): void {
  for (const { validFrom, validTo, subject } of certificates) {
    const name = commonName(subject)
    if (at > new Date(validTo))
      throw new Error(`签名证书“${name}”已于 ${validTo} 到期。The signing certificate “${name}” expired on ${validTo}.`)
    if (at < new Date(validFrom))
      throw new Error(
        `签名证书“${name}”自 ${validFrom} 起才有效。The signing certificate ` +
          `“${name}” is not valid before ${validFrom}.`,
      )
  }
}

/** The same, whether or not the certificate is valid: what the checking must find. */
export async function writeSignature(pdf: Buffer, signer: Signer, at: Date): Promise<Buffer> {
  const file = readPdf(pdf)
  const [signature, widget] = [file.trailer.size, file.trailer.size + 1]
  const certificates = splitPem(signer.certificatePem)
  const own = roomBesideCertificates + certificates.reduce((sum, { raw }) => sum + raw.length, 0)
  const room = own + (signer.timeStamp ? roomOfTimeStamp : 0)
  const update = writeUpdate(
    pdf,
    file,
    new Map([
      [signature, signatureBody(room, at, commonName(certificates[0]?.subject ?? ''))],
      // PDF/A-2 (ISO 19005-2, 6.3.3): printable, and without a size it needs no appearance.
      [
        widget,
        `<<\n/Type /Annot\n/Subtype /Widget\n/FT /Sig\n/T (Signature)\n/V ${signature} 0 ` +
          `R\n/F 132\n/Rect [0 0 0 0]\n/P ${file.page.number} 0 R\n>>`,
      ],
      [file.page.number, extend(file.page.body, `/Annots [${widget} 0 R]`)],
      [file.trailer.root, extend(file.catalog, `/AcroForm << /Fields [${widget} 0 R] /SigFlags 3 >>`)],
    ]),
  )
  return fill(Buffer.concat([pdf, update]), pdf.length, room, signer)
}

function signatureBody(room: number, at: Date, name: string): string {
  const entries = [
    '/Type /Sig',
    '/Filter /Adobe.PPKLite',
    '/SubFilter /ETSI.CAdES.detached',
    rangePlace,
    `/Contents <${'00'.repeat(room)}>`,
    `/M (D:${pdfTime(at)})`,
    ...(name ? [`/Name <feff${Buffer.from(name, 'utf16le').swap16().toString('hex')}>`] : []),
  ]
  return `<<\n${entries.join('\n')}\n>>`
}

/** Puts range and signature into their places. */
async function fill(whole: Buffer, from: number, room: number, signer: Signer): Promise<Buffer> {
  const range = whole.indexOf(rangePlace, from)
  const start = whole.indexOf('/Contents <', range) + '/Contents '.length
  const end = start + 2 * room + 2
  const [first, second, third] = [start, end, whole.length - end].map((count) => String(count).padStart(10, ' '))
  whole.write(`/ByteRange [0 ${first} ${second} ${third}]`, range, 'latin1')
  const digest = createHash('sha256').update(whole.subarray(0, start)).update(whole.subarray(end)).digest()
  const cms = await signDigest(digest, signer)
  if (cms.length > room) throw new Error(`the signature has ${cms.length} bytes, ${room} were left for it`)
  whole.write(cms.toString('hex'), start + 1, 'latin1')
  return whole
}

const pdfTime = (at: Date): string => `${at.toISOString().replace(/[-:T]|\.\d+Z/g, '')}Z`

/** The last common name of a subject as Node writes it, its escapes undone. */
export const commonName = (subject: string): string => (/^CN=(.+)$/m.exec(subject)?.[1] ?? '').replace(/\\(.)/g, '$1')
