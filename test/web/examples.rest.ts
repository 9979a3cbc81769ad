/** The examples of the API's description, sent as they stand: a case is filed from nothing by them, every action is done, and each answer is what the description says. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { apiPath, withQuery } from '../../src/base/path.js'
import { Keys } from '../../src/people/key.service.js'
import { OPERATIONS } from '../../src/web/api/openapi.js'
import { BY_NAME } from '../../src/workflow/formExamples.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { readExample } from '../cases/inputs.js'
import { PASSWORD, type Name } from '../cases/population.js'
import { ROUTES } from '../cases/routes.js'
import type { Case } from '../cases/world.js'
import { bookOf, host } from '../exchange/books.js'
import { strangeIn, surplusIn } from './openapiCheck.js'
import { multipart, Site } from './site.js'

interface Media {
  readonly schema: unknown
  readonly example?: object
  readonly examples?: Readonly<Record<string, { readonly value: object }>>
}
type Values = Readonly<Record<string, unknown>>
interface Sending {
  /** Which of several examples. */
  readonly example?: string
  /** What only the caller knows: numbers of this installation, own secrets. */
  readonly known?: Values
  readonly params?: Readonly<Record<string, string | number>>
  readonly file?: readonly [name: string, content: Buffer]
  /** The status of an answer that says why it is not done. */
  readonly refused?: number
}

let site: Site
// biome-ignore lint/suspicious/noExplicitAny: a document as it came
let document: any
const sent = new Set<string>()
const keys = new Map<Name, string>()

beforeAll(async () => {
  site = await Site.open()
  document = (await site.ask({ url: apiPath.description })).json()
})
afterAll(() => site.close())

async function keyOf(who: Name): Promise<string> {
  await site.world.letAllSpeak()
  const wish = { name: 'examples', scopes: ['read', 'write'] as ('read' | 'write')[], days: 1 }
  const key = keys.get(who) ?? (await site.world.app.get(Keys).create(site.world.person(who), wish)).secret
  keys.set(who, key)
  return key
}

/** Sends an operation's example and holds the answer against the document. */
async function send(operationId: string, who: Name | 'session' | undefined, sending: Sending = {}): Promise<Values> {
  const found = OPERATIONS.find(({ name }) => name === operationId)
  if (!found) throw new Error(`no operation ${operationId}`)
  const { method, route } = found
  const operation = document.paths[route][method]
  const contents: Record<string, Media> = operation.requestBody?.content ?? {}
  const [type, media] = Object.entries(contents).find(([name]) => !sending.file || name.startsWith('multipart')) ?? []
  const example = sending.example
    ? media?.examples?.[sending.example]?.value
    : (media?.example ?? Object.values(media?.examples ?? {})[0]?.value)
  if (media) expect([operationId, example]).toEqual([operationId, expect.any(Object)])
  const body: Values = { ...example, ...sending.known }
  const url = route.replace(/\{(\w+)\}/g, (_, name: string) => String(sending.params?.[name]))
  const [name = '', content = Buffer.alloc(0)] = sending.file ?? []
  const parts = Object.entries(body).map(([key, value]): [string, string | Buffer, string?] =>
    String(value) === example?.[key as keyof typeof example] && /^(file|files|workbook)$/.test(key)
      ? [key, content, name]
      : [key, String(value)],
  )
  const isForm = type?.startsWith('multipart')
  const answer = await site.ask({
    method: method.toUpperCase() as 'POST',
    url,
    ...(who === 'session' ? { as: await site.session('firmAdmin') } : who && { key: await keyOf(who) }),
    ...(media && (isForm ? multipart(parts) : { body })),
  })
  sent.add(operationId)
  const json: Values = answer.body === '' ? {} : answer.json()
  expect({ operationId, status: answer.statusCode, json: answer.statusCode < 400 || json }).toMatchObject({
    operationId,
    status: sending.refused ?? found.status,
  })
  const described = operation.responses[answer.statusCode]?.content
  const schema = described?.['application/json']?.schema ?? described?.['application/problem+json']?.schema
  if (schema) {
    expect(strangeIn(document, schema, json, operationId)).toEqual([])
    expect(surplusIn(document, schema, json, operationId)).toEqual([])
  }
  return json
}

const idOf = ({ id }: Values): number => Number(id)

test('files a case from nothing: signs in, makes a key, starts, attaches what the check asks for, submits', async () => {
  const code = await site.world.code('applicant')
  await send('signIn', undefined, { known: { account: 'applicant', password: PASSWORD, code } })
  await send('createKey', 'session')
  const { id, problems } = await send('startCase', 'applicant')
  expect(problems).toEqual([])
  const params = { id: Number(id) }
  expect((await send('saveAnswers', 'applicant', { params })).problems).toEqual([])
  const check = async () => (await send('checkCase', 'applicant', { params })).blocks as { code: string }[]
  const missing = (await check()).map((one) => one.code)
  expect(missing.filter((one) => !one.startsWith('missing:'))).toEqual([])
  for (const kind of missing.map((one) => one.slice('missing:'.length))) {
    const { name, bytes } = await makePaper({ kind }, readExample('goodsHost') as unknown as PaperCase)
    await send('attachDocument', 'applicant', { params, known: { kind }, file: [name, bytes] })
  }
  expect(await check()).toEqual([])
  const { version } = await send('getCase', 'applicant', { params })
  const done = await send('doAction', 'applicant', {
    params: { ...params, action: 'submit' },
    example: 'submit',
    known: { version },
  })
  expect(done.state).toBe('submitted')
}, 240_000)

