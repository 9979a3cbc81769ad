/** Possible duplicates: what makes two persons the same, who learns what of other firms' cases, and what stays known of a filing. Cases come about by acting. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type pg from 'pg'
import { Database } from '../../src/base/database.js'
import { Invalid, NotFound } from '../../src/base/errors.js'
import { DECIDED } from '../../src/cases/decided.js'
import { type Duplicate, listDuplicates, listOfFirm } from '../../src/cases/duplicates.js'
import { Preflight } from '../../src/cases/preflight.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { Similar } from '../../src/cases/similar.js'
import type { Actor } from '../../src/people/actor.js'
import { settingsOf } from '../../src/people/scope.js'
import { connect } from '../../tools/roles.js'
import { speak } from '../../tools/speaking.js'
import type { Name } from './population.js'
import { ROUTES } from './routes.js'
import { type Case, World } from './world.js'

let world: World
let app: pg.Client
/** The first firm's case; the rival's about the same person, which culture does not assess; and one about somebody else. */
let first: Case
let rivals: Case
let another: Case

const filed = async (by: Name, changes: object = {}, example: 'goodsHost' | 'streamer' = 'goodsHost') => {
  const one = await world.draft(by, example, changes)
  await one.walk(ROUTES.submitted, by)
  return one
}

beforeAll(async () => {
  world = await World.open()
  app = await connect(world.db.appUrl)
  rivals = await filed('rival')
  first = await filed('applicant')
  await first.do('intake', 'accept', { departments: ['commerce', 'culture'] })
  another = await filed('applicant', {}, 'streamer')
})

afterAll(async () => {
  await app.end()
  await world.close()
})

const as = <T>(who: Actor, work: (tx: Parameters<Parameters<Database['transaction']>[1]>[0]) => Promise<T>) =>
  world.app.get(Database).transaction(settingsOf(who), work)
const listed = (who: Name, { id }: Case): Promise<Duplicate[]> =>
  as(world.person(who), (tx) => listDuplicates(tx, world.person(who), id))
/** What somebody is told beside a draft; nothing when the draft is not theirs. */
const ownListed = async (who: Name, { id }: Case) => {
  const reading = world.app.get(ReadingService)
  const draft = await reading.get(world.person(who), id).catch(unlessNotFound)
  return draft ? as(world.person(who), (tx) => reading.ownDuplicates(tx, world.person(who), draft)) : []
}
const unlessNotFound = (error: unknown) => {
  if (!(error instanceof NotFound)) throw error
}

/** Rows of a statement as the application's database role, with the settings of a person. */
async function asRole(who: Name, sql: string, values: unknown[] = []): Promise<unknown[]> {
  await app.query('begin')
  try {
    await speak(app, world.person(who).speaker)
    return (await app.query(sql, values)).rows
  } finally {
    await app.query('rollback')
  }
}

describe('an officer', () => {
  test('of the lead department learns of the other firm’s case, and may open it', async () => {
    const { rows } = await world.admin.query('select number from cases where id = $1', [rivals.id])
    const [one, ...more] = await listed('intake', first)
    expect(more).toEqual([])
    expect(one).toEqual({
      id: rivals.id,
      number: rows[0].number,
      state: 'submitted',
      firmName: '上海潮声直播科技有限公司',
      leadId: world.population.authorities['sh-commerce'],
      facts: ['name', 'passport'],
      filedFacts: ['name', 'passport'],
      inScope: true,
    })
  })

  test('of a department that assesses only one of the two learns of the other as well, and may not open it', async () => {
    const [one] = await listed('cultureAssessor', first)
    expect(one).toMatchObject({ id: rivals.id, facts: ['name', 'passport'], inScope: false })
    expect(await asRole('cultureAssessor', 'select id from cases where id = $1', [rivals.id])).toEqual([])
  })

  test('sees from the earlier case that a later one came, which was not known when it was filed', async () => {
    expect(await listed('intake', rivals)).toMatchObject([
      { id: first.id, facts: ['name', 'passport'], filedFacts: [] },
    ])
  })

  test.each<Name>(['intake', 'cultureAssessor', 'marketAssessor', 'auditor'])(
    'has as many counted of several cases at once as listed of each: %s',
    async (who) => {
      const listedOf = new Map<number, number>()
      for (const one of [first, rivals, another]) listedOf.set(one.id, (await listed(who, one)).length)
      const counted = await asRole(who, 'select about, n from count_duplicates($1) order by about', [
        [...listedOf.keys()],
      ])
      expect(counted).toEqual(
        [...listedOf]
          .filter(([, n]) => n > 0)
          .sort(([one], [other]) => one - other)
          .map(([about, n]) => ({ about, n })),
      )
    },
  )

  test('finds nothing where nobody is the same', async () => {
    expect(await listed('intake', another)).toEqual([])
  })

  test.each<Name>([
    'marketAssessor',
    'permitOfficer',
    'panel',
    'policyEditor',
    'systemAdmin',
    'securityAdmin',
    'auditor',
  ])('without a part in the case learns nothing: %s', async (who) => {
    expect(await listed(who, first)).toEqual([])
  })
})

