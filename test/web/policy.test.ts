/** Reference data changed by policy editors over HTTP, as a browser without script does it: drafted, sent back, approved, in force from its day; and what others see of it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { settingsOf } from '../../src/people/scope.js'
import { Authorities } from '../../src/reference/authorities.js'
import { PolicyDrafts } from '../../src/reference/draft.service.js'
import { Reference } from '../../src/reference/reference.service.js'
import { WebSettings } from '../../src/web/http/access.js'
import { PaperMaker } from '../../src/worker/paperMaker.js'
import { lettersIn } from '../cases/opened.js'
import type { Name } from '../cases/population.js'
import { readSheet } from '../letters/pdfText.js'
import { type Fields, type Page, plain, Served, type Visitor } from './served.js'

let site: Served
let editor: Visitor
let second: Visitor

beforeAll(async () => {
  site = await Served.open()
  editor = await site.visitor('policyEditor')
  second = await site.visitor('otherEditor')
})
afterAll(async () => {
  await site.close()
})

/** What a browser sends of a page's one form with a body: every field as it stands. */
function fieldsOf({ html }: Page): Record<string, string | string[]> {
  const form = /<form class="hj-policyform"[\s\S]*?<\/form>/.exec(html)?.[0] ?? ''
  const found: Record<string, string | string[]> = {}
  const put = (name: string, value: string) => {
    if (name.endsWith('[]')) found[name] = [...[found[name] ?? []].flat(), plain(value)]
    else found[name] = plain(value)
  }
  for (const [tag] of form.matchAll(/<input [^>]*>/g)) {
    const name = /name="([^"]+)"/.exec(tag)?.[1]
    const type = /type="([^"]+)"/.exec(tag)?.[1]
    if (name && ((type !== 'radio' && type !== 'checkbox') || / checked/.test(tag)))
      put(name, /value="([^"]*)"/.exec(tag)?.[1] ?? '')
  }
  for (const [, name = '', value = ''] of form.matchAll(/<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)<\/textarea>/g))
    put(name, value)
  for (const [, name = '', options = ''] of form.matchAll(/<select[^>]* name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g))
    put(name, /<option value="([^"]*)" selected/.exec(options)?.[1] ?? '')
  return found
}

const day = (on: string): Fields => {
  const [year = '', month = '', date = ''] = on.split('-')
  return { 'effectiveFrom[year]': year, 'effectiveFrom[month]': month, 'effectiveFrom[day]': date }
}

async function idOf(kind: string, key: string): Promise<number> {
  const { rows } = await site.world.admin.query<{ id: number }>(
    'select id from reference where kind = $1 and key = $2 and approved_at is not null order by effective_from desc limit 1',
    [kind, key],
  )
  return rows[0]?.id ?? 0
}

/** Opens the form of a new version and gives its address and fields. */
async function openDraft(visitor: Visitor, kind: string, key: string): Promise<[path: string, fields: Fields]> {
  const address = withQuery(path.newEntry(kind), { from: await idOf(kind, key) })
  const page = await visitor.open(address)
  expect(page.status).toBe(200)
  return [address, fieldsOf(page)]
}

/** Drafts a version and gives its address. */
async function draft(visitor: Visitor, kind: string, key: string, on: string, changes: Fields): Promise<string> {
  const [path, fields] = await openDraft(visitor, kind, key)
  const page = await visitor.send(path, { ...fields, ...day(on), note: 'Notice 12 of 2026', ...changes })
  expect([page.status, page.status === 303 ? '' : page.text]).toEqual([303, ''])
  return (page.headers.get('location') ?? '').replace(/\?.*/, '')
}

/** The clock as it stood at first; sessions end when it moves. */
async function backToday(): Promise<void> {
  site.world.at('2026-11-24')
  editor = await site.visitor('policyEditor')
  second = await site.visitor('otherEditor')
}

describe('a change of a time limit', () => {
  test('what ends without a successor is said before anything else, in both languages', async () => {
    const page = await editor.open(path.policy)
    expect(page.text).toContain('Calendar 2026 : ends on 31 December 2026, in 37 days')
    expect(page.text).toContain('Without a successor, no recommendation is possible')
    expect((await editor.open(`${path.policy}?language=zh`)).text).toContain(
      '2026年12月31日到期，还有37天 下一年的放假安排录入前',
    )
    await editor.open(`${path.policy}?language=en`)
  })

  test('is drafted from the version in force, compared with it, approved by another one, and holds from its day', async () => {
    const address = await draft(editor, 'timeLimits', 'decision', '2026-12-01', { 'body[amount]': '3' })
    const own = await editor.open(address)
    expect(own.text).toContain('Waiting for approval')
    expect(own.text).toMatch(/Length\s+2\s+3/)
    expect(own.text).toContain('Applies to cases submitted on 1 December 2026 or later')
    expect(own.html).not.toContain('/approve"')
    const page = await second.open(address)
    expect(page.text).toContain('Notice 12 of 2026')
    const now = site.world.clock.now()
    site.world.clock.moveTo(new Date(now.getTime() + 11 * 60_000))
    const asked = await second.send(`${address}/approve`)
    expect([asked.status, asked.text]).toEqual([403, expect.stringContaining('Confirm that it is you')])
    site.world.clock.moveTo(now)
    await second.open(address)
    const approved = await second.send(`${address}/approve`)
    expect([approved.text, approved.headers.get('location')]).toEqual(['', `${address}?done=approved`])
    const reference = site.app.get(Reference)
    await reference.refresh()
    expect((await reference.timeLimit('decision', '2026-11-30')).amount).toBe(2)
    expect((await reference.timeLimit('decision', '2026-12-01')).amount).toBe(3)
    expect((await editor.open(path.policy)).text).toContain('changes on 1 December 2026')
    const trace = await site.world.admin.query(
      `select d.name as drafted, a.name as approved, note, approved_at is not null as "at" from reference r
       join people d on d.id = drafted_by join people a on a.id = approved_by where r.id = $1`,
      [address.split('/').at(-1)],
    )
    expect(trace.rows).toEqual([
      { drafted: 'policyEditor', approved: 'otherEditor', note: 'Notice 12 of 2026', at: true },
    ])
  })

  test('sent back with a sentence, changed, and only then approved; what was changed meanwhile is not approved unread', async () => {
    const address = await draft(editor, 'timeLimits', 'assessment', '2027-01-04', { 'body[amount]': '12' })
    await second.open(address)
    expect((await second.send(`${address}/send-back`, { why: '' })).status).toBe(422)
    expect((await second.send(`${address}/send-back`, { why: 'Nine, as agreed.' })).status).toBe(303)
    const back = await editor.open(address)
    expect(back.text).toContain('Sent back')
    expect(back.text).toContain('Nine, as agreed.')
    await second.open(address)
    const unread = second.fields
    const unchanged = await second.send(`${address}/approve`)
    expect([unchanged.status, /once its author has changed it/.test(unchanged.text)]).toEqual([409, true])
    const form = await editor.open(`${address}/change`)
    expect(fieldsOf(form)).toMatchObject({
      'body[amount]': '12',
      note: 'Notice 12 of 2026',
      'effectiveFrom[day]': '04',
    })
    expect((await editor.send(`${address}/change`, { ...fieldsOf(form), 'body[amount]': '9' })).status).toBe(303)
    const refused = await second.send(`${address}/approve`, unread)
    expect([refused.status, /changed since you opened it/.test(refused.text)]).toEqual([409, true])
    await second.open(address)
    expect((await second.send(`${address}/approve`)).status).toBe(303)
    expect((await editor.send(`${address}/withdraw`)).status).toBe(409)
  })

  test('taken back by its drafter is closed for everybody', async () => {
    const address = await draft(editor, 'timeLimits', 'letter', '2027-01-04', { 'body[amount]': '2' })
    await second.open(address)
    const refused = await second.send(`${address}/withdraw`)
    expect([refused.status, refused.text.includes('Only they can change')]).toEqual([409, true])
    await editor.open(address)
    expect((await editor.send(`${address}/withdraw`)).status).toBe(303)
    expect((await second.send(`${address}/approve`, { _revision: '1' })).status).toBe(409)
  })
})

