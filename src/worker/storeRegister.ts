/** Keeps which stores there are, where, and when a worker used them last: what administrators see of them. */
import { hostname } from 'node:os'
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, rows } from '../base/database.js'
import type { StoreKind } from '../cases/storeEntities.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'

const ADD = `
  insert into stores (id, kind, place, seen_at) values ($1, $2, $3, $4)
  on conflict (id) do update set place = excluded.place, seen_at = excluded.seen_at`

@Injectable()
export class StoreRegister {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Enters a store by its own name; one that is known is seen once more. `where`: a path of this
   * machine, or the address of a bucket.
   */
  async add(kind: StoreKind, store: string, where: string): Promise<void> {
    const place = where.startsWith('/') ? `${hostname()}:${where}` : where
    await this.db.transaction(settingsOf(WORKER), (tx) => rows(tx, ADD, [store, kind, place, this.clock.now()]))
  }
}
