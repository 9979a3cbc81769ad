/** The description of the API (OpenAPI 3.1): made from the operations as their handlers declare them, and the forms. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Controller, Get, type Type } from '@nestjs/common'
import { z } from 'zod'
import type { Bilingual } from '../../base/text.js'
import { Clock } from '../../base/clock.js'
import { requestOf, sampleOf } from '../../forms/engine/example.js'
import { isBranch } from '../../forms/engine/node.js'
import { projectFolder } from '../../settings.js'
import { formExamples, inputSchemas, TEXTS } from '../../workflow/formExamples.js'
import { For, WebSettings } from '../http/access.js'
import { PROBLEM_JSON } from '../http/problemJson.js'
import { bilingual, FAILURE, object } from './answer.js'
import { BatchApi } from './batch.api.js'
import { CaseApi } from './case.api.js'
import { EventApi } from './event.api.js'
import { failureExamples } from './examples.js'
import { ExportApi } from './export.api.js'
import { LetterApi } from './letter.api.js'
import { MandateApi } from './mandate.api.js'
import { type DeclaredOperation, Operation, operationsOf } from './operation.js'
import { OutcomeApi } from './outcome.api.js'
import { PackageApi } from './package.api.js'
import { ReferenceApi } from './reference.api.js'
import { SelfCheckApi } from './selfCheck.api.js'
import { SessionApi } from './session.api.js'
import { TokenApi } from './token.api.js'

type Json = Record<string, unknown>

/** Made from the sources (tools/codes.ts). */
const CODES = z.object({
  kinds: z.array(z.object({ error: z.string(), ...bilingual.shape })),
  codes: z.array(z.object({ code: z.string(), ...bilingual.shape })),
})

@Controller('api')
export class DescriptionApi {
  constructor(
    private readonly settings: WebSettings,
    private readonly clock: Clock,
  ) {}

  @Get('openapi.json')
  @For('open')
  @Operation('describeApi', { summary: 'This description', says: 'OpenAPI 3.1', answer: object<Json>() })
  describe() {
    return openApi(this.settings.publicUrl, this.clock.today())
  }

  @Get('codes')
  @For('open')
  @Operation('listCodes', {
    summary: 'List every kind of error and every error code',
    says: 'Kinds and codes, with their words; `{…}` stands for what differs',
    answer: CODES,
  })
  async codes() {
    return CODES.parse(JSON.parse(await readFile(join(projectFolder, 'lists/codes.json'), 'utf8')))
  }
}

/** The controllers by what they are about, in the order in which one meets them. */
const SUBJECTS: readonly { readonly title: Bilingual; readonly controllers: readonly Type[] }[] = [
  { title: { zh: '登录与密钥', en: 'Signing in and keys' }, controllers: [SessionApi, TokenApi] },
  { title: { zh: '案件', en: 'Cases' }, controllers: [CaseApi, ExportApi, BatchApi] },
  { title: { zh: '事件', en: 'Events' }, controllers: [EventApi] },
  { title: { zh: '代理委托', en: 'Mandates' }, controllers: [MandateApi] },
  { title: { zh: '规则', en: 'Rules' }, controllers: [ReferenceApi] },
  {
    title: { zh: '推荐函、核验与自测', en: 'Letters, checks and the self-check' },
    controllers: [LetterApi, PackageApi, OutcomeApi, SelfCheckApi, DescriptionApi],
  },
]
export const CONTROLLERS = SUBJECTS.flatMap(({ controllers }) => controllers)

export const GROUPS = SUBJECTS.map(({ title, controllers }) => ({
  title,
  operations: controllers.flatMap(operationsOf),
}))
export const OPERATIONS = GROUPS.flatMap(({ operations }) => operations)

const FAILURES = {
  401: 'Sign in first',
  403: 'Not permitted',
  404: 'Not found, or you do not have access',
  409: 'Not possible now, or the case has changed',
  412: 'If-Match no longer matches the case',
  413: 'Larger than the limit',
  422: 'The input has errors',
  429: 'Too many requests: try again after Retry-After',
  500: 'Server error: tell us the `requestId`',
  503: 'Temporarily unavailable: try again in a moment',
  507: 'No storage space: try again after Retry-After',
}

const IDEMPOTENCY_KEY = z
  .string()
  .max(200)
  .optional()
  .describe(
    'Your own name for this request. If you send it again with the same name, you get the first response ' +
      'and nothing is done.',
  )

function parametersOf({ route, path, query = {}, headers = {}, repeatable }: DeclaredOperation) {
  const from = (place: 'path' | 'query' | 'header', schemas: Readonly<Record<string, z.ZodType>>) =>
    Object.entries(schemas).map(([name, schema]) => ({ name, in: place, schema }))
  const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, path?.[name] ?? z.int()])
  return [
    ...from('path', Object.fromEntries(inPath)),
    ...from('query', query),
    ...from('header', { ...headers, ...(repeatable && { 'Idempotency-Key': IDEMPOTENCY_KEY }) }),
  ]
}

