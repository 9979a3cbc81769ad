/**
 * What somebody types is kept until it is sent: at every form of the desk, of policy, of administrators and of the audit, in a real browser. One types, waits, leaves by the page's own link and comes back: it is
 * there, with the time and a way to discard it. Nobody else reads it, nothing is done by it, and it goes when the form is done or the case is erased.
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { BrowserContext, Page } from 'playwright-core'
import { path, withQuery } from '../../src/base/path.js'
import { ContentReadings } from '../../src/cases/audit/reading.service.js'
import { KeptForms } from '../../src/cases/keptForms.js'
import { REPORT_FORM } from '../../src/forms/actions.js'
import { PolicyDrafts } from '../../src/reference/draft.service.js'
import { actionAddress, sectionAddress } from '../../src/web/case/addresses.js'
import type { Act } from '../../src/workflow/machine.js'
import { findViolations } from '../../tools/screens.js'
import type { Name } from '../cases/population.js'
import type { ROUTES } from '../cases/routes.js'
import { long } from '../long.js'
import type { Served } from '../web/served.js'
import { Browsing } from './browsing.js'
import { toNextPage } from './nextPage.js'

jest.setTimeout(240_000)

let browsing: Browsing
let site: Served
const contexts = new Map<string, Promise<BrowserContext>>()

beforeAll(async () => {
  browsing = await Browsing.open()
  site = browsing.site
})
afterAll(() => browsing?.close())

interface Manner {
  readonly language: 'zh' | 'en'
  readonly width: number
  readonly script: boolean
}
const USUAL: Manner = { language: 'en', width: 1440, script: true }

/** Somebody at a page; a browser a person and manner. */
async function at(name: Name, path: string, manner = USUAL): Promise<Page> {
  const known = `${name} ${JSON.stringify(manner)}`
  const context = contexts.get(known) ?? browsing.windowsOf(name, manner)
  contexts.set(known, context)
  const page = await (await context).newPage()
  page.on('dialog', (dialog) => void dialog.accept())
  expect((await page.goto(site.origin + path))?.status()).toBe(200)
  return page
}

const count = async (sql: string, values: unknown[] = []): Promise<number> =>
  (await site.world.admin.query<{ n: number }>(sql, values)).rows[0]?.n ?? 0
const keptAt = (place: string) => count('select count(*)::int as n from kept_forms where place = $1', [place])

/** Where the form ends on the page, px; a paper that is drawn meanwhile stands below it on a telephone. */
const endOfForm = (page: Page) =>
  page.evaluate<number>(`document.querySelector('form.hj-actform').getBoundingClientRect().bottom + scrollY`)

interface Form {
  readonly who: Name
  /** The page of the form. */
  readonly page: () => Promise<string>
  /** A box of the form that takes a text. */
  readonly box: string
  /** What has to be opened before. */
  readonly within?: string
  /** By which one leaves. */
  readonly link?: string
}

const caseForm = (who: Name, state: keyof typeof ROUTES, action: Act, box: string): Form => ({
  who,
  page: async () => actionAddress((await site.world.caseIn(state)).id, action),
  box,
})

async function draftOfPolicy(): Promise<number> {
  const drafts = site.world.app.get(PolicyDrafts)
  const limit = (await drafts.inForce('2026-11-24', 'timeLimits')).find(({ key }) => key === 'decision')
  const draft = { effectiveFrom: '2027-03-01', note: 'Notice 12', body: { ...(limit?.body as object), amount: 3 } }
  return drafts.draft(site.world.person('policyEditor'), 'timeLimits', 'decision', draft)
}

