/** What a firm gets for a filing, and how anybody follows it: receipt and application form as PDF, the public page by number and code, a recall, and what comes after the letter. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { apiPath, path } from '../../src/base/path.js'
import { showCheckCode } from '../../src/base/checkCode.js'
import { actionAddress } from '../../src/web/case/addresses.js'
import { PaperMaker } from '../../src/worker/paperMaker.js'
import type { Case } from '../cases/world.js'
import { readLines, readSheet } from '../letters/pdfText.js'
import { Served } from './served.js'

let site: Served

beforeAll(async () => {
  site = await Served.open()
})
afterAll(() => site.close())

const makeAll = async (one: Case) => (await site.world.worker()).get(PaperMaker).makeAll(one.id)

const papersOf = async (one: Case) =>
  (
    await site.world.admin.query<{ id: number; kind: string; code: string; number: string; ended: string | null }>(
      `select id, kind, check_code as code, number, ended_as as ended from letters where case_id = $1 order by id`,
      [one.id],
    )
  ).rows

/** The words of all pages, without the spaces between them. */
async function textOf(pdf: Buffer): Promise<string> {
  const sheet = await readSheet(pdf)
  const pages = [...new Set(sheet.runs.map(({ page }) => page))]
  return pages.flatMap((page) => readLines(sheet, page).map(({ text }) => text)).join('\n')
}

const numberOf = async (one: Case) =>
  (await site.world.admin.query<{ number: string }>('select number from cases where id = $1', [one.id])).rows[0]
    ?.number ?? ''

