/** The whole web application on a world's database, asked without a socket: who asks, with a session or a key, and what exactly is sent is up to the test. */
import { join } from 'node:path'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { webModule } from '../../src/web.module.js'
import type { Clock } from '../../src/base/clock.js'
import { apiPath } from '../../src/base/path.js'
import type { Config } from '../../src/config.js'
import { projectFolder } from '../../src/settings.js'
import { createApplication, type Patience } from '../../src/web/http/application.js'
import { compileAssets } from '../../src/web/kit/assets.js'
import { type Name, PASSWORD } from '../cases/population.js'
import { OPEN_DOOR, World, type WorldOptions } from '../cases/world.js'
import type { TestDatabase } from '../database.js'

export interface Session {
  readonly cookies: Record<string, string>
  readonly csrf: string
}

export interface Asked {
  readonly method?: InjectOptions['method']
  readonly url: string
  readonly as?: Session | undefined
  readonly key?: string
  readonly headers?: Record<string, string>
  /** An object goes as JSON, a text or bytes as they are. */
  readonly body?: object | string | Buffer
  /** Without the session's own token: with another one, or none. */
  readonly csrf?: string | null
}

interface SiteOptions extends WorldOptions {
  /** What the web server's settings say otherwise than those of the world: that it runs in production, say. */
  readonly config?: (own: Config) => Config
}

export type Answer = LightMyRequestResponse

export class Site {
  private readonly sessions = new Map<Name, Promise<Session>>()

  private constructor(
    readonly world: World,
    readonly app: NestFastifyApplication,
    /** Every route of the running router, as `METHOD /path`. */
    readonly routes: readonly string[],
  ) {}

  /** `patience`: shorter times for slow clients than in earnest. */
  static async open(options: SiteOptions = {}, patience?: Patience): Promise<Site> {
    const assets = await compileAssets(join(projectFolder, 'build/assets'), projectFolder)
    const routes: string[] = []
    const start = async (db: TestDatabase, clock: Clock) => {
      const config = options.config?.(db.config) ?? db.config
      const module = webModule({ config, databaseUrl: db.appUrl, clock }, assets)
      const app = await createApplication(module, config, assets.folder, patience)
      app
        .getHttpAdapter()
        .getInstance()
        .addHook('onRoute', ({ method, url }) => {
          for (const one of [method].flat()) routes.push(`${one} ${url}`)
        })
      await app.init()
      await app.getHttpAdapter().getInstance().ready()
      return app
    }
    const world = await World.open({
      ...options,
      settings: { LOG_LEVEL: 'silent', ...OPEN_DOOR, ...options.settings },
      start,
    })
    const app = world.app as NestFastifyApplication // as it was started above
    return new Site(world, app, routes)
  }

  /** Signs in, once a person. */
  session(name: Name): Promise<Session> {
    const known = this.sessions.get(name) ?? this.signIn(name)
    this.sessions.set(name, known)
    return known
  }

  /** A new session, also when there is one. */
  async signIn(name: Name): Promise<Session> {
    const body = { account: name, password: PASSWORD, code: await this.world.code(name) }
    const answer = await this.ask({ method: 'POST', url: apiPath.session, body })
    if (answer.statusCode !== 201) throw new Error(`${name} did not get in: ${answer.body}`)
    const cookies = Object.fromEntries(answer.cookies.map(({ name: cookie, value }) => [cookie, value]))
    return { cookies, csrf: answer.json<{ csrfToken: string }>().csrfToken }
  }

  ask({ method = 'GET', url, as, key, headers = {}, body, csrf }: Asked): Promise<Answer> {
    const token = csrf === undefined ? as?.csrf : csrf
    return this.app.inject({
      method,
      url,
      ...(as && { cookies: as.cookies }),
      headers: {
        ...(token && { 'x-csrf-token': token }),
        ...(key && { authorization: `Bearer ${key}` }),
        ...headers,
      },
      ...(body !== undefined && { payload: body }),
    })
  }

  async close(): Promise<void> {
    await this.world.close()
  }
}

/** A multipart body and the header that goes with it; a part is a field, or a file with its name. */
export function multipart(parts: readonly [name: string, value: string | Buffer, file?: string][]): {
  body: Buffer
  headers: Record<string, string>
} {
  const boundary = 'the-boundary-of-the-tests'
  const chunks = parts.flatMap(([name, value, file]) => [
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"\r\ncontent-type: application/octet-stream`}\r\n\r\n`,
    ),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ])
  return {
    body: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  }
}
