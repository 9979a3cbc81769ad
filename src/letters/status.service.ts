/**
 * How far an application is, for whoever has its number and the check code of its receipt: the state
 * and its days, and nothing of whom it is about. A wrong number and a wrong code are not told apart.
 */
import { Injectable } from '@nestjs/common'
import { Database, row } from '../base/database.js'
import type { CaseLine } from '../cases/caseFile.js'
import { lengthFault, normaliseCheckCode } from '../base/checkCode.js'

export type FilingStatus = Pick<CaseLine, 'state' | 'filedOn' | 'dueOn' | 'daysLeft' | 'lane'>

@Injectable()
export class Statuses {
  constructor(private readonly db: Database) {}

  /** The status by number and code as they were typed; undefined when they do not belong together. */
  async find(number: string, code: string): Promise<FilingStatus | undefined> {
    const wanted = plainNumber(number)
    const known = normaliseCheckCode(code)
    if (!known) return undefined
    return this.db.transaction({}, (tx) =>
      row<FilingStatus>(tx, 'select * from filing_status($1, $2)', [wanted, known]),
    )
  }
}

/** Its digits with one dash between groups, whatever stands around them. */
export const plainNumber = (number: string): string =>
  number
    .normalize('NFKC')
    .replace(/[^0-9]+/g, '-')
    .replace(/^-|-$/g, '')

/** What somebody asked by, as it was typed. */
export interface AskedStatus {
  readonly number: string
  readonly code: string
}

/** What anybody can see of what was typed; a number and a code that do not belong together are not told apart. */
export function faultOf({ number, code }: AskedStatus) {
  if (!number.trim() || !code.trim()) return { problem: NO_NUMBER }
  if (!/^\d{4}-\d{6}$/.test(plainNumber(number))) return { problem: NO_SUCH_FORM }
  const problem = lengthFault(code) ?? (normaliseCheckCode(code) ? undefined : MISTYPED)
  return problem ? { problem, wrongCode: true } : { problem: NOT_FOUND }
}

const NO_NUMBER = { zh: '请输入办件编号和核验码。', en: 'Enter the number and the check code.' }
const NO_SUCH_FORM = {
  zh: '这不是办件编号。办件编号是年份加六位数字，如2026-000128，见收件凭证；推荐函的文号请用“核验文书”查询。',
  en:
    'This is not an application number. It is a year and six digits, such as 2026-000128, and stands on the receipt. ' +
    'The number of a letter is checked with “Check a letter”.',
}
const MISTYPED = {
  zh: '核验码有误，可能错了一位或两位颠倒。请对照收件凭证逐位核对。',
  en: 'The check code is mistyped. Compare each letter and digit with the receipt.',
}
const NOT_FOUND = {
  zh: '未查到。办件编号与核验码不相符：请对照收件凭证核对。申请收回后，原凭证不能再查询。',
  en:
    'Nothing was found for this number and check code together. Compare both with the receipt. If an application ' +
    'was recalled, its receipt no longer works.',
}
