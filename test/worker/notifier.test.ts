/** Who is told of what: from the chart, once, however the workers and the transactions fall out; by mail as each wants it. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Database, row } from '../../src/base/database.js'
import { Invalid, NotNow } from '../../src/base/errors.js'
import { path } from '../../src/base/path.js'
import { listBeckons, listOwnTasks } from '../../src/cases/beckons.js'
import { KINDS, notificationsOf } from '../../src/cases/notifications.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { orderMail } from '../../src/people/mail.js'
import { isBehind } from '../../src/people/notificationLag.js'
import { settingsOf } from '../../src/people/scope.js'
import { Upkeep } from '../../src/people/upkeep.service.js'
import { Notifier } from '../../src/worker/notifier.js'
import { TalentRecord } from '../../src/worker/talentRecord.js'
import type { Act } from '../../src/workflow/machine.js'
import { ACTIONS, edgesFrom, ENTRIES, entriesIn, isAction, isEntry, STATES } from '../../src/workflow/step.js'
import { WORDS } from '../../src/workflow/words.js'
import { connect } from '../../tools/roles.js'
import { inputOf } from '../cases/inputs.js'
import type { Name } from '../cases/population.js'
import { type Case, World } from '../cases/world.js'
import { MORNING } from '../clock.js'
import { rounds } from '../long.js'

let world: World
let notifier: Notifier

beforeAll(async () => {
  world = await World.open()
  notifier = (await world.worker()).get(Notifier)
})
afterAll(() => world.close())
beforeEach(async () => {
  world.at('2026-11-24')
  await world.admin.query(`update people set mail_choices = '{}', email = null`)
  await tellAll()
  await world.admin.query('delete from notifications')
  await world.admin.query('delete from mails')
})

/** Tells of everything until now: other tests' transactions on the same server hold the cursor back as ours do. */
async function tellAll(): Promise<void> {
  const safe = async (name: string) =>
    (await world.admin.query(`select pg_snapshot_${name}(pg_current_snapshot())::text::bigint as n`)).rows[0]?.n
  const until = BigInt(await safe('xmax'))
  while (BigInt(await safe('xmin')) < until) await pause(5)
  await notifier.notify()
  while (await notifier.notify());
}

/** Who was told what of a case: `account kind`, in order. */
async function toldIn(one: Case): Promise<string[]> {
  await tellAll()
  const { rows } = await world.admin.query<{ told: string }>(
    `select p.account || ' ' || n.kind as told from notifications n join people p on p.id = n.person_id where n.case_id = $1 order by n.mark::int, p.account`,
    [one.id],
  )
  return rows.map(({ told }) => told)
}

/** What a step told, and nothing before it. */
async function toldBy(one: Case, who: Name, action: string, input: object = {}): Promise<string[]> {
  await tellAll()
  await world.admin.query('delete from notifications')
  await one.do(who, action, input)
  return toldIn(one)
}

const choose = (who: Name, choices: object, email: string | null = `${who}@example.com`) =>
  world.admin.query('update people set mail_choices = $2, email = $3 where account = $1', [who, choices, email])
const mails = async (): Promise<unknown[]> =>
  (
    await world.admin.query(
      `select m.kind, p.account, m.path from mails m left join people p on p.id = m.person_id order by m.id`,
    )
  ).rows.map(({ kind, account, path }) => `${account} ${kind} ${path}`)

