/** The unified social credit code of firms. Pure arithmetic on text; whether the firm exists is another question. */

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const form = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** What is wrong with a credit code: its form, or its last character. */
export type CreditCodeFault = 'form' | 'check'

/**
 * The 18th character that belongs to the first 17 (GB 32100-2015, modulus 31); undefined when they
 * are not 17 characters of the alphabet, which leaves out I, O, S, V and Z.
 */
export function findCreditCheck(first17: string): string | undefined {
  if (first17.length !== weights.length) return undefined
  let sum = 0
  for (const [index, weight] of weights.entries()) {
    const value = alphabet.indexOf(first17.charAt(index))
    if (value < 0) return undefined
    sum += value * weight
  }
  return alphabet.charAt((31 - (sum % 31)) % 31)
}

/**
 * What is wrong with a unified social credit code, or undefined when nothing is. Only the form and
 * the 18th character are looked at: real codes break the inner GB 11714 digit and carry districts
 * that no longer exist.
 */
export function findCreditCodeFault(code: string): CreditCodeFault | undefined {
  if (!form.test(code)) return 'form'
  return findCreditCheck(code.slice(0, 17)) === code.charAt(17) ? undefined : 'check'
}
