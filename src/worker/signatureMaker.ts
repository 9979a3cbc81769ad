/**
 * Makes the file of what a candidate has signed by drawing: what was shown, the strokes, when, and the digest. File and
 * mark are one statement, so that it is stored once, however often the work begins anew.
 */
import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { seal, type SealKey } from '../base/seal.js'
import { CaseKeys } from '../cases/sealing/caseKeys.js'
import { PLACES } from '../cases/sealing/place.js'
import { openValue } from '../cases/sealing/sealedTree.js'
import type { ShownPaper } from '../cases/signedPapers.js'
import { orderFile } from '../cases/signing.js'
import { LetterSettings } from '../letters/matters.js'
import { spellOut } from '../letters/names.js'
import { Typefaces } from '../letters/typefaces.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { LetterRenderer } from './letterMaker.js'

/** How many minutes a file may take before it is asked for again. */
const TAKES = 2

interface SignatureOrder {
  readonly caseId: number
  readonly at: Date
  readonly openedBy: 'code' | 'pin'
  readonly digest: string
  readonly mark: string
  readonly strokes: string
  readonly shown: string
  readonly dataKey: Buffer | null
}

const ORDERED = `
  select g.case_id as "caseId", g.at, g.opened_by as "openedBy", g.digest, g.mark, g.strokes, g.shown,
    c.data_key as "dataKey"
  from talent_signatures g join cases c on c.id = g.case_id where g.id = $1 and g.made_at is null`
const KEEP = 'update talent_signatures set pdf = $2, sha256 = $3, made_at = $4 where id = $1 and made_at is null'
const OPEN = 'select id from talent_signatures where made_at is null and at <= $1 order by at limit 500'
const OF_CASE = 'select id from talent_signatures where made_at is null and case_id = $1 order by id'

@Injectable()
export class SignatureMaker {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly letterRenderer: LetterRenderer,
    private readonly keys: CaseKeys,
    private readonly typefaces: Typefaces,
    private readonly settings: LetterSettings,
  ) {}

  /** Job `makeSignature`; does nothing when it is made, or the case was erased. */
  async make(id: number): Promise<void> {
    const found = await this.db.transaction(settingsOf(WORKER), (tx) => row<SignatureOrder>(tx, ORDERED, [id]))
    const key = found && this.keys.of(found.caseId, found.dataKey)
    if (!found || !key) return
    const pdf = await this.print(found, key)
    const sha256 = createHash('sha256').update(pdf).digest('hex')
    const sealed = seal(key, pdf, PLACES.signatureFile(id))
    await this.db.transaction(settingsOf(WORKER), (tx) => rows(tx, KEEP, [id, sealed, sha256, this.clock.now()]))
  }

  /** All files of a case that are to be made; for the demonstration and tests, where no queue runs. */
  async makeAll(caseId: number): Promise<void> {
    const open = await this.db.transaction(settingsOf(WORKER), (tx) => rows<{ id: number }>(tx, OF_CASE, [caseId]))
    for (const { id } of open) await this.make(id)
  }

  /** Asks again for what was ordered some minutes ago and is not made (PaperMaker.orderAgain). */
  async orderAgain(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - TAKES * 60_000)
    await this.db.transaction(settingsOf(WORKER), async (tx) => {
      for (const { id } of await rows<{ id: number }>(tx, OPEN, [before])) await orderFile(tx, id)
    })
  }

  /** A character that no face has is spelt out: the digest is of what was shown, and the row keeps that. */
  private async print({ caseId, at, openedBy, digest, mark, ...sealed }: SignatureOrder, key: SealKey) {
    const glyphs = await this.typefaces.glyphs()
    const kept = openValue(key, sealed.shown, PLACES.signatureShown(caseId, mark)) as ShownPaper // as it was sealed
    const shown = JSON.parse(spellOut(JSON.stringify(kept), glyphs)) as ShownPaper
    const strokes = String(openValue(key, sealed.strokes, PLACES.signatureStrokes(caseId, mark)))
    const specimen = this.settings.specimen
    return this.letterRenderer.renderer.renderSigned({ shown, strokes, at, openedBy, digest, specimen })
  }
}