describe('who is told', () => {
  test('a case that goes back to assessment is held again by whoever assessed it, who is told; nobody who cannot', async () => {
    const [one, two] = [await world.caseIn('underAssessment'), await world.caseIn('awaitingDecision')]
    const holders = async ({ id }: Case) =>
      (
        await world.admin.query(
          'select p.account from claims c join people p on p.id = c.person_id where case_id = $1',
          [id],
        )
      ).rows
    const events = async ({ id }: Case) =>
      (await world.app.get(ReadingService).get(world.person('approver'), id)).events.slice(-1)
    await one.do('assessor', 'report')
    await one.do('approver', 'claim')
    expect(await toldBy(one, 'approver', 'returnToAssessment')).toEqual(['assessor returnToAssessment'])
    expect(await holders(one)).toEqual([{ account: 'assessor' }])
    await two.do('approver', 'returnToAssessment')
    expect(await holders(two)).toEqual([{ account: 'assessor' }])
    await two.do('assessor', 'declareInterest')
    expect(await holders(two)).toEqual([])
    await two.do('colleague', 'report')
    await two.do('approver', 'returnToAssessment')
    expect(await holders(two)).toEqual([{ account: 'colleague' }])
    const [last] = await events(two)
    expect(last).toMatchObject({ action: 'returnToAssessment', content: { heldBy: [expect.any(Number)] } })
  })

  test('whoever may submit, of what a colleague has filled in', async () => {
    const one = await world.draft()
    expect(await toldBy(one, 'applicant', 'askToSubmit')).toEqual(['firmAdmin askToSubmit'])
    await choose('firmAdmin', {})
    await one.do('applicant', 'saveAnswers', { answers: { engagement: { post: 'Host' } } })
    await one.do('applicant', 'askToSubmit')
    await tellAll()
    expect(await mails()).toEqual([`firmAdmin askToSubmit ${path.case(one.id)}`])
  })

  test('who asked a colleague to submit, of what the colleague has done with it; nobody of what nobody asked for', async () => {
    const one = await world.draft()
    const toAsker = async (about: Case, action: string, input: object = {}) =>
      (await toldBy(about, 'firmAdmin', action, input)).filter((told) => told.startsWith('applicant'))
    await one.do('applicant', 'askToSubmit')
    await choose('applicant', {})
    // the first change by somebody else sets it back; the next ones are no news
    const change = (post: string) => toAsker(one, 'saveAnswers', { answers: { engagement: { post } } })
    expect(await change('Host')).toEqual(['applicant saveAnswers'])
    expect(await change('Senior host')).toEqual([])
    expect(await toAsker(one, 'submit')).toEqual(['applicant submit'])
    expect(await mails()).toEqual(['saveAnswers', 'submit'].map((kind) => `applicant ${kind} ${path.case(one.id)}`))
    await choose('applicant', { progress: 'app' })
    expect(await toAsker(one, 'recall')).toEqual(['applicant recall'])
    // what was asked for before the recall is asked for no more
    expect(await toAsker(one, 'submit')).toEqual([])
    expect(await mails()).toHaveLength(2)
    await one.do('intake', 'requestCorrection')
    await one.do('applicant', 'askToSubmit')
    expect(await toAsker(one, 'resubmit')).toEqual(['applicant resubmit'])

    const [other, own] = [await world.draft(), await world.draft()]
    await other.do('applicant', 'askToSubmit')
    expect(await toAsker(other, 'discard')).toEqual(['applicant discard'])
    await own.do('applicant', 'askToSubmit')
    expect(await toldBy(own, 'applicant', 'submit')).toEqual(['intake turn'])
  })

  test('those whose turn it is, and the firm of what it may read; nobody of their own deeds', async () => {
    const one = await world.draft()
    expect(await toldBy(one, 'applicant', 'submit')).toEqual(['intake turn'])
    expect(await toldBy(one, 'intake', 'accept')).toEqual([
      ...['applicant accept', 'assessor turn', 'bothHats turn', 'colleague turn'],
      ...['firmAdmin accept', 'panelWhoAssesses turn'],
    ])
    expect(await toldBy(one, 'assessor', 'report')).toEqual(['approver turn', 'bothHats turn', 'otherApprover turn'])
    expect(await toldBy(one, 'approver', 'recommend')).toEqual(['applicant recommend', 'firmAdmin recommend'])
    await world.admin.query('delete from notifications')
    await one.makeLetter()
    expect(await toldIn(one)).toEqual(['applicant recordLetter', 'firmAdmin recordLetter', 'permitOfficer turn'])
  })

  test('a correction: the firm, then whoever holds the case', async () => {
    const one = await world.caseIn('submitted')
    await one.do('intake', 'claim')
    expect(await toldBy(one, 'intake', 'requestCorrection')).toEqual([
      'applicant requestCorrection',
      'firmAdmin requestCorrection',
    ])
    expect(await toldBy(one, 'firmAdmin', 'resubmit')).toEqual(['intake resubmit'])
  })

  test('a message: the firm, or who holds the case, or else those whose turn it is', async () => {
    const one = await world.caseIn('underAssessment')
    expect(await toldBy(one, 'assessor', 'message', { text: 'x' })).toEqual(['applicant message', 'firmAdmin message'])
    expect(await toldBy(one, 'applicant', 'message', { text: 'x' })).toEqual([
      ...['assessor message', 'bothHats message', 'colleague message', 'panelWhoAssesses message'],
    ])
    await one.do('colleague', 'claim')
    expect(await toldBy(one, 'applicant', 'message', { text: 'x' })).toEqual(['colleague message'])
    expect(await toldBy(one, 'assessor', 'note', { text: 'x' })).toEqual([])
  })

  test('whom a note mentions by name or account, of those who may read it', async () => {
    const one = await world.caseIn('underAssessment')
    const { name } = await world.database.transaction(settingsOf(world.person('assessor')), async (tx) => ({
      name: (await row<{ name: string }>(tx, `select name from people where account = 'approver'`, []))?.name ?? '',
    }))
    const text = `@${name}请看第3页，@colleague. Ask @colleague2, @applicant and @cultureAssessor; mail a@assessor.example`
    expect(await toldBy(one, 'assessor', 'note', { text })).toEqual(['approver note', 'colleague note'])
  })

  test('whoever has a task, and then whoever gave it; a department that is chased, once a working day', async () => {
    const one = await world.caseIn('underAssessment')
    const to = world.person('colleague').id
    const tasksOf = (name: Name) => {
      const person = world.person(name)
      return world.database.transaction(settingsOf(person), (tx) => listOwnTasks(tx, person))
    }
    expect(await toldBy(one, 'assessor', 'giveTask', { to, dueOn: '2026-11-27' })).toEqual(['colleague giveTask'])
    await expect(one.do('assessor', 'giveTask', { to: world.person('cultureAssessor').id })).rejects.toThrow(Invalid)
    await expect(one.do('assessor', 'giveTask', { to, dueOn: '2026-11-23' })).rejects.toThrow(Invalid)
    expect(await tasksOf('colleague')).toMatchObject([
      { caseId: one.id, what: 'Ring the platform.', dueOn: '2026-11-27' },
    ])
    expect(await toldBy(one, 'colleague', 'finishTask', { result: 'They agree.' })).toEqual(['assessor finishTask'])
    expect(await tasksOf('colleague')).toEqual([])
    await expect(one.do('colleague', 'finishTask')).rejects.toThrow(NotNow)

    await one.do('colleague', 'claim')
    world.at('2026-11-27') // a Friday
    expect(await toldBy(one, 'supervisor', 'chase')).toEqual(['colleague chase'])
    const department = world.person('assessor').authorityId ?? 0
    const reader = world.person('bothHats')
    const beckons = await world.database.transaction(settingsOf(reader), (tx) => listBeckons(tx, reader, [one.id]))
    expect(beckons.get(one.id)?.chased).toBe(1)
    world.at('2026-11-29')
    await expect(one.do('approver', 'chase')).rejects.toThrow(NotNow)
    world.at('2026-11-30')
    await expect(one.do('approver', 'chase', { department: department + 999 })).rejects.toThrow(Invalid)
    expect(await toldBy(one, 'approver', 'chase', { department })).toEqual(['colleague chase'])
  })

  test('a colleague to whom the case is assigned; a deputy beside somebody who is away; nobody who stands aside', async () => {
    const one = await world.caseIn('underAssessment')
    const to = world.person('colleague').id
    expect(await toldBy(one, 'supervisor', 'assign', { to })).toEqual(['colleague assign'])
    await world.admin.query(
      `insert into absences (authority_id, person_id, deputy_id, from_on, to_on, recorded_by, recorded_at)
       values ($1, $2, $3, '2026-11-24', '2026-11-24', $2, now())`,
      [world.person('colleague').authorityId, to, world.person('bothHats').id],
    )
    expect(await toldBy(one, 'applicant', 'message', { text: 'x' })).toEqual(['bothHats message', 'colleague message'])
    await one.do('bothHats', 'declareInterest', { why: 'x' })
    expect(await toldBy(one, 'applicant', 'message', { text: 'x' })).toEqual(['colleague message'])
    await world.admin.query('delete from absences')
  })

  test('a department that is consulted, and the supervisor of what is overdue', async () => {
    const one = await world.caseIn('underAssessment')
    world.at('2026-11-24T10:00:00+08:00')
    expect(await toldBy(one, 'assessor', 'consult', { department: 'culture' })).toEqual(['cultureAssessor consult'])
    // whoever asked hears of the answer, whether others have still to report or a decision is next
    expect(await toldBy(one, 'cultureAssessor', 'report')).toEqual(['assessor report'])
    const two = await world.caseIn('underAssessment')
    await two.do('assessor', 'consult', { department: 'culture' })
    await two.do('colleague', 'claim')
    expect(await toldBy(two, 'cultureAssessor', 'report')).toEqual(['colleague report'])
    const three = await world.caseIn('underAssessment')
    await three.do('assessor', 'consult', { department: 'culture' })
    expect(await toldBy(three, 'assessor', 'report')).toEqual([])
    const deciding = ['approver turn', 'bothHats turn', 'otherApprover turn']
    expect((await toldBy(three, 'cultureAssessor', 'report')).sort()).toEqual(['assessor report', ...deciding].sort())
    // named at once and by nobody who holds the case: the lead department's assessors hear of what is proposed
    const four = await world.caseIn('submitted')
    await four.do('intake', 'accept', { departments: ['commerce', 'culture'] })
    const told = await toldBy(four, 'cultureAssessor', 'proposeCorrection')
    expect(told).toContain('assessor proposeCorrection')
    const late = await world.caseIn('submitted')
    await tellAll()
    await world.admin.query('delete from notifications')
    world.at('2026-12-02')
    await late.strike('escalate')
    expect(await toldIn(late)).toEqual(['supervisor escalate'])
  })

  test('the lead’s supervisor, of what a candidate asks for; the firm of a correction alone', async () => {
    const one = await world.caseIn('underAssessment')
    const record = (await world.worker()).get(TalentRecord)
    const askedFor = async (kind: string) => {
      await tellAll()
      await world.admin.query('delete from notifications')
      await record.record({ caseId: one.id, act: 'talentAsked', at: world.clock.now().toISOString(), kind })
      return (await toldIn(one)).sort()
    }
    expect(await askedFor('correction')).toEqual([
      'applicant talentAsked',
      'firmAdmin talentAsked',
      'supervisor talentAsked',
    ])
    expect(await askedFor('erasure')).toEqual(['supervisor talentAsked'])
  })

  test('every step that a firm may read and others do has its words, and every kind is one of the chart or of the clock', () => {
    const byOthers = (name: Act) =>
      STATES.flatMap((state) => [
        ...((isAction(name) && edgesFrom(state).get(name)) || []).flatMap(({ by }) => by.who),
        ...((isEntry(name) && entriesIn(state).get(name)?.who) || []),
      ]).some((who) => who !== 'firm')
    const names = [...ACTIONS, ...ENTRIES]
    const readable = names.filter((name) => byOthers(name) && !WORDS[name].internal)
    expect(readable.filter((name) => !KINDS.firm.includes(name))).toEqual([])
    const strange = [...KINDS.firm, ...KINDS.staff].filter((kind) => !names.some((name) => name === kind))
    expect(strange).toEqual([
      ...[
        'revocationGivenUp',
        'talentAsked',
        'conditionDue',
        'turn',
        'paperDiffers',
        'taskDue',
        'talentAsked',
        'outcomeDue',
        'near',
      ],
    ])
    expect(
      notificationsOf({ action: 'readCase', fromState: 'submitted', toState: 'submitted', byFirm: false, moved: null }),
    ).toEqual([])
  })
})

