/** Every page is found by its links, and some of each kind are opened, each in another manner of reading. The others: tour.long.ts. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { path, withQuery } from '../../src/base/path.js'
import { EVERY_TIME, isExpectedThen, openKeys, SENT_EVERY_TIME, sendEmpty, Tour } from './tour.js'

let tour: Tour

beforeAll(async () => {
  tour = await Tour.open()
}, 900_000)

afterAll(() => tour?.close())

test('every route is reached by a link, and every link leads somewhere', () => {
  const { faults, missed, stops } = tour.found
  // the papers of these cases were never on the disk
  expect(faults.filter(({ screen }) => !/\/(files|papers)\/\d+$|\/packages\/\d+\/file$/.test(screen))).toEqual([])
  expect(missed.filter((path) => !NOT_LINKED.test(path))).toEqual([])
  expect(stops.length).toBeGreaterThan(100)
  expect(tour.forms.length).toBeGreaterThan(15)
})

/** New recovery codes are led to by what made them alone, files are not on the disk here, a candidate's own page comes after a code that was mailed, what links of the release before carry in the path leads on, nor does any to a candidate's link that was cut off, nobody has signed, sent a workbook or subscribed to events here, a correction's own address is where it goes on after a session had ended, a provider is a site of its own, and so is the demonstration's mailbox; a mandate that waits is looked at in the demonstration (tour.long.ts). */
const NOT_LINKED =
  /^\/account\/codes$|^\/(email|reset|join|talent)\/:token|:file|:paper|^\/sign-in\/provider|^\/talent(\/(pin|copy|(papers|letters|signatures)\/:id))?$|^\/host(\/:code\/code)?$|\/file$|\/csv$|^\/demo\/|\/correction$|\/mandates\/:id\/confirm$|^\/policy\/templates\/:id\/(case|sample)$|\/signatures\/:signature$|^\/(batches|webhooks|service-accounts)\/:id/

describe('what the browser finds', () => {
  test('on the pages as they come', async () => {
    expect(await tour.lookAt(tour.choose(EVERY_TIME))).toEqual([])
  }, 600_000)

  test('where nobody, or not everybody, finds a page', async () => {
    const errors = tour.found.stops.filter(({ status }) => status !== undefined)
    expect(errors.map(({ who, status }) => `${who} ${status}`)).toEqual([
      'visitor 404',
      'firmAdmin 404',
      'firmAdmin 403',
      'intake 404',
    ])
    expect(await tour.lookAt(errors)).toEqual([])
  }, 600_000)

  test('after a form was sent empty', async () => {
    const sent = await tour.lookAt(tour.choose(SENT_EVERY_TIME), sendEmpty)
    expect(sent.filter((fault) => !isExpectedThen(fault))).toEqual([])
  }, 600_000)

  test('sees what moves, what is told by colour alone, and what has no name or one in another language', async () => {
    const window = await tour.windowOf('intake', { language: 'zh', width: 1440, dark: true })
    const seen = await window.look({ address: withQuery(path.queue, { tab: 'all' }) }, undefined, async (page) => {
      await page.evaluate(`(() => {
        const one = (selector) => document.querySelector(selector)
        one('h1').style.transition = 'color 0.2s'
        one('main').animate([{ marginTop: 0 }, { marginTop: '1px' }], { duration: 60000, iterations: Infinity })
        one('.st strong').textContent = ''
        one('#find').parentElement.classList.add('govuk-form-group--error')
        one('.hj-out button').textContent = ''
        one('.hj-nav a').textContent = 'Queue'
      })()`)
    })
    expect(seen.filter((fault) => /^(moves: |is told|has no name|is not named)/.test(fault))).toEqual([
      'moves: h1.hj-h1',
      expect.stringMatching(/^moves: main#main/),
      expect.stringMatching(/^is told by colour alone: strong\./),
      expect.stringMatching(/^is told by colour alone: form\.hj-find/),
      expect.stringMatching(/^has no name: button\.hj-textbutton/),
      expect.stringMatching(/^is not named in zh: “Queue” a/),
    ])
  })

  test('with the sheet of keys open', async () => {
    expect(await tour.lookAt(tour.choose([['intake', path.queue]]), openKeys)).toEqual([])
  }, 600_000)
})