describe('a firm, as the database’s role of the application', () => {
  test.each<Name>(['applicant', 'firmAdmin', 'rival', 'rivalAdmin', 'newcomer'])(
    'learns nothing of another firm’s case: %s',
    async (who) => {
      for (const { id } of [first, rivals])
        expect(await asRole(who, 'select * from possible_duplicates($1)', [id])).toEqual([])
      expect(await asRole(who, 'select * from count_duplicates($1)', [[first.id, rivals.id]])).toEqual([])
      const firmId = world.person(who).firmId
      expect(
        await asRole(who, 'select 1 from person_keys k join cases c on c.id = k.case_id where c.firm_id <> $1', [
          firmId,
        ]),
      ).toEqual([])
      const own = await asRole(who, 'select distinct case_id from person_keys')
      const { rows } = await world.admin.query(
        'select distinct case_id from person_keys join cases on id = case_id where firm_id = $1',
        [firmId],
      )
      expect(own).toHaveLength(rows.length)
    },
  )

  test.each(['filing_duplicates', 'keep_person()'])('may not look into %s', async (what) => {
    const sql = what.endsWith('()') ? `select ${what}` : `select * from ${what}`
    await expect(asRole('applicant', sql)).rejects.toThrow(/permission denied|trigger functions/)
    await expect(asRole('intake', sql)).rejects.toThrow(/permission denied|trigger functions/)
  })

  test('may not say who a case is about', async () => {
    await expect(
      asRole('applicant', `insert into person_keys values ('passport:X:1', $1, 'passport')`, [first.id]),
    ).rejects.toThrow('permission denied')
    await expect(asRole('applicant', 'delete from person_keys')).rejects.toThrow('permission denied')
  })

  test('does not learn of it from the history or the case either', async () => {
    const other = String(rivals.id)
    const contents = await asRole('applicant', `select content::text from event_contents where case_id = $1`, [
      first.id,
    ])
    const submissions = await asRole('applicant', 'select * from submissions where case_id = $1', [first.id])
    expect(contents.length).toBeGreaterThan(5)
    expect(JSON.stringify(contents)).not.toMatch(new RegExp(`"(otherId|other_id|duplicates)"|\\b${other}\\b.*passport`))
    expect(Object.keys(submissions[0] ?? {}).sort()).toEqual(
      ['answers', 'attachments', 'case_id', 'filed_at', 'firm', 'form_version', 'person_keys', 'seq'].sort(),
    )
  })

  test('is told of its own filed cases before it files, and of no one else’s', async () => {
    const draft = await world.draft('applicant')
    expect((await ownListed('applicant', draft)).map(({ id, facts }) => ({ id, facts }))).toEqual([
      { id: first.id, facts: ['name', 'passport'] },
    ])
    expect(await ownListed('rival', draft)).toEqual([])
    expect(await ownListed('intake', draft)).toEqual([])
    const theirs = await world.draft('rivalAdmin')
    expect((await ownListed('rivalAdmin', theirs)).map(({ id }) => id)).toEqual([rivals.id])
  })
})

describe('a draft', () => {
  test('is never revealed, to nobody', async () => {
    const person = {
      systemName: 'ONLY DRAFTED',
      visualName: 'Only Drafted',
      passport: { number: 'D0000001', issuingState: 'D' },
    }
    const draft = await world.draft('rival', 'goodsHost', person)
    const { rows } = await world.admin.query('select count(*)::int as n from person_keys where case_id = $1', [
      draft.id,
    ])
    expect(rows).toEqual([{ n: 0 }])
    const ours = await world.draft('applicant', 'goodsHost', person)
    expect(await ownListed('applicant', ours)).toEqual([])
  })
})

