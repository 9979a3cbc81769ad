/** What the API answers, as JSON Schemas (OpenAPI 3.1, components); what it takes is made from the forms. */
import { SCAN_STATES } from '../../base/scanning.js'
import { STATES } from '../../workflow/step.js'

export type Json = Record<string, unknown>

export const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })

const bilingual = { type: 'object', properties: { zh: { type: 'string' }, en: { type: 'string' } } }
const reason = {
  type: 'object',
  properties: { code: { type: 'string' }, path: { type: 'string' }, zh: { type: 'string' }, en: { type: 'string' } },
}
const finding = {
  type: 'object',
  properties: { code: { type: 'string' }, path: { type: 'string' }, message: bilingual, source: bilingual },
}
const list = (items: Json): Json => ({ type: 'array', items })
const state = { type: 'string', enum: [...STATES] }

const CASE_LINE = {
  id: { type: 'integer' },
  number: { type: 'string' },
  state,
  stateLabel: bilingual,
  version: { type: 'integer' },
  filedOn: { type: ['string', 'null'], format: 'date' },
  dueOn: { type: ['string', 'null'], format: 'date' },
  ownDueOn: {
    type: ['string', 'null'],
    format: 'date',
    description:
      'The last day of your own authority: that of a consultation which it has to answer, else dueOn; null for a firm',
  },
  dueProvisional: { type: 'boolean', description: 'Counted past the announced calendar' },
  talentName: { type: ['string', 'null'] },
  systemName: { type: ['string', 'null'] },
  firmName: { type: 'string' },
  post: { type: ['string', 'null'] },
  claimedBy: { type: ['string', 'null'] },
  changedAt: { type: 'string', format: 'date-time' },
}

const CHECK = {
  judgedOn: { type: 'string' },
  form: list(finding),
  points: { type: 'object' },
  routes: { type: 'object' },
  ways: list({ type: 'object' }),
  category: { type: 'string' },
  age: { type: ['integer', 'null'] },
  blocks: list(finding),
  warns: list(finding),
  expectedDecisionOn: { type: 'string' },
  provisional: { type: 'boolean' },
  declared: list({ type: 'object' }),
  promised: list({ type: 'object' }),
  advice: list({ type: 'object', properties: { ...finding.properties, document: { type: 'string' } } }),
  streaming: list(finding),
}

/** Schemas of what the API answers. */
export const ANSWERS: Record<string, Json> = {
  Session: { type: 'object', properties: { person: { type: 'object' }, csrfToken: { type: 'string' } } },
  CaseLine: { type: 'object', properties: CASE_LINE },
  Case: {
    type: 'object',
    properties: {
      ...CASE_LINE,
      answers: ref('Application'),
      answersVersion: { type: 'integer' },
      formVersion: { type: 'string' },
      documents: list(ref('Document')),
      events: list({
        type: 'object',
        properties: {
          seq: { type: 'integer' },
          at: { type: 'string', format: 'date-time' },
          action: { type: 'string' },
          words: { type: ['object', 'null'] },
          state,
          by: { type: ['string', 'null'] },
          authorityId: { type: ['integer', 'null'] },
          content: { type: ['object', 'null'] },
        },
      }),
      assessments: list({
        type: 'object',
        properties: {
          round: { type: 'integer' },
          authorityId: { type: 'integer' },
          by: { type: ['string', 'null'] },
          at: { type: 'string', format: 'date-time' },
          opinion: { type: 'string', enum: ['recommend', 'against'] },
          summary: { type: ['string', 'null'] },
          findings: list({ type: 'object' }),
        },
      }),
      parties: list({
        type: 'object',
        properties: { authorityId: { type: 'integer' }, part: { type: 'string' } },
      }),
      availableActions: list({
        type: 'object',
        properties: {
          action: { type: 'string' },
          kind: { type: 'string' },
          label: bilingual,
          enabled: { type: 'boolean' },
          because: list(reason),
          inputSchema: { type: 'string' },
        },
      }),
    },
  },
  Document: {
    type: 'object',
    properties: {
      id: { type: 'integer' },
      kind: { type: 'string' },
      name: { type: 'string' },
      mime: { type: 'string' },
      bytes: { type: 'integer' },
      sha256: { type: 'string' },
      pages: { type: ['integer', 'null'] },
      width: { type: ['integer', 'null'] },
      height: { type: ['integer', 'null'] },
      issuedOn: { type: ['string', 'null'], format: 'date' },
      details: { type: 'object' },
      unfit: list(reason),
      scan: {
        type: ['string', 'null'],
        enum: [...SCAN_STATES, null],
        description: 'What the virus scanner says; null where there is none. Opens when it is clean',
      },
      uploadedAt: { type: 'string', format: 'date-time' },
      replacedAt: { type: ['string', 'null'], format: 'date-time' },
    },
  },
  Outcome: {
    type: 'object',
    properties: {
      caseId: { type: 'integer' },
      seq: { type: 'integer' },
      state,
      stateLabel: bilingual,
      version: { type: 'integer' },
      repeated: { type: 'boolean' },
    },
  },
  Check: { type: 'object', properties: CHECK },
  SelfCheck: {
    type: 'object',
    properties: {
      ...CHECK,
      daysOff: list({ type: 'object' }),
      rules: list({
        type: 'object',
        properties: {
          kind: { type: 'string' },
          key: { type: 'string' },
          effectiveFrom: { type: 'string', format: 'date' },
        },
      }),
    },
  },
  Letter: {
    type: 'object',
    properties: {
      id: { type: 'integer' },
      caseId: { type: 'integer' },
      caseNumber: { type: 'string' },
      kind: { type: 'string' },
      talentName: { type: ['string', 'null'] },
      firmName: { type: 'string' },
      number: { type: 'string' },
      checkCode: { type: 'string' },
      sha256: { type: ['string', 'null'] },
      issuedAt: { type: ['string', 'null'] },
      validUntil: { type: ['string', 'null'] },
      receivedAt: { type: ['string', 'null'] },
      endedAs: { type: ['string', 'null'] },
      endedAt: { type: ['string', 'null'] },
    },
  },
  Checked: {
    type: 'object',
    properties: {
      standing: {
        type: 'string',
        enum: ['valid', 'superseded', 'revoked', 'expired', 'void', 'specimen', 'unknown', 'altered'],
      },
      number: { type: ['string', 'null'] },
      facts: { type: ['object', 'null'] },
    },
  },
  Package: {
    type: 'object',
    properties: {
      id: { type: 'integer' },
      letters: { type: 'integer' },
      sent: { type: 'integer', description: 'How many the last download has sent' },
      finishedAt: { type: ['string', 'null'] },
      file: { type: 'string', description: 'Where the ZIP is' },
    },
  },
  Failure: {
    type: 'object',
    properties: {
      error: { type: 'string' },
      title: bilingual,
      message: bilingual,
      problems: list(finding),
      because: list(reason),
      requestId: { type: 'string' },
    },
  },
}
