/** A mandate between two firms: who files for whom, what it covers and until when; and why it ends. */
import type { Bilingual } from '../base/text.js'
import * as choose from './choices.js'
import * as ask from './engine/field.js'

const acts = ask
  .choices('除填写外的委托事项', 'Permitted actions besides filling in', choose.MANDATE_ACT_CHOICES)
  .optional()
const lastDay = (empty: Bilingual) =>
  ask.date('委托截止日', 'Last day of the mandate', {
    example: 365,
    hint: {
      zh: `含当日。之后未办结的申请由用人单位办理。${empty.zh}`,
      en: `The mandate includes this day. After it, the employer takes over open applications. ${empty.en}`.trim(),
    },
  })
const mostCases = (empty: Bilingual) =>
  ask
    .whole('最多新建的申请数', 'Maximum number of applications', {
      ...{ min: 1, max: 10_000, width: 5 },
      hint: { zh: `一位人选一件。${empty.zh}`, en: `One for each candidate. ${empty.en}` },
    })
    .optional()
const AS_ASKED = { zh: '不填的，按代理的请求。', en: 'Leave empty to agree to what the agent asked for.' }

export const MANDATE = ask.form({
  side: ask.choice('贵单位是', 'Your firm is', choose.MANDATE_SIDES),
  creditCode: ask.code('对方的统一社会信用代码', 'Credit code of the other firm', {
    ...{ max: 30, example: '91310115MA1H0B2K4C' },
    hint: { zh: '对方须已在本系统登记并经确认。', en: 'The other firm has to be registered and confirmed here.' },
  }),
  acts,
  untilOn: lastDay({ zh: '', en: '' }),
  mostCases: mostCases({ zh: '不填的，不限件数。', en: 'Leave empty for no limit.' }),
  note: ask.longText('给对方的说明', 'Message to the other firm').optional(),
})

/** What the employer agrees to, no more than was asked for; what is left out, as it was asked. */
export const MANDATE_LIMITS = ask.form({
  acts,
  untilOn: lastDay(AS_ASKED).optional(),
  mostCases: mostCases(AS_ASKED),
})

export const MANDATE_END = ask.form({
  endReason: ask
    .longText('结束的原因', 'Reason for ending it', { hint: { zh: '对方可见。', en: 'Visible to the other firm.' } })
    .optional(),
})