describe('the same person', () => {
  const KEYS = `select fact, key from person_keys_of($1::jsonb) order by key`
  const keysOf = async (talent: object) =>
    (await world.admin.query<{ key: string }>(KEYS, [JSON.stringify({ talent })])).rows.map(({ key }) => key)

  test('by passport, however it is typed; the same number of another State is another passport', async () => {
    const typed = (number: string, issuingState: string) => keysOf({ passport: { number, issuingState } })
    expect(await typed('yb 123-4567', ' usa')).toEqual(['passport:USA:YB1234567'])
    expect(await typed('YB1234567', 'D')).toEqual(['passport:D:YB1234567'])
    expect(await typed('YB1234567', '')).toEqual([])
    expect(await typed(' - ', 'D')).toEqual([])
  })

  test('by name and birth date: accents, hyphens, capitals and the order of the names say nothing', async () => {
    const wanted = ['name:1996-07-02:GARCON JOSE LUIS']
    for (const visualName of ['José-Luis Garçon', 'GARÇON José Luis', '  jose luis   garcon '])
      expect(await keysOf({ visualName, systemName: 'GARCON JOSE LUIS', birthDate: '1996-07-02' })).toEqual(wanted)
    expect(await keysOf({ systemName: 'O’Brien Sean', birthDate: '1996-07-02' })).toEqual([
      'name:1996-07-02:OBRIEN SEAN',
    ])
    expect(await keysOf({ visualName: '김민지', birthDate: '1996-07-02' })).toHaveLength(1)
    expect(await keysOf({ visualName: '김민지', birthDate: '' })).toEqual([])
  })

  test.each([
    '1996-7-2',
    '1996/07/02',
    '1996年7月2日',
    '19960702',
    { year: '1996', month: '7', day: '2' },
    { year: 1996, month: '07', day: '02' },
  ])('the birth date as it may be typed: %j', async (birthDate) => {
    expect(await keysOf({ systemName: 'KIM MINJI', birthDate })).toEqual(['name:1996-07-02:KIM MINJI'])
  })

  test('nothing comes of answers that are none', async () => {
    for (const talent of [
      null,
      [],
      'x',
      { passport: [] },
      { birthDate: [1], systemName: {} },
      { systemName: '· ·', birthDate: '1996-07-02' },
    ])
      expect(await keysOf(talent as object)).toEqual([])
  })

  test('with another passport, by name and birth date', async () => {
    const passport = { number: 'M00000001', issuingState: 'KOR', expiresOn: '2031-03-14', mrz: [] }
    const own = await world.draft('applicant', 'streamer', { passport })
    expect((await ownListed('applicant', own)).map(({ facts }) => facts)).toEqual([['name']])
  })
})

describe('what was known at a filing', () => {
  test('stays, when the answers were corrected since', async () => {
    const one = await filed('rival', {}, 'streamer')
    expect(await listed('intake', one)).toMatchObject([{ id: another.id, filedFacts: ['name', 'passport'] }])
    await one.do('intake', 'requestCorrection', { items: [{ on: 'talent.systemName', what: 'As in the passport.' }] })
    const talent = {
      systemName: 'SOMEBODY ELSE',
      visualName: 'Somebody Else',
      passport: {
        number: 'M70689106',
        mrz: ['P<KORSOMEBODY<<ELSE<<<<<<<<<<<<<<<<<<<<<<<<<', 'M706891063KOR9607022F3103142<<<<<<<<<<<<<<<2'],
      },
    }
    await one.do('rival', 'saveAnswers', { answers: { talent } })
    // until the correction is sent, what was filed counts
    expect(await listed('intake', one)).toMatchObject([{ facts: ['name', 'passport'] }])
    await one.do('rival', 'resubmit')
    expect(await listed('intake', one)).toMatchObject([{ id: another.id, facts: [], filedFacts: ['name', 'passport'] }])
    expect(await listed('intake', another)).toEqual([])
  })
})

describe('other cases', () => {
  test('of the firm are those in scope that were filed', async () => {
    const ids = async (who: Name) => {
      const { firmId } = world.person('applicant')
      return (await as(world.person(who), (tx) => listOfFirm(tx, world.person(who), firmId ?? 0, first.id))).map(
        ({ id }) => id,
      )
    }
    expect(await ids('intake')).toEqual([another.id])
    expect(await ids('cultureAssessor')).toEqual([])
    expect(await ids('rival')).toEqual([])
  })

  test('the states after a decision come from the chart', () => {
    expect([...DECIDED].sort()).toEqual([
      'letterExpired',
      'letterIssued',
      'letterReceived',
      'letterRevoked',
      'notRecommended',
      'permitGranted',
      'permitRefused',
      'recommended',
      'underReview',
    ])
  })

  test('that are decided and like it, with what was decided and why they are like it', async () => {
    const refused = await world.caseIn('notRecommended', 'rival', 'goodsHost')
    const issued = await world.caseIn('letterIssued', 'rival', 'streamer')
    const similarTo = (who: Name, id: number) =>
      as(world.person(who), async (tx) =>
        world.app
          .get(Similar)
          .list(tx, world.person(who), id, () => world.app.get(Preflight).open(tx, world.person(who), id).check()),
      )
    const [nearest, ...rest] = await similarTo('assessor', first.id)
    expect(nearest).toMatchObject({
      id: refused.id,
      state: 'notRecommended',
      decided: 'refuse',
      reasons: ['criteriaNotMet'],
      category: 'A',
      firmName: '上海潮声直播科技有限公司',
    })
    expect(nearest?.because.map(({ en }) => en)).toEqual(
      expect.arrayContaining(['class A, as here', 'the same salary']),
    )
    expect(rest.every(({ id }) => id !== first.id)).toBe(true)
    expect((await similarTo('assessor', another.id))[0]).toMatchObject({
      id: issued.id,
      decided: 'recommend',
      reasons: [],
    })
    expect(await similarTo('cultureAssessor', first.id)).toEqual([])
    expect(await similarTo('permitOfficer', issued.id)).toEqual([])
  })
})

