/**
 * What the permit authority decided: what is asked of one case, and the same of many at once
 * (letters/outcomes.service.ts).
 */
import * as choose from './choices.js'
import * as ask from './engine/field.js'
import { option } from './engine/ui.js'

/** What the record of a permit cannot do without: the firm is reminded by it, and renews it. */
const needed = (extra: ask.Extra) => ({
  permitNumber: ask.code('工作许可编号', 'Permit number', {
    ...{ max: 40, width: 20, example: '310000001234567' },
    form: /^[A-Z0-9][A-Z0-9/-]*$/,
    says: {
      form: {
        zh: '{name}由字母A–Z和数字组成，请照许可证填写。',
        en: '{name} must be letters A–Z and digits. Enter it as on the permit.',
      },
    },
    hint: { zh: '一人一号，终身不变。', en: 'Each person has one number for life.' },
    ...extra,
  }),
  validFrom: ask.date('许可有效期自', 'Permit valid from', extra),
  validUntil: ask.date('许可有效期至', 'Permit valid until', {
    hint: { zh: '系统据此在到期前提醒企业。', en: 'The firm is reminded before that day.' },
    example: 365,
    ...extra,
  }),
})
const grantedOn = (extra: ask.Extra = {}) => ask.date('准予许可的日期', 'Granted on', extra).optional()
const described = (extra: ask.Extra = {}) => ({
  permitClass: ask.choice('准予的类别', 'Class granted', choose.PERMIT_CLASSES, extra).optional(),
  permitItem: ask.text('类别下的具体事项', 'Item within the class', { max: 120, ...extra }).optional(),
  noticeNumber: ask
    .code('工作许可通知编号', 'Number of the permit notice', { max: 40, width: 20, ...extra })
    .optional(),
})

/**
 * What is asked of a permit that was granted; its number and days may follow, where whoever records it says so.
 *
 * @param extra of each question, where it follows from another one
 */
export function granted(extra: ask.Extra = {}) {
  const { permitNumber, validFrom, validUntil } = needed({ ...extra, unless: ['detailsLater'] })
  return {
    ...described(extra),
    permitNumber: permitNumber.optional(),
    grantedOn: grantedOn(extra),
    validFrom: validFrom.optional(),
    validUntil: validUntil.optional(),
    detailsLater: ask
      .tick('许可编号或起止日期以后补登', 'Permit number or dates to be added later', {
        hint: {
          zh: '补登之前，企业看不到许可何时到期，也不会收到到期提醒。在案件页“补登或更正许可信息”补登。',
          en:
            'Until they are added, the firm does not see when the permit ends and is not reminded. Add them on the ' +
            'case’s page: “Add or correct the permit’s details”.',
        },
        ...extra,
      })
      .optional(),
  }
}

/** The same once it is known, or was recorded wrongly. */
export function permitDetails() {
  const { permitNumber, validFrom, validUntil } = needed({})
  return { ...described(), permitNumber, grantedOn: grantedOn(), validFrom, validUntil }
}

/** What is asked of a permit that was refused. */
export const permitRefused = (extra: ask.Extra = {}) => ({
  why: ask.longText('不予许可的原因', 'Reason for the refusal of the permit', extra),
})

/** What came of a recommendation; each is an action of the chart. */
export const OUTCOMES = [option('granted', '准予', 'Granted'), option('refused', '不予', 'Refused')] as const
export type PermitOutcome = (typeof OUTCOMES)[number]['value']

const after = (is: PermitOutcome) => ({ after: { field: 'outcome', is } })

const line = {
  case: ask.text('案件编号或推荐函文号', 'Case number or letter number', {
    max: 80,
    width: 20,
    example: '2026-900024',
  }),
  outcome: ask.choice('结果', 'Outcome', OUTCOMES),
  ...granted(after('granted')),
  ...permitRefused(after('refused')),
}

/** One case of several; `version`: the one of the case that the line was made for. */
export const OUTCOME = ask.group('', '', {
  ...line,
  version: ask.hidden('案件版本', 'Version of the case', { max: 10 }).optional(),
})

/** The most that are recorded at once. */
export const MOST_OUTCOMES = 200

export const OUTCOMES_FORM = ask.form({
  lines: ask.rows('逐件填写', 'Case by case', ask.group('', '', line), {
    max: MOST_OUTCOMES,
    row: { zh: '第{n}件', en: 'case {n}' },
    rowBy: 'case',
    add: { zh: '再加一件', en: 'Add another case' },
    says: { noRows: { zh: '请至少填写一件及其结果。', en: 'Enter at least one case and its outcome.' } },
  }),
})
