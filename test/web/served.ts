/** A whole small Shanghai (test/cases/world.ts) served over HTTP on the loopback, and people who visit it as a browser without script would. */
import { join } from 'node:path'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { Secret } from 'otpauth'
import { webModule } from '../../src/web.module.js'
import type { Clock } from '../../src/base/clock.js'
import { path } from '../../src/base/path.js'
import { totpCode } from '../../src/people/totp.js'
import { projectFolder } from '../../src/settings.js'
import { createApplication } from '../../src/web/http/application.js'
import { compileAssets } from '../../src/web/kit/assets.js'
import { type Name, PASSWORD } from '../cases/population.js'
import { OPEN_DOOR, World, type WorldOptions } from '../cases/world.js'
import type { TestDatabase } from '../database.js'

export class Served {
  private constructor(
    readonly world: World,
    readonly origin: string,
    readonly app: NestFastifyApplication,
  ) {}

  static async open(options: WorldOptions & { readonly port?: number } = {}): Promise<Served> {
    const { port = 0, settings, ...rest } = options
    const assets = await compileAssets(join(projectFolder, 'build/assets'), projectFolder)
    const start = async ({ config, appUrl }: TestDatabase, clock: Clock) => {
      const module = webModule({ config, databaseUrl: appUrl, clock }, assets)
      const app = await createApplication(module, config, assets.folder)
      await app.listen(port, '127.0.0.1')
      return app
    }
    const world = await World.open({ ...rest, settings: { LOG_LEVEL: 'error', ...OPEN_DOOR, ...settings }, start })
    const app = world.app as NestFastifyApplication // as it was started above
    return new Served(world, await app.getUrl(), app)
  }

  async visitor(name?: Name): Promise<Visitor> {
    const visitor = new Visitor(this.origin, (who) => this.world.code(who))
    if (name) await visitor.signIn(name)
    return visitor
  }

  async close(): Promise<void> {
    await this.world.close()
  }
}

/** An answer as a test looks at it. */
export interface Page {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
  readonly html: string
  /** The words of the page's main part, without marks. */
  readonly text: string
}

export type Fields = Readonly<Record<string, string | readonly string[]>>

/** Keeps cookies, sends forms with the hidden fields of the page that was last opened. */
export class Visitor {
  private readonly cookies = new Map([['language', 'en']])
  private hidden: Fields = {}

  constructor(
    private readonly origin: string,
    private readonly code: (name: Name) => Promise<string | undefined>,
  ) {}

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** The hidden fields of the page's own forms: token, version and request id. */
  get fields(): Fields {
    return this.hidden
  }

  /** By password, and by a code where one is asked for. */
  async signIn(name: Name, address: string = path.signIn, fields: Fields = {}): Promise<Page> {
    await this.open(address)
    return this.comeIn(name, fields)
  }

  /** The same where the page that asks for it is open already. */
  async comeIn(name: Name, fields: Fields = {}): Promise<Page> {
    const page = await this.send(path.signIn, { account: name, password: PASSWORD, ...fields })
    const isDone = page.status !== 200 || !this.hidden.ticket
    return isDone ? page : this.send(path.signIn, { code: (await this.code(name)) ?? '' })
  }

  /** Somebody’s first sign-in: with an authenticator that they add, and its first code. */
  async comeFirst(account: string, password: string, now: Date): Promise<Page> {
    const asked = await this.send(path.signIn, { account, password })
    const [, key = ''] = /id="totp-key">([^<]+)</.exec(asked.html) ?? []
    const code = totpCode(Buffer.from(Secret.fromBase32(key.replaceAll(' ', '')).bytes), now)
    return this.send(path.signIn, { code })
  }

  /** Forgets the session, as when it has ended, and keeps the rest. */
  forgetSession(): void {
    this.cookies.delete('session')
  }

  open(path: string): Promise<Page> {
    return this.ask(path, { method: 'GET' })
  }

  /** The link of a mail, as without script: its page, and the code typed into it. */
  async follow(link: string): Promise<Page> {
    const { pathname, search, hash } = new URL(link, this.origin)
    await this.open(pathname + search)
    return this.send(pathname, { _link: decodeURIComponent(hash.slice(1)) })
  }

  /** Looks for something in a list, as its form does; answers the page that it leads to. */
  async find(list: typeof path.queue | typeof path.letters, find: string): Promise<Page> {
    await this.open(list)
    const sent = await this.send(`${list}/find`, { find })
    return this.open(sent.headers.get('location') ?? '')
  }

  /** Sends a form with the token, version and request id that the last page gave, unless `fields` name others. */
  send(path: string, fields: Fields = {}): Promise<Page> {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries({ ...this.hidden, ...fields }))
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one)
    return this.ask(path, { method: 'POST', body })
  }

  /** Sends a file as the check page's form does. */
  sendFile(path: string, bytes: Uint8Array, name: string): Promise<Page> {
    return this.sendFiles(path, {}, [['file', name, bytes]])
  }

  /** Sends a form with files, each with its field and its name, after the token and what was typed. */
  sendFiles(path: string, fields: Fields, files: readonly (readonly [string, string, Uint8Array])[]): Promise<Page> {
    const body = new FormData()
    const { _csrf = '' } = this.hidden
    for (const [name, value] of Object.entries({ _csrf, ...fields })) body.append(name, [value].flat()[0] ?? '')
    for (const [field, name, bytes] of files)
      body.append(field, new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), name)
    return this.ask(path, { method: 'POST', body })
  }

  private async ask(path: string, init: RequestInit): Promise<Page> {
    const response = await fetch(this.origin + path, {
      ...init,
      redirect: 'manual',
      headers: { cookie: this.cookieHeader, accept: 'text/html' },
    })
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie)
    const bytes = Buffer.from(await response.arrayBuffer())
    const html = bytes.toString()
    const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html
    // without script nobody sees the forms of passkeys
    if (html.includes('<main')) this.hidden = hiddenIn(main.replace(/<form[^>]* hidden>[\s\S]*?<\/form>/g, ''))
    return { status: response.status, headers: response.headers, bytes, html, text: wordsIn(main) }
  }

  private keep(cookie: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    if (value) this.cookies.set(name, value)
    else this.cookies.delete(name)
  }
}

function hiddenIn(html: string): Fields {
  const found = new Map<string, string[]>()
  for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g))
    found.set(name, [...(name.startsWith('_') ? [] : (found.get(name) ?? [])), plain(value)])
  return Object.fromEntries(found)
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }

/** Text as it stands in HTML, for people. */
export const plain = (html: string): string =>
  html.replace(/&(?:#x([0-9a-f]+)|(\w+));/gi, (whole, code: string | undefined, name: string) =>
    code ? String.fromCodePoint(Number.parseInt(code, 16)) : (ENTITIES[name] ?? whole),
  )

const wordsIn = (html: string): string =>
  plain(html.replace(/<(svg|script|style)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