describe('a second letter for one person', () => {
  const SOMEBODY = {
    systemName: 'SECOND LETTER',
    visualName: 'Second Letter',
    passport: {
      number: 'M70689106',
      issuingState: 'KOR',
      expiresOn: '2031-03-14',
      mrz: ['P<KORSECOND<<LETTER<<<<<<<<<<<<<<<<<<<<<<<<<', 'M706891063KOR9607022F3103142<<<<<<<<<<<<<<<2'],
    },
  }
  const awaiting = async (by: Name) => {
    const one = await world.draft(by, 'streamer', SOMEBODY)
    await one.walk(ROUTES.awaitingDecision, by)
    return one
  }
  const numberOf = async ({ id }: Case): Promise<string> =>
    (await world.admin.query('select number from cases where id = $1', [id])).rows[0].number
  const letterOf = async ({ id }: Case): Promise<string> =>
    (await world.admin.query(`select number from letters where case_id = $1 and kind = 'recommendation'`, [id])).rows[0]
      .number
  const recommend = (one: Case, duplicateReason?: string) => one.do('approver', 'recommend', { duplicateReason })
  const letters = (who: Name, one: Case) =>
    asRole(who, `select number, letter from letters_of_same_person(array[$1::int], '2026-11-24')`, [one.id])

  let issued: Case
  let second: Case
  beforeAll(async () => {
    issued = await awaiting('rival')
    await recommend(issued)
    second = await awaiting('applicant')
  })

  test('is not recommended without a reason, which stands in the history and not in what the firm reads', async () => {
    const [number, letter] = [await numberOf(issued), await letterOf(issued)]
    const before = await second.row()
    await expect(recommend(second)).rejects.toMatchObject({
      problems: [
        {
          code: 'duplicateReason',
          path: 'duplicateReason',
          message: {
            zh: `同一人选另有有效的推荐函：${letter}（${number}，上海潮声直播科技有限公司）。仍予推荐的，请写明理由。`,
            en:
              `A letter is in force for the same person: ${letter} (${number}, 上海潮声直播科技有限公司). To ` +
              'recommend anyway, give the reason.',
          },
        },
      ],
    })
    expect(await second.row()).toEqual(before)
    await recommend(second, 'The first engagement was cancelled by both.')
    const contentFor = async (who: Name) => {
      const file = await world.app.get(ReadingService).get(world.person(who), second.id)
      return file.events.findLast(({ action }) => action === 'recommend')?.content
    }
    expect(await contentFor('approver')).toMatchObject({
      duplicateReason: 'The first engagement was cancelled by both.',
      otherLetters: [{ number, letter }],
    })
    expect(JSON.stringify(await contentFor('applicant'))).not.toMatch(/cancelled|otherLetters/)
  })

  test('is told to the lead department and, once it is issued, to the permit authority, in both cases; to nobody else', async () => {
    await issued.makeLetter()
    expect(await letters('permitOfficer', issued)).toEqual([]) // the second one is being made
    await second.makeLetter()
    const one = { number: await numberOf(issued), letter: await letterOf(issued) }
    const two = { number: await numberOf(second), letter: await letterOf(second) }
    for (const who of ['approver', 'permitOfficer'] as const) {
      expect(await letters(who, issued)).toEqual([two])
      expect(await letters(who, second)).toEqual([one])
    }
    for (const who of ['applicant', 'rival', 'cultureAssessor', 'panel', 'systemAdmin', 'auditor'] as const)
      for (const each of [issued, second]) expect(await letters(who, each)).toEqual([])
  })

  test('needs none once the other ones have ended', async () => {
    const third = await awaiting('rivalAdmin')
    await expect(recommend(third)).rejects.toBeInstanceOf(Invalid)
    for (const one of [issued, second]) await one.do('approver', 'revokeLetter')
    await recommend(third)
    await third.makeLetter()
    await third.do('approver', 'revokeLetter')
  })

  test('of two recommendations at once one is asked for the reason', async () => {
    const both = [await awaiting('rival'), await awaiting('applicant')]
    const said = await Promise.allSettled(both.map((one) => recommend(one)))
    expect(said.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(said.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { problems: [{ code: 'duplicateReason' }] },
    })
  })
})
