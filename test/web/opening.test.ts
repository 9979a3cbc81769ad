/** A page opens its case once, and an action opens the case's answers once: counted by the statements that are sent to the database meanwhile. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import pg from 'pg'
import { path } from '../../src/base/path.js'
import { paperOf } from '../cases/inputs.js'
import type { Name } from '../cases/population.js'
import type { Case } from '../cases/world.js'
import { Served } from './served.js'

let site: Served

beforeAll(async () => {
  site = await Served.open()
})
afterAll(async () => {
  await site.close()
})

interface Sent {
  readonly text: string
  readonly values?: readonly unknown[]
}

/** The statements that are sent while something is done. */
async function sentDuring(work: () => Promise<unknown>): Promise<Sent[]> {
  const spy = jest.spyOn(pg.Client.prototype, 'query')
  try {
    await work()
    // a statement with values goes out as one object, any other as its text
    return (spy.mock.calls as unknown[][]).map(([sent]) => (typeof sent === 'string' ? { text: sent } : (sent as Sent)))
  } finally {
    spy.mockRestore()
  }
}

/** How often the sealed answers of a case as they stand were read, and how often its past was gathered. */
const timesOpened = (sent: readonly Sent[], { id }: Case) => ({
  answers: sent.filter(
    ({ text, values }) =>
      /^\s*select (coalesce\(u\.|[^(]*\b)answers\b/.test(text) && /\sfrom cases\b/.test(text) && values?.[0] === id,
  ).length,
  past: sent.filter(({ text, values }) => text.includes('as "firmConfirmed"') && values?.includes(id)).length,
})

const ONCE = { answers: 1, past: 1 }

describe('a page', () => {
  test.each<[what: string, state: Parameters<Served['world']['caseIn']>[0], who: Name, path: string]>([
    ['of a case, for an assessor', 'underAssessment', 'assessor', ''],
    ['of a case, for an approver', 'awaitingDecision', 'approver', ''],
    ['of a decision', 'awaitingDecision', 'approver', '/actions/recommend'],
    ['of an assessment', 'underAssessment', 'assessor', '/actions/report'],
    ['of a draft, for its firm', 'draft', 'applicant', ''],
    ['of what is checked before it is sent', 'draft', 'applicant', '/review'],
    ['of a filed case, for its firm', 'underAssessment', 'applicant', ''],
  ])('%s opens it once', async (_, state, who, path) => {
    const one = await site.world.caseIn(state)
    const visitor = await site.visitor(who)
    const sent = await sentDuring(async () => expect((await visitor.open(`/cases/${one.id}${path}`)).status).toBe(200))
    expect(timesOpened(sent, one)).toEqual(ONCE)
  })

  test('of a paper beside the answers opens it once, with what was found about it', async () => {
    const one = await site.world.caseIn('awaitingDecision')
    const visitor = await site.visitor('approver')
    const { html } = await visitor.open(path.case(one.id))
    const [address = ''] = new RegExp(`/cases/${one.id}/files/\\d+/view`).exec(html) ?? []
    await visitor.open(address) // the passport’s page shows the number, which leaves an event once in a while
    const sent = await sentDuring(async () => expect((await visitor.open(address)).status).toBe(200))
    expect(timesOpened(sent, one)).toEqual(ONCE)
  })
})

describe('an officer’s own mark on a document', () => {
  test('stands in lists and on its pages, for nobody else, and not on what replaces it', async () => {
    const one = await site.world.caseIn('submitted')
    const officer = await site.visitor('intake')
    const first = await officer.open(path.case(one.id))
    const { rows } = await site.world.admin.query<{ id: number }>(
      `select id from attachments where case_id = $1 and kind = 'contract'`,
      [one.id],
    )
    const paper = rows[0]?.id ?? 0
    expect(first.text).toContain('0 of 10 checked by you')
    const address = path.fileView(one.id, paper)
    expect((await officer.open(address)).text).toContain('Mark as checked')
    const sent = await officer.send(path.fileTick(one.id, paper), { checked: '1' })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, address])
    expect((await officer.open(address)).text).toMatch(/checked by you · .*Remove the mark.*1 of 10 checked by you/)
    const page = await officer.open(path.case(one.id))
    expect(page.text).toContain('1 of 10 checked by you')
    expect(page.text).toContain('You have not marked 9 documents as checked.')
    const accept = await officer.open(path.action(one.id, 'accept'))
    expect(accept.text).toContain('You have not marked 9 documents as checked.')
    // nobody else's
    for (const who of ['supervisor', 'applicant'] as const) {
      const other = await site.visitor(who)
      expect((await other.open(address)).text).not.toMatch(/checked by you ·/)
    }
    const firm = await site.visitor('applicant')
    await firm.open(address)
    expect((await firm.send(path.fileTick(one.id, paper), { checked: '1' })).status).toBe(403)
    // a correction brings another one, which is seen once it is sent
    await one.do('intake', 'requestCorrection')
    await one.do('applicant', 'attachFile', paperOf({ kind: 'contract' }))
    await one.do('applicant', 'resubmit', { answers: [{ on: 'contract', answer: 'Sealed.' }] })
    const later = await officer.open(path.case(one.id))
    expect(later.text).toContain('replaced since you checked it')
    expect(later.text).toContain('0 of 10 checked by you')
    const [, next = ''] = /files\/(\d+)\/view[^>]*>[^<]*contract/i.exec(later.html) ?? []
    await officer.open(path.fileView(one.id, Number(next)))
    await officer.send(path.fileTick(one.id, Number(next)), { checked: '1' })
    expect((await officer.open(path.case(one.id))).text).not.toContain('replaced since you checked it')
    await officer.open(path.fileView(one.id, Number(next)))
    await officer.send(path.fileTick(one.id, Number(next)), { checked: '' })
    expect((await officer.open(path.case(one.id))).text).toContain('0 of 10 checked by you')
  })
})

describe('an action', () => {
  test('files what its check has opened', async () => {
    const one = await site.world.caseIn('draft')
    const sent = await sentDuring(() => one.do('applicant', 'submit'))
    expect(await one.state()).toBe('submitted')
    expect(timesOpened(sent, one)).toEqual(ONCE)
  })
})