const FORMS: Readonly<Record<string, Form>> = {
  'an assessment': caseForm('assessor', 'underAssessment', 'report', 'summary'),
  'a notice of correction': caseForm('intake', 'submitted', 'requestCorrection', 'items[0][what]'),
  'a refusal': caseForm('approver', 'awaitingDecision', 'refuse', 'explanation'),
  'an intended refusal': caseForm('approver', 'awaitingDecision', 'announceRefusal', 'explanation'),
  'a recommendation': caseForm('approver', 'awaitingDecision', 'recommend', 'conditions'),
  'a return to assessment': caseForm('approver', 'awaitingDecision', 'returnToAssessment', 'why'),
  'an acceptance': caseForm('intake', 'submitted', 'accept', 'remarks'),
  'a filing that is declined': caseForm('intake', 'submitted', 'declineToAccept', 'explanation'),
  'a consultation': caseForm('assessor', 'underAssessment', 'consult', 'question'),
  'a proposed correction': caseForm('approver', 'underAssessment', 'proposeCorrection', 'items[0][what]'),
  'a note': caseForm('assessor', 'underAssessment', 'note', 'text'),
  'a case given to somebody': caseForm('supervisor', 'underAssessment', 'assign', 'remarks'),
  'a returned letter': caseForm('permitOfficer', 'letterIssued', 'returnLetter', 'why'),
  'a revoked letter': caseForm('approver', 'letterIssued', 'revokeLetter', 'explanation'),
  'a refused permit': caseForm('permitOfficer', 'letterReceived', 'recordRefused', 'why'),
  'a refusal that is upheld': caseForm('panel', 'underReview', 'upholdRefusal', 'explanation'),
  'a refusal that is overturned': caseForm('panel', 'underReview', 'overturnRefusal', 'explanation'),
  'a message on the page of a case': {
    who: 'assessor',
    page: async () => path.case((await site.world.caseIn('underAssessment')).id),
    box: 'text',
    link: `a[href="${path.queue}"]`,
  },
  'what a firm answers to an intended refusal': {
    who: 'applicant',
    page: async () => {
      const one = await site.world.caseIn('awaitingDecision')
      await one.do('approver', 'announceRefusal')
      return path.case(one.id)
    },
    box: 'statement',
  },
  'a new version of a rule': {
    who: 'policyEditor',
    page: async () => {
      const { rows } = await site.world.admin.query<{ id: number }>(
        `select id from reference where kind = 'timeLimits' and key = 'decision' and approved_at is not null`,
      )
      return withQuery(path.newEntry('timeLimits'), `from=${rows[0]?.id}`)
    },
    box: 'note',
  },
  'a draft that is changed': {
    who: 'policyEditor',
    page: async () => path.changeEntry(await draftOfPolicy()),
    box: 'note',
  },
  'a draft that is sent back': {
    who: 'otherEditor',
    page: async () => path.entry(await draftOfPolicy()),
    box: 'why',
  },
  'an absence': {
    who: 'assessor',
    page: async () => path.absences,
    box: 'from[year]',
    link: `a[href="${path.queue}"]`,
  },
  'an announcement': {
    who: 'systemAdmin',
    page: async () => path.announcements,
    box: 'zh',
    link: `a[href="${path.jobs}"]`,
  },
  'an outage': { who: 'systemAdmin', page: async () => path.outages, box: 'zh', link: `a[href="${path.jobs}"]` },
  'an access that is to end': {
    who: 'systemAdmin',
    page: async () => path.person(site.world.person('marketAssessor').id),
    box: 'reason',
  },
  'a wish to read a case': {
    who: 'auditor',
    page: async () => path.auditCase((await site.world.caseIn('submitted')).id),
    box: 'reason',
  },
  'a refusal of such a wish': {
    who: 'securityAdmin',
    page: async () => {
      const one = await site.world.caseIn('submitted')
      await site.world.app.get(ContentReadings).ask(site.world.person('auditor'), one.id, 'A complaint was made.')
      return path.readings
    },
    box: 'why',
    within: 'main summary',
    link: `a[href="${path.people}"]`,
  },
}

const boxOf = (page: Page, { box }: Form) => page.locator(`main [name="${box}"]`).first()
const words = (manner: Manner, zh: string, en: string) => (manner.language === 'zh' ? zh : en)