describe('what is refused', () => {
  test('today and before, for all but the calendar; and says why', async () => {
    const [path, fields] = await openDraft(editor, 'salary', 'shanghai')
    const page = await editor.send(path, { ...fields, ...day('2026-11-24'), note: 'why', 'body[sixTimes]': '900001' })
    expect(page.status).toBe(422)
    expect(page.text).toContain('cases from today or earlier cannot be judged again')
    const silent = await editor.send(path, { ...fields, ...day('2026-11-24'), note: '' })
    expect(silent.text).toContain('cases from today or earlier cannot be judged again')
    expect(silent.text).toContain('Enter “Reason for the change”.')
    expect(fieldsOf(page)).toMatchObject({ 'body[sixTimes]': '900001', note: 'why', 'effectiveFrom[day]': '24' })
    const [calendar, year] = await openDraft(editor, 'calendar', '2026')
    expect((await editor.send(calendar, { ...year, ...day('2026-11-23'), note: 'why' })).status).toBe(422)
    expect((await editor.send(calendar, { ...year, ...day('2026-11-24'), note: 'why' })).status).toBe(303)
  })

  test('a draft whose day has come before anybody approved it', async () => {
    const address = await draft(editor, 'salary', 'shanghai', '2026-11-25', { 'body[sixTimes]': '900002' })
    site.world.at('2026-11-25')
    try {
      const later = await site.visitor('otherEditor')
      const page = await later.open(address)
      expect(page.text).toContain('cases from today or earlier cannot be judged again')
      expect((await later.send(`${address}/approve`, { _revision: '1' })).status).toBe(409)
    } finally {
      await backToday()
    }
  })

  test('two versions for one day', async () => {
    const one = await draft(editor, 'timeLimits', 'acceptance', '2027-02-01', { 'body[amount]': '4' })
    const other = await draft(editor, 'timeLimits', 'acceptance', '2027-02-01', { 'body[amount]': '6' })
    await second.open(one)
    expect((await second.send(`${one}/approve`)).status).toBe(303)
    await second.open(other)
    const page = await second.send(`${other}/approve`)
    expect([
      page.status,
      page.text.includes('There is already an approved version of this entry for that day'),
    ]).toEqual([409, true])
  })

  test('what does not fit, beside its field, with what was typed', async () => {
    const [path, fields] = await openDraft(editor, 'points', 'national')
    const page = await editor.send(path, {
      ...fields,
      ...day('2027-01-01'),
      note: 'why',
      'body[salary][bands][1][to]': '60,000 or so',
      'body[age][bands][0][label][en]': '',
      'body[experience][cap]': '-3',
    })
    expect(page.status).toBe(422)
    expect(page.html).toMatch(
      /href="#body-salary-bands-1-to">Salary › Bands: “To \(exclusive\)” in band 2 must be a number\./,
    )
    expect(page.html).toMatch(/href="#body-age-bands-0-label-en"/)
    expect(page.html).toMatch(/id="body-salary-bands-1-to-error"/)
    expect(fieldsOf(page)).toMatchObject({
      'body[salary][bands][1][to]': '60,000 or so',
      'body[experience][cap]': '-3',
    })
    const overlap = await editor.send(path, {
      ...fields,
      ...day('2027-01-01'),
      note: 'why',
      'body[salary][bands][1][to]': '80000',
    })
    expect(overlap.text).toContain('Bands must run from low to high without overlapping')
  })

  test('a draft that is older than the form of its kind: why, by the names of its questions, in both languages', async () => {
    const { rows } = await site.world.admin.query<{ id: number }>(
      `insert into reference (kind, key, effective_from, body, note)
       select kind, key, '2031-01-01', body || spoilt, 'from an older release'
       from reference, (values ('{"adultFrom": "many"}'::jsonb), ('{"formerQuestion": 1}')) as bodies (spoilt)
       where kind = 'eligibility' and key = 'national' and approved_at is not null returning id`,
    )
    const [wrong, former] = rows.map(({ id }) => path.entry(id))
    expect((await second.open(`${wrong}`)).text).toContain('“Minimum age” must be a number')
    expect((await second.open(`${wrong}?language=zh`)).text).toContain('“最低年龄（周岁）”应为数字')
    expect((await second.open(`${former}?language=zh`)).text).toContain('内容不符合这一类条目现在的格式')
    expect((await second.open(`${former}?language=en`)).text).toContain('do not match the current format')
    for (const { id } of rows)
      await site.world.admin.query('update reference set withdrawn_at = now() where id = $1', [id])
  })

  test('a points table in which a salary would earn nothing, or a label says other numbers', async () => {
    const [path, fields] = await openDraft(editor, 'points', 'national')
    const table = { ...fields, ...day('2027-01-01'), note: 'why', 'body[salary][bands][4][to]': '360000' }
    // what is wrong around it hides nothing of the table itself, and its part stays open
    const both = await editor.send(path, { ...table, note: '', 'body[salary][bands][5][from]': '380000' })
    expect(both.status).toBe(422)
    expect(both.text).toMatch(/Enter “Reason for the change”[\s\S]*band 5 ends at/)
    expect(both.html).toMatch(/<details[^>]* open[^>]*>(?:(?!<\/details>)[\s\S])*body\[salary\]\[bands\]\[5\]\[from\]/)
    const gap = await editor.send(path, { ...table, 'body[salary][bands][5][from]': '380000' })
    expect(gap.status).toBe(422)
    expect(gap.html).toMatch(
      /href="#body-salary-bands-5-from">Salary › Bands › Band 6[^<]* › From[^<]*: “Yearly salary paid by the employer in China”: band 5 ends at 360,000 and band 6 begins at 380,000/,
    )
    expect((await editor.open(`${path}&language=zh`)).status).toBe(200)
    const labels = await editor.send(path, { ...table, 'body[salary][bands][5][from]': '360000' })
    expect(labels.status).toBe(422)
    expect(labels.html).toContain('href="#body-salary-bands-4-label-zh"')
    expect(labels.text).toContain('其中的350,000不是这一档的数；这一档是250,000以上不满360,000。')
    await editor.open(`${path}&language=en`)
    const right = await editor.send(path, {
      ...table,
      'body[salary][bands][4][label][zh]': '25万元以上不满36万元',
      'body[salary][bands][4][label][en]': 'CNY 250,000 to under 360,000',
      'body[salary][bands][5][from]': '360000',
      'body[salary][bands][5][label][zh]': '36万元以上不满45万元',
      'body[salary][bands][5][label][en]': 'CNY 360,000 to under 450,000',
    })
    expect(right.status).toBe(303)
    // a draft that an older release has taken with a gap is not approved
    const address = (right.headers.get('location') ?? '').replace(/\?.*/, '')
    await site.world.admin.query('begin; set local session_replication_role = replica')
    await site.world.admin.query(
      `update reference set body = jsonb_set(body, '{salary,bands,5,from}', '380000') where id = $1`,
      [address.split('/').at(-1)],
    )
    await site.world.admin.query('commit')
    expect((await second.open(address)).text).toContain('band 5 ends at 360,000 and band 6 begins at 380,000')
    expect((await second.send(`${address}/approve`)).status).toBe(409)
  })

  test('kept from two windows: the one that is chosen stands where the form looks for it', async () => {
    const [path, fields] = await openDraft(editor, 'timeLimits', 'consultation')
    const keep = (note: string) => editor.send(path, { ...fields, _kept: '', note, _keep: 'yes' })
    expect((await keep('Typed in one window.')).status).toBe(303)
    const choice = await keep('Typed in the other window.')
    expect(choice.status).toBe(409)
    const action = plain(/<form class="hj-line" method="post" action="([^"]+)"/.exec(choice.html)?.[1] ?? '')
    const mark = plain(/name="_kept" value="([^"]+)"/.exec(choice.html)?.[1] ?? '')
    const chosen = await editor.send(action, {
      ...fields,
      _kept: mark,
      note: 'Typed in the other window.',
      _keep: 'yes',
    })
    expect([chosen.status, chosen.headers.get('location')]).toEqual([303, path])
    expect(fieldsOf(await editor.open(path)).note).toBe('Typed in the other window.')
    expect((await editor.send(path, { _keep: 'discard' })).status).toBe(303)
  })

  test('a calendar that no year can have, and a day that is written in another way', async () => {
    const [path, fields] = await openDraft(editor, 'calendar', '2027')
    const year = { ...fields, ...day('2026-11-24'), note: 'why' }
    const wednesday = await editor.send(path, { ...year, 'body[working]': '2027-02-03\n2027-02-06' })
    expect(wednesday.status).toBe(422)
    expect(wednesday.text).toContain('3 February 2027 is a Wednesday, an ordinary working day.')
    expect(wednesday.text).toContain('6 February 2027 lies within “Spring Festival”')
    const written = await editor.send(path, { ...year, 'body[working]': '2027年2月14日\n2027/2/20' })
    expect(written.status).toBe(303)
    const kept = await editor.open((written.headers.get('location') ?? '').replace(/\?.*/, '/change'))
    expect(fieldsOf(kept)['body[working]']).toBe('2027-02-14\n2027-02-20')
    const nowhere = await editor.send(path, { ...year, 'body[working]': '2027-02-14\n2027-02-30\nthe Sunday after' })
    expect(nowhere.status).toBe(422)
    for (const line of [2, 3])
      expect(nowhere.text).toContain(
        `“Weekend days worked” in line ${line} is not a valid date. Write year, month and day, for example 2027-02-03.`,
      )
  })

  test('a text of a letter that prints what there is not', async () => {
    const [path, fields] = await openDraft(editor, 'letterTemplates', 'recommendation')
    const page = await editor.send(path, {
      ...fields,
      ...day('2027-01-01'),
      note: 'why',
      'body[contact][en]': 'Ask {{nobody}}.',
    })
    expect(page.status).toBe(422)
    expect(page.html).toContain('href="#body-contact-en"')
    expect(page.text).toContain('Line 1, column 7: There is no fact “nobody” here.')
  })

  test('a text is looked at before it is kept: the very pages, its facts to copy, and where it is wrong', async () => {
    const [address, fields] = await openDraft(editor, 'letterTemplates', 'correction')
    const first = await editor.open(address)
    for (const words of [
      '{{employer}}',
      '{{#if remarks}}{{remarks}}{{/if}}',
      'Example: 2026-000128',
      '1. Documents: contract',
    ])
      expect(first.text).toContain(words)
    const drawn = await editor.send(address, {
      ...fields,
      'body[contact][en]': 'Ask {{contactOffice}} about {{caseNumber}}.',
      _preview: '1',
    })
    expect([drawn.status, drawn.text]).toEqual([
      200,
      expect.stringContaining('Ask E-commerce Division about 2026-000128.'),
    ])
    expect(drawn.html).toContain('src="data:image/webp;base64,')
    expect(fieldsOf(drawn)['body[contact][en]']).toBe('Ask {{contactOffice}} about {{caseNumber}}.')
    const wrong = await editor.send(address, { ...fields, 'body[closing][en]': 'One.\nTwo {{salery}}.', _preview: '1' })
    expect([wrong.status, wrong.html.includes('href="#body-closing-en"')]).toEqual([422, true])
    expect(wrong.text).toContain(
      'Closing › English: Line 2, column 7: There is no fact “salery” here. Did you mean {{salary}}?',
    )
    const phrase = await editor.open(path.newEntry('phrases'))
    const said = { ...fieldsOf(phrase), 'body[text][en]': 'Please add the page that is missing.', _preview: '1' }
    expect((await editor.send(path.newEntry('phrases'), said)).text).toContain('Please add the page that is missing.')
    expect((await editor.open(path.newEntry('obligations'))).html).not.toContain('_preview')
    const { rows } = await site.world.admin.query(`select 1 from reference where body::text like '%salery%'`)
    expect(rows).toEqual([])
  })

  test('a title that would leave no room for the name', async () => {
    const [path, fields] = await openDraft(editor, 'letterTemplates', 'recommendation')
    const changes = { note: 'why', 'body[title][en]': 'A long title, '.repeat(20) }
    const page = await editor.send(path, { ...fields, ...day('2027-01-01'), ...changes })
    expect(page.status).toBe(422)
    expect(page.html).toContain('href="#body-title-en"')
    expect(page.text).toContain('The title is too long: 200 characters at most leave room for the name.')
  })

  test.each([
    ['{{#each employer}}x{{/each}}', 6],
    ['{{lookup employer name}}', 6],
    ['{{#if employer}}{{#with name}}x{{/with}}{{/if}}', 22],
    ['{{> parts/shell}}', 6],
  ])(
    'a text of a letter with %s, which is told with its line and column, and kept as typed',
    async (helper, column) => {
      const [path, fields] = await openDraft(editor, 'letterTemplates', 'recommendation')
      const typed = `Ask.\nFor: ${helper}`
      const changes = { note: 'why', 'body[contact][en]': typed }
      const page = await editor.send(path, { ...fields, ...day('2027-01-01'), ...changes })
      expect(page.status).toBe(422)
      expect(page.html).toContain('href="#body-contact-en"')
      expect(page.text).toContain(
        `Line 2, column ${column}: This cannot be used. You can use text, {{fact}}, {{#if fact}}…{{else}}…{{/if}} and {{#unless fact}}…{{/unless}}.`,
      )
      expect(fieldsOf(page)).toMatchObject({ 'body[contact][en]': typed })
      const { rows } = await site.world.admin.query(`select 1 from reference where body::text like '%' || $1 || '%'`, [
        helper,
      ])
      expect(rows).toEqual([])
    },
  )

  test('a text of a letter speaks from its day: what was ordered before keeps the words and the version that it was ordered by', async () => {
    const [before, after] = ['2026-11-27', '2026-11-28'] as const
    const address = await draft(editor, 'letterTemplates', 'recommendation', after, {
      'body[contact][zh]': '（新的联系方式：{{contactPhone}}）',
    })
    expect((await second.send(`${address}/approve`)).status).toBe(303)
    const made = []
    for (const on of [before, after]) {
      site.world.at(on)
      const one = await site.world.caseIn('letterIssued')
      const letters = await lettersIn<{ kind: string; template_id: number; pdf: Buffer }>(
        site.world.app,
        site.world.admin,
        one.id,
      )
      const letter = letters.find(({ kind }) => kind === 'recommendation')
      if (!letter) throw new Error('no letter')
      const { runs } = await readSheet(letter.pdf)
      const text = runs.map((run) => run.text).join('')
      made.push([letter.template_id === Number(address.split('/').at(-1)), text.includes('新的联系方式')])
    }
    await backToday()
    expect(made).toEqual([
      [false, false],
      [true, true],
    ])
  })

  test('whoever is no policy editor writes nothing, and sees drafts only by role', async () => {
    const address = await draft(editor, 'eligibility', 'national', '2027-05-01', { 'body[adultFrom]': '19' })
    for (const who of ['supervisor', 'approver', 'assessor', 'auditor'] as Name[]) {
      const visitor = await site.visitor(who)
      expect([who, (await visitor.open(path.policy)).status]).toEqual([who, 200])
      expect([who, (await visitor.open(address)).status]).toEqual([who, 200])
      expect([who, (await visitor.send(`${address}/approve`, { _revision: '1' })).status]).toEqual([who, 403])
    }
    const firm = await site.visitor('applicant')
    expect((await firm.open(address)).status).toBe(404)
    expect((await firm.open(path.policy)).status).toBe(403)
    expect((await firm.open(path.entry(await idOf('salary', 'shanghai')))).status).toBe(200)
    const actor = site.world.person('approver')
    const drafts = site.app.get(PolicyDrafts)
    await expect(drafts.approve(actor, Number(address.split('/').at(-1)), 1)).rejects.toThrow('forbidden')
  })
})

