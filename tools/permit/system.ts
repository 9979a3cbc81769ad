/**
 * A permit authority's system as its makers would write it, by the published interfaces alone: it takes webhooks, fetches the letter, checks it as a stranger would, takes it over, and some
 * time later sends what was decided. It answers a webhook once the event is written down, and works on it afterwards.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { apiPath, path } from '../../src/base/path.js'
import { type Bilingual, fill } from '../../src/base/text.js'
import type { Description } from '../../src/letters/package.js'
import { Journal, type Pending, type Told } from './journal.js'
import { NotGenuine, readPackage } from './package.js'
import { journalPage } from './page.js'

export const settingsSchema = z.object({
  /** Where Haijian is. */
  site: z.url(),
  /** An API key of a permit officer: read, write and export. */
  key: z.string(),
  /** The secret of the subscription. */
  secret: z.string(),
  /** On which this listens, on the loopback. */
  port: z.int(),
  /** The letters that it takes over and decides: one, or all that were issued from a day on; others are checked alone. */
  takes: z.union([z.object({ case: z.int() }), z.object({ from: z.string() })]),
  /** Milliseconds between taking a letter over and deciding. */
  decides: z.int(),
})
export type PermitSettings = z.infer<typeof settingsSchema>

const messageSchema = z.union([
  z.object({ type: z.literal('challenge'), data: z.object({ challenge: z.string() }) }),
  z.object({
    type: z.string(),
    data: z.object({
      id: z.string(),
      at: z.string(),
      caseId: z.int(),
      caseNumber: z.string().nullable(),
      letter: z.object({ id: z.int() }).nullable(),
    }),
  }),
])

/** Bytes of a webhook. */
const MOST = 64_000
/** Milliseconds until what the network or the site did not let through is tried again. */
const PAUSES = [200, 1_000, 5_000, 30_000, 120_000]

/** What the site answered to a request that it will not do, however often it is asked. */
class Refused extends Error {
  override readonly name = 'Refused'
}

export class PermitSystem {
  readonly journal: Journal
  private readonly server: Server
  private readonly webhook: Webhook
  private readonly timers = new Map<number, NodeJS.Timeout>()
  private certificates: string | undefined
  private work: Promise<void> = Promise.resolve()
  private ended = false

  constructor(
    private readonly settings: PermitSettings,
    file: string,
  ) {
    this.journal = new Journal(file)
    this.webhook = new Webhook(settings.secret)
    this.server = createServer((request, response) => void this.answer(request, response))
  }