/** Of the forms of a case, which one handler serves, the short run tries some. */
const OF_ONE_HANDLER = Object.keys(FORMS).slice(0, 17)
const TRIED = ['an assessment', 'a notice of correction', 'a refusal', 'a returned letter']
const isTried = (name: string) => long || !OF_ONE_HANDLER.includes(name) || TRIED.includes(name)

describe('typed, left and come back to', () => {
  test.each(Object.entries(FORMS).filter(([name]) => isTried(name)))('%s', async (_, form) => {
    const path = await form.page()
    const page = await at(form.who, path)
    if (form.within) await page.locator(form.within).first().click()
    await boxOf(page, form).fill('2031')
    await page.getByText('Saved 09:00').waitFor()
    const link = page.locator(form.link ?? '.govuk-back-link').first()
    await toNextPage(page, () => link.click())
    expect(page.url()).not.toBe(site.origin + path)
    await page.goto(site.origin + path)
    expect(await boxOf(page, form).inputValue()).toBe('2031')
    expect(await page.getByText('Saved 09:00').isVisible()).toBe(true)
    await toNextPage(page, () => page.getByRole('button', { name: 'Discard' }).first().click())
    expect(await boxOf(page, form).inputValue()).not.toBe('2031')
    expect(await page.getByRole('button', { name: 'Discard' }).isVisible()).toBe(false)
    await page.close()
  })
})

const MANNERS: readonly Manner[] = [
  { language: 'zh', width: 390, script: true },
  { language: 'zh', width: 1440, script: false },
  { language: 'en', width: 390, script: false },
]

describe.each(MANNERS)('in $language, $width px, script: $script', (manner) => {
  test.each(['an assessment', 'a notice of correction', 'a refusal'])('%s', async (name) => {
    const form = FORMS[name]
    if (!form) throw new Error(name)
    const path = await form.page()
    const page = await at(form.who, path, manner)
    const end = await endOfForm(page)
    await boxOf(page, form).fill('第二页缺章')
    const saved = page.getByText(words(manner, '已暂存 09:00', 'Saved 09:00'))
    if (!manner.script)
      await page.getByRole('button', { name: words(manner, '暂存', 'Save for later'), exact: true }).click()
    await saved.waitFor()
    if (manner.script) {
      expect(await endOfForm(page)).toBe(end) // nothing moves under the hand that is about to press a button
      expect(await findViolations(page)).toEqual([])
    }
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
    await page.locator('.govuk-back-link').click()
    await page.waitForURL(/\/cases\/\d+$/)
    await page.goto(site.origin + path)
    expect(await boxOf(page, form).inputValue()).toBe('第二页缺章')
    expect(await saved.isVisible()).toBe(true)
    const discard = page.getByRole('button', { name: words(manner, '删除暂存', 'Discard') })
    await toNextPage(page, () => discard.click())
    expect(await boxOf(page, form).inputValue()).toBe('')
    await page.close()
  })
})

test('before it is kept, leaving asks first, and staying loses nothing', async () => {
  const one = await site.world.caseIn('awaitingDecision')
  const page = await (await browsing.windowsOf('approver')).newPage()
  await page.goto(`${site.origin}${actionAddress(one.id, 'refuse')}`)
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.dismiss()
  })
  // the server does not answer what is saved quietly
  await page.route('**/actions/refuse', (route) =>
    route.request().isNavigationRequest() ? route.continue() : route.abort(),
  )
  await page.locator('[name="explanation"]').pressSequentially('Half an hour.')
  await page.getByText('No connection.').waitFor()
  await page.locator('.govuk-back-link').click()
  expect(asked).toEqual(['beforeunload'])
  expect(await page.locator('[name="explanation"]').inputValue()).toBe('Half an hour.')
  await page.context().close()
})

