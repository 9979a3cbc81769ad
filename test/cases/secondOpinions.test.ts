/** Of which departments two persons assess: by the rule, by the case, by a draw that the case's own key decides. What was settled stands in the event, for officers alone. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SealKey } from '../../src/base/seal.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { CaseKeys } from '../../src/cases/sealing/caseKeys.js'
import { draw, reasonOf, saySecondOpinion, type SecondOpinionRule } from '../../src/cases/secondOpinions.js'
import type { Judgement } from '../../src/criteria/judge.js'
import { Reference } from '../../src/reference/reference.service.js'
import { Published } from '../../src/web/public/published.js'
import { eventsOf, historyFaults } from './looking.js'
import { type Case, World } from './world.js'

let world: World

beforeAll(async () => {
  world = await World.open()
})
afterAll(async () => {
  expect(await historyFaults(world.admin)).toEqual([])
  await world.close()
})

const SOURCE = { zh: '测试', en: 'a test' }
const rule = (more: Partial<SecondOpinionRule>): SecondOpinionRule => ({
  assessors: 1,
  twoWhen: [],
  source: SOURCE,
  ...more,
})

/** Puts a rule in force in place of the one before, as if two policy editors had. */
async function settle(more: Partial<SecondOpinionRule>): Promise<void> {
  await world.admin.query(
    `insert into reference (kind, key, effective_from, body, approved_at) values ('procedure', 'assessment', '2026-11-01', $1, now())
     on conflict (kind, key, effective_from) where approved_at is not null do update set body = excluded.body`,
    [JSON.stringify(rule(more))],
  )
  await world.app.get(Reference).refresh()
}

async function accepted(departments = ['commerce']): Promise<Case> {
  const one = await world.caseIn('submitted')
  await one.do('intake', 'accept', { departments })
  return one
}

/** What the last event of an action says of it. */
async function settledIn(one: Case, action: string): Promise<unknown> {
  const event = (await eventsOf(world.admin, one.id)).findLast((found) => found.action === action)
  return (event?.content as { secondOpinion?: unknown } | undefined)?.secondOpinion // as the event was written
}

describe('the draw', () => {
  const keyOf = (name: string): SealKey => ({ id: 1, bytes: createHash('sha256').update(name).digest() })
  const byHalf = rule({ share: 50 })

  test('is the same for the same case, round and rule, and another one for any other', () => {
    const [key, share] = [keyOf('a case'), rule({ share: 40 })]
    expect(draw(key, 1, byHalf)).toBe(draw(keyOf('a case'), 1, byHalf))
    const drawn = [draw(key, 1, byHalf), draw(key, 2, byHalf), draw(key, 1, share), draw(keyOf('another'), 1, byHalf)]
    expect(new Set(drawn).size).toBe(4)
  })

  test('falls evenly', () => {
    const drawn = Array.from({ length: 4000 }, (_, n) => draw(keyOf(`case ${n}`), 1, byHalf))
    expect(drawn.every((one) => one >= 0 && one < 100)).toBe(true)
    const below = (share: number) => drawn.filter((one) => one < share).length / 40
    expect([20, 50, 80].map((share) => Math.abs(below(share) - share) < 3)).toEqual([true, true, true])
  })
})

describe('the case', () => {
  const judged = (more: Partial<Judgement>) =>
    // the four that are asked
    ({
      category: 'B',
      streaming: [],
      points: { total: 71 },
      ways: [{ pointsFrom: 60 }, { pointsFrom: 85 }],
      ...more,
    }) as unknown as Judgement

  test('asks for two by its class, its figures, or points near a threshold', () => {
    const flagged = judged({ streaming: [{}] as unknown as Judgement['streaming'] })
    expect(reasonOf(rule({ twoWhen: ['evidenceFlagged'] }), flagged)).toBe('evidenceFlagged')
    expect(reasonOf(rule({ twoWhen: ['categoryNone'] }), judged({ category: 'none' }))).toBe('categoryNone')
    expect(reasonOf(rule({ twoWhen: ['categoryNone', 'evidenceFlagged'] }), judged({}))).toBe(undefined)
    expect([10, 11, 14].map((nearPoints) => reasonOf(rule({ nearPoints }), judged({})))).toEqual([
      undefined,
      'nearThreshold',
      'nearThreshold',
    ])
    expect(reasonOf(rule({}), judged({ points: { total: 60 } as Judgement['points'] }))).toBe(undefined)
  })
})

