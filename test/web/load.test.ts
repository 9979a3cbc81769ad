/** The supervisor's load, absences and outages over HTTP: who sees them, cases given one or many with a line each, and the banner that everybody reads. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { path, withQuery } from '../../src/base/path.js'
import { actionAddress } from '../../src/web/case/addresses.js'
import type { Name } from '../cases/population.js'
import type { Case } from '../cases/world.js'
import { plain, Served } from './served.js'

let site: Served

beforeAll(async () => {
  site = await Served.open()
})
afterAll(() => site.close())

const holderOf = async ({ id }: Case, authority = 'sh-commerce'): Promise<string | undefined> => {
  const { rows } = await site.world.admin.query<{ name: string }>(
    `select o.name from claims k join people o on o.id = k.person_id join authorities a on a.id = k.authority_id
     where k.case_id = $1 and a.code = $2`,
    [id, authority],
  )
  return rows[0]?.name
}
const idOf = (name: Name): string => String(site.world.person(name).id)
const date = (name: string, on: string) => {
  const [year = '', month = '', day = ''] = on.split('-')
  return { [`${name}[year]`]: year, [`${name}[month]`]: month, [`${name}[day]`]: day }
}

describe('the load', () => {
  test('shows what waits for the own department, overdue first, and by person', async () => {
    const late = await site.world.caseIn('submitted')
    const fresh = await site.world.caseIn('underAssessment')
    await fresh.do('assessor', 'claim')
    const culture = await site.world.draft()
    await culture.walk([
      ['applicant', 'submit'],
      ['intake', 'accept', { departments: ['culture'] }],
    ])
    site.world.at('2026-12-03')
    const { html, text } = await (await site.visitor('supervisor')).open(path.load)
    const order = [...html.matchAll(/href="\/cases\/(\d+)"/g)].map(([, id]) => Number(id))
    expect(order).toEqual([late.id, fresh.id])
    expect(text).toContain('2 working days over')
    expect(text).toMatch(/Not claimed 1 0 1/)
    expect(text).toMatch(/assessor assessor 1 0 0 present/)
    // what is overdue is the intake's; its figure leads to it, and the assessors have none of it
    const linked = /id="weeks-intake"[\s\S]*?<td[\s\S]*?href="([^"]+)">1</.exec(html)?.[1] ?? ''
    expect(plain(linked)).toBe(`${withQuery(path.load, { role: 'intake', by: '2026-12-03' })}#cases`)
    const only = await (await site.visitor('supervisor')).open(plain(linked).replace('#cases', ''))
    expect([...only.html.matchAll(/href="\/cases\/(\d+)"/g)].map(([, id]) => Number(id))).toEqual([late.id])
    expect(only.text).toContain('Only: intake · due by 3 Dec')
    expect(/weeks-assessor[\s\S]*?<\/table>/.exec(html)?.[0]).toMatch(/<td[^>]*>\s*0\s*<\/td>/)
    const other = await (await site.visitor('cultureSupervisor')).open(path.load)
    expect([...other.html.matchAll(/href="\/cases\/(\d+)"/g)].map(([, id]) => Number(id))).toEqual([culture.id])
    site.world.at('2026-11-24')
  })

  test('of a consultation shows its own day while it runs, and the case’s day in a later round', async () => {
    const one = await site.world.caseIn('underAssessment')
    await one.do('assessor', 'consult', { department: 'culture' })
    const line = new RegExp(`Select 2026-0*${one.id} (\\d+ Dec)`)
    const dayOf = async () => line.exec((await (await site.visitor('cultureSupervisor')).open(path.load)).text)?.[1]
    expect(await dayOf()).toBe('1 Dec')
    await one.do('cultureAssessor', 'report')
    expect(await dayOf()).toBeUndefined()
    await one.do('assessor', 'report')
    site.world.at('2026-12-03')
    await one.do('approver', 'returnToAssessment')
    expect((await one.row()).dueOn).toBe('2026-12-17')
    expect(await dayOf()).toBe('17 Dec')
    site.world.at('2026-11-24')
  })

  test('gives many to somebody, says of each what came of it, and twice the same does it once', async () => {
    const [one, two, done] = [
      await site.world.caseIn('submitted'),
      await site.world.caseIn('underAssessment'),
      await site.world.caseIn('notRecommended'),
    ]
    const rival = await site.world.draft()
    const supervisor = await site.visitor('supervisor')
    await supervisor.open(path.load)
    const wish = { 'cases[]': [one, two, done, rival].map(({ id }) => String(id)), to: idOf('bothHats') }
    // who assesses and decides accepts nothing: that is said before anything is done
    const warned = await supervisor.send(path.load, wish)
    expect(warned.text).toContain('Not assigned yet: 1 to check first')
    expect(warned.text).toContain('now “Submitted”; bothHats (assessor, approver) cannot act at this stage')
    expect([await holderOf(one), await holderOf(two)]).toEqual([undefined, undefined])
    const asked = { ...supervisor.fields, ...wish }
    const page = await supervisor.send(path.load, asked)
    expect(page.status).toBe(200)
    expect(page.text).toContain('2 assigned, 2 not')
    expect([await holderOf(one), await holderOf(two), await holderOf(done)]).toEqual([
      'bothHats',
      'bothHats',
      undefined,
    ])
    await supervisor.send(path.load, asked)
    const { rows } = await site.world.admin.query(
      "select count(*)::int as n from events where case_id = $1 and action = 'assign'",
      [one.id],
    )
    expect(rows).toEqual([{ n: 1 }])
  })

  test('says of whom a case is to go to that they have declared an interest in it', async () => {
    const one = await site.world.caseIn('submitted')
    await one.do('intake', 'declareInterest')
    const supervisor = await site.visitor('supervisor')
    await supervisor.open(path.load)
    const warned = await supervisor.send(path.load, { 'cases[]': [String(one.id)], to: idOf('intake') })
    expect(warned.text).toContain('has declared an interest and cannot act: this case will not be assigned to them')
    const insisted = await supervisor.send(path.load, {
      ...supervisor.fields,
      ...{ 'cases[]': [String(one.id)], to: idOf('intake') },
    })
    expect(insisted.text).toContain('has declared an interest in the case and cannot work on it')
    expect(await holderOf(one)).toBeUndefined()
    const form = await supervisor.open(actionAddress(one.id, 'assign'))
    expect(form.text).toMatch(/\(declared an interest, [^)]+\)/)
    const sent = await supervisor.send(actionAddress(one.id, 'assign'), { to: idOf('intake') })
    expect([sent.status, await holderOf(one)]).toEqual([422, undefined])
  })

  test('proposes who takes what nobody holds: those who are there and may act, and then says of each to whom', async () => {
    const one = await site.world.caseIn('submitted')
    const supervisor = await site.visitor('supervisor')
    const before = await supervisor.open(path.load)
    expect(before.text).toContain('The next two weeks')
    expect(before.text).toContain('the record is too short to estimate the error')
    const proposed = await supervisor.send(path.load, { ...supervisor.fields, _balance: '1' })
    const row = new RegExp(`name="plan\\[c${one.id}\\]"[\\s\\S]*?</select>`).exec(proposed.html)?.[0] ?? ''
    const chosen = Number(/value="(\d+)" selected/.exec(row)?.[1])
    const { rows } = await site.world.admin.query<{ name: string; roles: string[] }>(
      'select name, roles from people where id = $1',
      [chosen],
    )
    expect(rows[0]?.roles).toContain('intake')
    expect(await holderOf(one)).toBeUndefined()
    const done = await supervisor.send(path.load, { ...supervisor.fields, [`plan[c${one.id}]`]: String(chosen) })
    expect(done.text).toContain(`assigned to ${rows[0]?.name}`)
    expect(await holderOf(one)).toBe(rows[0]?.name)
  })

  test('asks for cases and for somebody, and gives nothing to another department', async () => {
    const one = await site.world.caseIn('submitted')
    const supervisor = await site.visitor('supervisor')
    await supervisor.open(path.load)
    const none = await supervisor.send(path.load, { to: idOf('bothHats') })
    expect([none.status, none.text.includes('Select the cases to assign first')]).toEqual([422, true])
    const nobody = await supervisor.send(path.load, { 'cases[]': String(one.id) })
    expect([nobody.status, nobody.text.includes('Choose an assignee')]).toEqual([422, true])
    expect(nobody.html).toMatch(new RegExp(`value="${one.id}" checked`))
    const outside = await supervisor.send(path.load, { 'cases[]': String(one.id), to: idOf('cultureAssessor') })
    expect(outside.text).toContain('There is no such person in your department')
    expect(await holderOf(one)).toBeUndefined()
    expect((await (await site.visitor('assessor')).open(path.load)).status).toBe(403)
  })
})

describe('absences', () => {
  test('a person records their own, keeps what was typed when it is wrong, and is back early', async () => {
    const assessor = await site.visitor('assessor')
    const first = await assessor.open(path.absences)
    expect(first.html).not.toContain('name="person"')
    const wrong = await assessor.send(path.absences, {
      ...date('from', '2026-12-02'),
      ...date('to', '2026-11-30'),
      deputy: idOf('colleague'),
    })
    expect([wrong.status, wrong.text.includes('The last day is before the first')]).toEqual([422, true])
    expect(wrong.html).toMatch(new RegExp(`value="${idOf('colleague')}" selected`))
    const done = await assessor.send(path.absences, {
      ...date('from', '2026-11-24'),
      ...date('to', '2026-12-11'),
      deputy: idOf('colleague'),
      person: idOf('supervisor'),
    })
    expect(done.headers.get('location')).toBe(withQuery(path.absences, { done: 'record' }))
    const supervisor = await site.visitor('supervisor')
    expect((await supervisor.open(path.load)).text).toContain('away until 11 Dec; colleague stands in')
    const page = await supervisor.open(path.absences)
    expect(page.text).toContain('assessor colleague stands in Away today')
    const end = /action="(\/absences\/\d+\/end)"/.exec(page.html)?.[1] ?? ''
    await assessor.open(path.absences)
    expect((await assessor.send(end)).status).toBe(303)
    expect((await supervisor.open(path.absences)).text).toContain('Nobody is away today')
  })
})

describe('an outage', () => {
  test('is recorded by the system administrator alone, told on every page, and shown in numbers', async () => {
    const admin = await site.visitor('systemAdmin')
    expect((await admin.open('/')).html).toContain(`href="${path.outages}"`)
    await admin.open(path.outages)
    const wrong = await admin.send(path.outages, {
      ...date('from', '2026-11-24'),
      ...date('to', '2026-11-25'),
      zh: '维护',
    })
    expect(wrong.status).toBe(422)
    const done = await admin.send(path.outages, {
      ...date('from', '2026-11-24'),
      ...date('to', '2026-11-25'),
      zh: '数据库维护',
      en: 'Work on the database.',
    })
    expect(done.headers.get('location')).toBe(withQuery(path.outages, { done: 'record' }))
    const told = '24 Nov to 25 Nov: Work on the database. Affected time limits are extended automatically.'
    for (const visitor of [await site.visitor(), await site.visitor('applicant'), await site.visitor('intake')])
      expect(plain((await visitor.open('/')).html)).toContain(told)
    const page = await admin.open(withQuery(path.outages, { done: 'record' }))
    expect(page.text).toContain('Work on the database. Running')
    expect(page.text).toMatch(/Time limits extended 0 Lapsed during it 0/)
    expect((await (await site.visitor('supervisor')).open(path.outages)).status).toBe(403)
  })
})
