/** The firm's pages over HTTP, as a browser without script sends them: nothing typed is lost, whatever is typed, and nothing is done twice. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { Drafts } from '../../src/cases/drafts.js'
import type { SectionKey } from '../../src/forms/application.js'
import { actionAddress, sectionAddress } from '../../src/web/case/addresses.js'
import { firmHistory } from '../../src/web/case/firmHistory.view.js'
import { type Firm, Firms } from '../../src/people/firm.service.js'
import type { FirmActLine } from '../../src/people/firmActs.js'
import { FirmIntake } from '../../src/people/firmIntake.service.js'
import { readLinkCode } from '../../src/people/secrets.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { readExample } from '../cases/inputs.js'
import { type Fields, type Page, plain, Served, type Visitor } from './served.js'

let site: Served

beforeAll(async () => {
  site = await Served.open()
})
afterAll(() => site.close())

const EXAMPLE = readExample('goodsHost') as unknown as PaperCase // the case files are what papers are made from
const MRZ = ['P<JPNTANAKA<<YUKI<<<<<<<<<<<<<<<<<<<<<<<<<<<', 'TK89012342JPN9005053F3402029<<<<<<<<<<<<<<<0'].join(
  '\r\n',
)

/** A new draft of the visitor's firm; its id. */
async function startDraft(visitor: Visitor): Promise<number> {
  await visitor.open(path.newCase)
  const { headers } = await visitor.send(path.cases)
  return Number(/^\/cases\/(\d+)$/.exec(headers.get('location') ?? '')?.[1])
}

const answersOf = async (id: number): Promise<Record<string, Record<string, unknown>>> => {
  const { rows } = await site.world.admin.query<{ answers: Record<string, Record<string, unknown>> }>(
    'select answers from cases where id = $1',
    [id],
  )
  return rows[0]?.answers ?? {}
}

const count = async (sql: string, values: unknown[]): Promise<number> =>
  (await site.world.admin.query<{ n: number }>(sql, values)).rows[0]?.n ?? 0

/** The value of a text box, as the browser would show it. */
function boxOf({ html }: Page, id: string): string | undefined {
  const area = new RegExp(`<textarea[^>]*id="${id}"[^>]*>([^<]*)</textarea>`).exec(html)?.[1]
  const box = new RegExp(`<input[^>]*id="${id}"[^>]*>`).exec(html)?.[0]
  const value = area ?? (box && (/ value="([^"]*)"/.exec(box)?.[1] ?? ''))
  return value === undefined ? undefined : plain(value)
}

/** What the summary at the head of a page lists: where each line leads, and what it says. */
const summaryOf = ({ html }: Page): (string | undefined)[][] =>
  [...(/class="govuk-error-summary"[\s\S]*?<\/ul>/.exec(html)?.[0] ?? '').matchAll(/<a href="([^"]*)">([^<]*)</g)].map(
    ([, href, text]) => [href, text],
  )

/** Opens what a page leads to after a form was sent. */
const follow = (visitor: Visitor, { headers }: Page): Promise<Page> =>
  visitor.open((headers.get('location') ?? '').replace(/#.*$/, ''))

interface Sent {
  readonly fields: Fields
  readonly files: readonly (readonly [field: string, name: string, bytes: Uint8Array])[]
}

/** Sends an upload form: the hidden fields of the page, the fields, then the files. */
const upload = (visitor: Visitor, path: string, { fields, files }: Sent): Promise<Page> =>
  visitor.sendFiles(path, fields, files)

const uploadPaper = (
  visitor: Visitor,
  id: number,
  kind: string,
  name: string,
  bytes: Uint8Array,
  fields: Fields = {},
) =>
  upload(visitor, path.documents(id), {
    fields: { kind, place: `documents.${kind}`, ...fields },
    files: [[`documents[${kind}][file]`, name, bytes]],
  })

const pdfOf = async (kind: string): Promise<Uint8Array> => (await makePaper({ kind }, EXAMPLE)).bytes

describe('whose page it is', () => {
  test('another firm’s case does not exist, on no page and in no form', async () => {
    const [mine, theirs] = [await site.visitor('applicant'), await site.visitor('rival')]
    const id = await startDraft(mine)
    await theirs.open(path.newCase)
    const pages = ['', '/answers/talent', '/documents', '/review', '/actions/submit']
    for (const page of pages) expect((await theirs.open(`/cases/${id}${page}`)).status).toBe(404)
    const date = {
      kind: 'x',
      'dated[p1][issuedOn][year]': '2026',
      'dated[p1][issuedOn][month]': '1',
      'dated[p1][issuedOn][day]': '1',
    }
    for (const page of ['/answers/talent', '/documents/1/remove', '/documents/1/date', '/actions/submit']) {
      await theirs.open(path.newCase)
      expect([page, (await theirs.send(`/cases/${id}${page}`, { version: '0', ...date })).status]).toEqual([page, 404])
    }
    await theirs.open(path.newCase)
    const sent = await uploadPaper(theirs, id, 'contract', 'a.pdf', Buffer.from('%PDF-'))
    expect(sent.status).toBe(404)
    expect(await answersOf(id)).toEqual({})
  })

  test('officers have no list of applications, visitors are asked to sign in', async () => {
    expect((await (await site.visitor('intake')).open(path.cases)).status).toBe(403)
    const answer = await (await site.visitor()).open(sectionAddress(7, 'talent'))
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      withQuery(path.signIn, { to: sectionAddress(7, 'talent') }),
    ])
  })

  test('a firm that is not confirmed drafts and is told why it cannot submit', async () => {
    const visitor = await site.visitor('newcomer')
    const id = await startDraft(visitor)
    expect((await visitor.open(path.case(id))).text).toContain('To be confirmed: you can draft but not submit')
    const review = await visitor.open(path.review(id))
    expect(review.text).toContain('Possible when the lead department has confirmed the firm.')
    expect((await visitor.open(path.firm)).text).toContain('Waiting')
  })
})

