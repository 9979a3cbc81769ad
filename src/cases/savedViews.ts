/**
 * Views of the queue that an officer keeps: the address under a name, in an order of their own.
 * Row-level security shows everybody their own only.
 */
import { Injectable } from '@nestjs/common'
import { Database, row, rows, type Tx } from '../base/database.js'
import { Invalid, NotFound } from '../base/errors.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'

export interface View {
  readonly id: number
  readonly name: string
  /** The query of the queue's address. */
  readonly address: string
}

const MOST = 12
const LONGEST = 24

const OWN = 'select id, name, address from saved_views where person_id = $1 order by place, id'
const ADD = `
  insert into saved_views (person_id, name, address, place)
  select $1, $2, $3, coalesce(max(place), 0) + 1 from saved_views where person_id = $1 having count(*) < ${MOST}
  returning id`
/** Both change places, so that the order stays whole whatever was taken out before. */
const SWAP = `
  with own as (select id, row_number() over (order by place, id) as n from saved_views where person_id = $1),
    moved as (select n from own where id = $2),
    wanted as (select o.id, case when o.n = m.n then m.n + $3 when o.n = m.n + $3 then m.n else o.n end as place
    from own o cross join moved m)
  update saved_views v set place = w.place from wanted w
  where w.id = v.id and (select n from moved) + $3 between 1 and (select count(*) from own) returning v.id`

@Injectable()
export class SavedViews {
  constructor(private readonly db: Database) {}

  /** The person's own, in their order. */
  list(tx: Tx, actor: Actor): Promise<View[]> {
    return rows<View>(tx, OWN, [actor.id])
  }

  /**
   * Keeps an address under a name, as the last one. Throws Invalid when the name is empty or too
   * long, or when there are too many already.
   */
  async add(actor: Actor, name: string, address: string): Promise<void> {
    requireName(name)
    const added = await this.db.transaction(settingsOf(actor), (tx) => row(tx, ADD, [actor.id, name, address]))
    if (!added) throw new Invalid([tooMany])
  }

  /** Another name. Throws Invalid, NotFound. */
  async rename(actor: Actor, id: number, name: string): Promise<void> {
    requireName(name)
    await this.change(actor, 'update saved_views set name = $3 where person_id = $1 and id = $2 returning id', [
      id,
      name,
    ])
  }

  /** One place up or down; the first and the last stay. */
  async move(actor: Actor, id: number, by: -1 | 1): Promise<void> {
    await this.db.transaction(settingsOf(actor), (tx) => rows(tx, SWAP, [actor.id, id, by]))
  }

  /** Throws NotFound. */
  async remove(actor: Actor, id: number): Promise<void> {
    await this.change(actor, 'delete from saved_views where person_id = $1 and id = $2 returning id', [id])
  }

  private async change(actor: Actor, sql: string, values: readonly unknown[]): Promise<void> {
    const found = await this.db.transaction(settingsOf(actor), (tx) => row(tx, sql, [actor.id, ...values]))
    if (!found) throw new NotFound()
  }
}

function requireName(name: string): void {
  if (name === '' || [...name].length > LONGEST) throw new Invalid([badName])
}

const badName = {
  code: 'viewName',
  path: 'name',
  message: {
    zh: `请填写视图名称，最多${LONGEST}个字。`,
    en: `Give the view a name of up to ${LONGEST} characters.`,
  },
}
const tooMany = {
  code: 'viewMost',
  path: 'name',
  message: {
    zh: `最多存${MOST}个视图。请先删除不用的视图。`,
    en: `You can save at most ${MOST} views. Remove one first.`,
  },
}
