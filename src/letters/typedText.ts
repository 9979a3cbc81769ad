/**
 * Texts of papers while they are being typed: what is missing is told by an ellipsis, so that what is there can be
 * looked at. Pure.
 */
import { type Bilingual, fill, type Language } from '../base/text.js'
import { memberOf } from '../forms/engine/node.js'
import { sayPlace } from '../forms/places.js'
import type { EventName } from '../workflow/words.js'
import type { LetterTemplate, PaperKind } from './catalogue.js'
import { FIELD_LIST, type FieldEntry, ROW_FIELD_LIST, type RowFields } from './fields.js'
import type { Occurrence } from './matter.js'
import { actionsFor } from './occurrence.js'

export type SampleRows = Partial<Occurrence['rows']>

const MISSING = '……'
const textAt = (value: unknown, language: Language): string => {
  const text = memberOf(value, language)
  return typeof text === 'string' ? text : ''
}
const linesAt = (value: unknown, language: Language): string[] => {
  const lines = memberOf(value, language)
  return Array.isArray(lines) ? lines.filter((line) => typeof line === 'string') : []
}
const rowsAt = (body: unknown, name: string): unknown[] => {
  const rows = memberOf(body, name)
  return Array.isArray(rows) ? rows : []
}

/** A paper of a kind that is not chosen yet. */
export const UNKNOWN_KIND: PaperKind = {
  label: { zh: '文书', en: 'Letter' },
  actions: [],
  series: '',
  addressee: 'firm',
  sealed: false,
  facts: [],
  validity: null,
  term: null,
  order: 0,
}

/** A template as far as it is typed, with what a paper cannot be without. */
export function wholeTemplate(body: unknown, label: Bilingual = UNKNOWN_KIND.label): LetterTemplate {
  const pair = (value: unknown, missing: Bilingual = { zh: MISSING, en: MISSING }): Bilingual => ({
    zh: textAt(value, 'zh') || missing.zh,
    en: textAt(value, 'en') || missing.en,
  })
  const paragraphs = (name: string, least: readonly string[] = []) => {
    const of = (language: Language) => {
      const lines = linesAt(memberOf(body, name), language)
      return lines.length > 0 ? lines : [...least]
    }
    return { zh: of('zh'), en: of('en') }
  }
  const copiedTo = memberOf(body, 'copiedTo')
  return {
    title: pair(memberOf(body, 'title'), label),
    opening: paragraphs('opening'),
    assessment: paragraphs('assessment'),
    findings: rowsAt(body, 'findings').map((row) => {
      const each = memberOf(row, 'each')
      return {
        each: each === 'reasons' || each === 'items' ? each : undefined,
        heading: pair(memberOf(row, 'heading')),
        text: pair(memberOf(row, 'text')),
      }
    }),
    closing: paragraphs('closing', [MISSING]),
    contact: pair(memberOf(body, 'contact')),
    attachments: rowsAt(body, 'attachments').map((row) => pair(row)),
    copiedTo: textAt(copiedTo, 'zh') || textAt(copiedTo, 'en') ? pair(copiedTo) : undefined,
  }
}

const samplesOf = (fields: readonly FieldEntry[], language: Language): RowFields =>
  Object.fromEntries(fields.map(({ name, sample }) => [name, sample[language]]))

/** Where a phrase or the sentence of a reason is printed: the actions that cause the paper, and its row in it. */
export function printedRow(
  kind: string,
  body: unknown,
): { readonly actions: readonly EventName[]; readonly rows: SampleRows } | undefined {
  const two = (of: (language: Language) => RowFields) => [{ zh: of('zh'), en: of('en') }]
  if (kind === 'phrases') {
    const [on, text] = [memberOf(body, 'on'), memberOf(body, 'text')]
    const place = typeof on === 'string' && on ? sayPlace(on) : undefined
    const row = (language: Language) => {
      const samples = samplesOf(ROW_FIELD_LIST.items, language)
      const itemPlace = place?.[language] ?? samples.itemPlace ?? ''
      return { ...samples, itemPlace, itemWhat: textAt(text, language) || MISSING }
    }
    return { actions: ['requestCorrection'], rows: { items: two(row) } }
  }
  if (kind !== 'reasons') return undefined
  const detail = FIELD_LIST.find(({ name }) => name === 'explanation')?.sample ?? { zh: '', en: '' }
  const sentence = { zh: textAt(memberOf(body, 'sentence'), 'zh'), en: textAt(memberOf(body, 'sentence'), 'en') }
  const said = fill(sentence, { detail })
  const row = (language: Language) => ({
    reasonLabel: textAt(memberOf(body, 'label'), language) || MISSING,
    reasonText: said[language] || MISSING,
  })
  const actions = actionsFor(String(memberOf(body, 'purpose')))
  return { actions, rows: { reasons: two(row) } }
}
