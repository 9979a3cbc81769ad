/**
 * The papers of a case as its people may see them: what was ordered, what is made, what could not
 * be made and why. Files come by Letters.fetch, which records it.
 */
import { Injectable } from '@nestjs/common'
import { Database, row, rows, type Tx } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import { sql } from '../base/sql.js'
import type { Bilingual, Language } from '../base/text.js'
import { cleanName } from '../cases/files/names.js'
import { ReadingService } from '../cases/reading.service.js'
import { SCOPE, scopeOf } from '../cases/scope.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { Reference } from '../reference/reference.service.js'
import { paperKindSchema } from './catalogue.js'
import type { LetterLine } from './letter.service.js'

export interface PaperLine {
  /** Null while it is only ordered. */
  readonly id: number | null
  readonly kind: string
  readonly label: Bilingual
  readonly number: string | null
  /** Of a paper that is there. */
  readonly checkCode: string | null
  readonly orderedAt: Date
  readonly issuedAt: Date | null
  readonly failedAt: Date | null
  readonly because: Bilingual | null
  readonly endedAs: 'void' | 'superseded' | 'revoked' | 'expired' | null
}

/** A firm sees a paper once it is there. */
const LIST = sql`
  select * from (
    select l.id, l.kind, l.number, l.check_code as "checkCode", l.ordered_at as "orderedAt",
      l.issued_at as "issuedAt", l.failed_at as "failedAt",
      l.failure -> 'because' as because, l.ended_as as "endedAs", l.id as place
    from letters l join cases c on c.id = l.case_id
    where ${SCOPE} and c.id = ${'caseId'} and (l.issued_at is not null or ${'ownFirm'}::int is null)
    union all
    select null, o.kind, null, null, o.ordered_at, null, null, null, null, null
    from paper_orders o join cases c on c.id = o.case_id
    where ${SCOPE} and c.id = ${'caseId'} and o.letter_id is null
  ) papers order by "orderedAt", place`

const NUMBER = sql`select c.number from cases c where ${SCOPE} and c.id = ${'caseId'}`

@Injectable()
export class Papers {
  constructor(
    private readonly reference: Reference,
    private readonly db: Database,
    private readonly reading: ReadingService,
  ) {}

  /**
   * All papers of a case within the actor's scope, the oldest first. `on` is the day whose names of
   * papers are used.
   */
  async list(tx: Tx, actor: Actor, caseId: number, on: string): Promise<PaperLine[]> {
    const kinds = await this.kinds(on)
    const found = await rows<Omit<PaperLine, 'label'>>(tx, ...LIST({ ...scopeOf(actor), caseId }))
    return found.map((line) => ({ ...line, label: kinds.get(line.kind)?.label ?? { zh: line.kind, en: line.kind } }))
  }

  /** The kinds of paper on a day, by their codes. */
  kinds(on: string) {
    return this.reference.all('paperKinds', on, paperKindSchema)
  }

  /**
   * The name under which a paper is downloaded: what it is, whose it is, and its number, so that files
   * of many applications are told apart in one folder.
   */
  async fileName(
    { kind, talentName, number }: Pick<LetterLine, 'kind' | 'talentName' | 'number'>,
    on: string,
    language: Language,
  ): Promise<string> {
    const label = (await this.kinds(on)).get(kind)?.label[language] ?? kind
    return cleanName([label, talentName, number].filter(Boolean).join(' '), 'pdf')
  }

  /**
   * The same with the case's number; looking at them from an authority is reading the case. Throws NotFound when it is
   * outside the actor's scope.
   */
  ofCase(actor: Actor, caseId: number, on: string): Promise<{ number: string; papers: PaperLine[] }> {
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const found = await row<{ number: string }>(tx, ...NUMBER({ ...scopeOf(actor), caseId }))
      if (!found) throw new NotFound()
      await this.reading.note(tx, actor, caseId)
      return { ...found, papers: await this.list(tx, actor, caseId, on) }
    })
  }
}
