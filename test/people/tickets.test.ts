/** Tickets of sign-in: for one purpose and ten minutes, read by processes whose clocks are not quite the same; and codes that people type. */
import { describe, expect, test } from '@jest/globals'
import { StandingClock } from '../../src/base/clock.js'
import { PeopleKeys } from '../../src/people/peopleKeys.js'
import { inGroups, isTypedCode, newCode, newDigits, readLinkCode } from '../../src/people/secrets.js'
import { Tickets } from '../../src/people/tickets.js'

const issuer = new Date('2026-11-24T09:00:00+08:00')
const keys = PeopleKeys.of({ secret: '0123456789abcdef0123456789abcdef', secretEarlier: null })
const ticketsAt = (seconds: number) => new Tickets(new StandingClock(new Date(issuer.getTime() + seconds * 1000)), keys)
const ticket = ticketsAt(0).issue('code', { account: 'li' })

describe('a ticket', () => {
  test.each([
    ['by a process whose clock is a minute behind', -60, true],
    ['at once', 0, true],
    ['ten minutes later', 600, true],
    ['by a process whose clock is wrong by more', -61, false],
    ['after ten minutes', 601, false],
  ])('read %s', (_, seconds, holds) => {
    const read = ticketsAt(seconds).read<{ account: string }>('code', ticket)
    expect(read?.account).toBe(holds ? 'li' : undefined)
  })

  test('opens nothing else, nor when it was changed', () => {
    expect(ticketsAt(0).read('reset', ticket)).toBeUndefined()
    expect(ticketsAt(0).read('code', `${ticket.slice(0, -2)}AA`)).toBeUndefined()
  })
})

describe('a code', () => {
  test('that is mailed has eight digits', () => {
    expect(newDigits()).toMatch(/^\d{8}$/)
  })

  test.each([
    ['12345678', true],
    ['1234-5678', true],
    ['1234567', false],
    ['123456789', false],
    ['1234567x', false],
    [newCode(), true],
    [inGroups(newCode()).toLowerCase(), true],
    ['', false],
  ])('%s may be typed: %s', (code, may) => {
    expect(isTypedCode(code)).toBe(may)
  })

  test('is read from a whole link, whatever was copied around it', () => {
    const code = newCode()
    expect(readLinkCode(` https://haijian.example/join#${inGroups(code)} `)).toBe(code)
    expect(readLinkCode(' https://haijian.example/join#older_Secret \n')).toBe('older_Secret')
  })
})
