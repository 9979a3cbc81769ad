/** The clock of a system that is being tried out is put ahead, and only there. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { clockOf } from '../../src/core.module.js'
import { aheadFile, SystemClock } from '../../src/base/clock.js'
import { type Config, examineConfig } from '../../src/config.js'
import { putAhead } from '../../tools/clock.js'

const DAY = 86_400_000 // ms
const dataDir = mkdtempSync(join(tmpdir(), 'clock-'))
const configOf = (more: Partial<Config> = {}): Config => ({ ...examineConfig({}).config, dataDir, ...more })
const aheadOf = (config: Config) =>
  // what the machine says is what the clock is compared with
  Math.round((clockOf({ config, clock: undefined }).now().getTime() - new SystemClock().now().getTime()) / 1000) * 1000

afterEach(() => rmSync(aheadFile(dataDir), { force: true }))

test('step by step, and every process of the system goes by it', () => {
  expect(aheadOf(configOf())).toBe(0)
  expect(putAhead(configOf(), '+5d')).toBe(5 * DAY)
  expect(putAhead(configOf(), '+3h')).toBe(5 * DAY + DAY / 8)
  expect(putAhead(configOf())).toBe(5 * DAY + DAY / 8)
  expect(aheadOf(configOf())).toBe(5 * DAY + DAY / 8)
})

test.each(['5d', '-5d', '+0d', '+5', '+5w', '+99999d', ''])('%p is no step', (step) => {
  expect(() => putAhead(configOf(), step)).toThrow()
  expect(putAhead(configOf())).toBe(0)
})

test('production has the machine’s clock, whatever stands in the folder', () => {
  expect(() => putAhead(configOf({ production: true }), '+5d')).toThrow('The clock of production cannot be moved.')
  writeFileSync(aheadFile(dataDir), String(5 * DAY))
  expect(aheadOf(configOf({ production: true }))).toBe(0)
})

test('where the clock stands it is not moved', () => {
  expect(() => putAhead(configOf({ clockAt: '2026-12-01T01:00:00Z' }), '+5d')).toThrow('CLOCK_AT is set')
})
