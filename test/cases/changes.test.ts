/** What changed between two filings: by itself on made-up histories, and of a case that was really corrected. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Database } from '../../src/base/database.js'
import type { Attachment, TimelineEvent } from '../../src/cases/caseFile.js'
import { changesBetween } from '../../src/cases/changes.js'
import { Drafts, marksOf } from '../../src/cases/drafts.js'
import type { FiledAnswers } from '../../src/cases/filings.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { type Branch, isBranch, memberOf } from '../../src/forms/engine/node.js'
import { findSection } from '../../src/forms/sections.js'
import { settingsOf } from '../../src/people/scope.js'
import type { EventName } from '../../src/workflow/words.js'
import { fc } from '../properties.js'
import { exampleOf, paperOf } from './inputs.js'
import type { Name } from './population.js'
import { type Case, World } from './world.js'

const filing = (seq: number, answers: unknown, attachments: number[] = []): FiledAnswers => ({
  seq,
  filedAt: new Date(0),
  formVersion: '1',
  answers,
  attachments,
})
const paper = (id: number, kind: string, issuedOn: string | null = null): Attachment => ({
  id,
  kind,
  name: `${kind}-${id}.pdf`,
  mime: 'application/pdf',
  bytes: 1000,
  sha256: String(id),
  pages: 1,
  width: null,
  height: null,
  issuedOn,
  details: {},
  unfit: [],
  uploadedAt: new Date(0),
  scan: null,
  replacedAt: null,
  checkedAt: null,
})
const event = (seq: number, action: EventName, content: Record<string, unknown>): TimelineEvent => ({
  seq,
  at: new Date(0),
  action,
  fromState: null,
  toState: 'submitted',
  internal: false,
  actorKind: 'person',
  actorName: null,
  own: false,
  authorityId: null,
  agentName: null,
  agentNameEn: null,
  toName: null,
  content,
})
const NONE = { attachments: [], events: [] }
const changed = (before: unknown, after: unknown) =>
  changesBetween(filing(1, before), filing(2, after), NONE).answers.map(({ path, label, before: old, after: now }) => [
    path,
    label.en,
    old?.en ?? null,
    now?.en ?? null,
  ])

describe('answers', () => {
  test('an answer, a new one, one taken away, each with its question', () => {
    const before = { engagement: { post: 'Host', salaryPerYear: 600000, duties: 'Sells.' } }
    const after = { engagement: { post: 'Senior host', salaryPerYear: '600,000', placeOfWork: '310110' } }
    expect(changed(before, after)).toEqual([
      ['engagement.post', 'Post', 'Host', 'Senior host'],
      ['engagement.duties', 'Duties', 'Sells.', null],
      ['engagement.placeOfWork', 'District of the place of work', null, 'Yangpu'],
    ])
  })

  test('what reads the same is the same: a date in three boxes, a figure as text', () => {
    const before = { talent: { birthDate: '1996-07-02', experienceYears: 5 } }
    const after = { talent: { birthDate: { year: '1996', month: '7', day: '2' }, experienceYears: '5' } }
    expect(changed(before, after)).toEqual([])
  })

  const row = (from: string, to: string, what: string) => ({ from, to, what })
  const resume = (...rows: object[]) => ({ talent: { resume: rows } })

  test('a row put before the others is one change, not all of them', () => {
    const [one, two] = [row('2011-09', '2021-10', 'study'), row('2021-11', '2026-10', 'work')]
    const found = changed(resume(one, two), resume(row('2005-01', '2011-08', 'school'), one, two))
    expect(found).toHaveLength(1)
    expect(found[0]?.[0]).toBe('talent.resume.0')
    expect(found[0]?.[2]).toBeNull()
    expect(found[0]?.[3]).toContain('school')
  })

  test('a row taken away is told with its answers, and the number that it had', () => {
    const [one, two] = [row('2011-09', '2021-10', 'study'), row('2021-11', '2026-10', 'work')]
    const { answers } = changesBetween(filing(1, resume(one, two)), filing(2, resume(two)), NONE)
    expect(answers).toHaveLength(1)
    expect(answers[0]).toMatchObject({ after: null, group: { en: expect.anything() } })
    expect(answers[0]?.label.zh).toContain('1')
    expect(answers[0]?.before?.en).toContain('study')
  })

  test('a row whose first answer is the same is the same row, changed', () => {
    const before = resume(row('2021-11', '2026-10', 'work'), row('2011-09', '2021-10', 'study'))
    const after = resume(row('2011-09', '2021-09', 'study'), row('2021-11', '2026-10', 'work'))
    expect(changed(before, after)).toMatchObject([
      ['talent.resume.0.to', expect.anything(), 'October 2021', 'September 2021'],
    ])
  })

  test('nothing has changed from any answers to themselves, and what has is told both ways round', () => {
    const tree = fc.record({
      engagement: fc.record({ post: fc.string(), salaryPerYear: fc.oneof(fc.integer(), fc.string()) }),
      talent: fc.record({
        resume: fc.array(fc.record({ from: fc.string(), to: fc.string(), what: fc.string() }), { maxLength: 4 }),
      }),
    })
    fc.assert(
      fc.property(tree, tree, (one, other) => {
        expect(changed(one, one)).toEqual([])
        expect(changed(one, other).length === 0).toBe(changed(other, one).length === 0)
      }),
      { numRuns: 100 },
    )
  })
})

describe('papers', () => {
  const history = {
    attachments: [
      paper(1, 'photo'),
      paper(2, 'contract', '2026-11-01'),
      paper(3, 'contract', '2026-11-20'),
      paper(4, 'other'),
      paper(5, 'medical', '2026-10-02'),
    ],
    events: [
      event(1, 'attachFile', { attachmentId: 5, kind: 'medical', issuedOn: '2026-10-01' }),
      event(5, 'attachFile', { dated: 5, kind: 'medical', issuedOn: '2026-10-02' }),
      event(6, 'attachFile', { spoken: 5, kind: 'medical', details: { language: 'pt' } }),
    ],
  }

  test('replaced, added, taken away, with another day of issue or another language', () => {
    const { papers } = changesBetween(filing(3, {}, [1, 2, 5]), filing(9, {}, [3, 4, 5]), history)
    const ids = (list: readonly { paper: Attachment }[]) => list.map(({ paper: { id } }) => id)
    expect(papers.map(({ kind, what, before, after }) => [kind, what, ids(before), ids(after)])).toEqual([
      ['photo', 'removed', [1], []],
      ['contract', 'replaced', [2], [3]],
      ['other', 'added', [], [4]],
      ['medical', 'dated', [5], [5]],
      ['medical', 'spoken', [5], [5]],
    ])
    expect(papers[3]?.before[0]?.issuedOn).toBe('2026-10-01')
    expect(papers[3]?.after[0]?.issuedOn).toBe('2026-10-02')
    expect([papers[4]?.before[0]?.language, papers[4]?.after[0]?.language]).toEqual([null, 'pt'])
  })
})

describe('beside each change', () => {
  const history = {
    attachments: [paper(1, 'contract'), paper(2, 'contract')],
    events: [
      event(2, 'requestCorrection', { items: [{ on: 'photo', what: 'An older notice.' }] }),
      event(5, 'requestCorrection', {
        items: [
          { on: 'contract', page: 3, what: 'The seal.' },
          { on: 'engagement.post', what: 'The post.' },
          { on: 'section:channels', what: 'The channels.' },
          { on: 'medical', what: 'Newer.' },
        ],
      }),
      event(9, 'resubmit', {
        answers: [
          { on: 'contract', answer: 'Sealed.' },
          { on: 'medical', answer: 'It comes next week.' },
        ],
      }),
    ],
  }
  const after = { engagement: { post: 'B' }, channels: [{ platform: 'Douyin' }], talent: { systemName: 'X' } }

  test('stands what the notice between the two filings asked for, and the firm’s answer', () => {
    const found = changesBetween(filing(3, { engagement: { post: 'A' } }, [1]), filing(9, after, [2]), history)
    expect(found.papers[0]?.asked).toEqual([
      { on: 'contract', page: '3', field: null, what: 'The seal.', whatEn: 'The seal.', answer: 'Sealed.' },
    ])
    const asked = Object.fromEntries(
      found.answers.map(({ path, asked: items }) => [path, items.map(({ what }) => what)]),
    )
    expect(asked).toEqual({
      'talent.systemName': [],
      'engagement.post': ['The post.'],
      'channels.0': ['The channels.'],
    })
  })

  test('what was asked for and did not change is told apart', () => {
    const found = changesBetween(filing(3, { engagement: { post: 'A' } }, [1]), filing(9, after, [2]), history)
    expect(found.untouched).toMatchObject([{ on: 'medical', answer: 'It comes next week.' }])
  })
})

/** Answers as a page sends them: figures as texts, dates in three boxes. */
function asPosted(answer: unknown): unknown {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(String(answer)) ?? []
  if (year) return { year, month, day }
  if (!isBranch(answer)) return Array.isArray(answer) ? answer.map(asPosted) : String(answer)
  return Object.fromEntries(Object.entries(answer).map(([key, one]) => [key, asPosted(one)]))
}

