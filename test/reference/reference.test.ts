/** Everything that has a date: what is in force on a day, by whom it was put there, and what the bodies of the authorities are called. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type pg from 'pg'
import { z } from 'zod'
import { NotFound } from '../../src/base/errors.js'
import { Authorities, jurisdictionOf, Specimen } from '../../src/reference/authorities.js'
import { pickInForce } from '../../src/reference/bodies.js'
import { Reference } from '../../src/reference/reference.service.js'
import { schemaOf } from '../../src/reference/registry.js'
import { REGISTRY } from '../../src/web/policy/kinds.js'
import { connect } from '../../tools/roles.js'
import { speak } from '../../tools/speaking.js'
import type { Name } from '../cases/population.js'
import { World } from '../cases/world.js'

let world: World
let reference: Reference
let app: pg.Client

beforeAll(async () => {
  world = await World.open()
  reference = world.app.get(Reference)
  app = await connect(world.db.appUrl)
})
afterAll(async () => {
  await app.end()
  await world.close()
})

const plain = z.unknown()
const days = z.object({ amount: z.number() })

/** A statement as the application's role, told of this person, and kept; or its SQLSTATE. */
async function as(who: Name, statement: string, values: unknown[] = []): Promise<number | string> {
  await app.query('begin')
  try {
    await speak(app, world.person(who).speaker)
    const { rowCount } = await app.query(statement, values)
    await app.query('commit')
    return rowCount ?? 0
  } catch (error) {
    await app.query('rollback')
    return error instanceof Error && 'code' in error ? String(error.code) : 'strange'
  }
}

const draft = (who: Name, drafter: Name, from: string, amount: number) =>
  as(
    who,
    `insert into reference (kind, key, effective_from, body, drafted_by) select kind, key, $1, jsonb_set(body, '{amount}', to_jsonb($2::int)), $3 from reference where kind = 'timeLimits' and key = 'decision' and drafted_by is null`,
    [from, amount, world.person(drafter).id],
  )
const approve = (who: Name, approver: Name, from: string) =>
  as(
    who,
    `update reference set approved_by = $1, approved_at = now() where kind = 'timeLimits' and key = 'decision' and effective_from = $2`,
    [world.person(approver).id, from],
  )
const decision = async (on: string): Promise<number> => (await reference.at('timeLimits', 'decision', on, days)).amount

describe('what is in force', () => {
  test('is the entry that took effect last, from its own day on', () => {
    const entry = (effectiveFrom: string, body: string) => ({ kind: 'k', key: 'a', effectiveFrom, body })
    const entries = [
      entry('2026-01-01', 'old'),
      entry('2026-07-01', 'new'),
      { ...entry('2026-07-01', 'other'), key: 'b' },
    ]
    const bodies = (on: string) => pickInForce(entries, on)
    expect(bodies('2025-12-31')).toEqual({})
    expect(bodies('2026-06-30')).toEqual({ k: { a: 'old' } })
    expect(bodies('2026-07-01')).toEqual({ k: { a: 'new', b: 'other' } })
    expect(pickInForce([...entries].reverse(), '2026-07-01')).toEqual({ k: { a: 'new', b: 'other' } })
  })

  test('by kind and key, and nothing is an error that says what and when', async () => {
    expect(await decision('2026-11-24')).toBe(2)
    await expect(reference.at('timeLimits', 'decision', '2024-09-01', plain)).rejects.toThrow(
      'nothing in force for timeLimits decision on 2024-09-01',
    )
    await expect(reference.at('timeLimits', 'constructor', '2026-11-24', plain)).rejects.toThrow('nothing in force')
    await expect(
      reference.at('timeLimits', 'decision', '2026-11-24', z.object({ amount: z.string() })),
    ).rejects.toThrow('timeLimits decision does not fit')
    expect((await reference.all('nothing', '2026-11-24', plain)).size).toBe(0)
  })

  test('two rounds of correction', async () => {
    expect((await reference.procedure('correction', '2026-11-24')).correctionRounds).toBe(2)
  })

  test('a year’s calendar is known from the day of its notice', async () => {
    const before = await reference.calendar('2025-11-03')
    expect(before.addWorkingDays('2025-12-30', 5)).toEqual({ on: '2026-01-07', provisional: true })
    const after = await reference.calendar('2025-11-04')
    expect(after.addWorkingDays('2025-12-30', 5)).toEqual({ on: '2026-01-07', provisional: false })
    expect(before.isWorkingDay('2026-02-14')).toBe(false)
    expect(after.isWorkingDay('2026-02-14')).toBe(true) // a Saturday that is worked
  })

  test('every entry that is shipped fits its kind', async () => {
    for (const kind of REGISTRY.list)
      for (const [key, body] of await reference.all(kind.name, '2026-11-24', z.unknown()))
        expect([kind.name, key, schemaOf(kind, key)?.safeParse(body).error?.message]).toEqual([
          kind.name,
          key,
          undefined,
        ])
  })
})

