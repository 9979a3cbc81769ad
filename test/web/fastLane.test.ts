/** A fast lane: chosen by the facts of the case when it is filed, promised before, shown to firm and officers, and kept whatever the data say later. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { path } from '../../src/base/path.js'
import { CaseService } from '../../src/cases/case.service.js'
import { PolicyDrafts } from '../../src/reference/draft.service.js'
import { Reference } from '../../src/reference/reference.service.js'
import { Case } from '../cases/world.js'
import { Served, type Visitor } from './served.js'

let site: Served
let firm: Visitor
let intake: Visitor
beforeAll(async () => {
  site = await Served.open()
  await enter('2026-11-25', { salaryMultiple: 6 }) // the goods host earns 960,000, six times are 895,248
  site.world.at('2026-11-25')
  firm = await site.visitor('applicant')
  intake = await site.visitor('intake')
})
afterAll(() => site.close())

const LANE = {
  label: { zh: '快速办理', en: 'Swift lane' },
  what: { zh: '薪酬达到六倍的，办得更快。', en: 'Faster where the salary is six times the wage.' },
  ...{ points: null, salaryMultiple: null, recommendedBefore: false },
  ...{ acceptance: 2, assessment: 4, decision: 1, order: 1 },
  source: { zh: '测试', en: 'a test' },
}
async function enter(effectiveFrom: string, changes: object): Promise<void> {
  await site.world.letAllSpeak()
  const drafts = site.world.app.get(PolicyDrafts)
  const draft = { effectiveFrom, body: { ...LANE, ...changes }, note: 'A test.' }
  await drafts.approve(
    site.world.person('otherEditor'),
    await drafts.draft(site.world.person('policyEditor'), 'fastLanes', 'swift', draft),
    1,
  )
  await site.app.get(Reference).refresh()
}
const dueOf = async (one: Case) => (await one.row()).dueOn

test('who qualifies is promised it before filing, and has its days, whatever the data say later', async () => {
  const draft = await site.world.draft()
  const before = await firm.open(path.case(draft.id))
  expect(before.text).toContain('In the fast lane “Swift lane”.')
  expect(before.text).toContain('4 December 2026') // seven working days from 25 November
  await draft.do('applicant', 'submit')
  expect(await dueOf(draft)).toBe('2026-11-27')
  const { rows } = await site.world.admin.query(
    `select content -> 'lane' as lane from event_contents t join events e using (case_id, seq) where e.case_id = $1 and e.action = 'submit'`,
    [draft.id],
  )
  const lane = { code: 'swift', label: LANE.label, limits: { acceptance: 2, assessment: 4, decision: 1 } }
  expect(rows).toEqual([{ lane }])
  expect((await firm.open(path.case(draft.id))).text).toContain('In the fast lane “Swift lane”.')
  expect((await intake.open(path.queue)).text).toContain('Swift lane')
  const desk = await intake.open(path.case(draft.id))
  expect(desk.text).toContain('Swift lane')
  expect(desk.text).toContain('promised 4 Dec, internal limit 27 Nov')

  // the lane asks for more from now on, and gives other days: this case keeps its own
  await enter('2026-11-26', { points: 200, assessment: 9 })
  site.world.at('2026-11-26')
  await draft.do('intake', 'accept')
  expect(await dueOf(draft)).toBe('2026-12-02')
  await draft.do('assessor', 'requestCorrection')
  await draft.do('applicant', 'resubmit')
  expect(await dueOf(draft)).toBe('2026-12-02')
  await draft.do('assessor', 'report')
  expect(await dueOf(draft)).toBe('2026-11-27')
  const usual = await site.world.draft()
  await usual.do('applicant', 'submit')
  expect(await dueOf(usual)).toBe('2026-12-03')
  expect((await site.world.app.get(PolicyDrafts).inForce('2026-11-26', 'fastLanes')).length).toBe(1)
})

test('a case that goes on from one that was recommended', async () => {
  await enter('2026-11-27', { recommendedBefore: true })
  const first = await site.world.caseIn('recommended')
  const other = await site.world.caseIn('underAssessment')
  site.world.at('2026-11-27')
  await site.world.letAllSpeak()
  for (const [from, dueOn] of [
    [first, '2026-12-01'],
    [other, '2026-12-04'],
  ] as const) {
    const actor = site.world.person('applicant')
    const { caseId } = await site.world.app.get(CaseService).start(actor, undefined, from.id)
    const copy = new Case(site.world, caseId)
    const source = await site.world.draft() // its papers, as they are asked for each time
    await site.world.admin.query(
      `insert into attachments (case_id, kind, name, mime, bytes, sha256, pages, width, height, issued_on, details, unfit, storage_key, uploaded_by, uploaded_at, sealed)
       select $1::int, kind, name, mime, bytes, sha256, pages, width, height, issued_on, details, unfit, storage_key || 'c' || $1::int, uploaded_by, uploaded_at, sealed from attachments where case_id = $2`,
      [caseId, source.id],
    )
    await copy.do('applicant', 'submit')
    expect(await dueOf(copy)).toBe(dueOn)
  }
})