describe('a case that was corrected', () => {
  let world: World
  let one: Case

  beforeAll(async () => {
    world = await World.open()
    one = await world.caseIn('submitted')
    await one.do('intake', 'requestCorrection', {
      items: [
        { on: 'engagement.post', what: 'Say what she sells.' },
        { on: 'contract', page: 2, what: 'The seal cannot be read.' },
      ],
    })
    const contract = exampleOf('goodsHost').papers.find(({ kind }) => kind === 'contract')
    await one.do('applicant', 'saveAnswers', { answers: { engagement: { post: 'Host for kitchen goods' } } })
    await one.do('applicant', 'attachFile', contract ?? paperOf({ kind: 'contract' }))
    await one.do('applicant', 'resubmit', { answers: [{ on: 'contract', answer: 'A sealed copy is attached.' }] })
  })
  afterAll(() => world.close())

  const load = (who: Name) => {
    const actor = world.person(who)
    return world.app.get(Database).transaction(settingsOf(actor), async (tx) => ({
      filings: await world.app.get(ReadingService).filings(tx, actor, one.id),
      file: await world.app.get(ReadingService).getIn(tx, actor, one.id),
    }))
  }

  test.each<Name>(['applicant', 'intake'])('tells %s the same', async (who) => {
    const { filings, file } = await load(who)
    expect(filings).toHaveLength(2)
    const [before, after] = filings
    if (!before || !after) throw new Error('two filings are needed')
    const { answers, papers, untouched } = changesBetween(before, after, file)
    expect(answers).toMatchObject([
      {
        path: 'engagement.post',
        after: { en: 'Host for kitchen goods' },
        asked: [{ what: 'Say what she sells.', answer: null }],
      },
    ])
    expect(papers).toMatchObject([
      { kind: 'contract', what: 'replaced', asked: [{ page: '2', answer: 'A sealed copy is attached.' }] },
    ])
    expect(papers[0]?.before[0]?.paper.id).not.toBe(papers[0]?.after[0]?.paper.id)
    expect(untouched).toEqual([])
  })

  test('a section that is sent as it stands, as a page sends it, changes nothing; what changes is told alone', async () => {
    const two = await world.caseIn('submitted')
    await two.do('intake', 'requestCorrection', { items: [{ on: 'engagement.post', what: 'Say what she sells.' }] })
    const [person, drafts, section] = [world.person('applicant'), world.app.get(Drafts), findSection('engagement.post')]
    if (!section) throw new Error('the section is needed')
    const before = await world.app.get(ReadingService).get(person, two.id)
    const engagement = asPosted(memberOf(before.answers, 'engagement')) as Branch
    expect(engagement).toMatchObject({ salaryPerYear: '960000', contract: { start: { year: '2027' } } })
    const sent = { section, seen: before.case.answersVersion, was: marksOf(before.case.state, before.answers, section) }
    const { file } = await drafts.keepSection(person, two.id, { ...sent, tree: { engagement } })
    expect(file.case.answersVersion).toBe(before.case.answersVersion)
    const post = 'Host for kitchen goods'
    await drafts.keepSection(person, two.id, { ...sent, tree: { engagement: { ...engagement, post } } })
    const { events } = await world.app.get(ReadingService).get(person, two.id)
    expect(events.at(-1)).toMatchObject({ action: 'saveAnswers', content: { changed: ['engagement.post'] } })
  })

  test.each<Name>(['rival', 'cultureAssessor', 'permitOfficer', 'auditor'])('does not exist for %s', async (who) => {
    const actor = world.person(who)
    const filings = await world.app
      .get(Database)
      .transaction(settingsOf(actor), (tx) => world.app.get(ReadingService).filings(tx, actor, one.id))
    expect(filings).toEqual([])
  })
})
