/** The officers' and the public's pages over HTTP: who sees what, what is kept when something goes wrong, and that nothing is done twice. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { showCheckCode } from '../../src/base/checkCode.js'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import type { Sensitive } from '../../src/forms/choices.js'
import { Firms } from '../../src/people/firm.service.js'
import { actionAddress } from '../../src/web/case/addresses.js'
import type { Act } from '../../src/workflow/machine.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { readExample } from '../cases/inputs.js'
import { lettersIn } from '../cases/opened.js'
import { ROUTES } from '../cases/routes.js'
import type { Case } from '../cases/world.js'
import { assessedFields } from './assessed.js'
import { type Page, plain, Served, type Visitor } from './served.js'

const EXAMPLE = readExample('goodsHost') as unknown as PaperCase // the case files are what papers are made from

let site: Served

beforeAll(async () => {
  site = await Served.open()
})
afterAll(async () => {
  await site.close()
})

/** As if the reader had been through all documents of a case, and had found nothing to read. */
const papersRead = ({ id }: Case) =>
  site.world.admin.query(
    'update previews set reader = 1 where attachment_id in (select a.id from attachments a where a.case_id = $1)',
    [id],
  )
const eventsOf = async (caseId: number, action: string): Promise<number> => {
  const { rows } = await site.world.admin.query<{ n: number }>(
    'select count(*)::int as n from events where case_id = $1 and action = $2',
    [caseId, action],
  )
  return rows[0]?.n ?? 0
}

const letterOf = async ({ id }: Case) => {
  const letters = await lettersIn<{ id: number; check_code: string; number: string; pdf: Buffer | null }>(
    site.world.app,
    site.world.admin,
    id,
  )
  const found = letters.find(({ pdf }) => pdf)
  if (!found?.pdf) throw new Error('no letter')
  return { ...found, pdf: found.pdf, code: found.check_code }
}

/** The case's candidate refuses the use of a kind of document. */
const refuse = async (one: Case, about: Sensitive) =>
  site.world.cases.act(one.id, 'withdrawConsent', { actor: await site.world.candidateOf(one), input: { about } })

/** The first value of an input or a text box. */
const typedIn = ({ html }: Page, name: string): string | undefined => {
  const escaped = name.replace(/[[\]]/g, '\\$&')
  return (
    new RegExp(`<textarea[^>]*name="${escaped}"[^>]*>([^<]*)</textarea>`).exec(html)?.[1] ??
    new RegExp(`<input[^>]*name="${escaped}"[^>]*value="([^"]*)"`).exec(html)?.[1]
  )
}

/** Opens the form of an action; `refused` is a page of another status. */
async function openForm(visitor: Visitor, { id }: Case, action: Act): Promise<string> {
  const address = actionAddress(id, action)
  expect((await visitor.open(address)).status).toBe(200)
  return address
}

/** What stands in a box. */
const boxOf = ({ html }: Page, id: string): string => {
  const [tag = '', inner = ''] = new RegExp(`<(?:input|textarea)[^>]* id="${id}"[^>]*>([^<]*)`).exec(html) ?? []
  return tag.startsWith('<input') ? (/ value="([^"]*)"/.exec(tag)?.[1] ?? '') : inner.trim()
}

describe('what does not exist, or not for this person', () => {
  test('is the same 404 page, for a case, its actions, its files and its letters', async () => {
    const one = await site.world.caseIn('letterIssued')
    const [rival, culture, permit] = [
      await site.visitor('rival'),
      await site.visitor('cultureAssessor'),
      await site.visitor('permitOfficer'),
    ]
    const own = await site.world.caseIn('submitted')
    for (const [visitor, address] of [
      [rival, path.case(one.id)],
      [rival, path.letter((await letterOf(one)).id)],
      [culture, actionAddress(one.id, 'note')],
      [permit, path.case(own.id)],
      [permit, path.case(999999)],
      [permit, '/cases/abc'],
      [permit, path.letter(999999)],
    ] as const) {
      const page = await visitor.open(address)
      expect([address, page.status]).toEqual([address, 404])
      expect(page.text).toContain('Page not found')
    }
    await permit.open(path.case(one.id))
    expect((await permit.send(path.action(one.id, 'deleteEverything'))).status).toBe(404)
    expect(await one.state()).toBe('letterIssued')
  })

  test('an address that no page has is answered in the reader’s language, within their own frame', async () => {
    const [permit, rival, visitor] = [
      await site.visitor('permitOfficer'),
      await site.visitor('rival'),
      await site.visitor(),
    ]
    for (const [who, frame] of [
      [permit, 'hj-desk'],
      [rival, 'hj-firm'],
      [visitor, 'hj-public'],
    ] as const) {
      const page = await who.open('/no-such-page')
      expect([page.status, page.text]).toEqual([404, expect.stringContaining('Page not found')])
      expect(page.html).toContain(`<body class="govuk-template__body ${frame}"`)
      expect(page.html.includes(`action="${path.signOut}"`)).toBe(who !== visitor)
    }
    expect((await permit.open('/no-such-page?language=zh')).text).toContain('页面不存在')
  })

  test('a page of another role is refused in words', async () => {
    const page = await (await site.visitor('applicant')).open(path.queue)
    expect(page.status).toBe(403)
    expect(page.text).toContain('You do not have permission')
  })
})

