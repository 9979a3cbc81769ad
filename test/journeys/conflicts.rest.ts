/**
 * Somebody was faster, in a real browser and without script: at every form of the desk, of policy and of people the page says who did what and which fields it changed, and
 * what was typed is still there. The other one acts between opening and sending.
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { path } from '../../src/base/path.js'
import { KeptForms } from '../../src/cases/keptForms.js'
import { REPORT_FORM } from '../../src/forms/actions.js'
import { Staff } from '../../src/people/staff.service.js'
import { PolicyDrafts } from '../../src/reference/draft.service.js'
import { actionAddress } from '../../src/web/case/addresses.js'
import type { Act } from '../../src/workflow/machine.js'
import { findViolations } from '../../tools/screens.js'
import type { Name } from '../cases/population.js'
import type { ROUTES, StepLine } from '../cases/routes.js'
import type { Case } from '../cases/world.js'
import type { Served } from '../web/served.js'
import { Browsing } from './browsing.js'
import { toNextPage } from './nextPage.js'

jest.setTimeout(120_000)

let browsing: Browsing
let site: Served

beforeAll(async () => {
  browsing = await Browsing.open()
  site = browsing.site
})
afterAll(() => browsing?.close())

/** Somebody at a page; `done` when the test has looked. */
async function at(name: Name, path: string, width = 1440): Promise<Page> {
  const page = await (await browsing.windowsOf(name, { width })).newPage()
  await page.goto(site.origin + path)
  return page
}

/** Presses this button of the main part; the next page, which is there afterwards, says how it went. */
async function press(page: Page, button: string): Promise<number> {
  // what saves itself is sent by POST too, and leaves the page
  const answer = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.request().isNavigationRequest(),
  )
  await toNextPage(page, () =>
    Promise.all([answer, page.locator('main').getByRole('button', { name: button, exact: true }).last().click()]),
  )
  return (await answer).status()
}

const words = async (page: Page): Promise<string> =>
  ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, ' ')

/** The rows of the tables that say what changed, as `field: before → now`. */
const changed = (page: Page, tables = '.hj-changes'): Promise<string[]> =>
  page.locator(`${tables} tbody tr`).evaluateAll((rows) =>
    rows.map((row) => {
      const [key, before, now] = [...row.children].map(({ textContent }) => textContent?.replace(/\s+/g, ' ').trim())
      return `${key}: ${before} → ${now}`
    }),
  )

