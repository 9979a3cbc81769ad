/** A handler of the API answers what it declares: the compiler refuses more, and rows lose what is not declared. */
import { expect, test } from '@jest/globals'
import { Controller, Get } from '@nestjs/common'
import { z } from 'zod'
import { list, moment, only } from '../../src/web/api/answer.js'
import { Does, operationsOf } from '../../src/web/api/operation.js'
import { For } from '../../src/web/http/access.js'

const PAPER = z.object({ id: z.int(), at: moment.nullable(), parts: list(z.object({ name: z.string() })) })
const declared = { summary: 'One paper', says: 'The paper', answer: PAPER }

@Controller('api/papers')
@For('signedIn')
class Papers {
  @Get(':id')
  @Does('getPaper', declared)
  get() {
    return only(PAPER, { id: 1, at: null, parts: [] })
  }

  // @ts-expect-error secret is not declared
  @Does('tellMore', declared)
  more() {
    return { ...this.get(), secret: 'x' }
  }

  // @ts-expect-error parts are declared, and missing
  @Does('tellLess', declared)
  less() {
    return Promise.resolve({ id: 1, at: null })
  }
}

@Controller('api/undeclared')
class Undeclared {
  @Get()
  get() {
    return {}
  }
}

test('the compiler refuses what is not declared; method, path, status and rule are read from the route', () => {
  expect(operationsOf(Papers)).toEqual([
    { name: 'getPaper', method: 'get', route: '/api/papers/{id}', status: 200, open: false, ...declared },
  ])
  expect(() => operationsOf(Undeclared)).toThrow('declares no operation')
})

test('of a row only the declared members are answered, at every depth, and moments as text', () => {
  const row = { id: 1, at: new Date(0), secret: 'x', parts: [{ name: 'a', secret: 'y' }] }
  expect(only(PAPER, row)).toEqual({ id: 1, at: '1970-01-01T00:00:00.000Z', parts: [{ name: 'a' }] })
})
