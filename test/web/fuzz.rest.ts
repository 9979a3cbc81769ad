/** A hundred thousand requests made from the description of the API and from the forms, by everybody: none is answered with a fault of ours, none hangs, none tells of the inside. */
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { path } from '../../src/base/path.js'
import { historyFaults } from '../cases/looking.js'
import type { Name } from '../cases/population.js'
import { rounds, seed } from '../long.js'
import { type Hostile, HostileRequests } from './hostile.js'
import { INSIDE } from './nasty.js'
import { type Answer, Site } from './site.js'

jest.setTimeout(3_600_000)

const WHO = [
  'applicant',
  'rivalAdmin',
  'intake',
  'assessor',
  'approver',
  'supervisor',
  'panel',
  'permitOfficer',
  'policyEditor',
  'systemAdmin',
  'auditor',
  null,
] as const satisfies readonly (Name | null)[]
const AT_ONCE = 6
const HANGS = 60_000 // ms
let site: Site
let ids: number[]

beforeAll(async () => {
  site = await Site.open({ settings: { SIGN_IN_TRIES: '5', DATABASE_POOL: '10' } })
  const made = [
    await site.world.draft(),
    await site.world.caseIn('submitted'),
    await site.world.caseIn('underAssessment'),
    await site.world.caseIn('awaitingCorrection'),
    await site.world.caseIn('awaitingDecision', 'rivalAdmin', 'streamer'),
  ]
  ids = [...made.map(({ id }) => id), 1, 2, 3, 999_999]
  for (const who of WHO) if (who) await site.session(who)
})
afterAll(() => site.close())

const collect = (): number => {
  setFlagsFromString('--expose-gc')
  const gc: () => void = runInNewContext('gc')
  gc()
  return process.memoryUsage().heapUsed
}

async function send(asked: Hostile, who: Name | null): Promise<Answer | 'hangs'> {
  const as = who ? await site.session(who) : undefined
  const answer = site.ask({ ...asked, ...(as && { as }) })
  const cancel = new AbortController()
  const result = await Promise.race([
    answer,
    sleep(HANGS, 'hangs' as const, { signal: cancel.signal }).catch(() => 'hangs' as const),
  ])
  cancel.abort()
  return result
}

/** What is wrong with an answer; undefined when nothing is. */
function faultOf(answer: Answer | 'hangs'): string | undefined {
  if (answer === 'hangs') return 'no answer'
  const { statusCode, headers, body } = answer
  // a machine that is too busy says so, and when to come again; that is no fault, as long as it is rare
  if (statusCode === 503 && headers['retry-after']) return undefined
  if (statusCode >= 500) return `status ${statusCode}: ${body.slice(0, 300)}`
  const told = statusCode >= 400 ? INSIDE.exec(body)?.[0] : undefined
  if (told) return `tells of the inside: ${told}`
  if (headers['x-injected'] !== undefined || [headers['set-cookie']].flat().some((cookie) => cookie?.startsWith('x=y')))
    return 'a header was injected'
  if (headers['x-content-type-options'] !== 'nosniff' && statusCode !== 204) return 'without nosniff'
  if (/<script>alert\(1\)/.test(body) && /text\/html/.test(String(headers['content-type']))) return 'a script in a page'
  return Object.hasOwn(Object.prototype, 'polluted') ? 'the prototype of all objects was changed' : undefined
}

describe('hostile requests', () => {
  test('are answered, each of them, and told nothing; memory returns', async () => {
    const total = rounds(100_000, 25)
    const faults: object[] = []
    const statuses = new Map<number, number>()
    let before = 0
    let done = 0
    const run = async (index: number): Promise<void> => {
      const requests = new HostileRequests(seed + index, ids)
      for (let sent = 0; sent < total / AT_ONCE && faults.length < 5; sent++) {
        const who = requests.one(WHO)
        const asked = requests.request()
        const answer = await send(asked, who)
        if (answer !== 'hangs') statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1)
        const fault = faultOf(answer)
        if (fault) faults.push({ fault, who, ...asked, body: asked.body?.slice(0, 400) })
        done += 1
        if (done === 500) before = collect()
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => run(index)))
    expect({ seed, faults }).toEqual({ seed, faults: [] })
    expect(done).toBeGreaterThanOrEqual(total - AT_ONCE)
    expect(statuses.get(503) ?? 0).toBeLessThan(total / 100)
    // the requests get past the first check: pages and refusals of every kind were among the answers
    for (const status of [200, 303, 403, 404, 409, 422])
      expect({ status, some: (statuses.get(status) ?? 0) > 0 }).toEqual({ status, some: true })
    expect(collect() - before).toBeLessThan(150 * 1024 * 1024)
  })

  test('have left every history whole, and a server that works', async () => {
    expect(await historyFaults(site.world.admin)).toEqual([])
    expect((await site.ask({ url: path.criteria })).statusCode).toBe(200) // sessions may have been ended on the way
  })
})
