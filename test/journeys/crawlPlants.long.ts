/** What the crawler finds when it is there: pages are changed on their way to the browser, one defect each, and the crawler names it. Unchanged, the same pages have none. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { path } from '../../src/base/path.js'
import { actionAddress, sectionAddress } from '../../src/web/case/addresses.js'
import { Crawl } from './crawl/roles.js'

let crawl: Crawl

beforeAll(async () => {
  crawl = await Crawl.openBare()
}, 300_000)

afterAll(() => crawl?.close())

interface Plant {
  readonly who: string
  readonly page: () => Promise<string>
  /** What becomes of a page, or of the style sheet, on its way. */
  readonly edit: (text: string, method: string) => string
  /** What is pressed of the page. */
  readonly presses: RegExp
  readonly finds: RegExp
}

const insert = (html: string) => (text: string) => text.replace('</h1>', `</h1>${html}`)
const draft = async () => (await crawl.site.world.draft()).id

const PLANTS: Readonly<Record<string, Plant>> = {
  'a list that cannot grow': {
    who: 'firmAdmin',
    page: async () => sectionAddress(await draft(), 'channels'),
    edit: (text) => text.replaceAll('name="add" value="channels"', 'name="add" value="channels.7.nothing"'),
    presses: /^add /,
    finds: /add “.*: the list has 1 rows, and had 1/,
  },
  'a form that forgets what was typed': {
    who: 'intake',
    page: async () => actionAddress((await crawl.site.world.caseIn('submitted')).id, 'requestCorrection'),
    edit: (text, method) =>
      method === 'POST' ? text.replace(/(<textarea[^>]*name="remarks"[^>]*>)[^<]*/, '$1') : text,
    presses: /^send “Ask for correction/,
    finds: /the form forgets “.*” in remarks/,
  },
  'a form that forgets what was typed once it is left': {
    who: 'intake',
    page: async () => actionAddress((await crawl.site.world.caseIn('submitted')).id, 'requestCorrection'),
    edit: (text, method) => (method === 'GET' ? text.replace(/(<textarea[^>]*name="remarks"[^>]*>)[^<]*/, '$1') : text),
    presses: /^send “Ask for correction/,
    finds: /the form, left and opened again, forgets “.*” in remarks/,
  },
  'a link that scrolls out of sight': {
    who: 'intake',
    page: async () => path.absences,
    edit: insert(`<a id="planted" href="${path.queue}">Planted</a>`),
    presses: /Planted/,
    finds: /link “Planted” cannot be brought in sight/,
  },
  'a link to a place that is not there': {
    who: 'intake',
    page: async () => path.absences,
    edit: insert('<a href="#planted">Planted</a>'),
    presses: /Planted/,
    finds: /link “Planted”: the place that it leads to is not there/,
  },
  'a link that leads nowhere': {
    who: 'intake',
    page: async () => path.absences,
    edit: insert('<a href="/absences/planted/nothing">Planted</a>'),
    presses: /Planted/,
    finds: /link “Planted”: leads to 404/,
  },
  'a button that does nothing': {
    who: 'intake',
    page: async () => path.absences,
    edit: insert('<button type="button">Planted</button>'),
    presses: /Planted/,
    finds: /button “Planted”: nothing came of it/,
  },
  'an error that does not stand beside its field': {
    who: 'intake',
    page: async () => path.absences,
    edit: (text) => text.replace(/<p class="govuk-error-message"[\s\S]*?<\/p>/g, ''),
    presses: /^send “Record”/,
    finds: /the error “.*” does not stand beside its field/,
  },
  'a preview that differs': {
    who: 'approver',
    page: async () => actionAddress((await crawl.site.world.caseIn('awaitingDecision')).id, 'refuse'),
    edit: (text) => text.replace(/(<form[^>]*) data-paper/, '$1'),
    presses: /^send “Refuse/,
    finds: /the preview differs from what would be sent/,
  },
}

/** Comes at the end of a style sheet, for pages take no style of their own. */
const STYLE = '#planted { position: fixed; top: 200vh }'

/** Hands pages and style sheets over as `edit` makes them; files stay as they are. */
async function plant(page: Page, edit: Plant['edit']): Promise<void> {
  await page.route('**/*', async (route) => {
    const request = route.request()
    const isStyle = request.resourceType() === 'stylesheet'
    if (!isStyle && !['document', 'fetch'].includes(request.resourceType())) return route.continue()
    if (request.url().includes(path.live)) return route.continue()
    // a page that is left takes its requests with it
    const answer = await route.fetch({ maxRedirects: 0 }).catch(() => undefined)
    if (!answer) return route.abort().catch(() => undefined)
    const type = answer.headers()['content-type'] ?? ''
    if (isStyle) return route.fulfill({ response: answer, body: `${await answer.text()}${STYLE}` })
    if (!type.startsWith('text/html') || (answer.status() >= 300 && answer.status() < 400))
      return route.fulfill({ response: answer })
    await route.fulfill({ response: answer, body: edit(await answer.text(), request.method()) })
  })
}

async function faultsWith(name: string, edit: Plant['edit']): Promise<string[]> {
  const found = PLANTS[name]
  if (!found) throw new Error(`no plant is called ${name}`)
  const window = await crawl.windowOf(found.who, (page) => plant(page, edit))
  try {
    const measure = { most: 20, only: found.presses }
    return (await window.crawl([await found.page()], measure)).faults
  } finally {
    await window.close()
  }
}

test.each(Object.keys(PLANTS))(
  '%s is named',
  async (name) => {
    const { edit, finds } = PLANTS[name] as Plant // its own key
    expect(await faultsWith(name, edit)).toEqual(expect.arrayContaining([expect.stringMatching(finds)]))
  },
  900_000,
)

const FORMS = Object.keys(PLANTS).filter((name) => String(PLANTS[name]?.presses) !== '/Planted/')

test.each(FORMS)(
  '%s: the page as it is has none',
  async (name) => {
    expect(await faultsWith(name, (text) => text)).toEqual([])
  },
  900_000,
)
