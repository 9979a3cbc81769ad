/** Events for machines: the feed is scoped, without gaps, without anything of anybody; what is asked wrongly is answered. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { EVENT_KINDS } from '../../src/exchange/kinds.js'
import { Firms } from '../../src/people/firm.service.js'
import { Mandates } from '../../src/people/mandate.service.js'
import { connect } from '../../tools/roles.js'
import type { Name } from '../cases/population.js'
import type { Case } from '../cases/world.js'
import { Site } from '../web/site.js'

let site: Site
beforeAll(async () => {
  site = await Site.open()
})
afterAll(() => site.close())

interface Told {
  readonly id: string
  readonly kind: string
  readonly caseId: number
  readonly caseNumber: string | null
  readonly order: number
}
interface Page {
  readonly events: Told[]
  readonly next: string
  readonly more: boolean
}

const ask = async (who: Name, query: Record<string, string | number | undefined> = {}) =>
  site.ask({ url: withQuery(apiPath.events, query), as: await site.session(who) })

/** All from a place on, by pages of `limit`; waits until what has been committed can be told. */
async function readOn(who: Name, after?: string, limit = 7): Promise<{ events: Told[]; next: string | undefined }> {
  const { rows } = await site.world.admin.query<{ n: string }>(
    'select pg_snapshot_xmax(pg_current_snapshot())::text as n',
  )
  const [events, until]: [Told[], bigint] = [[], BigInt(rows[0]?.n ?? 0)]
  for (let place = after; ; await pause(5)) {
    const { events: some, next, more } = (await ask(who, { after: place, limit })).json<Page>()
    events.push(...some)
    place = next
    if (!more && BigInt(next.split('-')[0] ?? 0) >= until) return { events, next }
  }
}
const kindsOf = (events: readonly Told[], one: Pick<Case, 'id'>) =>
  events.filter(({ caseId }) => caseId === one.id).map(({ kind }) => kind)

