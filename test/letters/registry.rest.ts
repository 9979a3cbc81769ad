/** The registry: numbers without gaps whatever happens, ends with their reasons, who took what, and what each may find. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Entered1764000000021 } from '../../migrations/1764000000021-entered.js'
import { createDataSource } from '../../src/base/database.js'
import { CaseService } from '../../src/cases/case.service.js'
import { Erasing } from '../../src/cases/erasing.js'
import { type LetterLine, type LetterQuestion, Letters } from '../../src/letters/letter.service.js'
import { listSkipped } from '../../src/letters/numbers.js'
import { BROKEN_SERIES } from '../../src/letters/registry.js'
import { PaperMaker } from '../../src/worker/paperMaker.js'
import { type Verified, verifyIn } from '../../tools/audit/verify.js'
import { endText } from '../../src/web/case/letter.view.js'
import { report } from '../../tools/audit.js'
import { INPUTS } from '../cases/inputs.js'
import type { Name } from '../cases/population.js'
import { type Case, World } from '../cases/world.js'
import { chance } from '../long.js'
import { settingsOf } from '../../src/people/scope.js'

let world: World

beforeAll(async () => {
  world = await World.open()
})
afterAll(() => world.close())

/** How many connections are cut in the middle of their work before the rest may go on in peace. */
const CUTS = 30

const letters = () => world.app.get(Letters)
const find = (who: Name, question: LetterQuestion): Promise<LetterLine[]> => letters().list(world.person(who), question)
const numbersOf = (lines: readonly LetterLine[]) => lines.map(({ number }) => number)

async function letterOf(one: Case): Promise<LetterLine> {
  const { rows } = await world.admin.query<{ id: number }>(
    `select id from letters where case_id = $1 and kind = 'recommendation' order by id desc limit 1`,
    [one.id],
  )
  return (await letters().open(world.person('approver'), rows[0]?.id ?? 0)).letter
}

describe('the series of numbers', () => {
  test('has no gap and no number twice, though sixteen decide at once over two pools whose connections are cut', async () => {
    const cases: Case[] = []
    for (let made = 0; made < 16; made++) cases.push(await world.caseIn('awaitingDecision'))
    const second = (await world.openAs(world.db.appUrl)).get(CaseService)
    let cut = 0
    let deciding = true
    const cutting = (async () => {
      while (deciding && cut < CUTS) {
        const { rows } = await world.admin.query<{ n: number }>(
          `select count(pg_terminate_backend(pid))::int as n from pg_stat_activity
           where datname = current_database() and usename = 'haijian_app' and state <> 'idle' and random() < 0.3`,
        )
        cut += rows[0]?.n ?? 0
        await pause(15)
      }
    })()
    const decide = async (one: Case, cases: CaseService) => {
      for (;;) {
        const { version, state } = await one.row()
        if (state === 'recommended') return
        await cases
          .act(one.id, 'recommend', { actor: world.person('approver'), version, input: INPUTS.recommend })
          .catch(() => pause(chance() * 30))
      }
    }
    await Promise.all(cases.map((one, index) => decide(one, index % 2 ? second : world.cases)))
    deciding = false
    await cutting
    expect(cut).toBeGreaterThan(0)
    const { rows } = await world.admin.query<{ serials: number[]; last: number; cases: number }>(
      `select array_agg(l.serial order by l.serial) as serials, max(s.last) as last, count(distinct l.case_id)::int as cases
       from letters l join letter_series s using (authority_id, series, year) where l.kind = 'recommendation'`,
    )
    expect(rows).toEqual([{ serials: Array.from({ length: 16 }, (_, index) => index + 1), last: 16, cases: 16 }])
  })
})

/** The notices of an intended decision of a case, with what became of them. */
async function noticesOf(one: Case, kind = 'revocationIntention') {
  const { rows } = await world.admin.query<{
    id: number
    code: string
    how: string | null
    why: unknown
    file: boolean
  }>(
    `select l.id, l.check_code as code, l.ended_as as how, l.end_reason as why, issued_at is not null as file
    from letters l where case_id = $1 and kind = $2 order by id`,
    [one.id, kind],
  )
  return rows
}

