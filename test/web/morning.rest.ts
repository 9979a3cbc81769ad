/** An officer's morning over HTTP: the paper that is signed, what was done, colleagues' words, a second round, the next case. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { path, withQuery } from '../../src/base/path.js'
import { actionAddress } from '../../src/web/case/addresses.js'
import type { Case } from '../cases/world.js'
import { assessedFields } from './assessed.js'
import { type Page, Served, type Visitor } from './served.js'

let site: Served

beforeAll(async () => {
  site = await Served.open()
})
afterAll(() => site.close())

const numberOf = async ({ id }: Case): Promise<string> => {
  const { rows } = await site.world.admin.query<{ number: string }>('select number from cases where id = $1', [id])
  return rows[0]?.number ?? ''
}
const picturesOf = ({ html }: Page): number => html.split('<img src="data:image/webp;base64,').length - 1
const linkOf = ({ html }: Page, rel: 'next' | 'prev'): string | undefined =>
  new RegExp(`href="([^"]+)" rel="${rel}"`).exec(html)?.[1]
const isChosen = ({ html }: Page, name: string, value: string): boolean =>
  html.includes(`name="${name}" type="radio" value="${value}" checked`)

const REFUSED = { reasons: 'criteriaNotMet', explanation: '数据不符。' }

describe('the paper that an act causes', () => {
  test.each([
    [
      'intake',
      'submitted',
      'requestCorrection',
      'Correction notice',
      { 'items[0][on]': 'photo', 'items[0][what]': '请换近照。' },
      '请换近照。',
    ],
    [
      'intake',
      'submitted',
      'declineToAccept',
      'Notice of non-acceptance',
      { reasons: 'other', explanation: '不在受理范围。' },
      '不在受理范围。',
    ],
    [
      'approver',
      'awaitingDecision',
      'refuse',
      'Decision not to recommend',
      { reasons: 'criteriaNotMet', explanation: '数据不符。' },
      '数据不符。',
    ],
    [
      'approver',
      'awaitingDecision',
      'announceRefusal',
      'intended refusal',
      { reasons: 'criteriaNotMet', explanation: '数据不符。' },
      '数据不符。',
    ],
  ] as const)(
    '%s in %s sees the very pages before %s, and nothing is ordered',
    async (who, state, action, named, typed, says) => {
      const one = await site.world.caseIn(state)
      const orders = async () =>
        (await site.world.admin.query('select seq from paper_orders where case_id = $1 order by seq', [one.id])).rows
      const before = await orders()
      const officer = await site.visitor(who)
      const address = actionAddress(one.id, action)
      const opened = await officer.open(address)
      expect([opened.status, picturesOf(opened)]).toEqual([200, 0])
      const shown = await officer.send(address, { ...typed, _preview: 'quietly' })
      expect(shown.status).toBe(200)
      expect(picturesOf(shown)).toBeGreaterThanOrEqual(1)
      expect(shown.text).toMatch(new RegExp(`Preview: .*${named}`, 'i'))
      expect(shown.text).toContain(says)
      expect([officer.fields._shown].flat()[0]).toMatch(/^[0-9a-f]{64}$/)
      expect(await orders()).toEqual(before)
      expect(await one.state()).toBe(state)
    },
    60_000,
  )

  test.each([
    ['approver', 'awaitingDecision', 'refuse', REFUSED, { explanation: '数据不符，且无法核实。' }, 'notRecommended'],
    [
      'intake',
      'submitted',
      'requestCorrection',
      { 'items[0][on]': 'photo', 'items[0][what]': '请换近照。' },
      { 'items[0][what]': '请换近照，背景须为白色。' },
      'awaitingCorrection',
    ],
  ] as const)(
    '%s in %s: the paper of %s goes out only as it was shown, also when it is sent before its preview has caught up',
    async (who, state, action, typed, change, then) => {
      const one = await site.world.caseIn(state)
      const officer = await site.visitor(who)
      const address = actionAddress(one.id, action)
      await officer.open(address)
      await officer.send(address, { ...typed, _preview: 'quietly' })
      const changed = { ...typed, ...change }
      // as it was shown before, and as the script says while the preview is being made
      for (const shown of [undefined, 'changed']) {
        const wish = shown ? { ...changed, _shown: shown } : changed
        const again = await officer.send(address, wish)
        expect([again.status, await one.state()]).toEqual([409, state])
        expect(again.text).toContain('The letter differs from the preview. Nothing has been done yet')
        expect(picturesOf(again)).toBeGreaterThanOrEqual(1)
        for (const words of Object.values(change)) expect(again.text).toContain(words)
      }
      const done = await officer.send(address, changed)
      expect([done.status, await one.state()]).toEqual([303, then])
    },
    60_000,
  )

  test('numbers what was found as its PDF does', async () => {
    const one = await site.world.caseIn('awaitingDecision')
    const page = await (await site.visitor('approver')).open(actionAddress(one.id, 'recommend'))
    expect(page.text).toContain('一、')
    expect(page.text).toContain('附件：')
    // and the same stands on the approver's first screen, after the opinions
    const first = await (await site.visitor('approver')).open(path.case(one.id))
    expect(first.text).toMatch(
      /Opinions of the departments.*Preview of the letter, if you recommend.*一、.*附件：.*Documents/s,
    )
  })
})

describe('a proof of who signs', () => {
  test('is asked for on the page itself, and a wrong one says what is being signed', async () => {
    const one = await site.world.caseIn('awaitingDecision')
    const approver = await site.visitor('approver')
    await site.world.admin.query(`update sessions set proved_at = proved_at - interval '1 hour'`)
    const address = actionAddress(one.id, 'recommend')
    const page = await approver.open(address)
    expect(page.html).toContain('name="_code"')
    // a preview takes no proof, however far the code is typed
    expect((await approver.send(address, { _code: '1', _preview: 'quietly' })).status).toBe(200)
    const asked = await approver.send(address, { _shown: '' })
    expect(asked.status).toBe(403)
    expect(asked.text).toContain(`You are about to: Recommend ${await numberOf(one)}`)
    expect(asked.html).toMatch(/name="_code"[^>]*autofocus/)
    const back = await approver.open(address)
    expect(back.status).toBe(200)
    await approver.send(address, { _preview: 'quietly' })
    // what was shown is what is signed, though each paper gets a check code of its own
    const done = await approver.send(address, { _code: (await site.world.code('approver')) ?? '' })
    expect([done.status, await one.state()]).toEqual([303, 'recommended'])
    expect(
      (await approver.open(actionAddress((await site.world.caseIn('awaitingDecision')).id, 'recommend'))).html,
    ).not.toContain('name="_code"')
  })
})

describe('after an act', () => {
  test('the next case of the list opens, says what was done, and leads back; the list stays as it was', async () => {
    const all = [
      await site.world.caseIn('submitted', 'applicant'),
      await site.world.caseIn('submitted', 'applicant'),
      await site.world.caseIn('submitted', 'applicant'),
    ]
    const intake = await site.visitor('intake')
    const queue = await intake.open(path.queue)
    const ids = [...queue.html.matchAll(/href="\/cases\/(\d+)"/g)].map(([, id]) => Number(id))
    const own = ids.filter((id) => all.some((one) => one.id === id))
    expect(own).toHaveLength(3)
    const at = ids.indexOf(own[0] ?? 0)
    const [first, second] = [ids[at] ?? 0, ids[at + 1] ?? 0]
    await intake.open(path.case(first))
    await intake.open(actionAddress(first, 'accept'))
    const done = await intake.send(actionAddress(first, 'accept'), { departments: 'commerce' })
    expect(done.headers.get('location')).toBe(`${path.case(second)}?of=${first}&done=accept`)
    const next = await intake.open(done.headers.get('location') ?? '')
    const [accepted] = all.filter(({ id }) => id === first)
    expect(next.text).toContain(`Accepted: ${accepted ? await numberOf(accepted) : ''}`)
    expect(next.text).toMatch(/now “Under assessment”, next: assessors of the named departments, until \d+ \w+ 2026/)
    expect(next.html).toContain(`href="${path.case(first)}">Back to that case`)
    // the accepted case has left the queue, and not the list that the officer walks
    expect(linkOf(next, 'prev')).toBe(path.case(first))
    expect(linkOf(await intake.open(path.case(first)), 'next')).toBe(path.case(second))
  })

  test('a case that was not opened from a list says the same on its own page', async () => {
    const one = await site.world.caseIn('submitted')
    const intake = await site.visitor('intake')
    const address = actionAddress(one.id, 'accept')
    await intake.open(address)
    const done = await intake.send(address, { departments: 'commerce' })
    expect(done.headers.get('location')).toBe(withQuery(path.case(one.id), { done: 'accept' }))
    expect((await intake.open(done.headers.get('location') ?? '')).text).toContain(`Accepted: ${await numberOf(one)}`)
  })
})

describe('colleagues’ words', () => {
  test('intake’s remarks and a note stand on the assessment, and on the case', async () => {
    const one = await site.world.draft('rival', 'streamer')
    await one.walk([
      ['rival', 'submit'],
      ['intake', 'accept', { departments: ['commerce'], remarks: 'Look at the contract first.' }],
      ['intake', 'note', { text: 'The firm has called twice.' }],
    ])
    const assessor = await site.visitor('assessor')
    for (const address of [path.report(one.id), path.case(one.id), actionAddress(one.id, 'requestCorrection')]) {
      const { text } = await assessor.open(address)
      expect([address, text]).toEqual([
        address,
        expect.stringMatching(/Messages from colleagues .*Look at the contract first\..*The firm has called twice\./),
      ])
    }
  })

  test('a consulted department reads its question, and answers that and its own groups only', async () => {
    const one = await site.world.draft('rival', 'streamer')
    await one.walk([
      ['rival', 'submit'],
      ['intake', 'accept', { departments: ['commerce'] }],
      ['assessor', 'consult', { department: 'culture', question: 'Is this a commercial performance?' }],
    ])
    const culture = await site.visitor('cultureAssessor')
    const address = path.report(one.id)
    const page = await culture.open(address)
    expect(page.text).toContain('The question to your department Is this a commercial performance?')
    expect(page.html).not.toContain('name="scores')
    expect(page.html).not.toContain('name="findings')
    expect(page.html).not.toContain('desk[enough]')
    const groups = page.html.match(/name="compliance\[\d+\]\[group\]"/g)?.length ?? 0
    expect(groups).toBeGreaterThan(0)
    const answers = Object.fromEntries(
      Array.from({ length: groups }, (_, index) => [`compliance[${index}][result]`, 'clear'] as const),
    )
    const open = await culture.send(address, { opinion: 'recommend', summary: 'It is none.' })
    expect(open.status).toBe(422)
    // by the name that the page gives it
    expect(open.text).toMatch(/Select a result for “[A-Z][^”]+”/)
    const done = await culture.send(address, { opinion: 'recommend', summary: 'It is none.', ...answers })
    expect(done.status).toBe(303)
    // the lead department, which was not consulted, answers its scores as ever
    expect((await (await site.visitor('assessor')).open(address)).html).toContain('name="scores')
  })

  test('a returned case says why on top, keeps the last round’s answers, and marks what is changed', async () => {
    const one = await site.world.draft('rival', 'streamer')
    await one.walk([
      ['rival', 'submit'],
      ['intake', 'accept', { departments: ['commerce'] }],
    ])
    const assessor = await site.visitor('assessor')
    const address = path.report(one.id)
    await assessor.open(address)
    expect((await assessor.send(address, assessedFields('commerce'))).status).toBe(303)
    await one.do('approver', 'returnToAssessment', { why: 'The sales of May are not explained.' })
    // what the last round said is no answer of this one; the assessor holds the case again, and the history says so
    const returned = await assessor.open(path.case(one.id))
    expect(returned.text).toContain('filled in from the last round: confirm each part and submit')
    expect(returned.text).toMatch(/Opinion From the last round, to be confirmed/)
    expect(returned.text).toMatch(/Assigned to assessor.*Reassigned to the same assessor: Commerce/)
    const page: Page = await assessor.open(address)
    expect(page.text).toMatch(/Why it was returned to assessment The sales of May are not explained\. approver, /)
    expect(page.text).toContain('Filled in with your opinion of the last round')
    expect([isChosen(page, 'scores[0][level]', '3'), isChosen(page, 'opinion', 'recommend')]).toEqual([true, true])
    expect(page.text).toContain('The papers agree with the answers.')
    const marked = ({ html }: Page) => html.match(/data-note="[^"]*">/g)?.length ?? 0
    expect(marked(page)).toBe(0)
    const changed = await assessor.send(
      address,
      assessedFields('commerce', { 'scores[1][level]': '', opinion: 'against' }),
    )
    expect(changed.status).toBe(422)
    expect(marked(changed)).toBe(2)
    expect(changed.text).toContain('Last round: level 3')
    await assessor.send(address, { ...assessedFields('commerce', { summary: '' }), _keep: path.case(one.id) })
    const kept = (await assessor.open(path.case(one.id))).text
    expect(kept).toContain('The sales of May are not explained.')
    expect(kept).toMatch(/Scores Done.*Opinion Assessment text still missing/)
    // unchanged it goes with why it stands, which is asked beside the reason of the return
    await assessor.open(address)
    const unchanged = await assessor.send(address, assessedFields('commerce'))
    expect([unchanged.status, unchanged.html.includes('href="#stands"')]).toEqual([422, true])
    expect(unchanged.text).toContain('Reason for return: “The sales of May are not explained.”')
    const stands = 'The platform explains May on page 2.'
    const sent = await assessor.send(address, assessedFields('commerce', { stands }))
    expect([sent.status, await one.state()]).toEqual([303, 'awaitingDecision'])
    expect((await (await site.visitor('approver')).open(actionAddress(one.id, 'recommend'))).text).toContain(
      `nothing changed Opinion unchanged: ${stands}`,
    )
    const approver: Visitor = await site.visitor('otherApprover')
    expect((await approver.open(actionAddress(one.id, 'recommend'))).text).toContain(
      'The sales of May are not explained.',
    )
  })
})

test('queue and case say which department has still to report, and ask nothing more of the one that has', async () => {
  const one = await site.world.draft('rival', 'streamer')
  await one.walk([
    ['rival', 'submit'],
    ['intake', 'accept', { departments: ['commerce', 'culture'] }],
  ])
  const assessor = await site.visitor('assessor')
  expect((await assessor.open(path.case(one.id))).text).toContain('Still to assess: Commerce, Culture')
  await one.do('assessor', 'report')
  const page = await assessor.open(path.case(one.id))
  expect(page.text).toMatch(/Still to assess: Culture\b/)
  expect(page.text).not.toContain('not started yet')
  const queue = await assessor.open(withQuery(path.queue, { tab: 'all' }))
  const row = new RegExp(`${await numberOf(one)}.{0,300}?Under assessment waiting for Culture`)
  expect(queue.text).toMatch(row)
})

test('a system administrator is at home where signing in leads', async () => {
  const page = await (await site.visitor('systemAdmin')).open(path.people)
  expect(page.html).toContain(`class="hj-logo" href="${path.people}"`)
})