describe('rows and entries', () => {
  test('a row more, a row less, without script; nothing typed is lost', async () => {
    const [path, fields] = await openDraft(editor, 'calendar', '2025')
    const more = await editor.send(path, { ...fields, note: 'typed', add: 'body.off' })
    expect(more.status).toBe(200)
    const added = fieldsOf(more)
    expect(added).toMatchObject({
      note: 'typed',
      'body[off][6][from][year]': '',
      'body[off][0][from][month]': '01',
    })
    const less = fieldsOf(await editor.send(path, { ...added, remove: 'body.off.0' }))
    expect(less).toMatchObject({ 'body[off][0][from][month]': '01', 'body[off][0][from][day]': '28' })
    expect(Object.keys(less)).not.toContain('body[off][6][from][year]')
  })

  test('another year of the calendar is an entry of its own, called by its year', async () => {
    const place = withQuery(path.newEntry('calendar'), { from: await idOf('calendar', '2026'), another: 1 })
    const fields = fieldsOf(await editor.open(place))
    const typed = {
      ...fields,
      ...day('2026-11-24'),
      note: 'The notice of the State Council',
      'body[year]': '2031',
      'body[announced]': 'true',
    }
    const forgotten = await editor.send(place, typed)
    expect(forgotten.status).toBe(422)
    expect(forgotten.text).toContain('“New Year’s Day”: 1 January 2026 is not in 2031.')
    const moved = Object.keys(fields).filter((name) => /^body\[off\]\[\d\]\[(from|to)\]\[year\]$/.test(name))
    const page = await editor.send(place, {
      ...typed,
      ...Object.fromEntries(moved.map((name) => [name, '2031'])),
      'body[working]': '2031-01-25\n2031-10-11',
    })
    expect(page.status).toBe(303)
    const address = (page.headers.get('location') ?? '').replace(/\?.*/, '')
    await second.open(address)
    expect((await second.send(`${address}/approve`)).status).toBe(303)
    const calendar = await site.app.get(Reference).calendar('2026-11-24')
    expect(calendar.isAnnounced('2031-05-05')).toBe(true)
  })

  test('what could not be read of a notice is said until the draft is saved', async () => {
    const place = withQuery(path.newEntry('calendar'), { from: await idOf('calendar', '2026'), another: 1 })
    const notice =
      '国务院办公厅关于2033年部分节假日安排的通知\n一、元旦：1月1日至3日放假，共3天。\n二、春节：另行通知放假。'
    const fields = { ...fieldsOf(await editor.open(place)), _notice: notice }
    const read = await editor.send(place, { ...fields, _read: '1' })
    const unread = /Not recognised[\s\S]*?<\/ul>/.exec(read.html)?.[0]
    expect(unread).toContain('另行通知放假')
    for (const [name, value] of [
      ['body[year]', ''],
      ['_touches', '1'],
    ] as const) {
      const next = await editor.send(place, { ...fieldsOf(read), _notice: notice, [name]: value })
      expect(next.html).toContain(unread)
      expect(next.html).toContain('二、春节：另行通知放假。</textarea>')
    }
    // a notice that was typed and never read says nothing of what it could not read
    const empty = Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith('body[off]')))
    const unasked = await editor.send(place, empty)
    expect([unasked.status, unasked.text.includes('Not recognised')]).toEqual([422, false])
  })

  test('what is a code is chosen by its name, and read by it', async () => {
    const page = await editor.open(
      withQuery(path.newEntry('jurisdiction'), { from: await idOf('jurisdiction', 'shanghai') }),
    )
    expect(page.html).toMatch(/<select[^>]* name="body\[lead\]"/)
    expect(page.html).toMatch(/<select[^>]* name="body\[departments\]\[0\]\[key\]"/)
    expect(page.html).toMatch(/type="checkbox" value="310101"/)
    expect(page.text).toContain('Commerce of the firm’s district')
    const read = await editor.open(path.entry(await idOf('jurisdiction', 'shanghai')))
    expect(read.text).toMatch(
      /Lead department\s+Demonstration Shanghai|Lead department\s+Shanghai Municipal Commission of Commerce/,
    )
    expect(read.text).not.toContain('sh-culture')
    const question = await editor.open(
      withQuery(path.newEntry('openQuestions'), { from: await idOf('openQuestions', 'permitAuthority') }),
    )
    expect(question.html).toMatch(/<select[^>]* name="body\[entries\]\[0\]\[kind\]"/)
    expect((await editor.open(path.kind('letterTemplates'))).text).toContain('Correction notice')
  })

  test('another reason, and another authority that cases may then name', async () => {
    const reason = fieldsOf(await editor.open(path.newEntry('reasons')))
    const made = await editor.send(path.newEntry('reasons'), {
      ...reason,
      ...day('2026-12-01'),
      note: 'asked for by the panel',
      'body[purpose]': 'refusal',
      'body[code]': 'tooFewViewers',
      'body[label][zh]': '观看人数不足',
      'body[label][en]': 'Too few viewers',
      'body[sentence][zh]': '观看人数不足。',
      'body[sentence][en]': 'There are too few viewers.',
      'body[needsDetail]': 'true',
      'body[order]': '9',
    })
    expect(made.status).toBe(303)
    const place = withQuery(path.newEntry('authorities'), { from: await idOf('authorities', 'sh-market'), another: 1 })
    const fields = { ...fieldsOf(await editor.open(place)), ...day('2026-12-01'), note: 'a new one' }
    const unnamed = await editor.send(place, { ...fields, key: ' ' })
    expect([unnamed.status, unnamed.html.includes('<a href="#key">Enter “Code”.</a>')]).toEqual([422, true])
    const page = await editor.send(place, { ...fields, key: 'sh-trade', 'body[name][en]': 'Trade Promotion' })
    const address = (page.headers.get('location') ?? '').replace(/\?.*/, '')
    await second.open(address)
    expect((await second.send(`${address}/approve`)).status).toBe(303)
    const authorities = site.app.get(Authorities)
    expect((await authorities.getByCode('sh-trade', '2026-12-01')).name.en).toBe('Demonstration Trade Promotion')
    const [change, old] = await openDraft(editor, 'authorities', 'sh-market')
    const moved = await editor.send(change, { ...old, ...day('2027-01-01'), note: 'why', 'body[district]': '310101' })
    expect([moved.status, moved.html.includes('href="#body-district"')]).toEqual([422, true])
  })

  test('another kind of paper, caused by what caused an old one; no developer is needed', async () => {
    const on = '2026-11-28'
    const approve = async (address: string) => {
      await second.open(address)
      expect((await second.send(`${address}/approve`)).status).toBe(303)
    }
    await approve(await draft(editor, 'paperKinds', 'withdrawal', on, { 'body[actions][]': [] }))
    const another = async (kind: string, changes: Fields) => {
      const place = withQuery(path.newEntry(kind), { from: await idOf(kind, 'withdrawal'), another: 1 })
      const fields = fieldsOf(await editor.open(place))
      return editor.send(place, { ...fields, ...day(on), key: 'closing', note: 'Notice 13 of 2026', ...changes })
    }
    const strange = await another('paperKinds', { 'body[actions][]': 'claim' })
    expect([strange.status, strange.html.includes('href="#body-actions"')]).toEqual([422, true])
    const [url, letter] = await openDraft(editor, 'paperKinds', 'recommendation')
    const twice = await editor.send(url, { ...letter, ...day(on), note: 'why', 'body[actions][]': 'refuse' })
    expect([twice.status, twice.text]).toEqual([422, expect.stringContaining('only made by its decision')])
    const wrong = await another('paperKinds', { 'body[actions][]': 'accept', 'body[series]': 'withdrawals' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('There is no number series “withdrawals” on that day')
    const address = new Map<string, string>()
    for (const kind of ['letterTemplates', 'paperKinds']) {
      const page = await another(kind, kind === 'paperKinds' ? { 'body[actions][]': 'withdraw' } : {})
      expect([page.status, page.status === 303 ? '' : page.text]).toEqual([303, ''])
      address.set(kind, (page.headers.get('location') ?? '').replace(/\?.*/, ''))
    }
    const preview = (address.get('letterTemplates') ?? '').replace('entries', 'templates')
    const early = await editor.open(preview)
    expect([early.status, early.text]).toEqual([409, expect.stringContaining('This kind of letter does not exist yet')])
    await approve(address.get('paperKinds') ?? '')
    expect((await editor.open(preview)).status).toBe(200)
    const ofCase = await editor.open(`${preview}/case?number=2026-000001`)
    expect([ofCase.status, ofCase.text]).toEqual([409, expect.stringContaining('not in force yet')])
    await approve(address.get('letterTemplates') ?? '')
    const made = []
    const worker = await site.world.worker()
    // what others have approved is known some seconds later
    for (const app of [worker, site.world.app]) await app.get(Reference).refresh()
    for (const today of ['2026-11-27', on]) {
      site.world.at(today)
      const one = await site.world.caseIn('withdrawn')
      await worker.get(PaperMaker).makeAll(one.id)
      const { rows } = await site.world.admin.query<{ kind: string; serial: number; issued: boolean }>(
        `select kind, serial, issued_at is not null as issued from letters where case_id = $1
           and kind not in ('applicationForm', 'filingReceipt')`,
        [one.id],
      )
      made.push(rows)
    }
    await backToday()
    expect(made).toEqual([
      [{ kind: 'withdrawal', serial: 1, issued: true }],
      [{ kind: 'closing', serial: 2, issued: true }],
    ])
  })

  test('another paper of an action that causes one already: what follows is said, its text comes next, both are made', async () => {
    const on = '2026-11-28'
    const approve = async (address: string) => {
      await second.open(address)
      expect((await second.send(`${address}/approve`)).status).toBe(303)
    }
    const place = path.newEntry('paperKinds')
    const page = await editor.open(place)
    expect(page.text).toContain('Ask for correction Now: Correction notice')
    const fields = {
      ...{ ...fieldsOf(page), ...day(on), note: 'Notice 15 of 2026', 'body[series]': 'correction' },
      ...{ 'body[label][zh]': '补正温馨提示', 'body[label][en]': 'Reminder', 'body[addressee]': 'firm' },
      ...{ 'body[sealed]': 'false', 'body[facts][]': 'caseNumber' },
    }
    // after all that are there
    expect(Number(fieldsOf(page)['body[order]'])).toBeGreaterThan(10)
    const unused = await editor.send(place, { ...fields, key: 'unused' })
    expect([unused.status, unused.status === 303 ? '' : unused.text]).toEqual([303, ''])
    const idle = (await editor.open((unused.headers.get('location') ?? '').replace(/\?.*/, ''))).text
    expect(idle).toContain('Not used yet: no action is selected')
    const kept = await editor.send(place, { ...fields, 'body[actions][]': 'requestCorrection' })
    const address = (kept.headers.get('location') ?? '').replace(/\?.*/, '')
    const shown = await editor.open(kept.headers.get('location') ?? '')
    expect(shown.text).toContain('“Reminder” is saved as a draft')
    expect((await editor.open(path.policy)).text).toContain('Reminder Kinds of letter')
    expect(shown.text).toContain('also causes “Correction notice”: both are made')
    expect(shown.text).toContain('It has no approved template on that day')
    const next = withQuery(path.newEntry('letterTemplates'), { key: 'reminder' })
    expect(plain(shown.html)).toContain(`href="${next}"`)
    const text = fieldsOf(await editor.open(next))
    expect(text.key).toBe('reminder')
    const written = await editor.send(next, {
      ...{ ...text, ...day(on), note: 'Notice 15 of 2026', 'body[title][zh]': '提示', 'body[title][en]': 'Reminder' },
      ...{ 'body[contact][zh]': '联系', 'body[contact][en]': 'Contact' },
      ...{ 'body[closing][zh]': '请尽快补正。', 'body[closing][en]': 'Please answer soon.' },
    })
    expect([written.status, written.status === 303 ? '' : written.text]).toEqual([303, ''])
    await approve(address)
    await approve((written.headers.get('location') ?? '').replace(/\?.*/, ''))
    const worker = await site.world.worker()
    for (const app of [worker, site.world.app]) await app.get(Reference).refresh()
    site.world.at(on)
    const one = await site.world.caseIn('submitted')
    await one.do('intake', 'requestCorrection')
    await worker.get(PaperMaker).makeAll(one.id)
    const { rows } = await site.world.admin.query(
      `select kind, issued_at is not null as issued from letters where case_id = $1 and kind in ('correction', 'reminder') order by kind`,
      [one.id],
    )
    await backToday()
    expect(rows).toEqual([
      { kind: 'correction', issued: true },
      { kind: 'reminder', issued: true },
    ])
  })

  test('a part that may be absent is taken away and put back', async () => {
    const [path, fields] = await openDraft(editor, 'documents', 'photo')
    const without = fieldsOf(await editor.send(path, { ...fields, remove: 'body.image' }))
    expect(Object.keys(without).filter((name) => name.startsWith('body[image]'))).toEqual([])
    const page = await editor.send(path, { ...without, ...day('2027-01-01'), note: 'no rule for photographs' })
    const shown = await editor.open((page.headers.get('location') ?? '').replace(/\?.*/, ''))
    expect(shown.text).toMatch(/Image requirements\s+Formats: jpeg/)
  })
})