test('the others of a firm: mandates, batches, exports, checks open to everybody', async () => {
  await send('checkYourself', undefined)
  await send('verifyFile', undefined)
  await send('getToken', undefined, { refused: 401 }) // an assertion is signed anew each time
  const book = await bookOf(...Array.from({ length: 20 }, (_, index) => host(index))) // one row may be done too soon to be moved
  const batch = idOf(await send('orderBatch', 'applicant', { file: ['hosts.xlsx', book] }))
  await send('moveBatch', 'applicant', { params: { id: batch } })
  await send('sendBatchDocuments', 'applicant', { params: { id: batch }, file: ['page.pdf', book] })
  const mine = await site.world.draft()
  await send('takeExport', 'applicant', { params: { id: mine.id }, refused: 404 }) // nothing has been read
  const { creditCode } = readExample('streamer').firm
  const mandate = idOf(await send('askMandate', 'session', { known: { creditCode, side: 'agent' } }))
  await send('confirmMandate', 'session', { params: { id: mandate }, refused: 404 }) // the other firm agrees
  await send('endMandate', 'session', { params: { id: mandate } })
}, 240_000)

describe('actions', () => {
  /** What an example cannot know: the questions of the department, by the reference data in force; which of two reports. */
  const REFUSED: Readonly<Record<string, number>> = { report: 422, acknowledge: 422, askBack: 422 }
  /** Of the clock, the worker and the candidate, none of whom comes by a request; and what some other act must precede. */
  const OTHERS: readonly string[] = [
    ...['lapse', 'expire', 'recordLetter', 'extend', 'recompute', 'escalate', 'remind', 'pauseLimit', 'resumeLimit'],
    ...['recordConsent', 'withdrawConsent', 'sign', 'settleConsent', 'meetCondition', 'confirmCondition'],
    ...['handOver', 'finishTask', 'answerIntention', 'answerRevocation'],
  ]
  const done = new Map<string, number>()

  /** Does the first act that somebody may do and nobody has done; false when there is none. */
  async function doNext(one: Case, who: Name): Promise<boolean> {
    const file = await site.ask({ url: apiPath.case(one.id), key: await keyOf(who) })
    if (file.statusCode !== 200) return false
    const { version, availableActions } = file.json()
    const act = availableActions.find(
      ({ action, enabled }: { action: string; enabled: boolean }) =>
        enabled && !done.has(action) && BY_NAME.some((name) => name === action),
    )?.action
    if (!act) return false
    const { requestBody } = document.paths['/api/cases/{id}/actions/{action}'].post
    const { value } = requestBody.content['application/json'].examples[act]
    const answer = await site.ask({
      method: 'POST',
      url: apiPath.action(one.id, act),
      as: await site.session(who), // letters are issued by nobody's key
      body: { ...value, version },
    })
    done.set(act, answer.statusCode)
    const schema = answer.statusCode === 200 ? 'Outcome' : 'Failure'
    const faults = strangeIn(document, document.components.schemas[schema], answer.json())
    expect({ act, faults }).toEqual({ act, faults: [] })
    return true
  }

  test('each is done by its example, by whoever may, in a state that allows it', async () => {
    const people = Object.keys(site.world.population.people) as Name[]
    for (const state of Object.keys(ROUTES) as (keyof typeof ROUTES)[]) {
      // what an act leaves where it was may allow others: the same case goes on
      for (let one = await site.world.caseIn(state), acted = true; acted; ) {
        acted = false
        for (const who of people) {
          const act = await doNext(one, who)
          acted ||= act
          if (act && (await one.state()) !== state) one = await site.world.caseIn(state)
        }
      }
    }
    sent.add('doAction')
    const others = [...done].filter(([, status]) => status !== 200)
    expect(Object.fromEntries(others)).toEqual(REFUSED)
    expect(BY_NAME.filter((name) => !done.has(name) && !OTHERS.includes(name))).toEqual([])
  }, 600_000)
})

test('packages and outcomes, as the permit authority', async () => {
  const one = await site.world.caseIn('letterReceived')
  const letters = await site.ask({ url: withQuery(apiPath.letters, {}), key: await keyOf('permitOfficer') })
  const own = letters.json().letters.find(({ caseId }: { caseId: number }) => caseId === one.id)
  await send('createPackage', 'permitOfficer', { known: { letters: [own.id] } })
  const outcomes = document.paths[apiPath.outcomes].post.requestBody.content['application/json'].example.outcomes
  const known = { outcomes: [{ ...outcomes[0], case: own.number }] }
  const { results } = await send('recordOutcomes', 'permitOfficer', { known })
  expect(results).toMatchObject([{ code: 'recorded' }])
  expect(await one.state()).toBe('permitGranted')
})

test('a session proves once more who it is', async () => {
  await site.session('firmAdmin')
  site.world.clock.moveTo(new Date(site.world.clock.now().getTime() + 60_000)) // no code is taken twice
  await send('proveIdentity', 'session', { known: { code: await site.world.code('firmAdmin') } })
})

test('every operation that takes a body was sent its example', () => {
  const bodies = OPERATIONS.filter(({ body, form }) => body || form).map(({ name }) => name)
  expect(bodies.filter((name) => !sent.has(name))).toEqual([])
})
