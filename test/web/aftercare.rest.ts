/** What the firm sees and does after filing, over HTTP, as a browser without script sends it: a correction, the promised day, an intended refusal, after care, the next application. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { Outages } from '../../src/cases/outage.service.js'
import { actionAddress, conditionPlace, sectionAddress } from '../../src/web/case/addresses.js'
import { type PaperCase, makePaper } from '../../tools/papers.js'
import type { Case } from '../cases/world.js'
import { type Page, Served, type Visitor } from './served.js'
import { Site } from './site.js'
import { readExample } from '../cases/inputs.js'

let site: Served

beforeAll(async () => {
  site = await Served.open()
})
afterAll(() => site.close())

const ITEMS = [
  { on: 'engagement.duties', what: 'Say which goods are sold.' },
  { on: 'contract', page: 3, field: 'lower right', what: 'The seal cannot be read.' },
]

/** A case whose notice, two days after its filing, asks for two things. */
async function correcting(): Promise<Case> {
  site.world.at('2026-11-24')
  const one = await site.world.draft()
  await one.do('applicant', 'submit')
  site.world.at('2026-11-26')
  await one.do('intake', 'requestCorrection', { items: ITEMS, remarks: 'Both at once, please.' })
  return one
}

/** What a form that was refused carries of its files, each with its box ticked. */
const carried = ({ fields }: Visitor, { html }: Page): Record<string, string> => {
  const boxes = [...html.matchAll(/name="(_hold_\w+)" type="checkbox" value="1" checked/g)].flatMap(
    ([, box]) => box ?? [],
  )
  return { _held: String(fields._held), ...Object.fromEntries(boxes.map((box) => [box, '1'])) }
}

/** The conditions from which a form lets choose, and which of them is chosen. */
const chosenIn = ({ html }: Page): [string, boolean][] =>
  [...html.matchAll(/name="condition" type="radio" value="\d+"([^>]*)>\s*<label[^>]*>([^<]*)</g)].map(
    ([, more = '', label = '']) => [label, more.includes(' checked')],
  )

