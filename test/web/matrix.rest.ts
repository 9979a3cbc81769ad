/**
 * Everybody, on every case, by every route of the running router: in by the rule of the route, found by the scope, allowed by the chart, each by an account of its own
 * (matrix.ts). And not only the statuses: nothing that is answered contains the word or the number of a case that the asker does not see. A tenth of the reading and a
 * twentieth of the acting in the short run, another part by each seed.
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { apiPath, path } from '../../src/base/path.js'
import { has } from '../../src/people/actor.js'
import { openApi } from '../../src/web/api/openapi.js'
import { ACTIONS, ENTRIES } from '../../src/workflow/step.js'
import { historyFaults } from '../cases/looking.js'
import type { Name } from '../cases/population.js'
import { long, seed } from '../long.js'
import { type Declared, listDeclared } from './declared.js'
import { EVERYBODY, kindOf, makeSamples, mayDo, type Sample, STATES_MET, sees } from './matrix.js'
import { undeclaredIn } from './openapiCheck.js'
import { type Answer, type Session, Site } from './site.js'

jest.setTimeout(1_800_000)

const declared = listDeclared()
const document = JSON.parse(JSON.stringify(openApi('http://localhost:8080', '2026-11-24')))
let site: Site
let samples: Sample[]

beforeAll(async () => {
  site = await Site.open()
  samples = await makeSamples(site.world)
})
afterAll(() => site.close())

/** Whether this one of all is tried in this run. */
let counter = seed
function isTurn(oneIn = 10): boolean {
  counter = (Math.imul(counter, 1_664_525) + 1_013_904_223) >>> 0
  return long || counter >>> 8 < 0x1000000 / oneIn
}

const split = ({ route }: Declared) => route.split(' ') as [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string] // as listDeclared writes them
const mayEnter = (who: Name, { rule }: Declared) =>
  typeof rule === 'string' || has(site.world.person(who), ...(rule ?? []))

/** The address of a route for a case; of another one beside it where two are compared. */
function addressOf(path: string, sample: Sample, action: string): string {
  const other = samples.find((one) => one.owner === sample.owner && one.state === 'submitted') ?? sample
  const own = /letters\/:id/.test(path) ? (sample.letter?.id ?? 999_999) : sample.one.id
  return path
    .replace(':id', String(own))
    .replace(':other', String(other.one.id))
    .replace(/:(file|document|paper)\b/, String(sample.paper))
    .replace(':section', 'talent')
    .replace(':page', '1')
    .replace(':action', action)
    .replace(/:\w+/g, '999999')
}

/**
 * What nobody may read: the words and numbers of the cases that this person does not see. One thing is told on purpose, and only to officers of the case `about`: the number
 * of another case of the same person, because the two may be one filing sent twice (docs/decisions/0016-duplicates-at-filing.md). An auditor reads the numbers of all cases, and nothing that is in them.
 */
function requireNoLeak(who: Name | null, { body }: Answer, where: object, about?: Sample): void {
  const told = ({ owner }: Sample) =>
    who === 'auditor' || (who !== null && owner === about?.owner && site.world.person(who).firmId === null)
  const leaked = samples
    .filter((sample) => who === null || !sees(site.world, who, sample))
    .flatMap((sample) => [sample.word, ...(told(sample) ? [] : [sample.number]), sample.letter?.number ?? sample.word])
    .filter((secret) => body.includes(secret))
  expect({ ...where, leaked }).toEqual({ ...where, leaked: [] })
}

/** What those get who may have it. Pages for writing lead away where the state has closed them. */
function mayAnswer(method: string, path: string): readonly number[] {
  if (/\/(answers\/:section|documents|review|self-check|correction)$/.test(path) && !path.startsWith('/api'))
    return [200, 303]
  if (/actions\/(:action|report)$|compare\/:other$|\/changes$/.test(path)) return [200, 303, 404]
  if (/\/signatures\/:signature$/.test(path)) return [404] // nobody has signed
  if (/\/package$/.test(path)) return [200, 409]
  if (/\/pages\/:page$/.test(path)) return [200, 404] // drawn by the worker, which does not run here
  return method === 'GET' ? [200] : []
}

describe('the matrix', () => {
  test('has a case of both firms in every state, come there by acting', async () => {
    const states = await Promise.all(
      samples.map(async ({ one, state, owner }) => `${owner} ${state} ${await one.state()}`),
    )
    const expected = STATES_MET.flatMap((state) => ['first', 'second'].map((owner) => `${owner} ${state} ${state}`))
    expect(states.sort()).toEqual(expected.sort())
    expect(STATES_MET).toHaveLength(18)
  })
})