describe('a section', () => {
  test('keeps junk as it was typed and says what is wrong beside it', async () => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    const address = sectionAddress(id, 'talent')
    await visitor.open(address)
    const sent = await visitor.send(address, {
      'talent[systemName]': 'García “José” 1',
      'talent[birthDate][year]': '1990',
      'talent[birthDate][month]': '13',
      'talent[birthDate][day]': 'x',
      'talent[nationality]': 'JPN',
      __proto__x: '1',
      'talent[__proto__][polluted]': '1',
    })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${address}?saved=1`])
    const page = await follow(visitor, sent)
    expect(page.status).toBe(200)
    expect(boxOf(page, 'talent-systemName')).toBe('García “José” 1')
    expect(page.html).toContain('<a href="#talent-systemName">')
    expect(page.html).toContain('id="talent-systemName-error"')
    expect(page.html).toContain('id="talent-birthDate-error"')
    expect(page.text).toContain('Saved. These problems remain')
    expect(page.text).toMatch(/\d+ required answers are still missing\. Show what is missing/)
    // what is only missing is not held against a draft
    expect(page.html).not.toContain('id="talent-passport-number-error"')
    expect((await visitor.open(`${address}?check=1`)).html).toContain('id="talent-passport-number-error"')
    expect(Object.getPrototypeOf({})).not.toHaveProperty('polluted')
    expect(await answersOf(id)).toMatchObject({
      talent: {
        systemName: 'García “José” 1',
        // a sealed value says nothing; the page shows what was typed
        birthDate: expect.stringMatching(/^sealed:/),
        nationality: 'JPN',
      },
    })
    expect(
      ['year', 'month', 'day'].map(
        (part) => page.html.match(new RegExp(`name="talent\\[birthDate\\]\\[${part}\\]"[^>]*value="([^"]*)"`))?.[1],
      ),
    ).toEqual(['1990', '13', 'x'])
  })

  test('goes on to the next one when nothing is wrong, and back to the list when asked', async () => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    const address = sectionAddress(id, 'engagement')
    await visitor.open(address)
    const next = await visitor.send(address, { 'engagement[post]': 'Host', _then: 'next' })
    expect(next.headers.get('location')).toBe(sectionAddress(id, 'channels'))
    await visitor.open(address)
    const back = await visitor.send(address, { 'engagement[post]': 'Host', _then: 'list' })
    expect(back.headers.get('location')).toBe(withQuery(path.case(id), { saved: 1 }))
    // the same again is no change, and no event
    expect(
      await count(`select count(*)::int as n from events where case_id = $1 and action = 'saveAnswers'`, [id]),
    ).toBe(1)
  })

  test.each([
    ['a NUL', 'TANAKA\0YUKI'],
    ['half a character', 'TANAKA\ud800'],
    ['a very long text', 'x'.repeat(20_001)],
  ])('%s cannot be kept: the page says so, shows it again and keeps what was there', async (_what, typed) => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    const address = sectionAddress(id, 'talent')
    await visitor.open(address)
    await visitor.send(address, { 'talent[systemName]': 'TANAKA YUKI' })
    await visitor.open(address)
    const page = await visitor.send(address, { 'talent[systemName]': typed, 'talent[visualName]': '田中 由紀' })
    // a form cannot carry half a character: the browser, and this test, send U+FFFD, which is kept and marked
    if (typed.includes('\ud800')) {
      expect(page.status).toBe(303)
      return
    }
    expect(page.status).toBe(422)
    expect(page.text).toContain('Not saved yet. Your answers are kept')
    expect(boxOf(page, 'talent-visualName')).toBe('田中 由紀')
    expect((await answersOf(id)).talent).toMatchObject({ systemName: 'TANAKA YUKI' })
  })

  test('rows come and go without script, and stay on the page', async () => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    const address = sectionAddress(id, 'channels')
    await visitor.open(address)
    const two = await visitor.send(address, { 'channels[0][platform]': 'TikTok', add: 'channels' })
    expect(boxOf(two, 'channels-0-platform')).toBe('TikTok')
    expect(boxOf(two, 'channels-1-platform')).toBe('')
    expect(two.html).toMatch(/id="channels-1" tabindex="-1" autofocus/)
    const one = await visitor.send(address, {
      'channels[0][platform]': 'TikTok',
      'channels[1][platform]': 'Douyin',
      remove: 'channels.0',
    })
    expect(boxOf(one, 'channels-0-platform')).toBe('Douyin')
    expect(boxOf(one, 'channels-1-platform')).toBeUndefined()
    expect((await answersOf(id)).channels).toEqual([expect.objectContaining({ platform: 'Douyin' })])
  })

  test('what is wrong is said at its row also while an empty row stands before it', async () => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    const address = sectionAddress(id, 'channels')
    await visitor.open(address)
    const typed = { 'channels[0][platform]': '', 'channels[1][platform]': 'A', 'channels[1][followers]': 'many' }
    const moved = await visitor.send(address, { ...typed, add: 'channels' })
    expect(boxOf(moved, 'channels-1-followers')).toBe('many')
    expect(moved.text).not.toContain('must be a number')
    const typedAgain = { 'channels[0][platform]': 'A', 'channels[0][followers]': 'many' }
    await visitor.open(address)
    const inside = await visitor.send(address, { ...typedAgain, add: 'channels.0.export.violations' })
    expect(inside.html).toContain('href="#channels-0-followers"')
  })

  test('more than is read is refused, and nothing of it is kept', async () => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    const address = sectionAddress(id, 'channels')
    await visitor.open(address)
    const many = Object.fromEntries(Array.from({ length: 12_001 }, (_, index) => [`c[${index}]`, '']))
    const page = await visitor.send(address, { 'channels[0][platform]': 'A', ...many })
    expect(page.status).toBe(422)
    expect(page.text).toContain('There is too much text to save')
    expect((await answersOf(id)).channels).toBeUndefined()
  })

  test('answers that no database can hold begin no draft', async () => {
    const person = site.world.person('applicant')
    const count = async () => (await site.world.admin.query('select from cases')).rowCount
    const before = await count()
    const tree = { talent: { systemName: 'TANAKA\u0000' } }
    const begun = site.world.app.get(Drafts).begin(person, undefined, tree, ['talent.systemName'])
    await expect(begun).rejects.toMatchObject({ problems: [{ path: 'talent.systemName' }] })
    expect(await count()).toBe(before)
  })

  test('the passport’s zone fills the answers in without script, over what stood there', async () => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    const address = sectionAddress(id, 'talent')
    await visitor.open(address)
    const filled = await visitor.send(address, {
      'talent[passport][mrz]': MRZ,
      'talent[systemName]': 'wrong',
      fill: 'talent.passport.mrz',
    })
    expect(filled.headers.get('location')).toBe(`${address}?filled=7#talent-systemName`)
    const page = await follow(visitor, filled)
    expect(page.text).toContain('7 answers are filled in; please check them')
    expect(boxOf(page, 'talent-systemName')).toBe('TANAKA YUKI')
    expect(boxOf(page, 'talent-passport-number')).toBe('TK8901234')
    const unread = await visitor.send(address, { 'talent[passport][mrz]': 'P<JPN', fill: 'talent.passport.mrz' })
    expect((await follow(visitor, unread)).text).toContain('Zone not readable. Nothing was filled in')
  })
})

describe('two people write at once', () => {
  /** One opens the page of a section, the other one saves it first. */
  async function bothOpen(section: SectionKey, first: Fields) {
    const [one, other] = [await site.visitor('applicant'), await site.visitor('firmAdmin')]
    const id = await startDraft(one)
    const address = sectionAddress(id, section)
    await one.open(address)
    await one.send(address, { 'engagement[post]': 'Host', 'engagement[salaryPerYear]': '900000' })
    await one.open(address)
    await other.open(address)
    await other.send(address, { 'engagement[post]': 'Host', 'engagement[salaryPerYear]': '900000', ...first })
    return { one, id, address }
  }

  test('about the same question: both answers are shown, nothing is kept, and either can be chosen', async () => {
    const { one, id, address } = await bothOpen('engagement', { 'engagement[post]': 'Senior host' })
    const mine = { 'engagement[post]': 'Anchor', 'engagement[salaryPerYear]': '950000' }
    const page = await one.send(address, mine)
    expect(page.status).toBe(409)
    expect(page.text).toContain('Somebody changed the same answers after you opened this page')
    expect(page.text).toMatch(/firmAdmin, .*Senior host.*Anchor/)
    expect(boxOf(page, 'engagement-post')).toBe('Anchor')
    expect((await answersOf(id)).engagement).toMatchObject({ post: 'Senior host', salaryPerYear: '900000' })
    // the colleague's post, and the salary that nobody else has changed
    const taken = await one.send(address, { ...mine, _take: 'theirs' })
    expect(taken.status).toBe(303)
    expect((await answersOf(id)).engagement).toMatchObject({ post: 'Senior host', salaryPerYear: '950000' })
  })

  test('about the same question: one’s own can be kept, once the other one has been seen', async () => {
    const { one, id, address } = await bothOpen('engagement', { 'engagement[post]': 'Senior host' })
    expect((await one.send(address, { 'engagement[post]': 'Anchor' })).status).toBe(409)
    expect((await one.send(address, { 'engagement[post]': 'Anchor' })).status).toBe(303)
    expect((await answersOf(id)).engagement).toMatchObject({ post: 'Anchor' })
  })

  test('about different questions of one section: both are kept, though each page sends all of its answers', async () => {
    const { one, id, address } = await bothOpen('engagement', { 'engagement[post]': 'Senior host' })
    const sent = await one.send(address, { 'engagement[post]': 'Host', 'engagement[salaryPerYear]': '950000' })
    expect(sent.status).toBe(303)
    expect((await answersOf(id)).engagement).toMatchObject({ post: 'Senior host', salaryPerYear: '950000' })
  })

  test('about different rows of one list, or different answers of one row: both are kept; one answer is asked', async () => {
    const [one, other] = [await site.visitor('applicant'), await site.visitor('firmAdmin')]
    const id = await startDraft(one)
    const address = sectionAddress(id, 'channels')
    const channels = (...rows: Fields[]): Fields =>
      Object.fromEntries(
        rows.flatMap((row, at) => Object.entries(row).map(([name, text]) => [`channels[${at}][${name}]`, text])),
      )
    const [shop, video] = [
      { platform: 'Taobao Live', handle: 'giulia', followers: '1000' },
      { platform: 'TikTok', handle: 'giulia.tv', followers: '2000' },
    ]
    await one.open(address)
    await one.send(address, channels(shop, video))
    await one.open(address)
    await other.open(address)
    // there a new channel and more followers of the first one; here another name of it and of the second one
    const third = { platform: 'YouTube', handle: 'g', followers: '5' }
    await other.send(address, channels({ ...shop, followers: '1100' }, video, third))
    const mine = channels({ ...shop, handle: 'giulia_moda' }, { ...video, handle: 'giulia.live' })
    expect((await one.send(address, mine)).status).toBe(303)
    expect((await answersOf(id)).channels).toMatchObject([
      { ...shop, followers: '1100', handle: 'giulia_moda' },
      { ...video, handle: 'giulia.live' },
      third,
    ])
    await one.open(address)
    await other.open(address)
    await other.send(address, channels({ ...shop, handle: 'a' }, video, third))
    const clash = await one.send(address, channels({ ...shop, handle: 'b' }, video, third))
    expect(clash.status).toBe(409)
    expect((await answersOf(id)).channels).toMatchObject([{ handle: 'a' }, {}, {}])
  })

  test('what is changed on an open page after the other has filed is shown, to be copied', async () => {
    const [one, draft] = [await site.visitor('applicant'), await site.world.draft()]
    const address = sectionAddress(draft.id, 'engagement')
    await one.open(address)
    await draft.do('applicant', 'submit')
    const late = await one.send(address, { 'engagement[post]': 'Host of two languages' })
    expect(late.status).toBe(409)
    expect(late.text).toContain('It was not saved. Copy it from here.')
    const typed = [...late.html.matchAll(/<textarea[^>]+readonly>([^<]*)/g)].map(([, text]) => text)
    expect(typed).toEqual(['Host of two languages'])
    expect((await answersOf(draft.id)).engagement?.post).not.toBe('Host of two languages')
  })

  test('a page that saves itself never writes back what it did not change', async () => {
    const { one, id, address } = await bothOpen('engagement', { 'engagement[post]': 'Senior host' })
    const put = async (salary: string, was: string, version: string) => {
      const token = [one.fields._csrf ?? ''].flat()[0] ?? ''
      const body = { 'engagement[post]': 'Host', 'engagement[salaryPerYear]': salary, version, _was: was }
      const answer = await fetch(site.origin + address, {
        method: 'PUT',
        body: new URLSearchParams(body),
        headers: { accept: 'application/json', cookie: one.cookieHeader, 'x-csrf-token': token },
      })
      return (await answer.json()) as { version: number; was: string }
    }
    const shown = [one.fields._was ?? ''].flat()[0] ?? ''
    const first = await put('950000', shown, '1')
    const second = await put('960000', first.was, String(first.version))
    expect([first.version, second.version]).toEqual([3, 4])
    expect((await answersOf(id)).engagement).toMatchObject({ post: 'Senior host', salaryPerYear: '960000' })
  })

  test('about different sections: both are kept and nobody is asked', async () => {
    const { one, id } = await bothOpen('engagement', { 'engagement[post]': 'Senior host' })
    const address = sectionAddress(id, 'talent')
    const sent = await one.send(address, { 'talent[systemName]': 'TANAKA YUKI', version: '1' })
    expect(sent.status).toBe(303)
    expect(await answersOf(id)).toMatchObject({
      talent: { systemName: 'TANAKA YUKI' },
      engagement: { post: 'Senior host' },
    })
  })
})

