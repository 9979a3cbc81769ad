/**
 * What each person comes for, one story each, told in a real browser with the words of whoever it is. people.rest.ts tells some of every kind,
 * people.long.ts all others. Over 250 lines because a story that is told elsewhere than its neighbours is told twice.
 */
import { expect } from '@jest/globals'
import { Database } from '../../src/base/database.js'
import { path } from '../../src/base/path.js'
import { enqueue } from '../../src/jobs/queue.js'
import { actionAddress } from '../../src/web/case/addresses.js'
import { Prover } from '../../src/worker/prover.js'
import type { Act } from '../../src/workflow/machine.js'
import type { Name } from '../cases/population.js'
import type { ROUTES } from '../cases/routes.js'
import { MANNERS, type Reader, sayManner } from './reader.js'

/** Who comes, nobody for a visitor, and what they do. */
export interface Story {
  readonly who: Name | undefined
  tell(reader: Reader): Promise<void>
}

type State = keyof typeof ROUTES

/** Who does what in a case of which state, with which answers; where it leads. */
const DEEDS: readonly [who: Name, given: State, action: Act, answers: Record<string, string>, leads: string][] = [
  ['applicant', 'draft', 'discard', {}, 'discarded'],
  ['applicant', 'submitted', 'withdraw', { reason: 'The talent has changed plans.' }, 'withdrawn'],
  ['firmAdmin', 'notRecommended', 'requestReview', { grounds: 'The figures were read wrongly.' }, 'underReview'],
  ['applicant', 'underAssessment', 'message', { text: 'The talent has a new telephone.' }, 'underAssessment'],
  [
    'firmAdmin',
    'permitGranted',
    'reportEnd',
    { 'endedOn[year]': '2026', 'endedOn[month]': '11', 'endedOn[day]': '20', why: 'The contract ended.' },
    'permitGranted',
  ],
  ['intake', 'submitted', 'accept', {}, 'underAssessment'],
  [
    'intake',
    'submitted',
    'requestCorrection',
    { 'items[0][on]': 'contract', 'items[0][what]': 'Page 3 cannot be read.' },
    'awaitingCorrection',
  ],
  [
    'intake',
    'submitted',
    'declineToAccept',
    { reasons: 'outOfScope', explanation: 'The person sells nothing abroad.' },
    'notAccepted',
  ],
  ['assessor', 'underAssessment', 'note', { text: 'Looked at the contract.' }, 'underAssessment'],
  [
    'assessor',
    'underAssessment',
    'consult',
    { department: 'market', question: 'Is the account in good standing?' },
    'underAssessment',
  ],
  ['assessor', 'underAssessment', 'declareInterest', { why: 'A cousin works there.' }, 'underAssessment'],
  ['approver', 'awaitingDecision', 'recommend', { conditions: 'Report the figures every half year.' }, 'recommended'],
  [
    'approver',
    'awaitingDecision',
    'refuse',
    { reasons: 'criteriaNotMet', explanation: 'As the opinions say.' },
    'notRecommended',
  ],
  [
    'approver',
    'awaitingDecision',
    'returnToAssessment',
    { why: 'The market department was not asked.' },
    'underAssessment',
  ],
  [
    'approver',
    'letterIssued',
    'revokeLetter',
    { reasons: 'issuedInError', explanation: 'A wrong number.' },
    'letterRevoked',
  ],
  ['permitOfficer', 'letterIssued', 'receiveLetter', {}, 'letterReceived'],
  [
    'permitOfficer',
    'letterReceived',
    'recordGranted',
    { permitNumber: '31202611240001', detailsLater: 'true' },
    'permitGranted',
  ],
  [
    'permitOfficer',
    'letterReceived',
    'returnLetter',
    { why: 'The name differs from the passport.' },
    'awaitingDecision',
  ],
  ['panel', 'underReview', 'overturnRefusal', { explanation: 'The salary was read wrongly.' }, 'awaitingDecision'],
  ['panel', 'underReview', 'upholdRefusal', { explanation: 'The reasons stand.' }, 'notRecommended'],
]

/** Opens the case, does it, and sees where it leads. */
async function act(reader: Reader, given: State, action: Act, answers: Record<string, string>, leads: string) {
  const one = await reader.site.world.caseIn(given)
  await reader.open(path.case(one.id))
  const written = action === 'message' // on the page of the case itself
  if (!written) await reader.follow(actionAddress(one.id, action))
  // Other stories may have left the same person a letter in force; who recommends is then asked why.
  const asked = (await reader.page.locator('[name="duplicateReason"]').count()) > 0
  await reader.fill(asked ? { ...answers, duplicateReason: 'The other letter is for another firm.' } : answers)
  if (written) await reader.press('发送', 'Send')
  else await reader.send()
  expect(await reader.page.locator('.govuk-error-summary').allInnerTexts()).toEqual([])
  expect([await one.state(), reader.page.url().includes('/actions/')]).toEqual([leads, false])
}