describe('the cursor', () => {
  test('waits for a transaction that began before and ends later: its event is told too', async () => {
    const [early, late] = [await world.draft(), await world.draft('rival', 'streamer')]
    await tellAll()
    let go: () => void = () => {}
    const held = new Promise<void>((done) => {
      go = done
    })
    const firm = world.person('applicant')
    const slow = world.database.transaction(settingsOf(firm), async (tx) => {
      await row(tx, 'select pg_current_xact_id()') // its id is taken before the other one's
      await held
      await world.cases.actIn(tx, early.id, 'submit', { actor: firm, version: 1, input: inputOf('submit', undefined) })
    })
    await pause(50)
    await late.do('rival', 'submit')
    await notifier.notify()
    const { rows } = await world.admin.query('select 1 from notifications where case_id = $1', [late.id])
    expect(rows).toEqual([])
    go()
    await slow
    expect([await toldIn(late), await toldIn(early)]).toEqual([['intake turn'], ['intake turn']])
  })

  test('several workers tell everything, once', async () => {
    const other = (await world.openWorker()).get(Notifier)
    const cases: Case[] = []
    for (let number = 0; number < rounds(40); number++) {
      const one = await world.draft()
      const step = one.do('applicant', 'submit')
      await Promise.all([step, notifier.notify(), other.notify(), notifier.notify(), other.notify()])
      cases.push(one)
    }
    for (const one of cases) expect(await toldIn(one)).toEqual(['intake turn'])
    await world.admin.query(`update event_cursors set position = 1`)
    await tellAll()
    for (const one of cases) expect(await toldIn(one)).toEqual(['intake turn'])
  })

  test('of a database restored from a dump, which counts its transactions anew, begins where that is', async () => {
    await world.admin.query(`update event_cursors set position = 9000000000`)
    await notifier.notify()
    await tellAll()
    const one = await world.caseIn('submitted')
    expect(await toldIn(one)).toEqual(['intake turn'])
  })

  test('tells nobody of what is older than three days, and goes on behind it, however much that is', async () => {
    const one = await world.caseIn('submitted')
    for (let number = 0; number < 210; number++) await one.do('applicant', 'message', { text: String(number) })
    world.at('2026-11-28')
    expect(await toldIn(one)).toEqual([])
    await one.do('intake', 'requestCorrection')
    expect(await toldIn(one)).toEqual(['applicant requestCorrection', 'firmAdmin requestCorrection'])
  })
})

