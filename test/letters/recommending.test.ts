/** What a recommendation asks of the permit authority: what may be asked for, what the letter says of it, and the end of the plan. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Database } from '../../src/base/database.js'
import { Invalid, NotNow } from '../../src/base/errors.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { LetterEffects } from '../../src/letters/effects.js'
import type { LetterData } from '../../src/letters/letterData.js'
import { settingsOf } from '../../src/people/scope.js'
import { Reference } from '../../src/reference/reference.service.js'
import { proposalRows } from '../../src/web/case/proposal.view.js'
import { lettersIn } from '../cases/opened.js'
import { ROUTES } from '../cases/routes.js'
import { type Case, World } from '../cases/world.js'

let world: World
beforeAll(async () => {
  world = await World.open()
})
afterAll(() => world.close())
beforeEach(() => world.at('2026-11-24'))

interface LetterRow {
  readonly kind: string
  readonly data: LetterData
}

async function letterOf(one: Case): Promise<LetterData> {
  const found = (await lettersIn<LetterRow>(world.app, world.admin, one.id)).filter(
    ({ kind }) => kind === 'recommendation',
  )
  const last = found.at(-1)
  if (!last) throw new Error('no letter')
  return last.data
}
const askedIn = ({ machine = {} }: LetterData) => {
  const { proposedClass, proposedRoute, proposedMonths, proposedTreatment } = machine
  return { proposedClass, proposedRoute, proposedMonths, proposedTreatment }
}
const factIn = ({ facts }: LetterData, wanted: string) => facts.find(({ name }) => name === wanted)?.value

async function leadOf(one: Case): Promise<number | null> {
  const { rows } = await world.admin.query<{ id: number }>(
    `select authority_id as id from case_parties where case_id = $1 and part = 'lead'`,
    [one.id],
  )
  return rows[0]?.id ?? null
}

/** Brings an entry into force, as a policy editor and another one would. */
async function bringIntoForce(kind: string, key: string, from: string, change: object): Promise<void> {
  await world.admin.query(
    `insert into reference (kind, key, effective_from, body, approved_at)
     select kind, $2, $3, body || $4::jsonb, now() from reference
     where kind = $1 and approved_at is not null order by effective_from desc, key = $2 desc limit 1`,
    [kind, key, from, JSON.stringify(change)],
  )
  await world.app.get(Reference).refresh()
}

