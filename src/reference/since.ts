/** Since when what is in force on a day is in force: what a page says beside a rule. */
import { Injectable } from '@nestjs/common'
import { Database, rows } from '../base/database.js'

interface Row {
  readonly kind: string
  readonly key: string
  readonly since: string
}

@Injectable()
export class Since {
  constructor(private readonly db: Database) {}

  /** The first day (YYYY-MM-DD) of each body in force on a day, by `kind key`. */
  async on(date: string): Promise<ReadonlyMap<string, string>> {
    const found = await this.db.transaction({}, (tx) =>
      rows<Row>(
        tx,
        `select distinct on (kind, key) kind, key, effective_from::text as since from reference
         where approved_at is not null and effective_from <= $1 order by kind, key, effective_from desc, id desc`,
        [date],
      ),
    )
    return new Map(found.map(({ kind, key, since }) => [`${kind} ${key}`, since]))
  }
}
