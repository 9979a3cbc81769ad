/**
 * A paper made of the published samples of its fields (fields.ts), for looking at a template before
 * it is in force. Person and firm are invented.
 */
import type { Language } from '../base/text.js'
import type { LetterTemplate, PaperKind } from './catalogue.js'
import { wordPaper } from './compose.js'
import { FIELD_LIST, type FieldEntry, type Fields, ROW_FIELD_LIST, type RowFields } from './fields.js'
import { type LetterData, parseLetter } from './letterData.js'
import type { Occurrence } from './matter.js'

const valuesOf = (fields: readonly FieldEntry[], language: Language): Record<string, string> =>
  Object.fromEntries(fields.map(({ name, sample }) => [name, sample[language]]))

/** The samples of all fields in one language. */
// the list has every field
const sampleFields = (language: Language): Fields => valuesOf(FIELD_LIST, language) as Fields

const both = (fields: readonly FieldEntry[]): Readonly<Record<Language, RowFields>> => ({
  zh: valuesOf(fields, 'zh'),
  en: valuesOf(fields, 'en'),
})

/** Two of each, so that their numbering shows. */
const SAMPLE_ROWS: Occurrence['rows'] = {
  reasons: [both(ROW_FIELD_LIST.reasons), both(ROW_FIELD_LIST.reasons)],
  items: [both(ROW_FIELD_LIST.items), both(ROW_FIELD_LIST.items)],
}

const SHOWN = ['caseNumber', 'filedOn', 'employer', 'creditCode', 'name', 'nationality', 'post'] as const

/** The data of a sample paper on a day. Throws Invalid when the template asks for what is no field. */
export function samplePaper(
  kind: string,
  paper: PaperKind,
  template: LetterTemplate,
  today: string,
  checkPage: string,
): LetterData {
  const fields = { zh: sampleFields('zh'), en: sampleFields('en') }
  const { issuer, employer } = { issuer: pair('issuer'), employer: pair('employer') }
  const listed: readonly string[] = paper.facts
  return parseLetter({
    version: 1,
    kind,
    number: fields.zh.number,
    issuedOn: today,
    issuer,
    addressee:
      paper.addressee === 'firm'
        ? employer
        : {
            zh: '演示上海市人力资源和社会保障局',
            en: 'Demonstration Shanghai Municipal Human Resources and Social Security Bureau',
          },
    ...wordPaper(template, fields, SAMPLE_ROWS),
    facts: FIELD_LIST.filter(({ name }) => listed.includes(name) && SHOWN.some((one) => one === name)).map(
      ({ label, sample }) => ({ label, value: sample }),
    ),
    signatory: issuer,
    validUntil: null,
    seal: null,
    sealed: paper.sealed,
    check: {
      code: '7K3M9QXT2BVH8RW44',
      url: `${checkPage}/7K3M9QXT2BVH8RW44`,
      page: checkPage.replace(/^https?:\/\//, ''),
    },
    specimen: null,
  })

  function pair(name: 'issuer' | 'employer') {
    return { zh: fields.zh[name], en: fields.en[name] }
  }
}
