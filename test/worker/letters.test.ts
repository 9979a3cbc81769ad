/** The worker: a letter is made and stored once however often, by however many, and wherever it was interrupted; the clock strikes for what is due, and for nothing else. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { INestApplicationContext } from '@nestjs/common'
import { EFFECT_MAP, type EffectMap } from '../../src/cases/causes.js'
import { CaseEffects } from '../../src/cases/effects.js'
import { showCheckCode } from '../../src/base/checkCode.js'
import { LetterEffects } from '../../src/letters/effects.js'
import { prepareFonts } from '../../src/letters/fonts.js'
import { Letters } from '../../src/letters/letter.service.js'
import { createRenderer } from '../../src/letters/render.js'
import { TookTooLong } from '../../src/letters/setter.js'
import { settingsOf } from '../../src/people/scope.js'
import { projectFolder } from '../../src/settings.js'
import { LetterRenderer } from '../../src/worker/letterMaker.js'
import { openLetterRenderer } from '../../src/worker/letterRenderer.js'
import { Tasks } from '../../src/worker/tasks.js'
import { exampleOf, INPUTS } from '../cases/inputs.js'
import { changedTables, eventsOf, historyFaults } from '../cases/looking.js'
import { lettersIn } from '../cases/opened.js'
import { type Case, World } from '../cases/world.js'
import { rounds } from '../long.js'

let world: World

beforeAll(async () => {
  world = await World.open()
})
afterAll(() => world.close())
beforeEach(() => world.at('2026-11-24'))
afterEach(async () => {
  expect(await historyFaults(world.admin)).toEqual([])
})

interface LetterRow {
  readonly id: number
  readonly number: string
  readonly check_code: string
  readonly issued_at: Date | null
  readonly sha256: string | null
  readonly valid_until: string
  readonly pdf: Buffer | null
}

async function lettersOf(one: Case): Promise<LetterRow[]> {
  const letters = await lettersIn<LetterRow & { kind: string }>(world.app, world.admin, one.id)
  return letters.filter(({ kind }) => kind === 'recommendation')
}

async function letterOf(one: Case): Promise<LetterRow> {
  const letter = (await lettersOf(one)).at(-1)
  if (!letter) throw new Error('no letter was ordered')
  return letter
}

/** What must be true of a case whose letter was made, however that went. */
async function expectMadeOnce(one: Case): Promise<void> {
  const letters = await lettersOf(one)
  const recorded = (await eventsOf(world.admin, one.id)).filter(({ action }) => action === 'recordLetter')
  expect({ state: await one.state(), letters: letters.length, recorded: recorded.length }).toEqual({
    state: 'letterIssued',
    letters: 1,
    recorded: 1,
  })
  const [letter] = letters
  expect(letter?.pdf?.subarray(0, 8).toString('latin1')).toBe('%PDF-1.7')
  expect(letter?.sha256).toBe(
    createHash('sha256')
      .update(letter?.pdf ?? '')
      .digest('hex'),
  )
  expect(recorded[0]?.content).toMatchObject({ letterId: letter?.id, sha256: letter?.sha256 })
}

