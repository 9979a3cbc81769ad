/**
 * The way from a certificate up to the one that ends its chain (RFC 5280, 6.1, as far as letters
 * need it): who issued, who is an authority, what was valid when.
 */
import type { X509Certificate } from 'node:crypto'
import { splitPem } from './pem.js'

/** More issuers above one another than any authority has. */
const MOST = 8

export interface Chain {
  /** The certificate and its issuers, as far as they are known. */
  readonly path: readonly X509Certificate[]
  /** Every link holds, and no certificate came along that is not one of them. */
  readonly whole: boolean
}

/** Follows the issuers of a certificate among those that came with it (`along`) and those that are known here. */
export function followChain(
  leaf: X509Certificate,
  along: readonly X509Certificate[],
  known: readonly X509Certificate[],
): Chain {
  const path = [leaf]
  let selfSigned = isSelfSigned(leaf)
  for (let last = leaf; !selfSigned && path.length < MOST; ) {
    const issuer = [...along, ...known].find((one) => one.ca && last.checkIssued(one) && last.verify(one.publicKey))
    if (!issuer) break
    path.push(issuer)
    last = issuer
    selfSigned = isSelfSigned(issuer)
  }
  const isOneOf = (some: readonly X509Certificate[], one: X509Certificate) =>
    some.some(({ raw }) => raw.equals(one.raw))
  // nobody vouches for the bytes of the last one but itself, or whoever named it here; the first is named by the caller
  const ends = selfSigned || path.length === 1 || isOneOf(known, path.at(-1) ?? leaf)
  const whole = along.every((one) => isOneOf(path, one)) && ends && !(leaf.subject === leaf.issuer && !selfSigned)
  return { path, whole }
}

/** Names itself as its issuer, and its signature says so. */
const isSelfSigned = (one: X509Certificate): boolean => one.subject === one.issuer && one.verify(one.publicKey)

/** Whether every certificate of a chain was valid at an instant. */
export const isValidAt = (path: readonly X509Certificate[], at: Date): boolean =>
  path.every(({ validFrom, validTo }) => new Date(validFrom) <= at && at <= new Date(validTo))

export const certificatesOf = (pems: readonly string[]): X509Certificate[] => pems.flatMap(splitPem)

/** Each signer with the issuers that follow it in the file, each the issuer of the one before. */
export function chainsOf(certificates: readonly X509Certificate[]): string[] {
  const chains: string[] = []
  for (const [index, one] of certificates.entries()) {
    const before = certificates[index - 1]
    if (before?.checkIssued(one) && before !== one) chains[chains.length - 1] += one.toString()
    else chains.push(one.toString())
  }
  return chains
}