describe('a number that was taken', () => {
  test('stays, and says why it is void, superseded or revoked', async () => {
    const returned = await world.caseIn('letterIssued')
    const first = await letterOf(returned)
    await returned.do('permitOfficer', 'returnLetter', { reasons: ['letterDefective'], why: 'The pay is missing.' })
    const { letter: ended } = await letters().open(world.person('approver'), first.id)
    expect(ended).toMatchObject({
      number: first.number,
      endedAs: 'void',
      endReason: { action: 'returnLetter', reasons: ['letterDefective'], why: 'The pay is missing.' },
    })
    expect(numbersOf(await find('approver', { list: 'void' }))).toContain(first.number)
    const again = await world.caseIn('letterIssued')
    const old = await letterOf(again)
    await again.do('approver', 'reissueLetter', { why: 'A new seal.' })
    await again.makeLetter()
    const next = await letterOf(again)
    const opened = await letters().open(world.person('permitOfficer'), old.id)
    expect(opened.letter).toMatchObject({ endedAs: 'superseded', endReason: { why: 'A new seal.' } })
    expect(numbersOf(opened.others)).toEqual([next.number])
    await again.do('approver', 'revokeLetter', { reasons: ['issuedInError'], explanation: 'Wrong person.' })
    expect((await letterOf(again)).endReason).toMatchObject({ action: 'revokeLetter', explanation: 'Wrong person.' })
    expect(numbersOf(await find('permitOfficer', { list: 'ended' }))).toEqual(
      expect.arrayContaining([first.number, old.number, next.number]),
    )
  })

  test('of a notice of an intended revocation, void once that is given up, written by then or not', async () => {
    const maker = (await world.openWorker()).get(PaperMaker)
    const standing = async (code = '') => (await letters().check({ code })).standing
    const one = await world.caseIn('letterReceived')
    const first = await one.do('approver', 'proposeRevocation')
    const { seq: reported } = await one.do('applicant', 'reportChange')
    await maker.makeAll(one.id)
    const [written] = await noticesOf(one)
    await one.do('approver', 'acknowledge', { event: reported, remarks: 'Noted.' }) // a report, and no announcement
    expect(await standing(written?.code)).toBe('specimen')
    await one.do('approver', 'acknowledge', { event: first.seq, remarks: 'The firm has explained it.' })
    const why = { action: 'acknowledge', event: first.seq, remarks: 'The firm has explained it.' }
    expect(await noticesOf(one)).toMatchObject([{ how: 'void', why, file: true }])
    expect(await standing(written?.code)).toBe('void')
    const { letter } = await letters().open(world.person('approver'), written?.id ?? 0)
    expect(endText(letter)?.en).toBe('Decided not to revoke; the letter stays valid: The firm has explained it')

    // given up again, before the worker comes to its notice; the third one stands
    await one.do('approver', 'proposeRevocation')
    await one.do('approver', 'acknowledge')
    await one.do('approver', 'proposeRevocation')
    await maker.makeAll(one.id)
    const all = await noticesOf(one)
    expect(all.map(({ how, file }) => [how, file])).toEqual([
      ['void', true],
      ['void', false],
      [null, true],
    ])
    expect(await standing(all[2]?.code)).toBe('specimen')
    expect((await letterOf(one)).endedAs).toBeNull()
  })

  test('of a notice, ended by what was decided, or what left nothing to decide, written by then or not', async () => {
    const maker = (await world.openWorker()).get(PaperMaker)
    const checked = async (code = '') => letters().check({ code })
    const settled = async (
      state: 'letterIssued' | 'letterReceived' | 'awaitingDecision',
      steps: readonly string[],
      by: string,
      written: boolean,
    ) => {
      const one = await world.caseIn(state)
      for (const step of steps) {
        await one.do(step.startsWith('answer') ? 'applicant' : 'approver', step)
        if (written) await maker.makeAll(one.id)
      }
      await one.do(by === 'revokeLetter' ? 'otherApprover' : 'approver', by)
      await maker.makeAll(one.id)
      const [notice] = await noticesOf(one, steps[0] === 'announceRefusal' ? 'intention' : 'revocationIntention')
      return [notice?.how, notice?.why, notice?.file, notice && (await checked(notice.code)).announced]
    }
    const refusal = ['announceRefusal', 'answerIntention']
    const revocation = ['proposeRevocation', 'answerRevocation']
    for (const written of [true, false]) {
      const by = (state: Parameters<typeof settled>[0], steps: readonly string[], action: string) =>
        settled(state, steps, action, written)
      const ended = (how: string, action: string) =>
        // what shows that the employer was heard is made in any case
        how === 'void' || written ? [how, { action }, written, written || undefined] : [null, null, true, false]
      expect(await by('letterIssued', revocation, 'reissueLetter')).toEqual(ended('void', 'reissueLetter'))
      expect(await by('letterReceived', revocation, 'revokeLetter')).toEqual(ended('superseded', 'revokeLetter'))
      expect(await by('awaitingDecision', refusal, 'recommend')).toEqual(ended('void', 'recommend'))
      expect(await by('awaitingDecision', refusal, 'refuse')).toEqual(ended('superseded', 'refuse'))
    }
  })

  test('of an intended revocation, whose letter the permit authority sent back, ends with the next decision', async () => {
    const maker = (await world.openWorker()).get(PaperMaker)
    const one = await world.caseIn('letterIssued')
    await one.do('approver', 'proposeRevocation')
    await maker.makeAll(one.id)
    await one.do('permitOfficer', 'returnLetter')
    await one.do('approver', 'recommend')
    expect(await noticesOf(one)).toMatchObject([{ how: 'void', why: { action: 'recommend' } }])
  })
})