describe('texts that the firm says again', () => {
  const DUTIES = 'Sells fashion live, five shows a week.'
  const keptTexts = async () =>
    (await site.world.admin.query('select name, answers from firm_texts order by name')).rows as unknown[]

  test('are kept from a section, taken into another draft in one press, renamed and deleted; they are the firm’s', async () => {
    const [one, colleague, rival] = [
      await site.visitor('applicant'),
      await site.visitor('firmAdmin'),
      await site.visitor('rival'),
    ]
    const first = await startDraft(one)
    const address = sectionAddress(first, 'engagement')
    expect((await one.open(address)).html).not.toContain('name="_text"')
    const typed = { 'engagement[post]': 'Host', 'engagement[duties]': DUTIES, 'engagement[salaryPerYear]': '900000' }
    const kept = await one.send(address, { ...typed, _textName: 'Sales host', _keepText: '1' })
    expect([kept.status, kept.headers.get('location')]).toEqual([303, withQuery(address, { textKept: 1 })])
    // what is about the person’s pay is not part of it
    expect(await keptTexts()).toEqual([
      { name: 'Sales host', answers: { engagement: { post: 'Host', duties: DUTIES } } },
    ])
    const again = await one.send(address, { ...typed, _textName: 'Sales host', _keepText: '1' })
    expect(again.status).toBe(422)
    expect(again.text).toContain('There is already a text with this name. Choose another name.')

    const second = await startDraft(colleague)
    const place = sectionAddress(second, 'engagement')
    const page = await colleague.open(place)
    const id = /name="_text" value="(\d+)"/.exec(page.html)?.[1] ?? ''
    const taken = await colleague.send(place, { 'engagement[salaryPerYear]': '950000', _text: id })
    expect(taken.headers.get('location')).toBe(`${withQuery(place, { filled: 2 })}#engagement-post`)
    expect((await answersOf(second)).engagement).toMatchObject({
      post: 'Host',
      duties: DUTIES,
      salaryPerYear: '950000',
    })

    await rival.open(path.newCase)
    const theirs = await startDraft(rival)
    const other = sectionAddress(theirs, 'engagement')
    await rival.open(other)
    expect((await rival.send(other, { _text: id })).status).toBe(404)
    await rival.open(other)
    expect((await rival.send(path.removeFirmText(Number(id)))).status).toBe(404)

    await colleague.open(path.newCase)
    const begun = await colleague.send(path.cases, { text: id })
    const third = Number(/^\/cases\/(\d+)$/.exec(begun.headers.get('location') ?? '')?.[1])
    expect((await answersOf(third)).engagement).toMatchObject({ post: 'Host', duties: DUTIES })

    await one.open(path.firmTexts)
    const empty = await one.send(path.firmText(Number(id)), { name: ' ' })
    expect([empty.status, boxOf(empty, `text-${id}-name`)]).toEqual([422, ''])
    await one.send(path.firmText(Number(id)), { name: 'Host, fashion' })
    expect((await one.open(path.firmTexts)).text).toMatch(/Host, fashion applicant, .*Duties Sells fashion live/)
    await one.send(path.removeFirmText(Number(id)))
    expect(await keptTexts()).toEqual([])
    expect((await answersOf(third)).engagement).toMatchObject({ post: 'Host', duties: DUTIES })
  })

  test('hold nothing of a candidate: a text that names one is not kept, and what was typed stays', async () => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    const talent = sectionAddress(id, 'talent')
    await visitor.open(talent)
    await visitor.send(talent, { 'talent[systemName]': 'TANAKA YUKI', 'talent[chineseName]': '田中由纪' })
    const address = sectionAddress(id, 'engagement')
    for (const [duties, found] of [
      ['Shows with Yuki each day', 'YUKI'],
      ['由田中由纪直播', '田中由纪'],
    ] as const) {
      await visitor.open(address)
      const sent = await visitor.send(address, { 'engagement[duties]': duties, _textName: 'Host', _keepText: '1' })
      expect(sent.status).toBe(422)
      expect(sent.text).toContain(`The text names the candidate (${found}) and was not saved.`)
      expect(boxOf(sent, 'engagement-duties')).toBe(duties)
      expect(boxOf(sent, 'textName')).toBe('Host')
    }
    expect(await keptTexts()).toEqual([])
  })
})

describe('a program saves while somebody types', () => {
  const put = (visitor: Visitor, path: string, fields: Record<string, string>, token = true) =>
    fetch(site.origin + path, {
      method: 'PUT',
      body: new URLSearchParams(fields),
      headers: {
        accept: 'application/json',
        cookie: visitor.cookieHeader,
        ...(token && { 'x-csrf-token': [visitor.fields._csrf ?? ''].flat()[0] ?? '' }),
      },
    })

  test('answers when it was saved and which version the page goes on from', async () => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    const address = sectionAddress(id, 'talent')
    await visitor.open(address)
    const saved = await put(visitor, address, { version: '0', 'talent[systemName]': 'TANAKA' })
    expect([saved.status, await saved.json()]).toEqual([
      200,
      {
        savedAt: '2026-11-24T01:00:00.000Z',
        answersVersion: 1,
        version: 1,
        message: 'Saved automatically at 09:00',
        was: expect.stringContaining('talent.systemName:'),
      },
    ])
    const stale = await put(visitor, address, { version: '0', 'talent[systemName]': 'TANAKA YUKI' })
    expect([stale.status, await stale.json()]).toEqual([
      409,
      {
        error: 'stale',
        message:
          'In another window you changed “Name, as in the machine-readable zone” at 09:00. Your answers are ' +
          'still on this page but not saved. Select “Save and continue” to compare and choose.',
      },
    ])
    expect((await put(visitor, address, { version: '1', 'talent[systemName]': 'X' }, false)).status).toBe(403)
    visitor.forgetSession()
    expect((await put(visitor, address, { version: '1', 'talent[systemName]': 'X' })).status).toBe(401)
    expect((await answersOf(id)).talent?.systemName).toBe('TANAKA')
  })
})

