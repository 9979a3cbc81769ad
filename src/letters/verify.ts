/**
 * Checks a letter's file by its signature alone: that it is one of ours, whole and unchanged.
 * Written apart from the signer, with a reader of its own, so that one mistake cannot hide in both.
 * Whether the letter still holds is for the registry to say.
 */
import { createHash, X509Certificate } from 'node:crypto'
import type { Bilingual } from '../base/text.js'
import { certificatesOf, followChain, isValidAt } from './chain.js'
import { demand, oids, readPadded, readSignedData, type SignedData } from './signedData.js'
import { readTimeStamp } from './timeStampCheck.js'

const words = {
  notSigned: { zh: '文件没有签名。', en: 'The file is not signed.' },
  notWhole: {
    zh: '签名没有覆盖整个文件：签名之后有人增加了内容。',
    en: 'The signature does not cover the whole file: something was added after it.',
  },
  damaged: { zh: '签名的结构有误，无法读取。', en: 'The signature is damaged and cannot be read.' },
  changed: { zh: '文件在签名后被改动。', en: 'The file was changed after it was signed.' },
  badSignature: { zh: '签名与证书不符。', en: 'The signature was not made with the key of its certificate.' },
  otherSigner: { zh: '签名人不是本系统认可的机关。', en: 'The signer is not a recognised authority.' },
  badChain: {
    zh: '证书链不完整或被改动。',
    en: 'The chain of certificates is broken or was changed.',
  },
  badTimeStamp: {
    zh: '时间戳无效，或不是认可的时间戳机构所发。',
    en: 'The time-stamp is not valid, or not from a recognised authority.',
  },
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
  /** The instant that a time-stamping authority vouches for, or null without a time-stamp (baseline B). */
  readonly stampedAt: Date | null
}

/**
 * Checks a PDF. Never throws for what is in the file.
 *
 * @param trusted PEM texts of those who may sign, present and earlier: each a certificate, and
 * after it those of its issuers
 * @param timeStampers PEM texts of time-stamping authorities, or of their issuers
 */
export function verifyPdf(pdf: Buffer, trusted: readonly string[], timeStampers: readonly string[] = []): Verification {
  const faults = new Set<Fault>()
  const found = findSignature(pdf)
  if (!found) return conclude(new Set(['notSigned']), null, null, null)
  if (!found.whole) faults.add('notWhole')
  try {
    const signed = readSignedData(readPadded(found.cms))
    // a letter's signature has three attributes: type, digest, the certificate's hash
    demand(signed.contentType === oids.data && signed.content === null && signed.signedCount === 3)
    const digest = createHash(signed.digest).update(pdf.subarray(0, found.start))
    if (!signed.messageDigest.equals(digest.update(pdf.subarray(found.end, found.to)).digest())) faults.add('changed')
    if (!signed.holds) faults.add('badSignature')
    const stampedAt = stampOf(signed, timeStampers, faults)
    judgeSigner(signed, trusted, stampedAt ?? found.at, faults)
    return conclude(faults, found.at, signed.signer.subject, stampedAt)
  } catch {
    faults.add('damaged')
    return conclude(faults, found.at, null, null)
  }
}

/** A certificate counts by its whole self, not by who issued it: an authority's issuer has many customers. */
function judgeSigner(
  { signer, certificates }: SignedData,
  trusted: readonly string[],
  at: Date | null,
  faults: Set<Fault>,
): void {
  if (!trusted.some((pem) => new X509Certificate(pem).raw.equals(signer.raw))) faults.add('otherSigner')
  const { path, whole } = followChain(signer, certificates, certificatesOf(trusted))
  if (!whole) faults.add('badChain')
  if (!at || !isValidAt(path, at)) faults.add('outOfDate')
}

/**
 * When the signature was seen by a time-stamping authority; a time-stamp is the only attribute that
 * may stand outside the signature.
 */
function stampOf(
  { unsigned, signature }: SignedData,
  timeStampers: readonly string[],
  faults: Set<Fault>,
): Date | null {
  if (unsigned.size === 0) return null
  const token = unsigned.get(oids.timeStampToken)
  demand(unsigned.size === 1 && token !== undefined)
  try {
    return token ? readTimeStamp(token, signature, timeStampers).at : null
  } catch {
    faults.add('badTimeStamp')
    return null
  }
}

const conclude = (
  faults: ReadonlySet<Fault>,
  signedAt: Date | null,
  signer: string | null,
  stampedAt: Date | null,
): Verification => ({
  valid: faults.size === 0,
  faults: [...faults].map((code) => ({ code, message: words[code] })),
  signedAt,
  signer,
  stampedAt,
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