describe('mail', () => {
  test('at once, in a digest, or none, as each chose for that group; the usual is told by where one belongs', async () => {
    await choose('applicant', {})
    await choose('firmAdmin', { progress: 'app' })
    await choose('intake', {})
    const one = await world.caseIn('submitted')
    await one.do('intake', 'requestCorrection')
    await tellAll()
    expect(await mails()).toEqual([`applicant requestCorrection /cases/${one.id}`])
    world.at('2026-11-25T08:30:00+08:00')
    await notifier.orderDigests()
    await notifier.orderDigests()
    expect(await mails()).toEqual([`applicant requestCorrection /cases/${one.id}`, 'intake digest /messages'])
  })

  test('a digest has what is not read, and is sent on working days only', async () => {
    await choose('intake', { work: 'digest' })
    await world.caseIn('submitted')
    await tellAll()
    world.at('2026-11-28T08:30:00+08:00') // a Saturday
    await notifier.orderDigests()
    expect(await mails()).toEqual([])
    await world.admin.query('update notifications set read_at = now()')
    world.at('2026-11-30T08:30:00+08:00')
    await notifier.orderDigests()
    expect(await mails()).toEqual([])
    await world.admin.query('update notifications set read_at = null')
    await notifier.orderDigests()
    expect(await mails()).toEqual(['intake digest /messages'])
  })

  test('none without a verified address', async () => {
    await choose('applicant', { progress: 'once' }, null)
    const one = await world.caseIn('submitted')
    await one.do('intake', 'requestCorrection')
    expect(await toldIn(one)).toHaveLength(3)
    expect(await mails()).toEqual([])
  })
})

