/**
 * What somebody types into a form is kept for them alone until it is sent, under the address of the
 * form. Nothing of it is part of the record. What is written about a case is sealed under its key,
 * and goes with it; anything else under a key of the person's.
 */
import { Injectable } from '@nestjs/common'
import type { z } from 'zod'
import { Clock } from '../base/clock.js'
import { atLast, Database, row, rows, type Tx } from '../base/database.js'
import { Invalid, NotFound } from '../base/errors.js'
import type { SealKey } from '../base/seal.js'
import { draftProblems } from '../forms/engine/body.js'
import { type Branch, isBranch } from '../forms/engine/node.js'
import type { Person } from '../people/session.service.js'
import { settingsOf } from '../people/scope.js'
import { CaseKeys } from './sealing/caseKeys.js'
import { PLACES } from './sealing/place.js'
import { needed, openValue, sealValue } from './sealing/sealedTree.js'

const FIND = `
  select k.place, k.input, k.saved_at as "savedAt", md5(k.input::text) as mark, k.case_id as "caseId",
    c.data_key as "dataKey"
  from kept_forms k left join cases c on c.id = k.case_id where k.person_id = $1 and k.place like any ($2)
  order by k.saved_at desc`

const KEEP = `
  insert into kept_forms (person_id, place, input, saved_at) values ($1, $2, $3, $4)
  on conflict (person_id, place) do update set input = excluded.input, saved_at = excluded.saved_at
    where md5(kept_forms.input::text) = $5
  returning place, saved_at as "savedAt", md5(input::text) as mark`

/** Forms that a person may have begun and not sent. */
const MOST = 200
/** Of more than that the one that nobody has come back to for longest goes. */
const FORGET = `
  delete from kept_forms where person_id = $1 and place in (
    select place from kept_forms where person_id = $1 order by place = $2 desc, saved_at desc offset ${MOST})`

export interface KeptForm {
  /** The form's address, such as `/cases/12/actions/report`. */
  readonly place: string
  /** As typed, right or wrong. */
  readonly input: Branch
  readonly savedAt: Date
  /** Another one for whatever is kept anew: what a page was made from. */
  readonly mark: string
}

interface Stored extends Omit<KeptForm, 'input'> {
  readonly input: unknown
  readonly caseId: number | null
  readonly dataKey: Buffer | null
}

const CASE = /^\/cases\/(\d{1,9})\//
const literal = (place: string): string => place.replace(/[\\%_]/g, '\\$&')

@Injectable()
export class KeptForms {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly keys: CaseKeys,
  ) {}

  /** What this person has typed into the form at an address so far; undefined when nothing is kept. */
  async find(person: Person, place: string): Promise<KeptForm | undefined> {
    return (await this.read(person, [literal(place)]))[0]
  }

  /** All that this person has kept in forms below an address, such as `/cases/12/`; the last one first. */
  list(person: Person, below: string, within?: Tx): Promise<KeptForm[]> {
    return this.read(person, [`${literal(below)}%`], within)
  }

  private async read(person: Person, patterns: readonly string[], within?: Tx): Promise<KeptForm[]> {
    const ask = (tx: Tx) => rows<Stored>(tx, FIND, [person.id, patterns])
    const found = await (within ? ask(within) : this.db.transaction(settingsOf(person), ask))
    return found.flatMap(({ input, caseId, dataKey, ...stored }) => {
      const key = caseId === null ? this.keys.ofPerson(person.id) : this.keys.of(caseId, dataKey)
      const opened = openValue(key, input, PLACES.keptForm(person.id, stored.place))
      return isBranch(opened) ? [{ ...stored, input: opened }] : []
    })
  }

  /**
   * Keeps it as typed, right or wrong, and the 199 that were kept last beside it. Undefined when it
   * was kept from another screen since `mark`, and stays as that was.
   * @throws Invalid when no database could keep it
   * @throws NotFound when the case is not open to the person
   * @throws NotNow when the case's personal data have been erased
   */
  async keep(
    person: Person,
    { place, form, input, mark }: { place: string; form: z.ZodObject; input: Branch; mark: string | undefined },
  ): Promise<KeptForm | undefined> {
    const problems = draftProblems(form, input)
    if (problems.length > 0) throw new Invalid(problems)
    return this.db.transaction(settingsOf(person), async (tx) => {
      const sealed = sealValue(await this.keyOf(tx, person, place), input, PLACES.keptForm(person.id, place))
      const values = [person.id, place, JSON.stringify(sealed), this.clock.now(), mark ?? '']
      const kept = await row<Omit<KeptForm, 'input'>>(tx, KEEP, values)
      atLast(tx, FORGET, [person.id, place])
      return kept && { ...kept, input }
    })
  }

  /** The key of the case, where the form is about one. */
  private async keyOf(tx: Tx, person: Person, place: string): Promise<SealKey> {
    const caseId = CASE.exec(place)?.[1]
    if (caseId === undefined) return this.keys.ofPerson(person.id)
    const found = await row<{ dataKey: Buffer | null }>(tx, 'select data_key as "dataKey" from cases where id = $1', [
      caseId,
    ])
    if (!found) throw new NotFound()
    return needed(this.keys.of(Number(caseId), found.dataKey))
  }

  /** It was sent, or is no longer wanted. */
  async drop(person: Person, place: string): Promise<void> {
    await this.db.transaction(settingsOf(person), (tx) =>
      rows(tx, 'delete from kept_forms where person_id = $1 and place = $2', [person.id, place]),
    )
  }
}