/** All schemas of the operations at once, so that each that has a name stands in the components once. */
function convert() {
  const every = OPERATIONS.map((operation) => [
    operation.name,
    z.object({
      answer: operation.answer ?? z.undefined(),
      refusal: operation.refusal?.answer ?? z.undefined(),
      body: operation.body ?? z.undefined(),
      form: operation.form ?? z.undefined(),
      ...Object.fromEntries(parametersOf(operation).map(({ name, in: place, schema }) => [`${place} ${name}`, schema])),
    }),
  ])
  const made = z.toJSONSchema(z.object({ ...Object.fromEntries(every), Failure: FAILURE }), {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
  })
  const { properties, $defs } = JSON.parse(JSON.stringify(made), asPeopleWrite)
  // each of them is an object schema, as was just asked for
  return { schemas: properties as Record<string, { properties: Record<string, Json> }>, named: $defs as Json }
}

/** A schema as people write it: null as a type, no bounds that every whole number has, components by their address. */
function asPeopleWrite(key: string, value: unknown): unknown {
  if (key === '$ref') return String(value).replace('#/$defs/', '#/components/schemas/')
  if (Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER) return undefined
  if (!isBranch(value) || !Array.isArray(value.anyOf)) return value
  const { anyOf, ...rest } = value
  const [inner, none] = anyOf
  if (typeof inner.type !== 'string' || none?.type !== 'null') return value
  return { ...inner, ...rest, type: [inner.type, 'null'], enum: inner.enum && [...inner.enum, null] }
}

/** With an example, which a schema does not lead to where there is no text to give. */
const json = (schema: Json | undefined, more: Json): Json => ({ 'application/json': { schema, ...more } })
const problem = (schema: Json | undefined, more: Json): Json => ({ [PROBLEM_JSON]: { schema, ...more } })

/** The whole document; `today`: the day from which the days of its examples are counted. */
export function openApi(server: string, today: string): Json {
  const { schemas, named } = convert()
  const all = { ...named, ...inputSchemas() }
  const known = { schemas: all, examples: formExamples(today), texts: TEXTS }
  const example = (schema: unknown): Json => ({ example: sampleOf(schema, known, today) })
  const failed = failureExamples()
  const failures = Object.entries(FAILURES).map(([status, description]) => {
    const examples = { [status]: { $ref: `#/components/examples/${status}` } }
    return [status, { description, content: problem({ $ref: '#/components/schemas/Failure' }, { examples }) }]
  })
  const paths: Record<string, Json> = {}
  for (const operation of OPERATIONS) {
    const { name, method, route, summary, says, status, open, answer, refusal, body, form, examples } = operation
    const made = schemas[name]?.properties ?? {}
    const parameters = parametersOf(operation).map((parameter) => {
      const { description, ...schema } = made[`${parameter.in} ${parameter.name}`] ?? {}
      return { name: parameter.name, in: parameter.in, required: parameter.in === 'path', description, schema }
    })
    const sample = (schema: unknown): Json =>
      examples ? { examples: examples(today) } : { example: requestOf(schema, known, today) }
    const besides = body ? {} : sample(made.form) // files go along with what JSON shows
    const sent = (body || form) && {
      ...(body && json(made.body, sample(made.body))),
      ...(form && { 'multipart/form-data': { schema: made.form, ...besides } }),
    }
    paths[route] = {
      ...paths[route],
      [method]: {
        operationId: name,
        summary,
        security: open ? [] : undefined,
        parameters: parameters.length > 0 ? parameters : undefined,
        requestBody: sent && { content: sent },
        responses: {
          [status]: { description: says, content: answer && json(made.answer, example(made.answer)) },
          ...Object.fromEntries(failures),
          ...(refusal && {
            [refusal.status]: { description: refusal.says, content: problem(made.refusal, example(made.refusal)) },
          }),
        },
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '海荐 Haijian',
      version: '1',
      description:
        'The same functions as the pages. Send an API key as `Authorization: Bearer hj_…`, ' +
        'or sign in for a cookie and send its token as `x-csrf-token`. A request with unknown names is ' +
        'rejected (422, `unknownName`) and nothing is done. Instead of a version you can send the `ETag` of a case ' +
        'as `If-Match`; if the case has changed, the response is 412. The response to a repeated request has ' +
        '`idempotent-replayed`. Errors are sent as `application/problem+json` (RFC 9457), with ' +
        '`title` and `detail` in the language of `Accept-Language`; `/api/codes` lists every code.',
    },
    servers: [{ url: server }],
    security: [{ key: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'session' },
      },
      schemas: all,
      examples: failed,
    },
  }
}
