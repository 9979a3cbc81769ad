/** What the forms of several actions and entries ask alike. */
import type { z } from 'zod'
import * as ask from './engine/field.js'
import { PLACES } from './places.js'

export const nothing = ask.form({})

/** A place in a case: a section, a question (`talent.passport.number`) or a kind of document (`contract`). */
export const place = ask.pick('补正项目', 'Item', PLACES, { example: 'contract' })

/**
 * What an officer writes in Chinese, once more in English for the English half of the paper
 * (letters/occurrence.ts); where it is not given, that half says that the text is given in Chinese
 * only.
 */
export const inEnglish = (zh: string, en: string, max?: number) =>
  ask
    .longText(`${zh}（英文）`, `${en}, in English`, {
      ...(max !== undefined && { max }),
      hint: {
        zh: '不填的，文书的英文部分将注明此处仅有中文。',
        en: 'If empty, the English part of the letter says that this is in Chinese only.',
      },
    })
    .optional()

export const correctionItem = {
  on: place,
  page: ask.whole('页码', 'Page', { min: 1, max: 9999, width: 4 }).optional(),
  field: ask.text('页内位置', 'Place on the page', { width: 20 }).optional(),
  what: ask.longText('补正要求', 'Required correction', {
    hint: { zh: '写明缺少的内容、错误之处和修改要求。', en: 'What is missing or wrong, and how to correct it.' },
  }),
  whatEn: inEnglish('补正要求', 'Required correction'),
}

export const correctionItems = <Item extends z.ZodRawShape>(item: Item) =>
  ask.rows('补正事项', 'Corrections', ask.group('', '', item), {
    max: 100,
    row: { zh: '第{n}项', en: 'item {n}' },
    add: { zh: '再加一项', en: 'Add another item' },
    says: { noRows: { zh: '请至少填写一项补正内容。', en: 'Enter at least one item to correct.' } },
    hint: {
      zh: '一次告知全部需要补正的内容（行政许可法第三十二条）。',
      en: 'List everything at once (Administrative Licensing Law, Article 32).',
    },
  })

export const explanation = ask.longText('说明', 'Explanation', {
  max: 4000,
  hint: { zh: '写明事实和依据，企业可见。', en: 'State facts and grounds. Visible to the firm.' },
})
export const explanationEn = inEnglish('说明', 'Explanation', 4000)
/** What the employer has stated is heard (行政许可法 Arts 7, 36): the decision says what became of it. */
export const replyToFirm = ask
  .longText('对企业意见的答复', 'Reply to the firm’s response', {
    max: 4000,
    hint: {
      zh: '企业陈述了意见的，写明是否采纳和理由；写进决定书。',
      en: 'If the firm has responded: whether you accept its points, and why. Printed in the decision.',
    },
  })
  .optional()
export const replyToFirmEn = inEnglish('对企业意见的答复', 'Reply to the firm’s response', 4000)
const ONE_A_LINE = {
  zh: '一行一项，按评估意见预先填好，可以修改；留空则照评估意见写入。不写评估人姓名。',
  en:
    'One criterion per line, from the opinions. You can edit it. If empty, the opinions are used. Do not ' +
    'name assessors.',
}
/** What the assessors found, as the decision says it. */
export const assessed = ask.longText('逐项评估', 'Criterion by criterion', { max: 12_000, hint: ONE_A_LINE }).optional()
export const assessedEn = inEnglish('逐项评估', 'Criterion by criterion', 12_000)
export const why = ask.longText('原因', 'Reason')
