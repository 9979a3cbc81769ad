/** What programs send, by the names that the API's description gives it: the schemas of all forms, and examples. */
import type { z } from 'zod'
import { API_KEY, API_SIGN_IN, PROOF } from '../forms/account.js'
import { APPLICATION } from '../forms/application.js'
import { DOCUMENT_KINDS } from '../forms/choices.js'
import { exampleOf } from '../forms/engine/example.js'
import { jsonSchema } from '../forms/engine/schema.js'
import { MANDATE, MANDATE_END, MANDATE_LIMITS } from '../forms/mandate.js'
import { OUTCOME } from '../forms/outcomes.js'
import { FORMS } from './forms.js'
import { ACTIONS, ENTRIES, isAction } from './step.js'
import { wordsOf } from './words.js'

/** A document comes as a file, which is inspected: by its own operation and no other. */
export const BY_NAME = [...ACTIONS, ...ENTRIES].filter((action) => action !== 'attachFile')

const FORM_OF: Readonly<Record<string, z.ZodObject>> = {
  Application: APPLICATION,
  signIn: API_SIGN_IN,
  proof: PROOF,
  apiKey: API_KEY,
  mandate: MANDATE,
  mandateLimits: MANDATE_LIMITS,
  mandateEnd: MANDATE_END,
  outcome: OUTCOME,
}
const ofActs = Object.entries(FORMS).map(([act, form]) => [act, `${act}Input`, form] as const)

const makeSchemas = (): Readonly<Record<string, object>> =>
  Object.fromEntries([
    ...Object.entries(FORM_OF).map(([name, form]) => [name, jsonSchema(form)]),
    ...ofActs.map(([act, name, form]) => [name, { ...jsonSchema(form), description: wordsOf(act).label.en }]),
  ])
let schemas: ReturnType<typeof makeSchemas> | undefined

/** What the forms take, as schemas; an action's under its name. Made when the API is first described. */
export function inputSchemas(): ReturnType<typeof makeSchemas> {
  schemas ??= makeSchemas()
  return schemas
}

/** By the names of their schemas; days are counted from `today`. */
export const formExamples = (today: string): Record<string, unknown> =>
  Object.fromEntries([
    ...Object.entries(FORM_OF).map(([name, form]) => [name, exampleOf(form, today)]),
    ...ofActs.map(([, name, form]) => [name, exampleOf(form, today)]),
  ])

/** What is sent with each action and entry. */
export const actExamples = (today: string) =>
  Object.fromEntries(
    BY_NAME.map((act) => {
      const value = { version: isAction(act) ? 1 : undefined, input: exampleOf(FORMS[act], today) }
      return [act, { summary: wordsOf(act).label.en, value }]
    }),
  )

/** In words. */
export const KINDS_OF_DOCUMENTS = `One of ${DOCUMENT_KINDS.map(({ value }) => value).join(', ')}`

/** The fields that come with a file. */
export function documentExamples(today: string) {
  const { kind, issuedOn, details } = exampleOf(FORMS.attachFile, today)
  const value = { kind, issuedOn, details: JSON.stringify(details), file: 'passport.pdf' }
  return { document: { summary: wordsOf('attachFile').label.en, value } }
}

/** What stands in answers under these names; anything else by its own name. */
export const TEXTS = {
  ...{ zh: '说明', en: 'In words', number: '2026-900024', caseNumber: '2026-900024', path: 'talent.birthDate' },
  ...{
    talentName: 'Sofia Bianchi',
    systemName: 'BIANCHI SOFIA',
    firmName: '示例电子商务有限公司',
    account: 'applicant',
  },
  ...{ name: 'contract.pdf', mime: 'application/pdf', sha256: '0'.repeat(64), checkCode: 'K7M2-9QXF-4TRD' },
}
