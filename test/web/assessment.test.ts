/** The assessor's page over HTTP, the one notice, a consultation and a hearing: what is asked, what is kept, what others then see. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { path, withQuery } from '../../src/base/path.js'
import { actionAddress } from '../../src/web/case/addresses.js'
import { assessmentOf } from '../../tools/cases/assessment.js'
import type { Case } from '../cases/world.js'
import { assessedFields } from './assessed.js'
import { type Fields, type Page, plain, Served } from './served.js'

let site: Served

beforeAll(async () => {
  site = await Served.open()
})
afterAll(() => site.close())

async function underAssessment(departments = ['commerce', 'culture']): Promise<Case> {
  const one = await site.world.draft('rival', 'streamer')
  await one.walk([
    ['rival', 'submit'],
    ['intake', 'accept', { departments }],
  ])
  return one
}

const errorsOf = ({ html }: Page): string[] =>
  [...(/govuk-error-summary[\s\S]*?<\/ul>/.exec(html)?.[0] ?? '').matchAll(/href="#([^"]+)"/g)].map(
    ([, to]) => to ?? '',
  )

const paperOf = async ({ id }: Case, kind: string): Promise<{ id: number; pages: number }> => {
  const { rows } = await site.world.admin.query<{ id: number; pages: number }>(
    'select id, pages from attachments where case_id = $1 and kind = $2',
    [id, kind],
  )
  const [found] = rows
  if (!found) throw new Error(`no ${kind}`)
  return found
}

const without = (fields: Fields, ...names: string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))

describe('the page of an assessment', () => {
  test('asks the department’s own questions and groups, with the figures beside them', async () => {
    const one = await underAssessment()
    const page = await (await site.visitor('assessor')).open(path.report(one.id))
    const hidden = (list: string, name: string) =>
      [...page.html.matchAll(new RegExp(`name="${list}\\[\\d+\\]\\[${name}\\]" value="(\\w+)"`, 'g'))].map(
        ([, id]) => id,
      )
    expect(hidden('scores', 'question')).toEqual([
      'audience',
      'sales',
      'crossBorder',
      'languages',
      'professional',
      'compliance',
      'licences',
      'contentPlan',
    ])
    expect(hidden('compliance', 'group')).toEqual(['consumers', 'otherActs'])
    expect(page.text).toContain('3 · A large audience, engagement above similar accounts, a steady trend')
    expect(page.text).toContain('Followers 860,000')
    const evidence = await paperOf(one, 'platformEvidence')
    expect(page.html).toContain(`href="${path.file(one.id, evidence.id)}`)
    const culture = await (await site.visitor('cultureAssessor')).open(path.report(one.id))
    expect(culture.html).not.toContain('value="crossBorder"')
    expect(culture.html).toContain('value="copyright"')
  })

  test('names everything that is missing at its place, and keeps what was typed', async () => {
    const one = await underAssessment()
    const assessor = await site.visitor('assessor')
    const address = path.report(one.id)
    await assessor.open(address)
    const typed = without(
      assessedFields('commerce', {
        'scores[0][level]': '1',
        'scores[0][note]': '',
        'compliance[1][result]': 'concern',
        summary: 'Half an hour of careful words.',
        'findings[0][note]': 'The points are right.',
      }),
      'scores[2][level]',
      'desk[enough]',
    )
    const first = await assessor.send(address, typed)
    expect(first.status).toBe(422)
    expect(errorsOf(first)).toEqual(['desk-enough', 'scores-2-level', 'findings-0-result'])
    expect(first.text).toContain('Half an hour of careful words.')
    const second = await assessor.send(address, {
      ...typed,
      'desk[enough]': 'yes',
      'findings[0][result]': 'met',
      'scores[2][level]': '3',
    })
    expect([second.status, errorsOf(second)]).toEqual([422, ['scores-0-note', 'compliance-1-note']])
    expect(second.text).toContain('“Audience and engagement” is below level 2: give the reason in one sentence.')
    expect(second.html).toMatch(/name="scores\[0\]\[level\]" type="radio" value="1" checked/)
    // what follows from a level below the floor stands beside that score, and beside no other
    expect(second.html.match(/data-floor="\d" aria-live="polite">/g)).toEqual(['data-floor="2" aria-live="polite">'])
    expect(second.text).toContain('If the application is refused, the decision quotes it.')
    expect(await one.state()).toBe('underAssessment')
  })

  test('points to a page that exists, of a paper of this case', async () => {
    const [one, other] = [await underAssessment(), await underAssessment()]
    const assessor = await site.visitor('assessor')
    const address = path.report(one.id)
    await assessor.open(address)
    const contract = await paperOf(one, 'contract')
    const send = (more: Fields) => assessor.send(address, assessedFields('commerce', more))
    const wrong = await send({
      'findings[1][result]': 'met',
      'findings[1][document]': String((await paperOf(other, 'contract')).id),
      'scores[0][document]': String(contract.id),
      'scores[0][page]': String(contract.pages + 1),
      'scores[1][page]': '2',
    })
    expect([wrong.status, errorsOf(wrong)]).toEqual([
      422,
      ['scores-0-page', 'scores-1-document', 'findings-1-document'],
    ])
  })

  test('reported, it stands on the case’s page with its total and leads to the page of the evidence', async () => {
    const one = await underAssessment()
    const assessor = await site.visitor('assessor')
    const address = path.report(one.id)
    const opened = await assessor.open(address)
    const contract = await paperOf(one, 'contract')
    const documents = [...opened.html.matchAll(/name="findings\[(\d+)\]\[on\]" value="documents"/g)][0]?.[1]
    const done = await assessor.send(
      address,
      assessedFields('commerce', {
        [`findings[${documents}][result]`]: 'unclear',
        [`findings[${documents}][note]`]: 'The seal is pale.',
        [`findings[${documents}][document]`]: String(contract.id),
        [`findings[${documents}][page]`]: '2',
        'compliance[0][result]': 'concern',
        'compliance[0][note]': 'A clip of May.',
      }),
    )
    expect([done.status, done.headers.get('location')]).toEqual([303, withQuery(path.case(one.id), { done: 'report' })])
    const page = await assessor.open(path.case(one.id))
    expect(plain(page.html)).toContain(`href="${`${path.fileView(one.id, contract.id)}#page-2`}"`)
    expect(page.text).toContain('The seal is pale.')
    expect(page.text).toContain('Total score, of 100 75 for reference only')
    expect(page.text).toContain('by group: nothing found in 1 of 2')
    expect(page.text).toMatch(/A concern ?A clip of May\./)
    // the same number beside the finding and on the page, each leading to the other
    expect(plain(page.html)).toMatch(
      new RegExp(`href="${`${path.fileView(one.id, contract.id)}#page-2`}" id="finding-1"><span class="hj-mark">1<`),
    )
    const view = await assessor.open(path.fileView(one.id, contract.id))
    expect(plain(view.html)).toContain(
      `<a class="hj-mark" href="${`${path.case(one.id)}#finding-1`}" aria-label="Finding 1">1</a>`,
    )
    expect(view.text).toMatch(/Documents genuine[\s\S]*Unclear[\s\S]*The seal is pale\.[\s\S]*Commerce/)
    const culture = await site.visitor('cultureAssessor')
    await culture.open(address)
    await culture.send(address, {
      'findings[0][on]': 'documents',
      'findings[0][result]': 'notMet',
      'findings[0][document]': String(contract.id),
      'findings[0][page]': '1',
      _keep: 'yes',
    })
    const own = await culture.open(path.fileView(one.id, contract.id))
    expect(plain(own.html)).toContain(`href="${`${path.report(one.id)}#findings-0`}" aria-label="Finding 2">2<`)
    expect(own.text).toContain('your draft')
    expect((await culture.open(address)).html).toMatch(/view#page-1" data-see>View this page/)
    const others = (await assessor.open(path.fileView(one.id, contract.id))).text
    expect([
      others.includes('your draft'),
      (await (await site.visitor('rival')).open(path.fileView(one.id, contract.id))).text.includes('The seal is pale.'),
    ]).toEqual([false, false])
  })

  test('keeps a draft for its author alone, leads from “not enough” to the correction, and comes back', async () => {
    const one = await underAssessment()
    const culture = await site.visitor('cultureAssessor')
    const address = path.report(one.id)
    await culture.open(address)
    const typed = {
      ...culture.fields,
      summary: 'So far.',
      'desk[enough]': 'no',
      'desk[missing]': 'The figures by country.',
    }
    // all groups that nobody has answered, by one press; what was typed stays
    const cleared = await culture.send(address, { ...typed, clear: 'compliance' })
    const nothing = /name="compliance\[\d\]\[result\]"[^>]*value="clear"[^>]*checked/g
    expect([cleared.status, cleared.html.match(nothing)?.length]).toEqual([200, 9])
    expect(cleared.text).toContain('So far.')
    expect(cleared.text).toContain('Explanation (optional)')
    const refused = await culture.send(address, assessedFields('culture', typed))
    expect([refused.status, errorsOf(refused)]).toEqual([422, ['desk-enough']])
    const led = await culture.send(address, {
      ...typed,
      _keep: withQuery(actionAddress(one.id, 'proposeCorrection'), { from: 'report' }),
    })
    expect(led.headers.get('location')).toBe(withQuery(actionAddress(one.id, 'proposeCorrection'), { from: 'report' }))
    const form = await culture.open(led.headers.get('location') ?? '')
    expect(form.html).toMatch(/<textarea[^>]*name="items\[0\]\[what\]"[^>]*>The figures by country\.</)
    const proposed = await culture.send(actionAddress(one.id, 'proposeCorrection'), {
      'items[0][on]': 'platformEvidence',
      'items[0][what]': 'The figures by country.',
    })
    expect(proposed.status).toBe(303)
    expect((await culture.open(address)).text).toContain('So far.')
    expect((await (await site.visitor('assessor')).open(address)).text).not.toContain('So far.')
    const lead = await (await site.visitor('assessor')).open(path.case(one.id))
    expect(lead.text).toMatch(/Proposed corrections, not sent yet.*The figures by country\./)
    // it cannot ask the firm itself: having proposed, it reports what it has found
    expect(refused.text).toContain('Propose the correction first')
    await culture.open(address)
    const reported = await culture.send(address, assessedFields('culture', { ...typed, 'desk[enough]': 'no' }))
    expect(reported.status).toBe(303)
    await one.do('assessor', 'report')
    await one.do('approver', 'recommend', { despite: ['correctionProposed'] })
    expect((await (await site.visitor('approver')).open(path.case(one.id))).text).toContain(
      'Proposed corrections that were not sent',
    )
  })
})

describe('the API', () => {
  test('says in clear words what an assessment lacks', async () => {
    const one = await underAssessment(['market'])
    const market = site.world.person('marketAssessor')
    const { scores, compliance } = assessmentOf('market')
    const input = { opinion: 'recommend', summary: 'Good.' }
    const attempt = async (more: object): Promise<string[]> => {
      const error: unknown = await site.world.cases
        .act(one.id, 'report', { actor: market, input: { ...input, ...more } })
        .catch((thrown: unknown) => thrown)
      const problems = (error as { problems?: { path: string; code: string }[] }).problems // of Invalid
      return (problems ?? []).map(({ path, code }) => `${path} ${code}`)
    }
    expect(await attempt({})).toEqual([
      ...['sales', 'compliance', 'licences'].map(() => 'scores missingQuestion'),
      ...['scienceAndFood', 'consumers', 'otherActs'].map(() => 'compliance missingGroup'),
    ])
    expect(await attempt({ scores: [...scores, { question: 'audience', level: 3 }], compliance })).toEqual([
      'scores.3.question notYours',
    ])
    expect(await attempt({ scores, compliance: [...compliance, { group: 'noSuch', result: 'clear' }] })).toEqual([
      'compliance.3.group unknownGroup',
    ])
    expect(await attempt({ scores, compliance })).toEqual([])
    expect(await one.state()).toBe('awaitingDecision')
  })
})

describe('the one notice', () => {
  test('collects what all departments proposed, each place once, and stops a repeat with the way out', async () => {
    const one = await underAssessment()
    const items = [{ on: 'contract', page: 3, what: 'The seal cannot be read.' }]
    await one.do('cultureAssessor', 'proposeCorrection', { items: [{ on: 'photo', what: 'A newer photo.' }, ...items] })
    await one.do('assessor', 'proposeCorrection', { items: [{ ...items[0], what: 'Scan it in colour.' }] })
    const assessor = await site.visitor('assessor')
    const address = actionAddress(one.id, 'requestCorrection')
    const page = await assessor.open(address)
    expect([...page.html.matchAll(/name="items\[(\d)\]\[what\]"/g)]).toHaveLength(2)
    const what = (page: Page, index: number) =>
      plain(new RegExp(`name="items\\[${index}\\]\\[what\\]"[^>]*>([^<]*)<`).exec(page.html)?.[1] ?? '')
    expect([what(page, 0), what(page, 1)]).toEqual(['A newer photo.', 'The seal cannot be read.\nScan it in colour.'])
    expect(page.text).toMatch(
      /contract.*\(proposed by Culture, cultureAssessor, 24 Nov[a-z]*; Commerce, assessor, 24 Nov/i,
    )
    const wanted = {
      'items[0][on]': 'contract',
      'items[0][page]': '3',
      'items[0][what]': 'The seal cannot be read.',
    }
    // what a department proposed and the notice leaves out is named once
    expect((await assessor.send(address, wanted)).status).toBe(409)
    expect((await assessor.send(address, wanted)).status).toBe(303)
    await one.do('rival', 'resubmit')
    await one.do('cultureAssessor', 'proposeCorrection', { items })
    const again = await assessor.open(address)
    expect(again.text).toContain('Already asked for in an earlier notice; cannot be asked again')
    await one.do('assessor', 'proposeCorrection', {
      items: [{ on: 'contract', what: 'And again.', repeatReason: 'An assessor may not allow it.' }],
    })
    expect((await assessor.open(address)).text).toContain('Already asked for in an earlier notice')
    await one.do('approver', 'proposeCorrection', {
      items: [{ on: 'contract', what: 'Once more.', repeatReason: 'The new scan is of another contract.' }],
    })
    expect((await assessor.open(address)).text).not.toContain('Already asked for in an earlier notice')
    expect((await assessor.open(path.case(one.id))).text).toContain(
      'Reason for asking again: The new scan is of another contract.',
    )
  })
})

test('what one department has proposed is named as proposed where another would propose it again', async () => {
  const one = await underAssessment(['commerce', 'culture', 'market'])
  const address = actionAddress(one.id, 'proposeCorrection')
  const culture = await site.visitor('cultureAssessor')
  const form = await culture.open(`${address}?ask=categoryLicence:cosmetics`)
  const what = /name="items\[0\]\[what\]"[^>]*>([^<]+)</.exec(form.html)?.[1] ?? ''
  const item = { 'items[0][on]': 'categoryLicence', 'items[0][what]': plain(what) }
  const market = await site.visitor('marketAssessor')
  const proposed = 'already proposed by Culture, cultureAssessor, 24 Nov'
  expect((await market.open(address)).text).not.toContain('already proposed')
  expect((await culture.send(address, item)).status).toBe(303)
  const again = await market.open(address)
  expect(again.text.split(proposed)).toHaveLength(2) // of the licence, and of no phrase
  expect(again.text).toMatch(new RegExp(`please upload it. ${proposed}`, 'i'))
  // among the items of the one notice it is already
  const notice = await (await site.visitor('assessor')).open(actionAddress(one.id, 'requestCorrection'))
  expect(notice.text).not.toContain('already proposed')
  expect(notice.text).toContain('Item 1 · Documents: Licence for the product category')
})

describe('departments and time', () => {
  test('a consultation names the department of this place, its own day, and the stop in the ledger', async () => {
    const one = await underAssessment(['commerce'])
    const assessor = await site.visitor('assessor')
    const address = actionAddress(one.id, 'consult')
    const form = await assessor.open(address)
    expect(form.text).toContain('Market')
    expect(form.html).not.toMatch(/type="radio" value="commerce"/)
    expect(form.text).toContain('until Tuesday 1 December 2026')
    expect(form.text).toContain('paused from today; resumes with the response')
    expect((await assessor.send(address, { department: 'market', question: 'Any complaints?' })).status).toBe(303)
    const page = await assessor.open(path.case(one.id))
    expect(page.text).toMatch(/Market regulation due 1 December 2026 5 working days left/)
    expect(page.text).toMatch(/Consultation of another department ?Market regulation/)
    expect(page.text).toContain('The time limit is now Tuesday 15 December 2026')
    expect(page.text).toContain('5 working days later than 17 Dec: consultation')
    const market = await site.visitor('marketAssessor')
    const queue = await market.open(path.queue)
    const { rows } = await site.world.admin.query<{ number: string }>('select number from cases where id = $1', [
      one.id,
    ])
    expect(queue.text).toMatch(new RegExp(`5 days(?: ours; the case: 15 Dec)? ${rows[0]?.number}`))
    expect((await market.open(path.case(one.id))).text).toContain(
      'Your department’s time limit: 1 December 2026 (5 days left)',
    )
    expect((await market.open(withQuery(path.case(one.id), { language: 'zh' }))).text).toMatch(
      /本部门期限 2026年12月1日 ?（余 ?5 ?日）/,
    )
    // the question stands where it is answered, and beside the answer where it is decided
    expect((await market.open(`${path.report(one.id)}?language=en`)).text).toContain('Please answer: Any complaints?')
    await one.walk([
      ['marketAssessor', 'report'],
      ['assessor', 'report'],
    ])
    const decision = await (await site.visitor('approver')).open(actionAddress(one.id, 'recommend'))
    expect(decision.text).toMatch(/Question asked .*Any complaints\?/)
  })

  test('a correction of the same day moves nothing, and nobody is told that it moved by nothing', async () => {
    const one = await underAssessment(['commerce'])
    await one.walk([
      ['assessor', 'requestCorrection'],
      ['rival', 'resubmit'],
    ])
    const [office, firm] = [await site.visitor('assessor'), await site.visitor('rival')]
    const pages = [await office.open(path.case(one.id)), await firm.open(path.case(one.id))]
    expect(pages.map(({ text }) => text)).toEqual([
      expect.stringContaining('24 Nov, not extended'),
      expect.stringContaining('no change'),
    ])
    expect(pages.filter(({ text }) => /\b0 working days/.test(text))).toEqual([])
  })

  test('what is said of a consultation in the ledger goes by its own round, and ends with it', async () => {
    const assessor = await site.visitor('assessor')
    const returned = await underAssessment(['commerce'])
    await returned.walk([
      ['assessor', 'consult', { department: 'market' }],
      ['marketAssessor', 'report'],
      ['assessor', 'report'],
      ['approver', 'returnToAssessment'],
    ])
    const withdrawn = await underAssessment(['commerce'])
    await withdrawn.walk([
      ['assessor', 'consult', { department: 'market' }],
      ['rival', 'withdraw'],
    ])
    expect((await assessor.open(path.case(returned.id))).text).toContain('due 1 December 2026 Answered')
    expect((await assessor.open(path.case(withdrawn.id))).text).toContain('due 1 December 2026 Ended')
    expect((await assessor.open(withQuery(path.case(withdrawn.id), { language: 'zh' }))).text).toMatch(
      /期限 2026年12月1日 ?已结束/,
    )
  })

  test('a hearing: the approver announces, the firm answers, and the refusal shows both', async () => {
    const one = await site.world.caseIn('awaitingDecision')
    const approver = await site.visitor('approver')
    const address = actionAddress(one.id, 'announceRefusal')
    const form = await approver.open(address)
    expect(form.text).toContain('until Tuesday 1 December 2026')
    const told = await approver.send(address, { reasons: 'criteriaNotMet', explanation: 'Two years are shown.' })
    expect(told.status).toBe(303)
    expect((await approver.open(withQuery(path.case(one.id), { done: 'announceRefusal' }))).text).toContain(
      'next: the firm can respond, then the decision is made',
    )
    const waiting = await approver.open(actionAddress(one.id, 'refuse'))
    expect(waiting.text).toContain('none yet')
    const kept =
      'The firm can respond until 1 December 2026. You cannot refuse before it has responded or that day has passed.'
    expect(waiting.text).toContain(kept)
    expect((await approver.open(path.case(one.id))).text).toContain(kept)
    const early = await approver.send(actionAddress(one.id, 'refuse'), {
      reasons: 'criteriaNotMet',
      explanation: 'Two years are shown.',
    })
    expect(early.status).toBe(409)
    expect(await one.state()).toBe('awaitingDecision')
    await one.do('applicant', 'answerIntention', { statement: 'Five are: see page 2.' })
    const refuse = await approver.open(actionAddress(one.id, 'refuse'))
    expect(refuse.text).toContain('Five are: see page 2.')
    expect(refuse.html).toMatch(/name="assessed"[^>]*>各项情况：受众规模与互动、/)
    expect(refuse.html).toMatch(/name="assessedEn"[^>]*>All criteria: level 3 was given to Audience and engagement, /)
    expect(refuse.text).not.toContain(kept)
    expect(refuse.html).toMatch(/name="explanation"[^>]*>Two years are shown\.</)
    expect(refuse.html).toMatch(/value="criteriaNotMet" checked/)
  })
})