describe('reading', () => {
  test.each(EVERYBODY)('%s: every route of a case or a letter, on every case', async (who) => {
    const as = await site.session(who)
    for (const one of declared) {
      const [method, path] = split(one)
      const kind = kindOf(path)
      if (method !== 'GET' || (kind !== 'case' && kind !== 'letter')) continue
      for (const sample of samples) {
        if (!isTurn()) continue
        const answer = await site.ask({ url: addressOf(path, sample, 'message'), as })
        const where = { who, route: one.route, state: sample.state, owner: sample.owner }
        const isThere = sees(site.world, who, sample) && (kind === 'case' || sample.letter !== null)
        const expected = mayEnter(who, one) ? (isThere ? mayAnswer(method, path) : [404]) : [403]
        expect({ ...where, status: answer.statusCode, fine: expected.includes(answer.statusCode) }).toEqual({
          ...where,
          status: answer.statusCode,
          fine: true,
        })
        if (!/\/file$|\/package$/.test(path)) requireNoLeak(who, answer, where, isThere ? sample : undefined)
        if (path.startsWith('/api') && answer.statusCode === 200 && /json/.test(String(answer.headers['content-type'])))
          expect({ ...where, undeclared: undeclaredIn(document, one.route, answer.json()) }).toEqual({
            ...where,
            undeclared: [],
          })
      }
    }
  })

  test.each(EVERYBODY)('%s: no list, search, report or page of any kind names a case of others', async (who) => {
    const as = await site.session(who)
    for (const one of declared.filter((route) => route.route.startsWith('GET '))) {
      const [, path] = split(one)
      if (path.includes(':') || /\/(templates|csv|openapi\.json|certificate)/.test(path)) continue
      const queries = /^\/(queue|cases|letters|api\/cases|api\/letters)$/.test(path)
        ? ['?tab=all', '?find=Canary', '?tab=all&find=HJ', '?find=%25']
        : ['']
      for (const query of queries) {
        const answer = await site.ask({ url: `${path}${query}`, as })
        const where = { who, address: `${path}${query}` }
        expect({ ...where, status: answer.statusCode, in: answer.statusCode !== 403 }).toEqual({
          ...where,
          status: answer.statusCode,
          in: mayEnter(who, one),
        })
        requireNoLeak(who, answer, where)
      }
    }
  })

  test('nobody: no page that is open to all names any case', async () => {
    for (const one of declared.filter(
      ({ route, rule }) => rule === 'open' && route.startsWith('GET ') && !route.includes(':'),
    ))
      requireNoLeak(null, await site.ask({ url: split(one)[1] }), { route: one.route })
  })
})