test('a filing gets a receipt without anybody’s name and a form with all answers, named by the host, until it is recalled', async () => {
  site.world.at('2026-11-24')
  const one = await site.world.draft()
  const firm = await site.visitor('applicant')
  await one.do('applicant', 'submit')
  const waiting = await firm.open(path.case(one.id))
  expect(waiting.text).toContain('by 1 Dec')
  expect(waiting.text).toContain('by 17 Dec')
  await makeAll(one)
  const [form, receipt] = await papersOf(one)
  expect([form?.kind, receipt?.kind]).toEqual(['applicationForm', 'filingReceipt'])
  const page = await firm.open(path.case(one.id))
  for (const paper of [form, receipt]) expect(page.html).toContain(`href="${path.letterFile(paper?.id ?? 0)}"`)
  expect(page.text).toContain(showCheckCode(receipt?.code ?? ''))
  const { rows } = await site.world.admin.query<{ name: string }>(
    'select talent_name as name from cases where id = $1',
    [one.id],
  )
  const talentName = rows[0]?.name ?? ''
  expect(talentName).not.toBe('')
  const file = await firm.open(path.letterFile(receipt?.id ?? 0))
  const disposition = decodeURIComponent(file.headers.get('content-disposition') ?? '')
  expect(disposition).toContain(`filename*=UTF-8''Receipt of the filing ${talentName} ${receipt?.number}.pdf`)
  const said = await textOf(file.bytes)
  expect(said).toContain(await numberOf(one))
  expect(said).not.toContain(talentName)
  const answers = await textOf((await firm.open(path.letterFile(form?.id ?? 0))).bytes)
  expect(answers).toContain(talentName)
  expect(answers).toContain('Platforms and channels')
  const listed = JSON.parse((await firm.open(apiPath.casePapers(one.id))).html)
  expect(listed.papers.map(({ kind }: { kind: string }) => kind)).toEqual(['applicationForm', 'filingReceipt'])

  // anybody
  const stranger = await site.visitor()
  const ask = async (number: string, code: string) => {
    await stranger.open(path.status)
    return stranger.send(path.status, { number, code })
  }
  const number = await numberOf(one)
  const found = await ask(number, showCheckCode(receipt?.code ?? '').toLowerCase())
  expect(found.status).toBe(200)
  expect(found.text).toContain('Received. We are checking that it is complete.')
  expect(found.text).toContain('Thursday 17 December 2026')
  // number and code are not asked for again below what was found, and go along into the other language
  expect(found.html).not.toMatch(/name="number"(?! value)/)
  expect(found.html).toMatch(/<button class="hj-lang__send"[^>]*form="status"[^>]*formaction="\/status\?/)
  const [, token = ''] =
    /id="status"[^>]* hidden><input type="hidden" name="_csrf" value="([^"]+)"/.exec(found.html) ?? []
  const again = { _csrf: token, number, code: receipt?.code ?? '', _lang: 'yes', asked: 'yes' }
  const inChinese = await stranger.send(`${path.status}?language=zh`, again)
  expect([inChinese.status, inChinese.text.includes('2026年12月17日')]).toEqual([200, true])
  await stranger.open(path.status)
  for (const code of ['', receipt?.code ?? '']) {
    const typed = await stranger.send(`${path.status}?language=en`, { number, code, _lang: 'yes' })
    expect([typed.status, typed.html.includes(`name="number" value="${number}"`)]).toEqual([200, true])
    expect(typed.text).not.toContain('Enter the number and the check code.')
  }
  for (const hidden of [talentName, '上海']) expect(found.text).not.toContain(hidden)
  const [wrongNumber, wrongCode] = [
    await ask('2026-999999', receipt?.code ?? ''),
    await ask(number, form?.code ?? ''), // a paper's code, but no receipt's
  ]
  expect([wrongNumber.status, wrongCode.status]).toEqual([422, 422])
  const wide = number.replace(/\d/g, (digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) + 0xfee0))
  expect((await ask(wide, receipt?.code ?? '')).text).toContain(`Number ${number} `)
  // what was wrong is said in the other language, too
  await ask(number, 'X')
  const fault = await stranger.send(`${path.status}?language=zh`, { number, code: 'X', _lang: 'yes' })
  expect([fault.status, fault.text.includes('核验码')]).toEqual([422, true])
  await stranger.open(`${path.status}?language=en`)
  expect((await ask('', '')).text).toContain('Enter the number and the check code.')
  // what anybody can see of a code's form is said, whether the number exists or not
  const half = (receipt?.code ?? '').slice(0, 9)
  for (const typed of [number, '2026-999999']) {
    expect((await ask(typed, half)).text).toContain(
      'The check code is too short: it has 9 letters and digits, and must',
    )
    expect((await ask(typed, `${receipt?.code}AB`)).text).toContain('The check code is too long: it has 19 letters and')
    const mistyped = (receipt?.code ?? '').replace(/.$/, (last) => (last === '7' ? '8' : '7'))
    expect((await ask(typed, mistyped)).text).toContain('The check code is mistyped.')
  }
  for (const none of ['沪商务荐字〔2026〕12号', number.slice(5)])
    expect((await ask(none, receipt?.code ?? '')).text).toContain('This is not an application number.')
  const words = (text: string) => text.replace(/^.*?(Nothing was found.*)$/s, '$1')
  expect(words(wrongNumber.text)).toBe(words(wrongCode.text))
  const checked = await stranger.open(path.verifyCode(receipt?.code ?? ''))
  expect(checked.text).not.toContain(talentName)
  expect(checked.html).toContain(`action="${path.status}"`)
  expect((await stranger.open(path.verifyCode(form?.code ?? ''))).html).not.toContain(`action="${path.status}"`)

  // taken back: both are void, and the next filing has its own
  await one.do('applicant', 'recall')
  expect((await papersOf(one)).map(({ ended }) => ended)).toEqual(['void', 'void'])
  expect((await ask(number, receipt?.code ?? '')).status).toBe(422)
  await one.do('applicant', 'submit')
  await one.do('applicant', 'recall')
  await makeAll(one) // recalled before the worker came to it
  expect((await papersOf(one)).map(({ ended }) => ended)).toEqual(['void', 'void', 'void', 'void'])
  await one.do('applicant', 'submit')
  await makeAll(one)
  const now = (await papersOf(one)).filter(({ ended }) => ended === null)
  expect(now.map(({ kind }) => kind)).toEqual(['applicationForm', 'filingReceipt'])
  expect((await ask(number, now[1]?.code ?? '')).status).toBe(200)

  // a correction has the form with what was sent; the receipt is called that of the first filing
  expect((await firm.open(path.case(one.id))).text).toMatch(/Download the receipt Download the application form/)
  await one.do('intake', 'requestCorrection')
  await one.do('firmAdmin', 'resubmit')
  await makeAll(one)
  expect((await firm.open(path.case(one.id))).text).toMatch(
    /Correction submitted[\s\S]*Download the application form Download the receipt of the first filing/,
  )
  // what is said of corrections follows from how many rounds are left
  const standing = async () => (await firm.open(path.case(one.id))).text
  expect(await standing()).not.toContain('will ask once')
  expect(await standing()).toContain('Intake is checking it and can ask for corrections once more.')
  await one.do('intake', 'requestCorrection', { items: [{ on: 'degree', what: 'Page 2 is missing.' }] })
  await one.do('firmAdmin', 'resubmit')
  expect(await standing()).toContain('intake is checking it. It cannot ask for corrections again.')
  expect(await standing()).toContain('then accepts or declines with reasons.')
  expect(await standing()).not.toContain('asks once for all corrections')
})

