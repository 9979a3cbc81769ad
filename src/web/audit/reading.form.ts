/** What an auditor's wish to read a case asks, and its refusal. */
import * as ask from '../../forms/engine/field.js'

export const ASK_READING = ask.form({
  reason: ask.longText('查看事由', 'Reason for viewing the content', {
    max: 1000,
    hint: {
      zh: '请写明事由和依据，供第二人决定，并记入案件历史。',
      en: 'Give the reason and the legal basis. The second person decides on this, and it is recorded.',
    },
  }),
})

export const REFUSE_READING = ask.form({
  why: ask.longText('不同意的理由', 'Reason for refusing', { max: 1000 }),
})
