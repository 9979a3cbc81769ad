/** A small certification authority of the tests' own, and a time-stamping authority (RFC 3161) on the loopback; written apart from what they try, down to the DER. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Signer } from '../../src/letters/signer.js'

export interface Holder {
  readonly name: Buffer
  readonly serial: Buffer
  readonly der: Buffer
  readonly pem: string
  readonly key: KeyObject
}

export interface Wish {
  readonly name: string
  readonly by?: Holder
  readonly authority?: boolean
  /** The server's address (IPv4) that it is for. */
  readonly ip?: string
  readonly stamps?: boolean
  readonly from?: string
  readonly to?: string
  /** The key that is certified, where its owner has made it. */
  readonly of?: KeyObject
}

/** One element of DER (ITU-T X.690): its tag, the length of what it holds, and that. */
function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const head = Buffer.alloc(4)
  head.writeUInt8(tag)
  if (content.length < 0x80) return Buffer.concat([head.subarray(0, head.writeUInt8(content.length, 1)), content])
  if (content.length < 0x100) {
    head.writeUInt8(0x81, 1)
    return Buffer.concat([head.subarray(0, head.writeUInt8(content.length, 2)), content])
  }
  head.writeUInt8(0x82, 1)
  head.writeUInt16BE(content.length, 2)
  return Buffer.concat([head, content])
}
const sequence = (...parts: readonly Buffer[]) => element(0x30, ...parts)
const setOf = (...parts: readonly Buffer[]) => element(0x31, ...parts.toSorted(Buffer.compare))
const tagged = (number: number, ...parts: readonly Buffer[]) => element(0xa0 | number, ...parts)
const small = (value: number) => element(0x02, Buffer.from([value]))
const octets = (bytes: Buffer) => element(0x04, bytes)
const bits = (bytes: Buffer, unused: number) => element(0x03, Buffer.from([unused]), bytes)

/** The number in groups of seven bits, all but the last with the eighth one set. */
const sevens = (value: number): number[] =>
  value < 128 ? [value] : [...sevens(Math.floor(value / 128)).map((group) => group | 128), value % 128]
function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return element(0x06, Buffer.from([40 * first + second, ...rest.flatMap(sevens)]))
}

/** Midnight, in two digits of the year until 2049 (RFC 5280, 4.1.2.5). */
const midnight = (day: string) => {
  const digits = `${day.replaceAll('-', '')}000000Z`
  return day < '2050' ? element(0x17, Buffer.from(digits.slice(2))) : element(0x18, Buffer.from(digits))
}

const ecdsa = sequence(oid('1.2.840.10045.4.3.2'))
const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'))
const yes = element(0x01, Buffer.from([0xff]))
const extension = (type: string, value: Buffer) => sequence(oid(type), yes, octets(value))

/** A certificate with its key, by itself or by an issuer. */
export function issue({ name, by, authority, stamps, of, ip, from = '2026-01-01', to = '2036-01-01' }: Wish): Holder {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subject = sequence(setOf(sequence(oid('2.5.4.3'), element(0x0c, Buffer.from(name)))))
  const serial = element(0x02, Buffer.from([0x01]), randomBytes(8))
  const extensions = [
    extension('2.5.29.19', authority ? sequence(yes) : sequence()),
    extension('2.5.29.15', authority ? bits(Buffer.from([0b00000110]), 1) : bits(Buffer.from([0b11000000]), 6)),
    ...(ip ? [extension('2.5.29.17', sequence(element(0x87, Buffer.from(ip.split('.').map(Number)))))] : []),
    ...(stamps ? [extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.8')))] : []),
  ]
  const body = sequence(
    tagged(0, small(2)),
    serial,
    ecdsa,
    by?.name ?? subject,
    sequence(midnight(from), midnight(to)),
    subject,
    (of ?? publicKey).export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions)),
  )
  const der = sequence(body, ecdsa, bits(sign('sha256', body, by?.key ?? privateKey), 0))
  const pem = `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/(.{64})(?=.)/g, '$1\n')}\n-----END CERTIFICATE-----\n`
  return { name: subject, serial, der, pem, key: privateKey }
}