describe('queues', () => {
  test('are found in by name, number and the whole passport number, and say so when nothing is there', async () => {
    await site.world.caseIn('submitted', 'rival', 'streamer')
    const intake = await site.visitor('intake')
    for (const find of ['kim minji', 'M70689098'])
      expect((await intake.find(path.queue, find)).text).toContain('KIM MINJI')
    expect((await intake.find(path.queue, 'M7068909')).text).toContain('Nothing found')
    const page = await intake.find(path.queue, '%')
    expect(page.text).toContain('Nothing found')
    expect(page.html).toContain('value="%"')
  })

  test('are found in by the firm, from two Chinese characters or a part of a Latin word on', async () => {
    const [own, rival] = [
      await site.world.caseIn('submitted'),
      await site.world.caseIn('submitted', 'rival', 'streamer'),
    ]
    const intake = await site.visitor('intake')
    const found = async (find: string) => {
      const { html } = await intake.find(path.queue, find)
      return [own, rival].map(({ id }) => html.includes(`href="${path.case(id)}"`))
    }
    for (const find of ['潮声', '声直播科', '上海潮声直播科技有限公司', 'tideline', 'idelin', 'LIVE Tideline'])
      expect([find, await found(find)]).toEqual([find, [false, true]])
    for (const find of ['云帆', 'Yunfan Cross-border']) expect([find, await found(find)]).toEqual([find, [true, false]])
    expect(await found('上海')).toEqual([true, true])
    for (const find of ['潮', '云帆直播']) expect([find, await found(find)]).toEqual([find, [false, false]])
  })

  test('are found in by credit code, letter number, channel account and a name with one mistake, and say by what', async () => {
    const [one, rival] = [
      await site.world.caseIn('letterIssued'),
      await site.world.caseIn('submitted', 'rival', 'streamer'),
    ]
    const { number, code } = await letterOf(one)
    const { rows } = await site.world.admin.query<{ code: string }>(
      'select f.credit_code as code from firms f join cases c on c.firm_id = f.id where c.id = $1',
      [rival.id],
    )
    const { channels } = readExample('streamer') as unknown as { channels: { handle: string }[] }
    const handle = channels[0]?.handle ?? ''
    const intake = await site.visitor('intake')
    const found = async (find: string) => {
      const { html } = await intake.find(path.queue, find)
      const by = /<small>(letter number|check code|credit code|channel account|similar name)/.exec(html)?.[1]
      return [[one, rival].map(({ id }) => html.includes(`href="${path.case(id)}"`)), by]
    }
    expect(await found(number)).toEqual([[true, false], 'letter number'])
    const [, from = '', running = ''] = /荐(〔\d+〕)(\d+)号/.exec(number) ?? []
    for (const part of [
      `荐${from}${running}号`,
      `${from.replace('〔', '[').replace('〕', ']')}${running}`,
      `${running}号`,
    ])
      expect([part, await found(part)]).toEqual([part, [[true, false], 'letter number']])
    expect(await found(number.replace('〔', '[').replace('〕', '] '))).toEqual([[true, false], 'letter number'])
    // as it is printed, and as the QR code of the letter has it
    for (const find of [showCheckCode(code), `https://haijian.example${path.verifyCode(code)}`])
      expect([find, await found(find)]).toEqual([find, [[true, false], 'check code']])
    expect(await found(rows[0]?.code.toLowerCase() ?? '')).toEqual([[false, true], 'credit code'])
    for (const find of [handle, `@${handle.toUpperCase()}`])
      expect([find, await found(find)]).toEqual([find, [[false, true], 'channel account']])
    // a letter changed, left out, doubled, two exchanged; a character of a Chinese name
    for (const find of ['tidelime', 'tideine', 'tideeline', 'tidleine', 'live tidelime', '潮升直播'])
      expect([find, await found(find)]).toEqual([find, [[false, true], 'similar name']])
    for (const find of ['tidelimes', 'tixexine', '潮升直波'])
      expect([find, await found(find)]).toEqual([find, [[false, false], undefined]])
    // nobody finds what is not theirs
    const culture = await site.visitor('cultureAssessor')
    for (const find of [number, code, rows[0]?.code ?? '', handle, 'tidelime'])
      expect((await culture.find(path.queue, find)).text).toContain('Nothing found')
  })

  test('lead from a case to the one before and the one after, as the officer came from them', async () => {
    for (let count = 0; count < 3; count++) await site.world.caseIn('underReview')
    const panel = await site.visitor('panel')
    const links = async (path: string) =>
      Object.fromEntries(
        [...plain((await panel.open(path)).html).matchAll(/<a [^>]*href="([^"]+)"(?: rel="(prev|next)")?>([^<]*)/g)]
          .filter(([, , rel, text]) => rel || text?.startsWith('Queue: '))
          .map(([, to, rel, text]) => [rel ?? text, to]),
      )
    const rows = async (path: string) =>
      [...(await panel.open(path)).html.matchAll(/data-row[\s\S]*?href="(\/cases\/\d+)"/g)].map(([, to]) => to ?? '')
    const [first, second, third] = await rows(withQuery(path.queue, { tab: 'todo' }))
    expect(await links(first ?? '')).toEqual({ 'Queue: To do': withQuery(path.queue, { tab: 'todo' }), next: second })
    expect(await links(second ?? '')).toEqual({
      'Queue: To do': withQuery(path.queue, { tab: 'todo' }),
      prev: first,
      next: third,
    })
    expect(await links(third ?? '')).toEqual({ 'Queue: To do': withQuery(path.queue, { tab: 'todo' }), prev: second })
    await panel.open(withQuery(path.queue, { tab: 'mine' }))
    expect(await links(second ?? '')).toEqual({ 'Queue: Assigned to me': withQuery(path.queue, { tab: 'mine' }) })
    const other = await site.visitor('panel')
    expect((await other.open(second ?? '')).html).not.toMatch(/rel="(prev|next)"/)
  })

  test('are narrowed by filters that stand in the address, each a chip that takes it away again', async () => {
    const one = await site.world.caseIn('submitted')
    const supervisor = await site.visitor('supervisor')
    const holder = site.world.person('intake').id
    await one.do('intake', 'claim')
    const page = await supervisor.open(
      withQuery(path.queue, `tab=all&state=submitted&state=notAccepted&holder=${holder}&due=week`),
    )
    const chips = [...plain(page.html).matchAll(/<a[^>]*class="moj-filter__tag"[^>]*href="([^"]+)"/g)].map(
      ([, to]) => to,
    )
    expect(page.text).toContain('Assigned to')
    expect(chips).toEqual([
      withQuery(path.queue, { tab: 'all', state: 'notAccepted', holder, due: 'week' }),
      withQuery(path.queue, { tab: 'all', state: 'submitted', holder, due: 'week' }),
      withQuery(path.queue, { tab: 'all', state: 'submitted,notAccepted', holder }),
      withQuery(path.queue, { tab: 'all', state: 'submitted,notAccepted', due: 'week' }),
    ])
    expect(plain(page.html)).toContain(`href="${withQuery(path.queue, { tab: 'all' })}">Clear all`)
    const held = await supervisor.open(withQuery(path.queue, { tab: 'all', holder }))
    expect(held.html).toContain(`href="${path.case(one.id)}"`)
    // what one chooses from comes when it is asked for
    expect(held.html).not.toContain('<option value="310105"')
    const open = /href="([^"]*filter=open)" data-filter/.exec(plain(held.html))?.[1] ?? ''
    expect((await supervisor.open(open)).html).toMatch(new RegExp(`<option value="${holder}" selected>`))
    expect(
      (await supervisor.open(withQuery(path.queue, { tab: 'all', holder: site.world.person('colleague').id }))).html,
    ).not.toContain(`href="${path.case(one.id)}"`)
  })

  test('draw a stopped clock by the limit that goes on, as the case’s own page does', async () => {
    const one = await site.world.caseIn('submitted')
    await one.do('intake', 'requestCorrection')
    const intake = await site.visitor('intake')
    const { html } = await intake.open(withQuery(path.queue, { tab: 'all', state: 'awaitingCorrection' }))
    const row = html.split('<tr data-row').find((part) => part.includes(`href="${path.case(one.id)}"`)) ?? ''
    // of the five days of the acceptance all are left; the thirty days are the firm's
    expect(row).toMatch(/href="#r5-0s".*paused, 5 days left/s)
    expect((await intake.open(path.case(one.id))).html).toContain('paused, 5 days left')
  })

  test('are kept as views under a name, renamed, put in order and taken out; nobody sees another one’s', async () => {
    const [officer, other] = [await site.visitor('assessor'), await site.visitor('colleague')]
    const names = async () =>
      [...(await officer.open(path.queue)).html.matchAll(/class="hj-view"[^>]*>([^<]+)</g)].map(([, name]) => name)
    const keep = async (name: string, address: string) => {
      await officer.open(withQuery(path.queue, address))
      return officer.send(path.queueViews, { name, address })
    }
    expect((await keep('', 'tab=all')).status).toBe(422)
    expect((await keep('Due this week', 'tab=todo&due=week')).headers.get('location')).toBe(
      withQuery(path.queue, { tab: 'todo', due: 'week' }),
    )
    expect((await keep('Everything', 'tab=all&evil=1')).headers.get('location')).toBe(
      withQuery(path.queue, { tab: 'all' }),
    )
    expect(await names()).toEqual(['Due this week', 'Everything'])
    const { rows } = await site.world.admin.query<{ id: number }>('select id from saved_views order by place')
    const [first, last] = rows.map(({ id }) => id)
    const change = (id: number | undefined, fields: Record<string, string>) =>
      officer.send(path.queueView(Number(id)), fields)
    await change(last, { do: 'up' })
    await change(first, { do: 'rename', name: 'By Friday' })
    expect(await names()).toEqual(['Everything', 'By Friday'])
    const shown = await officer.open(withQuery(path.queue, { tab: 'todo', due: 'week' }))
    expect(shown.html).toMatch(/class="hj-view" href="[^"]*" aria-current="true">By Friday/)
    await other.open(path.queue)
    expect([(await other.send(path.queueView(Number(first)), { do: 'remove' })).status, await names()]).toEqual([
      404,
      ['Everything', 'By Friday'],
    ])
    await officer.open(path.queue)
    await change(first, { do: 'remove' })
    await change(last, { do: 'remove' })
    expect(await names()).toEqual([])
  })

  test('let several be claimed or received at once, with a line for each, and twice the same does it once', async () => {
    const [one, two, gone] = [
      await site.world.caseIn('underAssessment'),
      await site.world.caseIn('underAssessment'),
      await site.world.caseIn('underAssessment'),
    ]
    const officer = await site.visitor('assessor')
    await officer.open(path.queue)
    // while the list is open
    await two.do('colleague', 'claim')
    await gone.do('applicant', 'withdraw')
    const wish = { ...officer.fields, do: 'claim', 'cases[]': [one, two, gone].map(({ id }) => String(id)) }
    const page = await officer.send(path.queue, wish)
    const numbers = await Promise.all(
      [one, two, gone].map(async ({ id }) => {
        const { rows } = await site.world.admin.query<{ number: string }>('select number from cases where id = $1', [
          id,
        ])
        return rows[0]?.number
      }),
    )
    expect(page.text).toContain('1 claimed, 2 not')
    const lines = [...page.html.matchAll(/<li>(20\d\d-\d+: [^<]+)<\/li>/g)].map(([, line]) => line)
    expect(lines).toEqual([
      `${numbers[0]}: Claimed the case`,
      expect.stringMatching(new RegExp(`^${numbers[1]}: \\d\\d:\\d\\d colleague: Claimed the case$`)),
      expect.stringMatching(new RegExp(`^${numbers[2]}: \\d\\d:\\d\\d [^:]+: Withdr`)),
    ])
    await officer.send(path.queue, wish)
    expect(await eventsOf(one.id, 'claim')).toBe(1)
    expect((await officer.send(path.queue, { do: 'claim' })).status).toBe(422)
    const [letter, other] = [await site.world.caseIn('letterIssued'), await site.world.caseIn('letterReceived')]
    const permit = await site.visitor('permitOfficer')
    await permit.open(path.queue)
    const both = { do: 'receiveLetter', 'cases[]': [String(letter.id), String(other.id)] }
    const first = await permit.send(path.queue, both) // all are about one person
    expect(first.text).toContain('Not received yet: 2 to check first')
    const received = await permit.send(path.queue, both)
    expect(received.text).toContain('1 received, 1 not')
    expect([await letter.state(), await other.state()]).toEqual(['letterReceived', 'letterReceived'])
  })

  test('lead a supervisor to a case whose firm has calendar days: they are not counted as working days of the office', async () => {
    const supervisor = await site.visitor('supervisor')
    const corrected = await supervisor.open(path.case((await site.world.caseIn('awaitingCorrection')).id))
    expect(corrected.text).toMatch(/Correction due 24 December 2026(?!, \d)/)
    const assessed = await supervisor.open(path.case((await site.world.caseIn('underAssessment')).id))
    expect(assessed.text).toMatch(/Due \d+ December 2026, \d+ days/)
  })

  test('keep the last day of a letter in its row after it is received', async () => {
    const one = await site.world.caseIn('letterIssued')
    const permit = await site.visitor('permitOfficer')
    const { number } = await letterOf(one)
    const rowIn = async (tab: string) => {
      const { html } = await permit.open(withQuery(path.queue, { tab }))
      return plain(html.split('data-row').find((row) => row.includes(`href="${path.case(one.id)}"`)) ?? '')
    }
    const says = `${number} · valid until 24 May 2027`
    expect(await rowIn('toReceive')).toContain(says)
    await one.do('permitOfficer', 'receiveLetter')
    expect(await rowIn('toRecord')).toContain(says)
    expect(await rowIn('all')).toContain(says)
    await one.do('permitOfficer', 'recordGranted')
    expect(await rowIn('all')).not.toContain('valid until')
  })

  test('let intake accept several that it has opened; what speaks against one is said before any is accepted', async () => {
    const [clear, unopened, doubtful] = [
      await site.world.caseIn('submitted'),
      await site.world.caseIn('submitted'),
      await site.world.caseIn('submitted', 'rival', 'streamer'), // lacks a licence
    ]
    await refuse(doubtful, 'medical')
    // all are about one person
    for (const table of ['person_keys', 'filing_duplicates'])
      await site.world.admin.query(`delete from ${table} where case_id = $1`, [clear.id])
    const intake = await site.visitor('intake')
    const rowOf = ({ html }: Page, { id }: Case) =>
      plain(html)
        .split('data-row')
        .find((row) => row.includes(`href="${path.case(id)}"`)) ?? ''
    const before = rowOf(await intake.open(path.queue), clear)
    expect(before).toContain('not viewed yet')
    expect(before).not.toContain('name="accept"')
    for (const { id } of [clear, doubtful]) await intake.open(path.case(id))
    // what the goods lack is said once
    const goods = (await intake.open(path.case(doubtful.id))).html.match(/data-ask="([^"]*)"/)?.[1] ?? ''
    expect(goods).toMatch(/missing for [^:;]+: Licence for the product category/)
    expect(goods.match(/missing/g)).toHaveLength(1)
    const unread = rowOf(await intake.open(path.queue), clear)
    expect(unread).toMatch(/\d+ documents still being read; to accept now, open the case/)
    expect(unread).not.toContain('name="accept"')
    // whoever has opened the case sees its documents, and is asked before accepting it
    const asked = (await intake.open(path.case(clear.id))).html
    expect(asked).toMatch(/data-ask="[^"]*\d+ still being read, not compared yet/)
    expect(asked).toMatch(/<button class="govuk-button"\s*>\s*Accept/)
    // without script by a second press
    expect(asked).toMatch(
      /<noscript>\s*<details class="hj-sure">[\s\S]*not compared yet\. Accept anyway\?<[\s\S]*>Accept anyway</,
    )
    await intake.open(path.queue)
    const early = await intake.send(path.queue, { ...intake.fields, do: 'accept', 'cases[]': [String(clear.id)] })
    expect(early.text).toMatch(/None accepted, for these reasons \S+ \d+ still being read, not compared yet/)
    for (const one of [clear, doubtful]) await papersRead(one)
    // what no machine can read is said beside what it could compare
    expect((await intake.open(path.case(clear.id))).text).toContain('0 agree, 8 without text that can be read')
    const queue = await intake.open(path.queue)
    expect(rowOf(queue, clear)).toMatch(/name="accept" value="\d+"/)
    expect(rowOf(queue, clear)).toMatch(/received \d+ \w{3}[\s\S]*>[AB] · \d+</)
    expect(rowOf(queue, doubtful)).not.toContain('name="accept"')
    expect(rowOf(queue, doubtful)).toMatch(/licence missing/)
    const ids = [clear, unopened, doubtful].map(({ id }) => String(id))
    const wish = { ...intake.fields, do: 'accept', 'cases[]': ids }
    const page = await intake.send(path.queue, wish)
    expect(page.text).toContain('2 to handle one by one; none accepted yet')
    const lines = [...page.html.matchAll(/<li>20\d\d-\d+: ([^<]+)<\/li>/g)].map(([, line]) => line)
    expect(lines).toEqual([
      'you have not opened this case',
      expect.stringMatching(/^Licences: .* · Consent: Medical certificate: the candidate does not consent/),
    ])
    expect(rowOf(page, unopened)).toMatch(/<em>[\s\S]*you have not opened this case/)
    expect(rowOf(page, doubtful)).toMatch(/<em>[\s\S]*(Licences|Same person|To be checked): /)
    // what the row has warned of before stays, and the one that nobody has opened says so
    expect(rowOf(page, doubtful)).toMatch(/<em>[\s\S]*licence missing/)
    expect(rowOf(page, unopened)).toContain('open the case first')
    expect(rowOf(page, clear)).not.toContain('open the case first')
    expect(rowOf(page, clear)).not.toContain('<em>')
    const left = [...page.html.matchAll(/<input[^>]*name="cases\[\]"[^>]*checked[^>]*>/g)].map(([box]) => box)
    expect(left).toHaveLength(3) // nobody has to tick them again
    expect(page.text).toContain('Select “Accept selected” again to accept the other 1 only')
    expect(await clear.state()).toBe('submitted')
    const again = { ...intake.fields, do: 'accept', 'cases[]': ids }
    const rest = await intake.send(path.queue, again)
    expect(rest.text).toContain('1 accepted, 2 not')
    expect(rowOf(rest, doubtful)).toMatch(/<em>[\s\S]*Consent: /)
    expect(rest.html.match(/<input[^>]*name="cases\[\]"[^>]*checked/g)).toHaveLength(2)
    expect([await clear.state(), await unopened.state(), await doubtful.state()]).toEqual([
      'underAssessment',
      'submitted',
      'submitted',
    ])
    await intake.send(path.queue, again)
    expect(await eventsOf(clear.id, 'accept')).toBe(1)
    const none = await intake.send(path.queue, { ...intake.fields, do: 'accept', 'cases[]': [String(doubtful.id)] })
    expect(none.text).toContain('None accepted, for these reasons')
  })

  test('lead on to a case that no second press acts on: one press opens the button that says which case it is', async () => {
    const once = (html: string, act: string) =>
      new RegExp(`<details class="hj-sure">[\\s\\S]*?>${act}: 20\\d\\d-\\d+ `).test(html)
    const intake = await site.visitor('intake')
    const first = await site.world.caseIn('submitted')
    await site.world.caseIn('submitted')
    await intake.open(path.queue)
    expect(once((await intake.open(path.case(first.id))).html, 'Accept')).toBe(false)
    const accepted = await intake.send(actionAddress(first.id, 'accept'), { ...intake.fields, departments: 'commerce' })
    const next = accepted.headers.get('location') ?? ''
    expect(next).toMatch(/^\/cases\/\d+\?of=\d+&done=accept|^\/cases\/\d+\?done=accept&of=\d+/)
    const landed = await intake.open(next)
    expect(landed.text).toMatch(/Accepted: 20\d\d-\d+ .* Below is the next case of your list: 20\d\d-\d+ /)
    expect([once(landed.html, 'Accept'), /<button class="govuk-button"\s*>\s*Accept\s*</.test(landed.html)]).toEqual([
      true,
      false,
    ])
    expect(once((await intake.open(next.replace(/\?.*/, ''))).html, 'Accept')).toBe(false)

    const permit = await site.visitor('permitOfficer')
    const letter = await site.world.caseIn('letterIssued')
    await site.world.caseIn('letterIssued')
    await permit.open(path.queue)
    await permit.open(path.case(letter.id))
    const received = await permit.send(actionAddress(letter.id, 'receiveLetter'))
    expect(once((await permit.open(received.headers.get('location') ?? '')).html, 'Receive the letter')).toBe(true)
    expect(await letter.state()).toBe('letterReceived')
  })

  test('say of a case that two accept at once who has accepted it, and of one that was passed on who has it', async () => {
    const [one, two] = [await site.world.caseIn('submitted'), await site.world.caseIn('submitted')]
    for (const { id } of [one, two])
      for (const table of ['person_keys', 'filing_duplicates'])
        await site.world.admin.query(`delete from ${table} where case_id = $1`, [id])
    for (const each of [one, two]) await papersRead(each)
    const officers = [await site.visitor('intake'), await site.visitor('intake')] as const
    for (const officer of officers)
      for (const address of [path.case(one.id), path.case(two.id), path.queue]) await officer.open(address)
    const accept = (officer: Visitor, { id }: Case) =>
      officer.send(path.queue, { ...officer.fields, accept: String(id) })
    const pages = await Promise.all(officers.map((officer) => accept(officer, one)))
    expect(pages.map(({ text }) => /(\d|None) accepted/.exec(text)?.[0]).sort()).toEqual([
      '1 accepted',
      'None accepted',
    ])
    // whose row has moved to where this one was is not accepted by a second press
    expect(pages.map(({ html }) => /<details class="hj-sure">\s*<summary>Accept/.test(html))).toEqual([true, true])
    expect(pages.some(({ html }) => /<li>[^<]*: \d\d:\d\d [^<]*: Accepted for assessment<\/li>/.test(html))).toBe(true)
    expect(await eventsOf(one.id, 'accept')).toBe(1)
    // corrected meanwhile: what was seen is not what would be accepted
    await two.walk([['intake', 'requestCorrection']])
    const late = await accept(officers[0], two)
    expect(late.html).toMatch(/<li>[^<]*: \d\d:\d\d [^<]*<\/li>/)
    expect(await two.state()).toBe('awaitingCorrection')
    // nobody is given what a colleague has taken over since the list was shown
    const given = await site.world.caseIn('underAssessment')
    const supervisor = await site.visitor('supervisor')
    await supervisor.open(withQuery(path.queue, { tab: 'all' }))
    await given.do('colleague', 'claim')
    const to = String(site.world.person('assessor').id)
    const assign = { ...supervisor.fields, do: 'assign', to, 'cases[]': [String(given.id)] }
    const assigned = await supervisor.send(path.queue, assign)
    expect(assigned.html).toMatch(/<li>[^<]*: \d\d:\d\d colleague: Claimed the case<\/li>/)
    expect(await eventsOf(given.id, 'assign')).toBe(0)
  })

  test('of a filing from before it was kept say what it comes to all the same, while the case waits for somebody', async () => {
    const one = await site.world.caseIn('submitted')
    const intake = await site.visitor('intake')
    const mark = async () =>
      new RegExp(`cases/${one.id}"[\\s\\S]*?class="pts">([^<]*)`).exec((await intake.open(path.queue)).html)?.[1]
    const kept = await mark()
    expect(kept).toMatch(/^[AB] · \d+$/)
    await site.world.admin.query(`
      begin; set local session_replication_role = replica;
      update event_contents set content = content - 'gist' where case_id = ${one.id}; commit`)
    expect(await mark()).toBe(kept)
    expect(await mark()).toBe(kept)
  })

  test('go on past one page, each case once', async () => {
    const { rows } = await site.world.admin.query<{ n: number }>(
      "select count(*)::int as n from cases where state = 'submitted'",
    )
    for (let count = rows[0]?.n ?? 0; count < 52; count++) await site.world.caseIn('submitted', 'rival', 'streamer')
    const intake = await site.visitor('intake')
    const numbers = (page: Page) =>
      [...page.html.matchAll(/data-row[\s\S]*?href="\/cases\/(\d+)"/g)].map(([, id]) => id)
    const first = await intake.open(withQuery(path.queue, { tab: 'todo' }))
    const next = /href="(\/queue\?[^"]*after=[^"]*)"/.exec(plain(first.html))?.[1]
    const second = await intake.open(next ?? '')
    expect(numbers(first)).toHaveLength(50)
    expect(numbers(second).length).toBeGreaterThan(0)
    expect(new Set([...numbers(first), ...numbers(second)]).size).toBe(50 + numbers(second).length)
  })
})