describe('documents', () => {
  test('what is dangerous or unreadable is refused beside its field, with what was typed still there', async () => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    await visitor.open(path.documents(id))
    const date = {
      'documents[policeRecord][issuedOn][year]': '2026',
      'documents[policeRecord][issuedOn][month]': '9',
      'documents[policeRecord][issuedOn][day]': '24',
    }
    const whole = await pdfOf('policeRecord')
    const cut = await uploadPaper(visitor, id, 'policeRecord', 'record.pdf', whole.subarray(0, 3000), date)
    expect(cut.status).toBe(422)
    expect(cut.html).toContain('<a href="#documents-policeRecord-file">')
    expect(cut.html).toContain('id="documents-policeRecord-file-error"')
    expect(cut.text).toContain(
      'Certificate of no criminal record: The file is damaged or incomplete and cannot be opened.',
    )
    expect(boxOf(cut, 'documents-policeRecord-issuedOn')).toBe('2026')
    const lies = await uploadPaper(visitor, id, 'contract', 'contract.pdf', await sharp(blank).jpeg().toBuffer())
    expect([lies.status, lies.text.includes('The name ends in .pdf, but the content is JPEG.')]).toEqual([422, true])
    const none = await upload(visitor, path.documents(id), {
      fields: { kind: 'contract', place: 'documents.contract' },
      files: [],
    })
    expect([none.status, none.text.includes('Select a file, then select “Upload”.')]).toEqual([422, true])
    expect(await count('select count(*)::int as n from attachments where case_id = $1', [id])).toBe(0)
  })

  test('what is only unfit is kept, marked, and stops submitting', async () => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    await visitor.open(path.documents(id))
    const sent = await uploadPaper(visitor, id, 'photo', 'me.jpg', await sharp(blank).jpeg().toBuffer())
    expect(sent.headers.get('location')).toBe(
      `${withQuery(path.documents(id), { done: 'uploaded', kind: 'photo' })}#documents-photo`,
    )
    const page = await follow(visitor, sent)
    expect(page.text).toContain('The image has 40 × 40 pixels; at least 354 × 472 are needed.')
    expect((await visitor.open(path.review(id))).text).toContain('Photograph: it is smaller than 354 × 472 pixels')
    const [, paper] = /\/documents\/(\d+)\/remove/.exec(page.html) ?? []
    await visitor.open(path.documents(id))
    const gone = await visitor.send(path.removeDocument(id, Number(paper)), { kind: 'photo' })
    expect(gone.status).toBe(303)
    expect((await follow(visitor, gone)).text).not.toContain('me.jpg')
  })

  test('what was removed and has no row any more is said at the place that the address leads to', async () => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    const gone = await visitor.open(withQuery(path.documents(id), { done: 'removed', kind: 'platformExport' }))
    expect(gone.html).toMatch(/<section class="hj-notice[^>]* id="documents-platformExport"[^>]*>\s*<p[^>]*>Removed/)
  })

  test('a file with a wrong date is kept, and the date can be put right without the file', async () => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    await visitor.open(path.documents(id))
    const sent = await uploadPaper(visitor, id, 'medical', 'medical.pdf', await pdfOf('medical'), {
      'documents[medical][issuedOn][year]': '2026',
      'documents[medical][issuedOn][month]': '31',
      'documents[medical][issuedOn][day]': '10',
    })
    expect(sent.status).toBe(422)
    expect(sent.text).toContain('medical.pdf')
    const [, paper] = /\/documents\/(\d+)\/date/.exec(sent.html) ?? []
    expect(boxOf(sent, `dated-p${paper}-issuedOn-month`) ?? boxOf(sent, `dated-p${paper}-issuedOn`)).toBeDefined()
    expect(sent.html).toContain(`id="dated-p${paper}-issuedOn-error"`)
    await visitor.open(path.documents(id))
    const dated = await visitor.send(path.documentDate(id, Number(paper)), {
      kind: 'medical',
      [`dated[p${paper}][issuedOn][year]`]: '2026',
      [`dated[p${paper}][issuedOn][month]`]: '10',
      [`dated[p${paper}][issuedOn][day]`]: '24',
    })
    expect(dated.status).toBe(303)
    const { rows } = await site.world.admin.query(
      'select issued_on::text as day, replaced_at from attachments where case_id = $1',
      [id],
    )
    expect(rows).toEqual([{ day: '2026-10-24', replaced_at: null }])
  })

  test('one may take the place of another or stand beside it; the same form twice is one file', async () => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    const bytes = await pdfOf('degree')
    await visitor.open(path.documents(id))
    const request = { _request: 'once' }
    const spoken = { 'replace[degree][details][language]': 'en' }
    await uploadPaper(visitor, id, 'degree', 'first.pdf', bytes, request)
    const sentAgain = upload(visitor, path.documents(id), {
      fields: { ...spoken, kind: 'degree', place: 'replace.degree', 'replace[degree][beside]': 'true' },
      files: [['replace[degree][file]', 'second.pdf', await pdfOf('second degree')]],
    })
    expect((await sentAgain).status).toBe(303)
    expect((await visitor.open(path.documents(id))).text).toMatch(/first\.pdf.*second\.pdf/)
    const { rows: stored } = await site.world.admin.query('select sealed from attachments where case_id = $1', [id])
    expect(stored).toEqual([{ sealed: true }, { sealed: true }])
    await upload(visitor, path.documents(id), {
      fields: { ...spoken, kind: 'degree', place: 'replace.degree' },
      files: [['replace[degree][file]', 'third.pdf', await pdfOf('third degree')]],
    })
    const page = await visitor.open(path.documents(id))
    expect(page.text).toContain('third.pdf')
    expect(page.text).not.toContain('first.pdf')
  })

  test('an upload without the page’s token does nothing', async () => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    const sent = await uploadPaper(visitor, id, 'degree', 'a.pdf', await pdfOf('degree'), { _csrf: 'wrong' })
    expect(sent.status).toBe(403)
    expect(sent.text).toContain('This page is out of date')
    expect(sent.text).toContain('If the account at the top of this page is not yours, sign out')
    expect(sent.text).not.toContain('Ask a colleague')
    expect(await count('select count(*)::int as n from attachments where case_id = $1', [id])).toBe(0)
  })
})

