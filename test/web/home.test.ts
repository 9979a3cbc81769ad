/** The firm's home: what it has to do first, with the right day and one way to it, then what is with others, then permits. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { FIRM_STATES } from '../../src/cases/firmTasks.js'
import { Reference } from '../../src/reference/reference.service.js'
import { SecondPersons } from '../../src/people/secondPerson.service.js'
import { TASK_ACTS } from '../../src/workflow/firmWords.js'
import { statesWaitingFor } from '../../src/workflow/step.js'
import { actionAddress } from '../../src/web/case/addresses.js'
import type { Case } from '../cases/world.js'
import { Served } from './served.js'

let site: Served

beforeAll(async () => {
  site = await Served.open()
})
afterAll(() => site.close())

/** The row of a case within one list of the home. */
function rowOf(html: string, list: string, { id }: Case): string {
  const section = html.slice(html.indexOf(`aria-labelledby="list-${list}"`)).split('</section>')[0] ?? ''
  const at = section.indexOf(`href="${path.case(id)}"`)
  return at < 0 ? '' : (section.slice(at).split('</tr>')[0] ?? '')
}

const textIn = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

/** A recommendation with a condition, and a permit until a day. */
async function granted(validUntil: string, conditions?: string): Promise<Case> {
  const one = await site.world.caseIn('awaitingDecision')
  await one.do('approver', 'recommend', conditions ? { conditions, conditionsDueOn: '2026-12-20' } : {})
  await one.makeLetter()
  await one.do('permitOfficer', 'receiveLetter')
  await one.do('permitOfficer', 'recordGranted', { validUntil })
  return one
}

test('every state in which the chart waits for the firm has the act that goes on from it', () => {
  expect(FIRM_STATES.map(({ state }) => state)).toEqual(statesWaitingFor('firm'))
  expect(FIRM_STATES).toEqual([
    { state: 'draft', act: 'submit', timed: false },
    { state: 'awaitingCorrection', act: 'resubmit', timed: true },
    { state: 'notRecommended', act: 'requestReview', timed: true },
  ])
  expect(TASK_ACTS).toHaveLength(9)
})

test('the last day to start is counted back over weekends and holidays', async () => {
  const calendar = await site.world.app.get(Reference).calendar('2026-11-24')
  // 18 working days end on Friday 18 December, the first of them being Wednesday 25 November
  expect(calendar.latestStart('2026-12-18', 18)).toBe('2026-11-24')
  expect(calendar.workingDaysBetween('2026-11-24', '2026-12-18')).toBe(18)
  // a day that is no working day counts as the one before
  expect(calendar.latestStart('2026-12-20', 18)).toBe('2026-11-24')
  expect(calendar.latestStart('2026-10-11', 1)).toBe('2026-10-09')
})