describe('a letter is stored once', () => {
  test('when the job runs, and when it runs again', async () => {
    const [one, tasks] = [await world.caseIn('recommended'), await world.tasks()]
    const { id } = await letterOf(one)
    await tasks.makeLetter(id)
    await expectMadeOnce(one)
    expect(await changedTables(world.admin, () => tasks.makeLetter(id))).toEqual([])
    expect(await changedTables(world.admin, () => tasks.makeLetter(999_999))).toEqual([])
  })

  test('when two workers make it at once', async () => {
    const [first, second] = [await world.tasks(), (await world.openWorker()).get(Tasks)]
    for (let round = 0; round < rounds(50); round++) {
      const one = await world.caseIn('recommended')
      const { id } = await letterOf(one)
      await Promise.all([first, second, first, second].map((tasks) => tasks.makeLetter(id)))
      await expectMadeOnce(one)
    }
  })

  test('not at all when it was given back before it was made', async () => {
    const one = await world.draft()
    const { answers } = exampleOf('goodsHost')
    await one.do('applicant', 'saveAnswers', {
      answers: { ...answers, engagement: { ...answers.engagement, post: '𐎀' } },
    })
    await one.walk([
      ['applicant', 'submit'],
      ['intake', 'accept'],
      ['assessor', 'report'],
      ['approver', 'recommend'],
    ])
    const { id } = await letterOf(one)
    const tasks = await world.tasks()
    await tasks.makeLetter(id)
    await one.do('approver', 'returnToAssessment')
    expect(await changedTables(world.admin, () => tasks.makeLetter(id))).toEqual([])
    expect(await lettersOf(one)).toMatchObject([{ issued_at: null, sha256: null, pdf: null }])
  })

  describe('wherever the worker is interrupted', () => {
    const fault = new Error('the worker was interrupted')
    let interruptAt = ''
    let worker: INestApplicationContext

    /** Does the work, and is interrupted after it, once. */
    const after = async <Result>(step: string, work: Promise<Result>): Promise<Result> => {
      const result = await work
      if (interruptAt !== step) return result
      interruptAt = ''
      throw fault
    }

    beforeAll(async () => {
      const { renderer, signer } = await openLetterRenderer(world.db.config, world.clock.now())
      const letterRenderer: LetterRenderer = {
        renderer: { ...renderer, render: (data) => after('set', renderer.render(data)) },
        signer: { ...signer, sign: (bytes) => after('signed', signer.sign(bytes)) },
      }
      const effects = {
        provide: EFFECT_MAP,
        inject: [CaseEffects, LetterEffects],
        useFactory: (cases: CaseEffects, letters: LetterEffects): EffectMap => ({
          ...cases.functions,
          ...letters.functions,
          issueLetter: (tx, cause) => after('stored', letters.issueLetter(tx, cause)),
        }),
      }
      worker = await world.openWorker([{ provide: LetterRenderer, useValue: letterRenderer }, effects])
    })

    test.each(['set', 'signed', 'stored'])(
      'after it was %s: nothing is kept, and the next try makes it',
      async (step) => {
        const one = await world.caseIn('recommended')
        const { id } = await letterOf(one)
        interruptAt = step
        expect(
          await changedTables(world.admin, () => expect(worker.get(Tasks).makeLetter(id)).rejects.toBe(fault)),
        ).toEqual([])
        expect(interruptAt).toBe('')
        await worker.get(Tasks).makeLetter(id)
        await expectMadeOnce(one)
      },
    )
  })
})

describe('a letter that takes too long to set', () => {
  test('is tried for half an hour, then given up, and the approver gives the case back; the number stays void', async () => {
    const { config } = world.db
    const letterRenderer = await openLetterRenderer(config, world.clock.now())
    const fontsDir = await prepareFonts(join(projectFolder, 'build/fonts'))
    const hasty = await createRenderer({ fontsDir, timeLimitMs: 1 })
    const tasks = (
      await world.openWorker([
        { provide: LetterRenderer, useValue: { signer: letterRenderer.signer, renderer: hasty } },
      ])
    ).get(Tasks)
    const one = await world.caseIn('recommended')
    const { id } = await letterOf(one)
    await expect(tasks.makeLetter(id)).rejects.toBeInstanceOf(TookTooLong)
    world.at('2026-11-24T09:29:59+08:00')
    await expect(tasks.makeLetter(id)).rejects.toBeInstanceOf(TookTooLong)
    await expect(one.do('approver', 'returnToAssessment')).rejects.toThrow('not now')
    world.at('2026-11-24T09:30:00+08:00')
    await tasks.makeLetter(id)
    const { rows } = await world.admin.query('select failure from letters where id = $1', [id])
    expect(rows[0].failure.because.zh).toContain('请退回评估')
    await one.do('approver', 'returnToAssessment')
    expect(await one.state()).toBe('underAssessment')
    const ended = await world.admin.query('select ended_as, issued_at from letters where id = $1', [id])
    expect(ended.rows).toEqual([{ ended_as: 'void', issued_at: null }])
    await hasty.close()
  })
})

