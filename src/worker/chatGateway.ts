/**
 * How a chat message leaves: by the interface of WeCom (企业微信), as an app of the office's own. An access token is
 * fetched with the corp id and the app's secret and kept until the interface no longer takes it; then another one is
 * fetched, once a message. Whatever goes wrong is answered with status 200 and an `errcode`.
 */
import { readFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { Outgoing } from '../base/outgoing.js'
import { Mailbox } from '../people/mailbox.js'
import { type Fault, NotSent } from './mailTransport.js'
import { faultOf, NoTextGateway, TextGateway, type TextMessage, TextMailbox, type TextSettings } from './textGateway.js'

export interface ChatSettings {
  /** https://qyapi.weixin.qq.com, or where the office runs it itself. */
  readonly url: string
  readonly corp: string
  readonly agent: number
  readonly secret: string
  readonly outgoing: Outgoing
  /** Milliseconds after which an answer is not waited for. */
  readonly patience?: number
}

const PATIENCE = 10_000 // ms
/** Bytes of an answer that are read. */
const MOST = 65_536
/** Seconds in which the interface takes the same message for the one before, the most that it can. */
const SAME = 14_400

const ANSWER = z.object({
  errcode: z.number(),
  access_token: z.string().optional(),
  invaliduser: z.string().nullish(),
  unlicenseduser: z.string().nullish(),
})
type Answer = z.infer<typeof ANSWER>

/** The token is wrong, has expired, or is missing. */
const STALE: ReadonlySet<number> = new Set([40014, 42001, 41001])
/** What the settings say is not taken: secret, corp id, agent, the address from which it is asked. */
const SETTINGS: ReadonlySet<number> = new Set([40001, 40013, 40056, 40091, 42009, 60020, 301002])
/** The one who is meant is not there, or may not be written to. */
const NOBODY: ReadonlySet<number> = new Set([40003, 60111, 81013])
/** Busy, or too often: nothing else is sent for a while either. */
const BUSY: ReadonlySet<number> = new Set([-1, 45009, 45033])

/** Throws NotSent unless the interface has taken it. */
function requireTaken({ errcode }: Answer): void {
  if (errcode === 0) return
  let fault: Fault = 'deferred'
  if (STALE.has(errcode) || SETTINGS.has(errcode)) fault = 'signIn'
  else if (NOBODY.has(errcode)) fault = 'refused'
  else if (BUSY.has(errcode)) fault = 'busy'
  throw new NotSent(fault, errcode)
}

/** A way of its own: what holds of one gateway does not hold of the other. */
export abstract class ChatGateway extends TextGateway {}

export class WeComGateway extends ChatGateway {
  readonly ready = true
  private token: string | undefined

  constructor(private readonly settings: ChatSettings) {
    super()
  }

  async send({ to, text }: TextMessage): Promise<void> {
    const message = {
      ...{ touser: to, msgtype: 'text', agentid: this.settings.agent, text: { content: text }, safe: 0 },
      ...{ enable_duplicate_check: 1, duplicate_check_interval: SAME },
    }
    const known = this.token
    let answer = await this.post(known ?? (await this.fetchToken()), message)
    if (STALE.has(answer.errcode) && known !== undefined) answer = await this.post(await this.fetchToken(), message)
    if (STALE.has(answer.errcode)) this.token = undefined
    requireTaken(answer)
    if (answer.invaliduser || answer.unlicenseduser) throw new NotSent('refused', answer.errcode)
  }

  /** Whether the interface knows the settings; sends nothing. Throws NotSent. */
  async verify(): Promise<void> {
    await this.fetchToken()
  }

  private async fetchToken(): Promise<string> {
    const { corp, secret } = this.settings
    this.token = undefined
    const answer = await this.ask('gettoken', { corpid: corp, corpsecret: secret }, 'GET')
    requireTaken(answer)
    if (!answer.access_token) throw new NotSent('deferred', 0)
    this.token = answer.access_token
    return answer.access_token
  }

  private post(token: string, message: object): Promise<Answer> {
    return this.ask('message/send', { access_token: token }, 'POST', Buffer.from(JSON.stringify(message)))
  }

  /** What the interface says to a request. Throws NotSent; what it said besides may hold an address and is let go. */
  private async ask(name: string, query: Record<string, string>, method: string, content?: Buffer): Promise<Answer> {
    const { url, outgoing, patience = PATIENCE } = this.settings
    const address = new URL(`cgi-bin/${name}?${new URLSearchParams(query)}`, `${url.replace(/\/$/, '')}/`)
    const signal = AbortSignal.timeout(patience)
    const headers = content
      ? { 'content-type': 'application/json', 'content-length': String(content.length) }
      : ({} as Record<string, string>)
    let text: string
    try {
      const answer = await outgoing.stream(address, { method, headers, content, signal, patience })
      const status = answer.statusCode ?? 0
      if (status !== 200) {
        answer.destroy()
        throw new NotSent('deferred', status)
      }
      text = await readSome(answer)
    } catch (error) {
      if (error instanceof NotSent) throw error
      throw new NotSent(signal.aborted ? 'timeout' : faultOf(error), null, error)
    }
    const said = ANSWER.safeParse(parsed(text))
    if (!said.success) throw new NotSent('deferred')
    return said.data
  }
}

/** Throws NotSent beyond what an answer may have. */
async function readSome(answer: Readable): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of answer) {
    bytes += piece.length
    if (bytes > MOST) throw new NotSent('deferred') // leaving the loop ends the connection
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface Settings extends TextSettings {
  readonly chatUrl: string | null
  readonly chatCorp: string | null
  readonly chatAgent: number | null
  readonly chatSecret: string | null
}

/** The one of the settings; a demonstration shows what would go out. Throws when the secret's file cannot be read. */
export async function openChatGateway(settings: Settings): Promise<WeComGateway | TextMailbox | NoTextGateway> {
  const { chatUrl: url, chatCorp: corp, chatAgent: agent, chatSecret } = settings
  if (url === null || corp === null || agent === null || chatSecret === null) {
    const mailbox = Mailbox.of(settings)
    return mailbox.there ? new TextMailbox(mailbox, '企业微信 WeCom') : new NoTextGateway()
  }
  const secret = await readFile(chatSecret, 'utf8').catch(() => {
    throw new Error('CHAT_SECRET 所指的文件无法读取。\nThe file that CHAT_SECRET names cannot be read.')
  })
  return new WeComGateway({ url, corp, agent, secret: secret.trim(), outgoing: new Outgoing(settings) })
}