test('who types before the script is there goes on in the same box', async () => {
  const one = await site.world.caseIn('awaitingDecision')
  const page = await (await browsing.windowsOf('approver')).newPage()
  let arrives = () => {}
  const late = new Promise<void>((done) => {
    arrives = done
  })
  await page.route('**/desk.js', async (route) => {
    await late
    await route.continue()
  })
  await page.goto(`${site.origin}${actionAddress(one.id, 'refuse')}`, { waitUntil: 'commit' })
  const box = page.locator('[name="explanation"]')
  await box.pressSequentially('Half ')
  arrives()
  await page.locator('[data-palette]').waitFor() // the script is there
  expect(await box.evaluate((it) => it === it.ownerDocument.activeElement)).toBe(true)
  await page.keyboard.type('an hour.')
  expect(await box.inputValue()).toBe('Half an hour.')
  await page.context().close()
})

test('what a server could not save that was being started anew is saved when it is there', async () => {
  const one = await site.world.caseIn('awaitingDecision')
  const page = await (await browsing.windowsOf('approver')).newPage()
  await page.goto(`${site.origin}${actionAddress(one.id, 'refuse')}`)
  let saves = 0
  await page.route('**/actions/refuse', (route) =>
    route.request().postData()?.includes('_keep=') && ++saves === 1
      ? route.fulfill({ status: 503, json: {} })
      : route.continue(),
  )
  await page.locator('[name="explanation"]').fill('Nothing more is typed.')
  await page.getByText('Not saved.').waitFor()
  await page.getByText('Saved 09:00').waitFor()
  expect(await keptAt(actionAddress(one.id, 'refuse'))).toBe(1)
  await page.context().close()
})

test.each<[string, Form]>([
  ['a refusal', caseForm('approver', 'awaitingDecision', 'refuse', 'explanation')],
  [
    'a section of a firm',
    {
      who: 'applicant',
      page: async () => sectionAddress((await site.world.draft()).id, 'talent'),
      box: 'talent[chineseName]',
      link: '.govuk-back-link',
    },
  ],
])('what was typed before the script was there is saved, and then nothing is asked on leaving: %s', async (_, form) => {
  const path = await form.page()
  const page = await (await browsing.windowsOf(form.who)).newPage()
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.accept()
  })
  let arrives = () => {}
  const late = new Promise<void>((done) => {
    arrives = done
  })
  await page.route('**/keep.js', async (route) => {
    await late
    await route.continue()
  })
  await page.goto(site.origin + path, { waitUntil: 'domcontentloaded' })
  await boxOf(page, form).fill('早')
  const saved = page.waitForResponse((answer) => answer.request().method() !== 'GET')
  arrives()
  expect((await saved).status()).toBe(200)
  await page.locator('[data-saved]').getByText('Saved').waitFor()
  await page
    .locator(form.link ?? '.govuk-back-link')
    .first()
    .click()
  await page.waitForURL((url) => url.pathname !== path)
  expect(asked).toEqual([])
  await page.goto(site.origin + path)
  expect(await boxOf(page, form).inputValue()).toBe('早')
  await page.context().close()
})

test('what is ticked of what is known is kept before the page says so, and the hand stays in its list', async () => {
  const one = await site.world.caseIn('submitted')
  const place = actionAddress(one.id, 'requestCorrection')
  const page = await at('intake', place)
  if (!(await page.locator('#phrase-0').isVisible())) await page.locator('#phrases summary').click()
  for (const id of ['#phrase-0', '#phrase-1']) {
    await page.locator(id).check()
    await page.locator(`${id}:disabled`).waitFor()
    await page.locator('#phrases :focus').waitFor()
  }
  await page.getByText('Saved 09:00').waitFor()
  await page.close()
  const again = await at('intake', place)
  expect(await again.locator('#phrases :disabled').count()).toBe(2)
  await again.close()
})