describe('the palette', () => {
  test('offers what can be done now; of two who act at once by what it offered, one does it and the other reads who did', async () => {
    const one = await site.world.caseIn('submitted')
    const [first, second] = [await site.visitor('intake'), await site.visitor('intake')]
    const ask = async (officer: Visitor) => {
      await officer.open(path.queue)
      const { html } = await officer.send(path.palette, { case: String(one.id) })
      return JSON.parse(html) as { acts: { href: string }[]; last: string }
    }
    const offered = async (officer: Visitor) => (await ask(officer)).acts.map(({ href }) => href)
    const accept = actionAddress(one.id, 'accept')
    for (const officer of [first, second]) {
      expect(await offered(officer)).toContain(accept)
      expect((await officer.open(accept)).status).toBe(200)
    }
    const pages = await Promise.all([first, second].map((officer) => officer.send(accept, { departments: 'commerce' })))
    expect(pages.map(({ status }) => status).sort()).toEqual([303, 409])
    expect(pages.find(({ status }) => status === 409)?.text).toMatch(/you, in another window: Accepted for assessment/)
    expect(await eventsOf(one.id, 'accept')).toBe(1)
    // a palette that stood open asks again before it goes there: the line says what happened instead
    const { acts, last } = await ask(second)
    expect(acts.map(({ href }) => href)).not.toContain(accept)
    expect(last).toMatch(/^\d\d:\d\d intake: Accepted for assessment$/)
  })
})