describe('what a draft touches', () => {
  test('is said while it is written, before anything is kept', async () => {
    const [address, fields] = await openDraft(editor, 'timeLimits', 'acceptance')
    const count = async () => (await site.world.admin.query('select count(*)::int as n from reference')).rows[0]
    const before = await count()
    const page = await editor.send(address, { ...fields, ...day('2026-12-01'), 'body[amount]': '9', _touches: '1' })
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('Under this draft')])
    expect(fieldsOf(page)['body[amount]']).toBe('9')
    expect(await count()).toEqual(before)
  })

  /** Drafts what is in force with a change, and gives its page's address. */
  async function drafted(kind: string, key: string, effectiveFrom: string, change: (body: object) => object) {
    const { rows } = await site.world.admin.query<{ body: object }>('select body from reference where id = $1', [
      await idOf(kind, key),
    ])
    const body = change(rows[0]?.body ?? {})
    const drafts = site.app.get(PolicyDrafts)
    return path.entry(
      await drafts.draft(site.world.person('policyEditor'), kind, key, { effectiveFrom, body, note: 'why' }),
    )
  }

  test('open cases with before and after for those who see them, and numbers for an editor; what is filed stays', async () => {
    site.world.at('2026-11-24')
    editor = await site.visitor('policyEditor')
    second = await site.visitor('otherEditor')
    const one = await site.world.caseIn('underAssessment')
    const { rows } = await site.world.admin.query<{ number: string }>('select number from cases where id = $1', [
      one.id,
    ])
    const number = rows[0]?.number ?? 'none'
    const supervisor = await site.visitor('supervisor')
    const name = { zh: '例', en: 'Example' }
    const spell = { from: '2026-11-26', to: '2026-11-27', name }
    const calendar = await drafted('calendar', '2026', '2026-11-24', (body) => ({
      ...body,
      off: [...((body as { off: object[] }).off ?? []), spell],
    }))
    const [counted, seen] = [await editor.open(calendar), await supervisor.open(calendar)]
    expect(counted.text).toMatch(/There are \d+ open cases\. The due date of [1-9]\d* changes\./)
    expect(counted.text).toMatch(/\d days? later\s+\d/)
    expect(counted.text).toContain('You do not work on cases, so only numbers are shown.')
    expect(counted.text).not.toContain(number)
    expect(seen.html).toContain(`href="${path.case(one.id)}"`)
    expect(seen.text).toMatch(new RegExp(`${number}\\s+\\d+ December 2026\\s+\\d+ December 2026`))
    const limit = await drafted('timeLimits', 'assessment', '2026-12-20', (body) => ({ ...body, amount: 20 }))
    expect((await editor.open(limit)).text).toContain(
      'open cases do not change: each follows the rules of its filing day',
    )
    expect((await supervisor.open(limit)).text).toContain(number)
    const salary = await drafted('salary', 'shanghai', '2026-12-20', (body) => ({ ...body, sixTimes: 5_000_000 }))
    expect((await editor.open(salary)).text).toMatch(/class A, \d+ points → (class B|no class), \d+ points/)
    expect((await supervisor.open(salary)).text).toContain(number)
    const office = await drafted('authorities', 'sh-commerce', '2026-12-20', (body) => ({ ...body, office: name }))
    expect((await editor.open(office)).text).toMatch(/[1-9]\d* use this entry or may use it in their next step/)
    const words = await drafted('remedies', 'litigation', '2026-12-20', (body) => body)
    expect((await editor.open(words)).text).toContain('not calculated for each case')
    expect((await (await site.visitor('assessor')).open(calendar)).text).not.toContain('Open cases affected')
  })

  test.each(['applicant', 'supervisor', 'systemAdmin'] as const)('%s is given no days of open cases', async (who) => {
    const given = await site.world.database.transaction(settingsOf(site.world.person(who)), (tx) =>
      tx.query(`select 1 from what_if_open('2026-11-24', array['underAssessment', 'submitted'], 100)`),
    )
    expect(given).toEqual([])
  })
})

