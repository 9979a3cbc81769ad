/** Where work comes from: what is read of headers, and that it is followed. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { carried, follow, readRequestId, readTraceparent, trailFields } from '../../src/base/trail.js'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const PARENT = '00f067aa0ba902b7'

test.each([
  [`00-${TRACE}-${PARENT}-01`, `00-${TRACE}-${PARENT}-01`],
  [`00-${TRACE}-${PARENT}-00`, `00-${TRACE}-${PARENT}-00`],
  [`00-${TRACE}-${PARENT}-ff`, `00-${TRACE}-${PARENT}-03`], // reserved flags are not handed on
  [`cc-${TRACE}-${PARENT}-01-what-comes-later`, `00-${TRACE}-${PARENT}-01`],
  [`cc-${TRACE}-${PARENT}-01`, `00-${TRACE}-${PARENT}-01`],
])('a trace is taken: %s', (given, read) => {
  expect(readTraceparent(given)).toBe(read)
})

test.each([
  undefined,
  '',
  `00-${TRACE}-${PARENT}-01-more`, // version 00 ends here
  `ff-${TRACE}-${PARENT}-01`,
  `00-${'0'.repeat(32)}-${PARENT}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${PARENT}-01`,
  `00-${TRACE}-${PARENT}-1`,
  `00-${TRACE}-${PARENT}`,
  `0-${TRACE}-${PARENT}-01`,
  `cc-${TRACE}-${PARENT}-01.more`,
  ` 00-${TRACE}-${PARENT}-01`,
  `00-${TRACE}-${PARENT}-01, 00-${TRACE}-${PARENT}-01`, // two of them
  [`00-${TRACE}-${PARENT}-01`],
])('and is ignored when it is none: %s', (given) => {
  expect(readTraceparent(given)).toBeUndefined()
})

test('an id of a request is what proxies write: no text, not too short, not too long', () => {
  for (const id of [
    'd8f8c1a0-6f0e-4a49-9d2a-0d2f6f3f9a11',
    '0af7651916cd43dd8448eb211c80319c',
    '01J9ZQ4T8B2YV5N6M7K8P9QRST',
  ])
    expect(readRequestId(id)).toBe(id)
  for (const strange of [
    undefined,
    '',
    'short',
    'x'.repeat(65),
    'two words',
    'line\nbreak',
    'a, b-0123456789',
    '王小明王小明王小明',
  ])
    expect(readRequestId(strange)).toBeUndefined()
})

test('two pieces of work at once keep their own trail, through every pause', async () => {
  const seen = async (requestId: string) => {
    await sleep(5)
    const after = trailFields()
    await Promise.all([sleep(1), Promise.resolve()])
    return [after, carried(), requestId]
  }
  const ids = Array.from({ length: 20 }, (_, at) => `request-${at}`)
  const found = await Promise.all(
    ids.map((requestId) => follow({ requestId, traceparent: `00-${TRACE}-${PARENT}-01` }, () => seen(requestId))),
  )
  for (const [fields, job, requestId] of found) {
    expect(fields).toEqual({ requestId, traceId: TRACE })
    expect(job).toEqual({ requestId, traceparent: `00-${TRACE}-${PARENT}-01` })
  }
  expect(carried()).toEqual({})
})
