/** Events for machines: the feed is scoped, without gaps, without anything of anybody; what is asked wrongly is answered. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { EVENT_KINDS } from '../../src/exchange/kinds.js'
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
    expect(later.events.map(({ id }) => id)).toEqual([...new Set(later.events.map(({ id }) => id))])
    expect(kindsOf((await readOn('permitOfficer')).events, one)).toContain('recordLetter')
    expect(kindsOf((await readOn('assessor', first.next)).events, one)).toEqual(['accept', 'recommend', 'recordLetter'])
    expect((await readOn('cultureAssessor')).events).toEqual([])
    expect((await readOn('systemAdmin')).events).toEqual([])
    expect((await ask('applicant', { after: later.next })).json()).toMatchObject({ events: [], more: false })
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
