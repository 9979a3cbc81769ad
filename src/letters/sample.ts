/**
 * A paper made of the published samples of its fields (fields.ts), for looking at a template before
 * it is in force. Person and firm are invented.
 */
import type { Bilingual, Language } from '../base/text.js'
import { type LetterTemplate, type PaperKind, PARTICULARS } from './catalogue.js'
import { wordPaper } from './compose.js'
import {
  type FactName,
  type Field,
  FIELD_LIST,
  type FieldEntry,
  type Fields,
  ROW_FIELD_LIST,
  type RowFields,
} from './fields.js'
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

/** Samples of the lines that no field prints. */
const LINES: Readonly<Record<Exclude<FactName, Field>, Bilingual>> = {
  sex: { zh: '女', en: 'female' },
  birthDate: { zh: '1995年3月12日', en: '12 March 1995' },
  passport: { zh: 'TR1234567', en: 'TR1234567' },
  contract: { zh: '2027年1月4日至2028年12月31日', en: '4 January 2027 to 31 December 2028' },
  reached: { zh: '外国专业人才（B类），78分', en: 'foreign professional (class B), 78 points' },
  proposed: { zh: '外国高端人才（A类），24个月', en: 'foreign high-end talent (class A), 24 months' },
  ground: {
    zh: '上海市推动直播经济高质量发展三年行动计划（2024—2026年）',
    en: 'Shanghai’s Three-Year Action Plan for the Live-Streaming Economy (2024–2026)',
  },
}

/** A line of the table of particulars. */
function lineOf(name: FactName): LetterData['facts'][number] {
  const label = PARTICULARS.find(({ value }) => value === name)?.label ?? { zh: name, en: name }
  const field = FIELD_LIST.find((one) => one.name === name)
  return { label, value: field?.sample ?? LINES[name as Exclude<FactName, Field>] } // it is one or the other
}

/**
 * The data of a sample paper on a day; `rows` in place of the sample's reasons and items. Throws Invalid when the
 * template asks for what is no field.
 */
export function samplePaper(
  kind: string,
  paper: PaperKind,
  template: LetterTemplate,
  today: string,
  checkPage: string,
  rows: Partial<Occurrence['rows']> = {},
): LetterData {
  const fields = { zh: sampleFields('zh'), en: sampleFields('en') }
  const { issuer, employer } = { issuer: pair('issuer'), employer: pair('employer') }
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
    ...wordPaper(template, fields, { ...SAMPLE_ROWS, ...rows }),
    facts: paper.facts.map(lineOf),
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