describe('the home', () => {
  test('says first what waits for the firm, each with its last day and the way to it; an announced refusal is one', async () => {
    const { world } = site
    const corrected = await world.caseIn('awaitingCorrection')
    const intended = await world.caseIn('awaitingDecision')
    await intended.do('approver', 'announceRefusal')
    const refused = await world.caseIn('notRecommended')
    const draft = await world.draft()
    const away = await world.caseIn('underAssessment')
    const visitor = await site.visitor('applicant')
    const { html } = await visitor.open(path.cases)

    const correction = rowOf(html, 'todo', corrected)
    expect(textIn(correction)).toContain('Correct 1 item')
    expect(textIn(correction)).toMatch(/24 Dec .*30 days left/)
    const intention = textIn(rowOf(html, 'todo', intended))
    // five working days, and not the decision's day
    expect(intention).toMatch(/Intended refusal .*1 Dec .*5 working days left/)
    expect(rowOf(html, 'todo', intended)).toContain(`href="${path.case(intended.id)}#intention"`)
    expect(rowOf(html, 'todo', refused)).toContain(`href="${actionAddress(refused.id, 'requestReview')}"`)
    expect(textIn(rowOf(html, 'todo', draft))).toContain('Draft, not submitted yet')
    // the nearest day stands first, what has none last
    const places = [intended, corrected, refused, draft].map(({ id }) => html.indexOf(`href="${path.case(id)}"`))
    expect(places).toEqual([...places].sort((one, other) => one - other))
    expect(rowOf(html, 'todo', away)).toBe('')
    expect(textIn(rowOf(html, 'waiting', away))).toContain('A decision by')

    // the card of the case says the same day and the same state, and so does the API
    const card = await visitor.open(path.case(intended.id))
    expect(card.text).toContain('Intended refusal')
    expect(card.text).toMatch(/Respond by ?1 December 2026/)
    const cookies = await visitor.open(apiPath.case(intended.id))
    expect(JSON.parse(cookies.html)).toMatchObject({
      state: 'awaitingDecision',
      stateLabel: { en: 'Intended refusal' },
      ownDueOn: '2026-12-01',
      tasks: [{ act: 'answerIntention', day: '2026-12-01', count: 1 }],
    })

    await intended.do('applicant', 'answerIntention', { statement: 'We disagree.' })
    const after = await visitor.open(path.cases)
    expect(rowOf(after.html, 'todo', intended)).toBe('')
    // it stands until it is decided
    expect(textIn(rowOf(after.html, 'waiting', intended))).toMatch(/Intended refusal .*A decision by/)
    await intended.do('approver', 'recommend')
    const decided = textIn(rowOf((await visitor.open(path.cases)).html, 'waiting', intended))
    expect(decided).toContain('Recommended')
    expect(decided).not.toContain('Intended refusal')
  })

  test('shows a permit with its end, its conditions, what comes next and the last safe day to renew', async () => {
    const one = await granted('2027-02-10', 'Report the turnover.\nKeep to the post.')
    const visitor = await site.visitor('applicant')
    const { html } = await visitor.open(path.cases)
    const todo = textIn(rowOf(html, 'todo', one))
    // 120 days before 10 February is 13 October: the window is open; 30 days before, 11 January, the authority closes
    expect(todo).toMatch(/The permit expires soon: submit a renewal/)
    expect(todo).toContain('Meet 2 conditions by 20 Dec')
    const permit = textIn(rowOf(html, 'permits', one))
    expect(permit).toContain('10 February 2027')
    expect(permit).toContain('78 days left')
    expect(permit).toContain('2 to be met')
    // 18 working days (5 + 10 + 2, and 1 for the letter) before 11 January, over the new year's holiday
    // the promise of a decision is 17, as it is told everywhere else: what makes them 18 is said
    expect(textIn(html)).toContain('allows for 18 working days before that: 17 to the decision, as promised, and 1 for')
    expect(permit).toMatch(/Submit the renewal here 15 December 2026|15 Dec/)

    await one.do('approver', 'proposeRevocation')
    await one.do('applicant', 'answerRevocation', { statement: 'One evening.' })
    const proposed = await visitor.open(path.cases)
    expect(textIn(rowOf(proposed.html, 'permits', one))).toContain('Intended revocation of the letter')
    await one.do('approver', 'acknowledge')
    expect(textIn(rowOf((await visitor.open(path.cases)).html, 'permits', one))).not.toContain('Intended revocation')

    await one.do('applicant', 'meetCondition', { condition: 1, how: 'Sent.' })
    await one.do('applicant', 'meetCondition', { condition: 2, how: 'Done.' })
    const met = textIn(rowOf((await visitor.open(path.cases)).html, 'permits', one))
    expect(met).toContain('2 reported')

    // one press makes the renewal, whose last day is that of the permit
    await visitor.open(path.cases)
    const sent = await visitor.send(path.cases, { ...visitor.fields, from: String(one.id) })
    const renewal = sent.headers.get('location') ?? ''
    const then = (await visitor.open(path.cases)).html
    expect(rowOf(then, 'todo', one)).toBe('')
    expect(rowOf(then, 'permits', one)).toContain(`href="${renewal}"`)
    const draft = { id: Number(renewal.split('/').at(-1)) } as Case // only its id is looked at
    expect(textIn(rowOf(then, 'todo', draft))).toMatch(/days left|past/)
  })

  test('a case that its candidate’s refusal holds is among what the firm has to do, in count, filter and file alike', async () => {
    site.world.at('2026-11-24')
    const one = await site.world.caseIn('awaitingDecision')
    const actor = await site.world.candidateOf(one)
    const say = (act: 'recordConsent' | 'withdrawConsent', about: string) =>
      site.world.cases.act(one.id, act, { actor, input: { about } })
    const visitor = await site.visitor('applicant')
    const home = async () => (await visitor.open(path.cases)).html
    const held = async () => rowOf(await home(), 'todo', one)
    const count = async () => Number(/Your tasks\D*(\d+)/.exec(textIn(await home()))?.[1])
    const before = await count()
    expect(await held()).toBe('')
    await say('withdrawConsent', 'police')
    expect(textIn(await held())).toContain('The candidate refuses a document: settle it')
    expect(await held()).toContain(`href="${path.case(one.id)}#consents"`)
    expect((await visitor.open(path.case(one.id))).html).toContain('id="consents"')
    expect(await count()).toBe(before + 1)
    expect(rowOf(await home(), 'waiting', one)).toBe('')
    // the department's day stands all the same
    const all = await visitor.open(withQuery(path.cases, { tab: 'all' }))
    expect(textIn(rowOf(all.html, 'all', one))).toContain('A decision by')
    const sought = { tab: 'all', state: 'settleConsent' }
    const found = await visitor.open(withQuery(path.cases, sought))
    expect(found.html.match(/role="rowheader"/g)).toHaveLength(1)
    expect(found.text).toContain('Candidate refuses a document')
    const { html: file } = await visitor.open(withQuery(path.casesCsv, sought))
    expect(file).toContain('The candidate refuses a document: settle it')
    await say('withdrawConsent', 'medical')
    expect(textIn(await held())).toContain('refuses 2 kinds of document')
    // an officer settles one, the candidate the other; a document that is taken away holds nothing
    await site.world.cases.act(one.id, 'settleConsent', {
      actor: site.world.person('approver'),
      input: { about: 'police', how: 'Seen in the original.' },
    })
    expect(textIn(await held())).toContain('refuses a document')
    await say('recordConsent', 'medical')
    expect(await held()).toBe('')
    await say('withdrawConsent', 'medical')
    await site.world.admin.query(`update attachments set replaced_at = now() where case_id = $1 and kind = 'medical'`, [
      one.id,
    ])
    expect(await held()).toBe('')
  })

  test('a correction says how far it is, and leads to the sending once every item is answered; to nobody else', async () => {
    const one = await site.world.caseIn('submitted')
    const items = ['engagement.duties', 'contract'].map((on) => ({ on, what: 'Unreadable.' }))
    await one.do('intake', 'requestCorrection', { items })
    const { rows } = await site.world.admin.query<{ seq: number }>(
      `select seq from events where case_id = $1 and action = 'requestCorrection'`,
      [one.id],
    )
    const answer = (answers: object) =>
      one.do('applicant', 'saveAnswers', { answers: { correction: { [`${one.id}-${rows[0]?.seq}`]: answers } } })
    const visitor = await site.visitor('applicant')
    const row = async () => rowOf((await visitor.open(path.cases)).html, 'todo', one)
    const said = async () => JSON.parse((await visitor.open(apiPath.case(one.id))).html).tasks
    expect(textIn(await row())).toContain('Correct 2 items')
    await answer({ i2: 'Scanned anew.' })
    expect(textIn(await row())).toContain('1 of 2 items answered')
    expect(await row()).not.toContain(path.review(one.id))
    await answer({ i1: 'Written out.' })
    const ready = 'All 2 items answered: submit the correction'
    expect(textIn(await row())).toContain(ready)
    expect(await row()).toContain(`href="${path.review(one.id)}"`)
    expect((await visitor.open(path.case(one.id))).text).toContain(ready)
    expect(await said()).toMatchObject([{ act: 'resubmit', count: 2, text: { zh: '2项已补正，请提交', en: ready } }])
    expect(await said()).not.toMatchObject([{ answered: 2 }])
    const officer = await (await site.visitor('intake')).open(path.case(one.id))
    expect(officer.text).not.toMatch(/items answered/)
    // an answer that is taken out is open again; what was sent is asked for no more
    await answer({ i1: null })
    expect(textIn(await row())).toContain('1 of 2 items answered')
    await one.do('applicant', 'resubmit')
    expect(await row()).toBe('')
    await one.do('intake', 'requestCorrection', { items: [{ on: 'degree', what: 'Unreadable.' }] })
    expect(textIn(await row())).toContain('Correct 1 item')
  })

  test('the page that recalls an application says which day and place are lost', async () => {
    const one = await site.world.caseIn('submitted')
    const { text } = await (await site.visitor('applicant')).open(actionAddress(one.id, 'recall'))
    expect(text).toContain('You will lose your filing date and your place in the queue')
    expect(text).toContain('Filed on 24 November 2026. A decision by')
  })

  test('a renewal that was begun is gone on with; once the end is reported the permit is to be cancelled', async () => {
    site.world.at('2026-11-24')
    const one = await granted('2027-01-20')
    const visitor = await site.visitor('applicant')
    expect((await visitor.open(path.case(one.id))).text).not.toContain('Continue the renewal')
    const begin = async () => (await visitor.send(path.cases, { from: String(one.id) })).headers.get('location') ?? ''
    const draft = await begin()
    const page = await visitor.open(path.case(one.id))
    expect(page.html).toContain(`<a class="govuk-button" href="${draft}">Continue the renewal`)
    expect(page.text).toContain('Start another renewal')
    // of several the filed one is named
    await site.world.admin.query(`update cases set filed_on = '2026-11-24' where id = $1`, [draft.split('/').at(-1)])
    await begin()
    const named = rowOf((await visitor.open(path.cases)).html, 'permits', one)
    expect(named).toContain(`href="${draft}"`)

    const other = await granted('2027-01-20')
    await other.do('applicant', 'reportEnd', { endedOn: '2026-11-23' })
    // the same passport: the first permit's line leads here, too
    const lines = (await visitor.open(path.cases)).html.split('</tr>').map(textIn)
    const row = lines.find((line) => line.includes('end of engagement reported')) ?? ''
    expect(row).toContain('Apply to the permit authority to cancel the permit')
    expect(row).not.toContain('Renew')
    const ended = await visitor.open(path.case(other.id))
    expect(ended.text).toContain('Apply to the permit authority to cancel the permit To do now')
    expect(ended.html).not.toContain(actionAddress(other.id, 'reportEnd'))
    expect(ended.html).not.toContain('name="from"')
  })

  test('who may not submit what they changed last reads that a colleague does, and is asked to invite the candidate', async () => {
    const one = await site.world.draft()
    await site.world.app.get(SecondPersons).want(site.world.person('firmAdmin'), true)
    const read = async (who: 'applicant' | 'firmAdmin') =>
      (await (await site.visitor(who)).open(path.case(one.id))).text
    expect(await read('applicant')).toContain('A colleague will submit')
    expect(await read('firmAdmin')).toContain('Ready')
    const review = await (await site.visitor('firmAdmin')).open(path.review(one.id))
    expect(review.html).toContain(`href="${path.caseTalent(one.id)}"`)

    const asking = await site.visitor('applicant')
    expect((await asking.open(path.review(one.id))).html).toContain(`action="${actionAddress(one.id, 'askToSubmit')}"`)
    const asked = await asking.send(actionAddress(one.id, 'askToSubmit'), {})
    expect(asked.headers.get('location')).toBe(withQuery(path.case(one.id), { done: 'askToSubmit' }))
    expect(await read('applicant')).toContain('A colleague was asked to submit on')
    expect(await read('firmAdmin')).toContain('asks you to check and submit it')
    const row = async (who: 'applicant' | 'firmAdmin') =>
      rowOf((await (await site.visitor(who)).open(path.cases)).html, 'todo', one)
    expect(textIn(await row('applicant'))).toContain('A colleague with the right to submit does this')
    expect(await row('applicant')).not.toContain(path.review(one.id))
    expect(await row('firmAdmin')).toContain(`href="${path.review(one.id)}"`)
    await site.world.app.get(SecondPersons).want(site.world.person('firmAdmin'), false)
    await one.do('applicant', 'submit')
    expect(await read('applicant')).toContain('declared by the firm on submission; the candidate has not decided yet')
  })

  test('a question of the department waits for the firm until it is answered', async () => {
    const one = await granted('2028-01-10')
    await one.do('applicant', 'reportChange', { what: 'Another channel.', changedOn: '2026-11-24' })
    const { rows } = await site.world.admin.query<{ seq: number }>(
      `select seq from events where case_id = $1 and action = 'reportChange'`,
      [one.id],
    )
    const visitor = await site.visitor('applicant')
    expect(rowOf((await visitor.open(path.cases)).html, 'todo', one)).toBe('')
    await one.do('approver', 'askBack', { event: rows[0]?.seq, question: 'Which one?' })
    const asked = rowOf((await visitor.open(path.cases)).html, 'todo', one)
    expect(textIn(asked)).toContain('Answer a question of the department')
    expect(asked).toContain(`href="${path.case(one.id)}#talk"`)
    await one.do('applicant', 'message', { text: 'The second one.' })
    expect(rowOf((await visitor.open(path.cases)).html, 'todo', one)).toBe('')
  })

  test('is searched without the name in the address, narrowed, ordered, and comes as a file', async () => {
    const visitor = await site.visitor('applicant')
    const one = await site.world.draft()
    const answers = { talent: { systemName: 'ZZYZX ADA', visualName: 'Zzyzx Ada', nationality: 'PRT' } }
    await site.world.cases.act(one.id, 'saveAnswers', { actor: site.world.person('applicant'), input: { answers } })
    await visitor.open(path.cases)
    const sent = await visitor.send(path.findCases, { find: 'zzyzx' })
    const address = sent.headers.get('location') ?? ''
    expect(address).not.toMatch(/zzyzx/i)
    const found = await visitor.open(address)
    expect(found.html).toContain(`href="${path.case(one.id)}"`)
    expect(found.html.match(/role="rowheader"/g)).toHaveLength(1)
    const number = String(one.id).padStart(6, '0')
    const byNumber = await visitor.send(path.findCases, { find: number })
    expect((await visitor.open(byNumber.headers.get('location') ?? '')).html).toContain(`href="${path.case(one.id)}"`)
    const wide = [...number].map((digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) + 0xfee0)).join('')
    const byWide = await visitor.send(path.findCases, { find: wide })
    expect((await visitor.open(byWide.headers.get('location') ?? '')).html).toContain(`href="${path.case(one.id)}"`)

    await one.do('applicant', 'saveAnswers', { answers: { talent: { chineseName: '玛尔塔' } } })
    const byChinese = await visitor.send(path.findCases, { find: '尔塔' })
    expect((await visitor.open(byChinese.headers.get('location') ?? '')).html).toContain(`href="${path.case(one.id)}"`)

    const byCountry = await visitor.open(withQuery(path.cases, { tab: 'all', country: 'PRT' }))
    expect(byCountry.html.match(/role="rowheader"/g)).toHaveLength(1)
    const bySort = await visitor.open(withQuery(path.cases, { tab: 'all', sort: 'name' }))
    const names = [...bySort.html.matchAll(/role="rowheader">[^>]*<a[^>]*>([^<]+)/g)].map(([, name]) => name)
    expect(names.at(-1)).toBe('Zzyzx Ada')
    const newest = await visitor.open(withQuery(path.cases, { tab: 'all', sort: 'newest' }))
    expect(newest.html.indexOf(`href="${path.case(one.id)}"`)).toBeLessThan(
      newest.html.indexOf('role="rowheader"') + 200,
    )

    const file = await visitor.open(withQuery(path.casesCsv, { country: 'PRT' }))
    expect(file.status).toBe(200)
    const [head = '', line = ''] = file.html.split('\r\n')
    expect(head).toContain('Number,Name,')
    expect(line).toContain('ZZYZX ADA')
    expect(line).toContain('Portugal')
    // of a case that waits for a department the day of the decision, as the list says it, not that of the stage
    const filed = await site.world.caseIn('submitted')
    const all = (await visitor.open(path.casesCsv)).html.split('\r\n')
    expect(all[0]).toContain('State,Task,Last day,Decision by,')
    const { dueOn } = await filed.row()
    const its = new RegExp(`^2026-0*${filed.id},.*,Submitted,,,([\\d-]{10}),`)
    const [day = ''] = all.flatMap((row) => its.exec(row)?.[1] ?? [])
    expect(day > (dueOn ?? 'z')).toBe(true)
    // another firm finds nothing of it
    const rival = await site.visitor('rival')
    await rival.open(path.cases)
    const strange = await rival.send(path.findCases, { find: 'zzyzx' })
    expect((await rival.open(strange.headers.get('location') ?? '')).html).not.toContain(path.case(one.id))
  })

  test('pages through a list in every order without leaving a case out or showing one twice', async () => {
    const visitor = await site.visitor('applicant')
    const { rows } = await site.world.admin.query<{ n: number }>(
      'select count(*)::int as n from cases where firm_id = (select firm_id from people where id = $1)',
      [site.world.person('applicant').id],
    )
    const missing = 52 - (rows[0]?.n ?? 0)
    for (let made = 0; made < missing; made++)
      await site.world.cases.start(site.world.person('applicant'), `page-${made}`)
    for (const sort of ['day', 'permit', 'name', 'newest']) {
      const seen: string[] = []
      let address: string | undefined = withQuery(path.cases, { tab: 'all', sort })
      while (address) {
        const { html } = await visitor.open(address)
        seen.push(
          ...[...html.matchAll(/role="rowheader">\s*<a[^>]*href="\/cases\/(\d+)"/g)].flatMap(([, id]) => id ?? []),
        )
        address = /href="([^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')
      }
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.length).toBeGreaterThanOrEqual(52)
    }
  })

  test('a firm with nothing yet is shown the first three steps', async () => {
    const visitor = await site.visitor('newcomer')
    const { text } = await visitor.open(path.cases)
    expect(text).toContain('Your first application in three steps')
    expect(text).toContain('Start the first application')
  })
})