async function look(page: Page, last = true): Promise<void> {
  expect(await findViolations(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
  if (last) await page.context().close()
}

const TWO_DEPARTMENTS: StepLine[] = [
  ['applicant', 'submit'],
  ['intake', 'accept', { departments: ['commerce', 'culture'] }],
]

interface Clash {
  readonly who: Name
  readonly given: keyof typeof ROUTES | StepLine[]
  readonly action: Act
  readonly button: string
  /** Typed into this box before the other one acts, and looked for afterwards. */
  readonly box: string
  readonly fill?: (page: Page) => Promise<unknown>
  readonly meanwhile: (one: Case) => Promise<unknown>
  readonly rows: readonly string[]
  /** The action is no longer open: what was typed is there to be copied. */
  readonly lost?: boolean
  readonly width?: number
}

const CLASHES: Readonly<Record<string, Clash>> = {
  'an assessment, when another department has reported': {
    who: 'assessor',
    given: TWO_DEPARTMENTS,
    action: 'report',
    button: 'Submit the assessment',
    box: 'summary',
    fill: async (page) => {
      await page.locator('input[name="desk[enough]"][value="yes"]').check()
      for (const one of await page.locator('input[name$="[level]"][value="3"]').all()) await one.check()
      for (const one of await page.locator('input[name$="[result]"][value="clear"]').all()) await one.check()
      await page.locator('input[name="opinion"][value="recommend"]').check()
    },
    meanwhile: (one) =>
      one.do('cultureAssessor', 'report', { opinion: 'against', summary: 'Two shows without licence.' }),
    rows: ['Opinion: nothing → Do not recommend', 'Assessment: nothing → Two shows without licence.'],
  },
  'a consultation, when another one was asked': {
    who: 'assessor',
    given: 'underAssessment',
    action: 'consult',
    button: 'Consult a department',
    box: 'question',
    fill: (page) => page.locator('input[name="department"][value="market"]').check(),
    meanwhile: (one) => one.do('colleague', 'consult', { department: 'culture', question: 'Is the licence in order?' }),
    rows: [
      'Department to consult: nothing → Culture and tourism',
      'Question to the department: nothing → Is the licence in order?',
    ],
    width: 390,
  },
  'a notice, when the firm has filed again': {
    who: 'assessor',
    given: 'underAssessment',
    action: 'requestCorrection',
    button: 'Ask for correction',
    box: 'remarks',
    meanwhile: async (one) => {
      await one.do('colleague', 'requestCorrection')
      await one.do('applicant', 'saveAnswers', { answers: { engagement: { post: 'Head of the studio' } } })
      await one.do('applicant', 'resubmit')
    },
    rows: [expect.stringMatching(/^Post: .* → Head of the studio$/) as unknown as string],
  },
  'a recommendation, when the firm has written': {
    who: 'approver',
    given: 'awaitingDecision',
    action: 'recommend',
    button: 'Recommend',
    box: 'remarks',
    meanwhile: (one) => one.do('applicant', 'message', { text: 'The contract was ended yesterday.' }),
    rows: ['Message: nothing → The contract was ended yesterday.'],
  },
  'a refusal, when another approver has recommended': {
    who: 'approver',
    given: 'awaitingDecision',
    action: 'refuse',
    button: 'Refuse',
    box: 'explanation',
    fill: (page) => page.locator('input[value="other"]').check(),
    meanwhile: (one) => one.do('otherApprover', 'recommend', { conditions: 'Half-yearly figures.' }),
    rows: ['State: Awaiting decision → Recommended', 'Conditions: nothing → Half-yearly figures.'],
    lost: true,
    width: 390,
  },
  'a note, when the firm has withdrawn': {
    who: 'assessor',
    given: 'underAssessment',
    action: 'note',
    button: 'Add a note',
    box: 'text',
    meanwhile: (one) => one.do('applicant', 'withdraw'),
    rows: [],
    lost: true,
  },
  'an acceptance, when a colleague has claimed the case': {
    who: 'intake',
    given: 'submitted',
    action: 'accept',
    button: 'Accept',
    box: 'remarks',
    meanwhile: (one) => one.do('bothHats', 'claim'),
    rows: ['Assigned to: nothing → bothHats'],
  },
  'a refusal, when the supervisor has given the case to another one': {
    who: 'approver',
    given: 'awaitingDecision',
    action: 'refuse',
    button: 'Refuse',
    box: 'explanation',
    fill: (page) => page.locator('input[name="reasons[]"]').first().check(),
    meanwhile: (one) => one.do('supervisor', 'assign', { to: site.world.person('otherApprover').id }),
    rows: ['Assigned to: nothing → otherApprover'],
    width: 390,
  },
  'a case given to somebody, when it was given to another one': {
    who: 'supervisor',
    given: 'underAssessment',
    action: 'assign',
    button: 'Assign',
    box: 'remarks',
    fill: (page) => page.locator('select[name="to"]').selectOption({ index: 1 }),
    meanwhile: (one) => one.do('colleague', 'claim'),
    rows: ['Assigned to: nothing → colleague'],
  },
}

test.each(Object.entries(CLASHES))('%s', async (_, clash) => {
  const { who, given, action, button, box, fill, meanwhile, rows, lost = false, width } = clash
  const one = typeof given === 'string' ? await site.world.caseIn(given) : await site.world.draft()
  if (typeof given !== 'string') await one.walk(given)
  const page = await at(who, actionAddress(one.id, action), width)
  await page.locator(`[name="${box}"]`).fill('Half an hour of careful words.')
  await fill?.(page)
  await meanwhile(one)
  const [before, status] = [await one.row(), await press(page, button)]
  expect([status, await words(page)]).toEqual([409, expect.stringMatching(/since you opened|Your text|not possible/i)])
  const typed = lost ? page.locator('textarea[readonly]') : page.locator(`[name="${box}"]`)
  // a decision opens with what was found, which is there again, too
  const kept = await Promise.all((await typed.all()).map((one) => one.inputValue()))
  expect(kept).toContain('Half an hour of careful words.')
  expect(await changed(page)).toEqual(expect.arrayContaining([...rows]))
  expect((await one.row()).version).toBe(before.version)
  if (width) await look(page)
  else await page.context().close()
})

test('what was proposed meanwhile stands below what was typed, and the notice goes out with both', async () => {
  const one = await site.world.draft()
  await one.walk(TWO_DEPARTMENTS)
  const page = await at('assessor', actionAddress(one.id, 'requestCorrection'))
  await page.locator('select[name="items[0][on]"]').selectOption('contract')
  await page.locator('[name="items[0][what]"]').fill('The seal on page 3.')
  await one.do('cultureAssessor', 'proposeCorrection', { items: [{ on: 'resume', what: 'The year 2021 is missing.' }] })
  expect(await press(page, 'Ask for correction')).toBe(409)
  expect(await page.locator('[name="items[1][what]"]').inputValue()).toBe('The year 2021 is missing.')
  expect(await press(page, 'Ask for correction')).toBe(303)
  expect(await one.state()).toBe('awaitingCorrection')
  await page.context().close()
})

test('an assessment kept from two windows: neither is lost unseen', async () => {
  const one = await site.world.caseIn('underAssessment')
  const page = await at('assessor', path.report(one.id))
  const place = path.report(one.id)
  const input = { summary: 'Typed in the other window.', opinion: 'against' }
  await site.world.app
    .get(KeptForms)
    .keep(site.world.person('assessor'), { place, form: REPORT_FORM, input, mark: undefined })
  await page.locator('[name="summary"]').fill('Typed in this window.')
  await page.getByText('You saved this in another window too, 09:00.').waitFor()
  expect(await press(page, 'Save for later')).toBe(409)
  expect(await changed(page, '.hj-vs')).toEqual([
    'Opinion: Do not recommend → nothing',
    'Assessment: Typed in the other window. → Typed in this window.',
  ])
  await look(page, false)
  expect(await press(page, 'Keep the text on this page')).toBe(303)
  await page.getByText('Saved 09:00').waitFor()
  expect(await page.locator('[name="summary"]').inputValue()).toBe('Typed in this window.')
  await look(page)
})

test('a draft of policy, changed in another window, and approved after it was changed', async () => {
  const { world } = site
  const [drafts, editor] = [world.app.get(PolicyDrafts), world.person('policyEditor')]
  const limit = (await drafts.inForce('2026-11-24', 'timeLimits')).find(({ key }) => key === 'decision')
  const draft = (amount: number, note: string) => ({
    effectiveFrom: '2027-03-01',
    note,
    body: { ...(limit?.body as object), amount },
  })
  const id = await drafts.draft(editor, 'timeLimits', 'decision', draft(3, 'Notice 12'))
  const own = await at('policyEditor', path.changeEntry(id))
  const other = await at('otherEditor', path.entry(id), 390)
  await own.locator('[name="note"]').fill('Typed in this window.')
  await drafts.change(editor, id, 1, draft(4, 'Notice 13'))
  expect(await press(own, 'Save the draft for approval')).toBe(409)
  expect(await changed(own)).toEqual([
    'Reason for the change: Notice 13 → Typed in this window.',
    expect.stringMatching(/: 4 → 3$/),
  ])
  expect(await own.locator('[name="note"]').inputValue()).toBe('Typed in this window.')
  await look(own)
  expect(await press(other, 'Approve')).toBe(409)
  expect(await changed(other)).toEqual([
    'Reason for the change: Notice 12 → Notice 13',
    expect.stringMatching(/: 3 → 4$/),
  ])
  await look(other)
})

test('rights of people: roles that changed, and a proposal that another administrator has decided', async () => {
  const { world } = site
  const [staff, guest] = [world.app.get(Staff), world.person('marketAssessor')]
  const page = await at('systemAdmin', path.person(guest.id))
  const late = await at('securityAdmin', path.person(guest.id))
  await page.locator('[name="roles[]"][value="approver"]').check()
  await page.locator('[name="why"]').fill('Moves to another desk.')
  await staff.propose(world.person('securityAdmin'), guest.id, { act: 'roles', roles: ['intake'], why: 'As agreed.' })
  expect(await press(page, 'Propose')).toBe(409)
  expect(await words(page)).toContain('A proposal about this person is already waiting for the other administrator.')
  expect(await page.locator('[name="why"]').inputValue()).toBe('Moves to another desk.')
  const [proposal] = await staff.listProposals(world.person('systemAdmin'), guest.id)
  const deciding = await at('systemAdmin', path.people)
  await staff.decideProposal(world.person('systemAdmin'), proposal?.id ?? 0, true)
  expect(await press(deciding, `Agree marketAssessor`)).toBe(409)
  expect(await words(deciding)).toContain('systemAdmin has already agreed. Your decision was not recorded.')
  await look(deciding)
  await late.locator('[name="why"]').fill('Typed before the roles changed.')
  expect(await press(late, 'Propose')).toBe(409)
  expect(await changed(late)).toEqual(['Roles: assessor → intake'])
  expect(await late.locator('[name="why"]').inputValue()).toBe('Typed before the roles changed.')
  await look(late)
  await page.context().close()
})
