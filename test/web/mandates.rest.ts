/** Mandates over HTTP: given, asked for, confirmed, ended; an application begun for an employer; what both firms and officers read. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { apiPath, path } from '../../src/base/path.js'
import { Firms } from '../../src/people/firm.service.js'
import { Served } from './served.js'

let site: Served
beforeAll(async () => {
  site = await Served.open()
})
afterAll(() => site.close())

const firmOf = (name: 'firmAdmin' | 'rivalAdmin') =>
  site.world.app.get(Firms).get(site.world.person(name), site.world.person(name).firmId ?? 0)

test('an agent asks, the employer agrees, the agent files for it, the employer ends it', async () => {
  const [employer, agent] = [await firmOf('firmAdmin'), await firmOf('rivalAdmin')]
  const [theirs, ours] = [await site.visitor('firmAdmin'), await site.visitor('rivalAdmin')]
  await ours.open(path.mandates)
  const wish = { side: 'agent', creditCode: employer.creditCode, 'acts[]': 'submit', untilOn: '2027-03-31' }
  const wrong = await ours.send(path.mandates, { ...wish, creditCode: '91310000000000000X' })
  expect([wrong.status, wrong.text.includes('No confirmed firm is registered')]).toEqual([422, true])
  expect((await ours.send(path.mandates, wish)).headers.get('location')).toBe(`${path.mandates}?done=asked`)
  const asked = await ours.open(path.mandates)
  expect(asked.text).toContain('Waits for the employer')
  expect(asked.html).not.toContain('/confirm')
  expect((await ours.open(path.newCase)).html).not.toContain('name="mandate"')

  const waiting = await theirs.open(path.mandates)
  const [confirm = ''] = /\/firm\/mandates\/\d+\/confirm/.exec(waiting.html) ?? []
  const id = Number(/\d+/.exec(confirm)?.[0])
  const colleague = await site.visitor('applicant')
  expect((await colleague.open(path.mandates)).html).not.toContain('/confirm')
  expect((await colleague.send(path.confirmMandate(id))).status).toBe(403)
  expect((await theirs.send(confirm)).headers.get('location')).toBe(`${path.mandates}?done=given`)
  expect((await theirs.open(path.firm)).text).toContain(`With ${agent.nameZh}`)

  const start = await ours.open(path.newCase)
  expect(start.text).toContain(`${employer.nameZh} (mandate ${id}, until 31 March 2027)`)
  const begun = await ours.send(path.cases, { mandate: String(id) })
  const place = begun.headers.get('location') ?? ''
  expect((await ours.open(place)).text).toContain(`${agent.nameZh} files this application for ${employer.nameZh}`)
  expect((await ours.open(path.cases)).text).toContain(`${employer.nameZh}, by ${agent.nameZh}`)
  expect((await theirs.open(path.cases)).text).toContain(`${employer.nameZh}, by ${agent.nameZh}`)
  const caseId = Number(/\d+$/.exec(place)?.[0])
  const asJson = await fetch(`${site.origin}${apiPath.case(caseId)}`, { headers: { cookie: theirs.cookieHeader } })
  expect(await asJson.json()).toMatchObject({
    agentName: agent.nameZh,
    firmName: employer.nameZh,
    mandate: { id, agentName: agent.nameZh, acts: ['submit'], untilOn: '2027-03-31', inForce: true },
  })
  const officer = await site.visitor('intake')
  expect((await officer.open(path.firmToConfirm(employer.id))).text).toContain(`${agent.nameZh} (mandate ${id},`)

  await theirs.open(path.mandates)
  const ended = await theirs.send(path.endMandate(id), { endReason: 'We go on ourselves.' })
  expect(ended.headers.get('location')).toBe(`${path.mandates}?done=ended`)
  expect((await ours.open(place)).status).toBe(404)
  expect((await ours.open(path.mandates)).text).toContain('We go on ourselves.')
  expect((await theirs.open(place)).text).toContain('The mandate has ended')
  expect((await ours.send(path.cases, { mandate: String(id) })).status).toBe(404)
})

test('a mandate is nobody else’s to see or to end, and waits for a proof', async () => {
  const agent = await firmOf('rivalAdmin')
  const theirs = await site.visitor('firmAdmin')
  const given = { side: 'employer', creditCode: agent.creditCode, untilOn: '2027-03-31' }
  await theirs.open(path.mandates)
  expect((await theirs.send(path.mandates, given)).headers.get('location')).toBe(`${path.mandates}?done=given`)
  const stranger = await site.visitor('newcomer')
  expect((await stranger.open(path.mandates)).text).not.toContain(agent.nameZh)
  const [, id = ''] = /\/firm\/mandates\/(\d+)\/end/.exec((await theirs.open(path.mandates)).html) ?? []
  // its own page has no form for mandates before it is confirmed: the token comes from another one
  await stranger.open(path.firm)
  expect((await stranger.send(path.endMandate(Number(id)))).status).toBe(404)
  await stranger.open(path.firm)
  expect((await stranger.send(path.mandates, given)).status).toBe(409)
})
