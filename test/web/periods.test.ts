/** How a period of a resume is read on the page of a case: with its end, or as going on. */
import { expect, test } from '@jest/globals'
import type { Language } from '../../src/base/text.js'
import { answerSections } from '../../src/web/case/case.view.js'

const saidOf = (language: Language, resume: readonly object[]): string =>
  JSON.stringify(answerSections({ talent: { resume } }, language))

test.each([
  ['zh', '2015年1月至2018年6月', '2018年7月至今'],
  ['en', 'January 2015 to June 2018', 'July 2018 to date'],
] as const)('in %s, one without an end goes on', (language, over, open) => {
  const said = saidOf(language, [
    { from: '2015-01', to: '2018-06', what: 'Study' },
    { from: '2018-07', what: 'Host' },
  ])
  expect(said).toContain(`"${over}"`)
  expect(said).toContain(`"${open}"`)
  expect(saidOf(language, [{ from: '2015-01', to: '2018-06', what: 'Study' }])).not.toContain(open.slice(-6))
})