describe('a database that went on elsewhere', () => {
  /** As if the last number had been given on another timeline; a commit then did, or did not, wait for a standby. */
  const moved = (waited: boolean) =>
    world.admin.query(`
      alter table letter_series disable trigger follow_timeline;
      update letter_series set timeline = timeline + 7, waited = ${waited} where series = 'recommendation';
      alter table letter_series enable trigger follow_timeline`)
  const nextSerial = async () => {
    const one = await world.caseIn('letterIssued')
    const { rows } = await world.admin.query<{ serial: number }>('select serial from letters where number = $1', [
      (await letterOf(one)).number,
    ])
    return rows[0]?.serial ?? 0
  }

  test('goes on with the next number when nothing can be lost', async () => {
    const before = await nextSerial()
    await moved(true)
    expect(await nextSerial()).toBe(before + 1)
    expect(await listSkipped(world.database, world.person('approver'))).toEqual([])
  })

  test('leaves a hundred out when numbers may have been given and lost, says so, and the registry stays whole', async () => {
    const before = await nextSerial()
    await moved(false)
    expect([await nextSerial(), await nextSerial()]).toEqual([before + 101, before + 102])
    expect(await listSkipped(world.database, world.person('approver'))).toMatchObject([
      { series: 'recommendation', year: 2026, first: before + 1, last: before + 100 },
    ])
    for (const who of ['permitOfficer', 'applicant'] as const)
      expect(await listSkipped(world.database, world.person(who))).toEqual([])
    const { rows } = await world.admin.query(BROKEN_SERIES)
    expect(rows).toEqual([])
    await world.admin.query('update skipped_numbers set last = last - 1')
    expect((await world.admin.query(BROKEN_SERIES)).rows).toMatchObject([{ series: 'recommendation' }])
    await world.admin.query('update skipped_numbers set last = last + 1')
  })

  test('a series’ first hundred numbers, too, unless it moved in an earlier year; a second one leaves nothing out', async () => {
    // as the first letters of a year on a database that was promoted; what a test did is taken back
    const firstOf = async (earlier: boolean) => {
      await world.admin.query('begin')
      try {
        await world.admin.query(`
          create or replace function this_timeline() returns int language sql as 'select 9';
          alter table letter_series disable trigger follow_timeline;
          update letter_series set timeline = 8, waited = false;
          alter table letter_series enable trigger follow_timeline`)
        if (earlier) await world.admin.query('update letter_series set year = 2025, last = last')
        const { rows } = await world.admin.query<{ last: number }>(
          `with one as (select authority_id as id from letter_series limit 1)
          insert into letter_series (authority_id, series, year, last) select id, 'receipt', 2033, 1 from one
          on conflict (authority_id, series, year) do update set last = letter_series.last + 1 returning last`,
        )
        const again = await world.admin.query<{ last: number }>(
          `insert into letter_series (authority_id, series, year, last)
          select authority_id, series, year, 1 from letter_series where year = 2033
          on conflict (authority_id, series, year) do update set last = letter_series.last + 1 returning last`,
        )
        const skipped = await world.admin.query('select first, last from skipped_numbers where year = 2033')
        return [rows[0]?.last, again.rows[0]?.last, skipped.rows]
      } finally {
        await world.admin.query('rollback')
      }
    }
    expect(await firstOf(false)).toEqual([101, 102, [{ first: 1, last: 100 }]])
    expect(await firstOf(true)).toEqual([1, 2, []])
  })
})

