/** All cases of one person over the years, over HTTP: what each reader sees, and that nothing tells of what they do not. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { path } from '../../src/base/path.js'
import type { Name } from '../cases/population.js'
import { ROUTES } from '../cases/routes.js'
import type { Case } from '../cases/world.js'
import { Served } from './served.js'

const LINE_TWO = 'M706891063KOR9607022F3103142<<<<<<<<<<<<<<<2'
const passport = (name: string) => ({
  number: 'M70689106',
  issuingState: 'KOR',
  expiresOn: '2031-03-14',
  mrz: [`P<KOR${name}`.padEnd(44, '<'), LINE_TWO],
})

let site: Served
/** The first firm's: withdrawn; with the renewed passport; with that passport and another name. Then the rival's. */
let first: Case
let renewed: Case
let renamed: Case
let rivals: Case
const numbers = new Map<number, string>()
const numberOf = ({ id }: Case) => numbers.get(id) ?? ''

const filed = async (by: Name, changes: object = {}) => {
  const one = await site.world.draft(by, 'streamer', changes)
  await one.walk(ROUTES.submitted, by)
  return one
}

beforeAll(async () => {
  site = await Served.open()
  first = await filed('applicant')
  await first.do('applicant', 'withdraw')
  renewed = await filed('applicant', { passport: passport('KIM<<MINJI') })
  await renewed.do('intake', 'accept', { departments: ['commerce', 'culture'] })
  renamed = await filed('applicant', {
    ...{ visualName: 'Lee Min-ji', systemName: 'LEE MINJI', passport: passport('LEE<<MINJI') },
  })
  rivals = await filed('rival')
  const { rows } = await site.world.admin.query<{ id: number; number: string }>('select id, number from cases')
  for (const { id, number } of rows) numbers.set(id, number)
})
afterAll(() => site.close())

/** The numbers of the cases that somebody is shown on the page of the person of a case. */
async function shown(who: Name, about: Case): Promise<Case[]> {
  const page = await (await site.visitor(who)).open(path.personCases(about.id))
  expect(page.status).toBe(200)
  return [first, renewed, renamed, rivals].filter((one) => page.html.includes(numberOf(one)))
}

test('a firm sees its own cases of the person, also those that only a third one connects', async () => {
  expect(await shown('applicant', first)).toEqual([first, renewed, renamed])
  expect(await shown('applicant', renamed)).toEqual([first, renewed, renamed])
  const page = await (await site.visitor('applicant')).open(path.personCases(first.id))
  expect(page.text).toContain('3 cases, first submitted on')
  expect(page.text).toContain('Linked through another case on this list')
  expect(page.text).not.toContain('上海')
})

test('another firm sees its own alone, and nothing that tells of others', async () => {
  expect(await shown('rival', rivals)).toEqual([rivals])
  const page = await (await site.visitor('rival')).open(path.personCases(rivals.id))
  expect(page.text).toContain('One case')
  expect((await (await site.visitor('rival')).open(path.personCases(first.id))).status).toBe(404)
})

test('the lead department sees those of every firm, with what agrees and the firm', async () => {
  expect(await shown('intake', renewed)).toEqual([first, renewed, renamed, rivals])
  const page = await (await site.visitor('intake')).open(path.personCases(first.id))
  expect(page.text).toContain('same name and birth date, same passport')
  expect(page.text).toContain('4 cases')
})

test('a department sees what it has a part in; a reviewer, a permit officer and administrators none before it is theirs', async () => {
  expect(await shown('cultureAssessor', renewed)).toEqual([renewed])
  for (const who of ['marketAssessor', 'permitOfficer', 'panel', 'policyEditor', 'systemAdmin', 'auditor'] as const)
    expect((await (await site.visitor(who)).open(path.personCases(renewed.id))).status).toBe(404)
})

test('the permit authority sees the case with its letter, and the letter', async () => {
  await renewed.do('cultureAssessor', 'report')
  await renewed.walk(ROUTES.letterIssued.slice(ROUTES.underAssessment.length))
  expect(await shown('permitOfficer', renewed)).toEqual([renewed])
  const page = await (await site.visitor('permitOfficer')).open(path.personCases(renewed.id))
  expect(page.text).toContain('valid until')
})

test('looking from an authority is in the case’s history', async () => {
  const { rows } = await site.world.admin.query(
    `select distinct o.account from events e join people o on o.id = e.actor_id
     where e.case_id = $1 and e.action = 'readCase' order by 1`,
    [renewed.id],
  )
  expect(rows.map(({ account }) => account)).toEqual(['cultureAssessor', 'intake', 'permitOfficer'])
})
