/**
 * Reads a message that came back to the address of returns: a report that a mail was not delivered
 * (RFC 3464), somebody's reply, a calendar's answer (RFC 5546) among them, or what a program sent. Of
 * what it says only our own mark, the status and the reply code are taken.
 */

export interface ReturnedMail {
  /** report: a mail was not delivered; reply: somebody answered; automatic: neither, and no person wrote it. */
  readonly kind: 'report' | 'reply' | 'automatic'
  /** The ids of our mails that it names, with their marks, in the order in which they stand. */
  readonly about: readonly { readonly id: number; readonly mark: string }[]
  /** Of a report: given up, and not only late. */
  readonly failed: boolean
  /** Enhanced status, such as 5.1.1. */
  readonly status: string | undefined
  /** The other server's reply code, where the report repeats it. */
  readonly code: number | undefined
}

interface Part {
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** The headers of a part, unfolded, by their names in small letters; the first of a name counts. */
function readPart(text: string): Part {
  const [head = '', ...rest] = text.split('\n\n')
  const headers = new Map<string, string>()
  for (const line of head.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const at = line.indexOf(':')
    const name = line.slice(0, at).trim().toLowerCase()
    if (at > 0 && !headers.has(name)) headers.set(name, line.slice(at + 1).trim())
  }
  return { headers, body: rest.join('\n\n') }
}

const typeOf = ({ headers }: Part): string => headers.get('content-type') ?? 'text/plain'
const boundaryOf = (part: Part): string | undefined => {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(typeOf(part)) ?? []
  return /^multipart\//i.test(typeOf(part)) ? (quoted ?? plain) : undefined
}

/** How deep parts may stand within parts. */
const DEPTH = 5

/** The part and all within it. */
function listParts(part: Part, depth = DEPTH): Part[] {
  const boundary = boundaryOf(part)
  if (boundary === undefined || depth === 0) return [part]
  const pieces = `\n${part.body}`.split(`\n--${boundary}`).slice(1)
  const inner = pieces.filter((piece) => !piece.startsWith('--')).map((piece) => piece.replace(/^[^\n]*\n/, ''))
  return [part, ...inner.flatMap((piece) => listParts(readPart(piece), depth - 1))]
}

/** What a report says of its recipients (RFC 3464): its own fields, then a block for each; the first counts. */
function readReport({ body, headers }: Part): Pick<ReturnedMail, 'failed' | 'status' | 'code'> {
  const plain = /base64/i.test(headers.get('content-transfer-encoding') ?? '')
    ? Buffer.from(body, 'base64').toString('latin1').replaceAll('\r\n', '\n')
    : body
  const blocks = plain
    .trim()
    .split(/\n[ \t]*\n/)
    .map((block) => readPart(block).headers)
  const one = blocks.find((block) => block.has('action')) ?? new Map<string, string>()
  const [, status] = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(one.get('status') ?? '') ?? []
  const [, code] = /^smtp;\s*([245]\d\d)\b/i.exec(one.get('diagnostic-code') ?? '') ?? []
  return { failed: /^failed$/i.test(one.get('action') ?? ''), status, code: code ? Number(code) : undefined }
}

/** As people's programs mark what no person wrote (RFC 3834), beside lists and the answers of absent people. */
function isAutomatic({ headers }: Part): boolean {
  const submitted = headers.get('auto-submitted')
  return (
    (submitted !== undefined && !/^no\b/i.test(submitted)) ||
    /^(bulk|junk|list|auto_reply)$/i.test(headers.get('precedence') ?? '') ||
    headers.has('list-id') ||
    headers.has('x-autoreply') ||
    /^<>$/.test(headers.get('return-path') ?? '') ||
    /^\W*(mailer-daemon|postmaster)@/i.test(headers.get('from')?.replace(/^.*</, '') ?? '')
  )
}

/** Reads a message. Never throws; what is beyond `MOST` characters is not looked at. */
export function readReturned(raw: string): ReturnedMail {
  const whole = readPart(
    raw
      .slice(0, MOST)
      .replaceAll('\r\n', '\n')
      .replace(/^From [^\n]*\n/, ''),
  )
  const parts = listParts(whole)
  const report = parts.find((part) => /^message\/(global-)?delivery-status/i.test(typeOf(part)))
  const nothing = { failed: false, status: undefined, code: undefined }
  // a reply names what it answers in its own headers; a report has them in what it returns
  const where = report
    ? parts.map(({ headers, body }) => `${headers.get('message-id') ?? ''}\n${body}`).join('\n')
    : ['in-reply-to', 'references'].map((name) => whole.headers.get(name) ?? '').join('\n')
  const about = [...where.matchAll(/<haijian\.(\d{1,10})\.([\da-z]{1,40})@/g)].map(([, id = '', mark = '']) => ({
    id: Number(id),
    mark,
  }))
  if (report) return { kind: 'report', about, ...readReport(report) }
  return { kind: isAutomatic(whole) ? 'automatic' : 'reply', about, ...nothing }
}

/** Reports return headers or a whole mail of ours, which has a few hundred kB at most. */
export const MOST = 2 ** 21
