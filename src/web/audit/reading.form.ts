/** What an auditor's wish to read a case asks, and its refusal. */
import * as ask from '../../forms/engine/field.js'

export const ASK_READING = ask.form({
  reason: ask.longText('为什么要看内容', 'Why the content is needed', {
    max: 1000,
    hint: {
      zh: '写明事由和依据，第二人据此决定，案件的历史里也会留下。',
      en: 'Say what it is about and on what ground: the second person decides by it, and it stays on record.',
    },
  }),
})

export const REFUSE_READING = ask.form({
  why: ask.longText('不同意的理由', 'Why not', { max: 1000 }),
})
