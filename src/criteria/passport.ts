/** The passport: how long it still runs, and whether its machine-readable zone is sound and says what the form says. */
import { addMonths, sayDate } from '../base/dates.js'
import { listMrzFaults, type Mrz, type MrzFault, nationalityOfZone, readMrz } from '../base/mrz.js'
import { type Bilingual, fill } from '../base/text.js'
import type { DocumentRule, Span } from './documents.js'
import type { Finding, Findings } from './findings.js'
import type { ReadAnswers } from './subject.js'

const doc9303 = { zh: '国际民航组织《机读旅行证件》（Doc 9303）第4部分', en: 'ICAO Doc 9303, Part 4' }

const tooShort = {
  zh: '护照有效期至{endZh}，申请时剩余不足{months}个月（须至{neededZh}或以后）。请先换发护照。',
  en:
    'The passport expires on {endEn}. On the filing day it must be valid for at least {months} more ' +
    'months, until {neededEn} or later. Renew it first.',
}
const runsShort = {
  zh: '护照有效期至{endZh}，到预计决定日将不足{months}个月（须至{neededZh}或以后）。建议尽早换发。',
  en:
    'The passport expires on {endEn}. On the expected day of decision it should be valid for at least ' +
    '{months} more months, until {neededEn} or later. Renew it soon.',
}

/**
 * `passportTooShort` when it ends before filing day + months left, else `passportRunsShort` before
 * decision day + months left.
 */
export function judgeExpiry(expiresOn: string | undefined, rule: DocumentRule | undefined, span: Span): Findings {
  const months = rule?.monthsLeft ?? null
  if (expiresOn === undefined || rule === undefined || months === null) return { blocks: [], warns: [] }
  const tell = (code: string, text: Bilingual, needed: string): Finding => {
    const [end, by] = [sayDate(expiresOn), sayDate(needed)]
    const message = fill(text, { months, endZh: end.zh, endEn: end.en, neededZh: by.zh, neededEn: by.en })
    return { code, path: 'talent.passport.expiresOn', message, source: rule.source }
  }
  const [atFiling, atDecision] = [addMonths(span.filedOn, months), addMonths(span.decisionOn, months)]
  if (expiresOn < atFiling) return { blocks: [tell('passportTooShort', tooShort, atFiling)], warns: [] }
  if (expiresOn < atDecision) return { blocks: [], warns: [tell('passportRunsShort', runsShort, atDecision)] }
  return { blocks: [], warns: [] }
}

const faultWords: Readonly<Record<MrzFault, Bilingual>> = {
  line1: { zh: '第一行不是44个字符（A–Z、0–9、<）', en: 'line 1 is not 44 characters of A–Z, 0–9 and <' },
  line2: { zh: '第二行不是44个字符（A–Z、0–9、<）', en: 'line 2 is not 44 characters of A–Z, 0–9 and <' },
  number: { zh: '护照号码的校验位（第10位）有误', en: 'the check digit of the number (place 10) is wrong' },
  birthDate: { zh: '出生日期的校验位（第20位）有误', en: 'the check digit of the date of birth (place 20) is wrong' },
  expiresOn: { zh: '有效期的校验位（第28位）有误', en: 'the check digit of the date of expiry (place 28) is wrong' },
  personalNumber: {
    zh: '个人号码的校验位（第43位）有误',
    en: 'the check digit of the personal number (place 43) is wrong',
  },
  composite: { zh: '总校验位（第44位）有误', en: 'the composite check digit (place 44) is wrong' },
}

function findBrokenZone(line1: string, line2: string): Finding | undefined {
  const faults = listMrzFaults(line1, line2)
  if (faults.length === 0) return undefined
  const message = {
    zh: `护照机读区有误：${faults.map((fault) => faultWords[fault].zh).join('；')}。请对照护照逐字核对。`,
    en:
      'The machine-readable zone is wrong: ' +
      `${faults.map((fault) => faultWords[fault].en).join('; ')}. Compare it with the ` +
      'passport, character by character.',
  }
  return {
    code: 'mrzCheckDigit',
    path: `talent.passport.mrz.${faults[0] === 'line1' ? 0 : 1}`,
    message,
    source: doc9303,
  }
}