describe('the job', () => {
  const jobs = async () =>
    (
      await world.admin.query<{ key: string; payload: object }>(
        'select key, payload from graphile_worker._private_jobs order by id',
      )
    ).rows

  test('is there when the decision is, and names the letter and nothing else', async () => {
    const papers = async () => (await jobs()).filter(({ key }) => !key.startsWith('makePages')) // pages of uploads are another matter
    const before = (await papers()).length
    const one = await world.caseIn('recommended')
    const { id } = await letterOf(one)
    const ordered = (await papers()).slice(before)
    // of the filing (its two papers share one job), and of the acceptance
    const [filing, receipt] = ordered.filter(({ key }) => key.startsWith('makePaper'))
    expect(ordered).toEqual([filing, receipt, { key: `makeLetter ${id}`, payload: { letterId: id } }])
    expect(receipt).toEqual({
      key: expect.stringMatching(/^makePaper \d+ \d+$/),
      payload: { caseId: one.id, seq: expect.any(Number) },
    })
  })

  test('is not there when the decision was taken back', async () => {
    const one = await world.caseIn('awaitingDecision')
    const actor = world.person('approver')
    const decide = world.database.transaction(settingsOf(actor), async (tx) => {
      await world.cases.actIn(tx, one.id, 'recommend', { actor, input: INPUTS.recommend ?? {} })
      throw new Error('taken back')
    })
    expect(await changedTables(world.admin, () => expect(decide).rejects.toThrow('taken back'))).toEqual([])
  })

  test('is asked for again when it was lost', async () => {
    const one = await world.caseIn('recommended')
    const { id } = await letterOf(one)
    const tasks = await world.tasks()
    await world.admin.query('delete from graphile_worker._private_jobs')
    expect(await tasks.orderAgain(2)).toBe(0) // it was ordered just now
    world.at('2026-11-24T09:02:00+08:00')
    await tasks.runMinute()
    expect((await jobs()).map(({ key }) => key)).toContain(`makeLetter ${id}`)
    await tasks.makeLetter(id)
    await world.admin.query('delete from graphile_worker._private_jobs')
    await tasks.runMinute()
    expect((await jobs()).map(({ key }) => key)).not.toContain(`makeLetter ${id}`)
  })
})

describe('the clock', () => {
  test('takes effect once, though two workers act on it at the same time', async () => {
    const due = [
      await world.caseIn('awaitingCorrection'),
      await world.caseIn('letterIssued'),
      await world.caseIn('awaitingCorrection'),
    ]
    const idle = [
      await world.caseIn('submitted'),
      await world.caseIn('letterReceived'),
      await world.caseIn('underReview'),
    ]
    const [first, second] = [await world.tasks(), (await world.openWorker()).get(Tasks)]
    world.at('2026-12-24T23:59:59+08:00')
    expect(await first.runMinute()).toBe(0)
    world.at('2027-05-25T00:00:00+08:00')
    await Promise.all([first.runMinute(), second.runMinute(), first.runMinute(), second.runMinute()])
    const states: string[] = []
    for (const one of [...due, ...idle]) states.push(await one.state())
    expect(states).toEqual(['lapsed', 'letterExpired', 'lapsed', 'submitted', 'letterReceived', 'underReview'])
    for (const one of due) {
      const struck = (await eventsOf(world.admin, one.id)).filter(
        ({ actorKind, action }) => actorKind === 'clock' && action !== 'remind',
      )
      expect(struck).toMatchObject([{ actorId: null, authorityId: null, at: new Date('2027-05-24T16:00:00Z') }])
    }
    expect(await first.runMinute()).toBe(0)
  })

  test('goes on past a case that fails, and says that one did', async () => {
    const broken = await world.caseIn('letterIssued')
    world.at('2026-11-25')
    const whole = await world.caseIn('letterIssued')
    const effects = {
      provide: EFFECT_MAP,
      inject: [CaseEffects, LetterEffects],
      useFactory: (cases: CaseEffects, letters: LetterEffects): EffectMap => ({
        ...cases.functions,
        ...letters.functions,
        expireLetter: (tx, cause) =>
          cause.case.id === broken.id
            ? Promise.reject(new Error('this case is broken'))
            : letters.expireLetter(tx, cause),
      }),
    }
    const tasks = (await world.openWorker([effects])).get(Tasks)
    world.at('2027-06-01')
    await expect(tasks.runMinute()).rejects.toThrow('this case is broken')
    expect([await broken.state(), await whole.state()]).toEqual(['letterIssued', 'letterExpired'])
    await (await world.tasks()).runMinute()
    expect(await broken.state()).toBe('letterExpired')
  })
})

