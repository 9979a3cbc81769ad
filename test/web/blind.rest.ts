/**
 * Two persons of a department assess separately: until both have reported nobody reads what the other one found, by whatever way they look. Every route of the running router is asked, and then
 * the database itself, past the application.
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { path } from '../../src/base/path.js'
import { Database, rows } from '../../src/base/database.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { has } from '../../src/people/actor.js'
import { settingsOf } from '../../src/people/scope.js'
import { Reference } from '../../src/reference/reference.service.js'
import { ACTIONS, ENTRIES } from '../../src/workflow/step.js'
import { assessmentOf } from '../../tools/cases/assessment.js'
import type { Name } from '../cases/population.js'
import type { Case } from '../cases/world.js'
import { listDeclared } from './declared.js'
import { kindOf } from './matrix.js'
import { Site } from './site.js'

jest.setTimeout(600_000)

/** Words that stand in the first report alone. */
const SECRETS = ['SecretSummary', 'SecretFinding', 'SecretScore', 'SecretGroup']
/** Everybody else who may open the case, those who may report among them. */
const OTHERS = ['colleague', 'bothHats', 'panelWhoAssesses', 'intake', 'approver', 'supervisor'] as const

const first = () => {
  const { scores, compliance } = assessmentOf('commerce')
  return {
    opinion: 'against',
    summary: 'SecretSummary',
    scores: scores.map((score, at) => (at === 0 ? { ...score, level: 1, note: 'SecretScore' } : score)),
    compliance: compliance.map((group, at) =>
      at === 0 ? { ...group, result: 'concern', note: 'SecretGroup' } : group,
    ),
    findings: [{ on: 'engagement', result: 'notMet', note: 'SecretFinding', document: paper, page: 1 }],
  }
}

let site: Site
let one: Case
let other: Case
let paper: number

beforeAll(async () => {
  site = await Site.open()
  await site.world.admin.query(
    `insert into reference (kind, key, effective_from, body, approved_at) values ('procedure', 'assessment', '2026-11-01', $1, now())`,
    [JSON.stringify({ assessors: 2, twoWhen: [], source: { zh: '测试', en: 'a test' } })],
  )
  await site.world.app.get(Reference).refresh()
  await site.app.get(Reference).refresh()
  one = await site.world.caseIn('submitted')
  await one.do('intake', 'accept')
  const { rows: papers } = await site.world.admin.query<{ id: number }>(
    'select min(id) as id from attachments where case_id = $1',
    [one.id],
  )
  paper = papers[0]?.id ?? 0
  await one.do('assessor', 'report', first())
  other = await site.world.caseIn('submitted')
})
afterAll(() => site.close())

const declared = listDeclared().filter(({ route }) => route.startsWith('GET '))

/** Every address by which this person may look at the case, or at a list in which it stands. */
function addressesFor(who: Name): string[] {
  const may = declared.filter(({ rule }) => typeof rule === 'string' || has(site.world.person(who), ...(rule ?? [])))
  return may.flatMap(({ route }): string[] => {
    const [, address = ''] = route.split(' ')
    if (kindOf(address) === 'case') {
      const filled = address
        .replace(':id', String(one.id))
        .replace(':other', String(other.id))
        .replace(/:(file|document|paper)\b/, String(paper))
        .replace(':page', '1')
      if (!filled.includes(':action')) return [filled.replace(/:\w+/g, 'talent')]
      return [...ACTIONS, ...ENTRIES].flatMap((action) => {
        const at = filled.replace(':action', action)
        return [at, `${at}?from=report`]
      })
    }
    if (address.includes(':')) return []
    return /queue|cases|talents|letters/.test(address) ? [address, `${address}?tab=all`] : [address]
  })
}

async function secretsTo(who: Name): Promise<string[]> {
  const as = await site.session(who)
  const found: string[] = []
  for (const url of addressesFor(who)) {
    const { body } = await site.ask({ url, as })
    found.push(...SECRETS.filter((secret) => body.includes(secret)).map((secret) => `${url} ${secret}`))
  }
  return found
}

const reportsOf = async (who: Name, app = site.world.app) => {
  const { assessments, events } = await app.get(ReadingService).get(site.world.person(who), one.id)
  return {
    opinions: assessments.map(({ opinion }) => opinion),
    events: events.filter(({ action }) => action === 'report').map(({ content }) => content?.opinion ?? null),
  }
}

