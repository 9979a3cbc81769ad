/** The web server: Fastify with strict headers, cookies, forms and uploads; Nest's routes on it. */
import type { IncomingMessage } from 'node:http'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import fixedFiles from '@fastify/static'
import { BadRequestException, type DynamicModule } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { openLog } from '../../base/log.js'
import type { Config } from '../../config.js'
import { KeptForms } from '../../cases/keptForms.js'
import { AccessLog } from '../../people/accessLog.js'
import { ServiceAccounts } from '../../people/serviceAccount.service.js'
import { watchAnswers } from './accessNotes.js'
import { compressPage } from './compress.js'
import { Door } from './door.js'
import { Draining } from './draining.js'
import { failureOf } from './failure.js'
import { watchKeptForms } from './formKeeper.js'
import { PROBLEM_JSON, problemOf } from './problemJson.js'
import { RequestLog } from './requestLog.js'
import { watchSentAddresses } from './sentAddresses.js'

const MEGABYTE = 1024 * 1024 // bytes
const YEAR = 31_536_000 // s

/** An address that cannot even be read comes to no route and no hook: it gets its answer, and its headers, here. */
function answerNoAddress(request: FastifyRequest, reply: FastifyReply, secure: boolean): void {
  const { heading, what } = failureOf('notFound')
  void reply
    .status(404)
    .headers({
      'x-request-id': request.id,
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      ...(secure && { 'strict-transport-security': `max-age=${YEAR}; includeSubDomains` }),
    })
    .type(request.url.startsWith('/api') ? PROBLEM_JSON : 'text/plain; charset=utf-8')
    .send(
      request.url.startsWith('/api')
        ? problemOf(request, { error: 'notFound', heading, message: what }, 404)
        : '页面不存在：地址有误。Page not found: the address is wrong.',
    )
}

/**
 * How long a client may take: for its headers, for its whole request, and while nothing at all is
 * sent or taken; and how often that is looked at. In ms.
 */
const PATIENCE = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
}
export type Patience = Readonly<typeof PATIENCE>

/** A request that names its host twice means one thing to a proxy and another to us (RFC 9112, 3.2). */
function namesTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.filter((name, at) => at % 2 === 0 && /^host$/i.test(name)).length > 1
}

/** How many groups and lists may stand in one another in a body; our own forms need a handful. */
const MOST_LEVELS = 50

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)))

/**
 * Makes the application, ready to listen.
 *
 * @param assetsFolder what is served at /assets
 * @param patience shorter times, for tests
 */
export async function createApplication(
  module: DynamicModule,
  config: Config,
  assetsFolder: string,
  { headersTimeout, requestTimeout, connectionTimeout, connectionsCheckingInterval }: Patience = PATIENCE,
): Promise<NestFastifyApplication> {
  const log = openLog('web', config.logLevel)
  const requests = new RequestLog(config.proxies)
  const secure = config.publicUrl.startsWith('https://')
  const adapter = new FastifyAdapter({
    loggerInstance: log.fastify,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requests.idOf,
    bodyLimit: MEGABYTE,
    trustProxy: (_address, hop) => hop < config.proxies,
    requestTimeout,
    connectionTimeout,
    http: { headersTimeout, connectionsCheckingInterval },
    keepAliveTimeout: 10_000,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    return503OnClosing: false, // what comes over an open connection while we leave is answered
    frameworkErrors: (_error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      answerNoAddress(request, reply, secure)
      requests.tell(request, reply)
    },
  })
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: log.nest,
    abortOnError: false,
  })
  const server = app.getHttpAdapter().getInstance()
  requests.watch(server)
  await app.register(cookie)
  await app.register(rateLimit, { global: false, cache: 20_000 })
  await app.register(multipart, {
    throwFileSizeLimit: true,
    limits: {
      files: 2,
      fields: 20,
      fieldSize: 100_000,
      fieldNameSize: 200,
      headerPairs: 100,
      fileSize: (config.uploadMaxMegabytes + 1) * MEGABYTE,
    },
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        // a form that links one's user at the identity provider is sent on there
        formAction: ["'self'", ...(config.oidcIssuer === null ? [] : [new URL(config.oidcIssuer).origin])],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: secure ? { maxAge: YEAR, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  })
  watchSentAddresses(server)
  server
    .addHook('onRequest', async ({ raw }) => {
      if (namesTwoHosts(raw)) throw new BadRequestException()
    })
    .addHook('onSend', async (_request, reply) => {
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    })
    .addHook('onSend', compressPage)
    .addHook('preValidation', async ({ body }) => {
      if (isDeeper(body, MOST_LEVELS)) throw new BadRequestException()
    })
  await app.register(fixedFiles, {
    root: assetsFolder,
    prefix: '/assets/',
    immutable: true,
    maxAge: YEAR * 1000,
    index: false,
    decorateReply: false,
    preCompressed: true,
  })
  app.get(Door).watch(server)
  watchAnswers(server, app.get(AccessLog), app.get(ServiceAccounts))
  watchKeptForms(server, app.get(KeptForms))
  app.get(Draining).watch(server)
  return app
}