describe('four eyes', () => {
  test('only a policy editor drafts, and in his own name', async () => {
    for (const who of ['approver', 'supervisor', 'systemAdmin', 'securityAdmin', 'auditor', 'firmAdmin'] as const)
      expect(await draft(who, who, '2027-01-01', 9)).toBe('42501')
    expect(await draft('policyEditor', 'otherEditor', '2027-01-01', 9)).toBe('42501')
    expect(
      await as(
        'policyEditor',
        `insert into reference (kind, key, effective_from, body, drafted_by, approved_by, approved_at) values ('k', 'a', '2027-01-01', '1', $1, $1, now())`,
        [world.person('policyEditor').id],
      ),
    ).toBe('42501')
  })

  test('a draft is not in force; another editor puts it there, for its day and not before', async () => {
    expect(await draft('policyEditor', 'policyEditor', '2027-03-01', 3)).toBe(1)
    await reference.refresh()
    expect(await decision('2027-03-01')).toBe(2)
    expect(await approve('policyEditor', 'policyEditor', '2027-03-01')).toMatch(/^(23514|42501)$/)
    expect(await approve('approver', 'approver', '2027-03-01')).toBe(0)
    expect(await approve('otherEditor', 'policyEditor', '2027-03-01')).toBe('42501')
    expect(await approve('otherEditor', 'otherEditor', '2027-03-01')).toBe(1)
    await reference.refresh()
    expect([await decision('2027-02-28'), await decision('2027-03-01')]).toEqual([2, 3])
  })

  test('what is approved never changes again', async () => {
    const change = `update reference set body = jsonb_set(body, '{amount}', '99') where kind = 'timeLimits'`
    for (const who of ['policyEditor', 'otherEditor'] as const) expect(await as(who, change)).toBe(0)
    expect(await as('policyEditor', 'delete from reference')).toBe('42501')
    expect(await as('policyEditor', `update reference set approved_at = null where kind = 'timeLimits'`)).toBe(0)
    expect(await draft('policyEditor', 'policyEditor', '2027-03-01', 4)).toBe(1)
    expect(await approve('otherEditor', 'otherEditor', '2027-03-01')).toBe('23505') // there is one for that day
  })
})

