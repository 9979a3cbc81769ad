/**
 * Who may be recommended at all: a grown-up foreigner, named in plain letters, asked for by a firm
 * that exists on paper.
 */
import type { z } from 'zod'
import { findCreditCodeFault } from '../base/identifiers.js'
import { type Bilingual, fill } from '../base/text.js'
import * as ask from '../forms/engine/field.js'
import { line } from '../reference/shapes.js'
import type { Finding } from './findings.js'

/** The body of kind `eligibility`: completed years, ISO 3166 alpha-3 codes. */
export const eligibilitySchema = ask.body({
  adultFrom: ask.whole('最低年龄（周岁）', 'Minimum age', { min: 1 }),
  notForeigners: ask.lines(
    '不属于外国人的国籍（地区）代码',
    'Codes of nationalities and regions not counted as foreign',
    line('', '', { form: /^[A-Z]{3}$/ }),
  ),
  sources: ask.part('各项依据', 'Sources', {
    age: ask.bilingual('年龄', 'Age'),
    nationality: ask.bilingual('国籍', 'Nationality'),
    name: ask.bilingual('姓名', 'Name'),
  }),
})
export type Eligibility = z.infer<typeof eligibilitySchema>

/** Words of A–Z and a–z separated by single spaces: what the permit system accepts as a name since February 2026. */
export const isPlainName = (name: string): boolean => /^[A-Za-z]+(?: [A-Za-z]+)*$/.test(name)

/** `under18`: completed years of age on the filing day. */
export function judgeAdult(age: number | undefined, { adultFrom, sources }: Eligibility): Finding[] {
  if (age === undefined || age >= adultFrom) return []
  const text = {
    zh: '申请日未满{adultFrom}周岁，不能申请。请核对出生日期。',
    en: 'Under {adultFrom} on the filing date, so no application is possible. Check the date of birth.',
  }
  return [{ code: 'under18', path: 'talent.birthDate', message: fill(text, { adultFrom }), source: sources.age }]
}

/** `over60`: older than class B allows, for a person whom no A route takes. */
export function warnOfAge(
  age: number | undefined,
  limit: number | null,
  hasRouteA: boolean,
  source: Bilingual,
): Finding[] {
  if (age === undefined || limit === null || age <= limit || hasRouteA) return []
  const text = {
    zh: '申请日已超过{limit}周岁，又不符合A类条件，B类各项不适用，获得许可的可能性小。请考虑能否按A类条件申请。',
    en:
      'Over {limit} on the filing day, so no class B route applies, and no class A route is met: a permit ' +
      'is unlikely. Check whether a class A criterion can be met.',
  }
  return [{ code: 'over60', path: 'talent.birthDate', message: fill(text, { limit }), source }]
}

/** `notAForeigner`: who needs no work permit for foreigners. */
export function judgeNationality(nationality: string | undefined, { notForeigners, sources }: Eligibility): Finding[] {
  if (nationality === undefined || !notForeigners.includes(nationality)) return []
  const message = {
    zh: '中国籍人员及港澳台居民不属于外国人，在内地（大陆）就业无需工作许可，不能申请推荐。请核对国籍。',
    en:
      'Chinese nationals and residents of Hong Kong, Macao and Taiwan are not foreigners and need no work ' +
      'permit, so they cannot apply for a recommendation. Check the nationality.',
  }
  return [{ code: 'notAForeigner', path: 'talent.nationality', message, source: sources.nationality }]
}

/** `nameNotPlainLetters`: the name for the permit system, absent or in other letters. */
export function judgeName(systemName: string | undefined, { sources }: Eligibility): Finding[] {
  if (systemName !== undefined && isPlainName(systemName)) return []
  const message = {
    zh:
      '“姓名，按护照机读区”只能由A–Z、a–z字母组成，单词之间用一个空格分开，' +
      '不得有重音、连字符或其他符号。请按护照机读区改写。',
    en:
      '“Name, as in the machine-readable zone” must be words of A–Z and a–z with single spaces between them: ' +
      'no accents, hyphens or other signs.',
  }
  return [{ code: 'nameNotPlainLetters', path: 'talent.systemName', message, source: sources.name }]
}

/** `creditCodeInvalid`: form or 18th character of the firm's credit code (GB 32100-2015). */
export function judgeCreditCode(code: string): Finding[] {
  const fault = findCreditCodeFault(code)
  if (!fault) return []
  const message =
    fault === 'form'
      ? {
          zh: '统一社会信用代码应为18位数字和大写字母（不含I、O、S、V、Z）。请对照营业执照更正单位信息。',
          en:
            'The unified social credit code must be 18 digits and capital letters, without I, O, S, V or Z. ' +
            'Correct the firm’s registration to match the business licence.',
        }
      : {
          zh: '统一社会信用代码的第18位校验码不正确。请对照营业执照更正单位信息。',
          en:
            'The check character (the 18th) of the unified social credit code is wrong. Correct the firm’s ' +
            'registration to match the business licence.',
        }
  const source = { zh: 'GB 32100-2015《法人和其他组织统一社会信用代码编码规则》', en: 'GB 32100-2015' }
  return [{ code: 'creditCodeInvalid', path: 'firm.creditCode', message, source }]
}