test('what was refused is kept too, and nothing of it when it is done', async () => {
  const one = await site.world.caseIn('awaitingDecision')
  const place = actionAddress(one.id, 'refuse')
  const page = await at('approver', place)
  await page.locator('[name="explanation"]').fill('No reason is ticked.')
  const refuse = page.getByRole('button', { name: 'Refuse', exact: true })
  await refuse.click()
  await page.locator('.govuk-error-summary').waitFor()
  await page.getByText('Saved 09:00').waitFor()
  expect(await keptAt(place)).toBe(1)
  expect(await one.state()).toBe('awaitingDecision')
  await page.locator('input[value="other"]').check()
  // the preview is behind what was just ticked: the press waits for it, and goes out once
  expect(await page.locator('[name="_shown"][value="changed"]').count()).toBe(1)
  let goOn = (): void => undefined
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  await page.route(`**${place}`, async (route) => {
    if (route.request().postData()?.includes('_preview=quietly')) await held
    await route.continue()
  })
  await refuse.click()
  // meanwhile the button says so, to the ear too, and who leaves is asked
  const said = 'Checking the letter and submitting…'
  await page.locator('button[aria-busy="true"]', { hasText: said }).waitFor()
  await page.locator('[role="status"]', { hasText: said }).waitFor({ state: 'attached' })
  expect(await page.evaluate("window.dispatchEvent(new Event('beforeunload', { cancelable: true }))")).toBe(false)
  // what is typed after the press is no part of what was pressed for
  await page.locator('[name="explanation"]').fill('Another reason is ticked.')
  goOn()
  await page.locator('[role="status"]', { hasText: 'Changed before it was sent' }).waitFor()
  expect(await refuse.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true)
  expect(await one.state()).toBe('awaitingDecision')
  await refuse.click()
  await page.waitForURL(/done=refuse/)
  expect([await one.state(), await keptAt(place)]).toEqual(['notRecommended', 0])
  await page.close()
})

test('who changes the language while typing finds all of it in the other one', async () => {
  const one = await site.world.caseIn('submitted')
  const page = await at('intake', actionAddress(one.id, 'declineToAccept'))
  await page.locator('[name="explanation"]').fill('The licence')
  await page.getByText('Saved 09:00').waitFor()
  await page.locator('[name="explanation"]').fill('The licence has ended.')
  await toNextPage(page, () => page.locator('.hj-lang a').click())
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
  expect(await page.locator('[name="explanation"]').inputValue()).toBe('The licence has ended.')
  await page.close()
})

test('what no letter can be made of is answered when it is sent, though the preview has said so before', async () => {
  const one = await site.world.caseIn('awaitingDecision')
  const page = await at('approver', actionAddress(one.id, 'recommend'))
  await page.locator('[name="months"]').fill('99')
  await page.getByText('The letter cannot be made from these answers.').waitFor()
  await page.locator('[name="conditions"]').focus() // leaving the box says once more that it has changed
  await page.getByRole('button', { name: 'Recommend', exact: true }).click()
  await page.locator('.govuk-error-summary').waitFor()
  expect(await one.state()).toBe('awaitingDecision')
  await page.close()
})

test('it is its author’s alone, sealed, and no act', async () => {
  const one = await site.world.caseIn('underAssessment')
  const place = path.report(one.id)
  const before = await one.row()
  const events = () => count('select count(*)::int as n from events where case_id = $1', [one.id])
  const page = await at('assessor', place)
  const seen = await events()
  await page.locator('[name="summary"]').fill('Only I may read this.')
  await page.getByText('Saved 09:00').waitFor()
  expect([await one.row(), await events()]).toEqual([before, seen])
  const { rows } = await site.world.admin.query<{ input: string }>('select input from kept_forms where place = $1', [
    place,
  ])
  expect(rows).toEqual([{ input: expect.stringMatching(/^sealed:[\w-]+$/) as unknown as string }])
  const other = await at('colleague', place)
  expect(await other.locator('[name="summary"]').inputValue()).toBe('')
  expect(await other.content()).not.toContain('Only I may read this.')
  for (const name of ['colleague', 'supervisor', 'applicant', 'auditor'] as const)
    expect(await site.world.app.get(KeptForms).find(site.world.person(name), place)).toBeUndefined()
  await other.close()
  await page.close()
})

