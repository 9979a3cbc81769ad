/**
 * The machine-readable zone of a passport booklet: size TD3, two lines of 44 (ICAO Doc 9303 Parts 3
 * and 4). Written here and not taken from a package, because we need the single faults and the
 * places, not a yes or no.
 */

const lineForm = /^[A-Z0-9<]{44}$/
const values = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const weights = [7, 3, 1]

/**
 * The two lines as they are printed, filler characters taken off the ends. Dates are YYMMDD, with
 * `<` where a part is unknown.
 */
export interface Mrz {
  readonly issuingState: string
  /** Surname and given names in one line: `<` became a space, never two in a row. */
  readonly name: string
  readonly surname: string
  readonly givenNames: string
  /** All 39 places of the name are used, so that it may have been cut off. */
  readonly nameIsFull: boolean
  readonly number: string
  readonly nationality: string
  readonly birthDate: string
  readonly sex: string
  readonly expiresOn: string
  readonly personalNumber: string
}

/** A place where the zone is wrong: a line of the wrong form, or a check digit of line 2. */
export type MrzFault = 'line1' | 'line2' | 'number' | 'birthDate' | 'expiresOn' | 'personalNumber' | 'composite'

/**
 * The check digit, 0 to 9, of characters A–Z, 0–9 and `<` (weights 7, 3, 1, modulus 10). Any other
 * character counts as `<`.
 */
export function checkDigit(text: string): number {
  let sum = 0
  for (let index = 0; index < text.length; index++) {
    sum += Math.max(0, values.indexOf(text.charAt(index))) * (weights[index % 3] ?? 0)
  }
  return sum % 10
}

/**
 * Every fault of the zone, in the order of the places; empty when there is none. Check digits are
 * looked at when line 2 has the right form. Where the personal number is empty its digit may be `<`
 * or 0 (ICAO Doc 9303 Part 4).
 */
export function listMrzFaults(line1: string, line2: string): MrzFault[] {
  const faults: MrzFault[] = []
  if (!lineForm.test(line1)) faults.push('line1')
  if (!lineForm.test(line2)) return [...faults, 'line2']
  const agrees = (text: string, digit: string) => String(checkDigit(text)) === digit
  const personal = line2.slice(28, 42)
  const personalDigit = line2.charAt(42)
  const emptyPersonal = /^<+$/.test(personal) && personalDigit === '<'
  if (!agrees(line2.slice(0, 9), line2.charAt(9))) faults.push('number')
  if (!agrees(line2.slice(13, 19), line2.charAt(19))) faults.push('birthDate')
  if (!agrees(line2.slice(21, 27), line2.charAt(27))) faults.push('expiresOn')
  if (!emptyPersonal && !agrees(personal, personalDigit)) faults.push('personalNumber')
  if (!agrees(line2.slice(0, 10) + line2.slice(13, 20) + line2.slice(21, 43), line2.charAt(43)))
    faults.push('composite')
  return faults
}

const withoutFiller = (text: string): string => text.replace(/<+$/, '')
const spaced = (text: string): string => text.replace(/<+/g, ' ').trim()

/** What the two lines say, by place. It does not check: ask listMrzFaults first. */
export function readMrz(line1: string, line2: string): Mrz {
  const name = line1.slice(5, 44)
  const split = name.indexOf('<<')
  return {
    issuingState: withoutFiller(line1.slice(2, 5)),
    name: spaced(name),
    surname: spaced(split < 0 ? name : name.slice(0, split)),
    givenNames: split < 0 ? '' : spaced(name.slice(split)),
    nameIsFull: name.length === 39 && !name.endsWith('<'),
    number: withoutFiller(line2.slice(0, 9)),
    nationality: withoutFiller(line2.slice(10, 13)),
    birthDate: line2.slice(13, 19),
    sex: line2.charAt(20),
    expiresOn: line2.slice(21, 27),
    personalNumber: withoutFiller(line2.slice(28, 42)),
  }
}

/**
 * Codes that the zone has and ISO 3166-1 alpha-3 has not (ICAO Doc 9303 Part 3): Germany, the kinds
 * of British, Kosovo.
 */
const nationalityOf: ReadonlyMap<string, string> = new Map([
  ['D', 'DEU'],
  ['GBD', 'GBR'],
  ['GBN', 'GBR'],
  ['GBO', 'GBR'],
  ['GBP', 'GBR'],
  ['GBS', 'GBR'],
  ['RKS', 'XKX'],
])

/**
 * The ISO 3166 alpha-3 code for a code of the zone (`D` or `D<<` is DEU); other codes, such as XXA,
 * stand for themselves.
 */
export function nationalityOfZone(code: string): string {
  const plain = withoutFiller(code)
  return nationalityOf.get(plain) ?? plain
}

/** How a nationality is usually printed in the zone, without filler: DEU is `D`, XKX is RKS, others are themselves. */
export function zoneOfNationality(alpha3: string): string {
  if (alpha3 === 'DEU') return 'D'
  return alpha3 === 'XKX' ? 'RKS' : alpha3
}
