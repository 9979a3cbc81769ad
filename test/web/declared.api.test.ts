/** A handler of the API answers what it declares: the compiler refuses less, and what is not declared does not go out. */
import { expect, test } from '@jest/globals'
import { Controller, Get, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { z } from 'zod'
import { moment } from '../../src/web/api/answer.js'
import { Operation, operationsOf } from '../../src/web/api/operation.js'
import { For } from '../../src/web/http/access.js'
import { data } from '../../src/web/http/answers.js'

const PAPER = z.object({ id: z.int(), at: moment.nullable(), parts: z.array(z.object({ name: z.string() })) })
const declared = { summary: 'One paper', says: 'The paper', answer: PAPER }
const row = { id: 1, at: new Date(0), secret: 'x', parts: [{ name: 'a', secret: 'y' }] }

@Controller('api/papers')
@For('signedIn')
class Papers {
  @Get(':id')
  @Operation('getPaper', declared)
  get() {
    return Promise.resolve(row)
  }

  // @ts-expect-error parts are declared, and missing
  @Operation('tellLess', declared)
  less() {
    return Promise.resolve({ id: 1, at: null })
  }

  // @ts-expect-error an id is a number
  @Operation('tellOther', declared)
  other() {
    return { id: '1', at: null, parts: [] }
  }

  // @ts-expect-error what is declared to answer nothing answers nothing
  @Operation('tellNothing', { summary: 'Nothing', says: 'Nothing' })
  nothing() {
    return { id: 1 }
  }

  @Operation('tellMore', { ...declared, refusal: { status: 401, says: 'More is needed', answer: PAPER } })
  refuse() {
    return data({ need: 'more' }, 401)
  }
}

@Controller('api/undeclared')
class Undeclared {
  @Get()
  get() {
    return {}
  }
}

@Module({ controllers: [Papers] })
class Api {}

test('method, path, status and rule are read from the route, which declares an operation', () => {
  expect(operationsOf(Papers)).toEqual([
    { name: 'getPaper', method: 'get', route: '/api/papers/{id}', status: 200, open: false, ...declared },
  ])
  expect(() => operationsOf(Undeclared)).toThrow('declares no operation')
})

test('of a row only the declared members go out, at every depth, and moments as text', async () => {
  const app = await NestFactory.create<NestFastifyApplication>(Api, new FastifyAdapter(), { logger: false })
  await app.init()
  const { body } = await app.inject({ url: '/api/papers/1' })
  expect(JSON.parse(body)).toEqual({ id: 1, at: '1970-01-01T00:00:00.000Z', parts: [{ name: 'a' }] })
  await app.close()
})
