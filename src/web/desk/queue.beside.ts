/** What the rows of a queue say besides their cases: letters for permit officers; for others what helps to choose. */
import { Injectable } from '@nestjs/common'
import type { Tx } from '../../base/database.js'
import { listBeckons, listOwnTasks, type OwnTask } from '../../cases/beckons.js'
import type { CaseLine } from '../../cases/caseFile.js'
import { listOtherLetters } from '../../cases/duplicates.js'
import { listRevoking } from '../../cases/matters.js'
import { listOutstanding } from '../../cases/outstanding.js'
import { Triages } from '../../cases/triage.js'
import { listNumbers } from '../../letters/numbers.js'
import { has } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'

@Injectable()
export class BesideRows {
  constructor(private readonly triages: Triages) {}

  /** The tasks that the person has in cases. */
  tasks(tx: Tx, person: Person): Promise<OwnTask[]> {
    return listOwnTasks(tx, person)
  }

  /** Numbers of letters, and other letters for the same people; or who has still to report, and what is new. */
  async of(tx: Tx, person: Person, lines: readonly CaseLine[], today: string) {
    const ids = lines.map(({ id }) => id)
    if (!has(person, 'permitOfficer')) {
      const assessed = lines.filter(({ state }) => state === 'underAssessment').map(({ id }) => id)
      const [outstanding, beckons, triage] = await Promise.all([
        assessed.length > 0 ? listOutstanding(tx, person, assessed) : undefined,
        listBeckons(tx, person, ids),
        this.triages.list(tx, person, ids),
      ])
      return { outstanding, beckons, triage }
    }
    const [numbers, otherLetters, revoking] = await Promise.all([
      listNumbers(tx, person, ids),
      listOtherLetters(tx, person, ids, today),
      listRevoking(tx, person, ids),
    ])
    return { numbers, otherLetters, revoking }
  }
}