describe('the form of an action', () => {
  test('names what is wrong above and beside the field, and keeps what was typed', async () => {
    const one = await site.world.caseIn('awaitingDecision')
    const approver = await site.visitor('approver')
    const address = await openForm(approver, one, 'refuse')
    const page = await approver.send(address, { explanation: 'The figures do not agree.' })
    expect(page.status).toBe(422)
    expect(page.html).toMatch(/govuk-error-summary[\s\S]*href="#reasons[^"]*"/)
    expect(page.html).toMatch(/govuk-form-group--error[\s\S]*name="reasons/)
    expect(typedIn(page, 'explanation')).toBe('The figures do not agree.')
    const done = await approver.send(address, { explanation: 'The figures do not agree.', reasons: 'criteriaNotMet' })
    expect([done.status, done.headers.get('location')]).toEqual([303, withQuery(path.case(one.id), { done: 'refuse' })])
    expect(await one.state()).toBe('notRecommended')
  })

  test('keeps an item that a link has made, before the next link makes another', async () => {
    const one = await site.world.caseIn('submitted')
    const { rows } = await site.world.admin.query<{ id: number }>(
      'select id from attachments where case_id = $1 order by id limit 2',
      [one.id],
    )
    const intake = await site.visitor('intake')
    const address = actionAddress(one.id, 'requestCorrection')
    const asking = ({ id }: { id: number }) => intake.open(withQuery(address, { ask: `page:${id}:1` }))
    const pages = []
    for (const row of rows) pages.push(await asking(row))
    expect(pages[1]?.html.match(/id="items-\d-on"/g)).toEqual(['id="items-0-on"', 'id="items-1-on"'])
    expect((await intake.open(address)).html).toContain('id="items-1-on"')
    // no document of this case was read yet
    expect((await intake.open(path.case(one.id))).text).toMatch(/Documents and answers ?\d+ still being read/)
  })

  test('says first why it cannot be done; done once, its address says when and by whom; a review is offered once', async () => {
    const one = await site.world.caseIn('underReview')
    const panel = await site.visitor('panel')
    const address = actionAddress(one.id, 'upholdRefusal')
    const form = await panel.open(address)
    expect(form.text).not.toMatch(/Next the firm: .*review/)
    const done = await panel.send(address, { explanation: 'The reasons hold.', explanationEn: 'The reasons hold.' })
    expect([done.status, done.text]).toEqual([303, expect.anything()])
    expect((await panel.open(done.headers.get('location') ?? '')).text).toContain('the review is over')
    // the firm had one request for a review: nothing waits for it now
    const refused = await site.world.caseIn('notRecommended')
    const supervisor = await site.visitor('supervisor')
    const waiting = async ({ id }: Case) => (await supervisor.open(path.case(id))).text.includes('Waiting for')
    expect([await waiting(refused), await waiting(one)]).toEqual([true, false])
    // nobody has to do anything with a refusal: it is among what is done with
    const approver = await site.visitor('approver')
    const listed = async (tab: string) =>
      (await approver.open(`${path.queue}?tab=${tab}`)).html.includes(`href="${path.case(refused.id)}"`)
    expect([await listed('waiting'), await listed('done')]).toEqual([false, true])
    expect((await supervisor.open(`${path.queue}?tab=open`)).html).not.toContain(`href="${path.case(refused.id)}"`)
    const again = await panel.open(address)
    expect([again.status, again.text]).toEqual([
      404,
      expect.stringMatching(/Already done .+ Review: the refusal stands/),
    ])
    expect(again.html).toContain(`href="${path.case(one.id)}"`)
    const asked = await site.world.caseIn('awaitingDecision')
    const opened = await (await site.visitor('applicant')).open(actionAddress(asked.id, 'requestReview'))
    expect(opened.text).toContain('Page not found')
  })

  test('after somebody was faster says what they did, keeps what was typed, and can be sent again from there', async () => {
    const one = await site.world.draft()
    await one.walk([
      ['applicant', 'submit'],
      ['intake', 'accept', { departments: ['commerce', 'culture'] }],
    ])
    const assessor = await site.visitor('assessor')
    const path = await openForm(assessor, one, 'report')
    await one.do('cultureAssessor', 'report')
    const typed = assessedFields('commerce', { summary: 'All papers agree, seen on the screen.' })
    const page = await assessor.send(path, typed)
    expect(page.status).toBe(409)
    expect(page.text).toContain('The case changed while you were writing')
    expect(page.text).toContain('cultureAssessor: Submitted the assessment')
    expect(typedIn(page, 'summary')).toBe(typed.summary)
    expect(page.html).toMatch(/value="recommend"[^>]* checked/)
    expect(await one.state()).toBe('underAssessment')
    expect((await assessor.send(path, typed)).status).toBe(303)
    expect(await one.state()).toBe('awaitingDecision')
  })

  test('that the candidate has changed names the candidate, once for each refusal', async () => {
    const one = await site.world.caseIn('submitted')
    const intake = await site.visitor('intake')
    const address = await openForm(intake, one, 'accept')
    await refuse(one, 'medical')
    await refuse(one, 'passport')
    const page = await intake.send(address, {})
    expect(page.status).toBe(409)
    expect(page.text).not.toContain('the department: The candidate')
    expect(page.text.match(/the candidate: The candidate refused or withdrew consent/g)).toHaveLength(2)
    // the first of a long list
    await site.world.admin.query(`update cases set due_on = '2026-11-24' where id = $1`, [one.id])
    const queue = await intake.open(path.queue)
    expect(queue.text).toContain('the candidate: The candidate refused or withdrew consent')
    expect(queue.text).not.toContain('the system: The candidate')
    expect(queue.text).toContain('candidate refuses consent')
    await papersRead(one)
    const bulk = await intake.send(path.queue, { ...intake.fields, do: 'accept', 'cases[]': [String(one.id)] })
    expect(bulk.text).toMatch(/Consent: Passport and photograph, Medical certificate: the candidate does not consent/)
  })

  test('that somebody has sent from another window says so though the system did something after it', async () => {
    const one = await site.world.caseIn('awaitingDecision')
    const officer = await site.visitor('approver')
    const address = await openForm(officer, one, 'refuse')
    await one.do('approver', 'recommend')
    await one.makeLetter()
    const page = await officer.send(address, { grounds: 'other', explanation: 'Nothing else.' })
    expect(page.status).toBe(409)
    expect(page.text).toContain('Not done: you did something else with this case in another window')
    expect(page.text).toContain('the system: ')
  })

  test('of the opposite of what the same person has done in another window says that it was not done', async () => {
    const one = await site.world.caseIn('letterReceived')
    const officer = await site.visitor('permitOfficer')
    const address = await openForm(officer, one, 'recordGranted')
    await one.do('permitOfficer', 'recordRefused')
    const page = await officer.send(address, { detailsLater: 'true' })
    expect(page.status).toBe(409)
    expect(page.text).toContain('Not done: you did something else with this case in another window')
    expect(page.text).toContain('you, in another window: Recorded that the permit was refused')
    expect(page.text).not.toContain('You already did this')
    expect(await one.state()).toBe('permitRefused')
  })

  test('that somebody has sent from another window says that it was they', async () => {
    const one = await site.world.caseIn('letterReceived')
    const officer = await site.visitor('permitOfficer')
    const address = await openForm(officer, one, 'recordGranted')
    const empty = await officer.send(address, {})
    expect(empty.status).toBe(422)
    expect(empty.text).toMatch(/Enter “Permit number”[\s\S]*Permit valid until/)
    await one.do('permitOfficer', 'recordGranted')
    const page = await officer.send(address, { detailsLater: 'true' })
    expect(page.status).toBe(409)
    expect(page.text).toContain('You already did this in another window')
    expect(page.text).toContain('you, in another window: Recorded that the permit was granted')
    // what was left open is added on the case's own page, and the form begins with what is known
    expect((await officer.open(path.case(one.id))).html).toContain(actionAddress(one.id, 'completePermit'))
    const lacking = withQuery(path.queue, { tab: 'details' })
    const completes = `href="${actionAddress(one.id, 'completePermit')}">Add permit details`
    expect((await officer.open(lacking)).html).toContain(completes)
    const details = await openForm(officer, one, 'completePermit')
    const days = { permitNumber: '310000001234567', validFrom: '2026-12-01', validUntil: '2027-11-30' }
    expect((await officer.send(details, days)).status).toBe(303)
    expect((await officer.open(lacking)).html).not.toContain(completes)
    expect((await officer.open(details)).html).toContain('value="310000001234567"')
  })

  test('of a correction names once what is known and left out, and goes out when it is sent again', async () => {
    const one = await site.world.caseIn('submitted', 'rival', 'streamer')
    const intake = await site.visitor('intake')
    const address = await openForm(intake, one, 'requestCorrection')
    const typed = { 'items[0][on]': 'contract', 'items[0][what]': 'The seal cannot be read.' }
    const asked = await intake.send(address, typed)
    expect(asked.status).toBe(409)
    expect(asked.text).toContain('Known problems are missing from the list. The notice has not been sent')
    expect(await one.state()).toBe('submitted')
    expect((await intake.send(address, typed)).status).toBe(303)
    expect(await one.state()).toBe('awaitingCorrection')
  })

  test('of a recommendation names at the button what speaks against it, and is sent with the word that it is known', async () => {
    const one = await site.world.caseIn('underAssessment')
    await one.do('assessor', 'report', { opinion: 'against' })
    const approver = await site.visitor('approver')
    const address = await openForm(approver, one, 'recommend')
    const form = await approver.open(address)
    expect(form.text).toMatch(/Circumstances you are aware of[\s\S]*Commerce does not recommend/)
    expect(form.text).not.toContain('may answer until')
    const sent = await approver.send(address, { 'despite[]': [] })
    expect(sent.status).toBe(422)
    expect(sent.text).toContain('To recommend anyway, tick each one to confirm that you are aware of it.')
    expect(
      (await approver.send(address, { 'despite[]': ['opinionAgainst'], duplicateReason: 'It ends.' })).status,
    ).toBe(303)
    expect(await one.state()).toBe('recommended')
    const fine = await site.world.caseIn('awaitingDecision')
    expect((await approver.open(actionAddress(fine.id, 'recommend'))).text).not.toContain('nevertheless')
  })

  test('when it must wait says why, and keeps what was typed', async () => {
    const one = await site.world.draft()
    await one.walk([
      ['applicant', 'submit'],
      ['intake', 'accept', { departments: ['commerce', 'culture'] }],
    ])
    const colleague = await site.visitor('colleague')
    const path = await openForm(colleague, one, 'report')
    await one.do('assessor', 'report')
    const { version } = await one.row()
    const page = await colleague.send(path, {
      _version: String(version),
      ...assessedFields('commerce', {
        opinion: 'against',
        summary: 'A second opinion of the same department.',
      }),
    })
    expect(page.status).toBe(409)
    expect(page.text).toContain('Your department has already submitted an opinion in this round.')
    expect(typedIn(page, 'summary')).toBe('A second opinion of the same department.')
    expect(page.html).toMatch(/<button[^>]*aria-disabled="true"/)
  })

  test('that is no longer there gives back what was typed, to be copied', async () => {
    const one = await site.world.caseIn('awaitingDecision')
    const approver = await site.visitor('approver')
    const path = await openForm(approver, one, 'refuse')
    await one.do('otherApprover', 'recommend')
    const page = await approver.send(path, { reasons: 'other', explanation: 'Half an hour of careful words.' })
    expect(page.status).toBe(409)
    expect(page.text).toContain('otherApprover')
    expect(page.text).toContain('Half an hour of careful words.')
    expect(await one.state()).toBe('recommended')
  })

  test('sent twice at the same moment is done once', async () => {
    const one = await site.world.caseIn('submitted')
    const intake = await site.visitor('intake')
    const path = await openForm(intake, one, 'accept')
    const answers = await Promise.all([1, 2, 3].map(() => intake.send(path, { departments: 'commerce' })))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(await eventsOf(one.id, 'accept')).toBe(1)
  })

  test('without script takes a row more and a row less, and keeps the others', async () => {
    const one = await site.world.caseIn('submitted')
    const intake = await site.visitor('intake')
    const path = await openForm(intake, one, 'requestCorrection')
    const first = { 'items[0][on]': 'contract', 'items[0][what]': 'The seal on page 3.' }
    const more = await intake.send(path, { ...first, add: 'items' })
    expect(more.status).toBe(200)
    expect(typedIn(more, 'items[0][what]')).toBe('The seal on page 3.')
    expect(typedIn(more, 'items[1][what]')).toBe('')
    const less = await intake.send(path, {
      ...first,
      'items[1][on]': 'photo',
      'items[1][what]': 'A newer photo.',
      remove: 'items.0',
    })
    expect(typedIn(less, 'items[0][what]')).toBe('A newer photo.')
    expect(typedIn(less, 'items[1][what]')).toBeUndefined()
    const { rows } = await site.world.admin.query<{ pages: number }>(
      `select max(pages) as pages from attachments where case_id = $1 and kind = 'contract'`,
      [one.id],
    )
    const most = rows[0]?.pages ?? 0
    const beyond = await intake.send(path, { ...first, 'items[0][page]': String(most + 3) })
    expect(beyond.status).toBe(422)
    expect(beyond.html).toContain('href="#items-0-page"')
    expect(beyond.text).toMatch(new RegExp(`“[^”]+” has ${most} pages\\. There is no page ${most + 3}\\.`))
    const done = await intake.send(path, { 'items[0][on]': 'photo', 'items[0][what]': 'A newer photo.' })
    expect(done.status).toBe(303)
    expect(await one.state()).toBe('awaitingCorrection')
  })

  test('shows the letter beforehand as it would be, and takes no number for that', async () => {
    const one = await site.world.caseIn('awaitingDecision')
    const series = async () => (await site.world.admin.query('select * from letter_series order by 1, 2, 3')).rows
    const before = await series()
    const approver = await site.visitor('approver')
    const path = await openForm(approver, one, 'recommend')
    const page = await approver.send(path, { conditions: '每半年报告一次直播数据。', _preview: '1' })
    expect(page.status).toBe(200)
    expect(page.html).toMatch(/<article class="hj-letter"[\s\S]*每半年报告一次直播数据。[\s\S]*<\/article>/)
    expect(page.html).toContain('签发时取号')
    expect(page.html).toMatch(/<h3><span class="hj-nb">关于推荐[^<]*<\/span><wbr><span class="hj-nb">为外籍/)
    expect(page.html).toContain('hj-seal--place')
    expect(page.text).toContain('becomes “Recommended”')
    expect(typedIn(page, 'conditions')).toBe('每半年报告一次直播数据。')
    expect(await series()).toEqual(before)
    expect(await one.state()).toBe('awaitingDecision')
  })

  test('says at its questions what is in the way of the letter beforehand, and keeps the button and what was typed', async () => {
    const one = await site.world.caseIn('awaitingDecision')
    const approver = await site.visitor('approver')
    const path = await openForm(approver, one, 'recommend')
    const typed = {
      months: '99',
      conditions: '每半年报告一次直播数据。',
      'conditionsDueOn[year]': '2027',
      'conditionsDueOn[month]': '3',
      'conditionsDueOn[day]': '31',
    }
    const page = await approver.send(path, { ...typed, _preview: '1' })
    expect(page.status).toBe(422)
    const at = page.html.match(/id="months-error"[\s\S]*?<\/p>/)?.[0]
    expect(at).toContain('24 months at most')
    expect(page.html).toContain('href="#months"')
    expect(typedIn(page, 'months')).toBe('99')
    expect(page.html).toContain('name="_preview"')
    expect(page.html).not.toContain('<article class="hj-letter"')
    expect(page.html).toMatch(
      /id="paper"[\s\S]*The letter cannot be made from these answers[\s\S]*<li>Contract and passport allow/,
    )
    for (const [change, says] of [
      [{ months: 'twelve' }, 'must be a number'],
      [{ months: '12', 'conditionsDueOn[year]': '2020' }, 'is in the past. Enter today'],
      [{ months: '12', conditions: '报告😀' }, 'cannot print'],
      [{ months: '12', conditionsEn: 'One.\nTwo.' }, 'write one line for each'],
    ] as const) {
      const wrong = await approver.send(path, { ...typed, ...change, _preview: '1' })
      expect([change, wrong.status, wrong.text]).toEqual([change, 422, expect.stringContaining(says)])
      expect(wrong.html).toContain('name="_preview"')
    }
    const right = await approver.send(path, { ...typed, months: '6', conditionsEn: '', _preview: '1' })
    expect(right.status).toBe(200)
    expect(right.html).toMatch(/<article class="hj-letter"[\s\S]*许可期限6个月[\s\S]*应于2027年3月31日前落实/)
    expect(right.html).toContain('They have to be met by 31 March 2027.')
    const past = await approver.send(path, { ...typed, months: '6', 'conditionsDueOn[year]': '2020' })
    expect([past.status, await one.state()]).toEqual([422, 'awaitingDecision'])
    expect(past.html.match(/id="conditionsDueOn-error"[\s\S]*?<\/p>/)?.[0]).toContain('is in the past. Enter today')
  })

  test('shows the letter that is issued anew before its reason is written', async () => {
    const one = await site.world.caseIn('letterIssued')
    const approver = await site.visitor('approver')
    const path = await openForm(approver, one, 'reissueLetter')
    const page = await approver.send(path, { why: '', _preview: '1' })
    expect([page.status, page.html.includes('<article class="hj-letter"')]).toEqual([200, true])
    const odd = await approver.send(path, { why: '换函😀', _preview: '1' })
    expect([odd.status, odd.text]).toEqual([422, expect.stringContaining('cannot print')])
  })

  test('that ends an intended revocation says so first, and the case does not go on waiting for the firm', async () => {
    const one = await site.world.caseIn('letterIssued')
    await one.do('approver', 'proposeRevocation')
    const other = await site.visitor('otherApprover')
    const anew = actionAddress(one.id, 'reissueLetter')
    expect((await other.open(anew)).text).toContain('This ends the intended revocation')
    expect((await other.open(path.case(one.id))).text).toContain('Hearing the firm')
    await one.do('otherApprover', 'reissueLetter')
    expect((await other.open(path.case(one.id))).text).not.toContain('Hearing the firm')
  })

  test('that decides once more on a refusal shows what was refused and said, and fills in nothing of it', async () => {
    const one = await site.world.caseIn('awaitingDecision')
    await one.do('approver', 'announceRefusal', { explanation: 'The sales cannot be verified.' })
    await one.do('applicant', 'answerIntention', { statement: 'The platform’s own table is enclosed.' })
    const approver = await site.visitor('otherApprover')
    const refuse = actionAddress(one.id, 'refuse')
    expect(boxOf(await approver.open(refuse), 'explanation')).toBe('The sales cannot be verified.')
    await one.do('approver', 'refuse', { explanation: 'The sales cannot be verified.' })
    await one.do('approver', 'reopenRefusal')
    for (const action of ['refuse', 'recommend'] as const) {
      const { text } = await approver.open(actionAddress(one.id, action))
      expect(text).toContain('The platform’s own table is enclosed.')
      expect(text).toContain('The sales cannot be verified.')
    }
    expect(boxOf(await approver.open(refuse), 'explanation')).toBe('')
  })

  test('that recommends again after a return begins with the conditions of the returned letter', async () => {
    const one = await site.world.caseIn('awaitingDecision')
    await one.do('approver', 'recommend', { conditions: 'Report by March.', conditionsDueOn: '2027-03-31' })
    await one.makeLetter()
    await one.do('permitOfficer', 'returnLetter', { reasons: ['letterDefective'], why: 'The class is missing.' })
    const approver = await site.visitor('approver')
    const page = await approver.open(actionAddress(one.id, 'recommend'))
    expect(boxOf(page, 'conditions')).toBe('Report by March.')
    expect(boxOf(page, 'conditionsDueOn')).toBe('2027')
  })

  test('that returns a letter says before it what that does, who is told, and what the firm sees', async () => {
    const one = await site.world.caseIn('letterIssued')
    const permit = await site.visitor('permitOfficer')
    const { text } = await permit.open(actionAddress(one.id, 'returnLetter'))
    expect(text).toContain('Returning makes the letter void for good. Its number is not used again')
    expect(text).toContain('The case becomes “Awaiting decision” and an approver decides again (Commerce).')
    expect(text).toContain('The approvers (Commerce) and the firm are informed.')
    expect(text).toContain('The firm sees that the letter was returned, the reasons, and what you write.')
    const labels = ['Reasons for the return', 'What is wrong and what to change']
    for (const label of labels) expect(text.split(label)).toHaveLength(2)
  })

  test('that asks nothing is sent from the case page at once', async () => {
    const one = await site.world.caseIn('underAssessment')
    const assessor = await site.visitor('assessor')
    const page = await assessor.open(path.case(one.id))
    expect(page.html).toContain(`formaction="${actionAddress(one.id, 'claim')}"`)
    expect((await assessor.send(actionAddress(one.id, 'claim'))).status).toBe(303)
    expect(await eventsOf(one.id, 'claim')).toBe(1)
    const theirs = await site.visitor('colleague')
    expect((await assessor.open(path.case(one.id))).text).toContain('You have claimed this case.')
    expect((await theirs.open(path.case(one.id))).text).toContain('Somebody in your department has claimed this case.')
  })

  test('remarks for officers are not read by the firm or the permit authority', async () => {
    const one = await site.world.caseIn('awaitingDecision')
    const secret = 'Between us: close to the line'
    await one.do('approver', 'recommend', { remarks: secret })
    await one.makeLetter()
    for (const name of ['applicant', 'permitOfficer'] as const) {
      const visitor = await site.visitor(name)
      expect((await visitor.open(path.case(one.id))).html).not.toContain(secret)
      expect((await visitor.open(apiPath.case(one.id))).html).not.toContain(secret)
    }
    expect((await (await site.visitor('supervisor')).open(path.case(one.id))).html).toContain(secret)
  })
})

describe('a session that ended while a form was written', () => {
  test('asks to sign in and goes on with the form', async () => {
    const one = await site.world.caseIn('awaitingDecision')
    const approver = await site.visitor('approver')
    const address = await openForm(approver, one, 'refuse')
    approver.forgetSession()
    const late = await approver.send(address, {
      reasons: ['criteriaNotMet', 'other'],
      explanation: '写了半小时的“理由”。',
    })
    expect(late.status).toBe(401)
    expect(late.text).toContain('Your answers are kept')
    const wrong = await approver.send(path.signIn, { account: 'approver', password: 'not the password' })
    expect(wrong.status).toBe(422)
    const again = await approver.comeIn('approver')
    expect(again.status).toBe(200)
    expect(again.html).toContain(`<form method="post" action="${address}">`)
    expect(approver.fields.explanation).toEqual(['写了半小时的“理由”。'])
    expect(approver.fields.reasons).toEqual(['criteriaNotMet', 'other'])
    expect((await approver.send(address)).status).toBe(303)
    expect(await one.state()).toBe('notRecommended')
  })

  test('leads people without a queue to where their work is', async () => {
    const visitor = await site.visitor()
    for (const [account, place] of [
      ['policyEditor', path.policy],
      ['systemAdmin', path.people],
    ] as const) {
      const page = await visitor.signIn(account)
      expect([account, page.headers.get('location')]).toEqual([account, place])
    }
  })

  test('leads only to pages of this site', async () => {
    const visitor = await site.visitor()
    for (const to of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      const page = await visitor.signIn('intake', withQuery(path.signIn, { to }), { to })
      expect([to, page.headers.get('location')]).toEqual([to, path.queue])
    }
  })
})

describe('firms that wait', () => {
  const register = async (account: string, creditCode: string, nameZh: string) => {
    const { firmId } = await site.world.app
      .get(Firms)
      .register({ nameZh, creditCode, district: '310105', kind: 'mcn' }, [], {
        account,
        name: account,
        password: 'a password of the tests',
        address: '192.0.2.1',
      })
    return firmId
  }

  test('are sent back with what to correct, declined for good with a reason, or confirmed; each act says so', async () => {
    const intake = await site.visitor('intake')
    const { third } = site.world.population.firms
    const list = await intake.open(path.firms)
    expect(list.html).toContain(`href="${path.firmToConfirm(third)}"`)
    await intake.open(path.firmToConfirm(third))
    const seen = String(intake.fields._seen)
    const nothing = await intake.send(path.sendBackFirm(third), { _seen: seen })
    expect([nothing.status, nothing.html]).toEqual([
      422,
      expect.stringMatching(/govuk-error-summary[\s\S]*href="#toCorrect"/),
    ])
    const back = await intake.send(path.sendBackFirm(third), {
      _seen: seen,
      toCorrect: 'Send a licence that can be read.',
    })
    expect([back.status, back.headers.get('location')]).toEqual([303, `${path.firmToConfirm(third)}?done=sentBack`])
    expect((await intake.open(path.firms)).html).not.toContain(`href="${path.firmToConfirm(third)}"`)
    const after = await intake.open(`${path.firmToConfirm(third)}?done=sentBack`)
    expect(after.text).toContain('The firm has been informed.')
    expect(after.text).toContain('Send a licence that can be read.')
    // of a page that is older than what happened since, nothing is decided
    const late = await intake.send(path.confirmFirm(third), { _seen: seen })
    expect([late.status, late.text]).toEqual([422, expect.stringContaining('has changed since you opened this page')])
    await intake.open(path.firmToConfirm(third))
    const without = await intake.send(path.declineFirm(third), { _seen: String(intake.fields._seen) })
    expect(without.status).toBe(422)
    expect(without.html).toMatch(/govuk-error-summary[\s\S]*href="#reason"/)
    const declined = { _seen: String(intake.fields._seen), reason: 'The firm does not exist.' }
    expect((await intake.send(path.declineFirm(third), declined)).status).toBe(303)
    expect((await intake.open(path.firmToConfirm(third))).text).toContain('Declined, for this reason')
  })

  test('and those that are confirmed: a change is asked for by the firm, looked up, compared and accepted', async () => {
    const { second } = site.world.population.firms
    const [firm, intake] = [await site.visitor('rivalAdmin'), await site.visitor('intake')]
    const form = await firm.open(path.changeFirm)
    const kept = Object.fromEntries(
      ['nameZh', 'nameEn', 'handler[name]', 'handler[phone]'].map((name) => [name, typedIn(form, name) ?? '']),
    )
    const typed = { ...kept, district: '310117', kind: 'other', crossBorderFiling: 'none', 'handler[email]': 'a@b.cn' }
    expect(form.text).toContain('Nothing changes until the lead department has checked and accepted it.')
    const missing = await firm.sendFiles(path.changeFirm, { _seen: String(firm.fields._seen), ...typed }, [])
    expect([missing.status, missing.html.includes('href="#licence"')]).toEqual([422, true])
    const { bytes } = await makePaper({ kind: 'licence' }, EXAMPLE)
    const sent = await firm.sendFiles(path.changeFirm, { _seen: String(firm.fields._seen), ...typed }, [
      ['licence', 'moved.pdf', bytes],
    ])
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${path.firm}?done=changeAsked`])
    expect((await firm.open(path.firm)).text).toContain('Change request being checked')
    const list = await intake.open(withQuery(path.firms, { tab: 'changes' }))
    expect(list.html).toContain(`href="${path.firmToConfirm(second)}"`)
    const page = await intake.open(path.firmToConfirm(second))
    expect(page.text).toMatch(/District of registration \S+ Songjiang/)
    expect(page.text).toContain('moved.pdf')
    const accepted = await intake.send(path.acceptFirmChange(second), { _seen: String(intake.fields._seen) })
    expect(accepted.headers.get('location')).toBe(`${path.firmToConfirm(second)}?done=changeAccepted`)
    const after = await intake.open(`${path.firmToConfirm(second)}?done=changeAccepted`)
    expect(after.text).toContain('Change accepted')
    expect(after.text).toContain('Change accepted Commerce · intake')
    const found = await intake.open(withQuery(path.firms, { tab: 'all', district: '310117', state: 'confirmed' }))
    expect(found.html).toContain(`href="${path.firmToConfirm(second)}"`)
    const none = await intake.open(withQuery(path.firms, { tab: 'all', find: 'no such firm' }))
    expect(none.text).toContain('No firm was found')
    const supervisor = await site.visitor('supervisor')
    expect((await supervisor.open(path.firms)).html).toContain(`href="${path.firmToConfirm(second)}"`)
    const read = await supervisor.open(path.firmToConfirm(second))
    expect([read.status, read.html.includes('<form method="post" action="/firms/')]).toEqual([200, false])
    // whoever announces a suspension waits for the firm's answer, and for another officer
    const reason = { _seen: String(intake.fields._seen), suspensionReason: 'The figures were false.' }
    await intake.open(path.firmToConfirm(second))
    const told = await intake.send(path.intendSuspension(second), { ...reason, _seen: String(intake.fields._seen) })
    expect(told.headers.get('location')).toBe(`${path.firmToConfirm(second)}?done=suspensionIntended`)
    const own = await firm.open(path.firm)
    expect(own.text).toContain('Your firm may be suspended')
    expect(own.text).toContain('You can respond until 1 December 2026')
    expect((await firm.send(path.answerSuspension, { answer: '' })).status).toBe(422)
    const answered = await firm.send(path.answerSuspension, { answer: 'They are the platform’s own.' })
    expect(answered.headers.get('location')).toBe(`${path.firm}?done=answered`)
    const heard = await intake.open(path.firmToConfirm(second))
    expect(heard.text).toContain('They are the platform’s own.')
    expect(heard.text).toContain('Another intake officer has to decide on suspending the firm')
    expect(heard.html).not.toContain('value="suspended"')
    const own2 = { _seen: String(intake.fields._seen), decision: 'No.', _as: 'suspended' }
    expect((await intake.send(path.decideSuspension(second), own2)).status).toBe(409)
    await intake.open(path.firmToConfirm(second))
    const dropped = await intake.send(path.decideSuspension(second), { ...own2, _as: 'dropped' })
    expect(dropped.headers.get('location')).toBe(`${path.firmToConfirm(second)}?done=suspensionDropped`)
  })

  test('with the code of a confirmed firm stand out and are not confirmed as well', async () => {
    const { rows } = await site.world.admin.query('select credit_code from firms where id = $1', [
      site.world.population.firms.first,
    ])
    const copy = await register('copycat', rows[0].credit_code, '上海冒名传媒有限公司')
    const intake = await site.visitor('intake')
    const page = await intake.open(path.firmToConfirm(copy))
    expect(page.text).toContain('Another firm claims the same credit code')
    const refused = await intake.send(path.confirmFirm(copy))
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('A firm with this credit code is already confirmed.')
    expect((await (await site.visitor('assessor')).open(path.firms)).status).toBe(403)
  })
})

describe('letters', () => {
  test('are found, looked at and downloaded as an attachment in a sandbox; both are recorded', async () => {
    const one = await site.world.caseIn('letterIssued')
    const letter = await letterOf(one)
    const permit = await site.visitor('permitOfficer')
    const list = await permit.find(path.letters, letter.number)
    expect(list.html).toContain(`href="${path.letter(letter.id)}"`)
    const brackets = letter.number.replace('〔', '[').replace('〕', ']')
    expect((await permit.find(path.letters, brackets)).html).toContain(`href="${path.letter(letter.id)}"`)
    expect((await permit.find(path.letters, 'no such letter')).text).toContain('Nothing found')
    expect((await permit.find(path.letters, String(one.id).padStart(6, '0'))).html).toContain(path.letter(letter.id))
    const named = await site.world.draft('applicant', 'goodsHost', { chineseName: '罗小茜' })
    await named.walk(ROUTES.letterIssued)
    const own = path.letter((await letterOf(named)).id)
    for (const find of ['小茜', '罗 小茜']) expect((await permit.find(path.letters, find)).html).toContain(own)
    // by the words of a name, as in the queue, and as the firm finds its own
    const firm = await site.visitor('applicant')
    for (const find of ['giulia ROSSI', 'Róssi  Giúlia', 'maria giulia'])
      for (const who of [permit, firm]) expect((await who.find(path.letters, find)).html).toContain(own)
    for (const who of [permit, firm])
      expect((await who.find(path.letters, 'giulia rozzi')).text).toContain('Nothing found')
    for (const find of [showCheckCode(letter.code), `https://haijian.example${path.verifyCode(letter.code)}`]) {
      const { html } = await permit.find(path.letters, find)
      expect([html.includes(path.letter(letter.id)), html.includes(own)]).toEqual([true, false])
    }
    // the check page leads on to the case, for those who may see it
    const onward = `href="${path.case(one.id)}">Open the case`
    const seenBy = async (who: Visitor) => (await who.open(path.verifyCode(letter.code))).html.includes(onward)
    const visitors = [permit, firm, await site.visitor('rival'), await site.visitor()]
    expect(await Promise.all(visitors.map(seenBy))).toEqual([true, true, false, false])
    const other = await (await site.visitor('rival')).find(path.letters, letter.code)
    expect(other.text).toContain('Search by number, check code, name')
    await permit.find(path.letters, letter.number)
    expect((await permit.open(path.letter(letter.id))).text).toContain('YB1234567')
    const file = await permit.open(path.letterFile(letter.id))
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(file.headers.get('content-security-policy')).toMatch(/^default-src 'none';.* sandbox$/)
    expect(file.headers.get('cache-control')).toBe('no-store')
    expect(file.bytes.equals(letter.pdf)).toBe(true)
    expect([await eventsOf(one.id, 'readLetter'), await eventsOf(one.id, 'fetchLetter')]).toEqual([1, 1])
  })
})

