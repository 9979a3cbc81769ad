/** Reading the registry: whoever may see the case sees its letters; anybody may check one by its code or its file. Opening and downloading are recorded. */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import { CaseService } from '../cases/case.service.js'
import { SCOPE, scopeOf } from '../cases/scope.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import type { PublicFacts } from './catalogue.js'
import { normaliseCheckCode } from './checkCode.js'
import { LetterFile } from './entities.js'
import { type LetterData, parseLetter } from './letterData.js'

export interface LetterLine {
  readonly id: number
  readonly caseId: number
  readonly caseNumber: string
  readonly caseState: string
  readonly kind: string
  readonly number: string
  readonly talentName: string | null
  readonly firmName: string
  readonly orderedAt: Date
  readonly issuedAt: Date | null
  readonly validUntil: string | null
  readonly receivedAt: Date | null
  readonly endedAt: Date | null
  readonly endedAs: string | null
  readonly failedAt: Date | null
  readonly checkCode: string
  readonly sha256: string | null
}

export type Standing = 'valid' | 'superseded' | 'revoked' | 'expired' | 'void' | 'specimen' | 'unknown'

export interface Checked {
  readonly standing: Standing
  readonly number?: string
  readonly facts?: PublicFacts
  readonly issuedAt?: Date
  readonly endedAt?: Date | null
  readonly supersededBy?: string | null
}

const LINE = `
  l.id, l.case_id as "caseId", c.number as "caseNumber", c.state as "caseState", l.kind, l.number, c.talent_name as "talentName", f.name_zh as "firmName",
  l.ordered_at as "orderedAt", l.issued_at as "issuedAt", l.valid_until::text as "validUntil", l.received_at as "receivedAt",
  l.ended_at as "endedAt", l.ended_as as "endedAs", l.failed_at as "failedAt", l.check_code as "checkCode", l.sha256
  from letters l join cases c on c.id = l.case_id join firms f on f.id = c.firm_id`

const LIST = `
  select ${LINE} where ${SCOPE} and l.issued_at is not null
    and ($4::text is null or l.number ilike '%' || $4 || '%' or c.number = $4 or c.talent_name ilike '%' || $4 || '%'
      or c.system_name ilike '%' || $4 || '%' or f.name_zh ilike '%' || $4 || '%' or c.answers #>> '{talent,passport,number}' = upper($4))
    and ($5::int is null or l.id < $5)
  order by l.id desc limit 50`

/** A firm ($1) sees a letter once it is issued; those who make it, before. */
const ONE = `select ${LINE} where ${SCOPE} and l.id = $4 and (l.issued_at is not null or $1::int is null)`

interface CheckRow {
  readonly number: string
  readonly public_facts: PublicFacts
  readonly issued_at: Date
  readonly valid_until: string | null
  readonly ended_at: Date | null
  readonly ended_as: Standing | null
  readonly superseded_by: string | null
}

@Injectable()
export class Letters {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly cases: CaseService,
  ) {}

  /** Issued letters within the actor's scope, the newest first, found by number, name, firm, case number or the exact passport number. */
  list(
    actor: Actor,
    { find, before }: { find?: string | undefined; before?: number | undefined },
  ): Promise<LetterLine[]> {
    const word = find?.replace(/[\\%_]/g, '\\$&') ?? null
    return this.db.transaction(settingsOf(actor), (tx) =>
      rows<LetterLine>(tx, LIST, [...scopeOf(actor), word, before ?? null]),
    )
  }

  /** All letters of a case within the actor's scope, the oldest first. */
  listOf(tx: Tx, actor: Actor, caseId: number): Promise<LetterLine[]> {
    return rows<LetterLine>(tx, `select ${LINE} where ${SCOPE} and c.id = $4 order by l.id`, [
      ...scopeOf(actor),
      caseId,
    ])
  }

  /** One letter with the data that it was made from; opening it from an authority is recorded. Throws NotFound. */
  open(actor: Actor, id: number): Promise<{ letter: LetterLine; data: LetterData }> {
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const letter = await this.find(tx, actor, id)
      const frozen = await row<{ data: unknown }>(tx, 'select data from letters where id = $1', [id])
      if (actor.firmId === null)
        await this.cases.recordReading(tx, letter.caseId, actor, 'readLetter', { letterId: id })
      return { letter, data: parseLetter(frozen?.data) }
    })
  }

  /** The signed file; every download is recorded, the firm's own too. Throws NotFound. */
  fetch(actor: Actor, id: number): Promise<{ letter: LetterLine; pdf: Buffer }> {
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const letter = await this.find(tx, actor, id)
      const file = await tx.findOneBy(LetterFile, { letterId: id })
      if (!file || !letter.issuedAt) throw new NotFound()
      await this.cases.recordReading(tx, letter.caseId, actor, 'fetchLetter', { letterId: id, sha256: letter.sha256 })
      return { letter, pdf: file.pdf }
    })
  }

  /** What anybody learns of a letter by its check code, as typed, or by its file's SHA-256 in hexadecimal. */
  async check({ code, sha256 }: { code?: string | undefined; sha256?: string | undefined }): Promise<Checked> {
    const wanted = code === undefined ? null : (normaliseCheckCode(code) ?? null)
    const hash = sha256 && /^[0-9a-f]{64}$/i.test(sha256) ? sha256.toLowerCase() : null
    if (wanted === null && hash === null) return { standing: 'unknown' }
    const found = await this.db.transaction({}, (tx) =>
      row<CheckRow>(tx, 'select *, valid_until::text as valid_until from check_letter($1, $2)', [wanted, hash]),
    )
    if (!found) return { standing: 'unknown' }
    return {
      standing: standingOf(found, this.clock.today()),
      number: found.number,
      facts: found.public_facts,
      issuedAt: found.issued_at,
      endedAt: found.ended_at,
      supersededBy: found.superseded_by,
    }
  }

  private async find(tx: Tx, actor: Actor, id: number): Promise<LetterLine> {
    const found = await row<LetterLine>(tx, ONE, [...scopeOf(actor), id])
    if (!found) throw new NotFound()
    return found
  }
}

/** An end counts before all else; then the day; a specimen never counts as valid. */
function standingOf(found: CheckRow, today: string): Standing {
  if (found.ended_as) return found.ended_as
  if (found.valid_until && today > found.valid_until) return 'expired'
  return found.public_facts.specimen ? 'specimen' : 'valid'
}