describe('checking and submitting', () => {
  test('an empty draft is told in a few lines, each leading to what it names; sections say that they are empty', async () => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    const review = await visitor.open(path.review(id))
    const list = /<ol class="hj-stops__list">([\s\S]*?)<\/ol>/.exec(review.html)?.[1] ?? ''
    const links = [...list.matchAll(/<li><a href="([^"]+)">/g)].map(([, href]) => plain(href ?? ''))
    expect(links).toHaveLength(list.split('<li>').length - 1)
    expect(links.length).toBeLessThan(8)
    const said = list.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
    expect(said).toMatch(/The candidate: \d+ answers missing/)
    expect(said).toMatch(/Documents: \d+ kinds missing/)
    expect(review.text).not.toMatch(/44 characters|accents|Not answered yet/)
    const opened = new Map<string, string>()
    for (const link of links) {
      const [address = '', id = ''] = link.split('#')
      const html = opened.get(address) ?? (await visitor.open(address)).html
      opened.set(address, html)
      expect([link, id === '' || html.includes(`id="${id}"`)]).toEqual([link, true])
    }
    expect(review.html).toContain('aria-disabled="true" aria-describedby="send-why"')
  })

  test('everything that is wrong with one channel stands beside it', async () => {
    const visitor = await site.visitor('applicant')
    const one = await site.world.draft()
    const wrong = { platform: 'Douyin', handle: 'x', followers: 'many', averageViewers: 'some', link: 'my channel' }
    await one.do('applicant', 'saveAnswers', { answers: { channels: [wrong] } })
    const review = await visitor.open(path.review(one.id))
    expect(review.text).toMatch(/“Followers” in channel 1 must be a number\. Enter it in digits\. “Average viewers” in/)
    expect(review.text).not.toContain('960000')
    expect(review.text).toContain('The link to channel 1 (x) is not complete')
  })

  test('a whole draft is submitted once, however often the form is sent', async () => {
    const visitor = await site.visitor('applicant')
    const { id } = await site.world.draft()
    const tasks = await visitor.open(path.case(id))
    expect(tasks.text).toContain('Complete. Check it once more and submit')
    const review = await visitor.open(path.review(id))
    expect(review.html).not.toContain('aria-disabled')
    const unsure = await visitor.send(actionAddress(id, 'submit'))
    expect(unsure.status).toBe(422)
    await visitor.open(path.review(id))
    const form = { ...visitor.fields, declaration: 'true' }
    const [one, two] = await Promise.all([
      visitor.send(actionAddress(id, 'submit'), form),
      visitor.send(actionAddress(id, 'submit'), form),
    ])
    expect([one.status, two.status]).toEqual([303, 303])
    expect(await count(`select count(*)::int as n from events where case_id = $1 and action = 'submit'`, [id])).toBe(1)
    const page = await follow(visitor, one)
    expect(page.text).toContain('Submitted')
    expect(page.text).toContain('A decision by')
    expect((await visitor.open(sectionAddress(id, 'talent'))).headers.get('location')).toBe(path.case(id))
  })

  test('a new application asked for twice by the same form is one draft', async () => {
    const visitor = await site.visitor('rival')
    await visitor.open(path.newCase)
    const form = visitor.fields
    const [one, two] = [await visitor.send(path.cases, form), await visitor.send(path.cases, form)]
    expect(one.headers.get('location')).toBe(two.headers.get('location'))
  })

  test('a correction names each place with the way to it, and is sent with what was done', async () => {
    const visitor = await site.visitor('applicant')
    const one = await site.world.caseIn('awaitingCorrection')
    const page = await visitor.open(path.case(one.id))
    expect(page.text).toContain('The seal on page 3 cannot be read.')
    expect(page.html).toContain(`href="${path.documents(one.id)}?only&#x3D;contract#documents-contract"`)
    expect(page.text).toContain('Correct it by')
    const review = await visitor.open(path.review(one.id))
    expect(review.html).toContain(`action="${actionAddress(one.id, 'resubmit')}"`)
    const sent = await visitor.send(actionAddress(one.id, 'resubmit'), {
      'answers[0][on]': 'contract',
      'answers[0][answer]': 'Scanned anew.',
    })
    expect(sent.status).toBe(303)
    expect(await one.state()).toBe('submitted')
    // a window that was still open is not told that something is missing
    const late = await upload(visitor, path.correction(one.id), { fields: { 'answer[i1]': 'Twice.' }, files: [] })
    expect([late.status, late.text]).toEqual([409, expect.stringMatching(/The correction has been sent .+ sent the/)])
    expect(late.text).not.toContain('Complete first what is asked for above')
    expect(late.html).toContain(`href="${path.case(one.id)}"`)
  })

  test('documents, an answer and what was done go in one form; what was fine is not asked for again', async () => {
    const visitor = await site.visitor('applicant')
    const one = await site.world.caseIn('submitted')
    const items = [
      { on: 'policeRecord', what: 'It is too old.' },
      { on: 'degree', what: 'Page 2 is missing.' },
      { on: 'engagement.salaryPerMonth', what: 'The contract says 32,000.' },
    ]
    await one.do('intake', 'requestCorrection', { items })
    const { html } = await visitor.open(path.case(one.id))
    expect(html).toMatch(/id="paper-i1-issuedOn"[\s\S]*name="paper\[i1\]\[file\]"[\s\S]*name="paper\[i2\]\[file\]"/)
    expect(html).toContain('name="engagement[salaryPerMonth]"')
    const texts = { 'answer[i1]': '', 'answer[i2]': '', 'answer[i3]': 'As in the contract.' }
    // what is too long is called by its own number
    const long = await upload(visitor, path.correction(one.id), {
      fields: { ...texts, 'engagement[salaryPerMonth]': 'much', 'answer[i3]': 'x'.repeat(8000), _then: 'send' },
      files: [],
    })
    expect([long.status, long.text]).toEqual([422, expect.stringMatching(/in item 3 is too long/)])
    expect(long.html).toContain('x'.repeat(8000))
    expect(summaryOf(long)).toEqual([
      ['#item-1-answer', 'Item 1 is not answered. Correct it and enter an explanation.'],
      ['#item-2-answer', 'Item 2 is not answered. Correct it and enter an explanation.'],
      ['#engagement-salaryPerMonth', expect.stringMatching(/number/)],
      ['#item-3-answer', expect.stringMatching(/in item 3 is too long/)],
    ])
    const first = await upload(visitor, path.correction(one.id), {
      fields: { ...texts, 'engagement[salaryPerMonth]': '32000', _then: 'send' },
      files: [
        ['paper[i1][file]', 'police.pdf', await pdfOf('policeRecord')],
        ['paper[i2][file]', 'degree.docx', Buffer.from('PK no paper')],
      ],
    })
    // one without its day, one that nobody can read: both are said, and the first file stays
    expect(first.status).toBe(422)
    expect(first.text).toContain('Item 1: We have the file. Enter the date of issue.')
    expect(summaryOf(first)).toEqual([
      ['#paper-i1-issuedOn', 'Item 1: We have the file. Enter the date of issue.'],
      ['#paper-i2-file', expect.stringMatching(/^Item 2: /)],
    ])
    expect(first.text).toMatch(/Received police\.pdf/)
    expect(first.text).not.toMatch(/Received degree/)
    expect(boxOf(first, 'engagement-salaryPerMonth')).toBe('32000')
    const day = {
      'paper[i1][issuedOn][year]': '2026',
      'paper[i1][issuedOn][month]': '11',
      'paper[i1][issuedOn][day]': '2',
    }
    const second = await upload(visitor, path.correction(one.id), {
      fields: { ...texts, 'engagement[salaryPerMonth]': '32000', ...day, _then: 'send' },
      files: [['paper[i2][file]', 'degree.pdf', await pdfOf('degree')]],
    })
    expect([second.status, second.headers.get('location')]).toEqual([303, path.review(one.id)])
    const { rows } = await site.world.admin.query(
      `select kind, name, issued_on::text from attachments
       where case_id = $1 and replaced_at is null and kind in ('policeRecord', 'degree') order by kind`,
      [one.id],
    )
    expect(rows).toEqual([
      { kind: 'degree', name: 'degree.pdf', issued_on: null },
      { kind: 'policeRecord', name: 'police.pdf', issued_on: '2026-11-02' },
    ])
    const review = await visitor.open(path.review(one.id))
    expect(review.html).toMatch(
      /value="Uploaded again\."[\s\S]*value="Uploaded again\."[\s\S]*value="As in the contract\."/,
    )
    const section = await visitor.open(sectionAddress(one.id, 'engagement'))
    expect(boxOf(section, 'engagement-salaryPerMonth')).toBe('32000')
  })

  test('a document that replaces none asks for its language, one of no kind for its title', async () => {
    const visitor = await site.visitor('applicant')
    const one = await site.world.caseIn('submitted')
    const items = [
      { on: 'qualification', what: 'The licence of the profession is missing.' },
      { on: 'other', what: 'The floor plan is missing.' },
      { on: 'degree', what: 'Page 2 is missing.' },
    ]
    await one.do('intake', 'requestCorrection', { items })
    const { html } = await visitor.open(path.case(one.id))
    expect(html).toContain('name="paper[i1][details][language]"')
    expect(html).toContain('name="paper[i2][details][note]"')
    expect(html).not.toMatch(/paper\[i1\]\[details\]\[note\]|paper\[i[23]\]\[details\]\[language\]/)
    const send = (fields: Record<string, string>, files: [string, string, Uint8Array][] = []) =>
      upload(visitor, path.correction(one.id), {
        fields: { 'answer[i1]': '', 'answer[i2]': '', 'answer[i3]': 'Later.', _then: 'stay', ...fields },
        files,
      })
    const first = await send({ 'paper[i1][details][language]': '', 'paper[i2][details][note]': 'Floor plan' }, [
      ['paper[i1][file]', 'licence.pdf', await pdfOf('qualification')],
      ['paper[i2][file]', 'plan.pdf', await pdfOf('resume')],
    ])
    expect([first.status, first.text.includes('We have the file. Select the language')]).toEqual([422, true])
    const second = await send({ 'paper[i1][details][language]': 'it' })
    expect(second.status).toBe(303)
    const { rows } = await site.world.admin.query(
      `select name, details from attachments where case_id = $1 and replaced_at is null
       and kind in ('qualification', 'other') order by name`,
      [one.id],
    )
    expect(rows).toEqual([
      { name: 'licence.pdf', details: { language: 'it' } },
      { name: 'plan.pdf', details: { note: 'Floor plan' } },
    ])
    expect((await visitor.open(path.review(one.id))).text).toContain('Other documents: Floor plan')
  })

  test('a refusal gives its reasons and the way to a review', async () => {
    const visitor = await site.visitor('applicant')
    const one = await site.world.caseIn('notRecommended')
    const page = await visitor.open(path.case(one.id))
    expect(page.text).toContain('The criteria are not met')
    // each language says what was found once, in its own words
    expect(page.text).toMatch(/Criterion by criterion ?All criteria: level 3 was given to Audience and engagement/)
    expect(page.text).not.toMatch(/各项情况|, in English/)
    expect(page.text).toContain('As the papers show.')
    expect(page.text).toContain('ask for a review by')
    expect(page.html).toContain(`href="${actionAddress(one.id, 'requestReview')}"`)
  })

  test('in the list a recommended case waits for its letter, and no decision is promised any more', async () => {
    const visitor = await site.visitor('applicant')
    const one = await site.world.caseIn('recommended')
    const { html } = await visitor.open(path.cases)
    const [row] = html.slice(html.indexOf(`href="${path.case(one.id)}"`)).split('</tr>')
    expect(row).toContain('The letter is ready by')
    expect(row).not.toContain('A decision by')
  })
})

