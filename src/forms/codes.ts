/** What programs send by its code where people type words: pages say the code in words. */
import countries from 'i18n-iso-countries'
import { listNationalities } from '../base/nationalities.js'
import { type Option, option } from './engine/ui.js'

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']
const [zh, en] = ['zh-CN', 'en'].map((of) => new Intl.DisplayNames([of], { type: 'language', fallback: 'none' }))

/** ISO 639-1. */
export const LANGUAGE_CODES: readonly Option[] = LETTERS.flatMap((one) =>
  LETTERS.flatMap((two) => {
    const code = one + two
    const [nameZh, nameEn] = [zh?.of(code), en?.of(code)]
    return nameZh && nameEn ? [option(code, nameZh, nameEn)] : []
  }),
)

/** ISO 3166-1 alpha-2. */
export const MARKET_CODES: readonly Option[] = [
  option('CN', '中国', 'China'),
  ...listNationalities().flatMap(({ code, name }) => {
    const short = countries.alpha3ToAlpha2(code)
    return short && short !== 'CN' ? [option(short, name.zh, name.en)] : []
  }),
]

/** What a time of a resume was spent on. */
export const RESUME_CODES: readonly Option[] = [option('study', '学习', 'study'), option('work', '工作', 'work')]