test('a case whose day was a Friday is overdue on Saturday, in the queue’s tab, in its row and on its page', async () => {
  site.world.at('2026-11-20')
  const one = await site.world.caseIn('submitted')
  site.world.at('2026-11-28')
  await site.world.letAllSpeak()
  const intake = await site.visitor('intake')
  const queue = await intake.open(withQuery(path.queue, { tab: 'overdue' }))
  const row = queue.html.split('<tr').find((part) => part.includes(`href="${path.case(one.id)}"`)) ?? ''
  expect(row).toContain('1 day over')
  expect((await intake.open(path.case(one.id))).text).toContain('1 day over')
  site.world.at('2026-11-24')
  await site.world.letAllSpeak()
})

describe('the letters as a file', () => {
  test('say what was proposed and granted, to whoever sees the letter', async () => {
    const one = await site.world.caseIn('awaitingDecision', 'applicant', 'streamer')
    await one.do('approver', 'recommend', { months: 12, treatment: 'greenChannel' })
    await one.makeLetter()
    await one.do('permitOfficer', 'receiveLetter')
    await one.do('permitOfficer', 'recordGranted', {
      permitClass: 'B',
      validFrom: '2027-01-11',
      validUntil: '2027-07-10',
    })
    const { number } = await letterOf(one)
    for (const [name, sees] of [
      ['permitOfficer', true],
      ['approver', true],
      ['applicant', true],
      ['rival', false],
    ] as const) {
      const visitor = await site.visitor(name)
      if (sees) expect((await visitor.open(path.letters)).html).toContain(`href="${path.lettersCsv}"`)
      const file = await visitor.open(path.lettersCsv)
      expect([name, file.status, file.headers.get('content-type')]).toEqual([name, 200, 'text/csv; charset=utf-8'])
      const [head = '', ...lines] = file.bytes.toString().slice(1).split('\r\n')
      expect(head).toContain('Class proposed,Route,Months proposed,Treatment proposed,Proposed,Reason,Outcome')
      const line = lines.find((text) => text.startsWith(number))
      expect([name, line !== undefined]).toEqual([name, sees])
      if (!line) continue
      expect(line).toContain('"foreign professional (class B), 71 points",A,livestreamPlan,12,greenChannel,')
      expect(line).toContain('"a permit as foreign high-end talent (class A) for 12 months, by the green channel"')
      expect(line).toMatch(/,Recorded that the permit was granted,B,6$|,[^,]*,B,6$/)
    }
    const ended = await (await site.visitor('permitOfficer')).open(withQuery(path.lettersCsv, { list: 'ended' }))
    expect(ended.bytes.toString()).not.toContain(number)
    const firm = await site.visitor('applicant')
    const ground =
      /It proposes a permit as foreign high-end talent \(class A\) for 12 months, by the green channel. Basis: High-end/
    expect((await firm.open(path.case(one.id))).text).toMatch(ground)
    const { proposal } = JSON.parse((await firm.open(apiPath.case(one.id))).bytes.toString()) as { proposal: object }
    expect(proposal).toMatchObject({ class: 'A', route: 'livestreamPlan', months: 12, treatment: 'greenChannel' })
    expect(proposal).toMatchObject({ reached: { en: 'foreign professional (class B), 71 points' } })
  })

  test('shows beside void numbers those that were left out after a failover, to the authority whose series it is', async () => {
    const one = await site.world.caseIn('letterIssued')
    const { number } = await letterOf(one)
    await site.world.admin.query(
      `insert into skipped_numbers select authority_id, series, year, 5001, 5100, now() from letters where number = $1`,
      [number],
    )
    const address = withQuery(path.letters, { list: 'void' })
    expect((await (await site.visitor('approver')).open(address)).text).toMatch(
      /Skipped numbers.*belong to no letter.*Recommendations 2026 5001 to 5100/,
    )
    for (const who of ['permitOfficer', 'applicant'] as const)
      expect((await (await site.visitor(who)).open(address)).text).not.toContain('5001')
    await site.world.admin.query('delete from skipped_numbers')
  })

  test('say nothing of what was proposed before there were routes, nor do pages and programs', async () => {
    const one = await site.world.caseIn('letterReceived')
    const { number } = await letterOf(one)
    // as a release before has written it
    await site.world.admin.query('set session_replication_role = replica')
    await site.world.admin.query(
      `update event_contents t set content = content - 'says' - 'asked' from events e
       where e.case_id = $1 and e.action = 'recommend' and t.case_id = e.case_id and t.seq = e.seq`,
      [one.id],
    )
    await site.world.admin.query('set session_replication_role = origin')
    for (const name of ['applicant', 'permitOfficer', 'approver'] as const) {
      const visitor = await site.visitor(name)
      const page = await visitor.open(path.case(one.id))
      expect([name, page.status, page.text.includes('It proposes')]).toEqual([name, 200, false])
      const api = JSON.parse((await visitor.open(apiPath.case(one.id))).bytes.toString()) as { proposal: null }
      expect([name, api.proposal]).toEqual([name, null])
      const lines = (await visitor.open(path.lettersCsv)).bytes.toString().split('\r\n')
      expect(lines.find((line) => line.startsWith(number))).toMatch(/,{9,}$/)
    }
  })

  test('while no policy is in force, firm and officers read that the case waits, and why', async () => {
    const one = await site.world.caseIn('awaitingDecision')
    site.world.at('2027-01-04')
    await site.world.letAllSpeak()
    await (await site.world.tasks()).runMinute()
    const firm = await (await site.visitor('applicant')).open(path.case(one.id))
    expect(firm.text).toContain('Waiting for a new policy')
    expect(firm.text).toMatch(
      /once a new policy is in force, with \d+ working days? left for this stage\. We will inform you/,
    )
    const approver = await site.visitor('approver')
    const desk = await approver.open(path.case(one.id))
    expect(desk.text).toContain('waiting for a new policy')
    expect(desk.text).toMatch(/expired on 31 December 2026.*policy editor/)
    expect((await approver.open(actionAddress(one.id, 'recommend'))).html).toContain('aria-disabled="true"')
    site.world.at('2026-11-24')
    await site.world.letAllSpeak()
  })
})

