/** Telephone numbers: what is one is taken as people write it, what has a digit too few or too many is not. */
import { describe, expect, test } from '@jest/globals'
import * as ask from '../../src/forms/engine/field.js'
import { parseForm } from '../../src/forms/engine/parse.js'

const FORM = ask.form({ phone: ask.phone('电话', 'Telephone') })
const codesOf = (phone: string) => parseForm(FORM, { phone }).problems.map(({ code }) => code)

describe('a telephone number', () => {
  test.each([
    '13800000000',
    '138 0000 0000',
    '+86 138-0000-0000',
    '8613800000000',
    '021-12345678',
    '(021) 1234 5678',
    '+86 21 1234 5678',
    '010 12345678-802',
    '021 6234 5678 转 801',
    '021 6234 5678转801',
    '138.1234.5678',
    '0571 1234567',
    '400 820 8820',
    '+44 20 7946 0958',
    '+1 (212) 555-0100',
  ])('%s is one', (phone) => expect(codesOf(phone)).toEqual([]))

  test.each([
    '1380013800',
    '138..1234.5678',
    '021 6234 5678 转',
    '139000012345678',
    '12800000000',
    '12345678',
    '021-123456',
    '+86 12345',
    '+12345',
    'none',
  ])('%s is none', (phone) => expect(codesOf(phone)).toEqual(['notPhone']))
})
