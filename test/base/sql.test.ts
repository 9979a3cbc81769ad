/** Statements with named parameters: numbered by the tag, safe against values, the same for PostgreSQL. */
import { describe, expect, test } from '@jest/globals'
import { figures, type Fragment, sql } from '../../src/base/sql.js'

describe('a statement with named parameters', () => {
  test('numbers names in the order in which they first occur, and a name that occurs again is the same parameter', () => {
    const find = sql`select id from firms where name = ${'name'} and district = ${'district'} or old_name = ${'name'}`
    expect(find({ district: 'HP', name: '演示' })).toEqual([
      'select id from firms where name = $1 and district = $2 or old_name = $1',
      ['演示', 'HP'],
    ])
  })

  test('takes another one in, wherever it stands, with its names', () => {
    const mine = sql`(c.firm_id = ${'firm'}::int or ${'firm'}::int is null)`
    const one = sql`select 1 from cases c where c.id = ${'id'} and ${mine}`
    expect(one({ id: 7, firm: null })).toEqual([
      'select 1 from cases c where c.id = $1 and (c.firm_id = $2::int or $2::int is null)',
      [7, null],
    ])
    const counted = sql`select count(*) from (${one}) x where ${mine}${sql``} and x.id <> ${'id'}`
    expect(counted({ id: 7, firm: 3 })).toEqual([
      'select count(*) from (select 1 from cases c where c.id = $1 and (c.firm_id = $2::int or $2::int is null)) x ' +
        'where (c.firm_id = $2::int or $2::int is null) and x.id <> $1',
      [7, 3],
    ])
  })

  test('has the same text each time, so that it is prepared once, and takes no more than it names', () => {
    const one = sql`select ${'a'}::int`
    const more = { a: 1, b: 2 }
    expect(one(more)).toEqual(['select $1::int', [1]])
    expect(one({ a: 5 })[0]).toBe(one(more)[0])
  })

  test.each(['1; drop table cases --', "' or true", 'a b', '$1', '', '1'])('takes no text as SQL: %j', (text) => {
    // @ts-expect-error a name must be a literal
    expect(() => sql`select ${text}`).toThrow('not the name of a parameter')
  })

  test('the compiler asks for every value, and takes no other fragment than a tagged one', () => {
    const one = sql`select ${'a'}::int, ${sql`${'b'}::text`}`
    // @ts-expect-error b is missing
    expect(one({ a: 1 })).toEqual(['select $1::int, $2::text', [1, undefined]])
    // @ts-expect-error c is no parameter of it
    expect(one({ a: 1, b: 'x', c: 2 })[1]).toEqual([1, 'x'])
    const part: Fragment<'a' | 'b'> = one
    expect(part.names).toEqual(['a', 'b'])
    // @ts-expect-error neither a name nor a fragment
    expect(() => sql`select ${5}`).toThrow()
  })
})

test('figures are asked for at once, each with its own parameters', () => {
  const long = sql`select count(*) from cases where id in (${'a'}, ${'b'}, ${'c'}, ${'d'}, ${'e'}, ${'f'}, ${'g'}, ${'h'},
    ${'i'}, ${'j'}, ${'k'}) and id <> ${'a'}`
  const few = sql`select ${'a'}::int`
  const eleven = { a: 0, b: 1, c: 2, d: 3, e: 4, f: 5, g: 6, h: 7, i: 8, j: 9, k: 10 }
  const [text, values] = figures([few({ a: 7 }), long(eleven), few({ a: 8 })])
  expect(text.replace(/\s+/g, ' ')).toBe(
    'select (select $1::int) as n0, ' +
      '(select count(*) from cases where id in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) and id <> $2) as n1, ' +
      '(select $13::int) as n2',
  )
  expect(values).toEqual([7, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 8])
})

test('a figure is asked for only where a part of it is not full', () => {
  const few = sql`select ${'a'}::int`
  const [text, values] = figures([few({ a: 7 }), few({ a: 8 }), few({ a: 9 })], { whole: 1, parts: [0, 2], most: 5 })
  expect(text.replace(/\s+/g, ' ')).toBe(
    'select f.*, case when greatest(n0, n2) >= $4::int then $4::int else (select $2::int) end as n1 ' +
      'from (select (select $1::int) as n0, (select $3::int) as n2 offset 0) f',
  )
  expect(values).toEqual([7, 8, 9, 5])
})