test('what asks for a renewed proof is kept without one, and not done', async () => {
  const visitor = await site.visitor('systemAdmin')
  const id = site.world.person('marketAssessor').id
  site.world.at('2026-11-24T09:30:00+08:00') // the proof of signing in is over
  const before = await count('select count(*)::int as n from people_proposals')
  await visitor.open(path.person(id))
  const kept = await visitor.send(path.personEnd(id), { reason: 'Has left the office.', _keep: 'yes' })
  expect([kept.status, kept.headers.get('location')]).toEqual([303, path.person(id)])
  expect(await count('select count(*)::int as n from people_proposals')).toBe(before)
  expect((await visitor.open(path.person(id))).text).toContain('Has left the office.')
  site.world.at('2026-11-24')
})

test('it outlives a lost session, and goes on when its author has signed in in another window', async () => {
  const one = await site.world.caseIn('underAssessment')
  const place = actionAddress(one.id, 'note')
  const context = await browsing.windowsOf('assessor')
  const page = await context.newPage()
  await page.goto(site.origin + place)
  await page.locator('[name="text"]').fill('Before it was lost.')
  await page.getByText('Saved 09:00').waitFor()
  await context.clearCookies({ name: 'session' })
  await page.locator('[name="text"]').fill('After it was lost.')
  await page.getByText('Your session is over.').waitFor()
  const again = await browsing.windowsOf('assessor')
  const [session] = (await again.cookies()).filter(({ name }) => name === 'session')
  if (!session) throw new Error('no session')
  await context.addCookies([session])
  const second = await context.newPage()
  await second.goto(site.origin + place)
  expect(await second.locator('[name="text"]').inputValue()).toBe('Before it was lost.')
  await page.locator('[name="text"]').fill('After it was lost, and found.')
  await page.getByText('Saved 09:00').waitFor()
  await page.getByRole('button', { name: 'Add a note', exact: true }).click()
  await page.waitForURL(/done=note/)
  expect(await keptAt(place)).toBe(0)
  await context.close()
  await again.close()
})

test('a message that was typed before signing in anew in another window is sent with one press more', async () => {
  const one = await site.world.caseIn('submitted')
  const context = await browsing.windowsOf('applicant')
  const page = await context.newPage()
  await page.goto(site.origin + path.case(one.id))
  const box = page.locator('textarea[name="text"]')
  const send = page
    .locator(`form[action="${path.conversation(one.id)}"] button:not([name]):not([type="button"])`)
    .last()
  await box.fill('From the first window.')
  await page.getByText('Saved 09:00').waitFor()
  const again = await browsing.windowsOf('applicant')
  const [session] = (await again.cookies()).filter(({ name }) => name === 'session')
  if (!session) throw new Error('no session')
  await context.clearCookies({ name: 'session' })
  await context.addCookies([session])
  await send.click()
  await page.getByText('You are signed in again').waitFor()
  expect(await findViolations(page)).toEqual([])
  await page.getByRole('button', { name: 'Submit' }).click()
  await page.getByText('From the first window.').waitFor()
  expect(await keptAt(actionAddress(one.id, 'message'))).toBe(0)
  await context.close()
  await again.close()
})

