/**
 * How far an application is, for whoever has its number and the check code of its receipt: the state
 * and its days, and nothing of whom it is about. A wrong number and a wrong code are not told apart.
 */
import { Injectable } from '@nestjs/common'
import { Database, row } from '../base/database.js'
import type { CaseLine } from '../cases/caseFile.js'
import { normaliseCheckCode } from './checkCode.js'

export type FilingStatus = Pick<CaseLine, 'state' | 'filedOn' | 'dueOn' | 'daysLeft' | 'lane'>

@Injectable()
export class Statuses {
  constructor(private readonly db: Database) {}

  /** The status by number and code as they were typed; undefined when they do not belong together. */
  async find(number: string, code: string): Promise<FilingStatus | undefined> {
    const wanted = number
      .normalize('NFKC')
      .replace(/[^0-9]+/g, '-')
      .replace(/^-|-$/g, '')
    const known = normaliseCheckCode(code)
    if (!known) return undefined
    return this.db.transaction({}, (tx) =>
      row<FilingStatus>(tx, 'select * from filing_status($1, $2)', [wanted, known]),
    )
  }
}