describe('a session that ended', () => {
  test('keeps the form: after signing in it is sent with one press', async () => {
    const visitor = await site.visitor('applicant')
    const id = await startDraft(visitor)
    const address = sectionAddress(id, 'engagement')
    await visitor.open(address)
    visitor.forgetSession()
    const asked = await visitor.send(address, { 'engagement[post]': 'Host “zero” & 主播' })
    expect(asked.status).toBe(401)
    expect(asked.text).toContain('Your answers are kept')
    const goOn = await visitor.comeIn('applicant')
    expect(goOn.text).toContain('You are signed in again')
    const sent = await visitor.send(address)
    expect(sent.status).toBe(303)
    expect((await answersOf(id)).engagement).toMatchObject({ post: 'Host “zero” & 主播' })
  })

  const file = ['file', 'a.pdf', Buffer.from('%PDF-1.4 x')] as const

  test('keeps the text of an upload form, too, and says that files did not arrive only when there were some', async () => {
    const visitor = await site.visitor('applicant')
    const one = await site.world.caseIn('submitted')
    const address = path.conversation(one.id)
    await visitor.open(path.case(one.id))
    visitor.forgetSession()
    const asked = await visitor.sendFiles(address, { text: 'When do you decide?' }, [])
    expect([asked.status, asked.text]).toEqual([401, expect.stringContaining('Your answers are kept')])
    expect(asked.text).not.toContain('files')
    const goOn = await visitor.comeIn('applicant')
    expect(goOn.html).toContain(`action="${address}" enctype="multipart/form-data"`)
    expect((await visitor.sendFiles(address, visitor.fields, [])).status).toBe(303)
    expect((await visitor.open(path.case(one.id))).text).toContain('When do you decide?')

    visitor.forgetSession()
    const late = await visitor.sendFiles(address, { text: 'Here it is.' }, [file])
    expect(late.text).toContain('Your files were not received')
    expect((await visitor.comeIn('applicant')).text).toContain('Back to the form')
    const kept = await visitor.send(address)
    expect(kept.status).toBe(303)
    const back = await visitor.open(path.case(one.id))
    expect(back.html).toMatch(/<textarea[^>]* name="text"[^>]*>Here it is\.<\/textarea>/)
  })

  test('keeps the answers of a correction with a file, and does not go on to send it', async () => {
    const visitor = await site.visitor('applicant')
    const one = await site.world.caseIn('submitted')
    await one.do('intake', 'requestCorrection', { items: [{ on: 'degree', what: 'Page 2 is missing.' }] })
    await visitor.open(path.case(one.id))
    visitor.forgetSession()
    const typed = { ...visitor.fields, 'answer[i1]': 'It has one page only.', _then: 'send' }
    expect((await visitor.sendFiles(path.correction(one.id), typed, [file])).status).toBe(401)
    await visitor.comeIn('applicant')
    const saved = await visitor.sendFiles(path.correction(one.id), visitor.fields, [])
    expect(saved.headers.get('location')).toBe(`${path.case(one.id)}?saved=1#asked`)
    expect((await visitor.open(path.case(one.id))).html).toContain('It has one page only.')
  })

  test('an own page from before signing in anew is sent once more; that of somebody else is not', async () => {
    const visitor = await site.visitor('applicant')
    const one = await site.world.caseIn('submitted')
    const address = path.conversation(one.id)
    await visitor.open(path.case(one.id))
    const typed = { ...visitor.fields, text: 'Sent from the first window.' }
    for (const name of ['applicant', 'firmAdmin'] as const) {
      visitor.forgetSession()
      await visitor.signIn(name)
      const asked = await visitor.sendFiles(address, typed, [])
      expect(asked.status).toBe(403)
      expect(asked.html.includes('Sent from the first window.')).toBe(name === 'applicant')
      expect((await visitor.open(path.case(one.id))).text).not.toContain('Sent from the first window.')
    }
    visitor.forgetSession()
    await visitor.signIn('applicant')
    expect((await visitor.sendFiles(address, typed, [file])).text).toContain('Back to the form')
    expect((await visitor.sendFiles(address, typed, [])).text).toContain('You are signed in again')
    expect((await visitor.sendFiles(address, visitor.fields, [])).status).toBe(303)
    expect((await visitor.open(path.case(one.id))).text).toContain('Sent from the first window.')
  })
})

test('a file that comes after the session has ended leads back to its form, to be chosen again', async () => {
  const visitor = await site.visitor('applicant')
  const id = await startDraft(visitor)
  await visitor.open(path.documents(id))
  visitor.forgetSession()
  const asked = await uploadPaper(visitor, id, 'degree', 'a.pdf', await pdfOf('degree'))
  expect(asked.status).toBe(401)
  expect(asked.html).toContain(`<input type="hidden" name="to" value="/cases/${id}/documents">`)
})