describe('the feed', () => {
  test('gives each its own cases, in order, page by page, and begins again where it ended', async () => {
    const one = await site.world.caseIn('submitted')
    const theirs = await site.world.draft('rival', 'streamer')
    const first = await readOn('applicant')
    expect(kindsOf(first.events, one).at(-1)).toBe('submit')
    expect(kindsOf(first.events, theirs)).toEqual([])
    expect(kindsOf((await readOn('rival')).events, one)).toEqual([])

    await one.do('intake', 'accept')
    await one.do('assessor', 'report')
    await one.do('approver', 'recommend')
    await one.makeLetter()
    const later = await readOn('applicant', first.next)
    // the report is the office's own affair
    expect(kindsOf(later.events, one)).toEqual(['accept', 'recommend', 'recordLetter'])
    expect(later.events.map(({ id }) => id)).toEqual(
      later.events.map(({ caseId, order }) => `event-${caseId}-${order}`),
    )
    const letters = later.events.filter(({ kind }) => kind === 'recordLetter')
    expect(letters).toMatchObject([{ letter: { id: expect.any(Number) } }])
    expect(kindsOf((await readOn('permitOfficer')).events, one)).toContain('recordLetter')
    expect(kindsOf((await readOn('assessor', first.next)).events, one)).toEqual(['accept', 'recommend', 'recordLetter'])
    expect((await readOn('cultureAssessor')).events).toEqual([])
    expect((await readOn('systemAdmin')).events).toEqual([])
    expect((await ask('applicant', { after: later.next })).json()).toMatchObject({ events: [], more: false })
  })

  test('can be read on from the place to which this database has come, and from none beyond', async () => {
    const { next } = await readOn('applicant')
    const { rows } = await site.world.admin.query<{ latest: string }>(
      'select pg_snapshot_xmax(pg_current_snapshot())::text as latest',
    )
    const latest = BigInt(rows[0]?.latest ?? 0)
    for (const after of [next, `${latest}-0-0`]) expect((await ask('applicant', { after })).statusCode).toBe(200)
    expect((await ask('applicant', { after: `${latest + 1_000_000n}-0-0` })).statusCode).toBe(422)
  })

  test('says to no authority what a firm does before it sends', async () => {
    const one = await site.world.caseIn('awaitingCorrection')
    const before = await readOn('intake')
    const mine = await readOn('applicant')
    expect(kindsOf(before.events, one)).not.toContain('attachFile')
    await one.do('applicant', 'saveAnswers', { answers: { talent: { chineseName: '未送' } } })
    expect(kindsOf((await readOn('applicant', mine.next)).events, one)).toEqual(['saveAnswers'])
    expect(kindsOf((await readOn('intake', before.next)).events, one)).toEqual([])
  })

  test('says what happened and where, and nothing of anybody', async () => {
    const one = await site.world.caseIn('submitted')
    const { events } = await readOn('applicant', undefined, 500)
    const last = events.findLast(({ caseId, kind }) => caseId === one.id && kind === 'submit')
    const { rows } = await site.world.admin.query('select number from cases where id = $1', [one.id])
    expect(last).toEqual({
      id: `event-${one.id}-${last?.order}`,
      kind: 'submit',
      at: '2026-11-24T01:00:00.000Z',
      caseId: one.id,
      caseNumber: rows[0].number,
      order: last?.order,
      links: {
        api: `${site.world.db.config.publicUrl}${apiPath.case(one.id)}`,
        page: `${site.world.db.config.publicUrl}${path.case(one.id)}`,
      },
      letter: null,
    })
  })

  test('never passes a transaction that has not ended', async () => {
    const one = await site.world.caseIn('submitted')
    const start = (await readOn('applicant')).next
    const open = await connect(site.world.db.adminUrl)
    try {
      await open.query('begin')
      await open.query('select pg_current_xact_id()')
      await one.do('intake', 'accept')
      const held = (await ask('applicant', { after: start })).json<Page>()
      expect(kindsOf(held.events, one)).toEqual([])
      await open.query('commit')
      expect(kindsOf((await readOn('applicant', held.next)).events, one)).toEqual(['accept'])
    } finally {
      await open.end()
    }
  })

  test('gives the kinds that are asked for, and the place to go on from also when there are none', async () => {
    const one = await site.world.caseIn('underAssessment')
    await readOn('applicant')
    const { events } = (await ask('applicant', { kinds: 'submit,accept', limit: 500 })).json<Page>()
    expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(['submit', 'accept']))
    expect(kindsOf(events, one)).toEqual(['submit', 'accept'])
    const none = (await ask('applicant', { kinds: 'recordRefused' })).json<Page>()
    expect(none).toEqual({ events: [], next: expect.stringMatching(/^\d+-0-0$/), more: false })
  })

  test.each([
    [{ after: 'yesterday' }, 'badCursor'],
    [{ after: '1-2' }, 'badCursor'],
    [{ after: '999999999999999999-0-0' }, 'cursorAhead'],
    [{ kinds: 'submit,nothing' }, 'noSuchKind'],
    [{ kinds: 'report' }, 'noSuchKind'],
    [{ limit: 0 }, 'badLimit'],
    [{ limit: 501 }, 'badLimit'],
    [{ limit: 'many' }, 'badLimit'],
  ])('what is asked wrongly is said: %j', async (query, code) => {
    const answer = await ask('applicant', query)
    expect([answer.statusCode, answer.json().problems[0].code]).toEqual([422, code])
  })

  test('has no kind that is the office’s own affair', () => {
    expect(EVENT_KINDS).toContain('recordLetter')
    for (const own of ['report', 'note', 'claim', 'readCase', 'talentAsked', 'escalate'] as const)
      expect(EVENT_KINDS).not.toContain(own)
  })
})