test('a page that is open in another tab goes on saving after the proof was renewed in the first', async () => {
  const one = await site.world.draft()
  const context = await browsing.windowsOf('applicant')
  const page = await context.newPage()
  await page.goto(`${site.origin}${sectionAddress(one.id, 'talent')}`)
  const session = async () => (await context.cookies()).find(({ name }) => name === 'session')?.value
  const box = page.locator('form[data-autosave] input[type="text"]').first()
  for (const [at, typed] of [
    ['09:30', 'ONE'],
    ['10:00', 'TWO'],
  ] as const) {
    const before = await session()
    site.world.at(`2026-11-24T${at}:00+08:00`)
    const other = await context.newPage()
    await other.goto(`${site.origin}${path.authenticator}`)
    await other.fill('#code', (await site.world.code('applicant')) ?? '')
    await other.getByRole('button', { name: 'Confirm and continue' }).click()
    await other.locator('[name="_code"]').waitFor({ state: 'detached' })
    await other.close()
    expect(await session()).not.toBe(before)
    // the first answer counts: the page is not helped by a token that it fetches
    const answer = page.waitForResponse((one) => one.request().method() === 'PUT')
    await box.fill(typed)
    expect((await answer).status()).toBe(200)
  }
  site.world.at('2026-11-24')
  await context.close()
})

test('nobody else who signs in in that browser gets it', async () => {
  const one = await site.world.caseIn('underAssessment')
  const place = actionAddress(one.id, 'note')
  const context = await browsing.windowsOf('assessor')
  const page = await context.newPage()
  await page.goto(site.origin + place)
  const other = await browsing.windowsOf('colleague')
  const [session] = (await other.cookies()).filter(({ name }) => name === 'session')
  if (!session) throw new Error('no session')
  await context.addCookies([session])
  await page.locator('[name="text"]').fill('The assessor’s own words.')
  await page.getByText('The page was open too long').waitFor()
  expect(await keptAt(place)).toBe(0)
  await context.close()
  await other.close()
})

test('the case has moved on: what was kept can be copied, and discarded', async () => {
  const one = await site.world.caseIn('awaitingDecision')
  const place = actionAddress(one.id, 'refuse')
  const page = await at('approver', place)
  await page.locator('[name="explanation"]').fill('Twenty minutes of careful words.')
  await page.getByText('Saved 09:00').waitFor()
  await one.do('otherApprover', 'recommend')
  await page.goto(`${site.origin}${path.case(one.id)}`)
  await page.locator('#unsent + ul').getByRole('link', { name: 'Refuse' }).click()
  const kept = page.getByRole('textbox', { name: 'Explanation' })
  expect(await kept.inputValue()).toBe('Twenty minutes of careful words.')
  expect(await findViolations(page)).toEqual([])
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.waitForURL(/\/cases\/\d+$/)
  expect([await page.locator('#unsent').count(), await keptAt(place)]).toEqual([0, 0])
  await page.close()
})

test('a notice that was kept opens with what colleagues have proposed since', async () => {
  const one = await site.world.draft()
  await one.walk([
    ['applicant', 'submit'],
    ['intake', 'accept', { departments: ['commerce', 'culture'] }],
  ])
  const place = actionAddress(one.id, 'requestCorrection')
  const page = await at('assessor', place)
  await page.locator('[name="items[0][what]"]').fill('The seal on page 3.')
  await page.getByText('Saved 09:00').waitFor()
  site.world.at('2026-11-24T09:01:00+08:00')
  await one.do('cultureAssessor', 'proposeCorrection', { items: [{ on: 'resume', what: 'The year 2021 is missing.' }] })
  site.world.at('2026-11-24')
  await page.goto(site.origin + place)
  expect(await page.locator('[name="items[0][what]"]').inputValue()).toBe('The seal on page 3.')
  expect(await page.locator('[name="items[1][what]"]').inputValue()).toBe('The year 2021 is missing.')
  await page.close()
})

