/** Outcomes of many cases, over HTTP as a permit officer records them: typed on the page, and by a file; what is wrong changes nothing. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { path, withQuery } from '../../src/base/path.js'
import { actionAddress } from '../../src/web/case/addresses.js'
import { ROUTES } from '../cases/routes.js'
import { Case } from '../cases/world.js'
import { Served, type Visitor } from './served.js'

let site: Served
let officer: Visitor

const received = async (): Promise<Case> => {
  const one = await site.world.draft('applicant', 'streamer')
  await one.walk(ROUTES.letterReceived)
  return one
}
const factsOf = async ({ id }: Case) => {
  const { rows } = await site.world.admin.query(
    `select c.number, c.state, c.version, c.permit_valid_until::text as until, max(l.number) as letter
     from cases c left join letters l on l.case_id = c.id where c.id = $1 group by c.id`,
    [id],
  )
  return rows[0] as { number: string; state: string; version: number; until: string | null; letter: string }
}
const statesOf = async (...cases: Case[]): Promise<string[]> =>
  Promise.all(cases.map(async (one) => (await factsOf(one)).state))
const csv = (...lines: string[]) => new TextEncoder().encode(`\uFEFF${lines.join('\r\n')}\r\n`)
const HEAD = '案件编号或推荐函文号,案件版本,结果,准予的类别,许可有效期自,许可有效期至,工作许可编号,不予许可的原因'
const KNOWN = '2026-12-01,2027-11-30,310000001234567'
const sendFile = (bytes: Uint8Array<ArrayBuffer>) => officer.sendFile(path.outcomesFile, bytes, 'outcomes.csv')

beforeAll(async () => {
  site = await Served.open()
})
afterAll(() => site.close())
beforeEach(async () => {
  officer = await site.visitor('permitOfficer')
  await officer.open(path.outcomes)
})

describe('a file', () => {
  test('is downloaded with the cases that wait, filled in, read back, shown, and recorded when that is ordered', async () => {
    const [one, other, left] = [await received(), await received(), await received()]
    const { number, letter, version } = await factsOf(one)
    const file = await officer.open(path.outcomesCsv)
    expect(file.status).toBe(200)
    const [head = '', ...lines] = file.bytes.toString('utf8').replace('\uFEFF', '').trimEnd().split('\r\n')
    expect(head).toBe(
      'Case number or letter number,Letter,Candidate,Firm,Proposed,Outcome,Class granted,' +
        'Item within the class,Number of the permit notice,Permit number,Granted on,Permit valid from,Permit valid until,' +
        'Permit number or dates to be added later,Reason for the refusal of the permit,Version of the case',
    )
    const row = lines.find((line) => line.startsWith(number)) ?? ''
    expect(row).toContain(letter)
    expect(row.endsWith(`,${version}`)).toBe(true)
    const fill = (line: string) =>
      line.startsWith(number)
        ? line.replace(/,{11}(?=\d+$)/, `,granted,A,,,310000001234567,2026-11-24,2026/12/1,2027年11月30日,,,`)
        : line
    const filled = csv(
      head,
      ...lines.map(fill),
      `${(await factsOf(other)).letter},,,,,refused,,,,,,,,,The post is not open.,`,
    )
    const checked = await sendFile(filled)
    expect(checked.status).toBe(200)
    expect(checked.text).toContain('2 can be recorded')
    expect(checked.text).toContain('Permit valid until: 30 November 2027')
    expect(await statesOf(one, other, left)).toEqual(['letterReceived', 'letterReceived', 'letterReceived'])

    const sent = await officer.send(path.outcomes, { do: 'record' })
    expect(sent.status).toBe(303)
    const done = await officer.open(sent.headers.get('location') ?? '')
    expect(done.text).toContain('Recorded. The firms have been informed')
    expect(await statesOf(one, other, left)).toEqual(['permitGranted', 'permitRefused', 'letterReceived'])
    expect((await factsOf(one)).until).toBe('2027-11-30')
  })

  test('says of each line what is wrong and where, and changes nothing by it', async () => {
    const [good, granted, moved, issued] = [await received(), await received(), await received(), await received()]
    await granted.do('permitOfficer', 'recordGranted')
    const stale = await factsOf(moved)
    await moved.do('permitOfficer', 'returnLetter')
    await issued.do('permitOfficer', 'returnLetter')
    const [a, b, d] = [await factsOf(good), await factsOf(granted), await factsOf(issued)]
    const page = await sendFile(
      csv(
        HEAD,
        `${a.number},${a.version},准予,A类,${KNOWN},`,
        `${b.number},,准予,A类,,,,`,
        `${stale.number},${stale.version},准予,A类,${KNOWN},`,
        `LR-2026-999999,,准予,,${KNOWN},`,
        `${a.letter.replace('〔', '[').replace('〕', ']')},,不予,,,,,重复`,
        `${d.number},,准予,,${KNOWN},`,
        `${a.number},,也许,,,,,`,
      ),
    )
    expect(page.status).toBe(422)
    expect(page.text).toContain('1 can be recorded, 6 not changed')
    expect(page.text).toMatch(/line 3.*Outcome already recorded/)
    expect(page.text).toMatch(/line 4.*has changed since this line was entered.*Returned the letter/)
    expect(page.text).toMatch(/line 5.*There is no case or letter with this number/)
    expect(page.text).toMatch(/line 6.*An earlier line is about the same case/)
    expect(page.text).toMatch(/line 7/)
    const before = await statesOf(good, granted, moved, issued)
    expect(before).toEqual(['letterReceived', 'permitGranted', 'awaitingDecision', 'awaitingDecision'])
    // the good one alone is recorded, the others are still in the form
    const sent = await officer.send(path.outcomes, {
      do: 'record',
      'lines[0][case]': b.number,
      'lines[0][outcome]': 'granted',
    })
    expect(sent.status).toBe(200)
    expect(sent.text).toContain('1 recorded')
    expect(sent.html).toContain(`value="${b.number}"`)
    expect(await statesOf(good, granted, moved, issued)).toEqual(['permitGranted', ...before.slice(1)])
  })

  test.each([
    ['in GB 18030', Buffer.from([0xbd, 0xe1, 0xb9, 0xfb, 0x0d, 0x0a]), 'The file is not in UTF-8: line 1'],
    [
      'whose second line is not UTF-8',
      Buffer.concat([Buffer.from(`${HEAD}\r\n`), Buffer.from([0xbd, 0xe1]), Buffer.from('\r\n')]),
      'line 2 cannot be read',
    ],
    ['as UTF-16', Buffer.from(`\uFEFF${HEAD}\r\n`, 'utf16le'), 'The file is not in UTF-8'],
    ['cut off in a quotation', Buffer.from(`${HEAD}\r\n"LR-2026`), 'is not valid CSV'],
    [
      'with a strange column',
      Buffer.from('案件编号或推荐函文号,结果,有效期\r\nx,准予,2027-01-01\r\n'),
      'Unknown columns: “有效期”',
    ],
    ['without the outcome', Buffer.from('案件编号或推荐函文号\r\nx\r\n'), 'These columns are missing: Outcome'],
    [
      'with a line that is longer than its head',
      Buffer.from('case,outcome\r\nx,granted,A, and more\r\n'),
      'Line 2 has more cells',
    ],
    ['without a line', Buffer.from(`${HEAD}\r\n`), 'No outcome was entered in the file'],
    ['that is empty', Buffer.alloc(0), 'Select a file'],
  ])('%s is refused whole', async (_, bytes, said) => {
    const page = await sendFile(new Uint8Array(bytes))
    expect(page.status).toBe(422)
    expect(page.text).toContain(said)
    expect(page.html).not.toContain('name="ready[0]')
  })

  test('is asked for anew where its page is reloaded, or a script renews the token', async () => {
    const page = await officer.open(path.outcomesFile)
    expect([page.status, page.headers.get('location')]).toEqual([303, path.outcomes])
  })

  test('with a number that a spreadsheet has cut is put right by hand, and then recorded', async () => {
    const one = await received()
    const { number } = await factsOf(one)
    const page = await sendFile(
      csv('case;outcome;permitNumber;许可编号或起止日期以后补登', `${number};granted;3.1E+14;是`),
    )
    expect(page.text).toContain('The spreadsheet has shortened the number')
    await officer.send(path.outcomes, {
      ...{ do: 'check', 'lines[0][case]': number, 'lines[0][outcome]': 'granted' },
      ...{ 'lines[0][permitNumber]': '310000001234567', 'lines[0][detailsLater]': 'true' },
    })
    expect((await officer.send(path.outcomes, { do: 'record' })).status).toBe(303)
    expect(await statesOf(one)).toEqual(['permitGranted'])
  })
})

describe('the page', () => {
  test('takes cases ticked in the queue, keeps what is typed when one is wrong, and records them', async () => {
    const [one, other] = [await received(), await received()]
    await officer.open(withQuery(path.queue, { tab: 'toRecord' }))
    const led = await officer.send(path.queue, { do: 'outcomes', cases: [String(one.id), String(other.id)] })
    const form = await officer.open(led.headers.get('location') ?? '')
    expect(form.html).toContain((await factsOf(one)).number)
    const typed = {
      'lines[0][case]': (await factsOf(one)).number,
      'lines[0][outcome]': 'granted',
      'lines[0][grantedOn]': '2027-01-04',
      'lines[0][permitNumber]': '310000001234567',
      'lines[0][validFrom]': '2027-12-01',
      'lines[0][validUntil]': '2027-11-30',
      'lines[1][case]': (await factsOf(other)).number,
      'lines[1][outcome]': 'refused',
    }
    const wrong = await officer.send(path.outcomes, { ...typed, do: 'check' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).not.toContain('2 not changed') // the head of the form says what is wrong
    const [first, second] = [(await factsOf(one)).number, (await factsOf(other)).number]
    expect(wrong.text).toContain(`${first}: The date of the permit is in the future.`)
    // a line says of whom it is
    expect(form.text).toMatch(new RegExp(`${first} · .+ · 上海云帆跨境电子商务有限公司 · .+〔2026〕\\d+号`))
    const later = await officer.send(path.outcomes, { ...typed, 'lines[0][grantedOn]': '2026-11-24', do: 'check' })
    expect(later.text).toContain(`${first}: The permit ends before it begins.`)
    expect(wrong.text).toContain(`Enter “Reason for the refusal of the permit” in ${second}.`)
    expect(wrong.html).toMatch(/name="lines\[0\]\[validUntil\]\[year\]"[^>]*value="2027"/)
    const checked = await officer.send(path.outcomes, {
      ...{ ...typed, 'lines[0][grantedOn]': '2026-11-24', 'lines[0][validUntil]': '2028-11-30' },
      ...{ 'lines[1][why]': 'Not open.', do: 'check' },
    })
    expect(checked.text).toContain('2 can be recorded')
    // somebody changes a case before the button is pressed
    await one.do('permitOfficer', 'returnLetter')
    const sent = await officer.send(path.outcomes, { do: 'record' })
    expect(sent.text).toContain('1 recorded, 1 not changed')
    expect(await statesOf(one, other)).toEqual(['awaitingDecision', 'permitRefused'])
  })

  test('names an intended revocation and other letters in the row, in the form, and when it is checked', async () => {
    const [one, other] = [await received(), await received()]
    await one.do('approver', 'proposeRevocation')
    const [revoking, { letter }] = ['a revocation of this letter is intended', await factsOf(other)]
    const queue = await officer.open(withQuery(path.queue, { tab: 'toRecord' }))
    expect(queue.html.split('data-row').find((row) => row.includes(`"${path.case(one.id)}"`))).toContain(revoking)
    const single = await officer.open(actionAddress(one.id, 'recordGranted'))
    for (const said of ['A revocation of this letter is intended', letter]) expect(single.text).toContain(said)
    const form = await officer.open(withQuery(path.outcomes, { cases: `${one.id}` }))
    const { number } = await factsOf(one)
    for (const said of [revoking, letter]) expect(form.text).toContain(said)
    const line = { 'lines[0][case]': number, 'lines[0][outcome]': 'refused', 'lines[0][why]': 'Not qualified.' }
    const checked = await officer.send(path.outcomes, { ...line, do: 'check' })
    expect(checked.text).toContain('Ready to record')
    for (const said of [revoking, letter]) expect(checked.text).toContain(said)
    expect((await officer.open(withQuery(path.outcomes, { cases: `${other.id}` }))).text).not.toContain(revoking)
  })

  test('takes a refusal beside the boxes of a grant, as a browser sends them: what is hidden is not meant; an empty form says so', async () => {
    const { number } = await factsOf(await received())
    const dates = ['grantedOn', 'validFrom', 'validUntil'].flatMap((name) =>
      ['year', 'month', 'day'].map((part): [string, string] => [`lines[0][${name}][${part}]`, '']),
    )
    const line = { 'lines[0][case]': number, 'lines[0][outcome]': 'refused', 'lines[0][why]': 'Not qualified.' }
    const sent = { ...Object.fromEntries(dates), 'lines[0][permitItem]': '', ...line, do: 'check' }
    expect((await officer.send(path.outcomes, sent)).text).toContain('1 can be recorded')
    const both = await officer.send(path.outcomes, { ...sent, 'lines[0][grantedOn][year]': '2026' })
    expect(both.text).toContain('1 can be recorded')
    const kept = await officer.send(path.outcomes, { ...sent, 'lines[0][permitClass]': 'A' })
    expect(kept.html).not.toContain('ready[0][permitClass]')
    // whoever chose the wrong outcome finds again what was typed of the right one
    const wrong = {
      ...sent,
      'lines[0][case]': '2026-999999',
      'lines[0][permitNumber]': '§§§',
      'lines[0][permitClass]': 'A',
    }
    const again = await officer.send(path.outcomes, wrong)
    expect(again.html).toContain('value="§§§"')
    expect(again.html).toMatch(/value="A"[^>]* checked/)
    expect(again.html.match(/There is no case or letter with this number/g)).toHaveLength(2)
    expect(again.text).not.toContain('Permit number:')
    await officer.open(path.outcomes)
    const empty = await officer.send(path.outcomes, { do: 'check' })
    expect([empty.status, empty.text]).toEqual([
      422,
      expect.stringContaining('Enter at least one case and its outcome'),
    ])
  })

  test('says which lines come from a draft, shows no case twice, and takes what is recorded out of the draft', async () => {
    const [one, other, drafted] = [await received(), await received(), await received()]
    const [number, otherNumber, draftNumber] = [await factsOf(one), await factsOf(other), await factsOf(drafted)].map(
      (facts) => facts.number,
    )
    await officer.send(path.outcomes, {
      _keep: 'yes',
      'lines[0][case]': draftNumber ?? '',
      'lines[1][case]': (await factsOf(one)).letter,
      'lines[1][outcome]': 'granted',
    })
    const address = withQuery(path.outcomes, { cases: `${one.id},${other.id}` })
    const page = await officer.open(address)
    expect(page.text).toMatch(/1 of these cases come from your draft of .+ remove them all\. 2026-\d+ Record/)
    expect([...page.html.matchAll(/name="lines\[\d+\]\[case\]"/g)]).toHaveLength(3)
    const lines = {
      ...{ 'lines[0][case]': number ?? '', 'lines[0][outcome]': 'granted', 'lines[0][detailsLater]': 'true' },
      'lines[1][case]': draftNumber ?? '',
      ...{ 'lines[2][case]': otherNumber ?? '', 'lines[2][outcome]': 'refused' },
    }
    // the second line is the first of those that are left: it is named by its number
    const checked = await officer.send(path.outcomes, { ...lines, do: 'check' })
    expect(checked.text).toContain('1 can be recorded, 2 not changed')
    expect(checked.text).toMatch(new RegExp(`Select “Outcome” in ${draftNumber}`))
    const left = { 'lines[0][case]': draftNumber ?? '', 'lines[1][case]': otherNumber ?? '' }
    const sent = await officer.send(path.outcomes, { ...left, 'lines[1][outcome]': 'refused', do: 'record' })
    expect(sent.text).toContain('1 recorded')
    const again = await officer.open(path.outcomes)
    expect(again.html).not.toContain(`value="${number}"`)
    expect(again.html).toContain(`value="${draftNumber}"`)
    // recorded on its own page meanwhile
    await drafted.do('permitOfficer', 'recordRefused')
    const later = await officer.open(path.outcomes)
    expect(later.html).not.toContain(`value="${draftNumber}"`)
    expect(later.text).toContain(
      `The outcome of 1 of the cases in your draft is recorded by now. They are left out ${draftNumber}: Recorded that`,
    )
    await officer.send(path.outcomes, { _keep: 'discard' })
    expect((await officer.open(path.outcomes)).text).not.toContain('left out')
  })

  test('does nothing twice when it is sent twice', async () => {
    const one = await received()
    const { number } = await factsOf(one)
    const line = { do: 'check', 'lines[0][case]': number, 'lines[0][outcome]': 'granted' }
    // what the record of a permit cannot do without is asked for, or said to follow
    const asked = await officer.send(path.outcomes, line)
    expect(asked.status).toBe(422)
    expect(asked.text).toMatch(
      new RegExp(
        ['Permit number', 'Permit valid from', 'Permit valid until']
          .map((name) => `Enter “${name}” in ${number}`)
          .join('.*'),
      ),
    )
    await officer.send(path.outcomes, { ...line, 'lines[0][detailsLater]': 'true' })
    const fields = officer.fields
    expect((await officer.send(path.outcomes, { ...fields, do: 'record' })).status).toBe(303)
    await officer.send(path.outcomes, { ...fields, do: 'record' })
    const { rows } = await site.world.admin.query(
      `select count(*)::int as n from events where case_id = $1 and action = 'recordGranted'`,
      [one.id],
    )
    expect(rows[0].n).toBe(1)
  })

  test('is for permit officers alone', async () => {
    for (const who of ['applicant', 'intake', 'approver', 'policyEditor'] as const)
      expect((await (await site.visitor(who)).open(path.outcomes)).status).toBe(403)
  })
})