test('with the letter the page says what to do at the permit authority, and what to quote', async () => {
  site.world.at('2026-11-24')
  const one = await site.world.caseIn('letterIssued')
  const firm = await site.visitor('applicant')
  const page = await firm.open(path.case(one.id))
  const [letter] = (await papersOf(one)).filter(({ kind }) => kind === 'recommendation')
  expect(page.text).toContain('Next: apply for the work permit')
  expect(page.text).toContain(`Number of the letter ${letter?.number}`)
  expect(page.text).toContain(showCheckCode(letter?.code ?? ''))
  const steps = ['Sign in to the permit system', 'Apply online', 'Show the originals', 'After entry: residence permit']
  expect(steps.map((step) => page.text.indexOf(step)).every((at, index, all) => at > (all[index - 1] ?? 0))).toBe(true)
  await one.do('permitOfficer', 'receiveLetter')
  await one.do('permitOfficer', 'recordGranted', { validUntil: '2028-02-10' })
  expect((await firm.open(path.case(one.id))).text).not.toContain('Next: apply for the work permit')
  expect((await firm.open(actionAddress(one.id, 'recall'))).status).toBe(404)
})

test('what was done is said with what comes next; a discarded draft is left; an overturned refusal says so', async () => {
  site.world.at('2026-11-24')
  const firm = await site.visitor('applicant')
  const draft = await site.world.draft()
  const page = await firm.open(path.section(draft.id, 'engagement'))
  const { rows } = await site.world.admin.query<{ name: string }>(
    'select talent_name as name from cases where id = $1',
    [draft.id],
  )
  expect(page.html).toContain(`<title>Post and contract · ${rows[0]?.name} – Haijian</title>`)
  await firm.open(actionAddress(draft.id, 'discard'))
  const gone = await firm.send(actionAddress(draft.id, 'discard'))
  expect(gone.headers.get('location')).toBe(`${path.cases}?done=discard`)
  expect((await firm.open(`${path.cases}?done=discard`)).text).toContain('Draft deleted')

  const one = await site.world.caseIn('notRecommended')
  await firm.open(actionAddress(one.id, 'requestReview'))
  const asked = await firm.send(actionAddress(one.id, 'requestReview'), { grounds: 'Read wrongly.' })
  const after = await firm.open(asked.headers.get('location') ?? '')
  expect(after.text).toContain('Review requested')
  expect(after.text).toContain('The result comes by 25 January 2027.')
  await one.do('panel', 'overturnRefusal', { explanation: 'The figures had been read wrongly.' })
  const overturned = await firm.open(path.case(one.id))
  expect(overturned.text).toContain('The review overturned the refusal, which is no longer in force.')
  expect(overturned.text).toContain('Outcome of the review The figures had been read wrongly.')
  expect(overturned.text).not.toContain('Someone who took no part in it will decide')
})