describe('coming in', () => {
  const typed: Fields = {
    nameZh: '上海新潮跨境电子商务有限公司',
    nameEn: 'Shanghai Newtide Co., Ltd.',
    creditCode: '91310105MA1FW0007P',
    district: '310105',
    kind: 'mcn',
    crossBorderFiling: 'none',
    'handler[name]': '陈静',
    'handler[phone]': '13800000000',
    'handler[same]': 'true',
    'account[password]': 'twelve letters',
  }

  const linkFor = async (visitor: Visitor, email: string) => {
    await visitor.open(path.register)
    const asked = await visitor.send(path.register, { email })
    expect([asked.status, asked.text]).toEqual([200, expect.stringContaining('We have sent a mail to the address')])
    const { rows } = await site.world.admin.query<{ kind: string; path: string; address: string }>(
      'select kind, path, address from mails where lower(address) = lower($1) order by id desc limit 1',
      [email],
    )
    return rows[0]
  }

  test('a firm registers by the link that was sent to its address; what is wrong is said with everything typed still there, the password excepted', async () => {
    const visitor = await site.visitor()
    const { path: link = '' } = (await linkFor(visitor, 'chen@example.com')) ?? {}
    const asked = await visitor.open(path.registration)
    expect(asked.text).toContain('Copy the whole link from the mail and paste it here. It is long and case-sensitive')
    expect((await visitor.open(`${path.registration}?language=zh`)).text).toContain('链接较长且区分大小写')
    await visitor.open(`${path.registration}?language=en`)
    const small = await visitor.follow(link.toLowerCase())
    expect(small.status).toBe(404)
    expect(boxOf(await visitor.follow(link), 'email')).toBe('chen@example.com')
    const _link = readLinkCode(link)
    const papers: Sent['files'] = [
      ['licence', 'licence.pdf', await pdfOf('licence')],
      ['authorisation', 'letter.pdf', await pdfOf('authorisation')],
    ]
    const asks = await visitor.follow(link)
    expect(asks.html).toMatch(/id="handler-same"[^>]* checked/)
    // everything that is wrong is told at once: a figure, a file, a password that everybody tries
    const wrong = await upload(visitor, path.registrationForm, {
      fields: { _link, ...typed, creditCode: '91310105MA1FW0007Q', 'account[password]': 'password1234' },
      files: [papers[0] ?? ['', '', Buffer.of()], ['authorisation', 'letter.pdf', Buffer.from('not a PDF at all')]],
    })
    expect(wrong.status).toBe(422)
    for (const field of ['creditCode', 'account-password', 'authorisation'])
      expect(wrong.html).toContain(`href="#${field}"`)
    expect(wrong.html).not.toContain('href="#licence"')
    expect(boxOf(wrong, 'nameZh')).toBe('上海新潮跨境电子商务有限公司')
    expect(boxOf(wrong, 'account-password')).toBe('')
    expect(wrong.text).toContain('For security, enter the password again')
    expect(wrong.text).toContain('Business licence: licence.pdf received; no need to select it again')
    // somebody else uses the account: then both are asked
    const apart = await upload(visitor, path.registrationForm, {
      fields: { _link, ...typed, 'handler[same]': '', _held: String(visitor.fields._held) },
      files: papers.slice(1),
    })
    expect(apart.html).toContain('href="#handler-email"')
    expect(apart.html).toContain('href="#account-name"')
    expect(apart.html).not.toMatch(/id="handler-same"[^>]* checked/)
    const held = { _link, ...typed, _held: String(visitor.fields._held) }
    const done = await upload(visitor, path.registrationForm, { fields: held, files: [] })
    expect([done.status, done.headers.get('location')]).toEqual([303, path.registerDone])
    const firm = await site.world.admin.query(
      `select f.handler, p.name, array(select r.name from firm_papers r where r.firm_id = f.id order by 1) as papers
       from firms f join people p on p.firm_id = f.id where p.account = 'chen@example.com'`,
    )
    expect(firm.rows).toEqual([
      {
        handler: { name: '陈静', phone: '13800000000', email: 'chen@example.com' },
        name: '陈静',
        papers: ['letter.pdf', 'licence.pdf'],
      },
    ])
    const again = await upload(visitor, path.registrationForm, { fields: { _link, ...typed }, files: papers })
    expect(again.status).toBe(422)
    expect(again.text).toContain('This account is taken. Choose another one, or sign in.')
    await visitor.open(path.signIn)
    const inside = await visitor.comeFirst('chen@example.com', 'twelve letters', site.world.clock.now())
    expect(inside.text).toContain('Recovery codes')
    expect((await visitor.open(path.cases)).status).toBe(200)
    const { rows } = await site.world.admin.query(`select email from people where account = 'chen@example.com'`)
    expect(rows).toEqual([{ email: 'chen@example.com' }])
  })

  test('a firm that was sent back reads what to correct, corrects it and sends it again; a file that was fine is not chosen twice', async () => {
    const { third } = site.world.population.firms
    const intake = site.world.app.get(FirmIntake)
    await intake.sendBack(site.world.person('intake'), third, 'The kind of firm is wrong.\nSend a clearer licence.')
    const visitor = await site.visitor('newcomer')
    expect((await visitor.open(path.cases)).text).toContain('Your registration was sent back')
    const own = await visitor.open(path.firm)
    expect(own.text).toContain('Send a clearer licence.')
    expect(own.html).toContain(`href="${path.correctFirm}"`)
    const form = await visitor.open(path.correctFirm)
    expect(form.text).toContain('The kind of firm is wrong.')
    const typed = {
      ...{ _seen: String(visitor.fields._seen), nameZh: boxOf(form, 'nameZh') ?? '', nameEn: 'New Comers Ltd' },
      ...{ creditCode: boxOf(form, 'creditCode') ?? '', district: '310105', kind: 'brand', crossBorderFiling: 'none' },
      ...{ 'handler[name]': '陈静', 'handler[phone]': '13800000000', 'handler[email]': 'chen@example.com' },
    }
    const licence: Sent['files'] = [['licence', 'clear.pdf', await pdfOf('licence')]]
    const wrong = await upload(visitor, path.correctFirm, { fields: { ...typed, nameZh: '' }, files: licence })
    expect([wrong.status, wrong.html.includes('href="#nameZh"')]).toEqual([422, true])
    expect(wrong.text).toContain('Business licence: clear.pdf received; no need to select it again')
    expect(boxOf(wrong, 'nameEn')).toBe('New Comers Ltd')
    const held = String(visitor.fields._held)
    const sent = await upload(visitor, path.correctFirm, { fields: { ...typed, _held: held }, files: [] })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${path.firm}?done=sentAgain`])
    const after = await visitor.open(`${path.firm}?done=sentAgain`)
    expect(after.text).toContain('Sent again')
    // the firm reads which authority it was, and no officer's name
    expect(after.text).toMatch(/Sent back for correction (?!intake)\S.*The kind of firm is wrong\./)
    expect(after.text).toContain(
      'Cross-border filing: Registered with customs as a cross-border e-commerce firm → Neither yet',
    )
    const papers = await site.world.app.get(Firms).listPapers(site.world.person('newcomer'), third)
    expect(papers.map(({ name, replacedAt }) => [name, replacedAt === null])).toEqual([
      ['clear.pdf', true],
      ['营业执照.pdf', false],
    ])
    expect((await visitor.open(path.ownFirmPaper(papers[0]?.id ?? 0))).status).toBe(200)
    expect((await (await site.visitor('rivalAdmin')).open(path.ownFirmPaper(papers[0]?.id ?? 0))).status).toBe(404)
    // what was sent is used up; nobody but the administrator of a firm that is not confirmed comes here
    const twice = await upload(visitor, path.correctFirm, { fields: { ...typed, _held: held }, files: [] })
    expect(twice.status).toBe(409)
    expect((await (await site.visitor('firmAdmin')).open(path.correctFirm)).headers.get('location')).toBe(path.firm)
    expect((await (await site.visitor('applicant')).open(path.correctFirm)).status).toBe(403)
  })

  test('registering says nothing about accounts: the answer is the same, and who has one is told by mail', async () => {
    const visitor = await site.visitor()
    await site.world.admin.query(`update people set account = 'rival@example.com' where account = 'rival'`)
    const taken = await linkFor(visitor, 'Rival@Example.com')
    expect(taken).toEqual({ kind: 'registrationKnown', path: path.signIn, address: 'Rival@Example.com' })
    const free = await linkFor(visitor, 'nobody@example.com')
    expect(free?.kind).toBe('registration')
    await site.world.admin.query(`update people set account = 'rival' where account = 'rival@example.com'`)
    expect((await visitor.follow(`${free?.path}x`)).status).toBe(404)
    site.world.clock.moveTo(new Date(site.world.clock.now().getTime() + 25 * 3_600_000))
    expect((await visitor.follow(free?.path ?? '')).status).toBe(404)
  })

  test('an address is sent three links a day, from however many networks they are asked', async () => {
    const visitor = await site.visitor()
    for (let time = 0; time < 5; time++) await linkFor(visitor, 'bombed@example.com')
    const { rows } = await site.world.admin.query(`select 1 from mails where address = 'bombed@example.com'`)
    expect(rows).toHaveLength(3)
  })

  test('a colleague comes in by a link that is mailed and shown, can be made again, and works once', async () => {
    const admin = await site.visitor('firmAdmin')
    await admin.open(path.firm)
    const wrong = await admin.send(path.firmInvitations, { name: '', account: 'li@example.com' })
    expect([wrong.status, boxOf(wrong, 'account')]).toEqual([422, 'li@example.com'])
    const made = await admin.send(path.firmInvitations, {
      name: '李雯',
      account: 'li@example.com',
      role: 'applicant',
    })
    const place = (made.headers.get('location') ?? '').split('#')[0] ?? ''
    expect((await admin.open(place)).html).toContain('id="link-value"')
    const first = await admin.open(place)
    expect(first.text).toContain('We have emailed the link')
    expect(first.html).toContain('alt="This link as a QR code"')
    const mailed = await site.world.admin.query(`select kind, path from mails where address = 'li@example.com'`)
    expect(mailed.rows).toEqual([{ kind: 'invitation', path: expect.stringContaining(`${path.join}#`) }])
    expect((await (await site.visitor('rivalAdmin')).open(place)).html).not.toContain('id="link-value"')
    // one that comes back is told on the home and beside the invitation, to whoever has invited
    await site.world.admin.query(
      `update mails set state = 'givenUp', last_error = 'returned 5.1.1', settled_at = $1 where address = 'li@example.com'`,
      [site.world.clock.now()],
    )
    const failed = 'The invitation for 李雯 was not delivered to li@example.com'
    for (const where of [path.cases, path.firm]) {
      const told = await admin.open(where)
      expect(told.text).toContain(failed)
      expect(told.text).toContain('the address does not exist')
    }
    for (const other of ['applicant', 'rivalAdmin'] as const)
      expect((await (await site.visitor(other)).open(path.cases)).text).not.toContain('was not delivered to')
    // a link that was lost is made again, and the one before opens nothing
    const [, lost = ''] = /<code id="link-value">https?:\/\/[^/]+(\/join#[^<]+)<\/code>/.exec(first.html) ?? []
    const [, again = ''] = /action="(\/firm\/invitations\/\d+\/link)"/.exec(first.html) ?? []
    const renewed = await admin.send(again)
    const shown = await admin.open((renewed.headers.get('location') ?? '').split('#')[0] ?? '')
    expect((await (await site.visitor()).follow(lost)).status).toBe(404)
    const [, address = ''] = /<code id="link-value">https?:\/\/[^/]+(\/join#[^<]+)<\/code>/.exec(shown.html) ?? []
    expect(address).toMatch(/^\/join#(?:[0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/)
    expect((await admin.open(path.firm)).text).not.toContain(`${path.join}#`)
    const guest = await site.visitor()
    expect((await guest.follow(address)).text).toContain('Welcome, 李雯')
    const short = await guest.send(path.join, { password: 'short' })
    expect(short.status).toBe(422)
    expect((await guest.send(path.join, { password: 'twelve letters' })).headers.get('location')).toBe(path.joinDone)
    expect((await guest.follow(address)).status).toBe(404)
    await guest.open(path.signIn)
    await guest.comeFirst('li@example.com', 'twelve letters', site.world.clock.now())
    // their address waits for the link that went there
    const asked = await site.world.admin.query(
      `select p.email, p.email_wanted as wanted, m.path from people p
       join mails m on m.kind = 'verifyEmail' and m.address = p.account where p.account = 'li@example.com'`,
    )
    expect(asked.rows).toEqual([{ email: null, wanted: 'li@example.com', path: expect.stringMatching(/^\/email#/) }])
    const home = await guest.open(path.cases)
    expect(home.text).toContain('Your address li@example.com is not confirmed yet')
    expect(home.html).toContain(`action="${path.messageEmailAgain}"`)
    const soon = await guest.send(path.messageEmailAgain)
    expect([soon.status, soon.text.includes('A link was sent a moment ago')]).toEqual([422, true])
    expect((await guest.follow(asked.rows[0]?.path ?? '')).status).toBe(200)
    await guest.send(path.email)
    const proved = await site.world.admin.query(`select email from people where account = 'li@example.com'`)
    expect(proved.rows).toEqual([{ email: 'li@example.com' }])
    expect((await guest.open(path.cases)).text).not.toContain('not confirmed')
    // what came back is told, with the way out, at home and under messages
    await site.world.admin.query(
      `update people set email_failed = 'Li@example.com', email_failure = 'address', email_failed_at = $1
       where account = 'li@example.com'`,
      [site.world.clock.now()],
    )
    for (const place of [path.cases, path.messages]) {
      const told = await guest.open(place)
      expect(told.text).toContain('Mail to Li@example.com was returned: the address does not exist')
      expect(told.html).toContain(`action="${path.messageEmailAgain}"`)
    }
    expect((await guest.open(path.cases)).status).toBe(200)
    // the administrator ends the access, at once
    const page = await admin.open(path.firm)
    const [, end = ''] = /李雯[\s\S]*?action="(\/firm\/people\/\d+\/end)"/.exec(page.html) ?? []
    expect((await admin.send(end)).status).toBe(303)
    expect((await guest.open(path.cases)).status).toBe(303)
  })

  test('an administrator sets what a colleague may do; pages and API say why something is not theirs', async () => {
    const admin = await site.visitor('firmAdmin')
    const colleague = await site.visitor('applicant')
    const caseId = await startDraft(colleague)
    const { id } = site.world.person('applicant')
    const set = async (role: string) => {
      await admin.open(path.firm)
      return admin.send(path.firmPersonRole(id), { role })
    }
    expect((await set('preparer')).headers.get('location')).toBe(`${path.firm}?done=role#people`)
    expect((await admin.open(`${path.firm}?done=role`)).text).toContain('Role changed')
    expect((await colleague.open(path.case(caseId))).text).toContain('You can fill in and upload documents.')
    expect((await colleague.open(path.review(caseId))).text).toContain('A colleague who may submit')
    expect((await colleague.open(sectionAddress(caseId, 'talent'))).status).toBe(200)

    await set('viewer')
    expect((await colleague.open(path.case(caseId))).text).toContain(
      'You can view applications but not change or submit them.',
    )
    expect((await colleague.open(sectionAddress(caseId, 'talent'))).status).toBe(303)
    const home = await colleague.open(path.cases)
    expect(home.html).toMatch(/aria-disabled="true" aria-describedby="begin-why">New application</)
    expect(home.text).toContain('Your role is view only.')
    expect(home.html).not.toContain('name="from"')
    const token = String(colleague.fields._csrf)
    expect((await colleague.send(path.cases)).status).toBe(409)
    const asked = await fetch(`${site.origin}${apiPath.cases}`, {
      method: 'POST',
      headers: {
        cookie: colleague.cookieHeader,
        'x-csrf-token': token,
        'content-type': 'application/json',
      },
      body: '{}',
    })
    expect([asked.status, await asked.json()]).toEqual([
      409,
      expect.objectContaining({ because: [expect.objectContaining({ code: 'mayFillIn' })] }),
    ])
    expect((await colleague.send(path.firmPersonRole(id), { role: 'firmAdmin' })).status).toBe(403)
    expect((await set('approver')).status).toBe(422)
    await set('applicant')
    expect((await colleague.open(path.cases)).html).toContain(`href="${path.newCase}"`)
  })

  test('an applicant neither invites nor ends anybody’s access', async () => {
    const visitor = await site.visitor('applicant')
    expect((await visitor.open(path.firm)).html).not.toContain(path.firmInvitations)
    const { id } = site.world.person('firmAdmin')
    expect((await visitor.send(path.firmInvitations, { name: 'x', account: 'x', role: 'applicant' })).status).toBe(403)
    expect((await visitor.send(path.endFirmPerson(id))).status).toBe(403)
    const rival = await site.visitor('rivalAdmin')
    await rival.open(path.firm)
    expect((await rival.send(path.endFirmPerson(id))).status).toBe(404)
  })

  test('nobody else is let in, by a key or an invitation, before one has shown once more who one is', async () => {
    const visitor = await site.visitor('firmAdmin')
    const before = site.world.clock.now()
    site.world.clock.moveTo(new Date(before.getTime() + 601_000))
    await visitor.open(path.firm)
    const key = { name: 'for ever', scopes: ['read'], days: 30 }
    for (const [address, fields] of [
      [path.keys, { name: 'for ever', 'scopes[]': 'read', days: '30' }],
      [path.firmInvitations, { name: '李雯', account: 'wen@example.com', role: 'firmAdmin' }],
    ] as const) {
      const doubted = await visitor.send(address, fields)
      expect([doubted.status, doubted.text.includes('Confirm that it is you')]).toEqual([403, true])
    }
    const token = String(visitor.fields._csrf)
    const sent = await fetch(`${site.origin}${apiPath.keys}`, {
      method: 'POST',
      headers: { cookie: visitor.cookieHeader, 'x-csrf-token': token, 'content-type': 'application/json' },
      body: JSON.stringify(key),
    })
    expect([sent.status, ((await sent.json()) as { error: string }).error]).toEqual([403, 'proofNeeded'])
    site.world.clock.moveTo(before)
  })

  test('a key is shown to whoever made it, works, and ends', async () => {
    const visitor = await site.visitor('applicant')
    await visitor.open(path.keys)
    const sent = await visitor.send(path.keys, { name: 'HR system', 'scopes[]': 'read', days: '30' })
    const address = sent.headers.get('location') ?? ''
    const shown = await visitor.open(address)
    const [, key = ''] = /<code id="key-value">(hj_[\w-]+)<\/code>/.exec(shown.html) ?? []
    // loading the page again shows it and makes no other; nobody else is shown it by that address
    expect((await visitor.open(address)).html).toContain(key)
    const { rowCount } = await site.world.admin.query(`select from api_keys where name = 'HR system'`)
    expect(rowCount).toBe(1)
    expect((await (await site.visitor('firmAdmin')).open(address)).html).not.toContain(key)
    const ask = () => fetch(`${site.origin}${apiPath.cases}`, { headers: { authorization: `Bearer ${key}` } })
    expect((await ask()).status).toBe(200)
    const list = await visitor.open(path.keys)
    expect(list.html).not.toContain(key)
    const [, end = ''] = /HR system[\s\S]*?action="(\/keys\/\d+\/end)"/.exec(list.html) ?? []
    expect((await visitor.send(end)).status).toBe(303)
    expect((await ask()).status).toBe(401)
  })
})

test('a webhook’s secret is shown again when its page is loaded again, and a new one when it was changed', async () => {
  const visitor = await site.visitor('firmAdmin')
  await visitor.open(path.webhooks)
  const secretAt = async (sent: Page) => {
    expect(sent.status).toBe(303)
    const address = sent.headers.get('location') ?? ''
    const [once, again] = [await visitor.open(address), await visitor.open(address)]
    const [, secret] = /<code id="key-value">(whsec_[^<]+)</.exec(once.html) ?? []
    expect([secret === undefined, again.html.includes(secret ?? '?')]).toEqual([false, true])
    return { secret, address: address.replace(/\?.*/, '') }
  }
  const made = await secretAt(await visitor.send(path.webhooks, { address: 'https://hooks.example.com/in' }))
  expect((await visitor.open(made.address)).html).not.toContain('key-value')
  const changed = await secretAt(await visitor.send(`${made.address}/rotate`))
  expect(changed.secret).not.toBe(made.secret)
  expect((await site.world.admin.query('select from webhooks')).rowCount).toBe(1)
})

const blank = { create: { width: 40, height: 40, channels: 3, background: '#ffffff' } } as const

test('before filing the firm reads what officers will ask about, and nothing of it stops the filing', async () => {
  const visitor = await site.visitor('applicant')
  const id = await startDraft(visitor)
  const answers = {
    talent: { experienceYears: '8', resume: [{ from: { year: '2020', month: '1' }, what: 'Host' }] },
    engagement: { salaryPerYear: '432000', salaryPerMonth: '30000', monthsPerYear: '12' },
    channels: [
      {
        platform: 'Douyin',
        handle: 'kim',
        followers: '100000',
        averageViewers: '45000',
        productCategories: 'Food, moon dust',
      },
    ],
    circumstances: { hasForeignPapers: 'true', foreignPapers: ['degree'] },
  }
  await site.world.admin.query('update cases set answers = $1 where id = $2', [answers, id])
  const review = await visitor.open(path.review(id))
  const asked =
    /These do not prevent submission, but officers may ask about them([\s\S]*?)Change this section/.exec(
      review.text,
    )?.[1] ?? ''
  for (const words of [
    'The yearly salary of CNY 432,000 is 14.4 times the monthly salary',
    'You entered 8 years of related work, but the resume shows 6 years and',
    'Douyin kim: improbably many average viewers for the followers.',
    'Not in Chinese: ',
    'The product category “Food” needs:',
    '“moon dust” is not in the list',
  ])
    expect(asked).toContain(words)
  expect(review.html).toMatch(/href="[^"]*answers\/engagement[^"]*#engagement-salaryPerMonth"/)
  const stops = /before you can submit([\s\S]*?)These do not stop you/.exec(review.text)?.[1] ?? ''
  expect(stops).not.toMatch(/14\.4 times|improbably many|moon dust/)
})

test('a firm’s history ends no line with a full stop, and names the other firm in the reader’s language', () => {
  const act = (line: Partial<FirmActLine>): FirmActLine => ({
    ...{ id: 1, at: new Date('2026-11-24'), act: 'mandateEnded', actorName: '李雷', authorityId: null, reason: null },
    ...{ detail: {}, withEn: null, ...line },
  })
  const lines = (line: Partial<FirmActLine>) => {
    const [item] = firmHistory({} as Firm, [act(line), act({ act: 'registered' })], {
      ...{ authorities: new Map(), officer: false }, // a firm reads no officer's name
    })
    return item?.line?.map((piece) => (typeof piece === 'object' && 'text' in piece ? piece.text : piece))
  }
  expect(lines({ reason: '合同到期。' })).toEqual(['合同到期'])
  expect(lines({ reason: 'The contract is over.' })).toEqual(['The contract is over'])
  expect(lines({ reason: '合同到期。另行委托。' })).toEqual(['合同到期。另行委托。'])
  // each in a piece of its own, so that a name in Chinese alone is marked as that
  expect(lines({ detail: { with: '云帆', mandate: 3 }, withEn: 'Yunfan' })?.at(-1)).toEqual({
    zh: '云帆',
    en: 'Yunfan',
  })
  expect(lines({ detail: { with: '云帆', mandate: 3 } })?.at(-1)).toEqual({ zh: '云帆', en: '云帆' })
})
