/**
 * Checks a time-stamp (RFC 3161): that an authority that is trusted here says that it saw these
 * very bytes, and when.
 */
import { createHash } from 'node:crypto'
import { certificatesOf, followChain, isValidAt } from './chain.js'
import { type Element, readParts, SEQUENCE } from './derReader.js'
import {
  demand,
  digestNamed,
  isNumber,
  need,
  octetsOf,
  oids,
  readAlgorithm,
  readExactly,
  readPadded,
  readSignedData,
} from './signedData.js'

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'

export interface TimeStamp {
  readonly at: Date
  /** As it stands in the request, or null. */
  readonly nonce: Buffer | null
}

/**
 * What a time-stamp says of these bytes.
 * @param trusted certificates (PEM) of time-stamping authorities, or of those who issue theirs
 * @throws NotDer when it is no time-stamp, says it of other bytes, or nobody trusted says it
 */
export function readTimeStamp(token: Element, bytes: Buffer, trusted: readonly string[]): TimeStamp {
  const signed = readSignedData(token)
  demand(signed.contentType === oids.timeStampInfo && signed.unsigned.size === 0 && signed.holds)
  const info = need(signed.content ?? undefined)
  demand(createHash(signed.digest).update(info).digest().equals(signed.messageDigest))
  const [version, , imprint, , time, ...rest] = readParts(readPadded(info), SEQUENCE)
  demand(isNumber(need(version), 1))
  const [algorithm, digest] = readExactly(need(imprint), SEQUENCE, 2)
  demand(
    octetsOf(digest).equals(
      createHash(digestNamed(readAlgorithm(algorithm)))
        .update(bytes)
        .digest(),
    ),
  )
  const at = readTime(need(time))
  const anchors = certificatesOf(trusted)
  const { path, whole } = followChain(signed.signer, signed.certificates, anchors)
  // Node gives the extended usages under this name.
  demand(whole && isValidAt(path, at) && signed.signer.keyUsage?.includes(TIME_STAMPING) === true)
  demand(path.some((one) => anchors.some(({ raw }) => raw.equals(one.raw))))
  return { at, nonce: rest.find(({ tag }) => tag === 0x02)?.content ?? null }
}

/** The token in the answer of an authority. Throws NotDer when it was not granted or is none. */
export function readAnswer(answer: Buffer): Element {
  const [status, token, ...more] = readParts(readPadded(answer), SEQUENCE)
  const [number] = readParts(need(status), SEQUENCE)
  // granted, or granted with modifications
  demand(more.length === 0 && (isNumber(need(number), 0) || isNumber(need(number), 1)))
  return need(token)
}

/** GeneralizedTime in UTC, with or without fractions of a second. */
function readTime({ tag, content }: Element): Date {
  const [, year, month, day, hour, minute, second, fraction] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(content.toString('latin1')) ?? []
  demand(tag === 0x18 && year !== undefined)
  const at = new Date(
    `${year}-${month}-${day}T${hour}:${minute}:${second}${(fraction ?? '.000').padEnd(4, '0').slice(0, 4)}Z`,
  )
  demand(!Number.isNaN(at.getTime()))
  return at
}