  /** Listens, and goes on with what was left. */
  async start(): Promise<void> {
    await once(this.server.listen(this.settings.port, '127.0.0.1'), 'listening')
    for (const told of this.journal.unfinished) this.later(told)
    for (const pending of this.journal.pending) this.decideLater(pending)
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/` // of a TCP server
  }

  async close(): Promise<void> {
    this.ended = true
    for (const timer of this.timers.values()) clearTimeout(timer)
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }

  /** Waits until nothing is being worked on. */
  async settled(): Promise<void> {
    for (let work = this.work; ; work = this.work) {
      await work
      if (work === this.work) return
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const end = (status: number, type: string, text: string) =>
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(text)
    try {
      if (request.method === 'GET') return void end(200, 'text/html', journalPage(this.journal.entries))
      if (request.method !== 'POST') return void end(405, 'text/plain', 'POST only')
      const [status, text] = this.take(await readBody(request), request.headers)
      end(status, 'text/plain', text)
    } catch {
      end(413, 'text/plain', 'too long')
    }
  }

  /** What a webhook is answered: an event is known by its id, however often it comes. */
  private take(body: string, headers: IncomingMessage['headers']): [number, string] {
    let given: unknown
    try {
      given = this.webhook.verify(body, headers as Record<string, string>)
    } catch (error) {
      return [401, error instanceof Error ? error.message : 'not signed']
    }
    const message = messageSchema.safeParse(given)
    if (!message.success) return [422, 'not in the expected form']
    const { type, data } = message.data
    if ('challenge' in data) return [200, data.challenge]
    if (this.journal.has(data.id)) return [200, 'known']
    const { id, at, caseId, caseNumber } = data
    const told: Told = { id, kind: type, at, caseId, caseNumber, letterId: data.letter?.id ?? null }
    this.journal.write({ taken: told, about: caseNumber, said: TAKEN(type) })
    this.later(told)
    return [202, 'taken']
  }

  /** One after the other, in the order in which they came. */
  private later(told: Told): void {
    this.work = this.work.then(() => this.untilDone(told.id, told.caseNumber, () => this.handle(told)))
  }

  private async untilDone(done: string, about: string | null, work: () => Promise<Bilingual>): Promise<void> {
    for (const pause of [...PAUSES, null]) {
      if (this.ended) return
      try {
        return this.journal.write({ done, about, said: await work() })
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        const final = error instanceof Refused || error instanceof NotGenuine
        if (final || pause === null) return this.journal.write({ done, about, said: fill(FAILED, { why }) })
        await sleep(pause)
      }
    }
  }

  private async handle({ id, kind, caseId, letterId }: Told): Promise<Bilingual> {
    if (letterId === null) return NOTED
    if (kind === 'recordLetter') return this.takeOver(id, caseId, letterId)
    if (['reissueLetter', 'revokeLetter', 'expire', 'returnLetter'].includes(kind)) this.drop(letterId)
    return NOTED
  }

  /** Fetches and checks the letter; takes it over where that is this system's to do. */
  private async takeOver(id: string, caseId: number, letterId: number): Promise<Bilingual> {
    const letter = await readPackage(await this.bytes('POST', apiPath.letterPackage(letterId)), await this.published())
    const { number, checkCode, standing } = letter.letter
    const register = await this.json('GET', apiPath.verifyCode(checkCode))
    const stands = String(register.standing)
    if (['superseded', 'revoked', 'expired', 'void'].includes(stands)) return fill(ENDED, { number })
    if (!['valid', 'specimen'].includes(stands)) throw new NotGenuine(`the register says: ${stands}`)
    const { takes } = this.settings
    const ours = 'case' in takes ? takes.case === caseId : letter.letter.issuedAt >= takes.from
    if (!ours || (standing !== 'inForce' && standing !== 'received')) return fill(CHECKED, { number })
    if (standing === 'inForce') {
      const { version } = await this.json('GET', apiPath.case(caseId))
      await this.json('POST', apiPath.action(caseId, 'receiveLetter'), { version }, `${id}:receive`)
    }
    const pending = { letterId, caseNumber: letter.case.number, from: id, outcome: decide(letter) }
    this.journal.write({ due: pending, about: letter.case.number, said: fill(RECEIVED, { number }) })
    this.decideLater(pending)
    return fill(CHECKED, { number })
  }

  private decideLater(pending: Pending): void {
    clearTimeout(this.timers.get(pending.letterId))
    const send = () => {
      this.work = this.work.then(() =>
        this.untilDone(`outcome ${pending.letterId}`, pending.caseNumber, () => this.send(pending)),
      )
    }
    this.timers.set(pending.letterId, setTimeout(send, this.settings.decides))
  }

  /** A letter that is not in force any more is decided no more. */
  private drop(letterId: number): void {
    clearTimeout(this.timers.get(letterId))
    if (this.timers.delete(letterId)) this.journal.write({ settled: letterId, said: DROPPED })
  }

  private async send({ letterId, caseNumber, from, outcome }: Pending): Promise<Bilingual> {
    const body = { outcomes: [{ case: caseNumber, ...outcome }] }
    const answer = await this.json('POST', apiPath.outcomes, body, `${from}:outcome`)
    const [result] = z.object({ results: z.array(RESULT) }).parse(answer).results
    this.timers.delete(letterId)
    this.journal.write({ settled: letterId, about: caseNumber, said: result?.said ?? NOTED })
    return fill(SENT, { outcome: OUTCOMES[outcome.outcome ?? ''] ?? '' })
  }

  /** From the check page: what a package brings along proves nothing. */
  private async published(): Promise<string> {
    this.certificates ??= (await this.bytes('GET', path.certificate)).toString('utf8')
    return this.certificates
  }

  private async json(method: string, where: string, body?: object, repeat?: string): Promise<Record<string, unknown>> {
    return z
      .record(z.string(), z.unknown())
      .parse(JSON.parse((await this.bytes(method, where, body, repeat)).toString()))
  }

  private async bytes(method: string, where: string, body?: object, repeat?: string): Promise<Buffer> {
    const headers = {
      authorization: `Bearer ${this.settings.key}`,
      'content-type': 'application/json',
      'idempotency-key': repeat ?? '',
    }
    const answer = await fetch(this.settings.site + where, {
      method,
      headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== '')),
      redirect: 'error',
      signal: AbortSignal.timeout(60_000),
      body: method === 'POST' ? JSON.stringify(body ?? {}) : null,
    })
    const bytes = Buffer.from(await answer.arrayBuffer())
    if (answer.ok) return bytes
    const said = `${answer.status} ${method} ${where}`
    throw [408, 412, 429].includes(answer.status) || answer.status >= 500 ? new Error(said) : new Refused(said)
  }
}

const RESULT = z.object({ code: z.string(), said: z.object({ zh: z.string(), en: z.string() }) })

/** What this authority decides of a letter: granted as it was recommended, from the contract's first day. */
function decide({ proposed, engagement, case: { number } }: Description): Record<string, string> {
  const digits = number.replace(/\D/g, '')
  return {
    outcome: 'granted',
    permitClass: proposed?.class ?? 'B',
    noticeNumber: `GZXK${digits}`,
    permitNumber: `31${digits}`,
    validFrom: engagement.contractStart,
    validUntil: engagement.contractEnd,
  }
}

/** Throws when it is longer than any webhook. */
async function readBody(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const piece of request) {
    body += piece
    if (body.length > MOST) throw new Error('too long')
  }
  return body
}

const OUTCOMES: Readonly<Record<string, Bilingual>> = {
  granted: { zh: '准予', en: 'granted' },
  refused: { zh: '不予', en: 'refused' },
}
const TAKEN = (kind: string): Bilingual => ({
  zh: `收到事件 ${kind}，签名有效`,
  en: `took ${kind}, with a valid signature`,
})
const NOTED: Bilingual = { zh: '已知悉', en: 'noted' }
const CHECKED: Bilingual = {
  zh: '取得并核验了推荐函 {number}：签名有效，登记册中有效',
  en: 'fetched and checked letter {number}: the signature is valid and the letter is in force in the register',
}
const ENDED: Bilingual = {
  zh: '取得了推荐函 {number}：签名有效，但已不再有效力',
  en: 'fetched letter {number}: the signature is valid, but the letter is no longer in force',
}
const RECEIVED: Bilingual = { zh: '签收了推荐函 {number}', en: 'received letter {number}' }
const SENT: Bilingual = { zh: '发送了许可结果：{outcome}', en: 'sent the outcome: {outcome}' }
const DROPPED: Bilingual = { zh: '推荐函已失效，不再决定', en: 'the letter is no longer in force; no decision is made' }
const FAILED: Bilingual = { zh: '未办理：{why}', en: 'not done: {why}' }
