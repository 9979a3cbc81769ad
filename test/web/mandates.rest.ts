/** Mandates over HTTP: given, asked for, confirmed, ended; an application begun for an employer; what both firms and officers read. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { Firms } from '../../src/people/firm.service.js'
import { Keys } from '../../src/people/key.service.js'
import { FirmNotifier } from '../../src/worker/firmNotifier.js'
import { Served } from './served.js'

let site: Served
beforeAll(async () => {
  site = await Served.open()
})
afterAll(() => site.close())

const firmOf = (name: 'firmAdmin' | 'rivalAdmin') =>
  site.world.app.get(Firms).get(site.world.person(name), site.world.person(name).firmId ?? 0)

/** As an English page calls it. */
const named = ({ nameZh, nameEn }: { readonly nameZh: string; readonly nameEn?: string | null | undefined }) =>
  nameEn ?? nameZh

test('an agent asks, the employer agrees, the agent files for it, the employer ends it', async () => {
  const [employer, agent] = [await firmOf('firmAdmin'), await firmOf('rivalAdmin')]
  const [theirs, ours] = [await site.visitor('firmAdmin'), await site.visitor('rivalAdmin')]
  await ours.open(path.mandates)
  const wish = { side: 'agent', creditCode: employer.creditCode, 'acts[]': 'submit', untilOn: '2027-03-31' }
  const wrong = await ours.send(path.mandates, { ...wish, creditCode: '91310000000000000X' })
  expect([wrong.status, wrong.text.includes('No confirmed firm is registered')]).toEqual([422, true])
  expect((await ours.send(path.mandates, wish)).headers.get('location')).toBe(`${path.mandates}?done=asked`)
  const asked = await ours.open(path.mandates)
  expect(asked.text).toContain('Waiting for the employer')
  expect(asked.html).not.toContain('/confirm')
  expect((await ours.open(path.newCase)).html).not.toContain('name="mandate"')

  // the home of the employer's administrators says that it waits, of nobody else
  const home = await theirs.open(path.cases)
  expect(home.text).toContain(`${named(agent)} asks to file applications for your firm until 31 March 2027`)
  expect(home.html).toMatch(/\/firm\/mandates\/\d+\/confirm/)
  expect((await ours.open(path.cases)).html).not.toContain('/confirm')

  const waiting = await theirs.open(path.mandates)
  const [confirm = ''] = /\/firm\/mandates\/\d+\/confirm/.exec(waiting.html) ?? []
  const id = Number(/\d+/.exec(confirm)?.[0])
  const colleague = await site.visitor('applicant')
  expect((await colleague.open(path.mandates)).html).not.toContain('/confirm')
  expect((await colleague.open(path.cases)).html).not.toContain('/confirm')
  expect((await colleague.send(path.confirmMandate(id))).status).toBe(403)
  const request = await theirs.open(confirm)
  expect(request.text).toContain('Scope requested by the agent')
  expect((await ours.open(confirm)).status).toBe(404)
  await theirs.open(confirm)
  const wider = await theirs.send(confirm, { untilOn: '2027-04-01' })
  expect([wider.status, wider.text.includes('The date cannot be later than the agent asked for')]).toEqual([422, true])
  const limits = { 'acts[]': 'submit', untilOn: '2027-03-31', mostCases: '1' }
  expect((await theirs.send(confirm, limits)).headers.get('location')).toBe(`${path.mandates}?done=given`)
  expect((await theirs.open(path.cases)).html).not.toContain('/confirm')
  expect((await theirs.open(path.mandates)).text).toContain('1 application')
  expect((await theirs.open(path.firm)).text).toContain(`Other firm: ${named(agent)}`)

  const start = await ours.open(path.newCase)
  expect(start.text).toContain(`${named(employer)} (mandate ${id}, until 31 March 2027)`)
  const begun = await ours.send(path.cases, { mandate: String(id) })
  const place = begun.headers.get('location') ?? ''
  expect((await ours.open(place)).text).toContain(`${named(agent)} files this application for ${named(employer)}`)
  expect((await ours.open(path.cases)).text).toContain(`For ${named(employer)}`)
  expect((await theirs.open(path.cases)).text).toContain(`By ${named(agent)}`)
  // an application of its own besides: the list can be narrowed to one employer
  await ours.open(path.newCase)
  const own = (await ours.send(path.cases)).headers.get('location') ?? ''
  const narrowed = await ours.open(withQuery(path.cases, { tab: 'all', employer: employer.id }))
  expect(narrowed.text).toContain(`Employer ${named(employer)}`)
  expect([narrowed.html.includes(`${place}"`), narrowed.html.includes(`${own}"`)]).toEqual([true, false])
  await ours.open(path.newCase)
  const second = await ours.send(path.cases, { mandate: String(id) })
  expect([second.status, second.text.includes('The mandate covers 1 new application')]).toEqual([409, true])
  const caseId = Number(/\d+$/.exec(place)?.[0])
  const asJson = await fetch(`${site.origin}${apiPath.case(caseId)}`, { headers: { cookie: theirs.cookieHeader } })
  expect(await asJson.json()).toMatchObject({
    agentName: agent.nameZh,
    agentNameEn: agent.nameEn ?? null,
    firmName: employer.nameZh,
    mandate: { id, agentName: agent.nameZh, acts: ['submit'], untilOn: '2027-03-31', inForce: true },
  })
  const officer = await site.visitor('intake')
  expect((await officer.open(path.firmToConfirm(employer.id))).text).toContain(`${named(agent)} (mandate ${id},`)

  await theirs.open(path.mandates)
  const ended = await theirs.send(path.endMandate(id), { endReason: 'We go on ourselves.' })
  expect(ended.headers.get('location')).toBe(`${path.mandates}?done=ended`)
  expect((await ours.open(place)).status).toBe(404)
  expect((await ours.open(path.mandates)).text).toContain('We go on ourselves.')
  expect((await theirs.open(place)).text).toContain('under a mandate that has ended')
  expect((await ours.send(path.cases, { mandate: String(id) })).status).toBe(404)
})