describe('acting', () => {
  const names = [...ACTIONS, ...ENTRIES]

  test.each(EVERYBODY)('%s is offered in each case what the tables say, and nothing else', async (who) => {
    const as = await site.session(who)
    for (const sample of samples.filter((one) => sees(site.world, who, one))) {
      if (!isTurn(4)) continue
      const { availableActions } = (await site.ask({ url: apiPath.case(sample.one.id), as })).json<{
        availableActions: { action: string }[]
      }>()
      const expected = names.filter((action) => mayDo(site.world, who, action, sample) === 'perhaps')
      const where = { who, state: sample.state, owner: sample.owner }
      expect({ ...where, actions: availableActions.map(({ action }) => action).sort() }).toEqual({
        ...where,
        actions: [...expected].sort(),
      })
    }
  })

  test.each(EVERYBODY)(
    '%s: whatever is not offered is refused, by the API and by the form, and changes nothing',
    async (who) => {
      const as = await site.session(who)
      for (const sample of samples) {
        const before = await sample.one.row()
        for (const action of names)
          for (const api of [true, false]) {
            const verdict = mayDo(site.world, who, action, sample)
            const seen = sees(site.world, who, sample)
            if (!isTurn(api ? 20 : 80) || (seen && verdict === 'perhaps')) continue
            const said = verdict === 'never' ? 403 : 409
            // what has an address of its own is not reached by the common one; the page of the assessment is not there for others
            const byOtherDoor = action === 'attachFile' || (!api && (action === 'saveAnswers' || action === 'report'))
            const expected = !seen ? [404] : byOtherDoor ? [404, said] : [said]
            const answer = await site.ask(
              api
                ? {
                    method: 'POST',
                    url: apiPath.action(sample.one.id, action),
                    as,
                    body: { version: before.version, input: {} },
                  }
                : {
                    method: 'POST',
                    url: path.action(sample.one.id, action),
                    as,
                    headers: { 'content-type': 'application/x-www-form-urlencoded' },
                    body: `_csrf=${as.csrf}&_version=${before.version}`,
                  },
            )
            const where = { who, action, api, state: sample.state, owner: sample.owner, seen, verdict }
            const { statusCode: status } = answer
            expect({ ...where, status, fine: expected.includes(status) }).toEqual({ ...where, status, fine: true })
            requireNoLeak(who, answer, where)
          }
        expect(await sample.one.row()).toEqual(before)
      }
    },
  )

  test.each(EVERYBODY)(
    '%s: every other writing route of a case that is not theirs answers as if there were none',
    async (who) => {
      const as = await site.session(who)
      for (const one of declared) {
        const [method, path] = split(one)
        if (method === 'GET' || kindOf(path) !== 'case' || /actions\//.test(path)) continue
        for (const sample of samples) {
          const entered = mayEnter(who, one)
          if (!isTurn() || (entered && sees(site.world, who, sample))) continue
          const answer = await site.ask({ method, url: addressOf(path, sample, 'message'), as, body: {} })
          const where = { who, route: one.route, state: sample.state, owner: sample.owner }
          expect({ ...where, status: answer.statusCode }).toEqual({ ...where, status: entered ? 404 : 403 })
          requireNoLeak(who, answer, where)
        }
      }
    },
  )

  test('after all of it every case stands where it stood, and every history is whole', async () => {
    for (const { one, state } of samples) expect(await one.state()).toBe(state)
    expect(await historyFaults(site.world.admin)).toEqual([])
  })
})

describe('the record of reading', () => {
  const READINGS_MADE = ['readCase', 'readFile', 'readLetter', 'fetchLetter']

  const countReadings = async (who: Name, { one }: Sample): Promise<number> => {
    const { rows } = await site.world.admin.query<{ n: number }>(
      'select count(*)::int as n from events where case_id = $1 and actor_id = $2 and action = any ($3)',
      [one.id, site.world.person(who).id, READINGS_MADE],
    )
    return rows[0]?.n ?? 0
  }

  /** An action that this person is offered on this case by a form of the common kind. */
  const offeredTo = async (as: Session, { one }: Sample): Promise<string> => {
    const { availableActions } = (await site.ask({ url: apiPath.case(one.id), as })).json()
    const names: string[] = availableActions.map(({ action }: { action: string }) => action)
    return names.find((name) => name !== 'report') ?? 'message'
  }

  const wait = (minutes: number) =>
    site.world.clock.moveTo(new Date(site.world.clock.now().getTime() + minutes * 60_000))

  /** One of each role in the short run. */
  const READERS: readonly Name[] = long
    ? EVERYBODY
    : ['intake', 'assessor', 'approver', 'supervisor', 'panel', 'permitOfficer']

  /** Asks twice at the first case at which this person is shown something; the events of it, or undefined. */
  async function eventsLeft(who: Name, as: Session, { route }: Declared): Promise<object | undefined> {
    const mine = samples.filter((sample) => sees(site.world, who, sample))
    for (const sample of mine.sort((a, b) => Number(b.letter !== null) - Number(a.letter !== null))) {
      const offered = route.includes(':action') ? await offeredTo(as, sample) : ''
      const url = addressOf(route.replace('GET ', ''), sample, offered)
      wait(16)
      const before = await countReadings(who, sample)
      const { statusCode } = await site.ask({ url, as })
      await site.ask({ url, as })
      if (statusCode === 200) return { state: sample.state, events: (await countReadings(who, sample)) - before }
    }
    return undefined
  }

  test('an officer who comes directly to whatever shows a case or its papers leaves one event in a quarter of an hour', async () => {
    const ofOfficers = declared.filter((one) => {
      const [method, path] = split(one)
      const isOfCase = method === 'GET' && ['case', 'letter'].includes(kindOf(path) ?? '')
      // nobody has signed in these cases: cases/consents.test.ts looks at that
      if (path.endsWith('/signatures/:signature')) return false
      return isOfCase && READERS.some((who) => site.world.person(who).firmId === null && mayEnter(who, one))
    })
    const shown = new Set<string>()
    for (const who of READERS.filter((name) => site.world.person(name).firmId === null && name !== 'auditor'))
      for (const one of ofOfficers.filter((route) => mayEnter(who, route))) {
        wait(1)
        const left = await eventsLeft(who, await site.signIn(who), one)
        if (!left) continue
        shown.add(one.route)
        // what is taken away is recorded each time; a permit officer's page of a case shows the letter itself
        const events = one.file || (who === 'permitOfficer' && one.route === 'GET /cases/:id') ? 2 : 1
        expect({ who, route: one.route, ...left }).toMatchObject({ who, route: one.route, events })
      }
    expect(ofOfficers.map(({ route }) => route).filter((route) => !shown.has(route))).toEqual([])
    expect(await historyFaults(site.world.admin)).toEqual([])
  })
})
