/** What the rows of a queue say besides their cases: letters for permit officers; for others what helps to choose. */
import { Injectable } from '@nestjs/common'
import { Database, PLANNED_ONCE } from '../../base/database.js'
import { listBeckons, listOwnTasks, type OwnTask } from '../../cases/beckons.js'
import { listOtherLetters } from '../../cases/duplicates.js'
import { listRevoking } from '../../cases/matters.js'
import { listOutstanding } from '../../cases/outstanding.js'
import { Triages } from '../../cases/triage.js'
import { listNumbers } from '../../letters/numbers.js'
import { has } from '../../people/actor.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'

@Injectable()
export class BesideRows {
  constructor(
    private readonly db: Database,
    private readonly triages: Triages,
  ) {}

  /** The tasks that the person has in cases. */
  tasks(person: Person): Promise<OwnTask[]> {
    return listOwnTasks(this.db, person)
  }

  /** Numbers of letters, and other letters for the same people; or who has still to report, and what is new. */
  async of(person: Person, ids: readonly number[], today: string) {
    if (!has(person, 'permitOfficer')) {
      const [outstanding, beckons, triage] = await this.db.transaction(
        { ...settingsOf(person), ...PLANNED_ONCE },
        (tx) =>
          Promise.all([
            listOutstanding(tx, person, ids),
            listBeckons(tx, person, ids),
            this.triages.list(tx, person, ids),
          ]),
      )
      return { outstanding, beckons, triage }
    }
    const [numbers, [otherLetters, revoking]] = await Promise.all([
      listNumbers(this.db, person, ids),
      this.db.transaction({ ...settingsOf(person), ...PLANNED_ONCE }, (tx) =>
        Promise.all([listOtherLetters(tx, person, ids, today), listRevoking(tx, person, ids)]),
      ),
    ])
    return { numbers, otherLetters, revoking }
  }
}