describe('what is asked for', () => {
  test('is the first route in force and the longest permit, where the approver says nothing else', async () => {
    const one = await world.caseIn('awaitingDecision', 'applicant', 'streamer')
    await one.do('approver', 'recommend')
    const letter = await letterOf(one)
    expect(askedIn(letter)).toEqual({ proposedClass: 'A', proposedRoute: 'livestreamPlan', proposedMonths: '12' })
    expect(factIn(letter, 'reached')).toEqual({
      zh: '外国专业人才（B类），积分71分',
      en: 'foreign professional (class B), 71 points',
    })
    expect(factIn(letter, 'proposed')).toEqual({
      zh: '按外国高端人才（A类）办理，许可期限12个月',
      en: 'a permit as foreign high-end talent (class A) for 12 months',
    })
    expect(factIn(letter, 'ground')?.zh).toBe(
      '行业主管部门推荐的外籍直播高端人才（《上海市推动直播经济高质量发展三年行动计划（2024—2026年）》）',
    )
    expect(letter.closing.zh[0]).toContain(
      '按外国高端人才（A类）办理其外国人来华工作许可，许可期限12个月。本函有效期至',
    )
    expect(letter.closing.en[0]).toContain('a work permit as foreign high-end talent (class A) for 12 months. ')
  })

  test('is what the approver chose, and stays so when the letter is issued anew after the plan has ended', async () => {
    const one = await world.caseIn('awaitingDecision', 'applicant', 'streamer')
    await one.do('approver', 'recommend', { route: 'livestreamPlan', months: 6, treatment: 'greenChannel' })
    await one.makeLetter()
    const first = await letterOf(one)
    expect(first.closing.zh[0]).toContain('许可期限6个月，并按绿色通道办理。')
    world.at('2027-01-04')
    const actor = world.person('approver')
    const effects = world.app.get(LetterEffects)
    const leadId = await leadOf(one)
    const { file, check } = await world.app.get(ReadingService).getJudged(actor, one.id)
    const shown = await world.app
      .get(Database)
      .transaction(settingsOf(actor), (tx) =>
        effects.preview(
          tx,
          { caseId: one.id, today: '2027-01-04', judgedOn: '2026-11-24', leadId, departments: [] },
          { answers: file.answers, check },
          'reissueLetter',
          {},
        ),
      )
    await one.do('approver', 'reissueLetter')
    const second = await letterOf(one)
    expect(askedIn(second)).toEqual(askedIn(first))
    expect(askedIn(shown)).toEqual(askedIn(second))
    expect(factIn(second, 'ground')).toEqual(factIn(first, 'ground'))
  })

  test.each([
    [{ months: 0 }, 'months', /1 or more|at least 1|12 months at most/],
    [{ months: 13 }, 'months', /12 months at most/],
    [{ route: 'nothing' }, 'route', /Available: .*\(livestreamPlan\)/],
    [{ treatment: 'nothing' }, 'treatment', /the green channel \(greenChannel\)/],
  ])('%j is refused, and says what there is', async (input, where, says) => {
    const one = await world.caseIn('awaitingDecision', 'applicant', 'streamer')
    const refused = await one.do('approver', 'recommend', input).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Invalid)
    const [problem] = (refused as Invalid).problems // as expected above
    expect([problem?.path, problem?.message.en]).toEqual([where, expect.stringMatching(says)])
    expect(await one.state()).toBe('awaitingDecision')
  })
})

test('the post stands in the letter in the words of each language, in those of the form without English ones', async () => {
  const posts = []
  for (const more of [{}, { postEn: 'Japanese-language beauty host' }]) {
    const one = await world.draft('applicant', 'streamer')
    await one.do('applicant', 'saveAnswers', { answers: { engagement: { post: '日语美妆主播', ...more } } })
    await one.walk(ROUTES.awaitingDecision)
    await one.do('approver', 'recommend')
    posts.push(factIn(await letterOf(one), 'post'))
  }
  expect(posts).toEqual([
    { zh: '日语美妆主播', en: '日语美妆主播' },
    { zh: '日语美妆主播', en: 'Japanese-language beauty host' },
  ])
})

describe('what stands in the way', () => {
  const refusedWith = async (one: Case): Promise<unknown> => {
    const refused = await one.do('approver', 'recommend').catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(NotNow)
    return (refused as NotNow).because.map(({ code, en }) => [code, en]) // as expected above
  }

  test('a contract that leaves less than a month', async () => {
    const one = await world.draft('applicant', 'streamer')
    await one.do('applicant', 'saveAnswers', { answers: { engagement: { contract: { end: '2027-01-20' } } } })
    await one.walk(ROUTES.awaitingDecision)
    expect(await refusedWith(one)).toEqual([['permitFits', expect.stringContaining('Less than a month')]])
  })

  test('documents that the firm promised and another route does not allow', async () => {
    const answers = { circumstances: { promises: true, promised: ['degree'] } }
    const one = await world.draft('applicant', 'streamer')
    await one.do('applicant', 'saveAnswers', { answers })
    await one.walk(ROUTES.awaitingDecision)
    await bringIntoForce('recommendedRoutes', 'zStrict', '2026-11-01', { promised: [] })
    await expect(one.do('approver', 'recommend', { route: 'zStrict' })).rejects.toMatchObject({
      problems: [
        {
          code: 'promiseNotOfRoute',
          path: 'route',
          message: { en: expect.stringMatching(/does not allow: .*degree/i) },
        },
      ],
    })
    await one.do('approver', 'recommend', { route: 'livestreamPlan' })
    expect(await one.state()).toBe('recommended')
  })

  test('the end of the plan, until its successor is in force', async () => {
    const one = await world.caseIn('awaitingDecision', 'applicant', 'streamer')
    const inTime = await world.caseIn('awaitingDecision', 'applicant', 'streamer')
    world.at('2026-12-31')
    await inTime.do('approver', 'recommend')
    world.at('2027-01-04')
    await inTime.makeLetter()
    expect(await inTime.state()).toBe('letterIssued')
    expect(await refusedWith(one)).toEqual([
      ['routeInForce', expect.stringMatching(/expired on 31 December 2026.*policy editor/)],
    ])
    await bringIntoForce('policyBasis', 'shanghaiPlan', '2027-01-05', { lapsesOn: '2029-12-31' })
    expect(await refusedWith(one)).toHaveLength(1)
    world.at('2027-01-05')
    await one.do('approver', 'recommend')
    expect(await one.state()).toBe('recommended')
  })
})