describe('when a case is accepted', () => {
  test('the first entries ask for one opinion and draw nothing', async () => {
    const one = await accepted()
    expect(await settledIn(one, 'accept')).toBe(undefined)
    await one.do('assessor', 'report')
    expect(await one.state()).toBe('awaitingDecision')
  })

  test('the draw is recorded, whether it meets the share or not, and comes of the case’s own key', async () => {
    for (const share of [100, 1]) {
      await settle({ share })
      const one = await accepted()
      const { rows } = await world.admin.query<{ key: Buffer }>('select data_key as key from cases where id = $1', [
        one.id,
      ])
      const key = world.app.get(CaseKeys).of(one.id, rows[0]?.key ?? null)
      const drawn = draw(key, 1, rule({ share }))
      const met = drawn < share
      expect(await settledIn(one, 'accept')).toEqual({
        because: met ? 'drawn' : null,
        departments: met ? ['commerce'] : [],
        share,
        drawn,
      })
      await one.do('assessor', 'report')
      expect(await one.state()).toBe(met ? 'underAssessment' : 'awaitingDecision')
    }
  })

  test('the public page of the criteria says so where the rule is on, and nothing where it is not', async () => {
    const page = async () => (await world.app.get(Published).criteria()).recommendation?.card.second
    await settle({})
    expect(await page()).toBe(undefined)
    await settle({ twoWhen: ['evidenceFlagged'], nearPoints: 2, share: 20, departments: ['commerce'] })
    expect(await page()).toEqual({
      zh: '由同一部门（商务部门）两人各自评估，都提交前互不知道对方意见：直播数据有疑点；积分与A、B类门槛相差2分以内；其余案件中随机抽取的20%。',
      en:
        'Two people in one department (Commerce) assess separately, and neither sees the other’s opinion before both ' +
        'are submitted: the streaming data raise questions; the points are within 2 of class A or B; in 20% of all others, ' +
        'drawn at random.',
    })
  })

  test('officers read it in the history, the firm does not', async () => {
    await settle({ share: 100 })
    const one = await accepted()
    const contentFor = async (who: 'assessor' | 'applicant') => {
      const { events } = await world.app.get(ReadingService).get(world.person(who), one.id)
      return events.find(({ action }) => action === 'accept')?.content ?? null
    }
    const { drawn } = (await settledIn(one, 'accept')) as { drawn: number } // as above
    expect(saySecondOpinion(await contentFor('assessor'))).toEqual({
      zh: `由两人各自评估：商务部门，按比例抽中，比例100%，抽得${drawn}`,
      en: `Two people assess separately: Commerce, drawn at random, share 100%, drawn ${drawn}`,
    })
    expect(await contentFor('applicant')).toEqual({ departments: ['commerce'] })
  })

  test('only the departments that the rule names give two, and a consulted one joins them', async () => {
    await settle({ share: 100, departments: ['commerce', 'market'] })
    const one = await accepted(['commerce', 'culture'])
    await one.do('assessor', 'consult', { department: 'market' })
    expect(await settledIn(one, 'consult')).toMatchObject({ because: 'drawn', departments: ['market'] })
    await one.do('marketAssessor', 'report')
    await one.do('cultureAssessor', 'report')
    await one.do('assessor', 'report')
    await one.do('colleague', 'report')
    expect(await one.state()).toBe('underAssessment') // market's second opinion is still to come
    const { rows } = await world.admin.query(
      `select a.code, q.reported from queue_places q join authorities a on a.id = q.authority_id where q.case_id = $1 order by 1`,
      [one.id],
    )
    expect(rows).toEqual([
      { code: 'sh-commerce', reported: true },
      { code: 'sh-culture', reported: true },
      { code: 'sh-market', reported: false },
    ])
  })

  test('a department that gave two gives two again: no return of the case is rid of one', async () => {
    await settle({ share: 100 })
    const one = await accepted()
    for (const who of ['assessor', 'colleague'] as const) await one.do(who, 'report')
    await settle({})
    await one.do('approver', 'returnToAssessment')
    expect(await settledIn(one, 'returnToAssessment')).toEqual({ because: 'earlier', departments: ['commerce'] })
    await one.do('assessor', 'report')
    expect(await one.state()).toBe('underAssessment')
  })
})