describe('what anybody may learn of a letter', () => {
  const check = (code: string) => world.app.get(Letters).check({ code })

  test('follows what becomes of it, at once, by code and by file', async () => {
    const one = await world.caseIn('recommended')
    const first = await letterOf(one)
    expect(await check(first.check_code)).toEqual({ standing: 'unknown' })
    await one.makeLetter()
    const { sha256 } = await letterOf(one)
    for (const asked of [
      { code: first.check_code },
      { code: ` ${showCheckCode(first.check_code).toLowerCase()} ` },
      { sha256: sha256?.toUpperCase() },
    ])
      expect(await world.app.get(Letters).check(asked)).toMatchObject({
        standing: 'specimen',
        number: first.number,
        supersededBy: null,
      })
    await one.do('approver', 'reissueLetter')
    expect(await check(first.check_code)).toMatchObject({ standing: 'superseded', supersededBy: null })
    await one.makeLetter()
    const second = await letterOf(one)
    expect(await check(first.check_code)).toMatchObject({ standing: 'superseded', supersededBy: second.number })
    expect(await check(second.check_code)).toMatchObject({ standing: 'specimen' })
    await one.do('permitOfficer', 'receiveLetter')
    await one.do('permitOfficer', 'recordGranted')
    await one.do('approver', 'revokeLetter')
    expect(await check(second.check_code)).toMatchObject({
      standing: 'revoked',
      endedAt: new Date('2026-11-24T01:00:00Z'),
    })
  })

  test('void, when the permit authority gave it back', async () => {
    const one = await world.caseIn('letterIssued')
    await one.do('permitOfficer', 'returnLetter')
    expect(await check((await letterOf(one)).check_code)).toMatchObject({ standing: 'void' })
  })

  test('expired from the day after its last one, whether or not the clock has struck', async () => {
    const one = await world.caseIn('letterIssued')
    const { check_code } = await letterOf(one)
    world.at('2027-05-24T23:59:59+08:00')
    expect(await check(check_code)).toMatchObject({ standing: 'specimen' })
    world.at('2027-05-25T00:00:00+08:00')
    expect(await check(check_code)).toMatchObject({ standing: 'expired' })
    await (await world.tasks()).runMinute()
    expect(await check(check_code)).toMatchObject({ standing: 'expired' })
  })

  test('no more than the paper says: the passport number is masked', async () => {
    const one = await world.caseIn('letterIssued')
    const { facts } = await check((await letterOf(one)).check_code)
    const told = JSON.stringify(facts)
    expect(told).toContain('YB*****67')
    expect(told).not.toContain('YB1234567')
  })

  test.each(['', 'x', '0'.repeat(17), '\0', '7K3M9QXT2BVH8RW44', "' or 1=1 --"])('of nothing: %j', async (code) => {
    expect(await check(code)).toEqual({ standing: 'unknown' })
    expect(await world.app.get(Letters).check({ sha256: code })).toEqual({ standing: 'unknown' })
  })
})

test('numbers begin anew each year, and carry the mark of the demonstration', async () => {
  const decided = [await world.caseIn('letterIssued'), await world.caseIn('letterIssued')]
  world.at('2027-01-04')
  for (const one of decided) await one.do('approver', 'reissueLetter')
  const numbers: string[] = []
  for (const one of decided) numbers.push((await letterOf(one)).number)
  expect(numbers).toEqual(['演示沪商荐〔2027〕1号', '演示沪商荐〔2027〕2号'])
})
