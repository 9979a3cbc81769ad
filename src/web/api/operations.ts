/**
 * Every operation of the API; a test compares the list with the routes. Over 250 lines because it
 * is one table, read from top to bottom.
 */
import { TABS } from '../../cases/lists.js'
import { ACTIONS, ENTRIES } from '../../workflow/step.js'
import { type Json, ref } from './schemas.js'

const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } })
const path = (name: string, type = 'integer'): Json => ({ name, in: 'path', required: true, schema: { type } })
const query = (name: string, description: string, schema: Json = { type: 'string' }): Json => ({
  name,
  in: 'query',
  required: false,
  description,
  schema,
})
const requestId: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Your own name for this request. Sent again with the same name, it gives the first answer and does nothing.',
  schema: { type: 'string', maxLength: 200 },
}
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  readonly path: string
  readonly summary: string
  readonly open?: true
  readonly parameters?: readonly Json[]
  readonly body?: Json
  readonly ok: readonly [status: number, description: string, schema?: Json]
}

const file = { type: 'string', contentMediaType: 'application/octet-stream' }

/** Every operation of the API, in the order in which one meets them. */
export const OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/api/session',
    summary:
      'Sign in; sets a cookie and returns the token to be sent as x-csrf-token. Staff send ' +
      'a code too: 401 says whether one is missing (codeNeeded), or an authenticator is to ' +
      'be added first (enrolmentNeeded, with its key)',
    open: true,
    body: json(ref('signIn')),
    ok: [201, 'Signed in', ref('Session')],
  },
  {
    method: 'post',
    path: '/api/session/proof',
    summary:
      'Show once more who you are: a code, or the password of somebody without a second factor. ' +
      'Issuing, revoking and exporting by a session ask for it (403, proofNeeded)',
    body: json(ref('proof')),
    ok: [204, 'Shown; the session’s cookie is a new one, the token of its forms stays'],
  },
  { method: 'delete', path: '/api/session', summary: 'Sign out', ok: [204, 'Signed out'] },
  { method: 'get', path: '/api/me', summary: 'Who you are', ok: [200, 'The person', ref('Session')] },
  { method: 'get', path: '/api/keys', summary: 'Your API keys', ok: [200, 'The keys', { type: 'object' }] },
  {
    method: 'post',
    path: '/api/keys',
    summary: 'Make an API key; the secret is shown this once',
    body: json(ref('apiKey')),
    ok: [201, 'The secret', { type: 'object', properties: { secret: { type: 'string' } } }],
  },
  { method: 'delete', path: '/api/keys/{id}', summary: 'End an API key', parameters: [path('id')], ok: [204, 'Ended'] },
  {
    method: 'get',
    path: '/api/cases',
    summary: 'Cases within your scope, the most urgent first',
    parameters: [
      query('tab', 'Which list', { type: 'string', enum: [...TABS], default: 'all' }),
      query('find', 'Number, name of talent or firm'),
      query('after', 'What `next` of the page before said'),
    ],
    ok: [
      200,
      'One page of cases',
      {
        type: 'object',
        properties: { cases: { type: 'array', items: ref('CaseLine') }, next: { type: ['string', 'null'] } },
      },
    ],
  },
  {
    method: 'post',
    path: '/api/cases',
    summary:
      'Start a draft, empty or with the answers of an earlier case of the firm (`from`); `answers` are laid over them',
    parameters: [requestId],
    body: json({ type: 'object', properties: { answers: ref('Application'), from: { type: 'integer', minimum: 1 } } }),
    ok: [201, 'The draft', ref('Case')],
  },
  {
    method: 'get',
    path: '/api/cases/{id}',
    summary: 'One case, with what you may do now',
    parameters: [path('id')],
    ok: [200, 'The case', ref('Case')],
  },
  {
    method: 'put',
    path: '/api/cases/{id}/answers',
    summary: 'Lay answers over a draft’s; lists are replaced whole, null takes an answer away',
    parameters: [path('id'), requestId],
    body: json({
      type: 'object',
      required: ['answers'],
      properties: { answers: ref('Application'), answersVersion: { type: 'integer' } },
    }),
    ok: [200, 'Saved', ref('Outcome')],
  },
  {
    method: 'get',
    path: '/api/cases/{id}/check',
    summary: 'What stops filing, what warns, points and routes',
    parameters: [path('id')],
    ok: [200, 'The check', ref('Check')],
  },
  {
    method: 'post',
    path: '/api/cases/{id}/documents',
    summary: 'Attach a document; it takes the place of the one of its kind unless `beside` is true',
    parameters: [path('id'), requestId],
    body: {
      content: {
        'multipart/form-data': {
          schema: {
            type: 'object',
            required: ['kind', 'file'],
            properties: {
              kind: { type: 'string' },
              issuedOn: { type: 'string', format: 'date' },
              beside: { type: 'string', enum: ['true', 'false'] },
              details: { type: 'string', description: 'JSON' },
              file,
            },
          },
        },
      },
    },
    ok: [201, 'Attached', ref('Outcome')],
  },
  {
    method: 'get',
    path: '/api/cases/{id}/documents/{document}',
    summary: 'Download a document',
    parameters: [path('id'), path('document')],
    ok: [200, 'The file'],
  },
  {
    method: 'delete',
    path: '/api/cases/{id}/documents/{document}',
    summary: 'Take a document away',
    parameters: [path('id'), path('document'), requestId],
    ok: [200, 'Taken away', ref('Outcome')],
  },
  {
    method: 'post',
    path: '/api/cases/{id}/actions/{action}',
    summary:
      'Do an action or write an entry: `availableActions` of the case says which, the schema ACTIONInput what it takes',
    parameters: [
      path('id'),
      {
        ...path('action', 'string'),
        schema: { type: 'string', enum: [...ACTIONS, ...ENTRIES].filter((action) => action !== 'attachFile') },
      },
      requestId,
    ],
    body: json(ref('ActionRequest')),
    ok: [200, 'Done', ref('Outcome')],
  },
  {
    method: 'get',
    path: '/api/letters',
    summary: 'Letters within your scope, found by number, name, firm or exact passport number',
    parameters: [query('find', 'What to look for'), query('before', 'What `next` of the page before said')],
    ok: [
      200,
      'One page of letters',
      {
        type: 'object',
        properties: { letters: { type: 'array', items: ref('Letter') }, next: { type: ['integer', 'null'] } },
      },
    ],
  },
  {
    method: 'get',
    path: '/api/letters/{id}',
    summary: 'One letter',
    parameters: [path('id')],
    ok: [200, 'The letter', ref('Letter')],
  },
  {
    method: 'get',
    path: '/api/letters/{id}/file',
    summary: 'Download the signed letter; recorded',
    parameters: [path('id')],
    ok: [200, 'The PDF'],
  },
  {
    method: 'get',
    path: '/api/letters/{id}/package',
    summary: 'For permit officers: a letter with its evidence and description as one ZIP; recorded',
    parameters: [path('id')],
    ok: [200, 'The ZIP'],
  },
  {
    method: 'post',
    path: '/api/packages',
    summary: 'For permit officers: put letters that are addressed to your authority into one package',
    body: json({
      type: 'object',
      required: ['letters'],
      properties: { letters: { type: 'array', items: { type: 'integer' }, minItems: 1, maxItems: 500 } },
    }),
    ok: [201, 'The package, and where its file is', ref('Package')],
  },
  {
    method: 'get',
    path: '/api/packages/{id}',
    summary: 'A package, and how many letters its last download has sent',
    parameters: [path('id')],
    ok: [200, 'The package', ref('Package')],
  },
  {
    method: 'get',
    path: '/api/packages/{id}/file',
    summary: 'Download the ZIP, which is written while it is sent; each letter is recorded as its turn comes',
    parameters: [path('id')],
    ok: [200, 'The ZIP'],
  },
  {
    method: 'get',
    path: '/api/package-schema',
    summary: 'JSON Schema of index.json and description.json in a package',
    open: true,
    ok: [200, 'The schema', { type: 'object' }],
  },
  {
    method: 'get',
    path: '/api/verify/{code}',
    summary: 'Check a letter by its code',
    open: true,
    parameters: [path('code', 'string')],
    ok: [200, 'What anybody may know', ref('Checked')],
  },
  {
    method: 'post',
    path: '/api/verify',
    summary:
      'Check a letter by the SHA-256 of its file; with its code too, an altered file is told from an unknown one',
    open: true,
    body: json({ type: 'object', properties: { sha256: { type: 'string' }, code: { type: 'string' } } }),
    ok: [200, 'What anybody may know', ref('Checked')],
  },
  {
    method: 'post',
    path: '/api/self-check',
    summary:
      'Judge answers that belong to no case, by the rules of a filing day; nothing is stored, and nothing is decided',
    open: true,
    body: json({
      type: 'object',
      properties: {
        answers: ref('Application'),
        filedOn: { type: 'string', format: 'date', description: 'Today or later; today when it is left out' },
        creditCode: { type: 'string', description: 'The firm’s unified social credit code' },
        documents: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              kind: { type: 'string' },
              issuedOn: { type: 'string', format: 'date' },
              format: { type: 'string' },
              bytes: { type: 'integer' },
              width: { type: 'integer' },
              height: { type: 'integer' },
            },
          },
        },
      },
    }),
    ok: [200, 'The judgement', ref('SelfCheck')],
  },
  {
    method: 'get',
    path: '/api/reference/{kind}',
    summary: 'What is in force of one kind of reference data on a day: criteria, figures, time limits, calendar',
    parameters: [path('kind', 'string'), query('on', 'The day; today without it', { type: 'string', format: 'date' })],
    ok: [
      200,
      'The entries, by key',
      {
        type: 'object',
        properties: {
          kind: { type: 'string' },
          label: { type: 'object', properties: { zh: { type: 'string' }, en: { type: 'string' } } },
          on: { type: 'string', format: 'date' },
          entries: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                id: { type: 'integer' },
                key: { type: 'string' },
                effectiveFrom: { type: 'string', format: 'date' },
                body: { type: 'object' },
              },
            },
          },
        },
      },
    ],
  },
  { method: 'get', path: '/api/openapi.json', summary: 'This description', open: true, ok: [200, 'OpenAPI 3.1'] },
]