describe('the clock', () => {
  test('tells who holds the case, or else whose turn it is, two working days before its day, once', async () => {
    const one = await world.caseIn('submitted')
    expect((await one.row()).dueOn).toBe('2026-12-01')
    await tellAll()
    await world.admin.query('delete from notifications')
    const near = async () => {
      await notifier.notifyNear()
      const { rows } = await world.admin.query(
        `select p.account, n.mark from notifications n join people p on p.id = n.person_id where n.kind = 'near' and n.case_id = $1`,
        [one.id],
      )
      return rows
    }
    world.at('2026-11-26')
    expect(await near()).toEqual([])
    world.at('2026-11-27')
    expect(await near()).toEqual([{ account: 'intake', mark: '2026-12-01' }])
    expect(await near()).toHaveLength(1)
  })

  test('tells the owner of tasks on their day, once a case, and nobody of what is done', async () => {
    world.at(MORNING)
    const one = await world.caseIn('underAssessment')
    const to = world.person('colleague').id
    for (const dueOn of ['2026-11-27', '2026-11-27', '2026-11-30']) await one.do('assessor', 'giveTask', { to, dueOn })
    await tellAll()
    await world.admin.query('delete from notifications')
    const due = async () => {
      await notifier.notifyTasks()
      const { rows } = await world.admin.query(
        `select p.account || ' ' || n.mark as told from notifications n join people p on p.id = n.person_id where n.kind = 'taskDue' and n.case_id = $1 order by 1`,
        [one.id],
      )
      return rows.map(({ told }) => told)
    }
    world.at('2026-11-26')
    expect(await due()).toEqual([])
    world.at('2026-11-27')
    expect(await due()).toEqual(['colleague 2026-11-27'])
    expect(await due()).toEqual(['colleague 2026-11-27'])
    const last = await world.admin.query(`select seq from case_tasks where case_id = $1 and due_on = '2026-11-30'`, [
      one.id,
    ])
    await one.do('colleague', 'finishTask', { task: String(last.rows[0]?.seq) })
    world.at('2026-11-30')
    expect(await due()).toEqual(['colleague 2026-11-27'])
  })

  test('tells a department that is consulted of its own day, once, and the others of the case’s', async () => {
    world.at(MORNING)
    const one = await world.caseIn('underAssessment')
    await one.do('assessor', 'consult') // until 1 December; the case is due on 15 December
    await one.do('assessor', 'claim')
    await tellAll()
    await world.admin.query('delete from notifications')
    const near = async () => {
      await notifier.notifyNear()
      const { rows } = await world.admin.query(
        `select p.account, n.mark from notifications n join people p on p.id = n.person_id where n.kind = 'near' and n.case_id = $1 order by 2, 1`,
        [one.id],
      )
      return rows.map(({ account, mark }) => `${account} ${mark}`)
    }
    world.at('2026-11-26')
    expect(await near()).toEqual([])
    world.at('2026-11-27')
    expect(await near()).toEqual(['marketAssessor 2026-12-01'])
    expect(await near()).toEqual(['marketAssessor 2026-12-01'])
    await one.do('marketAssessor', 'report')
    const { dueOn } = await one.row()
    world.at('2026-12-10')
    expect(await near()).toEqual(['marketAssessor 2026-12-01', `assessor ${dueOn}`])
  })

  test('of what a firm reports after its letter the department hears, and of each answer the firm', async () => {
    world.at(MORNING)
    const one = await world.caseIn('letterIssued')
    const told = async (kind: string) => {
      await tellAll()
      const { rows } = await world.admin.query(
        `select p.account from notifications n join people p on p.id = n.person_id where n.kind = $2 and n.case_id = $1 order by 1`,
        [one.id, kind],
      )
      return rows.map(({ account }) => account)
    }
    const [office, firm] = [
      ['approver', 'bothHats', 'otherApprover'],
      ['applicant', 'firmAdmin'],
    ]
    await one.do('applicant', 'reportChange')
    expect(await told('reportChange')).toEqual(office)
    await one.do('assessor', 'askBack')
    expect(await told('askBack')).toEqual(firm)
    await one.do('applicant', 'message')
    expect(await told('message')).toEqual(office)
    await one.do('intake', 'acknowledge')
    expect(await told('acknowledge')).toEqual(firm)
    await one.do('approver', 'proposeRevocation')
    expect(await told('proposeRevocation')).toEqual(firm)
    await one.do('applicant', 'answerRevocation')
    expect(await told('answerRevocation')).toEqual(office)
    await one.do('otherApprover', 'acknowledge')
    expect(await told('acknowledge')).toEqual(firm) // of the report alone
    expect(await told('revocationGivenUp')).toEqual(firm)
    await one.do('approver', 'proposeRevocation')
    await one.do('applicant', 'answerRevocation')
    await one.do('otherApprover', 'revokeLetter')
    expect(await told('revokeLetter')).toEqual([...firm, 'permitOfficer'])
  })

  test('tells the firm of a condition that is due, until it is reported as met', async () => {
    const one = await world.caseIn('awaitingDecision')
    await one.do('approver', 'recommend', { conditions: '每季度报送直播场次', conditionsDueOn: '2026-12-20' })
    await one.makeLetter()
    const told = async () => {
      await notifier.notifyConditions()
      const { rows } = await world.admin.query(
        `select distinct mark from notifications where kind = 'conditionDue' and case_id = $1 order by 1`,
        [one.id],
      )
      return rows.map(({ mark }) => mark)
    }
    world.at('2026-12-12')
    expect(await told()).toEqual([])
    world.at('2026-12-13')
    expect(await told()).toEqual(['2026-12-20 7'])
    world.at('2026-12-17')
    expect(await told()).toEqual(['2026-12-20 3', '2026-12-20 7'])
    await one.do('applicant', 'meetCondition', { condition: 1, how: 'x' })
    world.at('2026-12-19')
    expect(await told()).toEqual(['2026-12-20 3', '2026-12-20 7'])
  })
})