test('a mandate is nobody else’s to see or to end, and waits for a proof', async () => {
  const agent = await firmOf('rivalAdmin')
  const theirs = await site.visitor('firmAdmin')
  const given = { side: 'employer', creditCode: agent.creditCode, untilOn: '2027-03-31' }
  await theirs.open(path.mandates)
  expect((await theirs.send(path.mandates, given)).headers.get('location')).toBe(`${path.mandates}?done=given`)
  const stranger = await site.visitor('newcomer')
  expect((await stranger.open(path.mandates)).text).not.toContain(named(agent))
  const [, id = ''] = /\/firm\/mandates\/(\d+)\/end/.exec((await theirs.open(path.mandates)).html) ?? []
  // its own page has no form for mandates before it is confirmed: the token comes from another one
  await stranger.open(path.firm)
  expect((await stranger.send(path.endMandate(Number(id)))).status).toBe(404)
  await stranger.open(path.firm)
  expect((await stranger.send(path.mandates, given)).status).toBe(409)
})

test('by a program an agent asks and either side ends; to agree takes the person’s own session', async () => {
  const employer = await firmOf('firmAdmin')
  await site.world.letAllSpeak()
  const keyOf = async (name: 'firmAdmin' | 'rivalAdmin' | 'applicant') => {
    const wish = { name: 'test', scopes: ['read', 'write'], days: 1 } as const
    return (await site.world.app.get(Keys).create(site.world.person(name), wish)).secret
  }
  const call = async (key: string, url: string, body?: object) => {
    const headers = { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) }
    const method = body ? 'POST' : 'GET'
    const answer = await fetch(`${site.origin}${url}`, { method, headers, body: body && JSON.stringify(body) })
    return { status: answer.status, said: (await answer.json()) as Record<string, unknown> }
  }
  const [ours, theirs, colleagues] = [await keyOf('rivalAdmin'), await keyOf('firmAdmin'), await keyOf('applicant')]
  const { said } = await call(theirs, apiPath.mandates)
  for (const { id, state } of said.mandates as { id: number; state: string }[])
    if (state !== 'over') expect((await call(theirs, apiPath.endMandate(id), {})).status).toBe(200)
  const wish = { side: 'agent', creditCode: employer.creditCode, acts: ['submit'], untilOn: '2027-03-31' }
  expect((await call(colleagues, apiPath.mandates, wish)).status).toBe(403)
  expect((await call(ours, apiPath.mandates, { ...wish, untilOn: 'x' })).status).toBe(422)
  expect((await call(theirs, apiPath.mandates, { ...wish, side: 'employer' })).status).toBe(403)
  const asked = await call(ours, apiPath.mandates, wish)
  expect(asked).toMatchObject({ status: 201, said: { state: 'waiting', acts: ['submit'], mostCases: null } })
  const id = Number(asked.said.id)
  expect((await call(colleagues, apiPath.mandates)).said).toMatchObject({
    mandates: expect.arrayContaining([expect.objectContaining({ id, state: 'waiting' })]),
  })
  expect(JSON.stringify(await call(theirs, apiPath.confirmMandate(id), {}))).toContain('not with a key')
  const visitor = await site.visitor('firmAdmin')
  await visitor.open(path.keys)
  const confirmed = await fetch(`${site.origin}${apiPath.confirmMandate(id)}`, {
    method: 'POST',
    headers: {
      cookie: visitor.cookieHeader,
      'content-type': 'application/json',
      'x-csrf-token': String(visitor.fields._csrf),
      origin: site.origin,
    },
    body: JSON.stringify({ untilOn: '2027-02-28', mostCases: 3 }),
  })
  expect([confirmed.status, await confirmed.json()]).toEqual([
    200,
    expect.objectContaining({ id, state: 'inForce', acts: ['submit'], untilOn: '2027-02-28', mostCases: 3 }),
  ])
  const ended = await call(theirs, apiPath.endMandate(id), { endReason: 'Enough.' })
  expect(ended.said).toMatchObject({ id, state: 'over', endReason: 'Enough.' })
  expect((await call(ours, apiPath.endMandate(id), {})).status).toBe(404)
})

test('whose role in the firm changes is told, and the firm reads it', async () => {
  const admin = await site.visitor('firmAdmin')
  const page = await admin.open(path.firm)
  const { id, name } = site.world.person('applicant')
  expect(page.html).toContain(`action="${path.firmPersonRole(id ?? 0)}"`)
  await admin.send(path.firmPersonRole(id ?? 0), { role: 'viewer' })
  await site.world.notify()
  await (await site.world.worker()).get(FirmNotifier).notify()
  const visitor = await site.visitor('applicant')
  expect((await visitor.open(path.messages)).text).toContain('Your role in your firm has changed')
  expect((await admin.open(path.messages)).text).not.toContain('Your role in your firm has changed')
  const firm = await admin.open(path.firm)
  expect(firm.text).toContain(`${name}: viewer`)
  await admin.send(path.firmPersonRole(id ?? 0), { role: 'applicant' })
})
