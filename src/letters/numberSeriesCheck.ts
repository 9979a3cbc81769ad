/** What the schema of a number series cannot say: that no other series gives the same numbers. */
import type { Problem } from '../base/errors.js'
import { fill } from '../base/text.js'
import type { Beside } from '../reference/registry.js'
import { numberSeriesSchema } from './catalogue.js'

const plain = (form: string): string => form.normalize('NFKC').replace(/\s/g, '')

/** @param beside what is in force on its day */
export function checkNumberSeries(body: unknown, key: string, _before: unknown, beside: Beside): Problem[] {
  const { form } = numberSeriesSchema.parse(body) // checked before
  const other = beside.find((one) => {
    const series =
      one.kind === 'numberSeries' && one.key !== key ? numberSeriesSchema.safeParse(one.body).data : undefined
    return series !== undefined && plain(series.form) === plain(form)
  })
  return other ? [{ code: 'sameNumbers', path: 'form', message: fill(SAME_NUMBERS, { name: other.key }) }] : []
}
const SAME_NUMBERS = {
  zh: '文号“{name}”已用这个样式，两份文书会得到同一编号。请另定样式。',
  en: 'The number series “{name}” has this pattern already: two letters would get one number. Use another pattern.',
}
