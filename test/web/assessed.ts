/** A whole assessment as the page's form sends it. */
import { assessmentOf } from '../../tools/cases/assessment.js'
import type { Fields } from './served.js'

/** The fields of a department's assessment (by its subject), none missing. */
export function assessedFields(subject: string, more: Fields = {}): Fields {
  const { scores, compliance } = assessmentOf(subject)
  const lists = { scores, compliance } as const
  const fields = Object.entries(lists).flatMap(([list, rows]) =>
    rows.flatMap((row, index) =>
      Object.entries(row).map(([name, value]) => [`${list}[${index}][${name}]`, String(value)] as const),
    ),
  )
  return {
    'desk[enough]': 'yes',
    opinion: 'recommend',
    summary: 'The papers agree with the answers.',
    ...Object.fromEntries(fields),
    ...more,
  }
}