describe('what others see', () => {
  test('an old case shows by what it was judged, to the firm too, and what has been replaced since', async () => {
    const one = await site.world.caseIn('submitted')
    const address = await draft(editor, 'salary', 'shanghai', '2026-11-26', { 'body[sixTimes]': '950000' })
    await second.open(address)
    expect((await second.send(`${address}/approve`)).status).toBe(303)
    site.world.at('2026-11-27')
    try {
      for (const who of ['applicant', 'intake'] as const) {
        const page = await (await site.visitor(who)).open(path.rules(one.id))
        expect([who, page.status]).toEqual([who, 200])
        expect(page.text).toContain('Filed on 24 November 2026')
        expect(page.text).toMatch(/from 3 February 2026\s+replaced from 26 November 2026/)
      }
      expect((await (await site.visitor('rival')).open(path.rules(one.id))).status).toBe(404)
    } finally {
      await backToday()
    }
  })

  test('the page of the criteria shows what is to come, and any version by its day', async () => {
    const visitor = await site.visitor()
    const page = await visitor.open(path.criteria)
    expect(page.text).toMatch(/Coming into force[\s\S]*from 26 November 2026: Salary figures/)
    expect(page.text).toMatch(/895,248\s+950,000/)
    expect((await visitor.open(withQuery(path.criteria, { on: '2026-11-26' }))).text).toContain(
      'approved and not in force yet',
    )
    const before = await visitor.open(withQuery(path.criteria, { on: '2025-06-01' }))
    expect(before.status).toBe(200)
    expect(before.text).toMatch(/Multiple of the average wage\s+No figures published for this day\s+—\s+—/)
    expect(before.text).not.toContain('¥600,000')
    expect((await visitor.open(withQuery(path.criteria, { on: 'nonsense' }))).status).toBe(200)
  })

  test('programs ask for what is in force on a day', async () => {
    const visitor = await site.visitor('applicant')
    const ask = async (path: string) => {
      const { status, bytes } = await visitor.open(path)
      return {
        status,
        json: JSON.parse(bytes.toString()) as { entries?: { key: string; body: { sixTimes: number } }[] },
      }
    }
    const then = await ask(withQuery(apiPath.reference('salary'), { on: '2026-02-03' }))
    expect(then.json.entries?.map(({ key, body }) => [key, body.sixTimes])).toEqual([['shanghai', 895248]])
    expect((await ask(withQuery(apiPath.reference('salary'), { on: '2026-02-02' }))).json.entries).toEqual([])
    expect((await ask(apiPath.reference('salary'))).json.entries?.[0]?.body.sixTimes).toBe(895248)
    expect((await ask(apiPath.reference('nothing'))).status).toBe(404)
    expect((await ask(withQuery(apiPath.reference('salary'), { on: 'yesterday' }))).status).toBe(422)
  })
})

