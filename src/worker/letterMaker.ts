/**
 * Makes the file of a letter or another paper from its frozen data, signs it, and records it. File
 * and record are one transaction, so a letter is stored once or not at all, however often the work
 * begins anew; nothing slow happens while the case is locked.
 */
import { SpanKind } from '@opentelemetry/api'
import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { count, timed } from '../base/metrics.js'
import { Invalid } from '../base/errors.js'
import { within } from '../base/tracing.js'
import type { Bilingual } from '../base/text.js'
import { CaseService } from '../cases/case.service.js'
import { FROZEN } from '../cases/entered.js'
import { CaseKeys } from '../cases/sealing/caseKeys.js'
import { parseLetter } from '../letters/letterData.js'
import { CannotBeSet, DoesNotFit, type Renderer } from '../letters/render.js'
import { openLetter, sealFile } from '../letters/sealedLetter.js'
import { TookTooLong } from '../letters/setter.js'
import { signPdf } from '../letters/sign.js'
import type { Signer } from '../letters/signer.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'

/** What sets the type and what signs; made once a process. */
export abstract class LetterRenderer {
  abstract readonly renderer: Renderer
  abstract readonly signer: Signer
}

interface LetterOrder {
  readonly id: number
  readonly kind: string
  readonly caseId: number
  readonly number: string
  readonly data: unknown
  readonly dataKey: Buffer | null
  readonly orderedAt: Date
}

const ORDERED = `
  select l.id, l.kind, l.case_id as "caseId", l.number, l.data, c.data_key as "dataKey", l.ordered_at as "orderedAt"
  from letters l join cases c on c.id = l.case_id
  where l.id = $1 and l.issued_at is null and l.ended_at is null and l.failed_at is null`

const KEEP =
  'insert into letter_files (letter_id, pdf, sha256) values ($1, $2, $3) on conflict do nothing returning letter_id'

const ISSUE = `update letters l set issued_at = $2, sha256 = $3 where l.id = $1 returning ${FROZEN} as frozen`

@Injectable()
export class LetterMaker {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly cases: CaseService,
    private readonly letterRenderer: LetterRenderer,
    private readonly keys: CaseKeys,
  ) {}

  /**
   * Makes and records a letter; does nothing when it is made or has ended already. What cannot be
   * printed is marked, for the approver to return the case.
   */
  async make(letterId: number): Promise<void> {
    const ordered = await this.db.transaction(settingsOf(WORKER), (tx) => row<LetterOrder>(tx, ORDERED, [letterId]))
    if (!ordered) return
    const pdf = await within('letter', SpanKind.INTERNAL, () => timed('letterSeconds', {}, () => this.print(ordered)))
    count('letters', { outcome: pdf ? 'made' : 'failed' })
    if (pdf) await this.record(ordered, pdf)
  }

  private async print({ id, caseId, number, data, dataKey, orderedAt }: LetterOrder): Promise<Buffer | undefined> {
    try {
      const unsigned = await this.letterRenderer.renderer.render(
        parseLetter(openLetter(this.keys.of(caseId, dataKey), caseId, number, data)),
      )
      return await signPdf(unsigned, this.letterRenderer.signer, this.clock.now())
    } catch (error) {
      const now = this.clock.now()
      const failure = failureOf(error, now.getTime() - orderedAt.getTime())
      if (!failure) throw error // tried again by the queue
      await this.db.transaction(settingsOf(WORKER), (tx) =>
        rows(tx, 'update letters set failed_at = $2, failure = $3 where id = $1', [id, now, JSON.stringify(failure)]),
      )
      return undefined
    }
  }

  /** The case goes on with its letter; for no other paper does it wait, but its history tells of each. */
  private async record({ id, kind, caseId, number, dataKey }: LetterOrder, pdf: Buffer): Promise<void> {
    await this.db.transaction(settingsOf(WORKER), async (tx) => {
      const sha256 = createHash('sha256').update(pdf).digest('hex')
      const sealed = sealFile(this.keys.of(caseId, dataKey), id, pdf)
      const stored = await row(tx, KEEP, [id, sealed, sha256])
      if (!stored) return // another worker was faster
      if (kind === 'recommendation')
        await this.cases.actIn(tx, caseId, 'recordLetter', { actor: WORKER, input: { letterId: id } })
      else {
        const issuedAt = this.clock.now()
        const issued = await row<{ frozen: string }>(tx, ISSUE, [id, issuedAt, sha256])
        const said = { letterId: id, number, sha256, issuedAt: issuedAt.toISOString(), frozen: issued?.frozen }
        await this.cases.recordReading(tx, caseId, WORKER, 'enterPaper', said)
      }
    })
  }
}

/** How long a letter is tried that is at fault itself and might yet be set, in milliseconds. */
const TRIED = 30 * 60_000

/**
 * Why this letter is given up, `waited` milliseconds after it was ordered; undefined while it is
 * worth another try. What is at fault elsewhere (a key, a disk) never spoils a letter.
 */
function failureOf(error: unknown, waited: number) {
  if (error instanceof CannotBeSet) return { because: error.because, characters: error.characters, paths: error.paths }
  const own = error instanceof TookTooLong || error instanceof DoesNotFit || error instanceof Invalid
  return own && waited >= TRIED ? { because: GIVEN_UP } : undefined
}

const GIVEN_UP: Bilingual = {
  zh: '函件多次未能制作。请退回评估，检查其中的文字；仍未解决的，请联系系统管理员。',
  en:
    'The letter could not be made after several attempts. Return the case to assessment and check the ' +
    'text. If that does not help, contact the system administrator.',
}