test('a mail can be ordered by the worker too', async () => {
  const { id } = world.person('applicant')
  const worker = await world.worker()
  const order = { kind: 'digest', to: { personId: id }, language: 'zh', path: path.messages } as const
  await worker.get(Database).transaction({}, (tx) => orderMail(tx, order, world.clock.now()))
  expect(await mails()).toEqual(['applicant digest /messages'])
})

test('a transaction that does not end holds all back: the worker warns each minute, the page of jobs says so, and both end with it', async () => {
  await tellAll()
  const upkeep = world.app.get(Upkeep)
  const seen = async () => isBehind((await upkeep.jobs(world.person('systemAdmin'))).lag, world.clock.now())
  const forgotten = await connect(world.db.adminUrl)
  await forgotten.query('begin')
  await forgotten.query('select pg_current_xact_id()')
  const one = await world.caseIn('submitted')
  world.at('2026-11-24T09:05:00+08:00')
  expect([await notifier.warnWhenBehind(), await seen()]).toEqual([false, false])
  world.at('2026-11-24T09:06:00+08:00')
  expect([await notifier.warnWhenBehind(), await seen()]).toEqual([true, true])
  // nobody but who looks after it is told
  const { rows } = await world.admin.query<{ n: number }>('select count(*)::int as n from notifications')
  expect(rows).toEqual([{ n: 0 }])
  await forgotten.query('rollback')
  await forgotten.end()
  expect(await toldIn(one)).not.toEqual([])
  expect([await notifier.warnWhenBehind(), await seen()]).toEqual([false, false])
})