describe('who took a letter', () => {
  test('is told to the department whole, to the permit authority of its own people, to the firm of its own', async () => {
    const one = await world.caseIn('letterIssued')
    const { id } = await letterOf(one)
    for (const who of ['approver', 'permitOfficer', 'applicant'] as const) await letters().fetch(world.person(who), id)
    await letters().open(world.person('permitOfficer'), id)
    const seen = async (who: Name) =>
      (await letters().open(world.person(who), id)).receipts.map(({ what, personName }) => `${personName} ${what}`)
    const name = (who: Name) => world.person(who).name
    expect(await seen('supervisor')).toEqual([
      `${name('permitOfficer')} opened`,
      `${name('applicant')} downloaded`,
      `${name('permitOfficer')} downloaded`,
      `${name('approver')} downloaded`,
      `${name('approver')} opened`,
    ])
    expect(await seen('permitOfficer')).toEqual([
      `${name('permitOfficer')} opened`,
      `${name('permitOfficer')} downloaded`,
    ])
    expect(await seen('firmAdmin')).toEqual([`${name('applicant')} downloaded`])
  })

  test('cannot be written in another one’s name, nor changed', async () => {
    const { rows } = await world.admin.query<{ id: number }>('select min(id) as id from letters')
    const [letter] = rows
    const write = (personId: number | null) =>
      world.database.transaction(settingsOf(world.person('permitOfficer')), (tx) =>
        tx.query(
          `insert into letter_receipts (letter_id, at, what, person_id, person_name, authority_id) values ($1, now(), 'opened', $2, 'x', $3)`,
          [letter?.id, personId, world.person('permitOfficer').authorityId],
        ),
      )
    await expect(write(world.person('approver').id)).rejects.toThrow('row-level security')
    await expect(
      world.database.transaction({}, (tx) => tx.query(`update letter_receipts set what = 'opened'`)),
    ).rejects.toThrow('permission denied')
  })
})

describe('what is found', () => {
  test('by number, name, firm, case number and the exact passport number, within what one may see', async () => {
    const one = await world.caseIn('letterIssued', 'rival')
    const letter = await letterOf(one)
    const { number } = letter
    for (const word of [
      number,
      number.slice(2, 9),
      letter.caseNumber,
      letter.talentName ?? '',
      letter.firmName.slice(0, 4),
    ])
      expect([word, numbersOf(await find('permitOfficer', { find: word }))]).toEqual([
        word,
        expect.arrayContaining([number]),
      ])
    expect(numbersOf(await find('permitOfficer', { find: 'yb1234567', byPassport: true }))).toContain(number)
    for (const word of ['YB123456', 'YB12345678', '%', '_', 'no such letter'])
      expect([word, await find('permitOfficer', { find: word, byPassport: true })]).toEqual([word, []])
    expect(numbersOf(await find('rival', {}))).toEqual([number])
    expect(numbersOf(await find('applicant', { find: number }))).not.toContain(number)
    for (const who of ['marketAssessor', 'policyEditor', 'auditor', 'systemAdmin'] as const)
      expect([who, await find(who, {})]).toEqual([who, []])
    await expect(letters().open(world.person('applicant'), letter.id)).rejects.toThrow('not found')
    await expect(letters().fetch(world.person('marketAssessor'), letter.id)).rejects.toThrow('not found')
  })

  test('a letter that is being made only by those who make it; received ones leave the list of those to be received', async () => {
    const one = await world.caseIn('recommended')
    const letter = await letterOf(one)
    expect(numbersOf(await find('approver', {}))).toContain(letter.number)
    expect(numbersOf(await find('permitOfficer', {}))).not.toContain(letter.number)
    expect(numbersOf(await find('applicant', {}))).not.toContain(letter.number)
    await one.makeLetter()
    expect(numbersOf(await find('permitOfficer', { list: 'toReceive' }))).toContain(letter.number)
    await one.do('permitOfficer', 'receiveLetter')
    expect(numbersOf(await find('permitOfficer', { list: 'toReceive' }))).not.toContain(letter.number)
    expect(numbersOf(await find('permitOfficer', { list: 'inForce' }))).toContain(letter.number)
  })

  test('page by page, the newest first', async () => {
    const all = await find('permitOfficer', {})
    const pages: LetterLine[] = []
    for (let before: number | undefined; ; ) {
      const page = await find('permitOfficer', { before, limit: 3 })
      pages.push(...page)
      before = page.at(-1)?.id
      if (page.length < 3) break
    }
    expect(numbersOf(pages)).toEqual(numbersOf(all))
    expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort((a, b) => b - a))
  })
})

