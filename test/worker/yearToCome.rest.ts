/** The year to come, day by day, as the seed has it: what ends and who is warned of it when, a calendar and a policy that are entered on the way, and the days of cases before and after. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addDays } from '../../src/base/dates.js'
import { Outgoing } from '../../src/base/outgoing.js'
import { PolicyDrafts } from '../../src/reference/draft.service.js'
import { Reference } from '../../src/reference/reference.service.js'
import { EndingMail } from '../../src/worker/endingMail.js'
import { MailQueue } from '../../src/worker/mailQueue.js'
import { MailTransport, SmtpTransport } from '../../src/worker/mailTransport.js'
import { ROUTES, type StepLine } from '../cases/routes.js'
import { type Case, World } from '../cases/world.js'
import { issue } from '../letters/authority.js'
import { headerOf, type MailServer, partOf, startMailServer } from './mailServer.js'

let world: World
beforeAll(async () => {
  world = await World.open({ at: '2026-11-28T09:00:00+08:00' })
  await world.admin.query(`update people set email = account || '@example.org' where 'policyEditor' = any (roles)`)
})
afterAll(() => world.close())

const SOURCE = { zh: '国务院办公厅通知', en: 'Notice of the General Office of the State Council' }
const HOLIDAY = { zh: '假期', en: 'Holiday' }
const CALENDAR = {
  year: 2027,
  announced: true,
  off: [
    ['2027-01-01', '2027-01-04'],
    ['2027-02-05', '2027-02-11'],
    ['2027-04-03', '2027-04-05'],
    ['2027-05-01', '2027-05-05'],
    ['2027-10-01', '2027-10-07'],
  ].map(([from, to]) => ({ from, to, name: HOLIDAY })),
  working: ['2027-01-09', '2027-02-20'],
  source: SOURCE,
}

/** Drafted by one policy editor, approved by another. */
async function enter(kind: string, key: string, effectiveFrom: string, body: object): Promise<void> {
  await world.letAllSpeak()
  const drafts = world.app.get(PolicyDrafts)
  const id = await drafts.draft(world.person('policyEditor'), kind, key, { effectiveFrom, body, note: 'The notice.' })
  await drafts.approve(world.person('otherEditor'), id, 1)
  await (await world.worker()).get(Reference).refresh()
}
async function enterSuccessor(): Promise<void> {
  const [plan] = (await world.app.get(PolicyDrafts).inForce('2027-01-14', 'policyBasis')).filter(
    ({ key }) => key === 'shanghaiPlan',
  )
  await enter('policyBasis', 'shanghaiPlan', '2027-01-18', { ...(plan?.body as object), lapsesOn: '2029-12-31' }) // of its kind
}

async function filed(state: keyof typeof ROUTES, ...steps: StepLine[]): Promise<Case> {
  const resume = [
    { from: '2008-09', to: '2020-10', what: 'study' },
    { from: '2020-11', to: '2027-12', what: 'work' },
  ]
  const one = await world.draft('applicant', 'goodsHost', { resume })
  await one.walk([...ROUTES[state], ...steps])
  return one
}
const standing = async (one: Case) => {
  const { state, dueOn, dueProvisional } = await one.row()
  return `${state} ${dueOn}${dueProvisional ? ' provisional' : ''}`
}

