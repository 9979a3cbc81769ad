/** The description of the API (OpenAPI 3.1): made from the operations as their handlers declare them, and the forms. */
import { Controller, Get } from '@nestjs/common'
import { z } from 'zod'
import { API_KEY, API_SIGN_IN, PROOF } from '../../forms/account.js'
import { APPLICATION } from '../../forms/application.js'
import { jsonSchema } from '../../forms/engine/schema.js'
import { FORMS } from '../../workflow/forms.js'
import { wordsOf } from '../../workflow/words.js'
import { For, WebSettings } from '../http/access.js'
import { FAILURE, object } from './answer.js'
import { CaseApi } from './case.api.js'
import { LetterApi } from './letter.api.js'
import { Does, type Operation, operationsOf } from './operation.js'
import { PackageApi } from './package.api.js'
import { ReferenceApi } from './reference.api.js'
import { SelfCheckApi } from './selfCheck.api.js'
import { SessionApi } from './session.api.js'

type Json = Record<string, unknown>

@Controller('api')
export class DescriptionApi {
  constructor(private readonly settings: WebSettings) {}

  @Get('openapi.json')
  @For('open')
  @Does('describeApi', { summary: 'This description', says: 'OpenAPI 3.1', answer: object<Json>() })
  describe() {
    return openApi(this.settings.publicUrl)
  }
}

/** Every operation, by what it is about, in the order in which one meets them. */
export const GROUPS = [
  { title: { zh: '登录与密钥', en: 'Signing in and keys' }, of: [SessionApi] },
  { title: { zh: '案件', en: 'Cases' }, of: [CaseApi] },
  { title: { zh: '规则', en: 'Rules' }, of: [ReferenceApi] },
  {
    title: { zh: '推荐函、核验与自测', en: 'Letters, checks and the self-check' },
    of: [LetterApi, PackageApi, SelfCheckApi, DescriptionApi],
  },
].map(({ title, of }) => ({ title, operations: of.flatMap((controller) => operationsOf(controller)) }))

export const OPERATIONS: readonly Operation[] = GROUPS.flatMap(({ operations }) => operations)

const FAILURES = {
  401: 'Sign in first',
  403: 'Never for you',
  404: 'Does not exist, or not for you',
  409: 'Not now, or the case has changed',
  422: 'Something in the input is wrong',
  503: 'Try again after a moment',
}

const IDEMPOTENCY_KEY = z
  .string()
  .max(200)
  .optional()
  .describe(
    'Your own name for this request. Sent again with the same name, it gives the first answer and does nothing.',
  )

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly schema: z.ZodType
}

function parametersOf({ route, path, query, repeatable }: Operation): Parameter[] {
  const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  return [
    ...inPath.map((name) => ({ name, in: 'path' as const, schema: path?.[name] ?? z.int() })),
    ...Object.entries(query ?? {}).map(([name, schema]) => ({ name, in: 'query' as const, schema })),
    ...(repeatable ? [{ name: 'Idempotency-Key', in: 'header' as const, schema: IDEMPOTENCY_KEY }] : []),
  ]
}

/** All schemas of the operations at once, so that each that has a name stands in the components once. */
function convert(operations: readonly Operation[], others: z.ZodRawShape) {
  const every = operations.map((operation) => [
    operation.name,
    z.object({
      answer: operation.answer ?? z.undefined(),
      refusal: operation.refusal?.answer ?? z.undefined(),
      body: operation.body ?? operation.form ?? z.undefined(),
      ...Object.fromEntries(parametersOf(operation).map(({ name, in: place, schema }) => [`${place} ${name}`, schema])),
    }),
  ])
  const { properties, $defs } = z.toJSONSchema(z.object({ ...Object.fromEntries(every), ...others }), {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
  })
  // each of them is an object schema, as was just asked for
  const schemas = plain(properties) as Record<string, { properties: Record<string, Json> }>
  return { schemas, named: plain($defs) as Record<string, Json> }
}

/** A schema as people write it: null as a type, no bounds that every whole number has, components by their address. */
function plain(made: unknown): unknown {
  if (Array.isArray(made)) return made.map(plain)
  if (typeof made === 'string') return made.replace(/^#\/\$defs\//, '#/components/schemas/')
  if (typeof made !== 'object' || made === null) return made
  const { anyOf, ...rest }: Json = Object.fromEntries(
    Object.entries(made)
      .filter(([key, value]) => !(key === 'readOnly' && value === true) && Math.abs(value) !== Number.MAX_SAFE_INTEGER)
      .map(([key, value]) => [key, plain(value)]),
  )
  if (!Array.isArray(anyOf)) return rest
  const [inner, none] = anyOf
  if (typeof inner?.type !== 'string' || none?.type !== 'null') return { anyOf, ...rest }
  return { ...inner, ...rest, type: [inner.type, 'null'], enum: inner.enum && [...inner.enum, null] }
}

const json = (schema: Json): Json => ({ 'application/json': { schema } })

/** The whole document. */
export function openApi(server: string): Json {
  const { schemas, named } = convert(OPERATIONS, { Failure: FAILURE })
  const failures = Object.entries(FAILURES).map(([status, description]) => [
    status,
    { description, content: json({ $ref: '#/components/schemas/Failure' }) },
  ])
  const paths: Record<string, Json> = {}
  for (const operation of OPERATIONS) {
    const { name, method, route, summary, says, status, open, answer, refusal, body, form } = operation
    const made = schemas[name]?.properties ?? {}
    const parameters = parametersOf(operation).map((parameter) => {
      const { description, ...schema } = made[`${parameter.in} ${parameter.name}`] ?? {}
      return { name: parameter.name, in: parameter.in, required: parameter.in === 'path', description, schema }
    })
    const sent = body ? json(made.body ?? {}) : form && { 'multipart/form-data': { schema: made.body } }
    paths[route] = {
      ...paths[route],
      [method]: {
        operationId: name,
        summary,
        security: open ? [] : undefined,
        parameters: parameters.length > 0 ? parameters : undefined,
        requestBody: sent && { content: sent },
        responses: {
          [status]: { description: says, content: answer && json(made.answer ?? {}) },
          ...Object.fromEntries(failures),
          ...(refusal && { [refusal.status]: { description: refusal.says, content: json(made.refusal ?? {}) } }),
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
        'or sign in for a cookie and send its token as `x-csrf-token`.',
    },
    servers: [{ url: server }],
    security: [{ key: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'session' },
      },
      schemas: { ...named, ...inputs() },
    },
  }
}

/** What the forms take; an action's under its name. */
function inputs(): Record<string, Json> {
  const actions = Object.entries(FORMS).map(([action, form]): [string, Json] => [
    `${action}Input`,
    { ...jsonSchema(form), description: wordsOf(action).label.en },
  ])
  return {
    Application: jsonSchema(APPLICATION),
    signIn: jsonSchema(API_SIGN_IN),
    proof: jsonSchema(PROOF),
    apiKey: jsonSchema(API_KEY),
    ActionRequest: {
      type: 'object',
      required: ['version'],
      properties: {
        version: { type: 'integer' },
        input: { anyOf: actions.map(([name]) => ({ $ref: `#/components/schemas/${name}` })) },
      },
    },
    ...Object.fromEntries(actions),
  }
}
