/**
 * One person at the API: signs in as a browser would, enrols an authenticator where one is asked for and reads its codes by the case's clock, keeps the cookie, and sends
 * the token with everything that writes.
 */
import { Secret } from 'otpauth'
import { z } from 'zod'
import { apiPath } from '../../src/base/path.js'
import { totpCode } from '../../src/people/totp.js'
import type { Paper } from '../papers.js'

export interface Answer {
  readonly status: number
  /** JSON, or the first bytes of what came instead. */
  readonly body: unknown
}

/** Something of ours went wrong: no case file can expect that. */
export class Broken extends Error {}

const session = z.object({ csrfToken: z.string() })
const asked = z.object({ enrolment: z.object({ key: z.string(), sealed: z.string() }) })
const failure = z.object({
  error: z.string(),
  message: z.object({ en: z.string() }).optional(),
  problems: z.array(z.object({ code: z.string(), path: z.string(), message: z.object({ en: z.string() }) })).optional(),
  because: z.array(z.object({ code: z.string(), path: z.string().optional(), en: z.string() })).optional(),
})
export type Failure = z.output<typeof failure>

/** What a refusal says; a body of another form says nothing. */
export const failureOf = ({ body }: Answer): Failure => failure.catch({ error: 'unknown' }).parse(body)

/** A refusal in one line: status, kind, and every reason with its code and place. */
export function sayFailure(answer: Answer): string {
  const { error, problems, because, message } = failureOf(answer)
  const reasons = [
    ...(problems ?? []).map(({ code, path, message: { en } }) => `${code} at ${path} (${en})`),
    ...(because ?? []).map(({ code, path, en }) => (path ? `${code} at ${path} (${en})` : `${code} (${en})`)),
  ]
  const [first = message?.en ?? ''] = [reasons.join(', ')].filter(Boolean)
  return `${answer.status} ${error}${first ? `: ${first}` : ''}`
}

export class Agent {
  private cookie = ''
  private token = ''

  constructor(
    private readonly address: string,
    readonly account: string,
    /** What the clock of the case shows; a telephone shows the same. */
    private readonly now: () => Date,
  ) {}

  /** The first time, which is the only one: staff enrol an authenticator with its first code, and keep the session. @throws Broken when the person cannot sign in */
  async signIn(password: string): Promise<void> {
    let response = await this.askIn({ password })
    let answer = await read(response)
    const { enrolment } = asked.catch({ enrolment: { key: '', sealed: '' } }).parse(answer.body)
    if (response.status === 401 && enrolment.key) {
      const code = totpCode(Buffer.from(Secret.fromBase32(enrolment.key).bytes), this.now())
      response = await this.askIn({ password, code, enrolment: enrolment.sealed })
      answer = await read(response)
    }
    if (response.status !== 201) throw new Broken(`${this.account} cannot sign in: ${sayFailure(answer)}`)
    this.cookie = response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ')
    this.token = session.parse(answer.body).csrfToken
  }

  private askIn(fields: object): Promise<Response> {
    return this.fetch('POST', apiPath.session, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: this.account, ...fields }),
    })
  }

  get(path: string): Promise<Answer> {
    return this.ask('GET', path, {})
  }

  send(method: 'POST' | 'PUT', path: string, body: unknown): Promise<Answer> {
    return this.ask(method, path, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  }

  upload(path: string, fields: Readonly<Record<string, string>>, ...papers: readonly Paper[]): Promise<Answer> {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    for (const paper of papers) form.append('file', new Blob([paper.bytes], { type: paper.mime }), paper.name)
    return this.ask('POST', path, { body: form })
  }

  /** A file. @throws Broken when it does not come */
  async download(path: string): Promise<Buffer> {
    const response = await this.fetch('GET', path, {})
    if (response.status !== 200) throw new Broken(`GET ${path}: ${sayFailure(await read(response))}`)
    return Buffer.from(await response.arrayBuffer())
  }

  private async ask(method: string, path: string, rest: RequestInit): Promise<Answer> {
    const answer = await read(await this.fetch(method, path, rest))
    if (answer.status === 401 || answer.status >= 500)
      throw new Broken(`${method} ${path} by ${this.account}: ${sayFailure(answer)}`)
    return answer
  }

  private async fetch(method: string, path: string, rest: RequestInit): Promise<Response> {
    const headers = { ...(this.cookie && { cookie: this.cookie, 'x-csrf-token': this.token }), ...rest.headers }
    try {
      return await fetch(this.address + path, { ...rest, method, headers, signal: AbortSignal.timeout(60_000) })
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
      throw new Broken(`${method} ${path} by ${this.account}: no answer (${cause})`)
    }
  }
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text()
  try {
    return { status: response.status, body: JSON.parse(text) }
  } catch {
    return { status: response.status, body: text.slice(0, 200) }
  }
}