/** Past the application: whatever the database gives to its role when this person speaks. */
const storedFor = (who: Name) =>
  site.world.app.get(Database).transaction(settingsOf(site.world.person(who)), async (tx) => ({
    reports: (await rows(tx, 'select opinion from assessments where case_id = $1', [one.id])).length,
    contents: (
      await rows(
        tx,
        `select t.content from events e join event_contents t using (case_id, seq) where e.case_id = $1 and e.action = 'report'`,
        [one.id],
      )
    ).length,
  }))

describe('while one of two has reported', () => {
  test('the author reads the own report, which shows that the words would be found', async () => {
    const found = await secretsTo('assessor')
    expect(SECRETS.filter((secret) => !found.includes(`${path.case(one.id)} ${secret}`))).toEqual([])
    expect(found.some((line) => line.startsWith('/api/'))).toBe(true)
    expect(await reportsOf('assessor')).toEqual({ opinions: ['against'], events: ['against'] })
  })

  test.each(OTHERS)('%s finds none of it at any address', async (who) => {
    expect(await secretsTo(who)).toEqual([])
  })

  test.each(OTHERS)('%s is given none of it by the application, nor by the database', async (who) => {
    expect(await reportsOf(who)).toEqual({ opinions: [], events: [null] })
    expect(await storedFor(who)).toEqual({ reports: 0, contents: 0 })
  })

  test('the application’s own question keeps it closed where row-level security is off', async () => {
    const beyond = await site.world.openAs(site.world.db.adminUrl)
    expect(await reportsOf('colleague', beyond)).toEqual({ opinions: [], events: [null] })
  })

  test('the second assessor is told that there is another opinion, and not which', async () => {
    const as = await site.session('colleague')
    for (const url of [path.case(one.id), path.report(one.id)]) {
      const { body } = await site.ask({ url, as, headers: { cookie: `session=${as.cookies.session}; language=en` } })
      expect(body).toContain('Another opinion is not visible yet')
      expect(body).toContain('assessor, Commerce')
    }
  })

  test('a report on a case that has moved meanwhile says who reported, and nothing of it', async () => {
    const as = await site.session('colleague')
    const answer = await site.ask({
      method: 'POST',
      url: `/api/cases/${one.id}/actions/report`,
      as,
      body: { version: 3, input: { ...first(), findings: [], summary: 'Another view.' } },
    })
    expect(answer.statusCode).toBe(409)
    expect(SECRETS.filter((secret) => answer.body.includes(secret))).toEqual([])
    expect(answer.body).toContain('report')
  })

  test('it stays closed while the firm corrects', async () => {
    await one.do('assessor', 'requestCorrection')
    expect(await one.state()).toBe('awaitingCorrection')
    expect(await storedFor('colleague')).toEqual({ reports: 0, contents: 0 })
    expect(await secretsTo('colleague')).toEqual([])
    await one.do('applicant', 'resubmit')
    expect(await storedFor('colleague')).toEqual({ reports: 0, contents: 0 })
  })
})

describe('when both have reported', () => {
  test('both opinions are open to all who work on the case, with where they differ', async () => {
    await one.do('colleague', 'report')
    expect(await one.state()).toBe('awaitingDecision')
    for (const who of ['assessor', ...OTHERS] as const)
      expect(await reportsOf(who)).toEqual({ opinions: ['against', 'recommend'], events: ['against', 'recommend'] })
    const as = await site.session('approver')
    const { body } = await site.ask({ url: path.case(one.id), as })
    expect(SECRETS.filter((secret) => !body.includes(secret))).toEqual([])
    expect(body).toContain('相差2档')
    expect(body).not.toContain('尚不可见')
  })

  test('the next round is closed anew, while the round before stays open', async () => {
    await one.do('approver', 'returnToAssessment')
    await one.do('colleague', 'report', { opinion: 'against' })
    expect(await reportsOf('assessor')).toEqual({
      opinions: ['against', 'recommend'],
      events: ['against', 'recommend', null],
    })
    expect(await reportsOf('colleague')).toEqual({
      opinions: ['against', 'recommend', 'against'],
      events: ['against', 'recommend', 'against'],
    })
  })

  test('a report opens when no second one can come any more', async () => {
    await one.do('applicant', 'withdraw')
    expect((await reportsOf('assessor')).opinions).toEqual(['against', 'recommend', 'against'])
  })
})