const follow = (visitor: Visitor, { headers }: Page): Promise<Page> =>
  visitor.open((headers.get('location') ?? '').replace(/#.*$/, ''))

const keptIn = async (id: number): Promise<unknown> => {
  const { rows } = await site.world.admin.query<{ answers: Record<string, unknown> }>(
    'select answers from unsent_answers where case_id = $1',
    [id],
  )
  return rows[0]?.answers.correction
}

const savings = async (id: number): Promise<number> => {
  const { rows } = await site.world.admin.query<{ n: number }>(
    `select count(*)::int as n from events where case_id = $1 and action = 'saveAnswers'`,
    [id],
  )
  return rows[0]?.n ?? 0
}

describe('a correction', () => {
  test('lists each item with its place and page, the round and the day, and keeps the answers until they are sent', async () => {
    const one = await correcting()
    const visitor = await site.visitor('applicant')
    const address = path.case(one.id)
    const page = await visitor.open(address)
    expect(page.text).toContain('Round 1 of 2 at most')
    expect(page.text).toContain('Until 28 December 2026, 32 days left')
    expect(page.text).toContain('page 3, lower right')
    expect(page.text).toContain('Both at once, please.')
    expect(page.text).toContain('0 of 2 items answered')
    expect(page.html).toContain(`href="${address}/answers/engagement?only&#x3D;engagement.duties#engagement-duties"`)

    const sent = await visitor.send(path.correction(one.id), {
      'answer[i1]': 'Kitchen goods.\r\nTo Canada.',
      _then: 'stay',
    })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${address}?saved=1#asked`])
    const again = await follow(visitor, sent)
    expect(again.html).toMatch(/name="answer\[i1\]" rows="2"[^>]*>Kitchen goods\.\nTo Canada\.<\/textarea>/)
    expect(again.text).toContain('1 of 2 items answered')
    expect(await keptIn(one.id)).toEqual({ [`${one.id}-14`]: { i1: 'Kitchen goods.\nTo Canada.' } })

    // the same again is no change, and no event
    const before = await savings(one.id)
    await visitor.send(path.correction(one.id), {
      'answer[i1]': 'Kitchen goods.\r\nTo Canada.',
      'answer[i2]': '',
      _then: 'stay',
    })
    expect(await savings(one.id)).toBe(before)

    const review = await visitor.open(path.review(one.id))
    expect(review.text).toContain('You can submit once every item is answered. 1 is still open.')
    // said at the head as well, with the way to the item
    expect(review.text).toContain('You must fix 1 problem before you can submit')
    expect(review.html).toMatch(/href="\/cases\/\d+#item-2">Correction, item 2: not answered yet/)
    await visitor.open(address)
    const next = await visitor.send(path.correction(one.id), { 'answer[i2]': 'Scanned anew.', _then: 'send' })
    expect(next.headers.get('location')).toBe(path.review(one.id))
    const ready = await visitor.open(path.review(one.id))
    expect(ready.text).not.toContain('You can submit once every item is answered')
    const done = await visitor.send(actionAddress(one.id, 'resubmit'), {
      'answers[0][on]': 'engagement.duties',
      'answers[0][answer]': 'Kitchen goods.\nTo Canada.',
      'answers[1][on]': 'contract',
      'answers[1][answer]': 'Scanned anew.',
    })
    expect(done.headers.get('location')).toBe(`${address}?done=resubmit`)
    expect(await one.state()).toBe('submitted')
    const after = await visitor.open(address)
    expect(after.text).toContain('Round 1: asked on 26 Nov, answered on 26 Nov')
    expect(after.text).toContain('The seal cannot be read.')
    expect(after.text).toContain('Scanned anew.')
    // nothing is kept any more that could be changed
    await visitor.send(path.correction(one.id), { 'answer[i1]': 'Later.' })
    expect(after.text).not.toContain('Later.')
  })

  test('an answer that is put right counts without a word; one that is taken out does not', async () => {
    const progress = async (duties: string) => {
      const one = await correcting()
      const visitor = await site.visitor('applicant')
      await visitor.open(path.case(one.id))
      await visitor.send(path.correction(one.id), { 'engagement[duties]': duties, 'answer[i1]': '', _then: 'stay' })
      const { text } = await visitor.open(path.case(one.id))
      return /\d of 2 items answered/.exec(text)?.[0]
    }
    expect([await progress('Four streams a week.'), await progress('')]).toEqual([
      '1 of 2 items answered',
      '0 of 2 items answered',
    ])
  })

  test('opens one question alone, keeps it, says that it was changed, and leads back', async () => {
    const one = await correcting()
    const visitor = await site.visitor('applicant')
    const address = sectionAddress(one.id, 'engagement')
    const page = await visitor.open(`${address}?only=engagement.duties`)
    expect(page.html).toContain('id="engagement-duties"')
    expect(page.html).not.toContain('id="engagement-post"')
    const row = await visitor.open(`${sectionAddress(one.id, 'channels')}?only=channels.0.handle`)
    expect(row.html).toContain('<h1 class="hj-h1">Platforms and channels: channel 1</h1>')
    await visitor.open(`${address}?only=engagement.duties`)
    const sent = await visitor.send(address, { 'engagement[duties]': 'Four streams a week.', _then: 'next' })
    expect(sent.headers.get('location')).toBe(withQuery(path.case(one.id), { saved: 1 }))
    const back = await follow(visitor, sent)
    expect(back.text).toContain('Changed on 26 Nov')
    expect(back.text).toContain('Explain')
    // what the page did not show stands as it was
    const { rows } = await site.world.admin.query<{ post: string; duties: string }>(
      `select answers #>> '{engagement,post}' as post, answers #>> '{engagement,duties}' as duties from unsent_answers where case_id = $1`,
      [one.id],
    )
    expect(rows[0]).toEqual({ post: 'Live-streaming host, Italian fashion', duties: 'Four streams a week.' })
    expect((await visitor.open(`${address}?only=talent.systemName`)).status).toBe(404)
    const documents = await visitor.open(withQuery(path.documents(one.id), { only: 'contract' }))
    expect(documents.html).toContain('id="documents-contract"')
    expect(documents.html).not.toContain('id="documents-photo"')
    expect(documents.html).toContain(`action="/cases/${one.id}/documents?only&#x3D;contract"`)
  })

  test('a colleague’s answer to the same item is not overwritten, and one to another item stands', async () => {
    const one = await correcting()
    const [mine, theirs] = [await site.visitor('applicant'), await site.visitor('firmAdmin')]
    const address = path.case(one.id)
    await mine.open(address)
    await theirs.open(address)
    await theirs.send(path.correction(one.id), { 'answer[i1]': 'By the colleague.', 'answer[i2]': '', _then: 'stay' })
    const conflict = await mine.send(path.correction(one.id), {
      'answer[i1]': 'By me.',
      'answer[i2]': 'Scanned.',
      _then: 'stay',
    })
    expect(conflict.status).toBe(409)
    expect(conflict.text).toContain('By the colleague.')
    expect(conflict.html).toContain('>By me.</textarea>')
    expect(await keptIn(one.id)).toEqual({ [`${one.id}-14`]: { i1: 'By the colleague.', i2: 'Scanned.' } })
    await mine.send(path.correction(one.id), { 'answer[i1]': 'By me.', 'answer[i2]': 'Scanned.', _then: 'stay' })
    expect(await keptIn(one.id)).toEqual({ [`${one.id}-14`]: { i1: 'By me.', i2: 'Scanned.' } })
  })

  test.each([
    ['a NUL', 'Done\0'],
    ['more than the question takes', 'x'.repeat(2001)],
    ['a very long text', 'x'.repeat(20_001)],
  ])('%s cannot be kept: it is shown again with the reason, and nothing typed is lost', async (_what, typed) => {
    const one = await correcting()
    const visitor = await site.visitor('applicant')
    await visitor.open(path.case(one.id))
    const page = await visitor.send(path.correction(one.id), { 'answer[i1]': typed, 'answer[i2]': 'Scanned.' })
    expect(page.status).toBe(422)
    expect(page.html).toContain('id="item-1-problem"')
    expect(page.html).toContain('>Scanned.</textarea>')
    expect(page.html).toContain(typed.slice(0, 4))
    expect(await one.state()).toBe('awaitingCorrection')
  })

  test('another firm neither sees nor answers it', async () => {
    const one = await correcting()
    const rival = await site.visitor('rival')
    await rival.open(path.newCase)
    expect((await rival.send(path.correction(one.id), { 'answer[i1]': 'x' })).status).toBe(404)
    expect(await keptIn(one.id)).toBeUndefined()
  })
})

describe('the promised day', () => {
  test('says what was promised, what stopped the clock for how long, and what results; the days add up', async () => {
    const one = await correcting()
    site.world.at('2026-12-01')
    await one.do('applicant', 'resubmit', { answers: ITEMS.map(({ on }) => ({ on, answer: 'Done.' })) })
    const { text } = await (await site.visitor('applicant')).open(path.case(one.id))
    // filed on 24 November, 17 working days; stopped for the 27th, 30th and 1st
    expect(text).toContain('Promised at filing 17 Dec')
    expect(text).toContain('Waiting for your correction (26 Nov to 1 Dec) 3 working days later')
    expect(text).toContain('Now: by 22 December 2026')
    expect(text).not.toContain('Earlier stages')
  })

  test('stages that were done sooner bring it nearer', async () => {
    site.world.at('2026-11-24')
    const one = await site.world.draft()
    await one.do('applicant', 'submit')
    await one.do('intake', 'accept')
    const { text } = await (await site.visitor('applicant')).open(path.case(one.id))
    expect(text).toContain(
      'Promised at filing 17 Dec Earlier stages finished sooner 5 working days earlier Now: by 10 December 2026',
    )
  })
})

describe('a recalled application', () => {
  test('is a draft to its firm, which cannot discard it, and waits for the firm at the desk', async () => {
    site.world.at('2026-11-24')
    const one = await site.world.caseIn('submitted')
    const [firm, intake] = [await site.visitor('applicant'), await site.visitor('intake')]
    await firm.open(path.case(one.id))
    const sent = await firm.send(actionAddress(one.id, 'recall'), { reason: 'A wrong contract.' })
    const draft = await follow(firm, sent)
    expect(draft.status).toBe(200)
    expect(draft.text).toContain('Submitted before, so it keeps its number and cannot be discarded.')
    expect(draft.html).toContain(`href="${sectionAddress(one.id, 'engagement')}"`)
    const page = await intake.open(path.case(one.id))
    expect(page.status).toBe(200)
    expect(page.text).toContain('Recalled the application, which is a draft again')
    const waiting = await intake.open(withQuery(path.queue, { tab: 'waiting' }))
    expect(waiting.html).toContain(`href="${path.case(one.id)}"`)
  })
})

describe('an intended refusal', () => {
  test('shows reasons and explanation, takes the answer once, and the decision names its remedies with their last days', async () => {
    site.world.at('2026-11-24')
    const one = await site.world.draft()
    await one.walk([
      ['applicant', 'submit'],
      ['intake', 'accept'],
      ['assessor', 'report'],
    ])
    await one.do('approver', 'announceRefusal', {
      reasons: ['criteriaNotMet', 'other'],
      explanation: 'Sales are too low.',
    })
    const [visitor, officer] = [await site.visitor('applicant'), await site.visitor('approver')]
    const address = path.case(one.id)
    const numbers = await site.world.admin.query<{ number: string }>('select number from cases where id = $1', [one.id])
    /** What the officer's list says of the case. */
    const listed = async () => {
      const { html } = await officer.open(withQuery(path.queue, { tab: 'all', find: numbers.rows[0]?.number }))
      expect(html).toContain(`href="${path.case(one.id)}"`)
      return html.includes('the firm has responded')
    }
    expect(await listed()).toBe(false)
    const page = await visitor.open(address)
    expect(page.text).toContain('Intended refusal')
    expect(page.text).toContain('The criteria are not met')
    expect(page.text).toContain('Sales are too low.')
    expect(page.text).toContain('until 1 December 2026, 5 working days left')
    expect(page.text).toContain('The department intends to refuse. It has not decided yet.')
    expect(page.text).toContain('Next: respond to the intended refusal')
    const empty = await visitor.send(actionAddress(one.id, 'answerIntention'), {})
    expect(empty.status).toBe(422)
    expect(empty.html).toMatch(/<button class="govuk-button"[^>]*>\s*Send the response/)
    const sent = await visitor.send(actionAddress(one.id, 'answerIntention'), {
      statement: 'The last quarter is missing.',
    })
    expect(sent.headers.get('location')).toBe(`${address}?done=answerIntention`)
    const after = await follow(visitor, sent)
    expect(after.text).toContain('The last quarter is missing.')
    expect(after.text).toContain('Next: wait for the decision of the department')
    expect(after.html).not.toContain('actions/answerIntention"')
    expect(await listed()).toBe(true)
    await one.do('approver', 'refuse', { reasons: ['criteriaNotMet'], explanation: 'As announced.' })
    expect(await listed()).toBe(false)
    const refused = await visitor.open(address)
    expect(refused.text).toContain('Decision Not recommended , done')
    expect(refused.html).not.toContain('aria-current="step"')
    expect(refused.text).toContain('On assessment, the documents do not show that the candidate meets the criteria')
    expect(refused.text).toContain('As announced.')
    expect(refused.text).toContain('Review until 25 January 2027')
    expect(refused.text).toContain('Administrative reconsideration until 25 January 2027')
    expect(refused.text).toContain('Administrative suit until 24 May 2027')
  })

  test('may be answered on the days that an outage took, and the page says until when and why', async () => {
    site.world.at('2026-11-24')
    const one = await site.world.caseIn('awaitingDecision')
    await one.do('approver', 'announceRefusal', { reasons: ['criteriaNotMet'], explanation: 'Sales are too low.' })
    const what = { zh: '机房停电', en: 'A power cut' }
    const outage = { from: '2026-11-25', to: '2026-11-26', what }
    await site.world.app.get(Outages).record(site.world.person('systemAdmin'), outage)
    site.world.at('2026-11-27')
    await (await site.world.tasks()).runMinute()
    const page = await (await site.visitor('applicant')).open(path.case(one.id))
    expect(page.text).toContain('until 3 December 2026, 4 working days left')
    expect(page.text).toMatch(
      /The service was unavailable \(.*?\) extended the time for your response; counted above A power cut/,
    )
    expect(page.text).not.toMatch(/Earlier stages took longer/)
    expect(page.text).toMatch(
      /Outage: 25 November 2026 to 26 November 2026; Due: 7 December 2026; Respond by: 3 December 2026/,
    )
  })

  test('is answered wherever the case has gone meanwhile, or by saying that nothing will be said', async () => {
    site.world.at('2026-11-24')
    const one = await site.world.caseIn('awaitingDecision')
    await one.do('approver', 'announceRefusal', { reasons: ['criteriaNotMet'], explanation: 'Sales are too low.' })
    await one.do('approver', 'returnToAssessment')
    const visitor = await site.visitor('applicant')
    const address = path.case(one.id)
    expect((await visitor.open(address)).text).toContain('until 1 December 2026, 5 working days left')
    await one.do('assessor', 'requestCorrection')
    const page = await visitor.open(address)
    expect(page.text).toContain('until 1 December 2026, 5 working days left')
    expect(page.html).toContain(`action="${address}/actions/answerIntention"`)
    const empty = await visitor.send(actionAddress(one.id, 'answerIntention'), {})
    expect(empty.status).toBe(422)
    // what is answered to stands on this page, too
    expect(empty.text).toMatch(/Intended refusal The criteria are not met .* Explanation Sales are too low\./)
    const sent = await visitor.send(actionAddress(one.id, 'answerIntention'), { noStatement: 'true' })
    const after = await follow(visitor, sent)
    expect(after.text).toContain('You chose not to respond.')
    expect(after.text).toContain('Your response is with the department')
    expect(after.text).not.toContain('Please respond.')
    expect(after.html).not.toContain('actions/answerIntention"')
    await one.do('applicant', 'resubmit')
    await one.do('assessor', 'report')
    const approver = await site.visitor('approver')
    expect((await approver.open(actionAddress(one.id, 'refuse'))).text).toContain('The firm does not wish to respond')
    await one.do('approver', 'refuse')
  })

  test('to revoke is over by its day and no earlier; given up, it says that the letter stays', async () => {
    site.world.at('2026-11-24')
    const one = await site.world.caseIn('letterReceived')
    const { seq } = await one.do('approver', 'proposeRevocation')
    const textOn = async (day: string) => {
      site.world.at(day)
      return (await (await site.visitor('applicant')).open(path.case(one.id))).text
    }
    const over = 'The time for a response has passed'
    expect(await textOn('2026-12-01')).toContain('Please respond.')
    expect(await textOn('2026-12-01')).not.toContain(over)
    expect(await textOn('2026-12-02')).toContain(over)
    const officer = await site.visitor('approver')
    const address = withQuery(actionAddress(one.id, 'acknowledge'), { event: seq })
    expect((await officer.open(address)).html).toMatch(/<h1[^>]*>Keep the letter/)
    const sent = await officer.send(actionAddress(one.id, 'acknowledge'), { event: String(seq) })
    const said = await follow(officer, sent)
    expect(said.text).toContain('Decided not to revoke; the letter stays valid: ')
    expect(said.text).not.toMatch(/Acknowledged:/)
    expect(await textOn('2026-12-02')).toContain('Decided not to revoke; the letter stays valid')
    site.world.at('2026-11-24')
  })

  test('an engagement that is over has no next reminder of its permit', async () => {
    site.world.at('2026-11-24')
    const one = await site.world.caseIn('letterReceived')
    const details = { detailsLater: undefined, permitNumber: '310000001234567', validFrom: '2026-11-24' }
    await one.do('permitOfficer', 'recordGranted', { ...details, validUntil: '2027-11-30' })
    const visitor = await site.visitor('applicant')
    const page = await visitor.open(path.case(one.id))
    expect(page.text).toMatch(/next reminder: /i)
    expect(page.text).toContain('Next: see your firm’s duties') // there are no conditions
    await one.do('applicant', 'reportEnd', { endedOn: '2026-11-20' })
    expect((await visitor.open(path.case(one.id))).text).not.toMatch(/next reminder: /i)
  })
})

describe('evidence', () => {
  const person = readExample('goodsHost') as unknown as PaperCase
  const sheet = async (kind: string) => (await makePaper({ kind }, person)).bytes
  const filesOf = async (id: number) =>
    (
      await site.world.admin.query<{ id: number; name: string }>(
        `select id, name from attachments where case_id = $1 and kind = 'evidence' and sealed and replaced_at = uploaded_at
         order by id`,
        [id],
      )
    ).rows

  test('comes with a statement: kept with it, refused whole when one file is unfit, read by who decides and by nobody else', async () => {
    site.world.at('2026-11-24')
    const one = await site.world.caseIn('awaitingDecision')
    await one.do('approver', 'announceRefusal', { reasons: ['criteriaNotMet'], explanation: 'Sales are too low.' })
    const firm = await site.visitor('applicant')
    const address = actionAddress(one.id, 'answerIntention')
    // the firm is told when the assessment was over, and nothing of the departments' own steps
    expect((await firm.open(path.case(one.id))).text).toMatch(/Assessment\s*24 Nov/)
    const [sales, contract] = [await sheet('platformEvidence'), await sheet('contract')]
    const unfit = await firm.sendFiles(address, { statement: 'The last quarter is missing.' }, [
      ['file', 'sales.pdf', sales],
      ['file', 'note.pdf', Buffer.from('hello')],
    ])
    expect(unfit.status).toBe(422)
    expect(unfit.text).toContain('The last quarter is missing.')
    expect(unfit.text).toContain('note.pdf: ')
    expect(unfit.text).toContain('Files already received (no need to select them again) sales.pdf')
    expect(await filesOf(one.id)).toEqual([])
    const again = { ...carried(firm, unfit), statement: 'The last quarter is missing.' }
    const sent = await firm.sendFiles(address, again, [['file', 'contract.pdf', contract]])
    expect(sent.status).toBe(303)
    const files = await filesOf(one.id)
    expect(files.map(({ name }) => name)).toEqual(['sales.pdf', 'contract.pdf'])
    const [first] = files
    const view = path.fileView(one.id, first?.id ?? 0)
    const page = await follow(firm, sent)
    expect(page.html.split(`href="${view}"`)).toHaveLength(3) // beside the statement, and in the history
    const approver = await site.visitor('approver')
    for (const at of [path.case(one.id), actionAddress(one.id, 'refuse'), actionAddress(one.id, 'recommend')])
      expect((await approver.open(at)).html).toContain(`href="${view}"`)
    expect((await approver.open(view)).text).toContain('Sent with a response or a request for review')
    expect((await (await site.visitor('rival')).open(path.file(one.id, first?.id ?? 0))).status).toBe(404)
    // what is filed is what was filed
    const { rows } = await site.world.admin.query(
      'select 1 from submissions where case_id = $1 and attachments @> to_jsonb($2::int)',
      [one.id, first?.id],
    )
    expect(rows).toEqual([])
  })

  test('comes with a request for review, by page or by program, and stands where the panel decides; no other act takes files', async () => {
    site.world.at('2026-11-24')
    const one = await site.world.caseIn('notRecommended')
    const firm = await site.visitor('applicant')
    await firm.open(path.case(one.id))
    const csrfToken = String(firm.fields._csrf)
    const { version } = await one.row()
    const ask = async (action: string, files: number, fields: Record<string, string>) => {
      const body = new FormData()
      for (const [name, value] of Object.entries(fields)) body.append(name, value)
      const content = new Uint8Array(await sheet('platformEvidence'))
      for (let n = 1; n <= files; n += 1) body.append('file', new Blob([content]), `sales-${n}.pdf`)
      const headers = { cookie: firm.cookieHeader, 'x-csrf-token': csrfToken }
      const answer = await fetch(site.origin + apiPath.action(one.id, action), { method: 'POST', body, headers })
      return [answer.status, await answer.text()] as const
    }
    const input = JSON.stringify({ grounds: 'The figures were read wrongly.' })
    expect((await ask('withdraw', 1, { version: String(version) }))[0]).toBe(404)
    expect((await ask('requestReview', 1, { input }))[1]).toContain('noVersion')
    expect((await ask('requestReview', 1, { version: String(version), input: '[' }))[1]).toContain('badInput')
    const [, many] = await ask('requestReview', 11, { version: String(version), input })
    expect(many).toContain('tooManyFiles')
    expect(await filesOf(one.id)).toEqual([])
    expect((await ask('requestReview', 2, { version: String(version), input }))[0]).toBe(200)
    const files = await filesOf(one.id)
    expect(files).toHaveLength(2)
    const view = path.fileView(one.id, files[1]?.id ?? 0)
    expect((await firm.open(path.case(one.id))).html).toContain(`href="${view}"`)
    const panel = await site.visitor('panel')
    for (const at of [
      path.case(one.id),
      actionAddress(one.id, 'upholdRefusal'),
      actionAddress(one.id, 'overturnRefusal'),
    ]) {
      const page = await panel.open(at)
      expect(page.text).toContain('The figures were read wrongly.')
      expect(page.html).toContain(`href="${view}"`)
    }
    expect((await panel.open(view)).status).toBe(200)
  })
})

describe('after care', () => {
  async function granted(): Promise<Case> {
    site.world.at('2026-11-24')
    const one = await site.world.draft()
    await one.walk([
      ['applicant', 'submit'],
      ['intake', 'accept'],
      ['assessor', 'report'],
      ['approver', 'recommend', { conditions: 'File the plan.\nSend the figures.', conditionsDueOn: '2026-12-31' }],
    ])
    await one.makeLetter()
    await one.do('permitOfficer', 'receiveLetter')
    await one.do('permitOfficer', 'recordGranted', { validUntil: '2027-02-10' })
    return one
  }

  test('obligations with their sources, conditions one by one, the permit with its reminders, reports with their day', async () => {
    const one = await granted()
    const visitor = await site.visitor('applicant')
    const address = path.case(one.id)
    const page = await visitor.open(address)
    for (const words of [
      'within 24 hours of moving in',
      'File one application in the permit system, with the letter.',
      'together at the single window, which accepts all classes',
      'within 30 days of entry',
      'Regulations on the Entry and Exit of Foreigners, Article 26',
    ])
      expect(page.text).toContain(words)
    expect(page.text).toContain('13 October 2026 to 11 January 2027, open now')
    expect(page.text).toContain('Report anything that changes or ends today by 8 December 2026.')
    expect(page.text).toContain('10 February 2027 78 days left')
    expect(page.text).toContain('13 October 2026: An extension can be applied for Open now')
    expect(page.text).toContain('11 January 2027: Extension applications close Upcoming')
    expect(page.text).toContain('next reminder: 12 December 2026')
    expect(page.text).toContain('To be met by 31 December 2026')

    const sent = await visitor.send(actionAddress(one.id, 'meetCondition'), { condition: '2', how: 'Sent by post.' })
    expect(sent.headers.get('location')).toBe(`${address}?done=meetCondition`)
    await site.world.tasks().then((tasks) => tasks.runMinute())
    site.world.at('2027-01-04')
    // the session of November is over
    const again = await site.visitor('applicant')
    const later = await again.open(address)
    expect(later.text).toContain('1. File the plan. Overdue')
    expect(later.text).toContain('2. Send the figures. Reported, to be confirmed 24 November 2026: Sent by post.')
    await one.do('assessor', 'confirmCondition', { condition: 2 })
    expect((await again.open(address)).text).toContain('2. Send the figures. Met 24 November 2026: Sent by post.')
    expect(later.text).toContain('Last reminder: 24 November 2026')

    await one.do('applicant', 'reportChange', { kind: 'engagement', what: 'Another post.', changedOn: '2026-12-01' })
    await one.do('applicant', 'reportEnd', { endedOn: '2026-12-31', why: 'Agreed.' })
    const reported = await again.open(address)
    expect(reported.text).toContain('Change reported on 4 January 2027 Late')
    expect(reported.text).toContain('Happened on 1 December 2026, to be reported by 15 December 2026. Another post.')
    expect(reported.text).toContain('End reported on 4 January 2027 On time')
  })

  test('a report is on top of the officer’s case and in the list, is asked about, answered and acknowledged', async () => {
    const one = await granted()
    site.world.at('2026-11-25')
    await one.do('applicant', 'reportChange', { kind: 'engagement', what: 'Another post.', changedOn: '2026-11-25' })
    const { seq } = await one.do('applicant', 'reportEnd', { endedOn: '2026-12-31', why: 'Agreed.' })
    const [officer, firm] = [await site.visitor('approver'), await site.visitor('applicant')]
    const list = await officer.open(withQuery(path.queue, { tab: 'afterLetter' }))
    expect(list.html).toContain(`href="${path.case(one.id)}"`)
    expect(list.text).toContain('To do')
    expect(list.text).toContain('Reported a change; Reported the end of the engagement')
    const page = await officer.open(path.case(one.id))
    expect(page.text).toContain('Open matters after the letter Reported a change; 25 November 2026')
    expect(page.text).toContain('Description of the change: Another post')
    const asking = withQuery(actionAddress(one.id, 'askBack'), { event: seq })
    expect(page.html).toContain(`href="${asking.replaceAll('=', '&#x3D;')}"`)
    const form = await officer.open(asking)
    expect(form.html).toMatch(new RegExp(`<option value="${seq}" selected>Reported the end`))
    const asked = await officer.send(actionAddress(one.id, 'askBack'), { event: String(seq), question: 'Why so?' })
    expect(asked.headers.get('location')).toBe(`${path.case(one.id)}?done=askBack`)
    expect((await follow(officer, asked)).text).toContain('Waiting for the firm')
    const own = await firm.open(path.case(one.id))
    expect(own.text).toContain('Waiting for your answer')
    expect(own.text).toContain('Question from the department Why so?')
    expect(own.text).toContain('Change reported on 25 November 2026 On time With the department')
    await one.do('applicant', 'message', { text: 'The host goes home.' })
    const answered = await officer.open(path.case(one.id))
    expect(answered.text).not.toContain('Waiting for the firm')
    await officer.send(actionAddress(one.id, 'acknowledge'), { event: String(seq), remarks: 'All well.' })
    const closed = await firm.open(path.case(one.id))
    expect(closed.text).toContain('Acknowledged')
    expect(closed.text).toContain('The department’s reply All well.')
    const spare = await officer.open(path.case(one.id))
    expect(spare.text).not.toContain('Reported the end of the engagement; 25 November 2026')
  })

  test('a change with its document is one errand: nothing is chosen or typed twice, whatever is wrong at first', async () => {
    const one = await granted()
    site.world.at('2026-11-25')
    const firm = await site.visitor('applicant')
    const address = actionAddress(one.id, 'reportChange')
    expect((await firm.open(path.case(one.id))).html).toContain(`href="${address}"`)
    await firm.open(address)
    const person = readExample('goodsHost') as unknown as PaperCase
    const [{ bytes: contract }, { bytes: sheet }] = [
      await makePaper({ kind: 'contract' }, person),
      await makePaper({ kind: 'platformEvidence' }, person),
    ]
    const files = ['contract.pdf', 'wrong.pdf'].map((name, at) => ['file', name, at ? sheet : contract] as const)
    const typed = { kind: 'engagement', changedOn: '2026-11-24' }
    const refused = await firm.sendFiles(address, typed, files)
    expect(refused.status).toBe(422)
    const kept = carried(firm, refused)
    const [, wrong = ''] = Object.keys(kept).filter((name) => name.startsWith('_hold_'))
    // what another person's form carries is nothing here
    const rival = await site.visitor('firmAdmin')
    await rival.open(address)
    const stolen = await rival.sendFiles(address, { ...typed, ...kept }, [])
    expect(stolen.text).not.toContain('contract.pdf')
    // the same once more keeps them; the one that is not wanted is left out, the one that is chosen twice comes once
    const still = await firm.sendFiles(address, { ...typed, ...kept }, [])
    const { [wrong]: _, ...wanted } = carried(firm, still)
    const sent = await firm.sendFiles(address, { ...typed, ...wanted, what: 'A higher salary.' }, files.slice(0, 1))
    expect(sent.status).toBe(303)
    const own = await follow(firm, sent)
    expect(own.text).toMatch(/Change reported on 25 November 2026 On time[\s\S]*A higher salary\.? +contract\.pdf/)
    expect(own.text).not.toContain('wrong.pdf')
    const officer = await site.visitor('approver')
    const page = await officer.open(path.case(one.id))
    expect(page.text).toMatch(/Description of the change: A higher salary\.? +contract\.pdf/)
    expect(page.text.match(/contract\.pdf/g)).toHaveLength(2) // beside the report, and in the history
  })

  test('an overdue condition and one that is said to be met are confirmed from the officer’s case', async () => {
    const one = await granted()
    const firm = await site.visitor('applicant')
    const own = await firm.open(path.case(one.id))
    expect(own.html).toContain('id="condition-2-file"')
    const { bytes } = await makePaper({ kind: 'platformEvidence' }, readExample('goodsHost') as unknown as PaperCase)
    const typed = { condition: '2', how: 'Sent by post.' }
    const reported = await firm.sendFiles(conditionPlace(one.id, 2), typed, [['file', 'figures.pdf', bytes]])
    expect(reported.status).toBe(303)
    expect((await firm.open(path.case(one.id))).text).toMatch(/Sent by post\. +figures\.pdf 1 page/)
    site.world.at('2027-01-04')
    const officer = await site.visitor('approver')
    const page = await officer.open(path.case(one.id))
    // the paper that came with the report is beside it
    expect(page.text).toMatch(/How the condition was met: Sent by post\.? +figures\.pdf/)
    expect(page.text).toContain('Condition 1: File the plan Overdue Not reported as met')
    expect(page.text).toContain('Condition 2; 24 November 2026')
    const form = await officer.open(withQuery(actionAddress(one.id, 'confirmCondition'), { condition: 1 }))
    expect(form.html).toMatch(/<option value="1" selected>1\. File the plan\./)
    for (const condition of ['1', '2']) {
      await officer.send(actionAddress(one.id, 'confirmCondition'), { condition })
      await officer.open(actionAddress(one.id, 'confirmCondition'))
    }
    expect((await officer.open(path.case(one.id))).text).not.toContain('Open matters after the letter')
  })

  test('an intended revocation: reasons and last day to the firm, its answer to the officers, the reasons in the outcome', async () => {
    const one = await granted()
    await one.do('permitOfficer', 'completePermit')
    const [officer, firm] = [await site.visitor('approver'), await site.visitor('applicant')]
    await officer.open(path.case(one.id))
    const form = await officer.open(actionAddress(one.id, 'proposeRevocation'))
    expect(form.text).toContain('Time limit for the firm’s response until Tuesday 1 December 2026')
    const next = async () =>
      /Next: [^.]*?(?:duties|letter|revocation)/.exec((await firm.open(path.case(one.id))).text)?.[0]
    expect(await next()).toBe('Next: see the conditions and your firm’s duties')
    const sent = await officer.send(actionAddress(one.id, 'proposeRevocation'), {
      reasons: ['changedFacts'],
      explanation: 'The host streams for another firm.',
    })
    expect(sent.status).toBe(303)
    const waits = await officer.open(path.case(one.id))
    expect(waits.text).toContain('You cannot revoke the letter before it has responded or that day has passed')
    const own = await firm.open(path.case(one.id))
    expect(own.text).toContain('Intended revocation of the letter until 1 December 2026, 5 working days left')
    expect(own.text).toContain('The facts have changed')
    expect(own.text).toContain('The host streams for another firm.')
    expect(await next()).toBe('Next: respond to the intended revocation')
    const answer = await firm.send(actionAddress(one.id, 'answerRevocation'), { statement: 'That was one evening.' })
    expect((await follow(firm, answer)).text).toContain('Your response That was one evening.')
    expect(await next()).toBe('Next: wait for the decision on the intended revocation')
    const read = await officer.open(path.case(one.id))
    expect(read.text).toContain('That was one evening.')
    const revoke = await officer.open(actionAddress(one.id, 'revokeLetter'))
    expect(revoke.html).toMatch(/value="changedFacts"[^>]* checked/)
    expect(revoke.text).toContain('That was one evening.')
    await one.do('otherApprover', 'revokeLetter', { reasons: ['changedFacts'], explanation: 'As announced.' })
    const revoked = await firm.open(path.case(one.id))
    expect(revoked.text).toContain('As announced.')
    expect(revoked.text).not.toContain('Intended revocation of the letter')
    expect(revoked.text).toContain('What becomes of the permit that was granted is for the permit authority')
    // the permit stands though its letter does not, and both sides may still write about it
    expect(revoked.text).toMatch(/Permit number ?310000001234567.*Permit valid until ?\d/)
    const asked = await firm.send(actionAddress(one.id, 'message'), { text: 'Whom do we ask at the permit authority?' })
    expect((await follow(firm, asked)).text).toContain('Whom do we ask at the permit authority?')
    expect((await officer.open(path.case(one.id))).text).toContain('Whom do we ask at the permit authority?')
    expect(revoked.text).toContain('Administrative reconsideration until 25 January 2027')
    expect(revoked.text).toContain('Administrative suit until 24 May 2027')
  })

  test('an intended revocation of a letter that is not used yet: that is the next step, and the permit comes after it', async () => {
    const one = await site.world.caseIn('letterIssued')
    const firm = await site.visitor('applicant')
    const read = async () => (await firm.open(path.case(one.id))).text
    expect(await read()).toContain('Next: apply for the work permit Permit authority')
    const { seq } = await one.do('approver', 'proposeRevocation')
    const officer = await site.visitor('approver')
    // not until the letter's own last day
    const done = await officer.open(`${path.case(one.id)}?done=proposeRevocation`)
    expect(done.text).toMatch(/then the decision is made(?!, until)/)
    const intended = await read()
    expect(intended).toContain('It has not decided yet, and the letter is still valid.')
    expect(intended.match(/Next: /g)).toHaveLength(1)
    expect(intended).not.toContain('Apply there for the permit')
    await firm.send(actionAddress(one.id, 'answerRevocation'), { noStatement: 'true' })
    const tagOf = async () =>
      /class="govuk-tag[^>]*>(?:<[^>]*>)*([^<]+)/.exec((await firm.open(path.case(one.id))).html)?.[1]
    expect((await tagOf())?.trim()).toBe('Intended revocation of the letter')
    // what decides on it stands beside it, and nothing else is offered as the likeliest
    const offered = await officer.open(path.case(one.id))
    expect(offered.html).toContain(`govuk-button--secondary" href="${actionAddress(one.id, 'reissueLetter')}"`)
    const permits = await site.visitor('permitOfficer')
    expect((await permits.open(path.queue)).text).toContain('a revocation of this letter is intended, not decided yet')
    expect(intended).toMatch(/Next: respond to the intended revocation.*Your response.*Applying for the work permit/)
    const form = await officer.open(actionAddress(one.id, 'acknowledge'))
    expect(form.html).toMatch(/<h1[^>]*>Keep the letter/)
    expect(form.html).toContain(`<input type="hidden" id="event" name="event" value="${seq}">`)
    expect(form.text).not.toContain('Report')
    await officer.send(actionAddress(one.id, 'acknowledge'), { remarks: 'The host came back.' })
    const kept = await read()
    expect(kept).toContain('decided not to revoke the letter. Its reply: “The host came back”.')
    expect(kept).toContain('Next: apply for the work permit Permit authority')
  })

  test('an intended revocation that is given up: the firm’s page says so first, until one is intended again', async () => {
    const one = await granted()
    const firm = await site.visitor('applicant')
    const kept = 'The department decided not to revoke the letter.'
    const says = async () => (await firm.open(path.case(one.id))).text.includes(kept)
    const { seq } = await one.do('approver', 'proposeRevocation')
    expect(await says()).toBe(false)
    await one.do('approver', 'acknowledge', { event: seq })
    expect(await says()).toBe(true)
    await one.do('approver', 'proposeRevocation')
    expect(await says()).toBe(false)
  })

  test('a refusal is reopened with a reason that the firm reads', async () => {
    site.world.at('2026-11-24')
    const one = await site.world.caseIn('notRecommended')
    const officer = await site.visitor('approver')
    await officer.open(path.case(one.id))
    const sent = await officer.send(actionAddress(one.id, 'reopenRefusal'), { why: 'A paper was overlooked.' })
    const after = await follow(officer, sent)
    expect(after.text).toContain('You refused this case. Another approver must make the new decision.')
    expect((await (await site.visitor('applicant')).open(path.case(one.id))).text).toContain('A paper was overlooked')
  })

  test('a report of a condition that was kept and is refused goes on from what was kept', async () => {
    const one = await granted()
    const visitor = await site.visitor('applicant')
    const [address, place] = [path.case(one.id), actionAddress(one.id, 'meetCondition')]
    await visitor.open(address)
    expect((await visitor.send(place, { condition: '1', how: 'By post.', _keep: 'yes' })).status).toBe(303)
    const mark = /name="_kept" value="(\w{32})"/.exec((await visitor.open(address)).html)?.[1] ?? ''
    const typed = { condition: '1', _kept: mark, _onward: address }
    const refused = await visitor.send(place, { ...typed, how: '' })
    expect(refused.status).toBe(422)
    expect(chosenIn(refused)).toEqual([
      ['1. File the plan.', true],
      ['2. Send the figures.', false],
    ])
    expect(refused.html).toContain(`name="_kept" value="${mark}"`)
    // the address of its own page, as the switch of languages opens it, has the condition and what was typed
    const alone = await visitor.open(`${place}?condition=1`)
    expect(chosenIn(alone)).toEqual(chosenIn(refused))
    expect(alone.html).not.toContain('govuk-radios--inline') // sentences do not fit a line
    expect(alone.html).toContain(`action="${place}?condition&#x3D;1"`)
    expect(alone.html).toContain(`name="_kept" value="${mark}"`)
    expect(alone.html).toContain('>By post.</textarea>')
    const other = await visitor.open(`${place}?condition=2`)
    expect(chosenIn(other).map(([, chosen]) => chosen)).toEqual([false, true])
    expect(other.html).not.toContain('By post.')
    await visitor.open(address)
    expect((await visitor.send(place, { ...typed, how: 'By hand.', _keep: 'yes' })).status).toBe(303)
    expect((await visitor.open(address)).text).toContain('By hand.')
    expect((await visitor.send(place, { ...typed, how: 'By hand.' })).status).toBe(303)
    expect((await visitor.open(address)).html).not.toContain(`name="condition" value="1"`)
    // what is reported is no longer offered, by whatever address; nor is one that there is not
    for (const named of ['', '?condition=1', '?condition=7'])
      expect(chosenIn(await visitor.open(`${place}${named}`))).toEqual([['2. Send the figures.', false]])
    const none = await visitor.send(place, { how: 'By hand.' })
    expect([none.status, none.text]).toEqual([422, expect.stringContaining('Enter “Condition”')])
    expect((await visitor.send(place, { condition: '2', how: 'By hand.' })).status).toBe(303)
    const all = await visitor.open(place)
    expect([chosenIn(all), all.text]).toEqual([[], expect.stringContaining('You cannot do this now')])
  })

  test('a new application carries the answers over, says from which case, and what must be looked at again', async () => {
    const one = await granted()
    const visitor = await site.visitor('applicant')
    await visitor.open(path.case(one.id))
    const sent = await visitor.send(path.cases, { from: String(one.id) })
    const address = sent.headers.get('location') ?? ''
    expect(address).toMatch(/^\/cases\/\d+$/)
    expect(address).not.toBe(path.case(one.id))
    // the same form again gives the same draft
    expect((await visitor.send(path.cases, { from: String(one.id) })).headers.get('location')).toBe(address)
    const draft = await visitor.open(address)
    expect(draft.text).toContain('Please check these again')
    expect(draft.html).toContain(`<a href="${path.case(one.id)}">Answers copied from`)
    for (const words of ['Passport As before', 'Term of the contract As before', 'Pay As before'])
      expect(draft.text).toContain(words)
    expect(draft.text).toContain('Can be used again')
    await visitor.open(`${address}/answers/engagement`)
    await visitor.send(`${address}/answers/engagement`, {
      'engagement[salaryPerYear]': '990000',
      'engagement[salaryPerMonth]': '82500',
      _then: 'list',
    })
    expect((await visitor.open(address)).text).toContain('Pay Renewed')
    // a page that offers several makes one of each
    const list = await visitor.open(path.newCase)
    expect(list.html).toContain('name="from"')
  })

  test('nobody copies another firm’s case, by page or by API', async () => {
    const one = await granted()
    const rival = await site.visitor('rival')
    await rival.open(path.newCase)
    expect((await rival.send(path.cases, { from: String(one.id) })).status).toBe(404)
  })
})

describe('the API', () => {
  test('starts a draft from an earlier case', async () => {
    const own = await Site.open()
    try {
      const one = await own.world.caseIn('submitted')
      const as = await own.session('applicant')
      const start = (body: object, who = as) => own.ask({ method: 'POST', url: apiPath.cases, as: who, body })
      const copied = await start({ from: one.id })
      expect(copied.statusCode).toBe(201)
      expect(copied.json()).toMatchObject({
        state: 'draft',
        answers: { engagement: { post: 'Live-streaming host, Italian fashion' } },
      })
      expect((await start({ from: 'x' })).statusCode).toBe(422)
      expect((await start({ from: one.id }, await own.session('rival'))).statusCode).toBe(404)
    } finally {
      await own.close()
    }
  })
})
