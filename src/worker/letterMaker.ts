/**
 * Makes the file of a letter or another paper from its frozen data, signs it, and records it. File and record are one transaction, so a letter is stored once or not at all, however
 * often the work begins anew; nothing slow happens while the case is locked.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { CaseService } from '../cases/case.service.js'
import { parseLetter } from '../letters/letterData.js'
import { CannotBeSet, type Renderer } from '../letters/render.js'
import { signPdf } from '../letters/sign.js'
import type { Signer } from '../letters/signer.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'

/** What sets the type and what signs; made once a process. */
export abstract class Press {
  abstract readonly renderer: Renderer
  abstract readonly signer: Signer
}

interface Ordered {
  readonly id: number
  readonly kind: string
  readonly caseId: number
  readonly data: unknown
}

const ISSUE = `update letters set issued_at = $2, sha256 = encode(sha256($3), 'hex') where id = $1`

@Injectable()
export class LetterMaker {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly cases: CaseService,
    private readonly press: Press,
  ) {}

  /** Makes and records a letter; does nothing when it is made or has ended already. What cannot be printed is marked, for the approver to return the case. */
  async make(letterId: number): Promise<void> {
    const ordered = await this.db.transaction(settingsOf(WORKER), (tx) =>
      row<Ordered>(
        tx,
        `select id, kind, case_id as "caseId", data from letters where id = $1 and issued_at is null and ended_at is null and failed_at is null`,
        [letterId],
      ),
    )
    if (!ordered) return
    const pdf = await this.print(ordered)
    if (pdf) await this.record(ordered, pdf)
  }

  private async print({ id, data }: Ordered): Promise<Buffer | undefined> {
    try {
      const unsigned = await this.press.renderer.render(parseLetter(data))
      return await signPdf(unsigned, this.press.signer, this.clock.now())
    } catch (error) {
      if (!(error instanceof CannotBeSet)) throw error // tried again by the queue
      const failure = JSON.stringify({ because: error.because, characters: error.characters, paths: error.paths })
      await this.db.transaction(settingsOf(WORKER), (tx) =>
        rows(tx, 'update letters set failed_at = $2, failure = $3 where id = $1', [id, this.clock.now(), failure]),
      )
      return undefined
    }
  }

  /** The case goes on with its letter; for no other paper does it wait. */
  private async record({ id, kind, caseId }: Ordered, pdf: Buffer): Promise<void> {
    await this.db.transaction(settingsOf(WORKER), async (tx) => {
      const stored = await row(
        tx,
        'insert into letter_files (letter_id, pdf) values ($1, $2) on conflict do nothing returning letter_id',
        [id, pdf],
      )
      if (!stored) return // another worker was faster
      if (kind === 'recommendation')
        await this.cases.actIn(tx, caseId, 'recordLetter', { actor: WORKER, input: { letterId: id } })
      else await rows(tx, ISSUE, [id, this.clock.now(), pdf])
    })
  }
}
