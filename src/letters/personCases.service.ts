/**
 * All cases about one person over the years, as far as their reader sees them; nothing tells that
 * there are others. Found by the blind indexes that the database keeps at every filing, and on from
 * case to case: whoever has renewed the passport is found by name and birth date, and what agrees
 * with that case, too.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, rows } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import { sql } from '../base/sql.js'
import type { AgreeingFact } from '../cases/duplicates.js'
import { ReadingService } from '../cases/reading.service.js'
import { SCOPE, settingsForReading } from '../cases/scope.js'
import type { Actor } from '../people/actor.js'
import type { State } from '../workflow/machine.js'
import { ADDRESSED, seenBy } from './scope.js'

export interface PersonCase {
  readonly id: number
  readonly number: string
  readonly state: State
  readonly filedOn: string | null
  readonly talentName: string | null
  readonly firmName: string
  readonly post: string | null
  /** What agrees with the case that was asked about; none where only a third case connects the two. */
  readonly facts: readonly AgreeingFact[]
  /** The newest recommendation. */
  readonly letterId: number | null
  readonly letter: string | null
  readonly endedAs: 'void' | 'superseded' | 'revoked' | 'expired' | null
  readonly validUntil: string | null
  readonly permitValidUntil: string | null
}

/** As many as a page shows; nobody has that many. */
const MOST = sql`100`

const OF_PERSON = sql`
  with recursive same (id) as (
    select c.id from cases c where ${SCOPE} and c.id = ${'caseId'}
    union
    select o.case_id from same s
    join person_keys k on k.case_id = s.id
    join person_keys o on o.key = k.key
    join cases c on c.id = o.case_id
    where ${SCOPE}
  )
  select c.id, c.number, c.state, c.filed_on::text as "filedOn", c.talent_name as "talentName",
    f.name_zh as "firmName", c.answers #>> '{engagement,post}' as post,
    array(select distinct o.fact from person_keys k join person_keys o on o.key = k.key
      where k.case_id = ${'caseId'} and o.case_id = c.id order by o.fact) as facts,
    l.id as "letterId", l.number as letter, l.ended_as as "endedAs", l.valid_until::text as "validUntil",
    c.permit_valid_until::text as "permitValidUntil"
  from same s join cases c on c.id = s.id join firms f on f.id = c.firm_id
  left join lateral (
    select l.id, l.number, l.ended_as, l.valid_until from letters l
    where l.case_id = c.id and l.kind = 'recommendation' and l.issued_at is not null and ${ADDRESSED}
    order by l.id desc limit 1
  ) l on true
  order by c.filed_on desc nulls first, c.id desc limit ${MOST}`

@Injectable()
export class PersonCases {
  constructor(
    private readonly db: Database,
    private readonly reading: ReadingService,
    private readonly clock: Clock,
  ) {}

  /** The cases about the person of this one, itself among them, the newest first. Throws NotFound. */
  list(actor: Actor, caseId: number): Promise<PersonCase[]> {
    return this.db.transaction(settingsForReading(actor, this.clock.now()), async (tx) => {
      await this.reading.note(tx, actor, caseId)
      const found = await rows<PersonCase>(tx, ...OF_PERSON({ ...seenBy(actor), caseId }))
      if (found.length === 0) throw new NotFound()
      return found
    })
  }
}