describe('the history proves the registry', () => {
  /** Verifies in a transaction in which a superuser has done something, and takes it back. */
  async function verified(...deeds: string[]): Promise<Verified> {
    await world.admin.query('begin isolation level repeatable read; set local session_replication_role = replica')
    try {
      for (const deed of deeds) expect([deed, (await world.admin.query(deed)).rowCount]).toEqual([deed, 1])
      return await verifyIn(world.admin, [], 0, new Map())
    } finally {
      await world.admin.query('rollback')
    }
  }
  const faultsOf = ({ faults, paperFaults, brokenSeries }: Verified) => [...faults, ...paperFaults, ...brokenSeries]
  const ofLast = (kind: string, wanted = 'true') =>
    `(select max(id) from letters where kind = '${kind}' and issued_at is not null and ${wanted})`
  const FORGE = `
    insert into letters (case_id, kind, authority_id, series, year, serial, number, check_code, template, data, public_facts, ordered_at, issued_at, sha256, caused_by)
    select case_id, kind, authority_id, series, year, 999, 'forged 999', 'FORGED', template, data, public_facts, ordered_at, issued_at, repeat('0', 64), 1
    from letters where id = ${ofLast('receipt')}`

  let worker: Awaited<ReturnType<World['openWorker']>>
  beforeAll(async () => {
    worker = await world.openWorker()
    const ids = await world.admin.query<{ id: number }>('select distinct case_id as id from paper_orders')
    for (const { id } of ids.rows) await worker.get(PaperMaker).makeAll(id)
  })

  test('every row of every kind, in every state', async () => {
    const found = await verified()
    expect(faultsOf(found)).toEqual([])
    const { rows } = await world.admin.query<{ kind: string; states: string[] }>(
      `select kind, array_agg(distinct coalesce(ended_as, case when received_at is null then 'issued' else 'received' end)) as states
       from letters where issued_at is not null group by 1 order by 1`,
    )
    expect(rows).toEqual([
      { kind: 'applicationForm', states: ['issued'] },
      { kind: 'filingReceipt', states: ['issued'] },
      { kind: 'intention', states: ['issued', 'superseded', 'void'] },
      { kind: 'receipt', states: ['issued'] },
      { kind: 'recommendation', states: ['issued', 'received', 'revoked', 'superseded', 'void'] },
      { kind: 'refusal', states: ['issued'] },
      { kind: 'revocation', states: ['issued'] },
      { kind: 'revocationIntention', states: ['issued', 'superseded', 'void'] },
    ])
    expect(report(found).at(-1)).toEqual({ zh: '历史完整，没有被改动。', en: 'The history is complete and unchanged.' })
  })

  const revoked = ofLast('recommendation', `ended_as = 'revoked'`)
  const receipt = ofLast('receipt')
  const givenUp = ofLast('revocationIntention', `ended_as = 'void'`)
  const decided = ofLast('revocationIntention', `ended_as = 'superseded'`)
  test.each([
    ['number', `update letters set number = number || '0' where id = ${revoked}`],
    ['number', `update letters set number = number || '0' where id = ${receipt}`],
    ['sha256', `update letters set sha256 = repeat('0', 64) where id = ${receipt}`],
    ['sha256', `update letters set sha256 = repeat('0', 64) where id = ${revoked}`],
    ['frozen', `update letters set check_code = reverse(check_code) where id = ${receipt}`],
    ['frozen', `update letters set valid_until = valid_until + 1 where id = ${revoked}`],
    ['frozen', `update letters set public_facts = public_facts || '{"specimen": false}' where id = ${revoked}`],
    ['orderedAt', `update letters set ordered_at = ordered_at - interval '1 day' where id = ${receipt}`],
    ['issuedAt', `update letters set issued_at = issued_at - interval '1 day' where id = ${receipt}`],
    ['receivedAt', `update letters set received_at = now() where id = ${revoked}`],
    ['endedAt', `update letters set ended_at = ended_at + interval '1 hour' where id = ${revoked}`],
    ['endedAt', `update letters set ended_at = null, ended_as = null where id = ${revoked}`],
    ['endedAs', `update letters set ended_as = 'expired' where id = ${revoked}`],
    ['endedAt', `update letters set ended_at = null, ended_as = null where id = ${givenUp}`],
    ['endReason', `update letters set end_reason = end_reason || '{"event": 1}' where id = ${givenUp}`],
    ['endedAs', `update letters set ended_as = 'void' where id = ${decided}`],
    ['endedAt', `update letters set ended_at = null, ended_as = null where id = ${decided}`],
    ['endReason', `update letters set end_reason = end_reason || '{"explanation": "x"}' where id = ${revoked}`],
    ['endReason', `update letters set end_reason = end_reason - 'explanation' where id = ${revoked}`],
    ['endedAt', `update letters set ended_at = now(), ended_as = 'revoked' where id = ${receipt}`],
  ])('a superuser’s change of %s is found and named: %s', async (column, deed) => {
    const { paperFaults, faults, brokenSeries } = await verified(deed)
    expect([faults, brokenSeries]).toEqual([[], []])
    expect(paperFaults).toEqual([expect.objectContaining({ kind: 'changed', column })])
  })

  test('a row that is gone, one that was put in, another file, and a gap in a series', async () => {
    const gone = await verified(`delete from letters where id = ${receipt}`)
    expect(gone.paperFaults).toMatchObject([{ kind: 'gone' }])
    expect(gone.brokenSeries).toMatchObject([{ series: 'receipt', year: 2026, last: gone.brokenSeries[0]?.last }])
    const forged = await verified(FORGE)
    expect(forged.paperFaults).toMatchObject([{ kind: 'forged', number: 'forged 999' }])
    expect((await verified(`delete from letter_files where letter_id = ${receipt}`)).paperFaults).toMatchObject([
      { kind: 'file' },
    ])
    const words = report(forged).map(({ zh, en }) => `${zh} ${en}`)
    expect(words[0]).toMatch(/^案件 2026-\d{6}，文书 forged 999：登记簿中有，历史中没有记载 /)
    expect(words.at(-1)).not.toContain('历史完整')
  })

  test('what an older release has issued is entered by the migration, and then stands', async () => {
    await world.admin.query(FORGE)
    await world.admin.query(`
      insert into letter_files (letter_id, pdf, sha256) select id, 'x', sha256 from letters where serial = 999;
      update letters set serial = (select last + 1 from letter_series where series = 'receipt') where serial = 999;
      update letter_series set last = last + 1 where series = 'receipt'`)
    expect(faultsOf(await verified())).toMatchObject([{ kind: 'forged' }])
    const source = createDataSource({ url: world.db.ownerUrl, poolSize: 1, entities: [] })
    await source.initialize()
    const runner = source.createQueryRunner()
    for (const _ of [1, 2]) {
      await new Entered1764000000021().down(runner)
      await new Entered1764000000021().up(runner)
    }
    await runner.release()
    await source.destroy()
    expect(faultsOf(await verified())).toEqual([])
    const { rows } = await world.admin.query(
      `select count(*)::int as n from events where action = 'enterPaper' and at > '2026-11-24T02:00Z'`,
    )
    expect(rows).toEqual([{ n: 1 }])
  })

  test('still, when the data of a case have been erased', async () => {
    world.at('2040-01-02')
    expect(await worker.get(Erasing).eraseDue()).toBeGreaterThan(0)
    const found = await verified()
    expect([found.erased > 0, faultsOf(found)]).toEqual([true, []])
    expect(
      (await verified(`update letters set check_code = reverse(check_code) where id = ${revoked}`)).paperFaults,
    ).toMatchObject([{ kind: 'changed', column: 'frozen' }])
  })
})
