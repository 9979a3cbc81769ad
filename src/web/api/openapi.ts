/** The description of the API (OpenAPI 3.1): made from the chart's actions, the forms, and the list of operations. */
import { API_KEY, API_SIGN_IN, PROOF } from '../../forms/account.js'
import { APPLICATION } from '../../forms/application.js'
import { jsonSchema } from '../../forms/engine/schema.js'
import { FORMS } from '../../workflow/forms.js'
import { wordsOf } from '../../workflow/words.js'
import { OPERATIONS, type Operation } from './operations.js'
import { ANSWERS, type Json, ref } from './schemas.js'

const answer = (description: string, schema?: Json): Json => ({
  description,
  content: schema && { 'application/json': { schema } },
})

const FAILURES: Record<string, Json> = Object.fromEntries(
  [
    [401, 'Sign in first'],
    [403, 'Never for you'],
    [404, 'Does not exist, or not for you'],
    [409, 'Not now, or the case has changed'],
    [422, 'Something in the input is wrong'],
    [503, 'Try again after a moment'],
  ].map(([status, description]) => [String(status), answer(String(description), ref('Failure'))]),
)

function operation({ summary, open, parameters, body, ok: [status, description, schema] }: Operation): Json {
  return {
    summary,
    security: open && [],
    parameters,
    requestBody: body,
    responses: { [status]: answer(description, schema), ...FAILURES },
  }
}

/** The whole document. */
export function openApi(server: string): Json {
  const paths: Record<string, Json> = {}
  for (const entry of OPERATIONS) paths[entry.path] = { ...paths[entry.path], [entry.method]: operation(entry) }
  const inputs = Object.entries(FORMS).map(([action, form]) => [
    `${action}Input`,
    { ...jsonSchema(form), description: wordsOf(action).label.en },
  ])
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
      schemas: {
        ...ANSWERS,
        Application: jsonSchema(APPLICATION),
        signIn: jsonSchema(API_SIGN_IN),
        proof: jsonSchema(PROOF),
        apiKey: jsonSchema(API_KEY),
        ActionRequest: {
          type: 'object',
          required: ['version'],
          properties: { version: { type: 'integer' }, input: { anyOf: inputs.map(([name]) => ref(String(name))) } },
        },
        ...Object.fromEntries(inputs),
      },
    },
  }
}