describe('what the city has still to confirm', () => {
  const marked = ({ html }: Page, key: string): boolean =>
    new RegExp(`>${key}</[^/]+>[^/]*To be confirmed`).test(html.replace(/\s+/g, ' '))

  test('is listed on the first page, marked in the list, and told beside the entry', async () => {
    const list = await editor.open(path.policy)
    expect(list.text).toContain('To be confirmed by the city: 18 questions')
    expect(list.html).toContain(`href="${path.toConfirm}"`)
    const question = await idOf('openQuestions', 'permitAuthority')
    const whole = await editor.open(path.toConfirm)
    expect(whole.text).toMatch(
      /Name of the permit authority, and district windows The current name of the authority .* Until then: All letters go to .* Sources: A notice of May 2022/,
    )
    for (const shown of [path.entry(question), path.entry(await idOf('authorities', '310115-permit'))])
      expect(whole.html).toContain(`href="${shown}"`)
    expect(plain(whole.html)).toContain(`href="${withQuery(path.newEntry('openQuestions'), { from: question })}"`)
    const assessor = await (await site.visitor('assessor')).open(path.toConfirm)
    expect([assessor.status, assessor.text.includes('Enter the answer')]).toEqual([200, false])
    expect((await (await site.visitor('applicant')).open(path.toConfirm)).status).toBe(403)
    const authorities = await editor.open(path.kind('authorities'))
    expect(['sh-permit', '310115-permit', 'sh-market'].map((key) => marked(authorities, key))).toEqual([
      true,
      true,
      false,
    ])
    expect(marked(await editor.open(path.kind('recommendedRoutes')), 'livestreamPlan')).toBe(true)
    const permit = await editor.open(path.entry(await idOf('authorities', 'sh-permit')))
    expect(permit.text).toContain('To be confirmed by the city: Name of the permit authority')
    expect(permit.text).toContain('Until then: All letters go to the Shanghai Municipal Human Resources')
    expect(permit.html).toContain(`href="${path.entry(question)}"`)
    const market = await editor.open(path.entry(await idOf('authorities', 'sh-market')))
    expect(market.text).not.toContain('To be confirmed by the city')
    // the firm reads the rule, not what the office has still to find out
    const firm = await (await site.visitor('applicant')).open(path.entry(await idOf('salary', 'shanghai')))
    expect([firm.status, firm.text.includes('To be confirmed by the city')]).toEqual([200, false])
  })

  test('is said by production on every page of those who work by it, and by no other', async () => {
    const settings = site.app.get(WebSettings)
    const said = '18 facts are for the city to confirm. Until then rules and letters rest on what is assumed.'
    const pageOf = async (who: 'policyEditor' | 'approver' | 'applicant', address: string) =>
      plain((await (await site.visitor(who)).open(address)).html).includes(said)
    expect(await pageOf('approver', path.queue)).toBe(false)
    Object.assign(settings, { production: true })
    try {
      expect(await pageOf('approver', path.queue)).toBe(true)
      expect(await pageOf('policyEditor', path.policy)).toBe(true)
      expect(await pageOf('applicant', path.cases)).toBe(false)
      expect(plain((await (await site.visitor()).open(path.home)).html)).not.toContain(said)
    } finally {
      Object.assign(settings, { production: false })
    }
  })

  test('is settled by an answer that two editors stand for; from its day on nothing is marked', async () => {
    const [place, fields] = await openDraft(editor, 'openQuestions', 'songjiangCluster')
    const wrong = await editor.send(place, {
      ...fields,
      ...day('2026-12-01'),
      note: 'n',
      'body[entries][0][keys]': 'nowhere',
    })
    expect([wrong.status, wrong.text.includes('There is no entry “clusters nowhere” in force.')]).toEqual([422, true])
    const address = await draft(editor, 'openQuestions', 'songjiangCluster', '2026-12-01', {
      'body[answer][zh]': '是，见区计划。',
      'body[answer][en]': 'Yes, by the district’s plan.',
    })
    await second.open(address)
    expect((await second.send(`${address}/approve`)).status).toBe(303)
    const kinds = () => editor.open(path.kind('clusters'))
    expect(marked(await kinds(), 'songjiang')).toBe(true)
    site.world.at('2026-12-01')
    try {
      editor = await site.visitor('policyEditor')
      expect(marked(await kinds(), 'songjiang')).toBe(false)
      expect((await editor.open(path.kind('openQuestions'))).text).toMatch(/songjiangCluster\s+Confirmed/)
    } finally {
      await backToday()
    }
  })

  test('once the city says so, letters of a district go to its own window: by the jurisdiction alone', async () => {
    const address = await draft(editor, 'jurisdiction', 'shanghai', '2026-12-01', {
      'body[permit]': '{district}-permit',
    })
    await second.open(address)
    expect((await second.send(`${address}/approve`)).status).toBe(303)
    const authorities = site.app.get(Authorities)
    const permitOf = async (on: string, district: string) => {
      const { permit } = await authorities.jurisdiction(on, { district })
      return (await authorities.getByCode(permit, on)).name.zh
    }
    expect(await permitOf('2026-11-30', '310115')).toContain('人力资源和社会保障局')
    expect(await permitOf('2026-12-01', '310115')).toContain('浦东新区人才工作局')
    expect(await permitOf('2026-12-01', '310105')).toContain('长宁区外国人来华工作许可受理窗口')
  })
})

test('nobody is told that a route must be reached to be assessed', async () => {
  const visitor = await site.visitor()
  for (const page of [await visitor.open('/'), await visitor.open(path.criteria)])
    expect(page.text).toContain('A candidate who reaches none of these routes can still be assessed')
})