/** A signer with the certificates of those above it. */
export const signerOf = (own: Holder, ...above: Holder[]): Signer => ({
  certificatePem: [own, ...above].map(({ pem }) => pem).join(''),
  sign: async (bytes) => sign('sha256', bytes, own.key),
})

export interface Stamping {
  readonly own: Holder
  readonly along?: readonly Holder[]
  readonly at: string
  /** What is wrong with the answer. */
  readonly fault?: 'otherBytes' | 'otherNonce' | 'refused' | 'noAnswer'
  /** It answers so many zeros. */
  readonly bytes?: number
}

export interface TimeStampServer {
  readonly url: string
  answer: Stamping
  close(): Promise<void>
}

/** The authority, listening. What it answers may be changed. */
export async function openTimeStampServer(answer: Stamping): Promise<TimeStampServer> {
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer) // a request's stream gives buffers
    const { fault, bytes } = opened.answer
    response.statusCode = fault === 'noAnswer' ? 503 : 200
    response.setHeader('content-type', 'application/timestamp-reply')
    response.end(bytes ? Buffer.alloc(bytes) : reply(Buffer.concat(pieces), opened.answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server's address
  const opened: TimeStampServer = {
    url: `http://127.0.0.1:${port}/tsa`,
    answer,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return opened
}

/** TimeStampResp. The request of ours is short enough for lengths of one byte. */
function reply(request: Buffer, { own, along = [], at, fault }: Stamping): Buffer {
  if (fault === 'refused') return sequence(sequence(small(2)))
  const imprintAt = 2 + 3
  const imprint = request.subarray(imprintAt, imprintAt + 2 + request.readUInt8(imprintAt + 1))
  const digest = Buffer.from(imprint.subarray(-32))
  if (fault === 'otherBytes') digest[0] = (digest[0] ?? 0) ^ 1
  const nonceAt = imprintAt + imprint.length
  const nonce = Buffer.from(request.subarray(nonceAt, nonceAt + 2 + request.readUInt8(nonceAt + 1)))
  if (fault === 'otherNonce') nonce[5] = (nonce[5] ?? 0) ^ 1
  const info = sequence(
    small(1),
    oid('1.3.6.1.4.1.99999.1'),
    sequence(sequence(oid('2.16.840.1.101.3.4.2.1'), element(0x05)), octets(digest)),
    small(7),
    element(0x18, Buffer.from(at, 'latin1')),
    nonce,
  )
  return sequence(sequence(small(0)), signInfo(info, own, along))
}

function signInfo(info: Buffer, own: Holder, along: readonly Holder[]): Buffer {
  const hash = (bytes: Buffer) => octets(createHash('sha256').update(bytes).digest())
  const attributes = setOf(
    sequence(oid('1.2.840.113549.1.9.3'), setOf(oid('1.2.840.113549.1.9.16.1.4'))),
    sequence(oid('1.2.840.113549.1.9.4'), setOf(hash(info))),
    sequence(oid('1.2.840.113549.1.9.16.2.47'), setOf(sequence(sequence(sequence(hash(own.der)))))),
  )
  const issuer = (along[0] ?? own).name
  const signerInfo = sequence(
    small(1),
    sequence(issuer, own.serial),
    sha256,
    Buffer.concat([Buffer.from([0xa0]), attributes.subarray(1)]),
    ecdsa,
    octets(sign('sha256', attributes, own.key)),
  )
  const certificates = tagged(0, ...[own, ...along].map(({ der }) => der).sort(Buffer.compare))
  const content = sequence(oid('1.2.840.113549.1.9.16.1.4'), tagged(0, octets(info)))
  return sequence(
    oid('1.2.840.113549.1.7.2'),
    tagged(0, sequence(small(3), setOf(sha256), content, certificates, setOf(signerInfo))),
  )
}