describe('the check page', () => {
  let anybody: Visitor
  beforeAll(async () => {
    anybody = await site.visitor()
  })

  test('knows a letter by its code however it is typed, and by its file', async () => {
    const letter = await letterOf(await site.world.caseIn('letterIssued'))
    const typed = letter.code.toLowerCase().replace(/(.{5})/, '$1 - ')
    for (const address of [path.verifyCode(letter.code), withQuery(path.verify, { code: typed })]) {
      const page = await anybody.open(address)
      expect(page.text).toContain('Specimen')
      expect(page.text).toContain('This is a valid specimen: a demonstration issued it')
      expect(page.text).toContain('a specimen entitles nobody to anything')
      expect(page.text).toContain(letter.number)
      expect(page.text).not.toContain('YB1234567')
      expect(page.text).toContain('YB*****67')
    }
    await anybody.open(path.verify)
    const byFile = await anybody.sendFile(path.verifyFile, new Uint8Array(letter.pdf), 'letter.pdf')
    expect(byFile.text).toContain(letter.number)
    const changed = new Uint8Array(letter.pdf)
    changed[changed.length - 1] = 0
    await anybody.open(path.verify)
    const forged = await anybody.sendFile(path.verifyFile, changed, 'letter.pdf')
    expect(forged.text).toContain('Altered')
    expect(forged.text).not.toContain(letter.number)
  })

  test('that replaces another one tells the permit officer which, how that ended, and why; so does one after a return', async () => {
    const one = await site.world.caseIn('letterIssued')
    const old = await letterOf(one)
    await one.do('otherApprover', 'reissueLetter', { why: 'The months of the contract were wrong.' })
    await one.makeLetter()
    const permit = await site.visitor('permitOfficer')
    const replaced = await permit.open(path.case(one.id))
    expect(replaced.text).toMatch(/Earlier letter \S+ \(Superseded\) Ordered a new letter: The months of the contract/)
    expect(replaced.html).toContain(`href="${path.letter(old.id)}"`)
    await one.do('permitOfficer', 'returnLetter', { reasons: ['letterDefective'], why: 'The class is missing.' })
    await one.do('approver', 'recommend')
    await one.makeLetter()
    const again = await permit.open(path.case(one.id))
    expect(again.text).toMatch(/\(Void\) Returned the letter: The letter is defective: The class is missing/)
  })

  test('says at once that a letter is revoked or superseded', async () => {
    const one = await site.world.caseIn('letterIssued')
    const { code } = await letterOf(one)
    await one.do('approver', 'revokeLetter')
    expect((await anybody.open(path.verifyCode(code))).text).toContain('Revoked')
    const other = await site.world.caseIn('letterIssued')
    const old = await letterOf(other)
    await other.do('approver', 'reissueLetter')
    expect((await anybody.open(path.verifyCode(old.code))).text).toContain('Superseded')
  })

  test('tells what is no code, what is unknown, and that a file is missing', async () => {
    const wrong = await anybody.open(withQuery(path.verify, { code: 'hello' }))
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('The check code is too short: it has 5 letters and digits, and must have 17')
    // as long as a code, whose last character does not fit the others
    const mistyped = await anybody.open(withQuery(path.verify, { code: '0000-0000-0000-00001' }))
    expect([mistyped.status, mistyped.text]).toEqual([422, expect.stringContaining('There is no such check code.')])
    const longer = 'x'.repeat(100)
    expect((await anybody.open(withQuery(path.verify, { code: longer }))).html).toContain(`value="${longer}"`)
    expect((await anybody.open(path.verifyCode('0000-0000-0000-00000'))).text).toContain('Not found')
    await anybody.open(path.verify)
    const empty = await anybody.sendFile(path.verifyFile, new Uint8Array(), '')
    expect(empty.status).toBe(422)
    expect(empty.text).toContain('Select the PDF file of the letter.')
  })
})

describe('a letter that cannot be made', () => {
  test('tells the approver which character has no glyph and what to do, and offers to return the case; the firm is told nothing of it', async () => {
    const one = await site.world.draft()
    await one.do('applicant', 'saveAnswers', { answers: { engagement: { post: 'Host 𐎀' } } })
    await one.walk([
      ['applicant', 'submit'],
      ['intake', 'accept'],
      ['assessor', 'report'],
      ['approver', 'recommend'],
    ])
    await one.makeLetter()
    const approver = await site.visitor('approver')
    const papers = await approver.open(path.papers(one.id))
    expect(papers.text).toContain('Could not be made')
    expect(papers.text).toContain('no font has “𐎀” (U+10380)')
    expect((await approver.open(path.case(one.id))).html).toContain(actionAddress(one.id, 'returnToAssessment'))
    expect((await (await site.visitor('applicant')).open(path.case(one.id))).text).not.toContain('Could not be made')
  })
})
