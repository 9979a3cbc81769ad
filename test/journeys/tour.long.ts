/** Every page that tourOfKinds.long.ts does not open. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { path } from '../../src/base/path.js'
import { EVERY_TIME, isExpectedThen, openKeys, SENT_EVERY_TIME, sendEmpty, Tour } from './tour.js'

let tour: Tour

beforeAll(async () => {
  tour = await Tour.open()
}, 900_000)

afterAll(() => tour?.close())

test('the pages as they come', async () => {
  expect(await tour.lookAt(tour.leaveOut(tour.pages, EVERY_TIME))).toEqual([])
}, 7_200_000)

test('after a form was sent empty', async () => {
  const sent = await tour.lookAt(tour.leaveOut(tour.forms, SENT_EVERY_TIME), sendEmpty)
  expect(sent.filter((fault) => !isExpectedThen(fault))).toEqual([])
}, 3_600_000)

test('with the sheet of keys open', async () => {
  const desks = tour.pages.filter(({ route }) => route === path.queue)
  expect(await tour.lookAt(tour.leaveOut(desks, [['intake', path.queue]]), openKeys)).toEqual([])
}, 600_000)