describe('lists of cases for programs', () => {
  interface Listed {
    readonly cases: { readonly id: number; readonly changedAt: string }[]
    readonly next: string | null
  }
  const list = async (who: Name, query: Record<string, string | number | undefined>) =>
    site.ask({ url: withQuery(apiPath.cases, query), as: await site.session(who) })
  /** All pages, one case each; `between` happens after the first of them. */
  async function pages(who: Name, sort: string, between: () => Promise<unknown> = async () => undefined) {
    const ids: number[] = []
    for (let after: string | undefined; ids.length < 100; ) {
      const { cases, next } = (await list(who, { sort, limit: 1, after })).json<Listed>()
      ids.push(...cases.map(({ id }) => id))
      if (next === null) break
      if (after === undefined) await between()
      after = next
    }
    return ids
  }
  const wholeOf = async (who: Name, sort: string) => (await list(who, { sort, limit: 200 })).json<Listed>().cases

  test('come page by page in each order, and what changes between two pages is never missed', async () => {
    const some = [await site.world.caseIn('submitted'), await site.world.caseIn('submitted')]
    for (const who of ['applicant', 'intake'] as const) {
      const whole = await wholeOf(who, 'changed')
      expect(whole.map(({ id }) => id)).toEqual(expect.arrayContaining(some.map(({ id }) => id)))
      expect(whole.map(({ changedAt }) => changedAt)).toEqual(whole.map(({ changedAt }) => changedAt).sort())
      for (const sort of ['due', 'changed', 'number', 'newest'])
        expect([who, sort, await pages(who, sort)]).toEqual([who, sort, (await wholeOf(who, sort)).map(({ id }) => id)])
      const numbers = (await wholeOf(who, 'number')).map(({ id }) => id)
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
      expect((await wholeOf(who, 'newest')).map(({ id }) => id)).toEqual(numbers.toReversed())
      const [first, ...rest] = whole.map(({ id }) => id)
      const one = some.find(({ id }) => id === whole.at(-1)?.id) ?? some[0]
      const seen = await pages(
        who,
        'changed',
        () => one?.do('applicant', 'message', { text: 'Changed meanwhile.' }) ?? Promise.resolve(),
      )
      expect(seen.toSorted((a, b) => a - b)).toEqual(
        [...new Set([first, ...rest])].toSorted((a, b) => Number(a) - Number(b)),
      )
      expect(seen.at(-1)).toBe(one?.id)
    }
  })

  test('hold the same cases in each order, an employer’s under its mandate among them, and a deleted draft only by its state', async () => {
    const { world, app } = site
    const gone = await world.caseIn('discarded')
    const [mandates, agent] = [app.get(Mandates), world.person('rivalAdmin')]
    const { creditCode } = await app.get(Firms).get(agent, agent.firmId ?? 0)
    await world.letAllSpeak()
    await mandates.ask(world.person('firmAdmin'), { creditCode, asEmployer: true, acts: [], untilOn: '2027-03-31' })
    const [mandate] = await mandates.listInForce(agent)
    const theirs = await world.draft('rivalAdmin', 'goodsHost', {}, mandate?.id)
    const ids = async (who: Name, query: Record<string, string>) =>
      (await list(who, { limit: 200, ...query })).json<Listed>().cases.map(({ id }) => id)
    for (const who of ['applicant', 'rivalAdmin'] as const) {
      const whole = (await ids(who, { sort: 'due' })).toSorted((a, b) => a - b)
      expect(whole).toContain(theirs.id)
      for (const sort of ['changed', 'number', 'newest']) {
        expect([who, sort, (await ids(who, { sort })).toSorted((a, b) => a - b)]).toEqual([who, sort, whole])
        const deleted = await ids(who, { sort, state: 'discarded' })
        expect([who, sort, whole.includes(gone.id), deleted.includes(gone.id)]).toEqual([
          who,
          sort,
          false,
          who === 'applicant',
        ])
      }
    }
  })

  test.each([
    [{ updatedSince: '2026-12-03T10:00:00' }, 'badInstant', 'updatedSince'],
    [{ updatedSince: '2026-12-03' }, 'badInstant', 'updatedSince'],
    [{ updatedSince: '2026-02-30T10:00:00Z' }, 'badInstant', 'updatedSince'],
    [{ updatedSince: '2026-12-03T10:00:00 08:00' }, 'badInstant', 'updatedSince'],
    [{ updatedSince: '2026-12-03T10:00:00Z', sort: 'number' }, 'sortSince', 'sort'],
    [{ sort: 'name' }, 'badSort', 'sort'],
    [{ sort: 'changed', after: '2026-12-01_1' }, 'badAfter', 'after'],
    [{ sort: 'number', after: '2026-12-03T02:00:00.123Z_1' }, 'badAfter', 'after'],
    [{ after: '17' }, 'badAfter', 'after'],
    [{ sort: 'changed', after: '2026-13-03T02:00:00.123Z_1' }, 'badAfter', 'after'],
  ])('say what they cannot give: %j', async (query, code, at) => {
    const answer = await list('applicant', query)
    expect([answer.statusCode, answer.json().problems]).toEqual([422, [expect.objectContaining({ code, path: at })]])
  })

  test('begin at an instant, itself included, in any zone', async () => {
    const one = await site.world.caseIn('submitted')
    site.world.at('2026-12-03T10:00:00.123+08:00')
    await one.do('applicant', 'message', { text: 'Later.' })
    for (const who of ['applicant', 'intake'] as const) {
      const as = await site.signIn(who)
      const since = async (updatedSince: string, more = {}) =>
        (await site.ask({ url: withQuery(apiPath.cases, { updatedSince, ...more }), as }))
          .json<Listed>()
          .cases.map(({ id }) => id)
      expect(await since('2026-12-03T10:00:00.123+08:00')).toEqual([one.id])
      expect(await since('2026-12-03t02:00:00.123z', { sort: 'changed', tab: 'open' })).toEqual([one.id])
      expect(await since('2026-12-02T21:00:00.124-05:00')).toEqual([])
      expect((await since('2026-01-01T00:00:00Z')).length).toBeGreaterThan(1)
      expect(await since('2026-12-03T02:00:00Z', { after: `2026-12-03T02:00:00.123Z_${one.id}` })).toEqual([])
      expect(await since('2026-12-03T02:00:00Z', { after: `2026-01-01T00:00:00.000Z_${one.id}` })).toEqual([one.id])
    }
  })
})
