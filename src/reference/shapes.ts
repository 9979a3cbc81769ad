/** Questions that most kinds of reference data ask, and the plain schemas of what is made of their answers. */
import { z } from 'zod'
import { isDate } from '../base/dates.js'
import * as ask from '../forms/engine/field.js'
import { option } from '../forms/engine/ui.js'

export const label = ask.bilingual('名称', 'Name')
export const source = ask.bilingual('依据', 'Source')
const PLACED = { zh: '数字小的排在前；新条目默认排在最后。', en: 'Smaller numbers come first. A new entry comes last.' }
export const order = ask.whole('排列顺序', 'Place in the list', { min: -1e6, max: 1e6, hint: PLACED })
/** A line of a body: as long as any that was ever approved. */
export const line = (zh: string, en: string, extra: Parameters<typeof ask.text>[2] = {}) =>
  ask.text(zh, en, { max: 2000, width: 30, ...extra })
/** The codes of districts (GB/T 2260). */
export const districts = ask.lines('区', 'Districts', line('', '', { form: /^\d{6}$/ }))
/** Words that name a zone: a firm lies in it when its own text has one of them in it. */
export const zones = ask.lines('园区名称', 'Names of zones', line('', '', { min: 2 }))

/** A length of time as a rule gives it. */
export const time = {
  // nothing here takes longer than a year of days: more is a slip
  amount: ask.whole('期限', 'Length', { min: 1, max: 366 }),
  unit: ask.choice('单位', 'Unit', [
    option('workingDays', '工作日', 'working days'),
    option('days', '日（自然日）', 'days'),
    option('months', '个月', 'months'),
  ]),
  movesOn: ask.yesNo('最后一天不是工作日时顺延', 'Extended if the last day is not a working day'),
}

export const bilingualSchema = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })
export const dateSchema = z.string().refine(isDate, 'not a civil date YYYY-MM-DD')