test('who keeps it is warned before it ends, and the days of cases are right on either side of the new year', async () => {
  const { cases, seen } = { cases: new Map<string, Case>(), seen: {} as Record<string, string> }
  const note = (name: string) => async () => {
    const one = cases.get(name)
    if (one) seen[`${world.clock.today()} ${name}`] = await standing(one)
  }
  const start =
    (name: string, state: keyof typeof ROUTES, ...steps: StepLine[]) =>
    async () => {
      cases.set(name, await filed(state, ...steps))
      await note(name)()
    }
  const happens: Record<string, readonly (() => Promise<void>)[]> = {
    '2026-12-11': [start('corrected', 'awaitingCorrection'), start('refused', 'notRecommended')],
    '2026-12-15': [() => enter('calendar', '2027', '2026-12-15', CALENDAR)],
    '2026-12-16': [note('corrected'), note('refused')],
    '2026-12-28': [start('across', 'submitted')],
    '2026-12-30': [start('waiting', 'awaitingDecision')],
    '2026-12-31': [note('waiting')],
    '2027-01-01': [],
    '2027-01-02': [note('waiting')],
    '2027-01-14': [enterSuccessor],
    '2027-01-18': [],
    '2027-01-19': [note('waiting')],
    '2027-02-03': [start('after', 'submitted')],
  }
  const warned: Record<string, string[]> = {}
  const mails: Record<string, number> = {}
  const [worker, tasks] = [await world.worker(), await world.tasks()]
  for (let day = '2026-11-28'; day <= '2027-12-31'; day = addDays(day, 1)) {
    world.at(`${day}T08:05:00+08:00`)
    await tasks.runMinute()
    await worker.get(EndingMail).order()
    await worker.get(EndingMail).order() // once more: nobody is told twice
    const { rows } = await world.admin.query<{ what: string }>(
      `select kind || ' ' || key || ' ' || warned_days as what from endings where (warned_at at time zone 'Asia/Shanghai')::date = $1 order by kind, key`,
      [day],
    )
    if (rows.length > 0) warned[day] = rows.map(({ what }) => what)
    const { rows: sent } = await world.admin.query<{ n: number }>(
      `select count(*)::int as n from mails where kind = 'endings' and (ordered_at at time zone 'Asia/Shanghai')::date = $1`,
      [day],
    )
    if (sent[0]?.n) mails[day] = sent[0].n
    for (const step of happens[day] ?? []) await step()
  }
  const plan = (days: number) => [`policyBasis shanghaiPlan ${days}`, `recommendedRoutes livestreamPlan ${days}`]
  expect(warned).toEqual({
    // what was due before this began is told once, and not four times
    '2026-11-28': ['calendar 2026 60', ...plan(60), 'salary shanghai 90'],
    '2026-12-01': ['calendar 2026 30', ...plan(30)],
    '2026-12-04': ['salary shanghai 60'],
    '2026-12-24': plan(7), // the calendar of 2027 has been entered
    '2027-01-03': ['salary shanghai 30'],
    '2027-01-26': ['salary shanghai 7'],
    '2027-10-02': ['calendar 2027 90'],
    '2027-11-01': ['calendar 2027 60'],
    '2027-12-01': ['calendar 2027 30'],
    '2027-12-24': ['calendar 2027 7'],
  })
  expect(mails).toEqual(Object.fromEntries(Object.keys(warned).map((day) => [day, 2])))
  expect(seen).toEqual({
    '2026-12-11 corrected': 'awaitingCorrection 2027-01-11 provisional', // thirty days end on a Sunday
    '2026-12-11 refused': 'notRecommended 2027-02-09 provisional',
    '2026-12-16 corrected': 'awaitingCorrection 2027-01-11',
    '2026-12-16 refused': 'notRecommended 2027-02-12', // the Spring Festival was announced until 11 February
    '2026-12-28 across': 'submitted 2027-01-06', // 29, 30, 31 December, 5, 6 January
    '2026-12-30 waiting': 'awaitingDecision 2027-01-05',
    '2026-12-31 waiting': 'awaitingDecision 2027-01-05',
    '2027-01-02 waiting': 'awaitingDecision null', // the plan has ended
    '2027-01-19 waiting': 'awaitingDecision 2027-01-19',
    '2027-02-03 after': 'submitted 2027-02-17', // 4, 12, 15, 16, 17
  })
})

describe('the mail', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ending-'))
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  let server: MailServer
  let place: World
  beforeAll(async () => {
    server = await startMailServer()
    const root = issue({ name: '上海市电子认证中心', authority: true, to: '2040-01-01' })
    const own = issue({ name: '上海市商务委员会', by: root, to: '2027-01-15' })
    place = await World.open({
      settings: {
        PUBLIC_URL: 'https://haijian.example',
        SIGNING_KEY: write('signing.key', String(own.key.export({ type: 'pkcs8', format: 'pem' }))),
        SIGNING_CERTIFICATE: write('signing.pem', own.pem + root.pem),
      },
    })
    await place.admin.query(`update people set email = account || '@example.org'`)
    await place.admin.query(`update people set language = 'en' where account in ('otherEditor', 'systemAdmin')`)
  })
  afterAll(async () => {
    await server.close()
    await place.close()
    rmSync(folder, { recursive: true })
  })

  test('goes to policy editors, and about the certificate to system administrators, each in their language', async () => {
    const outgoing = new Outgoing({ production: false, outgoingPrivate: null })
    const url = `smtp://127.0.0.1:${server.port}`
    const transport = new SmtpTransport({ url, from: 'noreply@haijian.example', outgoing, patience: 5_000 })
    const worker = await place.openWorker([{ provide: MailTransport, useValue: transport }])
    const received = async (on: string) => {
      server.received.length = 0
      place.at(on)
      await worker.get(EndingMail).order()
      await worker.get(MailQueue).sendDue()
      return Object.fromEntries(server.received.map((mail) => [mail.to[0]?.split('@')[0], mail]))
    }
    const first = await received('2026-12-14') // the certificate has 31 days left, of which 60 was not told yet
    expect(Object.keys(first).sort()).toEqual(['otherEditor', 'policyEditor', 'systemAdmin'])
    const second = await received('2026-12-15')
    expect(Object.keys(second).sort()).toEqual(['otherEditor', 'policyEditor', 'systemAdmin'])
    const { systemAdmin, otherEditor, policyEditor } = second
    if (!systemAdmin || !otherEditor || !policyEditor) throw new Error('no mail')
    expect(headerOf(systemAdmin, 'Subject')).toBe('Haijian: The certificate for signing letters expires soon')
    const text = partOf(systemAdmin, 'text/plain').replace(/\s+/g, ' ')
    expect(text).toContain('- 14 January 2027 Certificate for signing letters. No letter can be issued after that day.')
    expect(text).toContain('https://haijian.example/signing')
    expect(text).not.toContain('31 December 2026')
    expect(partOf(otherEditor, 'text/plain').replace(/\s+/g, ' ')).toContain(
      '- 31 December 2026 Calendar 2026. Until the next year’s holidays are entered, days in that year are provisional.',
    )
    expect(headerOf(policyEditor, 'Subject')).toBe('海荐：规则或证书即将到期')
    expect(partOf(policyEditor, 'text/plain')).toContain('2027年1月14日 推荐函签名证书。到期后不能再出具推荐函。')
    expect(await received('2026-12-16')).toEqual({})
  })
})