/**
 * A day of the zone (YYMMDD) against one of the form; parts that the zone leaves unknown (`<`) are
 * not compared (ICAO Doc 9303 Part 3).
 */
const sameDay = (zone: string, date: string): boolean => {
  const short = date.slice(2, 4) + date.slice(5, 7) + date.slice(8, 10)
  return [...zone].every((character, place) => character === '<' || character === short[place])
}

/** The zone prints whatever is no letter or figure of a number as `<` (ICAO Doc 9303 Part 3). */
const sameNumber = (zone: string, number: string): boolean =>
  zone === number.replace(/[^A-Z0-9]/g, '<').replace(/<+$/, '')

const sameSex = (zone: string, sex: string): boolean => (zone === '<' ? 'X' : zone) === sex

/** The zone's name is all of the form's, or its beginning where the 39 places were not enough. */
function sameName(zone: Mrz, systemName: string): boolean {
  const name = systemName.toUpperCase()
  return zone.nameIsFull ? name.startsWith(zone.name) : name === zone.name
}

const differ = <Value>(value: Value | undefined, same: (value: Value) => boolean): boolean =>
  value !== undefined && !same(value)

/** What the zone says otherwise than the form; what the form leaves open is not compared. */
function listDifferences(zone: Mrz, { talent }: ReadAnswers, nameIsPlain: boolean): Bilingual[] {
  const { passport } = talent
  const found: [boolean, Bilingual][] = [
    [differ(passport.number, (number) => sameNumber(zone.number, number)), { zh: '护照号码', en: 'passport number' }],
    [differ(talent.birthDate, (date) => sameDay(zone.birthDate, date)), { zh: '出生日期', en: 'date of birth' }],
    [differ(talent.sex, (sex) => sameSex(zone.sex, sex)), { zh: '性别', en: 'sex' }],
    [differ(passport.expiresOn, (date) => sameDay(zone.expiresOn, date)), { zh: '有效期至', en: 'date of expiry' }],
    [
      differ(passport.issuingState, (state) => state.replace(/<+$/, '') === zone.issuingState),
      { zh: '签发国代码', en: 'issuing State' },
    ],
    [
      differ(talent.nationality, (code) => code === nationalityOfZone(zone.nationality)),
      { zh: '国籍', en: 'nationality' },
    ],
    [nameIsPlain && differ(talent.systemName, (name) => sameName(zone, name)), { zh: '姓名', en: 'name' }],
  ]
  return found.flatMap(([differs, label]) => (differs ? label : []))
}

/**
 * `mrzCheckDigit` when the zone is not sound (an absent line is not), else `mrzDisagrees` when it
 * says otherwise than the form. The name is not compared while `nameNotPlainLetters` is reported.
 * Source: ICAO Doc 9303 Part 4.
 */
export function judgeZone(known: ReadAnswers, nameIsPlain: boolean): Finding[] {
  const [line1 = '', line2 = ''] = known.talent.passport.mrz
  const broken = findBrokenZone(line1, line2)
  if (broken) return [broken]
  const differences = listDifferences(readMrz(line1, line2), known, nameIsPlain)
  if (differences.length === 0) return []
  const message = {
    zh: `护照机读区与所填内容不一致：${differences.map(({ zh }) => zh).join('、')}。请对照护照，更正填错的一处。`,
    en:
      'The machine-readable zone differs from the form in: ' +
      `${differences.map(({ en }) => en).join(', ')}. Compare both with the passport and correct ` +
      'what was mistyped.',
  }
  return [{ code: 'mrzDisagrees', path: 'talent.passport.mrz', message, source: doc9303 }]
}
