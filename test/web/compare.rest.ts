/** Comparing, over HTTP: possible duplicates on an officer's case page, the compare page in and out of scope, similar cases, what changed, and differing opinions before a decision. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import type { Assessment } from '../../src/cases/caseFile.js'
import type { Scorecard } from '../../src/criteria/scorecard.js'
import { actionAddress } from '../../src/web/case/addresses.js'
import { divergenceOf } from '../../src/web/desk/divergence.view.js'
import { exampleOf } from '../cases/inputs.js'
import type { Name } from '../cases/population.js'
import { ROUTES } from '../cases/routes.js'
import { Case } from '../cases/world.js'
import { Served } from './served.js'

/** What differs in each answer: tokens, names of requests. */
const CHANGING = /name="_(?:csrf|request)" value="[^"]*"|"(?:at|changedAt)":"[^"]*"|"(?:answersVersion|lastSeq)":\d+/g

let site: Served
/** The first firm's, which culture assesses too; the rival's about the same person, in which culture has no part. */
let first: Case
let rivals: Case
const numbers = new Map<number, string>()

const readingsOf = async (caseId: number): Promise<{ account: string; comparedWith: number | null }[]> => {
  const { rows } = await site.world.admin.query(
    `select o.account, (t.content ->> 'comparedWith')::int as "comparedWith" from events e join people o on o.id = e.actor_id
     join event_contents t using (case_id, seq) where e.case_id = $1 and e.action = 'readCase' order by e.seq`,
    [caseId],
  )
  return rows
}

beforeAll(async () => {
  site = await Served.open()
  const { world } = site
  const { answers, papers } = exampleOf('goodsHost')
  const file = async (by: Name, pay: number) => {
    const actor = world.person(by)
    const { caseId } = await world.cases.start(actor)
    await world.cases.act(caseId, 'saveAnswers', {
      actor,
      input: { answers: { ...answers, engagement: { ...answers.engagement, salaryPerYear: pay } } },
    })
    // the very same files in both cases
    for (const { file: stored, ...paper } of papers) {
      const storageKey = `${stored.storageKey}${by}`
      await world.cases.act(caseId, 'attachFile', { actor, input: { ...paper, file: { ...stored, storageKey } } })
    }
    await world.cases.act(caseId, 'submit', { actor, version: 1, input: { declaration: true } })
    return caseId
  }
  rivals = new Case(world, await file('rival', 1_234_500))
  first = new Case(world, await file('applicant', 1_300_000))
  await first.do('intake', 'accept', { departments: ['commerce', 'culture'] })
  const { rows } = await world.admin.query<{ id: number; number: string }>('select id, number from cases')
  for (const { id, number } of rows) numbers.set(id, number)
})
afterAll(() => site.close())

const numberOf = ({ id }: Case) => numbers.get(id) ?? ''

describe('an officer’s case page', () => {
  test('says first of all that another firm’s case seems to be about the same person', async () => {
    const page = await (await site.visitor('intake')).open(path.case(first.id))
    expect(page.text).toContain('Possible duplicate: another case seems to be about the same person')
    expect(page.text).toContain('same name and birth date, same passport, already so on submission')
    expect(page.html).toContain(`href="${path.compare(first.id, rivals.id)}"`)
  })

  test('tells a department that may not open the other case whom to ask', async () => {
    const page = await (await site.visitor('cultureAssessor')).open(path.case(first.id))
    expect(page.text).toContain(numberOf(rivals))
    expect(page.html).not.toContain(`href="${path.case(rivals.id)}"`)
  })

  test('shows the firm nothing of it, on any of its pages and in the API', async () => {
    const visitor = await site.visitor('applicant')
    for (const address of [path.case(first.id), path.changes(first.id), apiPath.case(first.id), path.cases]) {
      const page = await visitor.open(address)
      expect(page.status).toBe(200)
      expect(page.html).not.toContain(numberOf(rivals))
      expect(page.html).not.toMatch(/possible duplicate|same person|潮声直播/i)
    }
  })
})

describe('the compare page', () => {
  test('sets two cases side by side, marks what differs, and points out the very same files', async () => {
    const visitor = await site.visitor('intake')
    const page = await visitor.open(path.compare(first.id, rivals.id))
    expect(page.status).toBe(200)
    expect(page.html).toMatch(/<tr class="diff"><th scope="row">Salary per year, before tax/)
    expect(page.text).toContain('¥1,300,000')
    expect(page.text).toContain('¥1,234,500')
    expect(page.html).toMatch(/<tr><th scope="row">Date of birth/)
    expect(page.text).toContain('identical to a file in the other case')
    expect(page.text).toMatch(/\d+ of \d+ answers match; 10 kinds of document with identical files\./)
  })

  test('is recorded as a reading of both', async () => {
    const before = [(await readingsOf(first.id)).length, (await readingsOf(rivals.id)).length]
    await (await site.visitor('supervisor')).open(path.compare(first.id, rivals.id))
    const [one, other] = [await readingsOf(first.id), await readingsOf(rivals.id)]
    expect([one.length, other.length]).toEqual(before.map((count) => count + 1))
    expect(one.at(-1)).toEqual({ account: 'supervisor', comparedWith: rivals.id })
    expect(other.at(-1)).toEqual({ account: 'supervisor', comparedWith: first.id })
  })

  test('of a case out of scope says only which facts agree, and whom to ask', async () => {
    const page = await (await site.visitor('cultureAssessor')).open(path.compare(first.id, rivals.id))
    expect(page.status).toBe(200)
    expect(page.text).toContain('so only matching details are shown')
    expect(page.text).toContain('same name and birth date, same passport')
    expect(page.text).toContain('Commission of Commerce')
    expect(page.html).not.toContain('1,234,500')
    expect(page.html).not.toContain(`${path.case(rivals.id)}"`)
    expect((await readingsOf(first.id)).at(-1)).toEqual({ account: 'cultureAssessor', comparedWith: rivals.id })
    expect((await readingsOf(rivals.id)).map(({ account }) => account)).not.toContain('cultureAssessor')
  })

  test('does not exist for a case that has nothing to do with it, for itself, and from a case out of scope', async () => {
    const draft = await site.world.draft('rival', 'streamer')
    const elsewhere = await site.world.caseIn('submitted', 'rival', 'streamer')
    const culture = await site.visitor('cultureAssessor')
    for (const [from, to] of [
      [first.id, elsewhere.id],
      [first.id, draft.id],
      [first.id, first.id],
      [first.id, 999_999],
      [rivals.id, first.id],
    ])
      expect([from, to, (await culture.open(path.compare(Number(from), Number(to)))).status]).toEqual([from, to, 404])
    expect((await (await site.visitor('applicant')).open(path.compare(first.id, rivals.id))).status).toBe(403)
  })
})

describe('a firm that files a second time for a person of its own', () => {
  test('is told so before it submits, and may submit', async () => {
    const draft = await site.world.draft('firmAdmin')
    const visitor = await site.visitor('firmAdmin')
    const page = await visitor.open(path.review(draft.id))
    expect(page.text).toContain('Your firm has already filed an application for this person')
    expect(page.text).toContain(`${numberOf(first)}, under assessment: same passport`)
    expect(page.html).not.toContain(numberOf(rivals))
    await draft.walk(ROUTES.submitted, 'firmAdmin')
    expect(await draft.state()).toBe('submitted')
  })

  test('is told so where it copies an application that is still open, and on the copy', async () => {
    const visitor = await site.visitor('applicant')
    expect((await visitor.open(path.newCase)).text).toContain('If that application is still open, do not apply twice')
    expect((await visitor.open(path.case(first.id))).text).toContain(
      'This application is still open. Do not apply twice',
    )
    const sent = await visitor.send(path.cases, { from: String(first.id) })
    const copy = await visitor.open(sent.headers.get('location') ?? '')
    expect(copy.text).toContain('Your firm has already filed an application for this person')
    expect(copy.text).toContain(`${numberOf(first)}, under assessment: same passport`)
    expect(copy.text).toContain('Intake sees both applications and will ask about them.')
  })
})

describe('what changed since the last submission', () => {
  let one: Case
  beforeAll(async () => {
    one = await site.world.caseIn('submitted', 'applicant', 'streamer')
    await one.do('intake', 'requestCorrection', {
      items: [
        { on: 'engagement.post', what: 'Say what she sells.' },
        { on: 'medical', what: 'A newer certificate.' },
      ],
    })
    await one.do('applicant', 'saveAnswers', { answers: { engagement: { post: 'Host for kitchen goods' } } })
  })

  test('is seen by the firm before it sends it, and not yet by the department', async () => {
    const firm = await site.visitor('applicant')
    expect((await firm.open(path.review(one.id))).html).toContain(`href="${path.changes(one.id)}"`)
    const page = await firm.open(path.changes(one.id))
    expect(page.text).toContain('not submitted yet: 1 answer')
    expect(page.text).toContain('Host for kitchen goods')
    const officer = await (await site.visitor('intake')).open(path.changes(one.id))
    expect(officer.text).toContain('There has been only one submission')
    expect(officer.html).not.toContain('Host for kitchen goods')
  })

  test('reaches no officer by any page, list, search or address before it is sent: answers, names, documents, dates', async () => {
    const two = await site.world.caseIn('submitted', 'applicant', 'streamer')
    const { rows: filed } = await site.world.admin.query<{ id: number; kind: string }>(
      `select id, kind from attachments where case_id = $1 and kind in ('medical', 'policeRecord') order by kind`,
      [two.id],
    )
    await two.do('intake', 'requestCorrection', { items: [{ on: 'medical', what: 'A newer certificate.' }] })
    const officer = await site.visitor('intake')
    const [medical, police] = filed
    if (!medical || !police) throw new Error('no such documents')
    const addresses = [
      ...[path.case(two.id), path.passport(two.id), path.papers(two.id), path.changes(two.id), path.rules(two.id)],
      ...[path.fileView(two.id, medical.id), path.compare(two.id, first.id), actionAddress(two.id, 'note')],
      ...[withQuery(path.queue, { tab: 'all' }), withQuery(apiPath.cases, { tab: 'all' })],
      ...[apiPath.case(two.id), apiPath.check(two.id)],
    ]
    const seen = async () => {
      const pages: string[] = []
      for (const address of addresses) pages.push((await officer.open(address)).html.replace(CHANGING, ''))
      return pages
    }
    await seen() // what leaves an event of its own has left it
    const before = await seen()

    const talent = { systemName: 'UNSENT CANARY', visualName: 'Unsent Canary', passport: { number: 'UN5ENT123' } }
    await two.do('applicant', 'saveAnswers', { answers: { talent, engagement: { post: 'Unsent canary' } } })
    const { papers } = exampleOf('streamer')
    const newer = papers.find(({ kind }) => kind === 'medical')
    await two.do('applicant', 'attachFile', { ...newer, issuedOn: '2026-11-20' })
    await two.do('applicant', 'attachFile', { dated: police.id, issuedOn: '2026-11-19' })

    const { rows } = await site.world.admin.query<{ id: number }>(
      'select max(id) as id from attachments where case_id = $1',
      [two.id],
    )
    const added = rows[0]?.id ?? 0
    const after = await seen()
    for (const [at, address] of addresses.entries()) expect([address, after[at]]).toEqual([address, before[at]])
    for (const find of ['UNSENT CANARY', 'Unsent', 'UN5ENT123'])
      expect((await officer.open(withQuery(path.queue, { tab: 'all', find }))).html).not.toContain(path.case(two.id))
    for (const address of [path.file(two.id, added), path.fileView(two.id, added), apiPath.document(two.id, added)])
      expect([address, (await officer.open(address)).status]).toEqual([address, 404])

    const firm = await site.visitor('applicant')
    const own = (await firm.open(apiPath.case(two.id))).html
    for (const typed of ['UNSENT CANARY', 'UN5ENT123', 'Unsent canary', '2026-11-20', '2026-11-19'])
      expect(own).toContain(typed)
    // the zone of the passport still says who it is
    await two.do('applicant', 'saveAnswers', { answers: { talent: exampleOf('streamer').answers.talent } })
    await two.do('applicant', 'resubmit', { answers: [{ on: 'medical', answer: 'It is here.' }] })
    const sent = (await officer.open(apiPath.case(two.id))).html
    for (const now of ['Unsent canary', '2026-11-20', '2026-11-19']) expect(sent).toContain(now)
    expect((await officer.open(path.fileView(two.id, added))).status).toBe(200)
    const left = await site.world.admin.query('select 1 from unsent_answers where case_id = $1', [two.id])
    expect(left.rowCount).toBe(0)
  })

  test('stands side by side with what was asked and answered, for both', async () => {
    const photo = exampleOf('streamer').papers.find(({ kind }) => kind === 'photo')
    await one.do('applicant', 'attachFile', photo ?? {})
    await one.do('applicant', 'resubmit', { answers: [{ on: 'engagement.post', answer: 'Now it says so.' }] })
    for (const who of ['applicant', 'intake'] as const) {
      const page = await (await site.visitor(who)).open(path.changes(one.id))
      expect(page.text).toContain('1 answer, 1 document')
      for (const words of [
        'Beauty live-streaming host',
        'Host for kitchen goods',
        'Say what she sells.',
        'The firm: Now it says so.',
      ])
        expect(page.text).toContain(words)
      expect(page.text).toContain('Photograph (replaced)')
      expect(page.text).toMatch(/Correction requested, no change made.*A newer certificate\./)
    }
    expect((await (await site.visitor('applicant')).open(path.case(one.id))).html).toContain(path.changes(one.id))
  })

  test('is one line on the officer’s case page, and a mark at the answer', async () => {
    const page = await (await site.visitor('intake')).open(path.case(one.id))
    expect(page.text).toContain('Changed since the last submission: 1 answer, 1 document')
    expect(page.html).toMatch(/<del>Beauty live-streaming host<\/del> <ins>Host for kitchen goods<\/ins>/)
  })

  test('does not exist for those who do not see the case', async () => {
    for (const who of ['rival', 'cultureAssessor', 'auditor'] as const)
      expect((await (await site.visitor(who)).open(path.changes(one.id))).status).toBe(404)
  })

  test('a filing that there is not leads to the latest pair', async () => {
    const visitor = await site.visitor('intake')
    for (const filing of ['1', '3', '99', 'x', '-1', '2.5'])
      expect((await visitor.open(withQuery(path.changes(one.id), { filing }))).text).toContain('1 answer, 1 document')
  })
})

describe('opinions that differ', () => {
  test('are told in words on the case page, and to the approver before deciding', async () => {
    const one = await site.world.caseIn('submitted')
    await one.do('intake', 'accept', { departments: ['commerce', 'culture'] })
    const finding = (result: string) => [{ on: 'Compliance', result }]
    await one.do('assessor', 'report', { opinion: 'recommend', findings: finding('met') })
    await one.do('cultureAssessor', 'report', { opinion: 'against', findings: finding('notMet') })
    const approver = await site.visitor('approver')
    for (const address of [path.case(one.id), actionAddress(one.id, 'recommend'), actionAddress(one.id, 'refuse')]) {
      const page = await approver.open(address)
      expect(page.text).toContain('The opinions differ')
      expect(page.text).toMatch(/Opinion: recommend \([^:]*Commerce\), do not recommend \([^:]*Culture[^:]*\)\./)
      expect(page.text).toMatch(/“Compliance”: met \([^:]*\), not met \([^:]*\)\./)
    }
  })

  test('and nothing is said of a difference where there is none', async () => {
    const one = await site.world.caseIn('awaitingDecision')
    const page = await (await site.visitor('approver')).open(path.case(one.id))
    expect(page.text).toContain('Opinions of the departments')
    expect(page.text).not.toContain('The opinions differ')
  })
})

describe('a difference in words', () => {
  const same = (zh: string) => ({ zh, en: zh })
  const question = (id: string, weight: number): Scorecard['questions'][number] => ({
    id,
    label: same(id),
    guidance: same(''),
    weight,
    departments: ['commerce'],
    anchors: [0, 1, 2, 3, 4].map((level) => same(String(level))),
    indicators: ['averageViewers'],
    floor: null,
    flags: [],
    required: true,
  })
  const card: Scorecard = {
    label: same('card'),
    intro: same(''),
    questions: [question('reach', 60), question('craft', 40)],
    divergence: { levels: 2, total: 20 },
    source: same(''),
  }
  const assessed = (reach: number, craft: number, more: Partial<Assessment> = {}): Assessment => ({
    round: 0,
    authorityId: 1,
    personId: 1,
    personName: null,
    at: new Date(0),
    opinion: 'recommend',
    summary: null,
    findings: [],
    scores: [
      { question: 'reach', level: reach },
      { question: 'craft', level: craft },
    ],
    compliance: [],
    ...more,
  })
  const names = [same('Lu'), same('Xu'), same('Tang')]
  const GROUPS = new Map([['advertising', { zh: '广告', en: 'Advertising and claims' }]])
  const en = (list: Assessment[], by?: Scorecard) =>
    divergenceOf(list, names, by, { group: (code) => GROUPS.get(code) }).map((said) => said.en)

  test('scores that lie further apart than the scorecard allows, by question and in total', () => {
    expect(en([assessed(4, 3), assessed(1, 3)], card)).toEqual([
      'Scores of Lu and Xu: “reach” differs by 3 levels (4 and 1).',
      'Scores of Lu and Xu: The totals differ by 45 points (90 and 45).',
    ])
    expect(en([assessed(3, 3), assessed(2, 3)], card)).toEqual([])
    expect(en([assessed(4, 3), assessed(1, 3)])).toEqual([])
    expect(en([assessed(0, 0), { ...assessed(0, 0), scores: [] }], card)).toEqual([])
  })

  test('every pair of three is compared; who says nothing of a criterion does not differ on it', () => {
    const found = (on: string, result: Assessment['findings'][number]['result']) => ({ findings: [{ on, result }] })
    expect(
      en(
        [assessed(3, 3, found('Language', 'met')), assessed(3, 3, found('Language', 'unclear')), assessed(0, 3)],
        card,
      ),
    ).toEqual([
      '“Language”: met (Lu), unclear (Xu).',
      'Scores of Lu and Tang: “reach” differs by 3 levels (3 and 0).',
      'Scores of Lu and Tang: The totals differ by 45 points (75 and 30).',
      'Scores of Xu and Tang: “reach” differs by 3 levels (3 and 0).',
      'Scores of Xu and Tang: The totals differ by 45 points (75 and 30).',
    ])
    expect(en([assessed(3, 3, found('A', 'met')), assessed(3, 3, found('B', 'notMet'))])).toEqual([])
  })

  test('compliance: one found nothing, the other a breach', () => {
    const compliance = (result: Assessment['compliance'][number]['result']) => ({
      compliance: [{ group: 'advertising', result }],
    })
    expect(en([assessed(3, 3, compliance('clear')), assessed(3, 3, compliance('breach'))])).toEqual([
      '“Advertising and claims”: nothing found (Lu), a breach (Xu).',
    ])
  })
})

describe('similar decided cases', () => {
  test('stand on the page with their decision, their reasons and why they are there', async () => {
    const refused = await site.world.caseIn('notRecommended', 'rival', 'streamer')
    const one = await site.world.caseIn('awaitingDecision', 'applicant', 'streamer')
    const page = await (await site.visitor('approver')).open(path.case(one.id))
    const panel = /Similar decided cases.*/.exec(page.text)?.[0] ?? ''
    expect(panel).toContain('Refused')
    expect(panel).toContain('Reasons: The criteria are not met')
    expect(panel).toMatch(/class B, as here/)
    expect(page.html).toContain(`href="${path.compare(one.id, refused.id)}"`)
  })
})

describe('a second letter for the same person', () => {
  const reason = 'The first engagement was cancelled'
  const letterOf = async ({ id }: Case): Promise<string> =>
    (await site.world.admin.query(`select number from letters where case_id = $1 and kind = 'recommendation'`, [id]))
      .rows[0].number

  beforeAll(async () => {
    await rivals.do('intake', 'accept')
    await rivals.do('assessor', 'report')
    await rivals.do('approver', 'recommend')
    await rivals.makeLetter()
    await first.do('assessor', 'report')
    await first.do('cultureAssessor', 'report')
  })

  test('is named above the form, and asked for with a reason above the button', async () => {
    const approver = await site.visitor('approver')
    const address = actionAddress(first.id, 'recommend')
    const page = await approver.open(address)
    const letter = `${await letterOf(rivals)} (${numberOf(rivals)}, 上海潮声直播科技有限公司)`
    expect(page.text).toContain('Another letter is in force for the same person')
    expect(page.text).toContain(
      `${letter}, case now “Letter issued”, valid until 24 May 2027, same name and birth date, same passport`,
    )
    expect(page.text).toMatch(
      /Reason for recommending anyway The same person also has .+ Not visible to the firm or the permit authority\. (Discard )?Recommend/,
    )
    expect(page.html).toContain(`href="${path.case(rivals.id)}"`)
    expect((await approver.open(`${address}?language=zh`)).text).toContain('仍予推荐的理由')
    await approver.open(`${address}?language=en`)
    const empty = await approver.send(address, { conditions: 'File the plan.' })
    expect(empty.status).toBe(422)
    expect(empty.text).toContain('To recommend anyway, give the reason.')
    expect(empty.html).toContain('href="#duplicateReason"')
    expect(empty.html).toContain('File the plan.')
    expect(await first.state()).toBe('awaitingDecision')
    expect((await approver.send(address, { duplicateReason: reason })).status).toBe(303)
    expect((await approver.open(path.case(first.id))).text).toContain(reason)
  })

  test('stands on both rows and both pages of the permit officer', async () => {
    await first.makeLetter()
    const permit = await site.visitor('permitOfficer')
    const queue = await permit.open(path.queue)
    const both = [await letterOf(first), await letterOf(rivals)]
    for (const letter of both) expect(queue.text).toContain(`also valid for the same person: ${letter}`)
    const ticked = { do: 'receiveLetter', 'cases[]': [String(first.id), String(rivals.id)] }
    const asked = await permit.send(path.queue, ticked)
    expect(asked.text).toContain('Not received yet: 2 to check first')
    expect(asked.text).toContain(`${numberOf(first)}: also valid for the same person: ${both[1]}`)
    expect(await first.state()).toBe('letterIssued')
    for (const [one, other, firm] of [
      [first, rivals, '上海潮声直播科技有限公司'],
      [rivals, first, '上海云帆跨境电子商务有限公司'],
    ] as const) {
      const { text, html } = await permit.open(path.case(one.id))
      expect(text).toContain(
        `${await letterOf(other)} (${numberOf(other)}, ${firm}), case now “Letter issued”, valid until 24 May 2027`,
      )
      expect(html).toContain(`href="${path.case(other.id)}"`)
      expect(text).not.toContain(reason)
    }
  })

  test('is a question that is not asked where no other letter is in force', async () => {
    const alone = await site.world.caseIn('awaitingDecision', 'applicant', 'streamer')
    const page = await (await site.visitor('approver')).open(actionAddress(alone.id, 'recommend'))
    expect(page.html).not.toContain('duplicateReason')
  })
})
