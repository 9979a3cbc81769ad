/**
 * Every control of every page that a person comes to, pressed in a real browser: links, buttons, boxes, lists that grow, forms with wrong and with right answers (crawl/crawler.ts). This run
 * presses what is on them. Each role says how many it pressed, and what it did not reach (crawl/unreached.ts gives the reasons).
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Crawl, ROLES } from './crawl/roles.js'
import { isReasoned } from './crawl/unreached.js'

let crawl: Crawl

beforeAll(async () => {
  crawl = await Crawl.open()
}, 900_000)

afterAll(() => crawl?.close())

test.each(ROLES)(
  '%s: something comes of whatever is pressed',
  async (who) => {
    const { faults, unreached, pages, pressed, found } = await crawl.crawl(who)
    process.stderr.write(
      `${who}: ${pages} pages, ${pressed} of ${found} controls pressed\n${unreached.map((line) => `  not reached: ${line}\n`).join('')}`,
    )
    expect(faults).toEqual([])
    expect(unreached.filter((line) => !isReasoned(line))).toEqual([])
  },
  7_200_000,
)
