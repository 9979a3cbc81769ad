/**
 * The nationalities that a form offers: ISO 3166-1 alpha-3, named in both languages, and the codes
 * passports add to them.
 */
import countries from 'i18n-iso-countries'
import type { Bilingual } from './text.js'

export interface Nationality {
  readonly code: string
  readonly name: Bilingual
}

/**
 * Names that the package lacks or that official papers in Shanghai write otherwise, and the
 * stateless and refugees (Doc 9303).
 */
const ownNames: Readonly<Record<string, Bilingual>> = {
  HKG: { zh: '中国香港', en: 'Hong Kong, China' },
  MAC: { zh: '中国澳门', en: 'Macao, China' },
  TWN: { zh: '中国台湾', en: 'Taiwan, China' },
  ESH: { zh: '西撒哈拉', en: 'Western Sahara' },
  FLK: { zh: '马尔维纳斯群岛（福克兰群岛）', en: 'Falkland Islands (Malvinas)' },
  IDN: { zh: '印度尼西亚', en: 'Indonesia' },
  XKX: { zh: '科索沃', en: 'Kosovo' },
  XXA: { zh: '无国籍', en: 'Stateless' },
  XXB: { zh: '难民（1951年公约）', en: 'Refugee (1951 Convention)' },
  XXC: { zh: '难民（其他）', en: 'Refugee (other)' },
}

function readNames(): ReadonlyMap<string, Nationality> {
  const codes = new Set([...Object.keys(countries.getAlpha3Codes()), ...Object.keys(ownNames)])
  const found = new Map<string, Nationality>()
  codes.delete('XKK') // the package's own code for what passports write as XKX
  for (const code of [...codes].sort()) {
    const zh = countries.getName(code, 'zh')
    const en = countries.getName(code, 'en')
    const name = ownNames[code] ?? (zh && en ? { zh, en } : undefined)
    if (name) found.set(code, { code, name })
  }
  return found
}

const nationalities = readNames()

/** Every nationality, in the order of the codes. */
export const listNationalities = (): readonly Nationality[] => [...nationalities.values()]

/** The nationality with an ISO 3166 alpha-3 code, or undefined when there is none. */
export const findNationality = (code: string): Nationality | undefined => nationalities.get(code)