/** The link of an invitation, told once on the page. */
const invitationOn = async ({ page }: Reader): Promise<string> =>
  (await page.locator('main').innerHTML()).match(/\/join#[\w-]+/)?.[0] ?? ''

/** Somebody comes by the link and sets a password. */
async function join(link: string, reader: Reader): Promise<void> {
  const guest = await reader.beside(undefined)
  await guest.openLink(link)
  await guest.write(guest.page.locator('input[type="password"]').first(), 'a long enough password')
  await guest.send()
  expect(new URL(guest.page.url()).pathname).toBe(path.joinDone)
  await guest.close()
}

/** What is done outside a case. */
const ERRANDS: Readonly<Record<string, readonly [who: Name | undefined, errand: (reader: Reader) => Promise<void>]>> = {
  'a visitor checks whether it would be enough, and what is still lacking': [
    undefined,
    async (reader) => {
      await reader.open('/')
      await reader.follow(path.selfCheck)
      await reader.fill({
        'talent[birthDate][year]': '1996',
        'talent[birthDate][month]': '5',
        'talent[birthDate][day]': '4',
        'talent[nationality]': 'ITA',
        'talent[education][degree]': 'bachelor',
        'talent[experienceYears]': '5',
        'engagement[salaryPerYear]': '960000',
        'engagement[monthsPerYear]': '12',
      })
      await reader.send()
      expect(await reader.text()).toContain(reader.words('A类', 'class A'))
    },
  ],
  'a visitor reads what to do about a refusal': [
    undefined,
    async (reader) => {
      await reader.open('/')
      await reader.go(reader.page.locator(`footer a[href="${path.complaints}"]`))
      expect(await reader.text()).toContain(reader.words('知道决定之日起', 'of learning of it'))
    },
  ],
  'a firm’s administrator invites a colleague, who joins': [
    'firmAdmin',
    async (reader) => {
      const account = `new${reader.manner.language}${reader.manner.width}${reader.manner.script}@example.com`
      await reader.open(path.firm)
      await reader.fill({ name: 'Li Wen', account, role: 'applicant' })
      await reader.send()
      const link = await invitationOn(reader)
      await join(link, reader)
    },
  ],
  'a supervisor sees the load and gives a case to somebody there': [
    'supervisor',
    async (reader) => {
      const one = await reader.site.world.caseIn('underAssessment')
      await reader.open(path.load)
      await reader.tick(reader.page.locator(`#case-${one.id}`))
      const to = reader.page.locator('main select[name="to"]')
      const whom = await to
        .locator('option', { hasText: /评估人|assessor/ })
        .first()
        .getAttribute('value')
      await reader.fill({ to: whom ?? '' })
      await reader.press('指派', 'Assign')
      const { rows } = await reader.site.world.admin.query(
        'select person_id::text as holder from claims where case_id = $1',
        [one.id],
      )
      expect(rows).toEqual([{ holder: whom }])
    },
  ],
  'a policy editor drafts a time limit, and another one reads and approves it': [
    'policyEditor',
    async (reader) => {
      await reader.open(path.policy)
      await reader.follow(path.kind('timeLimits'))
      await reader.follow('a[href^="/policy/entries/"]')
      await reader.follow('a[href*="/new?from="]')
      const month = String(1 + MANNERS.indexOf(reader.manner))
      const day = { 'effectiveFrom[year]': '2027', 'effectiveFrom[month]': month, 'effectiveFrom[day]': '4' }
      await reader.fill({ ...day, note: 'Notice 12 of 2026', 'body[amount]': '7' })
      await reader.send()
      const address = new URL(reader.page.url()).pathname
      expect(address).toMatch(/^\/policy\/entries\/\d+$/)
      const other = await reader.beside('otherEditor')
      await other.open(address)
      expect(await other.text()).toContain('Notice 12 of 2026')
      await other.press('批准', 'Approve')
      await other.close()
      const { rows } = await reader.site.world.admin.query(
        'select approved_at is not null as approved from reference where id = $1',
        [address.split('/').at(-1)],
      )
      expect(rows).toEqual([{ approved: true }])
    },
  ],
  'an auditor finds a case, has its history proved, and takes it away': [
    'auditor',
    async (reader) => {
      const one = await reader.site.world.caseIn('letterIssued')
      const { rows } = await reader.site.world.admin.query<{ number: string }>(
        'select number from cases where id = $1',
        [one.id],
      )
      const number = rows[0]?.number ?? ''
      await reader.open(path.audit)
      await reader.fill({ number })
      await reader.press('查找', 'Search')
      await reader.follow(path.auditCase(one.id))
      const pressed = reader.press('核对历史', 'Verify the history')
      const prover = (await reader.site.world.worker()).get(Prover)
      for (let open: number | undefined; open === undefined; ) {
        const { rows: asked } = await reader.site.world.admin.query<{ id: number }>(
          'select id from proofs where done_at is null',
        )
        open = asked[0]?.id
        if (open !== undefined) await prover.prove(open)
      }
      await pressed
      expect(await reader.text()).toMatch(
        reader.manner.language === 'zh' ? /条事件.*摘要值/ : /follow one another by their hashes/,
      )
      const lines = (await reader.take('导出（签名 JSON 行）', 'Export (signed JSON lines)'))
        .toString()
        .trimEnd()
        .split('\n')
      expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ events: lines.length - 2, signature: expect.any(String) })
    },
  ],
  'an auditor reads the reports, each chart with its table': [
    'auditor',
    async (reader) => {
      await reader.open(path.reports)
      expect(await reader.page.locator('main table').count()).toBeGreaterThan(0)
    },
  ],
  'a permit officer finds a letter by its number, chooses it for a package, and takes the PDF': [
    'permitOfficer',
    async (reader) => {
      const one = await reader.site.world.caseIn('letterIssued')
      const { rows } = await reader.site.world.admin.query<{ id: number; number: string }>(
        `select id, number from letters where case_id = $1 and kind = 'recommendation'`,
        [one.id],
      )
      const [letter] = rows
      await reader.open(path.letters)
      await reader.fill({ find: letter?.number ?? '' })
      await reader.press('查找', 'Search')
      const ticks = reader.page.locator(`main form[action="${path.packages}"] input[type="checkbox"]`)
      expect(await ticks.count()).toBe(1)
      await reader.tick(ticks)
      await reader.press('下载所选文书及材料', 'Download selected letters with their documents')
      expect(await reader.text()).toContain(letter?.number)
      await reader.page.locator('main a[href$="/file"]').waitFor() // the evidence was never on this disk
      await reader.open(path.letter(Number(letter?.id)))
      const pdf = await reader.take('下载签名的 PDF', 'Download the signed PDF')
      expect([pdf.subarray(0, 5).toString(), pdf.includes('/ETSI.CAdES.detached')]).toEqual(['%PDF-', true])
    },
  ],
  'a system administrator tries failed jobs again': [
    'systemAdmin',
    async (reader) => {
      const [key, worker] = [`failing ${sayManner(reader.manner)}`, await reader.site.world.worker()]
      await worker.get(Database).transaction({}, (tx) => enqueue(tx, 'makeLetter', { letterId: 4711 }, key))
      await reader.site.world.admin.query(`update graphile_worker._private_jobs set attempts = 25 where key = $1`, [
        key,
      ])
      await reader.open(path.jobs)
      await reader.press('全部重试', 'Retry all')
      const { rows } = await reader.site.world.admin.query('select attempts from graphile_worker.jobs where key = $1', [
        key,
      ])
      expect(rows).toEqual([{ attempts: 0 }])
    },
  ],
  'a system administrator announces something, which everybody reads and may put away': [
    'systemAdmin',
    async (reader) => {
      const mark = `${MANNERS.indexOf(reader.manner)}`
      await reader.open(path.announcements)
      await reader.fill({ zh: `公告${mark}`, en: `Announcement ${mark}` })
      await reader.press('发布', 'Publish')
      const guest = await reader.beside(undefined)
      await guest.open('/')
      const told = guest.page
        .locator('.hj-announced form')
        .filter({ hasText: guest.words(`公告${mark}`, `Announcement ${mark}`) })
      expect(await told.count()).toBe(1)
      await guest.go(told.getByRole('button'))
      expect(await told.count()).toBe(0)
      await guest.close()
    },
  ],
  'two administrators let somebody in, who sets a password': [
    'systemAdmin',
    async (reader) => {
      const account = `in${MANNERS.indexOf(reader.manner)}`
      await reader.open(path.people)
      await reader.fill({ account, name: 'Chen Jie', roles: 'intake', authority: 'sh-commerce' })
      await reader.press('提交，待批准', 'Send for approval')
      const link = await invitationOn(reader)
      const security = await reader.beside('securityAdmin')
      await security.open(path.people)
      await security.press('同意', 'Agree')
      await security.close()
      await join(link, reader)
    },
  ],
  'a system administrator announces an outage, which everybody reads': [
    'systemAdmin',
    async (reader) => {
      await reader.open(path.outages)
      await reader.fill({
        'from[year]': '2026',
        'from[month]': '11',
        'from[day]': '28',
        'to[year]': '2026',
        'to[month]': '11',
        'to[day]': '28',
        zh: '计划内维护',
        en: 'Planned maintenance',
      })
      await reader.send()
      const guest = await reader.beside(undefined)
      await guest.open('/')
      expect(await guest.page.locator('.hj-outage').textContent()).toContain(
        guest.words('计划内维护', 'Planned maintenance'),
      )
      await guest.close()
    },
  ],
  'a security administrator reads the signing certificates': [
    'securityAdmin',
    async (reader) => {
      await reader.open(path.signing)
      expect(await reader.page.locator('h1').textContent()).toBe(reader.words('签名证书', 'Signing certificates'))
    },
  ],
}

/** Every story by its name. */
export const STORIES: Readonly<Record<string, Story>> = Object.fromEntries([
  ...DEEDS.map(([who, given, action, answers, leads]) => {
    const story: Story = { who, tell: (reader) => act(reader, given, action, answers, leads) }
    return [`${who}: ${given}, ${action}, ${leads}`, story] as const
  }),
  ...Object.entries(ERRANDS).map(([name, [who, tell]]) => [name, { who, tell }] as const),
])