describe('authorities', () => {
  test('the city’s departments and zones, the permit authority, and of each district four departments and a window', async () => {
    const all = [...(await world.app.get(Authorities).list('2026-11-24')).values()]
    const permit = all.filter(({ kind }) => kind === 'permit')
    expect([all.length, permit.length, new Set(permit.map(({ district }) => district)).size]).toEqual([90, 17, 17])
    const municipal = all.filter(({ code }) => !/^\d/.test(code)).map(({ code }) => code)
    expect(municipal.sort()).toEqual([
      ...['bonded-zone', 'hongqiao-zone', 'lingang-zone', 'sh-commerce', 'sh-culture', 'sh-cyberspace'],
      ...['sh-informatization', 'sh-market', 'sh-permit', 'sh-publicity'],
    ])
  })

  test('are called as the districts call them', async () => {
    const real = new Authorities(world.database, reference, new Specimen(false))
    const names = async (code: string) => {
      const { name, short } = await real.getByCode(code, '2026-11-24')
      return [name.zh, short.zh]
    }
    expect(await names('310117-commerce')).toEqual(['上海市松江区经济委员会', '松江区经委'])
    expect(await names('310112-commerce')).toEqual(['上海市闵行区经济委员会', '闵行区经委'])
    expect(await names('310114-commerce')).toEqual(['上海市嘉定区商务委员会', '嘉定区商务委'])
    expect(await names('310110-commerce')).toEqual(['上海市杨浦区商务委员会', '杨浦区商务委'])
    expect(await names('310115-culture')).toEqual(['上海市浦东新区文化体育和旅游局', '浦东新区文体旅游局'])
    const all = [...(await real.list('2026-11-24')).values()]
    expect(all.filter(({ short }) => short.zh.startsWith('浦东区'))).toEqual([])
  })

  test('outside production are called what they are: a demonstration’s', async () => {
    const authorities = world.app.get(Authorities)
    const lead = await authorities.getByCode('sh-commerce', '2026-11-24')
    expect(lead).toMatchObject({
      name: { zh: '演示上海市商务委员会', en: 'Demonstration Shanghai Municipal Commission of Commerce' },
      letterCode: '演示沪商荐',
    })
    expect(await authorities.get(lead.id, '2026-11-24')).toEqual(lead)
    const real = new Authorities(world.database, reference, new Specimen(false))
    expect(await real.getByCode('sh-commerce', '2026-11-24')).toMatchObject({
      name: { zh: '上海市商务委员会' },
      letterCode: '沪商荐',
    })
  })

  test('that do not exist, or not yet, are not found', async () => {
    const authorities = world.app.get(Authorities)
    await expect(authorities.getByCode('sh-nothing', '2026-11-24')).rejects.toBeInstanceOf(NotFound)
    await expect(authorities.get(999, '2026-11-24')).rejects.toBeInstanceOf(NotFound)
    await expect(authorities.getByCode('sh-commerce', '2024-09-01')).rejects.toBeInstanceOf(NotFound)
  })

  test('who has which part', async () => {
    expect(await world.app.get(Authorities).jurisdiction('2026-11-24', { district: '310105' })).toMatchObject({
      lead: 'sh-commerce',
      permit: 'sh-permit',
      review: 'sh-commerce',
      departments: {
        commerce: 'sh-commerce',
        culture: 'sh-culture',
        cyberspace: 'sh-cyberspace',
        market: 'sh-market',
        district: '310105-commerce',
        publicity: 'sh-publicity',
        informatization: 'sh-informatization',
      },
    })
  })

  test('a firm’s zone, as the firm writes it, adds the zone’s administration and changes nothing else', async () => {
    const of = (zone: string) => world.app.get(Authorities).jurisdiction('2026-11-24', { district: '310115', zone })
    const { departments, ...others } = await of('')
    expect(departments).not.toHaveProperty('zone')
    for (const [zone, code] of [
      ['上海虹桥国际中央商务区', 'hongqiao-zone'],
      ['hongqiao international CBD', 'hongqiao-zone'],
      ['临港新片区洋山特殊综合保税区', 'lingang-zone'],
      ['外高桥保税区', 'bonded-zone'],
    ] as const)
      expect(await of(zone)).toEqual({ ...others, departments: { ...departments, zone: code } })
    expect(await of('Zhangjiang')).toEqual({ ...others, departments })
  })

  test('a district or a zone may have authorities of its own; the first place that fits counts', () => {
    const general = {
      lead: 'sh-commerce',
      permit: 'sh-permit',
      review: 'sh-commerce',
      departments: { commerce: 'sh-commerce', district: '{district}-commerce' },
      source: { zh: '例', en: 'example' },
    }
    const own = { lead: null, permit: null, review: null, departments: {} }
    const places = [
      { ...own, districts: [], zones: ['hongqiao'], permit: '310105-permit' },
      {
        ...own,
        districts: ['310115'],
        zones: [],
        lead: '{district}-commerce',
        departments: { culture: '310115-culture' },
      },
      { ...own, districts: ['310105', '310115'], zones: [], permit: 'never' },
    ]
    const of = (district: string, zone?: string) => jurisdictionOf({ ...general, places }, { district, zone })
    expect(of('310101')).toEqual({
      lead: 'sh-commerce',
      permit: 'sh-permit',
      review: 'sh-commerce',
      departments: { commerce: 'sh-commerce', district: '310101-commerce' },
    })
    expect(of('310105', 'hongqiao')).toMatchObject({ lead: 'sh-commerce', permit: '310105-permit' })
    expect(of('310115')).toEqual({
      lead: '310115-commerce',
      permit: 'sh-permit',
      review: 'sh-commerce',
      departments: { commerce: 'sh-commerce', district: '310115-commerce', culture: '310115-culture' },
    })
    expect(of('310105')).toMatchObject({ permit: 'never' })
  })
})