test('another window in which nothing is typed shows it, too; files stay chosen while nobody is signed in', async () => {
  const one = await site.world.caseIn('permitGranted')
  const place = actionAddress(one.id, 'reportChange')
  const [first, second] = [await at('applicant', place), await at('applicant', place)]
  await first.locator('[name="what"]').fill('The second studio.')
  await first.getByText('Saved 09:00').waitFor()
  await second.bringToFront()
  await second.getByText('Saved 09:00').waitFor()
  expect(await second.locator('[name="what"]').inputValue()).toBe('The second studio.')
  await second.close()

  const file = first.locator('input[type="file"]')
  await file.setInputFiles({ name: 'a.heic', mimeType: 'image/heic', buffer: Buffer.from('x') })
  await first.getByText('HEIC photos are not accepted').waitFor()
  await file.setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 xx') })
  expect(await first.getByText('HEIC photos are not accepted').count()).toBe(0)
  const cookies = await first.context().cookies()
  await first.context().clearCookies({ name: 'session' })
  const send = first.locator('form.hj-actform button:not([name]):not([type="button"])').last()
  await send.click()
  await first.getByText('Your files are still selected').waitFor()
  await first.context().addCookies(cookies)
  await send.click()
  await first.getByText('Fix these problems').first().waitFor()
  await first.close()
})

test('it goes with its case, with the access of its author, and when nobody comes back to it', async () => {
  const one = await site.world.draft()
  const other = await site.world.draft()
  const forms = site.world.app.get(KeptForms)
  const [actor, place] = [site.world.person('applicant'), actionAddress(one.id, 'message')]
  const keep = (at: string) =>
    forms.keep(actor, { place: at, form: REPORT_FORM, input: { text: 'Kept.' }, mark: undefined })
  await keep(place)
  await keep(actionAddress(other.id, 'message'))
  await keep(path.absences)
  await site.world.admin.query(`select erase_case($1, now())`, [one.id])
  expect([await keptAt(place), await keptAt(path.absences)]).toEqual([0, 1])
  const leaver = site.world.person('marketAssessor')
  await forms.keep(leaver, { place: path.declineFirm(1), form: REPORT_FORM, input: { text: 'Kept.' }, mark: undefined })
  await site.world.admin.query('update people set ended_at = now() where id = $1', [leaver.id])
  expect(await keptAt(path.declineFirm(1))).toBe(0)
  await site.world.admin.query(`select forget_kept_forms('2026-11-24')`)
  expect(await keptAt(path.absences)).toBe(1)
  await site.world.admin.query(`select forget_kept_forms('2026-11-25')`)
  expect(await count('select count(*)::int as n from kept_forms where person_id = $1', [actor.id])).toBe(0)
})

test('however its address is written, a form has one place, which goes with its case', async () => {
  const one = await site.world.caseIn('submitted')
  const visitor = await site.visitor('auditor')
  await visitor.open(path.auditCase(one.id))
  const typed = { reason: 'Rosa Diaz has complained.', _keep: 'yes' }
  const [first = '', rest = ''] = [`${one.id}`.slice(0, 1), `${one.id}`.slice(1)]
  expect((await visitor.send(`/audit/cases/0${one.id}/ask`, typed)).status).toBe(404)
  await visitor.open(path.auditCase(one.id)) // the page of an error has no form, and so no token
  expect((await visitor.send(`/audit/cases/%3${first}${rest}/ask`, typed)).status).toBe(303)
  expect(await keptAt(path.askToRead(one.id))).toBe(1)
  await site.world.admin.query(`select erase_case($1, now())`, [one.id])
  const auditor = site.world.person('auditor')
  expect(await count('select count(*)::int as n from kept_forms where person_id = $1', [auditor.id])).toBe(0)
})

test('nobody has more than 200 of them: the one that was left longest goes', async () => {
  const forms = site.world.app.get(KeptForms)
  const actor = site.world.person('systemAdmin')
  const keep = (n: number) =>
    forms.keep(actor, { place: path.declineFirm(n), form: REPORT_FORM, input: { text: 'Kept.' }, mark: undefined })
  for (let n = 200; n > 0; n--) await keep(n)
  await site.world.admin.query(`
    update kept_forms set saved_at = saved_at - interval '1 day' where place = '/firms/7/decline'`)
  await keep(201)
  expect([await keptAt(path.declineFirm(7)), await keptAt(path.declineFirm(201))]).toEqual([0, 1])
  expect(await count('select count(*)::int as n from kept_forms where person_id = $1', [actor.id])).toBe(200)
})
