/** What the forms of several actions and entries ask alike. */
import type { z } from 'zod'
import * as ask from './field.js'
import { PLACES } from './places.js'

export const nothing = ask.form({})

/** A place in a case: a section, a question (`talent.passport.number`) or a kind of document (`contract`). */
export const place = ask.pick('哪一项', 'Which item', PLACES)

export const correctionItem = {
  on: place,
  page: ask.whole('第几页', 'Page', { min: 1, max: 9999, width: 4 }).optional(),
  field: ask.text('页上何处', 'Where on the page', { width: 20 }).optional(),
  what: ask.longText('要补正什么', 'What has to be corrected', {
    hint: { zh: '写清缺什么、错在哪、要怎么改。', en: 'What is missing or wrong, and what would be right.' },
  }),
}

export const correctionItems = <Item extends z.ZodRawShape>(item: Item) =>
  ask.rows('补正事项', 'Corrections', ask.group('', '', item), {
    max: 100,
    row: { zh: '第{n}项', en: 'item {n}' },
    add: { zh: '再加一项', en: 'Add another item' },
    hint: {
      zh: '一次告知全部需要补正的内容（行政许可法第三十二条）。',
      en: 'Everything at once (Administrative Licensing Law, Article 32).',
    },
  })

export const explanation = ask.longText('说明', 'Explanation', {
  max: 4000,
  hint: { zh: '写明事实和依据，企业会看到。', en: 'Facts and grounds; the firm will read it.' },
})
export const why = ask.longText('原因', 'Reason')