test('a transaction that was prepared and forgotten holds all back with nobody connected; the log and the page of jobs name it', async () => {
  await tellAll()
  const upkeep = world.app.get(Upkeep)
  const lag = async () => (await upkeep.jobs(world.person('systemAdmin'))).lag
  const forgotten = await connect(world.db.adminUrl)
  await forgotten.query(`begin; select pg_current_xact_id(); prepare transaction 'forgotten-by-a-tool'`)
  await forgotten.end()
  try {
    const one = await world.caseIn('submitted')
    world.clock.moveTo(new Date(world.clock.now().getTime() + 6 * 60_000))
    expect(await notifier.warnWhenBehind()).toBe(true)
    expect(isBehind(await lag(), world.clock.now())).toBe(true)
    expect((await lag())?.prepared).toBe('forgotten-by-a-tool')
    await world.admin.query(`rollback prepared 'forgotten-by-a-tool'`)
    expect(await toldIn(one)).not.toEqual([])
    expect([await notifier.warnWhenBehind(), (await lag())?.prepared]).toEqual([false, null])
  } finally {
    const { rows } = await world.admin.query<{ gid: string }>(
      'select gid from pg_prepared_xacts where database = current_database()',
    )
    for (const { gid } of rows) await world.admin.query(`rollback prepared '${gid}'`)
  }
})