test('pages and programs say what is proposed in the words of the letter, and what was granted beside it', async () => {
  const one = await world.caseIn('awaitingDecision', 'applicant', 'streamer')
  await one.do('approver', 'recommend')
  await one.makeLetter()
  const letter = await letterOf(one)
  await one.do('permitOfficer', 'receiveLetter')
  await expect(
    one.do('permitOfficer', 'recordGranted', { validFrom: '2027-01-01', validUntil: '2026-12-31' }),
  ).rejects.toMatchObject({ problems: [{ path: 'validUntil' }] })
  await one.do('permitOfficer', 'recordGranted', {
    permitClass: 'A',
    permitItem: '主管部门推荐',
    noticeNumber: '202611240001',
    validFrom: '2026-12-15',
    validUntil: '2027-06-14',
  })
  const rowsFor = async (who: 'applicant' | 'permitOfficer') => {
    const { events } = await world.app.get(ReadingService).get(world.person(who), one.id)
    return proposalRows(events).map(({ key, line }) => [key, ...(line ?? [])])
  }
  const said = ['reached', 'proposed', 'ground'].map((name) => {
    const fact = letter.facts.find((known) => known.name === name)
    return [fact?.label, fact?.value]
  })
  const granted = {
    zh: '外国高端人才（A类），6个月，与建议不同',
    en: 'foreign high-end talent (class A), 6 months, not as proposed',
  }
  const expected = [...said, [{ zh: '准予', en: 'Granted' }, granted]]
  expect(await rowsFor('applicant')).toEqual(expected)
  expect(await rowsFor('permitOfficer')).toEqual(expected)
})

test('what is asked for is said by a sentence of its own where the text of the city, older than the routes, does not say it', async () => {
  await bringIntoForce('letterTemplates', 'recommendation', '2026-11-20', {
    closing: {
      zh: ['推荐{{shortName}}。', '特此函达。'],
      en: ['We recommend {{shortName}}.', 'We remain at your disposal.'],
    },
  })
  await bringIntoForce('paperKinds', 'recommendation', '2026-11-20', { facts: ['name', 'passport'] })
  const one = await world.caseIn('awaitingDecision', 'applicant', 'streamer')
  await one.do('approver', 'recommend', { months: 1 })
  const { closing, facts, machine } = await letterOf(one)
  expect(closing.zh).toEqual([
    expect.stringMatching(/^推荐/),
    expect.stringMatching(/^建议依据《上海市推动.*按外国高端人才（A类）办理其外国人来华工作许可，许可期限1个月。$/),
    '特此函达。',
  ])
  expect(closing.en).toEqual([
    expect.stringMatching(/^We recommend /),
    expect.stringMatching(
      /^We propose, in line with .* under .*, a work permit as foreign high-end talent \(class A\) for 1 month\.$/,
    ),
    'We remain at your disposal.',
  ])
  // as the release before reads it
  expect(facts.map(({ name }) => name)).toEqual(['name', 'passport'])
  expect(Object.keys(machine ?? {}).filter((name) => name.startsWith('proposed'))).toEqual([])
})
